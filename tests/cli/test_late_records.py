"""Records that come after a month was billed: told, priced, restated in the next statement or corrected; and months that are closed."""

from __future__ import annotations

from pathlib import Path

import pytest

import bpo
from bpo.ledger import open_ledger
from tests.cli.desk import Desk, new_desk

CONTRACT = "contracts/desk.yaml"
SOURCE = ("--source", "sources/desk-calls.yaml")
HEADER = "id,began,result,waited,talked\n"


def late_calls(month: str, count: int, waited: int = 5, result: str = "A") -> str:
    rows = [f"{month}-late{n},{month}-15 12:00:{n:02d},{result},{waited},60" for n in range(count)]
    return HEADER + "\n".join(rows) + "\n"


@pytest.fixture
def desk(tmp_path: Path, plain_files: None) -> Desk:
    """January is billed: 40 × 4.00 = 160.00, 30 of 45 in time: × 0.95, −8.00; 6% of 152.00 is 9.12: 161.12."""
    made = new_desk(tmp_path)
    assert made.run("ingest", "exports/2026-01.csv", *SOURCE).code == 0
    assert made.run("bill", CONTRACT, "--period", "2026-01").code == 0
    return made


def more(desk: Desk, count: int = 30, name: str = "late.csv") -> None:
    """30 calls more, all in time: 50 × 4.00 + 20 × 3.00 = 260.00, and 60 of 75 are 80%: 260.00, with tax 275.60."""
    desk.write(f"exports/{name}", late_calls("2026-01", count))
    said = desk.run("ingest", f"exports/{name}", *SOURCE)
    assert said.code == 0
    assert said.err == "of months that are billed already: desk-2026-01-r1; bpo late says what would change\n"


def test_nothing_is_late_as_long_as_nothing_comes(desk: Desk) -> None:
    assert desk.json("late") == []
    assert desk.run("late").out == "no records came after these statements were counted\n"
    said = desk.run("ingest", "exports/2026-02.csv", *SOURCE)
    assert said.err == "", "February touches no statement"
    assert desk.json("late") == []
    assert desk.run("ingest", "exports/2026-01.csv", *SOURCE).err == "", "known already"


def test_what_came_late_is_told_with_its_worth_line_by_line(desk: Desk) -> None:
    more(desk)
    (told,) = desk.json("late")
    assert (told["id"], told["came"], told["gone"], told["restated_in"]) == ("desk-2026-01-r1", 30, 0, "")
    assert [(f["table"], f["file"], f["came"]) for f in told["files"]] == [("interactions", "late.csv", 30)]
    assert (told["total"], told["total_now"], told["difference"]) == ("161.12", "275.60", "114.48")
    assert told["lines"] == [
        {"clause": "calls", "amount": "160.00", "amount_now": "260.00"},
        {"clause": "coefficient", "amount": "-8.00", "amount_now": "0.00"},
    ]
    text = desk.run("late", "--period", "2026-01", CONTRACT).out
    assert "desk-2026-01-r1: 161.12 would now come to 275.60 (+114.48) CNY" in text
    assert "差额 +114.48" in desk.run("late", "--lang", "zh").out
    assert desk.json("late", "--period", "2026-02") == []
    assert desk.json("late", "contracts/another.yaml") == []


def test_what_is_withdrawn_is_told_too(desk: Desk) -> None:
    desk.run("withdraw", "2026-01.csv", "--reason", "another client's")
    (told,) = desk.json("late")
    assert (told["came"], told["gone"], told["total_now"]) == (0, 45, None)
    assert "no interactions" in told["problems"][0]


