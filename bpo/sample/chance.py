"""Draws that are the same everywhere: only ``random.Random(...).random()`` is asked, all else is plain arithmetic.

The standard library promises the sequence of ``random()`` for a seed; it promises nothing for ``gauss``, ``choices`` or
``shuffle``, and ``math.log`` may differ in its last bit from one C library to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

_STEPS = 512


class Chance:
    """One stream of draws. Every export has a stream of its own, so a change in one leaves the bytes of the others alone."""

    __slots__ = ("random",)

    def __init__(self, seed: int, *names: str) -> None:
        self.random = Random("/".join((str(seed), *names))).random

    def below(self, count: int) -> int:
        return int(self.random() * count)

    def happens(self, probability: float) -> bool:
        return self.random() < probability

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self.random() * len(choices))]

    def draw(self, spread: Spread) -> int:
        return spread.at(self.random())


class Spread:
    """A distribution of whole numbers, given as straight lines between points (share of the draws, value below).

    >>> Spread((0, 10), (0.5, 20), (1, 100)).at(0.25)
    15
    """

    __slots__ = ("_table",)

    def __init__(self, *points: tuple[float, float]) -> None:
        assert points[0][0] == 0 and points[-1][0] == 1, "the points go from none of the draws to all of them"
        table, lower = [], 0
        for step in range(_STEPS + 1):
            share = step / _STEPS
            while share > points[lower + 1][0]:
                lower += 1
            (left, low), (right, high) = points[lower], points[lower + 1]
            table.append(low + (high - low) * (share - left) / (right - left))
        self._table = (*table, table[-1])

    def at(self, share: float) -> int:
        place = share * _STEPS
        step = int(place)
        low = self._table[step]
        return int(low + (self._table[step + 1] - low) * (place - step))


def time_of_day(weights_by_hour: Sequence[float]) -> Spread:
    """The spread of the second of the day, from 24 weights, one an hour."""
    assert len(weights_by_hour) == 24, "a day has 24 hours"
    total, reached = sum(weights_by_hour), 0.0
    points: list[tuple[float, float]] = []
    for hour, weight in enumerate(weights_by_hour):
        if weight:  # in a closed hour nothing is drawn: the line jumps to the next open one
            points.append((reached / total, hour * 3600))
            reached += weight
            points.append((reached / total, (hour + 1) * 3600))
    return Spread(*points[:-1], (1, points[-1][1]))


def mix(*weighted: tuple[T, int]) -> tuple[T, ...]:
    """Choices in whole proportions, to be picked from: ``mix(("a", 2), ("b", 1))`` is ``("a", "a", "b")``."""
    return tuple(choice for choice, weight in weighted for _ in range(weight))
