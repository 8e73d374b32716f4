"""Bonuses and penalties: per event, per point, graded, as a share of lines, capped."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bpo.core.errors import BpoError
from tests.contracts.making import amounts, bill, codes, line

FEE = """
quantities:
  missed: {given: event}
terms:
  - {id: fee, model: fixed, amount: 100000}
kpis:
  - {id: rate, kpi: entered, target: 90%}
  - {id: asa, kpi: entered, unit: second, better: low}
"""


def lines(adjustments: str, **given: str | int) -> dict[str, Decimal]:
    """The adjustments' amounts on a fee of 100,000."""
    figures = {"rate": "0.9", "asa": 20, "missed": 0, **given}
    statement = bill(
        FEE + "adjustments:\n" + adjustments,
        {"missed": figures["missed"]},
        {"rate": figures["rate"], "asa": figures["asa"]},
    )
    return {name: amount for name, amount in amounts(statement).items() if name != "fee"}


def test_87_missed_events_at_50_dollars() -> None:
    penalty = "  - {id: p, kind: penalty, per: missed, amount: 50}\n"
    assert lines(penalty, missed=87) == {"p": Decimal("-4350.00")}
    assert lines(penalty, missed=0) == {"p": Decimal("0.00")}


@pytest.mark.parametrize(("events", "expected"), [(0, 0), (10, 0), (11, -50), (30, -1000)])
def test_events_up_to_beyond_are_tolerated(events: int, expected: int) -> None:
    assert lines("  - {id: p, kind: penalty, per: missed, beyond: 10, amount: 50}\n", missed=events) == {"p": expected}


@pytest.mark.parametrize(
    ("seconds", "bonus", "penalty"), [(47, 0, -8500), (14, 500, 0), (22, 0, 0), (15, 0, 0), (30, 0, 0), (31, 0, -500)]
)
def test_asa_has_a_bonus_and_a_penalty_on_either_side_of_a_dead_band(seconds: int, bonus: int, penalty: int) -> None:
    """+ $500 per second under 15 s, − $500 per second over 30 s: 47 s → −8,500; 14 s → +500; 22 s → 0."""
    both = """\
  - {id: b, kind: bonus, kpi: asa, per_point: yes, beyond: 15, amount: 500}
  - {id: p, kind: penalty, kpi: asa, per_point: yes, beyond: 30, amount: 500}
"""
    assert lines(both, asa=seconds) == {"b": bonus, "p": penalty}


AMBULANCE = """\
  - id: p
    kind: penalty
    kpi: rate
    bands:
      - {at_least: 90%, amount: 0}
      - {at_least: 89%, amount: 1000}
      - {at_least: 88%, amount: 1500}
      - {at_least: 87%, amount: 2500}
      - {at_least: 86%, amount: 4000}
      - {at_least: 85%, amount: 6000}
      - {amount: 8000}
"""


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("0.90", 0),
        ("0.8999", -1000),
        ("0.89", -1000),
        ("0.8899", -1500),
        ("0.88", -1500),
        ("0.875", -2500),
        ("0.86", -4000),
        ("0.85", -6000),
        ("0.8499", -8000),
        ("0", -8000),
    ],
)
def test_ambulance_response_graded_fixed_sums(rate: str, expected: int) -> None:
    """89.00–89.99% $1,000; 88 $1,500; 87 $2,500; 86 $4,000; 85 $6,000; below 85 $8,000."""
    assert lines(AMBULANCE, rate=rate) == {"p": expected}


@pytest.mark.parametrize(
    ("rate", "per_point", "per_full_point"),
    [("0.90", 0, 0), ("0.8975", -250, 0), ("0.875", -2500, -2000), ("0.89", -1000, -1000), ("0.95", 0, 0)],
)
def test_points_of_shortfall_and_full_points(rate: str, per_point: int, per_full_point: int) -> None:
    """1,000 per percentage point below 90%; a begun point counts in part, or not at all."""
    part = "  - {id: p, kind: penalty, kpi: rate, per_point: yes, amount: 1000}\n"
    full = "  - {id: p, kind: penalty, kpi: rate, full_points: yes, amount: 1000}\n"
    assert (lines(part, rate=rate)["p"], lines(full, rate=rate)["p"]) == (per_point, per_full_point)


@pytest.mark.parametrize(("rate", "expected"), [("0.875", -1000), ("0.8801", -500), ("0.88", -1000), ("0.90", 0)])
def test_half_a_percent_of_the_fee_per_full_point(rate: str, expected: int) -> None:
    """0.5% of 100,000 for each full point below 90%: 2 points are 1,000, and 1.99 points 500."""
    penalty = "  - {id: p, kind: penalty, kpi: rate, full_points: yes, percent: 0.5%, of: [fee]}\n"
    assert lines(penalty, rate=rate)["p"] == expected


@pytest.mark.parametrize(("rate", "penalty", "bonus"), [("0.8999", -1000, 0), ("0.90", 0, 5000), ("0.95", 0, 5000)])
def test_a_missed_kpi_costs_a_share_and_a_met_one_pays_a_sum(rate: str, penalty: int, bonus: int) -> None:
    both = """\
  - {id: p, kind: penalty, kpi: rate, percent: 1%, of: [fee]}
  - {id: b, kind: bonus, kpi: rate, amount: 5000}
"""
    assert lines(both, rate=rate) == {"p": penalty, "b": bonus}


