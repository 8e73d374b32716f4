"""What a contract has earned by a day and not issued by then: the one notion of an accrual (暂估), for the list and for the vouchers."""

from collections.abc import Iterator
from datetime import date

from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.core.cycle import Cycle
from bpo.core.periods import Period
from bpo.desk.billing import gathered, not_due
from bpo.desk.earned_so_far import Earned, earned, earned_so_far
from bpo.desk.life.notes import restated
from bpo.desk.told import Journal
from bpo.desk.workspace import Workspace
from bpo.ledger import Ledger, StatementRow
from bpo.ledger.document import read
from bpo.life.states import ENDED

GONE = ("voided", "superseded")


def earned_by(
    workspace: Workspace, ledger: Ledger, journal: Journal, loaded: LoadedContract, end: date
) -> Iterator[Earned]:
    """Every month of a contract that ended by a day and was not issued by then, what is not issued of a month that was restated, and what
    the period in course has earned by then.

    Args:
        end: the last day of a month.

    Raises:
        BpoError: if a period that is not recorded cannot be priced.
    """
    yield from _recorded(ledger, journal, loaded.contract, end)
    yield from _unrecorded(workspace, ledger, journal, loaded, end)


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
            yield earned(contract, stored.statement, "draft", stored.id)


def _restated(
    ledger: Ledger, journal: Journal, row: StatementRow, contract: Contract, end: date
) -> Iterator[Earned]:  # fmt: skip
    """The difference of a month that is issued and was restated by a day, as long as no note has it."""
    if row.created_at.date() > end or row.state in GONE or journal.noted_by(row.id, end):
        return
    stored = ledger.stored(row.id)
    found = restated(ledger, stored)
    if found is not None:
        yield earned(contract, read(found[1]), "draft", stored.id)


def _unrecorded(
    workspace: Workspace, ledger: Ledger, journal: Journal, loaded: LoadedContract, end: date
) -> Iterator[Earned]:
    """The periods that ended in the month of a day, of which no statement stands; and the one in course, unless it was issued beforehand."""
    contract = loaded.contract
    for period in _periods_of_month(contract.cycle, end):
        rows = ledger.list(contract=contract.contract, period=period.name)
        in_course = period.end > end
        if not_due(contract.changed_to(lambda one: one.seen_until(end)), period.name) is not None:
            continue
        if in_course and not any(journal.issued_by(row.id, end) for row in rows):
            yield earned_so_far(workspace, ledger, loaded, period, end)
        elif not in_course and all(row.state in GONE for row in rows):
            yield earned(contract, gathered(workspace, ledger, loaded, period.name).statement, "estimate")


def _periods_of_month(cycle: Cycle, end: date) -> Iterator[Period]:
    """The billing periods that hold a day of the month up to its end, oldest first."""
    period = cycle.containing(end.replace(day=1))
    while period.start <= end:
        yield period
        period = cycle.containing(period.day_after)
