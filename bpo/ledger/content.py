"""What the journal keeps of a statement's rows: one hash over all that is stored of it, so that whatever is changed is found."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, text

OF_STATEMENT = (
    "id", "contract", "period_name", "period_start", "period_end", "revision", "engine", "input_hash", "title_zh", "title_en",
    "currency", "net", "tax", "total", "payable", "created_at", "lake_versions", "document",
)  # fmt: skip
OF_LINE = (
    "position", "clause", "label_zh", "label_en", "kind", "quantity", "unit", "rate", "amount", "tax_code", "tax", "source",
    "file_line",
)  # fmt: skip
OF_CONTRACT = ("contract", "path", "sha256", "text", "first_seen")

OF_MONTH = {
    "restatements": ("id", "contract", "period_name", "original", "form", "goes_into", "created_at", "document"),
    "closings": ("id", "contract", "period_name", "closed", "who", "reason", "created_at", "lake_versions"),
}
"""The columns of what is decided of months; ``closed`` counts as 0 or 1."""


def contents_of_months(connection: Connection, table: str, row: int | None = None) -> list[tuple[str, str, str]]:
    """Contract, period and SHA-256 of the rows of a table of :data:`OF_MONTH`, oldest first; of one row, if it is given."""
    which = "" if row is None else " WHERE id = :id"
    found = _rows(connection, OF_MONTH[table], f"{table}{which} ORDER BY id", {} if row is None else {"id": row})
    plain = [[int(one) if isinstance(one, bool) else one for one in values] for values in found]
    return [(str(values[1]), str(values[2]), digest(values)) for values in plain]


def content_of(connection: Connection, statement: str) -> str:
    """SHA-256 over a statement's columns but ``state``, its lines, and the contract's text that it was made from.

    The values are those of the columns in the order above, as a JSON array without spaces, letters unescaped:
    ``[statement, [line, …], contract]``.
    """
    given = {"id": statement}
    heads = _rows(connection, OF_STATEMENT, "statements WHERE id = :id", given)
    lines = _rows(connection, OF_LINE, "lines WHERE statement_id = :id ORDER BY position", given)
    version = "contract_versions WHERE id = (SELECT contract_version_id FROM statements WHERE id = :id)"
    return digest([*heads, lines, *_rows(connection, OF_CONTRACT, version, given)])


def digest(rows: Any) -> str:
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _rows(connection: Connection, columns: Sequence[str], of: str, given: dict[str, Any]) -> list[list[Any]]:
    query = f"SELECT {', '.join(columns)} FROM {of}"  # names of tables and columns, all from here
    return [list(row) for row in connection.execute(text(query), given)]
