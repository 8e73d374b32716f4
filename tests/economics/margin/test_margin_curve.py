"""The turns of a margin, worked by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction as F

import pytest

from bpo.economics.margin.margin_curve import Sums, margin_curve

ONE = F(1)


def turns(value: Callable[[F], Sums], last: int = 10_000, first: int = 0) -> list[tuple[str, F, F]]:
    found = margin_curve(value, F(first), F(last), ONE)
    assert found.complete
    return [(turn.kind, turn.place, turn.end) for turn in found.turns]


@pytest.mark.parametrize(
    ("fixed", "price_of_one", "unit_cost", "expected"),
    [
        (48_000, 120, 40, 600),  # 48,000 / (120 − 40)
        (30_000, 30, 15, 2_000),  # 30,000 / (30 − 15)
        (30_000, 35, 15, 1_500),  # 30,000 / (35 − 15): revenue 1,500 × 35 = 52,500 = 30,000 / (1 − 15/35)
    ],
)
def test_fixed_cost_over_the_margin_of_a_unit(fixed: int, price_of_one: int, unit_cost: int, expected: int) -> None:
    curve = margin_curve(lambda q: (q * price_of_one, fixed + q * unit_cost), F(0), F(10_000), ONE)
    (turn,) = curve.turns
    assert (turn.kind, turn.place, turn.rising) == ("crossing", expected, True)
    assert [int(spot.place) for spot in curve.spots] == [0, 10_000]


def test_a_crossing_between_two_contacts_is_exact_and_the_first_whole_one_pays() -> None:
    """100 / 3 = 33⅓ contacts: the 34th pays."""
    (turn,) = margin_curve(lambda q: (q * 3, F(100)), F(0), F(1000), ONE, whole=True).turns
    assert (turn.place, turn.first_paying(ONE)) == (F(100, 3), 34)


def test_below_unit_cost_nothing_crosses() -> None:
    assert turns(lambda q: (q * 2, 100 + q * 3)) == []


def test_a_step_cost_makes_a_loss_again() -> None:
    """1,000 a leader for every 300: 300 × 5 − 1,000 = 500 pays from the 200th on; the 301st brings a second leader, paid at 400."""
    found = margin_curve(lambda q: (q * 5, F(math.ceil(q / 300) * 1_000)), F(1), F(700), ONE)
    assert [(t.kind, t.place, t.end, t.rising) for t in found.turns] == [
        ("crossing", 200, 200, True),
        ("jump", 300, 301, False),
        ("crossing", 400, 400, True),
    ]  # 601 × 5 − 3,000 = 5: the third leader is paid at once
    assert found.complete


def test_a_jump_has_both_sides() -> None:
    """At 5,000 the whole volume falls from 2 to 1: 10,000 − 6,000 = 4,000 becomes 5,001 − 6,000 = −999."""
    found = margin_curve(lambda q: (q * (2 if q <= 5_000 else 1), F(6_000)), F(0), F(10_000), ONE)
    assert [(t.kind, t.place, t.end) for t in found.turns] == [
        ("crossing", 3_000, 3_000),
        ("jump", 5_000, 5_001),
        ("crossing", 6_000, 6_000),
    ]
    assert (found.turns[1].before, found.turns[1].after) == (4_000, -999)


def test_touching_and_staying_level() -> None:
    assert turns(lambda q: (abs(q - 4_321), F(0))) == [("touch", F(4321), F(4321))]
    assert turns(lambda q: (max(q, F(3_000)), min(max(q, F(3_000)), F(7_000)))) == [("level", F(0), F(7000))]


def test_a_kink_inside_a_step_is_found_where_it_is() -> None:
    """The minimum of 1,000 is reached at 333⅓; cost 1,000 + (q − 100): touched at neither, crossed at 450 = (1,000 − 100) / 2."""
    value: Callable[[F], Sums] = lambda q: (max(q * 3, F(1_000)), 900 + q)  # noqa: E731
    assert turns(value, 1_000) == [("crossing", F(100), F(100)), ("crossing", F(450), F(450))]
    below: Callable[[F], Sums] = lambda q: (max(1_000 - q * 3, q * 3 - 1_000), F(0))  # noqa: E731
    assert turns(below, 1_000) == [("touch", F(1000, 3), F(1000, 3))]


def test_a_line_that_is_not_there_where_it_would_cross_is_followed() -> None:
    """5 around the 4,321 at which q − 4,321 is zero, where no look at a straight line falls: below 4,319 it loses, then it pays."""
    value: Callable[[F], Sums] = lambda q: (F(5) if abs(q - 4_321) <= 2 else q - 4_321, F(0))  # noqa: E731
    found = margin_curve(value, F(0), F(10_000), ONE)
    assert [(t.kind, t.place, t.end, t.before, t.after) for t in found.turns] == [("jump", 4_318, 4_319, -3, 5)]


def test_a_curve_that_bends_more_often_than_it_is_looked_at_says_so() -> None:
    curve = margin_curve(lambda q: (10 + (q * 7919 % 97), F(0)), F(0), F(10_000), ONE, most=20)
    assert (curve.complete, curve.turns) == (False, ())


def test_bends_far_from_zero_are_not_followed_where_only_turns_are_asked_for() -> None:
    """1,000 leaders of 10 from 5,000 on never bring 100,000 + q down to zero; the crossing at 2,500 is found all the same."""
    asked: list[F] = []

    def value(q: F) -> Sums:
        asked.append(q)
        return F(100_000) * (q - 2_500) / 2_500, F(max(0, math.ceil((q - 5_000) / 5)) * 10)

    curve = margin_curve(value, F(0), F(10_000), ONE, turns_only=True)
    assert [(t.kind, t.place) for t in curve.turns] == [("crossing", 2_500)] and len(asked) < 40


def test_even_packages_are_no_straight_line() -> None:
    """Packages of 1,000 at 100, both sides of each: 0 and 1, then 1,000 and 1,001 up to 59,000 and 59,001, and 60,000."""
    found = margin_curve(lambda q: (F(math.ceil(q / 1_000) * 100), F(0)), F(0), F(60_000), ONE, most=5_000)
    assert len(found.spots) == 2 + 2 * 59 + 1
