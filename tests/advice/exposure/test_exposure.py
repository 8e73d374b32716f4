"""Exposure: the bounds are what arithmetic says, they hold for every month, and what has no bound says so."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.advice.exposure import Exposure, exposure
from bpo.contracts.adjustments.span import ANYTHING, Span, at_least, at_most
from bpo.contracts.load import read_contract
from bpo.core.documents import read_document
from bpo.core.errors import BpoError
from bpo.core.measures import Dispute, Quantity
from bpo.core.measures_file import read_measures
from bpo.pricing.price import price
from tests.advice.making import loaded
from tests.contracts.making import codes, contract, measures
from tests.laws import examples

FEE = "terms:\n  - {id: calls, model: workload, quantity: {given: call}, rate: 2}\n  - {id: desk, model: fixed, amount: 3000}\n"
KPIS = """
quantities:
  complaints: {given: event}
  praises: {given: event}
  usd: {given: usd}
kpis:
  - {id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%}
  - {id: asa, kpi: average_speed_of_answer, target: 30, if_not_measured: left_out}
  - {id: gap, kpi: entered, unit: ratio, better: low, target: 2%}
"""


def found(adjustments: str, calls: int = 3500) -> Exposure:
    return exposure(loaded(FEE + KPIS + "adjustments:\n" + adjustments).contract, measures({"calls": calls, "usd": 1}))


def spans(of: Exposure) -> dict[str, tuple[Fraction | None, Fraction | None]]:
    return {line.clause: (line.span.low, line.span.high) for line in of.lines}


@pytest.mark.parametrize(
    ("adjustment", "low", "high"),
    [
        # 7,000 of calls and 3,000 of the desk
        ("{id: k, kind: multiplier, on: [calls], kpi: sl, bands: [{at_least: 80%, factor: 1.02}, {factor: 0.9}]}", -700, 140),
        ("{id: k, kind: multiplier, on: [calls], kpi: sl, minimum: 0.95, linear: {from: {value: 0%, factor: 0}, to: {value: 100%, factor: 1.1}}}", -350, 700),
        ("{id: k, kind: penalty, kpi: sl, percent: 5%, of: [calls, desk]}", -500, 0),
        ("{id: k, kind: penalty, kpi: sl, bands: [{at_least: 80%, amount: 0}, {at_least: 70%, amount: 400}, {amount: 900}]}", -900, 0),
        ("{id: k, kind: penalty, per: complaints, amount: 500, cap: {percent: 10%, of: [calls]}}", -700, 0),
        ("{id: k, kind: penalty, per: complaints, amount: 500}", None, 0),
        ("{id: k, kind: bonus, per: praises, amount: 50}", 0, None),
        ("{id: k, kind: bonus, per: praises, amount: 50, cap: {amount: 800}}", 0, 800),
        ("{id: k, kind: penalty, kpi: sl, per_point: yes, amount: 100}", None, 0),
        ("{id: k, kind: penalty, kpi: asa, per_point: yes, amount: 100, cap: {amount: 1200}}", -1200, 0),
        ("{id: k, kind: penalty, kpi: asa, per_point: yes, amount: 100}", None, 0),
        ("{id: k, kind: penalty, kpi: sl, per_point: yes, amount: 1, cap: {amount: 1200}}", -80, 0),  # 80 points at most
        ("{id: k, kind: penalty, kpi: sl, percent: 1%, of: [calls], floor: {amount: 300}}", -300, 0),
        ("{id: k, kind: penalty, kpi: sl, amount: 100, grace_months: 3}", -100, 0),
        ("{id: k, kind: penalty, amount: 100, nature: damages}", -100, -100),
        ("{id: k, kind: at_risk_pool, of: [calls, desk], at_risk: 10%, kpis: [{kpi: sl, share: 40%}, {kpi: asa, share: 50%}]}", -900, 0),
        ("{id: k, kind: service_points, of: [calls], percent: 1%, kpis: [{kpi: sl, points: 5}, {kpi: asa, points: 3}], cap: {percent: 6%, of: [calls]}}", -420, 0),
        ("{id: k, kind: service_points, of: [calls], percent: 1%, applies: next, kpis: [{kpi: sl, points: 5}]}", None, 0),
        ("{id: k, kind: minimum, on: [calls, desk], amount: 12000}", 2000, 2000),
        ("{id: k, kind: earn_back, of: [calls], kpis: [sl], months: 2}", 0, None),
        ("{id: k, kind: indexation, on: [calls, desk], changes: [{from: 2026-01-01, percent: 30%}], cap: 5%}", 500, 500),
        ("{id: k, kind: exchange_rate, on: [calls], rate: usd, baseline: 1.1}", 700, 700),  # at a stated rate of 1: 10% of 7,000
        # 31 days of January, less 9 Saturdays and Sundays and a day off, are 21; 9.5 seats short at 20 each
        ("{id: k, kind: seat_shortfall, contracted: 10, tolerance: 5%, amount: 20, weekdays: [1, 2, 3, 4, 5], closed: [2026-01-01]}", -3990, 0),
        # a score from 0 to 100 marks: 80 below 80 at most, 20 above; a score of 0 may come two months in a row
        ("{id: k, kind: penalty, scorecard: [{kpi: sl, marks: 60}, {kpi: asa, marks: 40}], per_point: yes, beyond: 80, amount: 10}", -800, 0),
        ("{id: k, kind: bonus, scorecard: [{kpi: sl, marks: 60}, {kpi: asa, marks: 40}], per_point: yes, beyond: 80, percent: 0.1%, of: [calls]}", 0, 140),
        ("{id: k, kind: penalty, scorecard: [{kpi: sl, marks: 100}], bands: [{at_least: 80, amount: 30}, {amount: 900}], months_in_a_row: 2}", -900, 0),
        ("{id: k, kind: penalty, kpi: sl, amount: 100, months_in_a_row: 2}", -100, 0),
        ("{id: k, kind: penalty, scorecard: [{kpi: sl, marks: 100}], bands: [{at_least: 80, amount: 0}, {amount: 900}], every: quarter}", None, 0),
        # what came over may fill the cap, 700, though the month by itself comes to 100 at most
        ("{id: k, kind: penalty, kpi: sl, amount: 100, cap: {percent: 10%, of: [calls], excess: next_month}}", -700, 0),
        ("{id: k, kind: rebate, of: [calls], tiers: [{up_to: 5000, percent: 1%}, {percent: 5%}]}", -150, -150),  # of the stated 7,000
        ("{id: k, kind: rebate, of: [calls], every: quarter, tiers: [{percent: 5%}]}", None, 0),
        ("{id: k, kind: penalty, amount: 100, paid: quarterly, cap: {amount: 50}}", -150, 0),
        ("{id: k, kind: multiplier, on: [calls], share: 30%, kpi: sl, bands: [{at_least: 80%, factor: 1.1}, {factor: 0.9}]}", -210, 210),
    ],
)  # fmt: skip
def test_the_span_of_a_line(adjustment: str, low: int | None, high: int | None) -> None:
    of = found(f"  - {adjustment}\n")
    assert spans(of)["k"] == (low, high)
    assert spans(of)["calls"] == (7000, 7000)
    assert of.fee == 10000
    assert (of.loss, of.gain) == (None if low is None else -low, high)
    assert (of.lines[-1].why is None) == (low is not None and high is not None)


def test_a_minimum_of_each_site_is_raised_as_often_as_there_are_sites() -> None:
    """Two sites of 20 and 0 are raised to 100 each: by 180, more than one minimum, in the last month of a quarter by itself."""
    body = "terms: [{{id: calls, model: workload, quantity: {{given: call}}, rate: 2, for_each: site}}]\n"
    body += "adjustments: [{{id: k, kind: minimum, on: [calls], amount: 100, for_each: site{}}}]"
    figures = {"calls@north": 10, "calls@south": 0}
    assert spans(exposure(contract(body.format("")), measures(figures)))["k"] == (180, 180)
    of_quarter = contract(body.format(", within: calendar_quarter"), effective="{from: 2026-03-01}")
    (_, line) = price(of_quarter, measures(figures, period="2026-03")).charges
    assert line.amount == 180
    assert spans(exposure(of_quarter, measures(figures, period="2026-03")))["k"] == (0, None)


def test_a_cap_over_several_lines_holds_them_together() -> None:
    """Two penalties of 500 and of any number of complaints, together at most 5% of 10,000."""
    of = found(
        "  - {id: a, kind: penalty, kpi: sl, amount: 500}\n"
        "  - {id: b, kind: penalty, per: complaints, amount: 50, cap: {amount: 400}}\n"
        "  - {id: together, kind: cap, on: [a, b], percent: 5%, of: [calls, desk]}\n"
    )
    (low, high), cent = spans(of)["together"], Fraction(1, 100)
    # Three lines are rounded: together they may show a cent each more than the cap.
    assert low is not None and high is not None and (-3 * cent <= low <= 0) and (400 <= high <= 400 + 3 * cent)
    assert of.loss is not None and 500 <= of.loss <= 500 + 3 * cent
    assert of.reached == (True, True)


def test_of_one_incident_only_the_largest_credit_is_lost() -> None:
    """Credits of up to 500, 400 and 300: 700 are given back at most, and 500 are lost."""
    of = found(
        "  - {id: a, kind: penalty, kpi: sl, amount: 500}\n"
        "  - {id: b, kind: penalty, per: complaints, amount: 50, cap: {amount: 400}}\n"
        "  - {id: c, kind: penalty, kpi: asa, amount: 300}\n"
        "  - {id: once, kind: single_incident, on: [a, b, c]}\n"
    )
    cents = Fraction(4, 100)
    low, high = spans(of)["once"]
    assert low is not None and -cents <= low <= 0
    assert high is not None and 700 <= high <= 700 + cents
    assert of.loss is not None and 500 <= of.loss <= 500 + cents


def test_one_of_the_credits_of_an_incident_may_be_without_bound() -> None:
    """All others are given back beside it; of two without bound nothing is known."""
    a, b = (f"  - {{id: {name}, kind: penalty, per: complaints, amount: 50}}\n" for name in "ab")
    fixed, once = "  - {id: c, kind: penalty, kpi: sl, amount: 300}\n", "  - {id: once, kind: single_incident, on: "
    high = spans(found(a + fixed + once + "[a, c]}\n"))["once"][1]
    assert high is not None and 300 <= high <= Fraction("300.03")
    assert spans(found(a + b + fixed + once + "[a, b, c]}\n"))["once"][1] is None


def test_a_month_is_that_of_the_wording_in_force() -> None:
    amended = (
        FEE + KPIS + "adjustments:\n  - {id: k, kind: penalty, kpi: sl, amount: 100}\n"
        "amendments:\n  - from: 2026-02-01\n    adjustments:\n      - {id: k, kind: penalty, kpi: sl, amount: 700}\n"
    )
    contract = loaded(amended).contract
    for month, low in (("2026-01", -100), ("2026-02", -700)):
        assert spans(exposure(contract, replace(measures({"calls": 1}), period=month)))["k"] == (low, 0)


def test_what_an_earlier_wording_is_about_moves_the_line_of_the_month_too() -> None:
    """At a rate of 1, 10% off 1.1: on 1,500 less a penalty of 150 until the fifteenth, then half of it on 1,600: 135 and 80, else 230."""
    body = """
    quantities: {usd: {given: usd}}
    terms: [{id: desk, model: fixed, amount: 3100}]
    kpis: [{id: sl, kpi: entered, target: 80%}]
    adjustments:
      - {id: late, kind: penalty, kpi: sl, percent: 10%, of: [desk]}
      - {id: fx, kind: exchange_rate, on: [desk, late], rate: usd, baseline: 1.1}
    amendments:
      - from: 2026-01-16
        month_judged: in_parts
        adjustments: [{id: fx, kind: exchange_rate, on: [desk], rate: usd, baseline: 1.1, share: 50%}]
    """
    agreed, stated = contract(body), measures({"usd": 1})
    fx = next(line.span for line in exposure(agreed, stated).lines if line.clause == "fx")
    for value, amount in ((Fraction(7, 10), 215), (Fraction(9, 10), 230)):
        judged = measures({"usd": 1}, {"sl@2026-01-01": value, "sl@2026-01-16": value})
        charges = {charge.clause: charge.amount for charge in price(agreed, judged).charges}
        assert charges["fx"] == amount and fx.holds(Fraction(amount))


def test_a_month_of_a_ramp_is_judged_by_its_relaxed_target() -> None:
    """At 30% the ramp's 50% is missed, 1 point, and the band has 5: 6% of 100; once the target is 10%, 5% are the most."""
    body = """
    terms:
      - {id: fee, model: fixed, amount: 100}
    kpis:
      - {id: sl, kpi: entered, target: 10%, ramp: [50%]}
    adjustments:
      - {id: a, kind: service_points, of: [fee], percent: 1%, kpis: [{kpi: sl, points: 1}, {kpi: sl, bands: [{below: 20%, points: 1}, {points: 5}]}]}
    """
    agreed = contract(body)
    assert exposure(agreed, measures()).lines[1].span.low == -6
    assert exposure(agreed, measures(period="2026-02")).lines[1].span.low == -5


