"""Revisions of a statement: which of them a client has seen, which one holds, and the day that stands on the paper."""

from collections.abc import Iterable, Mapping
from datetime import date

from bpo.ledger import StatementRow, StoredStatement
from bpo.life.states import ENDED, IN_THE_HOUSE

UNSEEN = (*IN_THE_HOUSE, *ENDED)
"""The states of a statement that was never sent: to work on it uses up no revision that a client could miss."""

OPEN = tuple(state for state in UNSEEN if state != "issued")
"""The states of a statement that is not issued: what it comes to is accrued, and can still change."""


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


def dated_as(stored: StoredStatement) -> date:
    """The day that a later draft of the same month has, unless another is named."""
    return stored.statement.dated or stored.statement.period.day_after
