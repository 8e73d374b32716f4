"""Random figures that are complete for a contract and a month: every quantity that it needs, in the parts that it needs, every KPI."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from bpo.contracts.blocks.rate_multipliers import PLAIN
from bpo.contracts.model import Contract
from bpo.core.figure_names import part_name
from bpo.core.measures import CLASS, NOT_GIVEN, KpiResult, Measures, Need, Quantity
from bpo.core.periods import Period, month_after, months_between
from bpo.core.quantity import QuantitySpec
from bpo.core.units import WHOLE
from bpo.kpi import Kpi
from bpo.pricing.in_force import in_force
from tests.contracts.random_contracts import LEVELS, OTHER_LEVELS

Draw = Callable[[st.SearchStrategy[Any]], Any]

SITES = ("north", "south")
VALUES: Mapping[str, Sequence[str]] = {
    "site": (*SITES, ""), "team": ("red", "blue", ""), "entity": ("east", "west", "sea"), "agent": ("ann", "bob", "cai"),
    "grade": ("a", "b"), "region": ("east", "west"), "receiver": ("bank", "shop"), "case_id": ("c1", "c2"),
    "balance": ("99.99", "100", "5000"), "age_days": ("0", "30", "31"), "activity": ("ready", "training"),
    "value": ("0.5", "1.1", "7"),
}  # fmt: skip
"""What a column may hold that a quantity is split by."""

REFUSED = {
    "limit-reached": "a ceiling or a purchase order with `when_reached: refuse`",
    "tax-difference-negative": "more cost is passed on than was billed",
    "tax-difference-credit": "cost is deducted from a month of credits",
    "limit-below-passed-on": "a ceiling with `when_reached: stop` leaves less than the cost that was passed on",
    "billable-at-most-whose": "hours of nobody, where each person, team or site has a most",
}
"""All that complete figures may be refused for, and when: each is a matter of the figures, not of the contract."""

wholes = st.one_of(st.sampled_from([0, 1, 3, 10, 100, 101]), st.integers(0, 3000)).map(Fraction)
numbers = st.one_of(wholes, st.fractions(0, 500, max_denominator=40))


@st.composite
def measures(draw: Draw, contract: Contract, month: str) -> Measures:
    """The figures of a month."""
    period = contract.cycle.period(month)
    billed = in_force(contract, period)
    quantities = {name: _quantity(draw, billed, period, name, need) for name, need in needed(billed)}
    for name, days in billed.figures_by_days().items():
        if name in quantities and set(days) <= set(quantities):  # it is the sum of its days
            total = sum((quantities[day].total for day in days), Fraction(0))
            parts = {"east": total} if _split_when_given(billed, name) else {}
            quantities[name] = Quantity(total, quantities[name].unit, parts)
    kpis = {name: _kpi(draw, kpi) for kpi in billed.kpis for name in _names(billed, kpi.id)}
    return Measures(month, quantities, kpis)


def needed(contract: Contract) -> Iterator[tuple[str, Need | str]]:
    """Every figure that the month needs, by its name: with its need, or with the unit of one that is given."""
    found: dict[str, Need | str] = {need.id: need for need in contract.quantity_needs()}
    for name, spec in contract.quantities.items():
        if spec.given is not None:
            found[name] = spec.given
    for clause in contract.clauses:
        spec = getattr(clause, "quantity", "")
        unit = (
            spec.given if isinstance(spec, QuantitySpec) else "money" if spec is None and not clause.needs() else None
        )
        names = [part_name(clause.id, one.key) for one in contract.by_days.get(clause.id, ())] or [clause.id]
        found |= dict.fromkeys(names if unit is not None else (), unit)
    for name, figure in found.items():
        yield from ((own, figure) for own in _names(contract, name))


def _names(contract: Contract, name: str) -> list[str]:
    """The figure's own name, or those of its parts where it is kept part by part."""
    return [part_name(name, site) for site in SITES] if name in contract.split_figures() else [name]


def _quantity(draw: Draw, contract: Contract, period: Period, name: str, need: Need | str) -> Quantity:
    unit = need if isinstance(need, str) else need.unit
    each = wholes if unit in WHOLE else numbers
    if unit == "usd":
        return Quantity(draw(st.sampled_from([Fraction("1.3"), Fraction("1.377"), Fraction(7, 3)])), unit)
    if name == "passed_on":  # mostly less than is billed, of which it is deducted
        return Quantity(draw(st.sampled_from([Fraction(0), Fraction("0.01"), Fraction(3)])), unit)
    by = need.by if isinstance(need, Need) else _split_when_given(contract, name)
    if not by:
        return Quantity(draw(each), unit)
    values = [_values(contract, period, one, name) for one in by]
    rows = draw(st.lists(st.tuples(*map(st.sampled_from, values)), max_size=4, unique=True)) if all(values) else []
    if by == ("value",):
        records = {key: draw(wholes) for (key,) in rows}
        return Quantity(sum((Fraction(key) * n for key, n in records.items()), Fraction(0)), unit, records)
    parts = {"|".join(row): draw(each) for row in rows}
    return Quantity(sum(parts.values(), Fraction(0)), unit, parts)


def _split_when_given(contract: Contract, name: str) -> tuple[str, ...]:
    """What a given figure must be split by: pieces by agent, and an allocation's quantity by entity."""
    allocated = contract.allocation is not None and name in {key.named for _, key in contract.allocation.keys}
    pieces = any(term.id == name and term.model == "piece_rate" for term in contract.terms)
    return ("agent",) if pieces else ("entity",) if allocated else ()


def _values(contract: Contract, period: Period, by: str, name: str) -> Sequence[str]:
    if by == CLASS:
        term: Any = next(term for term in contract.terms if term.id == name.partition("@")[0])
        return [PLAIN, *(one.key for one in term.multipliers)]
    if by == "day":
        return [day.isoformat() for day in period.each_day()[:9]]
    if by == "sold_at":
        first = contract.cycle.containing(contract.effective.start)
        return [month_after(first.name, n) for n in range(months_between(first.name, period.name))]
    return VALUES[by]


def _kpi(draw: Draw, kpi: Kpi) -> KpiResult:
    """A value that is usual for it, at a level that contracts name, or none where the contract says what follows."""
    unit = kpi.measured_in()
    if kpi.if_not_measured is not None and draw(st.booleans()):
        return KpiResult(kpi.id, None, why_not=NOT_GIVEN)
    sample = Fraction(draw(st.sampled_from([1, 99, 100, 5000])))
    level = st.sampled_from(LEVELS.get(unit, OTHER_LEVELS)).map(
        lambda text: Fraction(text.rstrip("%")) / (100 if "%" in text else 1)
    )
    least = Fraction(1, 3) if unit == "money" else 0  # a cost of nothing is no cost
    value = draw(st.one_of(level, st.fractions(least, 1 if unit == "ratio" else 200, max_denominator=997)))
    if type(kpi).result is Kpi.result or not kpi.needs():
        scale = kpi.ratio(Fraction(1), Fraction(1)).value or Fraction(1)
        return kpi.ratio(value * sample / scale, sample)
    return KpiResult(kpi.id, value, value * sample, sample, int(sample), unit)
