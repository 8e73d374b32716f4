"""What is decided of months besides their statements: that one is restated, and until when one takes facts."""

import json
from dataclasses import fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from bpo.ledger.models import ClosingRecord, RestatementRecord
from bpo.ledger.values import Closing, Restatement


def write_restatement(session: Session, one: Restatement) -> None:
    session.add(RestatementRecord(**{field.name: getattr(one, field.name) for field in fields(one)}))


def restatements_of(session: Session, contract: str) -> tuple[Restatement, ...]:
    """Those of a contract, oldest first."""
    query = select(RestatementRecord).where(RestatementRecord.contract == contract).order_by(RestatementRecord.id)
    names = [field.name for field in fields(Restatement)]
    return tuple(Restatement(**{name: getattr(record, name) for name in names}) for record in session.scalars(query))


def write_closing(session: Session, one: Closing) -> None:
    plain = {field.name: getattr(one, field.name) for field in fields(one)}
    session.add(ClosingRecord(**{**plain, "lake_versions": json.dumps(dict(sorted(one.lake_versions.items())))}))


def closings_of(session: Session, contract: str) -> tuple[Closing, ...]:
    """What was closed and opened of a contract, oldest first."""
    query = select(ClosingRecord).where(ClosingRecord.contract == contract).order_by(ClosingRecord.id)
    names = [field.name for field in fields(Closing) if field.name != "lake_versions"]
    return tuple(
        Closing(lake_versions=json.loads(record.lake_versions), **{name: getattr(record, name) for name in names})
        for record in session.scalars(query)
    )
