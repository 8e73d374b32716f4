"""The tax of a month, by code, at the rates of its last day."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from bpo.contracts.header.tax import Taxed, apply_tax
from bpo.contracts.statement import Charge
from bpo.core.errors import fail
from bpo.core.fields import Mistake
from bpo.pricing.pricing import Pricing


def taxed(pricing: Pricing) -> Pricing:
    """Tax is charged on the lines, or taken to be in them, by tax code. 按税码对各行计税，或自含税价中分出税额。"""
    return replace(pricing, taxed=tax_on(pricing, pricing.lines))


def tax_on(pricing: Pricing, lines: Sequence[Charge]) -> Taxed:
    """The tax of these lines.

    Raises:
        BpoError: if more passed-on cost is deducted than was billed.
    """
    prices, month = pricing.contract.prices, pricing.month

    def passed_on(name: str) -> Fraction:
        return month.quantity(name, prices).total

    try:
        return apply_tax(lines, prices, pricing.contract.tax_money, month.effective.end, passed_on)
    except Mistake as mistake:
        raise fail(mistake.words, prices.where, **mistake.values) from None
