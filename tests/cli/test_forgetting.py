"""A desk with a key: made once, kept from others, missed when it is gone; and the verbs that take a person out."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

import bpo.cli
from bpo.cli import EXIT_OWN_FAULT
from bpo.desk.workspace import find_workspace, make_workspace
from tests.cli.desk import Desk
from tests.facts.test_personal import CALLS, HEADER, NUMBER, WITH_CUSTOMER, row

CLEAR = CALLS + "  customer: {from: caller, personal: keep}\n"
SOURCE = ("--source", "sources/calls.yaml")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.delenv("BPO_KEY")
    made = Desk(tmp_path / "desk")
    (made.root / "sources").mkdir(parents=True)
    (made.root / "bpo.yaml").write_text("lake: lake\n", encoding="utf-8")
    (made.root / "sources" / "calls.yaml").write_text(WITH_CUSTOMER, encoding="utf-8")
    (made.root / "a.csv").write_text(
        HEADER + row(1, NUMBER) + row(2, NUMBER, wait="no") + row(3, "139"), encoding="utf-8"
    )
    return made


def test_init_makes_a_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.run("init", "new")
    key = tmp_path / "new" / ".bpo-key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text().strip()) == 64
    assert (tmp_path / "new" / ".gitignore").read_text() == ".bpo-key*\n"
    assert sorted(path.name for path in key.parent.glob(".*")) == [".bpo-key", ".gitignore"]


def test_a_workspace_from_before_keys_gets_one(desk: Desk) -> None:
    (desk.root / ".gitignore").write_text("x", encoding="utf-8")
    assert desk.run("ingest", "a.csv", *SOURCE).code == 0
    assert (desk.root / ".gitignore").read_text() == "x\n.bpo-key*\n"
    before = (desk.root / ".bpo-key").read_text()
    assert desk.run("ingest", "a.csv").code == 0
    assert (desk.root / ".bpo-key").read_text() == before


def test_a_lost_key_is_missed(desk: Desk) -> None:
    desk.run("ingest", "a.csv", *SOURCE)
    (desk.root / ".bpo-key").unlink()
    for verb in (("ingest", "a.csv", *SOURCE), ("forget", NUMBER)):
        done = desk.run(*verb)
        assert done.code == 1 and "are hashed with a key that is not here: put back '.bpo-key'" in done.err
    assert not (desk.root / ".bpo-key").exists()


def test_the_environment_may_have_the_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BPO_KEY", "short")
    assert desk.run("ingest", "a.csv", *SOURCE).err.startswith(
        "BPO_KEY: the key has 5 characters; it needs at least 32"
    )
    monkeypatch.setenv("BPO_KEY", "a" * 40)
    assert desk.run("ingest", "a.csv", *SOURCE).code == 0
    assert not (desk.root / ".bpo-key").exists()
    monkeypatch.setenv("BPO_KEY", "b" * 40)
    assert "are hashed with another key" in desk.run("ingest", "a.csv", *SOURCE).err


def test_nothing_on_the_screen_says_a_number(desk: Desk) -> None:
    done = desk.run("ingest", "a.csv", *SOURCE)
    as_json = desk.run("ingest", "a.csv", *SOURCE, "--format", "json")
    assert "a.csv:3: 'no' in 'wait_seconds'" in done.out
    assert NUMBER not in done.out + done.err + as_json.out + as_json.err


def test_a_person_is_forgotten(desk: Desk) -> None:
    desk.run("ingest", "a.csv", *SOURCE)
    done = desk.run("forget", "138 0013 8000")
    assert done.code == 0 and NUMBER not in done.out + done.err
    assert done.out.splitlines()[2].split() == ["interactions", "1", "1"]
    assert "older versions of the lake still hold it" in done.err and "no statement then" in done.err
    again = desk.run("forget", NUMBER)
    assert (again.code, again.err) == (1, "nobody in the lake has this number\n")


def test_whom_may_be_piped(desk: Desk) -> None:
    desk.run("ingest", "a.csv", *SOURCE)
    done = desk.run("forget", "-", "--format", "json", piped=NUMBER + "\n")
    assert json.loads(done.out) == {
        "changed": [{"table": "interactions", "rows": 1, "version": 1}],
        "quarantined": 0,
        "masked": 0,
        "elsewhere": {},
        "statements": [],
        "erased": False,
    }
    assert desk.run("forget").err.startswith("say whom")


def test_history_is_erased_where_it_is_asked_for(desk: Desk) -> None:
    desk.write("sources/calls.yaml", CLEAR)
    desk.run("ingest", "a.csv", *SOURCE)
    assert desk.run("forget", NUMBER, "--erase-history").code == 0
    assert desk.run("forget", "--erase-history").code == 0
    held = [path for path in (desk.root / "lake").rglob("*") if path.is_file() and NUMBER.encode() in path.read_bytes()]
    assert held == []


def test_what_was_in_the_clear_is_hashed_once_and_ingests_go_on(desk: Desk) -> None:
    desk.write("sources/calls.yaml", CLEAR)
    desk.run("ingest", "a.csv", *SOURCE)
    desk.write("sources/calls.yaml", WITH_CUSTOMER)
    refused = desk.run("ingest", "a.csv", *SOURCE)
    assert refused.code == 1
    assert refused.err.startswith(
        "sources/calls.yaml:12: customers of account 'acme' in interactions would be hashed here"
    )
    assert desk.run("rehash").out.splitlines()[2].split() == ["interactions", "2", "1"]
    assert desk.run("rehash").out == "no customer is in the clear\n"
    again = desk.run("ingest", "a.csv", *SOURCE, "--format", "json")
    assert [(one["known"], one["quarantined"]) for one in json.loads(again.out)] == [(2, 1)]


def test_a_fault_does_not_write_down_whom(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(bpo.cli.bpo, "main", fails)
    monkeypatch.setattr("sys.argv", ["bpo", "forget", NUMBER])
    with pytest.raises(SystemExit) as end:
        bpo.cli.main()
    file = Path(capsys.readouterr().err.split("written down in ")[1].split(",")[0])
    written = file.read_text(encoding="utf-8")
    file.unlink()
    assert end.value.code == EXIT_OWN_FAULT and "forget" in written and NUMBER not in written


def test_a_new_workspace_of_python_has_no_key_until_it_needs_one(tmp_path: Path) -> None:
    make_workspace(tmp_path / "desk")
    assert not (find_workspace(tmp_path / "desk").root / ".bpo-key").exists()
