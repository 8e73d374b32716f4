"""Earlier months as they are known now: priced again without limits, and only where something became known."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from bpo.core.errors import BpoError
from bpo.core.measures import Dispute, KpiResult, Late
from bpo.pricing.passes.disputed import disputed
from bpo.pricing.passes.drawn import drawn
from bpo.pricing.passes.recomputed import EARLIER, recomputed
from bpo.pricing.passes.stopped import stopped
from bpo.pricing.passes.trued_up import trued_up
from bpo.pricing.price import PASSES, price
from tests.contracts.making import amounts, codes, contract, measures
from tests.pricing.passes.stepping import up_to

DESK = contract("""
    ceiling: {amount: 1500, when_reached: stop}
    quantities: {calls: {given: call}}
    terms:
      - {id: inbound, model: workload, quantity: calls, rate: 2}
    kpis:
      - {id: csat, kpi: entered, target: 90%, known_later: {provisionally: as_target, final_after_months: 2}}
    adjustments:
      - {id: coefficient, kind: multiplier, on: [inbound], kpi: csat, bands: [{at_least: 90%, factor: 1}, {factor: 0.9}]}
    """)
LATE = {"2026-01": {"csat": Late(KpiResult("csat", Fraction(89, 100)))}}


def test_an_earlier_month_is_priced_by_the_order_of_a_bill_less_true_ups_and_limits() -> None:
    assert list(EARLIER) == [one for one in PASSES if one not in (recomputed, trued_up, stopped, disputed, drawn)]


def test_a_month_of_which_a_kpi_became_known_is_priced_again_before_anything_of_this_one() -> None:
    """1,000 calls at 2 were 2,000, of which the ceiling left 1,500; at 89% they are 2,000 less 10%."""
    january = price(DESK, measures({"calls": 1000}))
    assert amounts(january) == {"inbound": 2000, "coefficient": 0, "contract-ceiling": -500}
    done = recomputed(up_to(recomputed, DESK, replace(measures({"calls": 0}, period="2026-02"), late=LATE), [january]))
    (again,) = done.month.history
    assert amounts(again) == {"inbound": 2000, "coefficient": -200}
    assert done.billed == (january,)
    assert [(one.line.clause, one.line.amount) for one in done.true_ups] == [("true_up.2026-01", Decimal(-200))]
    assert done.month.charges == ()


def test_a_month_of_which_nothing_became_known_stays_as_it_was_billed() -> None:
    january = price(DESK, measures({"calls": 1000}, {"csat": Fraction(89, 100)}))
    given = up_to(recomputed, DESK, measures({"calls": 0}, period="2026-02"), [january])
    assert recomputed(given) is given


def test_what_is_wrong_with_late_values_is_told_with_what_is_wrong_with_the_month() -> None:
    wrong = measures({"calls": -1, "cals": 1}, period="2026-02")
    with pytest.raises(BpoError) as caught:
        price(DESK, replace(wrong, late={"2026-02": LATE["2026-01"]}))
    assert codes(caught.value) == ["late-not-earlier", "measures-name-unknown", "measures-negative"]


def test_what_was_disputed_of_a_month_stays_as_it_was_billed() -> None:
    """10 calls at 2 are 20, of which a low score takes 2. Tax is whole units, 1 with the coefficient and without it, but the part of it
    that falls to the calls is not the same beside a true-up: a dispute of the whole line was 21.00 in January and more in February."""
    desk = contract(
        """
        quantities: {calls: {given: call}}
        terms:
          - {id: inbound, model: workload, quantity: calls, rate: 2}
        kpis:
          - {id: csat, kpi: entered, target: 90%, known_later: {provisionally: as_target, final_after_months: 2}}
        adjustments:
          - {id: coefficient, kind: multiplier, on: [inbound], kpi: csat, bands: [{at_least: 90%, factor: 1}, {factor: 0.9}]}
          - {id: best, kind: cap, on: [inbound, coefficient], amount: 1000, within: quarter}
        """,
        prices="{rate: 6%, tax_round_to: 1}",
    )
    whole = {"inbound": Dispute(None, "Counted twice")}
    january = price(desk, replace(measures({"calls": 10}), disputed=whole))
    paid = {"2026-01": {"inbound": Fraction(21)}}
    february = price(
        desk, replace(measures({"calls": 10}, period="2026-02"), late=LATE, disputed=whole, paid_later=paid), [january]
    )
    late = {"2026-02": {"csat": Late(KpiResult("csat", Fraction(85, 100)))}}
    march = price(desk, replace(measures({"calls": 10}, period="2026-03"), late=late), [january, february])
    disputes = [
        {one.clause: one.amount for one in month.deductions}["disputed.inbound"] for month in (january, february)
    ]
    assert disputes[0] == -21 > disputes[1]
    assert (amounts(february)["true_up.2026-01"], amounts(march)["true_up.2026-02"]) == (-2, -2)
