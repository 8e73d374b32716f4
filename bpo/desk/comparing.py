"""Two statements of the ledger compared, with the contracts that they were billed by."""

from dataclasses import dataclass

from bpo.contracts.difference import Change, changes
from bpo.contracts.statements_compared import Compared, compared
from bpo.core.documents import Document, parse_document
from bpo.desk.workspace import Workspace
from bpo.ledger import Ledger, StoredStatement, open_ledger


@dataclass(frozen=True, slots=True)
class StatementsCompared:
    """What differs between two stored statements, and between the texts of their contracts."""

    old: StoredStatement
    new: StoredStatement
    compared: Compared
    changes: tuple[Change, ...]


def compare_statements(workspace: Workspace, old: str, new: str) -> StatementsCompared:
    """Two statements by their ids.

    Raises:
        BpoError: if one of them is not stored.
    """
    with open_ledger(workspace.database) as ledger:
        both = ledger.stored(old), ledger.stored(new)
        texts = [_text(ledger, one) for one in both]
    found = changes(texts[0], texts[1]) if both[0].contract_sha256 != both[1].contract_sha256 else []
    return StatementsCompared(*both, compared(both[0].statement, both[1].statement), tuple(found))


def _text(ledger: Ledger, stored: StoredStatement) -> Document:
    text = ledger.contract_text(stored.contract_sha256)
    assert text is not None, "a statement is stored with the contract that it was made from"
    return parse_document(text, stored.contract_path)
