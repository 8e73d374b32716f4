"""The rates of items are kept from one change of the costs to the next: what comes of it is what costs read anew come to."""

from __future__ import annotations

from fractions import Fraction as F
from pathlib import Path

import pytest

from bpo.economics.scenario.case import Case, case_of_bid
from bpo.economics.scenario.scenario import read_bid

TIER = Path(__file__).parents[1] / "bids" / "tier" / "scenario.yaml"


HOTLINE = Path(__file__).parents[3] / "contracts" / "examples" / "bids" / "hotline" / "scenario.yaml"
"""With one-offs, levies, percents of costs and of revenue, VAT payable and interest."""


def fresh(path: Path = TIER) -> Case:
    return case_of_bid(read_bid(path))


@pytest.mark.parametrize("name", ["cost.rent", "cost.work", "wage"])
def test_costs_that_are_changed_in_turn_are_those_that_are_changed_alone(name: str) -> None:
    one = fresh()
    for other, factor in (("cost.rent", F(3)), ("cost.work", F(2)), ("wage", F(2)), ("cost.rent", F(1, 2))):
        one.at({other: factor})
    for factor in (F(9, 10), F(11, 10)):
        assert one.at({name: factor}).cost == fresh().at({name: factor}).cost


def test_a_rent_that_doubles_is_paid_once_more_and_the_plan_stays_as_it_was() -> None:
    """60,000 a month are spent on it."""
    one = fresh()
    plan = one.at()
    assert one.at({"cost.rent": F(2)}).cost - plan.cost == 60_000 * len(plan.months)
    assert one.at({"cost.rent": F(1)}).cost == fresh().at().cost == plan.cost


def test_a_factor_of_one_is_the_plan() -> None:
    one = fresh()
    assert one.at({"volume": F(1), "price": F(1)}) is one.at()
    assert one.at({"volume": F(1, 2)}) is not one.at()


def test_every_cost_at_another_price_leaves_all_others_as_they_are() -> None:
    """Lines, VAT carried on and interest are those of costs that were never looked at before."""
    one, other, factor = fresh(HOTLINE), fresh(HOTLINE), F(11, 10)
    one.at()
    names = [name for name in one.inputs if name.startswith("cost.")]
    assert len(names) > 15
    for name in names:
        found, anew = one.at({name: factor}), other.at({name: factor})  # the plan of the other was never asked for
        assert [month.costs for month in found.months] == [month.costs for month in anew.months], name
        assert found.cost == anew.cost, name


def test_people_who_leave_sooner_bill_the_same_month() -> None:
    """What is billed does not hang on attrition: the very statements stand; a volume has statements of its own."""
    one = fresh(HOTLINE)
    plan = one.at()
    sooner, more = one.at({"attrition": F(3, 2)}), one.at({"volume": F(11, 10)})
    assert all(a.statement is b.statement for a, b in zip(plan.months, sooner.months, strict=True))
    assert sooner.cost > plan.cost
    again = fresh(HOTLINE).at({"volume": F(11, 10)})
    assert [month.statement for month in more.months] == [month.statement for month in again.months]
