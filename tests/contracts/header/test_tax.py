"""Tax: prices with and without it, rounded by line or by total, by code."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.contracts.making import bill

THREE_LINES = """
terms:
  - {id: a, model: fixed, amount: 1000}
  - {id: b, model: fixed, amount: 1000}
  - {id: c, model: fixed, amount: 1000}
"""


def test_tax_of_three_inclusive_lines_rounded_by_line_is_169_80() -> None:
    """1,000 − round(1,000 / 1.06) = 56.60 on each line, as fapiao systems do."""
    statement = bill(THREE_LINES, currency="CNY", prices="{tax: included, rate: 6%, tax_rounding: line}")
    assert (statement.net, statement.tax, statement.total) == (
        Decimal("2830.20"),
        Decimal("169.80"),
        Decimal("3000.00"),
    )
    assert statement.line_taxes == (Decimal("56.60"),) * 3


def test_tax_of_three_inclusive_lines_rounded_by_total_is_169_81() -> None:
    """3,000 − round(3,000 / 1.06): once on the sum; one line carries the odd cent."""
    statement = bill(THREE_LINES, currency="CNY", prices="{tax: included, rate: 6%, tax_rounding: total}")
    assert (statement.net, statement.tax, statement.total) == (
        Decimal("2830.19"),
        Decimal("169.81"),
        Decimal("3000.00"),
    )
    assert statement.line_taxes == (Decimal("56.61"), Decimal("56.60"), Decimal("56.60"))


def test_106_with_tax_is_100_without() -> None:
    statement = bill(
        "terms:\n  - {id: a, model: fixed, amount: 106}\n", currency="CNY", prices="{tax: included, rate: 6%}"
    )
    assert (statement.net, statement.tax, statement.total) == (100, 6, 106)


@pytest.mark.parametrize(("rounding", "tax"), [("line", "0.03"), ("total", "0.02")])
def test_tax_on_top_of_exclusive_prices(rounding: str, tax: str) -> None:
    """Three lines of 0.10 at 8%: 0.008 rounds to 0.01 on each line, 0.024 to 0.02 on the sum."""
    lines = "terms:\n" + "".join(f"  - {{id: l{n}, model: fixed, amount: 0.10}}\n" for n in range(3))
    statement = bill(lines, prices=f"{{rate: 8%, tax_rounding: {rounding}}}")
    assert (statement.net, statement.tax) == (Decimal("0.30"), Decimal(tax))
    assert statement.total == Decimal("0.30") + Decimal(tax)


CODES = """
terms:
  - {id: service, model: fixed, amount: 1000}
  - {id: lease, model: fixed, amount: 500, tax: goods}
  - {id: levy, model: fixed, amount: 70, tax: exempt}
adjustments:
  - {id: p, kind: penalty, amount: 100}
