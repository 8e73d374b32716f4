"""A month in which every KPI is at its best or its worst, which shows that a bound is reached; and the contract without a past."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bpo.advice.probe import span_of
from bpo.contracts.adjustments.consequence import Consequence
from bpo.contracts.adjustments.single_incident import SingleIncident
from bpo.contracts.clause import Clause
from bpo.contracts.header.header import Effective
from bpo.contracts.model import Contract
from bpo.core.errors import BpoError
from bpo.core.measures import KpiResult, Measures, Quantity
from bpo.kpi import Kpi
from bpo.pricing.price import price

EVENTS_MOVE = (Consequence, SingleIncident)
"""The clauses whose quantities are events, which need not be stated."""
MANY = Fraction(10**9)


def corner(contract: Contract, measures: Measures, best: bool) -> Fraction | None:
    """What a month comes to in which every KPI is at its best or its worst, with no events or with very many.

    None if such a month cannot be priced: a clause needs more than was stated.
    """
    kpis, quantities = {}, dict(measures.quantities)
    for kpi in contract.kpis:
        low, high = span_of(contract, kpi)
        kpis[kpi.id] = KpiResult(kpi.id, kpi.aim.extreme(low, high, best))
    for clause in contract.adjustments:
        for one in clause.references():
            if one.kind == "quantity" and isinstance(clause, EVENTS_MOVE):
                pays = isinstance(clause, SingleIncident) or clause.sign > 0
                quantities[one.name] = Quantity(MANY if best == pays else Fraction(0))
    steady = [
        one.model_copy(update={"grace_months": 0}) if "grace_months" in type(one).model_fields else one
        for one in contract.adjustments
    ]
    figures = Measures(measures.period, quantities, kpis)
    try:
        statement = price(first_month(contract, figures, steady, _without_relief(contract)), figures)
    except BpoError:
        return None
    ids = {clause.id for clause in contract.clauses}
    charges = [charge for charge in (*statement.charges, *statement.deductions) if charge.clause in ids]
    return sum((Fraction(charge.amount) for charge in charges), Fraction(0))


def _without_relief(contract: Contract) -> list[Kpi]:
    """Relief only softens what is worst, and takes nothing from what is best."""
    return [kpi.model_copy(update={"relief": None}) for kpi in contract.kpis]


def first_month(
    contract: Contract, measures: Measures, adjustments: Sequence[Clause], kpis: Sequence[Kpi] = ()
) -> Contract:
    """The contract with these adjustments; clauses that look back find no month before this one."""
    update: dict[str, object] = {"adjustments": list(adjustments), "kpis": list(kpis)}
    if any(clause.looks_back() for clause in (*contract.terms, *adjustments)):
        first = contract.cycle.period(measures.period).start
        update["effective"] = Effective.model_validate({"from": max(first, contract.effective.start)})
    return contract.pooled().model_copy(update=update)
