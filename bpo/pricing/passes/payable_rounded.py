"""Rounding of the amount payable (抹零): to 0.05 where there are no smaller coins, or to whole units, with the difference as a line.

The total, its tax and what limits it draws on stay as they are.
Source: EN 16931, BT-114 (rounding amount) and BT-115 (amount due).
"""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.portions import LinePortion
from bpo.contracts.statement import PAYABLE_ROUNDING, Charge, Step
from bpo.core.money import Money
from bpo.core.words import Text, Words
from bpo.pricing.pricing import Pricing

ROUNDED = Words(
    "payable-rounded", en="{payable} rounded to a multiple of {step}", zh="{payable} 舍入到 {step} 的整数倍"
)
OF_EACH = Words(
    "payable-rounded-of-each",
    en="what each entity pays, rounded to a multiple of {step}",
    zh="各主体应付金额分别舍入到 {step} 的整数倍",
)
LABEL = Text(zh="尾差调整", en="Rounding")


def payable_rounded(pricing: Pricing) -> Pricing:
    """What is payable is rounded as the contract says, that of each entity by itself, and the difference is a line.
    应付金额按约定舍入（多主体的分别舍入），差额单列一行。
    """
    prices, money = pricing.contract.prices, pricing.contract.money
    step = prices.payable_round_to
    if step is None:
        return pricing
    by = Money(money.currency, prices.payable_rounding)

    def moved(payable: Decimal) -> Decimal:
        return by.round(Fraction(payable), step) - payable

    payable = pricing.statement().payable
    own = [moved(portion.payable) for portion in pricing.portions]
    whole = sum(own, money.units(0)) if own else moved(payable)
    if not whole and not any(own):
        return pricing
    values = {"payable": payable, "step": step}
    steps = (Step(OF_EACH if own else ROUNDED, values, Fraction(whole)),)
    line = Charge("payable-rounding", LABEL, PAYABLE_ROUNDING, steps, whole, "", str(prices.where or ""))
    portions = []
    for portion, amount in zip(pricing.portions, own, strict=True):
        said = {"payable": portion.payable, "step": step}
        part = LinePortion(amount, Fraction(amount) / Fraction(whole) if whole else Fraction(0), ROUNDED, said)
        portions.append(replace(portion, deductions=(*portion.deductions, part)))
    return replace(pricing, kept_back=(*pricing.kept_back, line), portions=tuple(portions))
