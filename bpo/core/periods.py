"""Periods of days, both ends included; the months of the calendar by their names."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Days from ``start`` to ``end``, both included, with a name; a billing cycle names its periods, see ``cycle.py``.

    >>> Period(date(1999, 2, 1), date(1999, 2, 28), "1999-02").days
    28
    """

    start: date
    end: date
    name: str

    def __post_init__(self) -> None:
        assert self.start <= self.end, f"a period ends before it starts: {self.start} to {self.end}"

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @property
    def day_after(self) -> date:
        """The first day on which all of it is past."""
        return self.end if self.end == date.max else self.end + timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def each_day(self) -> list[date]:
        return [self.start + timedelta(days=n) for n in range(self.days)]

    def within(self, start: date | None, end: date | None) -> Period | None:
        """The part of this period that lies in start..end (both included; None is open), or None."""
        first, last = max(self.start, start or self.start), min(self.end, end or self.end)
        return Period(first, last, self.name) if first <= last else None

    def between(self, first: date, until: date | None) -> Period | None:
        """The part of this period from ``first`` until the day before ``until``, if any."""
        return self.within(first, None if until is None else until - timedelta(days=1))


def is_month(name: str) -> bool:
    """Whether a text is the name of a month.

    >>> is_month("2026-02"), is_month("2026-13"), is_month("")
    (True, False, False)
    """
    return re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", name) is not None


def months_between(earlier: str, later: str) -> int:
    """Periods from one to another by their names: 2025-12 to 2026-02 are 2."""
    (first_year, first_month), (year, month) = (map(int, name.split("-")) for name in (earlier, later))
    return (year - first_year) * 12 + month - first_month


def month_after(name: str, months: int) -> str:
    """The month so many months after this one, by their names.

    >>> month_after("1999-11", 2), month_after("1999-01", -1)
    ('2000-01', '1998-12')
    """
    year, month = divmod(int(name[:4]) * 12 + int(name[5:]) - 1 + months, 12)
    return f"{year}-{month + 1:02d}"


def months_earlier(day: date, months: int) -> date:
    """The same day so many months earlier, or the last that the month has.

    >>> months_earlier(date(2026, 3, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
