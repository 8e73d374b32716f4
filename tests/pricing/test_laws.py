"""Laws that hold for every contract and every month."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.blocks.tiers import Tier, slices
from bpo.contracts.header.tax import Prices, TaxRate, apply_tax
from bpo.contracts.statement import Charge, Step
from bpo.core.measures_file import parse_measures
from bpo.core.money import Money, RoundingMode
from bpo.core.words import Text, Words
from bpo.pricing.price import price
from tests.contracts.making import amounts, bill, contract, line, measures
from tests.laws import examples

QUICK = examples(60)
MODES: list[RoundingMode] = ["half_up", "half_even", "up", "down"]
WORDS = Words("test", en="Test", zh="测试")

cents = st.decimals(min_value=-100_000, max_value=100_000, places=2)
fractions = st.fractions(min_value=0, max_value=1_000_000, max_denominator=10_000)


def charge(amount: Decimal, code: str, n: int) -> Charge:
    return Charge(f"l{n}", Text.of("Line"), "fixed", (Step(WORDS, {}, Fraction(amount)),), amount, code)


# -- tax ----------------------------------------------------------------------------------------------------------------


@QUICK
@given(
    lines=st.lists(st.tuples(cents, st.sampled_from(["a", "b", "c"])), max_size=8),
    rates=st.tuples(*[st.fractions(min_value=0, max_value=1, max_denominator=100)] * 3),
    tax=st.sampled_from(["included", "excluded"]),
    tax_rounding=st.sampled_from(["line", "total"]),
    mode=st.sampled_from(MODES),
)
def test_total_is_the_sum_of_the_lines_and_the_tax(
    lines: list[tuple[Decimal, str]], rates: tuple[Fraction, ...], tax: Any, tax_rounding: Any, mode: RoundingMode
) -> None:
    by_code = {code: TaxRate(rate=rate) for code, rate in zip("abc", rates, strict=True)}
    charges = [charge(amount, code, n) for n, (amount, code) in enumerate(lines)]
    money = Money("CNY", mode)
    taxed = apply_tax(
        charges, Prices(tax=tax, rates=by_code, tax_rounding=tax_rounding, rounding=mode), money, date(2026, 1, 31)
    )
    whole = sum((amount for amount, _ in lines), Decimal(0))
    assert taxed.net + taxed.tax == taxed.total
    assert whole == (taxed.total if tax == "included" else taxed.net)
    assert sum(taxed.by_charge, Decimal(0)) == taxed.tax == sum((one.amount for one in taxed.taxes), Decimal(0))
    for one in taxed.taxes:  # the tax is right to the cent on its base: one rounding, or one a line
        roundings = sum(code == one.code for _, code in lines) if tax_rounding == "line" else 1
        assert abs(Fraction(one.amount) - Fraction(one.base) * one.rate) <= roundings * (1 + one.rate) * Fraction(
            1, 100
        )


@QUICK
@given(
    total=cents,
    weights=st.lists(st.fractions(min_value=0, max_value=1000, max_denominator=100), min_size=1, max_size=9).filter(
        any
    ),
)
def test_an_allocation_adds_up_and_no_part_is_off_by_a_cent(total: Decimal, weights: list[Fraction]) -> None:
    parts = Money("CNY").apportion([Fraction(total) * weight / sum(weights) for weight in weights])
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - Fraction(total) * weight / sum(weights)) < Fraction(1, 100)


# -- tiers --------------------------------------------------------------------------------------------------------------

bounds = st.lists(st.integers(min_value=1, max_value=10_000), min_size=1, max_size=5, unique=True).map(sorted)
prices_of = st.lists(st.integers(min_value=0, max_value=500), min_size=6, max_size=6)


def tiers(ends: list[int], rates: list[int]) -> list[Tier]:
    return [
        Tier(up_to=None if end is None else Fraction(end), rate=Fraction(rate, 100))
        for end, rate in zip([*ends, None], rates, strict=False)
    ]


def amount(table: list[Tier], volume: Fraction, mode: Any) -> Fraction:
    return sum((one.amount for one in slices(table, volume, mode)), Fraction(0))


@QUICK
@given(
    ends=bounds,
    rates=prices_of,
    cut=st.integers(min_value=1, max_value=20_000),
    volume=fractions,
    mode=st.sampled_from(["graduated", "whole_volume"]),
)
def test_cutting_a_tier_at_an_equal_rate_changes_nothing(
    ends: list[int], rates: list[int], cut: int, volume: Fraction, mode: Any
) -> None:
    whole = tiers(ends, rates)
    at = sum(end < cut for end in ends)
    if cut in ends:
        return
    parts = tiers(sorted([*ends, cut]), [*rates[: at + 1], rates[at], *rates[at + 1 :]])
    assert amount(whole, volume, mode) == amount(parts, volume, mode)


@QUICK
@given(ends=bounds, rates=prices_of, share=st.fractions(min_value=0, max_value=1))
def test_both_modes_agree_within_the_first_tier(ends: list[int], rates: list[int], share: Fraction) -> None:
    table, volume = tiers(ends, rates), ends[0] * share
    assert (
        amount(table, volume, "graduated") == amount(table, volume, "whole_volume") == volume * Fraction(rates[0], 100)
    )


@QUICK
@given(ends=bounds, rates=prices_of, volume=fractions)
def test_the_slices_make_up_the_volume(ends: list[int], rates: list[int], volume: Fraction) -> None:
    for mode in ("graduated", "whole_volume"):
        assert sum((one.quantity for one in slices(tiers(ends, rates), volume, mode)), Fraction(0)) == volume


# -- a month ------------------------------------------------------------------------------------------------------------

MONTH = """
quantities:
  events: {{given: event}}
