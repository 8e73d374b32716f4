"""Leakage: every contact is billed by one clause, by several, or by none, and then it is said why, and what it would be worth."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import jsonschema
import pytest

from bpo.report.as_json import REPORT_SCHEMA
from tests.cli.desk import Desk

ASIDE = """\
contract: aside
title: Long calls
currency: CNY
account: desk
effective: {from: 2026-01-10}
supplier: {name: Little Voices Ltd}
client: {name: Kettle Works}
billing: {timezone: Asia/Shanghai}
prices: {tax: excluded}
terms:
  - {id: quick, model: workload, quantity: {count: interactions, where: "outcome = 'handled' AND wait_seconds <= 20"}, rate: 1}
  - {id: lost, model: workload, quantity: {count: interactions, where: "outcome = 'abandoned' AND wait_seconds >= 9"}, rate: 1}
"""


def counts(told: Any, table: str) -> list[str]:
    """The contacts of each row of a table, as JSON has them."""
    rows = next(one["rows"] for one in told["tables"] if one["table"] == table)
    return [row["cells"]["contacts"] for row in rows]


def test_contacts_that_no_clause_counts_with_reason_and_worth(desk: Desk) -> None:
    """January: 40 answered are billed, 5 abandoned are not. With them the tier has 45 × 4.00 = 180.00 less 5% = 171.00, and without
    160.00 less 5% = 152.00: 19.00. Two rows of the export are in quarantine."""
    said = desk.run("leakage", "contracts/desk.yaml", "--period", "2026-01")
    assert said.code == 0, said.err
    lines = [line.split() for line in said.out.splitlines()]
    assert ["By", "no", "clause", "5", "11.11%"] in lines
    assert ["By", "one", "clause", "40", "88.89%"] in lines
    assert ["In", "quarantine", "2"] in lines
    why = next(line for line in said.out.splitlines() if line.startswith("desk"))
    assert why.split() == ["desk", "desk", "calls", "not:", "outcome", "=", "'handled'", "5", "19.00", "CNY"]


def test_clauses_of_several_contracts_of_one_account(desk: Desk) -> None:
    """aside holds from 10 January. Calls lie on the days 1 to 28, then 1 to 17: the 30 quick ones on each day once and on 1 and 2 twice, so
    19 from the 10th on; abandoned ones are the last five, on the days 13 to 17."""
    desk.write("contracts/aside.yaml", ASIDE)
    told = desk.json("leakage", "--period", "2026-01")
    jsonschema.validate(told, REPORT_SCHEMA)
    assert counts(told, "summary") == ["0", "26", "19", "45", "2"]
    assert counts(told, "several") == ["19", "19"], "and their sum"


def test_every_contact_is_in_the_file(desk: Desk) -> None:
    desk.write("contracts/aside.yaml", ASIDE)
    assert desk.run("leakage", "--period", "2026-01", "--to", "leak.csv").code == 0
    rows = list(csv.DictReader(StringIO((desk.root / "leak.csv").read_text("utf-8-sig"))))
    assert len(rows) == 47
    by = {(row["billed"], row["clauses"], row["reason"]): 0 for row in rows}
    for row in rows:
        by[row["billed"], row["clauses"], row["reason"]] += 1
    assert by == {
        ("1", "desk/calls", ""): 21,
        ("2", "aside/quick + desk/calls", ""): 19,
        ("1", "aside/lost", ""): 5,
        ("0", "", "quarantine"): 2,
    }


def test_contracts_with_mistakes_are_told_and_stop_no_other(desk: Desk) -> None:
    desk.write("contracts/wrong.yaml", "contract: wrong\n")
    said = desk.run("leakage", "--period", "2026-01")
    assert said.code == 1 and "wrong.yaml" in said.err and "By no clause" in said.out


@pytest.mark.parametrize(
    ("contract", "reason"),
    [
        ("terms:\n  - {id: fee, model: fixed, amount: 1}\n", "no clause of its contracts counts contacts"),
        ("account: other\nterms:\n  - {id: fee, model: fixed, amount: 1}\n", "the account has no contract here"),
    ],
    ids=["a flat fee", "another account"],
)
def test_accounts_whose_contacts_nothing_counts(desk: Desk, contract: str, reason: str) -> None:
    head = "contract: desk\ntitle: t\ncurrency: CNY\neffective: {from: 2026-01-01}\nsupplier: {name: a}\nclient: {name: b}\n"
    desk.write("contracts/desk.yaml", head + contract)
    said = desk.run("leakage", "--period", "2026-01")
    assert said.code == 0 and reason in said.out, said.err


def test_a_contract_that_has_ended(desk: Desk) -> None:
    desk.change("contracts/desk.yaml", "to: 2026-12-31", "to: 2026-01-27")
    said = desk.run("leakage", "--period", "2026-01", "--lang", "zh")
    # calls on 28 January: number 27 alone, which was answered
    why = [line for line in said.out.splitlines() if "不在合同有效期内" in line]
    assert len(why) == 1 and why[0].split()[-2:] == ["1", "CNY"], said.out


def test_months_that_are_none_and_months_without_contacts(desk: Desk) -> None:
    assert "is not a month" in desk.run("leakage", "--period", "2026").err
    assert "no contacts from 2026-05-01 to 2026-05-31" in desk.run("leakage", "--period", "2026-05").err
    assert desk.run("leakage").code == 1


def test_a_contract_whose_account_has_no_contacts_is_told(desk: Desk) -> None:
    """Alone there is nothing to hold it against; beside another the other is reported."""
    alone = desk.run("leakage", "contracts/another.yaml", "--period", "2026-01")
    assert (alone.code, alone.out) == (1, "")
    assert "another.yaml:1" in alone.err and "account 'another' of contract 'another' has no contacts" in alone.err
    both = desk.run("leakage", "contracts/another.yaml", "contracts/desk.yaml", "--period", "2026-01")
    assert both.code == 1 and "has no contacts" in both.err and "By one clause" in both.out
    assert "没有联络记录" in desk.run("leakage", "contracts/another.yaml", "--period", "2026-01", "--lang", "zh").err


AMENDED = """\
amendments:
  - from: 2026-01-10
    terms:
      - id: calls
        model: workload
        label: {zh: 接听电话量, en: Calls answered}
        clause: "4.1"
        quantity: {count: interactions, where: "outcome = 'handled' AND wait_seconds <= 20"}
        tiers:
          - {up_to: 50, rate: 4}
          - {rate: 3}
