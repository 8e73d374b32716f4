"""A month from draft to a settled dispute on the terminal; who may do what, by the lines of bpo.yaml; and what was issued is drawn again the same."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import click
import pytest

import bpo.cli
from bpo.ledger import open_ledger
from tests.cli.pages import printed
from tests.ledger.tampering import change, thaw

ID = "acme-2026-03-r1"
BILL = "bpo bill contracts/acme.yaml --period 2026-03 --measures measures/acme.yaml"
PEOPLE = """
people:
  wang: {roles: [approve, issue, client], limit: {EUR: 21775.10}}
  zhao: {roles: [approve], limit: {EUR: 21775.09}}
  kim: {roles: [review]}
"""
OTHER = """\
contract: other
title: Another desk
currency: EUR
effective: {from: 2026-03-01}
supplier: {name: Brightcall Services GmbH, tax_no: DE000555010}
client: {name: Pan Works}
billing: {timezone: Europe/Berlin}
terms:
  - {id: fee, model: fixed, label: Desk, amount: 100}
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    said("bpo init .")
    said(BILL)
    return tmp_path


def said(line: str, code: int = 0) -> str:
    found, output = printed(line)
    assert found == code, f"$ {line}\n{output}"
    return output


def test_a_month_and_its_dispute(desk: Path) -> None:
    """21,775.10 to be paid, of which 200 of complaints with 19% tax are −238: their dispute is below zero, like the line."""
    said(f"bpo approve {ID} --as wang")
    said(f"bpo issue {ID} --date 2026-04-02")
    said(f"bpo sent {ID} --on 2026-04-03")
    said(f"bpo dispute {ID} --line calls=119 --record c-1 --theirs 'two hours less' --reason 'test calls'")
    (one,) = json.loads(said(f"bpo confirm {ID} --on 2026-04-07 --format json"))
    life = one["life"]
    assert (life["state"], life["payable"], life["disputed"], life["confirmed"]) == (
        "part_confirmed", "21775.10", "119.00", "21656.10",
    )  # fmt: skip
    (one,) = json.loads(said(f"bpo settle {ID} d1 --conceded 19 --reason 'by half' --format json"))
    assert (one["life"]["state"], one["life"]["owed"], one["life"]["open"]) == ("confirmed", "21756.10", "21756.10")
    rows = json.loads(said(f"bpo ledger journal {ID} --format json"))
    assert [row["verb"] for row in rows] == [
        "recorded", "approved", "numbered", "issued", "sent", "disputed", "confirmed", "settled",
    ]  # fmt: skip
    assert (rows[5]["reason"], rows[5]["event"]["records"]) == ("test calls", ["c-1"])
    checked = json.loads(said("bpo ledger verify --format json"))
    assert (checked["findings"], checked["entries"], checked["priced"], checked["documents"]) == ([], 8, 1, 1)


def test_a_step_of_a_whole_period(desk: Path) -> None:
    """Only what stands before the step is meant: not what is further on, and no other month."""
    (desk / "contracts" / "other.yaml").write_text(OTHER, "utf-8")
    for period in ("2026-03", "2026-04"):
        said(f"bpo bill contracts/other.yaml --period {period}")
    assert said("bpo reviewed --period 2026-03") == f"{ID}: reviewed\nother-2026-03-r1: reviewed\n"
    assert said(f"bpo approve {ID} --as wang") == f"{ID}: approved\n"
    assert said("bpo approve --period 2026-03 --as wang") == "other-2026-03-r1: approved\n"
    issued = said("bpo issue --period 2026-03 --date 2026-04-02")
    assert [line.split(",")[0] for line in issued.splitlines() if "issued" in line] == [
        f"{ID}: issued",
        "other-2026-03-r1: issued",
    ]
    said(f"bpo sent {ID} --on 2026-04-03")
    assert said("bpo sent --period 2026-03 --on 2026-04-04").startswith("other-2026-03-r1: sent")
    confirmed = json.loads(said(f"bpo confirm {ID} other-2026-03-r1 --on 2026-04-09 --format json"))
    assert [one["life"]["state"] for one in confirmed] == ["confirmed", "confirmed"]
    assert "--line is about one statement" in said(f"bpo confirm {ID} other-2026-03-r1 --line calls", 2)
    assert said("bpo sent --period 2026-03") == "No statement of 2026-03 stands before this step.\n"
    assert "other-2026-04-r1" in said("bpo approve --period 2026-04 --as wang")
    assert "write --period" in said("bpo approve --as wang", 2)
    assert "write --period" in said(f"bpo sent {ID} --period 2026-03", 2)