def test_a_ramp_relaxes_each_wording_of_a_month_that_is_judged_in_parts() -> None:
    """Missed at 40% on all days: 10% of 1,500 until the fifteenth and 20% of the 1,600 after it, 470; met at 50%, the ramp's target."""
    body = """
    terms: [{id: fee, model: fixed, amount: 3100}]
    kpis: [{id: sl, kpi: entered, target: 80%, ramp: [50%]}]
    adjustments: [{id: a, kind: penalty, kpi: sl, percent: 10%, of: [fee]}]
    amendments:
      - from: 2026-01-16
        month_judged: in_parts
        adjustments: [{id: a, kind: penalty, kpi: sl, percent: 20%, of: [fee]}]
    """
    agreed = contract(body)
    line = exposure(agreed, measures()).lines[1].span
    for value, amount in ((Fraction(4, 10), -470), (Fraction(5, 10), 0)):
        judged = measures({}, {"sl@2026-01-01": value, "sl@2026-01-16": value})
        assert [charge.amount for charge in price(agreed, judged).charges if charge.clause == "a"] == [amount]
        assert line.holds(Fraction(amount))


def test_what_no_month_comes_to_is_a_bound_only() -> None:
    """The bonus is for a short wait, the penalty for one: no month has neither the one nor the other at its worst."""
    of = found(
        "  - {id: a, kind: bonus, kpi: asa, amount: 500}\n  - {id: b, kind: penalty, kpi: asa, amount: 300, when: met}\n"
    )
    assert (of.loss, of.gain, of.reached) == (300, 500, (False, False))


