"""KPIs that become known after their month was billed: which may, until which statement, and what is known of each month."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from bpo.contracts.model import Contract
from bpo.contracts.month import HISTORY_MISSING
from bpo.contracts.statement import KpiVerdict, Statement
from bpo.core.errors import BpoError, Problem
from bpo.core.measures import Late, Measures
from bpo.core.words import Pct, Words
from bpo.kpi.base import Kpi
from bpo.pricing.checked_measures import kpis_of
from bpo.pricing.in_force import in_force
from bpo.pricing.passes.checked import check

Lates = Mapping[str, Mapping[str, Late]]
"""What became known, by month and KPI."""

NOT_EARLIER = Words(
    "late-not-earlier",
    en="'{given}' is not a month of the contract before {period}: only of such a month a KPI can be known later",
    zh="'{given}' 不是合同中早于 {period} 的账期：只有以往账期的指标才能补报",
)
NOT_AGREED = Words(
    "late-not-agreed",
    en="the KPI '{name}' of {late} was billed for good: the contract does not say that it is known later (known_later)",
    zh="{late} 的指标 '{name}' 已最终结算：合同未约定可补报（known_later）",
)
NOT_AWAITED = Words(
    "late-not-awaited",
    en="the KPI '{name}' of {late} was not billed provisionally; it was given as {value}. To correct it, bill that month again",
    zh="{late} 的指标 '{name}' 并非暂定，当时已给定为 {value}；如需更正，请重新出账该月",
)
TOO_LATE = Words(
    "late-too-late",
    en="the KPI '{name}' of {late} is final since the statement of {final}: a value that comes with {period} does not count",
    zh="{late} 的指标 '{name}' 自 {final} 结算单起已最终确定：{period} 补报的数值不再计入",
)

NEVER_TRUED_UP = Words(
    "provisional-for-good", en="{reason}; no statement follows that could true it up", zh="{reason}；其后无结算单可补差"
)
UNTIL_KNOWN = Words(
    "provisional-until",
    en="{reason} until it is known, at the latest with the statement of {final}",
    zh="{reason}，待确定后补差，最迟在 {final} 结算单",
)


def merged(brought: Iterable[Lates]) -> dict[str, dict[str, Late]]:
    """What is known of each month; what came last counts."""
    found: dict[str, dict[str, Late]] = {}
    for lates in brought:
        for month, kpis in lates.items():
            found.setdefault(month, {}).update(kpis)
    return found


def refused(contract: Contract, measures: Measures, history: Sequence[Statement]) -> Iterator[Problem]:
    """What cannot be trued up."""
    billed = {one.period.name: one for one in history}
    start = contract.cycle.containing(contract.effective.start).name
    missing: set[str] = set()
    for month, kpis in measures.late.items():
        if not start <= month < measures.period or not contract.cycle.has(month):
            yield Problem(NOT_EARLIER, None, {"late": month, "given": month, "period": measures.period})
            continue
        agreed = in_force(contract, contract.cycle.period(month))
        own = Measures(month, kpis={name: one.result for name, one in kpis.items()})
        try:
            check(agreed, own)
        except BpoError as error:
            yield from (Problem(one.words, one.where, {**one.values, "late": month}) for one in error.problems)
        cycle = contract.cycle
        between = [cycle.after(month, n) for n in range(cycle.between(month, measures.period))]
        known = kpis_of(agreed, own)
        for name in kpis:
            if name in known:
                yield from _not_awaited(contract, known[name], name, month, measures.period, billed)
        for gap in [one for one in between if one not in billed and one not in missing]:
            missing.add(gap)
            yield Problem(HISTORY_MISSING, None, {"clause": next(iter(kpis), "late"), "missing": gap, "late": month})


def _not_awaited(
    contract: Contract, kpi: Kpi, name: str, month: str, period: str, billed: Mapping[str, Statement]
) -> Iterator[Problem]:
    values: dict[str, Any] = {"late": month, "name": name, "period": period}
    result = billed[month].measures.kpis.get(name) if month in billed else None
    if kpi.known_later is None:
        yield Problem(NOT_AGREED, None, values)
    elif result is not None and result.value is not None:
        yield Problem(NOT_AWAITED, None, {**values, "value": shown(kpi, result.value)})
    elif period > (final := final_month(contract, kpi, month)):
        yield Problem(TOO_LATE, None, {**values, "final": final})


def final_month(contract: Contract, kpi: Kpi, month: str) -> str:
    """The last statement that may bring the value of a month: so many months later, or the contract's last."""
    assert kpi.known_later is not None, "a KPI that is known later"
    final = contract.cycle.after(month, kpi.known_later.final_after_months)
    newest = contract.versions[-1].contract if contract.versions else contract
    end = newest.effective.end
    return final if end is None else min(final, contract.cycle.containing(end).name)


def said_provisional(contract: Contract, kpi: Kpi | None, verdict: KpiVerdict, month: str) -> KpiVerdict:
    """A provisional verdict with the statement by which it becomes final."""
    if kpi is None or not verdict.provisional or verdict.why is None:
        return verdict
    final = final_month(contract, kpi, month)
    words, values = (NEVER_TRUED_UP, {}) if final == month else (UNTIL_KNOWN, {"final": final})
    return replace(verdict, reason=words, reason_values={"reason": verdict.why, **values})


def shown(kpi: Kpi | KpiVerdict, value: Fraction) -> Any:
    unit = kpi.measured_in() if isinstance(kpi, Kpi) else kpi.result.unit
    return Pct(value) if unit == "ratio" else value
