"""Time zones by one table: that of the package ``tzdata``, whatever the machine and other libraries have.

Rules change at short notice, and the tables of a machine, of Python and of Polars are of different days. A call at midnight would
be of one month by one of them and of the next by another. All conversions rest on :func:`zone` therefore; those of whole columns,
in ``facts/clock.py``, on :func:`changes_of`, which follows from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import tzdata

RULES: str = tzdata.IANA_VERSION
"""The version of the rules, as IANA names it: ``2026f``."""
FOLDER = Path(tzdata.__file__).parent

LOOK_EVERY = timedelta(days=3)
"""No zone ever changed its clock twice within six days, so no pair of changes hides between two looks."""


@dataclass(frozen=True, slots=True)
class Change:
    """The clock is set from one distance to UTC to another; all in seconds, ``at`` since 1970 in UTC."""

    at: int
    before: int
    after: int


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """Every name that a time zone has, such as ``Asia/Shanghai``."""
    return frozenset((FOLDER / "zones").read_text("utf-8").split())


@lru_cache(maxsize=1)
def country_codes() -> frozenset[str]:
    """The two letters of every country, after ISO 3166, which stand in the same package."""
    lines = (FOLDER / "zoneinfo" / "iso3166.tab").read_text("utf-8").splitlines()
    return frozenset(line.split("\t")[0] for line in lines if line and not line.startswith("#"))


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """A time zone by its name.

    Raises:
        KeyError: if there is none of that name.
    """
    if name not in zone_names():
        raise KeyError(name)
    with FOLDER.joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def utc(moment: datetime, name: str) -> datetime:
    """A moment without a zone is one of the wall clock in ``name``; of an hour that it showed twice, the first.

    >>> utc(datetime(2026, 12, 1, 0, 30), "America/Winnipeg").isoformat()
    '2026-12-01T05:30:00+00:00'
    """
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone(name))).astimezone(UTC)


def midnight(day: date, name: str) -> datetime:
    """The moment at which a day begins: where the clock skips midnight, the first moment after it."""
    return utc(datetime.combine(day, time()), name)


def seconds_from_utc(moment: datetime, name: str) -> int:
    """How far the clock of a zone is ahead of UTC at a moment."""
    ahead = moment.astimezone(zone(name)).utcoffset()
    assert ahead is not None, name
    return int(ahead.total_seconds())


@lru_cache(maxsize=2048)
def changes_of(name: str, year: int) -> tuple[Change, ...]:
    """When a zone set its clock otherwise in a year of UTC, in order."""
    return tuple(_changes(name, datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)))


def _changes(name: str, start: datetime, end: datetime) -> Iterator[Change]:
    before = seconds_from_utc(start, name)
    while start < end:
        later = min(start + LOOK_EVERY, end)
        after = seconds_from_utc(later, name)
        if after != before:
            yield Change(_first_moment_of(after, start, later, name), before, after)
        start, before = later, after


def _first_moment_of(wanted: int, start: datetime, end: datetime, name: str) -> int:
    """Between two moments by halves: the first second at which the clock is ``wanted`` seconds ahead."""
    low, high = int(start.timestamp()), int(end.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if seconds_from_utc(datetime.fromtimestamp(middle, UTC), name) == wanted:
            high = middle
        else:
            low = middle
    return high
