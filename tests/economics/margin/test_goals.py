"""The cost-control target broken down to owners, items, months and KPIs (目标分解), worked by hand.

The letters bid: three months, each 1,200 × 30 + 1,000 − 2 × 50 = 36,900 of revenue, 110,700 in all; each month agents 2.5 × 8,000 = 20,000,
rent 500, management 5% × 36,900 = 1,845: 22,345, in all 67,035. The target is 110,700 / 67,035 of each plan.
"""

import io
from decimal import Decimal as D
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bpo.bid.break_even import Found, break_even_report
from bpo.core.errors import BpoError
from bpo.economics.margin.breakeven import break_even
from bpo.economics.margin.goals import Goals, goals, reaching
from bpo.economics.margin.margin_curve import Sample
from bpo.economics.margin.targets import cost_targets
from bpo.economics.margin.vary import sweep, varied
from bpo.economics.scenario.case import Case, case_of_bid
from bpo.economics.scenario.scenario import read_bid
from bpo.report.draw import report_book
from tests.cli.desk import Desk

LETTERS = Path(__file__).resolve().parents[1] / "bids"
OWNERS = "owners: {labour: team_a, management: finance, kpi.qa: team_a}\n"
QUOTE = (
    "quote: {{number: L-1, date: 2026-11-01, valid_days: 30, margin_floor: [{{below: {floor}, approved_by: Board}}]}}\n"
)


def bid_in(folder: Path, more: str = "") -> Path:
    for file in LETTERS.glob("letters*.yaml"):
        (folder / file.name).write_bytes(file.read_bytes())
    costs, scenario = folder / "letters-costs.yaml", folder / "letters.yaml"
    rent = "per: month}"
    costs.write_text(costs.read_text("utf-8").replace(rent, "per: month, owner: house}", 1), "utf-8")
    scenario.write_text(scenario.read_text("utf-8") + more, "utf-8")
    return scenario


def goals_of(scenario: Path) -> tuple[Case, Goals]:
    case = case_of_bid(read_bid(scenario))
    return case, goals(case, cost_targets(case))


def test_the_target_by_owner_and_month_agrees_to_the_cent(tmp_path: Path) -> None:
    """Agents 20,000 × 110,700 / 67,035 = 33,027.5229 a month, 99,082.5688 in all; rent 825.6881 and 2,477.0642; management 3,046.7890
    and 9,140.3670. Of 99,082.57 the first month bears the odd cent; of 2,477.06 the first is a cent below the two others."""
    _, found = goals_of(bid_in(tmp_path, OWNERS))
    months = {one.item: [part.ceiling for part in one.by_month] for one in found.costs}
    assert months == {
        "agents": [D("33027.53"), D("33027.52"), D("33027.52")],
        "rent": [D("825.68"), D("825.69"), D("825.69")],
        "management": [D("3046.79")] * 3,
    }
    assert {one.item: (one.owner, one.ceiling) for one in found.costs} == {
        "agents": ("team_a", D("99082.57")),  # the scenario's owner of the category
        "rent": ("house", D("2477.06")),  # the item's own
        "management": ("finance", D("9140.37")),  # the scenario's owner of the item
    }
    assert sum(one.ceiling for one in found.costs) == D("110700.00")
    assert all(sum(part.ceiling for part in one.by_month) == one.ceiling for one in found.costs)


def test_without_owners_the_role_has_it(tmp_path: Path) -> None:
    _, found = goals_of(bid_in(tmp_path))
    assert {one.item: one.owner for one in found.costs} == {
        "agents": "operations",
        "rent": "house",
        "management": "operations",
    }
    assert [one.owner for one in found.kpis] == ["quality"]


# A QA below 95% takes a tenth off the letters: 3 × 3,600 of revenue, of which 5% are management. 99,900 − 66,495 = 33,405 are 33.4% of
# 99,900; as planned 43,665 are 39.4% of 110,700.
@pytest.mark.parametrize(
    ("floor", "least", "reached"), [("30%", None, True), ("33%", None, True), ("34%", F(95, 100), True), ("39%", F(95, 100), True), ("40%", None, False)]
)  # fmt: skip
def test_a_kpi_keeps_the_value_from_which_the_margin_is_at_the_floor(
    tmp_path: Path, floor: str, least: F | None, reached: bool
) -> None:
    _, found = goals_of(bid_in(tmp_path, OWNERS + QUOTE.format(floor=floor)))
    (kpi,) = found.kpis
    assert (kpi.owner, kpi.least, kpi.most, kpi.reached, kpi.proven) == ("team_a", least, None, reached, True)


