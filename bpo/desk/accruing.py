"""What is earned and not issued at the end of a period, by contract; and what was accrued before and is issued since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from bpo.contracts.accrual import Accrual, Basis, Reversal, in_minor_units, revenue_of
from bpo.contracts.header.header import CurrencyCode
from bpo.contracts.load import LoadedContract
from bpo.core.documents import read_document
from bpo.core.errors import BpoError, Problem, Where, fail, refused
from bpo.core.fields import Amount, FileModel
from bpo.core.validation import read_model
from bpo.core.words import Words
from bpo.desk.billing import gathered, not_due
from bpo.desk.closing import NO_CONTRACTS
from bpo.desk.revisions import OPEN
from bpo.desk.run import load
from bpo.desk.workspace import Workspace
from bpo.ledger import Ledger, open_ledger

NOT_BEFORE = Words(
    "accrue-not-before",
    en="what was accrued in this file is of {given}, which is not before {period}",
    zh="该文件的暂估为 {given}，不早于 {period}",
)


class AccruedIn(FileModel):
    """An accrual as ``bpo accrue --format json`` prints it."""

    contract: str
    period: str
    currency: CurrencyCode
    amount: Amount
    basis: Basis
    statement: str | None = None


class AccrueIn(FileModel):
    """The file of an earlier close; what else it says was of that close alone."""

    period: str
    accruals: list[AccruedIn]
    reversals: list[Any] = []
    parked: list[Any] = []
    sums: list[Any] = []


@dataclass(frozen=True, slots=True)
class Parked:
    """A contract of which nothing can be accrued, and why."""

    path: Path
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """What is accrued in a currency."""

    currency: str
    months: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Accrued:
    """What is accrued at the end of a period, by contract and month; what is taken back of an earlier close; and what is parked."""

    period: str
    accruals: tuple[Accrual, ...]
    reversals: tuple[Reversal, ...]
    parked: tuple[Parked, ...]

    @property
    def sums(self) -> list[Sum]:
        """By currency, in the order of their codes."""
        found: dict[str, list[Decimal]] = {}
        for one in self.accruals:
            found.setdefault(one.currency, []).append(one.amount)
        return [Sum(currency, len(of), sum(of, Decimal(0))) for currency, of in sorted(found.items())]


def accrue(workspace: Workspace, period_name: str, before: Path | None = None) -> Accrued:
    """All months of the workspace's contracts up to a period that are not issued; nothing is recorded.

    Args:
        before: what an earlier close accrued, as JSON; what of it is issued since is taken back.

    Raises:
        BpoError: if the ledger or that file cannot be read, or there is no contract.
    """
    paths = sorted(workspace.contracts.glob("*.yaml"))
    if not paths:
        raise fail(NO_CONTRACTS, folder=str(workspace.contracts))
    earlier = _read(before, period_name) if before is not None else ()
    accruals, parked = list[Accrual](), list[Parked]()
    with open_ledger(workspace.database) as ledger:
        for path in paths:
            try:
                accruals += _of_contract(workspace, ledger, load(path), period_name)
            except BpoError as error:
                told = (
                    one if one.where is not None else replace(one, where=Where(str(path))) for one in error.problems
                )
                parked.append(Parked(path, tuple(told)))
            except OSError as error:
                parked.append(Parked(path, (refused(error),)))
        reversals = tuple(one for accrued in earlier for one in _reversed(ledger, accrued))
    return Accrued(period_name, tuple(accruals), reversals, tuple(parked))


def _of_contract(workspace: Workspace, ledger: Ledger, loaded: LoadedContract, period_name: str) -> Iterator[Accrual]:
    """The drafts of a contract up to a period, and the period itself as far as it can be priced if it is not recorded."""
    contract = loaded.contract
    due = not_due(contract, period_name) is None
    recorded = [one for one in ledger.current(contract.contract) if one.statement.period.name <= period_name]
    for one in recorded:
        if one.state in OPEN:
            statement = one.statement
            yield Accrual(
                contract.contract, statement.period.name, statement.currency, revenue_of(statement), "draft", one.id
            )
    if due and period_name not in {one.statement.period.name for one in recorded}:
        statement = gathered(workspace, ledger, loaded, period_name).statement
        yield Accrual(contract.contract, period_name, statement.currency, revenue_of(statement), "estimate")


def _reversed(ledger: Ledger, accrued: Accrual) -> Iterator[Reversal]:
    latest = ledger.latest(accrued.contract, accrued.period)
    if latest is not None and latest.state not in OPEN:
        yield Reversal(accrued, latest.id, revenue_of(latest.statement))


def _read(path: Path, period_name: str) -> Sequence[Accrual]:
    document = read_document(path)
    found = read_model(document, AccrueIn)
    if found.period >= period_name:
        raise fail(NOT_BEFORE, document.place("period"), given=found.period, period=period_name)
    return [
        Accrual(
            one.contract,
            one.period,
            one.currency,
            in_minor_units(one.amount, one.currency),
            one.basis,
            one.statement or "",
        )
        for one in found.accruals
    ]
