"""Exports as people have them, with what is right: each folder has an export, its source file and a contract that bills it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.cli.drawn import in_one_line

HERE = Path(__file__).parent
CASES = {
    # Two agents at 2,800; one left on 14 February: 1 + 14/28.
    "roster_left_on": ("2026-02", {"seats": "4200.00"}, ""),
    # One of three worked; one was on leave, one has 0 hours.
    "active_seats_of_absent_agents": ("2026-03", {"seats": "100.00"}, ""),
    # Both rows count, 2 × 1 and 2 × 175 s at 1 a minute; without the second, 1 + 2.92.
    "one_call_under_two_ids": (
        "2026-03", {"n": "2.00", "t": "5.83"}, "data.csv:3. Without that the total is 3.92 instead of 7.83",
    ),
    # The same two, of a source that says that such rows are one: 1 × 1 and 175 s.
    "one_call_under_two_ids_as_one": ("2026-03", {"n": "1.00", "t": "2.92"}, ""),
    # Six legs of three calls. 175 + 10 + 30 s, 100 + 5 + 50 + 20 s: 390 s. Inbound, two of three are handled, 66.67%: the first by the
    # call back after 60 s, the second after 4 s, so that one of three is within 5 s, none within 3 s.
    "legs_of_one_call": (
        "2026-03",
        {"n": "3.00", "t": "6.50", "met": "0.00", "missed": "-20.00", "met_in_5_s": "0.00", "missed_in_3_s": "-40.00"},
        "",
    ),
    # The copy of 10:05, of 60 + 25 s.
    "record_delivered_again_with_more": ("2026-03", {"n": "1.00", "t": "85.00"}, ""),
    # 18,000 s in a call of 180 s is set aside; the other call is 120 s.
    "talk_longer_than_the_call": ("2026-03", {"n": "1.00", "t": "2.00"}, "talk_seconds.longer 1"),
    # 125 + 59 + 60 s.
    "workbook_times_as_durations": ("2026-03", {"n": "3.00", "t": "244.00"}, ""),
    # 125 s and a day and two hours.
    "workbook_hours_beyond_a_day": ("2026-03", {"n": "2.00", "t": "93725.00"}, ""),
    # 7.75 + 8.25 + 1.6833 h at 10.
    "hours_written_as_clock": ("2026-03", {"h": "176.83"}, ""),
    # 10 + 20 s.
    "workbook_typed_and_text_dates": ("2026-03", {"n": "2.00", "t": "30.00"}, ""),
    # 300 + 90 answered at 2; in time 83.2% of 310 (257.92) and 80% of 100: 338 / 410 = 82.439%; waited 12.4 × 300 + 10 × 90 = 4,620 s:
    # 11.846 s a contact. The 2nd is there again with 91 answered, and set aside.
    "days_with_a_totals_row": (
        "2026-02", {"n": "780.00", "late": "0.00", "late_beyond": "-10.00", "slow": "0.00", "slow_beyond": "-10.00"},
        "no row of traffic at all on 26 of 28 days",
    ),
    # Cards 390 × 2, loans 50 × 3; in time 258 + 80 + 50; waited 300 × 12 + 90 × 10 + 50 × 8 s.
    "wide_workbook_of_queues": (
        "2026-02", {"cards": "780.00", "loans": "150.00", "in_time": "388.00", "waited": "4900.00"}, "",
    ),
    # 90 + 45 + 135 + 81 + 20 as delivered; without the total of the 1st, 135 less; without cards of the 2nd, 81 less.
    "totals_beside_their_queues": (
        "2026-02", {"n": "371.00"}, "data.csv:4. Without that the total is 236.00 instead of 371.00",
    ),
    # A transfer by attendance into a second queue, one abandoned, one timed out. Two visits were handled, 110 + 183 s; two of four
    # within 20 s.
    "queue_log_visits": (
        "2026-03",
        {"n": "2.00", "t": "293.00", "at_half": "0.00", "above_half": "-20.00", "at_third": "0.00", "above_third": "0.00"},
        "",
    ),
    # The same as calls: one handled, of the same talk, one of three within 20 s.
    "queue_log_calls": (
        "2026-03",
        {"n": "1.00", "t": "293.00", "at_half": "-10.00", "above_half": "-20.00", "at_third": "0.00", "above_third": "-40.00"},
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_one_line(monkeypatch)
    period, amounts, told = CASES[name]
    desk = Desk(Path(shutil.copytree(HERE / name, tmp_path / "desk")))
    desk.write("bpo.yaml", "database: ledger.db\n")
    data = next(path.name for path in desk.root.glob("data.*"))
    ingested = desk.run("ingest", data, "--source", "source.yaml")
    assert ingested.code == 0, ingested.err
    billed = desk.run("bill", "contract.yaml", "--period", period)
    assert billed.code == 0, billed.err
    assert told in billed.err
    lines = desk.json("bill", "contract.yaml", "--period", period)["charges"]
    assert {line["clause"]: line["amount"] for line in lines} == amounts


def test_every_folder_is_a_case() -> None:
    assert {path.name for path in HERE.iterdir() if path.is_dir() and path.name != "__pycache__"} == set(CASES)
