"""What a contract has earned by a day and not issued by then: the one notion of an accrual (暂估), for the list and for the vouchers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bpo.contracts.accrual import Accrual, Basis, revenue_of
from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.words import Text
from bpo.desk.billing import gathered, not_due
from bpo.desk.life.notes import restated
from bpo.desk.told import Journal
from bpo.desk.workspace import Workspace
from bpo.ledger import Ledger, StatementRow
from bpo.ledger.document import read
from bpo.life.states import ENDED

GONE = ("voided", "superseded")


@dataclass(frozen=True, slots=True)
class Earned:
    """What is accrued of a contract's month, with the statement, or estimate of one, that says how much."""

    accrual: Accrual
    statement: Statement
    client: Text


def earned_by(
    workspace: Workspace, ledger: Ledger, journal: Journal, loaded: LoadedContract, end: date
) -> Iterator[Earned]:  # fmt: skip
    """Every month of a contract that ended by a day and was not issued by then, and what is not issued of a month that was restated.

    Raises:
        BpoError: if the last month, which is not recorded, cannot be priced.
    """
    yield from _recorded(ledger, journal, loaded.contract, end)
    yield from _estimated(workspace, ledger, loaded, end)


def _recorded(ledger: Ledger, journal: Journal, contract: Contract, end: date) -> Iterator[Earned]:
    """The months of a contract that are recorded and were not issued by a day, by their latest statements."""
    months: dict[str, list[StatementRow]] = {}
    for row in ledger.list(contract=contract.contract):
        if row.period_end <= end:
            months.setdefault(row.period_name, []).append(row)
    for rows in months.values():
        if any(journal.issued_by(row.id, end) for row in rows):
            yield from _restated(ledger, journal, rows[-1], contract, end)
            continue
        standing = [row for row in rows if row.state not in ENDED]
        if standing:
            stored = ledger.stored(standing[-1].id)
            yield _earned(contract, stored.statement, "draft", stored.id)


def _restated(
    ledger: Ledger, journal: Journal, row: StatementRow, contract: Contract, end: date
) -> Iterator[Earned]:  # fmt: skip
    """The difference of a month that is issued and was restated by a day, as long as no note has it."""
    if row.created_at.date() > end or row.state in GONE or journal.noted_by(row.id, end):
        return
    stored = ledger.stored(row.id)
    found = restated(ledger, stored)
    if found is not None:
        yield _earned(contract, read(found[1]), "draft", stored.id)


def _estimated(workspace: Workspace, ledger: Ledger, loaded: LoadedContract, end: date) -> Iterator[Earned]:
    """The last period that ended in the month of a day, as far as it can be priced, if no statement of it stands."""
    cycle, name = loaded.contract.cycle, loaded.contract.contract
    period = cycle.containing(end)
    if period.end > end:
        period = cycle.before(period)
    rows = ledger.list(contract=name, period=period.name)
    if period.end < end.replace(day=1) or not_due(loaded.contract, period.name) is not None:
        return
    if all(row.state in GONE for row in rows):
        yield _earned(loaded.contract, gathered(workspace, ledger, loaded, period.name).statement, "estimate")


def _earned(contract: Contract, statement: Statement, basis: Basis, statement_id: str = "") -> Earned:
    of = statement.period.name
    accrual = Accrual(contract.contract, of, statement.currency, revenue_of(statement), basis, statement_id)
    return Earned(accrual, statement, contract.client.name)
