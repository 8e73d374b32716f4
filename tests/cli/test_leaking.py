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
