"""Entries of the timesheets from one moment to another: their hours lie where they were worked, or on the day they began."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.metering import measure
from bpo.metering.clock import ZONE_NOT_SAID
from bpo.metering.rows import WITHOUT_MOMENTS
from tests.metering.lake import HEADER, call, lake_of, local, measured, money

NIGHT = "hour(started_at) >= 22 OR hour(started_at) < 6"
BY_START = "Asia/Shanghai, shifts: by_start"


def entry(start: str, end: str, zone: str = "Asia/Shanghai", **columns: Any) -> dict[str, Any]:
    """An agent's shift by the wall clock of a zone, on the day on which it began."""
    day = datetime.fromisoformat(start).date()
    moments = {"started_at": local(start, zone), "ended_at": local(end, zone)}
    return {"agent": "a", "day": day, "activity": "ready", **moments, **columns}


def hours(
    *rows: Mapping[str, Any], period: str = "2026-02", where: str = "", zone: str = "Asia/Shanghai", **header: str
) -> Fraction:
    body = f"""
    terms:
      - {{id: it, model: hours, activities: [ready], rate: 1{where and f", where: {where}"}}}
    """
    return measured({"timesheets": rows}, body, period, zone=zone, **header).quantities["it"].total


def classes(
    when: str, *rows: Mapping[str, Any], period: str = "2026-02", zone: str = "Asia/Shanghai", **header: str
) -> dict[str, Fraction]:
    body = f"""
    terms:
      - {{id: it, model: hours, activities: [ready], rate: 1, multipliers: [{{label: More, when: {when}, times: 2}}]}}
    """
    return dict(measured({"timesheets": rows}, body, period, zone=zone, **header).quantities["it"].parts)


@pytest.mark.parametrize(
    ("zone", "january", "february"), [("Asia/Shanghai", 4, 4), (BY_START, 8, 0)], ids=["by day", "by start"]
)
def test_a_shift_across_the_months_end(zone: str, january: int, february: int) -> None:
    shift, other = entry("2026-01-31T20:00", "2026-02-01T04:00"), entry("2026-02-10T10:00", "2026-02-10T12:00")
    assert hours(shift, period="2026-01", zone=zone) == january
    assert hours(shift, other, zone=zone) == february + 2


def test_a_shift_over_a_whole_month_has_its_hours_in_it() -> None:
    shift = entry("2026-01-31T23:59:59", "2026-03-01T00:00:01")
    assert hours(shift) == 28 * 24
    assert hours(shift, period="2026-01") == Fraction(1, 3600) == hours(shift, period="2026-03")


def test_the_contract_ends_inside_a_shift() -> None:
    shift = entry("2026-02-10T20:00", "2026-02-11T04:00")
    assert hours(shift, effective="{from: 2026-02-01, to: 2026-02-10}") == 4
    assert hours(shift, effective="{from: 2026-02-11}") == 4


@pytest.mark.parametrize("zone", ["Asia/Shanghai", BY_START])
@pytest.mark.parametrize(
    ("start", "end", "plain", "night"),
    [
        ("20:00", "04:00", 2, 6),
        ("22:00", "06:00", 0, 8),
        ("21:59:59", "06:00:01", Fraction(2, 3600), 8),
        ("06:00", "22:00", 16, 0),
        ("05:50", "06:10", Fraction(1, 6), Fraction(1, 6)),
        ("21:00", "07:00", 2, 8),
        ("23:10", "23:20", 0, Fraction(1, 6)),
    ],
)
def test_a_night_window_takes_its_own_hours(zone: str, start: str, end: str, plain: Fraction, night: Fraction) -> None:
    last = 10 if end > start else 11
    shift = entry(f"2026-02-10T{start}", f"2026-02-{last}T{end}")
    expected = {"plain": plain, "More": night}
    assert classes(NIGHT, shift, zone=zone) == {key: value for key, value in expected.items() if value}


