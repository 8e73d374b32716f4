"""The client's paper at the agreed KPIs: no penalty or bonus that we expect, a commission's sales, prices by the day they change, each tier."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bpo.bid import checked_offer, wrong_prices
from bpo.bid.quote import quote_report
from bpo.bid.result import result_of
from bpo.economics.scenario.projection import Projection, project
from bpo.economics.scenario.scenario import read_bid
from bpo.report.page import Page, PageTable, page_of

CONTRACT = """\
contract: shop
title: Shop
language: en
currency: EUR
effective: {from: 2027-01-01, to: 2028-12-31}
supplier: {name: Supplier}
client: {name: Client}
billing: {cycle: monthly, timezone: UTC}
prices: {tax: excluded, rate: 20%}
quantities:
  faults: {given: event}
terms:
  - {id: calls, label: Calls, model: workload, quantity: {given: call}, tiers: [{up_to: 800, rate: 5}, {rate: 4}]}
  - {id: sold, label: Sales, model: commission, percent: 10%, charge_back_days: 30}
kpis:
  - {id: qa, kpi: qa_pass_rate, pass_mark: 85, target: 90%}
adjustments:
  - {id: index, label: Index, kind: indexation, on: [calls], changes: [{from: 2028-01-01, percent: 3%}, {from: 2028-07-01, percent: 10%}]}
  - {id: fined, kind: penalty, per: faults, amount: 50}
  - {id: excels, kind: bonus, kpi: qa, when: met, percent: 2%, of: [calls]}
  - {id: factor, kind: multiplier, on: [calls], kpi: qa, bands: [{at_least: 95%, factor: 1.1}, {factor: 1}]}
  - {id: most, kind: cap, on: [fined], percent: 10%, of: [calls]}
"""
SCENARIO = """\
scenario: shop
contract: contract.yaml
costs: costs.yaml
streams: [{id: calls, volume: 1000, handle_seconds: 300, workload: {productive: 80%}}]
people: {hours_a_month: 160}
measures:
  quantities:
    calls: calls.handled
    faults: 3
    sold: 20000
    sold.cancelled: 1000
    sold.charged_back: {of: calls.handled, times: 500%, after_months: {1: 100%}}
  kpis: {qa: 96%}
quote:
  number: Q-1
  date: 2026-11-01
  valid_days: 30 days
  tender: {ceiling: CEILING}
"""
# Calls: 800 × 5 + 200 × 4 = 4,800 a month, 3% more in the first half of 2028, 1.03 × 1.10 = 13.3% more in the second.
# 12 × 4,800 + 6 × 4,944 + 6 × 5,438.40 = 57,600 + 29,664 + 32,630.40 = 119,894.40.
# Sales: 20,000 less 1,000 and, from the second month, 5,000: 19,000 + 23 × 14,000 = 341,000; a tenth is 34,100.
NET = Decimal("153994.40")
TOTAL = Decimal("184793.28")


def planned(folder: Path, ceiling: str = "200000") -> Projection:
    (folder / "contract.yaml").write_text(CONTRACT)
    (folder / "costs.yaml").write_text("costs: none\ncurrency: EUR\nitems: [{id: a, amount: 0}]\n")
    (folder / "scenario.yaml").write_text(SCENARIO.replace("CEILING", ceiling))
    return project(read_bid(folder / "scenario.yaml"))


def paper(plan: Projection) -> Page:
    return page_of(quote_report(checked_offer(plan), plan.contract, [month.statement for month in plan.months]))


def rows(page: Page, key: str) -> list[dict[str, str]]:
    table = page.parts[key]
    assert isinstance(table, PageTable)
    return [{cell.key: cell.text.main for cell in row.cells} for row in table.rows]


def test_lines_are_those_of_the_agreed_kpis(tmp_path: Path) -> None:
    lines = rows(paper(planned(tmp_path)), "lines")
    shown = [(one["line"], one["y1"], one["y2"], one["quantity"], one["amount"]) for one in lines]
    assert shown == [
        ("Calls", "12,000", "12,000", "24,000", "115,200.00"),
        ("First tier, up to 800", "9,600", "9,600", "19,200", "96,000.00"),
        ("Tier above 800", "2,400", "2,400", "4,800", "19,200.00"),
        ("Sales", "173,000", "168,000", "341,000", "34,100.00"),
        ("Index", "", "", "", "4,694.40"),
    ]
    assert lines[3]["unit"] == "EUR"


def test_the_total_of_the_tender_is_that_of_the_years(tmp_path: Path) -> None:
    page = paper(planned(tmp_path))
    assert rows(page, "years")[-1]["total"] == "184,793.28" and rows(page, "years")[-1]["net"] == "153,994.40"
    (form,) = rows(page, "tender")
    assert form["offered"] == "184,793.28" and form["discount"] == "7.6%"


def test_what_is_expected_stays_internal(tmp_path: Path) -> None:
    """3 faults at 50 a month are taken; the bonus of 2% and the coefficient of 1.1 are added: both are of the calls alone."""
    plan = planned(tmp_path)
    expected = sum(month.statement.net for month in plan.months)
    assert expected == NET - 24 * 150 + 24 * 4800 * (Decimal("0.1") + Decimal("0.02"))
    result = result_of(plan, checked_offer(plan))
    assert (result.offered, result.price) == (TOTAL, expected * Decimal("1.2"))


@pytest.mark.parametrize(("ceiling", "wrong"), [("184793.28", 0), ("184793.27", 1)])
def test_the_ceiling_is_held_against_the_offer(tmp_path: Path, ceiling: str, wrong: int) -> None:
    plan = planned(tmp_path, ceiling)
    assert len(wrong_prices(plan)) == wrong
    offer = plan.bid.scenario.quote
    assert offer is not None and result_of(plan, offer).over == (Decimal("0.01") if wrong else None)


def test_prices_as_they_change(tmp_path: Path) -> None:
    page = paper(planned(tmp_path))
    found = page.parts["indexed"]
    assert isinstance(found, PageTable)
    assert [column.title.main for column in found.columns][2:] == [
        "From 1 January 2027",
        "From 1 January 2028",
        "From 1 July 2028",
    ]
    assert [tuple(one.values()) for one in rows(page, "indexed")] == [
        ("Calls · Up to 800", "call", "5.00", "5.15", "5.665"),
        ("Calls · Above 800", "call", "4.00", "4.12", "4.532"),
    ]
