"""KPIs that become known after their month was billed (指标补差): the difference is a line of the statement that brings the value.

The months from the first affected one are priced twice: with what was known before, and with what is known now. The first must be
what was billed; the difference is the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bpo.contracts.header.tax import WITHHOLDING
from bpo.contracts.model import Contract
from bpo.contracts.month import HISTORY_MISSING
from bpo.contracts.statement import Charge, KpiVerdict, Statement, Step
from bpo.core.errors import BpoError, Problem
from bpo.core.measures import Evidence, Late, Measures
from bpo.core.periods import month_after, months_between
from bpo.core.words import Pct, Text, Words
from bpo.kpi.base import Kpi
from bpo.pricing.drawing import CUT
from bpo.pricing.given import checked, kpis_of
from bpo.pricing.in_force import in_force

Price = Callable[[Contract, Measures, Sequence[Statement]], Statement]
"""``price()`` of a month by itself, without what became known of earlier ones."""
Lates = Mapping[str, Mapping[str, Late]]
KIND = "true_up"

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
DIFFERS = Words(
    "true-up-differs",
    en="{late} was billed at {billed} with its true-ups, but comes to {computed} now even without the new value; "
    "was the contract changed since? Bill that month and those after it again, then this one",
    zh="{late} 连同补差已结算 {billed}，但即使不计新数值，现在也应为 {computed}；合同是否已修改？请先重新出账该月及其后各月",
)
TAX_CODE_GONE = Words(
    "true-up-tax-code",
    en="{late} is to be trued up on the tax code '{given}', which the contract does not have in {period} any more",
    zh="{late} 的补差适用税码 '{given}'，但合同在 {period} 已无此税码",
)
KNOWN = Words(
    "true-up-known",
    en="{kpi} of {month} is known: {value}, counted until now as {was}{note}",
    zh="{month} 的{kpi}已确定：{value}，此前按 {was} 计{note}",
)
MOVED = Words(
    "true-up-moved",
    en="{label} of {month}: {after} in place of {before}",
    zh="{month} 的{label}：由 {before} 变为 {after}",
)
FINAL = Words(
    "true-up-final",
    en="{kpi} of {month} has not become known: what counted provisionally is final",
    zh="{month} 的{kpi}未能确定：暂定结果即为最终结果",
)
NO_VALUE = Text(zh="不计入考核", en="left out")


@dataclass(frozen=True)
class TrueUps:
    """``lines`` of this statement; ``history``, the earlier months as they are known now; ``by_entity``, each line's parts."""

    lines: tuple[Charge, ...] = ()
    history: tuple[Statement, ...] = ()
    by_entity: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)


def true_ups(contract: Contract, measures: Measures, history: Sequence[Statement], price: Price) -> TrueUps:
    """What is trued up on the statement of ``measures``.

    Args:
        contract: as loaded, with all its versions.
        history: the earlier months as they were billed, oldest first.
        price: prices a month by itself.

    Raises:
        BpoError: for values that nobody waits for, months that are missing, and months that were billed otherwise.
    """
    problems = list(_refused(contract, measures, history))
    if problems:
        raise BpoError(problems)
    then = _merged(one.measures.late for one in history)
    before = _chain(contract, history, then, measures.late, price)
    known = _merged([then, measures.late])
    after = _chain(contract, history, known, measures.late, price)
    first = min(measures.late, default=measures.period)
    lines: list[Charge] = []
    by_entity: dict[str, Mapping[str, Decimal]] = {}
    for billed, was, now in zip(history, before, after, strict=True):
        name = billed.period.name
        compared = name >= first and (name in measures.late or _looks_back(contract))
        if compared:
            problems += _differs(billed, was, history)
        final = list(_final(contract, now, known.get(name, {}), measures.period))
        if compared or final:
            said = [*_known(measures.late.get(name, {}), was, now), *final]
            for line, parts in _lines(contract, measures.period, was, now, said):
                lines.append(line)
                by_entity[line.clause] = parts
    codes = in_force(contract, contract.cycle.period(measures.period)).prices.codes
    for line in lines:
        if line.tax_code not in codes:
            values = {"given": line.tax_code, "late": line.clause.split(".")[1], "period": measures.period}
            problems.append(Problem(TAX_CODE_GONE, None, values))
    if problems:
        raise BpoError(problems)
    return TrueUps(tuple(lines), tuple(after), by_entity)


def final_month(contract: Contract, kpi: Kpi, month: str) -> str:
    """The last statement that may bring the value of a month: so many months later, or the contract's last."""
    assert kpi.known_later is not None, "a KPI that is known later"
    final = month_after(month, kpi.known_later.final_after_months)
    newest = contract.versions[-1].contract if contract.versions else contract
    end = newest.effective.end
    return final if end is None else min(final, contract.cycle.containing(end).name)


