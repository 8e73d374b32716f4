"""Workload: increments, tiers and the rounding of every record, with the figures of published contracts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from bpo.core.errors import BpoError
from bpo.core.increments import Increments
from bpo.core.measures import Quantity
from bpo.core.money import RoundingMode
from tests.contracts.making import amounts, bill, codes, contract, line

MINUTES = "quantity: {sum: interactions, of: talk_seconds, increments: 30/6, unit: minute}"


@pytest.mark.parametrize(
    ("increments", "seconds", "billed"),
    [
        ((60, 60), 85, 120),
        ((30, 6), 62, 66),
        ((30, 6), 0, 0),
        ((30, 6), 1, 30),
        ((30, 6), 30, 30),
        ((30, 6), 31, 36),
        ((30, 6), 36, 36),
        ((6, 6), 6, 6),
        ((6, 6), 7, 12),
        ((1, 1), 85, 85),
        ((60, 60), 60, 60),
        ((60, 60), 61, 120),
        ((18, 6), 17, 18),
    ],
)
def test_a_record_is_rounded_up_to_its_increments(increments: tuple[int, int], seconds: int, billed: int) -> None:
    assert Increments(*increments).apply(seconds) == billed


@pytest.mark.parametrize(
    ("first", "mode", "billed"),
    [
        # 7 min 29 s, 7 min 30 s, 22 min 29 s, 22 min 30 s by quarters of an hour; half_even takes the even one of two as near
        (0, "half_up", [0, 900, 900, 1800]),
        (0, "half_even", [0, 0, 900, 1800]),
        (0, "down", [0, 0, 900, 900]),
        (0, "up", [900, 900, 1800, 1800]),
        # a quarter at least, and what exceeds it: nothing, nothing, 7 min 29 s, 7 min 30 s
        (900, "half_up", [900, 900, 900, 1800]),
    ],
)
def test_a_record_is_rounded_as_its_increments_say(first: int, mode: RoundingMode, billed: list[int]) -> None:
    assert [Increments(first, 900, mode).apply(seconds) for seconds in (449, 450, 1349, 1350)] == billed


def test_the_volume_of_a_month_is_rounded_once() -> None:
    """7.5 h are 30 quarters; 7.5001 h begin another."""
    body = """
    terms:
      - {id: hours, model: workload, quantity: {given: hour}, rate: 40, round_volume: {to: 0.25, by: up}}
    """
    for volume, expected in (("7.5", "300.00"), ("7.5001", "310.00"), ("0", "0.00")):
        assert amounts(bill(body, {"hours": Fraction(volume)})) == {"hours": Decimal(expected)}


def test_85_seconds_at_60_60_are_two_minutes() -> None:
    assert Fraction(Increments(60, 60).apply(85), 60) == 2


def test_62_seconds_at_30_6_are_5_39_cents() -> None:
    """66 s = 1.1 min at 4.9 cents are 5.39 cents, which rounds to 5 cents when the line is rounded."""
    body = f"""
    terms:
      - {{id: calls, model: workload, {MINUTES}, rate: 0.049}}
    """
    calls = line(bill(body, {"calls": Fraction(66, 60)}), "calls")
    assert calls.exact == Fraction("0.0539")
    assert calls.amount == Decimal("0.05")


def test_62_seconds_at_30_6_are_6_cents_where_each_call_is_rounded_up() -> None:
    body = f"""
    terms:
      - {{id: calls, model: workload, {MINUTES}, rate: 0.049, round_each: up}}
    """
    one = Quantity(Fraction(66, 60), "minute", {"1.1": Fraction(1)})
    assert amounts(bill(body, {"calls": one})) == {"calls": Decimal("0.06")}
    # Ten such calls: 60 cents, although 11 minutes at one price are 53.9.
    ten = Quantity(Fraction(11), "minute", {"1.1": Fraction(10)})
    assert amounts(bill(body, {"calls": ten})) == {"calls": Decimal("0.60")}


@pytest.mark.parametrize(
    ("mode", "expected"), [("up", "0.18"), ("down", "0.15"), ("half_up", "0.16"), ("half_even", "0.16")]
)
def test_each_record_is_rounded_as_the_contract_says(mode: str, expected: str) -> None:
    """Two calls of 1.1 min (5.39 ¢) and one of 1.2 min (5.88 ¢): up 6+6+6, down 5+5+5, to the nearest 5+5+6."""
    body = f"""
    terms:
      - {{id: calls, model: workload, {MINUTES}, rate: 0.049, round_each: {mode}}}
    """
    histogram = Quantity(Fraction("3.4"), "minute", {"1.1": Fraction(2), "1.2": Fraction(1)})
    assert amounts(bill(body, {"calls": histogram})) == {"calls": Decimal(expected)}


def test_rounding_each_record_needs_the_records() -> None:
    body = f"""
    terms:
      - {{id: calls, model: workload, {MINUTES}, rate: 0.049, round_each: up}}
    """
    with pytest.raises(BpoError) as error:
        bill(body, {"calls": 11})
    assert codes(error.value) == ["quantity-parts-missing"]


VIDEO_RELAY = """
terms:
  - id: relay
    model: workload
    quantity: {{sum: interactions, of: talk_seconds, unit: minute}}
    tiers:
      - {{up_to: 1000000, rate: 4.82}}
      - {{up_to: "2,500,000", rate: 3.97}}
      - {{rate: 2.63}}
    tier_mode: {mode}
