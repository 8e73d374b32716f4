"""What a record that changes after it was ingested comes to: the bills that were wrong as long as the first one stood for ever."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.desk import Desk

HEAD = """\
contract: c
title: Example
language: en
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Supplier}
client: {name: Client}
terms:
"""
HEADS = HEAD + "  - {id: heads, model: seats, seats: rostered, rate: 3100}\n"
LATE_CASES = (
    HEAD
    + """\
  - {id: fee, model: fixed, amount: 10000}
quantities: {open_cases: {count: cases, where: "closed_at IS NULL OR closed_at > due_at"}}
adjustments:
  - {id: late_cases, kind: penalty, per: open_cases, amount: 1000}
"""
)
COMPLAINTS = (
    HEAD
    + """\
  - {id: fee, model: fixed, amount: 10000}
quantities: {complaints: {count: events, where: "kind = 'complaint' AND upheld"}}
adjustments:
  - {id: upheld, kind: penalty, per: complaints, amount: 500}
"""
)
SOURCE = """\
source: {table}
table: {table}
account: c
timezone: Asia/Shanghai
format: {{kind: delimited}}
same_key: {same}
map:
"""
ROSTER = "  agent: agent\n  from_day: start\n  to_day: end\n"
CASES = "  case_id: id\n  opened_at: opened\n  due_at: due\n  closed_at: closed\n"
EVENTS = "  event_id: id\n  occurred_at: day\n  kind: kind\n  upheld: upheld\n"


@pytest.fixture
def desk(tmp_path: Path, plain_files: None) -> Desk:
    made = Desk(tmp_path)
    made.write("bpo.yaml", "database: ledger.db\n")
    return made


def deliver(desk: Desk, name: str, rows: str) -> None:
    desk.write(name, rows)
    said = desk.run("ingest", name, "--source", "source.yaml")
    assert said.code == 0, said.err


def billed(desk: Desk, month: str) -> str:
    return str(desk.json("bill", "contracts/c.yaml", "--period", month)["total"])


def set_up(desk: Desk, contract: str, table: str, columns: str, same: str = "replace") -> None:
    desk.write("contracts/c.yaml", contract)
    desk.write("source.yaml", SOURCE.format(table=table, same=same) + columns)


def test_the_end_of_a_leaver_that_comes_in_march(desk: Desk) -> None:
    """Two on the team in March, at 3,100 a month: 6,200.00. One left on the 10th: 31 + 10 of 62 days, 4,100.00."""
    set_up(desk, HEADS, "roster", ROSTER)
    deliver(desk, "january.csv", "agent,start,end\nann,2026-01-01,\nbob,2026-01-01,\n")
    assert billed(desk, "2026-03") == "6200.00"
    deliver(desk, "march.csv", "agent,start,end\nann,2026-01-01,\nbob,2026-01-01,2026-03-10\n")
    (late,) = desk.json("late")
    assert (late["total"], late["total_now"], late["difference"]) == ("6200.00", "4100.00", "-2100.00")
    assert billed(desk, "2026-03") == "4100.00"


def test_a_case_that_is_closed_on_the_first_of_february(desk: Desk) -> None:
    """Due on 5 February, and open in the file of January: 1,000.00. Closed in time by the file of February."""
    set_up(desk, LATE_CASES, "cases", CASES)
    header = "id,opened,due,closed\n"
    deliver(desk, "january.csv", header + "c1,2026-01-20 09:00:00,2026-02-05 18:00:00,\n")
    assert billed(desk, "2026-01") == "9000.00"
    deliver(desk, "february.csv", header + "c1,2026-01-20 09:00:00,2026-02-05 18:00:00,2026-02-01 10:00:00\n")
    assert billed(desk, "2026-01") == "10000.00"


def test_a_complaint_that_turns_out_not_upheld(desk: Desk) -> None:
    set_up(desk, COMPLAINTS, "events", EVENTS)
    deliver(desk, "january.csv", "id,day,kind,upheld\ne1,2026-01-20 09:00:00,complaint,yes\n")
    assert billed(desk, "2026-01") == "9500.00"
    deliver(desk, "february.csv", "id,day,kind,upheld\ne1,2026-01-20 09:00:00,complaint,no\n")
    assert billed(desk, "2026-01") == "10000.00"


def test_a_complaint_that_the_vendor_deletes(desk: Desk) -> None:
    set_up(desk, COMPLAINTS, "events", EVENTS, "{replace: yes, withdrawn_when: state = 'deleted'}")
    header = "id,day,kind,upheld,state\n"
    deliver(
        desk, "january.csv", header + "e1,2026-01-20 09:00:00,complaint,yes,\ne2,2026-01-21 09:00:00,complaint,yes,\n"
    )
    assert billed(desk, "2026-01") == "9000.00"
    deliver(desk, "february.csv", header + "e1,2026-01-20 09:00:00,complaint,yes,deleted\n")
    assert billed(desk, "2026-01") == "9500.00"


def test_a_mapping_that_was_mended(desk: Desk) -> None:
    """The end of the roster's rows was not mapped: two heads in March. Mended, the same file gives 41 days of 31."""
    set_up(desk, HEADS, "roster", ROSTER.replace("  to_day: end\n", ""), "replace")
    file = "agent,start,end\nann,2026-01-01,\nbob,2026-01-01,2026-03-10\n"
    deliver(desk, "roster.csv", file)
    assert billed(desk, "2026-03") == "6200.00"
    set_up(desk, HEADS, "roster", ROSTER)
    desk.change("source.yaml", "same_key: replace\n", "")
    report = desk.json("ingest", "roster.csv", "--source", "source.yaml")[0]
    assert (report["entered"], report["replaced"], report["known"], report["quarantined"]) == (2, 2, 0, 0)
    assert billed(desk, "2026-03") == "4100.00"
    assert desk.json("show", "c-2026-03-r1")["total"] == "6200.00"
