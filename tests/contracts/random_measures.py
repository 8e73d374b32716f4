"""Random figures that are complete for a contract and a month: every quantity that it needs, in the parts that it needs, every KPI."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from bpo.contracts.blocks.rate_multipliers import PLAIN
from bpo.contracts.model import Contract
from bpo.core.figure_names import FigureName, part_name
from bpo.core.intervals import all_in
from bpo.core.measures import CLASS, NOT_GIVEN, KpiResult, Late, Measures, Need, Quantity
from bpo.core.periods import Period
from bpo.core.quantity import QuantitySpec
from bpo.core.sides import Side, Sides
from bpo.core.units import WHOLE
from bpo.kpi import Kpi
from bpo.kpi.interval_value import IntervalValue
from bpo.pricing.checked_kpis import days_of
from bpo.pricing.checked_measures import is_of_two_sums
from bpo.pricing.in_force import in_force
from tests.contracts.choices import Choices, Drawn
from tests.contracts.writer import BILLED, LEVELS, OTHER_LEVELS

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
    "calendar-year-not-known": "a working day of a year whose holidays are not announced yet",
    "billable-at-most-whose": "hours of nobody, where each person, team or site has a most",
}
"""All that complete figures may be refused for, and when: each is a matter of the figures, not of the contract."""

ROWS_MAX = 4
"""So many parts a quantity has at most."""


@st.composite
def measures(draw: Callable[[st.SearchStrategy[Any]], Any], contract: Contract, month: str) -> Measures:
    """The figures of a month, for a law of Hypothesis."""
    return figures_of(Drawn(draw), contract, month)


def figures_of(choices: Choices, contract: Contract, month: str, before: Sequence[Measures] = ()) -> Measures:
    """The figures of a month; ``before`` are those of earlier months, of which some KPIs are known only now."""
    period = contract.cycle.period(month)
    billed = in_force(contract, period)
    quantities = {name: _quantity(choices, billed, period, name, need) for name, need in needed(billed)}
    for name, days in billed.sums_of_days().items():
        if name in quantities and set(days) <= set(quantities):  # it is the sum of its days
            total = sum((quantities[day].total for day in days), Fraction(0))
            parts = {"east": total} if _split_when_given(billed, name) else {}
            quantities[name] = Quantity(total, quantities[name].unit, parts)
        elif name in quantities:  # its days are given site by site, and make it up
            del quantities[name]
    kpis = {
        name: replace(_kpi(choices, kpi, days_of(billed, kpi, month)), kpi=name)
        for kpi in billed.kpis
        for name in _names_of_kpi(billed, kpi)
    }
    sides = _sides(choices, billed, quantities)
    return Measures(month, quantities, kpis, sides=sides, late=_late(choices, contract, month, before))


def _late(choices: Choices, contract: Contract, month: str, before: Sequence[Measures]) -> dict[str, dict[str, Late]]:
    """KPIs of earlier months that were not known then, and may still come."""
    found: dict[str, dict[str, Late]] = {}
    for figures in before:
        then = in_force(contract, contract.cycle.period(figures.period))
        since = contract.cycle.between(figures.period, month)
        awaited = [kpi for kpi in then.kpis if kpi.known_later and since <= kpi.known_later.final_after_months]
        for name, kpi in ((name, one) for one in awaited for name in _names_of_kpi(then, one)):
            if figures.kpis[name].value is None and choices.one((True, False)):
                known = replace(_measured(choices, kpi, then.cycle.period(figures.period)), kpi=name)
                found.setdefault(figures.period, {})[name] = Late(known, "Report 7")
    return found


def _sides(choices: Choices, contract: Contract, quantities: Mapping[str, Quantity]) -> dict[str, Sides]:
    """Now and then the client's count of a quantity too; where they differ, and no rule settles it, what was agreed on."""
    split = {*contract.split_figures(), *contract.figures_by_days()}
    split |= {key.named for _, key in contract.allocation.keys} if contract.allocation is not None else set()
    plain = [name for name in BILLED if name in quantities and name not in split]
    if not plain or choices.one((True, False, False, False)) is False:
        return {}
    name = choices.one(plain)
    ours, apart = quantities[name].total, choices.one((0, 1, 7))
    ruled = contract.figures is not None and contract.figures.within is None
    agreed = None if apart == 0 or ruled else Side(ours + choices.one((0, apart)))
    said = ("Both managers", "Test calls") if agreed else ("", "")
    both = Sides(Side(ours + apart), Side(ours), agreed, *said)
    if agreed and choices.one((True, False)):
        both = replace(both, when=date(2026, 3, 4), attachment="minutes.pdf")
    return {name: both} if contract.figures or agreed else {}


def needed(contract: Contract) -> Iterator[tuple[str, Need | str]]:
    """Every figure that the month needs, by its name: with its need, or with the unit of one that is given."""
    found: dict[str, Need | str] = {need.id: need for need in contract.quantity_needs()}
    for name, spec in contract.quantities.items():
        if spec.given is not None:
            found[name] = spec.given
    for clause in contract.clauses:
        wordings = {part_name(clause.id, one.key): one.clause for one in contract.by_days.get(clause.id, ())}
        for name, wording in (wordings or {clause.id: clause}).items():
            spec = getattr(wording, "quantity", "")
            given = spec.given if isinstance(spec, QuantitySpec) else None
            unit = "money" if spec is None and not wording.needs() else given
            found |= {name: unit} if unit is not None else {}
    for name, figure in found.items():
        yield from ((own, figure) for own in _names(contract, name))


