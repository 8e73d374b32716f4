"""Tiers: where wrong ones are told, how a price list says them, and what a volume has in each."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest

from bpo.contracts.blocks.tiers import Slice, Tier, TierMode, slices, tier_rows, tier_steps
from bpo.core.errors import BpoError
from tests.contracts.making import bill, contract, line

TERM = "terms:\n  - {id: a, model: workload, quantity: {given: call}, tiers: TIERS}\n"


def tiers(written: str) -> list[Tier]:
    (term,) = contract(TERM.replace("TIERS", written)).terms
    found: list[Tier] = term.tiers  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize(
    ("written", "line_no", "said"),
    [
        ("[{up_to: 5, rate: 1},\n{rate: 2},\n{rate: 3}]", 1, "only the last tier may be without 'up_to'"),
        ("[{up_to: 5, rate: 1},\n{up_to: 10, rate: 2}]", 1, "what is above 10 would have no price"),
        ("[{up_to: 5, rate: 1}, {\nup_to: 5, rate: 2}, {rate: 3}]", 1, "this tier ends at 5, not above the one before it (5)"),
        ("[{up_to: 5, rate: 1}, {up_to: 7, rate: 2}, {\nup_to: 6, rate: 2}, {rate: 3}]", 1, "ends at 6, not above the one before it (7)"),
        ("[{up_to: 5, rate: 1},\n{}]", 1, "a tier has a 'rate' per unit, a 'fee', or both"),
        ("[{\nup_to: 0, rate: 1}, {rate: 2}]", 1, "0 must be above zero"),
    ],
)  # fmt: skip
def test_tiers_that_cannot_be(written: str, line_no: int, said: str) -> None:
    with pytest.raises(BpoError) as error:
        tiers(written)
    with pytest.raises(BpoError) as first:
        contract(TERM.replace("TIERS", "x"))
    problem, start = error.value.problems[0], first.value.problems[0]
    assert said in problem.say("en")
    assert problem.where is not None and start.where is not None
    assert problem.where.line == start.where.line + line_no


@pytest.mark.parametrize(
    ("mode", "rows"),
    [
        ("graduated", [
            ("Fee, includes up to 100", "month", 10), ("Up to 100", "call", 2), ("Fee, from above 100 up to 200", "month", 20),
            ("Above 200 up to 300", "call", 1), ("Fee, from above 300", "month", 5), ("Above 300", "call", F(1, 2)),
        ]),
        ("whole_volume", [
            ("Fee, includes up to 100", "month", 10), ("All, if up to 100", "call", 2), ("Fee, from above 100 up to 200", "month", 20),
            ("All, if above 200 up to 300", "call", 1), ("Fee, from above 300", "month", 5), ("All, if above 300", "call", F(1, 2)),
        ]),
    ],
)  # fmt: skip
def test_a_price_list_says_each_tier(mode: TierMode, rows: list[tuple[str, str, Any]]) -> None:
    written = "[{up_to: 100, rate: 2, fee: 10}, {up_to: 200, fee: 20}, {up_to: 300, rate: 1}, {rate: 0.5, fee: 5}]"
    found = [(row.rule.say("en", row.values), row.unit, row.price) for row in tier_rows(tiers(written), "call", mode)]
    assert found == rows


def test_after_a_fee_for_a_month_without_use_the_next_tier_is_the_first() -> None:
    rows = tier_rows(tiers("[{up_to: 0, fee: 50}, {up_to: 1, rate: 1}, {rate: 2}]"), "call", "graduated")
    assert [row.rule.say("en", row.values) for row in rows] == ["Fee, includes up to 0", "Up to 1", "Above 1"]


BUNDLE = "[{up_to: 100, fee: 30}, {up_to: 200, rate: 2}, {rate: 1, fee: 7}]"


@pytest.mark.parametrize(
    ("volume", "more", "found"),
    [
        (0, {}, [(0, 0, 30)]),
        (100, {}, [(0, 100, 30)]),
        (101, {}, [(0, 100, 30), (100, 1, None)]),
        (200, {}, [(0, 100, 30), (100, 100, None)]),
        (201, {}, [(0, 100, 30), (100, 100, None), (200, 1, 7)]),
        (50, {"before": F(80), "reached_by": F(130)}, [(0, 20, 30), (100, 30, None)]),
        (50, {"before": F(0)}, [(0, 50, 30)]),
        (0, {"before": F(0)}, [(0, 0, 30)]),
        (50, {"before": F(220), "reached_by": F(270), "fee_share": F(1, 2)}, [(0, 0, 15), (200, 50, F(7, 2))]),
        (50, {"reached_by": F(201)}, [(0, 50, 30), (200, 0, 7)]),
        (150, {"reached_by": F(100)}, [(0, 100, 30)]),
    ],
)
def test_the_parts_of_a_volume(volume: int, more: dict[str, F], found: list[tuple[int, int, Any]]) -> None:
    """Lower bound, quantity, fee: of a later part of a month the tiers go on from what was before it."""
    parts = slices(tiers(BUNDLE), F(volume), "graduated", **more)  # type: ignore[arg-type]
    assert [(one.lower, one.quantity, one.fee) for one in parts] == found


@pytest.mark.parametrize(
    ("reached", "lower", "rate"), [(0, 0, None), (100, 0, None), (101, 100, 2), (200, 100, 2), (201, 200, 1)]
)
def test_the_whole_volume_is_in_the_tier_that_is_reached(reached: int, lower: int, rate: int | None) -> None:
    (one,) = slices(tiers(BUNDLE), F(60), "whole_volume", F(reached))
    assert (one.lower, one.quantity, one.rate) == (lower, 60, rate)


def test_what_a_part_of_a_month_bears_of_a_tier() -> None:
    assert Slice(F(0), F(100), F(60), F(2), F(30)).for_share(F(1, 3)) == Slice(F(0), F(100), F(20), F(2), F(10))
    assert Slice(F(0), None, F(60), F(2)).for_share(F(1, 3)) == Slice(F(0), None, F(20), F(2), None)


def test_a_bill_says_each_step() -> None:
    """201 calls: the fee, 100 at 2 and 1 at 1 with its fee of 7."""
    steps = line(bill(TERM.replace("TIERS", BUNDLE), {"a": 201}), "a").steps
    assert [(step.rule.say("en", step.values), step.amount, step.quantity, step.rate) for step in steps] == [
        ("Fee of the first tier, up to 100, at a volume of 201", 30, None, None),
        ("Tier above 100 up to 200", 200, 100, 2),
        ("Fee of the tier above 200, at a volume of 201", 7, None, None),
        ("Tier above 200", 1, 1, 1),
    ]


def test_a_rate_alone_has_a_slice_of_nothing_once_and_each_slice_its_bounds() -> None:
    """A month of nothing shows the first tier; a later part of one does not show it again."""
    plain = tiers("[{up_to: 5, rate: 1}, {up_to: 9, rate: 2}, {rate: 3}]")
    assert slices(plain, F(0), "graduated") == [Slice(F(0), F(5), F(0), F(1))]
    assert slices(plain, F(0), "graduated", before=F(0)) == []
    assert slices(plain, F(2), "graduated", F(7), before=F(5)) == [Slice(F(5), F(9), F(2), F(2))]
    assert slices(plain, F(6), "graduated") == [Slice(F(0), F(5), F(5), F(1)), Slice(F(5), F(9), F(1), F(2))]
    assert slices(plain, F(6), "whole_volume") == [Slice(F(5), F(9), F(6), F(2))]
    (second, _) = slices(tiers("[{up_to: 5, rate: 1}, {up_to: 9, fee: 2}, {rate: 3}]"), F(4), "graduated", F(20), F(9))
    assert second == Slice(F(5), F(9), F(0), None, F(2))


def test_fees_shared_by_days_say_of_how_many() -> None:
    """Of a month of 28 days 14: half of 30, and of the 7 of the last tier."""
    term = contract(TERM.replace("TIERS", BUNDLE)).terms[0]
    found = slices(tiers(BUNDLE), F(201), "graduated", fee_share=F(1, 2))
    steps = list(tier_steps(found, "graduated", "call", term, F(201), days=(14, 28)))
    assert [step.rule.say("en", step.values) for step in steps] == [
        "Fee of the first tier, up to 100, at a volume of 201 in the month, for 14 of 28 days",
        "Tier above 100 up to 200",
        "Fee of the tier above 200, at a volume of 201 in the month, for 14 of 28 days",
        "Tier above 200",
    ]
    assert [step.amount for step in steps] == [15, 200, F(7, 2), 1]


def test_the_whole_volume_says_its_tier() -> None:
    term = contract(TERM.replace("TIERS", BUNDLE)).terms[0]
    for volume, said in ((150, "(up to 200)"), (300, "of the last tier (above 200)")):
        steps = list(
            tier_steps(slices(tiers(BUNDLE), F(volume), "whole_volume"), "whole_volume", "call", term, F(volume))
        )
        assert said in steps[-1].rule.say("en", steps[-1].values)


def test_the_second_tier_after_one_unit() -> None:
    rows = tier_rows(tiers("[{up_to: 1, rate: 3}, {up_to: 2, rate: 2}, {rate: 1}]"), "call", "graduated")
    assert [row.rule.say("en", row.values) for row in rows] == ["Up to 1", "Above 1 up to 2", "Above 2"]
