"""The rows behind a number on the terminal, as JSON and in files."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from tests.cli.desk import Desk


def test_rows_of_a_clause_with_file_and_line(desk: Desk) -> None:
    """January: 40 calls were answered; of February 60."""
    said = desk.run("rows", "calls", "--contract", "contracts/desk.yaml", "--period", "2026-01", "--limit", "2")
    assert said.code == 0, said.err
    lines = said.out.splitlines()
    assert lines[0] == "2026-01, as the lake is now"
    assert "calls: rows counted in interactions: 40, 40 rows" in lines[2]
    # the first export line is 2; rows are in the order of their times
    assert [one.split()[:3] for one in lines if one.startswith("2026-01.csv")] == [
        ["2026-01.csv", "2", "2026-01-0"],
        ["2026-01.csv", "30", "2026-01-28"],
    ]
    assert "38 more rows" in lines[-1]


def test_a_month_that_was_billed_is_shown_as_billed(desk: Desk, plain_files: None) -> None:
    desk.run("bill", "contracts/desk.yaml", "--period", "2026-01")
    desk.write("exports/more.csv", "id,began,result,waited,talked\n2026-01-m,2026-01-09 10:00:00,A,1,60\n")
    desk.run("ingest", "exports/more.csv", "--source", "sources/desk-calls.yaml")
    asked = ("rows", "calls", "--contract", "contracts/desk.yaml", "--period", "2026-01")
    told = desk.json(*asked, "--limit", "1")
    assert told["billed"] == "desk-2026-01-r1"
    assert told["needs"] == [{"id": "calls", "table": "interactions", "counted": "40", "rows": 40}]
    desk.change("contracts/desk.yaml", "rate: 4}", "rate: 5}")
    assert desk.json(*asked)["needs"][0]["rows"] == 41, "the contract was changed since: the lake as it is now"


def test_both_sums_of_a_kpi_and_one_of_them(desk: Desk) -> None:
    """Of 45 offered 30 were answered within 20 s."""
    asked = ("--contract", "contracts/desk.yaml", "--period", "2026-01")
    told = desk.json("rows", "sl20", *asked)
    assert {one["id"]: one["rows"] for one in told["needs"]} == {"sl20.numerator": 30, "sl20.denominator": 45}
    assert len(told["rows"]["interactions"]) == 20
    assert [one["id"] for one in desk.json("rows", "sl20.numerator", *asked)["needs"]] == ["sl20.numerator"]


@pytest.mark.parametrize("ending", ["parquet", "csv", "xlsx"])
def test_all_rows_in_a_file(desk: Desk, ending: str) -> None:
    asked = ("rows", "sl20", "--contract", "contracts/desk.yaml", "--period", "2026-01", "--limit", "0")
    said = desk.run(*asked, "--to", f"out/sl20.{ending}")
    assert said.code == 0 and f"written: out/sl20.{ending}" in said.out, said.err
    path = desk.root / "out" / f"sl20.{ending}"
    if ending == "parquet":
        rows = pl.read_parquet(path).to_dicts()
    elif ending == "csv":
        rows = list(csv.DictReader(StringIO(path.read_text("utf-8-sig"))))
    else:
        heading, *cells = openpyxl.load_workbook(path)["interactions"].iter_rows(values_only=True)
        rows = [dict(zip(map(str, heading), row, strict=True)) for row in cells]
    assert len(rows) == 45
    assert sum(int(row["counted:sl20.numerator"] or 0) for row in rows) == 30
    assert {str(row["file"]) for row in rows} == {"2026-01.csv"}
    assert sorted(int(row["line"]) for row in rows) == list(range(2, 47))
    assert [file.name for file in (desk.root / "out").iterdir()] == [path.name], "nothing half-written is left"


def test_explain_shows_the_first_rows_and_writes_all(desk: Desk) -> None:
    asked = ("explain", "contracts/desk.yaml", "--period", "2026-01", "--line", "calls")
    said = desk.run(*asked, "--rows", "--to", "calls.csv", "--lang", "zh")
    assert said.code == 0, said.err
    assert "另有 30 行" in said.out and "已写入：calls.csv" in said.out
    assert len((desk.root / "calls.csv").read_text("utf-8-sig").splitlines()) == 41
    assert desk.run("explain", "contracts/desk.yaml", "--period", "2026-01", "--rows").code == 2


@pytest.mark.parametrize(
    ("name", "told"),
    [("call", "nothing is counted under 'call' in this contract"), ("survey", "'survey' counts no rows")],
)
def test_what_is_not_counted_is_told(desk: Desk, name: str, told: str) -> None:
    said = desk.run("rows", name, "--contract", "contracts/desk.yaml", "--period", "2026-01")
    assert said.code == 1 and told in said.err


def test_a_figure_that_was_given_has_no_rows(desk: Desk, plain_files: None) -> None:
    assert desk.run("bill", "contracts/desk.yaml", "--measures", "measures/desk.yaml").code == 0
    said = desk.run("rows", "calls", "--contract", "contracts/desk.yaml")
    assert said.code == 1 and "'calls' was not counted over rows in desk-2026-03-r1" in said.err


def test_other_endings_are_refused_before_anything_is_counted(desk: Desk) -> None:
    said = desk.run("rows", "calls", "--contract", "nowhere.yaml", "--to", "calls.pdf")
    assert said.code == 1 and "end it with .parquet, .csv or .xlsx" in said.err


def test_rows_that_a_sheet_has_no_room_for_are_counted(tmp_path: Path) -> None:
    from datetime import date

    from bpo.report.rows_book import RowSheet, write_rows_book

    rows = [{"n": number, "third": "1/4"} for number in range(5)]
    sheet = RowSheet("rows", [("n", "n"), ("third", "third")], rows, frozenset({"third"}))
    assert write_rows_book(tmp_path / "few.xlsx", [sheet], date(2026, 1, 31), rows_max=4) == {"rows": 2}
    book = openpyxl.load_workbook(tmp_path / "few.xlsx")["rows"]
    assert list(book.iter_rows(values_only=True)) == [("n", "third"), (0, 0.25), (1, 0.25), (2, 0.25)]
