"""A statement as the accounts see it: its lines without tax, its tax, and what is netted from the payment."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from bpo.accounts.happened import Accrued, Deduction, Invoiced, Line
from bpo.accounts.vouchers import Role
from bpo.contracts.accrual import revenue_of
from bpo.contracts.statement import PAYABLE_ROUNDING, Charge, Statement
from bpo.core.money import Money

NETTED: Mapping[str, Role] = {
    PAYABLE_ROUNDING: "rounding",
    "advance": "advance",
    "set_off": "on_account",
    "withholding": "withheld",
    "disputed": "disputed",
}
"""The account of a deduction by its kind. Tax that the client withholds, and what it disputes, stand apart from what is to be paid."""


def lines_of(statement: Statement) -> tuple[Line, ...]:
    """Every line without its tax. A penalty reduces revenue."""
    taxes = statement.line_taxes if statement.prices_include_tax else [Decimal(0)] * len(statement.charges)
    return tuple(Line(one.clause, one.amount - tax) for one, tax in zip(statement.charges, taxes, strict=True))


def invoiced(statement: Statement) -> Invoiced:
    """A statement that is issued."""
    money = Money(statement.currency)
    deductions = [one for charge in statement.deductions for one in _accounts_of(charge, money)]
    return Invoiced(lines_of(statement), statement.tax, tuple(deductions))


def corrected(note: Statement, was: Statement, now: Statement) -> Invoiced:
    """The note on a restated month: what is netted from the payment moves on the accounts on which the two statements have it.

    Args:
        note: the difference of ``now`` and ``was``, in which what is netted is one line, whatever took it.
    """
    moved: dict[Role, Decimal] = {}
    for sign, statement in ((1, now), (-1, was)):
        for one in invoiced(statement).deductions:
            moved[one.role] = moved.get(one.role, Decimal(0)) + sign * one.amount
    deductions = tuple(Deduction(role, amount) for role, amount in moved.items() if amount)
    assert sum(moved.values()) == sum(one.amount for one in note.deductions), "the note has what moves"
    return replace(invoiced(note), deductions=deductions)


def accrued(statement: Statement) -> Accrued:
    """A statement that is not issued yet, at its revenue (:func:`bpo.contracts.accrual.revenue_of`)."""
    return Accrued(lines_of(statement), revenue_of(statement) - statement.net)


def _accounts_of(charge: Charge, money: Money) -> Iterator[Deduction]:
    """Where a deduction goes. Of a retention that is released, what is never paid is damages."""
    if charge.kind == "retention":
        lost = money.round(charge.lost)
        yield Deduction("retention", charge.amount - lost)
        yield Deduction("damages", lost)
    else:
        role: Role = "damages" if charge.damages else NETTED.get(charge.kind, "advance")
        yield Deduction(role, charge.amount)