def test_a_window_that_begins_at_ten_past() -> None:
    when = "hour(started_at) > 22 OR hour(started_at) = 22 AND minute(started_at) >= 10"
    shift = entry("2026-02-10T22:00", "2026-02-10T23:00")
    assert classes(when, shift) == {"plain": Fraction(1, 6), "More": Fraction(5, 6)}


@pytest.mark.parametrize(
    ("month", "start", "end", "length"),
    [
        ("2026-03", "2026-03-07T22:00", "2026-03-08T06:00", 7),
        ("2026-11", "2026-11-01T00:00", "2026-11-01T06:00", 7),
        ("2026-03", "2026-03-14T22:00", "2026-03-15T06:00", 8),
    ],
)
def test_a_night_on_which_the_clock_is_changed(month: str, start: str, end: str, length: int) -> None:
    """New York sets it forward on 8 March 2026 and back on 1 November."""
    shift = entry(start, end, "America/New_York")
    assert classes(NIGHT, shift, period=month, zone="America/New_York") == {"More": length}


def test_midnight_in_a_zone_of_45_minutes() -> None:
    shift = entry("2026-02-28T23:00", "2026-03-01T02:00", "Asia/Kathmandu")
    assert hours(shift, zone="Asia/Kathmandu") == 1
    assert hours(shift, period="2026-03", zone="Asia/Kathmandu") == 2


def test_twenty_minutes_three_times_are_an_hour() -> None:
    rows = [entry(f"2026-02-10T0{n}:00", f"2026-02-10T0{n}:20") for n in range(3)]
    assert hours(*rows) == 1
    assert hours(*({**row, "hours": money("0.3333")} for row in rows)) == 1


def test_hours_of_a_shift_with_a_break_are_shared_by_time() -> None:
    """7.5 of 8 hours: three quarters of the time are night, 5.625 of the hours."""
    shift = entry("2026-02-10T20:00", "2026-02-11T04:00", hours=money("7.5"))
    assert classes(NIGHT, shift) == {"plain": Fraction("1.875"), "More": Fraction("5.625")}
    assert hours(shift) == Fraction("7.5")


def test_what_is_left_over_at_a_cut_is_not_lost() -> None:
    """0.0001 h over three days."""
    shift = entry("2026-02-10T00:00", "2026-02-13T00:00", hours=money("0.0001"))
    assert hours(shift) == Fraction(1, 10_000)


def test_holiday_and_rest_day_in_one_shift() -> None:
    """In 2026 the last statutory day of the Spring Festival is 19 February; the 20th is off in exchange."""
    body = """
    terms:
      - id: it
        model: hours
        activities: [ready]
        rate: 10
        multipliers:
          - {label: Holiday, when: holiday(day), times: 300%}
          - {label: Rest, when: NOT working_day(day), times: 200%}
    """
    rows = {"timesheets": [entry("2026-02-19T20:00", "2026-02-20T05:00")]}
    assert measured(rows, body, calendar="CN").quantities["it"].parts == {"Holiday": 4, "Rest": 5}
    started = measured(rows, body, calendar="CN, shifts: by_start").quantities["it"].parts
    assert started == {"Holiday": 9}


def test_a_shift_is_one_row_however_it_is_cut() -> None:
    body = """
    quantities:
      shifts: {count: timesheets}
      days: {distinct: timesheets, of: day}
      time: {sum: timesheets, of: hours, where: hours > 7}
    terms:
      - {id: it, model: hours, activities: [ready], rate: 1}
      - {id: fee, model: workload, quantity: {count: timesheets, where: hour(started_at) < 6}, rate: 1}
    """
    rows = {
        "timesheets": [entry("2026-01-31T22:00", "2026-02-01T06:00"), entry("2026-02-10T22:00", "2026-02-11T06:00")]
    }
    found = measured(rows, body)
    total = {name: one.total for name, one in found.quantities.items()}
    assert total == {"shifts": 1, "days": 1, "time": 14, "it": 14, "fee": 0}
    assert (found.evidence["it"].rows, found.evidence["shifts"].rows) == (2, 1)
    assert found.series["it"]["2026-02-01"] == 6 and found.series["it"]["2026-02-10"] == 2


