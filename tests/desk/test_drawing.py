"""Documents that are drawn in other processes: the same, in the same order, and lost with nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

import bpo.desk.drawing as drawing
from bpo.core.errors import BpoError
from bpo.desk.billing import Billed, bill_all
from bpo.desk.workspace import find_workspace
from bpo.invoice import Bill
from bpo.report import headings as h
from tests.invoice.bills import hotline

CONTRACT = """\
contract: c{number}
title: {title}
currency: CNY
effective: {{from: 2026-01-01}}
supplier: {{name: Little Voices Ltd}}
client: {{name: "Client {number}"}}
prices: {{tax: excluded}}
terms:
  - {{id: stand-by, model: fixed, label: Stand-by, amount: {number}000}}
"""
NO_FONT_HAS = "\U00012000"
"""A cuneiform sign."""


def new_desk(folder: Path, titles: Mapping[int, str] | None = None) -> None:
    """Five contracts, nothing billed."""
    (folder / "contracts").mkdir(parents=True)
    (folder / "bpo.yaml").write_text("database: ledger.db\n", encoding="utf-8")
    for number in range(1, 6):
        text = CONTRACT.format(number=number, title=(titles or {}).get(number, f"Client {number}"))
        (folder / "contracts" / f"c{number}.yaml").write_text(text, encoding="utf-8")


def month(folder: Path, jobs: int, titles: Mapping[int, str] | None = None) -> tuple[list[Billed], dict[str, bytes]]:
    """Five contracts billed on a new desk, and what stands in the folder of the month."""
    new_desk(folder, titles)
    workspace = find_workspace(folder)
    paths = sorted(workspace.contracts.glob("*.yaml"))
    now = datetime(2026, 2, 1, tzinfo=UTC)
    done = list(bill_all(workspace, paths, "2026-01", now=now, review=False, jobs=jobs))
    return done, {file.name: file.read_bytes() for file in (folder / "statements" / "2026-01").iterdir()}


def test_the_same_bytes_whatever_the_number_of_processes_and_in_their_order(tmp_path: Path) -> None:
    here, files = month(tmp_path / "here", jobs=1)
    apart, same = month(tmp_path / "apart", jobs=2)
    assert [one.path.name for one in apart] == [one.path.name for one in here] == [f"c{n}.yaml" for n in range(1, 6)]
    assert sorted(files) == [f"c{n}-2026-01-r1.{ending}" for n in range(1, 6) for ending in ("pdf", "xlsx")]
    assert files == same


def test_what_cannot_be_drawn_apart_is_told_of_its_contract_and_stops_no_other(tmp_path: Path) -> None:
    done, files = month(tmp_path, jobs=2, titles={2: f"Sign {NO_FONT_HAS}"})
    assert [bool(one.problems) for one in done] == [False, True, False, False, False]
    (problem,) = done[1].problems
    assert problem.is_a(h.MISSING_GLYPHS) and problem.where is not None and problem.where.path.endswith("c2.yaml")
    assert len(files) == 8 and not any(name.startswith("c2-") for name in files)


def lost_once(bill: Bill, folder: Path, templates: Path | None = None) -> Mapping[Path, bytes]:
    """Ends its process, unless it did before."""
    if not (folder / "lost").exists():
        (folder / "lost").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return {folder / "drawn": b"again"}


def lost_always(bill: Bill, folder: Path, templates: Path | None = None) -> Mapping[Path, bytes]:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("ended above")


def drawn(bill: Bill, folder: Path, templates: Path | None = None) -> Mapping[Path, bytes]:
    return {folder / "drawn": b"drawn"}


def test_what_a_lost_process_had_begun_is_drawn_again(tmp_path: Path) -> None:
    with drawing.drawers(contracts=4, jobs=2) as apart:
        begun = [apart.begin(draw, hotline(), tmp_path, None) for draw in (lost_once, drawn)]
        assert [one.files() for one in begun] == [{tmp_path / "drawn": b"again"}, {tmp_path / "drawn": b"drawn"}]
        assert apart.begin(drawn, hotline(), tmp_path, None).files() == {tmp_path / "drawn": b"drawn"}


def test_what_ends_its_process_twice_is_told_and_ends_no_other(tmp_path: Path) -> None:
    with drawing.drawers(contracts=4, jobs=2) as apart:
        bad, good = (apart.begin(draw, hotline(), tmp_path, None) for draw in (lost_always, drawn))
        with pytest.raises(BpoError) as told:
            bad.files()
        assert told.value.problems[0].is_a(drawing.LOST)
        assert "city-hotline-2026" in told.value.problems[0].say("en")
        assert good.files() == {tmp_path / "drawn": b"drawn"}


def test_few_contracts_are_drawn_where_they_are_priced() -> None:
    with drawing.drawers(contracts=3, jobs=8) as here, drawing.drawers(contracts=4, jobs=1) as also_here:
        assert here.at_once == also_here.at_once == 0


def bill_by_command(folder: Path) -> subprocess.Popen[bytes]:
    command = [str(Path(sys.executable).with_name("bpo")), "bill", "--all", "--period", "2026-01", "--jobs", "2"]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def begun_by(process: int) -> list[int]:
    """The processes that a process has begun, and those that they have."""
    found = [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return found + [below for one in found for below in begun_by(one)]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are looked up in /proc")
def test_a_run_that_is_killed_leaves_no_process_and_is_ended_by_the_next(tmp_path: Path) -> None:
    _, whole = month(tmp_path / "undisturbed", jobs=1)
    new_desk(tmp_path / "killed")
    run = bill_by_command(tmp_path / "killed")
    drawing_now: list[int] = []
    statements = tmp_path / "killed" / "statements" / "2026-01"
    while run.poll() is None and not list(statements.glob("*.xlsx")):
        drawing_now = begun_by(run.pid) or drawing_now
        time.sleep(0.02)
    run.kill()
    run.wait()
    assert run.stderr is not None
    run.stderr.close()
    assert drawing_now, "it was killed while others drew"
    until = time.monotonic() + 30
    while any(is_running(one) for one in drawing_now):
        assert time.monotonic() < until, "a process that draws has outlived its run"
        time.sleep(0.05)
    again = bill_by_command(tmp_path / "killed")
    _, said = again.communicate()
    assert again.returncode == 0, said.decode()
    assert {file.name: file.read_bytes() for file in statements.iterdir()} == whole


def is_running(process: int) -> bool:
    """Whether it is there and not merely waiting to be noticed."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
