"""A number that knows how it moves with one input: what is computed with it once holds for a whole stretch of that input.

A :class:`Traced` is a fraction with its value at one place and, around that, a straight line in the input, give or take what was
rounded on the way. Whatever compares it narrows the :class:`Stretch` to where the answer stays the same; whatever asks for its digits
(numerator, hash, text, float) narrows it to the one place. So a result holds on its stretch whatever computed it: code that runs on
fractions runs on these, and nothing is priced a second time in another way.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

ZERO, HALF, ONE = Fraction(0), Fraction(1, 2), Fraction(1)


@dataclass(slots=True)
class Stretch:
    """Where the input may be so that all that was compared so far comes out the same; around ``place``, where it is computed.

    Places are multiples of ``step``, so that what is a whole number at all of them is known to be one.
    """

    place: Fraction
    step: Fraction
    low: Fraction
    high: Fraction
    low_open: bool = False
    high_open: bool = False
    in_steps: bool = False
    """Whether it was taken that the input moves in whole steps; between two of them it may then be otherwise."""
    loose: bool = False
    """Whether what bends on it may be told as a line that it is off by so much at most, so that the stretch is not cut there."""
    begun: tuple[Fraction, Fraction, bool, bool] = (ZERO, ZERO, False, False)
    """The ends that every part begins with: those from which on parts hang on the input alone, each by itself."""
    known: dict[str, list[Known]] = field(default_factory=dict)
    """What was found on other stretches of the same input, by what it is of; shared by all looks along it."""

    @property
    def is_place(self) -> bool:
        """Whether nothing is known but the place itself."""
        return self.low == self.high

    def holds(self, place: Fraction) -> bool:
        """Whether a place is on it; if it was followed in steps, one of them."""
        return (
            (self.low < place or (self.low == place and not self.low_open))
            and (place < self.high or (place == self.high and not self.high_open))
            and (not self.in_steps or ((place - self.place) / self.step).denominator == 1)
        )

    def in_parts(self) -> None:
        """From here on every :meth:`part` narrows the stretch by itself, so that the next one is not kept to its ends."""
        self.begun = (self.low, self.high, self.low_open, self.high_open)

    def part(self, name: str, found: Callable[[], tuple[Fraction, ...]]) -> tuple[Fraction, ...]:
        """Numbers that hang on the input alone, from an earlier look if they are straight there and the place is on their stretch."""
        kept = self.known.setdefault(name, [])
        before = next((one for one in kept if one.stretch.holds(self.place)), None)
        if before is not None:
            self._narrow(before.stretch)
            return tuple(self._moved(one, before.stretch) for one in before.numbers)
        others = replace(self)
        self.low, self.high, self.low_open, self.high_open = self.begun
        numbers = found()
        if all(not isinstance(one, Traced) or one.is_straight for one in numbers):
            kept.append(Known(replace(self), numbers))
        self._narrow(others)
        return numbers

    def _narrow(self, other: Stretch) -> None:
        """Keeps to where another stretch holds too."""
        if other.low > self.low or (other.low == self.low and other.low_open):
            self.low, self.low_open = other.low, other.low_open
        if other.high < self.high or (other.high == self.high and other.high_open):
            self.high, self.high_open = other.high, other.high_open
        self.in_steps = self.in_steps or other.in_steps

    def _moved(self, number: Fraction, before: Stretch) -> Fraction:
        if not isinstance(number, Traced):
            return number
        assert number.slope is not None
        value = number.mid + number.slope * (self.place - before.place)
        return Traced.of(value, value, number.slope, ZERO, ZERO, self)

    def pin(self) -> None:
        self.low = self.high = self.place
        self.low_open = self.high_open = False

    def keep(self, value: Fraction, slope: Fraction, strict: bool) -> None:
        """Keeps to where ``value + slope × (x − place)`` is above zero, or not below it; at the place it is."""
        if not slope:
            return
        end = self.place - value / slope
        if slope > 0 and (end > self.low or (end == self.low and strict)):
            self.low, self.low_open = end, strict
        elif slope < 0 and (end < self.high or (end == self.high and strict)):
            self.high, self.high_open = end, strict

    def input(self) -> Fraction:
        """The input itself."""
        return Traced.of(self.place, self.place, ONE, ZERO, ZERO, self)


@dataclass(frozen=True, slots=True)
class Known:
    """Numbers with the stretch on which they are straight."""

    stretch: Stretch
    numbers: tuple[Fraction, ...]


class Traced(Fraction):
    """``mid + slope × (x − place)`` and an error between ``less`` and ``more``; ``value`` at the place. A slope of None: not straight."""

    __slots__ = ("is_straight", "less", "mid", "more", "slope", "source", "stretch", "value", "whole")
    value: Fraction
    mid: Fraction
    slope: Fraction | None
    less: Fraction
    more: Fraction
    stretch: Stretch
    whole: bool
    """Whether it is a whole number at every step."""
    is_straight: bool
    """Whether it is a line and off it nowhere."""
    source: tuple[Traced, Fraction, Fraction] | None
    """Of what was rounded alone: the number before, the unit, and from which part of a unit it goes up."""

    @classmethod
    def of(
        cls, value: Fraction, mid: Fraction, slope: Fraction | None, less: Fraction, more: Fraction, stretch: Stretch,
        whole: bool = False, source: tuple[Traced, Fraction, Fraction] | None = None,
    ) -> Fraction:  # fmt: skip
        """The number; a plain fraction where it does not move."""
        if stretch.is_place or (slope is not None and not slope and less == more):
            return value
        self: Traced = object.__new__(cls)
        self._numerator, self._denominator = value._numerator, value._denominator  # type: ignore[attr-defined]
        self.value, self.mid, self.slope, self.less, self.more, self.stretch = value, mid, slope, less, more, stretch
        straight = slope is not None and less == more
        self.whole = whole or (
            straight and slope is not None and value._denominator == 1 and (slope * stretch.step)._denominator == 1  # type: ignore[attr-defined]
        )
        self.is_straight = straight
        self.source = source
        return self

    def _times(self, factor: Fraction, whole: bool) -> Fraction:
        slope = None if self.slope is None else self.slope * factor
        value = self.value * factor
        middle = value if self.mid is self.value else self.mid * factor
        less, more = (ZERO, ZERO) if self.is_straight else (self.less * factor, self.more * factor)
        return Traced.of(value, middle, slope, min(less, more), max(less, more), self.stretch, whole)

    def _bent(self, value: Fraction) -> Fraction:
        return Traced.of(value, value, None, ZERO, ZERO, self.stretch)

    def __add__(self, other: Any) -> Any:
        if isinstance(other, Traced):
            if self.slope is None or other.slope is None:
                return self._bent(self.value + other.value)
            return Traced.of(
                self.value + other.value, self.mid + other.mid, self.slope + other.slope, self.less + other.less,
                self.more + other.more, self.stretch, self.whole and other.whole,
            )  # fmt: skip
        if isinstance(other, (int, Fraction)):
            if not other:
                return self
            value = self.value + other
            middle = value if self.mid is self.value else self.mid + other
            whole = self.whole and other.denominator == 1
            return Traced.of(value, middle, self.slope, self.less, self.more, self.stretch, whole)
        return NotImplemented

    __radd__ = __add__

    def __neg__(self) -> Any:
        return self._times(-ONE, self.whole)

    def __pos__(self) -> Any:
        return self

    def __sub__(self, other: Any) -> Any:
        return self + -other if isinstance(other, (int, Fraction)) else NotImplemented

    def __rsub__(self, other: Any) -> Any:
        return -self + other if isinstance(other, (int, Fraction)) else NotImplemented

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Traced):
            return self._bent(self.value * other.value)
        if isinstance(other, (int, Fraction)):
            return self._times(Fraction(other), self.whole and other.denominator == 1)
        return NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, Traced):
            if not other:  # what is divided by must stay what it is not: zero
                return self.value / other.value
            return self._bent(self.value / other.value)
        if isinstance(other, (int, Fraction)):
            return self._times(1 / Fraction(other), whole=False)
        return NotImplemented

    def __rtruediv__(self, other: Any) -> Any:
        if isinstance(other, (int, Fraction)):
            return other / self.value if not self else self._bent(other / self.value)
        return NotImplemented

    def __abs__(self) -> Any:
        return -self if self < 0 else self

    def larger(self, other: Fraction | int) -> Fraction:
        """The larger of the two."""
        return max(self, Fraction(other) if isinstance(other, int) else other)

    def is_whole(self) -> bool:
        """Whether it is a whole number wherever the input may be."""
        if self.whole and (self.source is None or self.is_straight):
            self.stretch.in_steps = True
        return self.whole

    def _pinned(self) -> Fraction:
        self.stretch.pin()
        return self.value

    def __pow__(self, other: Any) -> Any:
        return self._pinned() ** other

    def __rpow__(self, other: Any) -> Any:
        return other ** self._pinned()

    def __floordiv__(self, other: Any) -> Any:
        return math.floor(self / other)

    def __rfloordiv__(self, other: Any) -> Any:
        return math.floor(other / self)

    def __mod__(self, other: Any) -> Any:
        return self - other * (self // other)

    def __rmod__(self, other: Any) -> Any:
        return other % self._pinned()

    def __divmod__(self, other: Any) -> Any:
        return self // other, self % other

    def __rdivmod__(self, other: Any) -> Any:
        return divmod(other, self._pinned())

    def _above(self, bound: Fraction, strict: bool) -> bool:
        """Whether it is above a bound, or not below it; the stretch is kept to where the answer is the same."""
        answer = self.value > bound if strict else self.value >= bound
        if self.slope is None:
            self.stretch.pin()
        elif self.source is not None:
            before, unit, part = self.source
            steps = math.floor(bound / unit) + 1 if strict else math.ceil(bound / unit)
            before._above((steps - part) * unit, strict=False)
        elif answer:
            self._keep(self.mid + self.less - bound, self.slope, strict)
        else:
            self._keep(bound - self.mid - self.more, -self.slope, not strict)
        return answer

    def _keep(self, value: Fraction, slope: Fraction, strict: bool) -> None:
        if value < 0 or (value == 0 and strict):
            self.stretch.pin()  # it may be otherwise one place on
        else:
            self.stretch.keep(value, slope, strict)

    def _compared(self, other: Any, strict: bool) -> Any:
        if isinstance(other, Traced):
            difference = self - other
            return difference._above(ZERO, strict) if isinstance(difference, Traced) else (difference > 0 if strict else difference >= 0)  # fmt: skip
        if isinstance(other, (int, Fraction)):
            return self._above(Fraction(other), strict)
        if isinstance(other, (float, Decimal)):
            return self._pinned() > other if strict else self._pinned() >= other
        return NotImplemented

    def __gt__(self, other: Any) -> Any:
        return self._compared(other, strict=True)

    def __ge__(self, other: Any) -> Any:
        return self._compared(other, strict=False)

    def __lt__(self, other: Any) -> Any:
        found = self._compared(other, strict=False)
        return found if found is NotImplemented else not found

    def __le__(self, other: Any) -> Any:
        found = self._compared(other, strict=True)
        return found if found is NotImplemented else not found

    def __eq__(self, other: Any) -> Any:
        if other is self:
            return True
        if not isinstance(other, (int, Fraction)):
            return self._pinned() == other if isinstance(other, (float, Decimal, complex)) else NotImplemented
        difference = self - other
        if not isinstance(difference, Traced):
            return difference == 0
        if difference.value == 0:
            self.stretch.pin()
            return True
        if difference.value > 0:
            return not difference._above(ZERO, strict=True)
        return difference._above(ZERO, strict=False)

    def __bool__(self) -> bool:
        return self != 0

    def __hash__(self) -> int:  # type: ignore[override] # a fraction has one too
        return hash(self._pinned())

    def near(
        self, value: Fraction, less: Fraction, more: Fraction, whole: bool, source: tuple[Fraction, Fraction] | None = None
    ) -> Fraction:  # fmt: skip
        """What was made of it by rounding: ``value`` at the place, and everywhere between ``less`` and ``more`` off it.

        ``source``: the unit it is a multiple of, and the part of one from which it goes up, where it says no more than that.
        """
        if self.slope is None:
            return self._bent(value)
        alone = source is not None and self.source is None and self.less == self.more
        known = (self, *source) if source is not None and alone else None
        return Traced.of(value, self.mid, self.slope, self.less + less, self.more + more, self.stretch, whole, known)

    def _whole(self, part: Fraction) -> Any:
        """``floor(self + part)``, which holds as long as it is the same."""
        if self.is_whole():
            return self
        found = math.floor(self.value + part)
        if self.stretch.loose and self.slope is not None:
            return self.near(Fraction(found), part - 1, part, whole=True)
        self._above(found - part, strict=False)
        self._above(found + 1 - part, strict=False)
        return found

    def __floor__(self) -> Any:
        return self._whole(ZERO)

    def __ceil__(self) -> Any:
        return self if self.is_whole() else -math.floor(-self)

    def __trunc__(self) -> int:
        return int(self)

    def __int__(self) -> int:  # type: ignore[override] # a fraction has one too
        found = math.trunc(self.value)
        if found >= 0:
            self._above(Fraction(found), strict=False)
        if found <= 0:
            self._above(Fraction(found - 1), strict=True)
        self._above(Fraction(found + 1) if found >= 0 else Fraction(found), strict=found < 0)
        return found

    def __round__(self, ndigits: Any = None) -> Any:
        return round(self._pinned(), ndigits) if ndigits is not None else round(self._pinned())

    def __float__(self) -> float:
        return float(self._pinned())

    def __complex__(self) -> complex:
        return complex(self._pinned())

    @property
    def numerator(self) -> int:
        return self._pinned().numerator

    @property
    def denominator(self) -> int:
        return 1 if self.is_whole() else self._pinned().denominator

    def as_integer_ratio(self) -> tuple[int, int]:
        return self._pinned().as_integer_ratio()

    def limit_denominator(self, max_denominator: int = 1_000_000) -> Fraction:
        return self._pinned().limit_denominator(max_denominator)

    def __copy__(self) -> Traced:
        return self

    def __deepcopy__(self, memo: Any) -> Traced:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a traced number is never kept")

    def __str__(self) -> str:
        return str(self._pinned())

    def __repr__(self) -> str:
        return repr(self._pinned())

    def __format__(self, spec: str) -> str:
        return format(self._pinned(), spec)


def not_below(number: Fraction, least: Fraction) -> Fraction:
    """``max(number, least)``; on a loose stretch that has the bend a line between its ends, which it is below by so much at most."""
    if not isinstance(number, Traced) or number.slope is None or isinstance(least, Traced) or not number.stretch.loose:
        return max(least, number)
    stretch = number.stretch
    ends = [number.mid + number.slope * (end - stretch.place) - least for end in (stretch.low, stretch.high)]
    if min(ends) + number.less >= 0 or max(ends) + number.more <= 0:
        return max(least, number)
    first, last = (max(ZERO, end) for end in ends)
    slope = (last - first) / (stretch.high - stretch.low)
    middle = least + first + slope * (stretch.place - stretch.low)
    below = max(ends) * -min(ends) / (max(ends) - min(ends)) if min(ends) < 0 < max(ends) else ZERO
    value = max(least, number.value)
    return Traced.of(value, middle, slope, min(ZERO, number.less) - below, max(ZERO, number.more), stretch)


def not_above(number: Fraction, most: Fraction) -> Fraction:
    """``min(number, most)``, as :func:`not_below`."""
    return -not_below(-number, -most)


def largest(first: Any, *others: Any) -> Any:
    """The largest of all numbers, traced if one of them is."""
    if all(type(one) is int for one in (first, *others)):
        return max(first, *others, first)
    for one in others:
        a, b = (one, first) if isinstance(one, Traced) else (first, one)
        first = a.larger(b) if isinstance(a, Traced) else max(a, b)
    return first
