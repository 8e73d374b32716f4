"""The curve of what is paid: straight pieces by their ends, jumps by both their sides, every amount that of the bill."""

from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpo.contracts.curve import curve
from bpo.contracts.price import price
from bpo.contracts.refine import refined
from bpo.errors import BpoError
from bpo.invoice.curves import curve_svg
from tests.check.making import loaded
from tests.contracts.making import codes, measures

BODY = """
terms:
  - {id: calls, model: workload, quantity: {given: call}, tier_mode: whole_volume, tiers: [{up_to: 1000, rate: 2}, {rate: 1.5}]}
kpis:
  - {id: sl, kpi: entered}
  - {id: qa, kpi: entered}
adjustments:
  - id: k
    kind: multiplier
    on: [calls]
    scorecard:
      - {kpi: sl, marks: 40, full: 86%, zero: 76%, between: linear}
      - {kpi: qa, marks: 60, full: 95%, zero: 85%, between: linear}
    bands: [{at_least: 70, factor: 1}, {factor: 0.9}]
"""
CONTRACT = loaded(BODY).contract


def percent(value: str) -> Fraction:
    return Fraction(value) / 100


def test_a_jump_between_the_bounds_is_shown_with_both_its_sides() -> None:
    """qa scores 60; 10 of 40 more are scored at 78.5%, a quarter of the way from 76% to 86%."""
    points = curve(CONTRACT, measures({"calls": 500}, {"qa": "0.95"}), "sl", percent("70"), percent("90"), 1)
    assert [(p.value, p.total, p.jumps) for p in points if p.value in (percent("78.49"), percent("78.5"))] == [
        (percent("78.49"), 900, True),
        (percent("78.5"), 1000, False),
    ]
    assert {percent("70"), percent("76"), percent("86"), percent("90")} <= {p.value for p in points}


def test_a_quantity_jumps_at_the_end_of_a_tier() -> None:
    """1,000 × 2 = 2,000; 1,001 × 1.5 = 1,501.50."""
    points = curve(CONTRACT, measures({}, {"sl": "0.9", "qa": "0.95"}), "calls", Fraction(0), Fraction(3000), 3)
    assert [(int(p.value), str(p.total), p.jumps) for p in points] == [
        (0, "0.00", False), (1000, "2000.00", True), (1001, "1501.50", False), (2000, "3000.00", False), (3000, "4500.00", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("vary", "first", "last", "code"),
    [
        ("slo", 0, 1, "curve-unknown"),
        ("sl", 1, 1, "curve-range"),
        ("sl", 1, 0, "curve-range"),
        ("qa", 0, 1, "kpi-not-measured"),
    ],
)
def test_what_cannot_be_drawn(vary: str, first: int, last: int, code: str) -> None:
    with pytest.raises(BpoError) as caught:
        curve(CONTRACT, measures({"calls": 10}), vary, Fraction(first), Fraction(last))
    assert codes(caught.value) == [code]


@settings(max_examples=30, deadline=None)
@given(st.integers(min_value=1, max_value=2999), st.integers(min_value=0, max_value=100))
def test_the_bill_lies_on_the_curve(calls: int, qa: int) -> None:
    """Between two points that are more than a step apart the bill lies on the straight line, to the cents of its lines."""
    stated = measures({}, {"sl": "0.9", "qa": Fraction(qa, 100)})
    points = curve(CONTRACT, stated, "calls", Fraction(0), Fraction(3000), 3)
    bill = price(CONTRACT, measures({"calls": calls}, {"sl": "0.9", "qa": Fraction(qa, 100)}))
    i = max(i for i, point in enumerate(points) if point.value <= calls)
    before, after = points[i], points[min(i + 1, len(points) - 1)]
    share = (calls - before.value) / (after.value - before.value) if after.value != before.value else Fraction(0)
    drawn = Fraction(before.total) + (Fraction(after.total) - Fraction(before.total)) * share
    assert abs(Fraction(bill.total) - drawn) <= Fraction(2, 100)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(min_value=1, max_value=9999), min_size=1, max_size=6, unique=True).map(sorted))
def test_every_step_of_a_staircase_is_found(steps: list[int]) -> None:
    def stairs(x: Fraction) -> tuple[Fraction, ...]:
        return (Fraction(sum(x >= step for step in steps)),)

    points = refined(stairs, Fraction(0), Fraction(10_000), Fraction(1))
    assert {step - 1 for step in steps} | set(steps) <= {int(x) for x, _ in points} | {0}


def test_the_drawing_is_broken_where_the_curve_jumps() -> None:
    points = [(Fraction(n), Fraction(y)) for n, y in ((0, 0), (5, 10), (6, 4), (10, 8))]
    svg = ElementTree.fromstring(curve_svg(points, [False, True, False, False], "paid < & >", "%"))
    name = "{http://www.w3.org/2000/svg}"
    lines = [len(str(line.get("points")).split()) for line in svg.iter(f"{name}polyline")]
    assert lines == [2, 2]
    assert len(list(svg.iter(f"{name}circle"))) == 2
    texts = [text.text for text in svg.iter(f"{name}text")]
    assert texts[0] == "paid < & >"
    assert {"0%", "1,000%"} <= set(texts)
