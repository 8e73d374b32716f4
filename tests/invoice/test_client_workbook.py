"""The client's own workbook is filled where the contract says, and nothing else of it changes."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import formualizer
import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from bpo.contracts.load import load_contract
from bpo.core.errors import BpoError
from bpo.core.measures import KpiResult, Measures, Quantity
from bpo.invoice import draw_bill, files_of
from bpo.invoice.bill import Bill
from bpo.invoice.client_workbook import client_workbook, template_problems
from bpo.pricing.price import price

CONTRACT = """
contract: desk
title: {zh: 服务台, en: Service desk}
language: en
reference: A-17
currency: CNY
effective: {from: 2026-01-01}
supplier: {name: Yuan}
client: {name: "=1+1"}
billing:
  workbook:
    template: client.xlsx
    cells: {B2: contract_no, B3: total, B4: client, B5: period_from, "Notes!A1": calls.quantity, "Notes!A2": qa.met}
    lines: {sheet: Summary, first_row: 8, columns: {A: number, B: label, C: quantity, D: amount}}
prices: {tax: excluded, rate: 6%}
terms:
  - {id: calls, model: workload, quantity: {given: call}, rate: 2.50}
  - {id: mails, model: workload, quantity: {given: contact}, rate: 1}
  - {id: fee, model: fixed, amount: 1000}
kpis: [{id: qa, kpi: entered, unit: ratio, target: 90%}]
"""


def template(folder: Path, change: Callable[[Any], None] = lambda book: None) -> Path:
    """A client's sheet with formats, a formula, and a second sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Summary"
    sheet["A3"], sheet["A2"] = "Total", "Contract"
    sheet["B3"].number_format = '"RMB" #,##0.00'
    sheet["B3"].fill = PatternFill("solid", fgColor="FFEEAA")
    sheet["B5"].number_format = "dd/mm/yyyy"
    sheet["D8"].number_format = "0.00"
    sheet["D8"].font = Font(bold=True)
    sheet["C3"] = "=B3/1.06"
    sheet.column_dimensions["B"].width = 33
    sheet.merge_cells("E1:F2")
    notes = book.create_sheet("Notes")
    notes["C1"] = "=Summary!B3*2"
    notes["C2"] = "kept"
    change(book)
    book.save(folder / "client.xlsx")
    return folder / "client.xlsx"


def bill(folder: Path, text: str = CONTRACT, mails: int = 0) -> Bill:
    path = folder / "desk.yaml"
    path.write_text(text, encoding="utf-8")
    contract = load_contract(path)
    quantities = {"calls": Quantity(F(400), "call"), "mails": Quantity(F(mails), "contact")}
    kpis = {"qa": F(95, 100)}
    measures = Measures(
        "2026-02",
        quantities=quantities,
        kpis={name: KpiResult(name, value, unit="ratio") for name, value in kpis.items()},
    )
    return Bill(price(contract, measures), contract, "desk-2026-02-r1", date(2026, 3, 2))


def filled(one: Bill) -> Any:
    content = client_workbook(one)
    assert content is not None
    return openpyxl.load_workbook(io.BytesIO(content))


def said(one: Bill) -> list[str]:
    with pytest.raises(BpoError) as error:
        client_workbook(one)
    return [problem.say("en").splitlines()[0] for problem in error.value.problems]


def test_cells_hold_the_statements_figures_in_the_formats_of_the_template(tmp_path: Path) -> None:
    """400 × 2.50 + 1,000 = 2,000, with 6% tax 2,120."""
    template(tmp_path)
    book = filled(bill(tmp_path))
    summary, notes = book["Summary"], book["Notes"]
    assert (summary["B2"].value, summary["B3"].value, summary["B3"].number_format) == ("A-17", 2120, '"RMB" #,##0.00')
    assert summary["B3"].fill.fgColor.rgb == "00FFEEAA" and summary.column_dimensions["B"].width == 33
    assert (summary["B4"].value, summary["B4"].data_type) == ("=1+1", "s")  # text is only ever text
    assert (summary["B5"].value, summary["B5"].number_format) == (datetime(2026, 2, 1), "dd/mm/yyyy")
    assert (notes["A1"].value, notes["A2"].value, notes["C2"].value) == (400, "met", "kept")


def test_lines_run_down_in_the_look_of_the_first_row(tmp_path: Path) -> None:
    """The line without an amount is left out, as on the face."""
    template(tmp_path)
    summary = filled(bill(tmp_path))["Summary"]
    assert [[cell.value for cell in row] for row in summary["A8:D10"]] == [
        [1, "Workload", 400, 1000],
        [3, "Fixed fee", 1, 1000],
        [None, None, None, None],
    ]
    assert summary["D9"].number_format == "0.00" and summary["D9"].font.bold


def test_formulas_survive_and_come_to_the_new_figures(tmp_path: Path) -> None:
    template(tmp_path)
    content = client_workbook(bill(tmp_path))
    assert content is not None
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert (book["Summary"]["C3"].value, book["Notes"]["C1"].value) == ("=B3/1.06", "=Summary!B3*2")
    assert "E1:F2" in {str(one) for one in book["Summary"].merged_cells.ranges} and book.sheetnames == [
        "Summary",
        "Notes",
    ]
    again = openpyxl.load_workbook(io.BytesIO(formualizer.recalculate_xlsx_bytes(content)["bytes"]), data_only=True)
    assert (again["Summary"]["C3"].value, again["Notes"]["C1"].value) == (pytest.approx(2000), 4240)


