"""Tax codes, inclusive and exclusive prices, rounding by line or by total."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal, NamedTuple, Self

from pydantic import model_validator

from bpo.contracts.statement import Charge, TaxLine
from bpo.fields import Label, Mistake, Part, Share
from bpo.money import Money, RoundingMode
from bpo.words import Text, Words

ONE_OF_RATE_RATES = Words(
    "tax-rate-or-rates",
    en="write either 'rate' (one tax) or 'rates' (several, by code)",
    zh="'rate'（单一税率）与 'rates'（多个税率）只能写其一",
)
STANDARD = "standard"


class TaxRate(Part):
    """One tax code: its rate and the name it has on the invoice."""

    rate: Share
    name: Label = Text(zh="增值税", en="VAT")


class Prices(Part):
    """How the contract's prices stand to tax, and where tax and amounts are rounded.

    ``tax: included`` means that a rate holds its tax (含税价). ``tax_rounding: line`` rounds the tax of every line, as fapiao
    systems do; ``total`` rounds it once per code on their sum (EN 16931). Without any rate no tax is charged.
    """

    tax: Literal["included", "excluded"] = "excluded"
    rate: Share | None = None
    name: Label = Text(zh="增值税", en="VAT")
    rates: dict[str, TaxRate] | None = None
    tax_rounding: Literal["line", "total"] = "total"
    rounding: RoundingMode = "half_up"

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.rate is not None and self.rates is not None:
            raise Mistake(ONE_OF_RATE_RATES, ("rates",))
        return self

    @property
    def codes(self) -> dict[str, TaxRate]:
        """Every tax code; the first is that of lines that name none."""
        if self.rates:
            return self.rates
        return {STANDARD: TaxRate(rate=self.rate or Fraction(0), name=self.name)}


class Taxed(NamedTuple):
    """The tax of a statement: lines by code, each charge's share, and the three totals."""

    taxes: tuple[TaxLine, ...]
    by_charge: tuple[Decimal, ...]
    net: Decimal
    tax: Decimal
    total: Decimal


def apply_tax(charges: Sequence[Charge], prices: Prices, money: Money) -> Taxed:
    """Tax on the charges, by code.

    Exclusive prices: tax = amount × r. Inclusive: net = amount / (1 + r), rounded, and tax = amount − net. Rounded for each
    line or once for the sum of a code; in the latter case the lines get their share by largest remainder.
    """
    zero = money.units(0)
    by_charge = [zero] * len(charges)
    taxes: list[TaxLine] = []
    for code, kind in prices.codes.items():
        members = [i for i, charge in enumerate(charges) if charge.tax_code == code]
        if not members:
            continue
        if prices.tax_rounding == "line":
            for i in members:
                by_charge[i] = _tax(charges[i].amount, kind.rate, prices.tax, money)
        else:
            tax = _tax(sum((charges[i].amount for i in members), zero), kind.rate, prices.tax, money)
            for i, share in zip(members, _shares(tax, [charges[i] for i in members], money), strict=True):
                by_charge[i] = share
        amount = sum((by_charge[i] for i in members), zero)
        gross = sum((charges[i].amount for i in members), zero)
        base = gross - amount if prices.tax == "included" else gross
        if kind.rate:
            taxes.append(TaxLine(code, kind.name, kind.rate, base, amount))
    lines = sum((charge.amount for charge in charges), zero)
    tax = sum(by_charge, zero)
    net, total = (lines - tax, lines) if prices.tax == "included" else (lines, lines + tax)
    return Taxed(tuple(taxes), tuple(by_charge), net, tax, total)


def _tax(amount: Decimal, rate: Fraction, basis: str, money: Money) -> Decimal:
    if basis == "included":
        return amount - money.round(Fraction(amount) / (1 + rate))
    return money.round(Fraction(amount) * rate)


def _shares(tax: Decimal, charges: Sequence[Charge], money: Money) -> list[Decimal]:
    """The lines' shares of a tax that was rounded on their sum; credits and charges that cancel out carry it in the first."""
    weights = [Fraction(charge.amount) for charge in charges]
    if sum(weights) == 0:
        return [tax, *[money.units(0)] * (len(charges) - 1)]
    return money.allocate(tax, weights)
