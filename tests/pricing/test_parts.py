"""Laws of months in parts: restating what does not change changes nothing, and the parts of each make the whole."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.errors import BpoError
from bpo.pricing.price import price
from tests.contracts.making import amounts, bill, codes, contract, line, measures
from tests.laws import examples

COUNTED = "quantity: {count: interactions, where: \"outcome = 'handled'\"}"

TERMS = """\
  - {id: flat, model: workload, COUNTED, rate: 1.07}
  - {id: graduated, model: workload, COUNTED, tiers: [{up_to: 100, rate: 3, fee: 50}, {up_to: 250, rate: 2, fee: 20}, {rate: 1.5}]}
  - {id: whole, model: workload, COUNTED, tiers: [{up_to: 100, rate: 3}, {up_to: 250, rate: 2.5, fee: 40}, {rate: 2}], tier_mode: whole_volume}
  - {id: packs, model: workload, COUNTED, package: 30, tiers: [{up_to: 3, rate: 10}, {rate: 7}]}
  - {id: least, model: workload, COUNTED, rate: 2, minimum: 300, maximum: 500}
  - {id: used, model: workload, COUNTED, rate: 2, minimum: {amount: 300, only_with_use: yes}}
  - {id: fee, model: fixed, amount: 777.77, maximum: 700}
  - {id: thirty, model: fixed, amount: 777.77, prorated: thirty_days}
  - {id: whole_fee, model: fixed, amount: 500, prorated: no, minimum: {amount: 600, prorated: days}}
  - {id: seats, model: seats, seats: contracted, contracted: 25, rate: 67380}
""".replace("COUNTED", COUNTED)
ADJUSTMENTS = """\
kpis:
  - {id: sl20, kpi: service_level, threshold_seconds: 20, abandons: in_time_met, target: 80%}
adjustments:
  - {id: coefficient, kind: multiplier, on: [flat, graduated], kpi: sl20, linear: {from: {value: 70%, factor: 0.9}, to: {value: 90%, factor: 1.1}}}
  - {id: missed, kind: penalty, kpi: sl20, percent: 3%, of: [whole], cap: {amount: 7}}
  - {id: least_in_all, kind: minimum, on: [flat, used], amount: 900}
