"""What was billed with facts that were taken out of the lake: those months want to be looked at again."""

from collections.abc import Sequence
from datetime import date, datetime

from bpo.core.tables import known_table
from bpo.core.zones import zone
from bpo.desk.months import contract_then
from bpo.desk.workspace import Workspace
from bpo.facts.lake.lake import Lake
from bpo.facts.lake.withdraw import Withdrawn, withdraw
from bpo.ledger import Ledger, open_ledger


def withdraw_from(
    workspace: Workspace, given: str, reason: str, records: Sequence[str] | None
) -> tuple[tuple[Withdrawn, ...], list[str]]:
    """Withdraw a batch, or some of its records; and the latest statements that were made from a version that had it.

    Raises:
        BpoError: as :func:`bpo.facts.withdraw.withdraw`.
    """
    lake = Lake(workspace.lake)
    done = withdraw(lake, given, reason, records)
    if not any(one.rows for one in done):
        return done, []
    with open_ledger(workspace.database) as ledger:
        latest = {(row.contract, row.period_name): row.id for row in ledger.list()}
        return done, [id_ for id_ in latest.values() if any(_rests_on(ledger, id_, one, lake) for one in done)]


def _rests_on(ledger: Ledger, statement_id: str, gone: Withdrawn, lake: Lake) -> bool:
    """Whether a statement read the table while it had the rows, for their account, and its days reach theirs."""
    if not gone.rows or gone.first is None or gone.last is None:
        return False
    stored = ledger.stored(statement_id)
    version, period = stored.lake_versions.get(gone.table), stored.statement.period
    if version is None:
        return False
    entered = lake.entered_at(known_table(gone.table), gone.source, gone.batch)
    contract = contract_then(ledger, stored).contract
    first, last = (_day(moment, contract.billing.timezone) for moment in (gone.first, gone.last))
    reaches = first <= period.end and (last >= period.start or known_table(gone.table).until is not None)
    there = (entered is None or version >= entered) and (gone.version is None or version < gone.version)
    return contract.account_of_facts in gone.accounts and reaches and there


def _day(moment: datetime | date, name: str) -> date:
    return moment.astimezone(zone(name)).date() if isinstance(moment, datetime) else moment
