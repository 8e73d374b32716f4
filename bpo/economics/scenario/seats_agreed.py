"""Seats that a contract bills as such: which lines bill people, and how many seats are agreed whatever the staffing needs."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.contracts.terms import AnyTerm
from bpo.contracts.terms.seats import Seats
from bpo.core.periods import Period
from bpo.economics.scenario.figure_sources import FigureOf
from bpo.pricing.in_force import in_force

PEOPLE = ("positions", "seats", "heads", "productive_hours", "paid_hours")
"""Drivers of all people together."""
PEOPLE_UNITS = ("seat_month", "person_month", "agent")


def bills_people(term: AnyTerm, contract: Contract, figures: Mapping[str, FigureOf]) -> bool:
    """Whether a line bills seats, heads or their hours, of whatever stream; ``figures`` are the scenario's quantities."""
    names = {need.id for need in term.needs()}
    names |= {reference.name for reference in term.references() if reference.kind == "quantity"}
    of_people = any(figures[name].of in PEOPLE for name in names if name in figures)
    return of_people or isinstance(term, Seats) or any(contract.unit_of(name) in PEOPLE_UNITS for name in names)


def seats_agreed(contract: Contract, figures: Mapping[str, FigureOf], periods: Sequence[Period]) -> dict[str, Fraction]:
    """The seats of each month that are agreed by number: contracted, or rostered ones whose number the scenario states.

    Seats whose figure comes from the staffing are as many as it needs, and seats that were active say nothing of how many are staffed.
    """
    if not any(isinstance(term, Seats) for term in contract.terms):
        return {}
    found = {}
    for period in periods:
        seats = [_number(term, figures, period) for term in in_force(contract, period).terms if isinstance(term, Seats)]
        if number := sum(seats, Fraction(0)):
            found[period.name] = number
    return found


def _number(term: Seats, figures: Mapping[str, FigureOf], period: Period) -> Fraction:
    if term.contracted is not None:
        return term.contracted
    figure = figures.get(term.id) if term.seats == "rostered" else None
    if figure is None:
        return Fraction(0)
    return figure.value or (figure.months or {}).get(period.name, Fraction(0))
