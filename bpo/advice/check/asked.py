"""What a check is asked about, what it answers, and the parts of a contract as checks look through them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Protocol, TypeVar

from bpo.advice.exposure.clause_span import own_figures
from bpo.advice.probe import Move, moves
from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.span import Own
from bpo.contracts.adjustments.values import in_unit
from bpo.contracts.clause import Clause, Loc
from bpo.contracts.model import Contract
from bpo.contracts.terms.term import Term
from bpo.core.documents import Document
from bpo.core.errors import Problem
from bpo.core.fields import FileModel
from bpo.core.tables import Table
from bpo.core.words import Words
from bpo.kpi import Kpi

R = TypeVar("R", bound=FileModel)
CLIFF = Fraction(2, 100)
"""The share of its lines from which on what a clause moves at one step of a KPI is called a cliff."""
STAIRS = 10
"""Stairs that a rounding makes are looked at one by one if they are at least this part of a cliff."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What is legal but unwise. ``on`` is the id of the clause, KPI or quantity it is about; empty for the contract itself."""

    on: str
    problem: Problem


class Seen(Protocol):
    """What an account's facts ever contained."""

    account: str

    def accounts(self, table: Table) -> Collection[str]: ...

    def values(self, table: Table, column: str) -> Collection[str]: ...


@dataclass(frozen=True)
class Asked:
    """A loaded contract, or what amendments make of it, with the document it stands in.

    ``seen`` is what its account's facts ever contained, if they are given; ``before`` is the contract as it was until an amendment changed it on the day ``start``.
    """

    contract: Contract
    document: Document
    cliff: Fraction = CLIFF
    seen: Seen | None = None
    before: Contract | None = None
    start: date | None = None

    def advice(self, words: Words, at: Loc, on: str = "", **values: Any) -> Advice:
        """Advice at a place of the file; ``{clause}`` of its words is what it is about."""
        return Advice(on, Problem(words, self.document.place(*at), {"clause": on, **values}))

    def clauses(self) -> Iterator[tuple[Loc, Clause]]:
        """Every clause with its place, in written order."""
        yield from self.terms()
        yield from self.adjustments()

    def terms(self) -> Iterator[tuple[Loc, Term]]:
        yield from ((("terms", i), term) for i, term in enumerate(self.contract.terms))

    def adjustments(self) -> Iterator[tuple[Loc, Adjustment]]:
        yield from ((("adjustments", i), one) for i, one in enumerate(self.contract.adjustments))

    def parts(self) -> Iterator[tuple[Clause, Loc, FileModel]]:
        """Every part of every clause, the clause itself included, so that a building block is found wherever it is used."""
        for at, clause in self.clauses():
            yield from ((clause, place, part) for place, part in parts_of(clause, at))

    def lists_of(self, *kinds: type[R]) -> Iterator[tuple[Clause, Loc, FileModel, list[R]]]:
        """Every list of these rows with its place and the part that it is a field of, such as the bands of a KPI."""
        for clause, at, part in self.parts():
            for name in type(part).model_fields:
                rows = getattr(part, name)
                if isinstance(rows, list) and rows and all(isinstance(row, kinds) for row in rows):
                    yield clause, (*at, name), part, rows

    @cached_property
    def moves(self) -> list[Move]:
        """What every adjustment does along every KPI."""
        return list(moves(self.contract, self.cliff / STAIRS))

    @cached_property
    def _own(self) -> dict[str, Own]:
        return {}

    def own_figures(self, clause: Adjustment) -> Own:
        """What an adjustment can come to by itself; tried once, however many caps hold it down."""
        if clause.id not in self._own:
            self._own[clause.id] = own_figures(self.contract, clause)
        return self._own[clause.id]

    def kpi(self, name: str) -> Kpi | None:
        return next((kpi for kpi in self.contract.kpis if kpi.id == name), None)

    def kpi_value(self, name: str, value: Fraction) -> Any:
        """A value of a KPI as people write it."""
        kpi = self.kpi(name)
        return in_unit(value, kpi.measured_in() if kpi else "")


def parts_of(part: FileModel, at: Loc) -> Iterator[tuple[Loc, FileModel]]:
    """A part and all that stand in it, each with its place."""
    yield at, part
    for name, field in type(part).model_fields.items():
        yield from _inside(getattr(part, name), (*at, field.alias or name))


def _inside(value: Any, at: Loc) -> Iterator[tuple[Loc, FileModel]]:
    if isinstance(value, FileModel):
        yield from parts_of(value, at)
    elif isinstance(value, (list, tuple)):
        for i, item in enumerate(value):
            yield from _inside(item, (*at, i))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _inside(item, (*at, name))
