"""Laws of what several wordings of a month share: fees of tiers lie between those of the wordings alone; limits turn nothing round."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.statement import Statement
from tests.contracts.making import bill, line
from tests.laws import examples

CENT = Fraction(1, 100)
PLAIN = "quantity: {given: call}"


@st.composite
def tiers(draw: st.DrawFn, way: str) -> str:
    """Tiers of fees alone; a bundle, where a fee includes units and others are paid; or rates, with a fee beside some."""
    ends = draw(st.lists(st.integers(1, 400), min_size=1, max_size=3, unique=True).map(sorted))
    number = st.integers(0, 900)
    found = []
    for i, end in enumerate([*ends, None]):
        fee, rate = f"fee: {draw(number)}", f"rate: 0.{draw(number):03d}"
        last = {"alone": [fee], "bundle": [rate], "beside": [rate]}[way]
        ways = {"alone": [fee], "bundle": [fee, rate, f"{fee}, {rate}"], "beside": [rate, f"{fee}, {rate}"]}[way]
        price = draw(st.sampled_from([fee] if way == "bundle" and i == 0 else last if end is None else ways))
        found.append(f"{{{price}}}" if end is None else f"{{up_to: {end}, {price}}}")
    return f"[{', '.join(found)}]"


def term(of: str, mode: str = "graduated", model: str = f"workload, {PLAIN}") -> str:
    return f"terms: [{{id: t, model: {model}, tiers: {of}, tier_mode: {mode}}}]"


def shared(old: str, new: str, day: int, before: int, after: int) -> Statement:
    """A January in which one wording follows another."""
    volumes = {"t@2026-01-01": before, f"t@2026-01-{day:02d}": after}
    return bill(f"{old}\namendments: [{{from: 2026-01-{day:02d}, {new}}}]\n", volumes)


volumes = st.one_of(st.integers(0, 500), st.sampled_from([0, 1]))
days = st.integers(2, 31)
modes = st.sampled_from(["graduated", "whole_volume"])
MODELS = (f"workload, {PLAIN}", "hours, activities: [ready]", f"workload, package: 7, {PLAIN}")


@examples(150)
@given(st.data(), st.sampled_from(["alone", "bundle"]), modes, st.sampled_from(MODELS), days, volumes, volumes)
def test_tiers_with_fees_come_to_what_lies_between_their_wordings_alone(
    data: st.DataObject, way: str, mode: str, model: str, day: int, before: int, after: int
) -> None:
    old, new = (term(data.draw(tiers(way)), mode, model) for _ in range(2))
    alone = [Fraction(bill(f"{one}\n", {"t": before + after}).total) for one in (old, new)]
    found = Fraction(shared(old, new, day, before, after).total)
    assert min(alone) - CENT <= found <= max(alone) + CENT


def fees(statement: Statement) -> Fraction:
    steps = line(statement, "t").steps
    return sum((step.amount for step in steps if step.code.startswith("tier-fee")), Fraction(0))


@examples(80)
@given(st.data(), modes, days, volumes, volumes)
def test_fees_beside_rates_are_shared_by_days_and_every_unit_is_paid_once(
    data: st.DataObject, mode: str, day: int, before: int, after: int
) -> None:
    old, new = (term(data.draw(tiers("beside")), mode) for _ in range(2))
    first, last = (fees(bill(f"{one}\n", {"t": before + after})) for one in (old, new))
    found = shared(old, new, day, before, after)
    assert fees(found) == (first * (day - 1) + last * (32 - day)) / 31
    assert sum((step.quantity or Fraction(0) for step in line(found, "t").steps), Fraction(0)) == before + after


LIMITED = """\
terms: [{{id: t, model: workload, {plain}, rate: {rate}, minimum: {least}, maximum: {most}}}]
kpis: [{{id: sl, kpi: entered, target: 80%}}]
adjustments:
  - {{id: factor, kind: multiplier, on: [t], kpi: sl, bands: [{{at_least: 80%, factor: {factor}}}, {{factor: 1}}]}}
  - {{id: missed, kind: penalty, kpi: sl, percent: 10%, of: [t]}}
"""
money = st.tuples(st.integers(0, 1000), st.integers(0, 1000)).map(sorted)
levels = st.sampled_from([Fraction(79, 100), Fraction(80, 100)])


@examples(150)
@given(st.lists(st.tuples(st.integers(0, 5), money, volumes, levels), min_size=2, max_size=2), days, st.sampled_from(["0.9", "1", "1.1"]))  # fmt: skip
def test_a_limit_turns_no_consequence_round(
    wordings: list[tuple[int, list[int], int, Fraction]], day: int, factor: str
) -> None:
    old, new = (
        LIMITED.format(plain=PLAIN, rate=rate, least=least, most=most, factor=factor)
        for rate, (least, most), _, _ in wordings
    )
    keys = ("2026-01-01", f"2026-01-{day:02d}")
    restated = "".join(f"    {text}\n" for text in new.splitlines())
    body = f"{old}amendments:\n  - from: {keys[1]}\n    month_judged: in_parts\n{restated}"
    of_days = [Fraction(day - 1, 31), Fraction(32 - day, 31)]
    statement = bill(
        body,
        {f"t@{key}": one[2] for key, one in zip(keys, wordings, strict=True)},
        {f"sl@{key}": one[3] for key, one in zip(keys, wordings, strict=True)},
    )
    parts = [sum((step.amount for step in steps), Fraction(0)) for _, steps in line(statement, "t").parts]
    own = [rate * volume for rate, _, volume, _ in wordings]
    least = [limits[0] * share for (_, limits, _, _), share in zip(wordings, of_days, strict=True)]
    most = [limits[1] * share for (_, limits, _, _), share in zip(wordings, of_days, strict=True)]
    assert sum(parts) == min(max(sum(own), sum(least)), sum(most))
    for part, amount, low, high in zip(parts, own, least, most, strict=True):
        assert min(amount, high) <= part <= max(amount, low)
        assert (
            part > amount or sum(own) >= sum(least) or amount >= low
        )  # whoever lacks something bears some of the raise
    met = sum(part for part, one in zip(parts, wordings, strict=True) if one[3] >= Fraction(80, 100))
    assert line(statement, "factor").exact == met * (Fraction(factor) - 1)
    assert line(statement, "missed").exact == -(sum(parts) - met) / 10
