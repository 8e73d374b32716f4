"""Earlier months of which a KPI became known since, or that are counted again, priced again (指标补差、账期重述).

The months from the first affected one are priced twice: with what was known before, and with what is known now. The first must be
what was billed; the difference is a line of this statement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement, Step
from bpo.contracts.taken_over import COMPLETE, missing_of
from bpo.core.errors import BpoError, Problem
from bpo.core.measures import Evidence, Late, Measures, Restated
from bpo.core.words import Text, Words
from bpo.pricing.apply import Pass, apply
from bpo.pricing.as_known import as_known
from bpo.pricing.checked_measures import kpis_of
from bpo.pricing.in_force import in_force
from bpo.pricing.late import Lates, final_month, merged, refused, shown
from bpo.pricing.passes.agreed import agreed
from bpo.pricing.passes.allocated import allocated
from bpo.pricing.passes.charged import charged
from bpo.pricing.passes.checked import checked
from bpo.pricing.passes.effective import effective
from bpo.pricing.passes.judged import judged
from bpo.pricing.passes.payable_rounded import payable_rounded
from bpo.pricing.passes.reconciled import reconciled
from bpo.pricing.passes.shown_in_both import shown_in_both
from bpo.pricing.passes.taxed import taxed
from bpo.pricing.passes.trued_up import ADJUSTED, TrueUpName, own_lines, sums, true_ups_of
from bpo.pricing.passes.withheld import withheld
from bpo.pricing.pricing import Pricing, TrueUp, begun
from bpo.pricing.restated import moved_taxes, refused_months, restated_since, said_of

EARLIER: tuple[Pass, ...] = (
    effective, agreed, reconciled, checked, judged, charged, taxed, withheld, allocated, payable_rounded, shown_in_both,
)  # fmt: skip
"""The order of a bill less true-ups, which are lines of the month that brings them, and limits and disputes, which hold for what was
billed."""


def price_again(
    contract: Contract, measures: Measures, history: Sequence[Statement], elsewhere: bool = False
) -> Statement:
    """The month by the months before it, without what became known of those; one that was billed elsewhere as far as it can be told."""
    again = begun(contract, measures, history)
    return as_known(EARLIER, again) if elsewhere else apply(EARLIER, again).statement()


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
FINAL = Words(
    "true-up-final",
    en="{kpi} of {month} has not become known: what counted provisionally is final",
    zh="{month} 的{kpi}未能确定：暂定结果即为最终结果",
)
NO_VALUE = Text(zh="不计入考核", en="left out")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of earlier months besides what they were billed on: KPIs that became known, and months counted again."""

    lates: Lates
    restated: Mapping[str, Restated]

    @classmethod
    def of(cls, brought: Sequence[Measures]) -> Known:
        """What several months brought; what came last counts."""
        return cls(merged(one.late for one in brought), restated_since(brought))

    def __contains__(self, month: str) -> bool:
        return bool(self.lates.get(month)) or month in self.restated

    def months(self) -> set[str]:
        return {*self.lates, *self.restated}

    def measures(self, billed: Measures) -> Measures:
        """The figures of a month by all that is known of it."""
        restated = self.restated.get(billed.period)
        base = billed if restated is None else restated.measures
        given = {name for name, one in base.kpis.items() if restated is not None and one.value is not None}
        own = {name: one for name, one in self.lates.get(billed.period, {}).items() if name not in given}
        kpis = {name: one.result for name, one in own.items()}
        notes = {name: Evidence(0, note=one.note) for name, one in own.items() if one.note}
        found = {**base.kpis, **kpis}
        return replace(base, kpis=found, evidence={**base.evidence, **notes}, late={}, restated={})


def recomputed(pricing: Pricing) -> Pricing:
    """Earlier months of which a KPI became known since, or that are restated, are priced again: as known before, and as known now.
    以往账期的指标后来确定的，或账期被重述的，该月及受影响各月重新计算：按此前所知一次，按现在所知一次。

    Raises:
        BpoError: for values that nobody waits for, months that are missing, and months that were billed otherwise.
    """
    contract, measures, history = pricing.whole, pricing.measures, pricing.billed
    if not measures.late and not measures.restated and not any(map(_may_move, history)):
        return pricing
    problems = [*refused(contract, measures, history), *refused_months(contract, measures, history)]
    if problems:
        raise BpoError(problems)
    earlier, again = [one.measures for one in history], Known.of([measures]).months()
    before = _chain(contract, history, Known.of(earlier), again)
    known = Known.of([*earlier, measures])
    after = _chain(contract, history, known, again)
    first, restated_from = min(again, default=measures.period), min(measures.restated, default=measures.period)
    found: list[TrueUp] = []
    for billed, was, now in zip(history, before, after, strict=True):
        name = billed.period.name
        compared = name >= first and (name in again or _looks_back(contract))
        if compared:
            if lacking := _lacking(measures.late.get(name, {}), was, now):
                problems += lacking  # what moves cannot be told
                continue
            problems += _differs(billed, was, history)
        final = list(_final(contract, now, known.lates.get(name, {}), measures.period))
        if compared or final:
            said = [*_known(measures.late.get(name, {}), was, now), *final]
            taxes = None
            if compared and name >= restated_from and (name in measures.restated or _moved(was, now)):
                said = [*said_of(was, now, measures.restated, pricing.contract.labels()), *said]
                taxes = moved_taxes(was, now)
            found += true_ups_of(pricing, was, now, said, taxes)
    codes = pricing.contract.prices.codes
    for line in (one.line for one in found):
        if line.tax_code not in codes:
            values = {"given": line.tax_code, "late": TrueUpName.of(line.clause).month, "period": measures.period}
            problems.append(Problem(TAX_CODE_GONE, None, values))
    if problems:
        raise BpoError(problems)
    if tuple(after) == history:
        return pricing if not found else replace(pricing, true_ups=tuple(found))
    return replace(pricing, month=replace(pricing.month, history=tuple(after)), true_ups=tuple(found))


