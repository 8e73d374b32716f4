"""What part of a month some days are: 30E/360 worked by hand at the ends of months, and parts that add up to the whole."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.calendars import Calendar
from bpo.core.cycles import Months
from bpo.core.errors import BpoError
from bpo.core.measures import DayCount
from bpo.core.periods import Period
from bpo.core.proration import counted_days, share

CN = Calendar(country="CN")


def part(first: str, last: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last), "part")


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-01-01", "2026-01-31", 30),
        ("2026-02-01", "2026-02-28", 30),
        ("2024-02-01", "2024-02-29", 30),
        ("2026-01-01", "2026-01-15", 15),
        ("2026-01-16", "2026-01-31", 15),
        ("2026-02-16", "2026-02-28", 15),
        ("2026-04-16", "2026-04-30", 15),
        ("2026-01-22", "2026-01-31", 9),
        ("2026-01-31", "2026-01-31", 1),
        ("2026-01-30", "2026-01-30", 0),  # the 31st counts as the 30th: of the two, the later one counts
        ("2026-01-22", "2026-02-21", 30),
    ],
)
def test_months_of_thirty_days(first: str, last: str, days: int) -> None:
    assert counted_days(part(first, last), "thirty_days", None, None) == days


@given(st.integers(1, 28), st.integers(2025, 2026), st.integers(2, 12), st.data())
def test_parts_of_a_period_add_up_to_it(day: int, year: int, month: int, data: st.DataObject) -> None:
    period = Months(day).period(f"{year}-{month:02d}")
    cut = data.draw(st.dates(period.start, period.end - timedelta(days=1)))
    parts = [Period(period.start, cut, ""), Period(cut + timedelta(days=1), period.end, "")]
    for how in ("days", "working_days", "thirty_days"):
        assert sum(share(one, period, how, CN, None) for one in parts) == 1, how
    assert counted_days(period, "thirty_days", None, None) == 30


def test_a_share_of_calendar_and_of_working_days() -> None:
    """From 22 January 2026: 10 of 31 days; 7 of the 21 working days (2 January is off, Sunday the 4th is worked)."""
    january = Months().period("2026-01")
    ten = part("2026-01-22", "2026-01-31")
    assert share(ten, january, "days", None, None) == Fraction(10, 31)
    assert share(ten, january, "working_days", CN, None) == Fraction(7, 21)
    assert share(ten, january, "no", None, None) == 1


def test_a_month_without_a_working_day_is_refused() -> None:
    days: DayCount = "working_days"
    idle = Calendar.model_validate(
        {"country": "CN", "years": [2027], "days_off": [f"2027-02-{n:02d}" for n in range(1, 29)]}
    )
    period = Months().period("2027-02")
    with pytest.raises(BpoError):
        share(period, period, days, idle, None)