"""


def test_the_nearest_clause_reads_as_on_the_day_of_the_contact(desk: Desk) -> None:
    """Numbers 0 to 39 are answered, the first 30 in time, and lie on the days 1 to 28, then 1 to 12; 40 to 44 are abandoned, on the 13th to 17th.
    From the 10th on only what was answered in time counts: of 30 to 39 (days 3 to 12) the 37, 38, 39 of the 10th to 12th do not, which the wording
    of their day misses by one condition, and that of the days before by its days. The abandoned ones miss two: 9 s are in time, so one."""
    text = (desk.root / "contracts/desk.yaml").read_text("utf-8")
    desk.write("contracts/desk.yaml", text + AMENDED)
    told = desk.json("leakage", "contracts/desk.yaml", "--period", "2026-01")
    assert counts(told, "summary") == ["8", "37", "0", "45", "2"]
    why = next(one["rows"] for one in told["tables"] if one["table"] == "why")
    said = {row["cells"]["reason"]["en"]: row["cells"]["contacts"] for row in why if row["cells"].get("clause")}
    assert said == {"not: outcome = 'handled'": "5", "not: wait_seconds <= 20": "3"}


def test_a_clause_that_begins_inside_the_month_does_not_hold_before(desk: Desk) -> None:
    """What is added from the 29th on, when nobody called, is the only clause that could count the abandoned ones; they lie before it."""
    added = """\
