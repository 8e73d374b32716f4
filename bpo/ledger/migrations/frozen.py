"""Rows that are written once: triggers that refuse to change or delete them, on SQLite and PostgreSQL.

A later migration that alters a frozen table thaws it first and freezes it afterwards: SQLite alters a table by copying it,
and the triggers are not copied. Other databases have no triggers of ours; there the code alone keeps the rows.
"""

from collections.abc import Sequence

from alembic import op
from sqlalchemy import inspect

REFUSED = "bpo: rows of {table} are written once"
FUNCTION = "bpo_written_once"


def freeze(table: str, free: Sequence[str] = ()) -> None:
    """No row of the table is deleted any more, and no column is changed but those in ``free``."""
    connection = op.get_bind()
    columns = [column["name"] for column in inspect(connection).get_columns(table)]
    fixed = ", ".join(column for column in columns if column not in free)
    events = {"update": f"UPDATE OF {fixed}", "delete": "DELETE"}
    if connection.dialect.name == "sqlite":
        for name, event in events.items():
            said = REFUSED.format(table=table)
            op.execute(
                f"CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
    if connection.dialect.name == "postgresql":
        _function()
        for name, event in {**events, "truncate": "TRUNCATE"}.items():
            each = "STATEMENT" if name == "truncate" else "ROW"
            op.execute(
                f"CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {FUNCTION}()"
            )


def thaw(table: str) -> None:
    """Takes the triggers of a table away."""
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        for name in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{name}")
    if dialect == "postgresql":
        for name in ("update", "delete", "truncate"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{name} ON {table}")


def _function() -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'bpo: rows of % are written once', TG_TABLE_NAME; END $$"
    )
