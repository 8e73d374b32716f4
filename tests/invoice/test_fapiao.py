"""The lines of a fapiao, by hand."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest

from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.measures_file import parse_measures
from bpo.invoice.bill import Bill
from bpo.invoice.fapiao_file import HEAD, LINES, fapiao_json, fapiao_workbook
from bpo.invoice.fapiao_lines import FapiaoDraft, fapiao_drafts
from bpo.pricing.price import price

SERVICE, LEASE = "3040205010000000000", "3040407040000000000"
CLAUSES = """
quantities: {upheld: {given: event}}
terms:
  - {id: calls, model: workload, label: {zh: 呼入话务, en: Calls}, quantity: {given: call}, rate: 3.18}
  - {id: seats, model: fixed, label: 专席, amount: 1000}
adjustments:
  - {id: complaints, kind: penalty, per: upheld, amount: 100}
"""


def bill(prices: str, fapiao: str, figures: str, clauses: str = CLAUSES, more: str = "") -> Bill:
    text = f"""
contract: hotline
title: 热线
reference: HT-2026-0117
currency: CNY
effective: {{from: 2026-01-01, to: 2026-12-31}}
supplier: {{name: 甲方服务, tax_no: 91310000MA1K00000X, address: 上海, phone: 021-1, bank: {{name: 工商银行, branch: 海州支行, account: "1001"}}}}
client: {{name: 乙方, tax_no: 11320700014302917X}}
billing: {{fapiao: {fapiao}}}
prices: {prices}
{more}{clauses}"""
    contract = read_contract(parse_document(text, "hotline.yaml")).contract
    statement = price(contract, parse_measures(f"period: 2026-01\nquantities: {figures}\n"))
    return Bill(statement, contract, "hotline-2026-01-r1", date(2026, 2, 3))


def drafts(made: Bill) -> list[FapiaoDraft]:
    return fapiao_drafts(made.statement, made.statement_id, made.header)


FAPIAO = f"{{code: '{SERVICE}', item: 呼叫中心服务, lines: {{seats: {{code: '{LEASE}'}}}}}}"
INCLUDED = "{tax: included, rate: 6%, tax_rounding: line}"


def test_a_penalty_is_a_discount_on_the_lines_of_its_tax_code() -> None:
    """1000 × 3.18 = 3180 and 1000, less 2 × 100: in proportion 200 × 3180/4180 = 152.15, 47.85. By line the tax in 3180 is
    3180 − 3000 = 180; in 1000, 1000 − 943.40 = 56.60; in −200, −11.32: 225.28, of which 3027.85 has 171.39 and 952.15 has 53.89."""
    made = bill(INCLUDED, FAPIAO, "{calls: 1000, upheld: 2}")
    (one,) = drafts(made)
    assert [(line.clause, line.amount, line.discount, line.tax) for line in one.lines] == [
        ("calls", Decimal("3180.00"), Decimal("152.15"), Decimal("171.39")),
        ("seats", Decimal("1000.00"), Decimal("47.85"), Decimal("53.89")),
    ]
    assert (one.net, one.tax, one.total) == (Decimal("3754.72"), Decimal("225.28"), Decimal("3980.00"))
    assert [(line.item, line.code) for line in one.lines] == [("呼叫中心服务", SERVICE), ("专席", LEASE)]
    first = one.lines[0]
    assert (first.quantity, first.unit, first.price, first.rate) == (1000, "通", Fraction("3.18"), Fraction("0.06"))


def test_what_is_left_of_the_lines_makes_the_invoice() -> None:
    made = bill("{tax: excluded, rate: 6%}", FAPIAO, "{calls: 333, upheld: 7}")
    (one,) = drafts(made)
    assert sum(line.amount - line.discount for line in one.lines) == one.net == made.statement.net
    assert sum(line.tax for line in one.lines) == one.tax == made.statement.tax


def test_a_penalty_that_takes_all_leaves_nothing_and_one_more_is_red() -> None:
    made = bill(INCLUDED, FAPIAO, "{calls: 0, upheld: 10}")
    (one,) = drafts(made)
    assert [(line.amount, line.discount, line.tax) for line in one.lines] == [
        (Decimal("1000.00"), Decimal("1000.00"), Decimal("0.00"))
    ]
    with pytest.raises(BpoError, match="red-letter"):
        drafts(bill(INCLUDED, FAPIAO, "{calls: 0, upheld: 11}"))


def test_exempt_lines_and_tax_on_a_difference() -> None:
    prices = "{tax: included, rates: {standard: {rate: 5%, deducts: wages}, free: {rate: 0%, note: 免税}}}"
    clauses = """
