"""Two bills of one month, each computed from the contract's text by code that knows nothing of the other, are the same to the cent."""

from __future__ import annotations

import ast
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.laws import examples
from tests.oracle.bill import bills
from tests.oracle.compare import differences
from tests.oracle.made import made

ALONE = ("numbers", "terms", "adjustments", "over_time", "bill")
"""The files of the oracle: none of them takes anything from the engine."""


@examples(200)
@given(st.integers(0, 10**9))
def test_the_engine_and_the_oracle_bill_alike(seed: int) -> None:
    assert list(differences(seed)) == []


@pytest.mark.parametrize("name", ALONE)
def test_the_oracle_imports_nothing_of_the_engine(name: str) -> None:
    tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text("utf-8"))
    named = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    named += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert [one for one in named if one.split(".")[0] == "bpo"] == []


def test_the_contracts_hold_every_clause_that_the_oracle_knows() -> None:
    seen: Counter[str] = Counter()
    for seed in range(300):
        contract, _ = made(seed)
        seen.update(clause.get("model") or clause["kind"] for clause in (*contract["terms"], *contract["adjustments"]))
        seen.update(field for term in contract["terms"] for field in term)
        seen.update(field for clause in contract["adjustments"] for field in clause)
        seen.update(list(contract["prices"]))
        seen.update(field for kind in contract["prices"].get("rates", {}).values() for field in kind)
    rare = ("tier_by", "package", "round_each", "free", "forecast", "multipliers", "rates", "minimum", "maximum", "cap", "floor",
            "scorecard", "linear", "share", "kpis", "per_point", "full_points", "tolerated", "repeat_factors", "grace_months",
            "begun_points", "payable_round_to", "tax_rounding_mode", "tax_round_to", "taxes", "each", "pro_rata", "allowed", "carries", "begun_months", "termination_fee")  # fmt: skip
    assert {name: seen[name] for name in rare if seen[name] < 5} == {}


def test_the_oracle_by_hand() -> None:
    """62,000 calls at 3.80 up to 50,000, then 3.20, with 79.99% for 80%: 228,400 × 0.95; 6% of it is tax that is added."""
    contract = {
        "currency": "CNY", "effective": {"from": "2026-01-01"}, "billing": {"cycle": "monthly"}, "prices": {"rate": "6%"},
        "terms": [{"id": "calls", "model": "workload", "quantity": {"count": "interactions"},
                   "tiers": [{"up_to": "50000", "rate": "3.80"}, {"rate": "3.20"}]}],
        "kpis": [{"id": "sl", "kpi": "entered", "target": "80%"}],
        "adjustments": [{"id": "factor", "kind": "multiplier", "on": ["calls"], "kpi": "sl",
                         "bands": [{"at_least": "80%", "factor": "1"}, {"factor": "0.95"}]}],
    }  # fmt: skip
    (bill,) = bills(contract, [("2026-01", {"quantities": {"calls": "62000"}, "kpis": {"sl": "79.99%"}})])
    assert bill.lines == {"calls": 228400, "factor": -11420}
    assert (bill.net, bill.tax, bill.total) == (216980, Fraction("13018.80"), Fraction("229998.80"))


def test_the_oracle_by_hand_over_time() -> None:
    """A minimum of 1,000 that carries 200, days below 80%, and the months that are left after 20 February.

    January: 300 used, 500 of the missing 700 paid, 200 go on; two of three days miss, the first is free: 10. February: 1,100 used,
    100 of the 200 are made up, and the rest lapses; 8/28 of February, March: 1 2/7 months at 700.
    """
    contract = {
        "currency": "CNY", "effective": {"from": "2026-01-01", "to": "2026-02-20"}, "billing": {"cycle": "monthly"}, "prices": {},
        "terminated": {"by": "client", "notice_on": "2026-01-05"},
        "terms": [{"id": "calls", "model": "workload", "quantity": {"count": "interactions"}, "rate": "1"}],
        "kpis": [{"id": "days", "kpi": "interval_value", "each": "day", "take": "mean", "of": {"kpi": "entered", "target": "80%"}}],
        "adjustments": [
            {"id": "least", "kind": "minimum", "on": ["calls"], "amount": "1000", "carries": {"shortfall": "200", "not_made_up": "lapses"}},
            {"id": "missed", "kind": "penalty", "kpi": "days", "each": "day", "allowed": "1", "amount": "10"},
            {"id": "fee", "kind": "termination_fee", "minimum_term": "2026-03-31", "amount": "700"},
        ],
    }  # fmt: skip
    values = (("2026-01-05", "79.99%"), ("2026-01-06", "80%"), ("2026-01-07", "10%"))
    days = {"days": {"parts": [{"key": day, "value": value} for day, value in values]}}
    none = {"days": {"parts": [{"key": "2026-02-02", "value": "90%"}]}}
    january, february = bills(
        contract,
        [
            ("2026-01", {"quantities": {"calls": "300"}, "kpis": days}),
            ("2026-02", {"quantities": {"calls": "1100"}, "kpis": none}),
        ],
    )
    assert january.lines == {"calls": 300, "least": 500, "missed": -10, "fee": 0}
    assert february.lines == {"calls": 1100, "least": 0, "missed": 0, "fee": 900}