def _names(contract: Contract, name: str) -> list[str]:
    """The figure's own name, or those of its parts where it is kept part by part."""
    return [part_name(name, site) for site in SITES] if name in contract.split_figures() else [name]


def _whole(choices: Choices) -> Fraction:
    return Fraction(choices.one((0, 1, 3, 10, 100, 101)) if choices.one((True, False)) else choices.whole(0, 3000))


def _number(choices: Choices) -> Fraction:
    return _whole(choices) if choices.one((True, False)) else choices.fraction(Fraction(0), Fraction(500), 40)


def _names_of_kpi(contract: Contract, kpi: Kpi) -> list[str]:
    """Those of its parts; of a KPI that is more than one sum over another the whole besides."""
    names = _names(contract, kpi.id)
    return names if names == [kpi.id] or is_of_two_sums(kpi) else [*names, kpi.id]


def _quantity(choices: Choices, contract: Contract, period: Period, name: str, need: Need | str) -> Quantity:
    unit = need if isinstance(need, str) else need.unit
    each = _whole if unit in WHOLE else _number
    if unit == "usd":
        return Quantity(choices.one((Fraction("1.3"), Fraction("1.377"), Fraction(7, 3))), unit)
    if name == "passed_on":  # mostly less than is billed, of which it is deducted
        return Quantity(choices.one((Fraction(0), Fraction("0.01"), Fraction(3))), unit)
    by = need.by if isinstance(need, Need) else _split_when_given(contract, name)
    if not by:
        return Quantity(each(choices), unit)
    values = [_values(contract, period, one, name) for one in by]
    rows = _rows(choices, values)
    if by == ("value",):
        records = {key: _whole(choices) for (key,) in rows}
        return Quantity(sum((Fraction(key) * n for key, n in records.items()), Fraction(0)), unit, records)
    parts = {"|".join(row): each(choices) for row in rows}
    return Quantity(sum(parts.values(), Fraction(0)), unit, parts)


def _rows(choices: Choices, values: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Some of what the values of the columns can be together, each once."""
    found: list[tuple[str, ...]] = []
    for _ in range(choices.whole(0, ROWS_MAX) if all(values) else 0):
        row = tuple(choices.one(of) for of in values)
        found += [row] if row not in found else []
    return found


def _split_when_given(contract: Contract, name: str) -> tuple[str, ...]:
    """What a given figure must be split by: pieces by agent, and an allocation's quantity by entity."""
    keys = contract.allocation.keys if contract.allocation is not None else []
    allocated = FigureName.of(name).id in {key.named for _, key in keys}
    pieces = any(term.id == name and term.model == "piece_rate" for term in contract.terms)
    return ("agent",) if pieces else ("entity",) if allocated else ()


def _values(contract: Contract, period: Period, by: str, name: str) -> Sequence[str]:
    if by == CLASS:
        clause, _, key = name.partition("@")
        wordings = {one.key: one.clause for one in contract.by_days.get(clause, ())}
        term: Any = wordings.get(key[:10]) or next(term for term in contract.terms if term.id == clause)
        return [PLAIN, *(one.key for one in term.multipliers)]
    if by == "day":
        return [day.isoformat() for day in period.each_day()[:9]]
    if by == "sold_at":
        first = contract.cycle.containing(contract.effective.start).name
        return [contract.cycle.after(first, n) for n in range(contract.cycle.between(first, period.name))]
    return VALUES[by]


def _kpi(choices: Choices, kpi: Kpi, days: Period) -> KpiResult:
    """A value, or none where the contract says what follows or waits for it."""
    if (kpi.if_not_measured is not None or kpi.known_later is not None) and choices.one((True, False)):
        return KpiResult(kpi.id, None, why_not=NOT_GIVEN)
    return _measured(choices, kpi, days)


def _of_days(choices: Choices, kpi: IntervalValue, days: Period) -> KpiResult:
    """Values of some of the days, of all that there may be; one of which nothing was measured is left out."""
    keys = list(all_in(kpi.each, days))
    parts: dict[str, Fraction | None] = {key: _level(choices, kpi.measured_in()) for key in keys[: choices.whole(2, 5)]}
    if len(keys) > len(parts) and choices.one((True, False)):
        parts[keys[-1]] = None
    return KpiResult(kpi.id, None, why_not=NOT_GIVEN, parts=parts)


def _measured(choices: Choices, kpi: Kpi, days: Period) -> KpiResult:
    """A value that is usual for it, or at a level that contracts name."""
    if isinstance(kpi, IntervalValue):
        return _of_days(choices, kpi, days)
    unit = kpi.measured_in()
    sample = Fraction(choices.one((1, 99, 100, 5000)))
    value = _level(choices, unit)
    if is_of_two_sums(kpi):
        scale = kpi.ratio(Fraction(1), Fraction(1)).value or Fraction(1)
        return kpi.ratio(value * sample / scale, sample)
    return KpiResult(kpi.id, value, value * sample, sample, int(sample), unit)


def _level(choices: Choices, unit: str) -> Fraction:
    if choices.one((True, False)):
        level = choices.one(LEVELS.get(unit, OTHER_LEVELS))
        return Fraction(level.rstrip("%")) / (100 if "%" in level else 1)
    least = Fraction(1, 3) if unit == "money" else Fraction(0)  # a cost of nothing is no cost
    return choices.fraction(least, Fraction(1 if unit == "ratio" else 200), 997)
