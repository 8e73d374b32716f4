"""The six service levels of one month, and what counts at the bound and beside it."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from tests.kpi.reference import figure, kpi, rows

SHORT = "short_abandon_seconds: 5"
INBOUND = {"direction": "inbound"}

MONTH = [  # answered 1,000, of which 860 within 20 s; abandoned 60, of which 20 within 20 s and 10 of those before 5 s
    *rows("interactions", 800, **INBOUND, outcome="handled", wait_seconds=3),
    *rows("interactions", 60, **INBOUND, outcome="handled", wait_seconds=20),
    *rows("interactions", 140, **INBOUND, outcome="handled", wait_seconds=21),
    *rows("interactions", 10, **INBOUND, outcome="abandoned", wait_seconds=4),
    *rows("interactions", 6, **INBOUND, outcome="abandoned", wait_seconds=5),
    *rows("interactions", 4, **INBOUND, outcome="abandoned", wait_seconds=20),
    *rows("interactions", 40, **INBOUND, outcome="abandoned", wait_seconds=21),
    *rows("interactions", 70, direction="outbound", outcome="handled", wait_seconds=0),
    *rows("interactions", 7, direction="internal", outcome="handled", wait_seconds=0),
    *rows("interactions", 90, **INBOUND, outcome="ivr"),
    *rows("interactions", 5, **INBOUND, outcome="void", wait_seconds=1),
]


def of(abandons: str, more: str = "") -> str:
    return f"kpi: service_level, threshold_seconds: 20, abandons: {abandons}{more}"


@pytest.mark.parametrize(
    ("fields", "numerator", "denominator", "percent"),
    [
        (of("in_time_met"), 860 + 20, 1_060, "83.02"),
        (of("ignored"), 860, 1_000, "86.00"),
        (of("negative"), 860, 1_060, "81.13"),
        (of("late_only"), 860, 1_040, "82.69"),
        (of("short_met", f", {SHORT}"), 860 + 10, 1_060, "82.08"),
        (of("short_excluded", f", {SHORT}"), 860, 1_050, "81.90"),
    ],
)
def test_the_same_month_by_six_formulas(fields: str, numerator: int, denominator: int, percent: str) -> None:
    result = figure(kpi(fields), MONTH)
    assert (result.numerator, result.denominator, result.sample) == (numerator, denominator, denominator)
    assert result.value == F(numerator, denominator)
    assert round(result.value * 10_000) == int(percent.replace(".", ""))
    assert result.unit == "ratio"


@pytest.mark.parametrize(
    ("fields", "outcome", "wait", "numerator", "denominator"),
    [
        (of("negative"), "handled", 19, 1, 1),
        (of("negative"), "handled", 20, 1, 1),
        (of("negative"), "handled", 21, 0, 1),
        (of("negative"), "handled", None, 0, 1),  # not known to be in time
        (of("negative"), "abandoned", 1, 0, 1),
        (of("in_time_met"), "abandoned", 20, 1, 1),
        (of("in_time_met"), "abandoned", 21, 0, 1),
        (of("ignored"), "abandoned", 1, 0, 0),
        (of("late_only"), "abandoned", 20, 0, 0),
        (of("late_only"), "abandoned", 21, 0, 1),
        (of("late_only"), "abandoned", None, 0, 1),
        (of("short_met", f", {SHORT}"), "abandoned", 4, 1, 1),
        (of("short_met", f", {SHORT}"), "abandoned", 5, 0, 1),
        (of("short_met", f", {SHORT}"), "abandoned", None, 0, 1),
        (of("short_excluded", f", {SHORT}"), "abandoned", 4, 0, 0),
        (of("short_excluded", f", {SHORT}"), "abandoned", 5, 0, 1),
        (of("short_excluded", f", {SHORT}"), "abandoned", None, 0, 1),
        (of("short_excluded", f", {SHORT}"), "handled", 4, 1, 1),  # only abandons can be short
        (of("short_excluded", ", short_abandon_seconds: 0"), "abandoned", 0, 0, 1),
    ],
)
def test_at_the_bound_and_beside_it(
    fields: str, outcome: str, wait: int | None, numerator: int, denominator: int
) -> None:
    result = figure(kpi(fields), rows("interactions", **INBOUND, outcome=outcome, wait_seconds=wait))
    assert (result.numerator, result.denominator) == (numerator, denominator)


def test_where_narrows_both_sides() -> None:
    cards = kpi(of("negative", """, where: "queue = 'cards' OR queue = 'loans'" """))
    month = [
        *rows("interactions", 3, **INBOUND, outcome="handled", wait_seconds=5, queue="cards"),
        *rows("interactions", 1, **INBOUND, outcome="abandoned", wait_seconds=5, queue="loans"),
        *rows("interactions", 9, **INBOUND, outcome="handled", wait_seconds=5, queue="other"),
        *rows("interactions", 9, **INBOUND, outcome="handled", wait_seconds=5, queue=None),
        *rows("interactions", 9, direction="outbound", outcome="handled", wait_seconds=5, queue="loans"),
    ]
    assert figure(cards, month).value == F(3, 4)
