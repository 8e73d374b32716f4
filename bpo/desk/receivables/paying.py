"""A bank's file is entered, and its lines used (收款核销). All of a call is told together, or nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from bpo.bank.reading import read_bank_file
from bpo.bank.rows import Aside, BankFile
from bpo.core.words import Sentence, Text, Words
from bpo.desk.receivables.books import Books, books_of, next_name, received
from bpo.desk.receivables.doing import tell
from bpo.desk.workspace import Workspace
from bpo.ledger import By, open_ledger
from bpo.ledger.journal import Book
from bpo.life.events import Paid
from bpo.receivables.items import BankLine, OnAccount
from bpo.receivables.matching import Match, match_all

OTHER_CONTENT = Words(
    "pay-other-content",
    en="has the bank's reference of {line}, which was entered as {amount} {currency} of {day}",
    zh="银行流水号与 {line} 相同，而该笔登记为 {day} 的 {amount} {currency}",
)


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of a file: every row of it is in one of the three. ``checked`` only, nothing is told in the journal."""

    file: BankFile
    matches: tuple[Match, ...] = ()
    known: tuple[BankLine, ...] = ()
    aside: tuple[Aside, ...] = ()
    checked: bool = False
    numbers: dict[str, str] = field(default_factory=dict)
    """How each statement is called before the client."""


def enter(workspace: Workspace, path: Path, mapping: Path | None, doer: By, *, check: bool = False) -> Entered:
    """Enter the lines of a bank's file that are not known yet, and use each for what it can only mean.

    Raises:
        BpoError: if the file cannot be read as a whole, or the person may not enter payments.
    """
    file = read_bank_file(path, mapping, workspace.banks)
    with open_ledger(workspace.database) as ledger:
        if check:
            return replace(_sorted_out(file, books_of(ledger)), checked=True)
        with ledger.book(doer) as book:
            found = _sorted_out(file, books_of(ledger, book.entries()))
            for match in found.matches:
                _tell(book, match, path.name)
    return found


def again(workspace: Workspace, doer: By, *, check: bool = False) -> list[Match]:
    """Look once more at what is on account: what it names may have been sent since."""
    with open_ledger(workspace.database) as ledger:
        if check:
            return _matched_again(books_of(ledger))
        with ledger.book(doer) as book:
            found = _matched_again(books_of(ledger, book.entries()))
            for match in found:
                for use in match.uses:
                    pay(book, use.statement, match.line, use.amount, use.entity)
    return found


def _matched_again(books: Books) -> list[Match]:
    kept = sorted(books.on_account(), key=lambda one: (one.line.day, one.line.id))
    left = [replace(one.line, amount=one.amount) for one in kept]
    return match_all(left, books.items(), books.debtors.values())


def _sorted_out(file: BankFile, books: Books) -> Entered:
    """Which lines are new, and what they are used for."""
    new, known, aside = [], [], list(file.aside)
    for line, row in zip(file.lines, file.places, strict=True):
        old = books.lines.get(line.id)
        if old is None:
            new.append(line)
        elif (old.day, old.amount, old.currency) == (line.day, line.amount, line.currency):
            known.append(line)
        else:
            told = {"line": line.id, "amount": old.amount, "currency": old.currency, "day": old.day}
            aside.append(Aside(row, Sentence(OTHER_CONTENT, told)))
    matches = match_all(new, books.items(), books.debtors.values())
    numbers = {one.id: one.number for one in books.at_client}
    entered = Entered(
        file, tuple(matches), tuple(known), tuple(sorted(aside, key=lambda one: one.row)), numbers=numbers
    )
    assert len(entered.matches) + len(known) + len(aside) == file.rows, "every row is entered, known or set aside"
    return entered


def _tell(book: Book, match: Match, file: str) -> None:
    line, why = match.line, Text(zh=match.why.say("zh"), en=match.why.say("en"))
    tell(book, line.id, received(line, file, match.kind, why))
    for use in match.uses:
        pay(book, use.statement, line, use.amount, use.entity)


def pay(book: Book, statement: str, line: BankLine, amount: Decimal, entity: str = "") -> None:
    """Use so much of a line for a statement, or an entity's share of it; below zero, take it back."""
    book.append(statement, Paid(next_name(book.life(statement), line.id), amount, line.day, entity=entity))


def on_account(workspace: Workspace) -> tuple[Books, Sequence[OnAccount]]:
    """What is used for nothing yet, oldest first."""
    with open_ledger(workspace.database) as ledger:
        books = books_of(ledger)
    return books, sorted(books.on_account(), key=lambda one: (one.line.day, one.line.id))
