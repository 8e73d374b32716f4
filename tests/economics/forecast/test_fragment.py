"""What a forecast writes for a scenario is a stream that a scenario can have."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from bpo.economics.forecast.forecast import Forecast, forecast
from bpo.economics.forecast.fragment import fragment
from bpo.economics.scenario.scenario import read_scenario
from tests.economics.forecast.making import CYCLE, days, months

HALVES = {"09:00": Fraction(1), "09:30": Fraction(1), "10:00": Fraction(1)}


@pytest.fixture(scope="module")
def found() -> Forecast:
    """March 2027 of a week of 630, and April, which begins on a Thursday: 4 × 630 + 100 + 90."""
    return forecast("calls", days("2027-01-04", 56), CYCLE, None, months("2027-03", 2))


def test_volumes_and_shares(found: Forecast) -> None:
    """120 of 630 are 19.05%; three half hours alike make 100% with the hundredth that is left in the first."""
    lines = fragment("calls", found, HALVES).splitlines()
    assert lines == [
        "# forecast from the facts of 2027-01-04 to 2027-02-28: means of the weekdays",
        "streams:",
        "  - id: calls",
        "    volume:",
        "      2027-03: 2850",
        "      2027-04: 2710",
        "    pattern:",
        "      days: {mon: 19.05%, tue: 17.46%, wed: 15.87%, thu: 15.87%, fri: 14.29%, sat: 9.52%, sun: 7.94%}",
        '      half_hours: {"09:00": 33.34%, "09:30": 33.33%, "10:00": 33.33%}',
        "uncertain: # as wrong as such forecasts were",
        "  calls.volume: {normal: {mean: 100%, sd: 0%}}",
    ]


@pytest.mark.parametrize(
    ("spread", "written"),
    [
        (Fraction(18, 100), "{normal: {mean: 100%, sd: 18%}}"),
        (Fraction(181, 1000), "{normal: {mean: 100%, sd: 18.1%}, least: 10%}"),
        (Fraction(2), "{normal: {mean: 100%, sd: 200%}, least: 10%, most: 1000%}"),
    ],
)
def test_a_wide_error_is_cut_where_an_input_ends(found: Forecast, spread: Fraction, written: str) -> None:
    """Five standard deviations of 18% leave 10% of the plan, which is the least that an input may be; of more they do not."""
    wide = replace(found, expected=tuple(replace(one, spread=spread) for one in found.expected))
    assert fragment("calls", wide, {}).splitlines()[-1] == f"  calls.volume: {written}"


def test_without_a_measured_error_and_half_hours_there_are_volumes_alone(found: Forecast) -> None:
    bare = replace(found, expected=tuple(replace(one, spread=None) for one in found.expected))
    assert [line.split(":")[0].strip() for line in fragment("mail", bare, {}).splitlines()[1:]] == [
        "streams", "- id", "volume", "2027-03", "2027-04",
    ]  # fmt: skip


def test_a_scenario_reads_it(found: Forecast, tmp_path: Path) -> None:
    """With a handle time and a goal its stream can be staffed; the measured error is an uncertain input."""
    wide = replace(found, expected=tuple(replace(one, spread=Fraction(1, 4)) for one in found.expected))
    streams, _, uncertain = fragment("calls", wide, HALVES).partition("uncertain:")
    rest = "    handle_seconds: 180\n    goal: {answered: 80%, within_seconds: 20}\npeople: {hours_a_month: 160}\n"
    (tmp_path / "draft.yaml").write_text("contract: draft\n", "utf-8")
    file = tmp_path / "scenario.yaml"
    head = "scenario: next\ncontract: draft.yaml\ncosts: costs.yaml\n"
    file.write_text(f"{head}{streams}{rest}uncertain:{uncertain}", "utf-8")
    scenario, _ = read_scenario(file)
    (stream,) = scenario.streams
    assert stream.volume.months == {"2027-03": 2850, "2027-04": 2710}
    assert stream.pattern is not None and sum(stream.pattern.days.values()) == 1
    spread = scenario.uncertain["calls.volume"]
    assert spread.normal is not None and (spread.normal.mean, spread.normal.sd, spread.least) == (
        1,
        Fraction(1, 4),
        Fraction(1, 10),
    )
