"""A month that was billed elsewhere, as far as it can be told: its figures are known, but not all months before it.

What hangs on a month that is missing is asked for only by what reads it: an average over two months reads the figures of the month
before, and not how that month was judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

from bpo.contracts.statement import Statement, Step
from bpo.core.errors import Problem

Problems = Sequence[Problem]


@dataclass(frozen=True, slots=True)
class Missing:
    """What of a month hangs on months that are missing, each with the problems that name them.

    ``kpis`` are judgements, ``lines`` clauses; ``rates`` the steps of such lines whose rate is known all the same; ``whole`` is what the
    month comes to.
    """

    kpis: Mapping[str, Problems] = field(default_factory=dict)
    lines: Mapping[str, Problems] = field(default_factory=dict)
    rates: Mapping[str, Sequence[Step]] = field(default_factory=dict)
    whole: Problems = ()

    def with_line(self, clause: str, problems: Problems, rates: Sequence[Step]) -> Missing:
        known = {**self.rates, clause: rates} if rates else self.rates
        return replace(self, lines={**self.lines, clause: problems}, rates=known, whole=[*self.whole, *problems])


COMPLETE = Missing()


@dataclass(frozen=True)
class TakenOver(Statement):
    """A month that was billed elsewhere, without what cannot be told of it. It is read by later months and never recorded."""

    missing: Missing = COMPLETE


def taken_over(statement: Statement, missing: Missing) -> Statement:
    """The statement itself where nothing is missing."""
    if missing == COMPLETE:
        return statement
    return TakenOver(**{one.name: getattr(statement, one.name) for one in fields(Statement)}, missing=missing)


def missing_of(statement: Statement) -> Missing:
    return statement.missing if isinstance(statement, TakenOver) else COMPLETE
