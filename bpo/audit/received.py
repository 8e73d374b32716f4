"""An invoice as it was received, whatever it was read from: plain values, in the signs of what is to be paid."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bpo.core.money import exact
from bpo.core.words import Text

LineNumber = int


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """A line: ``row`` is its place in the file; ``clause`` what it says of the contract, ``rate`` the price of one."""

    row: LineNumber
    label: str
    amount: Decimal
    clause: str = ""
    quantity: Fraction | None = None
    rate: Fraction | None = None

    @property
    def is_odd(self) -> bool:
        """Whether quantity × rate is not its amount, to the second decimal and a half."""
        if self.quantity is None or self.rate is None:
            return False
        return abs(self.quantity * self.rate - exact(self.amount)) > Fraction(1, 100)


@dataclass(frozen=True)
class Received:
    """An invoice. ``with_tax`` says whether its lines hold their tax (None: as the contract's do).

    ``net``, ``tax``, ``total`` and ``payable`` are as it states them, None where it does not. ``deducted`` is what moves the total
    to what is to be paid, mostly below zero; None where that stands among the lines. ``notes`` say what of the file was not read as a line.
    """

    path: str
    lines: tuple[ReceivedLine, ...]
    number: str = ""
    currency: str = ""
    with_tax: bool | None = None
    net: Decimal | None = None
    tax: Decimal | None = None
    total: Decimal | None = None
    payable: Decimal | None = None
    deducted: Decimal | None = None
    notes: tuple[Text, ...] = ()

    @property
    def lines_total(self) -> Decimal:
        return sum_of([line.amount for line in self.lines])


def sum_of(amounts: Sequence[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
