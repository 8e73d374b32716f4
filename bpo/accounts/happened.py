"""What happens to a statement that the accounts are told of, as plain values, and the postings of each.

A debit is above zero. ``receivable`` is what the client owes; revenue is without tax. Each takes its postings as pairs of a role and
an amount; revenue names its line besides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bpo.accounts.vouchers import Role
from bpo.core.words import Text

Entry = tuple[Role, str, Decimal]
"""A role, of revenue the line that it is of, and an amount."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a statement without its tax; ``clause`` is the id of its clause."""

    clause: str
    net: Decimal


@dataclass(frozen=True, slots=True)
class Deduction:
    """What is netted from the payment, with the role of the account that it goes to; below zero as on the statement."""

    role: Role
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Invoiced:
    """A statement is issued; with amounts below zero it is a credit note.

    receivable = total + deductions; revenue = − net of each line; output tax = − tax; each deduction on its own account.
    """

    name = Text(zh="确认收入", en="Invoiced")
    lines: tuple[Line, ...]
    tax: Decimal
    deductions: tuple[Deduction, ...] = ()

    def entries(self) -> Iterator[Entry]:
        total = sum((line.net for line in self.lines), self.tax)
        yield "receivable", "", total + sum((one.amount for one in self.deductions), Decimal(0))
        yield from (("revenue", line.clause, -line.net) for line in self.lines)
        yield "output_tax", "", -self.tax
        yield from ((one.role, "", -one.amount) for one in self.deductions)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was issued is void, to the cent."""

    name = Text(zh="作废冲回", en="Voided")
    invoiced: Invoiced

    def entries(self) -> Iterator[Entry]:
        yield from ((role, clause, -amount) for role, clause, amount in self.invoiced.entries())


@dataclass(frozen=True, slots=True)
class Accrued:
    """A month is earned and not issued yet (暂估). No tax is due on it. ``lost``, below zero, are damages and what is never paid.

    unbilled = net + lost; revenue = − net of each line; damages = − lost.
    """

    name = Text(zh="暂估收入", en="Accrued")
    lines: tuple[Line, ...]
    lost: Decimal = Decimal(0)

    def entries(self) -> Iterator[Entry]:
        yield "unbilled", "", sum((line.net for line in self.lines), self.lost)
        yield from (("revenue", line.clause, -line.net) for line in self.lines)
        yield "damages", "", -self.lost


@dataclass(frozen=True, slots=True)
class Reversed:
    """An accrual is taken back (冲回暂估), to the cent."""

    name = Text(zh="冲回暂估", en="Accrual reversed")
    accrual: Accrued

    def entries(self) -> Iterator[Entry]:
        yield from ((role, clause, -amount) for role, clause, amount in self.accrual.entries())


@dataclass(frozen=True, slots=True)
class PaymentReceived:
    """Money of the client: ``received`` in the bank, tax ``withheld`` with a certificate, cents ``written_off``; of these ``on_account``
    is more than was owed. Below zero it is paid back.

    receivable = − (received + withheld + written off − on account).
    """

    name = Text(zh="收款", en="Payment")
    received: Decimal
    withheld: Decimal = Decimal(0)
    written_off: Decimal = Decimal(0)
    on_account: Decimal = Decimal(0)

    def entries(self) -> Iterator[Entry]:
        yield "bank", "", self.received
        yield "withheld", "", self.withheld
        yield "written_off", "", self.written_off
        yield "on_account", "", -self.on_account
        yield "receivable", "", -(self.received + self.withheld + self.written_off - self.on_account)


@dataclass(frozen=True, slots=True)
class AllottedLater:
    """What stood on account is set against an item that is open: on account = amount, receivable = − amount."""

    name = Text(zh="预收核销", en="Allotted from account")
    amount: Decimal

    def entries(self) -> Iterator[Entry]:
        yield "on_account", "", self.amount
        yield "receivable", "", -self.amount


@dataclass(frozen=True, slots=True)
class InterestCharged:
    """Late interest is billed: receivable = amount, interest = − amount; below zero it is given back."""

    name = Text(zh="逾期利息", en="Late interest")
    amount: Decimal

    def entries(self) -> Iterator[Entry]:
        yield "receivable", "", self.amount
        yield "interest", "", -self.amount


Happened = Invoiced | TakenBack | InterestCharged | Accrued | Reversed | PaymentReceived | AllottedLater
