"""Stretches of a period by their names: its days, its weeks, and hours or parts of an hour of a day.

A week goes from Monday to Sunday. One that crosses the end of a period is a week in both, of the days that lie in each.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Literal

from bpo.core.measures import INTERVALS
from bpo.core.periods import Period
from bpo.core.words import Text

Each = Literal["15 min", "30 min", "60 min", "day", "week"]
EACH_NAMED: Mapping[Each, Text] = {
    "15 min": Text(zh="一刻钟时段", en="interval of 15 minutes"),
    "30 min": Text(zh="半小时时段", en="interval of 30 minutes"),
    "60 min": Text(zh="一小时时段", en="interval of 60 minutes"),
    "day": Text(zh="日", en="day"),
    "week": Text(zh="周", en="week"),
}
UNITS_OF: Mapping[Each, str] = {"day": "day", "week": "week"}
"""What several are called; shorter ones are intervals."""
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)( [+-]\d\d:?\d\d)?")


def unit_of(each: Each) -> str:
    """The unit in which they are counted."""
    return UNITS_OF.get(each, "interval")


def week_of(day: date) -> str:
    """The week of a day by its name.

    >>> week_of(date(2026, 2, 1)), week_of(date(2026, 2, 2)), week_of(date(2027, 1, 1))
    ('2026-W05', '2026-W06', '2026-W53')
    """
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def whole_days(each: Each, window: Period) -> dict[str, int]:
    """The days or weeks of a period, each with the number of its days there."""
    found: dict[str, int] = {}
    for day in window.each_day():
        key = week_of(day) if each == "week" else day.isoformat()
        found[key] = found.get(key, 0) + 1
    return found


def lies_in(key: str, each: Each, window: Period) -> bool:
    """Whether it is the name of a stretch of this kind in the period: ``2026-02-03``, ``2026-W06``, ``2026-02-03 09:30``."""
    if each in UNITS_OF:
        return key in whole_days(each, window)
    read = _MOMENT.fullmatch(key)
    try:
        begun = datetime.fromisoformat(f"{read[1]} {read[2]}") if read else None
    except ValueError:
        return False
    return begun is not None and begun.date() in window and begun.minute % INTERVALS[each] == 0


def all_in(each: Each, window: Period) -> Iterator[str]:
    """Every stretch of a period, by the clock."""
    if each in UNITS_OF:
        yield from whole_days(each, window)
        return
    step = INTERVALS[each]
    for day in window.each_day():
        for minute in range(0, 24 * 60, step):
            yield f"{day.isoformat()} {minute // 60:02d}:{minute % 60:02d}"


def days_of(key: str, each: Each, window: Period) -> int:
    """How many days of the period it is of: those of a week; a stretch of a day is of that day."""
    return whole_days(each, window).get(key, 0) if each == "week" else 1
