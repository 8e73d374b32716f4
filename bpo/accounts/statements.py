"""A statement as the accounts see it: its lines without tax, its tax, and what is netted from the payment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise

from bpo.accounts.happened import Accrued, Deduction, Invoiced, Line
from bpo.accounts.vouchers import Role
from bpo.contracts.accrual import in_minor_units, revenue_of
from bpo.contracts.statement import PAYABLE_ROUNDING, Charge, Statement
from bpo.core.money import Money

ONE = Fraction(1)
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


def accrued(statement: Statement, share: Fraction = ONE) -> Accrued:
    """A statement that is not issued yet, or a share of it, at its revenue (:func:`bpo.contracts.accrual.revenue_of`)."""
    lines, lost = lines_of(statement), revenue_of(statement) - statement.net
    *nets, lost = shared([*(line.net for line in lines), lost], share, statement.currency)
    return Accrued(tuple(replace(line, net=net) for line, net in zip(lines, nets, strict=True)), lost)


def shared(amounts: Sequence[Decimal], share: Fraction, currency: str) -> list[Decimal]:
    """A share of each amount, rounded so that they make the rounded share of their sum: each is what the sum grows by.

    >>> shared([Decimal("1.00"), Decimal("1.00"), Decimal("1.00")], Fraction(1, 6), "CNY")
    [Decimal('0.17'), Decimal('0.16'), Decimal('0.17')]
    """
    sums = [in_minor_units(share * Fraction(one), currency) for one in accumulate(amounts, initial=Decimal(0))]
    return [later - earlier for earlier, later in pairwise(sums)]


def _accounts_of(charge: Charge, money: Money) -> Iterator[Deduction]:
    """Where a deduction goes. Of a retention that is released, what is never paid is damages."""
    if charge.kind == "retention":
        lost = money.round(charge.lost)
        yield Deduction("retention", charge.amount - lost)
        yield Deduction("damages", lost)
    else:
        role: Role = "damages" if charge.damages else NETTED.get(charge.kind, "advance")
        yield Deduction(role, charge.amount)
