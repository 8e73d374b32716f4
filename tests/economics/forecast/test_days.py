"""Kinds of days: what each is worth, which were closed, which are missing, which are out of line."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bpo.core.calendars import Calendar
from bpo.economics.forecast.days import OFF, WORKED, closed_and_missing, factor_of, factors, kinds, out_of_line
from tests.economics.forecast.making import WEEK, days

PLAIN = kinds(None)


def as_floats(seen: dict[date, Fraction]) -> dict[date, float]:
    return {day: float(value) for day, value in seen.items()}


def test_a_day_is_worth_its_share_of_the_week() -> None:
    """A mean day of 630 a week is 90: Monday is 120/90, Sunday 50/90."""
    found = factors(as_floats(days("2026-03-02", 28)), PLAIN)
    assert found == {weekday: pytest.approx(count / 90) for weekday, count in enumerate(WEEK)}


def test_a_level_that_rises_does_not_raise_the_days_at_its_end() -> None:
    """Twice as much from the fifth week on, in which only the weeks across the step differ: the medians do not."""
    seen = as_floats(days("2026-03-02", 56))
    doubled = {day: value * (2 if day >= date(2026, 3, 30) else 1) for day, value in seen.items()}
    found = factors(doubled, PLAIN)
    assert found[0] == pytest.approx(120 / 90, rel=0.01) and found[6] == pytest.approx(50 / 90, rel=0.01)


def test_less_than_a_week_says_nothing_about_weekdays() -> None:
    assert factors(as_floats(days("2026-03-02", 6)), PLAIN) == dict.fromkeys(range(7), 1.0)


def test_days_off_are_of_a_kind_of_their_own() -> None:
    """China, 2026: Tomb-Sweeping Day is Sunday 5 April, Monday is off in its place; 9 May is a Saturday that is worked."""
    kind = kinds(Calendar(country="CN"))
    assert [kind(date(2026, 4, day)) for day in (3, 4, 5, 6, 7)] == [4, 5, OFF, OFF, 1]
    assert kind(date(2026, 5, 9)) == WORKED and kind(date(2026, 5, 16)) == 5


def test_a_day_off_is_worth_what_days_off_had() -> None:
    """Of a mean day of 90 around it both days had 45."""
    kind = kinds(Calendar(country="CN"))
    seen = as_floats(days("2026-03-16", 42))
    seen |= dict.fromkeys((date(2026, 4, day) for day in (5, 6)), 45.0)
    found = factors(seen, kind)
    assert factor_of(found, OFF, 0) == pytest.approx(0.5, rel=0.05)
    assert WORKED not in found and factor_of(found, WORKED, 5) == pytest.approx((120 + 110 + 100 + 100 + 90) / 5 / 90)


def test_an_empty_day_is_missing_unless_such_days_are_closed() -> None:
    """Open Monday to Friday: weekends were closed; the Wednesday without rows is missing, and no zero."""
    seen = {
        day: value for day, value in days("2026-03-02", 26).items() if day.weekday() < 5 and day != date(2026, 3, 11)
    }
    values, closed, missing = closed_and_missing(seen, PLAIN)
    assert missing == (date(2026, 3, 11),) and len(closed) == 6 and all(day.weekday() > 4 for day in closed)
    assert values[date(2026, 3, 7)] == 0 and date(2026, 3, 11) not in values


@pytest.mark.parametrize(("count", "told"), [(130, False), (220, True), (1, True)])
def test_a_day_is_out_of_line_from_30_percent_on_where_days_hardly_differ(count: int, told: bool) -> None:
    """A Wednesday of 100, usually: 130 is 30% more, at the bound; 220 and 1 lie beyond it."""
    seen = as_floats(days("2026-03-02", 42)) | {date(2026, 3, 18): float(count)}
    found = out_of_line(seen, PLAIN)
    assert set(found) == ({date(2026, 3, 18)} if told else set())
    if told:
        assert found[date(2026, 3, 18)] == pytest.approx(100)
