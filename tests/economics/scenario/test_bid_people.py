"""Seats agreed against those needed, and a surplus released or kept: figures by hand."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from bpo.bid.staffing_plan import staffing_report
from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.validation import read_model
from bpo.economics.costs.costs import costs_of
from bpo.economics.scenario.bid_checks import bid_advice
from bpo.economics.scenario.projection import Projection, project
from bpo.economics.scenario.scenario import Bid, Scenario
from bpo.economics.staffing.plan import staffing_plan
from bpo.report.screen import report_text

CONTRACT = """\
contract: desk
title: Desk
currency: EUR
effective: {from: 2027-01-01, to: 2027-04-30}
supplier: {name: Supplier}
client: {name: Client}
billing: {timezone: Europe/Berlin}
terms: [%s]
"""
SCENARIO = """\
scenario: desk
contract: contract.yaml
costs: costs.yaml
streams: [{id: letters, volume: %s, handle_seconds: 900, workload: {productive: 75%%}}]
people: {hours_a_month: 160%s}
measures: {quantities: {%s}}
"""
COSTS = """\
costs: desk
currency: EUR
items:
  - {id: agents, amount: 4000, per: head}
  - {id: chairs, amount: 100, per: seat}
  - {id: hiring, amount: %s, per: hire}
"""
SEATS = "{id: desk, model: seats, seats: %s, rate: 6000}"
LETTERS = "{id: letters, model: workload, quantity: {given: case}, rate: 30}"


def bid(terms: str, quantities: str = "", volume: str = "4800", people: str = "", hire: str = "0") -> Bid:
    document = parse_document(SCENARIO % (volume, people, quantities), "scenario.yaml")
    loaded = read_contract(parse_document(CONTRACT % terms, "contract.yaml"))
    return Bid(read_model(document, Scenario), document, loaded, costs_of(parse_document(COSTS % hire, "costs.yaml")))


def told(one: Bid, plan: Projection, lang: str = "en") -> str:
    return "\n".join(problem.say(lang) for problem in bid_advice(one, plan))  # type: ignore[arg-type]


# 4,800 letters × 15 min / 75% are 1,600 h: 10 heads of 160 h in 10 seats. 10 × (4,000 + 100) = 41,000 a month.
CONTRACTED = [
    # as agreed, people, cost a month, what is said
    (9, 10, 41_000, "9 seats are agreed in 2027-01, and the work needs 10: 1 too few"),
    (10, 10, 41_000, ""),
    (
        11,
        11,
        45_100,
        "11 seats are agreed in 2027-01, and the work needs 10 at most: the people of 1 more are in the costs",
    ),
    (
        40,
        40,
        164_000,
        "40 seats are agreed in 2027-01, and the work needs 10 at most: the people of 30 more are in the costs",
    ),
]


@pytest.mark.parametrize(("agreed", "heads", "cost", "said"), CONTRACTED)
@pytest.mark.parametrize("how", ["contracted", "rostered"])
def test_an_agreed_seat_is_staffed_and_a_needed_one_is_paid(
    how: str, agreed: int, heads: int, cost: int, said: str
) -> None:
    contracted = how == "contracted"
    terms = SEATS % (f"contracted, contracted: {agreed}" if contracted else "rostered")
    one = bid(terms, "" if contracted else f"desk: {agreed}")
    plan = project(one)
    month = plan.months[0]
    assert (month.staffed.team.heads, month.drivers["seats"], month.staffed.needed) == (heads, heads, 10)
    assert month.drivers["productive_hours"] == month.drivers["letters.productive_hours"] == 160 * heads
    assert (month.revenue, month.cost) == (6_000 * agreed, cost)
    text = told(one, plan)
    assert "not billed" not in text and said in text and ("agreed" in text) == bool(said)
    assert ("席" in told(one, plan, "zh")) == bool(said)


def test_seats_by_month_are_held_against_each_month() -> None:
    """Ten are needed in each month: February has three too few, March two too many; the two are staffed in March alone."""
    one = bid(SEATS % "rostered", "desk: {2027-01: 10, 2027-02: 7, 2027-03: 12, 2027-04: 9}")
    plan = project(one)
    assert [month.staffed.team.heads for month in plan.months] == [10, 10, 12, 10]
    assert "7 seats are agreed in 2027-02, and the work needs 10: 3 too few" in told(one, plan)
    assert "in 2 of 4 months" in told(one, plan)


def test_seats_that_follow_the_staffing_are_those_needed() -> None:
    one = bid(SEATS % "rostered", "desk: seats")
    plan = project(one)
    assert plan.months[0].revenue == 60_000 and "agreed" not in told(one, plan)


def test_spare_seats_are_no_positions() -> None:
    """1.25 seats for a position: 15 agreed seats are 12 positions, 12 heads; 10 needed would be in 13 seats."""
    one = bid(SEATS % "contracted, contracted: 15", people=", seats_per_position: 1.25")
    month = project(one).months[0]
    assert (month.staffed.positions, month.drivers["seats"], month.staffed.team.heads) == (12, 15, 12)


def test_the_staffing_plan_says_how_many_only_the_contract_asks_for() -> None:
    one = bid(SEATS % "contracted, contracted: 11")
    plan = staffing_plan(one.scenario, one.contract)
    text = report_text(staffing_report(plan, one.contract, "base", plan.months[0]), "en")
    assert "the work needs 10 positions; 1 more are staffed for the seats that are agreed" in text


# -- a surplus ------------------------------------------------------------------------------------------------------------

SLACK = "{2027-01: 4800, 2027-02: 4320, 2027-03: 4800, 2027-04: 4800}"
"""10, 9, 10 and 10 heads: one is released in February, and one hired in March."""


@pytest.mark.parametrize(("hire", "warned"), [("4001", True), ("4000", False), ("0", False)])
def test_a_surplus_is_released_only_where_that_is_cheaper(hire: str, warned: bool) -> None:
    """Kept, one head more is paid in February, 4,000, in no seat more; released, one more is hired: dearer above 4,000 a hire."""
    one = bid(LETTERS, "letters: letters.handled", SLACK, hire=hire)
    plan = project(one)
    text = told(one, plan)
    assert ("are kept, which costs" in text) == warned
    if warned:
        assert "1 heads are released in slack months" in text and "costs 1 less; write 'surplus: kept'" in text
        assert "成本少 1；请写 surplus: kept" in told(one, plan, "zh")
    else:
        assert "surplus" not in text


def test_the_staffing_plan_holds_both_ways_side_by_side() -> None:
    """Released 10 + 9 + 10 + 10 head-months and 10 + 1 who join; kept 40 and 10."""
    one = bid(LETTERS, "letters: letters.handled", SLACK)
    plan = staffing_plan(one.scenario, one.contract)
    text = report_text(staffing_report(plan, one.contract, "base", plan.months[0]), "en")
    assert "Released in slack months, 39 head-months are paid and 11 join; kept, 40 and 10." in text
    kept = bid(LETTERS, "letters: letters.handled", SLACK, people=", surplus: kept")
    assert sum(month.staffed.team.heads for month in project(kept).months) == F(40)
    assert staffing_plan(kept.scenario, kept.contract).kept == ()