def test_a_night_shift_is_one_agent_day() -> None:
    body = "kpis:\n  - {id: p, kpi: productivity, per: worked_day, target: 1}\nterms:\n  - {id: fee, model: fixed, amount: 1}\n"
    rows = {"timesheets": [entry("2026-02-10T22:00", "2026-02-11T06:00")], "interactions": [call(1)]}
    assert measured(rows, body).kpis["p"].denominator == 1


def test_rows_of_days_count_beside_entries() -> None:
    day = {"agent": "b", "day": datetime(2026, 2, 10).date(), "activity": "ready", "hours": money("3.25")}
    assert hours(day, entry("2026-02-10T08:00", "2026-02-10T09:00")) == Fraction("4.25")


def test_hours_without_moments_are_neither_night_nor_day() -> None:
    day = {"agent": "b", "day": datetime(2026, 2, 10).date(), "activity": "ready", "hours": money("3.25")}
    shift = entry("2026-02-10T22:00", "2026-02-10T23:00")
    for condition in (NIGHT, f"weekday(day) = 7 OR {NIGHT}"):
        with pytest.raises(BpoError) as refused:
            classes(condition, day, shift)
        assert [(one.words, one.values["rows"]) for one in refused.value.problems] == [(WITHOUT_MOMENTS, 1)]
    with pytest.raises(BpoError, match="1 rows of timesheets"):
        hours(day, shift, where="hour(started_at) >= 22")
    assert classes("started_at IS NOT NULL AND hour(started_at) >= 22", day, shift) == {
        "plain": Fraction("3.25"),
        "More": 1,
    }
    assert classes(f"weekday(day) = 2 OR {NIGHT}", day, shift) == {"More": Fraction("4.25")}  # a Tuesday
    assert classes(NIGHT, {**day, "activity": "break"}, shift) == {"More": 1}


def test_a_contract_in_another_currency_says_where_a_shift_has_its_days() -> None:
    body = "terms:\n  - {id: it, model: hours, activities: [ready], rate: 1}\n"
    header = HEADER.format(effective="{from: 2026-01-01}", zone="UTC", cycle="monthly", calendar="~")
    header = header.replace("CNY", "USD").replace("timezone: UTC, ", "")
    one = read_contract(parse_document(header + body, "desk.yaml")).contract
    with pytest.raises(BpoError) as refused:
        measure(
            lake_of({"timesheets": [entry("2026-02-10T08:00", "2026-02-10T09:00")]}), one, one.cycle.period("2026-02")
        )
    assert refused.value.problems[0].words == ZONE_NOT_SAID


@given(
    shifts=st.lists(st.tuples(st.integers(0, 40 * 24 * 60), st.integers(1, 30 * 60)), min_size=1, max_size=4),
    zone=st.sampled_from(["Asia/Shanghai", "Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe"]),
)
def test_every_minute_lies_in_one_month_and_class(shifts: list[tuple[int, int]], zone: str) -> None:
    """Against a count of single minutes by Python's own clock, over a change of the clock."""
    begin = datetime(2026, 3, 1, tzinfo=UTC)
    rows, minutes = [], dict[tuple[str, str], int]()
    for n, (at, length) in enumerate(shifts):
        start = begin + timedelta(minutes=at)
        moments = [start + timedelta(minutes=m) for m in range(length + 1)]
        rows.append(
            {"agent": str(n), "day": start.date(), "activity": "ready", "started_at": start, "ended_at": moments[-1]}
        )
        for moment in moments[:-1]:
            wall = moment.astimezone(ZoneInfo(zone))
            key = (f"{wall:%Y-%m}", "More" if wall.hour >= 22 or wall.hour < 6 else "plain")
            minutes[key] = minutes.get(key, 0) + 1
    months = sorted({month for month, _ in minutes})
    found = {
        (month, key): value for month in months for key, value in classes(NIGHT, *rows, period=month, zone=zone).items()
    }
    assert found == {key: Fraction(count, 60) for key, count in minutes.items()}
