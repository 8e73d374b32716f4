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
