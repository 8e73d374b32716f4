"""The curve of what is paid: straight pieces by their ends, jumps by both their sides, every amount that of the bill."""

from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.advice.curve import curve
from bpo.contracts.blocks.refine import refined
from bpo.core.errors import BpoError
from bpo.core.measures import Quantity
from bpo.pricing.price import price
from bpo.report.curves import curve_svg
from tests.advice.making import loaded
from tests.contracts.making import codes, measures
from tests.laws import examples

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


@examples(30)
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


@examples(60)
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


# -- quantities that are split -------------------------------------------------------------------------------------------

CONTACTS = "terms:\n  - {id: it, model: workload, quantity: {count: interactions}, %s}\n"
NIGHT = "rate: 1, multipliers: [{when: \"queue = 'n'\", times: 2, label: Night}]"


def ends(body: str, stated: dict[str, Quantity], last: int = 205) -> list[tuple[int, int]]:
    points = curve(loaded(body).contract, measures(quantities=stated), "it", Fraction(100), Fraction(last), 1)
    return [(int(point.value), int(point.total)) for point in (points[0], points[-1])]


def of(total: int, **parts: int) -> Quantity:
    return Quantity(Fraction(total), "contact", {key: Fraction(part) for key, part in parts.items()})


@pytest.mark.parametrize(
    ("price", "stated", "paid"),
    [
        # 60 : 40; of 205 that is 123 : 82, so 123 + 2 × 82 = 287
        ("rates: {by: channel, voice: 1, chat: 2}", {"it": of(100, voice=60, chat=40)}, [140, 287]),
        (NIGHT, {"it": of(100, plain=60, Night=40)}, [140, 287]),
        # each site pays 1 up to 70 and 2 above: 60 + 40, then (70 + 2 × 53) + (70 + 2 × 12)
        ("for_each: site, tiers: [{up_to: 70, rate: 1}, {rate: 2}]", {"it": of(100), "it@A": of(60), "it@B": of(40)}, [100, 270]),
        ("for_each: site, tiers: [{up_to: 70, rate: 1}, {rate: 2}]", {"it@A": of(60), "it@B": of(40)}, [100, 270]),
        # a split inside each site: 123 are 61.5 and 61.5
        ("for_each: site, rates: {by: channel, voice: 1, chat: 1}", {"it@A": of(60, voice=30, chat=30), "it@B": of(40, chat=40)}, [100, 205]),
    ],
)  # fmt: skip
def test_a_split_quantity_moves_in_the_proportions_of_its_parts(
    price: str, stated: dict[str, Quantity], paid: list[int]
) -> None:
    assert ends(CONTACTS % price, stated) == [(100, paid[0]), (205, paid[1])]


def test_a_split_quantity_draws_a_straight_line() -> None:
    """Its parts are not rounded to wholes, which would bend the line at every contact."""
    body = loaded(CONTACTS % "rates: {by: channel, voice: 1, chat: 2}").contract
    stated = measures({"it": of(100, voice=60, chat=40)})
    points = curve(body, stated, "it", Fraction(100), Fraction(203), 1)
    assert [(int(point.value), str(point.total)) for point in points] == [(100, "140.00"), (203, "284.20")]


def test_records_priced_one_by_one_move_with_their_number() -> None:
    term = "{id: it, model: workload, quantity: {sum: interactions, of: talk_seconds, unit: minute}, rate: 1.4, round_each: half_up}"
    # in US dollars there are cents: 60 of 1.40 and 20 of 2.80 are 140; twice as many are 280
    stated = {"it": Quantity(Fraction(100), "minute", {"1": Fraction(60), "2": Fraction(20)})}
    assert ends(f"terms: [{term}]\n", stated, 200) == [(100, 140), (200, 280)]


def test_parts_that_are_all_nothing_have_no_proportion() -> None:
    with pytest.raises(BpoError) as caught:
        ends(CONTACTS % "rates: {by: channel, voice: 1, chat: 2}", {"it": of(0, voice=0, chat=0)})
    assert codes(caught.value) == ["curve-nothing-split"]


def test_a_kpi_moves_at_every_site_alike() -> None:
    body = """
terms:
  - {id: it, model: workload, quantity: {count: interactions}, rate: 1, for_each: site}
kpis:
  - {id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative, for_each: site}
adjustments:
  - {id: k, kind: multiplier, for_each: site, on: [it], kpi: sl, bands: [{at_least: 80%, factor: 1}, {factor: 0.9}]}
"""
    stated = measures({"it@A": of(60), "it@B": of(40)}, {"sl@A": Fraction(9, 10), "sl@B": Fraction(7, 10)})
    points = curve(loaded(body).contract, stated, "sl", Fraction(7, 10), Fraction(9, 10), 1)
    assert [(point.value, int(point.total)) for point in (points[0], points[-1])] == [
        (Fraction(7, 10), 90),
        (Fraction(9, 10), 100),
    ]
