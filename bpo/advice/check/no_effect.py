"""Adjustments without effect: of lines that are always 0, of no amount, or only after the contract has ended."""

from __future__ import annotations

from collections.abc import Iterator

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.header.accepts import Check
from bpo.contracts.model import Contract
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
    zero = {term.id for term in asked.contract.terms if term.is_free}
    months = _months(asked.contract)
    for at, clause in asked.adjustments():
        lines = set(clause.about())
        if lines and lines <= zero and not clause.is_limit:
            named = [f"'{name}'" for name in sorted(lines)]
            yield asked.advice(NAME, OF_NOTHING, at, clause.id, clause=clause.id, lines=named)
            zero.add(clause.id)
        elif clause.moves_nothing:
            yield asked.advice(NAME, ALWAYS_NOTHING, at, clause.id, clause=clause.id)
            zero.add(clause.id)
        elif months is not None and clause.grace_months >= months:
            said = {"clause": clause.id, "months": clause.grace_months, "all": months}
            yield asked.advice(NAME, GRACE, (*at, "grace_months"), clause.id, **said)


def _months(contract: Contract) -> int | None:
    """How many billing periods the contract has; None without an end."""
    if contract.effective.end is None:
        return None
    first, last = (contract.cycle.containing(day).name for day in (contract.effective.start, contract.effective.end))
    return months_between(first, last) + 1
