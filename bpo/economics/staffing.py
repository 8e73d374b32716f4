"""A month staffed: its volume spread over days and half hours, the positions of each, and the people behind them.

- a day's share of the month is its weekday's over those of all days that the month has; a half hour's is the pattern's;
- a half hour has the fewest positions that meet goal and occupancy limit, by Erlang A where patience is given, else Erlang C;
- service level and abandonment are weighted by calls offered, the speed of answer by calls answered; handled = offered − abandoned;
- productive hours = Σ positions × ½ h; of work that can wait: volume × handle time / productive share;
- paid hours = heads × hours a month, heads = productive hours / (hours a month × (1 − shrinkage)…), and what ramps and attrition add.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.calendars import Calendar
from bpo.economics.people import People, Team
from bpo.economics.queueing import ERLANGS_MAX, UNIT, Plan, Queue, plans
from bpo.economics.streams import Stream
from bpo.errors import fail
from bpo.periods import Period
from bpo.words import Text, Words

NEVER_OPEN = Words(
    "staffing-never-open",
    en="'{stream}' has {volume} contacts in {month}, but the pattern is open on no day of it",
    zh="“{stream}”在 {month} 有 {volume} 件业务，但该月没有一天在 pattern 的开放时间内",
)
TOO_LARGE = Words(
    "staffing-too-large",
    en="'{stream}' would have {erlangs} erlangs in a half hour; {most} is the most: check the volume (contacts a month) and handle_seconds",
    zh="“{stream}”某半小时的话务量达 {erlangs} 爱尔兰，上限为 {most}；请检查每月业务量与 handle_seconds",
)
HALF_HOUR_SECONDS = 1800
DRIVERS_OF_A_QUEUE = ("service_level", "asa_seconds", "abandonment_rate", "occupancy")


@dataclass(frozen=True, slots=True)
class Interval:
    """A half hour of a weekday (0 is Monday), alike on so many ``days`` of the month."""

    weekday: int
    start: str
    days: int
    contacts: Fraction
    plan: Plan


@dataclass(frozen=True, slots=True)
class StreamMonth:
    """A stream in a month; ``waits`` says whether its contacts wait in a queue. The last four are None for work that does not,
    and in a month without calls."""

    id: str
    name: Text
    offered: Fraction
    abandoned: Fraction
    handle_minutes: Fraction
    productive_hours: Fraction
    positions: int
    intervals: tuple[Interval, ...] = ()
    waits: bool = True
    service_level: Fraction | None = None
    asa_seconds: Fraction | None = None
    abandonment_rate: Fraction | None = None
    occupancy: Fraction | None = None

    @property
    def handled(self) -> Fraction:
        return self.offered - self.abandoned

    def drivers(self) -> dict[str, Fraction]:
        always = ("offered", "handled", "abandoned", "handle_minutes", "productive_hours", "positions")
        figures = {name: getattr(self, name) for name in (*always, *DRIVERS_OF_A_QUEUE)}
        return {f"{self.id}.{name}": Fraction(figure) for name, figure in figures.items() if figure is not None}


@dataclass(frozen=True, slots=True)
class StaffedMonth:
    """All streams of a month together: ``positions`` is the peak of a half hour, work that can wait included."""

    period: Period
    streams: tuple[StreamMonth, ...]
    positions: int
    seats: int
    team: Team
    paid_hours: Fraction

    @property
    def productive_hours(self) -> Fraction:
        return sum((stream.productive_hours for stream in self.streams), Fraction(0))

    def drivers(self) -> dict[str, Fraction]:
        """What prices, costs and measures may depend on, by name: ``calls.handled``, ``seats``, ``paid_hours``, …"""
        return {
            "month": Fraction(1),
            "contacts": sum((stream.handled for stream in self.streams), Fraction(0)),
            "minutes": sum((stream.handle_minutes for stream in self.streams), Fraction(0)),
            "positions": Fraction(self.positions),
            "seats": Fraction(self.seats),
            "heads": self.team.heads,
            "productive_hours": self.productive_hours,
            "paid_hours": self.paid_hours,
            "hires": self.team.hires,
            "leavers": self.team.leavers,
            **{name: figure for stream in self.streams for name, figure in stream.drivers().items()},
        }


def staff(
    streams: Sequence[Stream],
    people: People,
    period: Period,
    volumes: Mapping[str, Fraction],
    heads_before: Fraction | None = None,
    calendar: Calendar | None = None,
    joined_before: Sequence[Fraction] = (),
) -> StaffedMonth:
    """Staff a month.

    Args:
        streams: the work.
        people: who does it.
        period: the days over which the volumes spread.
        volumes: contacts of the period, by stream (``volumes_of``).
        heads_before: heads of the month before; None for the first month, whose team is there when it begins.
        calendar: the contract's, for patterns that say how holidays are.
        joined_before: hires of the months before, latest first, as long as they are on the ramp.

    Raises:
        BpoError: if a pattern cannot carry the volume.
    """
    done = tuple(
        _queue(stream, period, volumes[stream.id], calendar)
        if stream.workload is None
        else _workload(stream, people, volumes[stream.id])
        for stream in streams
    )
    positions = _peak(done)
    hours = sum((one.productive_hours for one in done), Fraction(0))
    team = people.team(hours, heads_before, joined_before, positions)
    return StaffedMonth(period, done, positions, people.seats(positions), team, team.heads * people.hours_a_month)


def staff_months(
    streams: Sequence[Stream],
    people: People,
    months: Iterable[tuple[Period, Mapping[str, Fraction]]],
    calendar: Calendar | None = None,
) -> tuple[StaffedMonth, ...]:
    """Months one after the other, each with the heads and joiners of those before."""
    done: list[StaffedMonth] = []
    joined: list[Fraction] = []
    for period, volumes in months:
        before = done[-1].team.heads if done else None
        month = staff(streams, people, period, volumes, before, calendar, joined)
        joined.insert(0, month.team.hires if done else Fraction(0))  # the first team learned before the start
        done.append(month)
    return tuple(done)


def _queue(stream: Stream, period: Period, volume: Fraction, calendar: Calendar | None) -> StreamMonth:
    assert stream.pattern is not None
    nothing = Fraction(0)
    if not volume:
        return StreamMonth(stream.id, stream.name, nothing, nothing, nothing, nothing, 0)
    counts = stream.pattern.day_counts(period, calendar)
    cells = [(day, start, weight) for day, start, weight in stream.pattern.cells if counts.get(day)]
    whole = sum(counts[day] * weight for day, _, weight in cells)
    if not whole:
        values = {"stream": stream.name, "volume": volume, "month": period.name}
        raise fail(NEVER_OPEN, stream.pattern.where, **values)
    erlangs = volume * stream.handle_seconds / (HALF_HOUR_SECONDS * whole)
    highest = erlangs * max(weight for _, _, weight in cells)
    if highest > ERLANGS_MAX:
        raise fail(TOO_LARGE, stream.where, stream=stream.name, erlangs=math.ceil(highest), most=ERLANGS_MAX)
    loads = tuple(float(erlangs * weight) for _, _, weight in cells)
    planned = plans(Queue.of(stream), loads)
    intervals = tuple(
        Interval(day, start, counts[day], volume * weight / whole, plan)
        for (day, start, weight), plan in zip(cells, planned, strict=True)
    )
    return _summed(stream, volume, whole, [counts[day] * weight for day, _, weight in cells], intervals)


def _summed(
    stream: Stream, volume: Fraction, whole: int, weights: Sequence[int], intervals: tuple[Interval, ...]
) -> StreamMonth:
    """The month out of its half hours. Weights and figures are whole numbers, so that a thousand half hours add up fast and exactly."""
    rows = list(zip(weights, (interval.plan for interval in intervals), strict=True))
    answered = sum(weight * plan.answered for weight, plan in rows)
    left = sum(weight * plan.left for weight, plan in rows)
    stayed = whole * UNIT - left
    waited = sum(weight * (UNIT - plan.left) * plan.wait for weight, plan in rows)
    hours = Fraction(sum(interval.days * interval.plan.positions for interval in intervals), 2)
    abandonment = Fraction(left, whole * UNIT)
    minutes = volume * (1 - abandonment) * stream.handle_seconds / 60
    return StreamMonth(
        stream.id,
        stream.name,
        volume,
        volume * abandonment,
        minutes,
        hours,
        max(interval.plan.positions for interval in intervals),
        intervals,
        service_level=Fraction(answered, whole * UNIT),
        asa_seconds=Fraction(waited, stayed * UNIT) if stayed else None,
        abandonment_rate=abandonment,
        occupancy=minutes / 60 / hours,
    )


def _workload(stream: Stream, people: People, volume: Fraction) -> StreamMonth:
    """Work that can wait is spread over the month's hours: its positions are those of one shift."""
    assert stream.workload is not None
    minutes = volume * stream.handle_seconds / 60
    hours = minutes / 60 / stream.workload.productive
    positions = math.ceil(hours / people.hours_a_month)
    return StreamMonth(stream.id, stream.name, volume, Fraction(0), minutes, hours, positions, waits=False)


def _peak(streams: Sequence[StreamMonth]) -> int:
    """The most positions in any half hour of any weekday, all streams together."""
    together: dict[tuple[int, str], int] = {}
    for stream in streams:
        for interval in stream.intervals:
            at = interval.weekday, interval.start
            together[at] = together.get(at, 0) + interval.plan.positions
    always = sum(stream.positions for stream in streams if not stream.waits)
    return max(together.values(), default=0) + always
