"""The days and half hours of a week as people write them: ``mon-fri``, ``sat, sun``, ``09:00-12:00``."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar

from bpo.core.errors import choices
from bpo.core.fields import UNKNOWN_CHOICE, Mistake, normal, told_at
from bpo.core.words import Text, Words

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES: tuple[Text, ...] = (
    *(
        Text(zh=f"周{zh}", en=en)
        for zh, en in zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True)
    ),
    Text(zh="节假日", en="Holiday"),
)
A_WEEKDAY = Text(zh="星期", en="weekday")
NOT_A_HALF_HOUR = Words(
    "pattern-not-a-half-hour",
    en='\'{given}\' is not a half hour; write "09:00", "09:30", or several with the same share each as "09:00-12:00"',
    zh='\'{given}\' 不是半小时；请写 "09:00"、"09:30"，或用 "09:00-12:00" 表示平均分布的时段',
)
PAST_MIDNIGHT = Words(
    "pattern-past-midnight",
    en='\'{given}\' goes past midnight: write its two parts, such as "21:00-24:00" and "00:00-02:00", each with its share',
    zh='\'{given}\' 跨越午夜：请拆成两段分别写明份额，例如 "21:00-24:00" 与 "00:00-02:00"',
)
HALF_HOUR_TWICE = Words(
    "pattern-half-hour-twice", en="the half hour {given} stands here twice", zh="半小时 {given} 重复"
)
DAY_TWICE = Words("pattern-day-twice", en="{day} stands here twice", zh="{day}重复")
MINUTES = 30
T = TypeVar("T")
_HALF_HOURS = re.compile(r"(\d{1,2}):([03]0)(?:\s*[-–~]\s*(\d{1,2}):([03]0))?")


def days_of(name: str) -> tuple[int, ...]:
    """The weekdays that a name stands for, 0 is Monday.

    >>> days_of("mon-fri"), days_of("sat, sun"), days_of("fri-mon")
    ((0, 1, 2, 3, 4), (5, 6), (4, 5, 6, 0))

    Raises:
        Mistake: for what is no weekday.
    """
    found: list[int] = []
    for part in normal(name).lower().replace("–", "-").split(","):
        ends = [one.strip() for one in part.split("-")]
        unknown = next((one for one in ends if one not in WEEKDAYS), None)
        if unknown is not None or len(ends) > 2:
            given = unknown if unknown is not None else part.strip()
            raise Mistake(UNKNOWN_CHOICE, what=A_WEEKDAY, **choices(given, WEEKDAYS))
        first, last = (WEEKDAYS.index(one) for one in (ends[0], ends[-1]))
        found += [(first + n) % 7 for n in range((last - first) % 7 + 1)]
    return tuple(found)


def starts_of(name: str) -> tuple[str, ...]:
    """The beginnings of the half hours that a name stands for.

    >>> starts_of("09:00-10:30"), starts_of("9:30")
    (('09:00', '09:30', '10:00'), ('09:30',))

    Raises:
        Mistake: for what is no half hour, or is outside the day.
    """
    match = _HALF_HOURS.fullmatch(normal(name))
    if match:
        first = int(match[1]) * 60 + int(match[2])
        after = int(match[3]) * 60 + int(match[4]) if match[3] else first + MINUTES
        if first < after <= 24 * 60:
            return tuple(f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(first, after, MINUTES))
        if 0 < after < first < 24 * 60:
            raise Mistake(PAST_MIDNIGHT, given=name)
    raise Mistake(NOT_A_HALF_HOUR, given=name)


def hours_of_day(
    given: Mapping[str, Any], at: tuple[str, ...], read: Callable[[str, Any], dict[str, T]]
) -> dict[str, T]:
    """The half hours of one day, none of them twice."""
    found: dict[str, T] = {}
    for name, value in given.items():
        with told_at(*at, name):
            these = read(name, value)
        if twice := sorted(these.keys() & found.keys()):
            raise Mistake(HALF_HOUR_TWICE, (*at, name), given=twice[0])
        found |= these
    return found


def days_once(field: str, name: str, found: Mapping[int, Any]) -> tuple[int, ...]:
    """The days of a group, none of which was named before."""
    with told_at(field, name):
        days = days_of(name)
    for at, day in enumerate(days):
        if day in found or day in days[:at]:
            raise Mistake(DAY_TWICE, (field, name), day=DAY_NAMES[day])
    return days
