"""``bpo bill --all``: every contract of a workspace, some counted and some agreed, in one command."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from tests.cli.desk import ANOTHER, CONTRACT, Desk, new_desk, parsed

ALL = ("bill", "--all", "--period", "2026-02")
KETTLES = """\
contract: kettles
title: Kettles
currency: EUR
effective: {from: 2026-01-01}
supplier: {name: Little Voices Ltd}
client: {name: Kettle Works}
prices: {tax: excluded, rate: 19%}
terms:
  - {id: mails, model: workload, label: Mails, quantity: {count: interactions}, rate: 2.50}
"""


@pytest.fixture
def desk(tmp_path: Path, plain_files: None) -> Desk:
    """Calls of desk are counted, 231.61 CNY; 40 mails of kettles are agreed: 100.00 and 19.00 EUR; another is 1,000.00 CNY."""
    made = new_desk(tmp_path / "desk")
    assert made.run("ingest", "exports/2026-02.csv", "--source", "sources/desk-calls.yaml").code == 0
    made.write("contracts/kettles.yaml", KETTLES)
    made.write("measures/kettles/2026-02.yaml", "period: 2026-02\nquantities: {mails: 40}\n")
    made.write("measures/kettles/2026-03.yaml", "period: 2026-03\nquantities: {mails: 50}\n")
    return made


def revisions(desk: Desk) -> list[str]:
    return [row["id"] for row in desk.json("show")]


def test_counted_and_agreed_contracts_are_one_command(desk: Desk) -> None:
    said = desk.run(*ALL)
    assert said.code == 0, said.err
    lines = [line.split() for line in said.out.splitlines()]
    assert lines[:3] == [
        ["another-2026-02-r1", "1,000.00", "CNY", "draft"],
        ["desk-2026-02-r1", "231.61", "CNY", "draft"],
        ["kettles-2026-02-r1", "119.00", "EUR", "draft"],
    ]
    assert ["CNY", "2", "1,218.50", "13.11", "1,231.61", "1,231.61"] in lines, "1,000.00 + 218.50, and 13.11 of tax"
    assert ["EUR", "1", "100.00", "19.00", "119.00", "119.00"] in lines
    assert "2026-02: contracts: 3; billed: 3 (new: 3); with nothing to bill: 0; parked: 0" in said.out
    assert "what measures/kettles/2026-02.yaml holds was not counted" in said.err


def test_running_again_changes_nothing(desk: Desk) -> None:
    desk.run(*ALL)
    drawn = desk.files()
    again = desk.run(*ALL)
    assert again.code == 0 and "billed: 3 (new: 0)" in again.out
    assert desk.files() == drawn
    assert revisions(desk) == ["another-2026-02-r1", "desk-2026-02-r1", "kettles-2026-02-r1"]
    assert desk.run("bill", "contracts/kettles.yaml", "--period", "2026-02").code == 0
    assert len(revisions(desk)) == 3, "named by itself it is the same bill"


def test_a_contract_that_has_nothing_to_bill_is_no_failure(desk: Desk) -> None:
    desk.write(
        "contracts/later.yaml", ANOTHER.replace("another", "later").replace("from: 2026-01-01", "from: 2026-03-01")
    )
    quarterly = ANOTHER.replace("contract: another", "contract: quarter").replace(
        "prices:", "billing: {cycle: quarterly}\nprices:"
    )
    desk.write("contracts/quarter.yaml", quarterly)
    said = desk.run(*ALL)
    assert said.code == 0, said.err
    assert "nothing to bill: the contract holds from 2026-03-01 to …: nothing in 2026-02 can be billed" in said.out
    assert "nothing to bill: it is billed by other periods than 2026-02" in said.out
    assert "contracts: 5; billed: 3 (new: 3); with nothing to bill: 2; parked: 0" in said.out
    assert desk.run("bill", "contracts/later.yaml", "--period", "2026-02").code == 1, "it was asked for by name"


def test_what_fails_is_parked_with_its_problems_and_the_others_go_on(desk: Desk) -> None:
    desk.write("contracts/bad.yaml", CONTRACT.replace("contract: desk", "contract: bad").replace("workload", "worklod"))
    desk.write("measures/kettles/2026-02.yaml", "period: 2026-02\nquantities: {mails: forty}\n")
    said = desk.run(*ALL, "--format", "json")
    assert said.code == 1
    printed = parsed(said.out)
    assert [one["contract"] for one in printed["billed"]] == ["another", "desk"]
    assert [one["file"] for one in printed["parked"]] == ["contracts/bad.yaml", "contracts/kettles.yaml"]
    assert printed["parked"][1]["problems"][0]["path"] == "measures/kettles/2026-02.yaml"
    assert [(one["currency"], one["statements"], one["total"]) for one in printed["sums"]] == [("CNY", 2, "1231.61")]
    desk.write("measures/kettles/2026-02.yaml", "period: 2026-02\nquantities: {mails: 40}\n")
    mended = desk.run(*ALL)
    assert mended.code == 1 and "billed: 3 (new: 1)" in mended.out


def test_the_json_has_the_shape_of_its_schema(desk: Desk) -> None:
    desk.write(
        "contracts/later.yaml", ANOTHER.replace("another", "later").replace("from: 2026-01-01", "from: 2026-03-01")
    )
    printed = desk.json(*ALL)
    schema = parsed(desk.run("schema", "bill-all").out)
    jsonschema.Draft202012Validator(schema).validate(printed)
    assert printed["billed"][2]["agreed"] == "measures/kettles/2026-02.yaml"
    assert printed["billed"][1]["agreed"] is None
    assert [one["file"] for one in printed["not_due"]] == ["contracts/later.yaml"]


def test_two_files_of_one_month_are_a_problem_of_that_contract(desk: Desk) -> None:
    desk.write("measures/kettles.yaml", "period: 2026-02\nquantities: {mails: 41}\n")
    said = desk.run(*ALL)
    assert said.code == 1
    assert "figures of 'kettles' for 2026-02 stand in several files" in said.err
    assert "billed: 2 (new: 2)" in said.out and "parked: 1" in said.out


@pytest.mark.parametrize("more", [("contracts/desk.yaml",), ("--measures", "measures/desk.yaml"), ("--restate",)])
def test_all_goes_with_nothing_that_is_of_one_contract(desk: Desk, more: tuple[str, ...]) -> None:
    assert desk.run(*ALL, *more).code == 2


def test_neither_all_nor_a_contract_is_a_slip_of_the_command(desk: Desk) -> None:
    assert desk.run("bill", "--period", "2026-02").code == 2


def test_an_empty_workspace_says_so(tmp_path: Path) -> None:
    empty = Desk(tmp_path)
    empty.write("bpo.yaml", "lake: lake\n")
    said = empty.run("bill", "--all", "--period", "2026-02")
    assert said.code == 1 and "there is no contract in" in said.err
