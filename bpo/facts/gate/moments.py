"""The moments of a row that lean on one another: midnight, the time zone, and an hour that the clock showed twice."""

from collections.abc import Set
from dataclasses import dataclass

import polars as pl

from bpo.facts.clock import in_utc, second_pass, wall_clock
from bpo.facts.gate.repeated_hours import RepeatedHours
from bpo.facts.gate.rules import ORDER, OUT
from bpo.facts.gate.values import IN_ZULU, LOCAL
from bpo.facts.sources.source import Source

DAY_MICROSECONDS = 86_400_000_000

Step = tuple[pl.Expr, ...]


@dataclass(frozen=True)
class Moments:
    """Columns by their names: ``local`` still are the wall clock's, of ``zulu`` some rows may say that they are UTC,
    ``on_the_wall`` are all that had no zone, also those which are in UTC already; ``known`` are the columns of any type that the
    export gives."""

    source: Source
    local: Set[str]
    zulu: Set[str]
    on_the_wall: Set[str]
    known: Set[str]

    def steps(self) -> list[Step]:
        """What is to be done first, in this order."""
        return [*self._after_midnights(), tuple(self._in_utc(name) for name in sorted(self.local))]

    def steps_if_repeated(self) -> list[Step]:
        """What is to be done then where any moment of the rows lies in an hour that the clock showed twice; elsewhere it changes nothing."""
        by_length = RepeatedHours(self.source, self.on_the_wall, self.zulu, self.known).steps()
        return [*by_length, *self._second_passes()]

    def any_repeated(self) -> pl.Expr:
        """Whether any moment does."""
        moments = [pl.col(OUT + name) for name in sorted(self.on_the_wall)]
        return pl.any_horizontal(False, *((second_pass(one, self.source.timezone) != one).any() for one in moments))

    def _after_midnights(self) -> list[Step]:
        """Local times in the order in which they lean on one another."""
        steps, settled = [], {name for name in self.local if self.source.entries[name].not_before is None}
        waiting = self.local - settled
        while waiting:
            ready = {name for name in waiting if self.source.entries[name].not_before not in waiting}
            assert ready, "circles were refused when the file was read"
            steps.append(tuple(self._after_midnight(name) for name in sorted(ready)))
            waiting -= ready
        return steps

    def _after_midnight(self, name: str) -> pl.Expr:
        """More than half a day earlier is the next day. Less is two clocks that disagree: kept, or emptied if so written."""
        entry = self.source.entries[name]
        other = str(entry.not_before)
        value = pl.col(LOCAL + name)
        floor = pl.col(LOCAL + other) if other in self.local else wall_clock(pl.col(OUT + other), self.source.timezone)
        back = (floor - value).dt.total_microseconds()
        wrapped = pl.when(back > DAY_MICROSECONDS // 2).then(value.dt.offset_by("1d")).otherwise(value)
        if entry.if_earlier == "empty":
            wrapped = pl.when((back <= 0) | (back > DAY_MICROSECONDS // 2) | back.is_null()).then(wrapped)
        return wrapped.alias(LOCAL + name)

    def _in_utc(self, name: str) -> pl.Expr:
        """Of an hour that the clock showed twice, the first; an hour that it skipped is null."""
        local = pl.col(LOCAL + name)
        made = in_utc(local, self.source.timezone)
        if name in self.zulu:
            made = pl.coalesce(pl.when(local.is_not_null()).then(pl.col(IN_ZULU + name)), made)
        return made.alias(OUT + name)

    def _second_passes(self) -> list[Step]:
        """A moment that leans on another is looked at after it."""
        steps = []
        waiting = {name: floors for name in self.on_the_wall if (floors := self._floors(name))}
        while waiting:
            ready = {name for name, floors in waiting.items() if not floors & waiting.keys()} or set(waiting)
            steps.append(tuple(self._second_if_earlier(name, waiting[name]) for name in sorted(ready)))
            waiting = {name: floors for name, floors in waiting.items() if name not in ready}
        return steps

    def _floors(self, name: str) -> set[str]:
        """The moments that a moment of the same row cannot precede."""
        pairs = ORDER.get(self.source.table.name, ())
        named = {first for first, second in pairs if second == name} | {str(self.source.entries[name].not_before)}
        return {one for one in named & self.source.entries.keys() if self.source.entries[one].source is not None}

    def _second_if_earlier(self, name: str, floors: Set[str]) -> pl.Expr:
        """Of an hour that the clock showed twice, the second pass where by the first a row would end before it began, and by the
        second it does not: what began at 02:50 and ended at 02:10 took twenty minutes."""
        moment, floor = pl.col(OUT + name), pl.max_horizontal(OUT + other for other in sorted(floors))
        later = second_pass(moment, self.source.timezone)
        earlier = (moment < floor) & (later >= floor)
        if name in self.zulu:
            earlier &= pl.col(IN_ZULU + name).is_null()
        return pl.when(earlier).then(later).otherwise(moment).alias(OUT + name)
