"""What changed between two texts of a contract."""

from __future__ import annotations

from textwrap import dedent

import pytest

from bpo.contracts.difference import Change, changes
from bpo.core.documents import parse_document

OLD = dedent("""\
    contract: desk
    currency: USD
    quantities: {missed: {given: event}}
    terms:
      - {id: calls, model: workload, quantity: {given: call}, rate: 2}
      - {id: fee, model: fixed, amount: 100}
    kpis:
      - {id: sl, kpi: entered, target: 80%}
    adjustments:
      - {id: coefficient, kind: multiplier, on: [calls], kpi: sl, bands: [{at_least: 80%, factor: 1}, {factor: 0.9}]}
    """)


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        ("currency: USD", "currency: USD  # a comment alone", []),
        ("currency: USD", "currency: EUR", [Change("changed", "", "contract", "currency", "USD", "EUR")]),
        ("rate: 2}", "rate: 2.10}", [Change("changed", "terms", "calls", "rate", "2", "2.10")]),
        ("target: 80%", "target: 85%, round_to: 0.1%", [
            Change("changed", "kpis", "sl", "target", "80%", "85%"), Change("changed", "kpis", "sl", "round_to", "–", "0.1%"),
        ]),
        ("factor: 0.9}", "factor: 0.8}", [
            Change("changed", "adjustments", "coefficient", "bands",
                   "[{at_least: 80%, factor: 1}, {factor: 0.9}]", "[{at_least: 80%, factor: 1}, {factor: 0.8}]"),
        ]),
        ("- {id: fee, model: fixed, amount: 100}", "- {id: flat, model: fixed, amount: 100}", [
            Change("added", "terms", "flat", after="{id: flat, model: fixed, amount: 100}"),
            Change("removed", "terms", "fee", before="{id: fee, model: fixed, amount: 100}"),
        ]),
        ("quantities: {missed: {given: event}}\n", "", [Change("removed", "quantities", "missed", before="{given: event}")]),
    ],
)  # fmt: skip
def test_changes_are_told_field_by_field(was: str, becomes: str, expected: list[Change]) -> None:
    assert was in OLD
    assert changes(parse_document(OLD), parse_document(OLD.replace(was, becomes))) == expected


def test_another_order_of_the_same_lines_is_a_change() -> None:
    calls, fee = OLD.splitlines()[4:6]
    turned = OLD.replace(f"{calls}\n{fee}", f"{fee}\n{calls}")
    assert changes(parse_document(OLD), parse_document(turned)) == [
        Change("moved", "terms", "", before="calls, fee", after="fee, calls")
    ]
