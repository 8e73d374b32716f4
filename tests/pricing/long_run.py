"""The laws of whole contracts over as many contracts as asked for, outside the tests; each hangs on its seed alone.

python -m tests.pricing.long_run FIRST COUNT

Of what breaks a law the seed, the contract and the place are printed, and the run goes on.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections import Counter

from tests.contracts.choices import Seeded
from tests.contracts.random_contracts import written_contract
from tests.pricing.laws_of_contracts import load
from tests.pricing.month_by_month import MONTHS, hold_for

PLACES = 16
SHOWN = 1500
TOLD_EVERY = 500


def tried(seed: int, seen: Counter[str]) -> None:
    """Holds a contract and its months against the laws, and prints what breaks one."""
    choices, text = Seeded(seed), ""
    seen["contracts"] += 1
    try:
        text = written_contract(choices)
        for _ in hold_for(load(text), choices, choices.one(MONTHS)):
            seen["months"] += 1
    except Exception as error:  # whatever it is, it is told, and the run goes on
        seen["faults"] += 1
        places = traceback.extract_tb(error.__traceback__)[: -PLACES - 1 : -1]
        at = " < ".join(f"{one.filename.rsplit('/', 1)[-1]}:{one.lineno}" for one in places)
        print(f"== seed {seed}: {type(error).__name__}: {str(error)[:SHOWN]}\n   at {at}\n{text}", flush=True)


if __name__ == "__main__":
    first, count = int(sys.argv[1]), int(sys.argv[2])
    counted: Counter[str] = Counter()
    for number in range(first, first + count):
        tried(number, counted)
        if counted["contracts"] % TOLD_EVERY == 0:
            print(f"up to seed {number}: {dict(counted)}", flush=True)
    print(f"seeds {first} to {first + count - 1}: {dict(counted)}, {time.process_time():.0f} s of processor time")
