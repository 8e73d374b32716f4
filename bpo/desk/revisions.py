"""Revisions of a statement: which of them a client has seen, which one holds, and the day that stands on the paper."""

from collections.abc import Iterable, Mapping
from datetime import date

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError
from bpo.core.periods import Period
from bpo.desk.months import contract_then
from bpo.ledger import Ledger, StatementRow, StoredStatement
from bpo.life.states import ENDED, IN_THE_HOUSE
from bpo.pricing.in_force import in_force

UNSEEN = (*IN_THE_HOUSE, *ENDED)
"""The states of a statement that was never sent: to work on it uses up no revision that a client could miss."""


def seen_before(rows: Iterable[StatementRow], revision: int) -> int:
    """How many of a month's statements before a revision were sent: the paper of this one is the next after these."""
    return sum(row.revision < revision and row.state not in UNSEEN for row in rows)


def superseded(rows: Iterable[StatementRow]) -> Mapping[str, str]:
    """The statements of a list that a later revision has replaced, with the id of the latest one."""
    listed = list(rows)
    latest: dict[tuple[str, str], StatementRow] = {}
    for row in sorted(listed, key=lambda row: row.revision):
        latest[row.contract, row.period_name] = row
    holds = {row.id: latest[row.contract, row.period_name].id for row in listed}
    return {name: last for name, last in holds.items() if name != last}


def date_of(stored: StoredStatement) -> date:
    """The day that stands on a stored statement; on one of an older ledger, the day on which it was made."""
    return stored.statement.dated or stored.created_at.date()


def next_date(ledger: Ledger, contract: Contract, contract_sha256: str, period: Period) -> date:
    """The day of a month's next draft unless another is named: that which somebody named for the draft before, else the contract's.

    Args:
        contract: as it holds in the period.
        contract_sha256: of its text; a day that followed from an earlier text follows from this one now.

    Raises:
        BpoError: if the day hangs on working days of a year that is not known.
    """
    latest = ledger.latest(contract.contract, period.name)
    dated = None if latest is None else latest.statement.dated
    if latest is None or dated is None:
        return contract.billing.dated(period)
    same = latest.contract_sha256 == contract_sha256
    then = contract if same else in_force(contract_then(ledger, latest).contract, period)
    return contract.billing.dated(period) if _follows(then, period, dated) else dated


def _follows(contract: Contract, period: Period, dated: date) -> bool:
    """Whether a day is the one that the contract names; where that cannot be told somebody named it."""
    try:
        return contract.billing.dated(period) == dated
    except BpoError:
        return False
