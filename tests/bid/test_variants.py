"""Variants say what they change, and break-even takes one: the letters bid with a tenth more of them, figures as in docs/cli/compare.md."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from bpo.bid.break_even import Found, break_even_report
from bpo.bid.variants import changes_said
from bpo.economics.margin.breakeven import break_even
from bpo.economics.margin.targets import cost_targets
from bpo.economics.margin.vary import sweep, varied
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.scenario import read_bid
from bpo.report.page import PageTable, page_of
from tests.cli.desk import Desk

LETTERS = Path(__file__).resolve().parents[1] / "economics/bids/letters.yaml"
MANILA = Path(__file__).resolve().parents[2] / "contracts/examples/bids/manila-seats/scenario.yaml"
NEITHER = ("breakeven", "letters-contract.yaml", "--costs", "month-costs.yaml", "--measures", "letters-measures.yaml")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    for file in LETTERS.parent.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    return Desk(tmp_path)


def test_a_variant_breaks_even_by_itself(desk: Desk) -> None:
    """117,750 of revenue and 73,387.50 of cost, 44,362.50 of margin; 3,960 letters are its plan."""
    one = ("breakeven", "letters-contract.yaml", "--scenario", "letters.yaml", "--vary", "price", "--variant", "high")
    figures = desk.json(*one)["figures"]
    assert (figures["revenue"], figures["cost"], figures["margin"]) == ("117750", "73387.5", "44362.5")
    out = desk.run(*one, "--folder", "out").out
    assert out.startswith("Letters, high: the margin as price moves (CNY)")
    assert "written: out/letters-high-break-even.pdf" in out


def test_a_variant_is_one_of_a_scenario(desk: Desk) -> None:
    said = desk.run(*NEITHER, "--variant", "high")
    assert said.code == 2 and "'--variant' is one of a scenario: write --scenario FILE" in said.err
    said = desk.run("breakeven", "letters-contract.yaml", "--scenario", "letters.yaml", "--variant", "hihg")
    assert said.code == 1 and "the scenario has no variant 'hihg'" in said.err


def test_what_variants_change(desk: Desk) -> None:
    desk.change("letters.yaml", "high: {volume: 110%}", "high: {letters.volume: 110%, kpi.qa: 90%, cost.agents: 95%}")
    changed = "letters: volume × 110%, QA pass rate 90%, Cost: Agents × 95%"
    assert f"high     {changed}" in desk.run("compare", "letters.yaml").out
    assert f"high: {changed}" in desk.run("staffing", "letters.yaml", "--variant", "high").out.replace(
        "Cost: agents", "Cost: Agents"
    )
    sides = json.loads(desk.run("compare", "letters.yaml", "--format", "json").out)["sides"]
    assert [one["changes"] for one in sides] == [{}, {"letters.volume": "1.1", "kpi.qa": "0.9", "cost.agents": "0.95"}]


def test_a_rate_of_exchange_is_called_one() -> None:
    bid = read_bid(MANILA)
    said = changes_said(bid.variant("strong_peso"), bid.contract, bid.scenario, bid.costs)
    assert (said.en, said.zh) == ("Rate of exchange of PHP × 108%", "PHP 汇率 × 108%")


@pytest.mark.parametrize(("wage", "heading", "left"), [("8000", "Headroom", "43,665"), ("16000", "To save", "16,335")])
def test_headroom_is_no_negative_saving(desk: Desk, wage: str, heading: str, left: str) -> None:
    """110,700 earned: 67,035 of cost leave 43,665; at twice the wage it is 127,035, of which 16,335 must be saved."""
    desk.change("letters-costs.yaml", "amount: 8000", f"amount: {wage}")
    case = case_of_bid(read_bid(desk.root / "letters.yaml"))
    found = Found(case, break_even(case), cost_targets(case), [sweep(case, varied(case, "price"))])
    page = page_of(break_even_report(found))
    table = page.parts["categories"]
    assert isinstance(table, PageTable)
    assert (table.columns[-1].title.second or table.columns[-1].title.main) == heading
    assert table.rows[-1].cells[-1].text.main == left
    assert Fraction(found.figures.rounding) == 0
