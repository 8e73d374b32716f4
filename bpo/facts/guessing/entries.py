"""The entries of ``map``: for each column of the table what it is read from, how, and what is unsure about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bpo.core.headings import headings, words_of
from bpo.core.tables import Column
from bpo.core.words import Sentence, Text
from bpo.facts.guessing.columns import Seen
from bpo.facts.guessing.matching import Match, Matched, point_of, said
from bpo.facts.guessing.spelled import expression_of, flow, shown, sql_text, yaml_of
from bpo.facts.guessing.words import (
    ANSWERED_OR_NOT,
    CODES_ALL_UNKNOWN,
    CODES_UNKNOWN,
    DATE_APART,
    DAY_OR_MONTH,
    FROM_WORD,
    IN_MINUTES,
    MEASURED,
    MINUTES_OR_HOURS,
    NO_COLUMN,
    NO_DIRECTION,
    NO_KEY,
    NOT_UNIQUE,
    SCORES,
    UNSURE_NAME,
)
from bpo.facts.sources.source_fields import FILL_IN

CODES_SHOWN: Final = 12
DAY, CLOCK, CLOCK_WITHOUT_SECONDS = "%Y-%m-%d", "%H:%M:%S", "%H:%M"
MINUTES, MILLISECONDS = {"min", "mins", "minutes", "分钟"}, {"ms", "millis", "milliseconds", "毫秒"}
BETWEEN: Final = {
    "wait_seconds": (("queued_at", "started_at"), "answered_at"),
    "talk_seconds": (("answered_at",), "ended_at"),
}


@dataclass(frozen=True)
class Entry:
    """``value`` is spelled as YAML, in lines of its own if it begins with a line end; ``notes`` are the comments before it."""

    column: str
    value: str
    notes: tuple[Sentence, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.value == FILL_IN


def entries_of(matched: Matched, called: Sequence[str]) -> list[Entry]:
    """Entries in the order of the table: of columns that were found, those that follow from them, and those that are required."""
    found: dict[str, Entry] = {}
    for column in matched.table.columns:
        match = matched.by_column.get(column.name)
        if match is not None:
            found[column.name] = _entry(matched, column, match)
    found |= {one.column: one for one in _followed(matched, found, called)}
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
        value, more = _coded(column, seen, name)
    elif column.type in ("instant", "day"):
        value, more = _moment(matched, column, seen, name)
    else:
        value, more = _number(column, seen, name)
    return Entry(column.name, value, (*notes, *more))


def _coded(column: Column, seen: Seen, name: str) -> tuple[str, list[Sentence]]:
    """Values of a column that has its own words: which of them each stands for."""
    known = headings().values.get("yes_no" if column.type == "yes_no" else column.name)
    if known is None or not seen.values or (not column.known and not seen.is_coded):
        return yaml_of(name), []
    meaning = {said(word): value for value, words in known.items() for word in words}
    codes = {code: meaning.get(said(code)) for code, _ in seen.counts.most_common()}
    if not column.known:
        meant = {code: value or code for code, value in codes.items()}
        return yaml_of(name) if meant == {code: code for code in codes} else _code_table(name, meant, seen), []
    unknown = [code for code, value in codes.items() if value is None]
    told = {"known": ", ".join(column.known)}
    if len(unknown) == len(codes):
        values = {**told, "heading": shown(seen.name), "codes": _listed(seen, unknown)}
        return FILL_IN, [Sentence(CODES_ALL_UNKNOWN, values)]
    if all(code == value for code, value in codes.items()):
        return yaml_of(name), []
    return _code_table(name, codes, seen), [Sentence(CODES_UNKNOWN, told)] if unknown else []


def _code_table(name: str, codes: Mapping[str, str | None], seen: Seen) -> str:
    """A code a line; those that nobody knows are comments that wait to be written out."""
    known = [f"      {yaml_of(code)}: {yaml_of(value)}" for code, value in codes.items() if value is not None]
    unknown = [code for code, value in codes.items() if value is None]
    waiting = [f"      # {yaml_of(code)}:    # {seen.counts[code]}" for code in unknown if code.isprintable()]
    return "\n".join(["", f"    from: {yaml_of(name)}", "    codes:", *known, *waiting])


def _listed(seen: Seen, codes: Sequence[str]) -> str:
    some = [f"{shown(code)} ({seen.counts[code]})" for code in codes[:CODES_SHOWN]]
    return ", ".join([*some, *(["…"] if len(codes) > CODES_SHOWN else [])])


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
    if seen.dates.format is None:
        return yaml_of(name), notes
    return flow([("from", yaml_of(name)), ("format", yaml_of(seen.dates.format))]), notes


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
    words = set(words_of(seen.name)) | {seen.name.lower().rsplit("_", 1)[-1]}
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
    if words & MILLISECONDS:
        return flow([("from", yaml_of(name)), ("duration", "milliseconds")]), []
    number = name if seen.type == "whole" else f"cast({name} AS {'INT' if seen.is_whole else 'DECIMAL'})"
    if words & MINUTES or any("分钟" in word for word in (seen.name,)):
        return yaml_of(f"{number} * 60" if seen.is_whole else f"cast({number} * 60 AS INT)"), []
    if not seen.is_whole and not seen.thousands:
        return yaml_of(f"cast({number} AS INT)"), [Sentence(IN_MINUTES)]
    return yaml_of(name), []


def _followed(matched: Matched, found: Mapping[str, Entry], called: Sequence[str]) -> Iterator[Entry]:
    """What no column of the export says by itself."""
    names = matched.table.names
    heads = [*called, *(match.seen.name for match in matched.by_column.values())]
    told = [(value, word) for value, words in headings().directions.items() for word in words if _has(heads, word)]
    directions = {value for value, _ in told}
    if "direction" in names and "direction" not in found and len(directions) == 1:
        for value, word in told[:1]:
            yield Entry("direction", yaml_of(sql_text(value)), (Sentence(FROM_WORD, {"word": word}),))
    if "outcome" in names:
        answered = matched.by_column.get("answered_at")
        if "outcome" not in found and answered is not None and answered.seen.empty and answered.seen.values:
            name = expression_of(answered.seen.name)
            missed = "unanswered" if directions == {"outbound"} else "abandoned"
            text = f"CASE WHEN {name} IS NULL THEN '{missed}' ELSE 'handled' END"
            yield Entry("outcome", yaml_of(text), (Sentence(ANSWERED_OR_NOT, {"heading": shown(answered.seen.name)}),))
        match = matched.by_column.get("outcome")
        if "disposition" not in found and match is not None:
            yield Entry("disposition", yaml_of(str(expression_of(match.seen.name))))
    if matched.table.name == "interactions":
        for column, (starts, end) in BETWEEN.items():
            start = next((one for one in starts if one in found), None)
            if column not in found and start is not None and end in found:
                yield Entry(column, flow([("seconds_from", start), ("to", end)]), (Sentence(MEASURED),))


def _has(heads: Sequence[str], word: str) -> bool:
    if word.isascii():
        return any(word in words_of(head) for head in heads)
    return any(word in head for head in heads)


def _missing(matched: Matched, column: Column) -> Sentence:
    if column.name == "direction":
        return Sentence(NO_DIRECTION)
    if column.name in matched.table.key[:1]:
        return Sentence(NO_KEY)
    values: dict[str, Any] = {"what": Text(zh=column.zh, en=column.en)}
    return Sentence(NO_COLUMN, values)
