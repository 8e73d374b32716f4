"""A bid on a contract that is amended, at the beginning of a month and inside one: each month has the figures that its versions read."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from textwrap import dedent

import pytest

from bpo.core.errors import BpoError
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import read_bid

CONTRACT = """
contract: amended
title: Amended
currency: EUR
effective: {from: 2027-01-01, to: 2027-03-31}
supplier: {name: Supplier}
client: {name: Client}
billing: {cycle: monthly, timezone: Europe/Berlin, due: 30 days after statement}
prices: {tax: excluded}
terms:
  - {id: calls, model: workload, quantity: {count: interactions}, rate: 7}
  - {id: chats, model: workload, quantity: {count: cases}, rates: {by: category, simple: 1, hard: 3}}
"""
COSTS = """
costs: amended
currency: EUR
items: [{id: rent, amount: 100}]
"""
SCENARIO = """
scenario: amended
contract: contract.yaml
costs: costs.yaml
streams: [{id: calls, volume: 1001, handle_seconds: 60, workload: {productive: 100%}}]
people: {hours_a_month: 160}
measures:
  quantities: {calls: calls.handled, chats: {of: calls.handled, parts: {simple: 600/1001, hard: 401/1001}}}
"""


def months(folder: Path, amendments: str, quantities: str = "", kpis: str = "") -> list[Fraction]:
    """The revenue of January to March."""
    scenario = SCENARIO.replace("quantities: {", f"quantities: {{{quantities}")
    (folder / "contract.yaml").write_text(CONTRACT + dedent(amendments))
    (folder / "costs.yaml").write_text(COSTS)
    (folder / "scenario.yaml").write_text(scenario + (f"  kpis: {kpis}\n" if kpis else ""))
    return [month.revenue for month in project(read_bid(folder / "scenario.yaml")).months]


# As signed: 1,001 × 7 + 600 × 1 + 401 × 3 = 8,810.
CASES = [
    # 11 February: 1,001 calls are 10/28 and 18/28 of it, 357.5 and 643.5, so 358 and 643 (the larger remainder, the first of equal
    # ones): 358 × 7 + 643 × 8 = 7,650, chats 1,803 → 9,453; March 1,001 × 8 + 1,803 = 9,811.
    ("calls-inside", "{id: calls, model: workload, quantity: {count: interactions}, rate: 8}", "", [8810, 9453, 9811]),
    # By category, each shared out: 600 simple are 214.29 and 385.71, so 214 and 386; 401 hard 143.21 and 257.79, so 143 and 258:
    # 214 × 1 + 143 × 3 + 386 × 2 + 258 × 4 = 643 + 1,804 = 2,447, calls 7,007 → 9,454; March 1,200 + 1,604 + 7,007 = 9,811.
    ("chats-inside", "{id: chats, model: workload, quantity: {count: cases}, rates: {by: category, simple: 2, hard: 4}}", "",
     [8810, 9454, 9811]),
    # Figures for the days of each wording: 400 × 7 + 500 × 8 + 1,803 = 8,603; the other months have all of the 1,001 calls.
    ("days-given", "{id: calls, model: workload, quantity: {count: interactions}, rate: 8}",
     "calls@2027-02-01: 400, calls@2027-02-11: 500, ", [8810, 8603, 9811]),
    # Of the later days alone: the earlier ones keep their share, 358 × 7 + 500 × 8 + 1,803 = 8,309.
    ("later-days-given", "{id: calls, model: workload, quantity: {count: interactions}, rate: 8}", "calls@2027-02-11: 500, ",
     [8810, 8309, 9811]),
    # A line that is added on 11 February bills 18/28 of that month's 560 mails, 360 × 2, and all of March's; in January there is none.
    ("added-inside", "{id: mails, model: workload, quantity: {given: contact}, rate: 2}", "mails: 560, ", [8810, 9530, 9930]),
]  # fmt: skip


@pytest.mark.parametrize(("restated", "quantities", "revenue"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_a_month_in_which_a_wording_changes(tmp_path: Path, restated: str, quantities: str, revenue: list[int]) -> None:
    assert months(tmp_path, f"amendments: [{{from: 2027-02-11, terms: [{restated}]}}]\n", quantities) == revenue


def test_a_line_that_ends_with_a_month_is_billed_until_then(tmp_path: Path) -> None:
    """The chats, 1,803, end with January."""
    assert months(tmp_path, "amendments: [{from: 2027-02-01, removes: [chats]}]\n") == [8810, 7007, 7007]


def test_a_kpi_that_is_judged_in_parts_has_its_value_in_each(tmp_path: Path) -> None:
    """A penalty of 100 for a KPI that is missed, added on 11 February: 10% of the calls of 18 of 28 days, 643 × 7 = 4,501; then of 7,007."""
    amendments = """
    amendments:
      - from: 2027-02-11
        month_judged: in_parts
        kpis: [{id: qa, kpi: entered, target: 90%}]
        adjustments: [{id: missed, kind: penalty, kpi: qa, percent: 10%, of: [calls]}]
    """
    assert months(tmp_path, amendments, kpis="{qa: 89%}") == [8810, 8810 - Fraction("450.1"), 8810 - Fraction("700.7")]


JUDGED = """
kpis: [{id: k, kpi: entered, target: 80%}]
adjustments: [{id: p, kind: penalty, kpi: k, percent: 10%, of: [calls]}]
amendments:
  - {from: 2027-02-11, month_judged: in_parts, adjustments: [{id: p, kind: penalty, kpi: k, percent: 20%, of: [calls]}]}
