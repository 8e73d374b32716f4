"""What the ledger hands out: plain values, no rows and no sessions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from bpo.contracts.statement import Statement
from bpo.core.words import Text
from bpo.life.numbers import Series


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
    period_start: date
    period_end: date
    revision: int
    state: str
    currency: str
    net: Decimal
    tax: Decimal
    total: Decimal
    engine: str
    created_at: datetime


Form = Literal["next", "correction"]
"""Where the difference of a restated month stands: as a line of the next statement, or as a correction of its own."""


@dataclass(frozen=True, slots=True)
class Restatement:
    """A month that is counted again, of the statement ``original``. ``goes_into`` is the period of the statement that has the line, or the
    id of the revision that a correction leads to; ``document`` the month's figures, or the correction, as exact JSON."""

    contract: str
    period_name: str
    original: str
    form: str
    goes_into: str
    document: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Closing:
    """A month of a contract that takes no facts from then on (``closed``), or takes them again: by whom, when and why."""

    contract: str
    period_name: str
    closed: bool
    lake_versions: Mapping[str, int]
    who: str
    reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class IssuedDocument:
    """A document with its number: ``position`` counts in its series without a hole; ``files`` have the SHA-256 of their bytes, none
    as long as they are not drawn; ``drawn_by`` the versions of what drew them."""

    number: str
    series: Series
    position: int
    subject: str
    issued_on: date
    created_at: datetime
    files: Mapping[str, str]
    drawn_by: Mapping[str, str]
