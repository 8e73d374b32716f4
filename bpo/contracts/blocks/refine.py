"""Where a function changes: its values at steps of a grid, with both sides of every jump and every kink."""

import heapq
import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from bpo.core.sums import ZERO

Values = tuple[Fraction, ...]
EVALUATIONS_MAX = 300


def refined(
    value: Callable[[Fraction], Values], first: Fraction, last: Fraction, step: Fraction, known: Iterable[Fraction] = (),
    most: int = EVALUATIONS_MAX,
) -> list[tuple[Fraction, Values]]:  # fmt: skip
    """Points of ``value`` from ``first`` to ``last`` that draw it: straight between them, or one ``step`` apart.

    Args:
        value: some figures for each place; it may jump.
        first, last: the ends, ``first`` below ``last``.
        step: the smallest difference that is told apart. Places are multiples of it, and the ends.
        known: places where it may change; they and the step on either side are looked at in any case.
        most: how often ``value`` is asked beyond that. A curve that bends everywhere is followed until then.

    >>> def jump(x): return (Fraction(int(x >= 7)),)
    >>> [int(x) for x, _ in refined(jump, Fraction(0), Fraction(100), Fraction(1))]
    [0, 6, 7, 100]
    """
    found: dict[Fraction, Values] = {}

    def at(place: Fraction) -> Values:
        if place not in found:
            found[place] = value(place)
        return found[place]

    def on_grid(index: int) -> Fraction:
        return min(max(index * step, first), last)

    kept = {first, last}
    for knot in known:
        kept |= {on_grid(math.floor(knot / step) + n) for n in (-1, 0, 1)} | {on_grid(math.ceil(knot / step) + 1)}
    indices = sorted({math.floor(first / step), math.ceil(last / step), *(round(place / step) for place in kept)})
    gaps: list[tuple[Fraction, int, int]] = []

    def look_into(low: int, high: int) -> None:
        if high - low == 2 and at(on_grid(low)) != at(on_grid(high)):
            kept.add(on_grid(low + 1))  # two jumps in a row may lie on a straight line
        elif high - low > 1:
            odd = max(_bend(at, on_grid, low, high, probe) for probe in _inside(low, high))
            if odd:
                heapq.heappush(gaps, (-odd, low, high))

    for low, high in pairwise(indices):
        look_into(low, high)
    while gaps and len(found) < most + len(indices):
        _, low, high = heapq.heappop(gaps)
        middle = (low + high) // 2
        kept.add(on_grid(middle))
        look_into(low, middle)
        look_into(middle, high)
    return drawn([(place, at(place)) for place in sorted(kept)], step)


def _inside(low: int, high: int) -> set[int]:
    """Places inside a gap at which a straight line is tested; none of them halves the others' distances."""
    width = high - low
    return {low + max(1, width // 2), low + max(1, width // 3), low + max(1, width * 5 // 6)} - {high}


def _bend(
    at: Callable[[Fraction], Values], on_grid: Callable[[int], Fraction], low: int, high: int, probe: int
) -> Fraction:
    """How far the value at ``probe`` lies off the straight line between the ends of its gap."""
    x0, x, x1 = on_grid(low), on_grid(probe), on_grid(high)
    moved = [row for row in zip(at(x0), at(x), at(x1), strict=True) if not row[0] == row[1] == row[2]]  # a few of many
    share = (x - x0) / (x1 - x0) if moved and x1 != x0 else ZERO
    return max((abs(y - y0 - (y1 - y0) * share) for y0, y, y1 in moved), default=ZERO)


def drawn(points: Sequence[tuple[Fraction, Values]], step: Fraction) -> list[tuple[Fraction, Values]]:
    """The points without those that lie on the straight line between their neighbours; two jumps in a row are no line."""
    kept: list[tuple[Fraction, Values]] = []
    for i, (x, ys) in enumerate(points):
        if kept and i + 1 < len(points):
            (x0, y0s), (x1, y1s) = kept[-1], points[i + 1]
            straight = all((y - y0) * (x1 - x0) == (y1 - y0) * (x - x0) for y0, y, y1 in zip(y0s, ys, y1s, strict=True))
            if straight and (ys == y0s or x - x0 > step or x1 - x > step):
                continue
        kept.append((x, ys))
    return kept