def test_a_billed_quantity_must_be_stated() -> None:
    with pytest.raises(BpoError) as caught:
        exposure(loaded(FEE).contract, measures())
    assert codes(caught.value) == ["quantity-missing"]


def test_amounts_cut_at_a_limit() -> None:
    one, limit = Span(Fraction(-5), Fraction(9)), Span(Fraction(2), Fraction(4))
    assert at_most(one, limit) == Span(Fraction(-5), Fraction(4))
    assert at_least(one, limit) == Span(Fraction(-4), Fraction(9))
    assert at_most(ANYTHING, limit) == Span(None, Fraction(4))


# -- the law --------------------------------------------------------------------------------------------------------------

COEFFICIENTS = (
    "kpi: sl, bands: [{at_least: 90%, factor: 1.03}, {at_least: 80%, factor: 0.997}, {factor: 0.91}]",
    "kpi: sl, bands: [{at_least: 90%, factor: 0.7}, {factor: 1.1}]",
    "kpi: asa, linear: {from: {value: 20, factor: 1.05}, to: {value: 90, factor: 0.8}}, maximum: 1.02",
    "scorecard: [{kpi: sl, marks: 60, full: 85%, zero: 60%, between: linear}, {kpi: asa, marks: 40}], round_to: 0.01, "
    "bands: [{at_least: 95, factor: 1.02}, {at_least: 50, factor: 1}, {factor: 0.9}]",
)
OTHERS = (
    "kind: penalty, kpi: sl, per_point: yes, percent: 0.7%, of: [calls, k], cap: {percent: 12%, of: [calls, k]}",
    "kind: penalty, kpi: asa, full_points: yes, amount: 33.33, cap: {amount: 777.77}",
    "kind: penalty, per: complaints, beyond: 3, percent: 0.5%, of: [desk, k], cap: {amount: 400, percent: 9%, of: [calls]}",
    "kind: bonus, kpi: gap, per_point: yes, amount: 100, cap: {percent: 3%, of: [calls, desk]}",
    "kind: penalty, kpis: [sl, asa], percent: 1%, of: [calls], floor: {amount: 150}",
    "kind: at_risk_pool, of: [calls, k], at_risk: 10%, kpis: [{kpi: sl, share: 70%}, {kpi: asa, share: 60%}]",
    "kind: service_points, of: [calls], kpis: [{kpi: sl, bands: [{at_least: 80%, points: 0}, {points: 5}]}, {kpi: gap, points: 4}], bands: [{at_least: 9, percent: 8%}, {at_least: 4, percent: 3%}, {percent: 0%}]",
    "kind: penalty, kpi: sl, amount: 250, nature: damages",
    "kind: minimum, on: [calls, desk, k], amount: 9000",
    "kind: earn_back, of: [k], kpis: [sl], months: 1",
    "kind: indexation, on: [calls, k], changes: [{from: 2026-01-10, percent: 7%}], plus: 0.333%, round_to: 0.1%, cap: 6%",
    "kind: exchange_rate, on: [desk, k], rate: usd, baseline: 1.377, share: 60%, band: 1%",
    "kind: seat_shortfall, contracted: 7.5, tolerance: 10%, amount: 33.33, weekdays: [1, 2, 3], closed: [2026-01-05]",
    "kind: seat_shortfall, contracted: 3, tolerance: 50%, counts: whole, amount: 9.99, grace_months: 1",
    "kind: multiplier, on: [calls, k], share: 30%, kpi: gap, bands: [{at_most: 2%, factor: 1.1}, {factor: 0.5}]",
    "kind: penalty, per: complaints, amount: 7.77",
    "kind: penalty, percent: 3%, of: [k], cap: {amount: 100}",
)


