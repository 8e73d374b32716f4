"""Whole bids read from their files: what their contributions and KPIs come to, worked by hand or computed elsewhere."""

from __future__ import annotations

from fractions import Fraction as F
from pathlib import Path

import pytest

from bpo.economics.margin.contribution import contributions
from bpo.economics.margin.kpi_worth import BandWorth, kpi_worth
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import read_bid

BIDS = Path(__file__).parents[1] / "bids"


@pytest.mark.parametrize("name", ["blend", "blend-levies"])
def test_e_mails_contribute_the_same_whether_levies_are_a_cost_item_or_of_the_wage(name: str) -> None:
    """24 months: 9,000 mails at 3.60 earn 777,600 and bear their share of agents, levies, leaders, hiring and licences.

    Costs of 4,421,280.30 and −67,051.62 for the mails are those of an independent computation of both spellings.
    """
    bid = read_bid(BIDS / name / "scenario.yaml")
    plan = project(bid)
    rows, fixed, _ = contributions(case_of_bid(bid), plan)
    assert round(float(plan.cost), 2) == 4_421_280.30
    assert {row.clause: round(float(row.amount), 2) for row in rows}["mails"] == -67_051.62
    assert fixed == 24 * (6_000 + 9_000)


def test_a_point_is_worth_nothing_where_no_month_crosses_its_band() -> None:
    """QA 80% in February, 95% else, 0.9 below 90%: a point either way changes no month. All at 0.9 are 12 × 9,000 = 108,000, which is
    11,000 less than the plan's 119,000; all at 1 are 120,000, 1,000 more."""
    case = case_of_bid(read_bid(BIDS / "k" / "scenario.yaml"))
    found = kpi_worth(case, case.contract.kpis[0])
    assert case.margin() == 119_000 - 60_000
    assert found is not None and (found.more, found.less) == (0, 0)
    assert (found.lowest, found.highest) == (F("0.8"), F("0.95"))
    assert found.bands == (
        BandWorth(F(0), F("0.8999"), F(-11_000), F(-11_000)),
        BandWorth(F("0.9"), F(1), F(1_000), F(1_000)),
    )
