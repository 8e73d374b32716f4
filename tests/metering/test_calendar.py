"""Conditions that ask for holidays and working days, by the contract's calendar and time zone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bpo.core.errors import BpoError
from tests.metering.lake import call, counted, local, measured


def asked(where: str, *days: str, zone: str = "Asia/Shanghai", calendar: str = "CN", period: str = "2026-02") -> Any:
    rows = {"interactions": [call(n, day, zone) for n, day in enumerate(days)]}
    return counted(rows, f"{{count: interactions, where: {where}}}", period, zone=zone, calendar=calendar)


FEBRUARY = [f"2026-02-{day:02d}T12:00" for day in range(1, 29)]


def test_holidays_of_a_month() -> None:
    """The eve of the Spring Festival and its first three days."""
    assert asked("holiday(started_at)", *FEBRUARY) == 4
    assert asked("NOT holiday(started_at)", *FEBRUARY) == 24


def test_working_days_of_a_month() -> None:
    """20 days from Monday to Friday, 6 of them off, 2 weekend days worked in exchange."""
    assert asked("working_day(started_at)", *FEBRUARY) == 16
    assert asked("NOT working_day(started_at) AND NOT holiday(started_at)", *FEBRUARY) == 8


def test_a_holiday_begins_at_midnight_where_the_contract_is() -> None:
    around = ["2026-02-15T23:59", "2026-02-16T00:00", "2026-02-19T23:59", "2026-02-20T00:00"]
    assert asked("holiday(started_at)", *around) == 2
    assert (
        asked("holiday(started_at)", "2026-07-03T23:59", zone="America/New_York", calendar="US", period="2026-07") == 1
    )
    assert (
        asked("holiday(started_at)", "2026-07-04T00:00", zone="America/New_York", calendar="GB", period="2026-07") == 0
    )


def test_a_moment_that_is_not_known_is_neither() -> None:
    rows = {"interactions": [call(1, ended_at=None)]}
    assert counted(rows, "{count: interactions, where: holiday(ended_at) OR NOT holiday(ended_at)}", calendar="CN") == 0


def test_what_the_parties_agreed() -> None:
    agreed = "{country: CN, working: [2026-02-16], days_off: [2026-02-28]}"
    assert asked("working_day(started_at)", *FEBRUARY, calendar=agreed) == 16
    assert asked("working_day(started_at)", "2026-02-16T12:00", "2026-02-28T12:00", calendar=agreed) == 1


def test_a_day_in_a_year_without_its_notice_refuses_the_month() -> None:
    with pytest.raises(BpoError) as refused:
        asked("holiday(started_at)", "2027-01-05T12:00", period="2027-01")
    (problem,) = refused.value.problems
    assert problem.code == "calendar-year-not-known" and problem.values["year"] == "2027"
    assert problem.where is not None


def test_other_conditions_count_in_such_a_year() -> None:
    assert asked("weekday(started_at) = 2", "2027-01-05T12:00", period="2027-01") == 1


def test_days_of_another_column_are_asked_about_too() -> None:
    """A contact of December 2026 that ended in January 2027."""
    with pytest.raises(BpoError):
        rows = {"interactions": [call(1, "2026-12-31T23:59", ended_at=local("2027-01-01T00:01"))]}
        counted(rows, "{count: interactions, where: holiday(ended_at)}", "2026-12", calendar="CN")


def test_split_and_distinct() -> None:
    """Agent b works on the 16th, a holiday; agent a twice on the 14th, a Saturday that is worked."""
    rows = {"interactions": [call(n, f"2026-02-{day}T12:00", agent=who) for n, (day, who) in enumerate(
        [("14", "a"), ("14", "a"), ("16", "b"), ("17", "a")])]}  # fmt: skip
    holidays = "{distinct: interactions, of: agent, where: holiday(started_at)}"
    assert counted(rows, holidays, calendar="CN") == 2
    assert counted(rows, holidays.replace("holiday", "working_day"), calendar="CN") == 1


def test_multipliers_on_holidays() -> None:
    """The eve of the Spring Festival at three times the rate, an ordinary Sunday at twice."""
    rows = {"interactions": [call(n, f"2026-02-{day}T12:00") for n, day in enumerate(("13", "14", "15", "16"))]}
    body = """
    terms:
      - id: calls
        model: workload
        quantity: {count: interactions}
        rate: 1
        multipliers:
          - {label: Holiday, when: holiday(started_at), times: 3}
          - {label: Day of rest, when: NOT working_day(started_at), times: 2}
    """
    parts = measured(rows, body, calendar="CN").quantities["calls"].parts
    assert parts == {"plain": 2, "Day of rest": 1, "Holiday": 1}


def test_working_days_of_the_roster_in_a_year_without_its_notice_are_refused_at_the_term() -> None:
    body = """
    terms:
      - {id: fee, model: fixed, amount: 1}
      - {id: heads, model: seats, seats: rostered, prorated: working_days, rate: 1}
    """
    rows = {"roster": [{"agent": "a", "from_day": date(2026, 12, 1)}]}
    with pytest.raises(BpoError) as refused:
        measured(rows, body, "2027-01", calendar="CN")
    (problem,) = refused.value.problems
    assert (problem.code, str(problem.where)) == ("calendar-year-not-known", "desk.yaml:11")


def test_the_days_of_a_whole_period_are_asked_of_the_calendar_too() -> None:
    """The contract ends with 2026; its last period, up to 14 January, has days whose notice is not out."""
    body = """
    terms:
      - {id: fee, model: fixed, amount: 1}
      - {id: heads, model: seats, seats: rostered, prorated: working_days, rate: 1}
    """
    rows = {"roster": [{"agent": "a", "from_day": date(2026, 12, 1)}]}
    with pytest.raises(BpoError) as refused:
        measured(
            rows,
            body,
            "2027-01",
            calendar="CN",
            effective="{from: 2026-01-15, to: 2026-12-31}",
            cycle="monthly from day 15",
        )
    (problem,) = refused.value.problems
    assert (problem.code, str(problem.where)) == ("calendar-year-not-known", "desk.yaml:11")
