"""Seats, hours, staff lease, consulting, fixed fees and pass-through: what each bills."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from bpo.core.errors import BpoError
from bpo.core.measures import Quantity
from tests.contracts.making import amounts, bill, codes, contract, line


def one(term: str, quantity: str | int | Fraction | Quantity | None = None, **header: str) -> Decimal:
    """The amount of a contract with this one term, whose id is ``it``, in January 2026."""
    given = {} if quantity is None else {"it": quantity}
    return bill(f"terms:\n  - {{id: it, {term}}}\n", given, **header).charges[0].amount


# -- seats --------------------------------------------------------------------------------------------------------------


def test_25_seats_at_67_380_yuan() -> None:
    """Changsha 12345: 25 seats × ¥67,380."""
    assert one("model: seats, seats: contracted, contracted: 25, rate: 67380", currency="CNY") == Decimal("1684500.00")


def test_a_seat_for_10_of_31_days_is_exact_until_it_is_rounded() -> None:
    term = "{id: it, model: seats, seats: contracted, contracted: 1, rate: 67380}"
    seat = bill(f"terms:\n  - {term}\n", effective="{from: 2026-01-22, to: 2026-12-31}").charges[0]
    assert seat.exact == Fraction(67380 * 10, 31)
    assert seat.amount == Decimal("21735.48")


@pytest.mark.parametrize(
    ("effective", "share"),
    [
        ("{from: 2025-06-01}", Fraction(1)),
        ("{from: 2026-01-31}", Fraction(1, 31)),
        ("{from: 2025-06-01, to: 2026-01-01}", Fraction(1, 31)),
        ("{from: 2026-01-10, to: 2026-01-19}", Fraction(10, 31)),
    ],
)
def test_days_on_which_the_contract_holds_are_billed_both_ends_included(effective: str, share: Fraction) -> None:
    term = "{id: it, model: seats, seats: contracted, contracted: 2, rate: 3100}"
    assert bill(f"terms:\n  - {term}\n", effective=effective).charges[0].exact == 6200 * share


def test_contracted_seats_without_proration_are_billed_whole() -> None:
    term = "model: seats, seats: contracted, contracted: 2, rate: 3100, prorated: no"
    assert one(term, effective="{from: 2026-01-31}") == Decimal("6200.00")


@pytest.mark.parametrize("seats", ["rostered", "active"])
def test_counted_seats_are_multiplied(seats: str) -> None:
    assert one(f"model: seats, seats: {seats}, rate: 3100", Fraction(41, 31)) == Decimal("4100.00")


def test_part_months_of_rostered_seats_count_in_part_and_active_seats_whole() -> None:
    ops = {
        "seats: rostered": ("head_days", None, True),
        "seats: rostered, prorated: no": ("distinct", None, False),
        "seats: active": ("distinct", None, False),
        "seats: active, prorated: days": ("distinct", "day", True),
    }
    for term, expected in ops.items():
        (need,) = contract(f"terms:\n  - {{id: it, model: seats, {term}, rate: 1}}\n").needs()
        assert (need.op, need.stretch, need.per_day) == expected, term


# -- hours --------------------------------------------------------------------------------------------------------------


def test_hours_at_one_rate() -> None:
    """¥27.07 an hour, 152.5 productive hours: 4,128.175."""
    assert one("model: hours, activities: [ready, meeting], rate: 27.07", "152.5", currency="CNY") == Decimal("4128.18")


def test_hours_at_a_rate_for_each_activity() -> None:
    hours = Quantity(Fraction(160), "hour", {"ready": Fraction(150), "training": Fraction(10)})
    assert one("model: hours, rates: {ready: 20, training: 12.50}", hours) == Decimal("3125.00")


def test_an_activity_that_did_not_happen_is_shown_at_zero() -> None:
    hours = Quantity(Fraction(150), "hour", {"ready": Fraction(150)})
    statement = bill("terms:\n  - {id: it, model: hours, rates: {ready: 20, training: 12.50}}\n", {"it": hours})
    assert [step.amount for step in statement.charges[0].steps] == [3000, 0]


def test_rates_by_activity_need_the_split() -> None:
    with pytest.raises(BpoError) as error:
        one("model: hours, rates: {ready: 20, training: 12.50}", 160)
    assert codes(error.value) == ["quantity-parts-missing"]


def test_handling_time_is_billed_by_the_hour() -> None:
    """100 calls × 300 s are 8⅓ hours."""
    assert one("model: hours, handling: [talk, hold, wrap_up], rate: 36", Fraction(30000, 3600)) == Decimal("300.00")


# -- staff lease --------------------------------------------------------------------------------------------------------


def test_heads_at_a_price() -> None:
    assert one("model: staff_lease, price: 6000", "3.5", currency="CNY") == Decimal("21000.00")


def test_heads_at_a_price_by_grade() -> None:
    heads = Quantity(Fraction("3.5"), "person_month", {"junior": Fraction("2.5"), "senior": Fraction(1)})
    assert one("model: staff_lease, prices: {junior: 6000, senior: 8000}", heads) == Decimal("23000.00")


def test_a_grade_without_a_price_is_refused() -> None:
    heads = Quantity(Fraction(2), "person_month", {"junior": Fraction(1), "expert": Fraction(1)})
    with pytest.raises(BpoError) as error:
        one("model: staff_lease, prices: {junior: 6000}", heads)
    assert codes(error.value) == ["staff-lease-grade"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("rate: 110%", "110000.00"),
        ("fee: 10%", "110000.00"),
        ("rate: 1.10", "110000.00"),
        ("rate: 110%, labour: passed_through", "10000.00"),
        ("fee: 10%, labour: passed_through", "10000.00"),
        ("rate: 100%", "100000.00"),
    ],
)
def test_a_rate_of_110_percent_is_a_fee_of_10_percent(fields: str, expected: str) -> None:
    """Labour cost 100,000; where it is passed through, the fee alone is billed."""
    assert one(f"model: staff_lease, labour_cost: roster, {fields}", 100_000) == Decimal(expected)


def test_heads_at_one_labour_cost() -> None:
    """3.5 heads × 8,000 × 110%."""
    assert one("model: staff_lease, labour_cost: 8000, fee: 10%", "3.5") == Decimal("30800.00")


# -- consulting ---------------------------------------------------------------------------------------------------------


def test_person_days_at_a_day_rate() -> None:
    assert one("model: consulting, day_rate: 1200", "7.5") == Decimal("9000.00")


def test_consulting_hours_of_the_timesheets_become_days() -> None:
    (need,) = contract("terms:\n  - {id: it, model: consulting, day_rate: 1200, hours_per_day: 7.5}\n").needs()
    assert (need.table, need.op, need.divisor, need.unit) == ("timesheets", "sum", Fraction("7.5"), "person_day")


MILESTONES = """
terms:
  - id: it
    model: consulting
    milestones:
      - {label: Concept, amount: 20000, accepted_on: 2026-01-01}
      - {label: Pilot, amount: 30000, accepted_on: 2026-01-31}
      - {label: Roll-out, amount: 50000, accepted_on: 2026-02-01}
      - {label: Review, amount: 10000}
