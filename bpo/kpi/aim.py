"""What the values of a KPI are held against: a target that may ramp up, or a range, and which way is better."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

Better = Literal["high", "low"]


@dataclass(frozen=True, slots=True)
class Aim:
    """``target`` alone, after the months of ``ramp``; or a range from ``target`` to ``at_most``, up to which ``better`` is high."""

    target: Fraction | None
    at_most: Fraction | None
    ramp: tuple[Fraction, ...]
    better: Better

    @property
    def range(self) -> tuple[Fraction, Fraction] | None:
        """Both ends of a target that is a range."""
        return None if self.target is None or self.at_most is None else (self.target, self.at_most)

    def in_month(self, number: int) -> Fraction | None:
        """The target in the contract's ``number``-th month: those of ``ramp`` first, then ``target``."""
        return self.ramp[number - 1] if 1 <= number <= len(self.ramp) else self.target

    def of(self, value: Fraction | None, number: int) -> tuple[Fraction | None, Better]:
        """The target that a value is held against and which way is better: of a range its upper end, above it, else its lower."""
        if self.at_most is not None and value is not None and value > self.at_most:
            return self.at_most, "low"
        return self.in_month(number), self.better

    def extreme(self, low: Fraction, high: Fraction, best: bool) -> Fraction:
        """The best or the worst from ``low`` to ``high``: of a range its lower end, and what lies furthest outside it."""
        if self.target is None or self.at_most is None:
            return high if best == (self.better == "high") else low
        if best:
            return self.target
        return high if high - self.at_most > self.target - low else low

    def worse_first(self, low: Fraction, high: Fraction) -> tuple[Fraction, Fraction] | None:
        """Two values, the worse one first; None where neither is, inside a range. No end of a range lies between them."""
        if self.target is None or self.at_most is None:
            return (low, high) if self.better == "high" else (high, low)
        if high <= self.target:
            return low, high
        return (high, low) if low >= self.at_most else None

    def meets(self, value: Fraction, target: Fraction) -> bool:
        """Exactly on the target is met, and so is either end of a range."""
        if self.at_most is not None:
            return target <= value <= self.at_most
        return value >= target if self.better == "high" else value <= target
