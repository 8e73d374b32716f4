"""A margin followed from piece to piece: each look tells a whole stretch, and the next one begins behind it."""

import heapq
import math
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from bpo.economics.margin.pieces import Piece, sign

ROW = 6
"""After so many places in a row that tell of themselves alone, it is gone on in the middle of what is left."""


@dataclass
class Walk:
    """Places from ``first`` to ``last``, multiples of ``step`` and the ends, each by its number.

    ``most`` looks are made; beyond them only changes of sign are followed to the step at which they are.
    """

    look: Callable[[Fraction], Piece]
    first: Fraction
    last: Fraction
    step: Fraction
    most: int
    left: list[tuple[int, int]] = field(default_factory=list)
    """Places about which nothing is proven, from and to."""
    _looked: dict[int, Piece] = field(default_factory=dict)
    _told: list[tuple[int, int, Piece]] = field(default_factory=list)
    """Which places a piece tells of, in order; no place twice."""

    def tells_of_stretches(self) -> bool:
        """Whether a look in the middle, or beside it, tells of more than its place; else nothing is won by a walk."""
        middle = (self._begin + self._end) // 2
        return any(self._span(self._at(n)) != (n, n) for n in (middle, min(middle + 1, self._end)))

    def follow(self) -> None:
        """Looks from piece to piece until every place is told, or ``most`` looks were made."""
        ranges = [(False, 0, self._begin, self._end, 0)]
        for n in list(self._looked):
            ranges = [rest for one in ranges for rest in self._without(one, n)]
        heapq.heapify(ranges)
        while ranges and len(self._looked) < self.most:
            _, _, low, high, row = heapq.heappop(ranges)
            n = (low + high) // 2 if row >= ROW else low
            for one in self._without((False, 0, low, high, row), n):
                heapq.heappush(ranges, one)
        for _, _, low, high, _ in ranges:
            self._narrow(low, high)
        self.left.sort()

    def _without(self, within: tuple[bool, int, int, int, int], n: int) -> Iterator[tuple[bool, int, int, int, int]]:
        """What is left of a range once a place in it was looked at; first what may hide a change of sign, then what is longest."""
        _, _, low, high, row = within
        if not low <= n <= high:
            yield within
            return
        piece = self._at(n)
        spans = [(max(a, low), min(b, high)) for a, b in self._spans(piece) if a <= high and b >= low]
        row = row + 1 if spans == [(n, n)] and n == low else 0
        for a, b in spans:
            self._tell(a, b, piece)
        rest, start = [], low
        for a, b in [*spans, (high + 1, high + 1)]:
            if start < a:
                rest.append((start, a - 1))
            start = b + 1
        for a, b in rest:
            changes = len({self.sign(m) for m in (a - 1, b + 1)} - {None}) > 1
            yield (not changes, a - b, a, b, row if a > n else 0)

    def _narrow(self, low: int, high: int) -> None:
        """Beyond the looks there were: the steps at which the sign changes between two places that are told."""
        if low > high:
            return
        if self.sign(low - 1) == self.sign(high + 1):
            self.left.append((low, high))
            return
        middle = (low + high) // 2
        self._tell(middle, middle, self._at(middle))
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

    def _at(self, n: int) -> Piece:
        if n not in self._looked:
            self._looked[n] = self.look(self.place(n))
        return self._looked[n]

    def _tell(self, a: int, b: int, piece: Piece) -> None:
        i = bisect_right(self._told, a, key=lambda one: one[0])
        self._told.insert(i, (a, b, piece))

    def _span(self, piece: Piece) -> tuple[int, int]:
        """The places on its stretch."""
        stretch = piece.stretch
        low, high = math.ceil(stretch.low / self.step), math.floor(stretch.high / self.step)
        here = next(n for n, one in self._looked.items() if one is piece)
        low = self._begin if stretch.low <= self.first and stretch.holds(self.first) else low
        high = self._end if stretch.high >= self.last and stretch.holds(self.last) else high
        while low < here and not stretch.holds(self.place(low)):
            low += 1
        while high > here and not stretch.holds(self.place(high)):
            high -= 1
        return min(low, here), max(high, here)

    def _spans(self, piece: Piece) -> list[tuple[int, int]]:
        """The places that it tells the sign of: where its margin is off its line, not those near zero."""
        low, high = self._span(piece)
        here = next(n for n, one in self._looked.items() if one is piece)
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
