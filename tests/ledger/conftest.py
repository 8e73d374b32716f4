"""A ledger of its own for each test, copied from one that was made once: in a SQLite file and on a PostgreSQL server.

A test that takes ``path`` besides looks into the SQLite file, and runs on that alone.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from inspect import signature
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from bpo.ledger import Ledger, open_ledger
from tests.postgres import server

KINDS = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "kind_of_database" in metafunc.fixturenames:
        takes_file = "path" in signature(metafunc.function).parameters
        metafunc.parametrize("kind_of_database", KINDS[:1] if takes_file else KINDS, scope="session")


@pytest.fixture(scope="session")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("ledger") / "empty.sqlite"
    open_ledger(path).close()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server's first database; another, ``empty``, is a ledger that new ones are copied from."""
    with server() as url:
        on_server(url, "CREATE DATABASE empty")
        open_ledger(database_on(url, "empty")).close()
        yield url


def database_on(url: str, name: str) -> str:
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def on_server(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a ledger may be made; nothing is there."""
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def place(kind_of_database: str, request: pytest.FixtureRequest) -> str:
    """The path or URL of a ledger that is empty."""
    if kind_of_database == "postgresql":
        url = request.getfixturevalue("postgres")
        on_server(url, "DROP DATABASE IF EXISTS ledger WITH (FORCE)", "CREATE DATABASE ledger TEMPLATE empty")
        return database_on(url, "ledger")
    path = request.getfixturevalue("path")
    shutil.copyfile(request.getfixturevalue("empty_ledger"), path)
    return str(path)


@pytest.fixture
def ledger(place: str) -> Iterator[Ledger]:
    with open_ledger(place) as opened:
        yield opened
