"""Tries random months of a desk: every verb in any order, held against an account with paper and pencil (``tests/life/random_months.py``).

``--sequences 2000 --steps 40 --database sqlite``, or ``postgresql`` for a server that is started for it; ``--seed`` gives other ones. It prints how
often each verb was done and refused; the first sequence that breaks a law is made as short as it can be, and printed.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from hypothesis import HealthCheck, Phase, seed, settings  # found by the line above when this is run as a file
from hypothesis.stateful import run_state_machine_as_test

from scripts.kill_months import databases
from tests.life.random_months import Months


def try_months(kind: str, sequences: int, steps: int, first: int, shrink: bool) -> tuple[Counter[str], Counter[str]]:
    """So many sequences; returns how often each verb was done, and how often it was refused."""
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]
    wanted = settings(
        max_examples=sequences, stateful_step_count=steps, deadline=None, database=None, phases=phases, print_blob=True, report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    with databases(kind) as new:
        desks = iter(range(10_000_000))

        @seed(first)
        class Here(Months):
            database = staticmethod(lambda: new(next(desks)))
            done: Counter[str] = Counter()
            refused: Counter[str] = Counter()

        run_state_machine_as_test(Here, settings=wanted)
    return Here.done, Here.refused


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sequences", type=int, default=2000)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    parser.add_argument(
        "--as-found", action="store_true", help="print the first sequence that breaks a law as it was found"
    )
    given = parser.parse_args(argv)
    begin = perf_counter()
    done, refused = try_months(given.database, given.sequences, given.steps, given.seed, not given.as_found)
    sys.stdout.write(
        f"{done.pop('sequences')} sequences on {given.database} by the seed {given.seed}: {sum(done.values())} verbs done, "
        f"{sum(refused.values())} refused, in {perf_counter() - begin:.0f} s; no law is broken\n"
    )
    for verb in sorted(done | refused):
        sys.stdout.write(f"  {verb}: {done[verb]} done, {refused[verb]} refused\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
