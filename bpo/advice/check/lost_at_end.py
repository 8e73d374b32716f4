"""What falls due on a later invoice, and finds none after the contract's last month: points, credits to return, unused units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.adjustments.earn_back import EarnBack
from bpo.contracts.adjustments.service_points import ServicePoints
from bpo.contracts.blocks.rollover import Rollover
from bpo.contracts.clause import Loc
from bpo.contracts.header.accepts import Check
from bpo.core.words import Words

NAME = Check.LOST_AT_END
POINTS = Words(
    "check-lost-points",
    en="'{clause}': the points of {month}, the last month, are credited on the next invoice, of which there is none",
    zh="条款 '{clause}'：最后一个月 {month} 的积分应在下期账单扣减，但已无下期账单",
)
CREDITS = Words(
    "check-lost-credits",
    en="'{clause}': credits from {first} on could only be returned after {last}, the last month: they never are",
    zh="条款 '{clause}'：自 {first} 起的扣款须在最后一个月 {last} 之后才能返还，实际不会返还",
)
UNITS = Words(
    "check-lost-units",
    en="'{clause}': units that are not used from {first} on expire with the contract, after {last}, and not when it was agreed",
    zh="条款 '{clause}'：自 {first} 起未用的数量于 {last} 随合同到期作废，达不到约定的结转期限",
)


def lost_at_end(asked: Asked) -> Iterator[Advice]:
    contract = asked.contract
    if contract.effective.end is None:
        return
    last = contract.cycle.containing(contract.effective.end)
    for at, clause in asked.clauses():
        said = {"clause": clause.id}
        if isinstance(clause, ServicePoints) and clause.applies == "next":
            yield asked.advice(NAME, POINTS, (*at, "applies"), clause.id, month=last.name, **said)
        elif isinstance(clause, EarnBack):
            yield _months(asked, CREDITS, (*at, "months"), clause.id, clause.months)
        elif isinstance(rollover := getattr(clause, "rollover", None), Rollover):
            yield _months(asked, UNITS, (*at, "rollover", "months"), clause.id, rollover.months)


def _months(asked: Asked, words: Words, at: Loc, clause: str, months: int) -> Advice:
    """Told of the last so many months of the contract, or of all that it has."""
    contract = asked.contract
    assert contract.effective.end is not None
    first = last = contract.cycle.containing(contract.effective.end)
    for _ in range(months - 1):
        if first.start > contract.effective.start:
            first = contract.cycle.containing(first.start - timedelta(days=1))
    return asked.advice(NAME, words, at, clause, clause=clause, first=first.name, last=last.name)
