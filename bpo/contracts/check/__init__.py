"""The catalogue of checks: what is legal but unwise in a contract. A new check is one file, one line here, one page and one test.

Checks look through a contract's parts, or try it out by ``price()``, so that a clause which is built from the building blocks
is checked without a word of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from bpo.contracts.check.asked import CLIFF, Advice, Asked
from bpo.contracts.check.calendar_beyond_data import calendar_beyond_data
from bpo.contracts.check.cliff import cliff
from bpo.contracts.check.expiry import expiry
from bpo.contracts.check.marks import marks_total
from bpo.contracts.check.order import order
from bpo.contracts.check.perverse import perverse
from bpo.contracts.check.timezone import timezone
from bpo.contracts.check.uncapped import uncapped
from bpo.contracts.check.unreachable import unreachable
from bpo.contracts.check.unused import unused
from bpo.contracts.load import LoadedContract
from bpo.errors import Problem
from bpo.words import Words

CHECKS: Sequence[Callable[[Asked], Iterator[Advice]]] = (
    timezone, calendar_beyond_data, unused, marks_total, unreachable, perverse, cliff, uncapped, order, expiry,
)  # fmt: skip

IDLE = Words(
    "acceptance-idle",
    en="this accepts '{check}' of '{on}', but there is no such advice: take it out, or mend what it names",
    zh="此处接受 '{on}' 的 '{check}'，但并无该建议：请删除，或改正所写名称",
)


def advice(loaded: LoadedContract, cliff_from: Fraction = CLIFF) -> list[Problem]:
    """What is unwise in a contract and not accepted in it, in the order of the file."""
    versions = [Asked(one.contract, one.document, cliff_from) for one in loaded.versions]
    told = {
        (one.check, one.on, one.problem.where): one for asked in versions for check in CHECKS for one in check(asked)
    }
    accepted = _accepted(versions[0])
    problems = [one.problem for one in told.values() if (one.check, one.on) not in accepted]
    given = {(one.check, one.on) for one in told.values()}
    problems += [problem for key, problem in accepted.items() if key not in given]
    return sorted(problems, key=lambda p: (p.where.line, p.where.column) if p.where else (0, 0))


def _accepted(asked: Asked) -> dict[tuple[str, str], Problem]:
    """What is accepted, each with what is to be told if there is nothing to accept."""
    found: dict[tuple[str, str], Problem] = {}
    for i, one in enumerate(asked.contract.accepts):
        for name in one.on or [""]:
            node, _ = asked.document.find(("accepts", i))
            values = {"check": one.check, "on": name or asked.contract.contract}
            found[one.check, name] = Problem(IDLE, asked.document.where(node), values)
    return found
