"""Groups that share streams, in the staffing plan's papers."""

from __future__ import annotations

from pathlib import Path

from bpo.bid.staffing_plan import staffing_report
from bpo.report.page import page_of
from bpo.report.screen import report_text
from tests.bid.test_channels import CHATS, book_of, planned

TWO = """\
  - id: chinese
    label: {zh: 中文, en: Chinese}
    volume: 9000
    handle_seconds: 180
    pattern: {days: {mon-fri: 100%}, half_hours: {"09:00-12:00": 100%}}
    goal: {answered: 80%, within_seconds: 20}
  - id: english
    label: {zh: 英文, en: English}
    volume: 3000
    handle_seconds: 240
    pattern: {days: {mon-fri: 100%}, half_hours: {"09:00-12:00": 100%}}
    goal: {answered: 80%, within_seconds: 20}
    patience_seconds: 120
groups:
  - {id: own, label: {zh: 中文组, en: Chinese only}, takes: [chinese], positions: 1}
  - {id: both, label: {zh: 双语组, en: Bilingual}, takes: [english, chinese], positions: 5, picks: longest_waiting}
people"""


def test_papers_say_what_groups_come_to(tmp_path: Path) -> None:
    """9,000 on at most 23 days of six half hours are 65 or more at once, 6.5 erlangs of whom none abandons: six agents never catch up."""
    plan, contract = planned(tmp_path, CHATS.split("  - id:")[0] + TWO + CHATS.split("people")[1])
    report = staffing_report(plan, contract, "base", plan.busiest)
    parts = page_of(report).parts
    rows = [[str(cell.text) for cell in row.cells] for row in parts["shared_streams"].rows]  # type: ignore[union-attr]
    assert [row[0] for row in rows] == ["Chinese", "English"]
    assert rows[0][-1] == "missed: the queue grows without end"
    assert rows[0][2:-1] == ["", "", "", "", "", ""]
    # Who waits longest is always Chinese then: no English caller is answered, so that there is no wait of those who are.
    assert rows[1][2:] == ["0.0%", "0.0%", "", "", "100.0%", "0.0%", "missed"]
    groups = [[str(cell.text) for cell in row.cells] for row in parts["shared_groups"].rows]  # type: ignore[union-attr]
    assert [row[:3] for row in groups] == [
        ["Chinese only", "Chinese", "1"],
        ["Bilingual", "English, Chinese; the longest waiting first", "5"],
    ]
    _, values = book_of(plan, contract)
    assert [row[0].value for row in values["Groups"].iter_rows()][1:3] == ["Chinese only", "Bilingual"]
    assert "missed: the queue grows without end" in report_text(report, "en")
    assert "未达标：队列无限增长" in report_text(report, "zh")


def test_without_groups_papers_are_as_before(tmp_path: Path) -> None:
    plan, contract = planned(tmp_path, CHATS)
    assert "groups" not in {section.key for section in staffing_report(plan, contract, "base", plan.busiest).sections}