def said_provisional(contract: Contract, kpi: Kpi | None, verdict: KpiVerdict, month: str) -> KpiVerdict:
    """A provisional verdict with the statement by which it becomes final."""
    if kpi is None or not verdict.provisional or verdict.reason is None:
        return verdict
    final, reason = final_month(contract, kpi, month), verdict.reason
    if final == month:
        en, zh = "; no statement follows that could true it up", "；其后无结算单可补差"
    else:
        en = f" until it is known, at the latest with the statement of {final}"
        zh = f"，待确定后补差，最迟在 {final} 结算单"
    return replace(verdict, reason=Words(reason.code, en=reason.en + en, zh=reason.zh + zh))


def _merged(brought: Iterable[Lates]) -> dict[str, dict[str, Late]]:
    """What is known of each month; what came last counts."""
    found: dict[str, dict[str, Late]] = {}
    for lates in brought:
        for month, kpis in lates.items():
            found.setdefault(month, {}).update(kpis)
    return found


def _looks_back(contract: Contract) -> bool:
    return any(one.looks_back for one in (contract, *(version.contract for version in contract.versions)))


def _chain(
    contract: Contract, history: Sequence[Statement], known: Lates, again: Lates, price: Price
) -> list[Statement]:  # fmt: skip
    """The earlier months with what is known of them: those that are priced ``again``, and those that a later one looks back at; the
    others as they were billed."""
    found: list[Statement] = []
    moved, looks_back = False, _looks_back(contract)
    for billed in history:
        name = billed.period.name
        own = known.get(name, {})
        here = name in again or (bool(own) and looks_back)
        moved = moved or here
        if here or (moved and looks_back):
            of_lines = in_force(contract, billed.period).altered(ceiling=None, purchase_orders=[])
            found.append(price(of_lines, _with(billed.measures, own), found))
        else:
            found.append(billed)
    return found


def _with(measures: Measures, known: Mapping[str, Late]) -> Measures:
    kpis = {name: one.result for name, one in known.items()}
    notes = {name: Evidence(0, note=one.note) for name, one in known.items() if one.note}
    return replace(
        measures, kpis={**measures.kpis, **kpis}, evidence={**measures.evidence, **notes}, late={}
    )  # fmt: skip


def _refused(contract: Contract, measures: Measures, history: Sequence[Statement]) -> Iterator[Problem]:
    """What cannot be trued up."""
    billed = {one.period.name: one for one in history}
    start = contract.cycle.containing(contract.effective.start).name
    missing: set[str] = set()
    for month, kpis in measures.late.items():
        if not start <= month < measures.period or not _is_month(contract, month):
            yield Problem(NOT_EARLIER, None, {"late": month, "given": month, "period": measures.period})
            continue
        agreed = in_force(contract, contract.cycle.period(month))
        own = Measures(month, kpis={name: one.result for name, one in kpis.items()})
        try:
            checked(agreed, own)
        except BpoError as error:
            yield from (Problem(one.words, one.where, {**one.values, "late": month}) for one in error.problems)
        between = [month_after(month, n) for n in range(months_between(month, measures.period))]
        known = kpis_of(agreed, own)
        for name in kpis:
            if name in known:
                yield from _not_awaited(contract, known[name], name, month, measures.period, billed)
        for gap in [one for one in between if one not in billed and one not in missing]:
            missing.add(gap)
            yield Problem(HISTORY_MISSING, None, {"clause": next(iter(kpis), "late"), "missing": gap, "late": month})


def _is_month(contract: Contract, name: str) -> bool:
    try:
        return contract.cycle.period(name).name == name
    except BpoError:
        return False


def _not_awaited(
    contract: Contract, kpi: Kpi, name: str, month: str, period: str, billed: Mapping[str, Statement]
) -> Iterator[Problem]:  # fmt: skip
    values: dict[str, Any] = {"late": month, "name": name, "period": period}
    result = billed[month].measures.kpis.get(name) if month in billed else None
    if kpi.known_later is None:
        yield Problem(NOT_AGREED, None, values)
    elif result is not None and result.value is not None:
        yield Problem(NOT_AWAITED, None, {**values, "value": _shown(kpi, result.value)})
    elif period > (final := final_month(contract, kpi, month)):
        yield Problem(TOO_LATE, None, {**values, "final": final})


def _shown(kpi: Kpi | KpiVerdict, value: Fraction) -> Any:
    unit = kpi.measured_in() if isinstance(kpi, Kpi) else kpi.result.unit
    return Pct(value) if unit == "ratio" else value


def _own_lines(statement: Statement) -> list[Charge]:
    """The lines of the contract's clauses: neither true-ups, nor what a limit cuts or the client withholds."""
    lines = (*statement.charges, *statement.deductions)
    return [line for line in lines if line.kind not in (KIND, CUT, WITHHOLDING)]


Group = tuple[str, bool]


