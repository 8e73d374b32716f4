"""When contacts come: shares of the days of a week, and of the half hours of a day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from bpo.calendars import Calendar
from bpo.errors import choices, fail
from bpo.fields import UNKNOWN_CHOICE, Mistake, Part, Share
from bpo.periods import Period
from bpo.words import Pct, Text, Words

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY_NAMES: tuple[Text, ...] = tuple(
    Text(zh=f"周{zh}", en=en)
    for zh, en in zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True)
)
NOT_A_HALF_HOUR = Words(
    "pattern-not-a-half-hour",
    en='\'{given}\' is not a half hour; write "09:00", "09:30", or several with the same share each as "09:00-12:00"',
    zh='\'{given}\' 不是半小时；请写 "09:00"、"09:30"，或用 "09:00-12:00" 表示平均分布的时段',
)
HALF_HOUR_TWICE = Words(
    "pattern-half-hour-twice", en="the half hour {given} stands here twice", zh="半小时 {given} 重复"
)
NOT_ALL = Words(
    "pattern-not-all",
    en="these shares make {total}; they must make 100%",
    zh="各份额合计 {total}，应为 100%",
)
NO_CALENDAR = Words(
    "pattern-no-calendar",
    en="'holidays' needs the calendar of the contract; write 'billing: {{calendar: CN}}' there, or leave 'holidays' out",
    zh="holidays 需要合同的日历；请在合同中写 billing: {{calendar: CN}}，或删去 holidays",
)
A_WEEKDAY = Text(zh="星期", en="weekday")
TYPED_OFF_BY = Fraction(1, 200)
"""Shares that were rounded when they were typed may miss 100% by half a percent; they are used in proportion."""
MINUTES = 30


class Pattern(Part):
    """``{days: {mon: 16%, …, sun: 9%}, half_hours: {"09:00": 4.1%, …}, holidays: sun}``; what is not named is closed."""

    page: ClassVar[str] = "docs/economics/staffing.md"

    days: Mapping[str, Share]
    half_hours: Mapping[str, Share]
    holidays: Weekday | None = None

    @model_validator(mode="after")
    def _checked(self) -> Self:
        for name in self.days:
            if name not in WEEKDAYS:
                raise Mistake(UNKNOWN_CHOICE, ("days", name), what=A_WEEKDAY, **choices(name, WEEKDAYS))
        for field, shares in (("days", self.days), ("half_hours", self.half_hours)):
            total = sum(shares.values(), Fraction(0))
            if abs(total - 1) > TYPED_OFF_BY:
                raise Mistake(NOT_ALL, (field,), total=Pct(total))
        _ = self._starts  # read now, so that a misspelled half hour is told with its line
        return self

    @cached_property
    def _starts(self) -> dict[str, Fraction]:
        """The share of each half hour by its beginning, in the order of the day."""
        found: dict[int, Fraction] = {}
        for name, share in self.half_hours.items():
            first, after = _minutes(name)
            for minute in range(first, after, MINUTES):
                if minute in found:
                    raise Mistake(HALF_HOUR_TWICE, ("half_hours", name), given=_clock(minute))
                found[minute] = share * MINUTES / (after - first)
        return {_clock(minute): found[minute] for minute in sorted(found)}

    @cached_property
    def cells(self) -> tuple[tuple[int, str, int], ...]:
        """Weekday (0 is Monday), half hour and weight, a whole number, of what is open; weights say how contacts share."""
        shares = [
            (WEEKDAYS.index(day), start, of_week * of_day)
            for day, of_week in sorted(self.days.items(), key=lambda pair: WEEKDAYS.index(pair[0]))
            for start, of_day in self._starts.items()
            if of_week and of_day
        ]
        scale = lcm(*(share.denominator for _, _, share in shares))
        return tuple((day, start, int(share * scale)) for day, start, share in shares)

    def day_counts(self, period: Period, calendar: Calendar | None) -> Mapping[int, int]:
        """How many days of each weekday the period has; public holidays count as the weekday that the pattern names.

        Holidays of a year that is not announced yet are those that the calendar expects: a forecast may do so, a bill may not.
        """
        if self.holidays is None:
            return Counter(day.weekday() for day in period.each_day())
        if calendar is None:
            raise fail(NO_CALENDAR, self.where)
        like = WEEKDAYS.index(self.holidays)
        return Counter(like if calendar.is_holiday(day) else day.weekday() for day in period.each_day())


def _minutes(name: str) -> tuple[int, int]:
    """The first minute of a half hour, or of several, and the minute after the last."""
    match = re.fullmatch(r"(\d{1,2}):([03]0)(?:\s*[-–~]\s*(\d{1,2}):([03]0))?", name.strip())
    if match:
        first = int(match[1]) * 60 + int(match[2])
        after = int(match[3]) * 60 + int(match[4]) if match[3] else first + MINUTES
        if first < after <= 24 * 60:
            return first, after
    raise Mistake(NOT_A_HALF_HOUR, ("half_hours", name), given=name)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
