"""Rosters and timesheets with a column a day: each cell of the columns that fit becomes a row."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from bpo.core.errors import BpoError
from tests.facts.made import divide, divide_file, source

GRID = """\
source: shifts
table: timesheets
account: acme
timezone: UTC
format: {kind: excel, header_has: Agent, title_as: title}
map:
  agent: Agent
  activity: "'ready'"
unpivot_columns:
  headings: "[0-9]{1,2}"
  only: cell <> 'off'
  map:
    day: {from: "split_part(title, ' ', 3) || '-' || heading", format: "%Y-%m-%d"}
    hours: {from: cell, duration: "h:mm"}
"""


def month(folder: Path, cells: dict[int, list[object]], title: str = "Shifts of 2026-02") -> Path:
    """A sheet with a title, and a column for each of 31 days also in a month of 28."""
    path = folder / "shifts.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Feb")
        sheet.write(0, 0, title)
        sheet.write_row(2, 0, ["Agent", *range(1, 32), "Total"])
        for row, (number, given) in enumerate(cells.items(), start=3):
            sheet.write_row(row, 0, [f"a{number}", *given])
    return path


def test_each_day_of_a_grid_is_a_row(tmp_path: Path) -> None:
    """Two agents in 31 columns are 62 cells: 3 of them are shifts, a day off and 58 empty ones are none."""
    path = month(tmp_path, {1: ["7:30", "off", None, "8:00"], 2: [None, "0:20"]})
    usable, bad, checker = divide_file(path, source(GRID))
    assert bad.is_empty()
    assert sorted(usable.select("agent", "day", "hours", "line").rows()) == [
        ("a1", date(2026, 2, 1), Decimal("7.5000"), 4),
        ("a1", date(2026, 2, 4), Decimal("8.0000"), 4),
        ("a2", date(2026, 2, 2), Decimal("0.3333"), 5),
    ]
    assert (checker.read, checker.left_out) == (62, 59)


def test_a_day_that_the_month_does_not_have(tmp_path: Path) -> None:
    """February has 28 days in 2026: a shift on the 30th is set aside, not moved into March."""
    usable, bad, _ = divide_file(month(tmp_path, {1: [None] * 27 + ["8:00", None, "7:00"]}), source(GRID))
    assert usable["day"].to_list() == [date(2026, 2, 28)]
    assert bad.select("line", "rules", "reason_en").rows() == [(4, "day.readable", "'2026-02-30' in 'day' is no date")]


@pytest.mark.parametrize("kind", ["delimited", "excel"])
def test_a_month_that_stands_in_the_files_name_alone(tmp_path: Path, kind: str) -> None:
    """Two agents in 31 columns; the one shift of each, and the shift on a day that February does not have."""
    text = GRID.replace(
        "format: {kind: excel, header_has: Agent, title_as: title}", f"format: {{kind: {kind}}}\nfile_as: file"
    )
    text = text.replace("split_part(title, ' ', 3)", "substring(file, 8, 7)")
    path = tmp_path / f"shifts-2026-02.{'csv' if kind == 'delimited' else 'xlsx'}"
    header, lines = (
        ["Agent", *map(str, range(1, 32))],
        [["a1", "7:30", *[""] * 30], ["a2", *[""] * 28, "8:00", "0:20", ""]],
    )
    if kind == "delimited":
        path.write_text("\n".join(",".join(line) for line in [header, *lines]) + "\n")
    else:
        with xlsxwriter.Workbook(path) as made:
            sheet = made.add_worksheet()
            for row, line in enumerate([header, *lines]):
                sheet.write_row(row, 0, [cell or None for cell in line])
    usable, bad, checker = divide_file(path, source(text))
    assert usable.select("agent", "day", "hours").rows() == [("a1", date(2026, 2, 1), Decimal("7.5000"))]
    assert bad["reason_en"].to_list() == ["'2026-02-29' in 'day' is no date", "'2026-02-30' in 'day' is no date"]
    assert (checker.read, checker.left_out) == (62, 59)


def test_a_column_of_the_file_stands_for_itself(tmp_path: Path) -> None:
    path = tmp_path / "shifts-2026-02.csv"
    path.write_text("Agent,file,1\na1,x,7:30\n")
    text = GRID.replace(
        "format: {kind: excel, header_has: Agent, title_as: title}", "format: {kind: delimited}\nfile_as: file"
    )
    with pytest.raises(BpoError) as error:
        divide_file(path, source(text.replace("split_part(title, ' ', 3)", "file")))
    (problem,) = error.value.problems
    told = problem.say("en").splitlines()[0]
    assert told == "calls.yaml:6: shifts-2026-02.csv has a column 'file' of its own; write another name"


def test_headings_that_are_days_in_a_workbook(tmp_path: Path) -> None:
    """A heading that is a date shows as '2' or 'Mon' and is 2026-03-02 all the same."""
    path = tmp_path / "shifts.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("March")
        sheet.write(0, 0, "Agent")
        for day in (1, 2):
            sheet.write_datetime(0, day, datetime(2026, 3, day), made.add_format({"num_format": "ddd"}))
        sheet.write_row(1, 0, ["Ann", "8:00", "7:00"])
    text = GRID.replace(", header_has: Agent, title_as: title", "").replace('"[0-9]{1,2}"', "2026-03-.."
                        ).replace("split_part(title, ' ', 3) || '-' || heading", "heading")  # fmt: skip
    usable, bad, _ = divide_file(path, source(text))
    assert bad.is_empty()
    assert usable.select("day", "hours").rows() == [(date(2026, 3, 1), 8), (date(2026, 3, 2), 7)]


ROSTER = """\
source: calls
table: roster
account: acme
timezone: UTC
format: {kind: delimited}
map:
  agent: agent
