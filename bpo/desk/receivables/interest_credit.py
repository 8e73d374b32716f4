"""Late interest is given back (冲减逾期利息): a credit note of its own on an interest note, as on a statement; bpo interest bills it no more."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from bpo.core.errors import BpoError, fail
from bpo.core.words import Words
from bpo.desk.life.crediting import Credited, Wanted, moves_of
from bpo.desk.life.issuing import drawn_by, same_as_issued, series_of
from bpo.desk.receivables.books import Books, books_of
from bpo.desk.receivables.interest_note import hashes_of, stem_of
from bpo.desk.receivables.interest_report import credit_report
from bpo.desk.receivables.letters import LETTER
from bpo.desk.receivables.owed import Owed, newest_of, number_of, statement_of
from bpo.desk.workspace import Workspace
from bpo.ledger import By, open_ledger
from bpo.ledger.issuing import issue_document, number_document
from bpo.life.events import Corrected
from bpo.life.life import Correction, total_of
from bpo.life.numbers import CREDIT_NOTE, INTEREST_NOTE
from bpo.report.draw import papers
from bpo.report.files import write_all

NOT_BY_HAND = Words(
    "interest-not-by-hand",
    en="late interest is what the contract comes to: of '{number}' lines or the whole are given back, and more is billed by bpo interest",
    zh="逾期利息按合同计算：'{number}' 只能按行或全部冲减，加收请用 bpo interest",
)


def credit_interest(workspace: Workspace, given: str, wanted: Wanted, on: date, doer: By) -> Credited | None:
    """Give interest back: the statements of ``wanted.lines``, by number or id, or the whole; None if ``given`` is no interest note."""
    with open_ledger(workspace.database) as ledger:
        notes = [one for one in ledger.documents() if one.series.kind == INTEREST_NOTE]
        subject = next((one.subject for one in notes if given in (one.number, one.subject)), None)
        if subject is None:
            return None
        books = books_of(ledger)
        found = books.owed[subject]
        try:
            if wanted.debit or wanted.disputes or not (wanted.lines or wanted.whole):
                raise fail(NOT_BY_HAND, number=found.number)
            lines = {_statement(books, found, name): amount for name, amount in wanted.lines.items()}
            with ledger.book(doer) as book:
                life = book.life(found.id)
                moved, _ = moves_of(life, replace(wanted, lines=lines), (life.lines, {}))
                newest = newest_of(books.owed[statement_of(name)] for name in life.lines)
                series = series_of(ledger, ledger.stored(newest.id), on, CREDIT_NOTE)
                number = number_document(book, found.id, series, workspace.settings.numbers, on)
                amount = total_of(moved.values())
                after = book.append(found.id, Corrected(number, amount, on, lines=moved))
                files = _files(workspace, books, found, Correction(number, amount, on, lines=moved), doer.reason)
                issue_document(book, found.id, number, hashes_of(files), drawn_by())
        except BpoError as error:
            return Credited(given, problems=error.problems)
    return Credited(found.number, number, amount, after, tuple(write_all(files)))


def credit_drawn_again(workspace: Workspace, number: str) -> tuple[Path, ...] | None:
    """The files of a credit note on an interest note put in place again; None if the number is of no such note.

    Raises:
        BpoError: if it would be drawn otherwise now.
    """
    with open_ledger(workspace.database) as ledger:
        documents = [one for one in ledger.documents() if one.number == number and one.series.kind == CREDIT_NOTE]
        document = next((one for one in documents if ledger.life(one.subject).kind == "interest"), None)
        if document is None:
            return None
        books = books_of(ledger)
        note = books.owed[document.subject]
        correction = next(one for one in note.life.corrections if one.number == number)
        told = [one for one in ledger.entries(note.id) if one.verb == Corrected.verb]
        reason = told[note.life.corrections.index(correction)].reason
        files = _files(workspace, books, note, correction, reason)
        same_as_issued(document, hashes_of(files))
    return tuple(write_all(files))


def _statement(books: Books, note: Owed, given: str) -> str:
    """The item of a note that is called so; what is not on it is refused where amounts are."""
    return next((name for name in note.life.lines if given == number_of(books.owed, name)), given)


def _files(workspace: Workspace, books: Books, note: Owed, correction: Correction, reason: str) -> Mapping[Path, bytes]:
    report = credit_report(note, books.owed, correction, reason)
    return papers(report, stem_of(workspace, correction.number), LETTER, workspace.templates)
