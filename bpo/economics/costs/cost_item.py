"""An item of cost: what it is a price of (a driver, a wage, a percent, a one-off), and where it belongs."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from bpo.contracts.header.header import CurrencyCode
from bpo.core.fields import (
    A_TEXT,
    EMPTY_LIST,
    REQUIRED,
    WRONG_SHAPE,
    Amount,
    FileModel,
    Identifier,
    Label,
    Mistake,
    OrWritten,
    Share,
    WholeNumber,
    YesNo,
    told_at,
)
from bpo.core.figure import NOT_A_MONTH
from bpo.core.money import exact
from bpo.core.periods import is_month, months_between
from bpo.core.words import Text, Words
from bpo.economics.costs.cost_levies import ENDS_BEFORE
from bpo.economics.staffing.shares import PlainAmount, PlainPositive, ShareOfWhole, not_above_all

ONE_SHAPE = Words(
    "cost-item-shape",
    en="an item has one of amount, wage, percent and once; here there are {given}",
    zh="成本项须在 amount、wage、percent、once 中写且只写一个；此处为 {given}",
)
NO_MONTHS = Words(
    "cost-over-no-months", en="a one-off is spread over at least one month", zh="一次性费用至少摊销一个月"
)
PROFIT_ALONE = Words(
    "cost-profit-alone",
    en="profit is what all other costs leave, so a percent of it is of nothing else; make '{given}' an item of its own",
    zh="利润总额是扣除其他全部成本后的余额，取其比例时不能另加基数；请将 '{given}' 另列一项",
)
PROFIT_MONTHS = Words(
    "cost-profit-months",
    en="a tax on profit has one rate from the first month to the last; take '{given}' out",
    zh="对利润总额计的税自首月至末月只有一个税率；请去掉 '{given}'",
)
A_DRIVER = Text(zh="per（驱动量，例如 head）", en="per, a driver such as head")
NONE = Text(zh="没有", en="none")

SHORT: Mapping[str, str] = {
    "seat": "seats", "position": "positions", "head": "heads", "paid_hour": "paid_hours", "productive_hour": "productive_hours",
    "contact": "contacts", "minute": "minutes", "hire": "hires", "leaver": "leavers",
    "scheduled_hour": "scheduled_hours", "night_hour": "night_hours",
}  # fmt: skip
"""``per: seat`` is said of the driver ``seats``."""
OF_PRICE = ("revenue", "vat")
"""What a percent may be of, once the month is priced."""
VAT_PAYABLE, PROFIT = "vat_payable", "profit"
CARRIED: Mapping[str, str] = {VAT_PAYABLE: "vat", PROFIT: "revenue"}
"""What a percent may be of that earlier months have a part in, and what every month must have for it."""
SHAPES = ("amount", "wage", "percent", "once")
LABOUR = "labour"


def read_month(given: Any) -> Any:
    if not isinstance(given, str) or not is_month(given):
        raise Mistake(NOT_A_MONTH, given=given)
    return given


def _names(given: Any) -> Any:
    names = [given] if isinstance(given, str) else given
    if isinstance(names, list) and not names:
        raise Mistake(EMPTY_LIST)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Mistake(WRONG_SHAPE, expected=A_TEXT)
    return names


MonthName = Annotated[str, BeforeValidator(read_month)]


class Growing(FileModel):
    """A price that rises by ``growth_a_year`` on each anniversary of the month ``from``."""

    growth_a_year: Share = Fraction(0)
    start: Annotated[MonthName | None, Field(alias="from")] = None
    currency: CurrencyCode | None = None

    def years(self, month: str, otherwise: str | None) -> int:
        """Whole years that a month lies after ``from``, or after the month of the whole file's prices."""
        start = self.start or otherwise
        return max(0, months_between(start, month) // 12) if start and self.growth_a_year else 0


class Wage(Growing):
    """What a grade is paid a month, with the place whose ``levies`` are due on it."""

    page = "docs/economics/costs.md"

    a_month: PlainAmount
    levies: Identifier | None = None
    label: Label | None = None


class Item(Growing):
    """One item of the cost file."""

    page = "docs/economics/costs.md"

    id: Identifier
    label: Label | None = None
    category: Identifier | None = None
    amount: PlainAmount | None = None
    wage: Identifier | None = None
    percent: Share | None = None
    once: PlainAmount | None = None
    per: str | None = None
    times: Amount = Fraction(1)
    begun: PlainPositive | None = None
    of: Annotated[list[str] | None, BeforeValidator(_names), OrWritten({"type": "string"})] = None
    over_months: WholeNumber | None = None
    end: Annotated[MonthName | None, Field(alias="to")] = None
    with_tax: ShareOfWhole | None = None
    unrecoverable: ShareOfWhole = Fraction(0)
    fixed: YesNo | None = None
    allocated: YesNo = False
    cost_centre: str = ""
    site: str = ""
    position: str = ""
    owner: str = ""
    _factor: Fraction = PrivateAttr(default=Fraction(1))

    @model_validator(mode="after")
    def _one_shape(self) -> Self:
        shapes = [name for name in SHAPES if getattr(self, name) is not None]
        if len(shapes) != 1:
            raise Mistake(ONE_SHAPE, (shapes[1],) if shapes else (), given=shapes or NONE)
        self._only_where_read(shapes[0])
        if self.start and self.end and self.end < self.start:
            raise Mistake(ENDS_BEFORE, ("to",), first=self.start, last=self.end)
        if self.over_months == 0:
            raise Mistake(NO_MONTHS, ("over_months",))
        if self.percent is not None and any(name in (*OF_PRICE, PROFIT) for name in self.of or ()):
            with told_at("percent"):
                not_above_all(self.percent)
        return self

    def _only_where_read(self, shape: str) -> None:
        if shape == "percent":
            if self.of is None:
                raise Mistake(REQUIRED, given="of")
            if self.of_profit:
                if others := [name for name in self.of if name != PROFIT]:
                    raise Mistake(PROFIT_ALONE, ("of",), given=others[0])
                if self.start or self.end:
                    given = "from" if self.start else "to"
                    raise Mistake(PROFIT_MONTHS, (given,), given=given)
            self.only_with("amount/wage", "per", "begun", "currency")
        else:
            self.only_with("percent", "of")
        if shape != "amount":
            self.only_with("amount", "growth_a_year")
        if shape == "wage":
            self.only_with("amount/once", "with_tax", "currency")
        if shape == "once":
            self.only_with("amount/wage", "per", "begun", "times")
        else:
            self.only_with("once", "over_months")
        if self.driver == "month":
            self.only_with(A_DRIVER, "begun")
        if self.with_tax is None:
            self.only_with("with_tax", "unrecoverable")

    @property
    def driver(self) -> str:
        """The driver that it goes with."""
        per = self.per or "month"
        return SHORT.get(per, per)

    @property
    def of_profit(self) -> bool:
        """Whether it is a tax on what all other costs leave."""
        return PROFIT in (self.of or ())

    @property
    def in_category(self) -> str:
        return self.category or (LABOUR if self.wage else "other")

    @property
    def factor(self) -> Fraction:
        """What its price is multiplied by while a bid is varied."""
        return self._factor

    def multiplied(self, factor: Fraction) -> Item:
        """The same item at a multiple of its price."""
        item = self.model_copy()
        item._factor = self._factor * factor
        return item

    def quantity(self, total: Fraction) -> Fraction:
        """How many of its driver, or how many begun so many of it, it is paid for."""
        quantity = total * self.times
        return quantity if self.begun is None else exact(ceil(quantity / self.begun))

    def in_month(self, month: str) -> bool:
        return (self.start is None or self.start <= month) and (self.end is None or month <= self.end)
