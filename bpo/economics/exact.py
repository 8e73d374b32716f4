"""What a priced month earns before anything is rounded: a crossing can be exact only where no cent moves it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.contracts.statement import Charge, Statement


def exact_lines(contract: Contract, statement: Statement) -> dict[str, Fraction]:
    """What each line earns without tax, exactly; damages, which are netted from the payment, are lines too.

    Inclusive prices: ``amount / (1 + r)``, or ``amount − (amount − its part of the passed-on cost) × r / (1 + r)`` where tax is
    due on the difference. What the client withholds is the supplier's own tax, and no cost of the contract.
    """
    damages = {charge.clause: charge.exact for charge in statement.deductions if charge.damages}
    if contract.prices.tax == "excluded":
        return {charge.clause: charge.exact for charge in statement.charges} | damages
    held = _tax_free(contract, statement)
    rates = {code: kind.rate_on(statement.period.end) for code, kind in contract.prices.codes.items()}
    found: dict[str, Fraction] = {}
    for charge in statement.charges:
        rate, amount = rates[charge.tax_code], charge.exact
        found[charge.clause] = amount - (amount - held[charge.clause]) * rate / (1 + rate)
    return found | damages


def _tax_free(contract: Contract, statement: Statement) -> Mapping[str, Fraction]:
    """The part of each line that is passed-on cost, on which no tax is due: by the lines' share of their tax code."""
    found = {charge.clause: Fraction(0) for charge in statement.charges}
    for code, kind in contract.prices.codes.items():
        lines: list[Charge] = [charge for charge in statement.charges if charge.tax_code == code]
        gross = sum((charge.exact for charge in lines), Fraction(0))
        if kind.deducts and gross:
            passed_on = sum((statement.measures.quantities[name].total for name in kind.deducts), Fraction(0))
            found |= {charge.clause: passed_on * charge.exact / gross for charge in lines}
    return found


def exact_net(contract: Contract, statement: Statement) -> Fraction:
    """What the supplier earns in the month, without tax, before rounding."""
    return exact_sums(contract, statement)[0]


def exact_sums(contract: Contract, statement: Statement) -> tuple[Fraction, Fraction]:
    """:func:`exact_net`, and the tax on it before rounding: what inclusive prices hold, or what is charged on exclusive ones."""
    net = sum(exact_lines(contract, statement).values(), Fraction(0))
    if contract.prices.tax == "included":
        damages = (charge.exact for charge in statement.deductions if charge.damages)
        gross = sum((charge.exact for charge in statement.charges), Fraction(0)) + sum(damages, Fraction(0))
        return net, gross - net
    codes, day = contract.prices.codes, statement.period.end
    rates = {code: Fraction(0) if kind.reverse_charge else kind.rate_on(day) for code, kind in codes.items()}
    return net, sum((charge.exact * rates[charge.tax_code] for charge in statement.charges), Fraction(0))