"""


@pytest.mark.parametrize(
    ("kpis", "revenue"),
    [
        ("{k: 80%}", ["8810", "8810", "8810"]),
        # The first ten days of February miss: 10% of 358 × 7.
        ("{k: 80%, k@2027-02-01: 70%}", ["8810", "8559.4", "8810"]),
        # All of its days do: 20% of 643 × 7 besides.
        ("{k: 80%, k@2027-02-01: 70%, k@2027-02-11: 79%}", ["8810", "7659.2", "8810"]),
    ],
)
def test_a_kpi_of_the_days_of_a_wording(tmp_path: Path, kpis: str, revenue: list[str]) -> None:
    assert months(tmp_path, JUDGED, kpis=kpis) == [Fraction(one) for one in revenue]


def test_a_quantity_that_another_line_bills_all_month_stays_whole(tmp_path: Path) -> None:
    """Calls at 7 until 10 February, 357.5 of 1,001, so 358; then 14 orders at 2. The desk bills 1 for each of the 1,001 calls."""
    contract = CONTRACT.replace("terms:", "quantities: {handled: {given: call}}\nterms:").replace(
        "quantity: {count: interactions}, rate: 7}",
        "quantity: handled, rate: 7}\n  - {id: desk, model: workload, quantity: handled, rate: 1}",
    )
    contract = contract.replace(
        "  - {id: chats, model: workload, quantity: {count: cases}, rates: {by: category, simple: 1, hard: 3}}\n", ""
    )
    restated = (
        "amendments: [{from: 2027-02-11, terms: [{id: calls, model: workload, quantity: {count: sales}, rate: 2}]}]\n"
    )
    (tmp_path / "contract.yaml").write_text(contract + restated)
    (tmp_path / "costs.yaml").write_text(COSTS)
    scenario = SCENARIO[: SCENARIO.index("measures:")] + "measures: {quantities: {handled: calls.handled, calls: 21}}\n"
    (tmp_path / "scenario.yaml").write_text(scenario)
    found = [month.revenue for month in project(read_bid(tmp_path / "scenario.yaml")).months]
    assert found == [1001 * 8, 358 * 7 + 14 * 2 + 1001, 21 * 2 + 1001]


@pytest.mark.parametrize("name", ["calls@2027-02-12", "calls@2027-03-01"])
def test_days_of_no_wording_are_refused(tmp_path: Path, name: str) -> None:
    amended = "amendments: [{from: 2027-02-11, terms: [{id: calls, model: workload, quantity: {count: interactions}, rate: 8}]}]\n"
    with pytest.raises(BpoError) as refused:
        months(tmp_path, amended, f"{name}: 500, ")
    assert [problem.words.code for problem in refused.value.problems] == ["scenario-figure-of-no-days"]
