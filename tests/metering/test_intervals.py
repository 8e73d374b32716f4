"""Needs split by stretches of the day: where the clock is set back, the hour that comes twice is two hours."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl

from bpo.core.cycles import Months
from bpo.core.measures import Need
from bpo.metering.count import count
from bpo.metering.rows import Rows
from tests.metering.lake import contract


def parts(moments: list[datetime], timezone: str, by: str, month: str) -> dict[str, int]:
    agreed = contract("terms:\n  - {id: fee, model: fixed, amount: 1}\n", zone=timezone)
    frame = pl.DataFrame(
        {"started_at": moments, "·day": [moment.date() for moment in moments]},
        schema={"started_at": pl.Datetime("us", "UTC"), "·day": pl.Date},
    )
    rows = Rows(frame, Months(1).period(month), agreed)
    need = Need("n", "interactions", "count", by=(by,))
    return {key: int(count) for key, count in count(rows, [need])["n"].parts.items()}


def test_a_contact_belongs_to_the_half_hour_of_the_contracts_clock() -> None:
    moments = [datetime(2026, 2, 1, 1, minute, second, tzinfo=UTC) for minute, second in ((0, 0), (29, 59), (30, 0))]
    assert parts(moments, "Asia/Shanghai", "30 min", "2026-02") == {
        "2026-02-01 09:00 +0800": 2,
        "2026-02-01 09:30 +0800": 1,
    }


def test_a_zone_that_is_45_minutes_off_has_its_own_hours() -> None:
    """01:10 and 01:20 UTC are 06:55 and 07:05 in Kathmandu."""
    moments = [datetime(2026, 2, 1, 1, minute, tzinfo=UTC) for minute in (10, 20)]
    assert parts(moments, "Asia/Kathmandu", "60 min", "2026-02") == {
        "2026-02-01 06:00 +0545": 1,
        "2026-02-01 07:00 +0545": 1,
    }


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    """In Berlin the clock goes from 03:00 back to 02:00 on 25 October 2026, at 01:00 UTC."""
    moments = [datetime(2026, 10, 25, hour, 40, tzinfo=UTC) for hour in (0, 1)]
    assert parts(moments, "Europe/Berlin", "30 min", "2026-10") == {
        "2026-10-25 02:30 +0100": 1,
        "2026-10-25 02:30 +0200": 1,
    }
