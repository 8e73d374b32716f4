"""Months of a bid as they were priced: what an input does not reach is not priced again."""

from collections.abc import Sequence
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.measures import Measures
from bpo.economics.margin.exact import exact_sums
from bpo.economics.scenario.scenario import Bid
from bpo.pricing.price import price

Priced = tuple[Statement, Fraction, Fraction]
"""A priced month with its revenue and tax before rounding."""


def priced_anew(contract: Contract, measures: Measures, history: Sequence[Statement] = ()) -> Priced:
    """A month after those before it.

    Raises:
        BpoError: as :func:`~bpo.pricing.price.price` does.
    """
    statement = price(contract, measures, history)
    return statement, *exact_sums(contract, statement)


def priced_once(bid: Bid, contract: Contract, measures: Measures) -> Priced:
    """A month that hangs on itself alone: the very figures by the very contract come to what they came to.

    Raises:
        BpoError: as :func:`~bpo.pricing.price.price` does.
    """
    known = bid.priced.setdefault(measures.period, [])
    found: Priced | None = next((one for of, figures, one in known if of is contract and figures == measures), None)
    if found is None:
        found = priced_anew(contract, measures)
        known[:] = [*known[:1], (contract, measures, found)]  # the plan, of which all is varied, and the latest
    return found


def kept_of_plan(bid: Bid, of: tuple[object, ...]) -> list[Priced]:
    """The months as they were priced before for the very same contract, scenario and facts."""
    return next((list(rows) for names, rows in bid.billed if all(a is b for a, b in zip(names, of, strict=True))), [])
