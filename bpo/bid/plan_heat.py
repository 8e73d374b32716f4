"""The half hours of a month as a heat table: positions by day and half hour, and how many callers are answered in time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bpo.bid import plan_headings as p
from bpo.bid.front import fixed, share
from bpo.economics.staffing.people import People
from bpo.economics.staffing.staffing import Interval, StaffedMonth
from bpo.economics.staffing.streams import Stream
from bpo.economics.staffing.week import DAY_NAMES
from bpo.report.speech import NOTHING, Said, Speech

SHADES = 6


@dataclass(frozen=True, slots=True)
class HeatCell:
    """``shade`` is 0 for none, then 1 to 6 with the positions; ``in_time`` is empty where nobody calls."""

    positions: str
    shade: int
    in_time: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    start: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class Heat:
    """A stream in one month: a column for each kind of day that the month has, with how many ``counts`` of it there are."""

    name: Said
    in_time: Said
    days: tuple[Said, ...]
    counts: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    hours: tuple[str, ...]


def heat_of(stream: Stream, people: People, month: StaffedMonth, speech: Speech) -> Heat:
    """The table of a stream that waits in a queue; without rows in a month without calls."""
    assert stream.goal is not None
    found = next(one for one in month.streams if one.id == stream.id)
    at = {(one.weekday, one.start): one for one in found.intervals}
    days = sorted({one.weekday for one in found.intervals})
    counts = {one.weekday: one.days for one in found.intervals}
    values = {"stream": stream.name, "month": month.period.name, "seconds": stream.goal.within_seconds}
    return Heat(
        name=speech.words(p.IN_MONTH, values),
        in_time=speech.words(p.IN_TIME, values),
        days=tuple(speech.text(DAY_NAMES[day]) for day in days),
        counts=tuple(str(counts[day]) for day in days),
        rows=tuple(
            HeatRow(start, tuple(_cell(at.get((day, start)), found.positions) for day in days))
            for start in sorted({one.start for one in found.intervals})
        ),
        hours=tuple(_hours(day, at) for day in days),
    )


def _cell(interval: Interval | None, most: int) -> HeatCell:
    if interval is None:
        return HeatCell("", 0, "")
    positions = interval.plan.positions
    shade = -(-positions * SHADES // most)
    return HeatCell(str(positions), shade, share(interval.plan.service_level) if interval.contacts else NOTHING)


def _hours(day: int, at: Mapping[tuple[int, str], Interval]) -> str:
    hours = Fraction(sum(one.plan.positions for (weekday, _), one in at.items() if weekday == day), 2)
    return fixed(hours, 1)
