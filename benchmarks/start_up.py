"""How long ``bpo --help`` takes, beside the import of click alone; at most 1.5 times as long is the aim.

The two run in turn, so that a machine that slows down slows both.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

RUNS = 21
AIM = 1.5
COMMANDS = {
    "python -c 'import click'": [sys.executable, "-c", "import click"],
    "bpo --help": [str(Path(sys.executable).with_name("bpo")), "--help"],
}


def seconds(command: list[str]) -> float:
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


def main() -> None:
    for command in COMMANDS.values():
        seconds(command)  # once uncounted: files come into the cache
    runs = [{name: seconds(command) for name, command in COMMANDS.items()} for _ in range(RUNS)]
    print(f"{'whole process, ' + str(RUNS) + ' runs in turn':34} {'min':>7} {'median':>7} {'max':>7}")
    for name in COMMANDS:
        taken = [run[name] * 1000 for run in runs]
        print(f"{name:31} ms {min(taken):7.1f} {median(taken):7.1f} {max(taken):7.1f}")
    base, ours = COMMANDS
    ratio = median(run[ours] / run[base] for run in runs)
    print(f"ratio, median of pairs: {ratio:.2f} (aim: at most {AIM})")


if __name__ == "__main__":
    main()
