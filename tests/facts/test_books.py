"""Workbooks as people keep them: titles, headings over two rows, merged cells, a sheet for each agent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from bpo.core.errors import BpoError
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from tests.facts.made import divide_file, source

ROSTER = """\
source: staff
table: roster
account: acme
timezone: UTC
format: {kind: excel}
map:
  agent: Agent
  team: Team
  from_day: {from: Since, format: "%d.%m.%Y"}
"""
TITLED = [["Staff of March"], ["As of", "31.03.2026"], [], ["Agent", "Team", "Since"]]
Write = Callable[[Any], None]


def book(folder: Path, **sheets: Write | Sequence[Sequence[object]]) -> Path:
    """A workbook with these sheets, by their names."""
    path = folder / "staff.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for name, what in sheets.items():
            sheet = made.add_worksheet(name)
            if callable(what):
                what(sheet)
            else:
                for row, cells in enumerate(what):
                    sheet.write_row(row, 0, cells)
    return path


def roster(fmt: str) -> str:
    return ROSTER.replace("{kind: excel}", f"{{kind: excel, {fmt}}}")


def ingested(folder: Path, path: Path, text: str) -> tuple[IngestReport, Lake]:
    lake = Lake(folder / "lake")
    return ingest(path, source(text), lake), lake


@pytest.mark.parametrize(
    "fmt", ["skip: 3", "header_has: Agent", "header_has: [Since, Agent]", "skip: 1, header_has: [Agent]"]
)
def test_the_header_stands_below_a_title(tmp_path: Path, fmt: str) -> None:
    path = book(tmp_path, March=[*TITLED, ["Ann", "Night", "01.03.2026"], [], ["Bob", "Day", "02.03.2026"]])
    usable, bad, _ = divide_file(path, source(roster(fmt)))
    assert bad.is_empty()
    assert usable.select("agent", "team", "from_day", "line").rows() == [
        ("Ann", "Night", date(2026, 3, 1), 5),
        ("Bob", "Day", date(2026, 3, 2), 7),
    ]


def test_a_header_that_no_sheet_has_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, March=[*TITLED, ["Ann", "Night", "01.03.2026"]])
    with pytest.raises(BpoError, match="sheet 'March' has no row with the cells 'Name', by which"):
        divide_file(path, source(roster("header_has: Name")))


def test_headings_over_two_rows_are_joined(tmp_path: Path) -> None:
    """Agent is merged over both rows; Shift stands over Team and Since; Pay over nothing of its own, next to a bare heading."""

    def write(sheet: Any) -> None:
        sheet.merge_range(0, 0, 1, 0, "Agent")
        sheet.merge_range(0, 1, 0, 2, "Shift")
        sheet.write_row(1, 1, ["Team", "Since", "Pay"])
        sheet.write_row(2, 0, ["Ann", "Night", "01.03.2026", 12])

    text = (
        roster("header_rows: 2")
        .replace(": Team", """: '"Shift Team"'""")
        .replace("from: Since", """from: '"Shift Since"'""")
    )
    usable, bad, _ = divide_file(book(tmp_path, March=write), source(text + "  labour_cost: Pay\n"))
    assert bad.is_empty()
    assert usable.select("agent", "team", "labour_cost", "line").rows() == [("Ann", "Night", 12, 3)]


def test_merged_cells_have_their_value_in_every_row(tmp_path: Path) -> None:
    """Ten of twelve agents stand beside a cell that is only the lower part of another; an empty line across one is no row."""

    def write(sheet: Any) -> None:
        sheet.write_row(0, 0, ["Agent", "Team", "Since"])
        sheet.merge_range(1, 1, 6, 1, "Night")
        sheet.merge_range(7, 1, 13, 1, "Day")
        for row in (*range(1, 7), *range(7, 10), *range(11, 14)):
            sheet.write_row(row, 0, [f"a{row}"])
            sheet.write(row, 2, "01.03.2026")

    usable, bad, checker = divide_file(book(tmp_path, March=write), source(ROSTER))
    assert bad.is_empty()
    assert checker.read == 12
    assert usable["team"].to_list() == ["Night"] * 6 + ["Day"] * 6
    assert usable["line"].to_list() == [*range(2, 11), *range(12, 15)]


def test_cells_left_empty_take_the_value_above_if_the_source_says_so(tmp_path: Path) -> None:
    path = book(tmp_path, March=[["Agent", "Team", "Since"], ["Ann", "Night", "01.03.2026"], ["Bob", None, "01.03.2026"], [],
                                 ["Cy", " ", "01.03.2026"], ["Di", "Day", "01.03.2026"]])  # fmt: skip
    assert divide_file(path, source(ROSTER))[0]["team"].to_list() == ["Night", None, None, "Day"]
    filled = divide_file(path, source(roster("fill_down: Team")))[0]
    assert filled["team"].to_list() == ["Night", "Night", "Night", "Day"]
    with pytest.raises(BpoError, match="sheet 'March' has no column 'Squad', which the source file reads"):
        divide_file(path, source(roster("fill_down: [Team, Squad]")))


EVALUATIONS = """\
source: scores
table: evaluations
account: acme
timezone: UTC
format: {kind: excel, sheets: "*", header_has: Score, sheet_as: sheet, title_as: title}
map:
  evaluation_id: id
  agent: sheet
  evaluated_at: {from: "split_part(title, ' ', 3) || ' ' || at", format: "%Y-%m-%d %H:%M"}
  score: Score
