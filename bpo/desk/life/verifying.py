"""The whole ledger verified: nothing was touched, and every statement's price is what its stored inputs come to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bpo import __version__
from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError, Problem
from bpo.core.words import Text, Words
from bpo.desk.evidence.figures import differences, figures_of
from bpo.desk.months import contract_then
from bpo.desk.receivables.books import books_of
from bpo.desk.receivables.interest_check import interest_findings
from bpo.desk.workspace import Workspace
from bpo.ledger import Checked, Ledger, open_ledger
from bpo.life.interest_notes import InterestBilled
from bpo.pricing.price import price

PRICED_OTHERWISE = Words(
    "verify-priced-otherwise",
    en="'{id}': priced again from what is stored, {figure} is {found}, and {told} in the statement",
    zh="'{id}'：按已存数据重新计价，{figure} 为 {found}，而结算单中为 {told}",
)
NOT_PRICED = Words(
    "verify-not-priced",
    en="'{id}' cannot be priced again from what is stored: {reason}",
    zh="无法按已存数据对 '{id}' 重新计价：{reason}",
)
SHOWN_MAX = 5


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """What was held against what; ``elsewhere`` are statements that rest on months billed elsewhere, which are not stored."""

    checked: Checked
    priced: int
    elsewhere: tuple[str, ...]
    findings: tuple[Problem, ...]


def verify_ledger(workspace: Workspace) -> LedgerCheck:
    """Everything in the ledger, held against the journal and computed again."""
    with open_ledger(workspace.database) as ledger:
        checked = ledger.verify()
        findings, elsewhere, priced = list(checked.findings), list[str](), 0
        known = ledger.ids()
        for row in known:
            try:
                history = _history(ledger, row, set(known))
                if history is None:
                    elsewhere.append(row)
                    continue
                findings += list(_priced(ledger, row, history))[:SHOWN_MAX]
                priced += 1
            except BpoError as error:
                findings += [_not_priced(row, problem) for problem in error.problems[:SHOWN_MAX]]
        if not findings:  # of what was touched, interest is not to be told besides
            entries = ledger.entries()
            if any(one.verb == InterestBilled.verb for one in entries):
                findings += list(interest_findings(books_of(ledger, entries), entries))
    return LedgerCheck(checked, priced, tuple(elsewhere), tuple(findings))


def _history(ledger: Ledger, name: str, known: set[str]) -> list[Statement] | None:
    """The earlier months that a statement names, as they were; None if some were billed elsewhere."""
    stored = ledger.stored(name).statement
    if not known.issuperset(stored.history):
        return None
    return [ledger.statement(earlier) for earlier in stored.history]


def _priced(ledger: Ledger, name: str, history: Sequence[Statement]) -> Iterator[Problem]:
    stored = ledger.stored(name)
    again = price(contract_then(ledger, stored).contract, stored.statement.measures, history)
    again = replace(again, dated=stored.statement.dated)  # the day that somebody gave it, which no price knows
    with_steps = stored.engine == __version__
    told, found = (figures_of(replace(one, history=()), with_steps=with_steps) for one in (stored.statement, again))
    for figure, wanted, ours in differences(told, found):
        yield Problem(PRICED_OTHERWISE, None, {"id": name, "figure": figure, "told": wanted, "found": ours})


def _not_priced(name: str, problem: Problem) -> Problem:
    reason = Text(zh=problem.say("zh"), en=problem.say("en"))
    return Problem(NOT_PRICED, None, {"id": name, "reason": reason})
