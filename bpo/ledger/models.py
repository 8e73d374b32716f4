"""The ledger's tables, and their column types, which keep a value exactly and refuse a float; every one is plain text in the database.

A statement is one document; the columns beside it are copies to be searched and listed, and so are its lines. Rows are
written once and never changed; ``state`` is the only column meant to move. Text has the same meaning in every database, is legible
in one's own shell, and is never touched by a column's numeric affinity. What it costs is arithmetic in SQL, which nobody should do
with money anyway.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from sqlalchemy import Dialect, ForeignKey, Index, MetaData, String, Text, TypeDecorator, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from bpo.core.codec import exact_number, read_decimal, read_fraction


def _in_utc(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise TypeError(f"a moment needs its time zone: {moment!r}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


class _AsText(TypeDecorator[Any]):
    """A value that is written as text and read from it; None is NULL."""

    impl: Any = Text
    cache_ok = True
    wanted: ClassVar[type]
    write: ClassVar[Any] = exact_number
    read: ClassVar[Any]

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if not isinstance(value, self.wanted) or isinstance(value, bool):
            raise TypeError(f"a column of {self.wanted.__name__} never takes the {type(value).__name__} {value!r}")
        return str(type(self).write(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else type(self).read(value)


class DecimalText(_AsText):
    """Rounded money with the places it was rounded to: ``1684500.00`` comes back with both zeros."""

    wanted = Decimal
    read = read_decimal


class FractionText(_AsText):
    """An exact number: ``0.125`` where a decimal form exists, else ``2/3``."""

    wanted = Fraction
    read = read_fraction


class IsoDay(_AsText):
    """A day as ``1999-02-01``."""

    impl = String(10)
    wanted = date
    write = date.isoformat
    read = date.fromisoformat


class UtcMoment(_AsText):
    """A moment in UTC as ``1999-03-01T08:30:00.000000+00:00``: sorts as text, and no database drops its zone.

    Raises:
        TypeError: for a moment without a time zone, which means something else on every machine.
    """

    impl = String(40)
    cache_ok = True
    wanted = datetime
    write = _in_utc
    read = datetime.fromisoformat


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


class RestatementRecord(Base):
    """A month that is counted again: the statement that is restated (``original``), and where the difference stands (``goes_into``): the
    next statement's period, or the revision that a correction of its own is made from. ``document`` has the figures, or the correction."""

    __tablename__ = "restatements"
    __table_args__ = (Index(None, "contract"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract: Mapped[str] = mapped_column(NAME)
    period_name: Mapped[str] = mapped_column(NAME)
    original: Mapped[str] = mapped_column(ID)
    form: Mapped[str] = mapped_column(String(20))
    goes_into: Mapped[str] = mapped_column(ID)
    document: Mapped[str]
    created_at: Mapped[datetime]


class ClosingRecord(Base):
    """A month of a contract that was closed (with the versions of the lake's tables then), or opened again."""

    __tablename__ = "closings"
    __table_args__ = (Index(None, "contract"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contract: Mapped[str] = mapped_column(NAME)
    period_name: Mapped[str] = mapped_column(NAME)
    closed: Mapped[bool]
    lake_versions: Mapped[str]
    who: Mapped[str]
    reason: Mapped[str]
    created_at: Mapped[datetime]
