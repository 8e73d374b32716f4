"""Patterns of real centres, worked by hand: weekends with hours of their own, holidays, closed days, and who must be there at least."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bpo.core.calendars import Calendar
from bpo.core.cycles import Months
from bpo.core.errors import BpoError
from bpo.core.periods import Period
from bpo.economics.staffing.staffed import StaffedMonth, StreamMonth
from bpo.economics.staffing.staffing import staff
from bpo.economics.staffing.streams import Stream
from tests.economics.working import OFFICE, work

JUNE = Months().period("2026-06")
"""30 days from Monday: 5 Mondays, 5 Tuesdays, 4 of every other weekday."""
FEBRUARY = Months().period("2027-02")
"""4 of every weekday; Monday the 15th is Washington's birthday."""
US = Calendar.model_validate({"country": "US"})
DAYS = "days: {mon: 20%, tue: 20%, wed: 20%, thu: 20%, fri: 20%}"
HOURS = 'half_hours: {"09:00-14:00": 100%}'


def month(
    more: str = "", days: str = DAYS, hours: str = HOURS, volume: int = 22000, period: Period = JUNE, calendar: Calendar | None = None
) -> StaffedMonth:  # fmt: skip
    """The office of 22,000 calls, with a pattern of another kind."""
    text = OFFICE.replace(DAYS, days).replace(
        HOURS, hours + "".join(f"\n      {line}" for line in more.split("\n") if line)
    )
    read = work(text)
    return staff(read.streams, read.people, period, {"calls": Fraction(volume)}, calendar=calendar)


def contacts(stream: StreamMonth) -> dict[tuple[int, str], Fraction]:
    return {(one.weekday, one.start): one.contacts for one in stream.intervals}


def test_the_weekend_has_hours_of_its_own() -> None:
    """22 weekdays of 18% and 4 Saturdays of 10% make 436%: of 21,800 calls 900 on a weekday and 500 on a Saturday, 90 and 125 in
    each half hour."""
    (calls,) = month(
        days="days: {mon-fri: 90%, sat: 10%}",
        volume=21800,
        hours='half_hours: {mon-fri: {"09:00-14:00": 100%}, sat: {"10:00-12:00": 100%}}',
    ).streams
    found = contacts(calls)
    assert {found[day, "09:00"] for day in range(5)} == {90}
    assert [found[5, start] for start in ("10:00", "10:30", "11:00", "11:30")] == [125] * 4
    assert len(found) == 5 * 10 + 4
    assert sum(one.contacts * one.days for one in calls.intervals) == 21800


def test_somebody_is_there_though_nobody_calls() -> None:
    """From 14:00 to 16:00 two, whoever calls: 22 days × 4 half hours × 2 × ½ h = 88 hours more than 1,540; what callers meet is as
    before, for nobody calls then."""
    plain, kept = month(), month('at_least: {"14:00-16:00": 2}')
    assert kept.productive_hours == 1540 + 88
    assert kept.streams[0].service_level == plain.streams[0].service_level
    late = [one for one in kept.streams[0].intervals if one.start == "15:30"]
    assert [(one.contacts, one.plan.positions, one.plan.occupancy) for one in late] == [(0, 2, 0)] * 5
    assert kept.positions == 14


def test_more_than_calls_need() -> None:
    """10 erlangs need 14; 16 are wanted at nine, 22 × 2 × ½ = 22 hours more, and each then works 10 / 16 of the time. Fewer than
    are needed change nothing."""
    more = month('at_least: {mon-fri: {"09:00": 16, "09:30": 3}}')
    assert more.productive_hours == 1540 + 22
    at = {one.start: one.plan for one in more.streams[0].intervals if one.weekday == 0}
    assert (at["09:00"].positions, at["09:00"].occupancy) == (16, Fraction(10, 16))
    assert (at["09:30"].positions, at["10:00"].positions) == (14, 14)
    assert at["09:00"].service_level > at["09:30"].service_level
    assert more.positions == 16


