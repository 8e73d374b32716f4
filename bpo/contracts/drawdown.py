"""How much of a ceiling or of a purchase order is drawn: before this month, in it, and what remains."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bpo.core.codec import ExactDecimal
from bpo.core.vocabulary import WITH_TAX, WITHOUT_TAX
from bpo.core.words import Text, Words

CEILING = Text(zh="合同总额上限", en="Contract ceiling")
ORDER = Words("drawn-order", en="Purchase order {number}", zh="采购订单 {number}")
ORDER_OF = Words("drawn-order-entity", en="Purchase order {number} of {entity}", zh="采购订单 {number}（{entity}）")
DRAWN = Words(
    "drawn-of-limit",
    en="{what}: limit {limit} ({tax}), billed before {before}, this month {now}, remaining {remaining}",
    zh="{what}：限额 {limit}（{tax}），此前已计 {before}，本期 {now}，剩余 {remaining}",
)
EXCEEDED = Words(
    "drawn-beyond-limit",
    en="{what}: limit {limit} ({tax}), billed before {before}, this month {now}; exceeded by {over}",
    zh="{what}：限额 {limit}（{tax}），此前已计 {before}，本期 {now}；超出 {over}",
)


@dataclass(frozen=True, slots=True)
class Drawdown:
    """A limit and what was billed under it; without a ``number`` it is the contract's ceiling."""

    number: str
    entity: str
    limit: ExactDecimal
    includes_tax: bool
    before: ExactDecimal
    now: ExactDecimal

    @property
    def remaining(self) -> Decimal:
        return self.limit - self.before - self.now

    def said(self) -> tuple[Words, dict[str, Any]]:
        """The limit as a sentence with its values."""
        what: Any = CEILING
        if self.number:
            words, values = (ORDER_OF if self.entity else ORDER), {"number": self.number, "entity": self.entity}
            what = Text(zh=words.say("zh", values), en=words.say("en", values))
        tax = WITH_TAX if self.includes_tax else WITHOUT_TAX
        common = {"what": what, "limit": self.limit, "tax": tax, "before": self.before, "now": self.now}
        if self.remaining < 0:
            return EXCEEDED, {**common, "over": -self.remaining}
        return DRAWN, {**common, "remaining": self.remaining}
