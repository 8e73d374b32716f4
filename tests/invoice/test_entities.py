"""Several entities of one client: a summary and a section each on the client's PDF, two sheets in the workbook, blocks on the screen."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from bpo.cli.screen import statement_text
from bpo.contracts.load import load_contract
from bpo.core.measures_file import parse_measures
from bpo.invoice import Bill
from bpo.invoice.pdf import client_pdf
from bpo.invoice.sheet import sheet_of
from bpo.invoice.workbook import workbook
from bpo.pricing.price import price

CONTRACT = Path(__file__).parents[1] / "scenarios" / "entities" / "contract.yaml"
FIGURES = """
period: 2026-01
quantities:
  calls: {total: 150, parts: [{key: north, value: 75}, {key: south, value: 50}, {key: west, value: 25}]}
  chat_contacts: {total: 10, parts: [{key: south, value: 10}]}
  leaks: 1
kpis: {qa: 80%}
"""


@pytest.fixture(scope="module")
def bill() -> Bill:
    contract = load_contract(CONTRACT)
    return Bill(price(contract, parse_measures(FIGURES)), contract, "group-2026-01-r1", date(2026, 2, 3))


def test_each_entity_has_its_section(bill: Bill) -> None:
    entities = sheet_of(bill).entities
    assert entities is not None
    assert (entities.net, entities.tax, entities.total) == ("1,386.79", "83.21", "1,470.00")
    south = entities.each[1]
    assert (south.tax_no, south.po, south.cost_centre, south.amount) == (
        "911100000000000002",
        "4500002",
        "CC2",
        "473.33",
    )
    assert [(line.number, line.amount) for line in south.lines][:3] == [
        ("1", "183.33"),
        ("2", "300.00"),
        ("3", "20.00"),
    ]
    assert south.lines[0].rule.second == "50 of 150 (calls)"
    assert [(tax.detail, tax.amount) for tax in south.taxes] == [("6% × 446.54", "26.79")]
    assert [one.amount for one in south.deductions] == ["-33.33"]
    assert south.payable is not None
    assert south.payable.amount == "CNY 440.00"


def test_the_pdf_prints_tax_number_order_cost_centre_lines_and_total_of_each(bill: Bill) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(client_pdf(sheet_of(bill)))).pages]
    text = "".join("\n".join(pages).split())
    for printed in (
        "911100000000000002",
        "4500002",
        "CC2",
        "183.33",
        "CNY473.33",
        "CNY440.00",
        "CNY255.00",
        "agreedshare20%",
    ):
        assert printed in text, printed


def test_the_workbook_has_their_totals_and_their_lines(bill: Bill) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(bill)), data_only=True)
    totals, lines = book.worksheets[-2], book.worksheets[-1]
    rows = [[cell.value for cell in row] for row in totals.iter_rows(min_row=2)]
    assert rows[0] == ["north", "北方公司", "911100000000000001", "4500001", "CC1", 683.96, 41.04, 725, 675]
    assert rows[-1][5:] == [1386.79, 83.21, 1470, 1370]
    cut = [[cell.value for cell in row] for row in lines.iter_rows(min_row=2)]
    assert len(cut) == 3 * 6 + 1
    assert cut[0][:3] == ["north", 1, "inbound"]
    assert (cut[0][5], cut[0][6], cut[-1][6]) == (0.5, 275, 1370)


def test_the_screen_has_a_block_for_each(bill: Bill) -> None:
    text = statement_text(bill.statement, "en")
    assert "south  南方公司  Tax no. 911100000000000002  Purchase order 4500002  Cost centre CC2" in text
    assert "as Fixed fee: 20%" in text
    assert text.count("payable") == 4


def test_a_client_that_is_one_sees_nothing_of_it() -> None:
    contract = load_contract(CONTRACT).pooled()
    one = Bill(price(contract, parse_measures(FIGURES)), contract, "group-2026-01-r1", date(2026, 2, 3))
    assert sheet_of(one).entities is None
    assert len(openpyxl.load_workbook(io.BytesIO(workbook(one))).worksheets) == 5
