"""What is earned and not issued at the end of a month, by contract; and what was accrued before and is issued since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bpo.contracts.accrual import Accrual, Basis, Reversal, in_minor_units, revenue_of
from bpo.contracts.header.header import CurrencyCode
from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.core.documents import read_document
from bpo.core.errors import BpoError, Problem, Where, fail, refused
from bpo.core.fields import Amount, FileModel
from bpo.core.periods import is_month, last_day_of
from bpo.core.validation import read_model
from bpo.core.words import Words
from bpo.desk.closing import NO_CONTRACTS
from bpo.desk.earned import earned_by
from bpo.desk.earned_so_far import Earned
from bpo.desk.run import load
from bpo.desk.told import Journal
from bpo.desk.workspace import Workspace
from bpo.ledger import Ledger, open_ledger

NOT_BEFORE = Words(
    "accrue-not-before",
    en="what was accrued in this file is of {given}, which is not before {period}",
    zh="该文件的暂估为 {given}，不早于 {period}",
)
NO_SUCH_END = Words(
    "accrue-no-period",
    en="'{given}' is no month, and no contract has a billing period of this name",
    zh="'{given}' 不是月份，也没有合同以此为账期",
)


class AccruedIn(FileModel):
    """An accrual as ``bpo accrue --format json`` prints it."""

    contract: str
    period: str
    currency: CurrencyCode
    amount: Amount
    basis: Basis
    statement: str | None = None
    like: str | None = None


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
    earned: tuple[Earned, ...]
    reversals: tuple[Reversal, ...]
    parked: tuple[Parked, ...]

    @property
    def accruals(self) -> tuple[Accrual, ...]:
        return tuple(one.accrual for one in self.earned)

    @property
    def sums(self) -> list[Sum]:
        """By currency, in the order of their codes."""
        found: dict[str, list[Decimal]] = {}
        for one in self.accruals:
            found.setdefault(one.currency, []).append(one.amount)
        return [Sum(currency, len(of), sum(of, Decimal(0))) for currency, of in sorted(found.items())]


def accrue(workspace: Workspace, period_name: str, before: Path | None = None) -> Accrued:
    """All months of the workspace's contracts that ended by the end of a period and were not issued by then, and what the periods in course
    have earned so far; nothing is recorded.

    Args:
        period_name: a month, or the name of a billing period of a contract.
        before: what an earlier close accrued, as JSON; what of it is issued since is taken back.

    Raises:
        BpoError: if the ledger or that file cannot be read, or there is no contract.
    """
    paths = sorted(workspace.contracts.glob("*.yaml"))
    if not paths:
        raise fail(NO_CONTRACTS, folder=str(workspace.contracts))
    earlier = _read(before, period_name) if before is not None else ()
    contracts, parked = _loaded(paths)
    end = _end_of(period_name, [one.contract for _, one in contracts])
    earned: list[Earned] = []
    with open_ledger(workspace.database) as ledger:
        journal = Journal(ledger, ledger.entries(), "zh")
        for path, loaded in contracts:
            try:
                earned += earned_by(workspace, ledger, journal, loaded, end)
            except BpoError as error:
                parked.append(_parked(path, error))
            except OSError as error:
                parked.append(Parked(path, (refused(error),)))
        reversals = tuple(one for accrued in earlier for one in _reversed(ledger, journal, accrued, end))
    return Accrued(period_name, tuple(earned), reversals, tuple(parked))


def _loaded(paths: Sequence[Path]) -> tuple[list[tuple[Path, LoadedContract]], list[Parked]]:
    found, parked = list[tuple[Path, LoadedContract]](), list[Parked]()
    for path in paths:
        try:
            found.append((path, load(path)))
        except BpoError as error:
            parked.append(_parked(path, error))
        except OSError as error:
            parked.append(Parked(path, (refused(error),)))
    return found, parked


def _parked(path: Path, error: BpoError) -> Parked:
    told = (one if one.where is not None else replace(one, where=Where(str(path))) for one in error.problems)
    return Parked(path, tuple(told))


def _end_of(period_name: str, contracts: Sequence[Contract]) -> date:
    """The last day of a month, or of a billing period that a contract has."""
    if is_month(period_name):
        return last_day_of(period_name)
    for one in contracts:
        if one.cycle.has(period_name):
            return one.cycle.period(period_name).end
    raise fail(NO_SUCH_END, given=period_name)


def _reversed(ledger: Ledger, journal: Journal, accrued: Accrual, end: date) -> Iterator[Reversal]:
    for row in reversed(ledger.list(contract=accrued.contract, period=accrued.period)):
        if journal.issued_by(row.id, end):
            yield Reversal(accrued, row.id, revenue_of(ledger.statement(row.id)))
            return


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
            one.like or "",
        )
        for one in found.accruals
    ]
