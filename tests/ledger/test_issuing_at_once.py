"""Real processes that issue at once, and one that is killed: no number twice, no hole, nothing half."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from bpo.ledger import Ledger
from tests.ledger.made import bank, record

ROOT = Path(__file__).resolve().parents[2]
PROCESSES, EACH = 8, 3

ISSUING = """
import sys
from dataclasses import replace
from bpo.ledger import open_ledger
from tests.ledger.made import bank, record
from tests.ledger.test_journal import WANG, issued
with open_ledger(sys.argv[1]) as ledger:
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(int(sys.argv[3])):
        name = record(ledger, bank(contract=f"c{sys.argv[2]}", period=f"1999-{n + 1:02d}")).statement_id
        print(issued(ledger, name), flush=True)
"""


def start(place: str, code: str, *given: object) -> subprocess.Popen[str]:
    run = subprocess.Popen(
        [sys.executable, "-c", code, place, *map(str, given)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert run.stdout is not None and run.stdout.readline() == "ready\n", run.stderr and run.stderr.read()
    return run


def go(runs: Sequence[subprocess.Popen[str]]) -> None:
    for run in runs:
        assert run.stdin is not None
        run.stdin.write("go\n")
        run.stdin.flush()


def test_eight_processes_issue_at_once(ledger: Ledger, place: str) -> None:
    runs = [start(place, ISSUING, n, EACH) for n in range(PROCESSES)]
    go(runs)
    numbers: list[str] = []
    for run in runs:
        out, err = run.communicate(timeout=120)
        assert run.returncode == 0, err
        numbers += out.split()
    assert sorted(numbers) == [f"S-1999-{n:04d}" for n in range(1, PROCESSES * EACH + 1)]
    found = ledger.verify()
    assert (found.findings, found.documents, found.statements) == ((), PROCESSES * EACH, PROCESSES * EACH)
    assert found.entries == PROCESSES * EACH * 4  # recorded, approved, numbered, issued


@pytest.mark.parametrize("after_lines", [2])
def test_what_is_killed_leaves_nothing_half(ledger: Ledger, place: str, after_lines: int) -> None:
    """Killed somewhere after so many numbers; run again, all are issued and none is lost."""
    run = start(place, ISSUING, 0, 12)
    go([run])
    assert run.stdout is not None
    for _ in range(after_lines):
        run.stdout.readline()
    time.sleep(0.003 * after_lines)
    run.send_signal(signal.SIGKILL)
    run.communicate(timeout=60)
    assert ledger.verify().findings == ()
    again = start(place, AGAIN, 0, 12)
    go([again])
    _, err = again.communicate(timeout=120)
    assert again.returncode == 0, err
    assert ledger.verify().findings == ()
    assert [one.number for one in ledger.documents()] == [f"S-1999-{n:04d}" for n in range(1, 13)]
    assert {life.state for life in ledger.lives().values()} == {"issued"}
    assert not record(ledger, bank(contract="c0", period="1999-01")).new


AGAIN = """
import sys
from bpo.ledger import open_ledger
from bpo.life.events import Approved
from bpo.life.numbers import Numbers
from tests.ledger.made import bank, record
from tests.ledger.test_journal import DAY, SERIES, WANG
with open_ledger(sys.argv[1]) as ledger:
    print("ready", flush=True)
    sys.stdin.readline()
    for n in range(int(sys.argv[3])):
        name = record(ledger, bank(contract=f"c{sys.argv[2]}", period=f"1999-{n + 1:02d}")).statement_id
        if ledger.life(name).state == "draft":
            ledger.append(name, Approved(), WANG)
        number = ledger.number(name, SERIES, Numbers(), DAY, WANG)
        if ledger.life(name).state == "numbered":
            ledger.issue(name, {f"{number}.pdf": "0" * 64}, {"bpo": "0.1.0"}, WANG)
"""
