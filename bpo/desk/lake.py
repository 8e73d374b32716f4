"""The lake of a workspace as a month reads it, and the month counted over it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError
from bpo.core.measures import Measures
from bpo.core.periods import Period
from bpo.desk.workspace import Workspace

if TYPE_CHECKING:
    from bpo.facts.lake.lake import Lake
    from bpo.facts.lake.seen import AsOf


def lake_at(workspace: Workspace, at: Mapping[str, int] | None) -> "Lake | AsOf":
    """The lake as it is, or as it was at some versions of its tables."""
    from bpo.facts.lake.lake import Lake
    from bpo.facts.lake.seen import AsOf

    lake = Lake(workspace.lake)
    return lake if at is None else AsOf(lake, at)


def count_month(
    workspace: Workspace,
    contract: Contract,
    period: Period,
    given: Measures | None = None,
    at: Mapping[str, int] | None = None,
) -> Measures:
    """A month's figures: what is given stands, the rest is counted over the lake, or over its tables ``at`` some versions.

    Raises:
        BpoError: if facts are missing, or cannot be read.
    """
    from bpo.facts.lake.lake import reading_lake
    from bpo.metering import measure
    from bpo.metering.findings import told_once

    lake = lake_at(workspace, at)
    with reading_lake(workspace.lake):
        try:
            return measure(lake, contract, period, given)
        except BpoError as error:
            raise BpoError(told_once(error.problems, lake)) from None
