"""The cost-control target of any cost file: its parts add up at every level, and a file that comes to it really breaks even."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bpo.core.documents import parse_document
from bpo.economics.costs.costs import Costs, costs_of
from bpo.economics.margin.targets import Target, cost_targets
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.scenario import read_bid
from tests.economics.margin.test_breakeven import ITEMS, case
from tests.laws import examples

Draw = Callable[[st.SearchStrategy[Any]], Any]
LETTERS = read_bid(Path(__file__).parents[1] / "bids" / "letters.yaml")
DRIVERS = (
    "month", "seat", "position", "head", "paid_hour", "productive_hour", "contact", "minute", "hire", "leaver", "letters.handled",
    "letters.productive_hours",
)  # fmt: skip
SHAPES = (
    "amount: {n}, per: {driver}", "amount: {n}, per: head, times: 30%, begun: 2", "wage: agent, per: head", "wage: leader, per: head, begun: 15",
    "amount: {n}, per: {driver}, with_tax: 6%, unrecoverable: 25%", "once: {n}", "once: {n}, over_months: 2, from: 2027-02",
    "amount: {n}, currency: USD, growth_a_year: 3%, from: 2027-02", "percent: 5%, of: revenue", "percent: 7%, of: [{before}]", "percent: 4%, of: labour",
    "percent: 3%, of: [{before}, labour], times: 50%",
)  # fmt: skip
HEAD = """\
costs: any
currency: CNY
term_months: 6
exchange: {USD: 7.1}
wages: {agent: {a_month: 4000, levies: here}, leader: {a_month: 9000, levies: here}}
levies: {here: [{from: 2026-01-01, pension: {share: 16%, floor: 4500, cap: 8000}, hmo: {amount: 90}, union: 2%}]}
"""


@st.composite
def files(draw: Draw) -> Costs:
    """Up to eight items of all shapes, each with a category, a cost centre, a site and a position or none."""
    rows = []
    for n in range(draw(st.integers(1, 8))):
        shapes = SHAPES if n else [one for one in SHAPES if "before" not in one]
        shape = draw(st.sampled_from(shapes)).format(
            n=draw(st.integers(1, 9_000)),
            driver=draw(st.sampled_from(DRIVERS)),
            before=f"i{draw(st.integers(0, max(0, n - 1)))}",
        )
        places = {
            "category": ["", "premises", "people"],
            "cost_centre": ["", "C1", "C2"],
            "site": ["", "成都"],
            "position": ["", "agent"],
        }
        chosen = {name: draw(st.sampled_from(ways)) for name, ways in places.items()}
        rows.append(f"  - {{id: i{n}, {shape}{''.join(f', {name}: {way}' for name, way in chosen.items() if way)}}}\n")
    capital = draw(st.sampled_from(["", "working_capital: {rate_a_year: 6%, cost_centre: C2}\n"]))
    return costs_of(parse_document(f"{HEAD}{capital}items:\n{''.join(rows)}", "costs.yaml"))


def adds_up(target: Target) -> bool:
    parts = target.parts
    return not parts or (made_of(target, parts) and all(adds_up(part) for part in parts))


def made_of(whole: Target, parts: tuple[Target, ...]) -> bool:
    return all(
        sum((getattr(part, name) for part in parts), F(0)) == getattr(whole, name)
        for name in ("plan", "target", "saving")
    )


@given(files(), st.integers(0, 40).map(lambda n: F(n, 100)))
@examples(60)
def test_targets_add_up_and_leave_the_margin(costs: Costs, margin: F) -> None:
    bid = replace(LETTERS, costs=costs)
    one = case_of_bid(bid)
    found, plan = cost_targets(one, margin), one.at()
    revenue, cost = one.sums()
    assert (found.whole.plan, found.whole.target) == (cost, revenue * (1 - margin))
    assert adds_up(found.whole)
    lines = [line for month in plan.months for line in month.costs]
    for level, parts in found.by.items():
        assert made_of(found.whole, parts)
        assert {part.name for part in parts} == {getattr(line, level) for line in lines}
    # Each price at the target's share of it; percents of costs follow theirs, those of the revenue do not.
    follows = [item.id for item in costs.items if item.percent is not None and item.of != ["revenue"]]
    scaled = costs
    for item in costs.items:
        if cost and item.id not in follows:
            scaled = scaled.with_item(item.id, found.whole.target / found.whole.plan)
    earned, spent = case_of_bid(replace(bid, costs=scaled)).sums()
    assert not cost or earned - spent == revenue * margin


def test_a_contract_that_costs_nothing_may_cost_its_revenue() -> None:
    found = cost_targets(case("terms:\n  - {id: fee, model: fixed, amount: 7000}\n", "  - {id: none, amount: 0}\n", {}))
    assert (found.whole.plan, found.whole.target, found.whole.parts, found.by) == (0, 7_000, (), {})


def test_by_cost_centre_and_site() -> None:
    """16,000 earned, 12,000 planned: 6,000 of rent may be 8,000, and so may 6,000 of agents."""
    items = ITEMS.replace("per: month", "per: month, site: north, cost_centre: C1")
    one = case(
        "terms:\n  - {id: calls, model: workload, quantity: {given: contact}, rate: 4}\n", items, {"calls": 4_000}
    )
    by = {level: {part.name: part.target for part in parts} for level, parts in cost_targets(one).by.items()}
    assert by == {
        "position": {"": 8_000, "agent": 8_000},
        "cost_centre": {"C1": 8_000, "": 8_000},
        "site": {"north": 8_000, "": 8_000},
    }
