"""``bpo ingest`` where the source is no file: a database is read without one."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.cli.desk import Desk, new_desk

SOURCE = """\
source: desk-orders
table: sales
account: desk
timezone: UTC
format: {kind: database, url: "sqlite:///orders.db", query: "SELECT id, sold FROM orders", watermark: id}
map: {sale_id: id, sold_at: sold}
"""


def with_orders(folder: Path) -> Desk:
    desk = new_desk(folder)
    desk.write("sources/desk-orders.yaml", SOURCE)
    with sqlite3.connect(folder / "orders.db") as connection:
        connection.execute("CREATE TABLE orders (id INTEGER, sold TEXT)")
        connection.executemany("INSERT INTO orders VALUES (?, ?)", [(1, "2026-01-05 09:00:00"), (2, "soon")])
    connection.close()
    return desk


def test_a_database_is_read_without_a_file(tmp_path: Path) -> None:
    desk = with_orders(tmp_path)
    said = desk.run("ingest", "--source", "sources/desk-orders.yaml")
    assert said.code == 0, said.err
    assert "desk-orders (sqlite:orders.db)" in said.out
    assert "desk-orders (sqlite:orders.db):2: 'soon' in 'sold_at' is no date and time" in said.out
    (again,) = desk.json("ingest", "--source", "sources/desk-orders.yaml")
    assert (again["rows_read"], again["entered"], again["quarantined"]) == (1, 0, 1)


def test_files_go_with_sources_of_files_alone(tmp_path: Path) -> None:
    desk = with_orders(tmp_path)
    said = desk.run("ingest", "orders.db", "--source", "sources/desk-orders.yaml")
    assert (
        said.code == 1 and "sources/desk-orders.yaml:5: this source reads a database; leave the files out" in said.err
    )
