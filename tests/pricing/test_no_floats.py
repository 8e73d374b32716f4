"""No number of a statement is a float: money is exact until it is rounded, and a Decimal afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import BaseModel

from bpo.contracts.statement import Statement
from bpo.contracts.statement_json import statement_json
from bpo.core.measures import Quantity
from bpo.core.measures_file import parse_measures
from bpo.core.money import Money, exact
from bpo.pricing.price import price
from tests.contracts.making import contract, measures

EVERYTHING = """
quantities:
  missed: {given: event}
  forecast: {agreed: {binding_months_ahead: 1, forecasts: [{given_on: 2025-11-30, 2026-01: 7.7}]}}
terms:
  - {id: workload, model: workload, quantity: {count: interactions}, tiers: [{up_to: 3, rate: 0.1}, {rate: 0.7}]}
  - {id: each, model: workload, quantity: {sum: interactions, of: talk_seconds, unit: minute, increments: 30/6}, rate: 0.049, round_each: up}
  - {id: channels, model: workload, quantity: {count: interactions}, rates: {by: channel, voice: 0.85, otherwise: 0.1}, maximum: 1.005}
  - {id: texts, model: workload, quantity: {count: interactions}, rate: {times: 3.3%, of: each}, package: 1.5, free: {first: 2, where: "talk_seconds < 30"}}
  - {id: past, model: workload, quantity: missed, tiers: [{up_to: 2.5, fee: 9.9}, {rate: 0.3}], tier_mode: whole_volume, tier_by: {months_ago: 1, at_first: 2.5}, forecast: {volume: {2026-01: 7.7}, pay_at_least: 90.5%, over: 110%}}
  - {id: contracted, model: seats, seats: contracted, contracted: 3, rate: 100.10}
  - {id: active, model: seats, seats: active, rate: 33.33}
  - {id: hours, model: hours, rates: {ready: 27.07, training: 10}}
  - {id: nights, model: workload, quantity: {count: interactions}, rate: 0.33, multipliers: [{label: Night, when: hour(started_at) >= 22, times: 1.7}]}
  - {id: pairs, model: workload, quantity: {count: interactions}, rates: {by: [skill, language], a: {en: 0.1}, otherwise: 0.7}, multipliers: [{label: Night, when: hour(started_at) >= 22, times: 33.3%}]}
  - {id: capped, model: hours, activities: [ready], rate: 27.07, billable_at_most: {hours: 3.3, each: agent}}
  - {id: bundle, model: workload, quantity: {count: interactions}, tiers: [{up_to: 3.3, fee: 0.1}, {rate: 0.7}], rollover: {share: 33.3%, months: 1}}
  - {id: heads, model: staff_lease, prices: {a: 6000, b: 7000}}
  - {id: cost, model: staff_lease, labour_cost: 5000.5, fee: 10%}
  - {id: days, model: consulting, day_rate: 1200}
  - {id: milestone, model: consulting, milestones: [{label: One, amount: 5, accepted_on: 2026-01-05}]}
  - {id: fee, model: fixed, amount: 9.99, minimum: 9.995}
  - {id: base, model: baseline, quantity: {count: cases}, baseline: 100.5, fee: 33.3, arc: 0.7, rrc: 0.3, dead_band: 1.5%}
  - {id: passed, model: pass_through, markup: 5%}
  - {id: recovered, model: contingency, bands: [{below: 100, percent: 9.9%, floor: 3.33}, {percent: 1.1%}]}
  - {id: pieces, model: piece_rate, quantity: {given: item}, tiers: [{up_to: 3, rate: 0.33}, {rate: 0.77}]}
  - {id: leads, model: leads, prices: [{region: east, price: 9.99}, {price: 3.33}], reward: 1.1}
  - {id: shared, model: gainshare, target: 200.2, profit: 30.3, ceiling: 270, share: 33.3%}
  - {id: sold, model: commission, percent: 2.5%, charge_back_days: 15}
kpis:
  - {id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%}
  - {id: busy, kpi: entered, target: 90%, relief: {forecast: forecast, above: 110.5%, excuses: miss}}
  - {id: qa, kpi: entered, target: 90%, if_not_measured: as_target, round_to: 0.1%}
adjustments:
  - {id: absent, kind: seat_shortfall, contracted: 2, tolerance: 3%, amount: 3.33}
  - {id: banded, kind: multiplier, on: [workload], kpi: sl, bands: [{at_least: 90%, factor: 1.1}, {factor: 0.9}]}
  - {id: line, kind: multiplier, on: [hours], kpi: sl, linear: {from: {value: 70%, factor: 0.9}, to: {value: 90%, factor: 1.1}}}
  - id: scored
    kind: multiplier
    on: [fee]
    scorecard: [{kpi: sl, marks: 60, full: 90%, zero: 70%, between: linear}, {kpi: qa, marks: 40}]
    bands: [{at_least: 90, factor: 1}, {factor: 0.95}]
  - {id: events, kind: penalty, per: missed, amount: 3.33, cap: {percent: 1%, of: [workload]}}
  - {id: points, kind: penalty, kpi: sl, per_point: yes, beyond: 95%, percent: 0.3%, of: [fee, scored]}
  - {id: graded, kind: bonus, kpi: qa, bands: [{at_least: 90%, amount: 7}, {amount: 0}]}
  - {id: pool, kind: at_risk_pool, of: [fee], at_risk: 7%, kpis: [{kpi: qa, share: 33.3%}, {kpi: sl, bands: [{share: 10%}]}]}
  - {id: together, kind: cap, on: [events, points, pool], percent: 0.3%, of: [workload], within: contract_year}
  - {id: returned, kind: earn_back, of: [points], kpis: [sl], months: 1}
  - {id: one_incident, kind: single_incident, on: [events, points]}
  - {id: at_least, kind: minimum, on: [workload, each], amount: 99999.995, prorated: days}
  - {id: service, kind: service_points, of: [fee], kpis: [{kpi: sl, points: 0.3}], percent: 0.7%, cap: {percent: 0.1%, of: [fee]}}
  - {id: cpi, kind: indexation, on: [fee], changes: [{from: 2026-01-01, old: 129.9, new: 136.0}]}
  - {id: rebated, kind: rebate, of: [fee, hours], tiers: [{up_to: 33.3, percent: 0.3%}, {percent: 0.7%}]}
  - {id: held, kind: retention, of: [fee], percent: 3.3%, released: 2026-12-31}
  - {id: paid_before, kind: advance, amount: 99.99, months: 7}
  - {id: left, kind: termination_fee, minimum_term: 2027-01-17, percent: 33.3%, of: [fee], months: 1}
  - {id: early, kind: short_notice, notice: 93 days, of: [fee], months: 1, percent: 33.3%}
  - {id: overpaid, kind: set_off, quantity: {given: money}}
  - {id: fx, kind: exchange_rate, on: [fee], rate: missed, baseline: 1.377, share: 60%}
