"""What was decided of months is told by the journal too: of every restatement and closing the hash of its row.

Those of before are told at the end of the journal. What is hashed is written here again, without the code of bpo: this must not change when that does.
"""

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from bpo.ledger.migrations.frozen import freeze, thaw

revision = "0008"
down_revision = "0007"

REASON = "decided before the journal told of months"
COLUMNS = {
    "restatements": ("id", "contract", "period_name", "original", "form", "goes_into", "created_at", "document"),
    "closings": ("id", "contract", "period_name", "closed", "who", "reason", "created_at", "lake_versions"),
}
VERBS = "('restated', 'closed', 'opened')"
OF_ENTRY = ("number", "at", "who", "verb", "subject", "reason", "event", "previous")


def upgrade() -> None:
    connection = op.get_bind()
    head = connection.execute(sa.text("SELECT number, hash FROM journal_head WHERE id = 1")).one()
    number, last = head.number, head.hash
    for table, row in _decided(connection):
        number += 1
        values = [int(one) if isinstance(one, bool) else one for one in row]
        named = dict(zip(COLUMNS[table], values, strict=True))
        verb = "restated" if table == "restatements" else "closed" if named["closed"] else "opened"
        told = _json({"period": named["period_name"], "content": _sha256(values)})
        entry = [number, named["created_at"], named.get("who", ""), verb, named["contract"], REASON, told, last]
        last = _sha256(entry)
        columns = (*OF_ENTRY, "hash")
        connection.execute(
            sa.text(f"INSERT INTO journal ({', '.join(columns)}) VALUES ({', '.join(f':{one}' for one in columns)})"),
            dict(zip(columns, [*entry, last], strict=True)),
        )
    _end_with(connection, number, last)


def downgrade() -> None:
    """Takes what it told off the journal's end; what was told otherwise, or is followed by more, stays told."""
    connection = op.get_bind()
    query = f"SELECT count(*), min(number) FROM journal WHERE verb IN {VERBS}"
    many, first = connection.execute(sa.text(query)).one()
    if not many:
        return
    mine = f"SELECT count(*) FROM journal WHERE number >= :first AND verb IN {VERBS} AND reason = :reason"
    own = connection.execute(sa.text(mine), {"first": first, "reason": REASON}).scalar_one()
    head = connection.execute(sa.text("SELECT number FROM journal_head WHERE id = 1")).scalar_one()
    if own != many or head != first + many - 1:
        raise NotImplementedError("the older ledger cannot hold what the journal tells of months; restore its backup")
    last = connection.execute(sa.text("SELECT previous FROM journal WHERE number = :first"), {"first": first})
    before = last.scalar_one()
    thaw("journal")
    connection.execute(sa.text("DELETE FROM journal WHERE number >= :first"), {"first": first})
    freeze("journal")
    _end_with(connection, first - 1, before)


def _decided(connection: sa.Connection) -> list[tuple[str, list[Any]]]:
    """The rows of both tables, each table's in their order."""
    found = []
    for table, columns in COLUMNS.items():
        query = f"SELECT {', '.join(columns)} FROM {table} ORDER BY id"  # names of tables and columns, all from here
        found += [(table, list(row)) for row in connection.execute(sa.text(query))]
    return found


def _end_with(connection: sa.Connection, number: int, last: str) -> None:
    moved = sa.text("UPDATE journal_head SET number = :number, hash = :hash WHERE id = 1")
    connection.execute(moved, {"number": number, "hash": last})


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _sha256(value: Any) -> str:
    return hashlib.sha256(_json(value).encode()).hexdigest()
