"""What a person's leaving means for statements: which of them rest on versions of the lake that are gone or go."""

from collections.abc import Mapping

from bpo.desk.workspace import Workspace
from bpo.ledger import open_ledger


def resting_on_older(workspace: Workspace, newest: Mapping[str, int]) -> list[str]:
    """Statements that were made from an older version of a table than the newest: they cannot be counted again without it."""
    with open_ledger(workspace.database) as ledger:
        ids = [row.id for row in ledger.list()]
        used = {id_: ledger.stored(id_).lake_versions for id_ in ids}
    return [id_ for id_ in ids if any(used[id_].get(name, at) < at for name, at in newest.items())]
