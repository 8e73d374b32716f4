"""KPIs held against their targets before any line is made."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bpo.pricing.passes.judged import judged
from bpo.pricing.price import price
from tests.contracts.making import contract, measures
from tests.pricing.passes.stepping import up_to

DESK = contract("""
    quantities: {calls: {given: call}}
    terms:
      - {id: inbound, model: workload, quantity: calls, rate: 2}
    kpis:
      - {id: csat, kpi: entered, target: 90%, average: {months: 2, of: values}}
      - {id: noted, kpi: entered, if_not_measured: as_target, target: 80%}
      - {id: needed, kpi: entered, target: 70%}
    """)


@pytest.mark.parametrize(("value", "met"), [("89.99%", False), ("90%", True), ("90.01%", True)])
def test_a_kpi_is_met_from_its_target_on(value: str, met: bool) -> None:
    one = Fraction(value.rstrip("%")) / 100
    done = judged(up_to(judged, DESK, measures({"calls": 1}, {"csat": one, "needed": 1})))
    assert (done.month.verdicts["csat"].judged, done.month.verdicts["csat"].met) == (one, met)
    assert done.month.charges == ()


def test_what_was_not_measured_counts_as_the_contract_says_or_is_refused_to_what_depends_on_it() -> None:
    done = judged(up_to(judged, DESK, measures({"calls": 1}, {"csat": 1})))
    assert (done.month.verdicts["noted"].judged, done.month.verdicts["noted"].met) == (Fraction(80, 100), True)
    assert list(done.refused) == ["needed"]
    assert done.month.verdicts["needed"].judged is None


def test_an_average_is_of_this_month_and_the_one_before() -> None:
    """(85% + 93%) / 2 = 89%."""
    january = price(DESK, measures({"calls": 1}, {"csat": Fraction(85, 100), "needed": 1}))
    figures = measures({"calls": 1}, {"csat": Fraction(93, 100), "needed": 1}, period="2026-02")
    verdict = judged(up_to(judged, DESK, figures, [january])).month.verdicts["csat"]
    assert (verdict.judged, verdict.met) == (Fraction(89, 100), False)
