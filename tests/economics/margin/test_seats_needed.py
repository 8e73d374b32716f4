"""A bid of seats breaks even by seats: worked by hand, and asked of the bid that bills so many."""

from __future__ import annotations

from fractions import Fraction as F
from pathlib import Path

import pytest

from bpo.economics.margin.seats_needed import SeatsNeeded, seats_needed
from bpo.economics.scenario.case import Case, case_of_bid
from bpo.economics.scenario.scenario import read_bid

CONTRACT = """\
contract: desk
title: Desk
language: en
currency: USD
effective: {from: 2027-01-01, to: 2027-02-28}
supplier: {name: Supplier}
client: {name: Client}
billing: {cycle: monthly, timezone: UTC}
prices: {tax: excluded, rate: 0%}
terms:
  - {id: seats, model: seats, seats: rostered, SEATS}
  - {id: portal, model: fixed, amount: 500}
"""
SCENARIO = """\
scenario: desk
contract: contract.yaml
costs: costs.yaml
streams: [{id: calls, volume: 1000, handle_seconds: 600, workload: {productive: 80%}}]
people: {hours_a_month: 160}
measures: {quantities: {seats: FIGURE}}
"""
COSTS = """\
costs: none
currency: USD
items: [{id: rent, amount: 6000}, {id: fee, percent: 10%, of: revenue}]
"""


def desk(folder: Path, seats: str = "rate: 1000", figure: str = "{2027-01: 8, 2027-02: 12}") -> Case:
    (folder / "contract.yaml").write_text(CONTRACT.replace("SEATS", seats))
    (folder / "costs.yaml").write_text(COSTS)
    (folder / "scenario.yaml").write_text(SCENARIO.replace("FIGURE", figure))
    return case_of_bid(read_bid(folder / "scenario.yaml"))


def test_seats_at_which_it_breaks_even(tmp_path: Path) -> None:
    """8 and 12 seats, 10 a month: 90% of (1,000 × seats + 500) is 6,000 at 37 / 6 of them."""
    assert seats_needed(desk(tmp_path)) == (SeatsNeeded("seats", F(10), F(37, 6)),)


def test_the_bid_of_so_many_seats_breaks_even(tmp_path: Path) -> None:
    """8 × 37 / 60 and 12 × 37 / 60: 4.9333… and 7.4."""
    assert desk(tmp_path, figure="{of: month, times: 6.25}").margin() == 2 * (F(9, 10) * 6_750 - 6_000)
    assert desk(tmp_path, "rate: 1200", "{of: month, times: 5}").margin() == 2 * (F(9, 10) * 6_500 - 6_000)
    (needed,) = seats_needed(desk(tmp_path, "rate: 1200", "{of: month, times: 5}"))
    # 90% of (1,200 × seats + 500) is 6,000 at 37 / 7.2
    assert needed.breaks_even == F(37) / F("7.2")


def test_a_loss_asks_for_more(tmp_path: Path) -> None:
    (needed,) = seats_needed(desk(tmp_path, figure="4"))
    assert (needed.planned, needed.breaks_even) == (4, F(37, 6))


@pytest.mark.parametrize("seats", ["rate: 1000, minimum: 100", "tiers: [{up_to: 5, rate: 1000}, {rate: 900}]"])
def test_what_does_not_go_with_its_seats_has_no_such_number(tmp_path: Path, seats: str) -> None:
    assert seats_needed(desk(tmp_path, seats)) == ()
