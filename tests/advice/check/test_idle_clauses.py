"""Caps that are never reached, clauses without effect, what is lost at the end, and what amendments restate."""

from __future__ import annotations

from textwrap import dedent

import pytest

from bpo.advice.check import advice
from tests.advice.making import loaded


def told(body: str, *codes: str) -> list[str]:
    """The advice under these codes, in words."""
    found = advice(loaded(dedent(body)))
    return [problem.words.say("en", problem.values) for problem in found if problem.code.startswith(codes)]


CLAUSES = """
quantities:
  upheld: {count: events, where: "kind = 'complaint'"}
terms:
  - {id: calls, model: workload, quantity: {count: interactions}, rate: 4}
  - {id: fee, model: fixed, amount: 1000}
  - {id: free, model: workload, quantity: {count: surveys}, rate: 0}
kpis:
  - {id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%}
  - {id: qa, kpi: qa_pass_rate, pass_mark: 85, target: 90%}
adjustments:
"""


def capped(*adjustments: str) -> list[str]:
    said = told(CLAUSES + "".join(f"  - {one}\n" for one in adjustments), "check-cap-idle")
    return [line.partition("reached: it is ")[2].removesuffix(" at most") for line in said]


@pytest.mark.parametrize(
    ("adjustments", "lines"),
    [
        # a sum once a month: 500 reaches a cap of 500, and one of 500.01 never
        (["{id: p, kind: penalty, kpi: sl, amount: 500, cap: {amount: 500}}"], []),
        (["{id: p, kind: penalty, kpi: sl, amount: 500, cap: {amount: 500.01}}"], ["500.01, and what it caps comes to 500"]),
        # a quarter has three months: 1,500
        (["{id: p, kind: penalty, kpi: sl, amount: 500, cap: {amount: 1500, within: quarter}}"], []),
        (["{id: p, kind: penalty, kpi: sl, amount: 500, cap: {amount: 1501, within: quarter}}"], ["1,501, and what it caps comes to 1,500"]),
        (["{id: p, kind: penalty, kpi: sl, amount: 500, cap: {amount: 6001, within: contract_year}}"], ["6,001, and what it caps comes to 6,000"]),
        # bands: the dearest is 800
        (["{id: p, kind: penalty, kpi: sl, bands: [{at_least: 80%, amount: 0}, {amount: 800}], cap: {amount: 801}}"], ["801, and what it caps comes to 800"]),
        # from 80% down to 0% there are 80 points of 100 each
        (["{id: p, kind: penalty, kpi: sl, per_point: yes, amount: 100, cap: {amount: 8000}}"], []),
        (["{id: p, kind: penalty, kpi: sl, per_point: yes, amount: 100, cap: {amount: 8001}}"], ["8,001, and what it caps comes to 8,000"]),
        # a bonus from 80% up to 100%: 20 points
        (["{id: p, kind: bonus, kpi: sl, per_point: yes, amount: 100, cap: {amount: 2001}}"], ["2,001, and what it caps comes to 2,000"]),
        (["{id: p, kind: penalty, per: upheld, amount: 1, cap: {amount: 1000000}}"], []),  # events have no end
        # shares of the same lines; of others they cannot be compared
        (["{id: p, kind: penalty, kpi: sl, percent: 2%, of: [calls], cap: {percent: 2%, of: [calls]}}"], []),
        (["{id: p, kind: penalty, kpi: sl, percent: 2%, of: [calls], cap: {percent: 5%, of: [calls, fee]}}"], ["5%, and what it caps comes to 2%"]),
        (["{id: p, kind: penalty, kpi: sl, percent: 2%, of: [calls], cap: {percent: 5%, of: [fee]}}"], []),
        (["{id: p, kind: penalty, kpi: sl, percent: 2%, of: [calls], cap: {amount: 5}}"], []),
        # the lower of both holds: one of them is enough
        (["{id: p, kind: penalty, kpi: sl, amount: 500, cap: {amount: 900, percent: 1%, of: [calls]}}"], []),
        # two KPIs of 5 points each, 0.5% a point: 5%
        (["{id: p, kind: service_points, of: [calls], percent: 0.5%, kpis: [{kpi: sl, points: 5}, {kpi: qa, points: 5}], cap: {percent: 5%, of: [calls]}}"], []),
        (["{id: p, kind: service_points, of: [calls], percent: 0.5%, kpis: [{kpi: sl, points: 5}, {kpi: qa, points: 5}], cap: {percent: 6%, of: [calls]}}"], ["6%, and what it caps comes to 5%"]),
    ],
)  # fmt: skip
def test_a_cap_of_a_clause(adjustments: list[str], lines: list[str]) -> None:
    assert capped(*adjustments) == lines


