"""A bid with shifts: its plan and workbook, its cost against the same bid whose hours all fit, and the share of night in its costs."""

from __future__ import annotations

import io
from fractions import Fraction

import pytest
from openpyxl import load_workbook

from bpo.bid.calculation import calculation_report
from bpo.bid.staffing_plan import staffing_report
from bpo.bid.unit_prices import unit_prices
from bpo.contracts.load import LoadedContract
from bpo.core.documents import parse_document
from bpo.core.validation import read_model
from bpo.economics.costs.costs import costs_of
from bpo.economics.scenario.projection import Projection, project
from bpo.economics.scenario.scenario import Bid, Scenario, read_bid
from bpo.economics.staffing.plan import StaffingPlan, staffing_plan
from bpo.report.draw import report_book
from bpo.report.page import page_of
from bpo.report.screen import report_text
from tests.bid.conftest import HOTLINE

SCENARIO = """
scenario: office
contract: draft.yaml
costs: costs.yaml
months: {from: 2027-06, to: 2027-07}
streams:
  - id: calls
    label: {zh: 呼入, en: Calls}
    volume: 22000
    handle_seconds: 180
    pattern:
      days: {mon-fri: 100%}
      half_hours: {"09:00-14:00": 100%}
    goal: {answered: 80%, within_seconds: 20}
  - {id: letters, volume: 960, handle_seconds: 900, workload: {}}
people:
  hours_a_month: 160
  shrinkage: 30%
  night: "12:00-14:00"
  shifts:
    working_time: CN
    kinds: [{id: day, label: {zh: 白班, en: Day shift}, hours: 8, starts: "09:00"}]
measures: {quantities: {inbound: calls.handled, letters: letters.handled, complaints: 1}, kpis: {answered: 90%, abandonment: 1%, qa: 96%, satisfaction: 94%}}
"""
"""22 days of ten half hours of 100 calls, for which 14 are needed, in June of 2027 and in July: 1,540 h, with shifts of 8 h 2,464."""
COSTS = """
costs: office
currency: CNY
items:
  - {id: agents, amount: 20, per: paid_hour}
  - {id: night, amount: 5, per: night_hour}
  - {id: roster, amount: 1, per: scheduled_hour}
"""


@pytest.fixture(scope="module")
def bid() -> Bid:
    document = parse_document(SCENARIO, "scenario.yaml")
    loaded: LoadedContract = read_bid(HOTLINE).loaded
    return Bid(read_model(document, Scenario), document, loaded, costs_of(parse_document(COSTS, "costs.yaml")))


@pytest.fixture(scope="module")
def plan(bid: Bid) -> StaffingPlan:
    return staffing_plan(bid.scenario, bid.contract)


@pytest.fixture(scope="module")
def projected(bid: Bid) -> Projection:
    return project(bid)


def test_the_cost_is_that_of_the_schedule(projected: Projection) -> None:
    """June: 2,464 h of shifts and 240 h of letters are 2,704 / 0.7 = 3,862.857 paid hours at 20; a quarter of the shifts' is night,
    616 / 0.7 = 880 at 5; 2,704 at 1. Without shifts it would be 1,780 / 0.7 paid hours."""
    june = projected.months[0]
    spent = {line.item: line.amount for line in june.costs}
    assert spent["agents"] == 20 * Fraction(2704) / Fraction(7, 10)
    assert (spent["night"], spent["roster"]) == (880 * 5, 2704)
    assert june.drivers["productive_hours"] == 1780


def test_what_is_changed_keeps_the_ratio_of_the_week(bid: Bid) -> None:
    """Half the calls need 8 where 14 were needed; the week is scheduled as written: 1.6 hours for an hour."""
    half = project(bid, {"calls.volume": Fraction(1, 2)}).months[0]
    needed = half.staffed.streams[0].productive_hours
    assert half.staffed.scheduled_hours == needed * Fraction(8, 5) + 240
    assert needed == 22 * 5 * half.staffed.streams[0].positions


def test_the_plan_shows_the_week(plan: StaffingPlan, bid: Bid) -> None:
    report = staffing_report(plan, bid.contract.model_copy(update={"language": "en"}), "base", plan.busiest)
    page = page_of(report)
    said = report_text(report, "en")
    for one in (
        "14 people are scheduled for 560 h a week, where 350 h are needed: 210 h or 60% more.",
        "No schedule has fewer hours.",
    ):
        assert one in said
    duties = [[str(cell.text) for cell in row.cells] for row in page.parts["duties"].rows]  # type: ignore[union-attr]
    assert duties[0] == ["Day shift", "09:00–17:00", "14", "14", "14", "14", "14", "0", "0", "14"]
    assert "cover" not in page.parts


def test_the_workbook_reckons_with_shifts(plan: StaffingPlan, bid: Bid) -> None:
    """Hours scheduled, heads needed and heads for shifts are formulas: 924 h beyond the need are 8.25 heads at 112 h."""
    data = report_book(staffing_report(plan, bid.contract.model_copy(update={"language": "en"}), "base", plan.busiest))
    live, cached = (load_workbook(io.BytesIO(data), data_only=only)["Months"] for only in (False, True))
    rows = list(live.iter_rows(values_only=True))
    at = next(n for n, row in enumerate(rows) if row[0] == "2027-06")
    heads = [str(name) for name in next(row for row in rows if "Month" in row)]
    formulas = dict(zip(heads, rows[at], strict=True))
    values = dict(zip(heads, list(cached.iter_rows(values_only=True))[at], strict=True))
    for name, value in (("Scheduled h", 2704), ("Heads for shifts", 8.25), ("Heads needed", 2704 / 112)):
        assert str(formulas[name]).startswith("="), name
        assert abs(float(str(values[name])) - value) < 1e-6, name


def test_shifts_without_a_queue_change_nothing(bid: Bid) -> None:
    letters = bid.scenario.altered(streams=bid.scenario.streams[1:])
    plan = staffing_plan(letters, bid.contract)
    assert plan.week is None and plan.months[0].scheduled_hours is None


def test_what_shifts_cost(bid: Bid, projected: Projection) -> None:
    """924 h a month that nobody needs are 1,320 paid hours at 20 and 924 scheduled ones at 1; a quarter of 1,320 are 330 h of night at 5:
    28,974 a month."""
    fitting = project(bid, shifts_fit=True)
    assert fitting.months[0].staffed.scheduled_hours == 1780
    assert projected.cost - fitting.cost == 2 * 28_974


def test_the_sheet_says_what_shifts_cost(bid: Bid, projected: Projection) -> None:
    scenario = read_bid(HOTLINE).scenario
    assert scenario.quote is not None
    report = calculation_report(projected, scenario.quote, "base", unit_prices(projected, scenario.quote, "base"))
    said = "Shifts: 5,408 h are scheduled for 3,560 h that are needed (51.9% more), which costs 57,948 CNY of the term."
    assert said in report_text(report, "en")
