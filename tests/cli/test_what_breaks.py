"""What breaks around bpo: a disk that is full, a folder that cannot be written, a page that cannot be drawn, Ctrl-C. It is told, nothing is half done,
and running again completes.

A disk is full for one process alone: in a mount namespace of its own a folder is a disk of some kilobytes, or cannot be written. That takes root.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, make_url, text

import bpo.report.typesetter
from bpo.ledger import open_ledger
from tests.cli.desk import ANOTHER, SETTINGS, Desk, new_desk
from tests.postgres import server

draws_itself = True
FULL = "mount -t tmpfs -o size=8k,mode=777 tmpfs {folder}"
READ_ONLY = "mount --bind {folder} {folder} && mount -o remount,ro,bind {folder}"
SAID = {FULL: "No space left on device", READ_ONLY: "Read-only file system"}
SAID_BY_SQLITE = {FULL: "database or disk is full", READ_ONLY: "Make the file and its folder writable"}
BPO = [sys.executable, "-c", "from bpo.cli import main; main()"]


def may_mount() -> bool:
    if os.name != "posix" or os.getuid() != 0 or shutil.which("unshare") is None:
        return False
    tried = ["unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=8k tmpfs /mnt"]
    return subprocess.run(tried, capture_output=True, check=False).returncode == 0


needs_mounts = pytest.mark.skipif(not may_mount(), reason="folders of one process alone take root and unshare")


def run_where(desk: Desk, broken: str, folder: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A verb in a process for which a folder of the desk is broken so."""
    (desk.root / folder).mkdir(exist_ok=True)
    script = broken.format(folder=desk.root / folder) + ' && exec "$@"'
    command = ["unshare", "-m", "sh", "-c", script, "sh", *BPO, *arguments]
    environment = {**os.environ, "LC_ALL": "C", "COLUMNS": "200"}
    return subprocess.run(command, cwd=desk.root, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two contracts of which nothing is counted, billed by the tests; and calls that wait."""
    made = new_desk(tmp_path / "desk")
    (made.root / "contracts" / "desk.yaml").unlink()
    for number in (1, 2):
        contract = ANOTHER.replace("contract: another", f"contract: c{number}")
        made.write(f"contracts/c{number}.yaml", contract.replace("Pan Works}", "Pan Works, email: ap@pan.example}"))
    (made.root / "contracts" / "another.yaml").unlink()
    made.write("bpo.yaml", SETTINGS + "mail: {from: billing@voices.example}\n")
    return made


BILL = ("bill", "--all", "--period", "2026-01")
STEPS: dict[str, tuple[Sequence[str], str, Sequence[Sequence[str]]]] = {
    "bill": (BILL, "statements", ()),
    "issue": (("issue", "--period", "2026-01", "--as", "wang"), "statements", (BILL, ("approve", "--period", "2026-01", "--as", "li"))),
    "send": (
        ("send", "--all", "--period", "2026-01", "--as", "wang"), "outbox",
        (BILL, ("approve", "--period", "2026-01", "--as", "li"), ("issue", "--period", "2026-01", "--as", "wang")),
    ),
    "ingest": (("ingest", "exports/2026-01.csv", "--source", "sources/desk-calls.yaml"), "lake", ()),
}  # fmt: skip
"""Of every verb that writes: how it is called, the folder that breaks, and what comes before."""


@needs_mounts
@pytest.mark.parametrize("broken", [FULL, READ_ONLY], ids=["full", "read-only"])
@pytest.mark.parametrize("verb", ["bill", "issue", "send", "ingest"])
def test_a_folder_that_takes_nothing(desk: Desk, plain_files: None, verb: str, broken: str) -> None:
    command, folder, before = STEPS[verb]
    for step in before:
        assert desk.run(*step).code == 0
    there = sorted((desk.root / folder).rglob("*")) if (desk.root / folder).is_dir() else []
    said = run_where(desk, broken, folder, *command)
    assert said.returncode == 1, said.stderr
    assert SAID[broken] in said.stderr and folder in said.stderr and "Traceback" not in said.stderr, said.stderr
    assert "None" not in said.stderr
    assert sorted((desk.root / folder).rglob("*")) == there
    again = desk.run(*command)
    assert again.code in (0, 1) if verb == "ingest" else again.code == 0, again.err
    assert any(one.is_file() for one in (desk.root / folder).rglob("*"))
    with open_ledger(desk.root / "ledger.db") as ledger:
        assert not ledger.verify().findings
        if verb != "ingest":
            assert len(ledger.list()) == 2


@needs_mounts
@pytest.mark.parametrize("broken", [FULL, READ_ONLY], ids=["full", "read-only"])
def test_a_ledger_whose_folder_takes_nothing(desk: Desk, plain_files: None, broken: str) -> None:
    desk.change("bpo.yaml", "ledger.db", "books/ledger.db")
    (desk.root / "books").mkdir()
    if broken == READ_ONLY:
        assert desk.run(*BILL).code == 0
    said = run_where(desk, broken, "books", "bill", "--all", "--period", "2026-02")
    assert said.returncode == 1 and SAID_BY_SQLITE[broken] in said.stderr and "Traceback" not in said.stderr, (
        said.stderr
    )
    assert desk.run("bill", "--all", "--period", "2026-02").code == 0


def test_a_page_that_cannot_be_drawn_parks_its_contract_alone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library fails at the first contract's page; the second is billed, and the first when it is run again."""
    whole = bpo.report.typesetter.weasyprint().HTML.render

    def failing(self: Any, *given: Any, **named: Any) -> Any:
        if failing.at_first:  # type: ignore[attr-defined]
            failing.at_first = False  # type: ignore[attr-defined]
            raise IndexError("no such box")
        return whole(self, *given, **named)

    failing.at_first = True  # type: ignore[attr-defined]
    monkeypatch.setattr(bpo.report.typesetter.weasyprint().HTML, "render", failing)
    said = desk.run(*BILL)
    assert said.code == 1 and "cannot be laid out (IndexError: no such box)" in said.err and "c1.yaml" in said.err
    assert sorted(desk.files()) == ["2026-01/c2-2026-01-r1.pdf", "2026-01/c2-2026-01-r1.xlsx"]
    assert desk.run(*BILL).code == 0
    with open_ledger(desk.root / "ledger.db") as ledger:
        assert [row.id for row in ledger.list()] == ["c1-2026-01-r1", "c2-2026-01-r1"]


def test_control_c_says_nothing_more_and_leaves_nothing_half(desk: Desk) -> None:
    for number in range(3, 9):
        desk.write(f"contracts/c{number}.yaml", ANOTHER.replace("contract: another", f"contract: c{number}"))
    with subprocess.Popen([*BPO, *BILL], cwd=desk.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True) as run:  # fmt: skip
        wait_for_a_document(desk)
        os.killpg(run.pid, signal.SIGINT)
        _, error = run.communicate(timeout=60)
    assert run.returncode == 130 and "Traceback" not in error, error
    assert not [one for one in (desk.root / "statements").rglob("*") if one.name.startswith(".")]
    assert desk.run(*BILL).code == 0
    with open_ledger(desk.root / "ledger.db") as ledger:
        assert len(ledger.list()) == 8 and not ledger.verify().findings
    assert len(desk.files()) == 16


def test_what_a_killed_process_began_is_swept_by_the_next(desk: Desk, plain_files: None) -> None:
    """Whatever it was to become; what another machine's process writes stays."""
    import bpo.report.files as files

    with subprocess.Popen(["true"]) as dead:
        dead.wait()
    left = desk.root / "statements" / "2026-01" / f"{files.DRAFT}{dead.pid}.c9-2026-01-r4.pdf"
    elsewhere = left.with_name(f".bpo-00000000-{dead.pid}.c9-2026-01-r4.pdf")
    for one in (left, elsewhere):
        one.parent.mkdir(parents=True, exist_ok=True)
        one.write_bytes(b"half")
    assert desk.run(*BILL).code == 0
    assert not left.exists() and elsewhere.exists()


def test_a_database_that_goes_away_in_the_middle(desk: Desk) -> None:
    """Its connections are ended and new ones refused, as when a server goes down; then it is there again."""
    for number in range(3, 9):
        desk.write(f"contracts/c{number}.yaml", ANOTHER.replace("contract: another", f"contract: c{number}"))
    with server() as url:
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as admin:
            admin.execute(text("CREATE DATABASE desk"))
            place = make_url(url).set(database="desk").render_as_string(hide_password=False)
            desk.write("bpo.yaml", f"database: {place}\n")
            with subprocess.Popen(
                [*BPO, *BILL], cwd=desk.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            ) as run:
                wait_for_a_document(desk)
                admin.execute(text("ALTER DATABASE desk WITH ALLOW_CONNECTIONS false"))
                admin.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'desk'"))
                _, error = run.communicate(timeout=120)
            assert run.returncode == 1 and "the ledger's database refused" in error and "Traceback" not in error, error
            admin.execute(text("ALTER DATABASE desk WITH ALLOW_CONNECTIONS true"))
        engine.dispose()
        assert desk.run(*BILL).code == 0
        with open_ledger(place) as ledger:
            assert len(ledger.list()) == 8 and not ledger.verify().findings
    assert len(desk.files()) == 16


def wait_for_a_document(desk: Desk) -> None:
    end = time.monotonic() + 60
    while not any((desk.root / "statements").rglob("*.pdf")) and time.monotonic() < end:
        time.sleep(0.01)
