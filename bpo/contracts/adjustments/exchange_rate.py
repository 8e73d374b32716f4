"""Exchange-rate clause (汇率调整): when the month's rate leaves a band around the agreed one, a share of the difference is passed on.

    amount × share × (baseline − month) / month

Source: a published clause: 1,000,000 × 60% × (1.377 − 1.300) / 1.300 = 35,538.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.effects import Teller
from bpo.contracts.clause import Reference
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge
from bpo.core.errors import fail
from bpo.core.fields import Positive, Share
from bpo.core.words import Pct, Text, Words

NOT_A_RATE = Words(
    "exchange-rate-not-positive",
    en="the exchange rate '{given}' of {period} is {rate}",
    zh="{period} 的汇率 '{given}' 为 {rate}",
)
INSIDE = Words(
    "exchange-rate-inside",
    en="Rate {rate} against {baseline}: {change} is within the band of {band}",
    zh="汇率 {rate}，基准 {baseline}：变动 {change} 未超出 {band}",
)
PASSED_ON = Words(
    "exchange-rate-passed-on",
    en="Rate {rate} against {baseline}: {share} of the difference on {base}",
    zh="汇率 {rate}，基准 {baseline}：按差额的 {share} 调整 {base}",
)


class ExchangeRate(Adjustment):
    """``rate`` names the quantity that holds the month's rate, in units of the other currency for one; ``band`` is tolerated.

    Outside the band the whole difference from the baseline counts, not only what lies beyond the band.
    """

    kind_name: ClassVar[Text] = Text(zh="汇率调整", en="Exchange rate")

    kind: Literal["exchange_rate"]
    on: Annotated[list[str], Field(min_length=1)]
    rate: str
    baseline: Positive
    share: Share = Fraction(1)
    band: Share = Fraction(0)

    def references(self) -> list[Reference]:
        return [*super().references(), Reference("quantity", self.rate, ("rate",), same_for_all=True)]

    def applies_in_parts(self) -> bool:
        return True

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        yield from ()  # the contract says it; in short it is its name

    def apply(self, month: Month) -> Charge:
        rate = month.quantity(self.rate, self).total
        if rate <= 0:
            raise fail(NOT_A_RATE, self.where, given=self.rate, period=month.period.name, rate=rate)
        change = (rate - self.baseline) / self.baseline
        values = {"rate": rate, "baseline": self.baseline}
        if abs(change) <= self.band:
            inside = {**values, "change": Pct(change), "band": Pct(self.band)}
            return self.line(month, [self.step(INSIDE, inside)])
        base = month.exact_of(self.on)
        factor = self.share * (self.baseline - rate) / rate
        passed = {**values, "share": Pct(self.share), "base": base}
        step = self.step(PASSED_ON, passed, base * factor, base, "money", factor)
        return self.line(month, [step], with_lines=self.on)
