"""Rounding and allocation, and what refuses a float."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from babel.core import get_global
from iso4217 import Currency

from bpo.core.money import ENDED, Money, RoundingMode, exact, minor_unit_places, round_to, round_units, to_places


@pytest.mark.parametrize(
    ("value", "half_up", "half_even", "up", "down"),
    [
        ("0", 0, 0, 0, 0),
        ("0.4", 0, 0, 1, 0),
        ("0.5", 1, 0, 1, 0),
        ("1.5", 2, 2, 2, 1),
        ("2.5", 3, 2, 3, 2),
        ("2.500001", 3, 3, 3, 2),
        ("-0.5", -1, 0, -1, 0),
        ("-2.5", -3, -2, -3, -2),
        ("-0.1", 0, 0, -1, 0),
        ("7", 7, 7, 7, 7),
    ],
)
def test_rounding(value: str, half_up: int, half_even: int, up: int, down: int) -> None:
    modes: list[RoundingMode] = ["half_up", "half_even", "up", "down"]
    assert [round_units(Fraction(value), mode) for mode in modes] == [half_up, half_even, up, down]


@pytest.mark.parametrize(("value", "expected"), [("0.98949", "0.989"), ("0.9895", "0.99"), ("0.9994", "0.999")])
def test_a_ratio_is_rounded_to_a_tenth_of_a_percent(value: str, expected: str) -> None:
    assert round_to(Fraction(value), Fraction(1, 1000)) == Fraction(expected)


@pytest.mark.parametrize(("currency", "places"), [("CNY", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), ("KRW", 0)])
def test_minor_units(currency: str, places: int) -> None:
    assert minor_unit_places(currency) == places
    assert Money(currency).round(Fraction(1, 3)).as_tuple().exponent == -places


def test_amounts_keep_their_places_and_no_size_is_too_large() -> None:
    assert str(Money("CNY").round(Fraction(1684500))) == "1684500.00"
    assert str(Money("CNY").round(Fraction(-1, 200))) == "-0.01"
    assert str(Money("CNY").round(Fraction(10**40) + Fraction(1, 100))) == "1" + "0" * 40 + ".01"


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        ("100.00", [1, 1, 1], ["33.34", "33.33", "33.33"]),
        ("-100.00", [1, 1, 1], ["-33.33", "-33.33", "-33.34"]),
        ("0.01", [1, 1, 1], ["0.01", "0.00", "0.00"]),
        ("10.00", [1, 0, 3], ["2.50", "0.00", "7.50"]),
        ("0.00", [5, 7], ["0.00", "0.00"]),
        ("1.00", [Fraction(1, 3), Fraction(2, 3)], ["0.33", "0.67"]),
    ],
)
def test_allocation_by_largest_remainder(total: str, weights: list[int | Fraction], parts: list[str]) -> None:
    shares = Money("CNY").apportion([Fraction(total) * Fraction(weight) / sum(weights) for weight in weights])
    assert sum(shares) == Decimal(total)
    assert sorted(map(str, shares)) == sorted(parts)


@pytest.mark.parametrize("value", ["1.10", 1, Decimal("1.10"), Fraction(11, 10)])
def test_exact_takes_what_is_exact(value: str | int | Decimal | Fraction) -> None:
    assert exact(value) == Fraction(value)


@pytest.mark.parametrize(("value", "kind"), [(1.1, "float: 1.1"), (True, "bool: True"), (None, "NoneType: None")])
def test_exact_refuses_what_is_not(value: object, kind: str) -> None:
    with pytest.raises(TypeError, match=f"money is never made from a {kind}"):
        exact(value)  # type: ignore[arg-type]


def test_an_amount_is_no_float() -> None:
    with pytest.raises(TypeError, match="never made from a float"):
        Money("CNY").round(0.5)  # type: ignore[arg-type]


def test_of_equal_remainders_the_first_have_the_odd_units() -> None:
    """1.00 in three: 33 and a third each; the one unit over is the first one's. Of −1.00 all are lowered, and two raised again."""
    third = Fraction(1, 3)
    assert [str(part) for part in Money("CNY").apportion([third] * 3)] == ["0.34", "0.33", "0.33"]
    assert [str(part) for part in Money("CNY").apportion([-third] * 3)] == ["-0.33", "-0.33", "-0.34"]


@pytest.mark.parametrize(
    ("currency", "step", "payable"),
    [("CHF", "0.05", True), ("CHF", "0.005", False), ("JPY", "1", True), ("JPY", "0.5", False), ("KWD", "0.005", True)],
)
def test_a_step_is_so_many_minor_units(currency: str, step: str, payable: bool) -> None:
    assert Money(currency).is_payable(Fraction(step)) is payable


@pytest.mark.parametrize(
    ("mode", "step", "amount", "rounded"),
    [
        ("half_up", "0.05", "12.225", "12.25"), ("half_even", "0.05", "12.225", "12.20"), ("up", "0.05", "12.201", "12.25"),
        ("down", "0.05", "12.249", "12.20"), ("half_up", "5", "-12.5", "-15.00"),
    ],
)  # fmt: skip
def test_a_multiple_of_a_step(mode: RoundingMode, step: str, amount: str, rounded: str) -> None:
    assert str(Money("CHF", mode).round(Fraction(amount), Fraction(step))) == rounded


@pytest.mark.parametrize(
    ("mode", "rest"), [("half_up", "half_up"), ("half_even", "half_even"), ("up", "down"), ("down", "up")]
)
def test_what_remains_is_rounded_the_other_way(mode: RoundingMode, rest: str) -> None:
    assert Money("CNY", mode).of_the_rest == Money("CNY", rest)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "places", "shown"), [("0.125", 2, "0.13"), ("-0.125", 2, "-0.13"), ("2.4", 0, "2"), ("0.0004", 3, "0")]
)
def test_a_figure_is_shown_to_places(value: str, places: int, shown: str) -> None:
    assert to_places(Fraction(value), places) == Fraction(shown)


KNOWN = (Path(__file__).with_name("currencies.txt")).read_text("utf-8").split()
"""What ISO 4217 listed on 2026-01-01, with the places of each."""


@pytest.mark.parametrize(("currency", "places"), list(zip(KNOWN[::2], map(int, KNOWN[1::2]), strict=True)))
def test_no_upgrade_drops_or_changes_a_currency(currency: str, places: int) -> None:
    """A contract of last year is priced again as it was. What the library no longer knows belongs into ENDED, with its last day."""
    assert minor_unit_places(currency) == places


@pytest.mark.parametrize(("currency", "places"), [("BGN", 2), ("HRK", 2), ("ANG", 2), ("BYR", 0)])
def test_currencies_that_ended_keep_their_places(currency: str, places: int) -> None:
    assert minor_unit_places(currency) == places
    assert Money(currency).round(Fraction(1, 3)).as_tuple().exponent == -places


def test_no_currency_has_ended_that_is_still_one() -> None:
    still = {one.code for one in Currency}
    assert not still & ENDED.keys()


def test_the_last_days_are_not_before_those_of_cldr() -> None:
    """CLDR knows until when a currency was legal tender in each country; ours is that day or, where both circulated, a later one."""
    ends: dict[str, list[tuple[int, int, int] | None]] = {}
    for listed in get_global("territory_currencies").values():
        for code, _, end, is_tender in listed:
            if is_tender and code in ENDED:
                ends.setdefault(code, []).append(end)
    assert ends.keys() == ENDED.keys()
    for code, days in ends.items():
        if None not in days:
            last = max(date(*day) for day in days if day is not None)
            assert -1 <= (ENDED[code].last_day - last).days <= 185, code
