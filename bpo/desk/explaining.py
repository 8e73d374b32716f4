"""Which statement to explain: the one that was billed, or one that is computed now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bpo.contracts.load import LoadedContract
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.measures import Restated
from bpo.desk.agreed import agreed_figures
from bpo.desk.billing import earlier_months
from bpo.desk.months import restated_into, versions_at_closing
from bpo.desk.run import MeasuresFile, Priced, load, months_before, period_named, price_month, read_measures_file
from bpo.desk.workspace import Workspace, workspace_around, workspace_of
from bpo.ledger import StoredStatement, open_ledger


@dataclass(frozen=True)
class Explained:
    """A statement and its contract.

    ``billed`` is the statement's id if it is the stored one; ``older`` the id of a stored one that was made from another
    text of the contract, so that this one had to be computed anew.
    """

    loaded: LoadedContract
    statement: Statement
    billed: str = ""
    older: str = ""


def to_explain(
    path: Path, period_name: str | None, given_path: Path | None, history_files: Sequence[Path], start: Path
) -> Explained:
    """What a question about a contract's line is about.

    With given figures, what they make. Else the latest revision that was billed, of the month asked for or of the last one,
    just as it was billed: facts that came later do not change the answer. If it was never billed, or the contract was
    changed since, it is computed now.

    Raises:
        BpoError: with the problems of the contract, the figures or the facts; or if no month is named and none was billed.
    """
    loaded = load(path)
    taken_over = [read_measures_file(file) for file in history_files]
    if given_path is not None:
        given = read_measures_file(given_path, period_name)
        around = workspace_around(path.parent) or workspace_around(start)
        found = priced_now(around, loaded.contract, given.measures.period, taken_over, given)
        return Explained(loaded, found.statement)
    workspace = workspace_of([path], start)
    stored = _stored(workspace, loaded.contract.contract, period_name)
    if stored is not None and stored.contract_sha256 == loaded.sha256:
        return Explained(loaded, stored.statement, billed=stored.id)
    name = stored.statement.period.name if stored is not None else period_named(period_name, None)
    older = stored.id if stored is not None else ""
    return Explained(loaded, priced_now(workspace, loaded.contract, name, taken_over).statement, older=older)


def _stored(workspace: Workspace, contract: str, period_name: str | None) -> StoredStatement | None:
    with open_ledger(workspace.database) as ledger:
        rows = ledger.list(contract, period_name)
        return ledger.stored(max(rows, key=lambda row: (row.period_name, row.revision)).id) if rows else None


def priced_now(
    workspace: Workspace | None,
    contract: Contract,
    name: str,
    taken_over: Sequence[MeasuresFile] = (),
    given: MeasuresFile | None = None,
) -> Priced:
    """A month as it would be billed now: after the months that were billed here, over the facts of its closing if it is closed,
    with what its statement restates. Nothing is stored.

    Raises:
        BpoError: with every problem of the facts and the figures.
    """
    period = contract.cycle.period(name)
    at: Mapping[str, int] | None = None
    restated: Mapping[str, Restated] = {}
    if workspace is None:
        earlier = months_before(contract, period, taken_over)
    else:
        with open_ledger(workspace.database) as ledger:
            earlier, _ = earlier_months(ledger, contract, period, taken_over)
            at = versions_at_closing(ledger, contract.contract, name)
            restated = restated_into(ledger, contract.contract, name)
        given = given or agreed_figures(workspace, contract.contract, name)
    return price_month(workspace, contract, period, given, earlier, at=at, restated=restated)
