"""How a clause's prices read in a price list: a row for each, what it is of, and what a month holds besides."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from bpo.core.words import Words

UNIT_PRICE = Words("offer-unit-price", en="Unit price", zh="单价")
VALUE = Words("offer-value", en="{value}", zh="{value}")
OTHERWISE = Words("offer-otherwise", en="All others", zh="其余")
FEE = Words("offer-fee", en="Fixed fee", zh="固定费用")


@dataclass(frozen=True)
class PriceRow:
    """One price: of a ``unit`` (of the whole, if it has none), or a ``percent`` of an amount of money."""

    rule: Words
    values: Mapping[str, Any] = field(default_factory=dict)
    unit: str = ""
    price: Fraction | None = None
    percent: Fraction | None = None


Rows = Iterator[PriceRow]
Money = Callable[[Fraction], str]
"""How an amount is printed."""
Condition = tuple[Words, Mapping[str, Any]]


class Quoted(Protocol):
    """The contract, as a clause asks it to say its prices."""

    def unit_of(self, name: str) -> str:
        """The unit in which a quantity is billed."""
        ...

    def flat_rate_of(self, line: str) -> Fraction:
        """The one rate of a line."""
        ...