def test_a_month_without_calls_keeps_who_must_be_there() -> None:
    """22 × 4 × 2 × ½ = 88 hours, two positions; no service level, for nobody called."""
    empty = month('at_least: {"14:00-16:00": 2}', volume=0)
    assert (empty.productive_hours, empty.positions) == (88, 2)
    assert "calls.service_level" not in empty.drivers()
    assert empty.drivers()["calls.offered"] == 0


def test_holidays_as_a_weekday_with_more_or_less() -> None:
    """19 days of 20% and Washington's birthday at one and a half Fridays, 30%: 410%. Of 4,100 calls 200 a day, 300 on the holiday."""
    (calls,) = month("holidays: {like: fri, times: 150%}", volume=4100, period=FEBRUARY, calendar=US).streams
    found = contacts(calls)
    assert (found[0, "09:00"], found[7, "09:00"]) == (20, 30)
    assert {one.weekday: one.days for one in calls.intervals} == {0: 3, 1: 4, 2: 4, 3: 4, 4: 4, 7: 1}
    assert sum(one.contacts * one.days for one in calls.intervals) == 4100


def test_closed_on_holidays_and_on_days_of_its_own() -> None:
    """19 days of 3,800 calls are 200 each; a further closed Tuesday leaves 18, and 3,600 calls are again 200 each."""
    (calls,) = month("holidays: closed", volume=3800, period=FEBRUARY, calendar=US).streams
    assert {one.weekday: one.days for one in calls.intervals} == {0: 3, 1: 4, 2: 4, 3: 4, 4: 4}
    assert set(contacts(calls).values()) == {20}
    (calls,) = month("holidays: closed\nclosed: [2027-02-16]", volume=3600, period=FEBRUARY, calendar=US).streams
    assert {one.weekday: one.days for one in calls.intervals} == {0: 3, 1: 3, 2: 4, 3: 4, 4: 4}
    assert set(contacts(calls).values()) == {20}


def test_a_weekend_that_is_worked_in_exchange() -> None:
    """China worked on Sunday 4 January 2026 in exchange for a day of the new year's holiday."""
    (calls,) = work(OFFICE.replace(HOURS, HOURS + "\n      worked_weekends: fri")).streams
    assert calls.pattern is not None
    kinds = calls.pattern.kinds(Months().period("2026-01"), Calendar.model_validate({"country": "CN"}))
    assert kinds[:11] == (3, 4, 5, 4, 0, 1, 2, 3, 4, 5, 6)


def _stream(name: str, days: str, more: str = "") -> Stream:
    return work(OFFICE.replace("id: calls", f"id: {name}").replace(DAYS, days).replace(HOURS, HOURS + more)).streams[0]


def test_the_peak_of_a_holiday_that_is_a_sunday_for_one_stream_alone() -> None:
    """On Monday the 15th private customers call as on a Sunday and firms as on any Monday, so that both peaks meet; on no other day."""
    private = _stream("private", "days: {mon: 5%, sun: 95%}", "\n      holidays: sun")
    firms = _stream("firms", "days: {mon: 60%, tue: 40%}")
    people = work(OFFICE).people
    volumes = {"private": Fraction(4000), "firms": Fraction(8000)}
    together = staff([private, firms], people, FEBRUARY, volumes, calendar=US)
    most = {
        stream.id: {day: max(one.plan.positions for one in stream.intervals if one.weekday == day) for day in days}
        for stream, days in zip(together.streams, ((0, 6), (0, 1)), strict=True)
    }
    assert together.positions == most["private"][6] + most["firms"][0]
    apart = staff([_stream("private", "days: {mon: 5%, sun: 95%}"), firms], people, FEBRUARY, volumes)
    assert apart.positions < together.positions


def test_holidays_need_the_contracts_calendar() -> None:
    for line in ("holidays: closed", "worked_weekends: fri"):
        with pytest.raises(BpoError) as told:
            month(line)
        (problem,) = told.value.problems
        assert (problem.code, str(problem.where)) == ("pattern-no-calendar", "work.yaml:8")
        assert f"'{line.split(':')[0]}' needs the calendar" in problem.say("en")


def test_full_width_digits_and_dashes() -> None:
    (calls,) = month(days="days: {mon–fri: 100%}", hours='half_hours: {"０９：００－１４：００": 100%}').streams
    assert len(calls.intervals) == 50