terms:
  - {{id: calls, model: workload, quantity: {{count: interactions}}, tiers: [{{up_to: 500, rate: 0.855}}, {{rate: 0.333}}]}}
  - {{id: seats, model: seats, seats: contracted, contracted: 7, rate: 333.33}}
kpis:
  - {{id: sl, kpi: entered, target: 80%}}
adjustments:
  - {{id: k, kind: multiplier, on: [calls, seats], kpi: sl, minimum: {least}, maximum: {most},
     linear: {{from: {{value: 60%, factor: 0.5}}, to: {{value: 100%, factor: 1.5}}}}}}
  - {{id: p, kind: penalty, per: events, amount: 12.34, cap: {{percent: 10%, of: [calls, seats]}}}}
  - {{id: q, kind: penalty, kpi: sl, per_point: yes, percent: 0.7%, of: [calls, seats, k], cap: {{amount: 55.55}}}}
  - {{id: b, kind: bonus, kpi: sl, amount: 77.77}}
"""

volumes = st.integers(min_value=0, max_value=5000)
ratios = st.fractions(min_value=0, max_value=1, max_denominator=997)


def month(calls: int, events: int, level: Fraction, prices: str = "{rate: 6%}", least: str = "0.8", most: str = "1.2"):  # type: ignore[no-untyped-def]
    body = MONTH.format(least=least, most=most)
    return bill(
        body,
        {"calls": calls, "events": events},
        {"sl": level},
        prices=prices,
        effective="{from: 2026-01-09, to: 2026-12-31}",
    )


@QUICK
@given(
    calls=volumes,
    events=volumes,
    level=ratios,
    prices=st.sampled_from(
        ["{rate: 6%}", "{tax: included, rate: 6%, tax_rounding: line}", "{tax: included, rate: 13%}"]
    ),
)
def test_every_amount_is_the_sum_of_its_steps_and_the_lines_make_the_total(
    calls: int, events: int, level: Fraction, prices: str
) -> None:
    statement = month(calls, events, level, prices)
    for one in statement.charges:
        assert sum((step.amount for step in one.steps), Fraction(0)) == Fraction(one.amount)
        for step in one.steps:
            if step.quantity is not None and step.rate is not None:
                assert step.quantity * step.rate == step.amount
    lines = sum((one.amount for one in statement.charges), Decimal(0))
    assert statement.total == statement.net + statement.tax
    assert lines == (statement.total if "included" in prices else statement.net)


@QUICK
@given(calls=volumes, level=ratios)
def test_the_coefficient_and_its_lines_make_the_exact_product_to_the_cent(calls: int, level: Fraction) -> None:
    statement = month(calls, 0, level)
    base = line(statement, "calls").exact + line(statement, "seats").exact
    factor = min(
        Fraction("1.2"),
        max(Fraction("0.8"), Fraction(1, 2) + max(Fraction(0), level - Fraction(3, 5)) / Fraction(2, 5)),
    )
    shown = sum((amounts(statement)[name] for name in ("calls", "seats", "k")), Decimal(0))
    assert shown == Money("USD").round(base * factor)


@QUICK
@given(level=ratios, least=st.integers(min_value=0, max_value=100), most=st.integers(min_value=100, max_value=200))
def test_the_coefficient_stays_within_its_clamp(level: Fraction, least: int, most: int) -> None:
    statement = month(100, 0, level, least=f"{least}%", most=f"{most}%")
    base = line(statement, "calls").exact + line(statement, "seats").exact
    factor = 1 + line(statement, "k").exact / base
    assert Fraction(least, 100) <= factor <= Fraction(most, 100)


@QUICK
@given(calls=volumes, events=volumes, level=ratios)
def test_a_penalty_never_exceeds_its_cap(calls: int, events: int, level: Fraction) -> None:
    statement = month(calls, events, level)
    base = line(statement, "calls").exact + line(statement, "seats").exact
    assert 0 <= -line(statement, "p").exact <= base / 10
    assert 0 <= -amounts(statement)["q"] <= Decimal("55.55")


@QUICK
@given(calls=volumes, events=volumes, level=ratios)
def test_measures_written_and_read_again_make_the_same_statement(calls: int, events: int, level: Fraction) -> None:
    one = contract(MONTH.format(least="0.8", most="1.2"))
    figures = measures({"calls": calls, "events": events}, {"sl": level})
    statement = price(one, figures)
    again = price(one, parse_measures(json.dumps(statement.measures.as_json())))
    assert again == statement == price(one, parse_measures(json.dumps(figures.as_json())))