def test_a_straight_margin_reaches_the_floor_on_the_step_inside() -> None:
    """Revenue 100 × x, cost 50: 80 × x = 50 at 0.625, so from 0.63 on; falling, 80 × (1 − x) = 50 at 0.375, so up to 0.37."""
    rising = [Sample(F(0), F(0), F(50)), Sample(F(1), F(100), F(50))]
    falling = [Sample(F(0), F(100), F(50)), Sample(F(1), F(0), F(50))]
    assert list(reaching(rising, F(1, 5), F(1, 100))) == [(F(63, 100), F(1))]
    assert list(reaching(falling, F(1, 5), F(1, 100))) == [(F(0), F(37, 100))]
    assert list(reaching(rising, F(3, 5), F(1, 100))) == []
    assert list(reaching(rising, F(1, 2), F(1, 100))) == [(F(1), F(1))]  # 50 × 1 covers 50 at the very end


def test_the_workbook_has_them_live(tmp_path: Path) -> None:
    case, found = goals_of(bid_in(tmp_path, OWNERS))
    case = Case(case.contract.model_copy(update={"language": "en"}), case.costs, case.inputs, case.run, case.bid)
    swept = [sweep(case, varied(case, "volume"))]
    report = break_even_report(Found(case, break_even(case), cost_targets(case), swept, goals=found))
    data = report_book(report)
    live: Any = load_workbook(io.BytesIO(data))
    values: Any = load_workbook(io.BytesIO(data), data_only=True)
    leaves, shown = live["Goals by owner"], values["Goals by owner"]
    assert "ROUND(" in leaves["I2"].value and "'Break-even points'" in leaves["I2"].value
    own = [row for row in shown.iter_rows(min_row=2, values_only=True) if row[5]]
    expected = [part.ceiling for one in found.costs for part in one.by_month]
    assert [D(str(row[8])).quantize(D("0.01")) for row in own] == expected
    months, by_month = live["Goals by month"], values["Goals by month"]
    assert months["B2"].value.startswith("=SUMIFS(")
    # January: agents 33,027.53; rent 825.68; management 3,046.79.
    assert [by_month.cell(2, column).value for column in range(2, 6)] == pytest.approx(
        [33027.53, 825.68, 3046.79, 36900.00]
    )
    assert [by_month.cell(5, column).value for column in range(2, 6)] == pytest.approx(
        [99082.57, 2477.06, 9140.37, 110700.00]
    )


def test_the_verb_tells_them(tmp_path: Path) -> None:
    bid_in(tmp_path, OWNERS + QUOTE.format(floor="39%"))
    desk = Desk(tmp_path)
    said = desk.run("breakeven", "letters-contract.yaml", "--scenario", "letters.yaml")
    assert said.code == 0, said.err
    assert "33,027.52" in said.out and "at least 39% of the revenue" in said.out
    json = desk.json("breakeven", "letters-contract.yaml", "--scenario", "letters.yaml")["goals"]
    assert [one["ceiling"] for one in json["costs"]] == ["99082.57", "2477.06", "9140.37"]
    assert json["kpis"] == [
        {"owner": "team_a", "kpi": "qa", "at_least": "0.95", "at_most": None, "reached": True, "proven": True}
    ]


def test_an_owner_of_nothing_is_refused(tmp_path: Path) -> None:
    scenario = bid_in(tmp_path, "owners: {agent: team_a}\n")
    with pytest.raises(BpoError) as told:
        read_bid(scenario)
    (problem,) = told.value.problems
    assert problem.code == "owner-of-nothing" and problem.values["nearest"] == "agents"
    assert problem.where is not None and problem.where.line == len(scenario.read_text("utf-8").splitlines())


def test_an_owner_with_braces_is_a_name(tmp_path: Path) -> None:
    """It has the agents alone; its column of the workbook adds up what the first month has of them, 33,027.53 (see above)."""
    case, found = goals_of(bid_in(tmp_path, "owners: {labour: '{team} \"a', management: finance}\n"))
    assert [one.owner for one in found.costs] == ['{team} "a', "house", "finance"]
    swept = [sweep(case, varied(case, "volume"))]
    data = report_book(break_even_report(Found(case, break_even(case), cost_targets(case), swept, goals=found)))
    name = next(one for one in load_workbook(io.BytesIO(data)).sheetnames if "month" in one.lower() or "月" in one)
    live: Any = load_workbook(io.BytesIO(data))[name]["B2"].value
    assert live.startswith("=SUMIFS(") and live.endswith(',"{team} ""a")'), live
    assert load_workbook(io.BytesIO(data), data_only=True)[name]["B2"].value == pytest.approx(33027.53)
