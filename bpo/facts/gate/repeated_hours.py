"""Rows of an hour that the clock showed twice: in which pass they lie, by how long they took; and those of which nothing tells.

The summer's hour comes first, then the clock is set back and shows it again. A call from 02:50 to 03:10 took 20 minutes in the
second pass, or 80 from the first: what is known of its talking and waiting tells which.
"""

from collections.abc import Collection, Set
from dataclasses import dataclass
from itertools import product

import polars as pl

from bpo.core.words import Words
from bpo.facts.clock import second_pass
from bpo.facts.gate.rules import CLOCKS_DIFFER_SECONDS, CONTACT, OUT
from bpo.facts.gate.values import IN_ZULU
from bpo.facts.sources.source import Source

Step = tuple[pl.Expr, ...]

IN_EITHER = Words(
    "rows-in-repeated-hour",
    en="rows that begin in the hour that the clock showed twice, of which neither their end nor a duration tells the pass (the first was "
    "taken): {count}",
    zh="{count} 行的开始时间落在因时钟拨回而重复的一小时内，其结束时间与时长均无法判断属于哪一次：已按第一次处理",
)
UNDECIDED = "\x1fundecided"
"""True of a row whose pass nothing tells."""
TALK, PARTS = "talk_seconds", ("ivr_seconds", "wait_seconds", "hold_seconds")
"""What a contact is spent on, one after the other; after-call work may go on when it has ended. Without its talking nobody knows
how long it took."""
_LATER, _COST = "\x1flater ", "\x1fcost "
_IMPOSSIBLE = 10**12


@dataclass(frozen=True)
class RepeatedHours:
    """``on_the_wall`` are columns of moments that had no zone, ``zulu`` those of which some rows said that they are UTC, ``known``
    all columns that an export gives."""

    source: Source
    on_the_wall: Set[str]
    zulu: Set[str]
    known: Collection[str]

    def steps(self) -> list[Step]:
        """The moments of rows that only a second pass explains are turned; every other row stays in the first."""
        start, end = self.pair
        if start not in self.on_the_wall or end not in self.known:
            time = self.source.table.time
            return [(self._later(time),), (self._undecided_alone(time),)] if time in self.on_the_wall else []
        costs = tuple(self._cost(*passes).alias(_COST + "".join(map(str, passes))) for passes in _PASSES)
        return [
            tuple(self._later(name) for name in self.pair),
            costs,
            (*map(self._turned, self.pair), self._undecided()),
        ]

    @property
    def pair(self) -> tuple[str, str]:
        """When a row begins and ends."""
        span = self.source.table.span
        return CONTACT if span is None else (span.start, span.end)

    def _later(self, name: str) -> pl.Expr:
        """The same time in the second pass, if the clock showed it twice and the row does not say itself which it means."""
        moment = pl.col(OUT + name)
        later = second_pass(moment, self.source.timezone) if name in self.on_the_wall else moment
        if name in self.zulu:
            later = pl.when(pl.col(IN_ZULU + name).is_null()).then(later).otherwise(moment)
        return later.alias(_LATER + name)

    def _length(self, start_pass: int, end_pass: int) -> pl.Expr:
        start, end = (
            pl.col((_LATER if number else OUT) + name)
            for name, number in zip(self.pair, (start_pass, end_pass), strict=True)
        )
        return (end - start).dt.total_seconds()

    def _cost(self, start_pass: int, end_pass: int) -> pl.Expr:
        """How far a reading is from what is known: least of all one shorter than that. Null where nothing is."""
        length, spent = self._length(start_pass, end_pass), self._spent()
        too_short = (length < spent - CLOCKS_DIFFER_SECONDS) | (length < 0)
        return (length - spent).abs() + pl.when(too_short).then(_IMPOSSIBLE).otherwise(0)

    def _spent(self) -> pl.Expr:
        """The seconds that the row says it took."""
        span = self.source.table.span
        if span is not None:
            hours = pl.col(OUT + span.hours) if span.hours in self.known else pl.lit(None, pl.Decimal(18, 4))
            return (hours.to_physical().cast(pl.Int64) * 36) // 100
        if TALK not in self.known:
            return pl.lit(None, pl.Int64)
        parts = [pl.col(OUT + name) for name in (TALK, *PARTS) if name in self.known]
        return pl.when(pl.col(OUT + TALK).is_not_null()).then(pl.sum_horizontal(parts))

    def _turned(self, name: str) -> pl.Expr:
        """The reading that costs least; of equal ones the first."""
        place = self.pair.index(name)
        least = pl.min_horizontal(_costs(_PASSES))
        made = pl.col(OUT + name)
        for passes in reversed(_PASSES):
            made = (
                pl.when(pl.col(_costs([passes])[0]) == least)
                .then((_LATER if passes[place] else OUT) + name)
                .otherwise(made)
            )
        return made.alias(OUT + name)

    def _undecided(self) -> pl.Expr:
        """Both passes are as likely, or nothing is known of the time that it took and it can have ended after either."""
        start, end = self.pair
        first, second = (pl.min_horizontal(_costs([one for one in _PASSES if one[0] == number])) for number in (0, 1))
        either = pl.col(_LATER + end).is_null() | (pl.col(_LATER + end) >= pl.col(_LATER + start))
        return (self._twice(start) & pl.coalesce(first == second, either)).alias(UNDECIDED)

    def _undecided_alone(self, name: str) -> pl.Expr:
        return self._twice(name).alias(UNDECIDED)

    def _twice(self, name: str) -> pl.Expr:
        return (pl.col(_LATER + name) != pl.col(OUT + name)).fill_null(False)


_PASSES = tuple(product((0, 1), repeat=2))
"""The passes of beginning and end, the first of both before all others."""


def _costs(readings: Collection[tuple[int, ...]]) -> list[str]:
    return [_COST + "".join(map(str, one)) for one in readings]
