"""A statement as an interface for machines: amounts and ratios are strings, exact, never floats."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import AliasPath, BeforeValidator, Field

from bpo.contracts.statement import Statement
from bpo.core.output import Number, Output, Said, absent
from bpo.core.words import Lang

NameOrNull = Annotated[str | None, BeforeValidator(lambda name: name or None)]


def _day(given: date | None) -> str | None:
    return None if given is None else given.isoformat()


def _of_result(name: str) -> Any:
    return Field(validation_alias=AliasPath("result", name))


class StepOutput(Output):
    rule: str = Field(validation_alias="code")
    text: Said = Field(validation_alias="said")
    quantity: Number | None
    unit: str
    rate: Number | None
    amount: Number
    source: str


class ChargeOutput(Output):
    clause: str
    kind: str
    label: Said
    amount: Number
    tax_code: str
    steps: list[StepOutput]


class KpiOutput(Output):
    label: Said
    formula: Said = Field(validation_alias="said")
    value: Number | None = _of_result("value")
    numerator: Number | None = _of_result("numerator")
    denominator: Number | None = _of_result("denominator")
    sample: int | None = _of_result("sample")
    unit: str = _of_result("unit")
    target: Number | None
    judged: Number | None
    met: bool | None
    marks: Number | None
    score: Number | None
    reason: Said | None = Field(validation_alias="why")
    provisional: bool = Field(False, exclude_if=absent)
    parts: dict[str, Number | None] = Field({}, validation_alias=AliasPath("result", "parts"), exclude_if=absent)


class TaxOutput(Output):
    code: str
    name: Said
    rate: Number
    base: Number
    amount: Number
    note: Said | None


class LinePortionOutput(Output):
    clause: str = ""
    amount: Number
    share: Number
    text: Said = Field(validation_alias="said")


class TaxPortionOutput(Output):
    code: str = ""
    name: str = Field("", exclude_if=absent)
    base: Number
    amount: Number


class EntityOutput(Output):
    entity: str
    name: Said
    tax_no: str
    po: str
    cost_centre: str
    charges: list[LinePortionOutput] = Field(validation_alias="lines")
    taxes: list[TaxPortionOutput]
    net: Number
    tax: Number
    total: Number
    deductions: list[LinePortionOutput]
    payable: Number


class LimitOutput(Output):
    purchase_order: NameOrNull = Field(validation_alias="number")
    entity: NameOrNull
    limit: Number
    before: Number
    now: Number
    remaining: Number
    includes_tax: bool
    text: Annotated[Said, BeforeValidator(lambda said: said())] = Field(validation_alias="said")


class SecondCurrencyOutput(Output):
    currency: str
    rate: Number
    tax: Number
    total: Number
    payable: Number
    text: Annotated[Said, BeforeValidator(lambda said: said())] = Field(validation_alias="said")


class BothCountsOutput(Output):
    figure: str = ""
    ours: Number | None = Field(None, validation_alias=AliasPath("ours", "value"))
    theirs: Number = Field(validation_alias=AliasPath("theirs", "value"))
    agreed: Number | None = Field(None, validation_alias=AliasPath("agreed", "value"))
    billed: str | None
    deviation: Number | None = Field(None, validation_alias=AliasPath("deviation", "share"))
    who: str
    when: Annotated[str | None, BeforeValidator(_day)] = Field(None, exclude_if=absent)
    why: str
    attachment: str = Field("", exclude_if=absent)
    text: str = ""


class EarlierOutput(Output):
    id: str
    latest: NameOrNull


class MovedLineOutput(Output):
    clause: str
    amount: Number | None
    amount_now: Number | None


class OutdatedOutput(Output):
    """A statement that rests on others which a later revision has replaced (``latest``), or which are outdated themselves, and what
    it would now come to; null where that cannot be told. ``difference`` is of what is to be paid."""

    id: str
    period: str
    rests_on: list[EarlierOutput]
    total: Number
    total_now: Number | None
    payable: Number
    payable_now: Number | None
    difference: Number | None
    lines: list[MovedLineOutput]
    text: Said = Field(validation_alias="sentence")
    problems: list[Said] = Field(validation_alias="why", exclude_if=absent)


class StatementOutput(Output):
    """What ``bpo price``, ``bpo bill`` and ``bpo show`` print of a statement with ``--format json``."""

    contract: str
    period: str = Field(validation_alias=AliasPath("period", "name"))
    dated: Annotated[str | None, BeforeValidator(_day)] = Field(None, exclude_if=absent)
    currency: str
    charges: list[ChargeOutput]
    kpis: dict[str, KpiOutput] = Field(validation_alias="verdicts")
    taxes: list[TaxOutput]
    net: Number
    tax: Number
    total: Number
    deductions: list[ChargeOutput]
    payable: Number
    entities: list[EntityOutput] = Field(validation_alias="portions", exclude_if=absent)
    second_currency: SecondCurrencyOutput | None = Field(None, validation_alias="second", exclude_if=absent)
    limits: list[LimitOutput] = Field(validation_alias="drawn", exclude_if=absent)
    both_counts: list[BothCountsOutput] = Field([], validation_alias="", exclude_if=absent)
    history: list[str] = Field([], exclude_if=absent)
    outdated: list[OutdatedOutput] = Field([], exclude_if=absent)


def statement_json(statement: Statement, lang: Lang, outdated: Sequence[Any] = ()) -> dict[str, Any]:
    """The statement in one language, with the statements of its contract that are outdated."""
    return statement_output(statement, lang, outdated).model_dump()


def statement_output(statement: Statement, lang: Lang, outdated: Sequence[Any] = ()) -> StatementOutput:
    """The same, as a value of its shape."""
    printed = StatementOutput.of(statement, lang)
    lines = [charge.clause for charge in statement.charges]
    deducted = [charge.clause for charge in statement.deductions]
    for entity in printed.entities:
        for parts, clauses in ((entity.charges, lines), (entity.deductions, deducted)):
            for line, clause in zip(parts, clauses, strict=True):
                line.clause = clause
        for tax, of_all in zip(entity.taxes, printed.taxes, strict=True):
            several = sum(one.code == of_all.code for one in printed.taxes) > 1
            tax.code, tax.name = of_all.code, of_all.name if several else ""
    for name, (words, values) in statement.both_counts().items():
        both = BothCountsOutput.of(statement.measures.sides[name], lang)
        both.figure, both.text = name, words.say(lang, values)
        printed.both_counts.append(both)
    printed.outdated = [OutdatedOutput.of(one, lang) for one in outdated]
    return printed
