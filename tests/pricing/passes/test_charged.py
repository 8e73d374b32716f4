"""Clauses make their lines in written order, each from the lines before it; what is missing is told of all of them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bpo.core.errors import BpoError
from bpo.pricing.passes.charged import charged
from tests.contracts.making import codes, contract, measures
from tests.pricing.passes.stepping import up_to

DESK = contract("""
    quantities: {calls: {given: call}, chats: {given: contact}}
    terms:
      - {id: inbound, model: workload, quantity: calls, rate: 2}
      - {id: chat, model: workload, quantity: chats, rate: 3}
    kpis:
      - {id: csat, kpi: entered, target: 90%}
    adjustments:
      - {id: coefficient, kind: multiplier, on: [inbound], kpi: csat, bands: [{at_least: 90%, factor: 1}, {factor: 0.9}]}
      - {id: damages, kind: penalty, kpi: csat, percent: 10%, of: [inbound, coefficient], nature: damages}
      - {id: least, kind: minimum, on: [inbound, coefficient], amount: 200}
    """)


def test_each_clause_sees_the_lines_before_it() -> None:
    """100 × 2 = 200, less 10% is 180: damages are 10% of that, and the minimum adds the 20 again."""
    done = charged(up_to(charged, DESK, measures({"calls": 100, "chats": 5}, {"csat": Fraction(1, 2)})))
    found = {line.clause: line.amount for line in done.month.charges}
    assert found == {"inbound": 200, "chat": 15, "coefficient": -20, "damages": -18, "least": 20}
    assert [line.clause for line in done.lines] == ["inbound", "chat", "coefficient", "least"]
    assert [line.clause for line in done.deductions] == ["damages"]


def test_what_is_missing_is_told_of_every_clause_at_once() -> None:
    with pytest.raises(BpoError) as caught:
        charged(up_to(charged, DESK, measures()))
    assert codes(caught.value) == ["quantity-missing", "quantity-missing", "kpi-not-measured", "kpi-not-measured"]
    assert [one.values["clause"] for one in caught.value.problems] == ["inbound", "chat", "coefficient", "damages"]
