"""On which piece of a piecewise contract a month lies: the rules that apply, and every number in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bpo.core.words import Pct, Sentence
from bpo.economics.scenario.projection import Projection, sums_of


@dataclass(frozen=True, slots=True)
class Segment:
    """A place, and what it has in common with others on its piece: ``rules`` are equal there, and each of the ``numbers`` moves
    straight. The first two numbers are revenue and cost, without taxes on what is left of them: those take the share ``taxed`` of it,
    if it is above zero, and so move no turn."""

    rules: tuple[object, ...]
    numbers: tuple[Fraction, ...]
    taxed: Fraction = Fraction(0)


def sums_alone(plan: Projection) -> Segment:
    """Revenue and cost, where nothing goes on straight, so that no rule and no other number is asked for."""
    revenue, cost = sums_of(plan)
    spent = cost - sum(month.spent.income_tax for month in plan.months)
    return Segment((None,), (revenue, spent), plan.months[0].spent.rates.share_of_profit)


def segment_of(plan: Projection) -> Segment:
    """Revenue and cost, the rules by which they came about in the order of the clauses and items, and all numbers before rounding.

    A tier, a band, a limit or a begun step that applies shows itself in one or the other: as a sentence that is said, a rate, a
    bound or a count.
    """
    rules: list[object] = []
    revenue, cost = sums_of(plan)
    numbers = [revenue, cost - sum(month.spent.income_tax for month in plan.months)]
    for month in plan.months:
        statement = month.statement
        for charge in (*statement.charges, *statement.deductions):
            for step in charge.steps:
                if not step.is_rounding:
                    rules.append((charge.clause, step.code))
                    numbers += _numbers((step.amount, step.quantity, step.rate, *step.values.values()))
        rules.append(month.spent.rates.rules)
        numbers += month.spent.rates.rates
        numbers += month.spent.quantities
        rules.append(month.spent.left.input_tax > 0)  # or VAT is payable
        numbers.append(month.spent.left.input_tax)
    return Segment(tuple(rules), tuple(numbers), plan.months[0].spent.rates.share_of_profit)


def _numbers(values: Iterable[Any]) -> Iterator[Fraction]:
    for value in values:
        if type(value) is Fraction:
            yield value
        elif type(value) is Pct:
            yield value.ratio
        elif type(value) is int:
            yield Fraction(value)
        elif type(value) is Sentence:
            yield from _numbers(value.values.values())
