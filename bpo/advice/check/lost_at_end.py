"""What falls due on a later invoice, and finds none after the contract's last month: points, credits to return, unused units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.clause import Loc
from bpo.contracts.header.accepts import Check
from bpo.core.words import Words

NAME = Check.LOST_AT_END


def lost_at_end(asked: Asked) -> Iterator[Advice]:
    contract = asked.contract
    if contract.effective.end is None:
        return
    for at, clause in asked.clauses():
        later = clause.falls_due_later()
        if later is not None:
            yield _months(asked, later.words, (*at, *later.at), clause.id, later.months)


def _months(asked: Asked, words: Words, at: Loc, clause: str, months: int) -> Advice:
    """Told of the last so many months of the contract, or of all that it has."""
    contract = asked.contract
    assert contract.effective.end is not None
    first = last = contract.cycle.containing(contract.effective.end)
    for _ in range(months - 1):
        if first.start > contract.effective.start:
            first = contract.cycle.containing(first.start - timedelta(days=1))
    return asked.advice(NAME, words, at, clause, clause=clause, first=first.name, last=last.name)