"""
RATES = "rates: {services: {rate: 6%}, goods: {rate: 13%, name: {zh: 增值税13%, en: VAT 13%}}, exempt: {rate: 0%}}"


def test_every_code_has_its_tax_and_lines_without_one_take_the_first() -> None:
    """(1,000 − 100) × 6% + 500 × 13% + 70 × 0%; a code without tax has no tax line."""
    statement = bill(CODES, prices="{" + RATES + "}")
    assert [(tax.code, tax.base, tax.amount) for tax in statement.taxes] == [("services", 900, 54), ("goods", 500, 65)]
    assert (statement.net, statement.tax, statement.total) == (1470, 119, 1589)


def test_without_a_rate_no_tax_is_charged() -> None:
    statement = bill(THREE_LINES)
    assert (statement.net, statement.tax, statement.total, statement.taxes) == (3000, 0, 3000, ())


def test_lines_that_cancel_out_bear_no_tax() -> None:
    body = "terms:\n  - {id: a, model: fixed, amount: 10}\nadjustments:\n  - {id: p, kind: penalty, amount: 10}\n"
    for prices in ("{rate: 6%}", "{tax: included, rate: 6%}", "{tax: included, rate: 6%, tax_rounding: line}"):
        statement = bill(body, prices=prices)
        assert (statement.net, statement.tax, statement.total) == (0, 0, 0)


@pytest.mark.parametrize(
    ("mode", "expected"), [("half_up", "0.03"), ("half_even", "0.02"), ("up", "0.03"), ("down", "0.02")]
)
def test_amounts_are_rounded_as_the_contract_says(mode: str, expected: str) -> None:
    body = "terms:\n  - {id: a, model: fixed, amount: 0.025}\n"
    assert bill(body, prices=f"{{rounding: {mode}}}").total == Decimal(expected)


INDIA = "{rates: {gst: {taxes: [{rate: 9%, name: CGST}, {rate: 9%, name: SGST}]}}, tax_rounding: ROUNDING}"


@pytest.mark.parametrize(("rounding", "each"), [("line", "0.10"), ("total", "0.09")])
def test_two_taxes_on_the_same_lines_are_equal_and_each_has_its_line(rounding: str, each: str) -> None:
    """9% of 0.50 is 0.045: on each of two lines 0.05, and 0.09 on their sum; 18% on each line would be 0.09."""
    lines = "terms:\n" + "".join(f"  - {{id: l{n}, model: fixed, amount: 0.50}}\n" for n in range(2))
    statement = bill(lines, prices=INDIA.replace("ROUNDING", rounding))
    assert [(tax.name.en, tax.base, tax.amount) for tax in statement.taxes] == [
        ("CGST", Decimal("1.00"), Decimal(each)),
        ("SGST", Decimal("1.00"), Decimal(each)),
    ]
    assert statement.tax == 2 * Decimal(each)


def test_nine_and_nine_percent_are_not_eighteen() -> None:
    """9% of 1,000.03 is 90.0027, twice; 18% at once would be 180.0054, that is 180.01."""
    fee = "terms:\n  - {id: fee, model: fixed, amount: 1000.03}\n"
    statement = bill(fee, prices=INDIA.replace("ROUNDING", "total"), currency="INR")
    assert (statement.tax, statement.total) == (180, Decimal("1180.03"))


def test_what_a_tax_on_taxes_is_charged_on_is_said() -> None:
    """5% of 200 = 10; 10% of 210 = 21; 50% of 31 = 15.50; a client that owes the tax is charged none of them."""
    taxes = "[{rate: 5%, name: L}, {rate: 10%, name: V, of: net_and_taxes}, {rate: 50%, name: C, of: taxes}]"
    fee = "terms:\n  - {id: fee, model: fixed, amount: 200}\n"
    statement = bill(fee, prices=f"{{rates: {{all: {{taxes: {taxes}}}}}}}")
    assert [(tax.base, tax.amount) for tax in statement.taxes] == [(200, 10), (210, 21), (31, Decimal("15.50"))]
    owed = bill(fee, prices=f"{{rates: {{all: {{taxes: {taxes}, reverse_charge: yes}}}}}}")
    assert [(tax.rate, tax.amount) for tax in owed.taxes] == [
        (Fraction(5, 100), 0),
        (Fraction(10, 100), 0),
        (Fraction(1, 2), 0),
    ]
    assert (owed.tax, owed.total) == (0, 200)


@pytest.mark.parametrize(("amount", "tax"), [("108.33", "19.00"), ("108.34", "20.00"), ("-108.34", "-20.00")])
def test_a_tax_in_whole_rupees(amount: str, tax: str) -> None:
    """18% of 108.33 is 19.4994, of 108.34 it is 19.5012."""
    body = "terms:\n  - {id: a, model: pass_through, quantity: {given: money}}\n"
    statement = bill(body, {"a": Fraction(amount)}, prices="{rate: 18%, tax_round_to: 1}", currency="INR")
    assert statement.tax == Decimal(tax)
