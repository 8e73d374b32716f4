"""Costs and months for tests."""

from __future__ import annotations

from fractions import Fraction
from textwrap import dedent

from bpo.core.cycles import Months
from bpo.core.documents import parse_document
from bpo.core.measures import Quantity
from bpo.economics.costs.costs import CostLine, Costs, costs_of, month_costs
from bpo.economics.scenario.figure_sources import FigureOf

HEAD = "costs: bid\ncurrency: CNY\n"


def costs(text: str, head: str = HEAD) -> Costs:
    return costs_of(parse_document(head + dedent(text), "costs.yaml"))


def lines(
    text: str, month: str = "2027-01", number: int = 1, head: str = HEAD, **drivers: str | int
) -> dict[str, CostLine]:
    """The lines of a month by their item; ``calls__handled`` is the driver ``calls.handled``."""
    given = {name.replace("__", "."): Fraction(value) for name, value in drivers.items()}
    found = month_costs(costs(text, head), given, number, Months().period(month)).lines
    assert len({line.item for line in found}) == len(found)
    return {line.item: line for line in found}


def amounts(
    text: str, month: str = "2027-01", number: int = 1, head: str = HEAD, **drivers: str | int
) -> dict[str, Fraction]:
    return {id: line.amount for id, line in lines(text, month, number, head, **drivers).items()}


def typed(one: Quantity) -> FigureOf:
    """The figure as a scenario has it: its parts by their share, or the records by what each of them brings."""
    many = sum(one.parts.values(), Fraction(0))
    shares = {key: part / many for key, part in one.parts.items()} if many else None
    if shares is not None and many != one.total:
        return FigureOf(value=many, values=shares)
    return FigureOf(value=one.total, parts=shares)
