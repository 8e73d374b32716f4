"""A number that is carried for many draws at once: what is computed with it for one draw holds for all that go the same way.

A :class:`Many` stands in for a fraction: ``values`` has it for every draw of a :class:`Batch`, and one draw leads. Whatever compares it
is answered for the leader, and the batch keeps to the draws for which the answer is the same; whatever asks for its digits keeps to
those that have the leader's. So projection, ``price()`` and costs run on it as they are. Values are floats (15 digits, of which money to the cent
needs 12); a draw that is so near to a bound, or to where rounding turns, that they cannot tell is left to be priced by itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from bpo.core.traced import Traced

Floats = npt.NDArray[np.float64]
NEAR = 1e-12
"""Of the size of what is compared: nearer than that, floats do not tell."""
FINE_MOST = 10**9
EXACT_MOST = 2.0**52


@dataclass(eq=False)
class Batch:
    """Draws that go the same way so far: ``same`` says which still do. It stands where a traced number has its stretch."""

    leader: int
    same: npt.NDArray[np.bool_]
    half_up: bool
    """Whether all money is rounded half up."""
    pins: list[str] = field(default_factory=list)
    is_place: bool = False

    def keep(self, where: npt.NDArray[np.bool_]) -> None:
        self.same &= where

    def pin(self) -> None:
        """Nothing is known but the leader."""
        self.keep(np.arange(len(self.same)) == self.leader)


class Many(Traced):
    """``values`` of all draws of the batch; ``fine``: all are whole multiples of 1 / fine, and so are told apart exactly."""

    __slots__ = ("batch", "fine", "values")
    values: Floats
    batch: Batch
    fine: int | None

    @classmethod
    def carried(cls, values: Floats, batch: Batch, fine: int | None = None) -> Many:
        self: Many = object.__new__(cls)
        self.values, self.batch, self.fine = values, batch, fine
        self.stretch = batch  # type: ignore[assignment] # it is pinned like one
        self.source, self.is_straight, self.slope = None, False, None
        return self

    @property
    def value(self) -> Fraction:  # type: ignore[override]
        """The leader's."""
        own = float(self.values[self.batch.leader])
        return Fraction(own) if self.fine is None else Fraction(round(own * self.fine), self.fine)

    def is_whole(self) -> bool:
        return self.fine == 1

    def _with(self, other: Any) -> tuple[Any, int | None] | None:
        if isinstance(other, Many):
            return other.values, other.fine
        if isinstance(other, (int, Fraction)):
            fine = other.denominator
            return float(other), fine if fine <= FINE_MOST else None
        return None

    def _made(self, values: Floats, fine: int | None) -> Many:
        if fine is not None and (fine > FINE_MOST or not np.abs(values).max(initial=0) * fine < EXACT_MOST):
            fine = None
        if fine is not None:
            values = np.rint(values * fine) / fine  # the nearest float of the exact number
        return Many.carried(values, self.batch, fine)

    def __add__(self, other: Any) -> Any:
        found = self._with(other)
        if found is None:
            return NotImplemented
        values, fine = found
        both = math.lcm(self.fine, fine) if self.fine is not None and fine is not None else None
        return self._made(self.values + values, both)

    __radd__ = __add__

    def __neg__(self) -> Any:
        return Many.carried(-self.values, self.batch, self.fine)

    def __sub__(self, other: Any) -> Any:
        return self + -other if isinstance(other, (int, Fraction)) else NotImplemented

    def __rsub__(self, other: Any) -> Any:
        return -self + other if isinstance(other, (int, Fraction)) else NotImplemented

    def __mul__(self, other: Any) -> Any:
        found = self._with(other)
        if found is None:
            return NotImplemented
        values, fine = found
        return self._made(
            self.values * values, self.fine * fine if self.fine is not None and fine is not None else None
        )

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, Many):
            if other == 0:
                raise ZeroDivisionError
            with np.errstate(divide="ignore", invalid="ignore"):  # of draws that do not go this way
                return self._finite(self.values / other.values)
        if isinstance(other, (int, Fraction)):
            return self * (1 / Fraction(other))
        return NotImplemented

    def __rtruediv__(self, other: Any) -> Any:
        if not isinstance(other, (int, Fraction)):
            return NotImplemented
        if self == 0:
            raise ZeroDivisionError
        with np.errstate(divide="ignore", invalid="ignore"):
            return self._finite(float(other) / self.values)

    def _finite(self, values: Floats) -> Many:
        return Many.carried(np.where(np.isfinite(values), values, 0.0), self.batch)

    def _pinned(self) -> Fraction:
        self.batch.pins.append("digits")
        self.batch.keep(self.values == self.values[self.batch.leader])
        return self.value

    def _difference(self, other: Any) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """What it is more than another, and where that can be told from zero; a difference of exact multiples always can.

        Two that were made alike and are the same to the last bit are the same.
        """
        values, fine = self._with(other) or (0.0, None)
        both = math.lcm(self.fine, fine) if self.fine is not None and fine is not None else None
        off = self.values - values
        if both is not None and both <= FINE_MOST and np.abs(self.values).max(initial=0) * both < EXACT_MOST:
            whole = np.rint(off * both)
            return whole, np.ones(len(whole), dtype=bool)
        return off, (off == 0) | (np.abs(off) > NEAR * (np.abs(self.values) + np.abs(values)))

    def _compared(self, other: Any, strict: bool) -> Any:
        if not isinstance(other, (int, Fraction)):
            return NotImplemented if not isinstance(other, float) else self._compared(Fraction(other), strict)
        off, told = self._difference(other)
        above = off > 0 if strict else off >= 0
        answer = bool(above[self.batch.leader])
        self.batch.keep((above == answer) & told)
        return answer

    def __eq__(self, other: Any) -> Any:
        if other is self:
            return True
        if not isinstance(other, (int, Fraction)):
            return NotImplemented
        off, told = self._difference(other)
        equal = off == 0
        answer = bool(equal[self.batch.leader])
        self.batch.keep((equal == answer) & told)
        return answer

    def __bool__(self) -> bool:
        return not self == 0  # noqa: SIM201 — it is what __eq__ says

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(self._pinned())

    def larger(self, other: Fraction | int) -> Fraction:
        """The larger of the two, for each draw by itself."""
        values, fine = self._with(other) or (0.0, None)
        both = math.lcm(self.fine, fine) if self.fine is not None and fine is not None else None
        return self._made(np.maximum(self.values, values), both)

    def _rounded(self, unit: Fraction, up: Fraction) -> Many:
        """``floor(self / unit + up) × unit``, where it can be told."""
        per = 1 / unit
        if (
            self.fine is not None
            and np.abs(self.values).max(initial=0) * self.fine * per.numerator * 2 * per.denominator < EXACT_MOST
        ):
            whole = (
                np.rint(self.values * self.fine) * (per.numerator * up.denominator)
                + up.numerator * self.fine * per.denominator
            )
            steps = np.floor_divide(whole, float(self.fine * per.denominator * up.denominator))
        else:
            place = self.values * float(per) + float(up)
            steps = np.floor(place)
            self.batch.keep(np.abs(place - np.rint(place)) > NEAR * (np.abs(place) + 1))
        return self._made(steps * float(unit), unit.denominator if unit.denominator <= FINE_MOST else None)

    def near(
        self, value: Fraction, less: Fraction, more: Fraction, whole: bool, source: tuple[Fraction, Fraction] | None = None
    ) -> Fraction:  # fmt: skip
        """What rounding made of it: half up where ``source`` says so; below zero half away from it; any other way the leader's alone."""
        if source is not None:
            return self._rounded(*source)
        if self.batch.half_up and self < 0:
            return -(-self)._rounded(more, Fraction(1, 2))  # type: ignore[no-any-return]
        self._pinned()
        return value

    def __floor__(self) -> Any:
        return self if self.fine == 1 else self._rounded(Fraction(1), Fraction(0))

    def __ceil__(self) -> Any:
        return self if self.fine == 1 else -(-self)._rounded(Fraction(1), Fraction(0))

    def __int__(self) -> int:  # type: ignore[override]
        whole = np.trunc(self.values)
        near = np.abs(self.values - np.rint(self.values)) < NEAR * (np.abs(self.values) + 1)
        own = whole[self.batch.leader]
        self.batch.keep((whole == own) & ~(near & (self.fine is None)))
        return int(own)

    @property
    def denominator(self) -> int:
        return 1 if self.fine == 1 else self._pinned().denominator

    def __copy__(self) -> Many:
        return self

    def __deepcopy__(self, memo: Any) -> Many:
        return self
