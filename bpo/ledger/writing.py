"""Statements as rows: stored inside a transaction that holds the right to write, and read back as the values they were."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from bpo.contracts.statement import Statement
from bpo.core.money import minor_unit_places
from bpo.core.words import Text
from bpo.ledger.content import content_of
from bpo.ledger.document import face_of, lines_of, quantities_of, read, recorded_event, written
from bpo.ledger.journal import Book, By
from bpo.ledger.keys import run_key, sha256, statement_id
from bpo.ledger.models import ContractVersion, LineRecord, StatementRecord
from bpo.ledger.values import Recorded, StatementRow, StoredStatement
from bpo.life.events import Superseded
from bpo.life.states import WAY_OF

DRAFT, VOIDED = "draft", "voided"


@dataclass(frozen=True, slots=True)
class Run:
    """What a statement was made from and by, besides its measures and history."""

    contract_text: str
    contract_path: str
    lake_versions: Mapping[str, int]
    engine: str
    by: By
    as_foreseen: str = ""
    """The only id under which it may be recorded, as its documents have it; empty for whichever comes."""


def store(session: Session, statement: Statement, run: Run) -> Recorded:
    """The next revision, or the latest one if it was made from the same inputs. What was foreseen under another id is not stored."""
    book = Book(session, run.by)
    recorded, key = recorded_or_next(session, statement, run.contract_text, run.engine)
    if not recorded.new or run.as_foreseen not in ("", recorded.statement_id):
        return recorded
    record = _record(statement, recorded, key, run)
    record.contract_version = _contract(session, statement.contract, run)
    session.add(record)
    session.flush()
    content = content_of(session.connection(), recorded.statement_id)
    book.append(recorded.statement_id, recorded_event(statement, key, content))
    _supersede(book, statement, recorded)
    return recorded


def _supersede(book: Book, statement: Statement, recorded: Recorded) -> None:
    """What was a draft of the same month, or was reviewed or approved, goes no further."""
    month = (StatementRecord.contract == statement.contract, StatementRecord.period_name == statement.period.name)
    unnumbered = StatementRecord.state.in_(WAY_OF["superseded"].after)
    query = select(StatementRecord.id).where(*month, unnumbered, StatementRecord.revision < recorded.revision)
    for earlier in book.session.scalars(query.order_by(StatementRecord.revision)).all():
        book.append(earlier, Superseded(by=recorded.statement_id))


def recorded_or_next(session: Session, statement: Statement, contract_text: str, engine: str) -> tuple[Recorded, str]:
    """Where the statement is stored, or where it would be, with its key.

    The comparison is with the *latest* revision only: a contract that was changed and changed back is a new revision, so
    that the latest one is always what was billed last. One that is void is billed anew, though nothing was changed.
    """
    chosen = None if statement.dated == statement.period.day_after else statement.dated
    key = run_key(sha256(contract_text), statement.measures, statement.history, engine, chosen)
    name = statement.period.name
    latest = session.execute(
        select(StatementRecord.id, StatementRecord.revision, StatementRecord.input_hash, StatementRecord.state)
        .where(StatementRecord.contract == statement.contract, StatementRecord.period_name == name)
        .order_by(StatementRecord.revision.desc())
        .limit(1)
    ).one_or_none()
    if latest is not None and latest.input_hash == key and latest.state != VOIDED:
        return Recorded(latest.id, latest.revision, new=False), key
    revision = 1 if latest is None else latest.revision + 1
    return Recorded(statement_id(statement.contract, name, revision), revision, new=True), key


def _record(statement: Statement, recorded: Recorded, key: str, run: Run) -> StatementRecord:
    lines = zip(lines_of(statement), quantities_of(statement), strict=True)
    return StatementRecord(
        id=recorded.statement_id,
        revision=recorded.revision,
        state=DRAFT,
        engine=run.engine,
        input_hash=key,
        created_at=run.by.at,
        lake_versions=json.dumps(dict(sorted(run.lake_versions.items()))),
        document=written(statement),
        lines=[LineRecord(**line, **billed) for line, billed in lines],
        **face_of(statement),
    )


def _contract(session: Session, contract: str, run: Run) -> ContractVersion:
    """The version with this text and path, new if it was not seen before."""
    digest = sha256(run.contract_text)
    found = session.scalar(
        select(ContractVersion).where(
            ContractVersion.contract == contract,
            ContractVersion.sha256 == digest,
            ContractVersion.path == run.contract_path,
        )
    )
    return found or ContractVersion(
        contract=contract, path=run.contract_path, sha256=digest, text=run.contract_text, first_seen=run.by.at
    )


WHOLE: tuple[ORMOption, ...] = (selectinload(StatementRecord.contract_version), selectinload(StatementRecord.lines))
"""What to load of a statement: three queries in all, for one statement or for many."""
FACE: tuple[ORMOption, ...] = (defer(StatementRecord.document, raiseload=True),)


def stored_of(record: StatementRecord) -> StoredStatement:
    """The statement, equal to the one that was recorded, with what it was made from.

    Raises:
        AssertionError, ArithmeticError, TypeError, ValueError: if the rows were changed by hand.
    """
    _known(record.currency)
    statement = read(record.document)
    _compare(record, statement)
    return StoredStatement(
        id=record.id,
        revision=record.revision,
        state=record.state,
        created_at=record.created_at,
        engine=record.engine,
        lake_versions=json.loads(record.lake_versions),
        contract_sha256=record.contract_version.sha256,
        contract_path=record.contract_version.path,
        statement=statement,
    )


def row_of(record: StatementRecord) -> StatementRow:
    _known(record.currency)
    same = {field.name: getattr(record, field.name) for field in fields(StatementRow) if field.name != "title"}
    return StatementRow(title=Text(zh=record.title_zh, en=record.title_en), **same)


def _known(currency: str) -> None:
    """Raises ValueError for what is no currency."""
    try:
        minor_unit_places(currency)
    except (KeyError, ValueError):
        raise ValueError(f"'{currency}' is no currency") from None


def _compare(record: StatementRecord, statement: Statement) -> None:
    """The copies beside the document must say what it says; else somebody changed one of them, and nobody knows which."""
    rows, lines = [record, *record.lines], [face_of(statement), *lines_of(statement)]
    if len(rows) != len(lines):
        raise ValueError(f"{len(record.lines)} lines are stored, the document has {len(lines) - 1}")
    for row, copied in zip(rows, lines, strict=True):
        for column, value in copied.items():
            if getattr(row, column) != value:
                raise ValueError(f"'{getattr(row, column)}' is stored as {column}, the document has '{value}'")
