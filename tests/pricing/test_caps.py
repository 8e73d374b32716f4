"""Laws of caps over months, and which months a clause reads."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.statement import Statement
from bpo.pricing.price import price
from tests.contracts.making import amounts, contract, measures
from tests.laws import examples

CAPPED = """
quantities:
  missed: {given: event}
terms:
  - {id: fee, model: fixed, amount: 1000}
adjustments:
  - {id: own, kind: penalty, per: missed, amount: 33.335, cap: {amount: 500, within: WITHIN}}
  - {id: credit, kind: penalty, per: missed, amount: 33.335}
  - {id: together, kind: cap, on: [credit], amount: 500, within: WITHIN}
"""
WINDOWS = {"month": 1, "quarter": 3, "contract_year": 12, "rolling_12_months": 12}
STARTS = {"month": 1, "quarter": 3, "contract_year": 12, "rolling_12_months": 1}


@examples(25)
@given(events=st.lists(st.integers(0, 20), min_size=1, max_size=15), within=st.sampled_from(sorted(WINDOWS)))
def test_no_window_of_months_comes_to_more_than_its_cap(events: list[int], within: str) -> None:
    """And a clause's own cap takes what a cap of its own line leaves, but for the rounding of each month."""
    agreed = contract(CAPPED.replace("WITHIN", within), effective="{from: 2026-01-01}")
    history: list[Statement] = []
    for n, count in enumerate(events):
        figures = measures({"missed": count}, period=f"{2026 + n // 12}-{n % 12 + 1:02d}")
        history.append(price(agreed, figures, tuple(history)))
    own = [amounts(month)["own"] for month in history]
    both = [amounts(month)["credit"] + amounts(month)["together"] for month in history]
    cent = Decimal("0.01")
    assert all(abs(one - other) <= cent for one, other in zip(own, both, strict=True))
    for first in range(0, len(events), STARTS[within]):
        window = slice(first, first + WINDOWS[within])
        allowed = 500 + cent * len(own[window])
        assert -sum(own[window]) <= allowed and -sum(both[window]) <= allowed
        uncapped = Fraction("33.335") * sum(events[window])
        if within != "rolling_12_months" and uncapped <= 500:
            assert abs(-Fraction(sum(own[window])) - uncapped) <= len(own[window]) * Fraction(cent)


@pytest.mark.parametrize(
    ("clause", "reads"),
    [
        ("{id: p, kind: penalty, amount: 1, cap: {amount: 1}}", False),
        ("{id: p, kind: penalty, amount: 1, cap: {amount: 1, within: quarter}}", True),
        ("{id: p, kind: penalty, amount: 1, paid: quarterly}", True),
        ("{id: p, kind: bonus, amount: 1, every: quarter}", True),
        ("{id: p, kind: cap, on: [fee], amount: 1}", False),
        ("{id: p, kind: cap, on: [fee], amount: 1, within: contract_year}", True),
        ("{id: p, kind: earn_back, of: [fee], kpis: [sl], months: 1}", True),
        ("{id: p, kind: service_points, of: [fee], kpis: [{kpi: sl, points: 1}], percent: 1%}", False),
        ("{id: p, kind: service_points, of: [fee], kpis: [{kpi: sl, points: 1}], percent: 1%, applies: next}", True),
        ("{id: p, kind: service_points, of: [fee], kpis: [{kpi: sl, points: 1}], percent: 1%, repeat_factors: [1, 2]}", True),
        ("{id: p, kind: at_risk_pool, of: [fee], kpis: [{kpi: sl, share: 1%}], at_risk: 1%}", False),
        ("{id: p, kind: minimum, on: [fee], amount: 1}", False),
    ],
)  # fmt: skip
def test_a_month_names_those_before_it_only_if_a_clause_reads_them(clause: str, reads: bool) -> None:
    body = f"""
    terms:
      - {{id: fee, model: fixed, amount: 100}}
    kpis:
      - {{id: sl, kpi: entered, target: 80%}}
    adjustments:
      - {clause}
    """
    agreed = contract(body)
    assert agreed.reads_history is reads
    january = price(agreed, measures(kpis={"sl": "0.9"}))
    february = price(agreed, measures(kpis={"sl": "0.9"}, period="2026-02"), [january])
    assert february.history == (("2026-01",) if reads else ())
