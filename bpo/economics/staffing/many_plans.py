"""The fewest positions for many loads at once, of all months of a bid or of the draws of a risk: the formulas of :mod:`bpo.economics.staffing.erlang` over arrays.

The figures are those of the scalar formulas to the places that are kept (10⁻¹⁰). Where a goal is met or missed so narrowly that a last bit
may turn it, or a sum would need to be scaled, it is said that this cannot be told.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bpo.economics.staffing.queueing import UNIT, Plan, Queue

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
NEGLIGIBLE, SCALED_FROM, NARROW = 1e-17, 1e200, 1e-10
STEPS_MOST = 4_000
LAST_BITS, LAST_BITS_OF = 1e-4, 1e10
"""So near to the middle of two units of 10⁻¹⁰ the last bits of a float decide between them: they differ by 10⁻⁶ of a unit, of large
figures by 10⁻¹⁵ of the figure."""


@dataclass(frozen=True)
class ManyPlans:
    """For each load what :class:`~bpo.economics.staffing.queueing.Plan` has, and whether it can be told."""

    positions: Floats
    answered: Floats
    wait: Floats
    left: Floats
    busy: Floats
    told: Bools


@dataclass(frozen=True)
class Met:
    level: Floats
    wait: Floats
    left: Floats
    busy: Floats
    told: Bools


def many_plans(queue: Queue, handle: Floats, load: Floats, least: int) -> ManyPlans:
    """The fewest positions, not below ``least``, for each load with its handle time; all else is the queue's."""
    positions, met, told = _fewest(queue, handle, load, least)
    level, wait, left, busy = (np.rint(one * UNIT) for one in (met.level, met.wait, met.left, met.busy))
    return ManyPlans(positions, level, wait, left, busy, told)


def exact_plans(queue: Queue, handle: Floats, load: Floats) -> list[Plan | None]:
    """The very plans that :meth:`Queue.fewest` finds for each load with its handle time; None where a last bit may make another."""
    positions, met, told = _fewest(queue, handle, load, 1)
    columns: list[list[int]] = []
    for one in (met.level, met.wait, met.left, met.busy):
        units = one * UNIT
        told &= np.abs(units - np.floor(units) - 0.5) > LAST_BITS * (1 + np.abs(units) / LAST_BITS_OF)
        columns.append([int(number) for number in np.rint(units)])
    rows = zip(positions, *columns, strict=True)
    return [Plan(int(first), *rest) if sure else None for sure, (first, *rest) in zip(told, rows, strict=True)]


def _fewest(queue: Queue, handle: Floats, load: Floats, least: int) -> tuple[Floats, Met, Bools]:
    """The positions, what callers meet, and whether that can be told."""
    patient = queue.patience_seconds is None
    if patient:
        below = np.maximum(np.floor(load), np.ceil(load / queue.occupancy_at_most - 1e-12) - 1)
    else:
        below = np.ceil(load * queue.answered - 1e-9) - 1
    failing = np.maximum(np.maximum(below, least - 1), 0.0)
    found = failing + 1
    told = load > 0
    met = _met(queue, handle, load, found)
    good, narrow = _meets(queue, met)
    told &= met.told & ~narrow
    up = np.flatnonzero(~good)
    step = 1.0
    while len(up):  # one more at a time is asked of those that are near already, after a stride for all
        failing[up] = found[up]
        found[up] += step
        part = _met(queue, handle[up], load[up], found[up])
        good, narrow = _meets(queue, part)
        _put(met, up, part)
        told[up] &= part.told & ~narrow
        up, step = up[~good], step * 2
    between = np.flatnonzero(found - failing > 1)
    while len(between):
        middle = np.floor((failing[between] + found[between]) / 2)
        part = _met(queue, handle[between], load[between], middle)
        good, narrow = _meets(queue, part)
        told[between] &= part.told & ~narrow
        down = between[good]
        found[down] = middle[good]
        _put(met, down, Met(*(getattr(part, name)[good] for name in ("level", "wait", "left", "busy", "told"))))
        failing[between[~good]] = middle[~good]
        between = between[found[between] - failing[between] > 1]
    return found, met, told


