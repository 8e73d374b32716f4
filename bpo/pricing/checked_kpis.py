"""The KPIs of a month against the contract: a value that cannot be meant, days that are none of the month, what its sums or days make."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from bpo.contracts.model import Contract
from bpo.core.errors import Problem
from bpo.core.fields import Mistake
from bpo.core.intervals import EACH_NAMED, all_in
from bpo.core.measures import KpiResult, Measures
from bpo.core.periods import Period
from bpo.core.words import Pct, Text, Words, exact_text
from bpo.kpi.base import Kpi
from bpo.kpi.bounds import RATIO_AT_MOST, check_bound
from bpo.kpi.intervals import IntervalKpi
from bpo.pricing.checked_measures import computed, with_intervals

KPI_MISTAKE = Words(
    "measures-kpi-value", en="the KPI '{name}' of {period}: {what}", zh="{period} 的指标 '{name}'：{what}"
)
KPI_DISAGREES = Words(
    "measures-kpi-disagrees",
    en="the KPI '{name}' of {period} is given as {given}, but its numerator and denominator make {ratio}; leave one of them out",
    zh="{period} 的指标 '{name}' 给定为 {given}，但其分子与分母之比为 {ratio}；请只保留其一",
)
KPI_NEEDS_VALUE = Words(
    "measures-kpi-needs-value",
    en="the KPI '{name}' of {period} is more than a numerator over a denominator; give its value",
    zh="{period} 的指标 '{name}' 并非分子与分母之比；请给出数值",
)
ABOVE_THE_WHOLE = Words(
    "measures-above-the-whole",
    en="the KPI '{name}' of {period} is {given}: a share of a whole never exceeds 100%",
    zh="{period} 的指标 '{name}' 为 {given}：占比不会超过 100%",
)
NO_INTERVALS = Words(
    "measures-kpi-without-parts",
    en="the KPI '{name}' of {period} has values of parts, but it is not taken of days, weeks or intervals",
    zh="{period} 的指标 '{name}' 给出了各时段的数值，但该指标并非按日、周或时段取值",
)
PARTS_MAKE = Words(
    "measures-kpi-parts-disagree",
    en="the KPI '{name}' of {period} is given as {given}, but its parts make {ratio}; leave one of them out",
    zh="{period} 的指标 '{name}' 给定为 {given}，但其各时段得出 {ratio}；请只保留其一",
)
NOT_AN_INTERVAL = Words(
    "measures-kpi-strange-part",
    en="'{part}' of the KPI '{name}' is no {each} of {start} to {end}; they are named as in '{example}'",
    zh="指标 '{name}' 的 '{part}' 不是 {start} 至 {end} 的{each}；写法如 '{example}'",
)


def with_values_of_intervals(contract: Contract, kpis: Mapping[str, Kpi], measures: Measures) -> Measures:
    """The KPIs that are taken of days, weeks or other intervals with their values."""
    taken = [
        name
        for name, one in measures.kpis.items()
        if (one.parts or one.assumed) and isinstance(kpis[name], IntervalKpi)
    ]
    if not taken:
        return measures
    own = {name: (kpis[name], measures.kpis[name]) for name in taken}
    made = {name: with_intervals(kpi, one, days_of(contract, kpi, measures.period)) for name, (kpi, one) in own.items()}
    return replace(measures, kpis={**measures.kpis, **made})


def days_of(contract: Contract, kpi: Kpi, period: str) -> Period:
    """The days of a period for which a KPI stands."""
    whole = contract.cycle.period(period)
    return kpi.judged_on or contract.effective_part(whole) or whole


def interval_problems(contract: Contract, kpi: Kpi, result: KpiResult, period: str) -> Iterator[Problem]:
    """What is wrong with the values of a KPI's days: no days of the period, out of range, not what makes its value."""
    if not result.parts:
        return
    if not isinstance(kpi, IntervalKpi):
        yield Problem(NO_INTERVALS, None, {"name": result.kpi, "period": period})
        return
    window = days_of(contract, kpi, period)
    for part in kpi.strange(result.parts, window):
        values = {
            "name": result.kpi,
            "part": part,
            "each": EACH_NAMED[kpi.every],
            "start": window.start,
            "end": window.end,
        }
        yield Problem(NOT_AN_INTERVAL, None, {**values, "example": next(iter(all_in(kpi.every, window)))})
    for value in {value for value in result.parts.values() if value is not None}:
        yield from kpi_problems(kpi.of, KpiResult(result.kpi, value), period)
    made = kpi.of_values(result.parts, window).value
    if result.value is not None and made is not None and made != result.value:
        numbers = {"given": exact_text(result.value), "ratio": exact_text(made)}
        yield Problem(PARTS_MAKE, None, {"name": result.kpi, "period": period, **numbers})


def kpi_problems(kpi: Kpi, result: KpiResult, period: str) -> Iterator[Problem]:
    """What is wrong with a KPI's value: not a share of a whole, a percent without its sign, not what its sums make."""
    values: dict[str, Any] = {"name": result.kpi, "period": period}
    made = computed(kpi, result)
    value = made if result.value is None else result.value
    if kpi.highest is not None and value is not None and kpi.highest < value <= RATIO_AT_MOST:
        yield Problem(ABOVE_THE_WHOLE, None, {**values, "given": Pct(value)})
    if result.value is None:
        own_formula = type(kpi).result is not Kpi.result and made is None
        if own_formula and result.numerator is not None and result.denominator:
            yield Problem(KPI_NEEDS_VALUE, None, values)
        return
    if kpi.measured_in() == "ratio" and result.numerator is None:
        try:  # 83.02 was typed where 83.02% is meant
            check_bound(result.value, "ratio", kpi.may_be_negative, ())
        except Mistake as mistake:
            said = Text(zh=mistake.words.say("zh", mistake.values), en=mistake.words.say("en", mistake.values))
            yield Problem(KPI_MISTAKE, None, {**values, "what": said})
    if made is not None and made != result.value:
        numbers = {"given": exact_text(result.value), "ratio": exact_text(made)}
        yield Problem(KPI_DISAGREES, None, {**values, **numbers})
