"""Late interest is billed (逾期利息单): one note for a supplier, client and currency, with a number of its own; no day twice."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path

from bpo.core.errors import BpoError, choices, fail
from bpo.core.words import Text, Words
from bpo.desk.life.issuing import drawn_by, file_stem, same_as_issued, series_of
from bpo.desk.receivables.books import Books, books_of
from bpo.desk.receivables.by_hand import items_meant
from bpo.desk.receivables.interest import interest_to_bill
from bpo.desk.receivables.interest_report import interest_report
from bpo.desk.receivables.letters import LETTER, supplier_key
from bpo.desk.receivables.owed import Owed, newest_of, number_of, statement_of
from bpo.desk.workspace import Workspace
from bpo.ledger import By, Ledger, open_ledger
from bpo.ledger.issuing import issue_document, number_document
from bpo.ledger.journal import Book
from bpo.life.interest_notes import BilledStretch, InterestBilled
from bpo.life.numbers import INTEREST_NOTE
from bpo.receivables.interest import NewInterest
from bpo.receivables.items import NOTHING, OpenItem
from bpo.report import model as m
from bpo.report.draw import papers
from bpo.report.files import write_all

NOT_PASSED = Words(
    "interest-not-passed",
    en="interest up to {until} cannot stand on a note of {on}: those days have not passed",
    zh="{on} 的单据不能计收至 {until} 的利息：尚有天数未过",
)
NO_NOTE = Words(
    "interest-no-note", en="no interest note has the number '{given}'", zh="没有编号为 '{given}' 的逾期利息单"
)
FOLDER = "interest"
New = Mapping[str, NewInterest]
"""Of each item, by its key, what is to be billed."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A note, or what it would be: ``report`` and ``files`` are there where it is written. One that comes to nothing, or to less
    than was billed before, is not written: the next one settles it."""

    note: InterestBilled
    name: Text
    numbers: Mapping[str, str]
    """How each statement is called before the client."""
    report: m.Report | None = None
    drawn: Mapping[Path, bytes] = field(default_factory=dict)

    @property
    def files(self) -> tuple[Path, ...]:
        return tuple(self.drawn)

    @property
    def amount(self) -> Decimal:
        return sum(self.note.lines.values(), NOTHING)


def bill_interest(
    workspace: Workspace, given: Sequence[str], until: date, on: date, doer: By, *, check: bool = False
) -> list[Noted]:
    """Write the interest notes of statements, each in a transaction of its own.

    Args:
        given: statements by number or id; of all of them if none is named.
        until: the last day that counts.
        on: the date of the notes.
        check: look only.

    Raises:
        BpoError: if a day has not passed, a statement is not at the client, or the person may not.
    """
    if until > on:
        raise fail(NOT_PASSED, until=until, on=on)
    with open_ledger(workspace.database) as ledger:
        entries = ledger.entries()
        books, last = books_of(ledger, entries), entries[-1].number if entries else 0
        chosen = [pair for one in given for pair in items_meant(books, one)] if given else all_items(books)
        found, taken = [], {one.id for one in books.owed.values() if one.note is not None}
        for keys in _groups(books, chosen, until):
            if check:
                found.append(_noted(books, _note(books, keys, until, on)))
                continue
            with ledger.book(doer) as book:
                if book.last != last:  # another process has told something since
                    books = books_of(ledger, book.entries())
                    taken |= {one.id for one in books.owed.values() if one.note is not None}
                noted = _noted(books, _note(books, keys, until, on))
                if noted.amount > 0:
                    noted = _issued(workspace, ledger, books, book, noted, taken)
                last = book.last
            write_all(noted.drawn)
            found += [noted] if noted.note.lines else []
    return found


def all_items(books: Books) -> list[tuple[Owed, OpenItem]]:
    return [(one, item) for one in books.at_client for item in one.items()]


def _groups(books: Books, chosen: Sequence[tuple[Owed, OpenItem]], until: date) -> Iterator[tuple[str, ...]]:
    """The items, by their keys, that have something to be billed, by supplier, client and currency."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one, item in {item.key: (one, item) for one, item in chosen}.values():
        new = interest_on_item(books, item.key, until)
        if new.amount or new.settled:
            groups.setdefault((supplier_key(one), item.debtor, item.currency), []).append(item.key)
    yield from (tuple(groups[key]) for key in sorted(groups))


