"""Opening a ledger: migrations that agree with the models, and files that are no ledger."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, make_url
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.schema import CreateTable

from bpo.core.errors import BpoError, Problem
from bpo.core.words import Words
from bpo.ledger import faults, open_ledger
from bpo.ledger.database import VERSION_TABLE, VERSIONS, Database, open_database
from bpo.ledger.migrations import config, upgrade
from bpo.ledger.models import Base
from tests.ledger.made import bank, record


def problem_of(given: str | Path) -> Problem:
    with pytest.raises(BpoError) as raised:
        open_ledger(given)
    (problem,) = raised.value.problems
    assert problem.say("en") and problem.say("zh")
    return problem


def shell(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_models_and_migrations_agree(path: Path) -> None:
    database = open_database(path)
    with database.connection(write=False) as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_the_known_versions_are_the_migrations() -> None:
    script = ScriptDirectory.from_config(config())
    assert [revision.revision for revision in reversed(list(script.walk_revisions()))] == list(VERSIONS)
    assert script.get_heads() == [VERSIONS[-1]]


def older(path: Path, version: str) -> Database:
    """A ledger without a statement, whose tables are of an older version."""
    database = Database(make_url(f"sqlite:///{path}"))
    with database.connection(write=True) as connection:
        upgrade(connection, version)
    return database


def test_no_way_leads_back_from_documents(path: Path) -> None:
    with open_ledger(path) as ledger:
        record(ledger, bank())
    with pytest.raises(NotImplementedError, match="backup"), open_database(path).connection(write=True) as connection:
        command.downgrade(config(connection), "0004")
    with open_ledger(path) as ledger:
        assert ledger.statement("bank-1999-02-r1") == bank()


@pytest.mark.parametrize("version", VERSIONS[:-1])
def test_an_emptied_ledger_is_upgraded_when_it_is_opened(path: Path, version: str) -> None:
    older(path, version).close()
    with open_ledger(path) as ledger:
        assert ledger.list() == []


def test_a_failed_upgrade_leaves_nothing_behind(path: Path) -> None:
    database = older(path, "0004")
    with database.connection(write=True) as connection:
        before = sorted(inspect(connection).get_table_names())
        connection.exec_driver_sql("CREATE TABLE lines (in_the_way TEXT)")
    assert problem_of(path).code == "ledger-refused"
    with database.connection(write=False) as connection:
        assert sorted(inspect(connection).get_table_names()) == sorted([*before, "lines"])
        assert "document" not in {column["name"] for column in inspect(connection).get_columns("statements")}


def test_a_ledger_that_is_up_to_date_opens_without_alembic(path: Path) -> None:
    open_ledger(path).close()
    code = (
        "import sys; from bpo.ledger import open_ledger; open_ledger(sys.argv[1]); "
        "print(sorted(name for name in sys.modules if name.startswith(('alembic', 'mako'))))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_paths_with_unusual_letters(tmp_path: Path) -> None:
    for name in ("台账.sqlite", "a b%20c?d#e.sqlite", "ledger"):
        with open_ledger(str(tmp_path / name)) as ledger:
            record(ledger, bank())
        assert (tmp_path / name).stat().st_size > 0


def test_a_url_is_as_good_as_a_path(path: Path) -> None:
    with open_ledger(f"sqlite:///{path}") as ledger:
        record(ledger, bank())
    with open_ledger(path) as ledger:
        assert [row.id for row in ledger.list()] == ["bank-1999-02-r1"]


def test_a_file_that_is_no_database(path: Path) -> None:
    path.write_text("合同\n" * 500, encoding="utf-8")
    problem = problem_of(path)
    assert (problem.code, str(problem.where)) == ("ledger-broken", str(path))


def test_a_file_that_was_cut(path: Path) -> None:
    with open_ledger(path) as ledger:
        for month in range(1, 13):
            record(ledger, bank(f"1999-{month:02d}"))
    path.write_bytes(path.read_bytes()[: 4096 * 3])
    with pytest.raises(BpoError) as raised, open_ledger(path) as ledger:
        ledger.statement("bank-1999-01-r1")
    assert raised.value.problems[0].code == "ledger-broken"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert problem_of(tmp_path / "nowhere" / "ledger.sqlite").code == "ledger-cannot-open"


def test_a_folder_instead_of_a_file(tmp_path: Path) -> None:
    assert problem_of(tmp_path).code == "ledger-cannot-open"


def test_a_ledger_from_the_future(path: Path) -> None:
    open_ledger(path).close()
    shell(path, f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    problem = problem_of(path)
    assert problem.code == "ledger-newer"
    assert "9999" in problem.say("en") and VERSIONS[-1] in problem.say("zh")


def test_somebody_elses_database_is_left_alone(path: Path) -> None:
    shell(path, "CREATE TABLE accounts (id INTEGER)", "CREATE TABLE alembic_version (version_num TEXT)")
    problem = problem_of(path)
    assert problem.code == "ledger-foreign"
    assert "accounts, alembic_version" in problem.say("en")


def test_a_ledger_that_may_only_be_read_can_be_read(path: Path) -> None:
    with open_ledger(path) as ledger:
        record(ledger, bank())
    with open_ledger(f"sqlite:///file:{path}?mode=ro&uri=true") as ledger:
        assert ledger.statement("bank-1999-02-r1") == bank()
        with pytest.raises(BpoError) as raised:
            record(ledger, bank(calls=1))
    assert raised.value.problems[0].code == "ledger-read-only"


def test_a_new_ledger_needs_a_place_to_write(path: Path) -> None:
    shell(path)
    assert problem_of(f"sqlite:///file:{path}?mode=ro&uri=true").code in ("ledger-read-only", "ledger-cannot-open")


def test_another_process_that_never_ends_its_writing(path: Path) -> None:
    open_ledger(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with open_ledger(f"sqlite:///{path}?timeout=0.05") as ledger:
            assert ledger.list() == []  # reading goes on
            with pytest.raises(BpoError) as raised:
                record(ledger, bank())
    finally:
        other.close()
    assert raised.value.problems[0].code == "ledger-busy"


@pytest.mark.parametrize("url", ["://", "nosuchdatabase://host/db", "postgresql+nosuchdriver://host/db"])
def test_a_url_that_cannot_be_used(url: str) -> None:
    assert problem_of(url).code == "ledger-url"


def test_a_password_is_never_shown() -> None:
    assert "s3cret" not in problem_of("nosuchdatabase://me:s3cret@host/db").say("en")


def test_every_sentence_has_the_same_places_in_both_languages() -> None:
    for words in (value for value in vars(faults).values() if isinstance(value, Words)):
        english, chinese = words.places()
        assert english == chinese, words.code


@pytest.mark.parametrize("dialect", [postgresql, mysql], ids=["postgresql", "mysql"])
def test_the_tables_can_be_made_elsewhere(dialect: Any) -> None:
    """Portable types alone: no server is here to ask, but each dialect can write every table."""
    for table in Base.metadata.sorted_tables:
        ddl = str(CreateTable(table).compile(dialect=dialect.dialect())).upper()
        assert not any(word in ddl for word in ("FLOAT", "REAL", "DOUBLE", "NUMERIC", "DATETIME", " JSON ")), ddl
