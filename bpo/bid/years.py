"""A projection by contract years: what is expected of each line, and what it comes to. Every amount is that of a statement."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bpo.contracts.billed import billed_quantity, is_quantity_times_rate, priced_steps
from bpo.contracts.statement import Charge, Statement
from bpo.core.units import MONEY_UNIT
from bpo.core.words import Text, Words

MONTHS_OF_A_YEAR = 12


PRICES_MOST = 12
"""More prices of a line than this are no tiers that a buyer reads, but a price for each of many things."""


@dataclass(frozen=True)
class AtOnePrice:
    """What a line bills by one rule, such as a tier, over some months; ``amount`` is exact."""

    rule: Words
    values: Mapping[str, Any]
    quantities: tuple[Fraction, ...]
    amount: Fraction

    @property
    def quantity(self) -> Fraction:
        return sum(self.quantities, Fraction(0))


@dataclass(frozen=True)
class Line:
    """A line of the statements over some months; ``quantity`` is None where no one number says what it bills.

    ``prices`` are what it is billed at, such as its tiers, where there are several.
    """

    clause: str
    label: Text
    source: str
    unit: str
    quantities: tuple[Fraction | None, ...]
    amounts: tuple[Decimal, ...]
    prices: tuple[AtOnePrice, ...] = ()

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


def lines_of(years: Iterable[Year], taken_back: Collection[str] = ()) -> tuple[Line, ...]:
    """Every line of the statements with what is expected of it in each year; deductions from the payment come last.

    ``taken_back``: lines that take back what they billed before, such as commissions; their quantity is what is left.
    """
    years = tuple(years)
    every = [one for year in years for one in year.statements]
    found = []
    for charges in (_charges, _deductions):
        names = dict.fromkeys(charge.clause for one in every for charge in charges(one))
        found += [_line(name, years, charges, name in taken_back) for name in names]
    return tuple(found)


def _charges(statement: Statement) -> Sequence[Charge]:
    return statement.charges


def _deductions(statement: Statement) -> Sequence[Charge]:
    return statement.deductions


def _line(name: str, years: Sequence[Year], charges: Callable[[Statement], Sequence[Charge]], net: bool) -> Line:
    by_year = [
        [(charge, one) for one in year.statements for charge in charges(one) if charge.clause == name] for year in years
    ]
    every = [pair for pairs in by_year for pair in pairs]
    billed = [_billed(pair, net) for pair in every]
    units = {found[1] for found in billed if found is not None}
    countable = len(units) == 1 and None not in billed and (net or units != {MONEY_UNIT})
    quantities = [_sum(_billed(pair, net) for pair in pairs) if countable else None for pairs in by_year]
    first = every[0][0]
    return Line(
        name, first.label, first.source, units.pop() if countable else "", tuple(quantities),
        tuple(sum((charge.amount for charge, _ in pairs), Decimal(0)) for pairs in by_year),
        _prices(by_year) if countable and not net else (),
    )  # fmt: skip


def _billed(pair: tuple[Charge, Statement], net: bool) -> tuple[Fraction, str] | None:
    charge, statement = pair
    priced = priced_steps(charge)
    if net and len({step.unit for step in priced}) == 1 and is_quantity_times_rate(charge):
        return _sum((step.quantity or Fraction(0), step.unit) for step in priced), priced[0].unit
    return billed_quantity(charge, statement.measures)


def _sum(billed: Iterable[tuple[Fraction, str] | None]) -> Fraction:
    return sum((one[0] for one in billed if one is not None), Fraction(0))


def _prices(by_year: Sequence[Sequence[tuple[Charge, Statement]]]) -> tuple[AtOnePrice, ...]:
    """What is billed by each rule; none where one rule bills all, or more than a buyer reads."""
    found: dict[str, AtOnePrice] = {}
    for number, pairs in enumerate(by_year):
        for step in (step for charge, _ in pairs for step in priced_steps(charge)):
            key = step.rule.say("en", step.values)
            one = found.get(key) or AtOnePrice(step.rule, step.values, (Fraction(0),) * len(by_year), Fraction(0))
            before, quantity = one.quantities, step.quantity or Fraction(0)
            quantities = (*before[:number], before[number] + quantity, *before[number + 1 :])
            found[key] = replace(one, quantities=quantities, amount=one.amount + step.amount)
    return tuple(found.values()) if 1 < len(found) <= PRICES_MOST else ()
