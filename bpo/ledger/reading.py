"""Rows as the values they were made from."""

import json
from dataclasses import fields

from sqlalchemy.orm import defer, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from bpo.contracts.statement import Statement
from bpo.core.words import Text
from bpo.ledger.document import face_of, lines_of, read
from bpo.ledger.models import StatementRecord
from bpo.ledger.values import StatementRow, StoredStatement

WHOLE: tuple[ORMOption, ...] = (selectinload(StatementRecord.contract_version), selectinload(StatementRecord.lines))
"""What to load of a statement: three queries in all, for one statement or for many."""
FACE: tuple[ORMOption, ...] = (defer(StatementRecord.document, raiseload=True),)


def stored_of(record: StatementRecord) -> StoredStatement:
    """The statement, equal to the one that was recorded, with what it was made from.

    Raises:
        AssertionError, ArithmeticError, TypeError, ValueError: if the rows were changed by hand.
    """
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
    same = {field.name: getattr(record, field.name) for field in fields(StatementRow) if field.name != "title"}
    return StatementRow(title=Text(zh=record.title_zh, en=record.title_en), **same)


def _compare(record: StatementRecord, statement: Statement) -> None:
    """The copies beside the document must say what it says; else somebody changed one of them, and nobody knows which."""
    rows, lines = [record, *record.lines], [face_of(statement), *lines_of(statement)]
    if len(rows) != len(lines):
        raise ValueError(f"{len(record.lines)} lines are stored, the document has {len(lines) - 1}")
    for row, copied in zip(rows, lines, strict=True):
        for column, value in copied.items():
            if getattr(row, column) != value:
                raise ValueError(f"'{getattr(row, column)}' is stored as {column}, the document has '{value}'")
