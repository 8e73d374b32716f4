"""Gainshare (收益分享): actual cost and the target profit, with a share of what was saved or overrun, up to a ceiling."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from bpo.contracts.clause import Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.contracts.terms.term import Term
from bpo.core.fields import Amount, Mistake, Share
from bpo.core.measures import Need
from bpo.core.quantity import QuantityRef, QuantitySpec
from bpo.core.words import Pct, Text, Words

CEILING_LOW = Words(
    "gainshare-ceiling-low",
    en="the ceiling {ceiling} is below the target cost and profit {target}: a job on target would not be paid",
    zh="封顶价 {ceiling} 低于目标成本加目标利润 {target}：达到目标成本也无法足额支付",
)
ACTUAL = Words("gainshare-actual", en="Actual cost", zh="实际成本")
PROFIT = Words("gainshare-profit", en="Target profit", zh="目标利润")
SAVED = Words(
    "gainshare-saved",
    en="{share} of the saving: target cost {target} − actual cost {actual}",
    zh="节约额的 {share}：目标成本 {target} − 实际成本 {actual}",
)
OVERRUN = Words(
    "gainshare-overrun",
    en="{share} of the overrun is borne: target cost {target} − actual cost {actual}",
    zh="承担超支额的 {share}：目标成本 {target} − 实际成本 {actual}",
)
CAPPED = Words("gainshare-ceiling", en="Not above the ceiling {ceiling}", zh="不超过封顶价 {ceiling}")


class Gainshare(Term):
    """``min(ceiling, actual + profit + share × (target − actual))``. The actual cost is a ``quantity`` of money."""

    page: ClassVar[str] = "docs/terms/gainshare.md"
    kind_name: ClassVar[Text] = Text(zh="收益分享", en="Gainshare")
    whole_month: ClassVar[tuple[str, ...]] = ("target",)

    model: Literal["gainshare"]
    quantity: QuantityRef | None = None
    target: Amount
    profit: Amount
    share: Share
    ceiling: Amount

    @model_validator(mode="after")
    def _on_target_is_paid(self) -> Self:
        if self.ceiling < self.target + self.profit:
            raise Mistake(CEILING_LOW, ("ceiling",), ceiling=self.ceiling, target=self.target + self.profit)
        return self

    def needs(self) -> list[Need]:
        return self.quantity.needs(self.id) if isinstance(self.quantity, QuantitySpec) else []

    def references(self) -> list[Reference]:
        named = [Reference("quantity", self.quantity, ("quantity",))] if isinstance(self.quantity, str) else []
        return [*super().references(), *named]

    def charge(self, month: Month) -> Charge:
        name = self.quantity if isinstance(self.quantity, str) else self.id
        actual = month.quantity(name, self.id, self.where).total
        saving = self.target - actual
        price = actual + self.profit + self.share * saving
        said = {"share": Pct(self.share), "target": self.target, "actual": actual}
        words = SAVED if saving >= 0 else OVERRUN
        steps = [
            Step(ACTUAL, {}, actual, source=self.clause),
            Step(PROFIT, {}, self.profit, source=self.clause),
            Step(words, said, self.share * saving, saving, "money", self.share, self.clause),
        ]
        if price > self.ceiling:
            steps.append(Step(CAPPED, {"ceiling": self.ceiling}, self.ceiling - price, source=self.clause))
        return self.line(month, steps)
