"""Columns of moments between UTC and the wall clock of a time zone, by the rules of :mod:`bpo.core.zones`.

Polars has a table of zones of its own, compiled in, that no upgrade of ``tzdata`` reaches: in 2.1.0 Winnipeg still has winter time
in December 2026. Nothing else converts a column, therefore; a test holds that no other file names what Polars has for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import polars as pl

from bpo.core.zones import Change, changes_of, seconds_from_utc, zone
from bpo.facts.types import DTYPES

WALL = pl.Datetime("us")
"""Moments of a wall clock: without a zone."""
YEARS = (1900, 2199)
"""The years of which a zone's changes are known; before and after them the clock stays as it is at their ends."""
SECOND = 1_000_000


@dataclass(frozen=True)
class _Stretches:
    """``seconds[i]`` holds from ``starts[i - 1]`` on, up to ``starts[i]``; null where a wall clock showed no such time."""

    starts: pl.Series
    seconds: pl.Series

    @classmethod
    def of(cls, starts: Sequence[int], seconds: Sequence[int | None]) -> _Stretches:
        ahead = [None if one is None else one * SECOND for one in seconds]
        return cls(pl.Series([one * SECOND for one in starts], dtype=pl.Int64), pl.Series(ahead, dtype=pl.Int64))

    def at(self, times: pl.Series) -> pl.Series:
        """What holds at each of these times, in microseconds; one value for all where they lie in one stretch."""
        ends = self.starts.search_sorted(pl.Series([times.min(), times.max()], dtype=pl.Int64), side="right")
        if ends[0] == ends[1]:
            return self.seconds.gather([ends[0]])
        return self.seconds.gather(self.starts.search_sorted(times, side="right"))


def wall_clock(moment: pl.Expr, name: str) -> pl.Expr:
    """Moments in UTC as the wall clock of a zone shows them."""
    zone(name)  # a name that is none fails here, not while rows are read

    def shown(times: pl.Series) -> pl.Series:
        return times + _in_utc(name, *_years(times)).at(times)

    return _mapped(moment, DTYPES["instant"], shown, WALL)


def in_utc(wall: pl.Expr, name: str) -> pl.Expr:
    """Times of a wall clock as moments in UTC: of an hour that it showed twice, the first; null for one that it skipped."""
    zone(name)

    def meant(times: pl.Series) -> pl.Series:
        return times - _on_the_wall(name, *_years(times)).at(times)

    return _mapped(wall, WALL, meant, DTYPES["instant"])


def second_pass(moment: pl.Expr, name: str) -> pl.Expr:
    """A moment of the first of two passes of a repeated hour as the same time of the second; every other moment as it is."""
    zone(name)

    def again(times: pl.Series) -> pl.Series:
        return times + _repeats(name, *_years(times)).at(times)

    return _mapped(moment, DTYPES["instant"], again, DTYPES["instant"])


def distance_from_utc(moment: pl.Expr, name: str) -> pl.Expr:
    """How far the wall clock is ahead at a moment: ``+0545``."""
    zone(name)

    def written(times: pl.Series) -> pl.Series:
        ahead = _in_utc(name, *_years(times)).at(times).cast(pl.Int64)
        known = ahead.unique().to_list()
        texts = ahead.replace_strict(known, [_signed(one // SECOND) for one in known], return_dtype=pl.String)
        return texts if texts.len() == times.len() else texts.new_from_index(0, times.len())

    return _mapped(moment, DTYPES["instant"], written, pl.String())


def local_day(moment: pl.Expr, name: str) -> pl.Expr:
    """The days on which moments lie by the wall clock of a zone."""
    return wall_clock(moment, name).dt.date()


def _mapped(column: pl.Expr, given: pl.DataType, rule: Callable[[pl.Series], pl.Series], made: pl.DataType) -> pl.Expr:
    """Whole microseconds since 1970 by a rule; what is null stays null."""

    def apply(series: pl.Series) -> pl.Series:
        times = series.cast(given).to_physical()
        return (
            pl.Series(series.name, [None], made).new_from_index(0, series.len())
            if times.min() is None
            else rule(times).cast(made)
        )

    return column.map_batches(apply, return_dtype=made, is_elementwise=True)


def _years(times: pl.Series) -> tuple[int, int]:
    """The years that some microseconds since 1970 lie in, and one at each side: the wall clock may be in the next already."""
    first, last = pl.Series([times.min(), times.max()], dtype=pl.Int64).cast(WALL).dt.year()
    return min(max(first - 1, YEARS[0]), YEARS[1]), max(min(last + 1, YEARS[1]), YEARS[0])


def _changes(name: str, first: int, last: int) -> list[Change]:
    return [one for year in range(first, last + 1) for one in changes_of(name, year)]


def _at_first(name: str, first: int) -> int:
    return seconds_from_utc(datetime(first, 1, 1, tzinfo=UTC), name)


@lru_cache(maxsize=256)
def _in_utc(name: str, first: int, last: int) -> _Stretches:
    """How far the clock is ahead, by moments in UTC."""
    changes = _changes(name, first, last)
    return _Stretches.of([one.at for one in changes], [_at_first(name, first), *(one.after for one in changes)])


@lru_cache(maxsize=256)
def _on_the_wall(name: str, first: int, last: int) -> _Stretches:
    """How far the clock is ahead, by what it shows: where it is set back the old distance holds until it has run down, where it is
    set forward there is none for what it skips."""
    starts: list[int] = []
    ahead: list[int | None] = [_at_first(name, first)]
    for one in _changes(name, first, last):
        skips = one.after > one.before
        starts += [one.at + one.before, one.at + one.after] if skips else [one.at + one.before]
        ahead += [None, one.after] if skips else [one.after]
    return _Stretches.of(starts, ahead)


@lru_cache(maxsize=256)
def _repeats(name: str, first: int, last: int) -> _Stretches:
    """How much later, by moments in UTC, the clock shows the same time again: nothing but in the first pass of what it repeats."""
    back = [one for one in _changes(name, first, last) if one.after < one.before]
    starts = [start for one in back for start in (one.at - (one.before - one.after), one.at)]
    return _Stretches.of(starts, [0, *(later for one in back for later in (one.before - one.after, 0))])


def _signed(seconds: int) -> str:
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}{minutes % 60:02}"