"""


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, "0.00"),
        (1, "4.82"),
        (1_000_000, "4820000.00"),
        (1_000_001, "4820003.97"),
        (2_500_000, "10775000.00"),  # 4,820,000 + 1,500,000 × 3.97
        (2_500_001, "10775002.63"),
        (3_000_000, "12090000.00"),  # … + 500,000 × 2.63
    ],
)
def test_video_relay_graduated(minutes: int, expected: str) -> None:
    """FCC: the first 1M minutes at $4.82, the next 1.5M at $3.97, above 2.5M at $2.63."""
    statement = bill(VIDEO_RELAY.format(mode="graduated"), {"relay": minutes})
    assert amounts(statement) == {"relay": Decimal(expected)}


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (0, "0.00"),
        (1_000_000, "4820000.00"),
        (1_000_001, "3970003.97"),
        (2_500_000, "9925000.00"),
        (2_500_001, "6575002.63"),
    ],
)
def test_video_relay_by_the_whole_volume(minutes: int, expected: str) -> None:
    """All minutes at the price of the tier that the volume reaches; on the bound it is still the tier below."""
    statement = bill(VIDEO_RELAY.format(mode="whole_volume"), {"relay": minutes})
    assert amounts(statement) == {"relay": Decimal(expected)}


def test_every_reached_tier_is_a_step() -> None:
    steps = line(bill(VIDEO_RELAY.format(mode="graduated"), {"relay": 1_200_000}), "relay").steps
    assert [(s.quantity, s.rate, s.amount) for s in steps] == [
        (1_000_000, Fraction("4.82"), 4_820_000),
        (200_000, Fraction("3.97"), 794_000),
    ]


def test_a_quantity_counted_once_is_priced_twice() -> None:
    body = """
    quantities:
      calls: {count: interactions, where: "outcome = 'handled'", unit: call}
    terms:
      - {id: handling, model: workload, quantity: calls, rate: 0.85}
      - {id: recording, model: workload, quantity: calls, rate: 0.01}
    """
    statement = bill(body, {"calls": 1000})
    assert amounts(statement) == {"handling": Decimal("850.00"), "recording": Decimal("10.00")}
    assert line(statement, "handling").steps[0].unit == "call"


def test_a_quantity_that_is_missing_is_not_zero() -> None:
    body = """
    terms:
      - {id: a, model: workload, quantity: {count: interactions}, rate: 1}
      - {id: b, model: workload, quantity: {count: sales}, rate: 1}
    """
    with pytest.raises(BpoError) as error:
        bill(body)
    assert codes(error.value) == ["quantity-missing", "quantity-missing"]
    assert [str(problem.where) for problem in error.value.problems] == ["test.yaml:10", "test.yaml:11"]


def test_a_price_list_says_how_records_and_the_month_are_rounded() -> None:
    """Each sentence is one that a buyer would otherwise not see before signing."""
    body = """
    terms:
      - {id: calls, model: workload, rate: 1, minimum_each: 2, maximum_each: 9, round_each: {to: 0.0001, by: up},
         quantity: {sum: timesheets, of: hours, increments: 900/900}}
      - {id: peak, model: workload, rate: 1, round_volume: {to: 0.5, by: down}, quantity: {count: interactions, each: day, take: 95%}}
      - {id: once, model: workload, rate: 1,
         quantity: {count: interactions, repeats: {within_hours: 24, same: [customer], billed: last}}}
    """
    one = contract(body)
    said = {term.id: [words.say("en", values) for words, values in term.own_conditions()] for term in one.terms}
    assert said == {
        "calls": [
            "each record is billed in increments of 900/900 seconds",
            "at most 9 for each record",
            "the price of each record is rounded up to 0.0001",
        ],
        "peak": [
            "the volume of a month is rounded down to multiples of 0.5",
            "by the 95% percentile of a month, over every day",
        ],
        "once": ["not billed: what has another with the same customer in the 24 hours after it"],
    }
