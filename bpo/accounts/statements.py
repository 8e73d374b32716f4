"""A statement as the accounts see it: its lines without tax, its tax, and what is netted from the payment."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bpo.accounts.happened import Accrued, Deduction, Invoiced, Line
from bpo.accounts.vouchers import Role
from bpo.contracts.statement import PAYABLE_ROUNDING, Charge, Statement
from bpo.core.money import Money

STAYS_OWED = ("withholding", "disputed")
"""What the client does not pay and owes nevertheless: tax that it withholds until it is certified, and what it disputes."""

NETTED: Mapping[str, Role] = {PAYABLE_ROUNDING: "rounding", "advance": "advance", "set_off": "on_account"}
"""The account of a deduction by its kind."""


def lines_of(statement: Statement) -> tuple[Line, ...]:
    """Every line without its tax. A penalty reduces revenue."""
    taxes = statement.line_taxes if statement.prices_include_tax else [Decimal(0)] * len(statement.charges)
    return tuple(Line(one.clause, one.amount - tax) for one, tax in zip(statement.charges, taxes, strict=True))


def invoiced(statement: Statement) -> Invoiced:
    """A statement that is issued."""
    money = Money(statement.currency)
    deductions = [
        one for charge in statement.deductions if charge.kind not in STAYS_OWED for one in _accounts_of(charge, money)
    ]
    return Invoiced(lines_of(statement), statement.tax, tuple(deductions))


def accrued(statement: Statement) -> Accrued:
    """A statement that is not issued yet."""
    return Accrued(lines_of(statement))


def _accounts_of(charge: Charge, money: Money) -> Iterator[Deduction]:
    """Where a deduction goes. Of a retention that is released, what is never paid is damages."""
    if charge.kind == "retention":
        lost = money.round(charge.lost)
        yield Deduction("retention", charge.amount - lost)
        yield Deduction("damages", lost)
    else:
        role: Role = "damages" if charge.damages else NETTED.get(charge.kind, "advance")
        yield Deduction(role, charge.amount)
