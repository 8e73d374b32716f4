"""Every break-even point of any contract is that of a scan in single steps: over a volume, a price, a wage and a KPI."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction as F

import pytest
from hypothesis import Phase, given, settings

from bpo.contracts.model import Contract
from bpo.core.documents import parse_document
from bpo.economics.costs.costs import costs_of
from bpo.economics.margin.vary import Varied, sweep, varied
from bpo.economics.scenario.case import Case, case_of_month
from bpo.economics.scenario.projection import Projection
from tests.contracts.making import contract, measures
from tests.economics.scanning import holds, passes
from tests.economics.shapes import LAST, cases

RANGES = {
    "calls": (45, Varied("calls", F(0), F(LAST), F(1), F(1), True, False, None)),
    "price": (25, Varied("price", F(0), F(3), F(1, 30), F(1), False, True, None)),
    "wage": (20, Varied("wage", F(0), F(3), F(1, 30), F(1), False, True, None)),
    "kpi.qa": (25, Varied("kpi.qa", F(0), F(1), F(1, 100), F(1), False, False, None)),
}
LOOKS = (5, 30, 400)
"""How often a range is looked at besides the bounds: what was not followed to its end must say so."""


def margin_of(case: Case, name: str) -> Callable[[F], F]:
    def margin(place: F) -> F:
        revenue, cost = case.sums({name: place})
        return revenue - cost

    return margin


def looked_at_once(case: Case) -> Case:
    """The same, which remembers its projections: the scan and every curve ask for the same places."""
    return replace(case, run=cached(case))


def cached(case: Case) -> Callable[[Contract, Mapping[str, F]], Projection]:
    known: dict[tuple[tuple[str, F], ...], Projection] = {}

    def run(one: Contract, changes: Mapping[str, F]) -> Projection:
        key = tuple(changes.items())
        if key not in known:
            known[key] = case.run(one, changes)
        return known[key]

    return run


def scan(one: Varied, margin: Callable[[F], F]) -> dict[F, F]:
    """The margin at every step."""
    steps = range(math.floor((one.last - one.first) / one.step) + 1)
    return {one.first + n * one.step: margin(one.first + n * one.step) for n in steps}


def shapes_in(case: Case) -> Iterator[str]:
    for term in case.contract.terms:
        yield from (term.model, *(name for name in ("minimum", "maximum") if getattr(term, name) is not None))
        for name in ("tiers", "package", "forecast", "tier_by"):
            if getattr(term, name, None) is not None:
                yield f"{name} {getattr(term, 'tier_mode', '')}" if name == "tiers" else name
    for one in case.contract.adjustments:
        yield from (
            one.kind,
            *(name for name in ("cap", "floor", "scorecard", "linear") if getattr(one, name, None) is not None),
        )
    yield from ("step cost" for item in case.costs.items if item.begun)


SHAPES = {
    "workload", "baseline", "fixed", "minimum", "maximum", "tiers graduated", "tiers whole_volume", "package", "forecast", "tier_by",
    "bonus", "penalty", "at_risk_pool", "multiplier", "cap", "floor", "scorecard", "linear", "step cost",
}  # fmt: skip


@pytest.mark.parametrize("name", RANGES)
def test_every_margin_and_every_turn_is_that_of_a_scan(name: str) -> None:
    """Which examples are drawn depends on what else is loaded; contracts with none, one and many turns are held below in any case."""
    (examples, one), seen = RANGES[name], Counter[str]()

    @given(cases(name, one.last))
    @settings(max_examples=examples, derandomize=True, phases=(Phase.explicit, Phase.generate))
    def law(case: Case) -> None:
        if name not in case.inputs:
            return
        case = looked_at_once(case)
        margin = margin_of(case, name)
        scanned = scan(one, margin)
        for looks in LOOKS:
            curve = sweep(case, one, most=looks).curve
            assert all(scanned.get(spot.place, spot.margin) == spot.margin for spot in curve.spots)
            if curve.complete:
                holds(curve, scanned, margin, one.whole)
                seen[f"complete in {looks}"] += 1
        assert curve.complete
        seen[f"turns: {min(3, passes(scanned))}"] += 1

    law()
    assert seen["complete in 30"] and seen["turns: 0"] + seen["turns: 1"], seen


def test_every_shape_is_drawn() -> None:
    found = set[str]()

    @given(cases("price", F(3)))
    @settings(max_examples=200, derandomize=True, phases=(Phase.generate,))
    def draws(case: Case) -> None:
        found.update(shapes_in(case))

    draws()
    assert SHAPES - found == set()


# Contracts that look straight or smooth from few places, over 0 to 10,000 contacts; how many turns a scan at every contact finds.
CALLS = "quantities: {calls: {given: contact}, upset: {given: event}}\nterms:\n"
FLAT = "  - {id: t, model: workload, quantity: calls, rate: 10}\n"
UNSEEN = {
    "packages of 100": ("  - {id: t, model: workload, quantity: calls, package: 100, rate: 300}\n",
                        "  - {id: u, amount: 2.9, per: contact}\n  - {id: r, amount: 600}\n", 58),
    "a leader for 15": (FLAT, "  - {id: u, amount: 149, per: contact, begun: 15}\n  - {id: r, amount: 500}\n", 279),
    "a leader for 150": (FLAT, "  - {id: u, amount: 1490, per: contact, begun: 150}\n  - {id: r, amount: 50}\n", 124),
    "a narrow tier": ("  - {id: t, model: workload, quantity: calls, tier_mode: whole_volume, tiers: [{up_to: 6181, rate: 2}, "
                      "{up_to: 6190, rate: 1}, {rate: 2}]}\n", "  - {id: r, amount: 1.5, per: contact}\n", 3),
    "a dead band": ("  - {id: t, model: baseline, quantity: calls, baseline: 7000, fee: 7000, arc: 1, rrc: 1, dead_band: 1%, "
                    "counted_from: baseline}\n", "  - {id: r, amount: 1, per: contact}\n  - {id: l, amount: 50}\n", 2),
    "a tolerated share": (FLAT + "adjustments:\n  - {id: p, kind: penalty, per: upset, tolerated: {percent: 1%, of: calls}, amount: 100}\n",
                          "  - {id: r, amount: 10, per: contact}\n", 1),
}  # fmt: skip


# Over 0 to LAST contacts at 10 each. None: 11 is spent on each. One: 6 is left of each for a rent of 60, so 10 contacts. Many: each begun
# 15 cost 149 and a contact nothing, so the margin of 15·n is n − 0.5 and falls below zero behind it until 15 more have come.
FEW_AND_MANY = {
    "none": ("  - {id: u, amount: 11, per: contact}\n  - {id: r, amount: 1}\n", 0),
    "one": ("  - {id: u, amount: 4, per: contact}\n  - {id: r, amount: 60}\n", 1),
    "many": ("  - {id: u, amount: 149, per: contact, begun: 15}\n  - {id: r, amount: 0.5}\n", 3),
}


@pytest.mark.parametrize(("items", "turns"), FEW_AND_MANY.values(), ids=FEW_AND_MANY)
def test_none_one_and_many_turns_are_those_of_a_scan(items: str, turns: int) -> None:
    costs = costs_of(parse_document(f"costs: test\ncurrency: USD\nitems:\n{items}", "costs.yaml"))
    case, one = case_of_month(contract(CALLS + FLAT), costs, measures({"calls": 50})), RANGES["calls"][1]
    scanned = scan(one, margin_of(case, "calls"))
    curve = sweep(case, one).curve
    assert curve.complete and min(3, passes(scanned)) == turns
    holds(curve, scanned, margin_of(case, "calls"), one.whole)


@pytest.mark.parametrize(("terms", "items", "turns"), UNSEEN.values(), ids=UNSEEN)
def test_what_few_places_do_not_show_is_found(terms: str, items: str, turns: int) -> None:
    costs = costs_of(parse_document(f"costs: test\ncurrency: USD\nitems:\n{items}", "costs.yaml"))
    agreed = contract(CALLS + terms)
    figures = {name: n for name, n in {"calls": 5_000, "upset": 30}.items() if name in agreed.figure_names()}
    case = case_of_month(agreed, costs, measures(figures))
    curve = sweep(case, varied(case, "calls", F(0), F(10_000))).curve
    assert curve.complete and len(curve.turns) == turns


def test_what_was_not_followed_to_its_end_says_so() -> None:
    """Packages of 2 have 5,000 ends, which is more than is looked at."""
    costs = costs_of(
        parse_document("costs: test\ncurrency: USD\nitems:\n  - {id: u, amount: 1, per: contact}\n", "costs.yaml")
    )
    agreed = contract(CALLS + "  - {id: t, model: workload, quantity: calls, package: 2, rate: 3}\n")
    case = case_of_month(agreed, costs, measures({"calls": 5_000}))
    curve = sweep(case, varied(case, "calls", F(1), F(10_001))).curve
    assert not curve.complete
