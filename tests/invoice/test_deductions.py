"""What is deducted from the payment stands after the total, on every document: damages, and tax that the client withholds."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from textwrap import dedent

import openpyxl
import pytest

from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.measures_file import parse_measures
from bpo.invoice import Bill
from bpo.invoice.sheet import sheet_of
from bpo.invoice.workbook import workbook
from bpo.pricing.price import price

CONTRACT = dedent("""\
    contract: desk
    title: Desk
    language: en
    currency: PHP
    effective: {from: 2026-01-01}
    supplier: {name: Supplier}
    client: {name: Client}
    prices: {rates: {vat: {rate: 12%}, exempt: {rate: 0%, note: education}}, withholding: [{rate: 2%}]}
    quantities: {leaks: {given: event}}
    terms:
      - {id: fee, model: fixed, amount: 100000}
      - {id: school, model: fixed, amount: 0, tax: exempt}
    adjustments:
      - {id: leak, kind: penalty, per: leaks, amount: 500, nature: damages, label: Data leak}
    """)


@pytest.fixture(scope="module")
def bill() -> Bill:
    contract = read_contract(parse_document(CONTRACT)).contract
    statement = price(contract, parse_measures("period: 2026-01\nquantities: {leaks: 3}"))
    return Bill(statement, contract, "desk-2026-01-r1", date(2026, 2, 3))


def test_the_face_shows_them_between_the_total_and_what_is_payable(bill: Bill) -> None:
    face = sheet_of(bill).face  # 112,000 − 3 × 500 − 2% of 100,000
    assert face.total.amount == "PHP 112,000.00"
    assert [(str(d.name), d.amount) for d in face.deductions] == [("Data leak", "-1,500.00"), ("Withholding tax", "-2,000.00")]  # fmt: skip
    assert face.payable is not None
    assert face.payable.amount == "PHP 108,500.00"
    assert [(t.detail, t.amount) for t in face.taxes] == [("12% × 100,000.00", "12,000.00")]
    assert "VAT 0%: education." not in [str(note) for note in face.notes]  # nothing is billed under that code


def test_a_contract_may_ask_for_the_tax_on_nothing(bill: Bill) -> None:
    billing = bill.header.billing.altered(shows=["zero_lines"])
    face = sheet_of(replace(bill, header=bill.header.altered(billing=billing))).face
    assert [(t.detail, t.amount) for t in face.taxes] == [("12% × 100,000.00", "12,000.00"), ("0%", "0.00")]
    assert "VAT 0%: education." in [str(note) for note in face.notes]


def test_a_deduction_of_nothing_is_left_out_with_what_is_payable_then() -> None:
    contract = read_contract(parse_document(CONTRACT.replace(", withholding: [{rate: 2%}]", ""))).contract
    statement = price(contract, parse_measures("period: 2026-01\nquantities: {leaks: 0}"))
    face = sheet_of(Bill(statement, contract, "desk-2026-01-r1", date(2026, 2, 3))).face
    assert (face.deductions, face.payable, face.total.amount) == ((), None, "PHP 112,000.00")
    assert str(face.notes[-1]) == "Items that come to nothing this period are in the annex alone: 2, 3."


def test_their_steps_are_in_the_annex(bill: Bill) -> None:
    lines = sheet_of(bill).annex.lines
    assert [(line.number, str(line.label), line.amount) for line in lines][2:] == [("3", "Data leak", "-1,500.00"), ("4", "Withholding tax", "-2,000.00")]  # fmt: skip


def test_the_workbook_adds_them_up_as_a_formula(bill: Bill) -> None:
    data = workbook(bill)
    shown = openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0]
    written = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    rows = {row[0].value: row[1] for row in shown.iter_rows() if row[0].value}
    payable = rows["Payable"]
    assert (rows["Total"].value, rows["Data leak"].value, rows["Withholding tax"].value) == (112000, -1500, -2000)
    assert payable.value == 108500
    first, last = rows["Total"].row, rows["Withholding tax"].row
    assert written.cell(payable.row, 2).value == "=" + "+".join(f"B{row}" for row in range(first, last + 1))


def test_without_deductions_nothing_is_said_of_them() -> None:
    contract = read_contract(
        parse_document(CONTRACT.replace(", withholding: [{rate: 2%}]", "").split("adjustments:")[0])
    )
    statement = price(contract.contract, parse_measures("period: 2026-01\nquantities: {leaks: 3}"))
    face = sheet_of(Bill(statement, contract.contract, "desk-2026-01-r1", date(2026, 2, 3))).face
    assert (face.deductions, face.payable) == ((), None)