def test_a_restated_month_is_a_line_of_the_next_statement(desk: Desk) -> None:
    """260.00 − 152.00 = 108.00, taxed 6.48: 15.60 less 9.12. February has 230.00 − 11.50 = 218.50, and 13.11 of tax."""
    more(desk)
    told = desk.json("bill", CONTRACT, "--period", "2026-01", "--restate", "--reason", "calls of the 15th came late")
    assert (told["original"], told["form"], told["goes_into"], told["difference"]) == (
        "desk-2026-01-r1",
        "next",
        "2026-02",
        "114.48",
    )
    assert [(one["period"], one["before"], one["after"]) for one in told["months"]] == [("2026-01", "161.12", "275.60")]
    desk.run("ingest", "exports/2026-02.csv", *SOURCE)
    february = desk.json("bill", CONTRACT, "--period", "2026-02")
    lines = {line["clause"]: line["amount"] for line in february["charges"]}
    assert lines == {"calls": "230.00", "coefficient": "-11.50", "restated.2026-01": "108.00"}
    assert (february["net"], february["tax"], february["total"]) == ("326.50", "19.59", "346.09")
    said = [step["text"] for step in february["charges"][-1]["steps"]]
    assert said == [
        "desk-2026-01-r1 of 2026-01 is restated (calls of the 15th came late): total 275.60 in place of 161.12",
        "Calls answered of 2026-01: 70 in place of 40",
        "Service level of 2026-01: 80% in place of ≈66.6667%",
        "Calls answered of 2026-01: 260.00 in place of 160.00",
        "KPI coefficient of 2026-01: 0.00 in place of -8.00",
        "VAT of 2026-01: 15.60 in place of 9.12",
    ]


def test_restating_twice_never_doubles(desk: Desk) -> None:
    """Before the next statement the later figures count; after it only what came since: 2 calls more are 6.00, with tax 6.36."""
    more(desk)
    assert desk.json("bill", CONTRACT, "--period", "2026-01", "--restate")["changed"]
    again = desk.run("bill", CONTRACT, "--period", "2026-01", "--restate")
    assert again.out == "desk-2026-01-r1: nothing has changed since it was counted; nothing is restated\n"
    desk.run("ingest", "exports/2026-02.csv", *SOURCE)
    february = desk.json("bill", CONTRACT, "--period", "2026-02")
    assert february["total"] == "346.09"
    assert desk.json("bill", CONTRACT, "--period", "2026-02") == february
    assert desk.json("late") == [], "what came late is adjusted"
    desk.write("exports/two.csv", late_calls("2026-01", 2).replace("late", "two"))
    desk.run("ingest", "exports/two.csv", *SOURCE)
    (told,) = desk.json("late")
    assert (told["restated_in"], told["came"], told["total"], told["total_now"]) == ("2026-02", 2, "275.60", "281.96")
    told = desk.json("bill", CONTRACT, "--period", "2026-01", "--restate")
    assert (told["goes_into"], told["difference"]) == ("2026-03", "6.36")
    desk.write("measures/march.yaml", "period: 2026-03\nquantities: {calls: 10}\nkpis: {sl20: 90%}\n")
    march = desk.json("bill", CONTRACT, "--period", "2026-03", "--measures", "measures/march.yaml")
    assert {line["clause"]: line["amount"] for line in march["charges"]} == {
        "calls": "40.00",
        "coefficient": "0.00",
        "restated.2026-01": "6.00",
    }


def test_a_correction_of_its_own_is_the_difference_of_the_whole_statements(desk: Desk) -> None:
    more(desk)
    told = desk.json(
        "bill", CONTRACT, "--period", "2026-01", "--restate", "--into", "correction", "--reason", "late calls"
    )
    assert (told["goes_into"], told["difference"]) == ("desk-2026-01-r2", "114.48")
    correction = told["correction"]
    assert (correction["net"], correction["tax"], correction["total"]) == ("108.00", "6.48", "114.48")
    assert "desk-2026-01-r1 of 2026-01 is restated (late calls)" in correction["charges"][0]["steps"][0]["text"]
    assert desk.json("show", "desk-2026-01-r1")["total"] == "161.12"
    assert desk.json("show", "desk-2026-01-r2")["total"] == "275.60"
    with open_ledger(desk.root / "ledger.db") as ledger:
        (kept,) = ledger.restatements("desk")
    assert (kept.form, kept.original, kept.goes_into) == ("correction", "desk-2026-01-r1", "desk-2026-01-r2")
    assert not desk.json("bill", CONTRACT, "--period", "2026-01", "--restate", "--into", "correction")["changed"]
    text = desk.run("bill", CONTRACT, "--period", "2026-01", "--restate", "--into", "correction", "--lang", "zh").out
    assert "无需重述" in text
    assert desk.json("show", "desk-2026-01-r2-correction") == correction
    assert "108.00" in desk.run("show", "desk-2026-01-r2-correction").out
    said = "desk-2026-01-r2-correction corrects desk-2026-01-r1 by +114.48 CNY; the whole month is desk-2026-01-r2"
    assert desk.run("show").out.splitlines()[-1] == said
    assert desk.run("show", "desk-2026-01-r1-correction").code == 1, "nothing led to the first revision"


