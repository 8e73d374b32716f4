"""Contracts made to be priced once: a clause by itself, a month in which every KPI is at its best or its worst, one without a past."""

from collections.abc import Sequence
from fractions import Fraction

from bpo.advice.probe import span_of
from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.header.header import Effective
from bpo.contracts.model import Contract
from bpo.contracts.terms.fixed import Fixed
from bpo.core.errors import BpoError
from bpo.core.figure_names import is_part_of
from bpo.core.measures import KpiResult, Measures, Quantity
from bpo.kpi import Kpi
from bpo.pricing.price import price

NO_TERM = Fixed.model_validate({"id": "no_term", "model": "fixed", "amount": 0, "prorated": "no"})


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
    free, found = clause.unlimited(), []
    if not free.about():  # the terms do not matter, and some may be counted on the days of each wording
        contract = contract.altered(terms=[NO_TERM])
    for size in (0, 1):
        by_itself = alone(contract, free, Fraction(size)).pooled().altered(kpis=[])
        statement = price(by_itself, quantities_for(by_itself, measures))
        charges = [*statement.charges, *statement.deductions]
        found.append(next(charge.exact for charge in charges if charge.clause == clause.id))
    count = len(clause.about())
    return found[0], (found[1] - found[0]) / count if count else Fraction(0)


def quantities_for(contract: Contract, measures: Measures) -> Measures:
    """Of the month's figures the quantities that this contract reads, which is made of a part of the one they were given for.

    What else a month has (KPIs, notes, disputes, late figures) may be about clauses that are not there, and moves no quantity.
    """
    sums = set(contract.sums_of_days())  # of days that may be counted apart
    names = contract.figure_names() - sums
    split = contract.split_figures()
    read = {
        name: figure
        for name, figure in measures.quantities.items()
        if name in names or any(is_part_of(name, whole) for whole in split)
    }
    return Measures(measures.period, read, sides={name: both for name, both in measures.sides.items() if name in read})


MANY = Fraction(10**9)


def corner(contract: Contract, measures: Measures, best: bool) -> Fraction | None:
    """What a month comes to in which every KPI is at its best or its worst, with no events or with very many.

    None if such a month cannot be priced: a clause needs more than was stated.
    """
    kpis, quantities = {}, dict(measures.quantities)
    for kpi in contract.kpis:
        low, high = span_of(contract, kpi)
        kpis[kpi.id] = KpiResult(kpi.id, kpi.aim.extreme(low, high, best), assumed=True)
    for clause in contract.adjustments:
        for one in clause.references():
            if one.kind == "quantity" and clause.counts_events:
                quantities[one.name] = Quantity(MANY if best == (clause.sign > 0) else Fraction(0))
    steady = [one.altered(grace_months=0) for one in contract.adjustments]
    figures = Measures(measures.period, quantities, kpis)
    # Relief only softens what is worst, and takes nothing from what is best.
    judged = [kpi.altered(relief=None) if kpi.relief is not None else kpi for kpi in contract.kpis]
    try:
        statement = price(first_month(contract, figures, steady, judged), figures)
    except BpoError:
        return None
    ids = {clause.id for clause in contract.clauses}
    charges = [charge for charge in (*statement.charges, *statement.deductions) if charge.clause in ids]
    return sum((Fraction(charge.amount) for charge in charges), Fraction(0))


def first_month(
    contract: Contract, measures: Measures, adjustments: Sequence[Adjustment], kpis: Sequence[Kpi] = ()
) -> Contract:
    """The contract with these adjustments; clauses that look back find no month before this one."""
    update: dict[str, object] = {"adjustments": list(adjustments), "kpis": list(kpis)}
    if any(clause.looks_back() for clause in (*contract.terms, *adjustments)):
        first = contract.cycle.period(measures.period).start
        start, end = max(first, contract.effective.start), contract.effective.end
        update["effective"] = Effective.model_validate({"from": start, **({"to": end} if end is not None else {})})
    return contract.pooled().altered(**update)
