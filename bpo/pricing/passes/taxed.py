"""The tax of a month, by code, at the rates of its last day."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from bpo.contracts.header.tax import Taxed, apply_tax
from bpo.contracts.statement import Charge
from bpo.core.errors import fail
from bpo.core.fields import Mistake
from bpo.pricing.pricing import MovedTax, Pricing
from bpo.pricing.restated import identity


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

    restated = {one.line.clause: one.taxes for one in pricing.true_ups if one.taxes is not None}
    own = [line for line in lines if line.clause not in restated]
    try:
        taxed = apply_tax(own, prices, pricing.contract.tax_money, month.effective.end, passed_on)
    except Mistake as mistake:
        raise fail(mistake.words, prices.where, **mistake.values) from None
    return _with_restated(pricing, taxed, lines, restated) if restated else taxed


def _with_restated(
    pricing: Pricing, taxed: Taxed, lines: Sequence[Charge], restated: Mapping[str, Sequence[MovedTax]]
) -> Taxed:
    """The taxes of the month's own lines, and what those of restated months moved by: of the same tax they are one line."""
    zero, included = pricing.contract.money.units(0), pricing.contract.prices.tax == "included"
    places = [n for n, line in enumerate(lines) if line.clause not in restated]
    taxes, rows = list(taxed.taxes), []
    for of_tax in taxed.by_tax:
        row = [zero] * len(lines)
        for place, part in zip(places, of_tax, strict=True):
            row[place] = part
        rows.append(row)
    by_charge = [zero] * len(lines)
    for place, part in zip(places, taxed.by_charge, strict=True):
        by_charge[place] = part
    for n, line in enumerate(lines):
        for moved in restated.get(line.clause, ()):
            at = next((i for i, one in enumerate(taxes) if identity(one) == identity(moved.line)), len(taxes))
            if at == len(taxes):
                taxes.append(replace(moved.line, base=zero, amount=zero))
                rows.append([zero] * len(lines))
            one = taxes[at]
            taxes[at] = replace(one, base=one.base + moved.line.base, amount=one.amount + moved.line.amount)
            rows[at][n] += moved.line.amount
            by_charge[n] += moved.line.amount
    gross, tax = sum((line.amount for line in lines), zero), sum(by_charge, zero)
    net, total = (gross - tax, gross) if included else (gross, gross + tax)
    return Taxed(tuple(taxes), tuple(by_charge), net, tax, total, tuple(map(tuple, rows)), len(taxed.taxes))
