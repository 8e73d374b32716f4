"""The catalogue of checks: what is legal but unwise in a contract.

A new check is one file, its name in ``Check``, one line here, one page and one test.

Checks look through a contract's parts, or try it out by ``price()``, so that a clause which is built from the building blocks
is checked without a word of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from bpo.advice.check.asked import CLIFF, Advice, Asked
from bpo.advice.check.calendar_beyond_data import calendar_beyond_data
from bpo.advice.check.cap_idle import cap_idle
from bpo.advice.check.cliff import cliff
from bpo.advice.check.expiry import expiry
from bpo.advice.check.lost_at_end import lost_at_end
from bpo.advice.check.marks import marks_total
from bpo.advice.check.never_seen import NAME as NEVER_SEEN
from bpo.advice.check.never_seen import Seen, never_seen
from bpo.advice.check.no_effect import no_effect
from bpo.advice.check.order import order
from bpo.advice.check.over_returned import over_returned
from bpo.advice.check.perverse import perverse
from bpo.advice.check.restated import restated
from bpo.advice.check.timezone import timezone
from bpo.advice.check.uncapped import uncapped
from bpo.advice.check.unreachable import unreachable
from bpo.advice.check.unused import unused
from bpo.contracts.load import LoadedContract
from bpo.core.errors import Problem, Where
from bpo.core.words import Words

CHECKS: Sequence[Callable[[Asked], Iterator[Advice]]] = (
    timezone, calendar_beyond_data, unused, marks_total, unreachable, perverse, cliff, uncapped, cap_idle, no_effect, order, expiry,
    lost_at_end, over_returned, restated,
)  # fmt: skip

IDLE = Words(
    "acceptance-idle",
    en="this accepts '{check}' of '{on}', but there is no such advice: take it out, or mend what it names",
    zh="此处接受 '{on}' 的 '{check}'，但并无该建议：请删除，或改正所写名称",
)


def advice(loaded: LoadedContract, cliff_from: Fraction = CLIFF, seen: Seen | None = None) -> list[Problem]:
    """What is unwise in a contract and not accepted in it, in the order of the file; held against its facts if they are given."""
    versions = _versions(loaded, cliff_from)
    checks = [*CHECKS, *([never_seen(seen)] if seen is not None else [])]
    told: dict[tuple[str, str, Where | None], list[Advice]] = {}
    for asked in versions:  # what an amendment leaves as it is, is told once, as it is after the last one
        found: dict[tuple[str, str, Where | None], list[Advice]] = {}
        for one in (one for check in checks for one in check(asked)):
            found.setdefault((one.check, one.on, one.problem.where), []).append(one)
        told |= found
    every = [one for listed in told.values() for one in listed]
    accepted = _accepted(versions[0])
    problems = [one.problem for one in every if (one.check, one.on) not in accepted]
    given = {(one.check, one.on) for one in every}
    idle = {key: problem for key, problem in accepted.items() if key not in given}
    problems += [problem for key, problem in idle.items() if seen is not None or key[0] != NEVER_SEEN]
    return sorted(problems, key=lambda p: (p.where.line, p.where.column) if p.where else (0, 0))


def _versions(loaded: LoadedContract, cliff_from: Fraction) -> list[Asked]:
    """The contract as signed and as amended."""
    versions = loaded.contract.versions
    amended = [
        Asked(one.contract, one.document, cliff_from, before.contract, one.start) for before, one in pairwise(versions)
    ]
    first = loaded.versions[0]
    return [Asked(first.contract, first.document, cliff_from), *amended]


def _accepted(asked: Asked) -> dict[tuple[str, str], Problem]:
    """What is accepted, each with what is to be told if there is nothing to accept."""
    found: dict[tuple[str, str], Problem] = {}
    for i, one in enumerate(asked.contract.accepts):
        for name in one.on or [""]:
            node, _ = asked.document.find(("accepts", i))
            values = {"check": one.check, "on": name or asked.contract.contract}
            found[one.check, name] = Problem(IDLE, asked.document.where(node), values)
    return found
