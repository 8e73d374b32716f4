"""A run of ``bpo bill --all`` that is killed leaves nothing half, and run again it is the run that nobody disturbed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from bpo.ledger import open_ledger
from tests.cli.desk import ANOTHER, Desk, copy_of

CONTRACTS = 3
KILLS = int(os.environ.get("BPO_KILLS", "2"))
"""More of them spread over the whole run: ``BPO_KILLS=200 pytest tests/cli/test_billing_killed.py``."""
ALL = [sys.executable, "-c", "from bpo.cli import main; main()", "bill", "--all", "--period", "2026-02"]


def told(desk: Desk) -> tuple[list[tuple[str, str]], dict[str, bytes]]:
    """What the ledger has, and every file under ``statements`` with its bytes."""
    with open_ledger(desk.root / "ledger.db") as ledger:
        rows = [(row.id, str(row.total)) for row in ledger.list()]
    return rows, desk.files()


def test_killed_at_any_moment_it_is_completed_by_running_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk")
    desk.write("bpo.yaml", "database: ledger.db\n")
    for n in range(CONTRACTS):
        text = ANOTHER.replace("contract: another", f"contract: c{n}").replace("1000", str(1000 + n))
        desk.write(f"contracts/c{n}.yaml", text)
    undisturbed = copy_of(desk, tmp_path / "undisturbed")
    started = time.monotonic()
    subprocess.run(ALL, cwd=undisturbed.root, check=True, capture_output=True)
    whole = time.monotonic() - started
    wanted = told(undisturbed)
    assert len(wanted[0]) == CONTRACTS and len(wanted[1]) == 2 * CONTRACTS
    for n in range(KILLS):
        killed = copy_of(desk, tmp_path / f"killed-{n}")
        with subprocess.Popen(ALL, cwd=killed.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
            time.sleep(whole * (n + 1) / (KILLS + 1))
            run.send_signal(signal.SIGKILL)
        files = killed.files() if (killed.root / "statements").is_dir() else {}
        for name, content in files.items():
            if not Path(name).name.startswith("."):
                assert content == wanted[1][name], f"{name} is not whole"
        subprocess.run(ALL, cwd=killed.root, check=True, capture_output=True)
        assert told(killed) == wanted
