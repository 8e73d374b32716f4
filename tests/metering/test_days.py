"""Days, weeks and half hours judged one by one: counted and given alike, what is excused or relieved, what is refused, what could be lost."""

from __future__ import annotations

import json
from fractions import Fraction as F

import pytest

from bpo.advice.check import advice
from bpo.advice.curve import curve
from bpo.advice.exposure import exposure
from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.measures import Measures, Quantity
from bpo.core.measures_file import parse_measures
from bpo.pricing.price import price
from tests.metering.lake import call, contract, measured

# In time: 1 of 2 on the 2nd, 2 of 2 on the 3rd, 0 of 1 on the 4th, 1 of 1 on Monday the 9th; nothing on the other 24 days.
CALLS = {
    "interactions": [
        call(1, "2026-02-02T09:00", wait_seconds=5),
        call(2, "2026-02-02T09:10", wait_seconds=60),
        call(3, "2026-02-03T09:29:59", wait_seconds=5),
        call(4, "2026-02-03T09:30", wait_seconds=5),
        call(5, "2026-02-04T09:00", wait_seconds=60),
        call(6, "2026-02-09T09:00", wait_seconds=5),
    ]
}
SL = "kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%"
STORM = "excused: [{from: 2026-02-04, to: 2026-02-05, reason: storm, evidence: notice}]"
RELIEF = "relief: {forecast: client_forecast, above: 110%, excuses: days}"
FORECAST = Quantity(F(6), "contact", {"2026-02-02": F(1), "2026-02-03": F(2), "2026-02-04": F(1), "2026-02-09": F(2)})
BODY = f"""
quantities:
  client_forecast: {{given: contact}}
terms:
  - {{id: fee, model: fixed, amount: 2800}}
kpis:
  - {{id: full, kpi: interval_value, each: day, take: mean, of: {{{SL}, if_not_measured: 100%}}}}
  - {{id: storm, kpi: interval_value, each: day, take: mean, of: {{{SL}, if_not_measured: 100%, {STORM}}}}}
  - {{id: relieved, kpi: interval_value, each: day, take: mean, of: {{{SL}, if_not_measured: 100%}}, {RELIEF}}}
  - {{id: weeks, kpi: interval_value, each: week, take: worst, of: {{{SL}, {STORM}}}, {RELIEF}}}
  - {{id: number, kpi: interval_compliance, each: week, take: number_met, of: {{{SL}}}, target: 1}}
  - {{id: halves, kpi: interval_value, each: 30 min, take: mean, of: {{{SL}}}}}
adjustments:
  - {{id: by_day, kind: penalty, kpi: storm, each: day, amount: 10}}
  - {{id: by_half_hour, kind: penalty, kpi: halves, each: 30 min, amount: 1}}
"""
GIVEN = Measures("2026-02", {"client_forecast": FORECAST})


def test_empty_days_are_filled_in_and_excused_ones_are_not() -> None:
    kpis = measured(CALLS, BODY, given=GIVEN).kpis
    assert kpis["full"].value == (F(1, 2) + 1 + 0 + 1 + 24) / 28
    # Without the 4th and 5th: 26 days, of which 23 are empty.
    assert kpis["storm"].value == (F(1, 2) + 1 + 1 + 23) / 26
    assert (kpis["storm"].parts["2026-02-05"], kpis["storm"].sample) == (None, 26)
    # The 2nd has 2 calls of 1 forecast, which is above 110%; the 4th has 1 of 1.
    assert kpis["relieved"].value == (F(1) + 0 + 1 + 24) / 27
    assert kpis["relieved"].parts["2026-02-02"] is None


def test_weeks_keep_their_other_days() -> None:
    kpis = measured(CALLS, BODY, given=GIVEN).kpis
    # Of the week from the 2nd only the 3rd is left, 2 of 2; that of the 9th 1 of 1.
    assert kpis["weeks"].parts == {"2026-W06": 1, "2026-W07": 1}
    # With all of its days 3 of 5 are in time, which misses.
    assert (kpis["number"].value, kpis["number"].unit, kpis["number"].sample) == (1, "week", 2)


