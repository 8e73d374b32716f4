"""What cells of a workbook become: times, durations beyond a day, dates of both kinds, errors, formulas without a result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from bpo.core.errors import BpoError
from bpo.facts.sources.source import Source
from tests.facts.made import CALLS, divide, divide_file, source

TALK = CALLS.replace("{kind: delimited}", "{kind: excel}") + "  talk_seconds: {from: talk, duration: hh:mm:ss}\n"
HOURS = """\
source: punches
table: timesheets
account: acme
timezone: UTC
format: {kind: delimited}
map:
  agent: agent
  day: day
  activity: "'ready'"
"""
Formats = dict[str, xlsxwriter.format.Format]


def workbook(folder: Path, write: Callable[[Worksheet, Formats], None], **options: object) -> Path:
    path = folder / "calls.xlsx"
    with xlsxwriter.Workbook(path, options) as book:
        codes = {"clock": "h:mm:ss", "long": "[h]:mm:ss", "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm:ss"}
        write(
            book.add_worksheet("calls"), {name: book.add_format({"num_format": code}) for name, code in codes.items()}
        )
    return path


@pytest.mark.parametrize("from_1904", [False, True])
def test_cells_that_are_times_are_durations(tmp_path: Path, from_1904: bool) -> None:
    """2 min 5 s is 125 s; 26 h 2 min 5 s is 93,725 s; 2,000 h of a team in a month are 7,200,000 s; text beside them."""
    days = [(125, "clock"), (93_725, "clock"), (93_725, "long"), (7_200_000, "clock")]

    def write(sheet: Worksheet, formats: Formats) -> None:
        sheet.write_row(0, 0, ["id", "began", "result", "wait", "talk"])
        for row, (seconds, code) in enumerate(days, start=1):
            sheet.write_row(row, 0, [row, "2026-01-05 09:00:00", "A", 7])
            sheet.write_number(row, 4, seconds / 86_400, formats[code])
        sheet.write_row(5, 0, [5, "2026-01-05 09:00:00", "A", 7, "0:01:00"])

    path = workbook(tmp_path, write, date_1904=from_1904)
    usable, bad, _ = divide_file(path, source(TALK))
    assert bad.is_empty()
    assert usable["talk_seconds"].to_list() == [125, 93_725, 93_725, 7_200_000, 60]


def test_what_a_cell_that_is_a_time_cannot_tell(tmp_path: Path) -> None:
    """Whoever typed 2:05 for minutes has made it two hours; day 60 is one that never was."""

    def write(sheet: Worksheet, formats: Formats) -> None:
        sheet.write_row(0, 0, ["id", "began", "result", "wait", "talk"])
        for row, days in enumerate((125 / 1440, 59.5, 60.5), start=1):
            sheet.write_row(row, 0, [row, "2026-01-05 09:00:00", "A", 7])
            sheet.write_number(row, 4, days, formats["clock"])

    path = workbook(tmp_path, write)
    assert divide_file(path, source(TALK))[1]["line"].to_list() == [3, 4]
    minutes = source(TALK.replace("hh:mm:ss", "mm:ss"))
    assert divide_file(path, minutes)[1]["rules"].to_list() == ["talk_seconds.readable"] * 3


def test_dates_that_are_cells_beside_dates_that_are_text(tmp_path: Path) -> None:
    """The format is that of the text; a day and a time of day in two cells are joined."""

    def write(sheet: Worksheet, formats: Formats) -> None:
        sheet.write_row(0, 0, ["id", "began", "result", "wait", "day", "time"])
        sheet.write_row(1, 0, [1, "13/03/2026 10:01", "A", 7])
        sheet.write_row(2, 0, [2, None, "A", 7])
        sheet.write_datetime(2, 1, datetime(2026, 3, 5, 10, 2), formats["moment"])
        for row in (1, 2):
            sheet.write_datetime(row, 4, datetime(2026, 3, 14), formats["date"])
            sheet.write_number(row, 5, 10.5 / 24, formats["clock"])

    path = workbook(tmp_path, write)
    text = TALK.replace("started_at: began", 'started_at: {from: began, format: "%d/%m/%Y %H:%M"}')
    text = text.replace("{from: talk, duration: hh:mm:ss}", "wait")
    joined = text + """  ended_at: {from: "day || ' ' || time", format: "%d/%m/%Y %H:%M"}\n"""
    usable, bad, _ = divide_file(path, source(joined))
    assert bad.is_empty()
    # Berlin is an hour ahead of UTC until 29 March.
    assert usable["started_at"].to_list() == [datetime(2026, 3, d, 9, m, tzinfo=UTC) for d, m in ((13, 1), (5, 2))]
    assert usable["ended_at"].to_list() == [datetime(2026, 3, 14, 9, 30, tzinfo=UTC)] * 2


def with_errors(sheet: Worksheet, formats: Formats) -> None:
    """Rows 4 and 6 have an error or a formula without its result where the source reads; row 7 where it does not."""
    sheet.write_row(2, 1, ["id", "began", "result", "wait", "note"])
    for row, number in ((3, 1), (5, 2), (6, 3), (7, 4)):
        sheet.write_row(row, 1, [number, "2026-01-05 09:00:00", "A", 7])
    sheet.write_formula(3, 4, "=1/0", None, "#DIV/0!")
    sheet.write_formula(5, 4, "=1+6", None, "")
    sheet.write_formula(6, 5, "=NA()", None, "#N/A")
    sheet.write_formula(7, 4, "=3+4", None, 7)


def test_a_cell_without_its_value_makes_the_row_unusable(tmp_path: Path) -> None:
    path = workbook(tmp_path, with_errors)
    usable, bad, checker = divide_file(path, excel())
    assert usable.select("interaction_id", "line").rows() == [("3", 7), ("4", 8)]
    assert bad.select("line", "rules", "reason_en").rows() == [
        (4, "row.cell_error", "the workbook has an error in place of a value: calls!E4 (wait) #DIV/0!"),
        (6, "row.cell_formula", "a formula whose result is not stored in the workbook: calls!E6 (wait). "
         "Open it in a spreadsheet program and save it"),
    ]  # fmt: skip
    assert bad["raw"].to_list() == ["1\t2026-01-05 09:00:00\tA\t\t", "2\t2026-01-05 09:00:00\tA\t\t"]
    assert checker.read == 4
    assert {rule: count for rule, count in checker.counts.items() if count} == {
        "row.cell_error": 1,
        "row.cell_formula": 1,
    }


def test_cells_without_a_value_may_be_declared_empty(tmp_path: Path) -> None:
    usable, bad, _ = divide_file(workbook(tmp_path, with_errors), excel("{kind: excel, cell_errors: empty}"))
    assert bad.is_empty()
    assert usable.select("line", "wait_seconds").rows() == [(4, None), (6, None), (7, 7), (8, 7)]


def test_a_formula_may_yield_an_empty_text(tmp_path: Path) -> None:
    path = workbook(tmp_path, with_errors)
    _as_text(path)
    assert divide_file(path, excel())[1]["line"].to_list() == [4]


def excel(fmt: str = "{kind: excel}") -> Source:
    return source(CALLS.replace("{kind: delimited}", fmt))


def _as_text(path: Path) -> None:
    """As spreadsheets store a formula that yields no letter: a text without any."""
    import zipfile

    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    part = "xl/worksheets/sheet1.xml"
    before = b'<c r="E6"><f>1+6</f><v></v></c>'
    assert before in parts[part], parts[part]
    parts[part] = parts[part].replace(before, b'<c r="E6" t="str"><f>1+6</f><v></v></c>')
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


@pytest.mark.parametrize(
    ("entry", "given", "hours"),
    [
        ("{from: login, duration: hh:mm:ss}", "07:45:00", "7.75"),
        ("{from: login, duration: hh:mm:ss}", "8:15:00", "8.25"),
        ("{from: login, duration: 'h:mm'}", "1:41", "1.6833"),
        ("{from: login, duration: 'h:mm'}", "0:01", "0.0167"),
        ("{from: login, duration: seconds}", "27900", "7.75"),
        ("{from: login, duration: milliseconds}", "27900999", "7.75"),
        ("{from: login, rounded: yes}", "7.683333333", "7.6833"),
        ("{from: login, rounded: yes}", "0.00005", "0.0001"),
        ("{from: login, rounded: yes}", "0.000049999", "0"),
    ],
)
def test_hours(tmp_path: Path, entry: str, given: str, hours: str) -> None:
    usable, bad, _ = divide(
        tmp_path, f"agent,day,login\nann,2026-03-02,{given}\n", source(HOURS + f"  hours: {entry}\n")
    )
    assert bad.is_empty()
    assert usable["hours"].to_list() == [Decimal(hours)]


@pytest.mark.parametrize(
    ("entry", "given"),
    [
        ("{from: login, duration: hh:mm:ss}", "7:60:00"),
        ("{from: login, duration: 'h:mm'}", "1:41:00"),
        ("{from: login, duration: 'h:mm'}", "1.41"),
        ("login", "7.683333333"),
        ("{from: login, rounded: yes}", "7,68"),
    ],
)
def test_hours_that_are_none(tmp_path: Path, entry: str, given: str) -> None:
    text = f'agent,day,login\nann,2026-03-02,"{given}"\n'
    assert divide(tmp_path, text, source(HOURS + f"  hours: {entry}\n"))[1]["rules"].to_list() == ["hours.readable"]


def test_a_duration_is_no_score() -> None:
    with pytest.raises(BpoError, match="'duration' says nothing for 'labour_cost'"):
        source("""\
source: staff
table: roster
account: acme
timezone: UTC
format: {kind: delimited}
map: {agent: agent, from_day: since, labour_cost: {from: pay, duration: hh:mm:ss}}
""")
