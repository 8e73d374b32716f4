"""What a priced month earns before anything is rounded: a crossing can be exact only where no cent moves it."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.contracts.statement import Charge, Statement
from bpo.core.sums import exact_sum


def exact_lines(contract: Contract, statement: Statement) -> dict[str, Fraction]:
    """What each line earns without tax, exactly; damages, which are netted from the payment, are lines too.

    Inclusive prices: ``amount / (1 + r)``, or ``amount − (amount − its part of the passed-on cost) × r / (1 + r)`` where tax is
    due on the difference. Of money held back what is never paid is a line. What the client withholds is the supplier's own tax, and no cost of the contract.
    """
    return _without_tax(contract, statement, _amounts(statement.charges)) | _damages(statement)


def _amounts(charges: Iterable[Charge]) -> dict[str, Fraction]:
    return {charge.clause: charge.exact for charge in charges}


def _damages(statement: Statement) -> dict[str, Fraction]:
    lost = [charge for charge in statement.deductions if charge.damages or charge.lost]
    return {charge.clause: charge.exact if charge.damages else charge.lost for charge in lost}


def _without_tax(contract: Contract, statement: Statement, amounts: Mapping[str, Fraction]) -> dict[str, Fraction]:
    if contract.prices.tax == "excluded":
        return dict(amounts)
    held = _tax_free(contract, statement, amounts)
    rates = {code: kind.rate_on(statement.period.end) for code, kind in contract.prices.codes.items()}
    found: dict[str, Fraction] = {}
    for charge in statement.charges:
        rate, amount = rates[charge.tax_code], amounts[charge.clause]
        taxed = amount - held[charge.clause] if charge.clause in held else amount
        found[charge.clause] = amount - taxed * rate / (1 + rate)
    return found


def _tax_free(contract: Contract, statement: Statement, amounts: Mapping[str, Fraction]) -> Mapping[str, Fraction]:
    """Of lines with passed-on cost, on which no tax is due, their part of it: by the lines' share of their tax code."""
    found: dict[str, Fraction] = {}
    for code, kind in contract.prices.codes.items():
        if not kind.deducts:
            continue
        lines = [charge.clause for charge in statement.charges if charge.tax_code == code]
        gross = exact_sum(amounts[line] for line in lines)
        if gross:
            passed_on = exact_sum(statement.measures.quantities[name].total for name in kind.deducts)
            found |= {line: passed_on * amounts[line] / gross for line in lines}
    return found


def exact_sums(contract: Contract, statement: Statement) -> tuple[Fraction, Fraction]:
    """What the supplier earns in the month, without tax, and that tax, before rounding: what inclusive prices hold, or what is charged on exclusive ones."""
    amounts, damages = _amounts(statement.charges), exact_sum(_damages(statement).values())
    net = exact_sum([damages, *_without_tax(contract, statement, amounts).values()])
    if contract.prices.tax == "included":
        return net, exact_sum([damages, *amounts.values()]) - net
    codes, day = contract.prices.codes, statement.period.end
    rates = {code: Fraction(0) if kind.reverse_charge else kind.rate_on(day) for code, kind in codes.items()}
    return net, exact_sum(amounts[charge.clause] * rates[charge.tax_code] for charge in statement.charges)
