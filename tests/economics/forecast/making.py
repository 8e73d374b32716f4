"""Histories whose every forecast can be worked by hand."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from bpo.core.cycles import Months
from bpo.core.periods import Period

CYCLE = Months(1)
WEEK = (120, 110, 100, 100, 90, 60, 50)
"""What comes on each day of an ordinary week: 630, of which a mean day is 90."""


def days(first: str, count: int, week: tuple[int, ...] = WEEK) -> dict[date, Fraction]:
    """So many days of the same week, from the first on."""
    start = date.fromisoformat(first)
    listed = (start + timedelta(days=n) for n in range(count))
    return {day: Fraction(week[day.weekday()]) for day in listed}


def months(first: str, count: int = 1) -> list[Period]:
    return [CYCLE.period(CYCLE.after(first, n)) for n in range(count)]
