"""How much processor time the verbs of a bid take, here and, in the same run, in another checkout if one is named.

    .venv/bin/python benchmarks/bid_verbs.py [OTHER] [--runs 3]

Each verb is asked of the example of a hotline of 36 months, in a process of its own with the packages of this Python, papers and start
included; what is said is the least of the runs. The aims, against
the commit 268c36d, are an eighth for break-even and the comparison, a half for the quote and the check.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parents[1]
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
    asked.add_argument("other", type=Path, nargs="?")
    asked.add_argument("--runs", type=int, default=3)
    given = asked.parse_args()
    checkouts = [one.resolve() for one in (HERE, given.other) if one is not None]
    for name, verb in VERBS.items():
        rounds = [[seconds(checkout, verb) for checkout in checkouts] for _ in range(given.runs)]
        here, *there = (min(column) for column in zip(*rounds, strict=True))
        beside = f"   {there[0]:7.2f} s there: {there[0] / here:.1f} times" if there else ""
        print(f"{name:18} {here:7.2f} s here{beside}   aim {AIMS[name]} times")


if __name__ == "__main__":
    main()
