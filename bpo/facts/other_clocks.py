"""In which zones the tables of Polars and of the machine differ from the one that bpo reads: ``bpo doctor`` tells, nothing rests on them."""

import zoneinfo
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import polars as pl

from bpo.core.zones import zone, zone_names
from bpo.facts.clock import wall_clock

EVERY = timedelta(days=5)


def differ_in_polars(start: datetime, end: datetime) -> list[str]:
    """Zones in which Polars shows another time at some moment between two."""
    moments = pl.DataFrame({"at": _moments(start, end)}).with_columns(pl.col("at").cast(pl.Datetime("us", "UTC")))

    def differs(name: str) -> bool:
        theirs = pl.col("at").dt.convert_time_zone(name).dt.replace_time_zone(None)
        return bool(moments.select((wall_clock(pl.col("at"), name) != theirs).any()).item())

    return _differing(differs)


def differ_on_this_machine(start: datetime, end: datetime) -> list[str]:
    """Zones in which the files of this machine, which Python reads by itself, show another time at some moment between two."""
    moments = _moments(start, end)

    def differs(name: str) -> bool:
        theirs = zoneinfo.ZoneInfo.no_cache(name)
        return any(one.astimezone(theirs).utcoffset() != one.astimezone(zone(name)).utcoffset() for one in moments)

    return _differing(differs)


def _moments(start: datetime, end: datetime) -> list[datetime]:
    return [start.astimezone(UTC) + n * EVERY for n in range((end - start) // EVERY + 1)]


def _differing(differs: Callable[[str], bool]) -> list[str]:
    """A zone that the other table does not have differs, too."""
    found = []
    for name in sorted(zone_names() - {"Factory"}):
        try:
            other = differs(name)
        except (pl.exceptions.PolarsError, zoneinfo.ZoneInfoNotFoundError):
            other = True
        found += [name] if other else []
    return found
