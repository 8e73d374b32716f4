"""Sales out of contacts handled: billed, paid for, and the conversion rate at which a campaign breaks even; worked by hand."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from bpo.core.errors import BpoError
from bpo.economics.margin.vary import sweep, varied
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.changes import inputs
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import Bid, read_bid

CONTRACT = """\
contract: campaign
title: Campaign
currency: CNY
effective: {from: 2027-01-01, to: 2027-02-28}
supplier: {name: Supplier}
client: {name: Client}
billing: {due: 30 days after statement, timezone: Asia/Shanghai}
prices: {tax: excluded, rate: 6%}
terms:
  - {id: sold, model: workload, quantity: {given: contact}, rate: 250}
kpis:
  - {id: rate, kpi: conversion_rate, target: 5%}
"""
COSTS = """\
costs: campaign
currency: CNY
items:
  - {id: agents, label: Agents, category: labour, amount: 8000, per: head}
  - {id: gift, label: Gift, category: other, amount: 50, per: calls.sales}
"""
SCENARIO = """\
scenario: campaign
contract: contract.yaml
costs: costs.yaml
streams:
  - {id: calls, volume: 4000, handle_seconds: 360, workload: {productive: 50%}, conversion: CONVERSION}
people: {hours_a_month: 160}
measures:
  quantities: {sold: calls.sales}
  kpis: {rate: calls.conversion}
"""


def campaign(folder: Path, conversion: str = "6%") -> Bid:
    for name, text in (("contract", CONTRACT), ("costs", COSTS), ("scenario", SCENARIO)):
        (folder / f"{name}.yaml").write_text(text.replace("CONVERSION", conversion), encoding="utf-8")
    return read_bid(folder / "scenario.yaml")


def test_a_campaign_by_hand(tmp_path: Path) -> None:
    """4,000 calls of 6 minutes are 400 h; / 50% / 160 are 5 heads, 40,000. 6% buy: 240 × 250 = 60,000, with gifts of 240 × 50 = 12,000."""
    month = project(campaign(tmp_path)).months[0]
    assert (month.drivers["calls.sales"], month.drivers["calls.conversion"]) == (240, Fraction(6, 100))
    assert (month.revenue, month.cost) == (60000, 40000 + 12000)
    assert month.statement.measures.kpis["rate"].value == Fraction(6, 100)


def test_by_month(tmp_path: Path) -> None:
    months = project(campaign(tmp_path, "{2027-01: 4%, 2027-02: 6%}")).months
    assert [month.drivers["calls.sales"] for month in months] == [160, 240]


def test_break_even_conversion(tmp_path: Path) -> None:
    """200 remain of each sale, so that 200 sales a month pay 40,000: 5% of 4,000, five sixths of 6%. Whole sales are billed, while gifts go with
    the exact number: from 199.5 (83.125%) on 200 are billed, which pays up to 200 exactly; from 200.5 (83.5417%) on 201 are, and pay again.
    """
    bid = campaign(tmp_path)
    assert "calls.conversion" in inputs(bid)
    case = case_of_bid(bid)
    assert case.margin({"calls.conversion": Fraction(5, 6)}) == 0
    jump, back, again = sweep(case, varied(case, "calls.conversion")).curve.turns
    assert (jump.place, jump.end) == (Fraction(8312, 10_000), Fraction(8313, 10_000))
    assert (back.place, back.rising) == (Fraction(5, 6), False)
    assert (again.place, again.end) == (Fraction(8354, 10_000), Fraction(8355, 10_000))
    # 199 billed: 2 × (49,750 − 40,000 − 199.488 × 50); 200 billed: 2 × (50,000 − 40,000 − 199.512 × 50)
    assert (jump.before, jump.after) == (Fraction("-448.8"), Fraction("48.8"))


def test_nobody_sells_to_more_than_all(tmp_path: Path) -> None:
    case = case_of_bid(campaign(tmp_path, "80%"))
    assert varied(case, "calls.conversion").last == Fraction(5, 4)
    with pytest.raises(BpoError, match=r"'calls.conversion' is 80% as planned, and 126% of it 100.8%: too much"):
        case.margin({"calls.conversion": Fraction(126, 100)})


@pytest.mark.parametrize(
    ("written", "said"), [("106%", "106% is more than 100%"), ("6", "6 means 600% here; write 6% or 600%")]
)
def test_a_wrong_rate_is_told(tmp_path: Path, written: str, said: str) -> None:
    with pytest.raises(BpoError, match=said) as error:
        campaign(tmp_path, written)
    assert str(error.value.problems[0].where).endswith("scenario.yaml:5")


def test_what_is_not_sold_is_told(tmp_path: Path) -> None:
    """Without a conversion rate there are no sales, not none of them: the quantity that names them is refused at its line."""
    campaign(tmp_path)
    path = tmp_path / "scenario.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(", conversion: 6%", ""), encoding="utf-8")
    with pytest.raises(BpoError, match=r"calls\.sales"):
        project(read_bid(path))