"""


def scores(*numbers: int, score: object = 90) -> list[list[object]]:
    return [
        ["Scores of", "2026-03-02"],
        ["id", "at", "Score"],
        *([number, f"09:{number:02}", score] for number in numbers),
    ]


def test_every_sheet_that_matches_is_read(tmp_path: Path) -> None:
    """Four agents with eight scores each: 32 enter, not the eight of the first sheet. A summary has another header, and is told."""
    sheets = {name: scores(*range(8 * n, 8 * n + 8)) for n, name in enumerate(("Ann", "Bob", "Cy", "Di"))}
    path = book(tmp_path, **sheets, Summary=[["Agent", "Mean"], ["Ann", 90]])
    report, lake = ingested(tmp_path, path, EVALUATIONS)
    assert (report.rows_read, report.entered, report.quarantined) == (32, 32, 0)
    facts = lake.delivered(source(EVALUATIONS).table).sort("line").collect()
    assert facts["agent"].to_list() == ["Ann"] * 8 + ["Bob"] * 8 + ["Cy"] * 8 + ["Di"] * 8
    assert [row[0].strftime("%Y-%m-%d %H:%M") for row in facts.select("evaluated_at").rows()][8] == "2026-03-02 09:08"
    assert [note.say("en") for note in report.notes] == [
        f"{path}: sheets that were not read, for they are empty or have no row with the cells by which the header is known: 'Summary'"
    ]


def test_a_row_of_a_further_sheet_is_told_by_its_sheet(tmp_path: Path) -> None:
    """Row 4 of the second sheet; within the lake its line is one that no row of another sheet has."""
    path = book(tmp_path, Ann=scores(1), Bob=[*scores(2), [3, "09:03", "good"]])
    report, lake = ingested(tmp_path, path, EVALUATIONS)
    assert [(row.file, row.line, row.rules) for row in report.bad_rows] == [(f"{path}[Bob]", 4, ("score.readable",))]
    assert lake.quarantine().collect()["line"].to_list() == [10_000_004]


@pytest.mark.parametrize(
    ("sheets", "agents"),
    [('"Ann*"', ["Ann", "Anna"]), ('["A*", Bob]', ["Ann", "Anna", "Bob"]), ('"A?n"', ["Ann"]), ("Bob", ["Bob"])],
)
def test_patterns_of_sheets(tmp_path: Path, sheets: str, agents: list[str]) -> None:
    path = book(tmp_path, Ann=scores(1), Anna=scores(2), Bob=scores(3))
    assert divide_file(path, source(EVALUATIONS.replace('"*"', sheets)))[0]["agent"].to_list() == agents


def test_no_sheet_that_matches(tmp_path: Path) -> None:
    with pytest.raises(BpoError, match=r"there is no sheet 'C\*'"):
        divide_file(book(tmp_path, Ann=scores(1)), source(EVALUATIONS.replace('"*"', '"C*"')))


def test_a_sheet_without_a_column_that_is_read_is_refused(tmp_path: Path) -> None:
    """Read as empty, its scores would be nobody's mistake."""
    other = [["Scores of", "2026-03-02"], ["id", "time", "Score"], [2, "09:00", 90]]
    with pytest.raises(BpoError, match="sheet 'Bob' has no column 'at', which the source file reads"):
        divide_file(book(tmp_path, Ann=scores(1), Bob=other), source(EVALUATIONS))


def test_a_column_called_as_the_sheets_name_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, Ann=[["x"], ["id", "at", "Score", "sheet"], [1, "09:00", 90, "s"]])
    with pytest.raises(BpoError, match=r"staff\.xlsx has two columns named 'sheet'"):
        divide_file(path, source(EVALUATIONS))


def test_what_a_spreadsheet_program_does_not_show_is_told(tmp_path: Path) -> None:
    """A hidden sheet is read only by its name; rows that a filter hides and hidden columns are read, and told."""

    def write(sheet: Any) -> None:
        for row, cells in enumerate(
            [["Agent", "Team", "Since"], ["Ann", "N", "01.03.2026"], ["Bob", "N", "01.03.2026"]]
        ):
            sheet.write_row(row, 0, cells)
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        sheet.set_column("F:XFD", None, None, {"hidden": True})

    def hidden(sheet: Any) -> None:
        write(sheet)
        sheet.hide()

    path = book(tmp_path, March=write, Feb=TITLED, Old=hidden)
    report, _ = ingested(tmp_path, path, ROSTER)
    assert report.entered == 2
    assert [note.say("en").removeprefix(f"{path}: ") for note in report.notes] == [
        "sheets of the workbook that were not read: 'Feb'",
        "hidden sheets of the workbook that were not read: 'Old'",
        "hidden rows of sheet 'March', from row 3 on, were read like the others: 1",
        "columns of sheet 'March' are hidden, and were read like the others: B",
    ]
    every = divide_file(path, source(roster('sheets: "*", header_has: Agent')))[2]
    named = divide_file(path, source(roster("sheet: Old")))[2]
    assert (every.read, named.read) == (2, 2)


def test_subtotals_are_left_out_by_a_condition(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        March=[["Agent", "Team", "Since"], ["Ann", "N", "01.03.2026"], ["Total N", None, 1], ["Total", None, 1]],
    )
    text = ROSTER + "skip:\n  - Agent LIKE 'Total%'\n"
    usable, bad, checker = divide_file(path, source(text))
    assert (usable["agent"].to_list(), bad.height, checker.left_out) == (["Ann"], 0, 2)


def test_a_sheet_or_a_pattern() -> None:
    with pytest.raises(BpoError, match="write either 'sheet', the name of one, or 'sheets'"):
        source(roster("sheet: A, sheets: B"))
