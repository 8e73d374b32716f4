"""What holds for every month, whatever happened in it."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.measures import KpiResult
from bpo.core.tables import INTERACTIONS
from bpo.kpi.judge import judge
from tests.kpi.reference import Row, figure, kpi, rows
from tests.laws import examples

ABANDONS = ("in_time_met", "ignored", "negative", "late_only", "short_met", "short_excluded")
SHORT = {"short_met", "short_excluded"}
LEVELS = [
    kpi(
        f"kpi: service_level, threshold_seconds: 20, abandons: {a}"
        + (", short_abandon_seconds: 5" if a in SHORT else "")
    )
    for a in ABANDONS
]
ANSWER, ABANDONMENT = kpi("kpi: answer_rate"), kpi("kpi: abandonment_rate")

contacts = st.lists(
    st.builds(
        lambda direction, outcome, wait: rows("interactions", direction=direction, outcome=outcome, wait_seconds=wait)[
            0
        ],
        st.sampled_from(("inbound", "outbound")),
        st.sampled_from(next(column.known for column in INTERACTIONS.columns if column.name == "outcome")),
        st.none() | st.sampled_from((0, 4, 5, 6, 19, 20, 21, 300)),
    ),
    max_size=40,
)


@examples(60)
@given(contacts)
def test_service_levels_are_shares_and_in_order(month: list[tuple[str, Row]]) -> None:
    results = {abandons: figure(level, month) for abandons, level in zip(ABANDONS, LEVELS, strict=True)}
    for result in results.values():
        assert result.value is None or 0 <= result.value <= 1
    if results["negative"].value is None:
        return
    values = {name: F(-1) if result.value is None else result.value for name, result in results.items()}
    assert values["negative"] <= values["short_met"] <= values["in_time_met"]
    assert values["late_only"] == -1 or values["negative"] <= values["late_only"] <= values["in_time_met"]


@examples(60)
@given(contacts)
def test_who_is_not_abandoned_is_answered(month: list[tuple[str, Row]]) -> None:
    answered, abandoned = figure(ANSWER, month).value, figure(ABANDONMENT, month).value
    assert (answered is None) == (abandoned is None)
    assert answered is None or abandoned is None or answered + abandoned == 1


@examples(60)
@given(st.fractions(0, 1), st.sampled_from(("0.01%", "0.1%", "1%")))
def test_rounding_moves_a_value_by_half_a_step_at_most(value: F, step: str) -> None:
    one = kpi(f"kpi: answer_rate, round_to: {step}")
    found = judge(one, KpiResult("it", value)).judged
    assert found is not None and one.round_to is not None
    assert abs(found - value) <= one.round_to / 2 and (found / one.round_to).denominator == 1


@pytest.mark.parametrize("better", ["high", "low"])
@given(st.fractions(0, 1))
def test_exactly_on_target_is_met_whichever_way_is_better(better: str, target: F) -> None:
    assert kpi(f"kpi: answer_rate, better: {better}").aim.meets(target, target)
