"""A bid that bills seats breaks even by seats: how many must be billed for the people and costs that are planned."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from bpo.contracts.terms.seats import Seats
from bpo.core.measures import Quantity
from bpo.economics.scenario.case import ONE, Case

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class SeatsNeeded:
    """Seats a month of a line: as ``planned`` on average, and those at which the whole contract ``breaks_even``."""

    clause: str
    planned: Fraction
    breaks_even: Fraction


def seats_needed(case: Case) -> tuple[SeatsNeeded, ...]:
    """Of each line of seats at one rate: ``planned × (1 − margin / what the margin loses without the line's revenue)``.

    Every month's seats are taken to move by one factor, at the same rate, with the same people. A line whose revenue does not go with
    its seats alone (tiers, a minimum), and a margin that bends on the way, have no such number.
    """
    return tuple(_each(case))


def _each(case: Case) -> Iterator[SeatsNeeded]:
    margin, months = case.margin(), case.at().months
    for term in case.contract.terms:
        if not isinstance(term, Seats) or case.contract.versions:
            continue
        if term.rate is None or term.minimum is not None or term.maximum is not None:
            continue
        name = f"price.{term.id}"
        lost = (margin - case.margin({name: HALF})) / (1 - HALF)
        factor = ONE - margin / lost if lost > 0 else ONE
        if factor <= 0 or lost <= 0 or case.margin({name: factor}) != 0:
            continue
        seats = [_billed(term, month.statement.measures.quantities) for month in months]
        planned = sum(seats, Fraction(0)) / len(months)
        if planned:
            yield SeatsNeeded(term.id, planned, planned * factor)


def _billed(term: Seats, quantities: Mapping[str, Quantity]) -> Fraction:
    if term.contracted is not None:
        return term.contracted
    found = quantities.get(term.id)
    return found.total if found is not None else Fraction(0)