P, Q = "{id: p, kind: penalty, kpi: sl, amount: 500}", "{id: q, kind: penalty, kpi: qa, amount: 300}"
EVENTS = "{id: p, kind: penalty, per: upheld, amount: 10, cap: {amount: 400}}"
SHARE = "{id: p, kind: penalty, per: upheld, amount: 10, cap: {percent: 3%, of: [calls]}}"


@pytest.mark.parametrize(
    ("adjustments", "lines"),
    [
        ([P, Q, "{id: c, kind: cap, on: [p, q], amount: 800}"], []),
        ([P, Q, "{id: c, kind: cap, on: [p, q], amount: 801}"], ["801, and what it caps comes to 800"]),
        (
            [EVENTS, Q, "{id: c, kind: cap, on: [p, q], amount: 701}"],
            ["701, and what it caps comes to 700"],
        ),  # by its own cap
        ([SHARE, "{id: c, kind: cap, on: [p], percent: 4%, of: [calls]}"], ["4%, and what it caps comes to 3%"]),
        ([SHARE, "{id: c, kind: cap, on: [p], percent: 3%, of: [calls]}"], []),
        (["{id: c, kind: cap, on: [fee], amount: 1001}"], ["1,001, and what it caps comes to 1,000"]),
        (["{id: c, kind: cap, on: [fee], amount: 12000, within: contract_year}"], []),
        (["{id: c, kind: cap, on: [fee, calls], amount: 1001}"], []),  # any volume
    ],
)
def test_a_cap_over_several_lines(adjustments: list[str], lines: list[str]) -> None:
    assert capped(*adjustments) == lines


def test_a_line_is_never_more_than_its_own_maximum() -> None:
    body = CLAUSES.replace("rate: 4}", "rate: 4, maximum: 5000}")
    assert told(body + "  - {id: c, kind: cap, on: [calls], amount: 5001}\n", "check-cap-idle") != []
    assert told(body + "  - {id: c, kind: cap, on: [calls], amount: 5000}\n", "check-cap-idle") == []


@pytest.mark.parametrize(
    ("adjustment", "lines"),
    [
        ("{id: p, kind: penalty, kpi: sl, percent: 2%, of: [free]}", ["'p' has no effect: 'free' is always 0"]),
        ("{id: p, kind: penalty, kpi: sl, percent: 2%, of: [free, fee]}", []),
        ("{id: p, kind: multiplier, kpi: sl, on: [free], bands: [{at_least: 80%, factor: 1}, {factor: 0.99}]}", ["'p' has no effect: 'free' is always 0"]),
        ("{id: p, kind: multiplier, kpi: sl, on: [fee], bands: [{at_least: 80%, factor: 1}, {factor: 1}]}", ["'p' has no effect: whatever the KPIs and events are, it comes to 0"]),
        ("{id: p, kind: multiplier, kpi: sl, on: [fee], minimum: 1, bands: [{at_least: 80%, factor: 1}, {factor: 0.99}]}", ["'p' has no effect: whatever the KPIs and events are, it comes to 0"]),
        ("{id: p, kind: multiplier, kpi: sl, on: [fee], minimum: 0.995, bands: [{at_least: 80%, factor: 1}, {factor: 0.99}]}", []),
        ("{id: p, kind: penalty, kpi: sl, amount: 0}", ["'p' has no effect: whatever the KPIs and events are, it comes to 0"]),
        ("{id: p, kind: penalty, kpi: sl, bands: [{at_least: 80%, amount: 0}, {amount: 1}]}", []),
        ("{id: p, kind: penalty, kpi: sl, bands: [{at_least: 80%, amount: 0}, {amount: 0}]}", ["'p' has no effect: whatever the KPIs and events are, it comes to 0"]),
        ("{id: p, kind: penalty, kpi: sl, amount: 5, cap: {amount: 0}}", ["'p' has no effect: whatever the KPIs and events are, it comes to 0"]),
        ("{id: p, kind: penalty, kpi: sl, amount: 5, grace_months: 12}", ["'p' has no effect: its 12 grace months last as long as the contract, 12 months"]),
        ("{id: p, kind: penalty, kpi: sl, amount: 5, grace_months: 11}", []),
    ],
)  # fmt: skip
def test_an_adjustment_without_effect(adjustment: str, lines: list[str]) -> None:
    assert told(CLAUSES + f"  - {adjustment}\n", "check-no-effect") == lines


