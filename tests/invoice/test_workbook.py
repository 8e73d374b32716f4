"""The workbook, read back by another library."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from bpo.invoice.bill import Bill
from bpo.invoice.workbook import workbook
from tests.invoice import bills


def _read(bill: Bill, *, values: bool) -> Any:
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(workbook(bill)), data_only=values)


def _column(sheet: Any, heading: str) -> list[Any]:
    at = [cell.value for cell in sheet[1]].index(heading)
    return [row[at].value for row in sheet.iter_rows(min_row=2)]


@pytest.fixture(scope="module")
def shown() -> Any:
    return _read(bills.hotline(language="en"), values=True)


@pytest.fixture(scope="module")
def written() -> Any:
    return _read(bills.hotline(language="en"), values=False)


def test_sheets_are_named_in_the_language() -> None:
    assert _read(bills.hotline(language="zh"), values=True).sheetnames == ["结算单", "明细", "计算步骤", "指标", "每日"]
    assert _read(bills.credit(language="en"), values=True).sheetnames == [
        "Statement",
        "Lines",
        "Steps",
        "KPIs",
        "Daily",
    ]


def test_amounts_are_numbers_and_sums_are_formulas(shown: Any, written: Any) -> None:
    assert _column(shown["Lines"], "Amount") == [225958.40, 3606.69, -11297.92, -1500, 216767.17]
    assert _column(written["Lines"], "Amount")[-1] == "=SUM(K2:K5)"
    assert _column(shown["Lines"], "Tax")[-1] == 12269.84
    assert _column(shown["Lines"], "Net")[-1] == 204497.33
    assert _column(shown["Lines"], "Quantity")[:2] == [61237, 4218.35]


def test_the_face_adds_up_the_lines(shown: Any, written: Any) -> None:
    values = {row[0].value: row[1].value for row in shown["Statement"].iter_rows() if row[0].value}
    formulas = {row[0].value: row[1].value for row in written["Statement"].iter_rows() if row[0].value}
    assert (values["Net"], values["Tax"], values["Total"]) == (204497.33, 12269.84, 216767.17)
    assert formulas["Total"] == "=SUM('Lines'!$O$2:$O$5)"
    assert values["Purchase order"] == "4500123" and isinstance(values["Purchase order"], str)
    assert any("floating point" in str(text) for text in values)


def test_cached_values_are_what_the_formulas_give(shown: Any, written: Any) -> None:
    for name in ("Lines", "Steps", "KPIs", "Daily"):
        for row in written[name].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("=SUM("):
                    letter = cell.column_letter
                    parts = [shown[name][f"{letter}{n}"].value or 0 for n in range(2, cell.row)]
                    assert shown[name][cell.coordinate].value == pytest.approx(sum(parts), abs=1e-9)


def test_money_has_the_format_of_its_currency() -> None:
    def formats(**changes: Any) -> tuple[str, str]:
        sheet = _read(bills.hotline(language="en", **changes), values=True)["Lines"]
        return sheet["K2"].number_format, sheet["H3"].number_format

    assert formats() == ("#,##0.00", "#,##0.00####")
    assert formats(currency="JPY") == ("#,##0", "#,##0.######")
    assert formats(currency="KWD") == ("#,##0.000", "#,##0.000###")


def test_ratios_are_percentages(shown: Any) -> None:
    sheet = shown["KPIs"]
    assert sheet["E2"].value == pytest.approx(48210 / 61237) and sheet["E2"].number_format == "0.00%"
    assert sheet["E4"].number_format == "#,##0.######"
    assert shown["Steps"]["H6"].value == -0.05 and shown["Steps"]["H6"].number_format == "0.00%"


def test_a_row_a_day(shown: Any) -> None:
    sheet = shown["Daily"]
    assert sheet["A2"].value == datetime(2026, 2, 1) and sheet["A29"].value == datetime(2026, 2, 28)
    assert sheet["C22"].value is None  # 21 February was not measured


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "=1+1", "http://example.com", "00123"]
)
def test_text_stays_text(name: str) -> None:
    bill = bills.with_name(bills.credit(language="en"), name)
    labelled = replace(bill.statement.charges[0], label=bill.header.client.name)
    bill = replace(bill, statement=replace(bill.statement, charges=(labelled,)))
    book = _read(bill, values=False)
    for sheet, cell in (("Statement", "B11"), ("Lines", "D2"), ("Steps", "C2")):
        assert (book[sheet][cell].value, book[sheet][cell].data_type) == (name, "s")
        assert book[sheet][cell].hyperlink is None


def test_ready_to_be_read_and_printed(written: Any) -> None:
    for name in ("Lines", "Steps", "KPIs", "Daily"):
        sheet = written[name]
        assert sheet.freeze_panes == "A2" and sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_same_bill_gives_the_same_bytes() -> None:
    first, second = workbook(bills.hotline()), workbook(bills.hotline())
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert "2026-03-02T00:00:00Z" in archive.read("docProps/core.xml").decode()


def test_a_statement_without_lines_or_kpis() -> None:
    head = bills.header(language="en")
    bill = replace(bills.credit(), statement=bills.statement([], head), header=head)
    book = _read(bill, values=True)
    assert book["Lines"].max_row == 1 and book["KPIs"].max_row == 1
