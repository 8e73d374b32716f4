"""An invoice as EN 16931 has it: net lines, allowances, VAT by category, and the sums that the standard computes from them.

Source: EN 16931-1, the semantic model (BT-…, BG-…) and its calculations (BR-CO-10 to BR-CO-17).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from bpo.core.money import Money, exact

Kind = Literal["invoice", "credit_note"]
CategoryCode = Literal["S", "Z", "E", "AE"]
"""Standard rate, zero rate, exempt, reverse charge (UNCL 5305)."""


@dataclass(frozen=True, slots=True)
class Issue:
    """What makes a statement an invoice: its number and day. A credit note names the ``original`` that it corrects."""

    number: str
    day: date
    kind: Kind = "invoice"
    original: str = ""

    def __post_init__(self) -> None:
        assert self.number, "an invoice has a number"
        assert self.kind == "credit_note" or not self.original, "an invoice corrects no other"


@dataclass(frozen=True, slots=True)
class Category:
    """How a line is taxed: the ``rate`` in force, and the ``reason`` why none is charged (BT-118 to BT-120)."""

    code: CategoryCode
    rate: Fraction
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NetLine:
    """A line without tax: ``amount`` is ``quantity × price / per`` (BT-131, BT-129, BT-146, BT-149)."""

    clause: str
    name: str
    amount: Decimal
    quantity: Decimal
    unit: str
    price: Decimal
    per: Decimal
    category: Category

    def __post_init__(self) -> None:
        assert exact(self.amount) == exact(self.quantity) * exact(self.price) / exact(self.per), self.clause
        assert self.price >= 0, f"{self.clause}: BR-27"


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is taken off the whole (BG-20), such as a penalty: its ``amount`` is positive."""

    reason: str
    amount: Decimal
    category: Category


@dataclass(frozen=True, slots=True)
class VatGroup:
    """All that is taxed alike (BG-23)."""

    category: Category
    base: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True)
class Settled:
    """What stands between the total and what is paid: a set-off, damages, tax that the client withholds."""

    name: str
    amount: Decimal


@dataclass(frozen=True)
class StandardInvoice:
    """Lines and allowances with the standard's sums. ``payable`` is what the contract says is to be paid.

    ``settled`` are deducted from the payment (BT-113). Where the contract rounds otherwise than the standard, by line or to
    whole coins, ``rounding`` (BT-114) is the difference, so that what is due is the contract's amount.
    """

    money: Money
    lines: tuple[NetLine, ...]
    allowances: tuple[Allowance, ...]
    settled: tuple[Settled, ...]
    payable: Decimal

    @property
    def line_total(self) -> Decimal:
        """BT-106."""
        return self._sum(line.amount for line in self.lines)

    @property
    def allowance_total(self) -> Decimal:
        """BT-107."""
        return self._sum(one.amount for one in self.allowances)

    @property
    def net(self) -> Decimal:
        """BT-109."""
        return self.line_total - self.allowance_total

    @property
    def groups(self) -> list[VatGroup]:
        """By category and rate: base × rate, rounded once, half up as XPath does (BR-CO-17)."""
        bases: dict[tuple[CategoryCode, Fraction], Decimal] = {}
        reasons: dict[tuple[CategoryCode, Fraction], list[str]] = {}
        parts = [(line.category, line.amount) for line in self.lines]
        parts += [(one.category, -one.amount) for one in self.allowances]
        for category, amount in parts:
            key = category.code, category.rate
            bases[key] = bases.get(key, self.money.units(0)) + amount
            reasons.setdefault(key, []).append(category.reason)
        half_up = Money(self.money.currency)
        return [
            VatGroup(
                Category(code, rate, "; ".join(dict.fromkeys(filter(None, reasons[code, rate])))),
                base,
                half_up.round(exact(base) * rate),
            )
            for (code, rate), base in bases.items()
        ]

    @property
    def tax(self) -> Decimal:
        """BT-110."""
        return self._sum(group.tax for group in self.groups)

    @property
    def total(self) -> Decimal:
        """BT-112."""
        return self.net + self.tax

    @property
    def paid(self) -> Decimal:
        """BT-113."""
        return self._sum(one.amount for one in self.settled)

    @property
    def rounding(self) -> Decimal:
        """BT-114."""
        return self.payable - (self.total - self.paid)

    def _sum(self, amounts: Iterable[Decimal]) -> Decimal:
        return sum(amounts, self.money.units(0))
