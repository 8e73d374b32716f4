"""Databases as sources: SQLite and a PostgreSQL server of the test's own, what is new and what is not, and every refusal in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.tables import INTERACTIONS, SALES
from bpo.facts.ingest import IngestReport
from bpo.facts.ingest_database import ingest_database
from bpo.facts.lake.lake import Lake
from bpo.facts.lake.withdraw import withdraw
from bpo.facts.quarantine import dismiss, rows_of
from bpo.facts.reading import database
from bpo.facts.sources.load import load_source, read_source
from bpo.facts.sources.source import Source
from tests.postgres import server

SOURCES = Path(__file__).resolve().parents[2] / "contracts" / "examples" / "sources"
TEXT = """\
source: orders
table: sales
account: acme
timezone: Asia/Shanghai
format:
  kind: database
  url: {url}
  query: SELECT id, sold, amount, product, changed FROM orders
  watermark: changed
map:
  sale_id: id
  sold_at: sold
  amount: amount
  product: product
"""
PASSWORD = "s3cret-w0rd"
COLUMNS = "id, sold, amount, product, changed"
ROWS = [
    ("1", "2026-01-05 09:00:00", "10.10", "a", 1),
    ("2", "2026-01-05 10:00:00", "0.1000", None, 2),
    ("3", "2026-01-05 11:00:00", "12345678901234.5678", "c", 3),
]


def source(url: str, **instead: str) -> Source:
    made = TEXT.format(url=url)
    for old, new in instead.items():
        made = made.replace(
            {"watermark": "watermark: changed", "query": f"SELECT {COLUMNS} FROM orders"}.get(old, old), new
        )
    return read_source(parse_document(made, "orders.yaml"))


def told(report: IngestReport) -> tuple[int, int, int, int]:
    return report.rows_read, report.entered, report.known, report.quarantined


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    path = tmp_path / "shop one.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE orders (id TEXT, sold TEXT, amount TEXT, product TEXT, changed INTEGER)")
        connection.executemany("INSERT INTO orders VALUES (?, ?, ?, ?, ?)", ROWS)
    connection.close()
    return path


def add(path: Path, *rows: tuple[object, ...]) -> None:
    with sqlite3.connect(path) as connection:
        connection.executemany("INSERT INTO orders VALUES (?, ?, ?, ?, ?)", rows)
    connection.close()


def test_only_what_is_new_is_read_again_and_what_is_there_is_known(tmp_path: Path, shop: Path) -> None:
    lake, orders = Lake(tmp_path / "lake"), source(f"sqlite:///{shop}")
    assert told(ingest_database(orders, lake)) == (3, 3, 0, 0)
    assert told(ingest_database(orders, lake)) == (1, 0, 1, 0), "the row at the watermark itself"
    add(shop, ("4", "2026-01-06 09:00:00", "7", "d", 3), ("5", "2026-01-06 09:30:00", "8", "e", 4))
    assert told(ingest_database(orders, lake)) == (3, 2, 1, 0), (
        "one at the watermark's own value that was not there before"
    )
    assert told(ingest_database(orders, lake)) == (1, 0, 1, 0)
    add(shop, ("6", "2026-01-06 09:40:00", "9", "f", None))
    assert told(ingest_database(orders, lake)) == (2, 1, 1, 0), "one without a value is never passed over"
    facts = lake.scan(SALES).sort("sale_id").collect()
    assert facts["sale_id"].to_list() == ["1", "2", "3", "4", "5", "6"]
    assert facts["amount"].to_list()[:3] == [Decimal("10.1"), Decimal("0.1"), Decimal("12345678901234.5678")]
    assert facts["sold_at"].dt.to_string("%H:%M").to_list()[0] == "01:00", "09:00 in Shanghai"
    assert facts["file"].unique().to_list() == ["orders (sqlite:shop one.db)"]
    assert facts["line"].to_list() == [1, 2, 3, 2, 3, 1]


def test_without_a_watermark_all_is_read_each_time(tmp_path: Path, shop: Path) -> None:
    lake, orders = Lake(tmp_path / "lake"), source(f"sqlite:///{shop}", watermark="")
    assert told(ingest_database(orders, lake)) == (3, 3, 0, 0)
    assert told(ingest_database(orders, lake)) == (3, 0, 3, 0)
    assert lake.version(SALES) == 0, "nothing new makes no commit"


def test_unusable_rows_are_in_the_quarantine_once_and_leave_it_when_the_source_is_mended(
    tmp_path: Path, shop: Path
) -> None:
    lake, orders = Lake(tmp_path / "lake"), source(f"sqlite:///{shop}")
    add(shop, ("7", "07.01.2026 09:00", "1", "g", 9))
    assert told(ingest_database(orders, lake)) == (4, 3, 0, 1)
    assert told(ingest_database(orders, lake)) == (1, 0, 0, 1), "it is the row at the watermark"
    add(shop, ("8", "2026-01-07 09:00:00", "1", "g", 9))
    assert told(ingest_database(orders, lake)) == (2, 1, 0, 1)
    assert lake.quarantine().select("rules", "file").collect().rows() == [
        ("sold_at.readable", "orders (sqlite:shop one.db)")
    ]
    mended = source(
        f"sqlite:///{shop}",
        **{"sold_at: sold": "sold_at: CASE WHEN sold LIKE '07.%' THEN '2026-01-07 09:00:00' ELSE sold END"},
    )
    assert told(ingest_database(mended, lake)) == (5, 1, 4, 0), "the source file changed: all is read again"
    assert lake.quarantine().collect().is_empty()
    assert told(ingest_database(mended, lake))[0] == 2, "and from the watermark on the next time"


def test_what_was_dismissed_does_not_wait_again(tmp_path: Path, shop: Path) -> None:
    lake, orders = Lake(tmp_path / "lake"), source(f"sqlite:///{shop}")
    add(shop, ("7", "soon", "1", "g", 9))
    first = ingest_database(orders, lake)
    dismiss(lake, rows_of(lake, first.batch), "a test order")
    for _ in range(2):
        add(shop, ("8", "later", "1", "g", 9))
        assert told(ingest_database(orders, lake))[1:3] == (0, 0)
        assert set(lake.quarantine().collect()["raw"]) == {"8\tlater\t1\tg\t9"}


def test_after_a_withdrawal_all_is_read_again(tmp_path: Path, shop: Path) -> None:
    lake, orders = Lake(tmp_path / "lake"), source(f"sqlite:///{shop}")
    first = ingest_database(orders, lake)
    withdraw(lake, first.batch, "of the wrong month")
    assert told(ingest_database(orders, lake)) == (3, 3, 0, 0)


def test_rows_come_in_parts(tmp_path: Path, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "ROWS_A_PART", 2)
    add(shop, *[(f"x{n}", "2026-02-01 09:00:00", str(n), None, 10 + n) for n in range(6)])
    lake = Lake(tmp_path / "lake")
    assert told(ingest_database(source(f"sqlite:///{shop}"), lake)) == (9, 9, 0, 0)
    assert (
        lake.scan(SALES).select(pl.col("amount").filter(pl.col("sale_id").str.starts_with("x")).sum()).collect().item()
        == 15
    )
    assert sorted(lake.scan(SALES).collect()["line"]) == list(range(1, 10))


def test_a_byte_that_is_no_text_spoils_its_row_alone(tmp_path: Path, shop: Path) -> None:
    with sqlite3.connect(shop) as connection:
        connection.execute("INSERT INTO orders VALUES ('9', '2026-01-07 09:00:00', '1', CAST(X'C3C4' AS TEXT), 5)")
    connection.close()
    report = ingest_database(source(f"sqlite:///{shop}"), Lake(tmp_path / "lake"))
    assert told(report) == (4, 3, 0, 1)
    assert (report.bad_rows[0].line, report.bad_rows[0].rules) == (4, ("row.encoding",))


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with server(PASSWORD) as url:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(
                text(
                    "CREATE TABLE orders (id bigint, sold timestamptz, amount numeric, product text, changed timestamptz, wall timestamp, day date,"
                    " took interval, good boolean, share double precision)"
                )
            )
            connection.execute(
                text(
                    "INSERT INTO orders VALUES "
                    "(1234567890123456789, '2026-01-05 09:00+08', 10.10, 'a', '2026-01-05 02:00:00.000001+00', '2026-01-05 09:00:00.5',"
                    " '2026-01-05', '26:02:05', true, 0.1), "
                    "(2, '2026-01-05 10:00+08', 0.0001, NULL, '2026-01-05 03:00+00', NULL, NULL, NULL, NULL, NULL)"
                )
            )
        yield url
        engine.dispose()


def hidden(url: str, monkeypatch: pytest.MonkeyPatch, password: str = PASSWORD) -> str:
    """The URL as a source file has it."""
    monkeypatch.setenv("SHOP_PASSWORD", password)
    return url.replace(PASSWORD, "${SHOP_PASSWORD}")


def test_postgresql(postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lake, orders = Lake(tmp_path), source(hidden(postgres, monkeypatch))
    assert told(ingest_database(orders, lake)) == (2, 2, 0, 0)
    assert told(ingest_database(orders, lake)) == (1, 0, 1, 0)
    with create_engine(postgres, poolclass=NullPool).begin() as connection:
        connection.execute(text("INSERT INTO orders VALUES (3, '2026-01-06 10:00+08', 5, 'z', '2026-01-05 03:00+00')"))
        connection.execute(
            text("INSERT INTO orders VALUES (4, '2026-01-06 10:00+08', 5, 'z', '2026-01-05 03:00:00.000001+00')")
        )
    assert told(ingest_database(orders, lake)) == (3, 2, 1, 0)
    facts = lake.scan(SALES).sort("sale_id").select("sale_id", "sold_at", "amount", "product").collect()
    assert facts["sale_id"].to_list() == ["1234567890123456789", "2", "3", "4"]
    assert facts["amount"].to_list() == [Decimal("10.1"), Decimal("0.0001"), 5, 5]
    assert facts["sold_at"].dt.to_string("%d %H:%M").to_list() == ["05 01:00", "05 02:00", "06 02:00", "06 02:00"]
    port = make_url(postgres).port
    assert lake.scan(SALES).collect()["file"][0] == f"orders (postgresql:bpo@127.0.0.1:{port}:postgres)"


def test_every_type_of_postgresql_is_text_of_one_form(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = """>-
    SELECT *, '{"a": 1.5}'::jsonb AS deep, 'x:y'::text AS colon FROM orders WHERE day = '2026-01-05'"""
    made = source(hidden(postgres, monkeypatch), query=query)
    found = database.fetch(made, None, tmp_path)
    assert found.frame.drop(pl.last()).collect().to_dicts() == [
        {
            "id": "1234567890123456789",
            "sold": "2026-01-05T01:00:00.000000Z",
            "amount": "10.10",
            "product": "a",
            "changed": "2026-01-05T02:00:00.000001Z",
            "wall": "2026-01-05 09:00:00.500000",
            "day": "2026-01-05",
            "took": "26:02:05",
            "good": "true",
            "share": "0.1",
            "deep": '{"a": 1.5}',
            "colon": "x:y",
        }
    ]


def test_a_query_cannot_write(postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with create_engine(postgres, poolclass=NullPool).begin() as connection:
        connection.execute(
            text("CREATE OR REPLACE FUNCTION sneaky() RETURNS bigint LANGUAGE sql AS 'DELETE FROM orders RETURNING id'")
        )
    made = source(
        hidden(postgres, monkeypatch), query="SELECT sneaky() AS id, sold, amount, product, changed FROM orders"
    )
    with pytest.raises(BpoError, match="refuses the query: cannot execute DELETE in a read-only transaction"):
        ingest_database(made, Lake(tmp_path))


def test_two_columns_of_one_name_are_told(postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = source(hidden(postgres, monkeypatch), query="SELECT id, id, changed FROM orders", watermark="")
    with pytest.raises(BpoError, match=r"orders\.yaml:8: the query has two columns named 'id'"):
        ingest_database(made, Lake(tmp_path))


def test_no_password_is_written_anywhere(postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest_database(source(hidden(postgres, monkeypatch)), Lake(tmp_path))
    wrong = source(hidden(postgres, monkeypatch, "wr0ng-w0rd"))
    with pytest.raises(BpoError, match="password authentication failed") as refused:
        ingest_database(wrong, Lake(tmp_path))
    for lang in ("zh", "en"):
        said = "".join(problem.say(lang) for problem in refused.value.problems)  # type: ignore[arg-type]
        assert "wr0ng" not in said and "orders.yaml:7" in said
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert PASSWORD.encode() not in kept and b"wr0ng" not in kept


REFUSED = {
    "SELECT id FROM no_orders": "refuses the query: no such table: no_orders",
    "SELECT id FROM orders": "orders.yaml:9: the query has no column 'changed'",
    "SELECT id, changed FROM orders": "has no column 'sold'",
}


@pytest.mark.parametrize("query", REFUSED)
def test_a_query_that_does_not_fit_is_told(tmp_path: Path, shop: Path, query: str) -> None:
    with pytest.raises(BpoError, match=REFUSED[query]):
        ingest_database(source(f"sqlite:///{shop}", query=query), Lake(tmp_path / "lake"))


NOT_QUERIES = {
    "DELETE FROM orders": "DELETE",
    "SELECT 1; SELECT 2": "SELECT; SELECT",
    "WITH gone AS (DELETE FROM orders RETURNING id) SELECT * FROM gone": "DELETE",
    "SELECT * INTO other FROM orders": "INTO",
    "SELECT * FROM orders FOR UPDATE": "LOCK",
    "DROP TABLE orders": "DROP",
}


@pytest.mark.parametrize("query", NOT_QUERIES)
def test_a_query_is_a_single_select(query: str) -> None:
    with pytest.raises(BpoError, match=f"orders.yaml:8: a query is a single SELECT .*; here is {NOT_QUERIES[query]}"):
        source("postgresql://h/db", query=query)


def test_a_query_that_is_not_understood_is_told() -> None:
    with pytest.raises(BpoError, match=r"orders\.yaml:8: the query is not understood"):
        source("sqlite:///x.db", query="SELECT (id FROM orders")


@pytest.mark.parametrize("url", ["postgresql://me:hunter2@host/db", "mysql://host/db?user=me&password=hunter2"])
def test_a_password_in_the_file_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(BpoError, match=r"orders\.yaml:7: a password does not stand in a file") as refused:
        source(url)
    assert "hunter2" not in str(refused.value)


def test_what_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOT_SET", raising=False)
    for url, said in (
        ("host/db", "this is no URL of a database"),
        ("postgresql://host:port/db", "this is no URL of a database"),
        ("postgresql+psycopg://me:${NOT_SET}@host/db", "the variable NOT_SET of the environment"),
        (f"sqlite:///{tmp_path}/none.db", "there is no database"),
        ("sqlite://", "there is no database ''"),
        (
            "postgresql+psycopg://me@127.0.0.1:1/db",
            "postgresql:me@127.0.0.1:1:db does not let us in: .*[Cc]onnection refused",
        ),
        ("nosuch://host/db", "the driver of this database is not installed"),
        ("mysql+pymysql://host/db", "the driver of this database is not installed: No module named 'pymysql'"),
    ):
        with pytest.raises(BpoError, match=f"orders.yaml:7: .*{said}"):
            ingest_database(source(url), Lake(tmp_path / "lake"))
    assert not (tmp_path / "none.db").exists(), "no empty database is left behind"


def test_a_watermark_of_several_kinds_has_no_order(tmp_path: Path, shop: Path) -> None:
    add(shop, ("9", "2026-01-07 09:00:00", "1", "x", "late"))
    with pytest.raises(BpoError, match=r"orders\.yaml:9: the watermark 'changed' has values of text, whole"):
        ingest_database(source(f"sqlite:///{shop}"), Lake(tmp_path / "lake"))


def test_the_records_of_asterisk_in_its_database(
    postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three calls: one answered after 5 s, one nobody took, one busy."""
    with create_engine(postgres, poolclass=NullPool).begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS cdr"))
        connection.execute(
            text(
                "CREATE TABLE cdr (calldate timestamp, clid text, src text, dst text, dcontext text, channel text, dstchannel text, lastapp text,"
                " lastdata text, duration int, billsec int, disposition text, amaflags int, accountcode text, uniqueid text, sequence int)"
            )
        )
        for at, context, duration, billsec, how, unique, number in (
            ("2026-01-05 09:00:00", "from-trunk", 65, 60, "ANSWERED", "1767574800.1", 1),
            ("2026-01-05 09:05:00", "from-trunk", 30, 0, "NO ANSWER", "1767575100.2", 2),
            ("2026-01-05 09:10:00", "internal", 2, 0, "BUSY", "1767575400.3", 3),
            ("2025-12-31 23:59:00", "internal", 2, 0, "BUSY", "1767196740.4", 4),
        ):
            values = {"at": at, "c": context, "d": duration, "b": billsec, "h": how, "u": unique, "n": number}
            connection.execute(
                text(
                    "INSERT INTO cdr (calldate, src, dst, dcontext, duration, billsec, disposition, uniqueid, sequence)"
                    " VALUES (:at, '100', '200', :c, :d, :b, :h, :u, :n)"
                ),
                values,
            )
    written = (SOURCES / "cdr-database-asterisk.yaml").read_text(encoding="utf-8")
    url = "postgresql+psycopg://reader:${CDR_PASSWORD}@pbx.example:5432/asterisk"
    assert url in written and load_source(SOURCES / "cdr-database-asterisk.yaml")
    monkeypatch.setenv("CDR_PASSWORD", PASSWORD)
    here = make_url(postgres)
    made = written.replace(url, f"postgresql+psycopg://bpo:${{CDR_PASSWORD}}@127.0.0.1:{here.port}/postgres")
    lake = Lake(tmp_path)
    assert told(ingest_database(read_source(parse_document(made, "cdr.yaml")), lake)) == (3, 3, 0, 0)
    facts = lake.scan(INTERACTIONS).sort("interaction_id").collect()
    assert facts.select("outcome", "wait_seconds", "talk_seconds", "direction").rows() == [
        ("handled", 5, 60, "inbound"),
        ("unanswered", 30, 0, "inbound"),
        ("unanswered", 2, 0, "internal"),
    ]
    assert str(facts["started_at"][0]) == "2026-01-05 01:00:00+00:00"
