"""Channels of today in the staffing plan: chats held several at once."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bpo.bid.staffing_plan import staffing_report
from bpo.contracts.model import Contract
from bpo.economics.scenario.scenario import read_bid, read_scenario
from bpo.economics.staffing.plan import StaffingPlan, staffing_plan
from bpo.report.draw import report_book
from bpo.report.page import PageTable, page_of
from tests.bid.conftest import HOTLINE

CHATS = """\
scenario: desk
label: {zh: 在线客服, en: Web desk}
contract: contract.yaml
costs: costs.yaml
months: {from: 2027-01, to: 2027-03}
streams:
  - id: chats
    label: {zh: 在线, en: Chats}
    volume: 24000
    handle_seconds: 420
    pattern:
      days: {mon-fri: 100%}
      half_hours: {"09:00-12:00": 55%, "13:00-17:00": 45%}
    goal: {answered: 80%, within_seconds: 30}
    patience_seconds: 120
    concurrency: {at_once: 3, each_adds: 25%}
people: {hours_a_month: 160, shrinkage: 30%}
"""


def planned(folder: Path, text: str) -> tuple[StaffingPlan, Contract]:
    """A scenario under the contract of the example bid, staffed."""
    (folder / "desk.yaml").write_text(
        text.replace("contract.yaml", str(HOTLINE.parent / "draft.yaml")), encoding="utf-8"
    )
    scenario, _ = read_scenario(folder / "desk.yaml")
    contract = read_bid(HOTLINE).contract.model_copy(update={"language": "en"})
    return staffing_plan(scenario, contract), contract


@pytest.fixture
def chats(tmp_path: Path) -> tuple[StaffingPlan, Contract]:
    return planned(tmp_path, CHATS)


def book_of(plan: StaffingPlan, contract: Contract) -> tuple[Any, Any]:
    data = report_book(staffing_report(plan, contract, "base", plan.busiest))
    return load_workbook(io.BytesIO(data)), load_workbook(io.BytesIO(data), data_only=True)


def test_paper_says_how_many_are_held(chats: tuple[StaffingPlan, Contract]) -> None:
    sheet = page_of(staffing_report(*chats, "base", chats[0].busiest))
    (row,) = [
        [" / ".join(map(str, (cell.text, *cell.more))) for cell in row.cells] for row in sheet.parts["streams"].rows
    ]  # type: ignore[union-attr]
    assert row[3] == "80% answered in 30 s / up to 3 at once, each at 100%, 125%, 150% of the handle time"


def test_the_workbook_of_chats(chats: tuple[StaffingPlan, Contract]) -> None:
    """Occupancy is handle hours over three places an hour at the desk, and the average handle time what was held over what was handled."""
    live, values = book_of(*chats)
    heads = [cell.value for cell in values["Months"][1]]
    letters = {head: live["Months"].cell(1, n).column_letter for n, head in enumerate(heads, start=1)}
    month = chats[0].months[0].streams[0]
    shown = {head: values["Months"][f"{letter}2"].value for head, letter in letters.items()}
    occupancy = shown["Chats: Handle hours"] / (shown["Chats: Productive h"] * 3)
    assert shown["Chats: Occupancy"] == pytest.approx(occupancy) == pytest.approx(float(month.occupancy or 0))
    assert shown["Chats: AHT (s)"] == pytest.approx(shown["Chats: Handle hours"] * 3600 / shown["Chats: Handled"])
    assert shown["Chats: AHT (s)"] == pytest.approx(float(month.aht_seconds or 0))
    assert live["Months"][f"{letters['Chats: AHT (s)']}2"].value.startswith("=")
    assumed = {row[0].value: row[1].value for row in values["Assumptions"].iter_rows()}
    assert assumed["Chats: Held by an agent at once"] == 3
    assert [assumed[f"Chats: Handle time with {n} at once"] for n in (1, 2, 3)] == [1, 1.25, 1.5]


def test_the_workbook_of_a_bot(tmp_path: Path) -> None:
    """Of 24,000 the bot takes 2,400 in January and 6,000 from March on, and returns a fifth; the rest comes to agents."""
    bot = "    bot: {takes: {2027-01: 10%, 2027-03: 25%}, returned: 20%}\npeople"
    plan, contract = planned(tmp_path, CHATS.replace("people", bot))
    live, values = book_of(plan, contract)
    heads = {cell.value: cell.column_letter for cell in values["Months"][1]}
    for row, (taken, solved) in ((2, (2400, 1920)), (4, (6000, 4800))):
        shown = {head: values["Months"][f"{letter}{row}"].value for head, letter in heads.items()}
        assert (shown["Chats: Taken by the bot"], shown["Chats: Solved by the bot"]) == (taken, pytest.approx(solved))
        assert shown["Chats: Offered"] == 24000 - solved
        assert live["Months"][f"{heads['Chats: Solved by the bot']}{row}"].value.startswith("=")
    rows = {row[0].value: [cell.value for cell in row[1:3]] for row in values["Assumptions"].iter_rows()}
    assert rows["Chats: Share taken by the bot"] == [0.1, 0.25]
    people = page_of(staffing_report(plan, contract, "base", plan.busiest)).parts["people"]
    said = {str(row.cells[0].text): str(row.cells[1].text) for row in people.rows}  # type: ignore[union-attr]
    assert said["Chats: Share taken by the bot"] == "10%; 2027-03: 25%"


def test_the_workbook_of_sales(tmp_path: Path) -> None:
    plan, contract = planned(tmp_path, CHATS.replace("people", "    conversion: 6%\npeople"))
    live, values = book_of(plan, contract)
    heads = {cell.value: cell.column_letter for cell in values["Months"][1]}
    handled, sales = (values["Months"][f"{heads[head]}2"].value for head in ("Chats: Handled", "Chats: Sales"))
    assert sales == pytest.approx(handled * 0.06)
    assert live["Months"][f"{heads['Chats: Sales']}2"].value.startswith("=")


MAIL = """\
  - id: mail
    label: {zh: 邮件, en: Mail}
    volume: 4400
    handle_seconds: 360
    workload: {productive: 80%, within_hours: 18, worked: {mon-fri: "12:00-17:00"}}
    pattern: {days: {mon: 40%, tue-fri: 60%}, half_hours: {"00:00-24:00": 100%}}
