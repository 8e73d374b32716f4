"""How far a month was from its forecast, by hand: 10 calls on the first, none on the second, 5 on the third of February."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from bpo.core.measures import KpiResult
from tests.metering.lake import call, measured

CALLS = {
    "interactions": [
        *[call(n, "2026-02-01T12:00") for n in range(9)],
        call(9, "2026-02-01T13:00", outcome="abandoned"),
        *[call(n, "2026-02-03T12:00") for n in range(10, 15)],
        call(15, "2026-02-03T12:00", direction="outbound"),
        call(16, "2026-03-01T00:00"),
    ]
}
DAYS = "{2026-02-01: 8, 2026-02-02: 5, 2026-02-03: 4}"
THREE_DAYS = "{from: 2026-02-01, to: 2026-02-03}"


def found(fields: str, effective: str = "{from: 2026-01-01}") -> KpiResult:
    body = f"""
    terms:
      - {{id: fee, model: fixed, amount: 1}}
    kpis:
      - {{id: it, kpi: forecast_accuracy, {fields}}}
    """
    return measured(CALLS, body, effective=effective).kpis["it"]


@pytest.mark.parametrize(
    ("fields", "numerator", "denominator"),
    [
        ("measure: deviation, forecast: {2026-02: 16}", -1, 16),
        ("measure: deviation, forecast: {2026-02: 12, 2026-03: 99}", 3, 12),
        ("measure: deviation, contacts: handled, forecast: {2026-02: 15}", 0, 15),
        # |10 − 8| / 8 + |0 − 5| / 5 + |5 − 4| / 4 over three days
        (f"measure: mape, forecast: {DAYS}", F(1, 4) + 1 + F(1, 4), 3),
        (f"measure: wape, forecast: {DAYS}", 2 + 5 + 1, 17),
        (f"measure: wape, contacts: handled, forecast: {DAYS}", 1 + 5 + 2, 17),
    ],
)
def test_a_month_by_hand(fields: str, numerator: F, denominator: int) -> None:
    result = found(fields, THREE_DAYS)
    assert (result.numerator, result.denominator, result.value) == (numerator, denominator, F(numerator) / denominator)


@pytest.mark.parametrize(
    "fields",
    [
        "measure: deviation",
        "measure: deviation, forecast: {2026-03: 16}",
        f"measure: mape, forecast: {DAYS}",  # of 28 days
        "measure: wape, forecast: {2026-02-01: 8}",
    ],
)
def test_without_a_forecast_for_all_of_the_month_it_is_not_measured(fields: str) -> None:
    result = found(fields)
    assert result.value is None and result.why_not is not None and result.why_not.code == "kpi-no-forecast"


def test_a_month_judged_in_parts_looks_at_the_days_of_each() -> None:
    """From the third the same KPI is worded anew: of the first two days (1/4 + 1) / 2, of the third 1/4."""
    body = f"""
    terms:
      - {{id: fee, model: fixed, amount: 1}}
    kpis:
      - {{id: it, kpi: forecast_accuracy, measure: mape, forecast: {DAYS}, target: 10%}}
    amendments:
      - from: 2026-02-03
        month_judged: in_parts
        kpis:
          - {{id: it, kpi: forecast_accuracy, measure: mape, forecast: {DAYS}, target: 20%}}
    """
    results = measured(CALLS, body, effective=THREE_DAYS).kpis
    assert sorted(result.value or 0 for result in results.values()) == [F(1, 4), F(5, 8)]