def test_what_is_of_a_line_without_effect_has_none_either() -> None:
    first = "  - {id: p, kind: multiplier, kpi: sl, on: [free], bands: [{at_least: 80%, factor: 1}, {factor: 0.99}]}\n"
    second = "  - {id: q, kind: bonus, kpi: qa, percent: 2%, of: [p]}\n"
    assert len(told(CLAUSES + first + second, "check-no-effect-lines")) == 2


@pytest.mark.parametrize(
    ("adjustment", "lines"),
    [
        ("{id: e, kind: earn_back, of: [p], kpis: [sl], months: 1}", ["'e': credits from 2026-12 on could only be returned after 2026-12, the last month: they never are"]),
        ("{id: e, kind: earn_back, of: [p], kpis: [sl], months: 3}", ["'e': credits from 2026-10 on could only be returned after 2026-12, the last month: they never are"]),
        ("{id: e, kind: earn_back, of: [p], kpis: [sl], months: 30}", ["'e': credits from 2026-01 on could only be returned after 2026-12, the last month: they never are"]),
        ("{id: e, kind: bonus, kpi: sl, amount: 5, paid: quarterly}", []),  # the last month ends the quarter
        ("{id: e, kind: bonus, kpi: sl, amount: 5, every: quarter}", []),
    ],
)  # fmt: skip
def test_what_is_lost_at_the_end(adjustment: str, lines: list[str]) -> None:
    body = CLAUSES + "  - {id: p, kind: penalty, kpi: sl, amount: 500}\n" + f"  - {adjustment}\n"
    assert told(body, "check-lost") == lines
    assert told("effective: {from: 2026-01-01}\n" + body, "check-lost") == []


def test_unused_units_expire_with_the_contract() -> None:
    term = "{id: it, model: workload, quantity: {sum: interactions, of: talk_seconds, unit: hour}, tiers: [{up_to: 40, fee: 100}, {rate: 3}], rollover: {months: 2}}"
    said = "'it': units that are not used from 2026-11 on expire with the contract, after 2026-12, and not when it was agreed"
    assert told(f"terms: [{term}]\n", "check-lost") == [said]


@pytest.mark.parametrize(
    ("restated", "lines"),
    [
        ("kpis: [{id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80.0%}]", ["sl"]),
        ("kpis: [{id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 81%}]", []),
        ("quantities: {upheld: {count: events, where: \"kind = 'complaint'\"}}", ["upheld"]),
        ("client: {name: Client}", ["client"]),
        ("client: {name: Another}", []),
        ("terms: [{id: new, model: fixed, amount: 1}]", []),
    ],
)
def test_an_amendment_that_changes_nothing(restated: str, lines: list[str]) -> None:
    body = (
        CLAUSES
        + f"  - {P}\n"
        + "amendments:\n  - {from: 2026-03-01, to: 2027-12-31}\n"
        + f"  - from: 2026-07-01\n    {restated}\n"
    )
    said = [f"the amendment from 2026-07-01 restates '{name}' as it already is: nothing changes" for name in lines]
    assert told(body, "check-restated") == said


FLOORS = "terms:\n  - {id: it, model: contingency, %s}\n"


@pytest.mark.parametrize(
    ("bands", "codes"),
    [
        ("bands: [{below: 3000, percent: 20%}, {percent: 10%, floor: 3000}]", []),
        ("bands: [{below: 2999, percent: 20%}, {percent: 10%, floor: 3000}]", ["check-perverse-floor"]),
        ("bands: [{at_least: 3000, percent: 10%, floor: 3000}, {percent: 20%}]", []),
        ("bands: [{at_least: 3000, percent: 10%}, {percent: 20%, floor: 1}]", ["check-perverse-floor"]),
        ("by: age, bands: [{at_most: 360, percent: 10%, floor: 1}, {percent: 20%}]", ["check-perverse-floor-by-age"]),
        ("by: age, bands: [{at_most: 360, percent: 10%}, {percent: 20%}]", []),
    ],
)
def test_a_least_fee_above_the_debt(bands: str, codes: list[str]) -> None:
    assert [problem.code for problem in advice(loaded(FLOORS % bands))] == codes


@pytest.mark.parametrize(
    ("shares", "lines"),
    [
        ("kpis: [{kpi: sl, share: 60%}, {kpi: qa, share: 40%}]", []),
        ("kpis: [{kpi: sl, share: 60%}, {kpi: qa, share: 30%}]", ["90%"]),
        ("kpis: [{kpi: sl, share: 60%}, {kpi: qa, bands: [{at_least: 90%, share: 0%}, {share: 50%}]}]", ["110%"]),
        ("categories: [{name: A, share: 50%, kpis: [{kpi: sl, share: 100%}]}, {name: B, share: 40%, kpis: [{kpi: qa, share: 90%}]}]", ["90%", "90%"]),
    ],
)  # fmt: skip
def test_shares_of_a_pool_that_do_not_add_up(shares: str, lines: list[str]) -> None:
    said = told(
        CLAUSES + f"  - {{id: p, kind: at_risk_pool, of: [calls], at_risk: 1%, {shares}}}\n", "check-marks-total"
    )
    assert said == [f"'p': these shares of the pool add up to {line}, not to 100%" for line in lines]


