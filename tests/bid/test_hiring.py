"""A bid whose people are hired ahead of need: its plan and workbook, its costs, its warnings, and its margin along an input."""

from __future__ import annotations

import io
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bpo.bid.staffing_plan import staffing_report
from bpo.economics.margin.vary import sweep, varied
from bpo.economics.scenario.bid_checks import bid_advice
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.changes import changed
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import Bid, read_bid
from bpo.economics.staffing.plan import StaffingPlan, staffing_plan
from bpo.report.draw import report_book
from bpo.report.screen import report_text
from tests.economics.scanning import margin_at

SHOP = Path(__file__).resolve().parents[2] / "contracts/examples/bids/shop-care"


def shop(folder: Path, *changes: tuple[str, str, str]) -> Bid:
    shutil.copytree(SHOP, folder / "bid")
    for name, old, new in changes:
        text = (folder / "bid" / name).read_text(encoding="utf-8")
        assert old in text
        (folder / "bid" / name).write_text(text.replace(old, new), encoding="utf-8")
    return read_bid(folder / "bid" / "scenario.yaml")


def plan_of(bid: Bid) -> StaffingPlan:
    return staffing_plan(bid.scenario, bid.contract)


QUARTER = ("scenario.yaml", "costs: costs.yaml\n", "costs: costs.yaml\nmonths: {from: 2027-10, to: 2027-12}\n")
SMALL = ("scenario.yaml", "class_at_most: 8", "class_at_most: 2")


def test_the_plan_shows_classes_and_tenure(tmp_path: Path) -> None:
    plan = plan_of(shop(tmp_path))
    said = report_text(staffing_report(plan, read_bid(SHOP / "scenario.yaml").contract, "base", plan.busiest), "en")
    joined = [(day, people) for month in plan.months if month.crew for day, people in month.crew.classes]
    assert joined and all(people <= 8 for _, people in joined)
    assert all(day.isoformat() in said for day, _ in joined)
    assert "Heads by tenure" in said and "Weeks 4–7" in said and "In no week are fewer there than are needed." in said


def test_the_workbooks_formulas_give_what_was_staffed(tmp_path: Path) -> None:
    """Heads at the end of a month are those before, and joiners less leavers; paid hours are heads × 169."""
    bid = shop(tmp_path, QUARTER)
    plan = plan_of(bid)
    book = load_workbook(io.BytesIO(report_book(staffing_report(plan, bid.contract, "base", plan.busiest))))
    rows = list(book["Tenure"].iter_rows(values_only=True))
    head = next(row for row in rows if row and row[0] == "Month")
    end = head.index("Heads at end")
    formulas = [row[end] for row in rows[rows.index(head) + 1 :] if row[0]]
    assert len(formulas) == 3 and all(str(one).startswith("=") for one in formulas)
    assert len(list(book["Classes"].iter_rows())) > 2


def test_those_in_training_are_paid_and_trainers_go_with_them(tmp_path: Path) -> None:
    """Wages are 2,450 × 1.21 for each head, those in training among them; trainers are one for each begun twelve in training."""
    for month in project(shop(tmp_path, QUARTER)).months:
        lines = {line.item: line for line in month.costs}
        assert lines["agents"].quantity == month.staffed.team.heads
        training = month.drivers["in_training"]
        assert lines["trainers"].quantity == -(-training // 12)
        assert lines["hiring"].amount == month.drivers["hires"] * 1200


def test_a_shortfall_that_nobody_pays_for_is_warned_of(tmp_path: Path) -> None:
    bid = shop(tmp_path, QUARTER, SMALL)
    plan = project(bid)
    short = [month.drivers["shortfall"] for month in plan.months]
    (told,) = [one for one in bid_advice(bid, plan) if one.code == "bid-hiring-short"]
    assert f"{float(max(short)):.1f} full-time equivalents lacking" in told.say("en")
    priced = shop(
        tmp_path / "priced", QUARTER, SMALL, ("costs.yaml", "  # What they", "  - {id: overtime, amount: 4100, per: shortfall}\n  # What they")
    )  # fmt: skip
    assert not [one for one in bid_advice(priced, project(priced)) if one.code == "bid-hiring-short"]
    extra = project(priced).cost - plan.cost
    assert extra > 4100 * sum(short), "and interest on it"
    assert extra < 4100 * sum(short) * Fraction(101, 100)


def test_attrition_multiplies_every_band(tmp_path: Path) -> None:
    hiring = changed(shop(tmp_path), {"attrition": Fraction(2)}).people.hiring
    assert hiring is not None and hiring.training is not None
    assert hiring.training.attrition_a_month == Fraction(20, 100)
    assert [one.attrition_a_month for one in hiring.learning] == [Fraction(16, 100), Fraction(10, 100)]


@pytest.mark.parametrize("name", ["volume", "attrition"])
def test_the_margin_along_an_input_is_that_of_each_place(tmp_path: Path, name: str) -> None:
    """A curve that looked at few places has the margin of a projection of its own at each of them."""
    case = case_of_bid(shop(tmp_path, QUARTER))
    curve = sweep(case, varied(case, name, Fraction(97, 100), Fraction(103, 100))).curve
    for spot in curve.spots[:: max(1, len(curve.spots) // 6)]:
        assert spot.margin == case.margin({name: spot.place})
    assert margin_at(curve, Fraction(1)) == case.margin({})
