"""Interest notes computed again: each from the statements as the journal had them before it."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bpo.core.errors import Problem
from bpo.core.words import Words
from bpo.desk.receivables.books import Books, billed_by
from bpo.desk.receivables.interest import interest_to_bill
from bpo.desk.receivables.interest_note import note_of
from bpo.desk.receivables.owed import number_of, statement_of
from bpo.life.entry import Entry
from bpo.life.folding import life_of
from bpo.life.interest_notes import InterestBilled
from bpo.life.life import Life

OTHERWISE = Words(
    "verify-interest-otherwise",
    en="interest note {number}: by what the journal tells before it, '{statement}' comes to {found}, and the note has {told}",
    zh="逾期利息单 {number}：按此前日志重算，'{statement}' 为 {found}，而单据为 {told}",
)
STRETCHES = Words(
    "verify-interest-stretches",
    en="interest note {number}: its days and amounts are not those that the journal tells before it",
    zh="逾期利息单 {number}：其计息天数与金额与此前日志不符",
)


def interest_findings(books: Books, entries: Sequence[Entry]) -> Iterator[Problem]:
    """What of the notes is not what their statements come to."""
    told: dict[str, list[Entry]] = {}
    for entry in entries:
        told.setdefault(entry.subject, []).append(entry)
    notes: dict[str, list[tuple[InterestBilled, str]]] = {}
    for entry in entries:
        if entry.verb == InterestBilled.verb:
            note = entry.told
            assert isinstance(note, InterestBilled)
            earlier = {name: one for key in note.lines for one, name in notes.get(key, ())}
            before = [(one, _life(told, name, entry.number)) for name, one in earlier.items()]
            yield from _findings(books, note, told, before, entry.number)
            for key in note.lines:
                notes.setdefault(key, []).append((note, entry.subject))


def _findings(
    books: Books,
    note: InterestBilled,
    told: Mapping[str, Sequence[Entry]],
    before: Sequence[tuple[InterestBilled, Life]],
    number: int,
) -> Iterator[Problem]:
    names = dict.fromkeys(statement_of(key) for key in note.lines)
    owed = {name: replace(books.owed[name], life=_life(told, name, number)) for name in names}
    new = {
        key: interest_to_bill(owed[statement_of(key)], key, note.until, billed_by(key, before)) for key in note.lines
    }
    for name, one in new.items():
        if one.amount != note.lines[name]:
            values = {
                "number": note.number,
                "statement": number_of(owed, name),
                "found": one.amount,
                "told": note.lines[name],
            }
            yield Problem(OTHERWISE, None, values)
            return
    again = note_of(owed, new, books.debtor_of_item(next(iter(note.lines))), note.until, note.on, note.number)
    if replace(again, due=note.due) != note:  # a calendar may know more working days by now
        yield Problem(STRETCHES, None, {"number": note.number})


def _life(told: Mapping[str, Sequence[Entry]], subject: str, number: int) -> Life:
    """As it was before an entry."""
    own = told[subject]
    life = life_of(own[: bisect_left(own, number, key=lambda one: one.number)])
    assert life is not None, f"{subject} is told of before a note names it"
    return life
