"""Charges by volume: laws of tiers with fees, packages, limits, free contacts, forecasts and baselines, and how they explain."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.blocks.tiers import Tier, slices
from bpo.core.measures import Quantity
from bpo.pricing.price import price
from tests.contracts.making import amounts, bill, contract, line, measures
from tests.laws import examples

QUICK = examples(60)
volumes = st.fractions(min_value=0, max_value=10_000, max_denominator=100)
whole = st.integers(min_value=0, max_value=10_000)

BOTH_PARTS = [Tier(up_to=Fraction(100), rate=Fraction(2), fee=Fraction(50)), Tier(rate=Fraction(1), fee=Fraction(80))]
RATES = [Tier(up_to=Fraction(100), rate=Fraction(2)), Tier(rate=Fraction(1))]
FEES = [Tier(up_to=Fraction(100), fee=Fraction(50)), Tier(fee=Fraction(80))]


@QUICK
@given(volume=volumes, mode=st.sampled_from(["graduated", "whole_volume"]))
def test_a_tier_with_fee_and_rate_costs_what_both_cost(volume: Fraction, mode: str) -> None:
    def total(tiers: list[Tier]) -> Fraction:
        return sum((one.amount for one in slices(tiers, volume, mode)), Fraction(0))  # type: ignore[arg-type]

    assert total(BOTH_PARTS) == total(RATES) + total(FEES)


@QUICK
@given(volume=volumes, size=st.integers(min_value=1, max_value=500))
def test_packages_cover_the_volume_and_none_is_unbegun(volume: Fraction, size: int) -> None:
    body = f"terms:\n  - {{id: texts, model: workload, quantity: {{given: text}}, package: {size}, rate: 1}}\n"
    packages = Fraction(line(bill(body, {"texts": volume}), "texts").amount)
    assert packages.denominator == 1
    assert packages * size >= volume > (packages - 1) * size or packages == volume == 0


LIMITED = contract(
    """
    terms:
      - {id: free, model: workload, quantity: {given: minute}, rate: 0.3}
      - {id: limited, model: workload, quantity: {given: minute}, rate: 0.3, minimum: 75, maximum: 1000.5}
      - {id: used, model: workload, quantity: {given: minute}, rate: 0.3, minimum: {amount: 75, only_with_use: yes}}
    """
)


@QUICK
@given(volume=volumes)
def test_limits_hold_and_change_nothing_between_them(volume: Fraction) -> None:
    free, limited, used = amounts(price(LIMITED, measures(dict.fromkeys(("free", "limited", "used"), volume)))).values()
    assert limited == min(max(free, Decimal(75)), Decimal("1000.5"))
    assert used == (max(free, Decimal(75)) if volume else 0)


RELIEF = contract(
    """
    terms:
      - {id: calls, model: workload, quantity: {count: interactions}, rate: 1, free: {first: 100}}
      - {id: floor, model: workload, quantity: {given: call}, rate: 1, forecast: {volume: 5000, pay_at_least: 90%}}
    """
)


@QUICK
@given(counted=whole, free=whole)
def test_free_contacts_are_never_more_than_counted_or_agreed(counted: int, free: int) -> None:
    found = amounts(price(RELIEF, measures({"calls": counted, "calls.free": free, "floor": counted})))
    assert found["calls"] == counted - min(counted, free, 100)
    assert found["floor"] == max(counted, 4500)


BASE = "model: baseline, quantity: calls, baseline: 1000, fee: 500, arc: 2, rrc: 1"
BASELINES = contract(
    f"""
    quantities: {{calls: {{given: call}}}}
    terms:
      - {{id: plain, {BASE}}}
      - {{id: band, {BASE}, dead_band: 10%}}
      - {{id: cliff, {BASE}, dead_band: 10%, counted_from: baseline}}
    """
)


@QUICK
@given(volume=whole)
def test_a_dead_band_only_ever_takes_away_and_the_edge_counts_least(volume: int) -> None:
    """Distance from the fee: by the edge ≤ by the baseline ≤ without a band; inside the band all of the fee."""
    found = amounts(price(BASELINES, measures({"calls": volume})))
    plain, band, cliff = (abs(found[name] - 500) for name in ("plain", "band", "cliff"))
    assert band <= cliff <= plain
    assert (band == cliff == 0) if 900 <= volume <= 1100 else (cliff == plain)


@QUICK
@given(parts=st.dictionaries(st.sampled_from(["voice", "email", "chat", "fax"]), whole, min_size=1))
def test_rates_are_the_sum_over_their_values(parts: dict[str, int]) -> None:
    body = """
    terms:
      - {id: c, model: workload, quantity: {count: interactions}, rates: {by: channel, voice: 1, email: 2, otherwise: 3}}
    """
    counted = Quantity(Fraction(sum(parts.values())), "contact", {name: Fraction(n) for name, n in parts.items()})
    rate = {"voice": 1, "email": 2}
    assert line(bill(body, {"c": counted}), "c").amount == sum(n * rate.get(name, 3) for name, n in parts.items())


def test_every_rule_of_a_line_is_a_step() -> None:
    """60 of 100 free, the floor of 80, two packages, the fee, then the minimum: each says so."""
    body = """
    terms:
      - id: calls
        model: workload
        quantity: {count: interactions}
        free: {first: 60, where: "talk_seconds <= 30"}
        forecast: {volume: 100, pay_at_least: 80%}
        package: 50
        tiers: [{up_to: 1, fee: 5}, {rate: 7}]
        minimum: 20
    """
    charge = line(bill(body, {"calls": 100, "calls.free": 60}), "calls")
    said = [(step.rule.code, int(step.amount)) for step in charge.steps]
    assert said == [
        ("billable-free", 0), ("billable-forecast-floor", 0), ("priced-packages", 0), ("tier-fee-first", 5),
        ("workload-tier-last", 7), ("term-minimum", 8),
    ]  # fmt: skip
    assert [step.rule.say("en", step.values) for step in charge.steps][:3] == [
        "60 of 100 free: the first 60 of their kind in the month",
        "At least 80% of the forecast 100 is paid: 80 in place of 40",
        "80 make 2 packages of 50; a begun one counts whole",
    ]


def test_volume_over_the_forecast_is_paid_and_said() -> None:
    body = (
        "terms:\n  - {id: c, model: workload, quantity: {given: call}, rate: 1, forecast: {volume: 100, over: 110%}}\n"
    )
    over, at = (line(bill(body, {"c": volume}), "c") for volume in (111, 110))
    assert [step.rule.code for step in over.steps] == ["billable-over-forecast", "workload-flat"]
    assert (over.steps[0].values["over"], over.amount) == (1, Decimal(111))
    assert [step.rule.code for step in at.steps] == ["workload-flat"]


def test_months_that_billed_another_quantity_do_not_count_towards_tiers_of_a_year() -> None:
    """January bills 900 calls; from February chats are billed, of which the first 1,000 of the year cost 2: 600 and 600, so that of
    March 400 cost 2 and 200 cost 1. With the calls before, February would begin at 900."""
    desk = contract("""
        quantities: {calls: {given: call}, chats: {given: chat}}
        terms:
          - {id: desk, model: workload, quantity: calls, rate: 3}
        amendments:
          - from: 2026-02-01
            terms:
              - {id: desk, model: workload, quantity: {given: chat}, tiers: [{up_to: 1000, rate: 2}, {rate: 1}], tiers_within: contract_year}
        """)
    january = price(desk, measures({"calls": 900, "chats": 0}))
    february = price(desk, measures({"calls": 900, "chats": 0, "desk": 600}, period="2026-02"), [january])
    march = price(desk, measures({"calls": 900, "chats": 0, "desk": 600}, period="2026-03"), [january, february])
    assert [amounts(month)["desk"] for month in (january, february, march)] == [2700, 1200, 1000]
