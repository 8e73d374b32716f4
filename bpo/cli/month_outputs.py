"""The shapes of the JSON of verbs about months: what came late, what is restated, what is closed."""

from typing import Annotated

from pydantic import AliasPath, BeforeValidator, Field

from bpo.contracts.statement_json import MovedLineOutput, StatementOutput
from bpo.core.output import Number, Output, Said

Moment = Annotated[str, BeforeValidator(lambda moment: moment.isoformat())]


class LateFileOutput(Output):
    table: str
    file: str
    batch: str
    came: int
    gone: int
    when: Moment


class LateOutput(Output):
    """A statement after which records came; ``total_now`` is null where it cannot be told, for the reasons in ``problems``."""

    id: str
    contract: str
    period: str
    currency: str = Field("", validation_alias=AliasPath("statement", "currency"))
    restated_in: str
    came: int
    gone: int
    files: list[LateFileOutput]
    total: Number
    total_now: Number | None
    difference: Number | None
    lines: list[MovedLineOutput]
    problems: list[Said] = Field([], validation_alias="why")


class MovedMonthOutput(Output):
    period: str
    before: Number = Field(validation_alias=AliasPath("was", "total"))
    after: Number = Field(validation_alias=AliasPath("now", "total"))
    difference: Number
    lines: list[MovedLineOutput]


class RestateOutput(Output):
    """``bpo bill --restate``: the months that move, and where the difference stands: a period, or the id of the new revision."""

    original: str = Field(validation_alias=AliasPath("original", "id"))
    period: str
    form: str
    goes_into: str
    changed: bool
    difference: Number
    months: list[MovedMonthOutput]
    correction: StatementOutput | None = None
    outdated: list[str]


class PeriodOutput(Output):
    """A month of a contract: whether it is closed, and how it was closed or opened last."""

    contract: str
    period: str
    closed: bool
    who: str | None = Field(None, validation_alias=AliasPath("last", "who"))
    reason: str | None = Field(None, validation_alias=AliasPath("last", "reason"))
    when: str | None = None
    lake_versions: dict[str, int] = Field({}, validation_alias=AliasPath("last", "lake_versions"))
