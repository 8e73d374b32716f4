"""Handling time, shrinkage and attrition by month: each figure holds from its month on."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bpo.bid.staffing_plan import staffing_report
from bpo.core.cycles import Months
from bpo.core.errors import BpoError
from bpo.economics.scenario.changes import changed_work
from bpo.economics.scenario.scenario import read_bid
from bpo.economics.staffing.plan import StaffingPlan
from bpo.economics.staffing.staffed import StaffedMonth
from bpo.economics.staffing.staffing import staff_months
from bpo.report.draw import report_book
from bpo.report.page import page_of
from tests.bid.conftest import HOTLINE
from tests.economics.working import OFFICE, Work, work

LEARNING = OFFICE.replace("handle_seconds: 180", "handle_seconds: {2026-06: 240, 2026-08: 180}").replace(
    "shrinkage: 30%", "shrinkage: {leave: {2026-06: 20%, 2026-07: 30%}, breaks: 12.5%}"
)
PAGE = Path(__file__).parents[3] / "docs" / "economics" / "staffing.md"
PEOPLE = "attrition_a_month: {2026-05: 4%, 2026-08: 10%}"


def learning(text: str = "") -> Work:
    return work(text or LEARNING.replace("hours_a_month: 160", f"hours_a_month: 160, {PEOPLE}"))


def staffed(read: Work, names: tuple[str, ...] = ("2026-06", "2026-07", "2026-08")) -> tuple[StaffedMonth, ...]:
    """22,000 calls in each of these months."""
    return staff_months(
        read.streams, read.people, [(Months().period(name), {"calls": Fraction(22000)}) for name in names]
    )


def test_each_month_has_its_own_figures() -> None:
    """22,000 calls are 1,466⅔ hours at 240 s and 1,100 at 180 s. A head works 160 × 0.8 × 0.875 = 112 hours in June and 160 × 0.7 × 0.875
    = 98 from July on. 4% leave in July, 10% in August."""
    june, july, august = staffed(learning())
    assert [month.drivers()["calls.handle_minutes"] for month in (june, july, august)] == [88_000, 88_000, 66_000]
    assert june.team.heads == june.productive_hours / 112
    assert july.team.heads == july.productive_hours / 98
    assert july.team.leavers == june.team.heads * Fraction(4, 100)
    assert august.team.leavers == july.team.heads / 10
    assert june.productive_hours > august.productive_hours, "fewer are needed who answer faster"


def test_a_month_that_is_not_named_is_as_if_it_were() -> None:
    every = LEARNING.replace("{2026-06: 240, 2026-08: 180}", "{2026-06: 240, 2026-07: 240, 2026-08: 180, 2026-09: 999}")
    said = every.replace("hours_a_month: 160", f"hours_a_month: 160, {PEOPLE}")
    assert staffed(learning(said)) == staffed(learning())


def test_what_the_page_says_of_a_learning_curve() -> None:
    """300 s in January, 245 from March on; leave of 14% in February alone; attrition of 3% from July on."""
    (example,) = re.findall(r"^```yaml by-month\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    seconds, shrinkage, attrition = example.splitlines()
    stream = f"streams: [{{id: letters, volume: 1, workload: {{}}, {seconds}}}]\n"
    read = work(stream + f"people:\n  hours_a_month: 160\n  {shrinkage}\n  {attrition}\n")
    months = ("2027-01", "2027-02", "2027-03", "2027-06", "2027-07", "2029-12")
    assert [read.streams[0].handle_seconds.of(month) for month in months] == [300, 270, 245, 245, 245, 245]
    leave, left = read.people.shrinkage["leave"], read.people.attrition_a_month
    assert [leave.of(month) * 100 for month in months] == [10, 14, 10, 10, 10, 10]
    assert [left.of(month) * 100 for month in months] == [6, 6, 6, 6, 3, 3]


def test_work_that_can_wait_by_month() -> None:
    """1,200 letters of 900 s are 300 hours, and of 600 s 200."""
    letters = "streams: [{id: letters, volume: 1200, handle_seconds: {2026-06: 900, 2026-07: 600}, workload: {}}]\n"
    read = work(letters + "people: {hours_a_month: 160, shrinkage: {2026-06: 20%, 2026-07: 37.5%}}")
    months = [(Months().period(name), {"letters": Fraction(1200)}) for name in ("2026-06", "2026-07")]
    june, july = staff_months(read.streams, read.people, months)
    assert (june.productive_hours, july.productive_hours) == (300, 200)
    assert (june.team.heads, july.team.heads) == (Fraction(300, 128), 2)


def test_a_scenario_that_begins_before_the_first_month_is_refused() -> None:
    """All that lack the month are told, at their lines; attrition has May."""
    with pytest.raises(BpoError) as caught:
        staffed(learning(), ("2026-05", "2026-06"))
    told = [
        (one.code, one.where and one.where.line, one.values["first"], one.values["month"])
        for one in caught.value.problems
    ]
    assert told == [
        ("by-month-before-first", 6, "2026-06", "2026-05"),
        ("by-month-before-first", 11, "2026-06", "2026-05"),
    ]


WRONG = [
    ("{2026-06: 240, 2026-13: 180}", "figure-not-a-month", 6),
    ("{2026-06: 240, from: 180}", "figure-not-a-month", 6),
    ("{2026-06: 240, 2026-07: 0}", "number-not-positive", 6),
    ("{2026-06: 240, 2026-07: 90%}", "number-as-percent", 6),
    ("{}", "list-empty", 6),
    ("soon", "not-a-number", 6),
]


@pytest.mark.parametrize(("written", "code", "line"), WRONG, ids=[case[0] for case in WRONG])
def test_what_is_no_figure_by_month(written: str, code: str, line: int) -> None:
    with pytest.raises(BpoError) as caught:
        work(OFFICE.replace("handle_seconds: 180", f"handle_seconds: {written}"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.where and problem.where.line) == (code, line)


@pytest.mark.parametrize("lost", ["{2026-06: 30%, 2026-07: 100%}", "{leave: {2026-06: 30%, 2026-07: 100%}}"])
def test_no_month_may_lose_everybody(lost: str) -> None:
    with pytest.raises(BpoError) as caught:
        work(OFFICE.replace("shrinkage: 30%", f"shrinkage: {lost}"))
    assert [one.code for one in caught.value.problems] == ["people-nobody-left"]


@pytest.fixture(scope="module")
def plan() -> Iterator[StaffingPlan]:
    """The example bid's first four months, with calls, leave and attrition that change."""
    bid = read_bid(HOTLINE)
    read = learning(
        LEARNING.replace("2026-06", "2027-01").replace("2026-07", "2027-02").replace("2026-08", "2027-04")
        .replace("hours_a_month: 160", "hours_a_month: 160, heads: whole, attrition_a_month: {2027-01: 4%, 2027-03: 10%}")
    )  # fmt: skip
    scenario = bid.scenario.model_copy(update={"streams": read.streams, "people": read.people})
    names = ("2027-01", "2027-02", "2027-03", "2027-04")
    yield StaffingPlan(scenario, {}, read.streams, read.people, staffed(read, names))


