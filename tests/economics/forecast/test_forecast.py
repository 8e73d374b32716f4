"""The forecast, its measured error and its band, on histories that can be worked by hand."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from bpo.core.calendars import Calendar
from bpo.core.errors import BpoError
from bpo.core.periods import Period
from bpo.economics.forecast.days import kinds
from bpo.economics.forecast.forecast import ALL_ZERO, NOT_AFTER, Expected, forecast
from bpo.economics.forecast.methods import LAST_WEEK, LAST_YEAR, LEVEL, MEAN, METHODS, WEEKDAYS, YEARLY, Method, Past
from bpo.economics.forecast.testing import errors_of, folds, known_before, trials
from tests.economics.forecast.making import CYCLE, days, months

MARCH_OF_WEEKS = 5 * (120 + 110 + 100) + 4 * (100 + 90 + 60 + 50)
"""March 2027 begins on a Monday: five Mondays, Tuesdays and Wednesdays, four of the others."""


@pytest.mark.parametrize(
    ("count", "method", "unit"), [(13, MEAN, None), (14, WEEKDAYS, None), (34, WEEKDAYS, None), (35, WEEKDAYS, "week")]
)
def test_little_history_is_read_simply(count: int, method: object, unit: str | None) -> None:
    """Under two weeks the mean of the days, under five the weekdays untested; five weeks leave three to be tested after two."""
    found = forecast("calls", days("2027-01-04", count), CYCLE, None, months("2027-03"))
    assert (found.method.name, found.unit) == (method, unit)
    assert (found.expected[0].spread is None) == (unit is None)


def test_a_week_that_never_changes_goes_on() -> None:
    """56 days of the same week: March is the sum of its days, no method of weekdays errs, and the simplest of them is taken."""
    found = forecast("calls", days("2027-01-04", 56), CYCLE, None, months("2027-03"))
    (march,) = found.expected
    assert march.total == MARCH_OF_WEEKS and (march.low, march.high) == (march.total, march.total)
    assert found.method.name == WEEKDAYS and found.by_day.wape == 0
    # the mean day is 90: whole weeks are right, and its days err by 30 + 20 + 10 + 10 + 0 + 30 + 40 = 140 of 630
    assert {method.name: (errors.wape, errors.by_day) for method, errors in found.errors.values()} == {
        MEAN: (0, Fraction(140, 630)), WEEKDAYS: (0, 0), LEVEL: (0, 0), LAST_WEEK: (0, 0),
    }  # fmt: skip


def test_three_years_with_a_season_are_smoothed_and_beat_both_baselines() -> None:
    """From April to September twice as much comes, and each year a tenth more than the year before."""
    seen = days("2024-01-01", 1096)
    grown = {
        day: value * (2 if 4 <= day.month <= 9 else 1) * Fraction(11, 10) ** (day.year - 2024) * 10
        for day, value in seen.items()
    }
    found = forecast("calls", grown, CYCLE, None, months("2027-01", 6))
    wape = {method.name: errors.wape for method, errors in found.errors.values()}
    assert set(wape) == {one.name for one in METHODS} and found.unit == "period"
    assert found.method.name == YEARLY
    assert wape[YEARLY] < wape[LAST_YEAR] < wape[LAST_WEEK]
    january, april = found.expected[0].total / 31, found.expected[3].total / 30
    assert 1.8 < april / january < 2.2


def test_errors_are_those_of_the_kpi() -> None:
    """Its page: with 100 forecast, 90 one day and 120 the next, the deviation is +5% and MAPE 15%. √((0.1² + 0.2²) / 2) is 15.81%."""
    found = errors_of([(Fraction(90), Fraction(100)), (Fraction(120), Fraction(100))])
    assert (found.bias, found.mape, found.wape) == (Fraction(5, 100), Fraction(15, 100), Fraction(15, 100))
    assert found.spread == Fraction(1581, 10_000)


def test_of_a_forecast_of_nothing_there_is_no_share() -> None:
    """5 came where 0 was forecast, 10 of 10: WAPE 5/10, no MAPE."""
    found = errors_of([(Fraction(5), Fraction(0)), (Fraction(10), Fraction(10))])
    assert (found.wape, found.bias, found.mape, found.spread) == (Fraction(1, 2), Fraction(1, 2), None, None)
    assert errors_of([(Fraction(5), Fraction(0))]).wape is None


def test_a_test_knows_nothing_of_what_it_is_held_against() -> None:
    """A method that says the last known day: of a series that counts the days each forecast is the number of the day before its origin."""
    seen = {date(2026, 1, 1) + timedelta(days=n): Fraction(n + 1) for n in range(181)}  # to 30 June
    past = Past({day: float(value) for day, value in seen.items()}, max(seen), kinds(None), CYCLE)

    def latest(known: Past) -> object:
        said = known.values[max(known.values)]
        return lambda day: said

    unit, stretches = folds(seen, past)
    assert unit == "period" and [one.name for one in stretches] == [f"2026-{n:02d}" for n in (2, 3, 4, 5, 6)]
    found = trials(Method(MEAN, 1, latest), known_before(past, stretches), seen, stretches, 2)  # type: ignore[arg-type]
    assert [(one.period.name, one.ahead) for one in found] == [
        ("2026-02", 1), ("2026-03", 2), ("2026-03", 1), ("2026-04", 2), ("2026-04", 1), ("2026-05", 2), ("2026-05", 1),
        ("2026-06", 2), ("2026-06", 1),
    ]  # fmt: skip
    by_origin = {one.first: {said for _, said in one.days} for one in found}
    assert by_origin == {
        date(2026, 2, 1): {31},
        date(2026, 3, 1): {59},
        date(2026, 4, 1): {90},
        date(2026, 5, 1): {120},
        date(2026, 6, 1): {151},
    }
    assert [came for came, _ in found[0].days] == list(range(32, 60))


def test_a_band_holds_80_percent_of_a_normal_error() -> None:
    """1.2816 standard deviations on either side: with 10% of 1,000 that is 128.16; below zero nothing comes."""
    march = months("2027-03")[0]
    one = Expected(march, {march.start: Fraction(1000)}, 1, Fraction(1, 10))
    assert (one.low, one.high) == (Fraction("871.84"), Fraction("1128.16"))
    assert Expected(march, {march.start: Fraction(1000)}, 1, Fraction(1)).low == 0


def test_the_band_never_narrows_with_the_distance() -> None:
    seen = days("2026-01-01", 365)
    rough = {day: value * (12 if day.day % 3 else 9) for day, value in seen.items()}
    found = forecast("calls", rough, CYCLE, None, months("2027-01", 12))
    spreads = [one.spread for one in found.expected]
    assert all(one is not None for one in spreads)
    assert spreads == sorted(spreads)  # type: ignore[type-var]


def test_the_same_facts_give_the_same_forecast() -> None:
    seen = {day: value + day.day for day, value in days("2026-01-01", 300).items()}
    one, other = (forecast("calls", seen, CYCLE, None, months("2026-11", 3)) for _ in range(2))
    assert (one.expected, one.errors, one.by_ahead) == (other.expected, other.errors, other.by_ahead)


def test_a_day_out_of_line_is_told_and_not_learned_from() -> None:
    seen = days("2027-01-04", 56)
    seen[date(2027, 1, 20)] = Fraction(2000)
    found = forecast("calls", seen, CYCLE, None, months("2027-03"))
    assert set(found.history.unusual) == {date(2027, 1, 20)}
    assert found.expected[0].total == MARCH_OF_WEEKS


def test_years_that_the_calendar_does_not_know_are_told() -> None:
    found = forecast("calls", days("2026-01-05", 56), CYCLE, Calendar(country="CN"), months("2055-03"))
    assert found.unknown_years == (2055,)


@pytest.mark.parametrize(
    ("seen", "periods", "code", "said"),
    [
        (dict.fromkeys(days("2027-01-04", 20), Fraction(0)), months("2027-03"), ALL_ZERO, "is 0 on all 20 days from 2027-01-04 to 2027-01-23"),
        (days("2027-01-04", 57), months("2027-03"), NOT_AFTER, "2027-03 begins on 2027-03-01, and the facts go on to 2027-03-01"),
    ],
)  # fmt: skip
def test_nothing_to_forecast_from_is_refused(
    seen: dict[date, Fraction], periods: list[Period], code: object, said: str
) -> None:
    with pytest.raises(BpoError) as refused:
        forecast("calls", seen, CYCLE, None, periods)
    assert [one.words for one in refused.value.problems] == [code] and said in str(refused.value)
