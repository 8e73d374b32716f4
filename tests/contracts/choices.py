"""Where random contracts and figures take their choices from: Hypothesis, which makes a failure small, or a seed, which is quick."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil, floor
from random import Random
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Choices(Protocol):
    """Makes choices one by one."""

    def one(self, ways: Sequence[T]) -> T: ...

    def whole(self, low: int, high: int) -> int: ...

    def fraction(self, low: Fraction, high: Fraction, max_denominator: int) -> Fraction: ...


class Drawn:
    """Choices that Hypothesis makes."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw

    def one(self, ways: Sequence[T]) -> T:
        found: T = self.draw(st.sampled_from(list(ways)))
        return found

    def whole(self, low: int, high: int) -> int:
        return int(self.draw(st.integers(low, high)))

    def fraction(self, low: Fraction, high: Fraction, max_denominator: int) -> Fraction:
        found: Fraction = self.draw(st.fractions(low, high, max_denominator=max_denominator))
        return found


class Seeded:
    """Choices that hang on a seed alone."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def one(self, ways: Sequence[T]) -> T:
        return self.random.choice(ways)

    def whole(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def fraction(self, low: Fraction, high: Fraction, max_denominator: int) -> Fraction:
        below = self.random.randint(1, max_denominator)
        return Fraction(self.random.randint(ceil(low * below), floor(high * below)), below)
