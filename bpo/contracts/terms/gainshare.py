"""Gainshare (收益分享): actual cost and the target profit, with a share of what was saved or overrun, up to a ceiling."""

from typing import Any, ClassVar, Literal

from bpo.contracts.blocks.prices import Price, PriceRow, Quoted, Rows
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge
from bpo.contracts.terms.term import Term
from bpo.core.fields import Amount, Mistake, Share
from bpo.core.quantity import QuantityRef
from bpo.core.words import Condition, Pct, Text, Words

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


TARGET_PRICE = Words("offer-target-price", en="Target price", zh="目标价格")
GAIN_SHARE = Words("offer-gain-share", en="Share of what is saved or overspent", zh="节约或超支的分享比例")
AT_MOST = Words("offer-at-most", en="Highest price", zh="最高价格")


class Gainshare(Term):
    """``min(ceiling, actual + profit + share × (target − actual))``. The actual cost is a ``quantity`` of money."""

    kind_name: ClassVar[Text] = Text(zh="收益分享", en="Gainshare")
    whole_month: ClassVar[tuple[str, ...]] = ("target",)

    model: Literal["gainshare"]
    quantity: QuantityRef | None = None
    target: Amount
    profit: Price
    share: Share
    ceiling: Amount

    def check_fields(self) -> None:
        super().check_fields()
        if self.ceiling < self.target + self.profit:
            raise Mistake(CEILING_LOW, ("ceiling",), ceiling=self.ceiling, target=self.target + self.profit)

    @property
    def may_be_negative(self) -> bool:
        return self.share > 1

    def within_limits(self, values: dict[str, Any]) -> dict[str, Any]:
        """A target price is never above its ceiling either."""
        return super().within_limits({**values, "profit": min(values["profit"], self.ceiling - self.target)})

    def price_rows(self, contract: Quoted) -> Rows:
        yield PriceRow(TARGET_PRICE, {}, "month", self.target + self.profit)
        yield PriceRow(GAIN_SHARE, {}, percent=self.share)
        yield PriceRow(AT_MOST, {}, "month", self.ceiling)

    def own_conditions(self) -> list[Condition]:
        return []

    def charge(self, month: Month) -> Charge:
        actual = month.quantity(self.counted_as, self).total
        saving = self.target - actual
        price = actual + self.profit + self.share * saving
        said = {"share": Pct(self.share), "target": self.target, "actual": actual}
        words = SAVED if saving >= 0 else OVERRUN
        steps = [
            self.step(ACTUAL, {}, actual),
            self.step(PROFIT, {}, self.profit),
            self.step(words, said, self.share * saving, saving, "money", self.share),
        ]
        if price > self.ceiling:
            steps.append(self.step(CAPPED, {"ceiling": self.ceiling}, self.ceiling - price))
        return self.line(month, steps)