"""
FIGURES: Mapping[str, Any] = {
    "missed": 3,
    "overpaid": Fraction(5, 3),
    "workload": 10,
    "base": 102,
    "channels": Quantity(Fraction(3), "contact", {"voice": Fraction(2), "chat": Fraction(1)}),
    "texts": 9,
    "texts.free": 1,
    "each": Quantity(Fraction("1.1"), "minute", {"1.1": Fraction(1)}),
    "active": Fraction(7, 3),
    "hours": Quantity(Fraction("7.7"), "hour", {"ready": Fraction("7.7")}),
    "capped": Quantity(Fraction("7.7"), "hour", {"a": Fraction("7.7")}),
    "bundle": 1,
    "nights": Quantity(Fraction(3), "contact", {"plain": Fraction(2), "Night": Fraction(1)}),
    "pairs": Quantity(Fraction(3), "contact", {"plain|a|en": Fraction(2), "Night|b|": Fraction(1)}),
    "heads": Quantity(Fraction(5, 3), "person_month", {"a": Fraction(1), "b": Fraction(2, 3)}),
    "cost": Fraction(5, 3),
    "days": "1.5",
    "passed": "12.34",
    "recovered": Quantity(Fraction("150.55"), "money", {"a|99.99": Fraction("0.55"), "b|100": Fraction(150)}),
    "pieces": Quantity(Fraction("7.7"), "item", {"a": Fraction("3.7"), "b": Fraction(4)}),
    "leads": Quantity(Fraction(3), "lead", {"east|a": Fraction(1), "west|a": Fraction(2)}),
    "leads.agents": Quantity(Fraction(3), "lead", {"a": Fraction(2), "": Fraction(1)}),
    "shared": "170.17",
    "sold": "99.99",
    "absent": Quantity(Fraction(3), "seat_day", {"2026-01-05": Fraction(2), "2026-01-06": Fraction(1)}),
    "sold.cancelled": "33.33",
    "sold.charged_back": 0,
    "busy.volume": 10,
}


def statement() -> Statement:
    prices = "{tax: included, rate: 6%, tax_rounding: line}"
    return price(contract(EVERYTHING, prices=prices), measures(FIGURES, {"sl": Fraction(5, 6), "busy": Fraction(1, 3)}))


def walk(value: Any, path: str = "statement") -> Iterator[tuple[str, Any]]:
    """Every value that hangs below this one, with its path."""
    yield path, value
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from walk(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from walk(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from walk(item, f"{path}[{key!r}]")
    elif isinstance(value, (list, tuple)):
        for i, item in enumerate(value):
            yield from walk(item, f"{path}[{i}]")


def test_a_statement_of_every_kind_of_clause_holds_no_float() -> None:
    found = list(walk(statement()))
    assert [path for path, value in found if isinstance(value, float)] == []
    assert sum(isinstance(value, Decimal) for _, value in found) > 20  # the walk does reach the money


def test_a_contract_holds_no_float() -> None:
    assert [path for path, value in walk(contract(EVERYTHING)) if isinstance(value, float)] == []


def test_the_json_of_a_statement_holds_no_number_but_counts() -> None:
    for lang in ("en", "zh"):
        text = json.dumps(statement_json(statement(), lang))  # type: ignore[arg-type]
        assert [path for path, value in walk(json.loads(text)) if isinstance(value, float)] == []


def test_every_clause_of_the_language_is_in_this_contract() -> None:
    from bpo.contracts.adjustments import AnyAdjustment
    from bpo.contracts.terms import AnyTerm

    everything = contract(EVERYTHING)
    classes = {type(clause) for clause in everything.clauses}
    for union in (AnyTerm, AnyAdjustment):
        assert set(union.__origin__.__args__) <= classes  # type: ignore[attr-defined]


@pytest.mark.parametrize("value", [0.1, 1.0, float("nan"), True])
def test_money_refuses_floats(value: Any) -> None:
    with pytest.raises(TypeError):
        exact(value)


def test_rounding_refuses_floats() -> None:
    with pytest.raises(TypeError):
        Money("CNY").round(0.1)  # type: ignore[arg-type]


def test_a_measures_file_keeps_every_digit() -> None:
    found = parse_measures("period: 2026-01\nquantities: {a: 0.1, b: 1/3, c: '1,234.5'}\nkpis: {k: 83.02%}\n")
    assert [q.total for q in found.quantities.values()] == [Fraction(1, 10), Fraction(1, 3), Fraction("1234.5")]
    assert found.kpis["k"].value == Fraction("0.8302")
