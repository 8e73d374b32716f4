"""Days begin where the contract counts them: time zones, summer time, billing cycles, contracts that begin and end."""

from __future__ import annotations

import pytest

from tests.metering.lake import call, counted, local, measured

COUNT = "{count: interactions}"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-01-31T23:59:59.999999", 0),
        ("2026-02-01T00:00:00", 1),
        ("2026-02-28T23:59:59.999999", 1),
        ("2026-03-01T00:00:00", 0),
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Asia/Kolkata", "UTC"])
def test_a_month_begins_and_ends_at_midnight_where_the_contract_is(at: str, expected: int, zone: str) -> None:
    rows = {"interactions": [call(1, at, zone), call(2, "2026-02-14T12:00", zone)]}
    assert counted(rows, COUNT, zone=zone) == expected + 1


def test_the_same_moment_lies_in_two_months() -> None:
    """Midnight in Shanghai is five in the afternoon of the day before in Berlin."""
    rows = {"interactions": [call(1, "2026-02-01T00:00", "Asia/Shanghai")]}
    assert counted(rows, COUNT, "2026-02", zone="Asia/Shanghai") == 1
    assert counted(rows, COUNT, "2026-01", zone="Europe/Berlin") == 1


@pytest.mark.parametrize(
    ("month", "day", "hours"),
    [("2026-03", "2026-03-08", 23), ("2026-11", "2026-11-01", 25), ("2026-03", "2026-03-09", 24)],
)
def test_a_day_of_summer_time_has_23_or_25_hours(month: str, day: str, hours: int) -> None:
    """One call an hour, by the clock that never changes, on a day that gains or loses one in New York."""
    from datetime import timedelta

    start = local(f"{day}T00:00", "America/New_York")
    rows = {"interactions": [{**call(n), "started_at": start + timedelta(hours=n)} for n in range(-3, 28)]}
    body = "quantities:\n  it: {count: interactions}\nterms:\n  - {id: fee, model: fixed, amount: 1}\n"
    assert measured(rows, body, month, zone="America/New_York").series["it"][day] == hours


def test_hours_of_a_condition_are_those_of_the_contract() -> None:
    rows = {"interactions": [call(1, "2026-02-10T21:30"), call(2, "2026-02-10T22:00"), call(3, "2026-02-10T06:00")]}
    night = "{count: interactions, where: hour(started_at) >= 22 OR hour(started_at) < 6}"
    assert counted(rows, night) == 1
    assert counted(rows, night, zone="UTC") == 1  # 06:00 in Shanghai is 22:00 in UTC


def test_a_cycle_from_the_22nd_runs_to_the_21st() -> None:
    rows = {
        "interactions": [
            call(n, at)
            for n, at in enumerate(["2026-01-21T23:59", "2026-01-22T00:00", "2026-02-21T23:59", "2026-02-22T00:00"])
        ]
    }
    assert counted(rows, COUNT, "2026-02", cycle="monthly from day 22") == 2


@pytest.mark.parametrize(
    ("effective", "expected"),
    [("{from: 2026-02-10}", 2), ("{from: 2026-02-11}", 1), ("{from: 2026-01-01, to: 2026-02-10}", 1), ("{from: 2026-02-10, to: 2026-02-10}", 1)],
)  # fmt: skip
def test_only_days_on_which_the_contract_holds_are_counted(effective: str, expected: int) -> None:
    rows = {"interactions": [call(1, "2026-02-10T00:00"), call(2, "2026-02-28T23:59")]}
    assert counted(rows, COUNT, effective=effective) == expected