def test_the_same_bill_gives_the_same_bytes(tmp_path: Path) -> None:
    template(tmp_path)
    assert client_workbook(bill(tmp_path)) == client_workbook(bill(tmp_path))


def test_it_is_a_file_of_the_bill(tmp_path: Path) -> None:
    template(tmp_path)
    one = bill(tmp_path)
    names = [file.name for file in files_of(one, tmp_path)]
    assert names[-1] == "desk-2026-02-r1-client.xlsx" and len(names) == 4
    drawn = draw_bill(one, tmp_path)
    assert drawn[tmp_path / names[-1]] == client_workbook(one)


BAD = [
    ("B3: total", "BB3B: total", "desk.yaml:13: 'BB3B' is no cell; write B3, or 'Summary!B3' for one of another sheet than the first"),
    ("B3: total", "B1048577: total", "desk.yaml:13: 'B1048577' is no cell; write B3, or 'Summary!B3' for one of another sheet than the first"),
    ("B3: total", "XFE3: total", "desk.yaml:13: 'XFE3' is no cell; write B3, or 'Summary!B3' for one of another sheet than the first"),
    ("B3: total", "B3: sum", "desk.yaml:13: a statement has no 'sum' for a cell; of a line write 'its id.amount' (quantity, price), of a KPI 'its id.value' (target, met)"),
    ("D: amount", "D: sum", "desk.yaml:14: a line has no 'sum' for a column"),
    ("D: amount", "XFE: amount", "desk.yaml:14: 'XFE' is no column; write A to XFD"),
]  # fmt: skip


@pytest.mark.parametrize(("was", "written", "told"), BAD)
def test_what_is_no_cell_is_told_where_it_is_written(tmp_path: Path, was: str, written: str, told: str) -> None:
    with pytest.raises(BpoError) as error:
        bill(tmp_path, CONTRACT.replace(was, written))
    (problem,) = error.value.problems
    assert problem.say("en").splitlines()[0].endswith(told)


def _formula(book: Any) -> None:
    book["Summary"]["B3"] = "=1+2"


def _merged(book: Any) -> None:
    book["Summary"].merge_cells("A3:B3")


def _without_notes(book: Any) -> None:
    del book["Notes"]


def _with_text_below(book: Any) -> None:
    book["Summary"]["B9"] = "Sum"


TEMPLATES = [
    (_formula, "desk.yaml:12: cell B3 holds a formula (=1+2), which would be written over; name another cell"),
    (_merged, "desk.yaml:12: cell B3 lies under a merged one; name the first cell of those merged"),
    (_without_notes, "desk.yaml:12: the template has no sheet 'Notes'"),
]


@pytest.mark.parametrize(("change", "told"), TEMPLATES)
def test_a_template_that_does_not_fit_is_told_by_check_and_bill(
    tmp_path: Path, change: Callable[[Any], None], told: str
) -> None:
    template(tmp_path, change)
    one = bill(tmp_path)
    assert any(line.endswith(told) for line in said(one))
    assert any(problem.say("en").splitlines()[0].endswith(told) for problem in template_problems(one.header))


def test_a_line_more_than_there_is_room_for(tmp_path: Path) -> None:
    """Two lines take rows 8 and 9; something in row 9 is in the way, in row 10 it is not."""
    template(tmp_path, _with_text_below)
    one = bill(tmp_path)
    assert said(one) == [
        f"{tmp_path / 'desk.yaml'}:14: 2 lines from row 8 on do not fit: cell B9 holds something already; leave rows free below the first one"
    ]
    assert template_problems(one.header) == []


def test_a_figure_of_a_clause_that_is_not_there(tmp_path: Path) -> None:
    template(tmp_path)
    one = bill(tmp_path, CONTRACT.replace("calls.quantity", "chats.quantity"))
    assert said(one)[0].endswith("'chats.quantity': the contract has no 'chats'")


def test_a_template_that_is_not_there_or_no_workbook(tmp_path: Path) -> None:
    one = bill(tmp_path)
    assert said(one)[0].endswith(f"the client's template {tmp_path / 'client.xlsx'} is not there")
    (tmp_path / "client.xlsx").write_bytes(b"no workbook")
    assert "cannot be read as a workbook" in said(one)[0]


def test_a_template_with_a_chart_is_refused_rather_than_losing_it(tmp_path: Path) -> None:
    from openpyxl.chart import BarChart

    template(tmp_path, lambda book: book["Notes"].add_chart(BarChart(), "A5"))
    assert "has parts that would be lost: xl/charts/chart1.xml" in said(bill(tmp_path))[0]


def test_nothing_of_the_clock_is_in_the_file(tmp_path: Path) -> None:
    template(tmp_path)
    content = client_workbook(bill(tmp_path))
    assert content is not None
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b">2026-03-02T00:00:00Z</dcterms:modified>" in archive.read("docProps/core.xml")
