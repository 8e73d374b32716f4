"""Billing cycles and their periods: both ends included, one after the other, each found by its name and by its days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.header.header import Billing
from bpo.core.cycle import Cycle
from bpo.core.cycles import Months, Weeks, YearOfWeeks, checked_name
from bpo.core.errors import BpoError

WEEKS = Weeks(2, date(2026, 1, 5))
RETAIL = YearOfWeeks((4, 4, 5), 0, 1, 1)
FROM_FEBRUARY = YearOfWeeks((4, 5, 4), 6, 2, 1)


@pytest.mark.parametrize(
    ("cycle", "name", "start", "end", "days"),
    [
        (Months(1), "1999-02", "1999-02-01", "1999-02-28", 28),
        (Months(1), "2024-02", "2024-02-01", "2024-02-29", 29),
        (Months(1), "2026-12", "2026-12-01", "2026-12-31", 31),
        (Months(22), "2026-03", "2026-02-22", "2026-03-21", 28),
        (Months(22), "2026-01", "2025-12-22", "2026-01-21", 31),
        (Months(28), "2024-03", "2024-02-28", "2024-03-27", 29),
        # A shorter month has its last day in place of the 31st, and the next one goes back to it.
        (Months(31), "2023-01", "2022-12-31", "2023-01-30", 31),
        (Months(31), "2023-02", "2023-01-31", "2023-02-27", 28),
        (Months(31), "2023-03", "2023-02-28", "2023-03-30", 31),
        (Months(31), "2023-04", "2023-03-31", "2023-04-29", 30),
        (Months(31), "2023-05", "2023-04-30", "2023-05-30", 31),
        (Months(31), "2024-02", "2024-01-31", "2024-02-28", 29),
        (Months(30), "2023-02", "2023-01-30", "2023-02-27", 29),
        (Months(30), "2023-03", "2023-02-28", "2023-03-29", 30),
        (Months(29), "2024-03", "2024-02-29", "2024-03-28", 29),
        (Months(29), "2023-03", "2023-02-28", "2023-03-28", 29),
        (Months(1, 3), "2026-Q1", "2026-01-01", "2026-03-31", 90),
        (Months(1, 3), "2024-Q1", "2024-01-01", "2024-03-31", 91),
        (Months(1, 3), "2026-Q4", "2026-10-01", "2026-12-31", 92),
        (Months(1, 3, 2), "2026-Q4", "2026-11-01", "2027-01-31", 92),
        (Months(22, 3), "2026-Q1", "2025-12-22", "2026-03-21", 90),
        (Months(1, 6), "2026-H2", "2026-07-01", "2026-12-31", 184),
        (Months(1, 12), "2024", "2024-01-01", "2024-12-31", 366),
        (Months(1, 12, 4), "2026", "2026-04-01", "2027-03-31", 365),
        (WEEKS, "2026-01-05", "2026-01-05", "2026-01-18", 14),
        (WEEKS, "2025-12-22", "2025-12-22", "2026-01-04", 14),
        # 1 January 2026 is a Thursday: the Monday nearest to it is 29 December. The year has 53 weeks: 3 January 2027 is a Sunday.
        (RETAIL, "2026-P01", "2025-12-29", "2026-01-25", 28),
        (RETAIL, "2026-P03", "2026-02-23", "2026-03-29", 35),
        (RETAIL, "2026-P12", "2026-11-23", "2027-01-03", 42),
        (RETAIL, "2027-P01", "2027-01-04", "2027-01-31", 28),
        (RETAIL, "2027-P12", "2027-11-29", "2028-01-02", 35),
        # The calendar of the National Retail Federation: its year 2023 began on Sunday 29 January and had 53 weeks.
        (FROM_FEBRUARY, "2023-P01", "2023-01-29", "2023-02-25", 28),
        (FROM_FEBRUARY, "2023-P12", "2023-12-31", "2024-02-03", 35),
        (FROM_FEBRUARY, "2024-P01", "2024-02-04", "2024-03-02", 28),
    ],
)
def test_a_period_of_a_cycle(cycle: Cycle, name: str, start: str, end: str, days: int) -> None:
    period = cycle.period(name)
    assert (period.start.isoformat(), period.end.isoformat(), period.days, period.name) == (start, end, days, name)
    assert cycle.containing(period.start) == cycle.containing(period.end) == period


@pytest.mark.parametrize(
    ("cycle", "name"),
    [
        *((Months(), name) for name in ("2026", "2026-13", "2026-00", "26-01", "2026-1", "2026/01", "", "0000-01")),
        (Months(), "２０２６-01-01"),
        (Months(), "2026-01-01"),
        (Months(), "2026-Q1"),
        (Months(1, 3), "2026-01"),
        (Months(1, 3), "2026-Q5"),
        (Months(1, 6), "2026-H0"),
        (Months(1, 12), "2026-01"),
        (WEEKS, "2026-01-06"),
        (WEEKS, "2026-02-30"),
        (RETAIL, "2026-P13"),
        (RETAIL, "2026-01"),
    ],
)
def test_what_is_no_period(cycle: Cycle, name: str) -> None:
    with pytest.raises(BpoError):
        cycle.period(name)


CYCLES = st.one_of(
    st.builds(Months, st.integers(1, 31), st.sampled_from((1, 3, 6, 12))),
    st.builds(Months, st.just(1), st.sampled_from((3, 6, 12)), st.integers(1, 12)),
    st.builds(Weeks, st.integers(1, 5), st.dates(date(2000, 1, 1), date(2030, 1, 1))),
    st.builds(
        YearOfWeeks,
        st.sampled_from(((4, 4, 5), (4, 5, 4), (5, 4, 4))),
        st.integers(0, 6),
        st.integers(1, 12),
        st.integers(1, 28),
    ),
)


@given(CYCLES, st.dates(date(1902, 1, 1), date(2200, 12, 31)))
def test_periods_follow_each_other_without_a_gap(cycle: Cycle, day: date) -> None:
    period = cycle.containing(day)
    before, after = cycle.before(period), cycle.period(cycle.after(period.name, 1))
    assert day in period and len(period.each_day()) == period.days
    assert before.end + timedelta(days=1) == period.start
    assert period.end + timedelta(days=1) == after.start
    assert before.name < period.name < after.name  # the ledger has months in the order of their names
    assert cycle.between(before.name, after.name) == 2
    assert cycle.period(period.name) == period and checked_name(period.name) == period.name


def test_the_last_day_there_is_has_a_period() -> None:
    assert [cycle.containing(date.max).end for cycle in (Months(), Months(22), WEEKS)] == [date.max] * 3


@pytest.mark.parametrize(
    ("written", "cycle"),
    [
        ("monthly", Months()),
        ("monthly from day 31", Months(31)),
        ("每月自22日", Months(22)),
        ("Quarterly", Months(1, 3)),
        ("quarterly from February", Months(1, 3, 2)),
        ("每季度自2月", Months(1, 3, 2)),
        ("half-yearly", Months(1, 6)),
        ("yearly from April", Months(1, 12, 4)),
        ("每年", Months(1, 12)),
        ("quarterly from day 22", Months(22, 3)),
        ("every 2 weeks from 2026-01-05", WEEKS),
        ("every week from 2026-01-05", Weeks(1, date(2026, 1, 5))),
        ("每2周自2026-01-05", WEEKS),
        ("4-4-5 weeks from the Monday nearest 1 January", RETAIL),
        ("4-5-4 weeks from the Sunday nearest 1 February", FROM_FEBRUARY),
    ],
)
def test_how_a_cycle_is_written(written: str, cycle: Cycle) -> None:
    assert Billing.model_validate({"cycle": written}).cycle == cycle


@pytest.mark.parametrize(
    "written",
    [
        "monthly from day 32",
        "monthly from day 0",
        "monthly from February",
        "quarterly from Smarch",
        "every 0 weeks from 2026-01-05",
        "every 2 weeks from 2026-02-30",
        "every 2 weeks",
        "fortnightly",
        "4-4-4 weeks from the Monday nearest 1 January",
        "4-4-5 weeks from the Monday nearest 31 January",
        "quarterly from 13月",
        7,
    ],
)
def test_what_is_no_cycle(written: Any) -> None:
    with pytest.raises(ValueError, match="is not a billing cycle"):
        Billing.model_validate({"cycle": written})


def test_the_part_within_some_days() -> None:
    january = Months().period("2026-01")
    part = january.within(date(2026, 1, 22), None)
    assert part is not None and part.days == 10
    assert january.within(date(2026, 2, 1), None) is None
    assert january.within(None, date(2025, 12, 31)) is None
