"""Sites, days and periods together: figures of parts are read in whatever month they stand, and sums of them are remade."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from bpo.advice.exposure import exposure
from bpo.core.errors import BpoError
from bpo.core.measures import NOT_GIVEN, KpiResult, Late, Quantity
from bpo.ledger.keys import contract_of, period_of, statement_id
from bpo.pricing.price import price
from tests.contracts.making import amounts, bill, codes, contract, measures

QUARTERLY = "billing: {cycle: quarterly}\n"


def test_agreed_figures_are_written_by_the_names_of_the_billing_periods() -> None:
    """30 above a baseline of 100 at 2, beside a fee of 500."""
    term = "terms: [{id: t, model: baseline, quantity: {given: call}, baseline: {2026-Q1: 100, 2026-Q2: 90}, fee: 500, arc: 2, rrc: 1}]"
    assert bill(QUARTERLY + term, {"t": 130}, period="2026-Q1").total == 560


def test_an_agreed_quantity_has_no_part_of_each() -> None:
    body = "quantities: {planned: {agreed: 100}}\nterms: [{id: t, model: workload, for_each: site, quantity: planned, rate: 1}]"
    with pytest.raises(BpoError) as caught:
        contract(body)
    assert codes(caught.value) == ["for-each-agreed"]


def test_records_are_rounded_one_by_one_at_each_site() -> None:
    """Two of 1.1 at 0.05 are 0.06 each, rounded up; one of 0.5 is 0.03: 0.12 and 0.03."""
    body = (
        "terms: [{id: t, model: workload, for_each: site, rate: 0.05, round_each: up, "
        "quantity: {sum: interactions, of: talk_seconds, unit: minute, increments: 30/6}}]"
    )
    north = Quantity(Fraction("2.2"), "minute", {"1.1": Fraction(2)})
    south = Quantity(Fraction("0.5"), "minute", {"0.5": Fraction(1)})
    assert bill(body, {"t@north": north, "t@south": south}).total == Decimal("0.15")


def test_a_kpi_that_is_more_than_two_sums_has_no_sum_of_its_sites() -> None:
    """Nothing was said of all sites together: not that nothing was counted."""
    body = """
    terms: [{id: fee, model: fixed, amount: 100}]
    kpis: [{id: k, kpi: occupancy, for_each: site, target: 80%}]
    adjustments: [{id: missed, kind: penalty, kpi: k, amount: 10}]
    """
    given = {
        f"k@{site}": KpiResult(f"k@{site}", Fraction(4, 5), Fraction(8), Fraction(10), 10, "ratio")
        for site in ("north", "south")
    }
    with pytest.raises(BpoError) as caught:
        price(contract(body), replace(measures(), kpis=given))
    assert "no figure was given" in str(caught.value)


CHANGED = """
terms:
  - {id: seats, model: seats, seats: rostered, rate: 10}
  - {id: fee, model: fixed, amount: 310, prorated: days}
kpis:
  - {id: late, kpi: entered, target: 80%, known_later: {provisionally: as_target, final_after_months: 2}}
adjustments:
  - {id: missed, kind: penalty, kpi: late, percent: 10%, of: [fee]}
amendments:
  - from: 2026-01-11
    month_judged: under_new_terms
    terms: [{id: seats, model: seats, seats: rostered, rate: 20}]
    adjustments: [{id: missed, kind: penalty, kpi: late, percent: 20%, of: [fee]}]
