"""A margin followed from piece to piece: each look tells a whole stretch, and the next one begins behind it."""

import heapq
import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from bpo.economics.margin.pieces import Look, Piece, sign

ROW = 6
"""After so many places in a row that tell of themselves alone, it is gone on in the middle of what is left."""
LOOSE_FROM = 16
"""Steps of a range from which a loose look is worth more than a strict one."""


@dataclass(frozen=True, slots=True, order=True)
class Range:
    """Places of which nothing is told yet, from ``low`` to ``high``; those that may hide a change of sign are first, then the longest."""

    is_calm: bool
    size: int
    low: int
    high: int
    loose: bool
    """Whether it is enough to know that it does not turn, however it bends."""
    row: int = 0
    """How many looks in a row told of their own place alone."""


@dataclass
class Walk:
    """Places from ``first`` to ``last``, multiples of ``step`` and the ends, each by its number.

    ``most`` looks are made to draw it, and as many again to tell where else it does not turn; beyond them only changes of sign are followed to the step at which they are.
    """

    look: Look
    first: Fraction
    last: Fraction
    step: Fraction
    most: int
    turns_only: bool = False
    left: list[tuple[int, int]] = field(default_factory=list)
    """Places about which nothing is proven, from and to."""
    _looked: dict[int, Piece] = field(default_factory=dict)
    _told: list[tuple[int, int, Piece]] = field(default_factory=list)
    """Which places a piece tells of, in order; no place twice."""

    def tells_of_stretches(self) -> bool:
        """Whether a look in the middle, or beside it, tells of more than its place; else nothing is won by a walk."""
        middle, whole = (self._begin + self._end) // 2, (self._begin, self._end)
        near = (middle, min(middle + 1, self._end))
        return any(self._span(n, self._at(n, *whole, self.turns_only)) != (n, n) for n in near)

    def follow(self) -> None:
        """Looks from piece to piece until every place is told, or there were looks enough."""
        ranges = [Range(False, 0, self._begin, self._end, self.turns_only)]
        for n in list(self._looked):
            ranges = [rest for one in ranges for rest in self._without(one, n)]
        ranges = self._followed(ranges, self.most)
        if not self.turns_only:
            ranges = self._followed([replace(one, loose=True) for one in ranges], 2 * self.most)
        for one in ranges:
            self._narrow(one.low, one.high)
        self.left.sort()

    def _followed(self, ranges: list[Range], most: int) -> list[Range]:
        """What is left of the ranges after so many looks in all."""
        heapq.heapify(ranges)
        while ranges and len(self._looked) < most:
            one = heapq.heappop(ranges)
            n = (one.low + one.high) // 2 if one.loose or one.row >= ROW else one.low
            for rest in self._without(one, n):
                heapq.heappush(ranges, rest)
        return ranges

    def _without(self, within: Range, n: int) -> Iterator[Range]:
        """What is left of a range once a place in it was looked at."""
        low, high = within.low, within.high
        if not low <= n <= high:
            yield within
            return
        piece = self._at(n, low, high, within.loose and high - low >= LOOSE_FROM)
        spans = [(max(a, low), min(b, high)) for a, b in self._spans(n, piece) if a <= high and b >= low]
        seen = self._span(n, piece)
        row = within.row + 1 if spans == [(n, n)] and n == low else 0
        for a, b in spans:
            self._tell(a, b, piece)
        start = low
        for a, b in [*spans, (high + 1, high + 1)]:
            if start < a:
                ends = (start, a - 1)
                doubtful = seen[0] <= start and a - 1 <= seen[1] and not piece.is_straight
                changes = len({self.sign(m) for m in (start - 1, a)} - {None}) > 1
                loose = within.loose and not doubtful
                yield Range(not changes, start - a, *ends, loose, row if start > n else 0)
            start = b + 1

    def _narrow(self, low: int, high: int) -> None:
        """Beyond the looks there were: the steps at which the sign changes between two places that are told."""
        if low > high:
            return
        if self.sign(low - 1) == self.sign(high + 1):
            self.left.append((low, high))
            return
        middle = (low + high) // 2
        self._tell(middle, middle, self._at(middle, low, high, loose=False))
        self._narrow(low, middle - 1)
        self._narrow(middle + 1, high)

    @property
    def looked(self) -> list[Piece]:
        """The pieces of every place that was looked at."""
        return list(self._looked.values())

    def piece(self, place: Fraction) -> Piece | None:
        """The straight piece that holds a place, on a step or between two."""
        i = bisect_right(self._told, place, key=lambda one: self.place(one[0])) - 1
        near = [self._told[k][2] for k in (i, i + 1) if 0 <= k < len(self._told)]
        return next((one for one in near if one.is_straight and one.stretch.holds(place)), None)

    def corners(self) -> list[Fraction]:
        """The places that draw it: the ends of straight pieces, what was looked at, and both sides of each change of sign."""
        found = {n for n in self._looked if self._begin <= n <= self._end}
        for a, b, piece in self._told:
            if piece.is_straight:
                found |= {a, b}
        for (_, a, _), (b, _, _) in zip(self._told, self._told[1:], strict=False):
            if self.sign(a) != self.sign(b):
                found |= {a, b}
        return [self.place(n) for n in sorted({*found, self._begin, self._end})]

    def sign(self, n: int) -> int | None:
        """The sign of the margin at a place that is told; else None."""
        i = bisect_right(self._told, n, key=lambda one: one[0]) - 1
        if i < 0 or self._told[i][1] < n:
            return None
        if n in self._looked:
            revenue, cost = self._looked[n].sums
            return sign(revenue - cost)
        return self._told[i][2].sign_at(self.place(n))

    def place(self, n: int) -> Fraction:
        return min(max(n * self.step, self.first), self.last)

    @property
    def _begin(self) -> int:
        return math.floor(self.first / self.step)

    @property
    def _end(self) -> int:
        return math.ceil(self.last / self.step)

    def _at(self, n: int, low: int, high: int, loose: bool) -> Piece:
        if n not in self._looked:
            self._looked[n] = self.look(self.place(n), (self.place(low), self.place(high)), loose)
        return self._looked[n]

    def _tell(self, a: int, b: int, piece: Piece) -> None:
        i = bisect_right(self._told, a, key=lambda one: one[0])
        self._told.insert(i, (a, b, piece))

    def _span(self, here: int, piece: Piece) -> tuple[int, int]:
        """The places on its stretch."""
        stretch = piece.stretch
        low, high = math.ceil(stretch.low / self.step), math.floor(stretch.high / self.step)
        low = self._begin if stretch.low <= self.first and stretch.holds(self.first) else low
        high = self._end if stretch.high >= self.last and stretch.holds(self.last) else high
        while low < here and not stretch.holds(self.place(low)):
            low += 1
        while high > here and not stretch.holds(self.place(high)):
            high -= 1
        return min(low, here), max(high, here)

    def _spans(self, here: int, piece: Piece) -> list[tuple[int, int]]:
        """The places that it tells the sign of: where its margin is off its line, not those near zero."""
        low, high = self._span(here, piece)
        if piece.is_straight:
            return [(low, high)]
        slope = piece.slopes[0] - piece.slopes[1]
        revenue, cost = piece.middle
        if not slope:
            ends = (0, 0) if piece.sign_at(self.place(low if low != here else high)) is None else (high + 1, high)
            doubtful = (low, high) if ends == (0, 0) else ends
        else:
            zeros = sorted(piece.stretch.place - (revenue - cost + off) / slope for off in (piece.less, piece.more))
            doubtful = math.floor(zeros[0] / self.step), math.ceil(zeros[1] / self.step)
        told = [(low, min(high, doubtful[0] - 1)), (max(low, doubtful[1] + 1), high)]
        spans = [(a, b) for a, b in told if a <= b]
        if not any(a <= here <= b for a, b in spans):
            spans.append((here, here))
        return sorted(spans)