def test_a_clause_for_each_site_is_tried_out_too() -> None:
    """A cliff at one site is a cliff."""
    body = """
    terms:
      - {id: calls, model: workload, quantity: {count: interactions}, rate: 4, for_each: site}
    kpis:
      - {id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%, for_each: site}
    adjustments:
      - {id: k, kind: multiplier, for_each: site, on: [calls], kpi: sl, bands: [{at_least: 80%, factor: 1}, {factor: 0.95}]}
    """
    assert told(body, "check") == ["'k': when 'sl' goes from 80% to 79.99%, 5% of the lines it is about is lost"]


def test_a_drop_at_a_bound_that_an_amendment_brings_is_found() -> None:
    body = """
    terms:
      - {id: calls, model: workload, quantity: {count: interactions}, rate: 4}
    amendments:
      - from: 2026-07-01
        terms:
          - {id: calls, model: workload, quantity: {count: interactions}, tier_mode: whole_volume, tiers: [{up_to: 100, rate: 4}, {rate: 3}]}
    """
    assert told(body, "check") == ["'calls': more volume pays less: 100 cost 400, and a little above them only 300"]


@pytest.mark.parametrize(
    ("of", "less", "said"),
    [
        ("[p]", "{id: cp, kind: cap, on: [p], amount: 400}", ["cp"]),
        ("[p, cp]", "{id: cp, kind: cap, on: [p], amount: 400}", []),
        ("[p]", "{id: cp, kind: cap, on: [q], amount: 400}", []),
        ("[p, q]", "{id: cp, kind: single_incident, on: [p, q]}", ["cp"]),
        ("[p, q, cp]", "{id: cp, kind: single_incident, on: [p, q]}", []),
    ],
)
def test_what_is_returned_is_less_what_was_given_back(of: str, less: str, said: list[str]) -> None:
    lines = [
        "{id: p, kind: penalty, kpi: sl, amount: 500}",
        "{id: q, kind: penalty, kpi: qa, amount: 500}",
        less,
        f"{{id: e, kind: earn_back, of: {of}, kpis: [sl], months: 1}}",
    ]
    found = told(CLAUSES + "".join(f"  - {one}\n" for one in lines), "check-over-returned")
    assert found == [
        f"'e' returns all that 'p' took, also what '{one}' gave back of it: name '{one}' in its 'of'" for one in said
    ]


@pytest.mark.parametrize(
    ("effective", "fields", "windows"),
    [
        ("{from: 2026-01-01, to: 2027-06-30}", "within: contract_year", [("2027-01-01", "2027-12-31")]),
        ("{from: 2026-01-01, to: 2027-12-31}", "within: contract_year", []),
        ("{from: 2026-01-01, to: 2027-12-30}", "within: contract_year", [("2027-01-01", "2027-12-31")]),
        ("{from: 2026-02-01}", "within: contract_year", []),
        ("{from: 2026-02-01}", "within: calendar_year", [("2026-01-01", "2026-12-31")]),
        (
            "{from: 2026-02-01, to: 2026-05-31}",
            "within: calendar_quarter",
            [("2026-01-01", "2026-03-31"), ("2026-04-01", "2026-06-30")],
        ),
        ("{from: 2026-02-01, to: 2026-03-31}", "within: calendar_quarter", [("2026-01-01", "2026-03-31")]),
        ("{from: 2026-02-01, to: 2026-05-31}", "within: quarter", [("2026-05-01", "2026-07-31")]),
        ("{from: 2026-02-01, to: 2026-05-31}", "within: quarter, prorated: days", []),
        ("{from: 2026-02-01, to: 2026-05-31}", "within: contract", []),
        ("{from: 2026-02-01, to: 2026-05-31}", "within: month", []),
    ],
)
def test_a_window_of_a_minimum_that_the_contract_cuts(
    effective: str, fields: str, windows: list[tuple[str, str]]
) -> None:
    body = f"effective: {effective}\n{CLAUSES}  - {{id: m, kind: minimum, on: [calls], amount: 9, {fields}}}\n"
    found = [line.split()[2:5:2] for line in told(body, "check-part-window")]
    assert [tuple(days) for days in found] == windows
