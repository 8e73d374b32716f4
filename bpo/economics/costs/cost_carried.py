"""What a month of costs leaves behind for the next: input tax that no output tax has met yet, and the profit so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from bpo.core.words import Words
from bpo.economics.costs.cost_levies import Said

LEFT_OVER_BEFORE = Words(
    "cost-input-tax-before", en="less {left} of input tax left over from earlier months", zh="已减上期留抵税额 {left}"
)
LEFT_OVER = Words(
    "cost-input-tax-left", en="{left} of input tax is left over for later months", zh="期末留抵税额 {left}，结转下期"
)
PROFIT_SO_FAR = Words(
    "cost-profit-so-far",
    en="profit since the first month is {profit}, up to the month before {before}; a loss bears no tax",
    zh="自首月起累计利润总额 {profit}，截至上月 {before}；累计亏损不计税",
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What the months so far leave behind. Money is exact, in the price's currency.

    ``input_tax`` is what output VAT has not met yet (留抵税额): ``max(0, input + carried − output)`` of each month. It is set off,
    not refunded. ``profit`` is revenue less all costs but taxes on it, of all months so far (累计利润总额), below zero for a loss.
    """

    input_tax: Fraction = Fraction(0)
    profit: Fraction = Fraction(0)

    @property
    def taxable(self) -> Fraction:
        """The profit so far, if it is none below zero: losses of earlier months are set off."""
        return max(Fraction(0), self.profit)


NOTHING_CARRIED = Carried()
"""What a month on its own begins with, and the first of a term."""


def said_of_input_tax(before: Carried, left: Carried) -> Iterator[Said]:
    """Why the VAT payable is what it is, where input tax comes from earlier months or is left for later ones."""
    if before.input_tax:
        yield LEFT_OVER_BEFORE, {"left": before.input_tax}
    if left.input_tax:
        yield LEFT_OVER, {"left": left.input_tax}


def said_of_profit(before: Carried, left: Carried) -> Iterator[Said]:
    """Where the month's part of a tax on profit comes from."""
    yield PROFIT_SO_FAR, {"profit": left.profit, "before": before.profit}
