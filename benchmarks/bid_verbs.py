"""How much processor time the verbs of a bid take in two checkouts, one after the other in one run.

    .venv/bin/python benchmarks/bid_verbs.py OLD NEW [--runs 3]

Each verb is asked of the example of a hotline of 36 months, in a process of its own with the packages of this Python, papers and start
included; what is said is the least of the runs. The aims are an eighth for break-even and the comparison, a half for the quote and the check.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

BID = "contracts/examples/bids/hotline/"
VERBS = {
    "breakeven": ("breakeven", "{bid}draft.yaml", "--scenario", "{bid}scenario.yaml"),
    "compare --tornado": ("compare", "{bid}scenario.yaml", "--tornado"),
    "quote": ("quote", "{bid}scenario.yaml"),
    "check": ("check", "{bid}draft.yaml"),
}
AIMS = {"breakeven": 8, "compare --tornado": 8, "quote": 2, "check": 2}


def spent() -> float:
    """Seconds of processor time of all processes that were started and ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def seconds(checkout: Path, verb: tuple[str, ...]) -> float:
    """What a verb takes in a checkout, from an empty folder."""
    arguments = [part.format(bid=f"{checkout}/{BID}") for part in verb]
    before = spent()
    with TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, "-c", "from bpo.cli import main; main()", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(checkout)},
            stdout=subprocess.DEVNULL,
            check=True,
        )
    return spent() - before


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("old", type=Path)
    asked.add_argument("new", type=Path)
    asked.add_argument("--runs", type=int, default=3)
    given = asked.parse_args()
    checkouts = [given.old.resolve(), given.new.resolve()]
    for name, verb in VERBS.items():
        rounds = [[seconds(checkout, verb) for checkout in checkouts] for _ in range(given.runs)]
        old, new = (min(column) for column in zip(*rounds, strict=True))
        print(f"{name:18} {old:7.2f} s before {new:7.2f} s now   {old / new:5.1f} times   aim {AIMS[name]} times")


if __name__ == "__main__":
    main()
