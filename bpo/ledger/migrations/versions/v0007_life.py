"""The life of a statement: a journal whose rows are chained by hashes, documents with their numbers, and rows that no one changes.

Statements of before are told as recorded, in the order in which they were, and those with a later revision as superseded.
What is hashed is written here again, without the code of bpo: this must not change when that does.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic import op

from bpo.ledger.migrations.columns import numbers, strings, texts
from bpo.ledger.migrations.frozen import freeze, thaw

revision = "0007"
down_revision = "0006"

FROZEN = ("journal", "documents", "document_files", "contract_versions", "lines", "restatements", "closings")
FIRST = "0" * 64
REASON = "recorded before the journal was kept"
OF_STATEMENT = (
    "id", "contract", "period_name", "period_start", "period_end", "revision", "engine", "input_hash", "title_zh", "title_en",
    "currency", "net", "tax", "total", "payable", "created_at", "lake_versions", "document",
)  # fmt: skip
OF_LINE = (
    "position", "clause", "label_zh", "label_en", "kind", "quantity", "unit", "rate", "amount", "tax_code", "tax", "source",
    "file_line",
)  # fmt: skip
OF_CONTRACT = ("contract", "path", "sha256", "text", "first_seen")
Row = Mapping[str, Any]


def upgrade() -> None:
    _tables()
    _tell_of_before()
    for table in FROZEN:
        freeze(table)
    freeze("statements", free=("state",))


def _tables() -> None:
    op.create_table(
        "journal",
        *numbers("number"),
        *strings(at=40),
        *texts("who"),
        *strings(verb=40, subject=200),
        *texts("reason", "event"),
        *strings(previous=64, hash=64),
        sa.PrimaryKeyConstraint("number", name="pk_journal"),
    )
    op.create_index("ix_journal_subject", "journal", ["subject"])
    op.create_table(
        "journal_head",
        *numbers("id", "number"),
        *strings(hash=64),
        sa.PrimaryKeyConstraint("id", name="pk_journal_head"),
    )
    op.create_table(
        "documents",
        *strings(number=160, supplier=160, kind=40),
        *numbers("year", "position"),
        *strings(subject=200, issued_on=10, created_at=40),
        sa.PrimaryKeyConstraint("number", name="pk_documents"),
        sa.UniqueConstraint("supplier", "kind", "year", "position", name="uq_documents_supplier_kind_year_position"),
    )
    op.create_index("ix_documents_subject", "documents", ["subject"])
    op.create_table(
        "document_files",
        *strings(number=160, name=200, sha256=64),
        *texts("drawn_by"),
        sa.ForeignKeyConstraint(["number"], ["documents.number"], name="fk_document_files_number"),
        sa.PrimaryKeyConstraint("number", "name", name="pk_document_files"),
    )


def downgrade() -> None:
    told = (
        op.get_bind()
        .execute(sa.text("SELECT count(*) FROM journal WHERE verb NOT IN ('recorded', 'superseded')"))
        .scalar()
    )
    if told:
        raise NotImplementedError(
            "the older tables cannot hold what the journal tells; restore the backup of the ledger"
        )
    for table in (*FROZEN, "statements"):
        thaw(table)
    op.execute("UPDATE statements SET state = 'draft'")
    for table in ("document_files", "documents", "journal_head", "journal"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION bpo_written_once()")


def _tell_of_before() -> None:
    number, last = 0, FIRST
    connection = op.get_bind()
    for at, verb, subject, event in _told(connection):
        number += 1
        told = _json(event)
        row = [number, at, "", verb, subject, REASON, told, last]
        values = dict(zip(("number", "at", "who", "verb", "subject", "reason", "event", "previous"), row, strict=True))
        last = _sha256(row)
        connection.execute(
            sa.text(
                "INSERT INTO journal (number, at, who, verb, subject, reason, event, previous, hash) VALUES "
                "(:number, :at, :who, :verb, :subject, :reason, :event, :previous, :hash)"
            ),
            {**values, "hash": last},
        )
        if verb == "superseded":
            moved = sa.text("UPDATE statements SET state = 'superseded' WHERE id = :id")
            connection.execute(moved, {"id": subject})
    connection.execute(
        sa.text("INSERT INTO journal_head (id, number, hash) VALUES (1, :number, :hash)"),
        {"number": number, "hash": last},
    )


def _told(connection: sa.Connection) -> Iterator[tuple[str, str, str, Row]]:
    """What happened, oldest first: its moment, verb, statement, and the event."""
    heads = _rows(connection, (*OF_STATEMENT, "contract_version_id"), "statements", {})
    before: Row | None = None
    ordered = []
    for head in sorted(heads, key=lambda one: (one["contract"], one["period_name"], one["revision"])):
        month = head["contract"], head["period_name"]
        if before is None or (before["contract"], before["period_name"]) != month:
            before, at = None, head["created_at"]
        at = max(at, head["created_at"])  # a revision is told after the one before it, whatever the clocks said
        ordered.append((at, *month, head["revision"], head, before))
        before = head
    for at, _, _, _, head, before in sorted(ordered, key=lambda one: one[:4]):
        yield at, "recorded", head["id"], _recorded(connection, head)
        if before is not None:
            yield at, "superseded", before["id"], {"by": head["id"]}


def _recorded(connection: sa.Connection, head: Row) -> Row:
    lines = _rows(
        connection, (*OF_LINE, "deducted"), "lines WHERE statement_id = :id ORDER BY position", {"id": head["id"]}
    )
    (version,) = _rows(connection, OF_CONTRACT, "contract_versions WHERE id = :id", {"id": head["contract_version_id"]})
    hashed = [
        [head[name] for name in OF_STATEMENT],
        [[line[name] for name in OF_LINE] for line in lines],
        [version[name] for name in OF_CONTRACT],
    ]
    included = json.loads(head["document"])["statement"]["prices_include_tax"]
    amounts: dict[bool, dict[str, Decimal]] = {False: {}, True: {}}
    for line in lines:
        taxed = Decimal(line["amount"]) + (Decimal(0) if included or line["tax"] is None else Decimal(line["tax"]))
        of_kind = amounts[bool(line["deducted"])]
        of_kind[line["clause"]] = of_kind.get(line["clause"], Decimal(0)) + taxed
    return {
        "currency": head["currency"],
        "lines": {clause: format(amount, "f") for clause, amount in amounts[False].items()},
        "deductions": {clause: format(amount, "f") for clause, amount in amounts[True].items()},
        "run": head["input_hash"],
        "content": _sha256(hashed),
    }


def _rows(connection: sa.Connection, columns: tuple[str, ...], of: str, given: dict[str, Any]) -> list[Row]:
    query = f"SELECT {', '.join(columns)} FROM {of}"  # names of tables and columns, all from here
    return [dict(row) for row in connection.execute(sa.text(query), given).mappings()]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _sha256(value: Any) -> str:
    return hashlib.sha256(_json(value).encode()).hexdigest()
