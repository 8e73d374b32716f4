"""A database for the ledger: opening it, bringing its tables up to date, and its transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, NullPool, Pool, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError
from sqlalchemy.orm import Session

from bpo.core.errors import fail
from bpo.ledger.faults import BAD_URL, DAMAGED, FOREIGN, NEWER, PAGE, place, refused

VERSION_TABLE = "ledger_version"
"""Not Alembic's usual name, so that a database shared by mistake is recognised instead of being migrated."""

VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
"""Every version of the tables, oldest first; written here so that a ledger that is up to date opens without Alembic.
A test holds this against the migrations."""

BUSY_SECONDS = 30
WRITES = "bpo_writes"


class Database:
    """An engine and its two kinds of transaction. Every database error that leaves it is a Problem."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.engine = _engine(url)

    @contextmanager
    def connection(self, *, write: bool) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back by an exception.

        Raises:
            BpoError: if the database cannot do it.
            IntegrityError: if another transaction came first; the caller tries again.
        """
        try:
            with self.engine.connect().execution_options(**{WRITES: write}) as connection, connection.begin():
                yield connection
        except IntegrityError:
            raise
        except DBAPIError as error:
            raise refused(error, self.url) from error

    @contextmanager
    def session(self, *, write: bool) -> Iterator[Session]:
        """A session in one transaction; what it loaded must be turned into values before it closes."""
        with self.connection(write=write) as connection, Session(connection, autoflush=False) as session:
            yield session
            if write:
                session.flush()

    def close(self) -> None:
        self.engine.dispose()


def open_database(url_or_path: str | Path) -> Database:
    """The database with its tables at the newest version, created or upgraded if need be.

    Raises:
        BpoError: if it cannot be opened, is no ledger, or was written by a newer version of bpo.
    """
    database = Database(_url(url_or_path))
    try:
        with database.connection(write=False) as connection:
            current = _version(connection, database.url)
        if current != VERSIONS[-1]:
            _upgrade(database)
    except BaseException:
        database.close()
        raise
    return database


def _upgrade(database: Database) -> None:
    """Under the write lock, asking the version again: of two processes that meet a new file, one makes the tables."""
    from bpo.ledger.migrations import upgrade

    with database.connection(write=True) as connection:
        if _version(connection, database.url) == VERSIONS[-1]:
            return
        try:
            upgrade(connection)
        except (ArithmeticError, KeyError, TypeError, ValueError) as error:  # what was stored is not what bpo stores
            where, reason = place(database.url), f"{type(error).__name__}: {error}"
            raise fail(DAMAGED, where, given=where.path, reason=reason, page=PAGE) from error


def _version(connection: Connection, url: URL) -> str | None:
    """The version of the tables; None for an empty database."""
    inspector = inspect(connection)
    if not inspector.has_table(VERSION_TABLE):
        others = sorted(inspector.get_table_names())
        if others:
            raise fail(FOREIGN, place(url), tables=others[:5], page=PAGE)
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    if found is not None and found not in VERSIONS:
        raise fail(NEWER, place(url), found=str(found), known_version=VERSIONS[-1], page=PAGE)
    return found


def _url(url_or_path: str | Path) -> URL:
    if isinstance(url_or_path, Path) or "://" not in url_or_path:
        return URL.create("sqlite", database=str(url_or_path))
    try:
        return make_url(url_or_path)
    except ArgumentError as error:
        raise fail(BAD_URL, reason="the URL is not understood", page=PAGE) from error


def _engine(url: URL) -> Engine:
    """For a SQLite file: a connection a transaction, so that nothing is shared between threads or by a fork.

    Opening one takes a fifth of a millisecond. A database in memory lives as long as its connection, so there the
    dialect's own pool stays.
    """
    sqlite = url.get_backend_name() == "sqlite"
    in_file = sqlite and url.database not in (None, "", ":memory:")
    pool: type[Pool] | None = NullPool if in_file else None
    options: dict[str, Any] = {"timeout": BUSY_SECONDS} if sqlite and "timeout" not in url.query else {}
    try:
        engine = create_engine(url, poolclass=pool, connect_args=options)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise fail(BAD_URL, place(url), reason=str(error), page=PAGE) from error
    if sqlite:
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: Any, record: Any) -> None:
    """Python's driver would begin a transaction only at the first INSERT; after this it begins none, see _on_begin."""
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")


def _on_begin(connection: Connection) -> None:
    """A writer takes the write lock before it reads the last revision: waiting then, not failing when it commits."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
