"""The plans of the half hours of all months of a bid, computed at once: the very plans that each month would find by itself."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from bpo.core.calendars import Calendar
from bpo.core.errors import BpoError
from bpo.core.periods import Period
from bpo.core.traced import Traced
from bpo.economics.staffing.many_plans import exact_plans
from bpo.economics.staffing.pattern import Cell
from bpo.economics.staffing.queueing import Plan, Queue, plans
from bpo.economics.staffing.staffing import Planned, erlangs_of, loads_of, planned, to_agents
from bpo.economics.staffing.streams import Stream

Key = tuple[float, float, float | None, float, tuple[float, ...]]


def planned_ahead(
    streams: Sequence[Stream], months: Iterable[tuple[Period, Mapping[str, Fraction]]], calendar: Calendar | None = None
) -> Planned:
    """What gives the plans of these months; what cannot be told ahead is computed when it is asked for."""
    wanted: dict[Key, set[tuple[float, float]]] = {}
    queues: dict[Key, Queue] = {}
    for period, volumes in months:
        for stream in streams:
            if stream.pattern is not None and stream.workload is None and volumes[stream.id]:
                queue = Queue.of(stream, period.name)
                key = _alike(queue)
                queues[key] = queue
                loads = _loads(stream, period, volumes[stream.id], calendar) if queue.is_plain else []
                wanted.setdefault(key, set()).update((queue.handle_seconds, load) for load in loads)
    known = {key: _plans(queues[key], loads) for key, loads in wanted.items() if loads}

    def plan(stream: Stream, month: str, erlangs: Fraction, cells: Sequence[Cell]) -> Sequence[Plan]:
        queue = Queue.of(stream, month)
        found = known.get(_alike(queue)) if queue.is_plain else None
        if found is None:
            return planned(stream, month, erlangs, cells)
        loads = loads_of(erlangs, {cell.weight for cell in cells})
        of_weight = {weight: found.get((queue.handle_seconds, load)) for weight, load in loads.items()}
        untold = [weight for weight, one in of_weight.items() if one is None]
        of_weight |= zip(untold, plans(queue, tuple(loads[weight] for weight in untold)), strict=True)
        done = [(cell, of_weight[cell.weight]) for cell in cells]
        return [
            one if one is not None and one.positions >= cell.least else queue.plan(loads[cell.weight], cell.least)
            for cell, one in done
        ]

    return plan


def _loads(stream: Stream, period: Period, volume: Fraction, calendar: Calendar | None) -> list[float]:
    """The loads of a month; none where that is for the month itself to tell."""
    assert stream.pattern is not None
    coming = to_agents(stream, period, volume)
    if isinstance(coming, Traced) or not coming:
        return []
    try:
        over = stream.pattern.over(stream.pattern.kinds(period, calendar))
        erlangs = erlangs_of(stream, period, coming, over)
    except BpoError:
        return []
    if isinstance(erlangs, Traced):
        return []
    return list(loads_of(erlangs, filter(None, over.of_weight)).values())


def _alike(queue: Queue) -> Key:
    """What loads are planned together by: all but the handle time, which each load has beside it."""
    return queue.within_seconds, queue.answered, queue.patience_seconds, queue.occupancy_at_most, queue.times


def _plans(queue: Queue, loads: set[tuple[float, float]]) -> dict[tuple[float, float], Plan]:
    """The plans that can be told, by handle time and load."""
    ordered = sorted(loads)
    handle, load = (np.array(column, dtype=np.float64) for column in zip(*ordered, strict=True))
    found = zip(ordered, exact_plans(queue, handle, load), strict=True)
    return {key: plan for key, plan in found if plan is not None}
