"""Measures against the contract that they are to be priced by: what was agreed or typed by hand is checked before it is billed.

A name that nothing reads, a percent without its sign and minutes given as seconds would all bill a wrong amount silently.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem, choices
from bpo.core.figure_names import FigureName, is_part_of, keys_of, part_name
from bpo.core.measures import NO_ROWS, KpiResult, Measures, Need, Quantity
from bpo.core.sums import exact_sum
from bpo.core.units import UNITS, WHOLE
from bpo.core.vocabulary import KPI, QUANTITY
from bpo.core.words import Text, Words
from bpo.pricing.checked_kpis import interval_problems, kpi_problems, with_values_of_intervals
from bpo.pricing.checked_measures import is_of_two_sums, kpis_of, unit_in, with_value
from bpo.pricing.pricing import Pricing

NOT_IN_CONTRACT = Words(
    "measures-name-unknown",
    en="the measures of {period} have the {kind} '{given}', which contract '{contract}' does not know",
    zh="{period} 的数据含有{kind} '{given}'，但合同 '{contract}' 中没有",
)
NO_PART = Words(
    "measures-name-of-no-part",
    en="'{given}' does not say whose figure it is: write the site, team or day after the '@'",
    zh="'{given}' 未写明归属：请在 @ 之后写明职场、班组或日期",
)
OTHER_UNIT = Words(
    "measures-unit-differs",
    en="the quantity '{name}' of {period} is given in '{given}', but the contract bills it in '{wanted}'",
    zh="{period} 的数量 '{name}' 以 '{given}' 为单位，但合同按 '{wanted}' 计费",
)
NEGATIVE_COUNT = Words(
    "measures-negative",
    en="the quantity '{name}' of {period} is {given}: nothing is counted below zero",
    zh="{period} 的数量 '{name}' 为 {given}：计数不会小于零",
)
PARTS_DISAGREE = Words(
    "quantity-parts-disagree",
    en="the parts of the quantity '{name}' of {period} make {sum}, but its total is {total}",
    zh="{period} 的数量 '{name}' 各部分之和为 {sum}，与合计 {total} 不符",
)
NOT_WHOLE = Words(
    "measures-not-whole",
    en="the quantity '{name}' of {period} is {given} {unit}: there is no part of one",
    zh="{period} 的数量 '{name}' 为 {given} {unit}：该单位不能有小数",
)
EVIDENCE = Text(zh="依据", en="evidence for")


def checked(pricing: Pricing) -> Pricing:
    """Every figure is one that the contract reads, in its unit, and can be meant; sums of parts and fractions are made.
    核对各项数据：合同有此名称、单位一致、数值可信；并汇总各部分、计算比率。
    """
    return pricing.with_measures(check(pricing.contract, pricing.measures, pricing.parts_of_wholes))


def check(contract: Contract, measures: Measures, parts_of_wholes: bool = False) -> Measures:
    """The measures ready to be priced: bare quantities have the unit they are billed in, KPIs their value.

    Raises:
        BpoError: with every name that the contract does not know, every unit that is not the contract's, every KPI whose
            value cannot be meant or is not its numerator over its denominator, every quantity below zero, in parts of what has
            none, or with parts that do not make it up.
    """
    kpis, needs = kpis_of(contract, measures), contract.quantity_needs()
    units, own = contract.units(), _without_sums_of_days(contract, measures)
    problems = [
        *unknown_figures(contract, own), *_other_units(units, own), *_impossible(units, own, parts_of_wholes),
        *_parts(needs, measures), *_wholes(contract, needs, measures),
    ]  # fmt: skip
    for name, result in measures.kpis.items():
        if name in kpis:
            problems += kpi_problems(kpis[name], result, measures.period)
            problems += interval_problems(contract, kpis[name], result, measures.period)
    if problems:
        raise BpoError(problems)
    measures = with_values_of_intervals(contract, kpis, measures)
    results = {name: with_value(kpis[name], result) for name, result in measures.kpis.items()}
    results |= _kpi_sums(contract, results)
    quantities = {
        name: q if q.unit else replace(q, unit=unit_in(units, name)) for name, q in measures.quantities.items()
    }
    return replace(measures, quantities={**_sums(contract, quantities), **quantities}, kpis=results)


def _without_sums_of_days(contract: Contract, measures: Measures) -> Measures:
    """Without the sums of days that a statement keeps: what is counted otherwise on some days makes no figure to be checked."""
    days = contract.sums_of_days()
    if not days:
        return measures
    made = _sums(contract, measures.quantities)
    kept = {
        name: quantity
        for name, quantity in measures.quantities.items()
        if name not in days or name not in made or made[name].total != quantity.total
    }
    return replace(measures, quantities=kept)


def _sums(contract: Contract, quantities: Mapping[str, Quantity]) -> dict[str, Quantity]:
    """Of every quantity that was counted or given part by part, the sum of all its parts; by entity, if lines are allocated by it."""
    found: dict[str, Quantity] = {}
    keys = contract.allocation.keys if contract.allocation is not None else []
    allocated = {key.named for _, key in keys}
    by_part = {name: [part_name(name, key) for key in keys_of(name, quantities)] for name in contract.split_figures()}
    for name, names in (*by_part.items(), *contract.sums_of_days().items()):
        parts = [both[part] for part in names if part in (both := {**quantities, **found})]
        if parts and len(parts) == len(names):
            by_entity = _added(parts) if FigureName.of(name).id in allocated else {}
            found[name] = Quantity(exact_sum(part.total for part in parts), parts[0].unit, by_entity)
    return found


def _added(figures: Sequence[Quantity]) -> dict[str, Fraction]:
    """The sum of each of their keys; none if one of them was given as a total alone."""
    if any(one.total and not one.parts for one in figures):
        return {}
    keys = dict.fromkeys(key for one in figures for key in one.parts)
    return {key: exact_sum(one.parts.get(key, Fraction(0)) for one in figures) for key in keys}


def _kpi_sums(contract: Contract, results: Mapping[str, KpiResult]) -> dict[str, KpiResult]:
    """Of every KPI that was given part by part as its two sums, that of all parts together."""
    found: dict[str, KpiResult] = {}
    for kpi in contract.kpis:
        if kpi.for_each is None:
            continue
        parts = [result for name, result in results.items() if is_part_of(name, kpi.id)]
        both = [(one.numerator, one.denominator) for one in parts]
        sums = [(top, bottom) for top, bottom in both if top is not None and bottom is not None]
        if is_of_two_sums(kpi) and kpi.id not in results and parts and len(sums) == len(parts):
            top, bottom = exact_sum(a for a, _ in sums), exact_sum(b for _, b in sums)
            result = KpiResult(kpi.id, None, top, bottom, unit=kpi.measured_in(), why_not=NO_ROWS)
            found[kpi.id] = with_value(kpi, result)
    return found


def unknown_figures(contract: Contract, measures: Measures) -> Iterator[Problem]:
    """The figures that the contract does not read."""
    read = contract.figure_names()
    kpis = {kpi.id for kpi in contract.kpis}
    split = contract.split_figures()
    noted = [name for name, evidence in measures.evidence.items() if evidence.note]
    for kind, given, known in (
        (QUANTITY, measures.quantities, read),
        (KPI, measures.kpis, kpis),
        (EVIDENCE, noted, read | kpis),
    ):
        for name in given:
            if "@" in name and not all(key.strip() for key in FigureName.of(name).parts):
                yield Problem(NO_PART, None, {"given": name})
            elif name not in known and not any(is_part_of(name, whole) for whole in split):
                values = {"kind": kind, "contract": contract.contract, "period": measures.period}
                yield Problem(NOT_IN_CONTRACT, None, {**values, **choices(name, known)})


def _other_units(units: Mapping[str, str], measures: Measures) -> Iterator[Problem]:
    for name, quantity in measures.quantities.items():
        wanted = unit_in(units, name)
        if quantity.unit and wanted and quantity.unit != wanted:
            values = {"name": name, "period": measures.period, "given": quantity.unit, "wanted": wanted}
            yield Problem(OTHER_UNIT, None, values)


def _impossible(units: Mapping[str, str], measures: Measures, parts_of_wholes: bool) -> Iterator[Problem]:
    """Counts and times are never negative; money may be, as with a cost that was credited. Half a contact is none."""
    for name, quantity in measures.quantities.items():
        unit = quantity.unit or unit_in(units, name)
        values = {"name": name, "period": measures.period}
        if unit in UNITS and unit != "money" and quantity.total < 0:
            yield Problem(NEGATIVE_COUNT, None, {**values, "given": quantity.total})
        elif unit in WHOLE and not parts_of_wholes:
            broken = [one for one in (quantity.total, *quantity.parts.values()) if one.denominator != 1]
            if broken:
                yield Problem(NOT_WHOLE, None, {**values, "given": broken[0], "unit": UNITS[unit]})


def _parts(needs: Sequence[Need], measures: Measures) -> Iterator[Problem]:
    """Parts make up their total, whether or not a clause reads them; those of a histogram are records by their value."""
    by_value = {need.id for need in needs if need.by == ("value",)}
    for name, quantity in measures.quantities.items():
        if not quantity.parts:
            continue
        records = name in by_value or any(is_part_of(name, whole) for whole in by_value)
        try:
            made = [value * (Fraction(key) if records else 1) for key, value in quantity.parts.items()]
        except ValueError:
            made = []
        whole = exact_sum(made)
        if whole != quantity.total:
            values = {"name": name, "period": measures.period, "sum": whole, "total": quantity.total}
            yield Problem(PARTS_DISAGREE, None, values)


def _wholes(contract: Contract, needs: Sequence[Need], measures: Measures) -> Iterator[Problem]:
    """A figure that is given beside those of its days or sites is their sum, where such figures add up.

    What is counted by another wording on each of the days does not make the whole month's.
    """
    made = _sums(contract, measures.quantities)
    if not made:
        return
    apart = {
        need.id for need in needs if need.op not in ("count", "sum") or need.first is not None or need.take is not None
    }
    apart |= {FigureName.of(need.id).whole for need in needs if FigureName.of(need.id).parts}
    for name, whole in made.items():
        given = measures.quantities.get(name)
        if name not in apart and given is not None and given.total != whole.total:
            values = {"name": name, "period": measures.period, "sum": whole.total, "total": given.total}
            yield Problem(PARTS_DISAGREE, None, values)
