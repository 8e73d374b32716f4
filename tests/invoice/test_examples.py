"""Every example contract that has agreed measures becomes a document whose characters can all be printed."""

from datetime import date
from pathlib import Path

import pytest

from bpo.contracts.load import load_contract
from bpo.core import shipped
from bpo.core.measures_file import read_measures
from bpo.invoice.bill import Bill
from bpo.invoice.sheet import sheet_of, speech_of
from bpo.invoice.workbook import workbook
from bpo.pricing.price import price
from bpo.report.fonts import missing_characters
from bpo.report.templating import page_html, template_folders

EXAMPLES = shipped.examples_folder()
MEASURED = sorted((EXAMPLES / "measures").glob("*.yaml"))


@pytest.mark.parametrize("measures", MEASURED, ids=lambda path: path.stem)
def test_an_example_can_be_sent(measures: Path) -> None:
    contract = load_contract(EXAMPLES / measures.name)
    statement = price(contract, read_measures(measures))
    needs = [*contract.quantity_needs(), *(need for kpi in contract.kpis for need in kpi.needs())]
    bill = Bill(statement, contract, "S-1", date(2026, 4, 2), needs=needs)
    sheet, internal, speech = sheet_of(bill), sheet_of(bill, internal=True), speech_of(bill)
    shown = [charge for charge in statement.charges if charge.amount] or statement.charges
    assert [line.amount for line in sheet.face.lines] == [speech.money(charge.amount) for charge in shown]
    assert sheet.face.total.amount == speech.payable(statement.total)
    assert sheet.annex.counted or not needs
    assert not any(row.rows or row.where or not row.result for row in sheet.annex.counted)  # all of it was given
    for made, template in ((sheet, "client.html.j2"), (internal, "reviewer.html.j2")):
        assert missing_characters([page_html(made, template, template_folders(None))]) == set()
    assert workbook(bill)[:2] == b"PK"


def test_there_are_examples() -> None:
    assert len(MEASURED) >= 3
