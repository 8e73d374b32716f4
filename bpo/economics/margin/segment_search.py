"""Where to look at a margin: places between which nothing turns, each stretch proven straight or followed to single steps.

A stretch is straight if the same rules apply at both of its ends, and every number in them lies on one line with two neighbouring
places inside. A tier, a band, a limit or a begun step is passed in one direction only, and so none can begin and end inside: it
would change a rule or a number at one end; and a number that goes up in even steps is on its line at two neighbours nowhere.

What this does not prove: bands of a score whose factor goes up and down to the same value again, between two places that were looked
at; a step tells the factor, not the band. Bounds of KPIs and volumes are looked at in any case, and so are not concerned.
"""

import heapq
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from bpo.contracts.blocks.refine import drawn
from bpo.economics.margin.segments import Segment

GOLDEN = Fraction(618_034, 1_000_003)
"""Where a stretch is cut: never where even steps repeat."""


LOOKS_OF_A_PLACE = 3
"""How often a stretch is looked at to tell whether it is straight: at its beginning and two places inside."""
Look = Callable[[Fraction], Segment]

KINK_SOUGHT_FROM = 16
"""Steps of a stretch from which two straight lines are sooner met than it is cut down to a step."""


@dataclass
class Search:
    """Places of a margin from ``first`` to ``last``, multiples of ``step`` and the ends; each is looked at once."""

    look: Look
    first: Fraction
    last: Fraction
    step: Fraction
    turns_only: bool = False
    """Whether stretches that bend far from zero are left alone."""
    jagged: bool = False
    """Whether it is known to be straight nowhere, so that no look is spent on that."""
    left: list[tuple[Fraction, Fraction]] = field(default_factory=list)
    """Between which places it was not followed to its end."""
    _found: dict[int, Segment] = field(default_factory=dict)
    _most: float = math.inf

    def places(self, known: Iterable[Fraction], most: int, even: Iterable[Fraction] = ()) -> list[Fraction]:
        """The places that draw the margin, ``known`` ones with their neighbours and the ends looked at in any case.

        ``even`` places are looked at too, and count among the ``most``.

        ``left`` then says which stretches were not followed to their end. With more than ``most`` looks besides the known ones
        only stretches in which the margin changes its sign are.
        """
        begin, end = math.floor(self.first / self.step), math.ceil(self.last / self.step)
        kept = {begin, end}
        for knot in known:
            floor, ceil = math.floor(knot / self.step), math.ceil(knot / self.step)
            kept |= {place for place in (floor - 1, floor, ceil, ceil + 1) if begin < place < end}
        self._most = most + LOOKS_OF_A_PLACE * len(kept)
        kept |= {round(place / self.step) for place in even}
        gaps: list[tuple[bool, Fraction, int, int]] = []
        for low, high in pairwise(sorted(kept)):
            self._consider(gaps, low, high)
        while gaps:
            _, _, low, high = heapq.heappop(gaps)
            inside = self._inside(low, high)
            if self._spent and len({_sign(self._margin(n)) for n in (low, *inside, high)}) == 1:
                self._leave(low, high)
                continue
            beside = set(self._beside_zero(low, high))
            cut = sorted(
                {*beside, *(() if beside and self.turns_only and not self._spent else self._kink(low, high) or inside)}
            )
            kept |= set(cut)
            for left, right in pairwise((low, *cut, high)):
                self._consider(gaps, left, right)
        points = [(self._place(n), self._at(n).numbers[:2]) for n in sorted(kept)]
        return [place for place, _ in drawn(points, self.step)]

    def _consider(self, gaps: list[tuple[bool, Fraction, int, int]], low: int, high: int) -> None:
        """Puts a stretch that is not straight among those to be followed; first where the margin may be zero, then the most bent."""
        if high - low < 2:
            return
        if self._spent and _sign(self._margin(low)) == _sign(self._margin(high)):
            self._leave(low, high)
            return
        if self._straight(low, high):
            return
        inside = self._inside(low, high)
        margins = [self._margin(n) for n in (low, *inside, high)]
        bend = max(abs(off) for n in inside for off in self._off(low, n, high, 2))
        may_cross = len({_sign(margin) for margin in margins}) > 1 or min(map(abs, margins)) <= bend
        if self.turns_only and not may_cross:
            self._leave(low, high)
            return
        heapq.heappush(gaps, (not may_cross, -bend, low, high))

    def _leave(self, low: int, high: int) -> None:
        self.left.append((self._place(low), self._place(high)))

    def _straight(self, low: int, high: int) -> bool:
        if self.jagged:
            return False
        left, right = self._at(low), self._at(high)
        if high - low == 2 and left.numbers[:2] != right.numbers[:2]:
            return False  # all that is inside is the one place: two jumps in a row may lie on a line
        inside = [*self._inside(low, high), *self._beside_zero(low, high)]
        return self._alike(low, high, *inside) and not any(off for n in inside for off in self._off(low, n, high))

    def _off(self, low: int, n: int, high: int, first: int | None = None) -> Iterator[Fraction]:
        """How far each of the ``first`` numbers at a place lies off the line between the ends of its stretch."""
        x0, x, x1 = self._place(low), self._place(n), self._place(high)
        share = (x - x0) / (x1 - x0)
        rows = zip(*(self._at(place).numbers[:first] for place in (low, n, high)), strict=True)
        # Most rates are the very same.
        moved = rows if first else (row for row in rows if not row[0] is row[1] is row[2])
        return (y - y0 - (y1 - y0) * share if y0 != y1 else y - y0 for y0, y, y1 in moved)

    def _inside(self, low: int, high: int) -> tuple[int, ...]:
        """Two neighbours inside a stretch, one if there is no more; and a third place below them where no rules tell pieces apart."""
        width = high - low
        if self._spent and (beside := self._beside_zero(low, high)):
            return tuple(sorted({*beside, (low + high) // 2} - {low, high}))  # the shortest way to where it crosses
        place = low + max(1, math.floor(width * GOLDEN) - 1)
        below = () if self._at(low).rules else (low + math.floor(width * GOLDEN**3),)
        return tuple(sorted({n for n in (place, place + 1, *below) if low < n < high}))

    def _kink(self, low: int, high: int) -> tuple[int, ...]:
        """The places beside that where a stretch has its one kink, if its one side is straight up to the neighbours inside; else none."""
        inside = self._inside(low, high)
        if self._spent or len(inside) < 2 or high - low < KINK_SOUGHT_FROM:
            return ()
        one, other = inside[-2:]
        if self._alike(one, other, high) and not any(self._off(one, other, high)):
            return self._meeting((low, low + 1), (one, other))
        if self._alike(low, one, other) and not any(self._off(low, one, other)):
            return self._meeting((one, other), (high - 1, high))
        return ()

    def _alike(self, *places: int) -> bool:
        """Whether the same rules apply at all these places, with as many numbers."""
        found = [self._at(n) for n in places]
        return all(one.rules == found[0].rules and len(one.numbers) == len(found[0].numbers) for one in found)

    def _meeting(self, left: tuple[int, int], right: tuple[int, int]) -> tuple[int, ...]:
        """The places beside that where the line through two neighbours meets that through two others, of the first number to bend there."""
        first = None if self._alike(*left, *right) else 2
        (x0, x1), (x2, x3) = ((self._place(a), self._place(b)) for a, b in (left, right))
        for y0, y1, y2, y3 in zip(*(self._at(n).numbers[:first] for n in (*left, *right)), strict=True):
            slope, other = (y1 - y0) / (x1 - x0), (y3 - y2) / (x3 - x2)
            if slope != other:
                place = math.floor((y2 - y0 + slope * x0 - other * x2) / (slope - other) / self.step)
                if left[1] <= place < right[0]:
                    return tuple(n for n in (place, place + 1) if left[0] < n < right[1])
        return ()

    @property
    def _spent(self) -> bool:
        return self.jagged or len(self._found) >= self._most

    def _beside_zero(self, low: int, high: int) -> list[int]:
        """The places beside that where a line would cross zero: a crossing is never merely drawn."""
        y0, y1 = self._margin(low), self._margin(high)
        if y0 * y1 >= 0:
            return []
        place = low + math.floor((high - low) * y0 / (y0 - y1))
        return [n for n in (place, place + 1) if low < n < high]

    def _place(self, n: int) -> Fraction:
        return min(max(n * self.step, self.first), self.last)

    def _at(self, n: int) -> Segment:
        if n not in self._found:
            self._found[n] = self.look(self._place(n))
        return self._found[n]

    def _margin(self, n: int) -> Fraction:
        revenue, cost = self._at(n).numbers[:2]
        return revenue - cost


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)
