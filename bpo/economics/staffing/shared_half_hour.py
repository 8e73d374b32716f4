"""The half hour of most positions, with the groups as they are written: what callers meet, and how many agents pooling saves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bpo.economics.staffing.groups import POSITIONS_MOST, Group
from bpo.economics.staffing.skills import Agents, Arriving, Estimate, Met, simulated
from bpo.economics.staffing.staffed import Interval, StaffedMonth
from bpo.economics.staffing.streams import Stream

HALF_HOUR_SECONDS = 1800
OF_A_WEEK = range(7)
"""Kinds of day that are the same for every stream; what is a public holiday for one may be a Sunday for another."""
Judged = Literal["met", "missed", "open"]


@dataclass(frozen=True, slots=True)
class SharedStream:
    """A stream with what its callers meet; its goal is ``open`` if it lies within the error."""

    stream: Stream
    interval: Interval
    met: Met
    judged: Judged


@dataclass(frozen=True, slots=True)
class SharedHalfHour:
    """``separate``: positions if each stream has agents of its own (Erlang); ``pooled``: if all agents take all, the longest waiting first, None
    if that is beyond what is simulated."""

    weekday: int
    start: str
    streams: tuple[SharedStream, ...]
    groups: tuple[tuple[Group, Estimate], ...]
    separate: int
    pooled: int | None

    @property
    def written(self) -> int:
        """The positions of the groups."""
        return sum(group.positions for group, _ in self.groups)


def shared_half_hour(groups: Sequence[Group], streams: Sequence[Stream], month: StaffedMonth) -> SharedHalfHour | None:
    """Simulate the half hour in which the streams of the groups need most positions, each by itself.

    Args:
        groups: of the scenario.
        streams: all of it.
        month: staffed.

    Returns:
        What is met then; None in a month in which no group has a contact.
    """
    taken = {name for group in groups for name in group.takes}
    by_time: dict[tuple[int, str], dict[str, Interval]] = {}
    for one in month.streams:
        for interval in one.intervals:
            if one.id in taken and interval.contacts and interval.weekday in OF_A_WEEK and interval.days:
                by_time.setdefault((interval.weekday, interval.start), {})[one.id] = interval
    if not by_time:
        return None
    when = max(sorted(by_time), key=lambda time: sum(one.plan.positions for one in by_time[time].values()))
    coming = by_time[when]
    present = [stream for stream in streams if stream.id in coming]
    arriving = tuple(_arriving(stream, coming, month.period.name) for stream in present)
    number = {stream.id: n for n, stream in enumerate(present)}
    agents = tuple(
        Agents(one.positions, tuple(number[name] for name in one.takes if name in number), one.picks != "in_order")
        for one in groups
    )
    run = simulated(arriving, agents)
    shared = tuple(
        SharedStream(stream, coming[stream.id], met, _judged(stream, met))
        for stream, met in zip(present, run.streams, strict=True)
    )
    separate = sum(one.plan.positions for one in coming.values())
    pooled = _fewest_pooled(present, arriving, separate)
    return SharedHalfHour(*when, shared, tuple(zip(groups, run.occupancy, strict=True)), separate, pooled)


def _arriving(stream: Stream, coming: Mapping[str, Interval], month: str) -> Arriving:
    assert stream.goal is not None
    patience = stream.patience_seconds
    return Arriving(
        float(coming[stream.id].contacts) / HALF_HOUR_SECONDS,
        float(stream.handle_seconds.of(month)),
        float(stream.goal.within_seconds),
        None if patience is None else float(patience),
    )


def _judged(stream: Stream, met: Met) -> Judged:
    assert stream.goal is not None
    level, goal = met.service_level, float(stream.goal.answered)
    if met.endless or level.value + level.error < goal:
        return "missed"
    return "met" if level.value - level.error >= goal else "open"


def _fewest_pooled(streams: Sequence[Stream], arriving: tuple[Arriving, ...], separate: int) -> int | None:
    """The fewest agents who all take everything with whom every stream's goal is met on the average of the run, by halves."""
    everything = tuple(range(len(streams)))

    def enough(positions: int) -> bool:
        run = simulated(arriving, (Agents(positions, everything, True),))
        busiest = min(float(one.occupancy_at_most or 1) for one in streams)
        return run.occupancy[0].value <= busiest and all(
            not met.endless and met.service_level.value >= float(stream.goal.answered)
            for stream, met in zip(streams, run.streams, strict=True)
            if stream.goal is not None
        )

    failing, found = 0, separate
    while found <= POSITIONS_MOST and not enough(found):
        failing, found = found, found + max(1, found // 10)
    if found > POSITIONS_MOST:
        return None
    while found - failing > 1:
        middle = (failing + found) // 2
        failing, found = (failing, middle) if enough(middle) else (middle, found)
    return found
