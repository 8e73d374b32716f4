"""Exact amounts, minor units, the only rounding, and allocation by largest remainder.

Amounts are :class:`~fractions.Fraction` until they are rounded, and :class:`~decimal.Decimal` at the currency's minor unit
afterwards. A float is refused wherever a number enters.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final, Literal

from bpo.core.traced import Traced
from bpo.core.traced_amount import TracedAmount, fraction_of

RoundingMode = Literal["half_up", "half_even", "up", "down"]


def exact(value: int | str | Decimal | Fraction) -> Fraction:
    """The number itself; floats are refused, because 0.1 is not 0.1 there.

    >>> exact("0.1") + exact("0.2") == exact("0.3")
    True

    Raises:
        TypeError: for a float, a bool, or anything that is not a number.
    """
    if isinstance(value, Decimal):
        return fraction_of(value)
    if isinstance(value, bool) or not isinstance(value, (int, str, Fraction)):
        raise TypeError(f"money is never made from a {type(value).__name__}: {value!r}")
    return value if isinstance(value, Fraction) else Fraction(value)


def round_units(value: Fraction, mode: RoundingMode) -> int:
    """Round to a whole number. ``half_up`` takes halves away from zero, ``up`` takes everything away from zero.

    >>> [round_units(Fraction(n, 2), "half_up") for n in (-5, -3, 3, 5)]
    [-3, -2, 2, 3]
    >>> round_units(Fraction(5, 2), "half_even"), round_units(Fraction(21, 10), "up"), round_units(Fraction(-29, 10), "down")
    (2, 3, -2)
    """
    if isinstance(value, Traced):
        return _traced(value, Fraction(1), mode)  # type: ignore[return-value] # a whole number that is traced on
    return _rounded(value.numerator, value.denominator, mode)


def _traced(value: Traced, step: Fraction, mode: RoundingMode) -> Fraction:
    """A traced number rounded: known to a step, and in comparisons exactly where halves go up."""
    whole = step.denominator == 1
    steps = value / step
    if isinstance(steps, Traced) and steps.is_whole():
        return value
    found = round_units(value.value / step, mode) * step
    if mode == "half_up" and value >= 0:
        return value.near(found, -step / 2, step / 2, whole, (step, Fraction(1, 2)))
    return value.near(found, -step, step, whole)


def _rounded(numerator: int, denominator: int, mode: RoundingMode) -> int:
    """In whole numbers, since every line of every month asks for it."""
    size = abs(numerator)
    if mode == "half_even":
        whole = round(Fraction(size, denominator))
    elif mode == "half_up":
        whole = (2 * size + denominator) // (2 * denominator)
    elif mode == "up":
        whole = -(-size // denominator)
    else:
        whole = size // denominator
    return -whole if numerator < 0 else whole


def round_to(value: Fraction, step: Fraction, mode: RoundingMode = "half_up") -> Fraction:
    """Round to a multiple of ``step``, such as 0.001 for a ratio shown as 98.9%."""
    if isinstance(value, Traced):
        return _traced(value, step, mode)
    return round_units(value / step, mode) * step


def to_places(value: Fraction, places: int) -> Fraction:
    """A figure as it is shown: rounded half up to so many decimals.

    >>> to_places(Fraction("0.125"), 2), to_places(Fraction("-2.5"), 0)
    (Fraction(13, 100), Fraction(-3, 1))
    """
    return round_to(value, Fraction(1, 10**places))


_OF_THE_REST: Mapping[RoundingMode, RoundingMode] = {"up": "down", "down": "up"}


@dataclass(frozen=True, slots=True)
class Money:
    """A currency with the rounding of its contract: the only place where an exact amount becomes a payable one.

    >>> Money("CNY").round(Fraction("1057.635"))
    Decimal('1057.64')
    >>> Money("JPY").round(Fraction("10.5")), Money("KWD").round(Fraction(1, 3))
    (Decimal('11'), Decimal('0.333'))
    """

    currency: str
    mode: RoundingMode = "half_up"

    @property
    def places(self) -> int:
        return minor_unit_places(self.currency)

    def round(self, amount: Fraction, step: Fraction | None = None) -> Decimal:
        """The amount at the minor unit, with all its places: ``1684500.00``; or at a multiple of ``step``, which is so many of them.

        >>> Money("CHF").round(Fraction("12.23"), Fraction("0.05")), Money("INR").round(Fraction("19.54"), Fraction(1))
        (Decimal('12.25'), Decimal('20.00'))
        """
        if isinstance(amount, float):
            raise TypeError("money is never made from a float")
        if isinstance(amount, Traced):
            unit = Fraction(1, 10**self.places) if step is None else step
            return TracedAmount.of(self.round(amount.value, step), _traced(amount, unit, self.mode))
        if step is not None:
            units = round_to(amount, step, self.mode) * 10**self.places
            assert units.denominator == 1, "what is rounded to is no part of a minor unit"
            return self.units(units.numerator)
        upper, lower = amount.as_integer_ratio()
        return self.units(_rounded(upper * 10**self.places, lower, self.mode))

    def is_payable(self, step: Fraction) -> bool:
        """Whether a step is a whole number of minor units."""
        return Fraction(step * 10**self.places).denominator == 1

    def units(self, count: int) -> Decimal:
        """``count`` minor units as an amount: 105764 fen are 1057.64. Exact for any size (no decimal context is asked)."""
        return Decimal(f"{count}E-{self.places}")

    @property
    def zero(self) -> Decimal:
        """No money, with all its places: ``0.00``."""
        return _zero(self.places)

    @property
    def of_the_rest(self) -> "Money":
        """How what remains of an amount is rounded, so that the part taken from it is rounded as this says.

        >>> Money("CNY", "up").of_the_rest.mode, Money("CNY").of_the_rest.mode
        ('down', 'half_up')
        """
        other = _OF_THE_REST.get(self.mode)
        return self if other is None else Money(self.currency, other)

    def apportion(self, parts: Sequence[Fraction]) -> list[Decimal]:
        """Round exact parts, which make a payable amount, so that they still do: largest remainders get the odd units.

        >>> Money("CNY").apportion([Fraction("6.005"), Fraction("-6.005")])
        [Decimal('6.01'), Decimal('-6.01')]
        """
        shares = [part * 10**self.places for part in parts]
        units = sum(shares, Fraction(0))
        assert units.denominator == 1, "the parts do not make a whole number of minor units"
        floors = [math.floor(share) for share in shares]
        odd = int(units) - sum(floors)
        by_remainder = sorted(range(len(shares)), key=lambda i: (floors[i] - shares[i], i))
        for i in by_remainder[:odd]:
            floors[i] += 1
        return [self.units(count) for count in floors]


@dataclass(frozen=True, slots=True)
class Ended:
    """A currency that is none any more: the places that ISO 4217 gave it, and the last day on which it was money."""

    places: int
    last_day: date


ENDED: Final[dict[str, Ended]] = {
    "ANG": Ended(2, date(2025, 6, 30)),
    "BGN": Ended(2, date(2026, 1, 31)),
    "BYR": Ended(0, date(2016, 12, 31)),
    "CUC": Ended(2, date(2021, 6, 30)),
    "EEK": Ended(2, date(2011, 1, 14)),
    "HRK": Ended(2, date(2023, 1, 14)),
    "LTL": Ended(2, date(2015, 1, 15)),
    "LVL": Ended(2, date(2014, 1, 14)),
    "MRO": Ended(2, date(2018, 6, 30)),
    "SLL": Ended(2, date(2024, 3, 31)),
    "STD": Ended(2, date(2018, 6, 30)),
    "VEF": Ended(2, date(2018, 8, 20)),
    "ZMK": Ended(2, date(2012, 12, 31)),
    "ZWL": Ended(2, date(2024, 8, 31)),
}
"""Those that ended since 2010. ISO 4217 strikes out what ended, and so does the library with the next upgrade; a contract of its time
is priced as it was all the same. Where two currencies went side by side for a while, the last day of that."""


@lru_cache(maxsize=16)  # where every sum of amounts begins
def _zero(places: int) -> Decimal:
    return Decimal(f"0E-{places}")


@lru_cache(maxsize=256)  # asked for at every rounding
def minor_unit_places(currency: str) -> int:
    """Decimal places of a currency by ISO 4217: CNY 2, JPY 0, KWD 3.

    Raises:
        ValueError: if ISO 4217 does not know the code, and did not since 2010.
    """
    if currency in ENDED:
        return ENDED[currency].places
    from iso4217 import Currency

    places = Currency(currency).exponent
    return 2 if places is None else int(places)
