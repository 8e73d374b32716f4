"""What counts for a KPI: rounding before the comparison, the sample gate, and what the contract puts in a missing value's place."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from bpo.core.measures import NO_ROWS, NOT_GIVEN, KpiResult
from bpo.core.words import Sentence
from bpo.kpi.judge import judge
from tests.kpi.reference import kpi

RATE = "kpi: answer_rate, target: 99%"
SPEED = "kpi: average_speed_of_answer, target: 20"


def measured(value: F | str | None, sample: int | None = 500, why_not: object = None) -> KpiResult:
    return KpiResult("it", None if value is None else F(value), sample=sample, why_not=why_not)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "value", "judged", "met"),
    [
        (RATE, "0.9895", "0.9895", False),
        (f"{RATE}, round_to: 0.1%", "0.9895", "0.99", True),  # 98.95% is 99.0% once rounded, and then on target
        (f"{RATE}, round_to: 0.1%", "0.98949999", "0.989", False),
        (f"{RATE}, round_to: 1%", "0.985", "0.99", True),
        (f"{RATE}, round_to: 0.1%", F(989, 1000) + F(1, 3000), "0.989", False),
        (RATE, "0.99", "0.99", True),  # exactly on target
        (RATE, F(99, 100) - F(1, 10**12), F(99, 100) - F(1, 10**12), False),
        (SPEED, "20", "20", True),
        (SPEED, "20.01", "20.01", False),
        (f"{SPEED}, round_to: 1", "20.49", "20", True),
        (f"{SPEED}, round_to: 1", "20.5", "21", False),
        (f"{SPEED}, better: high", "19", "19", False),
        ("kpi: answer_rate", "0.5", "0.5", None),  # no target: nothing to meet
    ],
)
def test_rounded_first_then_compared_exactly(fields: str, value: F | str, judged: F | str, met: bool | None) -> None:
    found = judge(kpi(fields), measured(value))
    assert (found.judged, found.met, found.reason, found.refused) == (F(judged), met, None, False)


@pytest.mark.parametrize(
    ("sample", "passes"),
    [(99, False), (100, True), (101, True), (0, False), (None, True)],  # None: agreed, not counted
)
def test_the_sample_gate(sample: int | None, passes: bool) -> None:
    found = judge(kpi(f"{RATE}, minimum_sample: 100"), measured("1", sample))
    assert (found.judged, found.refused) == ((F(1), False) if passes else (None, True))
    assert passes == (found.reason is None)


MISSING = "no value"
TOO_FEW = "sample too small"


@pytest.mark.parametrize(
    ("policy", "judged", "met", "refused", "zh"),
    [
        ("", None, None, True, ""),
        (", if_not_measured: left_out", None, None, False, "不计入考核"),
        (", if_not_measured: as_target", F(99, 100), True, False, "按恰好达标计"),
        (", if_not_measured: 99.5%", F(995, 1000), True, False, "按合同约定的替代值计"),
        (", if_not_measured: 0%", F(0), False, False, "按合同约定的替代值计"),
    ],
)
@pytest.mark.parametrize("case", [MISSING, TOO_FEW])
def test_what_follows_when_it_was_not_measured(
    policy: str, judged: F | None, met: bool | None, refused: bool, zh: str, case: str
) -> None:
    result = measured(None, 0, NO_ROWS) if case is MISSING else measured("1", 99)
    found = judge(kpi(f"{RATE}, minimum_sample: 100{policy}"), result)
    assert (found.judged, found.met, found.refused) == (judged, met, refused)
    assert found.reason is not None
    assert found.reason.say("zh").startswith("没有可计算的数据" if case is MISSING else "样本量低于合同约定的下限")
    assert zh in found.reason.say("zh")


def test_a_value_in_place_of_a_missing_one_is_not_rounded_and_has_no_target_to_meet() -> None:
    found = judge(kpi("kpi: answer_rate, round_to: 1%, if_not_measured: 98.5%"), measured(None, 0, NO_ROWS))
    assert (found.judged, found.met) == (F(985, 1000), None)


def test_a_figure_from_outside_that_is_not_there() -> None:
    survey = kpi("kpi: entered, target: 90%")
    found = judge(survey, survey.result({}))
    assert (found.refused, found.reason) == (True, Sentence(NOT_GIVEN))
    assert judge(survey, measured("0.9", None)).met is True


def test_a_missing_value_that_does_not_say_why_was_not_given() -> None:
    assert judge(kpi(RATE), measured(None, None)).reason == Sentence(NOT_GIVEN)


@pytest.mark.parametrize("policy", ["left_out", "as_target", "95%"])
def test_reasons_name_both_halves_in_both_languages(policy: str) -> None:
    found = judge(kpi(f"{RATE}, if_not_measured: {policy}"), measured(None, 0, NO_ROWS))
    assert found.reason is not None
    assert len(found.reason.say("en").split("; ")) == len(found.reason.say("zh").split("；")) == 2
    assert found.reason.values["why"] == Sentence(NO_ROWS)
