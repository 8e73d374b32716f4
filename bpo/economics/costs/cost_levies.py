"""Levies on wages as dated tables of the user: social insurance with floor and cap of its base, funds, a 13th month, fixed sums a head."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from bpo.core.documents import Located
from bpo.core.fields import NUMBER_SCHEMA, Day, FileModel, Identifier, Label, Mistake, OrWritten
from bpo.core.traced import Traced, not_above, not_below
from bpo.core.words import Pct, Text, Words
from bpo.economics.staffing.shares import PlainAmount, ShareOfWhole

FLOOR_ABOVE_CAP = Words(
    "levy-floor-above-cap",
    en="the base is at least {floor} and at most {cap}: no wage can be both",
    zh="缴费基数下限 {floor} 高于上限 {cap}",
)
SHARE_OR_AMOUNT = Words(
    "levy-share-or-amount",
    en="write either 'share' (of the wage) or 'amount' (a head and month)",
    zh="'share'（工资的比例）与 'amount'（每人每月金额）须写且只写其一",
)
IN_ORDER = Words(
    "levy-days-order",
    en="{given} is not after the day before it; each row holds from its day until the next",
    zh="{given} 不晚于上一日期；每行自其日期起执行至下一行",
)
ENDS_BEFORE = Words(
    "cost-ends-before", en="it ends ({last}) before it begins ({first})", zh="截止 {last} 早于起始 {first}"
)
OF_BASE = Words("levy-of-wage", en="{share} of {base}", zh="{base} 的 {share}")
AT_FLOOR = Words(
    "levy-at-floor",
    en="the base is at least {bound}, the wage is {wage}",
    zh="工资 {wage} 低于缴费基数下限，按 {bound} 计",
)
AT_CAP = Words(
    "levy-at-cap",
    en="the base is at most {bound}, the wage is {wage}",
    zh="工资 {wage} 高于缴费基数上限，按 {bound} 计",
)
A_HEAD = Words("levy-a-head", en="{amount} a head", zh="每人 {amount}")

Said = tuple[Words, Mapping[str, Any]]
"""A sentence with its values."""

NAMES: Mapping[str, Text] = {
    "pension": Text(zh="养老保险", en="Pension insurance"),
    "medical": Text(zh="医疗保险", en="Medical insurance"),
    "unemployment": Text(zh="失业保险", en="Unemployment insurance"),
    "injury": Text(zh="工伤保险", en="Work injury insurance"),
    "maternity": Text(zh="生育保险", en="Maternity insurance"),
    "housing_fund": Text(zh="住房公积金", en="Housing fund"),
    "disabled_employment": Text(zh="残疾人就业保障金", en="Disabled-employment levy"),
    "union": Text(zh="工会经费", en="Union fund"),
    "severance": Text(zh="离职补偿准备", en="Severance provision"),
    "thirteenth_month": Text(zh="第 13 个月工资", en="13th month pay"),
    "sss": Text(zh="SSS 社会保障", en="SSS"),
    "philhealth": Text(zh="PhilHealth 医保", en="PhilHealth"),
    "pag_ibig": Text(zh="Pag-IBIG 住房基金", en="Pag-IBIG"),
    "hmo": Text(zh="HMO 商业医疗", en="HMO"),
}
"""Names of levies that are known; a levy of any other name is called by it, or by its ``label``."""


class Levy(FileModel):
    """``share`` of the wage, of at least ``floor`` and at most ``cap`` of it; or ``amount`` a head and month."""

    page = "docs/economics/costs.md"

    share: ShareOfWhole | None = None
    floor: PlainAmount | None = None
    cap: PlainAmount | None = None
    amount: PlainAmount | None = None
    label: Label | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.share is None) == (self.amount is None):
            raise Mistake(SHARE_OR_AMOUNT)
        if self.share is None:
            self.only_with("share", "floor", "cap")
        if self.floor is not None and self.cap is not None and self.floor > self.cap:
            raise Mistake(FLOOR_ABOVE_CAP, ("cap",), floor=self.floor, cap=self.cap)
        return self

    def on(self, wage: Fraction) -> tuple[Fraction, list[Said]]:
        """What the employer pays for one head with this wage, and why: ``share × min(cap, max(floor, wage))``."""
        if self.share is None:
            assert self.amount is not None
            return self.amount, [(A_HEAD, {"amount": self.amount})]
        base, said = wage, list[Said]()
        if isinstance(wage, Traced):  # while wages are varied nobody asks why
            base = wage if self.floor is None else not_below(wage, self.floor)
            base = base if self.cap is None else not_above(base, self.cap)
        elif self.floor is not None and wage < self.floor:
            base, said = self.floor, [(AT_FLOOR, {"bound": self.floor, "wage": wage})]
        elif self.cap is not None and wage > self.cap:
            base, said = self.cap, [(AT_CAP, {"bound": self.cap, "wage": wage})]
        return base * self.share, [(OF_BASE, {"share": Pct(self.share), "base": base}), *said]

    def name(self, id: str) -> Text:
        return self.label or NAMES.get(id, Text.of(id))


def _levy(given: Any) -> Any:
    """``union: 2%`` is ``union: {share: 2%}``."""
    return given if isinstance(given, (Mapping, Levy)) else {"share": given}


def _row(given: Any) -> Any:
    """What stands beside the days of a row are its levies."""
    if not isinstance(given, Mapping):
        return given
    days = {name: given[name] for name in ("from", "to") if name in given}
    levies = {name: given[name] for name in given if name not in days}
    return Located.like(given, {**days, "levies": levies})


class LevyRow(FileModel):
    """The levies in force from a day on, until the next row or the day ``to``."""

    start: Day = Field(alias="from")
    end: Annotated[Day | None, Field(alias="to")] = None
    levies: dict[Identifier, Annotated[Levy, BeforeValidator(_levy), OrWritten(NUMBER_SCHEMA)]]

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Levies stand beside the days of their row."""
        row = dict(handler.resolve_ref_schema(handler(schema)))
        levies = row["properties"].pop("levies")
        return {**row, "required": ["from"], "additionalProperties": levies["additionalProperties"]}


def _in_order(rows: list[LevyRow]) -> list[LevyRow]:
    """Rows follow one another, or the wrong one would be in force."""
    for i, row in enumerate(rows):
        before = rows[i - 1] if i else None
        if before is not None and row.start <= (before.end or before.start):
            raise Mistake(IN_ORDER, (i, "from"), given=row.start)
        if row.end is not None and row.end < row.start:
            raise Mistake(ENDS_BEFORE, (i, "to"), first=row.start, last=row.end)
    return rows


LevyTable = Annotated[list[Annotated[LevyRow, BeforeValidator(_row)]], Field(min_length=1), AfterValidator(_in_order)]
"""The rows of one place, in the order of their days."""


def in_force(rows: list[LevyRow], day: date) -> Mapping[str, Levy] | None:
    """The levies on a day; None in a gap: what is not known is not zero."""
    for row in reversed(rows):
        if row.start <= day:
            return row.levies if row.end is None or day <= row.end else None
    return None
