"""Customers named by number: found wherever a condition compares them, and not where a hash or nothing stands."""

from __future__ import annotations

import pytest

from bpo.advice.check import advice
from tests.advice.making import loaded

HASH = "#0123456789abcdef0123456789abcdef"


def found(condition: str, more: str = "") -> list[tuple[str, int]]:
    term = f'  - {{id: calls, model: workload, quantity: {{count: interactions, where: "{condition}"}}, rate: 4}}\n'
    told = [one for one in advice(loaded(f"terms:\n{term}{more}")) if one.code == "check-customer-named"]
    for one in told:
        assert one.say("zh") and one.where is not None and "13800138000" in one.where.text
    return [(str(one.values["on"]), one.where.line) for one in told if one.where is not None]


@pytest.mark.parametrize(
    ("condition", "times"),
    [
        ("customer = '13800138000'", 1),
        ("NOT (outcome = 'handled' AND customer <> '13800138000')", 1),
        ("customer LIKE '13800138000%'", 1),
        ("customer IN ('13800138000', '13800138000 ')", 2),
        (f"customer = '{HASH}'", 0),
        ("customer LIKE '*8000'", 0),
        ("customer <> ''", 0),
        ("customer IS NOT NULL", 0),
        ("queue = '13800138000'", 0),
    ],
)
def test_texts_that_customers_are_compared_with(condition: str, times: int) -> None:
    assert len(found(condition)) == times


def test_in_a_kpi_and_told_once_however_many_counts_it_has() -> None:
    kpi = (
        "kpis:\n  - {id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%, "
        "where: \"customer <> '13800138000'\"}\n"
        "adjustments:\n  - {id: c, kind: multiplier, on: [calls], kpi: sl, bands: [{at_least: 80%, factor: 1}, {factor: 0.9}]}\n"
    )
    assert [name for name, _ in found("outcome = 'handled'", kpi)] == ["sl"]
