"""Adjustments without effect: of lines that are always 0, of no amount, or only after the contract has ended."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bpo.advice.check.asked import Advice, Asked
from bpo.advice.check.order import about
from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.cap import CapTogether
from bpo.contracts.adjustments.consequence import Consequence
from bpo.contracts.adjustments.minimum import Minimum
from bpo.contracts.adjustments.multiplier import Multiplier
from bpo.contracts.header.accepts import Check
from bpo.contracts.model import Contract
from bpo.contracts.terms.fixed import Fixed
from bpo.contracts.terms.priced import Priced
from bpo.contracts.terms.term import Term
from bpo.core.periods import months_between
from bpo.core.words import Words

NAME = Check.NO_EFFECT
OF_NOTHING = Words(
    "check-no-effect-lines",
    en="'{clause}' has no effect: {lines} is always 0",
    zh="条款 '{clause}' 不起作用：{lines} 始终为 0",
)
ALWAYS_NOTHING = Words(
    "check-no-effect",
    en="'{clause}' has no effect: whatever the KPIs and events are, it comes to 0",
    zh="条款 '{clause}' 不起作用：无论指标与事件如何，金额均为 0",
)
GRACE = Words(
    "check-no-effect-grace",
    en="'{clause}' has no effect: its {months} grace months last as long as the contract, {all} months",
    zh="条款 '{clause}' 不起作用：宽限 {months} 个月，而合同只有 {all} 个月",
)


def no_effect(asked: Asked) -> Iterator[Advice]:
    zero = {term.id for term in asked.contract.terms if _is_free(term)}
    months = _months(asked.contract)
    for at, clause in asked.clauses():
        if not isinstance(clause, Adjustment):
            continue
        lines = about(clause)
        if lines and lines <= zero and not isinstance(clause, (CapTogether, Minimum)):
            named = [f"'{name}'" for name in sorted(lines)]
            yield asked.advice(NAME, OF_NOTHING, at, clause.id, clause=clause.id, lines=named)
            zero.add(clause.id)
        elif _moves_nothing(clause):
            yield asked.advice(NAME, ALWAYS_NOTHING, at, clause.id, clause=clause.id)
            zero.add(clause.id)
        elif months is not None and clause.grace_months >= months:
            said = {"clause": clause.id, "months": clause.grace_months, "all": months}
            yield asked.advice(NAME, GRACE, (*at, "grace_months"), clause.id, **said)


def _is_free(term: Term) -> bool:
    """Whether a term costs nothing at any volume."""
    if term.minimum is not None and term.minimum.amount:
        return False
    if isinstance(term, Fixed):
        return term.amount == 0
    if isinstance(term, Priced):
        if term.rate is not None:
            return term.rate == 0
        return term.tiers is not None and all(not tier.rate and not tier.fee for tier in term.tiers)
    return False


def _moves_nothing(clause: Adjustment) -> bool:
    """Whether every factor is 1, or every sum 0."""
    if isinstance(clause, Multiplier):
        ends = (clause.linear.start, clause.linear.end) if clause.linear is not None else ()
        factors = {one.factor for one in (*(clause.bands or ()), *ends)}
        low, high = clause.minimum or min(factors), max(factors) if clause.maximum is None else clause.maximum
        return {min(max(factor, low), high) for factor in factors} == {Fraction(1)}
    if isinstance(clause, Consequence):
        if clause.cap is not None and Fraction(0) in (clause.cap.amount, clause.cap.percent):
            return True
        return not any(one.amount or one.percent for one in (clause, *(clause.bands or ())))
    return False


def _months(contract: Contract) -> int | None:
    """How many billing periods the contract has; None without an end."""
    if contract.effective.end is None:
        return None
    first, last = (contract.cycle.containing(day).name for day in (contract.effective.start, contract.effective.end))
    return months_between(first, last) + 1
