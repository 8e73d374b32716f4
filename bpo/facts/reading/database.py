"""A query's result, read by a cursor of the server some thousands of rows at a time, and kept in a folder until they are facts."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from sqlalchemy import (
    URL,
    Connection,
    NullPool,
    Select,
    column,
    create_engine,
    false,
    literal_column,
    make_url,
    or_,
    select,
    text,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from bpo.core.errors import Where, choices, fail, in_a_line
from bpo.core.words import Words
from bpo.facts.reading.database_rows import Fetched, RowsOfQuery
from bpo.facts.reading.watermarks import Watermark
from bpo.facts.sources.database_format import NOT_A_URL, VARIABLE, Database
from bpo.facts.sources.source import Source

ROWS_A_PART = 10_000
NO_VARIABLE = Words(
    "database-no-variable",
    en="the variable {given} of the environment, which the URL names, is not set",
    zh="URL 所用的环境变量 {given} 未设置",
)
NO_DRIVER = Words(
    "database-no-driver",
    en="the driver of this database is not installed: {reason}. Install it beside bpo; for PostgreSQL: pip install 'bpo[postgresql]'",
    zh="未安装该数据库的驱动：{reason}。请与 bpo 一同安装；PostgreSQL：pip install 'bpo[postgresql]'",
)
NO_FILE = Words("database-no-file", en="there is no database '{given}'", zh="找不到数据库 '{given}'")
NOT_REACHED = Words(
    "database-not-reached",
    en="the database {database} does not let us in: {reason}",
    zh="无法连接数据库 {database}：{reason}",
)
REFUSED = Words(
    "database-query-refused",
    en="the database {database} refuses the query: {reason}",
    zh="数据库 {database} 拒绝了该查询：{reason}",
)
NAMED_TWICE = Words(
    "database-column-twice", en="the query has two columns named '{given}'", zh="查询结果中有两列同名 '{given}'"
)
NO_WATERMARK = Words("database-no-watermark", en="the query has no column '{given}'", zh="查询结果中没有列 '{given}'")
NO_ORDER = Words(
    "database-watermark-type",
    en="the watermark '{given}' has values of {kinds}; it is one kind of numbers, texts, days or moments",
    zh="水位列 '{given}' 的值为 {kinds}；须为同一种数字、文本、日期或时刻",
)


def fetch(source: Source, since: Watermark | None, folder: Path) -> Fetched:
    """Ask a database for what is new.

    Args:
        source: With a :class:`Database` as its format.
        since: Rows from this value on are asked for, and those that have none; all, if it is left out.
        folder: Where the rows are kept.

    Raises:
        BpoError: if it cannot be reached, or refuses; the password is in no message.
    """
    kind = source.format
    assert isinstance(kind, Database), "only a database is fetched"
    url = _url(source, kind)
    rows = RowsOfQuery(folder, kind.watermark)
    with _connected(source, url) as connection, _asking(source, url):
        everything = _everything(kind)
        with connection.execute(everything.where(false())) as nothing:
            names = tuple(nothing.keys())
        _check_names(source, kind, names)
        with connection.execute(_new(everything, kind, since)) as result:
            for part in result.partitions(ROWS_A_PART):
                rows.add(names, part)
    if len(rows.kinds) > 1 or None in rows.kinds:
        kinds = [kind or "?" for kind in sorted(rows.kinds, key=str)]
        raise fail(NO_ORDER, _place(source, "watermark"), given=kind.watermark, kinds=kinds)
    return rows.fetched(f"{source.source} ({_shown(url)})", names)


def _url(source: Source, kind: Database) -> URL:
    """The URL with the values of the environment in the place of their names."""
    try:
        url = make_url(kind.url)
    except (ArgumentError, ValueError):
        raise fail(NOT_A_URL, _place(source, "url")) from None

    def known(name: str | None) -> str | None:
        return VARIABLE.sub(lambda found: _variable(source, found[1]), name) if name else name

    query = {name: known(value) if isinstance(value, str) else value for name, value in url.query.items()}
    url = url.set(
        username=known(url.username),
        password=known(url.password),
        host=known(url.host),
        database=known(url.database),
        query={name: value for name, value in query.items() if value is not None},
    )
    if url.get_backend_name() != "sqlite":
        return url
    if not url.database or not Path(url.database).is_file():  # the driver would make an empty one
        raise fail(NO_FILE, _place(source, "url"), given=url.database or "")
    return url.set(database=f"file:{quote(str(Path(url.database).resolve()))}", query={"mode": "ro", "uri": "true"})


def _variable(source: Source, name: str) -> str:
    if name not in os.environ:
        raise fail(NO_VARIABLE, _place(source, "url"), given=name)
    return os.environ[name]


def _place(source: Source, option: str) -> Where:
    return source.place("format", option)


def _shown(url: URL) -> str:
    """The URL without password and options, and without a slash, so that it goes for the name of a file."""
    if url.get_backend_name() == "sqlite":
        return f"sqlite:{Path(unquote(str(url.database))).name}"
    at = f"{url.host or ''}:{url.port}" if url.port else url.host or ""
    who = f"{url.username}@" if url.username else ""
    return f"{url.get_backend_name()}:{who}{at}:{url.database or ''}".replace("/", "_")


def _reason(error: Exception, url: URL) -> str:
    """What the driver says, on one line, without any secret of the URL."""
    said = " ".join(str(getattr(error, "orig", None) or error).split())
    secrets = [url.password, *(value for value in url.query.values() if isinstance(value, str) and len(value) > 5)]
    for secret in secrets if url.get_backend_name() != "sqlite" else ():
        said = said.replace(str(secret), "***") if secret else said
    return in_a_line(said)


@contextmanager
def _connected(source: Source, url: URL) -> Iterator[Connection]:
    try:
        engine = create_engine(url, poolclass=NullPool)
    except (NoSuchModuleError, ImportError) as error:
        raise fail(NO_DRIVER, _place(source, "url"), reason=_reason(error, url)) from None
    try:
        connection = engine.connect()
    except (SQLAlchemyError, OSError, ValueError) as error:
        raise fail(NOT_REACHED, _place(source, "url"), database=_shown(url), reason=_reason(error, url)) from None
    with connection:
        options: dict[str, Any] = {"stream_results": True, "max_row_buffer": ROWS_A_PART}
        if url.get_backend_name() == "postgresql":
            options["postgresql_readonly"] = True
        elif url.get_backend_name() == "sqlite":  # a byte that is no text spoils its row, not the reading
            connection.connection.dbapi_connection.text_factory = lambda raw: raw.decode(errors="bpo-bad-byte")  # type: ignore[union-attr]
        yield connection.execution_options(**options)


@contextmanager
def _asking(source: Source, url: URL) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, SQLAlchemyError, OverflowError) as error:
        raise fail(REFUSED, _place(source, "query"), database=_shown(url), reason=_reason(error, url)) from None


def _everything(kind: Database) -> Select[Any]:
    """The query as a table."""
    colons = kind.query.strip().rstrip(";").replace(":", "\\:")  # a colon would begin the name of a parameter
    return select(literal_column("*")).select_from(text(colons).columns().subquery("asked"))


def _new(asked: Select[Any], kind: Database, since: Watermark | None) -> Select[Any]:
    """What is new of it, in the order of its watermark."""
    if kind.watermark is None:
        return asked
    mark: Any = column(kind.watermark)
    if since is not None:  # a row without a value would never be read again
        asked = asked.where(or_(mark >= since.value(), mark.is_(None)))
    return asked.order_by(mark)


def _check_names(source: Source, kind: Database, names: Sequence[str]) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise fail(NAMED_TWICE, _place(source, "query"), given=twice)
    if kind.watermark is not None and kind.watermark not in names:
        raise fail(NO_WATERMARK, _place(source, "watermark"), **choices(kind.watermark, names))
