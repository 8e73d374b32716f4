"""The same call records written as every kind of file that a source can name, for tests that hold of all of them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import polars as pl
import xlsxwriter

from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.ingest_database import ingest_database
from bpo.facts.lake.lake import Lake
from tests.facts.made import source

Call = Mapping[str, str]
COLUMNS = ("id", "began", "ended", "result", "wait", "note")
NO_NOTE: Call = {"note": ""}
SOURCE = """\
source: calls
table: interactions
account: acme
timezone: Europe/Berlin
format: FORMAT
map:
  interaction_id: id
  direction: "'inbound'"
  started_at: began
  ended_at: {from: ended, not_before: started_at}
  outcome: {from: result, codes: {A: handled, H: abandoned}}
  wait_seconds: wait
  campaign: note
"""


def call(id_: int | str, **other: str) -> Call:
    usual = {"began": "2026-01-05 09:00:00", "ended": "2026-01-05 09:03:00", "result": "A", "wait": "7", "note": ""}
    return {"id": str(id_), **usual, **other}


def delimited(calls: Sequence[Call]) -> bytes:
    return (
        "\n".join(
            ",".join(one[name] for name in COLUMNS) for one in [dict(zip(COLUMNS, COLUMNS, strict=True)), *calls]
        ).encode()
        + b"\n"
    )


def workbook(calls: Sequence[Call]) -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet("calls")
        sheet.write_row(0, 0, COLUMNS)
        for row, one in enumerate(calls, start=1):
            for column, name in enumerate(COLUMNS):
                sheet.write_string(row, column, one[name])
    return made.getvalue()


def parquet(calls: Sequence[Call]) -> bytes:
    made = BytesIO()
    pl.DataFrame([*calls], schema=dict.fromkeys(COLUMNS, pl.String())).write_parquet(made)
    return made.getvalue()


def json_lines(calls: Sequence[Call]) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in calls).encode()


def json_array(calls: Sequence[Call]) -> bytes:
    return b'{"calls": [\n' + b",\n".join(json_lines([one]).rstrip() for one in calls) + b"\n]}\n"


def xml(calls: Sequence[Call]) -> bytes:
    records = ("".join(f"<{name}>{escape(one[name])}</{name}>" for name in COLUMNS) for one in calls)
    return "".join(["<cdrs>\n", *(f"<cdr>{record}</cdr>\n" for record in records), "</cdrs>\n"]).encode()


def database(calls: Sequence[Call], path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE calls ({', '.join(f'{name} TEXT' for name in COLUMNS)})")
        connection.executemany(
            "INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?)", [[one[name] for name in COLUMNS] for one in calls]
        )
    connection.close()


@dataclass(frozen=True)
class Kind:
    """``first`` is the line of the first record; ``ending`` is that of the file's name."""

    format: str
    write: Callable[[Sequence[Call]], bytes] | None
    first: int
    ending: str

    def enter(self, folder: Path, given: Sequence[Call] | bytes, fmt: str = "") -> tuple[IngestReport, Lake]:
        """Records, or the bytes of a file, let into a lake."""
        lake, path = Lake(folder / "lake"), folder / f"calls.{self.ending}"
        if self.write is None:
            assert not isinstance(given, bytes), "a database has no file of its own"
            path.unlink(missing_ok=True)
            database(given, path)
            return ingest_database(source(SOURCE.replace("FORMAT", self.format.replace("PATH", str(path)))), lake), lake
        path.write_bytes(given if isinstance(given, bytes) else self.write(given))
        return ingest(path, source(SOURCE.replace("FORMAT", fmt or self.format)), lake), lake


KINDS = {
    "delimited": Kind("{kind: delimited}", delimited, 2, "csv"),
    "workbook": Kind("{kind: excel}", workbook, 2, "xlsx"),
    "parquet": Kind("{kind: parquet}", parquet, 1, "parquet"),
    "json": Kind("{kind: json, rows: calls}", json_array, 2, "json"),
    "json lines": Kind("{kind: json}", json_lines, 1, "jsonl"),
    "xml": Kind(
        f"{{kind: xml, record: cdr, columns: {{{', '.join(f'{one}: {one}' for one in COLUMNS)}}}}}", xml, 2, "xml"
    ),
    "database": Kind('{kind: database, url: "sqlite:///PATH", query: "SELECT * FROM calls"}', None, 1, "db"),
}
