"""Handle-time KPIs that a scenario leaves out are planned at the handle time that it is staffed with."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from bpo.core.errors import BpoError
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import Bid, read_bid

DRAFT = """
contract: desk
title: Desk
language: en
currency: EUR
effective: {from: 2027-01-01, to: 2027-02-28}
supplier: {name: A}
client: {name: B}
terms: [{id: calls, model: workload, quantity: {count: interactions}, rate: 10}]
kpis: [{id: aht, kpi: average_handle_time, target: 240 WHERE}]
adjustments: [{id: bonus, kind: multiplier, on: [calls], kpi: aht, bands: [{at_most: 240, factor: 1}, {factor: 0.9}]}]
"""
SCENARIO = """
scenario: desk
contract: draft.yaml
costs: costs.yaml
streams:
  - id: calls
    volume: 4000
    handle_seconds: {2027-01: 300, 2027-02: 240}
    pattern: {days: {mon-fri: 100%}, half_hours: {"09:00-17:00": 100%}}
    goal: {answered: 80%, within_seconds: 20}
OTHER
people: {hours_a_month: 160}
measures: {quantities: {calls: calls.handled}, kpis: {KPIS}}
"""
CHATS = """
  - id: chats
    volume: 1000
    handle_seconds: 600
    pattern: {days: {mon-fri: 100%}, half_hours: {"09:00-17:00": 100%}}
    goal: {answered: 80%, within_seconds: 20}
"""


def bid(folder: Path, kpis: str = "", other: str = "", where: str = "") -> Bid:
    (folder / "draft.yaml").write_text(DRAFT.replace(" WHERE", where), encoding="utf-8")
    (folder / "costs.yaml").write_text("costs: desk\ncurrency: EUR\nitems: [{id: rent, amount: 5000}]\n", "utf-8")
    scenario = SCENARIO.replace("OTHER", other.strip("\n")).replace("KPIS", kpis)
    (folder / "scenario.yaml").write_text(scenario, encoding="utf-8")
    return read_bid(folder / "scenario.yaml")


def planned(of: Bid) -> list[Fraction]:
    return [month.statement.measures.kpis["aht"].value for month in project(of).months]


def test_it_is_the_streams(tmp_path: Path) -> None:
    """300 s in January, above the 240 of the contract: 40,000 × 0.9; 240 in February, which is paid in full."""
    of = bid(tmp_path)
    assert planned(of) == [300, 240]
    assert [month.statement.net for month in project(of).months] == [36000, 40000]


def test_what_the_scenario_says_stands(tmp_path: Path) -> None:
    assert planned(bid(tmp_path, kpis="aht: 200")) == [200, 200]


def test_of_several_streams_it_is_the_average(tmp_path: Path) -> None:
    """(4,000 × 300 + 1,000 × 600) / 5,000 = 360 s; with 240 s 312."""
    assert planned(bid(tmp_path, other=CHATS)) == [360, 312]


def test_of_some_contacts_beside_several_streams_it_has_to_be_written(tmp_path: Path) -> None:
    where = ", where: \"direction = 'inbound'\""
    assert planned(bid(tmp_path, where=where)) == [300, 240]
    with pytest.raises(BpoError, match="depends on the KPI 'aht'"):
        project(bid(tmp_path, other=CHATS, where=where))