def _put(whole: Met, where: npt.NDArray[np.intp], part: Met) -> None:
    for name in ("level", "wait", "left", "busy", "told"):
        getattr(whole, name)[where] = getattr(part, name)


def _meets(queue: Queue, met: Met) -> tuple[Bools, Bools]:
    """Whether the goal and the limit are met, and where that is too narrow to be told."""
    level, busy = met.level - queue.answered, queue.occupancy_at_most - met.busy
    good = (level >= -1e-12) & (busy >= -1e-12)
    return good, (np.abs(level) < NARROW) | (np.abs(busy) < NARROW)


def _met(queue: Queue, handle: Floats, load: Floats, agents: Floats) -> Met:
    blocked = _blocked(load, agents)
    if queue.patience_seconds is None:
        spare = (agents - load) / handle
        waiting = np.where(
            load >= agents, 1.0, agents * blocked / np.where(load >= agents, 1.0, agents - load * (1 - blocked))
        )
        level = np.where(load >= agents, 0.0, 1 - waiting * np.exp(-np.maximum(spare, 0) * queue.within_seconds))
        wait = waiting / np.where(spare > 0, spare, 1.0)
        return Met(level, wait, np.zeros_like(load), np.minimum(load / agents, 1.0), load < agents - NARROW)
    x, y = agents * queue.patience_seconds / handle, load * queue.patience_seconds / handle
    log_a, beyond, waited, told = _series(x, y)
    waiting = np.where(blocked > 0, blocked / (blocked + (1 - blocked) * np.exp(-log_a)), 0.0)
    answered = np.minimum(1.0, x / y * beyond)
    patiences = queue.within_seconds / queue.patience_seconds
    log_later, later_beyond, _, later_told = _series(x, y * np.exp(-patiences))
    with np.errstate(divide="ignore"):
        log_share = log_later + np.log(later_beyond) - y * np.expm1(-patiences) - x * patiences - log_a
    late = np.minimum(answered, x / y * np.exp(np.minimum(700.0, log_share)))
    served = 1 - waiting * (1 - answered)
    asa = waiting * x / y * waited * queue.patience_seconds / served
    level = 1 - waiting + waiting * (answered - late)
    return Met(level, asa, waiting * (1 - answered), served * load / agents, told & later_told)


def _blocked(load: Floats, agents: Floats) -> Floats:
    """Erlang B by its recurrence."""
    blocked = np.ones_like(load)
    for n in range(1, int(agents.max(initial=0)) + 1):
        offered = load * blocked
        blocked = np.where(n <= agents, offered / (n + offered), blocked)
    return blocked


def _series(x: Floats, y: Floats) -> tuple[Floats, Floats, Floats, Bools]:
    """As :func:`bpo.economics.staffing.erlang._series`; those that are done stay as they are."""
    count = len(x)
    total, waited, told = np.zeros(count), np.zeros(count), np.ones(count, dtype=bool)
    going: npt.NDArray[np.intp] = np.arange(count)
    own_x, own_y = x.copy(), y.copy()
    term: Floats = np.ones(count)
    own_total, wait, own_waited = np.zeros(count), np.zeros(count), np.zeros(count)
    for j in range(1, STEPS_MOST):
        rate = own_x + j
        term *= own_y / rate
        wait += 1 / rate
        own_total += term
        own_waited += term * wait
        if j % 8 and j > 1:
            continue  # a few terms more than needed are below what a float keeps
        done = ((own_y < rate) & (term * rate < NEGLIGIBLE * (1 + own_total) * (rate - own_y))) | (
            own_total > SCALED_FROM
        )
        if done.any():
            where = going[done]
            total[where], waited[where] = own_total[done], own_waited[done]
            stay = ~done
            going = going[stay]
            own_x, own_y, term, own_total, wait, own_waited = (
                one[stay] for one in (own_x, own_y, term, own_total, wait, own_waited)
            )
        if not len(going):
            break
    told[going] = False
    told &= total <= SCALED_FROM
    whole = 1 + total
    return np.log(whole), total / whole, waited / whole, told
