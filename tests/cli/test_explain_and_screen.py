"""What people read: why an amount is what it is, what became of every row, and tables that keep every digit."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from bpo.core.words import Words
from bpo.report.screen import Column, table
from tests.cli.desk import Desk, new_desk

EXPLAIN = ("explain", "contracts/desk.yaml", "--period", "2026-02", "--line")
BPO = [sys.executable, "-c", "import bpo.cli; bpo.cli.main()"]


def test_why_a_term_is_what_it_is(desk: Desk) -> None:
    said = desk.run(*EXPLAIN, "calls")
    assert said.code == 0, said.err
    for part in (
        "calls  Calls answered: 230.00 CNY",
        "2026-02, computed now",
        "200.00",
        "30.00",
        "clause: contracts/desk.yaml:12 (§4.1 of the signed contract)",
        "   12 |   - id: calls",
        "   19 |       - {rate: 3}",
        "calls: rows counted in interactions",
        "where outcome = 'handled'",
        "60 rows, version 1 of the table in the lake",
    ):
        assert part in said.out, part


def test_why_a_coefficient_is_what_it_is(desk: Desk) -> None:
    said = desk.run(*EXPLAIN, "coefficient")
    for part in (
        "-11.50 CNY",
        "230.00",
        "-5%",
        "contracts/desk.yaml:24",
        "sl20.numerator",
        "45 rows",
        "70 rows",
        "60 rows",
    ):
        assert part in said.out, part


def test_why_a_kpi_is_what_it_is(desk: Desk) -> None:
    said = desk.run(*EXPLAIN, "sl20")
    for part in (
        "formula: answered within 20 s / (answered + abandoned)",
        "counted: 45 / 70 = 64.29%",
        "target: 80%, missed",
        "used by: coefficient (contracts/desk.yaml:24)",
        "clause: contracts/desk.yaml:21 (§5.1 of the signed contract)",
    ):
        assert part in said.out, part
    survey = desk.run(*EXPLAIN, "survey").out
    assert "judged as: 90%" in survey and "judged as exactly on target" in survey
    assert "used by: no line; it is only shown" in survey


def test_both_counts_of_a_figure_are_explained(desk: Desk) -> None:
    """Ours was counted: 60 calls. The client counted 59, and 1 / 59 is 1.6949%."""
    contract = (desk.root / "contracts" / "desk.yaml").read_text("utf-8")
    desk.write("contracts/desk.yaml", contract + "figures: {prevails: client, within: 2%}\n")
    desk.write("theirs.yaml", "period: 2026-02\nquantities: {calls: {theirs: 59}}\n")
    both = "calls: the supplier counted 60, the client 59, ≈1.6949% apart; the client's count is billed"
    said = desk.run(*EXPLAIN, "calls", "--measures", "theirs.yaml")
    assert said.code == 0, said.err
    assert both in said.out and "227.00 CNY" in said.out  # 50 × 4 + 9 × 3
    assert both in desk.run("bill", "contracts/desk.yaml", "--measures", "theirs.yaml").out
    assert desk.run("explain", "contracts/desk.yaml", "--line", "calls").out.count(both) == 1
    assert both in desk.run("show", "desk-2026-02-r1").out


def test_a_true_up_is_explained_as_it_was_billed(desk: Desk, plain_files: None) -> None:
    """January's coefficient hangs on a survey that comes in February."""
    contract = (desk.root / "contracts" / "desk.yaml").read_text("utf-8")
    later = "known_later: {provisionally: as_target, final_after_months: 1}}"
    desk.write(
        "contracts/desk.yaml",
        contract.replace("kpi: sl20\n", "kpi: survey\n").replace("if_not_measured: as_target}", later),
    )
    desk.write("late.yaml", "period: 2026-02\nlate: {2026-01: {survey: {value: 79%, note: report 7}}}\n")
    first = desk.run("bill", "contracts/desk.yaml", "--period", "2026-01")
    assert "provisional" in first.out, first.err
    second = desk.run("bill", "contracts/desk.yaml", "--measures", "late.yaml")
    assert second.code == 0, second.err
    said = desk.run("explain", "contracts/desk.yaml", "--line", "true_up.2026-01").out
    assert "as billed in desk-2026-02-r1" in said
    assert "is known: 79%, counted until now as 90% (report 7)" in said and "KPI coefficient of 2026-01" in said
    assert "true_up.2026-01" in desk.run("explain", "contracts/desk.yaml", "--line", "true_up.2026-02").err
    assert "nothing has changed" in desk.run("bill", "contracts/desk.yaml", "--measures", "late.yaml").out
    desk.write("late.yaml", "period: 2026-02\nlate: {2026-01: {survey: 85}}\n")
    assert "late.yaml:2: " in desk.run("bill", "contracts/desk.yaml", "--measures", "late.yaml").err


