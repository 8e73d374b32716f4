"""What is decided of months besides their statements: that one is restated, and until when one takes facts."""

import json
from dataclasses import fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from bpo.ledger.content import contents_of_months
from bpo.ledger.journal import Book
from bpo.ledger.models import ClosingRecord, RestatementRecord
from bpo.ledger.values import Closing, Restatement
from bpo.life.months import MonthClosed, MonthOpened, MonthRestated, OfMonth


def write_restatement(book: Book, one: Restatement) -> None:
    _write(book, RestatementRecord(**{field.name: getattr(one, field.name) for field in fields(one)}), MonthRestated)


def restatements_of(session: Session, contract: str) -> tuple[Restatement, ...]:
    """Those of a contract, oldest first."""
    query = select(RestatementRecord).where(RestatementRecord.contract == contract).order_by(RestatementRecord.id)
    names = [field.name for field in fields(Restatement)]
    return tuple(Restatement(**{name: getattr(record, name) for name in names}) for record in session.scalars(query))


def write_closing(book: Book, one: Closing) -> None:
    plain = {field.name: getattr(one, field.name) for field in fields(one)}
    record = ClosingRecord(**{**plain, "lake_versions": json.dumps(dict(sorted(one.lake_versions.items())))})
    _write(book, record, MonthClosed if one.closed else MonthOpened)


def _write(book: Book, record: RestatementRecord | ClosingRecord, event: type[OfMonth]) -> None:
    """The row, and in the journal its hash."""
    book.session.add(record)
    book.session.flush()
    ((_, _, content),) = contents_of_months(book.session.connection(), record.__tablename__, record.id)
    book.append(record.contract, event(record.period_name, content))


def closings_of(session: Session, contract: str) -> tuple[Closing, ...]:
    """What was closed and opened of a contract, oldest first."""
    query = select(ClosingRecord).where(ClosingRecord.contract == contract).order_by(ClosingRecord.id)
    names = [field.name for field in fields(Closing) if field.name != "lake_versions"]
    return tuple(
        Closing(lake_versions=json.loads(record.lake_versions), **{name: getattr(record, name) for name in names})
        for record in session.scalars(query)
    )