def test_changes_are_factors_on_every_month(plan: StaffingPlan) -> None:
    changes = {"calls.handle_seconds": Fraction(11, 10), "shrinkage": Fraction(2), "attrition": Fraction(1, 2)}
    now = changed_work(plan.scenario, changes)
    assert list(now.streams[0].handle_seconds.months.values()) == [264, 198]
    assert [list(lost.months.values()) for lost in now.people.shrinkage.values()] == [
        [Fraction(40, 100), Fraction(60, 100)],
        [Fraction(25, 100)],
    ]
    assert list(now.people.attrition_a_month.months.values()) == [Fraction(2, 100), Fraction(5, 100)]
    with pytest.raises(BpoError) as caught:  # 30% × 4 = 120%, though 20% × 4 would do
        changed_work(plan.scenario, {"shrinkage": Fraction(4)})
    assert caught.value.problems[0].code == "input-beyond-all"


def test_the_plan_says_from_when_a_figure_holds(plan: StaffingPlan) -> None:
    contract = read_bid(HOTLINE).contract.model_copy(update={"language": "en"})
    parts: Any = page_of(staffing_report(plan, contract, "base", plan.busiest)).parts
    figures = {str(name.text): str(value.text) for name, value in (row.cells for row in parts["people"].rows)}
    assert str(parts["streams"].rows[0].cells[2].text) == "180 – 240"
    assert figures["Calls: Handle time (s)"] == "240; 2027-04: 180"
    assert (figures["Shrinkage: leave"], figures["Shrinkage: breaks"]) == ("20%; 2027-02: 30%", "12.5%")
    assert figures["Productive hours a head and month"] == "112.00; 2027-02: 98.00"
    assert figures["Attrition a month"] == "4%; 2027-03: 10%"


def test_the_workbook_computes_each_month_with_its_own_figures(plan: StaffingPlan) -> None:
    """A column for each month in which something changes; the formulas of a month name its own."""
    contract = read_bid(HOTLINE).contract.model_copy(update={"language": "en"})
    data = report_book(staffing_report(plan, contract, "base", plan.months[1]))
    live, shown = load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(data), data_only=True)
    assumed: Any = shown["Assumptions"]
    assert [cell.value for cell in assumed[1]] == ["Input", "2027-01", "2027-02", "2027-03", "2027-04"]
    assert [assumed.cell(3, column).value for column in range(2, 6)] == pytest.approx([0.2, 0.3, 0.3, 0.3])
    assert [assumed.cell(6, column).value for column in range(2, 6)] == pytest.approx([112, 98, 98, 98])
    assert [assumed.cell(7, column).value for column in range(2, 6)] == pytest.approx([0.04, 0.04, 0.1, 0.1])
    months = live["Months"]
    needed = {row: f"F{row}/'Assumptions'!${column}$6" for row, column in ((2, "B"), (4, "D"))}
    for row, text in needed.items():
        assert months[f"G{row}"].value == f'=IF({text[3:]}=0,"",{text})'
    due = "H2*'Assumptions'!$C$7+H3*'Assumptions'!$D$7"
    assert months["J4"].value == f"=ROUND(ROUND({due},9),0)-J2-J3"
    assert live["Half hours"]["H2"].value.endswith("/'Assumptions'!$C$5,9),0))")
    heads = [month.team.heads for month in plan.months]
    left = [round(float(heads[0] * Fraction(4, 100))), round(float(heads[0] * Fraction(4, 100) + heads[1] / 10))]
    assert [shown["Months"][f"J{row}"].value for row in (2, 3, 4)] == [0, left[0], left[1] - left[0]]
