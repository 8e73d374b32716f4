"""Moments on the wall clock and back: as tzdata has it, in every zone, and where the table of Polars is older."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from bpo.core.zones import FOLDER, midnight, zone, zone_names
from bpo.facts.clock import distance_from_utc, in_utc, local_day, second_pass, wall_clock

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = "skipped"


def moments(*texts: str) -> pl.DataFrame:
    return pl.DataFrame({"at": [datetime.fromisoformat(text).astimezone(UTC) for text in texts]}).with_columns(
        pl.col("at").cast(pl.Datetime("us", "UTC"))
    )


def walls(*texts: str) -> pl.DataFrame:
    return pl.DataFrame({"wall": [datetime.fromisoformat(text) for text in texts]})


@pytest.mark.parametrize(
    ("name", "moment", "shown"),
    [
        # Winter time ended in 2026: what was -06:00, -07:00, -08:00 in winter is -05:00, -06:00, -07:00 (tzdata 2026a to 2026f).
        ("America/Winnipeg", "2026-12-01T00:30:00-05:00", "2026-12-01 00:30:00"),
        ("America/Edmonton", "2026-12-01T00:30:00-06:00", "2026-12-01 00:30:00"),
        ("America/Vancouver", "2026-12-01T08:30:00-07:00", "2026-12-01 08:30:00"),
        ("America/Vancouver", "2026-01-15T08:30:00-08:00", "2026-01-15 08:30:00"),
        ("Africa/Casablanca", "2026-12-15T12:00:00+00:00", "2026-12-15 12:00:00"),
        ("America/Havana", "2026-12-15T12:00:00-04:00", "2026-12-15 12:00:00"),
        # Zones that changed nothing.
        ("Asia/Shanghai", "2026-12-01T00:00:00+08:00", "2026-12-01 00:00:00"),
        ("Asia/Kathmandu", "2026-03-05T10:00:00+05:45", "2026-03-05 10:00:00"),
        ("Europe/Rome", "2023-10-29T02:30:00+02:00", "2023-10-29 02:30:00"),
        ("Europe/Rome", "2023-10-29T02:30:00+01:00", "2023-10-29 02:30:00"),
        ("Australia/Lord_Howe", "2026-01-10T00:00:00+11:00", "2026-01-10 00:00:00"),
    ],
)
def test_what_the_clock_shows(name: str, moment: str, shown: str) -> None:
    seen = moments(moment).select(wall=wall_clock(pl.col("at"), name), day=local_day(pl.col("at"), name))
    assert str(seen["wall"][0]) == shown
    assert seen["day"][0] == date.fromisoformat(shown[:10])


@pytest.mark.parametrize(
    ("name", "wall", "meant"),
    [
        ("America/Winnipeg", "2026-12-01 00:30:00", "2026-12-01T00:30:00-05:00"),
        ("America/Vancouver", "2026-12-01 08:30:00", "2026-12-01T08:30:00-07:00"),
        # The night of 29 October 2023 in Rome: from 02:00 to 03:00 twice. The bound, and one second before and after.
        ("Europe/Rome", "2023-10-29 01:59:59", "2023-10-29T01:59:59+02:00"),
        ("Europe/Rome", "2023-10-29 02:00:00", "2023-10-29T02:00:00+02:00"),
        ("Europe/Rome", "2023-10-29 02:59:59", "2023-10-29T02:59:59+02:00"),
        ("Europe/Rome", "2023-10-29 03:00:00", "2023-10-29T03:00:00+01:00"),
        # The night of 26 March 2023: from 02:00 to 03:00 never.
        ("Europe/Rome", "2023-03-26 01:59:59", "2023-03-26T01:59:59+01:00"),
        ("Europe/Rome", "2023-03-26 02:00:00", SKIPPED),
        ("Europe/Rome", "2023-03-26 02:59:59", SKIPPED),
        ("Europe/Rome", "2023-03-26 03:00:00", "2023-03-26T03:00:00+02:00"),
        # Half an hour only.
        ("Australia/Lord_Howe", "2026-10-04 02:29:59", SKIPPED),
        ("Australia/Lord_Howe", "2026-10-04 02:30:00", "2026-10-04T02:30:00+11:00"),
    ],
)
def test_what_is_meant_by_the_clock(name: str, wall: str, meant: str) -> None:
    found = walls(wall).select(in_utc(pl.col("wall"), name))["wall"][0]
    assert found == (None if meant == SKIPPED else datetime.fromisoformat(meant))


@pytest.mark.parametrize(
    ("moment", "again"),
    [
        ("2023-10-29T01:59:59+02:00", "2023-10-29T01:59:59+02:00"),
        ("2023-10-29T02:00:00+02:00", "2023-10-29T02:00:00+01:00"),
        ("2023-10-29T02:59:59+02:00", "2023-10-29T02:59:59+01:00"),
        ("2023-10-29T02:00:00+01:00", "2023-10-29T02:00:00+01:00"),
    ],
)
def test_the_second_pass_of_a_repeated_hour(moment: str, again: str) -> None:
    found = moments(moment).select(second_pass(pl.col("at"), "Europe/Rome"))["at"][0]
    assert found == datetime.fromisoformat(again)


@pytest.mark.parametrize(
    ("name", "written"),
    [("Asia/Kathmandu", "+0545"), ("America/St_Johns", "-0330"), ("UTC", "+0000"), ("Europe/Rome", "+0100")],
)
def test_how_far_the_clock_is_ahead(name: str, written: str) -> None:
    assert moments("2026-01-15T12:00:00+00:00").select(distance_from_utc(pl.col("at"), name))["at"].to_list() == [
        written
    ]


def test_a_column_over_several_changes_and_without_any_value() -> None:
    frame = moments("2026-01-01T00:00:00+00:00", "2026-07-01T00:00:00+00:00", "2031-01-01T00:00:00+00:00")
    seen = frame.select(
        wall=wall_clock(pl.col("at"), "Europe/Rome"), far=distance_from_utc(pl.col("at"), "Europe/Rome")
    )
    assert [one.hour for one in seen["wall"]] == [1, 2, 1]
    assert seen["far"].to_list() == ["+0100", "+0200", "+0100"]
    none = pl.DataFrame({"at": pl.Series([None, None], dtype=pl.Datetime("us", "UTC"))})
    for column in (wall_clock, local_day, second_pass, distance_from_utc):
        assert none.select(column(pl.col("at"), "Europe/Rome"))["at"].to_list() == [None, None]
        assert none.head(0).select(column(pl.col("at"), "Europe/Rome")).is_empty()


def test_never_and_always_keep_their_day() -> None:
    """9999-12-31 stands for 'never' in many systems: it is read, and goes back to what it was."""
    frame = walls("9999-12-31 23:59:59", "0001-01-01 00:00:00").with_columns(utc=in_utc(pl.col("wall"), "Europe/Rome"))
    assert frame.select(wall_clock(pl.col("utc"), "Europe/Rome"))["utc"].to_list() == frame["wall"].to_list()


def test_every_zone_shows_what_tzdata_says_at_moments_of_three_centuries() -> None:
    """Against the same file read by Python, moment by moment, near every change as well as far from any."""
    made = random.Random(20261130)
    for name in sorted(zone_names() - {"Factory"}):
        with FOLDER.joinpath("zoneinfo", *name.split("/")).open("rb") as file:
            theirs = ZoneInfo.from_file(file)
        first = datetime(made.choice((made.randint(1901, 2197), made.randint(2015, 2035))), 1, 1, tzinfo=UTC)
        some = [first + timedelta(seconds=made.randrange(2 * 365 * 86400)) for _ in range(12)]
        frame = moments(*(one.isoformat() for one in some)).with_columns(wall=wall_clock(pl.col("at"), name))
        expected = [one.astimezone(theirs).replace(tzinfo=None) for one in some]
        assert frame["wall"].to_list() == expected, name
        back = frame.select(in_utc(pl.col("wall"), name), again=second_pass(in_utc(pl.col("wall"), name), name))
        assert all(one in pair for one, pair in zip(some, back.iter_rows(), strict=True)), name


@pytest.mark.parametrize(
    "name", ["Africa/Casablanca", "America/Havana", "America/Winnipeg", "Europe/Rome", "Asia/Gaza"]
)
def test_every_half_hour_of_years_in_which_the_clock_is_set(name: str) -> None:
    hours = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=30 * n) for n in range(2 * 365 * 48)]
    frame = pl.DataFrame({"at": hours}).select(wall_clock(pl.col("at"), name))
    assert frame["at"].to_list() == [one.astimezone(zone(name)).replace(tzinfo=None) for one in hours]


@pytest.mark.parametrize(
    ("name", "day", "begins"),
    [
        ("America/Winnipeg", date(2026, 12, 1), "2026-12-01T05:00:00+00:00"),
        ("Asia/Shanghai", date(2026, 12, 1), "2026-11-30T16:00:00+00:00"),
        # Cuba sets its clock at midnight: 2026-03-08 begins at 01:00 by the clock, that is at 05:00 UTC.
        ("America/Havana", date(2026, 3, 8), "2026-03-08T05:00:00+00:00"),
    ],
)
def test_when_a_day_begins(name: str, day: date, begins: str) -> None:
    start = midnight(day, name)
    assert start == datetime.fromisoformat(begins)
    around = moments((start - timedelta(microseconds=1)).isoformat(), start.isoformat())
    assert around.select(local_day(pl.col("at"), name))["at"].to_list() == [day - timedelta(days=1), day]


def test_the_machines_own_files_change_nothing() -> None:
    """A table of the machine that is wrong is not asked: the file that is read lies in the package."""
    assert FOLDER.joinpath("zoneinfo", "America", "Winnipeg").is_file()
    assert zone("America/Winnipeg").utcoffset(datetime(2026, 12, 1)) == timedelta(hours=-5)


def test_nothing_else_converts_between_zones() -> None:
    """One source of truth: whoever needs a local time asks ``facts/clock.py`` for columns, ``core/zones.py`` for one moment."""
    theirs = re.compile(
        r"(convert|replace)_time_zone|\bZoneInfo\b|available_timezones|\bzoneinfo\b|dateutil|pytz|tzlocal"
    )
    found = {
        str(file.relative_to(ROOT)) for file in (ROOT / "bpo").rglob("*.py") if theirs.search(file.read_text("utf-8"))
    }
    assert found <= {"bpo/core/zones.py", "bpo/facts/clock.py", "bpo/facts/other_clocks.py"}
