"""The axis of every chart: round numbers that hold all values, and where a value lies on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.core.money import to_places
from bpo.core.words import show_number

HEIGHT, TOP, BOTTOM = 170, 10, 24
STEPS_MAX = 5


@dataclass(frozen=True, slots=True)
class Scale:
    """A value axis between two round numbers, in steps of 1, 2 or 5 times a power of ten."""

    low: Fraction
    step: Fraction
    count: int

    @classmethod
    def over(cls, values: Sequence[Fraction], least_step: Fraction = Fraction(0)) -> Scale:
        """The scale that holds all values, in about five steps of at least ``least_step``."""
        low, high = min(values), max(values)
        if low == high:
            low, high = min(low, Fraction(0)), max(high, low + 1)
        step = max(_round_step((high - low) / STEPS_MAX), least_step)
        first = low // step * step
        if first == low > 0:
            first -= step  # what lies on the axis cannot be seen
        return cls(first, step, int(-((first - high) // step)))

    def share(self, value: Fraction) -> Fraction:
        """How far along the axis the value lies: 0 at its low end, 1 at its high one."""
        return (value - self.low) / (self.step * self.count)

    def y(self, value: Fraction) -> Fraction:
        """How far down from the top of the chart the value lies."""
        return HEIGHT - BOTTOM - self.share(value) * (HEIGHT - TOP - BOTTOM)

    @property
    def marks(self) -> list[Fraction]:
        """The round numbers, from end to end."""
        return [self.low + self.step * i for i in range(self.count + 1)]


def _round_step(least: Fraction) -> Fraction:
    """The smallest of 1, 2, 5 × 10ⁿ that is not below ``least``."""
    power = Fraction(1)
    while power * 10 <= least:
        power *= 10
    while power > least:
        power /= 10
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= least)


def px(value: Fraction) -> str:
    """A length for SVG, to a hundredth."""
    return show_number(to_places(value, 2), 2).replace(",", "")
