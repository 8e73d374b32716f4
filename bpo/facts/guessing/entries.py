"""The entries of ``map``: for each column of the table what it is read from, how, and what is unsure about it."""

from collections.abc import Sequence
from typing import Any

from bpo.core.headings import every_word_of
from bpo.core.tables import Column
from bpo.core.words import Sentence, Text
from bpo.facts.guessing.codes import coded
from bpo.facts.guessing.columns import Seen
from bpo.facts.guessing.entry import Entry
from bpo.facts.guessing.followed import followed
from bpo.facts.guessing.matching import Match, Matched, point_of
from bpo.facts.guessing.spelled import expression_of, flow, shown, sql_text, yaml_of
from bpo.facts.guessing.words import (
    DATE_APART,
    DAY_OR_MONTH,
    IN_MINUTES,
    MINUTES_OR_HOURS,
    NO_COLUMN,
    NO_DIRECTION,
    NO_KEY,
    NOT_UNIQUE,
    SCORES,
    UNSURE_NAME,
)
from bpo.facts.sources.source_fields import FILL_IN

DAY, CLOCK, CLOCK_WITHOUT_SECONDS = "%Y-%m-%d", "%H:%M:%S", "%H:%M"
MINUTES, MILLISECONDS = {"min", "mins", "minutes"}, {"ms", "millis", "milliseconds"}


def entries_of(matched: Matched, called: Sequence[str]) -> list[Entry]:
    """Entries in the order of the table: of columns that were found, those that follow from them, and those that are required."""
    found: dict[str, Entry] = {}
    for column in matched.table.columns:
        match = matched.by_column.get(column.name)
        if match is not None:
            found[column.name] = _entry(matched, column, match)
    found |= {one.column: one for one in followed(matched, found, called)}
    for column in matched.table.columns:
        if column.required and column.name not in found and not matched.table.follows(column.name, found):
            found[column.name] = Entry(column.name, FILL_IN, (_missing(matched, column),))
    return [found[name] for name in matched.table.names if name in found]


def _entry(matched: Matched, column: Column, match: Match) -> Entry:
    seen = match.seen
    name = expression_of(seen.name)
    assert name is not None, "a column that cannot be named matches nothing"
    notes = [Sentence(UNSURE_NAME, {"heading": shown(seen.name)})] if match.like < 1 else []
    if (column.name,) == matched.table.key and seen.values and not seen.is_unique:
        most = seen.counts.most_common(1)[0][1]
        told = {"heading": shown(seen.name), "most": most, "rows": len(seen.values)}
        notes.append(Sentence(NOT_UNIQUE, told))
    if column.type == "text" or (column.type == "yes_no" and not seen.is_yes_no):
        value, more = coded(column, seen, name)
    elif column.type in ("instant", "day"):
        value, more = _moment(matched, column, seen, name)
    else:
        value, more = _number(column, seen, name)
    return Entry(column.name, value, (*notes, *more))


def _moment(matched: Matched, column: Column, seen: Seen, name: str) -> tuple[str, list[Sentence]]:
    if seen.type in ("instant", "day") or not seen.values:
        return yaml_of(name), []
    if seen.dates is None and seen.epoch is not None:
        return flow([("from", yaml_of(name)), ("format", seen.epoch)]), []
    if seen.dates is None:
        return _time_apart(matched, column, seen, name)
    notes = []
    if seen.dates.other is not None:
        notes.append(Sentence(DAY_OR_MONTH, {"other": seen.dates.other}))
    only_days = column.type == "instant" and not seen.dates.has_time
    form = seen.dates.format or (DAY if only_days else None)
    if form is None:
        return yaml_of(name), notes
    return flow([("from", yaml_of(name)), ("format", yaml_of(form))]), notes


def _time_apart(matched: Matched, column: Column, seen: Seen, name: str) -> tuple[str, list[Sentence]]:
    date = matched.date
    assert date is not None and date.dates is not None, "a clock alone is a moment only beside a date"
    options = [("from", yaml_of(f"{expression_of(date.name)} || ' ' || {name}"))]
    clock = CLOCK if max(one.count(":") for one in seen.counts) > 1 else CLOCK_WITHOUT_SECONDS
    if date.dates.format is not None:
        options.append(("format", yaml_of(f"{date.dates.format} {clock}")))
    notes = [Sentence(DAY_OR_MONTH, {"other": date.dates.other})] if date.dates.other is not None else []
    first = matched.table.time
    if column.name != first and first in matched.by_column:
        options.append(("not_before", first))
        notes.append(Sentence(DATE_APART, {"before": first}))
    return options[0][1] if len(options) == 1 else flow(options), notes


def _number(column: Column, seen: Seen, name: str) -> tuple[str, list[Sentence]]:
    if column.type == "yes_no" or not seen.values:
        return yaml_of(name), []
    if seen.durations and column.unit in ("second", "hour"):
        known = seen.durations if column.unit == "second" else tuple(reversed(seen.durations))
        notes = [Sentence(MINUTES_OR_HOURS)] if len(known) > 1 else []
        return flow([("from", yaml_of(name)), ("duration", yaml_of(known[0]))]), notes
    points = _points(seen) if column.unit == "score" else None
    if points is not None:
        cases = " ".join(f"WHEN {name} = {sql_text(answer)} THEN {point}" for answer, point in points.items())
        return yaml_of(f"CASE {cases} END"), [Sentence(SCORES)]
    words = set(every_word_of(seen.name))
    if seen.thousands:
        name = f"replace({name}, ',', '')"
    elif seen.comma:
        name = f"replace(replace({name}, '.', ''), ',', '.')"
    if column.unit == "second":
        return _seconds(seen, name, words)
    if column.type == "decimal" and seen.type == "text" and seen.places > 4:
        return flow([("from", yaml_of(name)), ("rounded", "yes")]), []
    return yaml_of(name), []


def _points(seen: Seen) -> dict[str, str] | None:
    """The score of each answer, if they are words of a usual scale."""
    return None if seen.is_decimal else {one: point for one in seen.counts if (point := point_of(one)) is not None}


def _seconds(seen: Seen, name: str, words: set[str]) -> tuple[str, list[Sentence]]:
    if words & MILLISECONDS or "毫秒" in seen.name:
        return flow([("from", yaml_of(name)), ("duration", "milliseconds")]), []
    number = name if seen.type == "whole" else f"cast({name} AS {'INT' if seen.is_whole else 'DECIMAL'})"
    if words & MINUTES or "分钟" in seen.name:
        return yaml_of(f"{number} * 60" if seen.is_whole else f"cast({number} * 60 AS INT)"), []
    if not seen.is_whole and not seen.thousands:
        return yaml_of(f"cast({number} AS INT)"), [Sentence(IN_MINUTES)]
    return yaml_of(name), []


def _missing(matched: Matched, column: Column) -> Sentence:
    if column.name == "direction":
        return Sentence(NO_DIRECTION)
    if column.name in matched.table.key[:1]:
        return Sentence(NO_KEY)
    values: dict[str, Any] = {"what": Text(zh=column.zh, en=column.en)}
    return Sentence(NO_COLUMN, values)
