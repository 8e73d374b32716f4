"""Storing a statement inside a transaction that holds the right to write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bpo.contracts.statement import Statement
from bpo.core.measures import Measures
from bpo.ledger import measures as stored_measures
from bpo.ledger.keys import run_key, sha256, statement_id
from bpo.ledger.models import ContractVersion, StoredHead, StoredMeasures
from bpo.ledger.parts import parts_of
from bpo.ledger.types import json_text
from bpo.ledger.values import Recorded

DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Run:
    """What a statement was made from and by, besides its measures and history."""

    contract_text: str
    contract_path: str
    lake_versions: Mapping[str, int]
    engine: str
    now: datetime


def store(session: Session, statement: Statement, run: Run) -> Recorded:
    """The next revision, or the latest one if it was made from the same inputs."""
    recorded, key = recorded_or_next(session, statement, run.contract_text, run.engine)
    if not recorded.new:
        return recorded
    head = _head(statement, recorded, key, run)
    head.contract_version = _contract(session, statement.contract, run)
    head.measures = _measures(session, statement.measures)
    for attribute, rows in parts_of(statement, run.lake_versions).items():
        setattr(head, attribute, rows)
    session.add(head)
    return recorded


def recorded_or_next(
    session: Session, statement: Statement, contract_text: str, engine: str
) -> tuple[Recorded, str]:  # fmt: skip
    """Where the statement is stored, or where it would be, with its key.

    The comparison is with the *latest* revision only: a contract that was changed and changed back is a new revision, so
    that the latest one is always what was billed last.
    """
    key = run_key(sha256(contract_text), statement.measures, statement.history, engine)
    name = statement.period.name
    latest = session.execute(
        select(StoredHead.id, StoredHead.revision, StoredHead.input_hash)
        .where(StoredHead.contract == statement.contract, StoredHead.period_name == name)
        .order_by(StoredHead.revision.desc())
        .limit(1)
    ).one_or_none()
    if latest is not None and latest.input_hash == key:
        return Recorded(latest.id, latest.revision, new=False), key
    revision = 1 if latest is None else latest.revision + 1
    return Recorded(statement_id(statement.contract, name, revision), revision, new=True), key


def _head(statement: Statement, recorded: Recorded, key: str, run: Run) -> StoredHead:
    return StoredHead(
        id=recorded.statement_id,
        contract=statement.contract,
        period_name=statement.period.name,
        period_start=statement.period.start,
        period_end=statement.period.end,
        revision=recorded.revision,
        state=DRAFT,
        engine=run.engine,
        input_hash=key,
        title_zh=statement.title.zh,
        title_en=statement.title.en,
        document_zh=statement.document.zh,
        document_en=statement.document.en,
        currency=statement.currency,
        prices_include_tax=statement.prices_include_tax,
        net=statement.net,
        tax=statement.tax,
        total=statement.total,
        created_at=run.now,
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
        contract=contract, path=run.contract_path, sha256=digest, text=run.contract_text, first_seen=run.now
    )


def _measures(session: Session, measures: Measures) -> StoredMeasures:
    stored = stored_measures.to_json(measures)
    digest = sha256(json_text(stored))
    found = session.scalar(select(StoredMeasures).where(StoredMeasures.sha256 == digest))
    return found or StoredMeasures(period_name=measures.period, sha256=digest, json=stored)
