"""Fixed fee (固定费用): a sum per period, prorated where the contract holds in part; or once, on a day."""

from datetime import date
from fractions import Fraction
from typing import ClassVar, Literal

from bpo.contracts.blocks.prices import FEE, Price, PriceRow, Quoted, Rows
from bpo.contracts.clause import Loc
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge
from bpo.contracts.terms.term import Term
from bpo.core.fields import Day
from bpo.core.proration import Prorated
from bpo.core.words import Condition, Text, Words

FULL = Words("fixed-full", en="Fixed fee for the period", zh="本期固定费用")
PART = Words("fixed-part", en="Fixed fee for {part}", zh="固定费用，按 {part}计")
ONCE = Words("fixed-once", en="One-off fee on {day}", zh="一次性费用（{day}）")
NOT_NOW = Words(
    "fixed-not-now", en="One-off fee, due on {day}: not in this period", zh="一次性费用于 {day} 计收，不在本期"
)
EVERY_PERIOD = Text(zh="每期费用（不写 once_on）", en="a fee of every period, without once_on")


ON_A_DAY = Words("offer-once", en="Once, on {day}", zh="一次性，{day}")


class Fixed(Term):
    """``amount`` each period; ``once_on`` bills it once, in the period that holds that day."""

    kind_name: ClassVar[Text] = Text(zh="固定费用", en="Fixed fee")

    model: Literal["fixed"]
    amount: Price
    once_on: Day | None = None
    prorated: Prorated = "days"

    def check_fields(self) -> None:
        super().check_fields()
        if self.once_on is not None:
            self.only_with(EVERY_PERIOD, "prorated")

    @property
    def is_free(self) -> bool:
        return self.amount == 0 and not (self.minimum is not None and self.minimum.amount)

    @property
    def at_most(self) -> list[Fraction]:
        return [self.amount, *super().at_most]

    @property
    def counts(self) -> bool:
        return False

    def days(self) -> list[tuple[date, Loc]]:
        return [(self.once_on, ("once_on",))] if self.once_on is not None else []

    def price_rows(self, contract: Quoted) -> Rows:
        if self.once_on is None:
            yield PriceRow(FEE, {}, "month", self.amount)
        else:
            yield PriceRow(ON_A_DAY, {"day": self.once_on}, "", self.amount)

    def own_conditions(self) -> list[Condition]:
        return []

    def charge(self, month: Month) -> Charge:
        if self.once_on is not None:
            now = self.once_on in month.effective
            amount = self.amount if now else Fraction(0)
            return self.line(month, [self.step(ONCE if now else NOT_NOW, {"day": self.once_on}, amount)])
        share = month.share(self.prorated, self.where)
        words, values = (FULL, {}) if share == 1 else (PART, {"part": month.part_said(self.prorated, self.where)})
        return self.line(month, [self.step(words, values, self.amount * share, share, "month", self.amount)])