people"""


def test_work_with_a_due_time_on_paper_and_in_the_workbook(tmp_path: Path) -> None:
    """What chats leave from 12:00 to 17:00 is enough for mail within two days of work: the peak is that of chats alone."""
    alone, _ = planned(tmp_path, CHATS)
    plan, contract = planned(tmp_path, CHATS.replace("people", MAIL))
    assert plan.busiest.needed == alone.busiest.needed
    sheet = page_of(staffing_report(plan, contract, "base", plan.busiest))
    said = [
        [" / ".join(map(str, (cell.text, *cell.more))) for cell in row.cells] for row in sheet.parts["streams"].rows
    ]  # type: ignore[union-attr]
    assert said[1][3] == "can wait; 80% of desk time is productive / done within 18 h of work"
    _, values = book_of(plan, contract)
    heads = {cell.value: cell.column_letter for cell in values["Months"][1]}
    backlog = values["Months"][f"{heads['Mail: Backlog at most']}2"].value
    assert backlog == pytest.approx(float(plan.months[0].streams[1].backlog or 0)) and backlog > 0
    rows = {row[0].value: row[1].value for row in values["Assumptions"].iter_rows()}
    assert rows["Mail: Done within hours of work"] == 18


def test_call_backs_stand_in_paper_and_workbook(tmp_path: Path) -> None:
    call_back = "call_back: {taken_by: 30%, offered_from_seconds: 15, within_minutes: 5}"
    plan, contract = planned(tmp_path, CHATS.replace("concurrency: {at_once: 3, each_adds: 25%}", call_back))
    sheet = page_of(staffing_report(plan, contract, "base", plan.busiest))
    streams = sheet.parts["streams"]
    assert isinstance(streams, PageTable)
    (row,) = streams.rows
    said = [" / ".join(map(str, (cell.text, *cell.more))) for cell in row.cells]
    assert said[3] == "80% answered in 30 s / 30% of those who would wait 15 s or more are called back"
    _, values = book_of(plan, contract)
    assumed = {row[0].value: row[1].value for row in values["Assumptions"].iter_rows()}
    assert assumed["Chats: Share that takes a call-back"] == 0.3
    assert assumed["Chats: Called back within (min), on average"] == 5
    heads = {cell.value: cell.column_letter for cell in values["Months"][1]}
    month = plan.months[0].streams[0]
    shown = {head: values["Months"][f"{letter}2"].value for head, letter in heads.items()}
    assert shown["Chats: Called back"] == pytest.approx(float(month.call_backs or 0))
    assert shown["Chats: Wait for call-back (s)"] == pytest.approx(float(month.call_back_seconds or 0))
    assert shown["Chats: Handled"] == pytest.approx(float(month.handled))
    hours = {cell.value: cell.column_letter for cell in values["Half hours"][1]}
    assert 0 < values["Half hours"][f"{hours['Called back, share']}2"].value < 0.3
