"""The figures of a month as the contract reads them: which KPI and which unit a name stands for, and the value of a fraction."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from math import floor

from bpo.contracts.model import Contract
from bpo.core.figure_names import is_part_of
from bpo.core.measures import KpiResult, Measures
from bpo.core.periods import Period
from bpo.kpi.base import Kpi
from bpo.kpi.interval_value import IntervalValue
from bpo.kpi.intervals import IntervalKpi


def kpis_of(contract: Contract, measures: Measures) -> Mapping[str, Kpi]:
    """The KPIs by the names under which their figures stand, those of parts included."""
    kpis: dict[str, Kpi] = {kpi.id: kpi for kpi in contract.kpis}
    split = [kpi for kpi in contract.kpis if kpi.for_each is not None]
    return kpis | {name: kpi for name in measures.kpis for kpi in split if is_part_of(name, kpi.id)}


def unit_in(units: Mapping[str, str], name: str) -> str:
    """The unit of a figure, or of the one that it is a part of."""
    if "@" not in name:  # no part of another
        return units.get(name, "")
    return next((unit for whole, unit in units.items() if name == whole or is_part_of(name, whole)), "")


def unit_of(contract: Contract, measures: Measures, name: str) -> str:
    """The unit of a quantity: as it was given, else as the contract bills it."""
    given = measures.quantities.get(name)
    return (given.unit if given is not None else "") or contract.unit_of(name)


def with_value(kpi: Kpi, result: KpiResult) -> KpiResult:
    """The KPI with its value, where only its fraction was given, and with its sample, which is what it was divided by."""
    if result.sample is None and result.denominator is not None and is_of_two_sums(kpi):
        result = replace(result, sample=floor(result.denominator))
    value = computed(kpi, result)
    if result.value is not None or value is None:
        return result
    return replace(result, value=value, why_not=None)


def with_intervals(kpi: Kpi, result: KpiResult, window: Period) -> KpiResult:
    """A KPI that is taken of intervals, from their values as they were given; of one that is assumed all are like the month."""
    if not isinstance(kpi, IntervalKpi):
        return result
    if result.assumed and result.value is not None and isinstance(kpi, IntervalValue):
        rounded = kpi.of_values(kpi.alike(result.value, window), window).value  # as the KPI of each day rounds it
        every = result.value if rounded is None else rounded
        return replace(result, parts=kpi.alike(every, window), value=every)
    if not result.parts:
        return result
    made = kpi.of_values(result.parts, window)
    value = made.value if result.value is None else result.value
    return replace(made, kpi=result.kpi, value=value, why_not=None if value is not None else made.why_not)


def is_of_two_sums(kpi: Kpi) -> bool:
    """Whether its value is one sum over another; a figure from outside may come as its two sums too."""
    return type(kpi).result is Kpi.result or not (isinstance(kpi, IntervalKpi) or kpi.needs())


def computed(kpi: Kpi, result: KpiResult) -> Fraction | None:
    """Σ numerator / Σ denominator on the KPI's scale; None for a KPI whose formula is more than that."""
    if result.numerator is None or not result.denominator or not is_of_two_sums(kpi):
        return None
    return kpi.ratio(result.numerator, result.denominator).value
