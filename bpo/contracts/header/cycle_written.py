"""How a billing cycle is written: 'monthly from day 22', 'quarterly', 'every 2 weeks from 2026-01-05', and so on."""

import re
from collections.abc import Callable
from datetime import date
from re import Match
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from bpo.core.cycle import Cycle
from bpo.core.cycles import Months, Weeks, YearOfWeeks
from bpo.core.fields import Mistake, normal
from bpo.core.words import Words

BAD_CYCLE = Words(
    "billing-cycle",
    en="'{given}' is not a billing cycle; write 'monthly', 'monthly from day 22' (1 to 31), 'quarterly', 'half-yearly', 'yearly', "
    "'yearly from April', 'every 2 weeks from 2026-01-05' or '4-4-5 weeks from the Monday nearest 1 January'",
    zh="'{given}' 不是账期规则；请写 monthly、monthly from day 22（1 至 31 日）、quarterly、half-yearly、yearly、yearly from April、"
    "every 2 weeks from 2026-01-05 或 4-4-5 weeks from the Monday nearest 1 January",
)
_LENGTHS = {
    "monthly": 1,
    "每月": 1,
    "quarterly": 3,
    "每季度": 3,
    "half-yearly": 6,
    "每半年": 6,
    "yearly": 12,
    "每年": 12,
}
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PATTERNS = {"4-4-5": (4, 4, 5), "4-5-4": (4, 5, 4), "5-4-4": (5, 4, 4)}


def _months(found: Match[str]) -> Cycle | None:
    """'monthly' begins on the 1st, 'monthly from day 22' on the 22nd, 'quarterly from February' on 1 February."""
    length, day = _LENGTHS[found[1]], int(found[2] or 1)
    month = _month(found[3] or found[4] or "1")
    if not 1 <= day <= 31 or not month or (length == 1 and month > 1):
        return None
    return Months(day, length, month)


def _weeks(found: Match[str]) -> Cycle | None:
    weeks = int(found[1] or 1)
    return Weeks(weeks, date.fromisoformat(found[2])) if 1 <= weeks <= 52 else None


def _year_of_weeks(found: Match[str]) -> Cycle | None:
    month, day = _month(found[4]), int(found[3])
    if not month or not 1 <= day <= 28:
        return None
    return YearOfWeeks(_PATTERNS[found[1]], _WEEKDAYS.index(found[2]), month, day)


def _month(given: str) -> int:
    """The number of a month by its name or number; 0 if there is none."""
    number = int(given) if given.isdecimal() else _MONTHS.index(given) + 1 if given in _MONTHS else 0
    return number if number <= 12 else 0


WAYS: tuple[tuple[str, Callable[[Match[str]], Cycle | None]], ...] = (
    (
        rf"({'|'.join(_LENGTHS)})(?: ?(?:from|自) ?(?:(?:day |the )?(\d{{1,2}})(?:st|nd|rd|th|日)?|([a-z]+)|(\d{{1,2}}) ?月))?",
        _months,
    ),
    (r"(?:every|每) ?(?:(\d{1,2}) ?)?(?:weeks?|周) ?(?:from|自) ?(\d{4}-\d\d-\d\d)", _weeks),
    (rf"({'|'.join(_PATTERNS)}) weeks from the ({'|'.join(_WEEKDAYS)}) nearest (\d{{1,2}}) ([a-z]+)", _year_of_weeks),
)
"""Every way of writing one, with what makes a cycle of it."""


def _cycle(given: Any) -> Any:
    if isinstance(given, Cycle):
        return given
    text = normal(str(given)).lower()
    for pattern, made in WAYS:
        try:
            found = re.fullmatch(pattern, text)
            cycle = made(found) if found else None
        except ValueError:  # no such day
            cycle = None
        if cycle is not None:
            return cycle
    raise Mistake(BAD_CYCLE, given=given)


CycleField = Annotated[Cycle, BeforeValidator(_cycle), WithJsonSchema({"type": "string"})]
