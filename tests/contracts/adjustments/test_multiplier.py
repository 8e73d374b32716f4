"""The KPI coefficient: bands, linear, clamped, by scorecard; always a line of its own."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from tests.contracts.making import amounts, bill, line

CALLS = """
terms:
  - {{id: calls, model: workload, quantity: {{count: interactions}}, rate: {rate}}}
kpis:
  - {{id: sl, kpi: entered, target: 80%}}
"""


def test_a_coefficient_of_95_percent_on_1237_calls_at_0_855() -> None:
    """1,237 × 0.855 = 1,057.635; × 0.95 = 1,004.75325. The lines 1,057.64 and −52.89 make 1,004.75 together."""
    body = CALLS.format(rate="0.855") + (
        "adjustments:\n  - {id: k, kind: multiplier, on: [calls], kpi: sl, "
        "bands: [{at_least: 80%, factor: 1}, {factor: 0.95}]}\n"
    )
    statement = bill(body, {"calls": 1237}, {"sl": "0.7999"})
    assert amounts(statement) == {"calls": Decimal("1057.64"), "k": Decimal("-52.89")}
    assert statement.total == Decimal("1004.75")


def test_a_coefficient_of_1_is_shown_as_a_line_of_zero() -> None:
    body = CALLS.format(rate="0.855") + (
        "adjustments:\n  - {id: k, kind: multiplier, on: [calls], kpi: sl, "
        "bands: [{at_least: 80%, factor: 1}, {factor: 0.95}]}\n"
    )
    assert amounts(bill(body, {"calls": 1237}, {"sl": "0.80"}))["k"] == Decimal("0.00")


@pytest.mark.parametrize(
    ("bands", "value", "factor"),
    [
        ("[{at_least: 90%, factor: 1.1}, {above: 80%, factor: 1}, {factor: 0.9}]", "0.9", "1.1"),
        ("[{at_least: 90%, factor: 1.1}, {above: 80%, factor: 1}, {factor: 0.9}]", "0.899999", "1"),
        ("[{at_least: 90%, factor: 1.1}, {above: 80%, factor: 1}, {factor: 0.9}]", "0.8", "0.9"),
        ("[{above: 90%, factor: 1.1}, {at_least: 90%, factor: 1.05}, {factor: 0.9}]", "0.9", "1.05"),
        ("[{below: 10%, factor: 1.1}, {at_most: 10%, factor: 1.05}, {factor: 0.9}]", "0.1", "1.05"),
        ("[{below: 10%, factor: 1.1}, {at_most: 20%, factor: 1}, {factor: 0.9}]", "0.2", "1"),
        ("[{below: 10%, factor: 1.1}, {at_most: 20%, factor: 1}, {factor: 0.9}]", "0.2001", "0.9"),
    ],
)
def test_a_value_lies_in_the_first_band_that_holds_it(bands: str, value: str, factor: str) -> None:
    body = CALLS.format(rate=1) + (
        f"adjustments:\n  - {{id: k, kind: multiplier, on: [calls], kpi: sl, bands: {bands}}}\n"
    )
    assert bill(body, {"calls": 1000}, {"sl": value}).total == 1000 * Decimal(factor)


@pytest.mark.parametrize(
    ("value", "factor"),
    [
        ("0.60", "0.9"),
        ("0.70", "0.9"),
        ("0.75", "0.95"),
        ("0.80", "1"),
        ("0.85", "1.05"),
        ("0.90", "1.1"),
        ("1", "1.1"),
    ],
)
def test_between_two_points_the_factor_is_linear_and_beyond_them_it_stays(value: str, factor: str) -> None:
    body = CALLS.format(rate=1) + (
        "adjustments:\n  - {id: k, kind: multiplier, on: [calls], kpi: sl, "
        "linear: {from: {value: 70%, factor: 0.9}, to: {value: 90%, factor: 1.1}}}\n"
    )
    assert bill(body, {"calls": 1000}, {"sl": value}).total == 1000 * Decimal(factor)


@pytest.mark.parametrize(("value", "factor"), [("0.70", "0.95"), ("0.85", "1.05"), ("0.90", "1.06")])
def test_the_factor_is_clamped(value: str, factor: str) -> None:
    body = CALLS.format(rate=1) + (
        "adjustments:\n  - {id: k, kind: multiplier, on: [calls], kpi: sl, minimum: 0.95, maximum: 1.06, "
        "linear: {from: {value: 70%, factor: 0.9}, to: {value: 90%, factor: 1.1}}}\n"
    )
    assert bill(body, {"calls": 1000}, {"sl": value}).total == 1000 * Decimal(factor)


def test_98_95_percent_lies_in_a_band_once_it_is_rounded_to_a_tenth() -> None:
    """Bands of 98.0–98.9 and 99.0 leave 98.95 out; rounded to 0.1% it is 99.0."""
    bands = "bands: [{at_least: 99.0%, factor: 1}, {at_least: 98.0%, factor: 0.9}, {factor: 0.8}]"
    body = f"""
    terms:
      - {{id: calls, model: workload, quantity: {{count: interactions}}, rate: 1}}
    kpis:
      - {{id: exact, kpi: entered}}
      - {{id: tenth, kpi: entered, round_to: 0.1%}}
    adjustments:
      - {{id: of_exact, kind: multiplier, on: [calls], kpi: exact, {bands}}}
      - {{id: of_tenth, kind: multiplier, on: [calls], kpi: tenth, {bands}}}
    """
    statement = bill(body, {"calls": 1000}, {"exact": "0.9895", "tenth": "0.9895"})
    assert amounts(statement) == {"calls": 1000, "of_exact": -100, "of_tenth": 0}
    assert statement.verdicts["tenth"].judged == Fraction("0.99")
    assert statement.verdicts["tenth"].result.value == Fraction("0.9895")


SCORECARD = """
terms:
  - {id: ops, model: fixed, amount: 10000}
