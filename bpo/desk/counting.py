"""A month that was billed, counted again on the newest facts: what was given for its bill stays as it was given."""

from collections.abc import Mapping
from dataclasses import dataclass

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError
from bpo.core.measures import Measures
from bpo.desk.given import File, given_for
from bpo.desk.workspace import Workspace
from bpo.ledger import StoredStatement


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures of a month, and the versions of the tables that they were counted over."""

    measures: Measures
    versions: Mapping[str, int]


def count_again(
    workspace: Workspace, contract: Contract, stored: StoredStatement, billed_by: Contract, file: File | None = None
) -> Counted:
    """The figures of a month as they are now.

    Args:
        contract: which counts.
        stored: the statement by which the month was billed.
        billed_by: the contract as it was then.
        file: figures that are given now; they stand in place of what was given, and of what would be counted.

    Raises:
        BpoError: if facts are missing, or cannot be read.
    """
    from bpo.facts.lake.lake import Lake, reading_lake
    from bpo.metering import measure
    from bpo.metering.findings import told_once

    period = stored.statement.period
    given = given_for(contract, period, file, stored.statement, billed_by).measures
    lake = Lake(workspace.lake)
    with reading_lake(workspace.lake):
        try:
            found = measure(lake, contract, period, given)
        except BpoError as error:
            raise BpoError(told_once(error.problems, lake)) from None
    return Counted(found, {e.table: e.version for e in found.evidence.values() if e.version is not None})