def test_a_month_that_the_next_statement_adjusts_is_not_corrected_as_well(desk: Desk) -> None:
    more(desk)
    desk.json("bill", CONTRACT, "--period", "2026-01", "--restate")
    said = desk.run("bill", CONTRACT, "--period", "2026-01", "--restate", "--into", "correction")
    assert said.code == 1
    assert "2026-01 was restated in the statement of 2026-02 already" in said.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--period", "2026-02", "--restate"), 1, "2026-02 of 'desk' was not billed, so there is nothing to restate"),
        (("--restate",), 1, "which month?"),
        (("--period", "2026-01", "--into", "correction"), 2, "write --restate too"),
    ],
)
def test_what_cannot_be_restated(desk: Desk, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = desk.run("bill", CONTRACT, *arguments)
    assert (result.code, said in result.err) == (code, True), result.err


def test_after_the_last_month_only_a_correction_is_left(desk: Desk) -> None:
    desk.change(CONTRACT, "to: 2026-12-31", "to: 2026-01-31")
    assert desk.run("bill", CONTRACT, "--period", "2026-01").code == 0
    desk.write("exports/late.csv", late_calls("2026-01", 30))
    desk.run("ingest", "exports/late.csv", *SOURCE)
    said = desk.run("bill", CONTRACT, "--period", "2026-01", "--restate")
    assert said.code == 1 and "no statement of 'desk' follows 2026-01" in said.err
    assert (
        desk.json("bill", CONTRACT, "--period", "2026-01", "--restate", "--into", "correction")["difference"]
        == "114.48"
    )


def test_given_figures_restate_a_month_that_was_given(desk: Desk) -> None:
    """100 calls were agreed on, 50 × 4.00 + 50 × 3.00 = 350.00; 110 are 380.00: 30.00 with 1.80 of tax."""
    desk.write("measures/march.yaml", "period: 2026-03\nquantities: {calls: 100}\nkpis: {sl20: 90%}\n")
    assert desk.run("bill", CONTRACT, "--period", "2026-03", "--measures", "measures/march.yaml").code == 0
    desk.write("measures/again.yaml", "period: 2026-03\nquantities: {calls: 110}\n")
    told = desk.json("bill", CONTRACT, "--period", "2026-03", "--measures", "measures/again.yaml", "--restate")
    assert (told["goes_into"], told["difference"]) == ("2026-04", "31.80")


def test_a_closed_month_counts_the_facts_of_its_closing(desk: Desk) -> None:
    """It is billed a second time, after 30 calls more came: they are late, and the bill is what it was."""
    (closed,) = desk.json("period", "close", "2026-01", CONTRACT, "--reason", "reconciled")
    assert (closed["contract"], closed["closed"], closed["reason"]) == ("desk", True, "reconciled")
    assert closed["lake_versions"] == {"interactions": 0} and closed["who"] and closed["when"]
    quiet = desk.run("bill", CONTRACT, "--period", "2026-01").err
    assert "note: 2026-01 was closed on " in quiet and "as they were then, and nothing came since" in quiet
    more(desk)
    assert desk.json("bill", CONTRACT, "--period", "2026-01")["total"] == "161.12"
    said = desk.run("bill", CONTRACT, "--period", "2026-01").err
    assert "30 records that came since and 0 that left do not count; bpo late says what they would change" in said
    assert "此后新增 30 条" in desk.run("bill", CONTRACT, "--period", "2026-01", "--lang", "zh").err
    assert desk.json("late")[0]["difference"] == "114.48"
    assert desk.run("period", "open", "2026-01", CONTRACT).code == 1
    (opened,) = desk.json("period", "open", "2026-01", CONTRACT, "--reason", "the client agreed")
    assert not opened["closed"]
    assert desk.json("bill", CONTRACT, "--period", "2026-01")["total"] == "275.60"
    with open_ledger(desk.root / "ledger.db") as ledger:
        assert [(one.closed, one.reason) for one in ledger.closings("desk")] == [
            (True, "reconciled"),
            (False, "the client agreed"),
        ]


def test_a_month_that_is_closed_before_it_is_billed(desk: Desk) -> None:
    """February is closed with its file, then another comes; a table that had no facts at the closing has none."""
    desk.run("ingest", "exports/2026-02.csv", *SOURCE)
    desk.json("period", "close", "2026-02", CONTRACT)
    desk.write("exports/late.csv", late_calls("2026-02", 30))
    desk.run("ingest", "exports/late.csv", *SOURCE)
    assert desk.json("bill", CONTRACT, "--period", "2026-02")["total"] == "231.61"


def test_closing_says_who_and_when_and_is_done_once(desk: Desk) -> None:
    said = desk.run("period", "close", "2026-01", CONTRACT).out
    assert said.startswith("desk 2026-01: closed on ") and said.endswith("; what comes after is late\n")
    again = desk.run("period", "close", "2026-01", CONTRACT)
    assert again.code == 1 and "2026-01 of 'desk' is closed since" in again.err
    assert desk.run("period", "show", "2026-01", CONTRACT).out == said
    assert desk.run("period", "show", "2026-02", CONTRACT).out == "desk 2026-02: open\n"
    assert "关账" in desk.run("period", "show", "2026-01", CONTRACT, "--lang", "zh").out
    never = desk.run("period", "open", "2026-02", CONTRACT, "--reason", "x")
    assert never.code == 1 and "2026-02 of 'desk' is not closed" in never.err


def test_without_contracts_all_of_the_workspace_are_meant(desk: Desk) -> None:
    closed = desk.json("period", "close", "2026-01")
    assert [one["contract"] for one in closed] == ["another", "desk"]
    assert desk.run("period", "close", "2026-13").code == 1


def test_closing_all_leaves_those_that_are_closed(desk: Desk) -> None:
    (first,) = desk.json("period", "close", "2026-01", CONTRACT, "--reason", "reconciled")
    all_closed = desk.json("period", "close", "2026-01", "--reason", "the rest")
    assert [(one["contract"], one["reason"]) for one in all_closed] == [("another", "the rest"), ("desk", "reconciled")]
    assert all_closed[1] == first, "nothing is closed twice"
    again = desk.run("period", "close", "2026-01")
    assert again.code == 1 and again.err.count("is closed since") == 2


def test_a_backtest_brings_what_the_bill_restated(desk: Desk) -> None:
    """February was billed with January's adjustment: 346.09; its own lines alone are 231.61."""
    more(desk)
    assert desk.json("bill", CONTRACT, "--period", "2026-01", "--restate")["changed"]
    desk.run("ingest", "exports/2026-02.csv", *SOURCE)
    assert desk.json("bill", CONTRACT, "--period", "2026-02")["total"] == "346.09"
    told = desk.json("backtest", CONTRACT, "--periods", "2026-02..2026-02")
    (month,) = [
        row["cells"]
        for t in told["tables"]
        if t["table"] == "months"
        for row in t["rows"]
        if row["cells"]["period"] == "2026-02"
    ]
    assert {month[name] for name in ("base", "draft1")} == {"346.09"}, month


def test_python_reads_a_closed_month_as_it_was_closed(desk: Desk) -> None:
    """Closed with 40 answered calls; 30 more came since, and January was restated into February: 108.00 and 6.48 of tax on 231.61."""
    more(desk)
    assert desk.json("bill", CONTRACT, "--period", "2026-01", "--restate")["changed"]
    desk.run("ingest", "exports/2026-02.csv", *SOURCE)
    desk.json("period", "close", "2026-02", CONTRACT)
    desk.write("exports/more.csv", late_calls("2026-02", 9))
    desk.run("ingest", "exports/more.csv", *SOURCE)
    workspace = bpo.open_workspace(desk.root)
    assert workspace.measure("desk", "2026-02").quantities["calls"].total == 60
    assert bpo.measure(workspace.contracts()["desk"], "2026-02", desk.root).quantities["calls"].total == 60
    assert bpo.measure(workspace.contracts()["desk"], "2026-02", workspace.lake).quantities["calls"].total == 69
    assert str(workspace.price("desk", "2026-02").total) == "346.09"
