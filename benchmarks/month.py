"""How long a month of many contracts takes: priced, recorded, the client's PDF and workbook, on one process and on all cores.

    python benchmarks/month.py [CONTRACTS] [--against CHECKOUT]

The contracts are Acme's with other names, and their figures are given. CHECKOUT is an older one that is set up, with its own `.venv`; what it
cannot leave out (the reviewer's copy) it draws. Each is a whole process on a new desk; processor time is that of all its processes. Runs take turns.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "contracts" / "examples"
PERIOD = "2026-03"


def desk(folder: Path, contracts: int) -> None:
    (folder / "contracts").mkdir(parents=True)
    (folder / "bpo.yaml").write_text("database: ledger.db\n", encoding="utf-8")
    contract = (EXAMPLES / "acme.yaml").read_text(encoding="utf-8")
    figures = (EXAMPLES / "measures" / "acme.yaml").read_text(encoding="utf-8")
    assert "contract: acme\n" in contract and "calls: 6,240" in figures
    for n in range(contracts):
        name = f"c{n:05}"
        (folder / "contracts" / f"{name}.yaml").write_text(contract.replace("contract: acme\n", f"contract: {name}\n"))
        (folder / "measures" / name).mkdir(parents=True)
        given = figures.replace("calls: 6,240", f"calls: {6240 + n}")
        (folder / "measures" / name / f"{PERIOD}.yaml").write_text(given, encoding="utf-8")


def taken(checkout: Path, contracts: int, more: list[str]) -> tuple[float, float]:
    """Seconds by the wall and of processors, of all processes."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "desk"
        desk(place, contracts)
        command = [str(checkout / ".venv" / "bin" / "bpo"), "bill", "--all", "--period", PERIOD, *more]
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
        subprocess.run(command, cwd=place, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wall, after = perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        drawn = len(list((place / "statements" / PERIOD).glob("*.xlsx")))
        assert drawn == contracts, f"{drawn} of {contracts} were billed"
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("contracts", nargs="?", type=int, default=1000)
    parser.add_argument("--against", type=Path)
    parser.add_argument("--runs", type=int, default=1)
    given = parser.parse_args()
    ways: dict[str, tuple[Path, list[str]]] = {
        "all cores": (ROOT, []),
        "one process": (ROOT, ["--jobs", "1"]),
        "all cores, with the reviewer's copy": (ROOT, ["--review"]),
    }
    if given.against is not None:
        ways["the older checkout"] = (given.against.resolve(), [])
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for _ in range(given.runs):
        for name, (checkout, more) in ways.items():
            found[name].append(taken(checkout, given.contracts, more))
    print(
        f"{given.contracts} contracts, {os.cpu_count()} cores, Python {sys.version.split()[0]}, {given.runs} runs in turn"
    )
    print(f"{'median':40} {'wall s':>8} {'processor s':>12} {'of the last (wall)':>20}")
    last = median(wall for wall, _ in found[list(found)[-1]])
    for name, one in found.items():
        wall, processor = (median(each[of] for each in one) for of in (0, 1))
        print(f"{name:40} {wall:8.2f} {processor:12.2f} {wall / last:20.2f}")


if __name__ == "__main__":
    main()