"""
DAYS = {"seats@2026-01-01": 1, "seats@2026-01-11": 2}


def test_a_kpi_known_later_is_trued_up_in_a_month_that_changed_inside() -> None:
    """1 × 10 + 2 × 20 = 50 for January; once it is known to be missed, 20% of 310 are taken in February."""
    agreed = contract(CHANGED)
    january = price(agreed, replace(measures(DAYS), kpis={"late": KpiResult("late", None, why_not=NOT_GIVEN)}))
    assert amounts(january) == {"seats": 50, "fee": 310, "missed": 0}
    known = {"2026-01": {"late": Late(KpiResult("late", Fraction(79, 100)))}}
    february = replace(measures({"seats": 1}, {"late": Fraction(4, 5)}, "2026-02"), late=known)
    assert amounts(price(agreed, february, [january]))["true_up.2026-01"] == -62


def test_the_exposure_of_a_month_that_changed_inside_has_its_seats() -> None:
    found = exposure(contract(CHANGED), measures(DAYS))
    assert found.fee == 360
    assert (found.loss, found.gain) == (62, 0)


def test_the_exposure_of_a_sum_beside_terms_that_changed_inside() -> None:
    """A bonus of 40, at most half of what the penalty leaves of 310, is paid whatever the seats come to: 360 of the terms, and 40 more."""
    always = "  - {id: always, kind: bonus, amount: 40, cap: {percent: 50%, of: [fee, missed]}}\n"
    found = exposure(contract(CHANGED.replace("amendments:", f"{always}amendments:")), measures(DAYS))
    assert (found.fee, found.gain) == (360, 40)


def test_a_kpi_of_all_sites_is_judged_on_the_days_of_each_wording() -> None:
    """Of the first ten days one site is not measured, so nothing is known of both: as on target. Then 70% is a miss: 21/31 of 310, less 10%."""
    coefficient = "kpi: k, bands: [{at_least: 80%, factor: 1}, {factor: 0.9}]"
    kpi = "{id: k, kpi: answer_rate, for_each: site, target: 80%, if_not_measured: as_target}"
    body = f"""
    terms: [{{id: fee, model: fixed, amount: 310, prorated: days}}]
    kpis: [{kpi}]
    adjustments: [{{id: c, kind: multiplier, on: [fee], {coefficient}}}]
    amendments:
      - from: 2026-01-11
        month_judged: in_parts
        kpis: [{kpi}]
    """
    values = {
        "k@2026-01-01@north": None,
        "k@2026-01-01@south": Fraction(1, 2),
        "k@2026-01-11@north": Fraction(7, 10),
        "k@2026-01-11@south": Fraction(7, 10),
    }
    results = {
        name: KpiResult(name, None, why_not=NOT_GIVEN)
        if value is None
        else KpiResult(name, value, value * 100, Fraction(100), 100, "ratio")
        for name, value in values.items()
    }
    assert amounts(price(contract(body), replace(measures(), kpis=results)))["c"] == -21


def test_a_reward_that_ends_inside_a_month_is_counted_at_each_site_until_then() -> None:
    """Ten leads at 1 before and 20 at 2 after; before the change two of them had an agent and a reward of 5 each: 10 + 10 + 40."""
    lead = "id: t, model: leads, for_each: site"
    body = f"""
    terms: [{{{lead}, prices: [{{price: 1}}], reward: 5}}]
    amendments: [{{from: 2026-01-11, terms: [{{{lead}, prices: [{{price: 2}}]}}]}}]
    """
    figures = {
        "t@2026-01-01@north": Quantity(Fraction(10), "lead", {"||": Fraction(10)}),
        "t.agents@2026-01-01@north": Quantity(Fraction(2), "lead", {"ann": Fraction(1), "bob": Fraction(1)}),
        "t@2026-01-11@north": Quantity(Fraction(20), "lead", {"||": Fraction(20)}),
    }
    assert bill(body, figures).total == 60


def test_the_exposure_of_a_short_month_is_prorated_to_the_last_day() -> None:
    """A minimum of 310 by days of a contract that ends on the tenth: 100, also of a term that looks back."""
    body = (
        "terms: [{id: t, model: commission, percent: 1%, charge_back_days: 15, minimum: {amount: 310, prorated: days}}]"
    )
    agreed = contract(body, effective="{from: 2026-01-01, to: 2026-01-10}")
    needed = {need.id: Quantity(Fraction(0), "money") for need in agreed.quantity_needs()}
    assert exposure(agreed, measures(needed)).fee == 100


SHARED = """
quantities: {events: {given: event}}
terms:
  - {id: a, model: workload, quantity: events, rate: 1}
  - {id: b, model: workload, quantity: events, rate: 10}
