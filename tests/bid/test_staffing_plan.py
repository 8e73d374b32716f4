"""The staffing plan of the example bid: what it prints is what was staffed, and the workbook's formulas give the same figures."""

from __future__ import annotations

import io
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bpo.bid.staffing_plan import draw_staffing, staffing_report
from bpo.contracts.model import Contract
from bpo.economics.scenario.projection import Projection
from bpo.economics.scenario.scenario import Bid, read_bid
from bpo.economics.staffing.plan import StaffingPlan, staffing_plan
from bpo.report.draw import report_book
from bpo.report.page import Page, PageTable, page_of
from bpo.report.speech import Language
from tests.bid.conftest import HOTLINE
from tests.cli.desk import Desk
from tests.invoice.conftest import pages_of


@pytest.fixture(scope="module")
def bid() -> Bid:
    return read_bid(HOTLINE)


@pytest.fixture(scope="module")
def plan(bid: Bid) -> StaffingPlan:
    return staffing_plan(bid.scenario, bid.contract)


def in_language(contract: Contract, language: Language) -> Contract:
    return contract.model_copy(update={"language": language})


@pytest.fixture(scope="module")
def sheet(bid: Bid, plan: StaffingPlan) -> Page:
    return page_of(staffing_report(plan, in_language(bid.contract, "en"), "base", plan.busiest))


@pytest.fixture(scope="module")
def books(bid: Bid, plan: StaffingPlan) -> tuple[Any, Any]:
    data = report_book(staffing_report(plan, in_language(bid.contract, "en"), "base", plan.busiest))
    return load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(data), data_only=True)


def rows(sheet: Page, table: str) -> list[list[str]]:
    return [[str(cell.text) for cell in row.cells] for row in sheet.parts[table].rows]  # type: ignore[union-attr]


def test_what_is_assumed_is_what_the_scenario_says(sheet: Page) -> None:
    calls, letters = rows(sheet, "streams")
    assert calls == ["Calls", "2,019,594", "245", "85% answered in 20 s", "120", "85%"]
    assert letters[3:] == ["can wait; 90% of desk time is productive", "–", "–"]
    figures = dict(rows(sheet, "people"))
    assert figures["Productive hours a head and month"] == "135.77"
    assert (figures["Shrinkage: leave"], figures["Attrition a month"], figures["Joiners in month 2"]) == (
        "10.3%",
        "3%",
        "80%",
    )


def test_a_row_a_month_and_their_sum(sheet: Page, plan: StaffingPlan) -> None:
    """54,000 calls and 3,200 letters in the first month; the month's own service level in its row."""
    months = sheet.parts["months"]
    assert isinstance(months, PageTable)
    heads, shown = [str(one.title) for one in months.columns], rows(sheet, "months")
    first = dict(zip(heads, shown[0], strict=True))
    assert (first["Month"], first["Contacts offered"], first["Leavers"]) == ("2027-01", "57,200", "0.0")
    level = plan.months[0].streams[0].service_level
    assert level is not None and first["Service level"] == f"{float(level):.1%}"
    assert len(shown) == 36 + 1 and "of_calls" not in sheet.parts
    paid = sum(month.paid_hours for month in plan.months)
    assert shown[-1][-4] == f"{round(float(paid)):,}"


def test_the_heat_table_holds_every_position_of_the_month(sheet: Page, plan: StaffingPlan) -> None:
    heat, calls = sheet.parts["heat_calls"], plan.busiest.streams[0]
    assert isinstance(heat, PageTable)
    *every, hours, counts = [[cell for cell in row.cells if cell.key.startswith("on")] for row in heat.rows]
    assert sorted(int(str(cell.text)) for row in every for cell in row) == sorted(
        one.plan.positions for one in calls.intervals
    )
    shades = sorted((int(str(cell.text)), cell.shade) for row in every for cell in row)
    assert (shades[0], shades[-1]) == ((4, 2), (18, 6))  # 4 × 6 / 18 = 1.3
    added = sum(float(str(one.text)) * int(str(count.text)) for one, count in zip(hours, counts, strict=True))
    assert added == float(calls.productive_hours)


def test_the_pages_in_each_language(bid: Bid, plan: StaffingPlan, tmp_path: Path) -> None:
    for language, words in (("zh", "人员测算"), ("en", "Staffing plan"), ("both", "人员测算Staffing plan")):
        contract = in_language(bid.contract, language)  # type: ignore[arg-type]
        pdf, book = draw_staffing(plan, contract, "low", plan.busiest, tmp_path)
        assert (pdf.name, book.name) == ("LJ-2027-01-low-staffing.pdf", "LJ-2027-01-low-staffing.xlsx")
        first = pages_of(draw_staffing(plan, contract, "low", plan.busiest, tmp_path)[pdf])[0]
        assert words.replace(" ", "") in first.replace(" ", "").replace("\n", "")


def test_nothing_of_costs_is_in_it(bid: Bid, plan: StaffingPlan, tmp_path: Path) -> None:
    pages = "".join(pages_of(next(iter(draw_staffing(plan, bid.contract, "base", plan.busiest, tmp_path).values()))))
    assert "成本" not in pages and "毛利" not in pages and "CNY" not in pages


