"""How long 10,000 draws of the hotline bid take in two processes, beside a plain loop of its projection.

Seven inputs of the bid are uncertain: volumes, handle time, attrition, wages and two KPIs, which are drawn each month. The aims are 60 seconds
for all draws on two cores, 1 GiB of memory, and twenty times the plain loop, of which a few draws are timed. Seconds by the clock, since processes
are what is measured; an idle machine is asked for.
"""

from __future__ import annotations

import resource
from pathlib import Path
from time import perf_counter

from bpo.desk.bids import bid_of
from bpo.economics.risk.outcome import evaluate
from bpo.economics.risk.run import risk

BID = Path(__file__).resolve().parents[1] / "contracts" / "examples" / "bids" / "hotline" / "scenario.yaml"
DRAWS, SEED, JOBS, PLAIN = 10_000, 7, 2, 10
AIM_SECONDS, AIM_TIMES, AIM_MIB = 60, 20, 1024


def main() -> None:
    bid = bid_of(BID)
    start = perf_counter()
    results = risk(bid, DRAWS, SEED, JOBS)
    seconds = perf_counter() - start
    start = perf_counter()
    for number in range(PLAIN):
        evaluate(bid, results.asked, results.sample.draw(number))
    plain = (perf_counter() - start) / PLAIN * DRAWS
    usage = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    own, child = usage
    print(f"{DRAWS:,} draws in {JOBS} processes   {seconds:8.1f} s    aim {AIM_SECONDS} s")
    print(f"a plain loop of the projection  {plain:8.1f} s    {plain / seconds:.1f} times   aim {AIM_TIMES} times")
    print(f"memory: {own:.0f} MiB, and {child:.0f} MiB a process   aim {AIM_MIB} MiB; projected by themselves: {results.alone}")


if __name__ == "__main__":
    main()
