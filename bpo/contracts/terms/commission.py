"""Commission (佣金): paid on sales, charged back where a sale is cancelled within so many days.

A sale that is cancelled in the period in which it was sold is not paid at all. One of an earlier period was paid there, so it
is charged back here, at the rate at which it was paid.
"""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar, Literal

from pydantic import Field

from bpo.contracts.blocks.prices import UNIT_PRICE, Price, PriceRow, PriceShare, Quoted, Rows
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.contracts.terms.term import Term
from bpo.core.errors import fail
from bpo.core.expr import both
from bpo.core.fields import Mistake, WholeNumber
from bpo.core.figure_names import side_name
from bpo.core.filters import read_filter, read_quantity
from bpo.core.measures import Need
from bpo.core.quantity import filter_at
from bpo.core.tables import SALES
from bpo.core.words import Condition, Text, Words

PERCENT_OR_AMOUNT = Words(
    "commission-percent-or-amount",
    en="write either 'percent' (of each sale's amount) or 'amount' (for each sale)",
    zh="'percent'（按成交金额）与 'amount'（按单）须且只能写一个",
)
NOT_EARLIER = Words(
    "commission-not-an-earlier-month",
    en="'{clause}' charges back sales of {month}, which is no month of the contract before {period}",
    zh="条款 '{clause}' 要扣回 {month} 的成交，但该月不是合同在 {period} 之前的账期",
)
OF_SALES = Words("offer-of-sales", en="Of the amount sold", zh="按成交金额")
SOLD = Words("commission-sold", en="Sales of the period", zh="本期成交")
CANCELLED = Words(
    "commission-cancelled",
    en="Cancelled in the same period within {days} days: not paid",
    zh="本期成交且 {days} 天内取消：不计佣金",
)
CHARGED_BACK = Words(
    "commission-charged-back",
    en="Charged back: sales of {month}, cancelled within {days} days",
    zh="扣回：{month} 成交、{days} 天内取消",
)


class Commission(Term):
    """``percent`` of the amounts of sales, or an ``amount`` for each; nothing for those cancelled within ``charge_back_days``."""

    kind_name: ClassVar[Text] = Text(zh="佣金", en="Commission")
    whole_month: ClassVar[tuple[str, ...]] = ("charge_back_days",)
    reads_history: ClassVar[bool] = True
    sides: ClassVar[Mapping[str, Text]] = {
        "cancelled": Text(zh="本期取消", en="cancelled in the same period"),
        "charged_back": Text(zh="扣回", en="charged back"),
    }

    model: Literal["commission"]
    percent: PriceShare | None = None
    amount: Price | None = None
    charge_back_days: WholeNumber
    where_: str | None = Field(None, alias="where")

    def check_fields(self) -> None:
        super().check_fields()
        if (self.percent is None) == (self.amount is None):
            raise Mistake(PERCENT_OR_AMOUNT)

    @property
    def rate(self) -> Fraction:
        """What one unit of money, or one sale, earns."""
        return self.percent if self.percent is not None else self.amount or Fraction(0)

    @property
    def may_be_negative(self) -> bool:
        return True

    def needs(self) -> list[Need]:
        return [self._need("", None), self._need(".cancelled", "period"), self._need(".charged_back", "before")]

    def of_earlier_months(self) -> list[str]:
        return [side_name(self.id, "charged_back")]

    def _need(self, side: str, sold: Literal["period", "before"] | None) -> Need:
        """Sales of the period; or those cancelled in it, which were sold in the same period or ``before``."""
        where, at, within = filter_at(self.where_, SALES), None, None
        if sold is not None:
            soon = read_filter(f"days_between(sold_at, cancelled_at) <= {self.charge_back_days}", SALES)
            where, at, within = both(where, soon), "cancelled_at", ("sold_at", sold)
        by = ("sold_at",) if sold == "before" else ()
        if self.percent is None:
            return Need(self.id + side, "sales", "count", where=where, by=by, at=at, within=within, unit="sale")
        of = read_quantity("amount", SALES)
        return Need(self.id + side, "sales", "sum", of=of, where=where, by=by, at=at, within=within, unit="money")

    def price_rows(self, contract: Quoted) -> Rows:
        if self.percent is not None:
            yield PriceRow(OF_SALES, {}, percent=self.percent)
        else:
            yield PriceRow(UNIT_PRICE, {}, "sale", self.amount)

    def own_conditions(self) -> list[Condition]:
        return []

    def charge(self, month: Month) -> Charge:
        days = {"days": self.charge_back_days}
        cancelled = month.quantity(f"{self.id}.cancelled", self)
        steps = self.rates_without_history(month)
        if cancelled.total:
            steps.append(self._step(CANCELLED, days, -cancelled.total, self.rate))
        (charged_back,) = self.of_earlier_months()
        back = month.parts(charged_back, "sold_at", self)
        for name, quantity in sorted(back.items()):
            if quantity:
                rate = self._paid_at(month, name)
                taken = self._step(CHARGED_BACK, {"month": name, **days}, -quantity, rate)
                steps.append(replace(taken, kind="charged_back"))
        return self.line(month, steps)

    def rates_without_history(self, month: Month) -> list[Step]:
        sold = month.quantity(self.id, self)
        return [replace(self._step(SOLD, {}, sold.total, self.rate), kind="price")]

    def _step(self, words: Words, values: Mapping[str, str | int], quantity: Fraction, rate: Fraction) -> Step:
        unit = "sale" if self.percent is None else "money"
        return self.step(words, values, quantity * rate, quantity, unit, rate)

    def _paid_at(self, month: Month, name: str) -> Fraction:
        """The rate at which sales of an earlier month were paid; 0 if this clause did not pay then."""
        ago = month.cycle.between(name, month.period.name) if month.cycle.has(name) else 0
        paid = month.back(ago, self) if ago >= 1 else None
        if paid is None:
            raise fail(NOT_EARLIER, self.where, clause=self.id, month=name, period=month.period.name)
        rates = [step.rate for step in paid.rated_steps(self.id) if step.kind == "price"]
        return next((rate for rate in rates if rate is not None), Fraction(0))
