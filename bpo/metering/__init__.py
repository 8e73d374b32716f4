"""Needs and the lake become measures: every need is compiled to Polars and counted; nothing is priced here.

Rows count in the period that holds their time in the contract's time zone. Sums and counts leave Polars as integers or exact
decimals. All plain counts and sums of a table are taken in one pass, by day, which also yields the daily series.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.contracts.part import of_part
from bpo.core.figure_names import is_given, keys_of, part_name, side_name
from bpo.core.measures import Clock, Evidence, KpiResult, Measures, Need, Quantity
from bpo.core.periods import Period
from bpo.core.proration import whole_period
from bpo.core.words import exact_text
from bpo.core.zones import RULES
from bpo.facts.lake.seen import Facts, Pinned
from bpo.kpi.base import Kpi
from bpo.kpi.intervals import IntervalKpi
from bpo.metering.clock import asks_the_clock, require_zone
from bpo.metering.count import Counted, count_all
from bpo.pricing.in_force import in_force
from bpo.pricing.passes.agreed import with_agreed

__all__ = ["Count", "Facts", "Pinned", "measure", "needed_of"]


Count = Callable[[Facts, Contract, Period, Sequence[Need]], dict[str, Counted]]
"""What counts needs over the rows of a window: ``count_all``, or what remembers."""


def needed_of(contract: Contract, given: Measures | None, period: Period) -> list[Need]:
    """What is counted of a contract, as it is in force in the period: all that is not given."""
    return _needed(contract, with_agreed(contract, given or Measures(period.name)))[2]


def _needed(contract: Contract, given: Measures) -> tuple[list[Need], list[Kpi], list[Need]]:
    """The needs of lines that are not given, the KPIs that are not, and the needs of both."""
    wanted = [need for need in contract.quantity_needs() if not is_given(need.id, given.quantities)]
    kpis: list[Kpi] = [kpi for kpi in contract.kpis if not is_given(kpi.id, given.kpis)]
    return wanted, kpis, [*wanted, *(need for kpi in kpis for need in kpi.counted())]


def measure(
    lake: Facts, contract: Contract, period: Period, given: Measures | None = None, count: Count = count_all
) -> Measures:
    """The measures of a contract for a period.

    Args:
        lake: the facts; only rows of the contract's account are read.
        contract: what is needed.
        period: one of the contract's billing periods; only days on which the contract holds count.
        given: agreed figures; they stand in place of what would be counted, and what they hold is not counted at all.
        count: what counts, where several contracts share their counts.

    Raises:
        BpoError: if facts are missing that a need counts: missing is never zero; or if the contract would have to say by which
            time zone its days begin.
    """
    contract = in_force(contract, period)
    given = with_agreed(contract, given or Measures(period.name))
    wanted, kpis, needs = _needed(contract, given)
    window = contract.effective_part(period)
    if window is None or not needs:
        return _with_results(given, contract, kpis, {}, {}, period)
    if any(asks_the_clock(need) for need in needs):
        require_zone(contract)
    versions = lake.versions()  # read once: an ingest meanwhile must not be counted, nor remembered
    counted = count(Pinned(lake, versions), contract, window, needs)
    needs, wanted = _with_parts(needs, counted), _with_parts(wanted, counted)
    evidence = {need.id: Evidence(counted[need.id].rows, need.table, versions.get(need.table)) for need in needs}
    quantities = {need.id: quantity_of(need, counted[need.id], contract, period) for need in wanted}
    daily = {need.id: by_day for need in needs if (by_day := _in_unit(need, counted[need.id].daily)) is not None}
    clock = Clock(contract.billing.timezone, RULES)
    quantities, evidence = {**quantities, **given.quantities}, {**evidence, **given.evidence}
    measured = replace(given, quantities=quantities, evidence=evidence, clock=clock)
    return _with_results(measured, contract, kpis, counted, daily, period)


def _with_parts(needs: Sequence[Need], counted: Mapping[str, Counted]) -> list[Need]:
    """The needs, each followed by those of its parts that were counted."""
    found = []
    for need in needs:
        parts = sorted(keys_of(need.id, counted))
        found += [need, *(replace(need, id=part_name(need.id, key)) for key in parts)]
    return found


def _with_results(
    measures: Measures, contract: Contract, kpis: Sequence[Kpi], counted: Mapping[str, Counted],
    daily: Mapping[str, Mapping[str, Fraction]], period: Period,
) -> Measures:  # fmt: skip
    """The measures with the KPIs that their needs yield, and the daily series of all."""
    needs = {kpi.id: kpi.counted() for kpi in kpis}
    results: dict[str, KpiResult] = {}
    notes: dict[str, Evidence] = {}
    series = {name: days for name, days in daily.items() if name in measures.quantities}
    for kpi in kpis:
        if all(need.id in counted for need in needs[kpi.id]):
            window = needs[kpi.id][0].on_days if needs[kpi.id] else None
            window = window or contract.effective_part(period) or period
            for key in ["", *sorted({key for need in needs[kpi.id] for key in keys_of(need.id, counted)})]:
                ids = {need.id: part_name(need.id, key) if key else need.id for need in needs[kpi.id]}
                found_needs = {
                    need.id: quantity_of(need, counted[ids[need.id]], contract, period) for need in needs[kpi.id]
                }
                name = part_name(kpi.id, key) if key else kpi.id
                others = of_part(measures.quantities, key) if key else measures.quantities
                result, left_out = kpi.in_month({**others, **found_needs}, window)
                results[name] = replace(result, kpi=name)
                notes |= {name: Evidence(0, note=left_out)} if left_out else {}
            if isinstance(kpi, IntervalKpi) and kpi.every == "day":
                series[kpi.id] = {day: value for day, value in results[kpi.id].parts.items() if value is not None}
            elif days := _daily_results(kpi, needs[kpi.id], daily):
                series |= days
    order = [kpi.id for kpi in contract.kpis]
    found: dict[str, KpiResult] = {**results, **measures.kpis}
    found = {name: found[name] for name in [*order, *found] if name in found}
    return replace(
        measures, period=period.name, kpis=found, series={**series, **measures.series}, evidence={**notes, **measures.evidence}
    )  # fmt: skip


def _daily_results(
    kpi: Kpi, needs: Sequence[Need], daily: Mapping[str, Mapping[str, Fraction]]
) -> dict[str, dict[str, Fraction]]:
    """The KPI of each day that has one, with the counts that it is made of; only where all of its needs add up over days."""
    if not needs or any(need.id not in daily for need in needs):
        return {}
    found: dict[str, dict[str, Fraction]] = {}
    for day in daily[needs[0].id]:
        result = kpi.result({need.id: Quantity(daily[need.id][day]) for need in needs})
        if result.value is None:
            continue
        found.setdefault(kpi.id, {})[day] = result.value
        for side, count in (("numerator", result.numerator), ("denominator", result.denominator)):
            if count is not None:
                found.setdefault(side_name(kpi.id, side), {})[day] = count
    return found


def quantity_of(need: Need, counted: Counted, contract: Contract, period: Period) -> Quantity:
    divisor = Fraction(need.divisor)
    if need.per_day:
        divisor *= whole_period(period, need.days, contract.billing.calendar, contract.place(need.id))
    if need.by == ("value",):  # the parts are a histogram: billed value -> records with it
        parts = {exact_text(Fraction(value) / divisor): records for value, records in counted.parts.items()}
    else:
        parts = {key: value / divisor for key, value in counted.parts.items()}
    return Quantity(counted.total / divisor, need.unit, parts)


def _in_unit(need: Need, daily: Mapping[str, Fraction] | None) -> dict[str, Fraction] | None:
    return None if daily is None else {day: value / need.divisor for day, value in daily.items()}
