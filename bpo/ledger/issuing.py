"""Numbers without holes, and the documents that have them."""

import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bpo.core.errors import fail
from bpo.ledger.faults import NUMBER_TAKEN, OTHER_REVISION, PAGE
from bpo.ledger.journal import Book
from bpo.ledger.models import StatementRecord
from bpo.ledger.models_life import DocumentRecord, FileRecord, JournalRecord
from bpo.ledger.values import IssuedDocument
from bpo.life.events import DocumentIssued, DocumentNumbered, Issued, Numbered
from bpo.life.life import Life
from bpo.life.numbers import STATEMENT, Numbers, Series
from bpo.life.states import AT_THE_CLIENT

ISSUED = ("numbered", "issued", *(state for state in AT_THE_CLIENT if state != "credited"))


def give_number(book: Book, statement: str, series: Series, numbers: Numbers, on: date) -> str:
    """The next number of a series for a statement, or the one that it has."""
    life = book.life(statement)
    if life.state in ("numbered", "issued"):
        return life.number
    if series.kind == STATEMENT:
        _alone(book.session, statement)
    return _next(book, statement, series, numbers, on, Numbered)


def number_document(book: Book, subject: str, series: Series, numbers: Numbers, on: date) -> str:
    """The next number of a series for a document about anything but a statement; it is told in the journal."""
    return _next(book, subject, series, numbers, on, DocumentNumbered)


def _next(book: Book, subject: str, series: Series, numbers: Numbers, on: date, kind_of: type[DocumentNumbered]) -> str:
    """The last position is read under the journal's lock, and the row that takes the next one is stored in the same transaction.

    Raises:
        BpoError: if the number's format gives one that another series has used.
    """
    same = {"supplier": series.supplier, "kind": series.kind, "year": series.year}
    assert on.year == series.year, f"a document of {on} does not count in {series.year}"
    last = select(func.max(DocumentRecord.position)).filter_by(**same)
    position = (book.session.scalar(last) or 0) + 1
    number = numbers.number(
        series, position, 0 if numbers.tells_suppliers_apart else _rank(book.session, series.supplier)
    )
    at = book.by.at
    book.append(subject, kind_of(number, series.supplier, series.kind, position, on))  # first whether it may have one
    if book.session.get(DocumentRecord, number) is not None:
        raise fail(NUMBER_TAKEN, number=number, page=PAGE)
    book.session.add(
        DocumentRecord(number=number, **same, position=position, subject=subject, issued_on=on, created_at=at)
    )
    book.session.flush()
    return number


def _rank(session: Session, supplier: str) -> int:
    """The place of a supplier among those that issued something, by the journal: clocks may go back."""
    first = func.min(JournalRecord.number)
    told = JournalRecord.verb.in_((Numbered.verb, DocumentNumbered.verb))
    query = (
        select(DocumentRecord.supplier)
        .join(JournalRecord, (JournalRecord.subject == DocumentRecord.subject) & told)
        .group_by(DocumentRecord.supplier)
        .order_by(first)
    )
    known = list(session.scalars(query))
    return known.index(supplier) if supplier in known else len(known)


def issue_statement(book: Book, statement: str, files: Mapping[str, str], drawn_by: Mapping[str, str]) -> Life:
    """The hashes of the files of a statement that has its number, told and stored; nothing where another process issued the same files."""
    before = book.life(statement)
    number = before.number
    if before.state != "numbered" and number and _files_of(book.session, number) == files:
        return before
    life = book.append(statement, Issued(number, dict(files), dict(drawn_by)))
    assert life is not None
    _add_files(book, number, files, drawn_by)
    return life


def _files_of(session: Session, number: str) -> Mapping[str, str]:
    """The files that a number was issued with, each with its SHA-256."""
    query = select(FileRecord.name, FileRecord.sha256).where(FileRecord.number == number)
    return {name: digest for name, digest in session.execute(query)}  # noqa: C416  # rows are no pairs to mypy


def issue_document(
    book: Book, subject: str, number: str, files: Mapping[str, str], drawn_by: Mapping[str, str]
) -> None:
    """The same of a document that :func:`number_document` numbered."""
    book.append(subject, DocumentIssued(number, dict(files), dict(drawn_by)))
    _add_files(book, number, files, drawn_by)


def _add_files(book: Book, number: str, files: Mapping[str, str], drawn_by: Mapping[str, str]) -> None:
    for name, digest in files.items():
        book.session.add(FileRecord(number=number, name=name, sha256=digest, drawn_by=versions_text(drawn_by)))
    book.session.flush()


def versions_text(drawn_by: Mapping[str, str]) -> str:
    """What drew a file, as the column holds it."""
    return json.dumps(dict(sorted(drawn_by.items())))


def documents_of(session: Session, subject: str | None) -> tuple[IssuedDocument, ...]:
    order = (DocumentRecord.supplier, DocumentRecord.kind, DocumentRecord.year, DocumentRecord.position)
    query = select(DocumentRecord).order_by(*order)
    files = select(FileRecord).order_by(FileRecord.number, FileRecord.name)
    if subject is not None:
        query = query.where(DocumentRecord.subject == subject)
        files = files.join(DocumentRecord).where(DocumentRecord.subject == subject)
    found: dict[str, dict[str, str]] = {}
    drawn_by: dict[str, dict[str, str]] = {}
    for file in session.scalars(files):
        found.setdefault(file.number, {})[file.name] = file.sha256
        drawn_by[file.number] = json.loads(file.drawn_by)
    return tuple(
        IssuedDocument(
            one.number, Series(one.supplier, one.kind, one.year), one.position, one.subject, one.issued_on, one.created_at,
            found.get(one.number, {}), drawn_by.get(one.number, {}),
        )
        for one in session.scalars(query)
    )  # fmt: skip


def _alone(session: Session, statement: str) -> None:
    """Of a month, one revision is before the client at a time; raises BpoError if another is."""
    mine = select(StatementRecord.contract, StatementRecord.period_name).where(StatementRecord.id == statement)
    contract, period = session.execute(mine).one()
    query = select(StatementRecord.id).where(
        StatementRecord.contract == contract,
        StatementRecord.period_name == period,
        StatementRecord.id != statement,
        StatementRecord.state.in_(ISSUED),
    )
    other = session.scalar(query.limit(1))
    if other is not None:
        raise fail(OTHER_REVISION, id=statement, other=other, page=PAGE)
