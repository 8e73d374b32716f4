"""The turns of a margin, worked by hand; and every margin and every sign between its ends against a scan at unit steps."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable
from fractions import Fraction as F

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bpo.contracts.price import price
from bpo.economics.crossings import MarginCurve, Sums, margin_curve
from bpo.economics.exact import exact_net
from bpo.economics.knots import volume_knots
from tests.contracts.making import contract, measures

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
    assert (turn.place, turn.first_paying(ONE), turn.last_paying(ONE)) == (F(100, 3), 34, 33)


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
    found = margin_curve(value, F(0), F(10_000), ONE, odd=0)
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

    curve = margin_curve(value, F(0), F(10_000), ONE, odd=0, turns_only=True)
    assert [(t.kind, t.place) for t in curve.turns] == [("crossing", 2_500)] and len(asked) < 30


def test_even_packages_are_no_straight_line() -> None:
    """Packages of 1,000 at 100, both sides of each: 0 and 1, then 1,000 and 1,001 up to 59,000 and 59,001, and 60,000."""
    found = margin_curve(lambda q: (F(math.ceil(q / 1_000) * 100), F(0)), F(0), F(60_000), ONE, most=5_000)
    assert len(found.spots) == 2 + 2 * 59 + 1


# -- laws ---------------------------------------------------------------------------------------------------------


def margin_at(curve: MarginCurve, place: F) -> F:
    """Straight between the spots."""
    places = [spot.place for spot in curve.spots]
    i = min(bisect_right(places, place) - 1, len(places) - 2)
    left, right = curve.spots[i], curve.spots[i + 1]
    return left.margin + (right.margin - left.margin) * (place - left.place) / (right.place - left.place)


def signs_of(curve: MarginCurve, first: int, last: int) -> list[int]:
    """The sign at every whole number, from the turns and the sign at the first alone."""
    found, now = [], next((sign(s.margin) for s in curve.spots if s.margin), 0)
    if curve.spots[0].margin == 0 and curve.turns and curve.turns[0].kind != "level":
        now = sign(curve.turns[0].after)
    for n in range(first, last + 1):
        here = now
        for turn in curve.turns:
            if turn.kind == "jump":
                here = sign(turn.before) if n == turn.place else sign(turn.after) if n >= turn.end else here
            elif n > turn.end:
                here = sign(turn.after)
            elif turn.place <= n:
                here = 0
        found.append(here)
    return found


def sign(number: F) -> int:
    return (number > 0) - (number < 0)


RATES = st.integers(0, 40).map(lambda n: F(n, 10))
LAST = 400


@st.composite
def terms(draw: st.DrawFn) -> str:
    """A workload with tiers of every mode, packages, a minimum and a maximum."""
    limits = sorted(draw(st.lists(st.integers(0, 900), min_size=2, max_size=2)))
    ends = [f"minimum: {limits[0]}", f"maximum: {limits[1]}"]
    written = ", ".join(end for end in ends if draw(st.booleans()))
    bounds = sorted(draw(st.sets(st.integers(1, LAST), min_size=0, max_size=3)))
    kind = draw(st.sampled_from(["rate", "fee", "both"]))

    def tier() -> str:
        rate, fee = f"rate: {float(draw(RATES))}", f"fee: {draw(st.integers(0, 600))}"
        return {"rate": rate, "fee": fee, "both": f"{rate}, {fee}"}[kind]

    rows = "".join(f"      - {{up_to: {bound}, {tier()}}}\n" for bound in bounds) + f"      - {{{tier()}}}\n"
    mode = draw(st.sampled_from(["graduated", "whole_volume"]))
    head = "terms:\n  - id: calls\n    model: workload\n    quantity: {given: contact}\n"
    lines = "".join(f"    {end}\n" for end in written.split(", ") if end)
    return f"{head}{lines}    tier_mode: {mode}\n    tiers:\n{rows}"


@given(terms(), st.integers(0, 700), RATES, st.integers(10, 150), st.integers(0, 300))
@settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.generate))
def test_every_margin_and_every_sign_is_that_of_a_scan(
    body: str, fixed: int, unit_cost: F, leader_for: int, leader: int
) -> None:
    one = contract(body)

    def value(q: F) -> Sums:
        return exact_net(one, price(one, measures({"calls": q}))), fixed + unit_cost * q + leader * math.ceil(
            q / leader_for
        )

    scanned = {F(n): value(F(n)) for n in range(LAST + 1)}
    known = [*volume_knots(one, F(LAST)), *(F(n) for n in range(leader_for, LAST, leader_for))]
    curve = margin_curve(scanned.__getitem__, F(0), F(LAST), ONE, known, most=2_000, whole=True)
    assert curve.complete
    whole = [spot.place for spot in curve.spots if spot.place.denominator == 1]
    assert [curve.spots[0].place, curve.spots[-1].place] == [0, LAST] and len(set(whole)) == len(whole)
    margins = [revenue - cost for revenue, cost in scanned.values()]
    assert [n for n in range(LAST + 1) if margin_at(curve, F(n)) != margins[n]] == []
    assert signs_of(curve, 0, LAST) == [sign(margin) for margin in margins]