def _group(line: Charge) -> Group:
    """Lines of one tax code and nature are trued up together."""
    return line.tax_code, line.damages


def _sums(lines: Iterable[Charge]) -> dict[Group, Decimal]:
    found: dict[Group, Decimal] = {}
    for line in lines:
        found[_group(line)] = found.get(_group(line), Decimal(0)) + line.amount
    return {group: amount for group, amount in found.items() if amount}


def _differs(billed: Statement, computed: Statement, history: Sequence[Statement]) -> list[Problem]:
    """Whether a month, as known before, is what was billed with the true-ups since: else something would be billed twice."""
    name = f"{KIND}.{billed.period.name}"
    since = [
        line for one in history for line in (*one.charges, *one.deductions) if f"{line.clause}.".startswith(f"{name}.")
    ]
    was, now = _sums([*_own_lines(billed), *since]), _sums(_own_lines(computed))
    if was == now:
        return []
    totals = {"billed": sum(was.values(), Decimal(0)), "computed": sum(now.values(), Decimal(0))}
    return [Problem(DIFFERS, None, {"late": billed.period.name, **totals})]


def _known(lates: Mapping[str, Late], was: Statement, now: Statement) -> Iterator[Step]:
    for name, late in lates.items():
        verdict, before = now.verdicts[name], was.verdicts.get(name)
        value = verdict.result.value
        note = Text(zh=f"（{late.note}）", en=f" ({late.note})") if late.note else Text.of("")
        counted = before.judged if before is not None else None
        values = {
            "kpi": verdict.label, "month": now.period.name, "note": note,
            "value": NO_VALUE if value is None else _shown(verdict, value),
            "was": NO_VALUE if counted is None else _shown(verdict, counted),
        }  # fmt: skip
        yield Step(KNOWN, values, Fraction(0), source=verdict.source)


def _final(contract: Contract, statement: Statement, known: Mapping[str, Late], period: str) -> Iterator[Step]:
    """What stays provisional for good with this statement."""
    provisional = {name: one for name, one in statement.verdicts.items() if one.provisional and name not in known}
    if not provisional:
        return
    agreed = in_force(contract, statement.period)
    kpis = kpis_of(
        agreed, Measures(statement.period.name, kpis={name: one.result for name, one in provisional.items()})
    )
    for name, verdict in provisional.items():
        if name in kpis and final_month(contract, kpis[name], statement.period.name) == period:
            values = {"kpi": verdict.label, "month": statement.period.name}
            yield Step(FINAL, values, Fraction(0), source=verdict.source)


def _lines(
    contract: Contract, period: str, was: Statement, now: Statement, said: Sequence[Step]
) -> Iterator[tuple[Charge, Mapping[str, Decimal]]]:  # fmt: skip
    """A line for each tax code and nature of which something moved, with its parts by entity; one of 0 if only something is said."""
    money = contract.money
    before = {line.clause: line for line in _own_lines(was)}
    after = {line.clause: line for line in _own_lines(now)}
    entities = [portion.entity for portion in now.portions]
    groups: dict[Group, list[Step]] = {}
    parts: dict[Group, dict[str, Decimal]] = {}
    for name in dict.fromkeys([*after, *before]):
        line = after.get(name) or before[name]
        amounts = [lines[name].amount if name in lines else money.units(0) for lines in (before, after)]
        if amounts[0] == amounts[1]:
            continue
        values = {"label": line.label, "month": now.period.name, "before": amounts[0], "after": amounts[1]}
        step = Step(MOVED, values, Fraction(amounts[1] - amounts[0]), source=line.source)
        groups.setdefault(_group(line), []).append(step)
        own = parts.setdefault(_group(line), dict.fromkeys(entities, money.units(0)))
        for entity in entities:
            own[entity] += _of_entity(now, entity, name) - _of_entity(was, entity, name)
    if not groups and said:
        code = next(iter(in_force(contract, contract.cycle.period(period)).prices.codes))
        groups, parts = {(code, False): []}, {(code, False): {}}
    name = f"{KIND}.{now.period.name}"
    label = Text(zh=f"{now.period.name} 指标补差", en=f"True-up of {now.period.name}")
    for number, ((code, damages), steps) in enumerate(groups.items(), start=1):
        steps = [*said, *steps] if number == 1 else steps
        amount = money.round(sum((step.amount for step in steps), Fraction(0)))
        line = Charge(
            name if number == 1 else f"{name}.{number}", label, KIND, tuple(steps), amount, code, damages=damages
        )
        yield line, parts[code, damages]


def _of_entity(statement: Statement, entity: str, clause: str) -> Decimal:
    """What an entity had of a line."""
    for own in statement.portions:
        lines = zip((*statement.charges, *statement.deductions), (*own.lines, *own.deductions), strict=True)
        found = next((part.amount for line, part in lines if line.clause == clause), None)
        if own.entity == entity and found is not None:
            return found
    return Decimal(0)