MORE = {
    "cap": ", percent: 10%, of: [calls, desk], amount: 600",
    "indexation": ", changes: [{from: 2025-01-01, old: 129.9, new: 136}]",
}


@examples(60)
@given(
    coefficient=st.sampled_from(COEFFICIENTS),
    others=st.lists(st.sampled_from(OTHERS), max_size=3, unique=True),
    together=st.sampled_from(["", "cap", "single_incident", "single_incident, incidents: praises", "indexation"]),
    calls=st.integers(min_value=0, max_value=5000),
    events=st.tuples(st.integers(min_value=0, max_value=10**6), st.integers(min_value=0, max_value=50)),
    present_seats=st.lists(st.integers(min_value=0, max_value=9), max_size=31),
    months=st.lists(
        st.tuples(
            st.fractions(min_value=0, max_value=1, max_denominator=1000),
            st.one_of(st.none(), st.fractions(min_value=0, max_value=10_000, max_denominator=100)),
            st.fractions(min_value=-1, max_value=1, max_denominator=500),
        ),
        min_size=1,
        max_size=6,
    ),
)
def test_no_month_leaves_the_bounds(
    coefficient: str, others: list[str], together: str, calls: int, events: tuple[int, int], present_seats: list[int],
    months: list[tuple[Fraction, Fraction | None, Fraction]],
) -> None:  # fmt: skip
    lines = [f"  - {{id: k, kind: multiplier, on: [calls], {coefficient}}}\n"]
    lines += [f"  - {{id: a{n}, {one}}}\n" for n, one in enumerate(others)]
    names = ", ".join(f"a{n}" for n, one in enumerate(others) if "damages" not in one)
    if "," in names and together:
        lines.append(f"  - {{id: together, kind: {together}, on: [{names}]{MORE.get(together, '')}}}\n")
    contract = loaded(FEE + KPIS + "adjustments:\n" + "".join(lines)).contract
    stated = {"calls": calls, "usd": Fraction(13, 10)}
    bounds = exposure(contract, measures(stated))
    days = {f"2026-01-{day:02d}": Fraction(seats) for day, seats in enumerate(present_seats, start=1)}
    seats = Quantity(sum(days.values(), Fraction(0)), "seat_day", days)
    for sl, asa, gap in months:
        counted = {"complaints": events[0], "praises": events[1], **stated}
        figures = measures(counted, {"sl": sl, "asa": asa, "gap": gap})
        present = {f"a{n}": seats for n, one in enumerate(others) if "seat_shortfall" in one}
        figures = replace(figures, quantities={**figures.quantities, **present})
        statement = price(contract, figures)
        charges = [*statement.charges, *statement.deductions]
        for line in bounds.lines:
            (amount,) = [charge.amount for charge in charges if charge.clause == line.clause]
            assert line.span.low is None or line.span.low <= Fraction(amount), line
            assert line.span.high is None or Fraction(amount) <= line.span.high, line
        whole = Fraction(sum((charge.amount for charge in charges), Decimal(0)))
        assert bounds.whole.low is None or bounds.whole.low <= whole
        assert bounds.whole.high is None or whole <= bounds.whole.high


