"""The ready-made sources for workbooks that people draw, on such workbooks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from bpo.facts.ingest import ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.sources.load import load_source

SOURCES = Path(__file__).resolve().parents[2] / "contracts" / "examples" / "sources"


def test_a_sheet_an_agent(tmp_path: Path) -> None:
    """Three evaluations of Ann and two of Bob; a row of means each, and a summary that is no sheet of an agent."""
    path = tmp_path / "march.xlsx"
    scores = {"Ann": [("c1", "90,5"), ("c2", 80), ("c3", "70")], "Bob": [("c4", 100), ("c5", "99,9")]}
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet("Summary").write_row(0, 0, ["Agent", "Mean"])
        for name, given in scores.items():
            sheet = made.add_worksheet(name)
            sheet.merge_range(0, 0, 0, 4, f"Quality of {name}, March")
            for place, heading in enumerate(("Call", "Day", "Evaluator")):
                sheet.merge_range(2, place, 3, place, heading)
            sheet.merge_range(2, 3, 2, 4, "Score")
            sheet.write_row(3, 3, ["Greeting", "Total"])
            for row, (call, total) in enumerate(given, start=4):
                sheet.write_row(row, 0, [call, "05.03.2026", "Eve" if row == 4 else None, 10, total])
            sheet.write_row(4 + len(given), 0, ["Mean", None, None, 10, "88,1"])
    source, lake = load_source(SOURCES / "evaluations-a-sheet-an-agent.yaml"), Lake(tmp_path / "lake")
    report = ingest(path, source, lake)
    assert (report.rows_read, report.entered, report.skipped, report.quarantined) == (7, 5, 2, 0)
    rows = lake.delivered(source.table).sort("line").select("agent", "interaction_id", "evaluator", "score").collect()
    assert rows.rows() == [
        ("Ann", "c1", "Eve", Decimal("90.5")),
        ("Ann", "c2", "Eve", Decimal(80)),
        ("Ann", "c3", "Eve", Decimal(70)),
        ("Bob", "c4", "Eve", Decimal(100)),
        ("Bob", "c5", "Eve", Decimal("99.9")),
    ]
    assert [note.say("en").partition(": ")[2] for note in report.notes] == [
        "sheets that were not read, for they are empty or have no row with the cells by which the header is known: 'Summary'"
    ]


def test_a_column_a_day(tmp_path: Path) -> None:
    """Twelve agents of two teams, the name of each team in one merged cell: a shift on day n for the n-th, and one more on day 31."""
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("March")
        sheet.write(0, 0, "Shift plan 2026-03")
        sheet.write_row(2, 0, ["Team", "Agent", *range(1, 32)])
        sheet.write_row(3, 2, [("Su", "Mo", "Tu", "We", "Th", "Fr", "Sa")[day % 7] for day in range(31)])
        for number in range(12):
            sheet.write(4 + number, 1, f"a{number}")
            sheet.write(4 + number, 2 + number, "E")
            sheet.write(4 + number, 3 + number, "U")
            sheet.write(4 + number, 32, "N")
        sheet.merge_range(4, 0, 9, 0, "North")
        sheet.merge_range(10, 0, 15, 0, "South")
        sheet.write_row(16, 1, ["Total", *[1] * 31])
    source, lake = load_source(SOURCES / "roster-a-column-a-day.yaml"), Lake(tmp_path / "lake")
    report = ingest(path, source, lake)
    # 12 agents in 31 columns are 372 cells, of which 24 are shifts; the days of the week and the total are a row each.
    assert (report.rows_read, report.entered, report.skipped, report.quarantined) == (374, 24, 350, 0)
    rows = lake.delivered(source.table).sort("line", "from_day").select("agent", "team", "from_day", "to_day").collect()
    team = ["North"] * 6 + ["South"] * 6
    assert rows.rows() == [
        (f"a{n}", team[n], day, day) for n in range(12) for day in (date(2026, 3, n + 1), date(2026, 3, 31))
    ]