def interest_on_item(books: Books, key: str, until: date) -> NewInterest:
    return interest_to_bill(books.owed[statement_of(key)], key, until, books.billed_interest(key))


def note_of(owed: Mapping[str, Owed], new: New, client: str, until: date, on: date, number: str = "") -> InterestBilled:
    """The event of a note: a pure matter of the statements as they are and of what was billed before.

    Args:
        owed: the statements by their ids.
        new: of each item, by its key, what is to be billed.
        client: who owes it, the key of a debtor.
    """
    moved = {name: one for name, one in new.items() if one.amount or one.settled}
    newest = newest_of(owed[statement_of(name)] for name in new)
    stretches = tuple(
        BilledStretch(name, part.first, part.last, part.open, rule.rate_a_day, amount)
        for name, one in moved.items()
        if (rule := owed[statement_of(name)].contract.billing.late_interest) is not None
        for part, amount in one.stretches
    )
    return InterestBilled(
        number=number,
        client=client,
        currency=newest.row.currency,
        on=on,
        until=until,
        due=_due(newest, on),
        lines={name: one.amount for name, one in moved.items()},
        stretches=stretches,
        settled={name: one.settled for name, one in moved.items() if one.settled},
        limited={name: one.limited for name, one in moved.items() if one.limited},
    )


def _due(newest: Owed, on: date) -> date | None:
    """As many days after the note as a statement has after what it waits for; None without a rule, or where its working days are not known."""
    billing = newest.contract.billing
    try:
        return None if billing.due is None else billing.due.on(on, billing.calendar)
    except BpoError:
        return None


def _note(books: Books, keys: Sequence[str], until: date, on: date) -> InterestBilled:
    new = {key: interest_on_item(books, key, until) for key in keys}
    return note_of(books.owed, new, books.debtor_of_item(keys[0]), until, on)


def _issued(workspace: Workspace, ledger: Ledger, books: Books, book: Book, noted: Noted, taken: set[str]) -> Noted:
    """Numbered, drawn and told in the transaction of the book.

    Args:
        taken: the names of all notes; of one day there may be a second one, of what was entered since. The new one is added.
    """
    on = noted.note.on
    newest = newest_of(books.owed[statement_of(key)] for key in noted.note.lines)
    name = f"{newest.row.contract}-interest-{noted.note.until}"
    subject = next(one for n in count(1) if (one := name if n == 1 else f"{name}-{n}") not in taken)
    taken.add(subject)
    series = series_of(ledger, ledger.stored(newest.id), on, INTEREST_NOTE)
    number = number_document(book, subject, series, workspace.settings.numbers, on)
    note = replace(noted.note, number=number)
    book.append(subject, note)
    report = interest_report(note, books.owed)
    files = papers(report, stem_of(workspace, number), LETTER, workspace.templates)
    issue_document(book, subject, number, hashes_of(files), drawn_by())
    return replace(noted, note=note, report=report, drawn=files)


def _noted(books: Books, note: InterestBilled) -> Noted:
    return Noted(note, books.debtors[note.client].name, {name: number_of(books.owed, name) for name in note.lines})


def stem_of(workspace: Workspace, number: str) -> Path:
    return workspace.statements / FOLDER / file_stem(number)


def hashes_of(files: Mapping[Path, bytes]) -> dict[str, str]:
    return {path.name: hashlib.sha256(content).hexdigest() for path, content in files.items()}


def drawn_again(workspace: Workspace, number: str) -> tuple[Path, ...]:
    """The files of a note put in place again, as they were issued.

    Raises:
        BpoError: if there is no such note, or it would be drawn otherwise now.
    """
    with open_ledger(workspace.database) as ledger:
        documents = {one.number: one for one in ledger.documents() if one.series.kind == INTEREST_NOTE}
        if number not in documents:
            raise fail(NO_NOTE, **choices(number, documents))
        owed = books_of(ledger).owed
        note = owed[documents[number].subject].note
        assert note is not None, f"{number} is an interest note"
        files = papers(interest_report(note, owed), stem_of(workspace, number), LETTER, workspace.templates)
        same_as_issued(documents[number], hashes_of(files))
    return tuple(write_all(files))
