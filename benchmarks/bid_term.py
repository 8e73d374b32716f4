"""How long a bid of eleven clauses takes to compute over its three years, documents apart, and ``price()`` alone for a month of it.

The bid is the example of a hotline with three more terms, a bonus and another penalty. Nothing is kept from one run to the next:
neither staffing nor the rates of its costs. Beside each, in turn, plain arithmetic that comes to the same kind of figure without saying
why: for the term, Erlang C by the recurrence for every half hour of a month, floats and one multiplication a cost item; for a month,
tiers, flat rates and fixed fees, a coefficient, a bonus, penalties with their cap and the tax in floats. The aims are 5 seconds for the term and 0.6 ms for a month. Processor time, so that the
machine's other work does not count.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import Bid, read_bid
from bpo.economics.staffing.queueing import plans
from bpo.pricing.price import price

RUNS = 7
MONTHS_PRICED = 36
AIM_TERM_SECONDS, AIM_MONTH_SECONDS = 5.0, 0.0006
CLAUSES_LEAST = 10
BID = Path(__file__).resolve().parents[1] / "contracts" / "examples" / "bids" / "hotline"
MORE_TERMS = """
  - {id: evening, model: workload, label: Calls after 18:00, quantity: {given: contact}, rate: 1.20}
  - {id: call_backs, model: workload, label: Call-backs, quantity: {given: contact}, rate: 6.50}
  - {id: reports, model: fixed, label: Monthly report, amount: 6000}

kpis:
"""
MORE_ADJUSTMENTS = """
  - {id: praised, kind: bonus, kpi: satisfaction, per_point: yes, beyond: 93%, amount: 300}
  - {id: unanswered, kind: penalty, kpi: answered, bands: [{at_least: 80%, amount: 0}, {amount: 5000}]}

accepts:"""
MORE_FIGURES = """
    evening: {of: calls.handled, times: 18%}
    call_backs: {of: calls.abandoned, times: 40%}
  kpis:
"""


def seconds(work: Callable[[], object], times: int = 1) -> float:
    start = process_time()
    for _ in range(times):
        work()
    return (process_time() - start) / times


def read() -> Bid:
    """The bid with its further clauses."""
    with TemporaryDirectory() as folder:
        files = {path.name: path.read_text("utf-8") for path in BID.glob("*.yaml")}
        draft = files["draft.yaml"].replace("\nkpis:\n", MORE_TERMS, 1)
        files["draft.yaml"] = draft.replace("\naccepts:", MORE_ADJUSTMENTS, 1)
        files["scenario.yaml"] = files["scenario.yaml"].replace("\n  kpis:\n", MORE_FIGURES, 1)
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        bid = read_bid(Path(folder) / "scenario.yaml")
    assert len(bid.contract.clauses) >= CLAUSES_LEAST, "the aim is for a contract of so many clauses"
    return bid


def fresh() -> Callable[[], object]:
    """The whole term of a bid of which nothing was computed yet; what was read does not count."""
    bid = read()
    plans.cache_clear()
    return lambda: project(bid)


def plain_term(bid: Bid) -> float:
    total = 0.0
    for _ in range(36):
        for half_hour in range(7 * 34):
            load, blocked, agents = 2.0 + half_hour % 17, 1.0, 0
            while agents <= load or blocked > 0.2:
                agents += 1
                blocked = load * blocked / (agents + load * blocked)
            total += agents
        total += sum(float(n) * 1.05 for n in range(len(bid.costs.item_ids())))
    return total


def plain_month() -> float:
    calls, score = 53_000, 91.0
    charge = min(calls, 50_000) * 10.45 + max(0, calls - 50_000) * 9.31
    coefficient = 1.0 if score >= 95 else 0.98 if score >= 90 else 0.95
    penalty = min(10 * 500.0, charge * 0.1)
    flat = 9_600 * 1.2 + 900 * 6.5 + 19_000 + 6_000
    bonus = max(0.0, 94.0 - 93.0) * 300
    missed = 0.0 if score >= 80 else 5_000.0
    return round(((charge + 1_200 * 32.3) * coefficient + flat + bonus - penalty - missed) / 1.06, 2)


def main() -> None:
    bid = read()
    months = project(bid).months
    history = [month.statement for month in months]
    middle = months[len(months) // 2].statement.measures

    def month() -> object:
        return price(bid.contract, middle, history[: len(months) // 2])

    rounds = [
        (seconds(fresh()), seconds(lambda: plain_term(bid)), seconds(month, MONTHS_PRICED), seconds(plain_month, 1000))
        for _ in range(RUNS)
    ]
    term, plain, one, plain_one = (median(column) for column in zip(*rounds, strict=True))
    lines, clauses = len(months[0].costs), len(bid.contract.clauses)
    print(
        f"{len(months)} months, {clauses} clauses, {lines} cost lines a month, medians of {RUNS} runs, processor time"
    )
    print(f"the term, staffed and priced  {term:8.3f} s   aim {AIM_TERM_SECONDS} s   plain arithmetic {plain:.3f} s")
    print(
        f"price() of a month            {one * 1000:8.3f} ms  aim {AIM_MONTH_SECONDS * 1000} ms  plain arithmetic {plain_one * 1000:.4f} ms"
    )


if __name__ == "__main__":
    main()
