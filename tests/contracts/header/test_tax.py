"""Tax: prices with and without it, rounded by line or by total, by code."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from bpo.core.errors import BpoError
from tests.contracts.making import bill, contract

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
    assert [(tax.base, tax.amount) for tax in statement.taxes] == [(100, 6)]


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


def test_a_code_without_lines_hides_none_after_it() -> None:
    """6% of 100 and 10% of 200; nothing is billed under the code between them."""
    body = "terms:\n  - {id: a, model: fixed, amount: 100}\n  - {id: c, model: fixed, amount: 200, tax: third}\n"
    statement = bill(body, prices="{rates: {first: {rate: 6%}, second: {rate: 8%}, third: {rate: 10%}}}")
    assert [(tax.code, tax.base, tax.amount) for tax in statement.taxes] == [("first", 100, 6), ("third", 200, 20)]
    assert (statement.tax, statement.total) == (26, 326)


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
    (code,) = contract(fee, prices=f"{{rates: {{all: {{taxes: {taxes}}}}}}}").prices.codes.values()
    assert code.rate_on(date(2026, 1, 31)) == Fraction("46.5") / 200
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


DIFFERENCE = "{tax: included, rates: {lease: {rate: 5%, deducts: [wages, insurance]}}}"
LEASE = """
quantities: {wages: {given: money}, insurance: {given: money}}
terms:
  - {id: lease, model: pass_through, quantity: {given: money}}