unpivot_columns:
  headings: "[0-9]{1,2} [A-Z][a-z]"
  map:
    from_day: {from: "'2026-03-' || split_part(heading, ' ', 1)", format: "%Y-%m-%d"}
    to_day: {from: "'2026-03-' || split_part(heading, ' ', 1)", format: "%Y-%m-%d"}
    team: {from: cell, codes: {E: early, L: late}}
"""


def test_delimited_text_has_grids_too(tmp_path: Path) -> None:
    usable, bad, _ = divide(tmp_path, "agent,1 Su,2 Mo\nann,E,L\nbob,,X\n", source(ROSTER))
    assert sorted(usable.select("agent", "from_day", "to_day", "team").rows()) == [
        ("ann", date(2026, 3, 1), date(2026, 3, 1), "early"),
        ("ann", date(2026, 3, 2), date(2026, 3, 2), "late"),
    ]
    assert bad.select("line", "rules").rows() == [(3, "team.code")]


def test_no_heading_that_fits(tmp_path: Path) -> None:
    with pytest.raises(BpoError) as error:
        divide(tmp_path, "agent,Mo\nann,E\n", source(ROSTER))
    assert [one.say("en") for one in error.value.problems] == [
        "calls.yaml:9: calls.csv has no column whose whole heading fits this pattern\n"
        '    9 |   headings: "[0-9]{1,2} [A-Z][a-z]"\n'
        "      |              ^^^^^^^^^^^^^^^^^^^^^^\n"
        "   Known: agent, Mo."
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"[0-9]{1,2} [A-Z][a-z]"', '"[0-9"', "'[0-9' is no regular expression"),
        ("from: cell", "from: cel", "has no column 'cel'"),
        ("map:\n  agent: agent", "skip: [cell = 'X']\nmap:\n  agent: agent", "has no column 'cell'"),
        (
            "unpivot_columns:",
            "unpivot: [{from_day: agent}]\nunpivot_columns:",
            "write either 'unpivot', a list of rows, or",
        ),
        ("    team: {from: cell, codes: {E: early, L: late}}", "    agent: cell", "'agent' stands in 'map' too"),
        (
            "format: {kind: delimited}",
            "format: {kind: database, url: 'sqlite:///a', query: SELECT 1}\nfile_as: file",
            "rows of a database come from no file",
        ),
        ("    team: {from: cell", "    squad: {from: cell", "table roster has no column 'squad'"),
        ("  map:\n    from_day", "  only: cell\n  map:\n    from_day", "cell is text, but yes or no is needed"),
    ],
)
def test_mistakes_are_told_at_their_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in ROSTER
    with pytest.raises(BpoError) as error:
        divide(tmp_path, "agent,1 Su\nann,E\n", source(ROSTER.replace(old, new)))
    places: list[Any] = [one.where for one in error.value.problems]
    assert said in error.value.problems[0].say("en")
    assert len(places) == 1 and places[0].path == "calls.yaml" and places[0].line > 1