def test_when_turns_the_question_round() -> None:
    """A bonus that is paid as long as the KPI is missed: a relief while a new desk learns."""
    relief = "  - {id: b, kind: bonus, kpi: rate, when: missed, amount: 300}\n"
    assert (lines(relief, rate="0.8")["b"], lines(relief, rate="0.9")["b"]) == (300, 0)


@pytest.mark.parametrize(("events", "expected"), [(199, -9950), (200, -10000), (201, -10000), (1000, -10000)])
def test_a_penalty_stops_at_its_cap(events: int, expected: int) -> None:
    penalty = "  - {id: p, kind: penalty, per: missed, amount: 50, cap: {percent: 10%, of: [fee]}}\n"
    assert lines(penalty, missed=events) == {"p": expected}


def test_of_two_caps_the_lower_holds() -> None:
    for amount, expected in ((8000, -8000), (12000, -10000)):
        penalty = f"  - {{id: p, kind: penalty, per: missed, amount: 50, cap: {{amount: {amount}, percent: 10%, of: [fee]}}}}\n"
        assert lines(penalty, missed=1000) == {"p": expected}


def test_a_cap_is_a_step_of_its_own() -> None:
    adjustment = "adjustments:\n  - {id: p, kind: penalty, per: missed, amount: 50, cap: {amount: 1000}}\n"
    statement = bill(FEE + adjustment, {"missed": 87}, {"rate": 1, "asa": 1})
    assert [(step.rule.code, step.amount) for step in line(statement, "p").steps] == [
        ("consequence-per-event", -4350),
        ("consequence-capped", 3350),
    ]


def test_a_later_clause_takes_its_share_of_what_the_lines_above_make() -> None:
    """10% of (100,000 − 1,000): the base of a percentage is what it names."""
    both = """\
  - {id: p, kind: penalty, kpi: rate, percent: 1%, of: [fee]}
  - {id: b, kind: bonus, percent: 10%, of: [fee, p]}
"""
    assert lines(both, rate="0.8") == {"p": -1000, "b": 9900}


def test_a_share_of_lines_below_zero_is_nothing_and_says_so() -> None:
    body = """
    terms:
      - {id: fee, model: fixed, amount: 100}
    quantities:
      n: {given: event}
    adjustments:
      - {id: credit, kind: penalty, per: n, amount: 1000}
      - {id: p, kind: penalty, percent: 5%, of: [fee, credit], cap: {amount: 10}}
    """
    found = line(bill(body, {"n": 1}), "p")
    assert found.amount == 0
    assert (found.steps[0].rule.code, found.steps[0].values["total"]) == ("base-below-zero", -900)


# -- what was not measured ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "penalty", "judged"),
    [("as_target", 0, "0.9"), ("left_out", 0, None), ("50%", -1000, "0.5"), ("95%", 0, "0.95")],
)
def test_the_contract_says_what_follows_when_a_kpi_was_not_measured(
    rule: str, penalty: int, judged: str | None
) -> None:
    body = f"""
    terms:
      - {{id: fee, model: fixed, amount: 100}}
    kpis:
      - {{id: qa, kpi: entered, target: 90%, if_not_measured: {rule}}}
    adjustments:
      - {{id: p, kind: penalty, kpi: qa, amount: 1000}}
    """
    statement = bill(body)
    assert amounts(statement)["p"] == penalty
    found = statement.verdicts["qa"].judged
    assert found == (None if judged is None else Decimal(judged))
    assert statement.verdicts["qa"].reason is not None


def test_without_that_the_month_is_refused_and_names_the_kpi_to_mend() -> None:
    body = """
    terms:
      - {id: fee, model: fixed, amount: 100}
    kpis:
      - {id: qa, kpi: entered, target: 90%}
    adjustments:
      - {id: p, kind: penalty, kpi: qa, amount: 1000}
      - {id: b, kind: bonus, kpi: qa, amount: 1000}
    """
    with pytest.raises(BpoError) as error:
        bill(body)
    assert codes(error.value) == ["kpi-not-measured"] * 2
    assert {str(problem.where) for problem in error.value.problems} == {"test.yaml:12"}


def test_a_kpi_that_nothing_depends_on_may_be_missing() -> None:
    body = """
    terms:
      - {id: fee, model: fixed, amount: 100}
    kpis:
      - {id: qa, kpi: entered, target: 90%}
    """
    verdict = bill(body).verdicts["qa"]
    assert (verdict.judged, verdict.met) == (None, None)


def test_a_miss_that_is_forgiven_is_told_with_what_was_measured() -> None:
    body = """
        quantities: {forecast: {agreed: {2026-01: 1000}}}
        terms: [{id: fee, model: fixed, amount: 1000}]
        kpis: [{id: ar, kpi: answer_rate, target: 95%, relief: {forecast: forecast, above: 110%, excuses: miss}}]
        adjustments: [{id: p, kind: penalty, kpi: ar, percent: 10%, of: [fee]}]
        """
    (step, *_) = line(bill(body, {"ar.volume": 1101}, {"ar": "0.9"}), "p").steps
    said = step.rule.say("en", step.values)
    assert said.startswith("Answer rate, measured at 90%, target 95%: missed while volume was above")
    (step, *_) = line(bill(body, {"ar.volume": 1101}, {"ar": "0.96"}), "p").steps
    assert step.rule.say("en", step.values).startswith("Answer rate at 96% meets the target 95%")
