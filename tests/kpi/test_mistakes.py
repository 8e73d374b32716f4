"""KPIs that a contract must not contain: what is said, and where the caret stands."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from bpo.core.errors import BpoError
from bpo.core.fields import Mistake
from tests.kpi.reference import kpi

SL = "kpi: service_level, threshold_seconds: 20"


@pytest.mark.parametrize(
    ("fields", "code", "marked"),
    [
        # names
        ("kpi: servicelevel, threshold_seconds: 20, abandons: negative", "choice-unknown", "servicelevel"),
        ("target: 80%", "field-required", "{"),
        ("kpi: answer_rate, targt: 80%", "field-unknown", "targt"),
        (f"{SL}, abandons: sometimes", "choice-unknown", "sometimes"),
        ("kpi: csat, measure: nps", "choice-unknown", "nps"),
        ("kpi: occupancy, activities: [ready, brake]", "choice-unknown", "brake"),
        ("kpi: occupancy, activities: []", "activities-empty", "["),
        ("kpi: answer_rate, if_not_measured: as_targt", "choice-unknown", "as_targt"),
        ("kpi: answer_rate, if_not_measured: 不计", "choice-unknown", "不计"),
        ("kpi: answer_rate, better: higher", "choice-unknown", "higher"),
        # variants are part of the contract: never guessed, and nothing without effect
        (SL, "field-required", "{"),
        ("kpi: service_level, abandons: ignored", "field-required", "{"),
        (f"{SL}, abandons: short_met", "field-required", "{"),
        (f"{SL}, abandons: short_excluded", "field-required", "{"),
        (f"{SL}, abandons: negative, short_abandon_seconds: 5", "field-unused", "5"),
        ("kpi: abandonment_rate, short_abandons: excluded_from_both", "field-required", "{"),
        ("kpi: abandonment_rate, short_abandon_seconds: 5", "field-unused", "5"),
        ("kpi: csat", "field-required", "{"),
        ("kpi: csat, measure: satisfied", "field-required", "{"),
        ("kpi: csat, measure: top_two_box", "field-required", "{"),
        ("kpi: csat, measure: mean, satisfied_from: 4", "field-unused", "4"),
        ("kpi: csat, measure: satisfied, satisfied_from: 4, highest_score: 5", "field-unused", "5"),
        ("kpi: qa_pass_rate", "field-required", "{"),
        ("kpi: productivity", "field-required", "{"),
        ("kpi: productivity, per: rostered_day, activities: [ready]", "field-unused", "["),
        ("kpi: productivity, per: rostered_day, timesheets_where: all", "field-unused", "all"),
        ("kpi: productivity, per: worked_day, roster_where: all", "field-unused", "all"),
        ("kpi: attrition_rate", "field-required", "{"),
        ("kpi: conversion_rate, per: effective_contact", "field-required", "{"),
        ("kpi: conversion_rate, effective: resolved", "field-unused", "resolved"),
        ("kpi: entered, where: resolved", "field-unused", "resolved"),
        ("kpi: contact_rate", "field-required", "{"),
        ("kpi: contact_rate, right_party: \"dispo = '1'\"", "column-unknown", "dispo"),
        ("kpi: on_time_rate", "field-required", "{"),
        ("kpi: on_time_rate, cases: resolved", "choice-unknown", "resolved"),
        ("kpi: utilisation, paid_activities: []", "activities-empty", "["),
        ("kpi: shrinkage, present: [here]", "choice-unknown", "here"),
        ("kpi: cost_per_contact, where: \"channel = 'voice'\"", "kpi-other-where", "channel = 'voice'"),
        ("kpi: custom, better: low, of: {count: sales}", "field-required", "{"),
        ("kpi: custom, of: {count: sales}, over: {count: sales}", "field-required", "{"),
        ("kpi: custom, better: low, of: {count: sales}, over: {count: sale}", "choice-unknown", "sale"),
        ("kpi: custom, better: low, of: {sum: sales}, over: {count: sales}", "quantity-needs-of", "{sum"),
        (
            'kpi: custom, better: low, of: {count: sales, where: "amont > 5"}, over: {count: sales}',
            "column-unknown",
            "amont",
        ),
        ("kpi: custom, better: low, of: {count: sales}, over: {given: call}", "kpi-custom-given", "call"),
        ("kpi: custom, better: low, of: {count: sales, label: x}, over: {count: sales}", "field-unused", "x"),
        (
            "kpi: custom, better: low, where: resolved, of: {count: sales}, over: {count: sales}",
            "field-unused",
            "resolved",
        ),
        (
            "kpi: custom, better: low, scale: 100, of: {count: sales}, over: {count: sales}",
            "kpi-custom-ratio-scaled",
            "100",
        ),
        ("kpi: custom, better: low, target: 10, of: {count: sales}, over: {count: sales}", "percent-expected", "10"),
        ("kpi: repeat_contact_rate", "field-required", "{"),
        ("kpi: repeat_contact_rate, hours: 0", "number-not-positive", "0"),
        ("kpi: repeat_contact_rate, hours: 24, same: [agent]", "choice-unknown", "agent"),
        ("kpi: first_contact_resolution, resolution: no_repeat", "field-required", "{"),
        ("kpi: first_contact_resolution, repeat_days: 7", "field-unused", "7"),
        ("kpi: first_contact_resolution, same: [queue]", "field-unused", "["),
        ("kpi: average_handle_time, target_at_most: 300", "field-required", "300"),
        ("kpi: average_handle_time, target: 300, target_at_most: 300", "kpi-range-order", "300"),
        ("kpi: average_handle_time, target: 240, target_at_most: 300, better: low", "field-unused", "low"),
        ("kpi: average_handle_time, target: 240, target_at_most: 300, ramp: [400]", "field-unused", "["),
        ("kpi: occupancy, target: 75%, target_at_most: 85", "percent-expected", "85"),
        ("kpi: forecast_accuracy", "field-required", "{"),
        ("kpi: forecast_accuracy, measure: deviation, target: 5%", "field-required", "5%"),
        ("kpi: forecast_accuracy, measure: deviation, forecast: {2026-02-01: 5}", "forecast-key", "5"),
        ("kpi: forecast_accuracy, measure: mape, forecast: {2026-02: 5}", "forecast-key", "5"),
        ("kpi: forecast_accuracy, measure: deviation, forecast: {2026-02: 0}", "number-not-positive", "0"),
        # numbers that cannot be meant
        ("kpi: nps, promoter_from: 6", "nps-overlap", "6"),
        ("kpi: nps, target: 30%", "percent-unexpected", "30%"),
        ("kpi: critical_error_accuracy, target: 99", "percent-expected", "99"),
        ("kpi: answer_rate, target: 80", "percent-expected", "80"),
        ("kpi: answer_rate, if_not_measured: 100", "percent-expected", "100"),
        ("kpi: answer_rate, target: -80%", "number-negative", "-80%"),
        ("kpi: answer_rate, target: viel", "not-a-number", "viel"),
        ("kpi: answer_rate, round_to: 0.1", "percent-expected", "0.1"),
        ("kpi: answer_rate, round_to: 0", "number-not-positive", "0"),
        ("kpi: csat, measure: satisfied, satisfied_from: 4, target: 90", "percent-expected", "90"),
        ("kpi: csat, measure: mean, target: 90%", "percent-unexpected", "90%"),
        ("kpi: qa_score, target: 95%", "percent-unexpected", "95%"),
        ("kpi: qa_pass_rate, pass_mark: 85%", "percent-unexpected", "85%"),
        ("kpi: qa_pass_rate, pass_mark: -1", "number-negative", "-1"),
        ("kpi: qa_pass_rate, pass_mark: 85.00001", "mark-too-fine", "85.00001"),
        ("kpi: csat, measure: top_two_box, highest_score: 2", "csat-scale", "2"),
        ("kpi: average_handle_time, target: 90%", "percent-unexpected", "90%"),
        ("kpi: complaint_rate, target: 5‱", "percent-unexpected", "5‱"),
        ("kpi: service_level, abandons: ignored, threshold_seconds: 20.5", "not-a-whole-number", "20.5"),
        ("kpi: service_level, abandons: ignored, threshold_seconds: -20", "number-negative", "-20"),
        ("kpi: answer_rate, minimum_sample: -1", "number-negative", "-1"),
        ("kpi: answer_rate, if_not_measured: as_target", "kpi-target-needed", "as_target"),
        # conditions
        ("kpi: answer_rate, where: \"queu = 'cards'\"", "column-unknown", "queu"),
        ("kpi: answer_rate, where: \"priority = 'high' AND queu = 'cards'\"", "column-unknown", "queu"),
        ("kpi: qa_score, where: \"queue = 'cards'\"", "column-unknown", "queue"),
        ("kpi: answer_rate, where: \"outcome = 'handeld'\"", "column-value-unknown", "outcome = 'handeld'"),
        ("kpi: conversion_rate, where: \"queu = 'cards'\"", "column-unknown", "queu"),
        ("kpi: conversion_rate, where: \"queue = 'cards'\"", "kpi-other-where", "queue = 'cards'"),
        ("kpi: occupancy, where: \"direction = 'inbound'\"", "kpi-other-where", "direction = 'inbound'"),
        ("kpi: conversion_rate, sales_where: \"queue = 'cards'\"", "column-unknown", "queue"),
        ("kpi: conversion_rate, per: effective_contact, effective: \"dispo = '1'\"", "column-unknown", "dispo"),
    ],
)
def test_a_mistake_and_its_place(fields: str, code: str, marked: str) -> None:
    with pytest.raises(BpoError) as caught:
        kpi(fields)
    (problem,) = caught.value.problems
    assert problem.code == code
    where = problem.where
    assert where is not None and where.line == 2
    assert where.text[where.column - 1 : where.column - 1 + len(marked)] == marked
    assert problem.say("en").startswith("kpis.yaml:2: ") and problem.say("zh").startswith("kpis.yaml:2: ")


@pytest.mark.parametrize(
    "fields",
    [
        "kpi: answer_rate, target: 100%, round_to: 5%",
        "kpi: answer_rate, target: 0%",
        "kpi: attrition_rate, of: opening_heads, annualised: yes, target: 180%",
        "kpi: complaint_rate, target: 0.1",
        "kpi: complaint_rate, target: 0",
        "kpi: average_speed_of_answer, target: 1",
        "kpi: qa_score, target: 1",
        "kpi: productivity, per: worked_hour, target: 0.8",
        "kpi: entered, unit: score, target: -20",
        "kpi: nps, target: -20",
        "kpi: nps, promoter_from: 7",
        "kpi: cost_per_contact, target: 0.35",
        "kpi: entered, unit: 星, target: 4.5",
    ],
)
def test_the_edge_of_what_can_be_meant(fields: str) -> None:
    kpi(fields)


def test_a_bound_of_a_band_is_held_to_the_same_unit() -> None:
    with pytest.raises(Mistake) as caught:
        kpi("kpi: answer_rate").check_bound(F(85), ("bands", 0, "at_least"))
    assert (caught.value.words.code, caught.value.at) == ("percent-expected", ("bands", 0, "at_least"))
    kpi("kpi: qa_score").check_bound(F(85), ())


def test_every_mistake_of_a_list_is_reported_at_once() -> None:
    with pytest.raises(BpoError) as caught:
        kpi("kpi: answer_rate, target: 80, minimum_sample: many")
    assert "not-a-number" in {problem.code for problem in caught.value.problems}