def test_given_figures_are_explained_without_a_workspace(tmp_path: Path) -> None:
    desk = new_desk(tmp_path)
    (tmp_path / "bpo.yaml").unlink()
    given = ("explain", "contracts/desk.yaml", "--measures", "measures/desk.yaml", "--line")
    assert "given, not counted" in desk.run(*given, "calls").out
    assert "value: 90%" in desk.run(*given, "sl20").out
    assert "350.00 CNY" in desk.run(*given, "calls", "--lang", "zh").out  # 50 × 4 + 50 × 3


NOTED = """\
period: 2026-03
quantities: {calls: 100, hours: 7.5}
evidence: {calls: letter of 2 April, hours: signed sheet 14}
"""
GIVEN_HOURS = """\
contract: given
title: Given
currency: CNY
effective: {from: 2026-01-01}
supplier: {name: Little Voices Ltd}
client: {name: Pan Works}
quantities: {hours: {given: hour}}
terms:
  - {id: calls, model: workload, quantity: {count: interactions}, rate: 4}
  - {id: advice, model: workload, quantity: hours, rate: 100}
"""


def test_what_given_quantities_rest_on_is_explained(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write("given.yaml", GIVEN_HOURS)
    desk.write("march.yaml", NOTED)
    said = {
        line: desk.run("explain", "given.yaml", "--line", line, "--measures", "march.yaml").out
        for line in ("calls", "advice")
    }
    assert "given, not counted\n      evidence: letter of 2 April" in said["calls"]
    assert "hours: given, not counted; evidence: signed sheet 14" in said["advice"]
    assert re.search(r"\d rows", said["calls"]) is None


def test_a_billed_month_is_explained_as_it_was_billed(desk: Desk, plain_files: None) -> None:
    for period in ("2026-02", "2026-01"):
        desk.run("bill", "contracts/desk.yaml", "--period", period)
    late = desk.write("exports/late.csv", "id,began,result,waited,talked\nlate,2026-02-28 23:59:59,A,1,60\n")
    assert desk.run("ingest", late, "--source", "sources/desk-calls.yaml").code == 0
    last = desk.run("explain", "contracts/desk.yaml", "--line", "calls").out
    assert "230.00 CNY\n2026-02, as billed in desk-2026-02-r1" in last
    assert "60 rows, version 1" in last
    january = desk.run("explain", "contracts/desk.yaml", "--period", "2026-01", "--line", "calls").out
    assert "2026-01, as billed in desk-2026-01-r1" in january


def test_a_contract_that_was_changed_since_is_computed_anew(desk: Desk, plain_files: None) -> None:
    desk.run("bill", "contracts/desk.yaml", "--period", "2026-02")
    desk.change("contracts/desk.yaml", "{rate: 3}", "{rate: 2}")
    said = desk.run("explain", "contracts/desk.yaml", "--line", "calls").out
    assert "220.00 CNY" in said
    assert "2026-02, computed now: the contract was changed since desk-2026-02-r1 was billed" in said


def test_rows_read_are_all_accounted_for(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    ingest = ("ingest", "exports/2026-01.csv", "exports/2026-02.csv", "--source", "sources/desk-calls.yaml")
    first = desk.json(*ingest)
    counts = [(r["rows_read"], r["entered"], r["quarantined"], r["known"]) for r in first]
    assert counts == [(48, 45, 2, 1), (73, 70, 2, 1)]
    again = desk.run(*ingest)
    assert again.code == 0
    for name, read, quarantined in (("2026-01.csv", 48, 2), ("2026-02.csv", 73, 2)):
        (row,) = [line.split() for line in again.out.splitlines() if line.startswith(name)]
        assert row[1:6] == ["interactions", str(read), "0", str(quarantined), str(read - quarantined)]
    assert re.search(r"exports/2026-01\.csv:48: .+", again.out)  # line 48 holds the time that is none
    assert "读取" in desk.run(*ingest, "--lang", "zh").out
    assert "data docs" not in again.out and not (desk.root / "data-docs").exists()


def test_a_quality_report_is_made_where_it_is_asked_for(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    ingest = ("ingest", "exports/2026-01.csv", "--source", "sources/desk-calls.yaml", "--quality-report")
    assert "data docs: data-docs/index.html" in desk.run(*ingest).out
    assert "数据质量报告：data-docs/index.html" in desk.run(*ingest, "--lang", "zh").out
    assert "2026-01.csv" in (desk.root / "data-docs" / "index.html").read_text(encoding="utf-8")
    assert desk.json(*ingest)[0]["rows_read"] == 48


def test_a_plain_ingest_imports_no_great_expectations(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    arguments = ["ingest", "exports/2026-01.csv", "--source", "sources/desk-calls.yaml"]
    for more, imported in ((), False), (("--quality-report",), True):
        code = f"import sys; from bpo.cli import bpo; bpo.main({[*arguments, *more]}, 'bpo', standalone_mode=False)"
        code = f"try:\n    {code}\nfinally:\n    print('great_expectations' in sys.modules)"
        printed = subprocess.run([sys.executable, "-c", code], cwd=desk.root, capture_output=True, text=True).stdout
        assert "2026-01.csv" in printed
        assert printed.splitlines()[-1] == str(imported)


def test_measures_are_shown_with_the_rows_behind_them(desk: Desk) -> None:
    said = desk.run("measure", "contracts/desk.yaml", "--period", "2026-02")
    assert re.search(r"calls +Calls answered +60 +contacts +60", said.out)
    assert re.search(r"sl20 .*64\.29% +45 / 70", said.out)
    assert "note: 4 rows of interactions from all files ingested so far are in quarantine" in said.err
    assert "提示：" in desk.run("measure", "contracts/desk.yaml", "--period", "2026-02", "--lang", "zh").err


def test_notes_tell_what_the_numbers_do_not(desk: Desk) -> None:
    """January's calls lie on the first 28 days; the export has no column for agents."""
    said = desk.run("measure", "contracts/desk.yaml", "--period", "2026-01")
    assert said.err.splitlines()[:2] == [
        "note: no contact at all on 3 of 31 days: 2026-01-29, 2026-01-30, 2026-01-31",
        "note: 40 of 40 handled contacts name no agent",
    ]


TEXTS = Words("trial-what", en="what", zh="项目"), Words("trial-amount", en="amount", zh="金额")


@pytest.mark.parametrize("width", ["20", "80", "200"])
def test_a_table_keeps_every_digit_and_its_columns(monkeypatch: pytest.MonkeyPatch, width: str) -> None:
    monkeypatch.setenv("COLUMNS", width)
    columns: list[Column] = [(TEXTS[0], "left"), (TEXTS[0], "fold"), (TEXTS[1], "right")]
    rows = [["a" * 40, "兰亭市政务服务便民热线 " * 6, "1,234,567,890,123.45"], ["b", "Calls answered", "-0.05"]]
    lines = table(columns, rows, "zh").splitlines()
    assert any("a" * 40 in line for line in lines)
    ends = [cell_len(line) for line in lines if line.endswith((".45", "-0.05", "金额"))]
    assert len(ends) == 3 and len(set(ends)) == 1
    assert max(map(cell_len, lines)) <= max(int(width), 80)


def test_a_column_that_says_nothing_is_left_out() -> None:
    columns: list[Column] = [(TEXTS[0], "left"), (TEXTS[1], "right")]
    assert table(columns, [["calls", ""]], "en").splitlines()[0].strip() == "what"


def test_the_statement_fits_a_narrow_terminal(desk: Desk, plain_files: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    desk.change("contracts/desk.yaml", "zh: 接听电话量", "zh: 兰亭市政务服务便民热线人工接听电话量（含转接与回呼）")
    said = desk.run("bill", "contracts/desk.yaml", "--period", "2026-02", "--lang", "zh")
    assert said.code == 0
    assert max(cell_len(line) for line in said.out.splitlines()) <= 80
    assert "3.00 … 4.00" in said.out


@pytest.mark.parametrize(("encoding", "shown"), [("utf-8", "小热线外包服务"), ("iso-8859-1", r"\u5c0f\u70ed\u7ebf")])
def test_any_terminal_will_do(desk: Desk, encoding: str, shown: str) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": encoding}
    command = [*BPO, "price", "contracts/desk.yaml", "--measures", "measures/desk.yaml", "--lang", "zh"]
    done = subprocess.run(command, cwd=desk.root, env=environment, capture_output=True, check=True)
    assert shown in done.stdout.decode(encoding)


def test_a_reader_that_stops_early_is_no_mistake(desk: Desk) -> None:
    command = f'"{sys.executable}" -c "import bpo.cli; bpo.cli.main()" check contracts/another.yaml contracts/another.yaml | head -n 1'
    done = subprocess.run(command, cwd=desk.root, shell=True, capture_output=True, text=True, check=True)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_without_a_name_all_that_can_be_asked_for_is_listed(desk: Desk) -> None:
    """230.00 less 11.50 is 218.50, and 6% of it 13.11."""
    said = desk.run("explain", "contracts/desk.yaml", "--period", "2026-02")
    assert said.code == 0, said.err
    for part in ("2026-02, computed now", "calls ", "coefficient ", "sl20 ", "231.61", "--line ID"):
        assert part in said.out, part


def test_a_total_is_the_lines_that_make_it(desk: Desk) -> None:
    said = desk.run(*EXPLAIN, "total")
    assert said.code == 0, said.err
    assert said.out.startswith("total  total: 231.61 CNY\n2026-02, computed now\n")
    for part in ("230.00", "-11.50", "218.50", "13.11"):
        assert part in said.out, part
    assert desk.run("--lang", "zh", *EXPLAIN, "tax").out.startswith("tax  税额：13.11 CNY\n")


def test_an_explanation_for_machines(desk: Desk) -> None:
    """The coefficient: 230.00 × (0.95 − 1) by 45 of 70."""
    found = desk.json(*EXPLAIN, "coefficient")
    assert (found["period"], found["billed"], found["changed_since"]) == ("2026-02", None, None)
    assert [found[name] for name in ("net", "tax", "total", "payable")] == ["218.50", "13.11", "231.61", "231.61"]
    (line,) = found["explained"]
    assert line["id"] == "coefficient" and line["charge"]["amount"] == "-11.50" and line["kpis"] == {}
    assert line["clause"]["path"] == "contracts/desk.yaml" and line["clause"]["source"] is None
    counted = {one["id"]: one for one in line["counted"]}
    assert counted["sl20.numerator"]["rows"] == 45 and counted["sl20.denominator"]["rows"] == 70
    assert counted["calls"]["where"] == "outcome = 'handled'" and counted["calls"]["given"] is False
    (kpi,) = desk.json(*EXPLAIN, "sl20")["explained"]
    assert kpi["charge"] is None and kpi["used_by"] == ["coefficient"] and kpi["kpis"]["sl20"]["numerator"] == "45"
    everything = desk.json("explain", "contracts/desk.yaml", "--period", "2026-02")
    assert [one["id"] for one in everything["explained"]] == ["calls", "coefficient", "sl20", "survey"]
    assert desk.json(*EXPLAIN, "total") == everything


def test_figures_that_were_given_are_no_counts_for_machines(desk: Desk) -> None:
    asked = ("explain", "contracts/desk.yaml", "--measures", "measures/desk.yaml", "--line", "calls")
    (line,) = desk.json(*asked)["explained"]
    assert line["charge"]["amount"] == "350.00"  # 50 × 4 + 50 × 3
    (calls,) = line["counted"]
    assert (calls["given"], calls["rows"], calls["version"]) == (True, None, None)


def test_a_file_of_which_every_row_is_left_out_is_told_at_the_condition(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk")
    desk.change("sources/desk-calls.yaml", "map:", "skip:\n  - id = 'none'\n  - waited <> 'x' OR waited IS NULL\nmap:")
    said = desk.run("ingest", "exports/2026-01.csv", "--source", "sources/desk-calls.yaml")
    assert said.code == 1
    assert re.search(
        r"sources/desk-calls\.yaml:\d+: every one of the 48 rows of exports/2026-01\.csv is left out", said.err
    )
    assert "waited <> 'x' OR waited IS NULL" in said.err
    assert (
        "全部按规定跳过"
        in desk.run("ingest", "exports/2026-01.csv", "--source", "sources/desk-calls.yaml", "--lang", "zh").err
    )
    desk.change("sources/desk-calls.yaml", "  - waited <> 'x' OR waited IS NULL\n", "")
    assert desk.json("ingest", "exports/2026-01.csv", "--source", "sources/desk-calls.yaml")[0]["skipped"] == 0