kpis:
  - {id: efficiency, kpi: entered}
  - {id: aht, kpi: entered, unit: second, better: low}
  - {id: calm, kpi: entered, target: 95%, if_not_measured: left_out}
adjustments:
  - id: k
    kind: multiplier
    on: [ops]
    scorecard:
      - {kpi: efficiency, marks: 15, bands: [{at_least: 90%, marks: 15}, {at_least: 80%, marks: 12}, {marks: 10}]}
      - {kpi: aht, marks: 20, full: 80, zero: 90, between: linear}
      - {kpi: calm, marks: 65}
    bands:
      - {at_least: 98, factor: 1.02}
      - {at_least: 85, factor: 1}
      - {factor: 0.95}
"""


@pytest.mark.parametrize(
    ("efficiency", "aht", "marks"),
    [
        ("0.90", 80, (15, 20)),
        ("0.899", 79, (12, 20)),
        ("0.80", 85, (12, 10)),
        ("0.799", 90, (10, 0)),
        ("0", 300, (10, 0)),
        ("0.95", "82.5", (15, 15)),
    ],
)
def test_marks_by_bands_and_between_full_and_zero(
    efficiency: str, aht: str | int, marks: tuple[Fraction, Fraction]
) -> None:
    """Efficiency: 15 marks, full at 90%, 10 below 80%. AHT: full at 80 s, none at 90 s."""
    statement = bill(SCORECARD, kpis={"efficiency": efficiency, "aht": aht, "calm": 1})
    scores = {score.kpi: score.marks for score in line(statement, "k").scores}
    assert (scores["efficiency"], scores["aht"]) == marks
    assert (statement.verdicts["aht"].score, statement.verdicts["aht"].marks) == (marks[1], 20)


@pytest.mark.parametrize(("calm", "marks"), [("0.95", 65), ("0.9499", 0)])
def test_without_more_words_a_kpi_scores_all_or_nothing_by_its_target(calm: str, marks: int) -> None:
    statement = bill(SCORECARD, kpis={"efficiency": 1, "aht": 80, "calm": calm})
    assert statement.verdicts["calm"].score == marks


def test_the_score_chooses_the_coefficient() -> None:
    """100 → 1.02; 12 + 10 + 65 = 87 → 1.00; 10 + 0 + 65 = 75 → 0.95."""
    totals = [
        bill(SCORECARD, kpis={"efficiency": e, "aht": a, "calm": 1}).total
        for e, a in (("0.9", 80), ("0.85", 85), ("0.5", 99))
    ]
    assert totals == [10200, 10000, 9500]


def test_a_kpi_that_is_left_out_takes_its_marks_with_it() -> None:
    """15 + 10 of 35 marks are 71.43 of 100: the coefficient is 0.95, and not that of 25 marks of 100 by accident."""
    statement = bill(SCORECARD, kpis={"efficiency": 1, "aht": 85})
    sums = [step for step in line(statement, "k").steps if step.rule.code == "scorecard-scaled"]
    assert sums[0].values["score"] == Fraction(25 * 100, 35)
    assert statement.total == 9500
    full = bill(SCORECARD, kpis={"efficiency": 1, "aht": 80})  # 35 of 35 are 100 of 100
    assert full.total == 10200


def test_a_coefficient_on_a_coefficient_multiplies() -> None:
    """1,000 × 1.1 × 0.9 = 990, where the second stands on both lines; on the term alone it takes 10% of 1,000."""
    body = """
    terms:
      - {id: ops, model: fixed, amount: 1000}
    kpis:
      - {id: a, kpi: entered}
    adjustments:
      - {id: up, kind: multiplier, on: [ops], kpi: a, bands: [{factor: 1.1}]}
      - {id: down, kind: multiplier, on: [ops, up], kpi: a, bands: [{factor: 0.9}]}
    """
    assert bill(body, kpis={"a": 1}).total == 990
    assert bill(body.replace("[ops, up]", "[ops]"), kpis={"a": 1}).total == 1000
