"""What a month of costs leaves behind for the next: input tax that no output tax has met yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from bpo.economics.cost_levies import Said
from bpo.words import Words

LEFT_OVER_BEFORE = Words(
    "cost-input-tax-before",
    en="less {left} of input tax left over from earlier months",
    zh="已减上期留抵税额 {left}",
)
LEFT_OVER = Words(
    "cost-input-tax-left",
    en="{left} of input tax is left over for later months",
    zh="期末留抵税额 {left}，结转下期",
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What the months so far leave behind. Money is exact, in the price's currency.

    ``input_tax`` is what output VAT has not met yet (留抵税额): ``max(0, input + carried − output)`` of each month. It is set off,
    not refunded.
    """

    input_tax: Fraction = Fraction(0)


NOTHING_CARRIED = Carried()
"""What a month on its own begins with, and the first of a term."""


def said_of_input_tax(before: Carried, left: Carried) -> Iterator[Said]:
    """Why the VAT payable is what it is, where input tax comes from earlier months or is left for later ones."""
    if before.input_tax:
        yield LEFT_OVER_BEFORE, {"left": before.input_tax}
    if left.input_tax:
        yield LEFT_OVER, {"left": left.input_tax}
