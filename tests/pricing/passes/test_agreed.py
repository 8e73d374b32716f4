"""Quantities that the contract agrees on join the figures of their months, and contradict none."""

from __future__ import annotations

import pytest

from bpo.core.errors import BpoError
from bpo.pricing.passes.agreed import agreed
from tests.contracts.making import codes, contract, measures
from tests.pricing.passes.stepping import up_to

BOUND = contract("""
    quantities:
      forecast: {unit: contact, agreed: {2026-01: 1000, 2026-02: 2400}}
      calls: {given: contact}
    terms:
      - {id: inbound, model: workload, quantity: calls, rate: 1, forecast: {volume: forecast, pay_at_least: 90%}}
    """)


@pytest.mark.parametrize(("period", "total"), [("2026-01", 1000), ("2026-02", 2400)])
def test_the_months_figure_joins_those_given(period: str, total: int) -> None:
    done = agreed(up_to(agreed, BOUND, measures({"calls": 7}, period=period)))
    assert {name: one.total for name, one in done.measures.quantities.items()} == {"calls": 7, "forecast": total}
    assert done.measures.quantities["forecast"].unit == "contact"


def test_a_month_that_nothing_was_agreed_for_stays_without() -> None:
    given = up_to(agreed, BOUND, measures({"calls": 7}, period="2026-03"))
    assert agreed(given) is given


def test_another_figure_than_the_one_agreed_is_refused() -> None:
    assert agreed(up_to(agreed, BOUND, measures({"forecast": 1000}))).measures.quantities["forecast"].total == 1000
    with pytest.raises(BpoError) as caught:
        agreed(up_to(agreed, BOUND, measures({"forecast": 1001})))
    assert codes(caught.value) == ["measures-agreed-otherwise"]