def months_restated(
    contract: Contract, history: Sequence[Statement], restated: Mapping[str, Restated]
) -> list[tuple[Statement, Statement]]:
    """The earlier months that move, oldest first: each as it was known before, and as it is with what is ``restated``.

    Raises:
        BpoError: for months that cannot be restated, or were billed otherwise than they come to.
    """
    period = contract.cycle.after(history[-1].period.name, 1)
    measures = Measures(period, restated=restated)
    problems = list(refused_months(contract, measures, history))
    if problems:
        raise BpoError(problems)
    earlier = [one.measures for one in history]
    before = _chain(contract, history, Known.of(earlier), set(restated))
    after = _chain(contract, history, Known.of([*earlier, measures]), set(restated))
    found = []
    for billed, was, now in zip(history, before, after, strict=True):
        if billed.period.name in restated or _moved(was, now):
            problems += _differs(billed, was, history)
            found.append((was, now))
    if problems:
        raise BpoError(problems)
    return found


def _may_move(billed: Statement) -> bool:
    """Whether a month brought what others are computed again by, or waits for a KPI."""
    own = billed.measures
    return bool(own.late or own.restated) or any(one.provisional for one in billed.verdicts.values())


def _looks_back(contract: Contract) -> bool:
    return any(one.looks_back for one in (contract, *(version.contract for version in contract.versions)))


def _moved(was: Statement, now: Statement) -> bool:
    return [line.amount for line in own_lines(was)] != [line.amount for line in own_lines(now)] or was.tax != now.tax


def _chain(contract: Contract, history: Sequence[Statement], known: Known, again: Collection[str]) -> list[Statement]:
    """The earlier months with what is known of them: those that are priced ``again``, and those that a later one looks back at; the
    others as they were billed."""
    found: list[Statement] = []
    moved, looks_back = False, _looks_back(contract)
    for billed in history:
        name = billed.period.name
        here = name in again or (name in known and looks_back)
        moved = moved or here
        if here or (moved and looks_back):
            elsewhere = missing_of(billed) != COMPLETE
            found.append(price_again(contract, known.measures(billed.measures), found, elsewhere))
        else:
            found.append(billed)
    return found


def _lacking(lates: Mapping[str, Late], *priced: Statement) -> list[Problem]:
    """The months that are missing to tell what a month comes to, and how its late KPIs are judged."""
    every = [missing_of(one) for one in priced]
    judged = [problem for one in every for name in lates for problem in one.kpis.get(name, ())]
    return [*(problem for one in every for problem in one.whole), *judged]


def _differs(billed: Statement, computed: Statement, history: Sequence[Statement]) -> list[Problem]:
    """Whether a month, as known before, is what was billed with the true-ups since: else something would be billed twice."""
    every = [line for one in history for line in (*one.charges, *one.deductions) if line.kind in ADJUSTED]
    since = [line for line in every if TrueUpName.of(line.clause).month == billed.period.name]
    was, now = sums([*own_lines(billed), *since]), sums(own_lines(computed))
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
            "kpi": verdict.label,
            "month": now.period.name,
            "note": note,
            "value": NO_VALUE if value is None else shown(verdict, value),
            "was": NO_VALUE if counted is None else shown(verdict, counted),
        }
        yield Step(KNOWN, values, Fraction(0), source=verdict.source)


def _final(contract: Contract, statement: Statement, known: Mapping[str, Late], period: str) -> Iterator[Step]:
    """What stays provisional for good with this statement."""
    provisional = {name: one for name, one in statement.verdicts.items() if one.provisional and name not in known}
    if not provisional:
        return
    agreed = in_force(contract, statement.period)
    given = Measures(statement.period.name, kpis={name: one.result for name, one in provisional.items()})
    kpis = kpis_of(agreed, given)
    for name, verdict in provisional.items():
        awaited = name in kpis and kpis[name].known_later is not None  # else it was agreed otherwise since
        if awaited and final_month(contract, kpis[name], statement.period.name) == period:
            values = {"kpi": verdict.label, "month": statement.period.name}
            yield Step(FINAL, values, Fraction(0), source=verdict.source)
