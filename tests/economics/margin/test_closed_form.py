"""Break-even in closed form, and one cost quoted in several ways."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.money import round_to
from bpo.economics.margin.breakeven import margin_of_safety
from bpo.economics.margin.markup import margin_of, markup_of, price_by_margin, price_by_markup
from tests.economics.margin.closed_form import (
    break_even_coefficient,
    break_even_price,
    break_even_quantity,
    break_even_revenue,
)

F = Fraction
COST = F("194887.34")


def cents(value: Fraction | None) -> Fraction:
    assert value is not None
    return round_to(value, F("0.01"))


def test_one_cost_and_several_quotes() -> None:
    """20% markup: 233,864.808, shared by 150 FTE, by 125 seats, by their productive hours."""
    price = price_by_markup(COST, F("0.2"))
    assert price == F("233864.808")
    assert cents(price) == F("233864.81")
    assert cents(price / 150) == F("1559.10")
    assert cents(price / 125) == F("1870.92")
    hours = 176 * (1 - F("0.103")) * (1 - F("0.14"))
    assert hours == F("135.76992")
    assert cents(hours) == F("135.77")
    assert cents(hours * 150) == F("20365.49")
    assert cents(price / (hours * 150)) == F("11.48")


def test_a_margin_is_not_a_markup() -> None:
    """194,887.34 / 0.8 = 243,609.175."""
    assert price_by_margin(COST, F("0.2")) == F("243609.175")
    assert cents(price_by_margin(COST, F("0.2"))) == F("243609.18")
    assert margin_of(COST, price_by_markup(COST, F("0.2"))) == F(1, 6)
    assert markup_of(COST, F("243609.175")) == F(1, 4)
    assert price_by_margin(COST, F(1)) is None
    assert (markup_of(F(0), F(1)), margin_of(F(1), F(0))) == (None, None)


def test_the_quantity_at_which_revenue_meets_cost() -> None:
    """48,000 / (120 − 40) = 600 h; 30,000 / (30 − 15) = 2,000 h."""
    assert break_even_quantity(F(48_000), F(120), F(40)) == 600
    assert break_even_quantity(F(30_000), F(30), F(15)) == 2_000


def test_the_revenue_at_which_it_meets_cost() -> None:
    """30,000 / (1 − 15/35) = 52,500."""
    assert break_even_revenue(F(30_000), F(35), F(15)) == 52_500
    assert break_even_revenue(F(30_000), F(15), F(15)) is None


def test_with_a_coefficient_a_bonus_and_a_penalty() -> None:
    """(48,000 + 3,000 − 1,000) / (120 × 0.95 − 40) = 50,000 / 74; (2,000 + 100 − 50) / (500 × 0.9); 2,050 / (500 × 5)."""
    assert break_even_quantity(F(48_000), F(120), F(40), F("0.95"), F(1_000), F(3_000)) == F(50_000, 74)
    assert break_even_price(F(2_000), F(500), F("0.9"), F(50), F(100)) == F(2_050, 450)
    assert break_even_coefficient(F(2_000), F(500), F(5), F(50), F(100)) == F("0.82")


@pytest.mark.parametrize(("coefficient", "there_is_one"), [("0.5", False), ("0.51", True), ("0.49", False)])
def test_there_is_none_where_each_unit_loses(coefficient: str, there_is_one: bool) -> None:
    """At a price of 30 and a unit cost of 15, a coefficient of 0.5 earns nothing a unit."""
    found = break_even_quantity(F(30_000), F(30), F(15), F(coefficient))
    assert (found is not None) == there_is_one


def test_there_is_none_where_nothing_is_sold() -> None:
    assert break_even_price(F(1), F(0)) is None
    assert break_even_price(F(1), F(1), F(0)) is None
    assert break_even_coefficient(F(1), F(0), F(5)) is None
    assert margin_of_safety(F(0), F(600)) is None


def test_the_margin_of_safety() -> None:
    assert margin_of_safety(F(800), F(600)) == F(1, 4)


money = st.fractions(min_value=F(1, 100), max_value=1_000_000, max_denominator=100)
share = st.fractions(min_value=F(1, 100), max_value=2, max_denominator=100)


@given(money, money, money, share, money, money)
def test_at_each_point_revenue_is_cost(
    fixed: Fraction, price: Fraction, unit: Fraction, k: Fraction, bonus: Fraction, penalty: Fraction
) -> None:
    quantity = break_even_quantity(fixed, price, unit, k, bonus, penalty)
    assert (quantity is None) == (price * k <= unit)
    if quantity:
        cost = fixed + unit * quantity
        assert price * k * quantity + bonus - penalty == cost
        assert break_even_price(cost, quantity, k, bonus, penalty) == price
        assert break_even_coefficient(cost, quantity, price, bonus, penalty) == k