EXAMPLES = Path(__file__).resolve().parents[3] / "contracts" / "examples"


@pytest.mark.parametrize("name", ["hotline-12345", "carrier-10086", "bank-collections"])
def test_notes_on_figures_that_move_no_line_are_left_alone(name: str) -> None:
    """Their measures say what entered KPIs rest on; a contract of the terms alone has none of these KPIs."""
    contract = read_contract(read_document(EXAMPLES / f"{name}.yaml")).contract
    given = read_measures(EXAMPLES / "measures" / f"{name}.yaml")
    assert any(one.note for one in given.evidence.values())
    bare = replace(given, kpis={}, evidence={})
    assert exposure(contract, given) == exposure(contract, bare)


def test_a_dispute_of_the_stated_month_moves_no_bound() -> None:
    adjustments = "adjustments:\n  - {id: off, kind: penalty, per: complaints, amount: 500, cap: {amount: 900}}\n"
    contract = loaded(FEE + KPIS + adjustments).contract
    stated = measures({"calls": 3500, "usd": 1})
    contested = replace(stated, disputed={"off": Dispute(None, "counted twice")})
    assert exposure(contract, contested) == exposure(contract, stated)


def test_charge_backs_of_an_earlier_month_are_refused_by_their_name() -> None:
    sold = loaded("terms:\n  - {id: life, model: commission, percent: 3%, charge_back_days: 15}\n").contract
    figures = measures({"life": 1000, "life.cancelled": 0, "life.charged_back": 0})
    assert exposure(sold, figures).fee == 30  # 3% of 1000
    back = Quantity(Fraction(200), "money", parts={"2025-12": Fraction(200)})
    with pytest.raises(BpoError) as caught:
        exposure(sold, replace(figures, quantities={**figures.quantities, "life.charged_back": back}))
    (problem,) = caught.value.problems
    assert problem.code == "exposure-charges-back" and problem.values["given"] == "life.charged_back"


def test_a_line_rounded_in_its_own_currency_stays_within_the_bounds() -> None:
    """61 at 99.995 yen are 6,099.695, so 6,100 yen; at 1.377 they are 8,399.70, 0.42 above the amount before rounding."""
    abroad = contract("""
        quantities: {usd: {given: usd}}
        terms:
          - {id: calls, model: workload, quantity: {given: call}, rate: 99.995, currency: JPY, exchange: usd}
        adjustments:
          - {id: best, kind: cap, on: [calls], amount: 500, excess: next_month, grace_months: 1}
        """)
    bounds = exposure(abroad, measures({"calls": 61, "usd": Fraction(1377, 1000)}))
    assert bounds.fee == Fraction("8399.70")
    assert bounds.whole.high is not None and bounds.whole.high >= Fraction("8399.70")
