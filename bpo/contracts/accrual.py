"""Accruals (暂估): the revenue of a month that was earned and not issued yet, and what becomes of it when the statement is."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from bpo.contracts.statement import Statement
from bpo.core.money import minor_unit_places, round_units

Basis = Literal["draft", "estimate", "to_date", "by_days"]
"""What an accrual is taken from: the latest draft; the facts and figures so far, of a period that is not recorded yet; the facts to date, of
one that is in course; or its days, as a share of what the whole of it comes to, or of what the one before came to."""


@dataclass(frozen=True, slots=True)
class Accrual:
    """The revenue of a contract's month, without tax; ``statement`` is the draft's id, if there is one, ``like`` that of another period by
    whose days it is estimated."""

    contract: str
    period: str
    currency: str
    amount: Decimal
    basis: Basis
    statement: str = ""
    like: str = ""


@dataclass(frozen=True, slots=True)
class Reversal:
    """An accrual that is taken back since its statement was issued, and the revenue that stands in its place."""

    accrued: Accrual
    statement: str
    revenue: Decimal

    @property
    def amount(self) -> Decimal:
        return -self.accrued.amount

    @property
    def difference(self) -> Decimal:
        """By how much the accrual was too low, or too high."""
        return self.revenue - self.accrued.amount


def revenue_of(statement: Statement) -> Decimal:
    """What is earned by a statement, without tax: the net amount, less damages and money held back that is never paid.

    A deduction for a KPI reduces revenue, as a line of the statement or beside it: it is a part of the price that varies, and no cost
    (IFRS 15.50–51; ASC 606-10-32-5; 企业会计准则第 14 号, 第十六条).
    """
    lost = sum((deduction.lost for deduction in statement.deductions), Fraction(0))
    return statement.net + in_minor_units(lost, statement.currency)


def in_minor_units(amount: Fraction, currency: str) -> Decimal:
    """An amount as it is written in a currency, rounded half up."""
    places = minor_unit_places(currency)
    return Decimal(round_units(amount * 10**places, "half_up")).scaleb(-places)
