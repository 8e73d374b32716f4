"""Who is reminded (催款), and how firmly: levels by the days that an item is late, none skipped and none twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bpo.receivables.items import OpenItem

USUAL_LEVELS = (3, 15, 30)
"""Days late from which the first, the second and the third reminder go."""
DAYS_TO_PAY = 7
"""What a reminder gives the client; the next one goes after them."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """That an item, by its key, was reminded of: the level and the day."""

    item: str
    level: int
    day: date


@dataclass(frozen=True, slots=True)
class Letter:
    """One reminder to one client in one currency: the items that are late, each with its level; the letter has the highest."""

    debtor: str
    currency: str
    items: tuple[tuple[OpenItem, int], ...]

    @property
    def level(self) -> int:
        return max(level for _, level in self.items)


def levels_reached(days_late: int, levels: Sequence[int] = USUAL_LEVELS) -> int:
    """How many levels the days have reached.

    >>> [levels_reached(days) for days in (2, 3, 15, 400)]
    [0, 1, 2, 3]
    """
    return sum(days_late >= days for days in levels)


def letters(
    items: Iterable[OpenItem], before: Iterable[Reminded], on: date, levels: Sequence[int] = USUAL_LEVELS
) -> list[Letter]:
    """The reminders that are due on a day, a client and currency each.

    An item goes up by one level at a time, the next one :data:`DAYS_TO_PAY` days after the one before at the earliest. A letter is
    written when one of its items reaches a level that it was not reminded at; it then lists everything of the client that is late, so
    that the client sees the whole.
    """
    last = _last(before)
    groups: dict[tuple[str, str], list[tuple[OpenItem, int, bool]]] = {}
    for item in items:
        reached = levels_reached(item.days_late(on), levels)
        if item.open <= 0 or not item.days_late(on):
            continue
        had, day = last.get(item.key, (0, date.min))
        new = reached > had and on - day > timedelta(days=DAYS_TO_PAY)
        groups.setdefault((item.debtor, item.currency), []).append((item, had + 1 if new else had, new))
    found = [
        Letter(debtor, currency, tuple((item, level) for item, level, _ in sorted(group, key=_by_due)))
        for (debtor, currency), group in groups.items()
        if any(new for _, _, new in group)
    ]
    return sorted(found, key=lambda one: (one.debtor, one.currency))


def _by_due(one: tuple[OpenItem, int, bool]) -> tuple[date, str]:
    return (one[0].due or date.max, one[0].number)


def _last(before: Iterable[Reminded]) -> Mapping[str, tuple[int, date]]:
    """Of every item the highest level that it was reminded at, and the last day."""
    found: dict[str, tuple[int, date]] = {}
    for one in before:
        level, day = found.get(one.item, (0, date.min))
        found[one.item] = max(level, one.level), max(day, one.day)
    return found