amendments:
  - from: 2026-01-29
    terms:
      - {id: lost, model: workload, quantity: {count: interactions, where: "outcome = 'abandoned' AND wait_seconds < 10"}, rate: 1}
"""
    text = (
        (desk.root / "contracts/desk.yaml")
        .read_text("utf-8")
        .replace("outcome = 'handled'", "outcome = 'handled' AND wait_seconds > 9", 1)
    )
    desk.write("contracts/desk.yaml", text + added)
    told = desk.json("leakage", "contracts/desk.yaml", "--period", "2026-01")
    (row,) = [
        one["cells"]
        for one in next(t["rows"] for t in told["tables"] if t["table"] == "why")
        if one["cells"].get("clause")
    ]
    assert (row["clause"], row["contacts"]) == ("lost", "5")
    assert row["reason"]["en"] == "the clause does not hold in these words on that day"


def test_what_came_after_the_closing_is_not_billed(desk: Desk) -> None:
    """January is closed, then two answered calls come: 42 × 4.00 less 5% are 159.60, with the five abandoned ones untouched: 7.60 more
    than 152.00."""
    assert desk.run("period", "close", "2026-01", "contracts/desk.yaml").code == 0
    late = "id,began,result,waited,talked\nlate1,2026-01-15 12:00:00,A,5,60\nlate2,2026-01-15 12:00:01,A,25,60\n"
    desk.write("exports/late.csv", late)
    assert desk.run("ingest", "exports/late.csv", "--source", "sources/desk-calls.yaml").code == 0
    said = desk.run("leakage", "contracts/desk.yaml", "--period", "2026-01").out
    rows = [line.split() for line in said.splitlines() if line.startswith("desk")]
    assert ["desk", "desk", "calls", "came", "after", "the", "month", "was", "closed", "2", "7.60", "CNY"] in rows
    assert desk.json("measure", "contracts/desk.yaml", "--period", "2026-01")["quantities"]["calls"]["total"] == "40"
    assert (
        desk.json("rows", "calls", "--contract", "contracts/desk.yaml", "--period", "2026-01")["needs"][0]["rows"] == 40
    )
    assert desk.run("period", "open", "2026-01", "contracts/desk.yaml", "--reason", "agreed").code == 0
    assert "closed" not in desk.run("leakage", "contracts/desk.yaml", "--period", "2026-01").out
    assert desk.json("measure", "contracts/desk.yaml", "--period", "2026-01")["quantities"]["calls"]["total"] == "42"


def test_money_has_the_places_of_its_own_currency(desk: Desk) -> None:
    """Two accounts, one paid in yen: 5 more calls at 100 are 500 less 5%, 475 yen, where the other's 19.00 yuan have fen."""
    yen = (desk.root / "contracts/desk.yaml").read_text("utf-8").replace("contract: desk", "contract: osaka")
    for old, new in (("CNY", "JPY"), ("rate: 4}", "rate: 100}"), ("rate: 3}", "rate: 100}")):
        yen = yen.replace(old, new)
    desk.write("contracts/osaka.yaml", yen)
    source = (desk.root / "sources/desk-calls.yaml").read_text("utf-8").replace("account: desk", "account: osaka")
    desk.write("sources/osaka.yaml", source.replace("source: desk-calls", "source: osaka-calls"))
    desk.write("exports/osaka.csv", (desk.root / "exports/2026-01.csv").read_text("utf-8"))
    assert desk.run("ingest", "exports/osaka.csv", "--source", "sources/osaka.yaml").code == 0
    said = desk.run("leakage", "contracts/desk.yaml", "contracts/osaka.yaml", "--period", "2026-01").out
    ends = {tuple(line.split()[-2:]) for line in said.splitlines() if "not: outcome" in line}
    assert ends == {("19.00", "CNY"), ("475", "JPY")}