"""


@pytest.mark.parametrize(
    ("lease", "wages", "tax", "said"),
    [
        ("105", "0", "5.00", "on the difference: 105.00 − 0.00"),
        ("105", "0.5", "4.98", "on the difference: 105.00 − 0.50"),  # 104.50 × 5 / 105 = 4.976…
        ("105", "105", "0.00", "on the difference: 105.00 − 105.00"),
        (
            "105",
            "0.125",
            "4.99",
            "on the difference: 105.00 − 0.125",
        ),  # 104.875 × 5 / 105 = 4.994…: no amount, so exact
    ],
)
def test_tax_on_the_difference(lease: str, wages: str, tax: str, said: str) -> None:
    statement = bill(LEASE, {"lease": Fraction(lease), "wages": Fraction(wages), "insurance": 0}, prices=DIFFERENCE)
    (line,) = statement.taxes
    assert str(line.amount) == tax
    assert line.note is not None and line.note.en == said


@pytest.mark.parametrize(
    ("lease", "wages", "insurance", "code"),
    [
        ("0.20", "0.50", "0", "tax-difference-negative"),
        ("0.50", "1", "0", "tax-difference-negative"),
        ("0", "2", "3", "tax-difference-negative"),
        ("5", "-1", "0", "tax-difference-credit"),
        ("-1", "0", "0", "tax-difference-credit"),
    ],
)
def test_no_difference_to_tax(lease: str, wages: str, insurance: str, code: str) -> None:
    figures = {"lease": Fraction(lease), "wages": Fraction(wages), "insurance": Fraction(insurance)}
    with pytest.raises(BpoError) as error:
        bill(LEASE, figures, prices=DIFFERENCE)
    (problem,) = error.value.problems
    assert problem.code == code
    assert problem.where is not None and problem.where == contract(LEASE, prices=DIFFERENCE).prices.where
    assert problem.values["given"] == "wages + insurance"
    assert problem.values["deducted"] == Fraction(wages) + Fraction(insurance)
    assert (problem.values["gross"], problem.values["code"]) == (Fraction(lease), "lease")


@pytest.mark.parametrize(
    ("prices", "code"),
    [
        ("{rate: 6%, HERE rates: {low: {rate: 3%}}}", "tax-rate-or-rates"),
        ("{rates: {low: {rate: 3%, HERE deducts: wages}}}", "tax-difference-included"),
        ("{tax: included, rates: {low: {rate: 3%, HERE reverse_charge: yes}}}", "tax-reverse-excluded"),
        ("{rate: 6%, HERE payable_rounding: up}", "field-unused"),
        ("{rates: {two: {taxes: [{rate: 1%, name: L}], HERE name: X}}}", "field-unused"),
        ("{rates: {two: {taxes: [{rate: 1%, name: L}], HERE changes: [{from: 2026-02-01, rate: 2%}]}}}", "field-unused"),
        ("{rates: {one: {rate: 3%, reverse_charge: yes, HERE deducts: wages}}}", "field-unused"),
        ("{rates: {HERE one: {name: X}}}", "tax-rate-or-taxes"),
        ("{rates: {two: {rate: 3%, HERE taxes: [{rate: 1%, name: L}]}}}", "tax-rate-or-taxes"),
        ("{rates: {two: {taxes: [{rate: 1%, name: L, HERE of: taxes}]}}}", "tax-nothing-above"),
        ("{rates: {two: {taxes: [{rate: 1%, name: L, changes: [{from: 2026-02-01, rate: 2%}, {HERE from: 2026-02-01, rate: 3%}]}]}}}", "tax-changes-order"),
        ("{rates: {one: {rate: 1%, changes: [{from: 2026-02-01, rate: 2%}, {HERE from: 2026-01-31, rate: 3%}]}}}", "tax-changes-order"),
    ],
)  # fmt: skip
def test_prices_that_cannot_be_are_refused_at_their_place(prices: str, code: str) -> None:
    """HERE begins the line that is told."""
    with pytest.raises(BpoError) as error:
        contract(THREE_LINES, prices=prices.replace("HERE", "\n "))
    with pytest.raises(BpoError) as before:
        contract(THREE_LINES, prices="{tax: no such}")
    problem, (prices_line,) = error.value.problems[0], before.value.problems
    assert problem.code == code
    assert problem.where is not None and prices_line.where is not None
    assert problem.where.line == prices_line.where.line + 1
    if code == "field-unused":
        goes_with = {"payable_rounding": "payable_round_to", "deducts": "tax that is charged"}
        assert problem.values["goes_with"] == goes_with.get(problem.values["given"], "rate")
    if code == "tax-changes-order":
        assert str(problem.values["given"]) in prices.partition("HERE")[2]


@pytest.mark.parametrize(("start", "tax"), [("2026-01-01", 9), ("2026-01-31", 9), ("2026-02-01", 6)])
def test_the_rate_of_the_last_day_counts(start: str, tax: int) -> None:
    """January at 6%, or at the 9% that its last day has already."""
    prices = f"{{rates: {{one: {{rate: 6%, changes: [{{from: {start}, rate: 9%}}, {{from: 2026-03-01, rate: 1%}}]}}}}}}"
    body = "terms:\n  - {id: a, model: fixed, amount: 100}\n"
    assert bill(body, prices=prices).tax == tax
    (code,) = contract(body, prices=prices).prices.codes.values()
    assert code.rate_on(date(2026, 1, 31)) == Fraction(tax, 100)


@pytest.mark.parametrize(
    ("prices", "tax"),
    [
        ("{tax: included, rate: 60%}", "0.07"),
        ("{tax: included, rate: 60%, tax_rounding: line}", "0.07"),
        ("{tax: included, rate: 60%, tax_round_to: 0.01}", "0.08"),
        ("{tax: included, rate: 60%, tax_round_to: 0.05}", "0.10"),
        ("{tax: included, rates: {two: {taxes: [{rate: 60%, name: L}]}}}", "0.07"),
        ("{tax: included, rates: {two: {taxes: [{rate: 60%, name: L}, {rate: 0%, name: V}]}}}", "0.08"),
        ("{tax: included, rates: {less: {rate: 60%, deducts: cost}}}", "0.08"),
    ],
)
def test_half_a_cent_of_held_tax_is_the_nets_unless_each_tax_is_rounded_by_itself(prices: str, tax: str) -> None:
    """0.20 holds 0.125 and 0.075: the net is 0.13 where it is rounded, the tax 0.08 where that is."""
    body = "quantities: {cost: {given: money}}\nterms:\n  - {id: a, model: fixed, amount: 0.20}\n"
    assert str(bill(body, {"cost": 0}, prices=prices).tax) == tax


@pytest.mark.parametrize(
    ("more", "note"), [("", "Reverse charge: the tax is due by the client"), (", note: Article 196", "Article 196")]
)
def test_a_reverse_charge_is_said_in_its_own_words(more: str, note: str) -> None:
    (tax,) = bill(THREE_LINES, prices=f"{{rates: {{one: {{rate: 21%, reverse_charge: yes{more}}}}}}}").taxes
    assert (tax.base, tax.amount, tax.note.en if tax.note else None) == (3000, 0, note)


CREDIT = """
quantities: {cost: {given: money}}
terms:
  - {id: a, model: fixed, amount: FEE}
adjustments:
  - {id: back, kind: penalty, amount: BACK}
"""


@pytest.mark.parametrize(
    ("prices", "fee", "back", "shares"),
    [
        ("{rate: 6%}", "100", "50", ["6.00", "-3.00"]),
        ("{tax: included, rate: 6%}", "106", "53", ["6.00", "-3.00"]),
        # 5 / 105 of 52.50 is 2.50: six fifths of it on the charge, a fifth back on the credit
        ("{tax: included, rates: {less: {rate: 5%, deducts: cost}}}", "63", "10.50", ["3.00", "-0.50"]),
    ],
)
def test_a_credit_has_its_own_tax_back(prices: str, fee: str, back: str, shares: list[str]) -> None:
    statement = bill(CREDIT.replace("FEE", fee).replace("BACK", back), {"cost": 0}, prices=prices)
    assert [str(share) for share in statement.line_taxes] == shares