def test_who_may_do_what_is_said_by_the_lines_of_the_workspace(desk: Path) -> None:
    file = desk / "bpo.yaml"
    before = file.read_text("utf-8")
    file.write_text(before + PEOPLE, "utf-8")
    line = before.count("\n") + 3  # of wang
    said(f"bpo approve {ID} --as zhao", 1)
    assert f"bpo.yaml:{line + 1}" in said(f"bpo approve {ID} --as zhao", 1)
    assert f"bpo.yaml:{line + 2}" in said(f"bpo --lang zh approve {ID} --as kim", 1)
    assert "not among the people" in said(f"bpo approve {ID} --as somebody", 1)
    assert "approved" in said(f"bpo approve {ID} --as wang")


@pytest.mark.parametrize(
    "written",
    [
        "people: {li: {roles: [aprove]}}",
        "people: {li: {roles: [approve], limit: {RMB: 5}}}",
        "four_eyes: perhaps",
        "numbers: {format: '{year}'}",
        "numbers: {format: '{n:04}'}",
        "numbers: {format: '{kind}-{year}-{month}-{n}'}",
        "numbers: {format: '{year}-{n'}",
    ],
)
def test_what_is_wrong_in_the_workspace_is_told_with_its_line(desk: Path, written: str) -> None:
    file = desk / "bpo.yaml"
    line = file.read_text("utf-8").count("\n") + 1
    file.write_text(file.read_text("utf-8") + written + "\n", "utf-8")
    for lang in ("en", "zh"):
        assert f"bpo.yaml:{line}: " in said(f"bpo --lang {lang} approve {ID}", 1)


def test_what_was_issued_is_drawn_again_the_same_or_not_at_all(desk: Path) -> None:
    said(f"bpo approve {ID} --as wang")
    (one,) = json.loads(said(f"bpo issue {ID} --date 2026-04-02 --format json"))
    files = [Path(name) for name in one["files"]]
    hashes = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    with open_ledger(desk / "ledger.db") as ledger:
        (document,) = ledger.documents(ID)
    assert sorted(document.files.values()) == sorted(hashes)
    files[0].unlink()
    said(f"bpo issue {ID}")
    assert [hashlib.sha256(file.read_bytes()).hexdigest() for file in files] == hashes
    thaw(desk / "ledger.db")
    assert change(desk / "ledger.db", f"UPDATE document_files SET sha256 = '{'0' * 64}'")
    files[0].unlink()
    assert "drawn otherwise" in said(f"bpo issue {ID}", 1)
    assert not files[0].exists()
    assert "the files of document S-2026-0001" in said("bpo ledger verify", 1)


def test_a_price_that_was_changed_with_all_its_copies_is_found(desk: Path) -> None:
    """The document, the columns and the lines agree with each other, and no longer with the journal and the price."""
    thaw(desk / "ledger.db")
    assert change(
        desk / "ledger.db", 'UPDATE statements SET document = replace(document, \'"rate":"2.8"\', \'"rate":"2.9"\')'
    )
    output = said("bpo ledger verify", 1)
    assert f"'{ID}' was changed since it was recorded" in output
    assert "steps.1.rate is 2.8, and 2.9 in the statement" in output


@pytest.mark.parametrize(
    "verb",
    [
        "bill",
        "period",
        "reviewed",
        "approve",
        "return",
        "void",
        "issue",
        "sent",
        "send",
        "confirm",
        "dispute",
        "settle",
        "credit",
        "pay",
        "remind",
        "interest",
        "fapiao add",
        "fapiao red",
        "fapiao reissue",
        "fapiao read",
    ],
)
def test_whoever_acts_may_be_named(verb: str) -> None:
    """Every verb that writes to the journal."""
    command: click.Command = bpo.cli.bpo
    for name in verb.split():
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None
        command = found
    named = [
        one
        for group in (command, *getattr(command, "commands", {}).values())
        for one in group.params
        if "--as" in one.opts
    ]
    assert named


def test_a_month_is_billed_by_somebody_and_confirmed_as_a_whole(desk: Path) -> None:
    """Of what is at the client; what is a draft yet is not meant, and nobody approves what they billed."""
    (desk / "contracts" / "other.yaml").write_text(OTHER, "utf-8")
    said("bpo bill contracts/other.yaml --period 2026-03 --as kim")
    assert "was prepared by kim" in said("bpo approve other-2026-03-r1 --as kim", code=1)
    said(f"bpo approve {ID} --as wang")
    said(f"bpo issue {ID} --date 2026-04-02")
    said(f"bpo sent {ID} --on 2026-04-03")
    assert said("bpo confirm --period 2026-03 --on 2026-04-20").splitlines() == [f"{ID}: confirmed, number S-2026-0001"]
    said("bpo confirm --period 2026-03 --line calls", code=2)
    said(f"bpo confirm {ID} --period 2026-03", code=2)
