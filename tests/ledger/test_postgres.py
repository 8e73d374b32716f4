"""The ledger on a real PostgreSQL server: the tables of before with their rows are migrated, and what is billed is read back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine, inspect, make_url, text

from bpo.contracts.statement_json import statement_json
from bpo.core.errors import BpoError
from bpo.ledger import open_ledger
from bpo.ledger.database import VERSION_TABLE, Database
from bpo.ledger.migrations import upgrade
from bpo.ledger.models import Base
from tests.ledger.made import bank, record
from tests.ledger.test_migration import OLD, PRINTED, said
from tests.postgres import server


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with server() as found:
        yield found


@pytest.fixture
def database(url: str) -> Iterator[str]:
    """The URL of an empty database."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS ledger WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE ledger"))
    engine.dispose()
    yield make_url(url).set(database="ledger").render_as_string(hide_password=False)


def with_rows_of_before(url: str, folder: Path) -> None:
    """The old ledger, row for row, in the tables that version 0004 made."""
    file = folder / "old.sqlite"
    shell = sqlite3.connect(file)
    shell.executescript((OLD / "ledger_0004.sql").read_text(encoding="utf-8"))
    shell.close()
    new = Database(make_url(url))
    with new.connection(write=True) as connection:
        upgrade(connection, "0004")
        metadata = MetaData()
        metadata.reflect(connection)
        old = create_engine(f"sqlite:///{file}")
        with old.connect() as before:
            for table in metadata.sorted_tables:
                rows = [dict(row) for row in before.execute(table.select()).mappings()]
                if rows and table.name != VERSION_TABLE:
                    connection.execute(table.insert(), rows)
        old.dispose()
    new.close()


def test_a_ledger_of_before_is_migrated(database: str, tmp_path: Path) -> None:
    with_rows_of_before(database, tmp_path)
    with open_ledger(database) as ledger:
        assert [row.id for row in ledger.list()] == sorted(PRINTED)
        for name, printed in PRINTED.items():
            assert said(statement_json(ledger.statement(name), "zh")) == said(printed["zh"]), name
    found = Database(make_url(database))
    with found.connection(write=False) as connection:
        assert set(inspect(connection).get_table_names()) == {*Base.metadata.tables, VERSION_TABLE}
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    found.close()


def test_a_failed_upgrade_leaves_the_tables_of_before(database: str, tmp_path: Path) -> None:
    with_rows_of_before(database, tmp_path)
    shell = Database(make_url(database))
    with shell.connection(write=True) as connection:
        connection.execute(text("UPDATE measures SET json = '{'"))
    with pytest.raises(BpoError) as raised:
        open_ledger(database)
    assert raised.value.problems[0].code == "statement-damaged"
    with shell.connection(write=False) as connection:
        assert inspect(connection).has_table("steps")
        assert "document" not in {column["name"] for column in inspect(connection).get_columns("statements")}
    shell.close()


def test_what_is_billed_is_read_back_and_the_same_bill_is_not_billed_again(database: str) -> None:
    with open_ledger(database) as ledger:
        assert record(ledger, bank()).new
        assert not record(ledger, bank()).new
        assert record(ledger, bank(calls=1)).statement_id == "bank-1999-02-r2"
        assert ledger.statement("bank-1999-02-r1") == bank()
        assert [row.revision for row in ledger.list("bank")] == [1, 2]


def test_the_document_can_be_asked_in_sql(database: str) -> None:
    with open_ledger(database) as ledger:
        record(ledger, bank())
    shell = Database(make_url(database))
    with shell.connection(write=False) as connection:
        query = "SELECT document::jsonb #>> '{statement,charges,1,steps,0,values,factor,percent}' FROM statements"
        assert connection.execute(text(query)).scalar() == "0.95"
        assert connection.execute(text("SELECT quantity, rate, amount FROM lines ORDER BY position")).all() == [
            ("1237", "0.855", "1057.64"),
            (None, None, "-52.89"),
        ]
    shell.close()
