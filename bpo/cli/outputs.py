"""The shapes of the JSON that verbs print besides statements and bids; ``bpo schema`` has their schemas."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasPath, BeforeValidator, Field, ValidationInfo

from bpo.contracts.statement_json import OutdatedOutput
from bpo.core.errors import Problem
from bpo.core.output import Number, Output, Said, absent
from bpo.core.words import Lang

IfAny = BeforeValidator(lambda value: str(value) if value else None)


class ProblemOutput(Output):
    """A mistake or a warning."""

    code: str
    path: str | None = None
    line: int | None = None
    column: int | None = None
    message: str

    @classmethod
    def told(cls, problem: Problem, lang: Lang) -> ProblemOutput:
        where, message = problem.where, problem.words.say(lang, problem.values)
        if where is None or not where.line:
            return cls(code=problem.code, path=where.path if where else None, message=message)
        return cls(code=problem.code, path=where.path, line=where.line, column=where.column, message=message)


def _told(given: object, info: ValidationInfo) -> object:
    return ProblemOutput.told(given, "zh" if info.context == "zh" else "en") if isinstance(given, Problem) else given


Told = Annotated[ProblemOutput, BeforeValidator(_told)]


class ExposureLineOutput(Output):
    line: str = Field(validation_alias="clause")
    least: Number | None = Field(validation_alias=AliasPath("span", "low"))
    most: Number | None = Field(validation_alias=AliasPath("span", "high"))
    why: str | None = Field(None, validation_alias=AliasPath("why", "code"))


class ExposureOutput(Output):
    """Amounts are null where there is no bound."""

    contract: str = ""
    period: str
    currency: str = ""
    lines: list[ExposureLineOutput]
    fee: Number
    least: Number | None = Field(validation_alias=AliasPath("whole", "low"))
    most: Number | None = Field(validation_alias=AliasPath("whole", "high"))
    loss: Number | None
    gain: Number | None
    reached: list[bool]


class CheckOutput(Output):
    """``bpo check``; ``exposures`` with ``--exposure``."""

    ok: bool
    problems: list[ProblemOutput]
    warnings: list[ProblemOutput]
    exposures: list[ExposureOutput] | None = Field(None, exclude_if=lambda value: value is None)


class StatementRowOutput(Output):
    """A statement in the list of ``bpo show``."""

    id: str
    contract: str
    period: str = Field(validation_alias="period_name")
    revision: int
    state: str
    currency: str
    net: Number
    tax: Number
    total: Number
    engine: str
    created_at: Annotated[str, BeforeValidator(lambda moment: moment.isoformat())]
    superseded_by: str | None = None
    outdated: OutdatedOutput | None = Field(None, exclude_if=absent)


class PointOutput(Output):
    value: Number
    total: Number
    lines: dict[str, Number]
    jumps: bool


class CurveOutput(Output):
    """``bpo curve``: what each line and all of them come to at each value of the figure."""

    contract: str
    vary: str
    points: list[PointOutput]


class ChangeOutput(Output):
    kind: str
    section: str
    name: str
    field: str
    before: str
    after: str


class LineChangeOutput(Output):
    line: str
    before: Number | None
    after: Number | None
    quantity_before: Number | None = Field(None, exclude_if=absent)
    quantity_after: Number | None = Field(None, exclude_if=absent)


class QuantityChangeOutput(Output):
    quantity: str
    before: Number | None
    after: Number | None
    unit: str


class KpiChangeOutput(Output):
    """The values that a KPI was judged by, and whether its target was met."""

    kpi: str
    before: Number | None
    after: Number | None
    met_before: bool | None
    met_after: bool | None
    unit: str


class DiffOutput(Output):
    """``bpo diff``: what is written otherwise, and what lines come to under both contracts, or in both statements; of statements also
    the quantities and KPIs that differ."""

    changes: list[ChangeOutput]
    lines: list[LineChangeOutput]
    quantities: list[QuantityChangeOutput] = Field([], exclude_if=absent)
    kpis: list[KpiChangeOutput] = Field([], exclude_if=absent)


class BadRowOutput(Output):
    file: str
    line: int
    rules: list[str]
    reason: Said


class IngestOutput(Output):
    """What became of a file of ``bpo ingest``."""

    file: str
    batch: str
    source: str
    table: str
    rows_read: int
    entered: int
    merged: int
    newer: int
    older: int
    replaced: int
    quarantined: int
    known: int
    skipped: int
    first: Annotated[str | None, IfAny]
    last: Annotated[str | None, IfAny]
    version: int | None
    bad_rows: list[BadRowOutput]
    notes: list[Said]
    warnings: list[Told]


class WithdrawnOutput(Output):
    """What left a table: ``before`` is the newest version that has it, ``version`` the one without it."""

    table: str
    file: str
    batch: str
    source: str
    accounts: list[str]
    rows: int
    quarantined: int
    first: Annotated[str | None, IfAny]
    last: Annotated[str | None, IfAny]
    before: int | None
    version: int | None


class WithdrawOutput(Output):
    """``bpo withdraw``; ``statements`` were made from what was withdrawn."""

    withdrawn: list[WithdrawnOutput]
    statements: list[str]


class ChangedOutput(Output):
    table: str
    rows: int
    version: int | None


class ForgetOutput(Output):
    """``bpo forget``; it does not name the customer. ``statements`` cannot be counted again once older versions are ``erased``."""

    changed: list[ChangedOutput]
    quarantined: int
    masked: int
    elsewhere: dict[str, int]
    statements: list[str]
    erased: bool


class WaitingOutput(Output):
    """Unusable rows of one file that broke the same rules, the first of them in ``first_line``."""

    table: str
    source: str
    account: str | None
    file: str
    batch: str
    rules: list[str]
    rows: int
    first_line: int


class QuarantineOutput(Output):
    """``bpo quarantine list``."""

    waiting: list[WaitingOutput]


class QuarantineRowOutput(Output):
    file: str
    batch: str
    line: int
    rules: list[str]
    reason_en: str
    reason_zh: str
    raw: str


class QuarantineRowsOutput(Output):
    """``bpo quarantine show``."""

    rows: list[QuarantineRowOutput]


class ReleaseOutput(Output):
    """``bpo quarantine release``: what became of the mended rows, the lines of the old file that no longer wait, and the others."""

    report: IngestOutput
    released: list[int]
    still: list[int]
