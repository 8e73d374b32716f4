"""Which table an export is of, and which of its columns is which column of the table: by headings, held against the values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bpo.core.headings import headings, likeness, words_of
from bpo.core.tables import TABLES, Column, Table
from bpo.facts.guessing.columns import MOSTLY, Seen
from bpo.facts.guessing.spelled import expression_of

LEAST_LIKE: Final = 0.55
"""A heading that is less like a name of a column is not taken for it."""
BY_FILE_NAME: Final = 3.0
NEARLY_AS_GOOD: Final = 0.85
MAY_BE_CONSTANT: Final = ("direction", "outcome")


@dataclass(frozen=True)
class Match:
    """A column of the export for a column of the table; ``like`` is 1 where the heading is a known name."""

    seen: Seen
    like: float


@dataclass(frozen=True)
class Matched:
    """``date`` is the column with the date, where times stand apart from it; ``others`` are tables that fit nearly as well."""

    table: Table
    by_column: Mapping[str, Match]
    date: Seen | None
    others: tuple[Table, ...] = ()


def match(columns: Sequence[Seen], called: Sequence[str]) -> Matched:
    """The table that fits best, by what its columns are called and by the words of the file's and the sheet's name."""
    usable = [seen for seen in columns if expression_of(seen.name) is not None]
    found = [(_worth(one, called), one) for one in (_match_table(table, usable) for table in TABLES)]
    found.sort(key=lambda one: -one[0])
    most, best = found[0]
    if most <= 0:  # nothing is known of it: the table that most exports are of
        best = next(one for _, one in found if one.table is TABLES[0])
        return Matched(best.table, {}, None)
    near = tuple(one.table for worth, one in found[1:] if most > 0 and worth >= NEARLY_AS_GOOD * most)
    return Matched(best.table, best.by_column, best.date, near)


def _match_table(table: Table, columns: Sequence[Seen]) -> Matched:
    date = _date_apart(columns)
    pairs = [
        (like, column.required, -rank, -at, column, seen)
        for at, column in enumerate(table.columns)
        for seen in columns
        if can_be(column, seen, date)
        for like, rank in [_likeness(table, column, seen)]
        if like >= LEAST_LIKE
    ]
    taken: dict[str, Match] = {}
    used: set[str] = set()
    for like, _, _, _, column, seen in sorted(pairs, key=lambda one: one[:4], reverse=True):
        if column.name not in taken and seen.name not in used:
            taken[column.name] = Match(seen, like)
            used.add(seen.name)
    return Matched(table, taken, date)


def _likeness(table: Table, column: Column, seen: Seen) -> tuple[float, int]:
    """How like a heading is to the names of a column, and the place of that name in their list."""
    names = headings().names(table, column.name)
    likes = [likeness(seen.name, name) for name in names]
    most = max(likes)
    return most, likes.index(most)


def _date_apart(columns: Sequence[Seen]) -> Seen | None:
    """The column with the date, where other columns have clocks alone."""
    days = [one for one in columns if one.dates is not None and not one.dates.has_time and not one.is_whole]
    days = days or [one for one in columns if one.dates is not None and not one.dates.has_time and _is_date(one)]
    if not days or not any(one.is_clock for one in columns):
        return None
    return max(days, key=lambda one: (_is_date(one), -one.empty))


def _is_date(seen: Seen) -> bool:
    return any(word in ("date", "day", "datum") or word.endswith(("日期", "日")) for word in words_of(seen.name))


def can_be(column: Column, seen: Seen, date: Seen | None = None) -> bool:
    """Whether the values allow it. A column without a value may be anything."""
    if not seen.values:
        return True
    dates = seen.dates
    if column.type == "text":
        return not (dates is not None and dates.has_time) and seen.type in ("text", "whole", "yes_no")
    if column.type == "instant":
        if seen is date:
            return False
        is_time = seen.is_clock and date is not None
        return dates is not None or seen.epoch is not None or seen.type in ("instant", "day") or is_time
    if column.type == "day":
        return dates is not None or seen.type in ("instant", "day")
    if column.type == "yes_no":
        return seen.is_yes_no or set(map(said, seen.counts)) <= set(_yes_no())
    if column.unit in ("second", "hour") and seen.durations:
        return True
    if column.unit == "score" and not seen.is_decimal and seen.is_coded:
        return sum(seen.counts[one] for one in seen.counts if point_of(one)) >= MOSTLY * len(seen.values)
    if column.type == "decimal" or column.unit == "second":
        return seen.is_decimal or seen.thousands or seen.comma
    return seen.is_whole or seen.thousands


def said(value: str) -> str:
    """A value as words are compared."""
    return "".join(words_of(value)) or value.strip().lower()


def point_of(answer: str) -> str | None:
    """The score of an answer that is a word."""
    found = (point for point, words in headings().scores.items() if said(answer) in map(said, words))
    return next(found, None)


def _yes_no() -> Mapping[str, str]:
    return {said(word): value for value, words in headings().values["yes_no"].items() for word in words}


def _worth(one: Matched, called: Sequence[str]) -> float:
    """Required columns count three times, those that are missing against it; keys of its own are the best sign."""
    table = one.table
    worth = 0.0
    for column in table.columns:
        found = one.by_column.get(column.name)
        own = column.name in table.key and column.name.endswith("_id") and column.name not in ("interaction_id",)
        weight = 4 if own else 3 if column.required else 1
        if found is not None:
            worth += weight * found.like
        elif column.required and not table.follows(column.name, one.by_column) and column.name not in MAY_BE_CONSTANT:
            worth -= weight
    words = {word for name in called for word in words_of(name)}
    hints = headings().files[table.name]
    by_name = any(said(hint) in words or (not hint.isascii() and any(hint in word for word in words)) for hint in hints)
    return worth + BY_FILE_NAME * by_name
