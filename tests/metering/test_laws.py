"""Laws of counting: the order of rows means nothing, and what was counted prices the same when it is read again."""

from __future__ import annotations

import json
import random
from datetime import date

import pytest

from bpo.core.measures_file import parse_measures
from bpo.metering import measure
from bpo.pricing.price import price
from tests.metering.lake import call, contract, lake_of, local, money

CONTRACT = contract("""
    quantities:
      complaints: {count: events, where: "kind = 'complaint' AND upheld"}
    terms:
      - {id: calls, model: workload, quantity: {count: interactions, where: "outcome = 'handled'"}, tiers: [{up_to: 40, rate: 0.855}, {rate: 0.7}]}
      - {id: minutes, model: workload, quantity: {sum: interactions, of: talk_seconds, increments: 30/6, unit: minute}, rate: 0.049, round_each: up}
      - {id: short, model: workload, quantity: {sum: interactions, of: talk_seconds, unit: minute}, rate: 1, free: {first: 7, where: "talk_seconds <= 62"}}
      - {id: outcomes, model: workload, quantity: {count: interactions}, rates: {by: outcome, handled: 1, otherwise: 0.5}}
      - {id: seats, model: seats, seats: active, minimum_contacts: 5, rate: 100}
      - {id: peak, model: workload, quantity: {distinct: timesheets, of: agent, each: day, take: most}, rate: 100}
      - {id: agent_days, model: workload, quantity: {distinct: interactions, of: agent, each: day}, rate: 100}
      - {id: once, model: workload, quantity: {count: interactions, repeats: {within_hours: 24, same: [agent], billed: first}}, rate: 1}
      - {id: p95, model: workload, quantity: {count: interactions, each: 30 min, take: 95%}, rate: 100}
      - {id: heads, model: staff_lease, prices: {a: 6000, b: 7000}}
      - {id: cost, model: staff_lease, labour_cost: roster, fee: 10%, labour: passed_through}
      - {id: hours, model: hours, rates: {ready: 27.07, training: 12}}
    kpis:
      - {id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%}
      - {id: aht, kpi: average_handle_time}
      - {id: qa, kpi: qa_score, target: 85, if_not_measured: as_target}
    adjustments:
      - {id: k, kind: multiplier, on: [calls, minutes], kpi: sl, linear: {from: {value: 50%, factor: 0.9}, to: {value: 100%, factor: 1.1}}}
      - {id: p, kind: penalty, per: complaints, amount: 500, cap: {percent: 10%, of: [calls]}}
      - {id: q, kind: bonus, kpi: qa, amount: 50}
    """)


def month() -> dict[str, list[dict[str, object]]]:
    """A small month with every kind of row, the same each time."""
    dice = random.Random(7)
    contacts = [
        call(
            n,
            f"2026-02-{dice.randint(1, 28):02d}T{dice.randint(0, 23):02d}:15",
            outcome=dice.choice(["handled", "handled", "abandoned"]),
            wait_seconds=dice.choice([None, 1, 20, 21, 90]),
            talk_seconds=dice.choice([None, 0, 29, 62, 85, 400]),
            agent=dice.choice(["a", "b", "c"]),
        )
        for n in range(120)
    ]
    events = [
        {
            "event_id": str(n),
            "kind": "complaint",
            "upheld": n % 2 == 0,
            "occurred_at": local(f"2026-02-{n + 1:02d}T09:00"),
        }
        for n in range(5)
    ]
    roster = [
        {"agent": name, "from_day": date(2026, 2, n + 1), "grade": "ab"[n % 2], "labour_cost": money("5000.55")}
        for n, name in enumerate("abc")
    ]
    hours = [
        {"agent": name, "day": date(2026, 2, n), "activity": activity, "hours": money("3.3333")}
        for name in "abc"
        for n in (3, 4)
        for activity in ("ready", "training")
    ]
    evaluation = {"evaluation_id": "1", "evaluated_at": local("2026-01-03T10:00"), "score": money("90")}
    return {
        "interactions": contacts, "events": events, "roster": roster, "timesheets": hours, "evaluations": [evaluation]
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    period = CONTRACT.cycle.period("2026-02")
    rows = month()
    expected = measure(lake_of(rows), CONTRACT, period)
    for table in rows.values():
        random.Random(seed).shuffle(table)
    shuffled = measure(lake_of(rows), CONTRACT, period)
    assert shuffled == expected
    assert json.dumps(shuffled.as_json()) == json.dumps(expected.as_json())


def test_what_was_counted_prices_the_same_when_it_is_read_again() -> None:
    counted = measure(lake_of(month()), CONTRACT, CONTRACT.cycle.period("2026-02"))
    bill = price(CONTRACT, counted)
    again = price(CONTRACT, parse_measures(json.dumps(counted.as_json())))
    assert again == bill
    assert bill.verdicts["qa"].reason is not None  # nothing was evaluated in February, and both say why


def test_counting_by_itself_is_counting_together() -> None:
    """A quantity is the same whether it is counted alone or in one pass with others."""
    period = CONTRACT.cycle.period("2026-02")
    together = measure(lake_of(month()), CONTRACT, period)
    for term in CONTRACT.terms:
        alone = CONTRACT.model_copy(update={"terms": [term], "adjustments": [], "kpis": [], "quantities": {}})
        found = measure(lake_of(month()), alone, period)
        assert found.quantities[term.id] == together.quantities[term.id]
