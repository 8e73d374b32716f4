"""Months that were never billed (从未出账): they ended, the contract was in force, and the ledger has no statement of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError
from bpo.core.periods import Period
from bpo.desk.billing import not_due
from bpo.desk.receivables.books import Books
from bpo.desk.receivables.owed import Owed, debtor_of
from bpo.desk.run import load
from bpo.desk.workspace import Workspace
from bpo.receivables.items import Debtor


@dataclass(frozen=True, slots=True)
class NeverBilled:
    """Billing periods of a contract that follow on each other; their age counts from the end of the first."""

    contract: str
    debtor: Debtor
    currency: str
    periods: tuple[Period, ...]

    @property
    def since(self) -> date:
        return self.periods[0].end


@dataclass(frozen=True, slots=True)
class NotBilled:
    """All of them, and the files in the folder of contracts that cannot be read: what is not billed of those nobody knows."""

    months: tuple[NeverBilled, ...] = ()
    unread: tuple[Path, ...] = field(default=())


def not_billed(workspace: Workspace, books: Books, on: date) -> NotBilled:
    """What is billed by nothing at the end of a day, of every contract of the workspace."""
    found, unread = list[NeverBilled](), list[Path]()
    for path in sorted(workspace.contracts.glob("*.yaml")):
        try:
            found += never_billed(load(path).contract, list(books.owed.values()), on)
        except (BpoError, OSError):
            unread.append(path)
    return NotBilled(tuple(sorted(found, key=lambda one: (one.since, one.contract))), tuple(unread))


def never_billed(contract: Contract, owed: Sequence[Owed], on: date) -> Iterator[NeverBilled]:
    """The periods of a contract that ended by a day and have no statement that was made by then; those that follow on each other together."""
    billed = {
        one.row.period_name
        for one in owed
        if one.note is None and one.row.contract == contract.contract and one.made_on <= on
    }
    run: list[Period] = []
    for period in _ended(contract, on):
        if period.name not in billed and not_due(contract, period.name) is None:
            run.append(period)
        elif run:
            yield _of(contract, run)
            run = []
    if run:
        yield _of(contract, run)


def _ended(contract: Contract, on: date) -> Iterator[Period]:
    """The billing periods from the contract's first day on, as far as they ended by a day and the contract goes."""
    period = contract.cycle.containing(contract.effective.start)
    until = contract.effective.end or on
    while period.end <= on and period.start <= until:
        yield period
        period = contract.cycle.containing(period.day_after)


def _of(contract: Contract, run: Sequence[Period]) -> NeverBilled:
    return NeverBilled(contract.contract, debtor_of(contract.client), contract.currency, tuple(run))
