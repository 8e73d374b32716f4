"""The two months of the sample, their holidays, and times as differently as exporting systems write them.

A moment is the whole number of seconds since 2026-01-01 00:00 on the client's own clock; a day is its number from 0.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

MONTHS = ("2026-01", "2026-02")
DAY = 86_400
FIRST = date(2026, 1, 1)
_KNOWN_DAYS = 120
"""Days that can be written: the two months, and what follows from them (cases closed, policies cancelled)."""


def number(month: int, day: int) -> int:
    """The number of a day of 2026.

    >>> number(2, 1)
    31
    """
    return (date(2026, month, day) - FIRST).days


def days_of(month: str) -> range:
    """The days of a month of the sample."""
    return range(number(1, 1), number(2, 1)) if month == "2026-01" else range(number(2, 1), number(3, 1))


def weekday(day: int) -> int:
    """0 is Monday."""
    return (day + FIRST.weekday()) % 7


def dates(write: Callable[[date], str]) -> tuple[str, ...]:
    """Every known day in one way of writing, by its number: formatting each time anew would take half of the run."""
    return tuple(write(FIRST + timedelta(days=day)) for day in range(_KNOWN_DAYS))


ISO = dates(date.isoformat)
SLASHED = dates(lambda day: f"{day.year}/{day.month}/{day.day}")
COMPACT = dates(lambda day: f"{day:%Y%m%d}")
AMERICAN = dates(lambda day: f"{day:%m/%d/%Y}")
CHINESE = dates(lambda day: f"{day.year}年{day.month:02d}月{day.day:02d}日")


def clock(moment: int) -> str:
    """The time alone, with an unpadded hour, and the day forgotten: ``0:01:09``."""
    minutes, seconds = divmod(moment % DAY, 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def stamp(written: Sequence[str], moment: int, between: str = " ") -> str:
    """Day and time: ``2026-01-05 09:03:11``."""
    day, second = divmod(moment, DAY)
    minutes, seconds = divmod(second, 60)
    return f"{written[day]}{between}{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"


CHINA_OFF = frozenset([*range(number(1, 1), number(1, 4)), *range(number(2, 15), number(2, 24))])
"""New Year, and the Spring Festival around 17 February."""
CHINA_WORKED_WEEKENDS = frozenset([number(1, 4), number(2, 14), number(2, 28)])
SPRING_FESTIVAL = number(2, 17)
US_OFF = frozenset([number(1, 1), number(1, 19), number(2, 16)])


def works_in_china(day: int) -> bool:
    """Monday to Friday without the holidays, with the weekends that are worked in exchange for them."""
    return day in CHINA_WORKED_WEEKENDS or (weekday(day) < 5 and day not in CHINA_OFF)
