"""What no column of an export says by itself: who began the contacts, how they ended, and times between its moments."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bpo.core.headings import headings, words_of
from bpo.core.words import Sentence
from bpo.facts.guessing.entry import Entry
from bpo.facts.guessing.matching import Matched
from bpo.facts.guessing.spelled import expression_of, flow, shown, sql_text, yaml_of
from bpo.facts.guessing.words import ANSWERED_OR_NOT, FROM_WORD, MEASURED

BETWEEN: Final = {
    "wait_seconds": (("queued_at", "started_at"), "answered_at"),
    "talk_seconds": (("answered_at",), "ended_at"),
}
"""Durations that may be measured: the moments that they begin with, the first that is there, and the one that they end with."""


def followed(matched: Matched, found: Mapping[str, Entry], called: Sequence[str]) -> Iterator[Entry]:
    """Entries of columns that have none yet, from those that have one and from what the file and its columns are called."""
    names = matched.table.names
    heads = [*called, *(match.seen.name for match in matched.by_column.values())]
    told = [(value, word) for value, words in headings().directions.items() for word in words if _has(heads, word)]
    directions = {value for value, _ in told}
    if "direction" in names and "direction" not in found and len(directions) == 1:
        value, word = told[0]
        yield Entry("direction", yaml_of(sql_text(value)), (Sentence(FROM_WORD, {"word": word}),))
    if "outcome" in names:
        yield from _ending(matched, found, "unanswered" if directions == {"outbound"} else "abandoned")
    if matched.table.name == "interactions":
        for column, (starts, end) in BETWEEN.items():
            start = next((one for one in starts if one in found), None)
            if column not in found and start is not None and end in found:
                yield Entry(column, flow([("seconds_from", start), ("to", end)]), (Sentence(MEASURED),))


def _ending(matched: Matched, found: Mapping[str, Entry], missed: str) -> Iterator[Entry]:
    """The outcome by whether a time of answer is there; the source's own words for it are its disposition."""
    answered, outcome = matched.by_column.get("answered_at"), matched.by_column.get("outcome")
    if outcome is None and answered is not None and answered.seen.empty and answered.seen.values:
        text = f"CASE WHEN {expression_of(answered.seen.name)} IS NULL THEN '{missed}' ELSE 'handled' END"
        yield Entry("outcome", yaml_of(text), (Sentence(ANSWERED_OR_NOT, {"heading": shown(answered.seen.name)}),))
    if outcome is not None and "disposition" not in found:
        yield Entry("disposition", yaml_of(str(expression_of(outcome.seen.name))))


def _has(heads: Sequence[str], word: str) -> bool:
    if word.isascii():
        return any(word in words_of(head) for head in heads)
    return any(word in head for head in heads)