"""


def test_a_quantity_of_the_whole_month_is_not_that_of_the_days_of_another_line() -> None:
    """100 events until the tenth at 1, then 50 contacts at 2; of all 700 events of the month 10 each."""
    body = SHARED + (
        "amendments: [{from: 2026-01-11, terms: [{id: a, model: workload, quantity: {count: interactions}, rate: 2}]}]"
    )
    days: dict[str, int] = {"events@2026-01-01": 100, "a@2026-01-11": 50}
    assert amounts(bill(body, {**days, "events": 700})) == {"a": 200, "b": 7000}
    with pytest.raises(BpoError) as caught:
        bill(body, days)
    assert codes(caught.value) == ["quantity-missing"]


def test_lines_that_change_on_different_days_read_one_quantity_on_the_same_days() -> None:
    """100, 200 and 300 events: a has 100 at 1 and 500 at 2, b 300 at 10 and 300 at 20; by each line alone it is the same."""
    body = (
        SHARED
        + """
amendments:
  - {from: 2026-01-11, terms: [{id: a, model: workload, quantity: events, rate: 2}]}
  - {from: 2026-01-21, terms: [{id: b, model: workload, quantity: events, rate: 20}]}
"""
    )
    days = {"events@2026-01-01": 100, "events@2026-01-11": 200, "events@2026-01-21": 300}
    assert amounts(bill(body, days)) == {"a": 1100, "b": 9000}


def test_entities_share_the_sum_of_what_each_site_has_of_them() -> None:
    """North 3 of a and 1 of b, south 4 of b: 8 at 1, and of the fee of 80 a has 3/8."""
    body = """
    entities: [{id: a, name: A}, {id: b, name: B}]
    allocation: {by: events}
    quantities: {events: {given: event}}
    terms:
      - {id: each, model: workload, for_each: site, quantity: events, rate: 1}
      - {id: fee, model: fixed, amount: 80}
    """
    north = Quantity(Fraction(4), "event", {"a": Fraction(3), "b": Fraction(1)})
    south = Quantity(Fraction(4), "event", {"b": Fraction(4)})
    whole = bill(body, {"events@north": north, "events@south": south})
    assert [[line.amount for line in one.lines] for one in whole.portions] == [[3, 30], [5, 50]]
    with pytest.raises(BpoError) as caught:  # of four of them nobody said whose they are
        bill(body, {"events@north": north, "events@south": 4})
    assert "split by entity" in str(caught.value)


def test_days_that_are_expected_to_be_like_the_month_are_rounded_as_days_are() -> None:
    """79.99% on every day is 80% of each, to a tenth of a percent: the month's mean is met."""
    agreed = contract("""
        terms: [{id: fee, model: fixed, amount: 100}]
        kpis: [{id: k, kpi: interval_value, each: day, take: mean, of: {kpi: entered, target: 80%, round_to: 0.1%}, target: 80%}]
        adjustments: [{id: missed, kind: penalty, kpi: k, amount: 10}]
        """)
    expected = KpiResult("k", Fraction(7999, 10000), unit="ratio", assumed=True)
    assert amounts(price(agreed, replace(measures(), kpis={"k": expected}))) == {"fee": 100, "missed": 0}


@pytest.mark.parametrize("period", ["2026-02", "2026-Q1", "2026-H1", "2026", "2026-P01", "2026-01-05"])
def test_a_statement_is_named_by_its_period_in_every_cycle(period: str) -> None:
    name = statement_id("bank-2025", period, 12)
    assert (contract_of(name), period_of(name)) == ("bank-2025", period)