quantities: {wages: {given: money}}
terms:
  - {id: lease, model: fixed, amount: 10000}
  - {id: training, model: fixed, amount: 500, tax: free}
"""
    made = bill(
        prices,
        f"{{code: '{LEASE}', lines: {{training: {{code: '{SERVICE}', policy: 免税}}}}}}",
        "{wages: 7900}",
        clauses,
    )
    (one,) = fapiao_json(drafts(made))
    assert (one["difference"], one["deducted"], one["tax"]) == ("差额征税", "7900.00", "100.00")  # 2100 × 5/105
    assert [(line["rate"], line["has_policy"], line["policy"]) for line in one["lines"]] == [
        ("5%", "否", ""),
        ("免税", "是", "免税"),
    ]


def test_each_entity_has_an_invoice_of_its_own() -> None:
    more = (
        "entities: [{id: east, name: 东部, tax_no: E1}, {id: west, name: 西部, tax_no: W1}]\n"
        "allocation: {by: {east: 1/3, west: 2/3}}\n"
    )
    made = bill(INCLUDED, FAPIAO, "{calls: 1000, upheld: 2}", more=more)
    east, west = drafts(made)
    assert (east.serial, east.buyer.tax_no, west.buyer.tax_no) == ("hotline-2026-01-r1-east", "E1", "W1")
    assert east.total + west.total == made.statement.total and east.tax + west.tax == made.statement.tax
    for one in (east, west):
        assert sum(line.amount - line.discount for line in one.lines) == one.total


def test_the_workbook_has_the_two_sheets_of_the_form_with_all_its_columns() -> None:
    made = bill(INCLUDED, FAPIAO, "{calls: 1000, upheld: 2}")
    found = drafts(made)
    content = fapiao_workbook(made, found)
    assert content == fapiao_workbook(made, found)
    book = openpyxl.load_workbook(io.BytesIO(content))
    head, lines = book["发票基本信息"], book["发票明细信息"]
    assert [cell.value for cell in head[1]] == [title for _, title in HEAD]
    assert [cell.value for cell in lines[1]] == [title for _, title in LINES]
    values = dict(zip([title for _, title in HEAD], [cell.value for cell in head[2]], strict=True))
    assert (values["购买方纳税人识别号"], values["销售方开户行"], values["价税合计"]) == (
        "11320700014302917X",
        "工商银行 海州支行",
        3980,
    )
    assert [cell.value for cell in lines[2]][1:10] == [
        "呼叫中心服务",
        SERVICE,
        None,
        "通",
        1000,
        3.18,
        3180,
        "6%",
        152.15,
    ]


@pytest.mark.parametrize(
    ("fapiao", "said"),
    [
        ("{code: 3040205010000000000}", None),
        ("{code: '304020501'}", "is not a tax classification code"),
        (f"{{code: '{SERVICE}', lines: {{seat: {{code: '{LEASE}'}}}}}}", "there is no line 'seat'"),
    ],
)
def test_a_code_has_19_digits_and_a_line_is_one_of_the_contract(fapiao: str, said: str | None) -> None:
    if said is None:
        assert drafts(bill(INCLUDED, fapiao, "{calls: 1, upheld: 0}"))
        return
    with pytest.raises(BpoError, match=said):
        bill(INCLUDED, fapiao, "{calls: 1, upheld: 0}")
