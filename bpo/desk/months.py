"""What the ledger says of a month besides its statements: its contract, the versions of the lake that count, what its statement restates."""

from collections.abc import Iterable, Mapping

from bpo.contracts.load import LoadedContract, read_contract
from bpo.core.codec import codec_of
from bpo.core.documents import parse_document
from bpo.core.measures import Restated
from bpo.desk.workspace import Workspace
from bpo.ledger import Ledger, Restatement, StoredStatement, open_ledger

NEXT, CORRECTION = "next", "correction"


def contract_then(ledger: Ledger, stored: StoredStatement) -> LoadedContract:
    """The contract as a statement was billed by it, whose places are those of its own file."""
    text = ledger.contract_text(stored.contract_sha256)
    assert text is not None, "a statement is stored with the contract that it was made from"
    return read_contract(parse_document(text, stored.contract_path))


def restated_into(ledger: Ledger, contract: str, period_name: str) -> dict[str, Restated]:
    """The months that a period's statement restates."""
    return restated_of(ledger.restatements(contract), period_name)


def restated_of(restatements: Iterable[Restatement], period_name: str) -> dict[str, Restated]:
    """The same of a contract's restatements, oldest first; of a month that was restated twice before, the later figures."""
    own = [one for one in restatements if one.form == NEXT and one.goes_into == period_name]
    return {one.period_name: codec_of(Restated).validate_json(one.document) for one in own}


def versions_at_closing(ledger: Ledger, contract: str, period_name: str) -> Mapping[str, int] | None:
    """The versions of the lake's tables when a month was closed; None of one that is open, which counts the newest facts."""
    closed = ledger.closed(contract, period_name)
    return None if closed is None else closed.lake_versions


def closing_in(workspace: Workspace, contract: str, period_name: str) -> Mapping[str, int] | None:
    """The same of a workspace's ledger; where nothing was billed or closed yet, no ledger is made."""
    database = workspace.database
    if not isinstance(database, str) and not database.exists():
        return None
    with open_ledger(database) as ledger:
        return versions_at_closing(ledger, contract, period_name)
