"""The shapes of the JSON that verbs print besides statements and bids; ``bpo schema`` has their schemas."""

from typing import Annotated

from pydantic import AliasPath, BeforeValidator, Field

from bpo.contracts.statement_json import OutdatedOutput
from bpo.core.output import Number, Output, Said, absent

IfAny = BeforeValidator(lambda value: str(value) if value else None)


class ProblemOutput(Output):
    """A mistake or a warning."""

    code: str
    path: str | None = None
    line: int | None = None
    column: int | None = None
    message: str


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


class DiffOutput(Output):
    """``bpo diff``: what is written otherwise, and what lines come to under both contracts."""

    changes: list[ChangeOutput]
    lines: list[LineChangeOutput]


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
    quarantined: int
    known: int
    skipped: int
    first: Annotated[str | None, IfAny]
    last: Annotated[str | None, IfAny]
    version: int | None
    bad_rows: list[BadRowOutput]
    notes: list[Said]


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
