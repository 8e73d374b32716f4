"""The ledger's tables.

A statement is one document; the columns beside it are copies to be searched and listed, and so are its lines. Rows are
written once and never changed; ``state`` is the only column meant to move.
"""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from bpo.ledger.types import DecimalText, FractionText, IsoDay, UtcMoment

ID = String(200)
NAME = String(160)
SHA256 = String(64)


class Base(DeclarativeBase):
    """Constraints have names of their own, because a later migration must be able to name what it drops."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
        }
    )
    type_annotation_map = {str: Text, Decimal: DecimalText, Fraction: FractionText, date: IsoDay, datetime: UtcMoment}


class ContractVersion(Base):
    """The text of a contract as it was billed. The same text under another path is another version: lines refer to paths."""

    __tablename__ = "contract_versions"
    __table_args__ = (UniqueConstraint("contract", "sha256", "path"), Index(None, "sha256"))

    id: Mapped[int] = mapped_column(primary_key=True)
    contract: Mapped[str] = mapped_column(NAME)
    path: Mapped[str] = mapped_column(String(500))
    sha256: Mapped[str] = mapped_column(SHA256)
    text: Mapped[str]
    first_seen: Mapped[datetime]


class LineRecord(Base):
    """A line, in the statement's order, with its share of the tax; after the lines what is deducted from the payment."""

    __tablename__ = "lines"

    statement_id: Mapped[str] = mapped_column(ID, ForeignKey("statements.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    clause: Mapped[str]
    label_zh: Mapped[str]
    label_en: Mapped[str]
    kind: Mapped[str]
    quantity: Mapped[Fraction | None]
    unit: Mapped[str]
    rate: Mapped[Fraction | None]
    amount: Mapped[Decimal]
    tax_code: Mapped[str]
    tax: Mapped[Decimal | None]
    deducted: Mapped[bool]
    source: Mapped[str]
    file_line: Mapped[str]


class StatementRecord(Base):
    """A statement. ``id`` is readable, ``input_hash`` the run key; ``state`` is 'draft' until a life cycle exists."""

    __tablename__ = "statements"
    __table_args__ = (UniqueConstraint("contract", "period_name", "revision"), Index(None, "period_name", "contract"))

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    contract: Mapped[str] = mapped_column(NAME)
    period_name: Mapped[str] = mapped_column(NAME)
    period_start: Mapped[date]
    period_end: Mapped[date]
    revision: Mapped[int]
    state: Mapped[str] = mapped_column(String(20))
    contract_version_id: Mapped[int] = mapped_column(ForeignKey("contract_versions.id"))
    engine: Mapped[str]
    input_hash: Mapped[str] = mapped_column(SHA256)
    title_zh: Mapped[str]
    title_en: Mapped[str]
    currency: Mapped[str] = mapped_column(String(3))
    net: Mapped[Decimal]
    tax: Mapped[Decimal]
    total: Mapped[Decimal]
    payable: Mapped[Decimal]
    created_at: Mapped[datetime]
    lake_versions: Mapped[str]
    document: Mapped[str]

    # Reads say what they load (see reading.WHOLE); lazy loading raises, so that no query hides behind an attribute.
    contract_version: Mapped[ContractVersion] = relationship(lazy="raise")
    lines: Mapped[list[LineRecord]] = relationship(lazy="raise", order_by=LineRecord.position)
