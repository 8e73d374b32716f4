"""The example bid from Manila, held against a calculation made apart from bpo.

That calculation staffs by numerical integration of the virtual wait of Erlang A (Mandelbaum and Zeltyn), half hour by half hour, and
then adds up wages, levies and the rest in plain arithmetic, joiners by the month in which they joined: 365 seat-months in the first year and 408 in the second.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from bpo.bid import calculated
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import Bid, read_bid

MANILA = Path(__file__).resolve().parents[2] / "contracts/examples/bids/manila-seats/scenario.yaml"


@pytest.fixture(scope="module")
def manila() -> Bid:
    return read_bid(MANILA)


def test_revenue_and_cost_are_those_of_the_calculation_apart(manila: Bid) -> None:
    found = project(manila)
    assert found.revenue == 365 * 3_000 + 408 * 3_090 + 60_000 == 2_415_720
    assert round(found.cost, 2) == Fraction("1878005.43")
    assert round(project(manila, manila.variant("strong_peso")).cost, 2) == Fraction("2006713.41")


@pytest.mark.parametrize(("variant", "rate"), [("base", "1 PHP = 0.0172 USD"), ("strong_peso", "1 PHP = 0.018576 USD")])
def test_the_calculation_sheet_says_what_a_peso_is(manila: Bid, variant: str, rate: str) -> None:
    found = project(manila, manila.variant(variant))
    assert rate in [value for _, value in calculated(found, variant).masthead.meta]
