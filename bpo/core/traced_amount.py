"""Money of a traced number: an amount that has its minor unit and goes on knowing how it moves."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from bpo.core.traced import Traced


class TracedAmount(Decimal):
    """A traced number rounded to an amount: sums of amounts go on being traced; whatever else asks for it pins the stretch."""

    __slots__ = ("traced",)
    traced: Traced

    @classmethod
    def of(cls, amount: Decimal, traced: Fraction) -> Decimal:
        """The amount of a traced number that is a multiple of its minor unit; the plain amount, where the number does not move."""
        if not isinstance(traced, Traced):
            return amount
        self = cls(amount)
        self.traced = traced
        return self

    def plain(self) -> Decimal:
        """The amount, at its place alone."""
        self.traced.stretch.pin()
        return Decimal(Decimal.__str__(self))

    def _plus(self, other: Any, sign: int = 1) -> Any:
        if not isinstance(other, Decimal):
            return NotImplemented
        amount = Decimal.__add__(self, other) if sign > 0 else Decimal.__sub__(self, other)
        return TracedAmount.of(amount, self.traced + sign * fraction_of(other))

    def __add__(self, other: Any) -> Any:
        return self._plus(other)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return self._plus(other, -1)

    def __rsub__(self, other: Any) -> Any:
        if not isinstance(other, Decimal):
            return NotImplemented
        return TracedAmount.of(Decimal.__rsub__(self, other), fraction_of(other) - self.traced)

    def __neg__(self) -> Any:
        return TracedAmount.of(Decimal.__neg__(self), -self.traced)

    def __pos__(self) -> Any:
        return self

    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, memo: Any) -> Any:
        return self


def _pins(name: str) -> Any:
    method = getattr(Decimal, name)

    def pinned(self: TracedAmount, *args: Any, **named: Any) -> Any:
        return method(self.plain(), *args, **named)

    return pinned


_HARMLESS = {"__new__", "__init__", "__class__", "__doc__", "__getattribute__", "__setattr__", "__delattr__", "__dir__", "__init_subclass__",
    "__subclasshook__", "__sizeof__", "__module__", "from_float", "__getstate__"}  # fmt: skip
for _name in dir(Decimal):
    if _name not in _HARMLESS and _name not in vars(TracedAmount) and callable(getattr(Decimal, _name)):
        setattr(TracedAmount, _name, _pins(_name))


def fraction_of(amount: Decimal) -> Fraction:
    """The exact number that an amount is, traced if it is."""
    return amount.traced if isinstance(amount, TracedAmount) else Fraction(*amount.as_integer_ratio())
