"""How long 10,000 draws of the hotline bid take in two processes, beside a plain loop of its projection.

Seven inputs of the bid are uncertain: volumes, handle time, attrition, wages and two KPIs, which are drawn each month. The aims are 60 seconds
for all draws on two cores, 1 GiB of memory, and twenty times the plain loop, of which a few draws are timed. The loop and the draws are
compared by processor time, the draws' shared by the processes, so that the machine's other work does not count; the clock's seconds ask for an idle one.
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
WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def processor() -> float:
    """Seconds of the processors, of this process and of those that it started and that ended."""
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, WHO))


def main() -> None:
    bid = bid_of(BID)
    start, before = perf_counter(), processor()
    results = risk(bid, DRAWS, SEED, JOBS)
    seconds, spent = perf_counter() - start, processor() - before
    before = processor()
    for number in range(PLAIN):
        evaluate(bid, results.asked, results.sample.draw(number))
    plain = (processor() - before) / PLAIN * DRAWS
    own, child = (resource.getrusage(who).ru_maxrss / 1024 for who in WHO)
    print(
        f"{DRAWS:,} draws in {JOBS} processes   {seconds:8.1f} s by the clock   aim {AIM_SECONDS} s   {spent:.1f} s of the processors"
    )
    print(
        f"a plain loop of the projection  {plain:8.1f} s of the processor; {plain / spent * JOBS:.1f} times   aim {AIM_TIMES} times"
    )
    print(
        f"memory: {own:.0f} MiB, and {child:.0f} MiB a process   aim {AIM_MIB} MiB; projected by themselves: {results.alone}"
    )


if __name__ == "__main__":
    main()
