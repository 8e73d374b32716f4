"""What the ledger hands out: plain values, no rows and no sessions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bpo.contracts.statement import Statement
from bpo.core.words import Text


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where a statement is stored; ``new`` is False if the same bill was there already."""

    statement_id: str
    revision: int
    new: bool


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement as it was stored, with what it was made from. ``created_at`` is in UTC."""

    id: str
    revision: int
    state: str
    created_at: datetime
    engine: str
    lake_versions: Mapping[str, int]
    contract_sha256: str
    contract_path: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement's face, for lists."""

    id: str
    contract: str
    title: Text
    period_name: str
    revision: int
    state: str
    currency: str
    net: Decimal
    tax: Decimal
    total: Decimal
    engine: str
    created_at: datetime