"""
COUNTS = ("flat", "graduated", "whole", "packs", "least", "used")
days = st.lists(st.integers(2, 31), min_size=1, max_size=3, unique=True).map(sorted)


@examples(40)
@given(days, st.lists(st.integers(0, 200), min_size=4, max_size=4), st.fractions(Fraction(6, 10), Fraction(1)))
def test_restating_clauses_inside_a_month_changes_nothing(
    starts: list[int], volumes: list[int], level: Fraction
) -> None:
    restated = "".join(f"  - from: 2026-01-{day:02d}\n    terms:\n{_deeper(TERMS)}" for day in starts)
    parts = [1, *starts]
    split = {f"{name}@2026-01-{day:02d}": volumes[i] for name in COUNTS for i, day in enumerate(parts)}
    whole = dict.fromkeys(COUNTS, sum(volumes[: len(parts)]))
    body = f"terms:\n{TERMS}{ADJUSTMENTS}"
    once = bill(body, whole, {"sl20": level})
    again = bill(body + "amendments:\n" + restated, split, {"sl20": level})
    assert amounts(again) == amounts(once)
    assert again.total == once.total


def _deeper(clauses: str) -> str:
    return "".join(f"    {text}\n" for text in clauses.splitlines())


@examples(40)
@given(st.integers(2, 31), st.integers(0, 300), st.integers(0, 300))
def test_a_month_under_new_prices_lies_between_all_old_and_all_new(day: int, before: int, after: int) -> None:
    body = "terms:\n  - {id: calls, model: workload, COUNTED, tiers: [{up_to: 100, rate: 3}, {rate: 2}]}\n"
    body = (body + "amendments:\n  - from: 2026-01-DAY\n    terms:\n" + body[7:].replace("rate: 3", "rate: 5").replace("  - ", "      - ")).replace("COUNTED", COUNTED).replace("DAY", f"{day:02d}")  # fmt: skip
    total = bill(body, {"calls@2026-01-01": before, f"calls@2026-01-{day:02d}": after}).total
    volume = before + after
    old = Fraction(3 * min(volume, 100) + 2 * max(volume - 100, 0))
    new = Fraction(5 * min(volume, 100) + 2 * max(volume - 100, 0))
    assert old <= Fraction(total) <= new


@examples(40)
@given(st.dictionaries(st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=5), st.integers(0, 300), min_size=1, max_size=6))  # fmt: skip
def test_for_each_is_the_sum_of_what_each_comes_to_alone(sites: dict[str, int]) -> None:
    clause = "  - {id: calls, model: workload, COUNTED, for_each: site, tiers: [{up_to: 100, rate: 3}, {rate: 2}], minimum: 90}\n"
    body = "terms:\n" + clause.replace("COUNTED", COUNTED)
    alone = [Fraction(bill(body.replace("for_each: site, ", ""), {"calls": n}).total) for n in sites.values()]
    together = bill(body, {f"calls@{site}": n for site, n in sites.items()})
    assert Fraction(together.total) == sum(alone)
    assert len([step for step in line(together, "calls").steps if step.rule.code == "part-of-each"]) == len(sites)


def test_each_month_is_billed_by_the_version_of_its_days() -> None:
    agreed = contract(f"""
        terms:
          - {{id: calls, model: workload, {COUNTED}, rate: 1}}
        amendments:
          - {{from: 2026-03-01, terms: [{{id: calls, model: workload, {COUNTED}, rate: 2}}]}}
          - {{from: 2026-05-01, terms: [{{id: calls, model: workload, {COUNTED}, rate: 3}}], to: 2026-06-30}}
    """)
    found = [price(agreed, measures({"calls": 10}, period=f"2026-{month:02d}")).total for month in range(1, 7)]
    assert found == [10, 10, 20, 20, 30, 30]
    assert [version.start for version in agreed.versions] == [date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)]


def test_an_earlier_month_keeps_its_version_when_a_later_one_reads_it() -> None:
    """A tier chosen by the month before reads its quantity, whatever the amendment did since."""
    tiers = "tiers: [{up_to: 100, rate: 3}, {rate: 2}], tier_mode: whole_volume, tier_by: {months_ago: 1, at_first: 0}"
    agreed = contract(f"""
        terms:
          - {{id: calls, model: workload, {COUNTED}, {tiers}}}
        amendments:
          - {{from: 2026-02-11, terms: [{{id: calls, model: workload, {COUNTED}, {tiers.replace("rate: 2", "rate: 1")}}}]}}
    """)
    january = price(agreed, measures({"calls": 101}))
    split = {"calls@2026-02-01": 40, "calls@2026-02-11": 60}
    february = price(agreed, measures(split, period="2026-02"), [january])
    march = price(agreed, measures({"calls": 10}, period="2026-03"), [january, february])
    assert [january.total, february.total, march.total] == [303, 40 * 2 + 60 * 1, 30]
    assert february.measures.quantities["calls"].total == 100


def test_days_of_a_part_are_those_until_the_next_wording() -> None:
    body = f"""
        terms:
          - {{id: fee, model: fixed, amount: 310}}
          - {{id: calls, model: workload, {COUNTED}, rate: 1}}
        amendments:
          - {{from: 2026-01-11, terms: [{{id: fee, model: fixed, amount: 620}}]}}
          - {{from: 2026-01-21, terms: [{{id: fee, model: fixed, amount: 930}}]}}
    """
    statement = bill(body, {"calls": 5})
    heads = [step.values for step in line(statement, "fee").steps if step.rule.code == "part-of-days"]
    assert [(head["start"], head["days"]) for head in heads] == [
        (date(2026, 1, 1) + timedelta(days=n), n_days) for n, n_days in ((0, 10), (10, 10), (20, 11))
    ]
    assert amounts(statement) == {"fee": 100 + 200 + 330, "calls": 5}


WORK = "terms:\n  - {id: t, model: workload, quantity: QUANTITY, rate: 1}\namendments:\n  - {from: 2026-01-10, terms: [{id: t, model: workload, quantity: QUANTITY, rate: 2}]}\n"
NAMED = "quantities:\n  work: {given: call}\n"


@pytest.mark.parametrize("quantity", ["{count: interactions}", "{given: call}", "work"])
def test_the_figure_of_the_whole_month_is_not_billed_in_each_of_its_parts(quantity: str) -> None:
    body, name = NAMED + WORK.replace("QUANTITY", quantity), "work" if quantity == "work" else "t"
    first, second = f"{name}@2026-01-01", f"{name}@2026-01-10"
    assert (
        amounts(bill(body, {first: 4, second: 6})) == amounts(bill(body, {name: 10, first: 4, second: 6})) == {"t": 16}
    )
    assert amounts(bill(body, {name: 0})) == {"t": 0}  # no part of nothing is anything
    for figures in ({name: 10}, {name: 10, first: 4}, {first: 4}):
        with pytest.raises(BpoError) as caught:
            bill(body, figures)
        assert set(codes(caught.value)) == {"quantity-missing"}


@pytest.mark.parametrize("quantity", ["{given: call}", "work"])
def test_a_given_figure_is_the_sum_of_its_parts(quantity: str) -> None:
    body, name = NAMED + WORK.replace("QUANTITY", quantity), "work" if quantity == "work" else "t"
    with pytest.raises(BpoError) as caught:
        bill(body, {name: 11, f"{name}@2026-01-01": 4, f"{name}@2026-01-10": 6})
    assert codes(caught.value) == ["quantity-parts-disagree"]


def test_the_figure_of_all_sites_is_neither_dropped_nor_billed_for_each() -> None:
    calls = f"  - {{id: calls, model: workload, {COUNTED}, for_each: site, rate: 1}}\n"
    hours = "  - {id: hours, model: hours, activities: [ready], for_each: site, rate: 1}\n"
    for terms, figures in ((calls, {"calls": 10}), (calls + hours, {"calls@A": 4, "calls@B": 6, "hours": 5})):
        with pytest.raises(BpoError) as caught:
            bill("terms:\n" + terms, figures)
        assert set(codes(caught.value)) <= {"quantity-parts-missing", "quantity-missing"}
    assert amounts(bill("terms:\n" + calls, {"calls": 0})) == {"calls": 0}
    assert amounts(bill("terms:\n" + calls + hours, {"calls@A": 4, "calls@B": 6, "hours": 0})) == {
        "calls": 10,
        "hours": 0,
    }


def test_one_exchange_rate_holds_for_all_sites() -> None:
    body = f"quantities: {{usd: {{given: usd}}}}\nterms:\n  - {{id: calls, model: workload, {COUNTED}, for_each: site, rate: 1}}\n"
    body += "adjustments:\n  - {id: fx, kind: exchange_rate, on: [calls], for_each: site, rate: usd, baseline: 2}\n"
    assert amounts(bill(body, {"calls@A": 4, "calls@B": 6, "usd": 1})) == {"calls": 10, "fx": 10}


def test_contracted_seats_in_tiers_are_their_share_of_the_days() -> None:
    for tiers in (
        "[{up_to: 10, fee: 310}, {rate: 500}]",
        "[{up_to: 10, fee: 310}, {rate: 0}], tier_mode: whole_volume",
    ):
        seats = f"terms: [{{id: seats, model: seats, seats: contracted, contracted: 7, tiers: {tiers}}}]"
        assert amounts(bill(f"{seats}\namendments: [{{from: 2026-01-10, {seats}}}]\n")) == {"seats": 310}


def test_a_quantity_agreed_by_month_does_not_change_inside_it() -> None:
    term = "terms: [{id: t, model: workload, quantity: agreed, rate: 1}]"
    with pytest.raises(BpoError) as caught:
        contract(
            f"quantities: {{agreed: {{agreed: {{2026-01: 100}}}}}}\n{term}\namendments: [{{from: 2026-01-10, {term}}}]\n"
        )
    assert codes(caught.value) == ["amendment-not-in-parts"]