"""


@pytest.mark.parametrize(
    ("period", "expected"), [("2026-01", "50000.00"), ("2026-02", "50000.00"), ("2026-03", "0.00")]
)
def test_a_milestone_falls_due_when_it_is_accepted(period: str, expected: str) -> None:
    assert bill(MILESTONES, period=period).total == Decimal(expected)


# -- fixed --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "effective", "expected"),
    [
        ("", "{from: 2026-01-01}", "3100.00"),
        ("", "{from: 2026-01-02}", "3000.00"),
        (", prorated: no", "{from: 2026-01-02}", "3100.00"),
        (", once_on: 2026-01-31", "{from: 2026-01-01}", "3100.00"),
        (", once_on: 2026-02-01", "{from: 2026-01-01}", "0.00"),
        (", once_on: 2026-01-01", "{from: 2026-01-01}", "3100.00"),
    ],
)
def test_a_fixed_fee(fields: str, effective: str, expected: str) -> None:
    assert one(f"model: fixed, amount: 3100{fields}", effective=effective) == Decimal(expected)


# -- pass-through -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("markup", "expected"), [("0%", "1234.56"), ("5%", "1296.29"), ("0.05", "1296.29")])
def test_costs_are_passed_through_with_their_markup(markup: str, expected: str) -> None:
    """1,234.56 × 1.05 = 1,296.288."""
    assert one(f"model: pass_through, markup: {markup}", "1234.56") == Decimal(expected)


def test_a_cost_may_be_a_named_quantity() -> None:
    body = """
    quantities:
      telecom: {given: money}
    terms:
      - {id: lines, model: pass_through, quantity: telecom}
    """
    assert amounts(bill(body, {"telecom": "99.995"})) == {"lines": Decimal("100.00")}


# -- the month ----------------------------------------------------------------------------------------------------------


def test_a_month_outside_the_contract_is_refused() -> None:
    with pytest.raises(BpoError) as error:
        bill("terms:\n  - {id: it, model: fixed, amount: 1}\n", period="2027-01")
    assert codes(error.value) == ["contract-not-effective"]


def test_a_cycle_from_the_22nd_is_named_by_the_month_it_ends_in() -> None:
    body = """
    billing: {cycle: monthly from day 22}
    terms:
      - {id: it, model: fixed, amount: 310}
    """
    period = bill(body, period="2026-02").period
    assert (period.start.isoformat(), period.end.isoformat(), period.days) == ("2026-01-22", "2026-02-21", 31)


def test_a_yen_has_no_cents_and_a_dinar_a_thousand_fils() -> None:
    assert one("model: fixed, amount: 10.5", currency="JPY") == Decimal("11")
    assert one("model: fixed, amount: 0.3335", currency="KWD") == Decimal("0.334")


def test_every_line_says_its_clause_of_the_signed_paper() -> None:
    statement = bill('terms:\n  - {id: it, model: fixed, amount: 1, clause: "§4.1", label: {zh: 月费, en: Fee}}\n')
    charge = line(statement, "it")
    assert (charge.source, charge.steps[0].source, charge.where) == ("§4.1", "§4.1", "test.yaml:9")
    assert (charge.label.zh, charge.label.en, charge.kind) == ("月费", "Fee", "fixed")


@pytest.mark.parametrize("sold", ["", "2025-13", "January", "2026-01"])
def test_sales_that_are_charged_back_are_of_an_earlier_month_by_its_name(sold: str) -> None:
    body = "terms:\n  - {id: sold, model: commission, amount: 10, charge_back_days: 15}\n"
    back = Quantity(Fraction(1), "sale", {sold: Fraction(1)})
    with pytest.raises(BpoError) as caught:
        bill(body, {"sold": 5, "sold.cancelled": 0, "sold.charged_back": back})
    assert codes(caught.value) == ["commission-not-an-earlier-month"]
