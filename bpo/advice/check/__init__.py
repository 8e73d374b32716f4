"""The catalogue of checks: what is legal but unwise in a contract.

A new check is a function called as it is named in ``Check``, one line here, one page and one test.

Checks look through a contract's parts, or try it out by ``price()``, so that a clause which is built from the building blocks
is checked without a word of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from bpo.advice.check.adjustments import lost_at_end, negative_base, no_effect, order, over_returned, uncapped
from bpo.advice.check.asked import CLIFF, Advice, Asked, Seen
from bpo.advice.check.cap_idle import cap_idle
from bpo.advice.check.customer_named import customer_named
from bpo.advice.check.incentives import cliff, perverse
from bpo.advice.check.never_seen import never_seen
from bpo.advice.check.part_window import part_window
from bpo.advice.check.rows import marks_total, unreachable
from bpo.advice.check.whole import calendar_beyond_data, expiry, restated, timezone, unused
from bpo.contracts.header.accepts import Check
from bpo.contracts.load import LoadedContract
from bpo.core.errors import Problem, Where
from bpo.core.words import Words

CHECKS: Sequence[Callable[[Asked], Iterator[Advice]]] = (
    timezone, calendar_beyond_data, unused, marks_total, unreachable, perverse, cliff, uncapped, cap_idle, no_effect, order, negative_base,
    expiry, lost_at_end, over_returned, part_window, restated, customer_named, never_seen,
)  # fmt: skip

IDLE = Words(
    "acceptance-idle",
    en="this accepts '{check}' of '{on}', but there is no such advice: take it out, or mend what it names",
    zh="此处接受 '{on}' 的 '{check}'，但并无该建议：请删除，或改正所写名称",
)


def advice(loaded: LoadedContract, cliff_from: Fraction = CLIFF, seen: Seen | None = None) -> list[Problem]:
    """What is unwise in a contract and not accepted in it, in the order of the file; held against its facts if they are given."""
    versions = _versions(loaded, cliff_from, seen)
    told: dict[tuple[str, str, Where | None], list[Problem]] = {}
    for asked in versions:  # what an amendment leaves as it is, is told once, as it is after the last one
        found: dict[tuple[str, str, Where | None], list[Problem]] = {}
        for name, one in ((check.__name__.replace("_", "-"), one) for check in CHECKS for one in check(asked)):
            paged = replace(one.problem, values={**one.problem.values, "page": f"docs/checks/{name}.md"})
            found.setdefault((name, one.on, paged.where), []).append(paged)
        told |= found
    accepted = _accepted(versions[0])
    problems = [one for (check, on, _), listed in told.items() if (check, on) not in accepted for one in listed]
    given = {(check, on) for check, on, _ in told}
    idle = {key: problem for key, problem in accepted.items() if key not in given}
    problems += [problem for key, problem in idle.items() if seen is not None or key[0] != Check.NEVER_SEEN]
    return sorted(problems, key=lambda p: (p.where.line, p.where.column) if p.where else (0, 0))


def _versions(loaded: LoadedContract, cliff_from: Fraction, seen: Seen | None) -> list[Asked]:
    """The contract as signed and as amended."""
    first, versions = loaded.versions[0], pairwise(loaded.contract.versions)
    amended = [
        Asked(one.contract, one.document, cliff_from, seen, before.contract, one.start) for before, one in versions
    ]
    return [Asked(first.contract, first.document, cliff_from, seen), *amended]


def _accepted(asked: Asked) -> dict[tuple[str, str], Problem]:
    """What is accepted, each with what is to be told if there is nothing to accept."""
    found: dict[tuple[str, str], Problem] = {}
    for i, one in enumerate(asked.contract.accepts):
        for name in one.on or [""]:
            values = {"check": one.check, "on": name or asked.contract.contract}
            found[one.check, name] = Problem(IDLE, asked.document.place("accepts", i), values)
    return found
