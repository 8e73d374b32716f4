"""The ledger's tables.

Everything that makes up a statement hangs off ``statements`` by its id and a position, so that one statement is a handful
of queries, whatever it holds. Rows are written once and never changed; ``state`` is the only column meant to move.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, MetaData, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from bpo.core.words import Words
from bpo.ledger.types import ExactDecimal, ExactFraction, IsoDay, JsonText, Sentence, UtcMoment

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
    type_annotation_map = {
        str: Text,
        Decimal: ExactDecimal,
        Fraction: ExactFraction,
        dict[str, Any]: JsonText,
        Words: Sentence,
        date: IsoDay,
        datetime: UtcMoment,
    }


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


class StoredMeasures(Base):
    """Measures as JSON, kept once however many statements were made from them."""

    __tablename__ = "measures"
    __table_args__ = (UniqueConstraint("sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    period_name: Mapped[str] = mapped_column(NAME)
    sha256: Mapped[str] = mapped_column(SHA256)
    json: Mapped[dict[str, Any]]


class StoredCharge(Base):
    """A line, in the statement's order, with its share of the tax; after the lines what is deducted from the payment."""

    __tablename__ = "charges"

    statement_id: Mapped[str] = mapped_column(ID, ForeignKey("statements.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    clause: Mapped[str]
    label_zh: Mapped[str]
    label_en: Mapped[str]
    kind: Mapped[str]
    amount: Mapped[Decimal]
    line_tax: Mapped[Decimal]
    tax_code: Mapped[str]
    file_line: Mapped[str]
    source: Mapped[str]
    damages: Mapped[bool]
    deducted: Mapped[bool]


class StoredStep(Base):
    """A step of the line at ``charge``: the rule with its wording in both languages, and the values that go into it."""

    __tablename__ = "steps"

    statement_id: Mapped[str] = mapped_column(ID, ForeignKey("statements.id"), primary_key=True)
    charge: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str]
    rule_en: Mapped[str]
    rule_zh: Mapped[str]
    rule_values: Mapped[dict[str, Any]]
    quantity: Mapped[Fraction | None]
    unit: Mapped[str]
    rate: Mapped[Fraction | None]
    amount: Mapped[Fraction]
    source: Mapped[str]


class StoredScore(Base):
    """The marks of one KPI on the scorecard of the line at ``charge``."""

    __tablename__ = "scores"

    statement_id: Mapped[str] = mapped_column(ID, ForeignKey("statements.id"), primary_key=True)
    charge: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kpi: Mapped[str]
    full_marks: Mapped[Fraction]
    marks: Mapped[Fraction | None]


class StoredVerdict(Base):
    """How the KPI ``name`` was judged, and what had been measured."""

    __tablename__ = "verdicts"

    statement_id: Mapped[str] = mapped_column(ID, ForeignKey("statements.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kpi: Mapped[str]
    value: Mapped[Fraction | None]
    numerator: Mapped[Fraction | None]
    denominator: Mapped[Fraction | None]
    sample: Mapped[int | None] = mapped_column(BigInteger)
    unit: Mapped[str]
    why_not: Mapped[Words | None]
    label_zh: Mapped[str]
    label_en: Mapped[str]
    formula: Mapped[Words]
    formula_values: Mapped[dict[str, Any]]
    judged: Mapped[Fraction | None]
    target: Mapped[Fraction | None]
    better: Mapped[str]
    met: Mapped[bool | None]
    score: Mapped[Fraction | None]
    marks: Mapped[Fraction | None]
    reason: Mapped[Words | None]
    file_line: Mapped[str]
    source: Mapped[str]


class StoredTax(Base):
    """A tax on all lines of one code."""

    __tablename__ = "taxes"

    statement_id: Mapped[str] = mapped_column(ID, ForeignKey("statements.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    rate: Mapped[Fraction]
    base: Mapped[Decimal]
    amount: Mapped[Decimal]
    note_zh: Mapped[str | None]
    note_en: Mapped[str | None]


class StoredPortion(Base):
    """What one buying entity of the client has of a statement."""

    __tablename__ = "portions"

    statement_id: Mapped[str] = mapped_column(ID, ForeignKey("statements.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    entity: Mapped[str]
    name_zh: Mapped[str]
    name_en: Mapped[str]
    tax_no: Mapped[str]
    po: Mapped[str]
    cost_centre: Mapped[str]
    net: Mapped[Decimal]
    tax: Mapped[Decimal]
    total: Mapped[Decimal]


class StoredLinePortion(Base):
    """The part that the entity at ``portion`` has of the line at ``charge``, and where its share comes from."""

    __tablename__ = "line_portions"

    statement_id: Mapped[str] = mapped_column(ID, ForeignKey("statements.id"), primary_key=True)
    portion: Mapped[int] = mapped_column(primary_key=True)
    charge: Mapped[int] = mapped_column(primary_key=True)
    amount: Mapped[Decimal]
    share: Mapped[Fraction]
    rule: Mapped[Words]
    rule_values: Mapped[dict[str, Any]]


class StoredTaxPortion(Base):
    """The part that the entity at ``portion`` has of the statement's tax at ``position``."""

    __tablename__ = "tax_portions"

    statement_id: Mapped[str] = mapped_column(ID, ForeignKey("statements.id"), primary_key=True)
    portion: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    base: Mapped[Decimal]
    amount: Mapped[Decimal]


class StoredDrawn(Base):
    """What was drawn of a purchase order, or of the contract's ceiling, which has no number."""

    __tablename__ = "drawn"

    statement_id: Mapped[str] = mapped_column(ID, ForeignKey("statements.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    entity: Mapped[str]
    limit_amount: Mapped[Decimal]
    includes_tax: Mapped[bool]
    before: Mapped[Decimal]
    now: Mapped[Decimal]


class LakeVersion(Base):
    """Which version of a table of the lake was read."""

    __tablename__ = "lake_versions"

    statement_id: Mapped[str] = mapped_column(ID, ForeignKey("statements.id"), primary_key=True)
    table_name: Mapped[str] = mapped_column(NAME, primary_key=True)
    version: Mapped[int] = mapped_column(BigInteger)


class HistoryLink(Base):
    """An earlier statement that was read. No foreign key: a month taken over from elsewhere may come from a file."""

    __tablename__ = "history_links"

    statement_id: Mapped[str] = mapped_column(ID, ForeignKey("statements.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    earlier: Mapped[str]


class StoredHead(Base):
    """A statement's face. ``id`` is readable, ``input_hash`` the run key; ``state`` is 'draft' until a life cycle exists."""

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
    measures_id: Mapped[int] = mapped_column(ForeignKey("measures.id"))
    engine: Mapped[str]
    input_hash: Mapped[str] = mapped_column(SHA256)
    title_zh: Mapped[str]
    title_en: Mapped[str]
    document_zh: Mapped[str]
    document_en: Mapped[str]
    currency: Mapped[str] = mapped_column(String(3))
    prices_include_tax: Mapped[bool]
    net: Mapped[Decimal]
    tax: Mapped[Decimal]
    total: Mapped[Decimal]
    created_at: Mapped[datetime]

    # Reads say what they load (see reading.WHOLE); lazy loading raises, so that no query hides behind an attribute.
    contract_version: Mapped[ContractVersion] = relationship(lazy="raise")
    measures: Mapped[StoredMeasures] = relationship(lazy="raise")
    charges: Mapped[list[StoredCharge]] = relationship(lazy="raise", order_by=StoredCharge.position)
    steps: Mapped[list[StoredStep]] = relationship(lazy="raise", order_by=(StoredStep.charge, StoredStep.position))
    scores: Mapped[list[StoredScore]] = relationship(lazy="raise", order_by=(StoredScore.charge, StoredScore.position))
    verdicts: Mapped[list[StoredVerdict]] = relationship(lazy="raise", order_by=StoredVerdict.position)
    taxes: Mapped[list[StoredTax]] = relationship(lazy="raise", order_by=StoredTax.position)
    portions: Mapped[list[StoredPortion]] = relationship(lazy="raise", order_by=StoredPortion.position)
    line_portions: Mapped[list[StoredLinePortion]] = relationship(
        lazy="raise", order_by=(StoredLinePortion.portion, StoredLinePortion.charge)
    )
    tax_portions: Mapped[list[StoredTaxPortion]] = relationship(
        lazy="raise", order_by=(StoredTaxPortion.portion, StoredTaxPortion.position)
    )
    drawn: Mapped[list[StoredDrawn]] = relationship(lazy="raise", order_by=StoredDrawn.position)
    lake_versions: Mapped[list[LakeVersion]] = relationship(lazy="raise", order_by=LakeVersion.table_name)
    history: Mapped[list[HistoryLink]] = relationship(lazy="raise", order_by=HistoryLink.position)
