"""The column types of the migrations, plain ones, never those of bpo.ledger.models: what happened to a database in the past must not
change when they do. Exact numbers, sentences, JSON, days and moments are all text."""

from typing import Any

import sqlalchemy as sa
from alembic import op


def texts(*names: str, nullable: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Text, nullable=nullable) for name in names]


def strings(**lengths: int) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.String(length), nullable=False) for name, length in lengths.items()]


def numbers(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Integer, nullable=False) for name in names]


def yes_no(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Boolean, nullable=False)


def part(table: str, *columns: sa.Column[Any], key: tuple[str, ...] = ("position",)) -> sa.Table:
    """A table whose rows belong to a statement."""
    return op.create_table(
        table,
        *strings(statement_id=200),
        *columns,
        sa.ForeignKeyConstraint(["statement_id"], ["statements.id"], name=f"fk_{table}_statement_id"),
        sa.PrimaryKeyConstraint("statement_id", *key, name=f"pk_{table}"),
    )
