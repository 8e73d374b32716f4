"""The lines of a red-letter fapiao, by hand."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest

from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError
from bpo.invoice.bill import Bill
from bpo.invoice.fapiao_file import HEAD, RED, fapiao_json, fapiao_workbook
from bpo.invoice.fapiao_lines import FapiaoDraft
from bpo.invoice.fapiao_red import Noted, note_drafts
from bpo.pricing.correction import correction
from bpo.pricing.credit import note_of
from tests.invoice.test_fapiao import CLAUSES, FAPIAO, INCLUDED, LEASE, SERVICE, bill, drafts

FIRST = "26312000000012345678"


def d(text: str) -> Decimal:
    return Decimal(text)


def noted(made: Bill, moved: dict[str, str]) -> Noted:
    amounts = {clause: d(amount) for clause, amount in moved.items()}
    note = note_of(made.header, made.statement, amounts, {}, "S-1", "计数有误")  # type: ignore[arg-type]
    return Noted(note, "C-1", made.statement, None, (FIRST,), "计数有误")


def red(made: Bill, moved: dict[str, str]) -> list[FapiaoDraft]:
    return note_drafts(noted(made, moved), "C-1", made.header)


def restated(was: Bill, now: Bill) -> list[FapiaoDraft]:
    note = correction(now.header, was.statement, now.statement, "S-1")  # type: ignore[arg-type]
    return note_drafts(Noted(note, "C-1", was.statement, now.statement, (), "重述"), "C-1", now.header)


def test_all_that_was_invoiced_is_taken_back_line_by_line() -> None:
    """The blue one has 3,180 less 152.15 and 1,000 less 47.85 (see the blue lines): the red one has −3,027.85 and −952.15 with the same
    taxes, 1,000 calls at 3.02785, and comes to zero with it."""
    made = bill(INCLUDED, FAPIAO, "{calls: 1000, upheld: 2}")
    (blue,) = drafts(made)
    (one,) = red(made, {"calls": "-3180", "seats": "-1000", "complaints": "200"})
    assert [
        (line.clause, line.code, line.quantity, line.price, line.amount, line.discount, line.tax) for line in one.lines
    ] == [
        ("calls", SERVICE, -1000, Fraction("3.02785"), d("-3027.85"), d("0.00"), d("-171.39")),
        ("seats", LEASE, -1, Fraction("952.15"), d("-952.15"), d("0.00"), d("-53.89")),
    ]
    assert (one.net + blue.net, one.tax + blue.tax, one.total + blue.total) == (0, 0, 0)
    assert [line.tax + own.tax for line, own in zip(one.lines, blue.lines, strict=True)] == [0, 0]
    assert (one.red and one.red.originals, one.red and one.red.reason) == ((FIRST,), "计数有误")


@pytest.mark.parametrize(
    ("amount", "quantity", "price"),
    [
        ("-318.00", Fraction(-100), Fraction("3.18")),
        ("-3.18", Fraction(-1), Fraction("3.18")),
        ("-318.01", None, None),  # no number of calls at 3.18: an allowance, of which the amount alone is said
        ("-1.59", None, None),
    ],
)
def test_whole_units_have_their_price_and_an_allowance_has_none(
    amount: str, quantity: Fraction | None, price: Fraction | None
) -> None:
    (one,) = red(bill(INCLUDED, FAPIAO, "{calls: 1000, upheld: 0}"), {"calls": amount})
    (line,) = one.lines
    assert (line.quantity, line.price, line.amount, line.unit) == (quantity, price, d(amount), "通" if quantity else "")
    assert one.total == d(amount) and one.net + one.tax == one.total


def test_tax_beside_the_prices() -> None:
    """106.00 with tax are 100.00 and 6.00; the line has the amount without."""
    (one,) = red(bill("{tax: excluded, rate: 6%}", FAPIAO, "{calls: 1000, upheld: 0}"), {"seats": "-106"})
    (line,) = one.lines
    assert (line.amount, line.tax, line.quantity) == (d("-100.00"), d("-6.00"), None)
    assert (one.net, one.tax, one.total) == (d("-100.00"), d("-6.00"), d("-106.00"))


def test_a_debit_note_is_a_blue_one() -> None:
    (one,) = red(bill(INCLUDED, FAPIAO, "{calls: 1000, upheld: 0}"), {"calls": "318"})
    assert one.red is None and [(line.quantity, line.amount) for line in one.lines] == [(100, d("318.00"))]


def test_a_restated_month_takes_back_the_difference_line_by_line() -> None:
    """10 calls fewer are −31.80, and one more complaint −100, in proportion on the lines that the blue one has: 100 × 3180/4180 = 76.08 and
    23.92. The tax is that of both differences, 1.80 and 5.66: 7.46 × 107.88/131.80 = 6.11, and 1.35."""
    was, now = (bill(INCLUDED, FAPIAO, figures) for figures in ("{calls: 1000, upheld: 2}", "{calls: 990, upheld: 3}"))
    (one,) = restated(was, now)
    assert [(line.clause, line.amount, line.tax, line.quantity) for line in one.lines] == [
        ("calls", d("-107.88"), d("-6.11"), None),
        ("seats", d("-23.92"), d("-1.35"), None),
    ]
    assert (one.net, one.tax, one.total) == (d("-124.34"), d("-7.46"), d("-131.80"))
    assert one.total == now.statement.total - was.statement.total and one.tax == now.statement.tax - was.statement.tax


def test_ten_calls_fewer_are_ten_calls() -> None:
    was, now = (bill(INCLUDED, FAPIAO, f"{{calls: {calls}, upheld: 2}}") for calls in (1000, 990))
    (one,) = restated(was, now)
    assert [(line.clause, line.amount, line.quantity, line.price) for line in one.lines] == [
        ("calls", d("-31.80"), -10, Fraction("3.18"))
    ]


def test_what_goes_up_under_one_code_and_down_under_another_is_two_invoices() -> None:
    """Calls at 6% go down by 106.00, the lease at 13% up by 226.00 (a fee of 1,130.00 in place of 904.00)."""
    prices = "{tax: included, rates: {service: {rate: 6%}, lease: {rate: 13%}}}"
    clauses = CLAUSES.replace("amount: 1000", "amount: 904, tax: lease").replace("3.18", "10.6")
    was = bill(prices, FAPIAO, "{calls: 100, upheld: 0}", clauses)
    now = bill(prices, FAPIAO, "{calls: 90, upheld: 0}", clauses.replace("904", "1130"))
    down, up = restated(was, now)
    assert (down.serial, down.total, down.tax) == ("C-1", d("-106.00"), d("-6.00"))
    assert (up.serial, up.total, up.tax, up.red) == ("C-1-blue", d("226.00"), d("26.00"), None)


def test_each_entity_has_its_own_and_they_make_the_note() -> None:
    more = (
        "entities: [{id: east, name: 东部, tax_no: E1}, {id: west, name: 西部, tax_no: W1}]\n"
        "allocation: {by: {east: 1/3, west: 2/3}}\n"
    )
    made = bill(INCLUDED, FAPIAO, "{calls: 1000, upheld: 2}", more=more)
    east, west = red(made, {"calls": "-100"})
    assert (east.buyer.tax_no, east.total, west.buyer.tax_no, west.total) == ("E1", d("-33.33"), "W1", d("-66.67"))
    assert east.tax + west.tax == d("-5.66") and east.net + west.net == d("-94.34")  # 100 × 6/106


def test_a_note_that_moves_a_rate_or_nothing_of_the_price_is_refused() -> None:
    made = bill(INCLUDED, FAPIAO, "{calls: 1000, upheld: 0}")
    (tax,) = made.statement.taxes
    other: Statement = replace(
        made.statement, taxes=(tax, replace(tax, rate=Fraction("0.05"), amount=d("0.00"), base=d("0.00")))
    )
    for note, code in ((other, "fapiao-note-two-rates"), (None, "fapiao-note-no-line")):
        given = noted(made, {} if note is None else {"calls": "-318"})
        given = given if note is None else replace(given, note=note)
        with pytest.raises(BpoError) as refused:
            note_drafts(given, "C-1", made.header)
        assert [one.code for one in refused.value.problems] == [code]


def test_workbook_and_json_say_what_is_taken_back() -> None:
    made = bill(INCLUDED, FAPIAO, "{calls: 1000, upheld: 0}")
    found = red(made, {"calls": "-318"})
    (told,) = fapiao_json(found)
    assert (told["original"], told["reason"], told["total"]) == (FIRST, "计数有误", "-318.00")
    (line,) = told["lines"]
    assert (line["quantity"], line["price"], line["amount"], line["tax"]) == ("-100", "3.18", "-318.00", "-18.00")
    book = openpyxl.load_workbook(io.BytesIO(fapiao_workbook(made, found)))
    head, lines = book["发票基本信息"], book["发票明细信息"]
    assert [cell.value for cell in head[1]] == [title for _, title in (*HEAD, *RED)]
    assert [cell.value for cell in head[2]][-3:] == [-318, FIRST, "计数有误"]
    assert [cell.value for cell in lines[2]][5:8] == [-100, 3.18, -318]
