"""Measures against the contract that they are to be priced by: what was agreed or typed by hand is checked before it is billed.

A name that nothing reads, a percent without its sign and minutes given as seconds would all bill a wrong amount silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from bpo.contracts.model import Contract
from bpo.errors import BpoError, Problem, choices
from bpo.fields import Mistake
from bpo.kpi.base import Kpi
from bpo.kpi.bounds import check_bound
from bpo.measures import KpiResult, Measures
from bpo.quantity import QuantitySpec
from bpo.units import UNITS
from bpo.words import Text, Words, exact_text

NOT_IN_CONTRACT = Words(
    "measures-name-unknown",
    en="the measures of {period} have the {kind} '{given}', which contract '{contract}' does not know",
    zh="{period} 的数据含有{kind} '{given}'，但合同 '{contract}' 中没有",
)
OTHER_UNIT = Words(
    "measures-unit-differs",
    en="the quantity '{name}' of {period} is given in '{given}', but the contract bills it in '{wanted}'",
    zh="{period} 的数量 '{name}' 以 '{given}' 为单位，但合同按 '{wanted}' 计费",
)
KPI_MISTAKE = Words(
    "measures-kpi-value", en="the KPI '{name}' of {period}: {what}", zh="{period} 的指标 '{name}'：{what}"
)
KPI_DISAGREES = Words(
    "measures-kpi-disagrees",
    en="the KPI '{name}' of {period} is given as {given}, but its numerator and denominator make {ratio}; leave one of them out",
    zh="{period} 的指标 '{name}' 给定为 {given}，但其分子与分母之比为 {ratio}；请只保留其一",
)
NEGATIVE_COUNT = Words(
    "measures-negative",
    en="the quantity '{name}' of {period} is {given}: nothing is counted below zero",
    zh="{period} 的数量 '{name}' 为 {given}：计数不会小于零",
)
QUANTITY = Text(zh="数量", en="quantity")
KPI = Text(zh="指标", en="KPI")
EVIDENCE = Text(zh="依据", en="evidence for")


def checked(contract: Contract, measures: Measures) -> Measures:
    """The measures ready to be priced: bare quantities have the unit they are billed in, KPIs their value.

    Raises:
        BpoError: with every name that the contract does not know, every unit that is not the contract's, every KPI whose
            value cannot be meant or is not its numerator over its denominator.
    """
    kpis = {kpi.id: kpi for kpi in contract.kpis}
    problems = [*_unknown(contract, measures), *_other_units(contract, measures), *_negative(contract, measures)]
    for name, result in measures.kpis.items():
        if name in kpis:
            problems += _kpi_problems(kpis[name], result, measures.period)
    if problems:
        raise BpoError(problems)
    results = {name: _with_value(kpis[name], result) for name, result in measures.kpis.items()}
    units = _units(contract)
    quantities = {
        name: q if q.unit else replace(q, unit=units.get(name, "")) for name, q in measures.quantities.items()
    }
    return replace(measures, quantities=quantities, kpis=results)


def _unknown(contract: Contract, measures: Measures) -> Iterator[Problem]:
    counted = {need.id for need in contract.quantity_needs()}
    read = {*contract.quantities, *(clause.id for clause in contract.clauses), *counted}
    kpis = {kpi.id for kpi in contract.kpis}
    noted = [name for name, evidence in measures.evidence.items() if evidence.note]
    for kind, given, known in (
        (QUANTITY, measures.quantities, read),
        (KPI, measures.kpis, kpis),
        (EVIDENCE, noted, read | kpis),
    ):
        for name in given:
            if name not in known:
                values = {"kind": kind, "contract": contract.contract, "period": measures.period}
                yield Problem(NOT_IN_CONTRACT, None, {**values, **choices(name, known)})


def _units(contract: Contract) -> dict[str, str]:
    """The unit in which the contract bills each quantity that it counts or is given."""
    units = {need.id: need.unit for need in contract.quantity_needs()}
    written_out = {clause.id: getattr(clause, "quantity", None) for clause in contract.clauses}
    specs = [*contract.quantities.items(), *written_out.items()]
    return units | {
        name: spec.billed_unit for name, spec in specs if isinstance(spec, QuantitySpec) and spec.facts is None
    }


def _other_units(contract: Contract, measures: Measures) -> Iterator[Problem]:
    units = _units(contract)
    for name, quantity in measures.quantities.items():
        wanted = units.get(name, "")
        if quantity.unit and wanted and quantity.unit != wanted:
            values = {"name": name, "period": measures.period, "given": quantity.unit, "wanted": wanted}
            yield Problem(OTHER_UNIT, None, values)


def _negative(contract: Contract, measures: Measures) -> Iterator[Problem]:
    """Counts and times are never negative; money may be, as with a cost that was credited."""
    units = _units(contract)
    for name, quantity in measures.quantities.items():
        unit = quantity.unit or units.get(name, "")
        if quantity.total < 0 and unit in UNITS and unit != "money":
            yield Problem(NEGATIVE_COUNT, None, {"name": name, "period": measures.period, "given": quantity.total})


def _kpi_problems(kpi: Kpi, result: KpiResult, period: str) -> Iterator[Problem]:
    values: dict[str, Any] = {"name": kpi.id, "period": period}
    if result.value is None:
        return
    if kpi.measured_in() == "ratio" and result.numerator is None:
        try:  # 83.02 was typed where 83.02% is meant
            check_bound(result.value, "ratio", kpi.may_be_negative, ())
        except Mistake as mistake:
            said = Text(zh=mistake.words.say("zh", mistake.values), en=mistake.words.say("en", mistake.values))
            yield Problem(KPI_MISTAKE, None, {**values, "what": said})
    computed = _computed(kpi, result)
    if computed is not None and computed != result.value:
        numbers = {"given": exact_text(result.value), "ratio": exact_text(computed)}
        yield Problem(KPI_DISAGREES, None, {**values, **numbers})


def _with_value(kpi: Kpi, result: KpiResult) -> KpiResult:
    computed = _computed(kpi, result)
    if result.value is not None or computed is None:
        return result
    return replace(result, value=computed, why_not=None)


def _computed(kpi: Kpi, result: KpiResult) -> Fraction | None:
    """Σ numerator / Σ denominator on the KPI's scale; None for a KPI whose formula is more than that."""
    of_two_sums = (
        type(kpi).result is Kpi.result or not kpi.needs()
    )  # a figure from outside may come as its two sums too
    if result.numerator is None or not result.denominator or not of_two_sums:
        return None
    return kpi.ratio(result.numerator, result.denominator).value
