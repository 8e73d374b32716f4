"""A projection by contract years: what is expected of each line, and what it comes to. Every amount is that of a statement."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.billed import billed_quantity
from bpo.contracts.statement import Charge, Statement
from bpo.core.words import Text

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Line:
    """A line of the statements over some months; ``quantity`` is None where no one number says what it bills."""

    clause: str
    label: Text
    source: str
    unit: str
    quantities: tuple[Fraction | None, ...]
    amounts: tuple[Decimal, ...]

    @property
    def quantity(self) -> Fraction | None:
        return None if None in self.quantities else sum((one or Fraction(0) for one in self.quantities), Fraction(0))

    @property
    def amount(self) -> Decimal:
        return sum(self.amounts, Decimal(0))


@dataclass(frozen=True)
class Year:
    """Some months in a row: their first and last, and what their statements come to."""

    number: int
    statements: tuple[Statement, ...]

    @property
    def net(self) -> Decimal:
        return sum((one.net for one in self.statements), Decimal(0))

    @property
    def tax(self) -> Decimal:
        return sum((one.tax for one in self.statements), Decimal(0))

    @property
    def total(self) -> Decimal:
        return sum((one.total for one in self.statements), Decimal(0))


def years_of(statements: Sequence[Statement]) -> tuple[Year, ...]:
    """Every twelve months from the first, the last year with what remains."""
    cut = range(0, len(statements), MONTHS_OF_A_YEAR)
    return tuple(
        Year(number, tuple(statements[start : start + MONTHS_OF_A_YEAR])) for number, start in enumerate(cut, start=1)
    )


def lines_of(years: Iterable[Year]) -> tuple[Line, ...]:
    """Every line of the statements with what is expected of it in each year; deductions from the payment come last."""
    years = tuple(years)
    every = [one for year in years for one in year.statements]
    found = []
    for charges in (_charges, _deductions):
        names = dict.fromkeys(charge.clause for one in every for charge in charges(one))
        found += [_line(name, years, charges) for name in names]
    return tuple(found)


def _charges(statement: Statement) -> Sequence[Charge]:
    return statement.charges


def _deductions(statement: Statement) -> Sequence[Charge]:
    return statement.deductions


def _line(name: str, years: Sequence[Year], charges: Callable[[Statement], Sequence[Charge]]) -> Line:
    by_year = [
        [(charge, one) for one in year.statements for charge in charges(one) if charge.clause == name] for year in years
    ]
    every = [pair for pairs in by_year for pair in pairs]
    billed = [billed_quantity(charge, one.measures) for charge, one in every]
    units = {found[1] for found in billed if found is not None}
    countable = len(units) == 1 and None not in billed and units != {"money"}
    quantities = [_sum(pairs) if countable else None for pairs in by_year]
    first = every[0][0]
    return Line(
        name, first.label, first.source, units.pop() if countable else "", tuple(quantities),
        tuple(sum((charge.amount for charge, _ in pairs), Decimal(0)) for pairs in by_year),
    )  # fmt: skip


def _sum(pairs: Sequence[tuple[Charge, Statement]]) -> Fraction:
    found = (billed_quantity(charge, one.measures) for charge, one in pairs)
    return sum((one[0] for one in found if one is not None), Fraction(0))
