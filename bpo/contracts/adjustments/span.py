"""How far an amount can go: the least and the most that it can be, without a bound where it can be anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from bpo.contracts.adjustments.limits import Limit

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Span:
    """From ``low`` to ``high``, both included; None: no bound on that side."""

    low: Fraction | None
    high: Fraction | None

    @classmethod
    def of(cls, values: Iterable[Fraction]) -> Span:
        """The span of these values, of which there is at least one."""
        listed = list(values)
        return cls(min(listed), max(listed))

    @property
    def constant(self) -> bool:
        return self.low is not None and self.low == self.high

    def plus(self, other: Span) -> Span:
        low = None if self.low is None or other.low is None else self.low + other.low
        return Span(low, None if self.high is None or other.high is None else self.high + other.high)

    def times(self, other: Span) -> Span:
        """All products of a value of this span and one of the other.

        >>> Span(Fraction(-1), Fraction(2)).times(Span(Fraction(3), Fraction(4)))
        Span(low=Fraction(-4, 1), high=Fraction(8, 1))
        """
        if self == NOTHING or other == NOTHING:
            return NOTHING
        if None not in (self.low, self.high, other.low, other.high):
            return Span.of(
                a * b for a in (self.low, self.high) for b in (other.low, other.high) if a is not None and b is not None
            )
        one, two = (self, other) if other.low is not None and other.low >= 0 else (other, self)
        if two.low is None or two.low < 0:
            return ANYTHING
        # The second factor is never negative, so the signs of the first one's ends are those of the product's.
        most = two.high
        low = None if one.low is None or (one.low < 0 and most is None) else one.low * (most if one.low < 0 and most is not None else two.low)  # fmt: skip
        high = None if one.high is None or (one.high > 0 and most is None) else one.high * (most if one.high > 0 and most is not None else two.low)  # fmt: skip
        return Span(low, high)

    def with_zero(self) -> Span:
        return self.hull(NOTHING)

    def holds(self, value: Fraction) -> bool:
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def not_below_zero(self) -> Span:
        return Span(max(ZERO, self.low or ZERO), None if self.high is None else max(ZERO, self.high))

    def each(self, change: Callable[[Fraction], Fraction]) -> Span:
        """Both ends changed; where there is no bound, there is none."""
        return Span(*(None if end is None else change(end) for end in (self.low, self.high)))

    def hull(self, other: Span) -> Span:
        """The least span that holds both."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        return Span(low, None if self.high is None or other.high is None else max(self.high, other.high))

    def negated(self) -> Span:
        return Span(None if self.high is None else -self.high, None if self.low is None else -self.low)


NOTHING = Span(ZERO, ZERO)
ANYTHING = Span(None, None)


@dataclass(frozen=True, slots=True)
class Own:
    """``amount = fixed + share × lines``, for all values of what moves a clause by itself."""

    fixed: Span
    share: Span


UNKNOWN = Own(ANYTHING, ANYTHING)


@dataclass(frozen=True, slots=True)
class Held:
    """What a clause comes to that holds other lines up or down, and, if they stay within bounds with it, what they come to together."""

    own: Span
    together: Span | None = None
    is_told: bool = True
    """Whether an end without a bound comes from the lines, and not from what cannot be told."""


class LinesSoFar(Protocol):
    """The lines above a clause, as it asks how far they can go before they are rounded."""

    def exact(self, name: str) -> Span:
        """What a line can come to."""
        ...

    def over(self, names: Sequence[str]) -> Span:
        """What these lines can come to together."""
        ...

    def limit(self, limit: Limit) -> Span:
        """What a limit can come to; never below zero."""
        ...


def total(spans: Iterable[Span]) -> Span:
    """The span of a sum."""
    result = NOTHING
    for span in spans:
        result = result.plus(span)
    return result


def at_most(span: Span, limit: Span) -> Span:
    """A span of amounts that are cut at a limit, which is itself not below zero and somewhere in its span."""
    high = limit.high if span.high is None else span.high if limit.high is None else min(span.high, limit.high)
    if span.low is None:
        return Span(None, high)
    low = span.low if limit.low is None else min(span.low, limit.low)
    return Span(low, high)


def at_least(span: Span, limit: Span) -> Span:
    """The same for amounts below zero that are cut at minus the limit."""
    return at_most(span.negated(), limit).negated()
