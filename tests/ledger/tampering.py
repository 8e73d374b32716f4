"""What somebody does who means harm: takes the triggers away, and changes rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, make_url, text

from bpo.ledger.database import Database


@contextmanager
def connected(place: str | Path) -> Iterator[Connection]:
    """The ledger's database, past the ledger."""
    database = Database(make_url(str(place) if "://" in str(place) else f"sqlite:///{place}"))
    try:
        with database.connection(write=True) as connection:
            yield connection
    finally:
        database.close()


def thaw(place: str | Path) -> None:
    """No trigger of the ledger is left."""
    with connected(place) as connection:
        if connection.dialect.name == "sqlite":
            named = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
            dropped = "DROP TRIGGER {name}"
        else:
            named = "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
            dropped = "DROP TRIGGER {name} ON {table}"
        for name, table in connection.execute(text(named)).all():
            connection.execute(text(dropped.format(name=name, table=table)))


def change(place: str | Path, *statements: str) -> int:
    """How many rows the SQL changed."""
    with connected(place) as connection:
        return sum(connection.exec_driver_sql(one).rowcount for one in statements)
