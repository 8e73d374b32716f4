"""Seats that a contract bills as such: which lines bill people, and how many seats are agreed whatever the staffing needs."""

from collections.abc import Mapping

from bpo.contracts.model import Contract
from bpo.contracts.terms import AnyTerm
from bpo.contracts.terms.seats import Seats
from bpo.economics.scenario.figure_sources import FigureOf

PEOPLE = ("positions", "seats", "heads", "productive_hours", "paid_hours")
"""Drivers of all people together."""
PEOPLE_UNITS = ("seat_month", "person_month", "agent")


def bills_people(term: AnyTerm, contract: Contract, figures: Mapping[str, FigureOf]) -> bool:
    """Whether a line bills seats, heads or their hours, of whatever stream; ``figures`` are the scenario's quantities."""
    names = {need.id for need in term.needs()}
    names |= {reference.name for reference in term.references() if reference.kind == "quantity"}
    of_people = any(figures[name].of in PEOPLE for name in names if name in figures)
    return of_people or isinstance(term, Seats) or any(contract.unit_of(name) in PEOPLE_UNITS for name in names)