def test_the_workbooks_formulas_give_what_was_staffed(books: tuple[Any, Any], plan: StaffingPlan) -> None:
    live, values = books
    assert live.sheetnames == ["Assumptions", "Months", "Half hours"]
    assumed = values["Assumptions"]
    hours, presence, productive, attrition, seats = (assumed[cell].value for cell in ("B2", "B5", "B6", "B7", "B8"))
    assert (hours, round(presence, 6), round(productive, 2), attrition, seats) == (176, 0.77142, 135.77, 0.03, 1.05)
    assert live["Assumptions"]["B5"].value == "=(1-B3)*(1-B4)" and live["Assumptions"]["B6"].value == "=B2*B5"
    months, shown = live["Months"], values["Months"]
    assert months["D3"].value == "=IF('Assumptions'!$B$5=0,\"\",ROUNDUP(ROUND(C3/'Assumptions'!$B$5,9),0))"
    assert months["J3"].value == "=H2*'Assumptions'!$B$7" and months["L3"].value == "=H3*'Assumptions'!$B$2"
    for row, month in enumerate(plan.months, start=2):
        cells = {column: shown[f"{column}{row}"].value for column in "ABCDEFGHIJKL"}
        assert cells["D"] == math.ceil(round(cells["C"] / presence, 9)) == plan.people.rostered(month.positions)
        assert cells["E"] == math.ceil(round(cells["C"] * seats, 9)) == month.seats
        assert cells["G"] == pytest.approx(cells["F"] / productive)
        assert cells["L"] == pytest.approx(cells["H"] * hours)
        assert cells["J"] == pytest.approx(shown[f"H{row - 1}"].value * attrition if row > 2 else 0)
        before = shown[f"H{row - 1}"].value if row > 2 else 0
        assert before - cells["J"] - cells["K"] + cells["I"] == pytest.approx(cells["H"])
        offered, handled, handling, desk, _, level = (shown[f"{column}{row}"].value for column in "MNOPQR")
        assert level >= 0.85 and handled < offered
        assert handling == pytest.approx(handled * 245 / 3600)
        assert desk == pytest.approx(float(month.streams[0].productive_hours))
    half = values["Half hours"]
    last = half.max_row
    assert half[f"I{last}"].value == sum(half[f"G{row}"].value * half[f"E{row}"].value / 2 for row in range(2, last))
    assert live["Half hours"][f"I{last}"].value == f"=SUM(I2:I{last - 1})"
    assert half[f"I{last}"].value == float(plan.busiest.streams[0].productive_hours)


def test_who_abandons_is_not_billed(hotline: Projection) -> None:
    """The first line bills calls handled, to the nearest whole one: those offered less the share that abandons."""
    for month in hotline.months[:3]:
        calls = month.staffed.streams[0]
        billed = month.statement.measures.quantities["inbound"].total
        assert calls.abandonment_rate is not None and calls.abandonment_rate > Fraction(4, 100)
        assert abs(billed - calls.offered * (1 - calls.abandonment_rate)) <= Fraction(1, 2)
        assert calls.handle_minutes == (calls.offered - calls.abandoned) * 245 / 60


def test_the_verb_writes_nothing_unless_it_is_asked_to(tmp_path: Path) -> None:
    (tmp_path / "bid").mkdir()
    for file in HOTLINE.parent.glob("*.yaml"):
        (tmp_path / "bid" / file.name).write_bytes(file.read_bytes())
    desk = Desk(tmp_path)
    desk.change("bid/scenario.yaml", "to: 2029-12}", "to: 2027-02}")
    before = set(tmp_path.rglob("*"))
    base = desk.json("staffing", "bid/scenario.yaml")
    assert set(tmp_path.rglob("*")) == before and base["files"] == []
    low = desk.json("staffing", "bid/scenario.yaml", "--variant", "low", "--folder", "plan")
    assert low["files"] == ["plan/LJ-2027-01-low-staffing.pdf", "plan/LJ-2027-01-low-staffing.xlsx"]
    assert all((tmp_path / file).stat().st_size > 1000 for file in low["files"])
    assert int(low["months"][0]["drivers"]["calls.offered"]) == 54000 * 85 // 100
    said = desk.run("staffing", "bid/scenario.yaml", "--variant", "lowest")
    assert (said.code, "no variant 'lowest'" in said.err) == (1, True)
    assert (
        "Hotline bid, low: Calls: volume × 85%, Letters: volume × 85%: staffing"
        in desk.run("staffing", "bid/scenario.yaml", "--variant", "low").out
    )


def test_a_variant_that_changes_what_is_not_there_is_told(tmp_path: Path) -> None:
    for file in HOTLINE.parent.glob("*.yaml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    desk = Desk(tmp_path)
    desk.change("scenario.yaml", "low: {calls.volume: 85%", "low: {call.volume: 85%")
    said = desk.run("staffing", "scenario.yaml", "--variant", "low")
    assert said.code == 1 and "no input 'call.volume'" in said.err and "scenario.yaml" in said.err
