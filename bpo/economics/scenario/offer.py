"""What a scenario says of the quote: its number and dates, the price table, the tender's ceiling and discount, the margin floor."""

import datetime
import itertools
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from bpo.core.fields import (
    NUMBER_SCHEMA,
    REQUIRED,
    WRONG_SHAPE,
    Day,
    FileModel,
    Identifier,
    Label,
    Mistake,
    OrWritten,
    Share,
    normal,
)
from bpo.core.words import Pct, Text, Words
from bpo.economics.staffing.shares import PlainPositive, ShareOfWhole

VALID_ONE_WAY = Words(
    "quote-valid-one-way",
    en="say until when the quote is valid: write either 'valid_until' or 'valid_days'",
    zh="请写明报价有效期：valid_until 与 valid_days 须且只能写一个",
)
VALID_BEFORE_DATE = Words(
    "quote-valid-before-date",
    en="the quote is valid until {until}, before its date {date}",
    zh="报价有效期截止日 {until} 早于报价日期 {date}",
)
FLOORS_ORDER = Words(
    "quote-floors-order",
    en="{below} is not below the {before} before it: begin with the highest margin",
    zh="{below} 不低于上一档 {before}：请从最高的毛利率写起",
)
CEILING_ONE = Words(
    "tender-ceiling-one",
    en="write the tender's 'ceiling' (of the whole term, with tax), 'ceilings' (unit prices by term), or both",
    zh="请写招标的最高限价：ceiling（合同期含税总价）、ceilings（各条款单价），或两者都写",
)
WHOLE_DISCOUNT = Words(
    "tender-discount-whole",
    en="a discount of {given} leaves no price; write less than 100%",
    zh="下浮率 {given} 不留任何价格；请写小于 100% 的数值",
)
NOT_DAYS = Words(
    "quote-valid-days",
    en="'{given}' is not a number of days; write '90 days', or a day with 'valid_until'",
    zh="'{given}' 不是天数；请写 90 天，或用 valid_until 写明截止日",
)
A_FILE_NAME = Text(zh="字母、数字、“_”“.”“-”组成的编号", en="a number of letters, digits, _ . and -")


def _number(given: Any) -> str:
    if isinstance(given, str) and re.fullmatch(r"\w[\w.-]{0,63}", given):
        return given
    raise Mistake(WRONG_SHAPE, expected=A_FILE_NAME)


def _days(given: Any) -> int:
    """'90 days', '90 天'; or the number alone."""
    match = re.fullmatch(r"(\d{1,4})\s*(?:days?|天|日)?", normal(str(given)).lower())
    if not match or not int(match[1]):
        raise Mistake(NOT_DAYS, given=given)
    return int(match[1])


class Shown(FileModel):
    """A term of the price table; its unit prices stand for ``per`` units, such as 1,000 calls."""

    term: str
    per: PlainPositive = Fraction(1)


ShownField = Annotated[
    Shown,
    BeforeValidator(lambda given: given if isinstance(given, (Mapping, Shown)) else {"term": given}),
    OrWritten({"type": "string"}),
]
PricesField = Annotated[
    list[PlainPositive],
    Field(min_length=1),
    BeforeValidator(lambda given: given if isinstance(given, list) else [given]),
    OrWritten(NUMBER_SCHEMA),
]


class Tender(FileModel):
    """A tender's highest prices (最高限价) and the discount on them (下浮率): price = ceiling × (1 − discount).

    ``ceiling`` is that of the whole term, with tax. ``ceilings`` are unit prices as the contract writes them, one for each row
    that the term has in the price table; ``round_to`` is what a discounted unit price is rounded to.
    """

    ceiling: PlainPositive | None = None
    ceilings: dict[Identifier, PricesField] = {}
    discount: Share | None = None
    round_to: PlainPositive | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.ceiling is None and not self.ceilings:
            raise Mistake(CEILING_ONE)
        if self.ceilings and self.discount is None:
            raise Mistake(REQUIRED, given="discount")
        if self.discount is not None and self.discount >= 1:
            raise Mistake(WHOLE_DISCOUNT, ("discount",), given=Pct(self.discount))
        if not self.ceilings:
            self.only_with("ceilings", "round_to")
        return self


class Floor(FileModel):
    """A margin ``below`` this needs the approval of someone; so does a chance of it above ``chance_at_most``, which a board's page asks for."""

    below: Share
    approved_by: Label
    chance_at_most: ShareOfWhole = Fraction(1, 2)


def _downward(floors: list[Floor]) -> list[Floor]:
    for i, (before, floor) in enumerate(itertools.pairwise(floors), start=1):
        if floor.below >= before.below:
            raise Mistake(FLOORS_ORDER, (i, "below"), below=Pct(floor.below), before=Pct(before.below))
    return floors


class Offer(FileModel):
    """The section ``quote`` of a scenario. ``margin_floor`` is for the bidder alone and never in the quote."""

    page = "docs/economics/quote.md"

    number: Annotated[str, BeforeValidator(_number)]
    date: Day
    valid_until: Day | None = None
    valid_days: Annotated[int, BeforeValidator(_days), WithJsonSchema({"type": ["integer", "string"]})] | None = None
    language: Literal["zh", "en", "both"] | None = None
    prices: list[ShownField] = []
    included: list[Label] = []
    assumptions: list[Label] = []
    tender: Tender | None = None
    margin_floor: Annotated[list[Floor], AfterValidator(_downward)] = []

    @model_validator(mode="after")
    def _dates(self) -> Self:
        if (self.valid_until is None) == (self.valid_days is None):
            raise Mistake(VALID_ONE_WAY)
        if self.valid_until is not None and self.valid_until < self.date:
            raise Mistake(VALID_BEFORE_DATE, ("valid_until",), until=self.valid_until, date=self.date)
        return self

    @property
    def last_day(self) -> datetime.date:
        """The last day on which it can be accepted; of ``valid_days`` the date of the quote is not one."""
        return self.valid_until or self.date + datetime.timedelta(days=self.valid_days or 0)

    def approval(self, margin: Fraction | None) -> Floor | None:
        """Who must approve this margin: of the floors that it is below, the lowest; nobody, if it is below none."""
        below = [floor for floor in self.margin_floor if margin is None or margin < floor.below]
        return below[-1] if below else None
