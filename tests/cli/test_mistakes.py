"""What a newcomer does wrong: each is a sentence with its place and how to mend it, an exit code, and nothing half-done."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path

import pytest

from tests.cli.desk import CONTRACT, Desk, Said, new_desk

BILL = ("bill", "contracts/desk.yaml", "--period", "2026-02")
INGEST = ("ingest", "exports/2026-01.csv", "--source", "sources/desk-calls.yaml")


@pytest.fixture
def empty(tmp_path: Path) -> Desk:
    """A workspace without facts; making one takes no ingest."""
    return new_desk(tmp_path / "empty")


def refused(said: Said, code: int, *parts: str) -> None:
    assert [part for part in parts if part not in said.err] == [], said.err
    assert (said.code, said.out) == (code, "")
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["bill", "contract.yaml", "--period", "2026-02"],
        ["measure", "contract.yaml", "--period", "2026-02"],
        ["explain", "contract.yaml", "--period", "2026-02", "--line", "calls"],
        ["ingest", "calls.csv", "--source", "source.yaml"],
        ["show"],
    ],
)
@pytest.mark.parametrize(("lang", "said"), [("en", "bpo init my-desk"), ("zh", "请先建立工作区：bpo init my-desk")])
def test_no_workspace(tmp_path: Path, arguments: list[str], lang: str, said: str) -> None:
    desk = Desk(tmp_path)
    desk.write("contract.yaml", CONTRACT)
    refused(desk.run(*arguments, "--lang", lang), 1, "bpo.yaml", said)


def test_a_workspace_is_found_from_below(empty: Desk) -> None:
    assert Desk(empty.root / "contracts").run("show").out == "nothing was billed yet\n"


# The command, its exit code, and what it says.
COMMANDS: list[tuple[list[str], int, list[str]]] = [
    (["bill", "contracts/none.yaml", "--period", "2026-02"], 1, ["contracts/none.yaml: there is no such file"]),
    (["bill", "contracts", "--period", "2026-02"], 2, ["File 'contracts' is a directory"]),
    (["bill", "--period", "2026-02"], 2, ["name contracts, or write --all"]),
    (["bill", "contracts/desk.yaml"], 1, ["which month? write --period 2026-02"]),
    (["bill", "contracts/desk.yaml", "--period", "2026-13"], 1, ["'2026-13' is not a period", "such as 2026-02"]),
    (["bill", "contracts/desk.yaml", "--period", "2026-2"], 1, ["'2026-2' is not a period"]),
    (["measure", "contracts/desk.yaml", "--period", "Feb"], 1, ["'Feb' is not a period"]),
    (
        ["bill", "contracts/desk.yaml", "--period", "2025-12"],
        1,
        ["contracts/desk.yaml:6: the contract holds from 2026-01-01", "    6 | effective:"],
    ),
    (["measure", "contracts/desk.yaml", "--period", "2027-01"], 1, ["nothing in 2027-01 can be billed"]),
    (
        ["bill", "contracts/desk.yaml", "contracts/another.yaml", "--measures", "measures/desk.yaml"],
        2,
        ["figures of one contract"],
    ),
    (["price", "contracts/desk.yaml"], 2, ["Missing option '--measures'"]),
    (["price", "contracts/desk.yaml", "--measures", "none.yaml"], 1, ["none.yaml: there is no such file"]),
    (["price", "contracts/desk.yaml", "--measures", "measures"], 2, ["File 'measures' is a directory"]),
    (
        ["price", "contracts/desk.yaml", "--measures", "measures/desk.yaml", "--period", "2026-04"],
        1,
        ["measures/desk.yaml:1: these measures are of 2026-03, but 2026-04 is billed"],
    ),
    (
        ["price", "contracts/desk.yaml", "--measures", "measures/desk.yaml", "--history", "measures/desk.yaml"],
        1,
        ["measures/desk.yaml:1: 2026-03 is not before 2026-03"],
    ),
    (["ingest", "none.csv", "--source", "sources/desk-calls.yaml"], 1, ["none.csv: there is no such file"]),
    (["ingest", "nowhere/", "--source", "sources/desk-calls.yaml"], 1, ["nowhere/: there is no such file"]),
    (["ingest", "exports/2026-01.csv", "--source", "none.yaml"], 1, ["none.yaml: there is no such file"]),
    (["ingest", "measures/desk.yaml", "--source", "sources/desk-calls.yaml"], 1, ["desk.yaml has no column 'id'"]),
    (
        ["explain", "contracts/desk.yaml", "--measures", "measures/desk.yaml", "--line", "coeficient"],
        1,
        ["contracts/desk.yaml: there is no line or KPI 'coeficient'", "Did you mean 'coefficient'?"],
    ),
    (["explain", "contracts/desk.yaml", "--line", "calls"], 1, ["which month?"]),
    (["init", "."], 1, ["there is a workspace in '.' already"]),
    (["init", "bpo.yaml"], 2, ["is a file"]),
    (["init", "bpo.yaml/desk"], 1, ["bpo.yaml/desk/contracts: this cannot be read or written: Not a directory"]),
]


@pytest.mark.parametrize(("arguments", "code", "said"), COMMANDS, ids=[" ".join(case[0]) for case in COMMANDS])
def test_a_mistake_is_explained(empty: Desk, arguments: list[str], code: int, said: list[str]) -> None:
    before = {path for path in empty.root.rglob("*") if path.name != "ledger.db"}
    refused(empty.run(*arguments), code, *said)
    refused(empty.run(*arguments, "--lang", "zh"), code)
    assert {path for path in empty.root.rglob("*") if path.name != "ledger.db"} == before


def test_facts_that_are_missing_are_told_once_a_table(desk: Desk, empty: Desk) -> None:
    never = empty.run(*BILL)
    refused(
        never, 1, "contracts/desk.yaml:12: account 'desk' has no interactions in the lake, which 'calls', 'sl20' count"
    )
    assert never.err.count("ingest") == 1
    none = desk.run("bill", "contracts/desk.yaml", "--period", "2026-05")
    refused(none, 1, "account 'desk' has no interactions from 2026-05-01 to 2026-05-31, which 'calls', 'sl20' count")
    assert none.err.count("ingest") == 1


def test_an_account_that_is_nearly_one_of_the_lake(desk: Desk) -> None:
    desk.change("contracts/desk.yaml", "currency: CNY", "currency: CNY\naccount: dsek")
    refused(desk.run(*BILL), 1, "account 'dsek' has no interactions in the lake", "Did you mean 'desk'?")


MEASURES = {
    "one too many": (
        "period: 2026-03\nquantities: {calls: 100, chats: 5}\nkpis: {sl20: 90%}\n",
        "measures.yaml:2: the measures of 2026-03 have the quantity 'chats'",
    ),
    "one of its KPIs lacking": (
        "period: 2026-03\nquantities: {calls: 100}\n",
        "contracts/desk.yaml:21: 'sl20' was not measured",
    ),
    "one of its quantities lacking": ("period: 2026-03\nkpis: {sl20: 90%}\n", "needs the quantity 'calls' of 2026-03"),
    "a percent without its sign": ("period: 2026-03\nquantities: {calls: 9}\nkpis: {sl20: 90}\n", "measures.yaml:3:"),
    "no month": ("period: March\nquantities: {calls: 100}\n", "measures.yaml:1: 'March' is not a period"),
    "no period": ("quantities: {calls: 100}\n", "'period' is missing"),
    "not YAML": ("period: [2026-03\n", "measures.yaml:1:"),
    "empty": ("", "measures.yaml: the file is empty"),
}


@pytest.mark.parametrize("case", MEASURES)
def test_a_measures_file_with_a_mistake(empty: Desk, case: str) -> None:
    text, said = MEASURES[case]
    empty.write("measures.yaml", text)
    refused(empty.run("price", "contracts/desk.yaml", "--measures", "measures.yaml"), 1, said)


WORKSPACES = {
    "an unknown field": ("lak: lake\n", "bpo.yaml:1: unknown field 'lak'"),
    "not YAML": ("lake: [a\n", "bpo.yaml:1:"),
    "no folder for the ledger": ("database: none/ledger.db\n", "the ledger cannot be opened"),
    "a database nobody knows": ("database: nosuch://x\n", "this database cannot be used"),
    "a ledger that is none": ("database: bpo.yaml\n", "this file is not a database"),
}


@pytest.mark.parametrize("case", WORKSPACES)
def test_a_workspace_with_a_mistake(empty: Desk, case: str) -> None:
    text, said = WORKSPACES[case]
    empty.write("bpo.yaml", text)
    refused(empty.run(*BILL), 1, said)
    refused(empty.run("show"), 1, said)


def test_a_lake_that_is_a_file(empty: Desk) -> None:
    empty.write("bpo.yaml", "lake: bpo.yaml\n")
    refused(empty.run(*INGEST), 1, "bpo.yaml:1: the lake is a folder, and 'bpo.yaml' is a file")


def test_a_damaged_lake(desk: Desk) -> None:
    for file in (desk.root / "lake" / "interactions").glob("*.parquet"):
        file.unlink()
    refused(desk.run(*BILL), 1, "lake: the lake cannot be read", "ingest its exports again")
    assert desk.json("show") == []


def test_every_file_is_told_about_at_once(desk: Desk) -> None:
    said = desk.run("ingest", "none.csv", "exports/2026-01.csv", "gone.csv", "--source", "sources/desk-calls.yaml")
    assert said.code == 1
    assert "none.csv: there is no such file" in said.err and "gone.csv: there is no such file" in said.err
    assert "2026-01.csv" in said.out


def test_check_tells_every_mistake_of_every_contract(empty: Desk) -> None:
    empty.write("contracts/bad.yaml", CONTRACT.replace("CNY", "RMB").replace("rate: 3", "rte: 3"))
    said = empty.run("check", "contracts/desk.yaml", "contracts/bad.yaml", "contracts/another.yaml")
    assert said.code == 1
    assert said.out.splitlines() == [
        "contracts/desk.yaml: no mistakes (terms 1, KPIs 2, adjustments 1, warnings 2)",
        "contracts/another.yaml: no mistakes (terms 1, KPIs 0, adjustments 0, warnings 0)",
    ]
    assert "contracts/bad.yaml:5:" in said.err and "contracts/bad.yaml:19: unknown field 'rte'" in said.err
    assert empty.json("check", "contracts/another.yaml") == {"ok": True, "problems": [], "warnings": []}


def test_check_warns_of_what_is_unwise_and_fails_only_if_asked_to(empty: Desk) -> None:
    said = empty.run("check", "contracts/desk.yaml")
    assert said.code == 0
    assert "warning: contracts/desk.yaml:" in said.err and "no clause uses the KPI 'survey'" in said.err
    assert empty.run("check", "contracts/desk.yaml", "--strict").code == 1
    assert empty.run("check", "contracts/another.yaml", "--strict").code == 0
    assert empty.run("check", "contracts/desk.yaml", "--cliff", "5%", "--lang", "zh").err.count("提醒：") == 1
    found = empty.json("check", "contracts/desk.yaml")
    assert (found["ok"], [one["code"] for one in found["warnings"]]) == (True, ["check-unused", "check-cliff"])
    assert empty.run("check", "contracts/desk.yaml", "--cliff", "much").code == 2


def test_init_makes_a_workspace_that_works(tmp_path: Path) -> None:
    with chdir(tmp_path):
        made = Desk(tmp_path).run("init", "my-desk")
    assert made.code == 0
    assert made.out.splitlines()[-1] == "next: cd my-desk && bpo check contracts/*.yaml"
    desk = Desk(tmp_path / "my-desk")
    contracts = sorted(path.relative_to(desk.root) for path in (desk.root / "contracts").glob("*.yaml"))
    assert desk.run("check", *contracts).code == 0
    assert desk.run("price", "contracts/acme.yaml", "--measures", "measures/acme.yaml").code == 0


def test_exposure_for_machines(empty: Desk) -> None:
    """100 calls: 50 × 4 + 50 × 3 = 350; the coefficient takes 5% at most."""
    empty.write("stated.yaml", "period: 2026-02\nquantities: {calls: 100}\n")
    found = empty.json("check", "contracts/desk.yaml", "--exposure", "--measures", "stated.yaml")["exposures"][0]
    assert (found["fee"], found["loss"], found["gain"], found["reached"]) == ("350", "17.5", "0", [True, True])
    assert found["lines"][1] == {"line": "coefficient", "least": "-17.5", "most": "0", "why": None}


def test_exposure_needs_the_quantities_that_are_billed(empty: Desk) -> None:
    refused(empty.run("check", "contracts/desk.yaml", "--exposure"), 1, "needs the quantity 'calls' of 2026-01")


def test_check_holds_a_contract_against_the_facts_of_its_workspace(desk: Desk) -> None:
    assert "never-seen" not in desk.run("check", "contracts/desk.yaml", "--facts").err
    desk.change("contracts/desk.yaml", "outcome = 'handled'", "outcome = 'handled' AND channel = 'voice'")
    said = desk.run("check", "contracts/desk.yaml", "--facts")
    assert said.code == 0
    assert "'calls': in the facts of account 'desk', channel of interactions is always empty" in said.err
    assert desk.run("check", "contracts/desk.yaml", "--facts", "--strict").code == 1
    assert "never-seen" not in desk.run("check", "contracts/desk.yaml").err


def test_check_against_facts_needs_a_workspace(desk: Desk) -> None:
    (desk.root / "bpo.yaml").unlink()
    said = desk.run("check", "contracts/desk.yaml", "--facts")
    assert said.code == 1 and "bpo init" in said.err