def test_what_was_measured_is_priced_alike_from_its_file() -> None:
    measures = measured(CALLS, BODY, given=GIVEN)
    agreed = contract(BODY)
    statement = price(agreed, measures)
    again = price(agreed, parse_measures(json.dumps(measures.as_json())))
    assert {name: one.judged for name, one in again.verdicts.items()} == {
        name: one.judged for name, one in statement.verdicts.items()
    }
    assert again.charges == statement.charges
    # By day the 2nd misses; of the half hours 09:00 on the 2nd and the 4th do.
    assert [charge.amount for charge in statement.charges[1:]] == [-10, -2]


ONE = f"""
terms:
  - {{id: fee, model: fixed, amount: 2800}}
kpis:
  - {{id: daily, kpi: interval_value, each: day, take: mean, of: {{{SL}}}}}
  - {{id: plain, kpi: entered, target: 80%}}
adjustments:
  - {{id: p, kind: penalty, kpi: daily, each: day, CLAUSE}}
"""


@pytest.mark.parametrize(
    ("kpi", "code"),
    [
        ("daily: 75%", "kpi-values-of-each-missing"),
        ("daily: {parts: [{key: 2026-03-01, value: 75%}]}", "measures-kpi-strange-part"),
        ("daily: {parts: [{key: 2026-W06, value: 75%}]}", "measures-kpi-strange-part"),
        ("daily: {parts: [{key: 2026-02-01, value: 75}]}", "measures-kpi-value"),
        ("daily: {parts: [{key: 2026-02-01, value: 101%}]}", "measures-above-the-whole"),
        ("daily: {value: 76%, parts: [{key: 2026-02-01, value: 75%}]}", "measures-kpi-parts-disagree"),
        ("plain: {parts: [{key: 2026-02-01, value: 75%}]}", "measures-kpi-without-parts"),
        ("daily: {parts: [{key: 2026-02-01}]}", "kpi-not-measured"),
    ],
)
def test_values_that_cannot_be_meant(kpi: str, code: str) -> None:
    agreed = contract(ONE.replace("CLAUSE", "amount: 10"))
    with pytest.raises(BpoError) as refused:
        price(agreed, parse_measures(f"period: 2026-02\nkpis: {{{kpi}}}\n"))
    assert code in [problem.words.code for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("clause", "low"),
    [
        ("amount: 10", -280),
        ("amount: 10, allowed: 3", -250),
        ("amount: 10, allowed: 28", 0),
        ("amount: 10, cap: {amount: 99.5}", F("-99.5")),
        ("percent: 1%, of: [fee]", -784),
        ("percent: 100%, of: [fee], pro_rata: yes", -2800),
        ("bands: [{at_least: 80%, amount: 0}, {at_least: 50%, amount: 7}, {amount: 5}]", -196),
        ("full_points: yes, beyond: 80%, amount: 1", None),
    ],
)
def test_the_most_that_can_be_lost_is_every_day_of_the_month(clause: str, low: F | int | None) -> None:
    """28 days of February at most."""
    found = exposure(contract(ONE.replace("CLAUSE", clause)), Measures("2026-02"))
    assert found.lines[-1].span.low == low


def test_a_curve_takes_every_day_to_be_like_the_month() -> None:
    agreed = contract(ONE.replace("CLAUSE", "amount: 10"))
    points = curve(agreed, Measures("2026-02"), "daily", F("0.79"), F("0.81"), 2)
    totals = {point.value: point.total for point in points}
    assert (totals[F("0.79")], totals[F("0.8")]) == (2520, 2800)


HEAD = """
contract: days
title: Days
currency: USD
effective: {from: 2026-02-01}
supplier: {name: Supplier}
client: {name: Client}
billing: {timezone: UTC}
"""


@pytest.mark.parametrize(
    ("clause", "told"),
    [("percent: 3%, of: [fee]", []), ("bands: [{at_least: 80%, amount: 9}, {amount: 0}]", ["check-perverse"])],
)
def test_each_day_is_no_cliff_and_a_credit_for_those_that_meet_is_perverse(clause: str, told: list[str]) -> None:
    loaded = read_contract(parse_document(HEAD + ONE.replace("CLAUSE", clause), "days.yaml"))
    found = [problem.words.code for problem in advice(loaded)]
    assert [code for code in found if code in ("check-cliff", "check-perverse")] == told
