"""Tax that the client keeps back from the payment and certifies."""

from dataclasses import replace
from fractions import Fraction

from bpo.contracts.statement import Charge, Step, rounded
from bpo.core.words import Pct, Words
from bpo.pricing.pricing import Pricing

WITHHELD = Words(
    "tax-withheld",
    en="Withheld by the client, with a certificate: {rate} of {base}",
    zh="委托方代扣并出具凭证：{base} 的 {rate}",
)
WITHHOLDING = "withholding"
"""The kind of a deduction that the client keeps back as tax."""


def withheld(pricing: Pricing) -> Pricing:
    """Tax that the client withholds is taken from the payment. 委托方代扣的税款自应付金额中扣除。"""
    prices, taxed = pricing.contract.prices, pricing.taxed
    found = []
    for number, kind in enumerate(prices.withholding, start=1):
        base = Fraction(taxed.net if kind.of == "net" else taxed.total)
        step = Step(WITHHELD, {"rate": Pct(kind.rate), "base": base}, -base * kind.rate, base, "money", -kind.rate)
        steps, amount = rounded([step], pricing.contract.tax_money)
        found.append(Charge(f"withholding-{number}", kind.name, WITHHOLDING, steps, amount, "", str(kind.where or "")))
    return replace(pricing, kept_back=(*pricing.kept_back, *found)) if found else pricing
