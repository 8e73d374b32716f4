"""``price()``: the only place where a contract's rate meets a quantity.

Order: quantity → increments → tiers → minimum → coefficient → bonus and penalty → caps → tax. Billing, quotes and break-even all come
here, so that an estimate and a bill cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from bpo.contracts.clause import Clause
from bpo.contracts.header.tax import Taxed, apply_tax, withheld
from bpo.contracts.model import Contract
from bpo.contracts.month import Month
from bpo.contracts.part import PartOfMonth, keys_of
from bpo.contracts.relieving import relieved, was_excused
from bpo.contracts.statement import Charge, KpiVerdict, Statement
from bpo.core.errors import BpoError, Problem, fail
from bpo.core.fields import Mistake
from bpo.core.measures import NOT_GIVEN, KpiResult, Measures, part_name
from bpo.core.periods import Period, months_between
from bpo.core.words import Text, Words
from bpo.kpi.average import JUDGED_BY
from bpo.kpi.base import Kpi
from bpo.kpi.judge import judge
from bpo.pricing.agreed import with_agreed
from bpo.pricing.allocating import allocate
from bpo.pricing.disputed import disputed_lines
from bpo.pricing.drawing import drawn, stopped
from bpo.pricing.given import checked, kpis_of, without
from bpo.pricing.in_force import in_force
from bpo.pricing.part_by_part import charge_of, parts_of
from bpo.pricing.settling import settled
from bpo.pricing.true_up import TrueUps, said_provisional, true_ups

NOT_EFFECTIVE = Words(
    "contract-not-effective",
    en="the contract holds from {start} to {end}: nothing in {period} can be billed",
    zh="合同有效期为 {start} 至 {end}：{period} 无可计费日",
)
KPI_NOT_MEASURED = Words(
    "kpi-not-measured",
    en="'{kpi}' was not measured in {period} ({why}), and '{clause}' depends on it; "
    "the contract must say what follows: if_not_measured: as_target, left_out, or a value",
    zh="指标 '{kpi}' 在 {period} 未测得（{why}），而条款 '{clause}' 依赖它；合同须写明后果：if_not_measured: as_target、left_out 或一个值",
)


def price(
    contract: Contract, measures: Measures, history: Sequence[Statement] = (), parts_of_wholes: bool = False
) -> Statement:
    """A contract applied to a month.

    Args:
        contract: as loaded.
        measures: of the period it names; quantities and KPIs that clauses need must be there.
        history: statements of earlier months, oldest first; the statement names them if a clause reads them.
        parts_of_wholes: whether there may be half a contact, as where a total is shared out by proportions.

    Raises:
        BpoError: with every clause that lacks a quantity or a KPI, for measures that cannot be meant, or if the contract does
            not hold in the period.
    """
    try:
        trued = true_ups(contract, measures, history, _by_itself)
    except BpoError as error:
        more = _behind(contract, replace(measures, late={}), history, error.problems) if measures.late else []
        raise BpoError([*error.problems, *more]) from None
    return _price(contract, measures, history, trued, parts_of_wholes)


def _by_itself(contract: Contract, measures: Measures, history: Sequence[Statement]) -> Statement:
    """A month without what became known of earlier ones."""
    return _price(contract, measures, history, TrueUps(history=tuple(history)))


def _price(
    whole: Contract, measures: Measures, history: Sequence[Statement], trued: TrueUps, parts_of_wholes: bool = False
) -> Statement:
    """A month by the earlier ones as they are known now; limits are held against what was billed."""
    period = whole.cycle.period(measures.period)
    contract = in_force(whole, period)
    effective = effective_days(contract, period)
    try:
        measures = checked(contract, settled(contract, with_agreed(contract, measures)), parts_of_wholes)
    except BpoError as error:
        raise BpoError([*error.problems, *_behind(whole, measures, history, error.problems)]) from None
    number = months_between(contract.cycle.containing(contract.effective.start).name, period.name) + 1
    days = (contract.effective.start, contract.effective.end)
    code = next(iter(contract.prices.codes))
    calendar = contract.billing.calendar
    month = Month(
        period, effective, contract.money, code, measures, {}, (), trued.history, number, days, calendar,
        labels=contract.labels(),
    )  # fmt: skip
    parts = parts_of(contract, measures)
    verdicts, refused = _judge_all(contract, month, parts)
    kpis = kpis_of(contract, Measures(period.name, kpis={name: one.result for name, one in verdicts.items()}))
    verdicts = {name: said_provisional(whole, kpis.get(name), one, period.name) for name, one in verdicts.items()}
    month = replace(month, verdicts=verdicts)
    charges = [*_charges(contract, month, parts, refused), *trued.lines]
    month = replace(month, history=tuple(history))
    priced = [charge for charge in charges if not charge.damages]
    taxed = _taxed(contract, priced, month)
    priced, taxed = stopped(contract, month, priced, taxed, lambda lines: _taxed(contract, lines, month))
    deductions = [charge for charge in charges if charge.damages] + withheld(contract.prices, taxed, contract.money)
    deductions += disputed_lines(contract, measures, priced, taxed, history)
    reads_history = contract.reads_history or bool(trued.lines) or bool(measures.paid_later)
    statement = Statement(
        contract=contract.contract, title=contract.title, document=contract.document, period=period,
        currency=contract.currency, prices_include_tax=contract.prices.tax == "included", charges=tuple(priced),
        verdicts=_with_scores(verdicts, charges), taxes=taxed.taxes, line_taxes=taxed.by_charge,
        net=taxed.net, tax=taxed.tax, total=taxed.total, measures=measures,
        history=tuple(earlier.period.name for earlier in history) if reads_history else (),
        deductions=tuple(deductions), portions=allocate(contract, month, priced, deductions, taxed, trued.by_entity),
    )  # fmt: skip
    return replace(statement, drawn=drawn(contract, month, statement))


def _behind(
    contract: Contract, measures: Measures, history: Sequence[Statement], wrong: Sequence[Problem]
) -> list[Problem]:
    """What else would stop the month once the wrong figures are mended: all is told at once."""
    rest, told = without(measures, wrong)
    try:
        price(contract, rest, history)
    except BpoError as error:
        return [one for one in error.problems if not told & {one.values.get("given"), one.values.get("kpi")}]
    return []


def _taxed(contract: Contract, charges: Sequence[Charge], month: Month) -> Taxed:
    def passed_on(name: str) -> Fraction:
        return month.quantity(name, "prices", contract.prices.where).total

    try:
        return apply_tax(charges, contract.prices, contract.money, month.effective.end, passed_on)
    except Mistake as mistake:
        raise fail(mistake.words, contract.prices.where, **mistake.values) from None


def effective_days(contract: Contract, period: Period) -> Period:
    """The part of a period on which the contract holds; raises BpoError if there is none."""
    effective = contract.effective_part(period)
    if effective is None:
        values = {"start": contract.effective.start, "end": contract.effective.end or "…", "period": period.name}
        raise BpoError([Problem(NOT_EFFECTIVE, contract.effective.where, values)])
    return effective


def _charges(
    contract: Contract, month: Month, parts: Mapping[str, Sequence[str]], refused: Mapping[str, Kpi]
) -> list[Charge]:
    """Each clause in written order sees the lines before it. What is missing is reported for all clauses at once.

    Nothing is zero because it is missing: a KPI that a clause depends on is measured, or the contract says what follows.
    """
    problems: list[Problem] = []
    for clause in contract.clauses:
        used = _kpis_of(clause, contract, month) & set(refused)
        for name in sorted(used):
            why = month.verdicts[name].reason or NOT_GIVEN
            values = {"kpi": name, "clause": clause.id, "period": month.period.name, "why": why}
            problems.append(Problem(KPI_NOT_MEASURED, refused[name].where, values))
        if used:
            continue
        try:
            month = replace(month, charges=(*month.charges, charge_of(contract, clause, month, parts)))
        except BpoError as error:
            problems += error.problems
    if problems:
        raise BpoError(problems)
    return list(month.charges)


def _kpis_of(clause: Clause, contract: Contract, month: Month) -> set[str]:
    """The KPIs that a clause depends on: those of its parts, where it is computed part by part."""
    used = {reference.name for reference in clause.references() if reference.kind == "kpi"}
    if clause.for_each is None and clause.id not in contract.by_days:
        return used
    parts = {name: [part_name(name, key) for key in keys_of(name, month.verdicts)] for name in used}
    return {part for name in used for part in parts[name] or [name]}


def _judge_all(
    contract: Contract, month: Month, parts: Mapping[str, Sequence[str]]
) -> tuple[dict[str, KpiVerdict], dict[str, Kpi]]:
    """Every KPI judged in this month, of each site or team by itself where it is measured so; and those that cannot be."""
    verdicts: dict[str, KpiVerdict] = {}
    refused: dict[str, Kpi] = {}
    pooled = {one.name for clause in contract.clauses if clause.for_each is None for one in clause.references()}
    for kpi in contract.kpis:
        keys = parts[kpi.for_each] if kpi.for_each is not None else ()
        whole = [(kpi.id, "")] if not keys or kpi.id in pooled or kpi.id in month.measures.kpis else []
        for name, key in [*whole, *((part_name(kpi.id, key), key) for key in keys)]:
            verdicts[name], fails = _judged(kpi, name, key, month)
            if fails:
                refused[name] = kpi
    return verdicts, refused


def _judged(kpi: Kpi, name: str, key: str, month: Month) -> tuple[KpiVerdict, bool]:
    """A KPI of the month or, under ``name``, of one of its parts; and whether it cannot be judged."""
    given = month.measures.kpis.get(name) or KpiResult(name, None, why_not=NOT_GIVEN)
    result = replace(given, unit=kpi.measured_in())
    counts = _averaged(kpi, result, month)
    judged = relieved(kpi, judge(kpi, counts, month.number), month.seen_as(PartOfMonth(key)) if key else month)
    words, values = kpi.shown_formula()
    target, better = kpi.aim.of(judged.judged, month.number)
    label, part = kpi.label or kpi.name, name.partition("@")[2]
    verdict = KpiVerdict(
        result=result, label=Text(zh=f"{label.zh} · {part}", en=f"{label.en} · {part}") if part else label,
        formula=words, formula_values=values, judged=judged.judged, target=target, better=better, met=judged.met,
        reason=judged.reason or (JUDGED_BY[kpi.average.of] if kpi.average and counts is not result else None),
        where=str(kpi.where or ""), source=kpi.clause,
    )  # fmt: skip
    return verdict, judged.refused


def _averaged(kpi: Kpi, own: KpiResult, month: Month) -> KpiResult:
    """What counts of a KPI: its own result, or the average with the months before that the contract has had."""
    if kpi.average is None or own.value is None:
        return own
    earlier = [month.earlier(ago, kpi.id, kpi.where) for ago in range(1, kpi.average.months)]
    counting = [one for one in earlier if one is not None and not was_excused(one.verdicts.get(own.kpi))]
    before = [(one.period.name, one.measures.kpis[own.kpi]) for one in counting if own.kpi in one.measures.kpis]
    if not any(result.value is not None for _, result in before):
        return own
    try:
        return kpi.average.over([(month.period.name, own), *before])
    except Mistake as mistake:
        raise fail(mistake.words, kpi.where, **mistake.values) from None


def _with_scores(verdicts: dict[str, KpiVerdict], charges: Sequence[Charge]) -> dict[str, KpiVerdict]:
    """The verdicts with the marks that scorecards gave them; a KPI on two scorecards shows those of the first."""
    found = dict(verdicts)
    for score in (score for charge in reversed(charges) for score in charge.scores):
        found[score.kpi] = replace(found[score.kpi], score=score.marks, marks=score.full)
    return found
