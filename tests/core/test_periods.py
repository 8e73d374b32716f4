"""Periods and billing cycles: both ends included, named by the month in which they end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.errors import BpoError
from bpo.core.periods import Cycle


@pytest.mark.parametrize(
    ("day", "name", "start", "end", "days"),
    [
        (1, "1999-02", "1999-02-01", "1999-02-28", 28),
        (1, "2024-02", "2024-02-01", "2024-02-29", 29),
        (1, "2026-12", "2026-12-01", "2026-12-31", 31),
        (22, "2026-03", "2026-02-22", "2026-03-21", 28),
        (22, "2026-01", "2025-12-22", "2026-01-21", 31),
        (28, "2024-03", "2024-02-28", "2024-03-27", 29),
    ],
)
def test_a_month_of_a_cycle(day: int, name: str, start: str, end: str, days: int) -> None:
    period = Cycle(day).period(name)
    assert (period.start.isoformat(), period.end.isoformat(), period.days, period.name) == (start, end, days, name)


@pytest.mark.parametrize(
    "name", ["2026", "2026-13", "2026-00", "26-01", "2026-1", "2026/01", "", "0000-01", "２０２６-01-01"]
)
def test_what_is_no_month(name: str) -> None:
    with pytest.raises(BpoError):
        Cycle().period(name)


@given(st.integers(1, 28), st.integers(1901, 2200), st.integers(1, 12))
def test_periods_follow_each_other_without_a_gap(day: int, year: int, month: int) -> None:
    cycle = Cycle(day)
    period = cycle.period(f"{year}-{month:02d}")
    assert cycle.before(period).end + timedelta(days=1) == period.start
    assert len(period.each_day()) == period.days


def test_the_part_within_some_days() -> None:
    january = Cycle().period("2026-01")
    part = january.within(date(2026, 1, 22), None)
    assert part is not None and part.days == 10
    assert january.within(date(2026, 2, 1), None) is None
    assert january.within(None, date(2025, 12, 31)) is None
