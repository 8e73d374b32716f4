"""The billing cycles there are: by months of the calendar, by weeks, and years of weeks."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import ClassVar

from bpo.core.cycle import BAD_PERIOD, Cycle
from bpo.core.errors import fail
from bpo.core.words import Sentence, Text, Words

A_MONTH = Text(zh="月份，例如 2026-02", en="a month such as 2026-02")
A_QUARTER = Text(zh="季度，例如 2026-Q1", en="a quarter such as 2026-Q1")
A_HALF = Text(zh="半年，例如 2026-H1", en="a half-year such as 2026-H1")
A_YEAR = Text(zh="年份，例如 2026", en="a year such as 2026")
OF_WEEKS = Text(zh="周历月，例如 2026-P01", en="a period of the year of weeks, such as 2026-P01")
FIRST_DAY = Words("period-first-day", en="the first day of one, such as {day}", zh="其首日，例如 {day}")


@dataclass(frozen=True, slots=True)
class Months(Cycle):
    """Periods of so many ``months``; years of them begin in ``first_month``. Each begins on ``first_day``, or on the last day
    of a month that is shorter, and is named by the months in which it ends.

    >>> Months(22).period("2026-03")
    Period(start=datetime.date(2026, 2, 22), end=datetime.date(2026, 3, 21), name='2026-03')
    >>> Months(31).period("2023-02").end, Months(31).period("2023-03").end
    (datetime.date(2023, 2, 27), datetime.date(2023, 3, 30))
    >>> Months(1, 3, 2).containing(date(2027, 1, 31)).name
    '2026-Q4'
    """

    first_day: int = 1
    months: int = 1
    first_month: int = 1

    names: ClassVar[dict[int, tuple[str, Text]]] = {
        1: ("-(0[1-9]|1[0-2])", A_MONTH),
        3: ("-Q([1-4])", A_QUARTER),
        6: ("-H([12])", A_HALF),
        12: ("()", A_YEAR),
    }

    def __post_init__(self) -> None:
        assert 1 <= self.first_day <= 31 and self.months in self.names and 1 <= self.first_month <= 12

    @property
    def a_year(self) -> int:
        return 12 // self.months

    @property
    def length(self) -> str:
        return {1: "month", 3: "quarter", 6: "half_year", 12: "year"}[self.months]

    @property
    def example(self) -> Text:
        return self.names[self.months][1]

    def numbered(self, name: str) -> int | None:
        match = re.fullmatch("([0-9]{4})" + self.names[self.months][0], name)
        if not match or int(match[1]) < 1900:
            return None
        return int(match[1]) * self.a_year + int(match[2] or 1) - 1

    def called(self, number: int) -> str:
        year, place = divmod(number, self.a_year)
        return f"{year}" + {1: f"-{place + 1:02d}", 3: f"-Q{place + 1}", 6: f"-H{place + 1}", 12: ""}[self.months]

    def first_of(self, number: int) -> date:
        month = number * self.months + self.first_month - 1 - (self.first_day > 1)
        return self._begin(*divmod(month, 12))

    def number_on(self, day: date) -> int:
        month = day.year * 12 + day.month - 1
        later = self.first_day > 1 and day >= self._begin(day.year, day.month - 1)
        return (month + later - (self.first_month - 1)) // self.months

    def _begin(self, year: int, month: int) -> date:
        """The day on which a period begins in a month; months count from 0."""
        return date(year, month + 1, min(self.first_day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Weeks(Cycle):
    """Periods of so many ``weeks``, one of which begins on ``anchor``; named by their first days.

    >>> Weeks(2, date(2026, 1, 5)).containing(date(2026, 1, 18)).name
    '2026-01-05'
    """

    weeks: int
    anchor: date

    @property
    def a_year(self) -> None:
        return None

    @property
    def length(self) -> str:
        return "period"

    @property
    def example(self) -> Sentence:
        return Sentence(FIRST_DAY, {"day": self.anchor})

    def numbered(self, name: str) -> int | None:
        try:
            day = date.fromisoformat(name) if len(name) == 10 else None
        except ValueError:
            return None
        return self.number_on(day) if day is not None and self.first_of(self.number_on(day)) == day else None

    def called(self, number: int) -> str:
        return self.first_of(number).isoformat()

    def first_of(self, number: int) -> date:
        return self.anchor + timedelta(weeks=self.weeks * number)

    def number_on(self, day: date) -> int:
        return (day - self.anchor).days // (7 * self.weeks)


@dataclass(frozen=True, slots=True)
class YearOfWeeks(Cycle):
    """Quarters of three periods of 4, 4 and 5 weeks (in the order of ``pattern``) in a year of 52 or 53 weeks, which begins on
    the ``weekday`` (Monday is 0) nearest to a day; a 53rd week belongs to the last period.

    >>> YearOfWeeks((4, 4, 5), 0, 1, 1).period("2026-P01")
    Period(start=datetime.date(2025, 12, 29), end=datetime.date(2026, 1, 25), name='2026-P01')
    """

    pattern: tuple[int, int, int]
    weekday: int
    month: int
    day: int

    @property
    def a_year(self) -> int:
        return 12

    @property
    def length(self) -> str:
        return "period"

    @property
    def example(self) -> Text:
        return OF_WEEKS

    def numbered(self, name: str) -> int | None:
        match = re.fullmatch(r"([0-9]{4})-P(0[1-9]|1[0-2])", name)
        return int(match[1]) * 12 + int(match[2]) - 1 if match and int(match[1]) >= 1900 else None

    def called(self, number: int) -> str:
        return f"{number // 12}-P{number % 12 + 1:02d}"

    def first_of(self, number: int) -> date:
        year, place = divmod(number, 12)
        return self._year(year) + timedelta(weeks=[0, *accumulate(self.pattern * 4)][place])

    def number_on(self, day: date) -> int:
        year = next(year for year in (day.year + 1, day.year, day.year - 1) if self._year(year) <= day)
        return max(number for number in range(year * 12, year * 12 + 12) if self.first_of(number) <= day)

    def _year(self, year: int) -> date:
        """The weekday nearest to the day: from three days before it to three days after it."""
        earliest = date(year, self.month, self.day) - timedelta(days=3)
        return earliest + timedelta(days=(self.weekday - earliest.weekday()) % 7)


MONTHLY = Months()
_KINDS = (*(Months(1, months) for months in Months.names), YearOfWeeks((4, 4, 5), 0, 1, 1))


def checked_name(name: str) -> str:
    """A name that some cycle gives its periods, before a contract says which cycle that is.

    Raises:
        BpoError: if no cycle does.
    """
    name = name.strip()
    a_day = re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", name) is not None
    if not a_day and not any(cycle.has(name) for cycle in _KINDS):
        raise fail(BAD_PERIOD, given=name, example=A_MONTH)
    return name
