"""A clause by itself: the lines that it is about are fixed sums, and nothing else is in the contract."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.model import Contract
from bpo.contracts.terms.fixed import Fixed
from bpo.core.measures import Measures
from bpo.pricing.price import price


def alone(contract: Contract, clause: Adjustment, size: Fraction = Fraction(0)) -> Contract:
    """The contract of this clause and its lines, each of this size; their taxes do not matter to it."""
    lines = [
        Fixed.model_validate({"id": name, "model": "fixed", "amount": size, "prorated": "no"})
        for name in clause.about()
    ]
    found = contract.altered(terms=lines or contract.terms, adjustments=[clause])
    found.holds_by_days({})
    return found


def at_stated(contract: Contract, clause: Adjustment, measures: Measures) -> tuple[Fraction, Fraction]:
    """A clause that neither KPIs nor events move, in the stated month without cap, floor and grace: ``(fixed, share)`` of its lines.

    Raises:
        BpoError: if a quantity that it needs is not stated.
    """
    free = clause.unlimited()
    found = []
    for size in (0, 1):
        by_itself = alone(contract, free, Fraction(size)).pooled().altered(kpis=[])
        names = by_itself.figure_names()
        stated = {name: figure for name, figure in measures.quantities.items() if name in names}
        statement = price(by_itself, replace(measures, quantities=stated, kpis={}))
        charges = [*statement.charges, *statement.deductions]
        found.append(next(charge.exact for charge in charges if charge.clause == clause.id))
    count = len(clause.about())
    return found[0], (found[1] - found[0]) / count if count else Fraction(0)
