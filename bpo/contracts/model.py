"""The contract: header, named quantities, terms, KPIs and adjustments, as read from its file."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Self

from pydantic import Field, model_validator

from bpo.contracts.adjustments import AnyAdjustment
from bpo.contracts.adjustments.single_incident import OTHER_NATURE, SingleIncident
from bpo.contracts.clause import Clause
from bpo.contracts.entities import by_entity
from bpo.contracts.header import Header
from bpo.contracts.terms import AnyTerm
from bpo.contracts.terms.priced import NO_ONE_RATE, Priced
from bpo.errors import Where
from bpo.fields import Identifier, Mistake
from bpo.kpi import AnyKpi, Kpi
from bpo.measures import Need
from bpo.quantity import QuantitySpec
from bpo.words import Text


class Contract(Header):
    """A signed contract. Terms come first, adjustments after them, each in written order; both are lines of the statement."""

    quantities: dict[Identifier, QuantitySpec] = {}
    terms: Annotated[list[AnyTerm], Field(min_length=1)]
    kpis: list[AnyKpi] = []
    adjustments: list[AnyAdjustment] = []

    @model_validator(mode="after")
    def _multiples(self) -> Self:
        """A rate at a multiple of another line's needs that line to have one rate."""
        terms = {term.id: term for term in self.terms}
        for i, term in enumerate(self.terms):
            of = term.multiple_of if isinstance(term, Priced) else None
            line = terms.get(of or "")
            if line is not None and not (isinstance(line, Priced) and line.rate is not None):
                raise Mistake(NO_ONE_RATE, ("terms", i, "rate", "of"), given=of)
        return self

    @model_validator(mode="after")
    def _one_nature(self) -> Self:
        """What is given back has the nature of what was credited, so credits of one incident are of one nature."""
        nature = {line.id: getattr(line, "nature", "price_reduction") for line in self.clauses}
        for i, clause in enumerate(self.adjustments):
            if isinstance(clause, SingleIncident):
                for n, name in enumerate(clause.on):
                    if nature.get(name, "") != nature.get(clause.on[0], "") and name in nature:
                        raise Mistake(OTHER_NATURE, ("adjustments", i, "on", n), given=name)
        return self

    @property
    def clauses(self) -> list[Clause]:
        """Everything that makes a line, in written order."""
        return [*self.terms, *self.adjustments]

    @property
    def reads_history(self) -> bool:
        return (
            any(clause.looks_back() for clause in self.clauses)
            or any(kpi.average for kpi in self.kpis)
            or (self.ceiling is not None or any(order.limit is not None for order in self.purchase_orders))
        )

    def pooled(self) -> Self:
        """The contract as its lines are priced: for all entities of the client together, and whatever the client has released."""
        return self.model_copy(update={"entities": [], "ceiling": None, "purchase_orders": []})

    def quantity_needs(self) -> list[Need]:
        """What is to be counted for the lines: named quantities, what clauses count by themselves, volumes that excuse a KPI."""
        named = [need for name, spec in self.quantities.items() for need in spec.needs(name)]
        held = [kpi.volume_need() for kpi in self.kpis if kpi.relief is not None and not kpi.relief.in_parts]
        return [
            *self._lapsing([*named, *self._split(), *(need for clause in self.clauses for need in clause.needs())]),
            *held,
        ]

    def _split(self) -> list[Need]:
        return self.allocation.needs(self.quantities) if self.allocation is not None else []

    def _lapsing(self, needs: list[Need]) -> list[Need]:
        """What terms bill by a later day than that of the event lapses; what is taken back, and deductions, do not."""
        days = self.billing.lapses_after
        if days is None:
            return needs
        billed = {reference.name for term in self.terms for reference in term.references()} | {t.id for t in self.terms}
        return [
            replace(need, lapses_after=days)
            if need.at is not None and need.within is None and need.id.partition(".")[0] in billed
            else need
            for need in needs
        ]

    def figures(self) -> set[str]:
        """The names of all quantities that a clause may read: those counted, the contract's own, and what is given for a clause."""
        own = {clause.id for clause in self.clauses if not isinstance(getattr(clause, "quantity", ""), str)}
        return {*self.quantities, *own, *(need.id for need in self.quantity_needs())}

    def kpi_needs(self) -> list[Need]:
        return [need for kpi in self.kpis for need in kpi.month_needs()]

    def needs(self) -> list[Need]:
        """Everything that is to be counted, as plain data."""
        return [*self.quantity_needs(), *self.kpi_needs()]

    def where_of(self, name: str) -> Where | None:
        """The place of the clause, KPI or quantity with this id."""
        parts = [*self.clauses, *self.kpis]
        found = next((part.where for part in parts if part.id == name), None)
        return found or (self.quantities[name].where if name in self.quantities else None)

    def labels(self) -> dict[str, Text]:
        """Names of quantities, clauses and KPIs by id, for people."""
        named = {name: spec.label for name, spec in self.quantities.items() if spec.label is not None}
        split = {need.id: need.id.partition(".")[0] for need in self._split()}
        return (
            named
            | {name: by_entity(named.get(of, Text.of(of))) for name, of in split.items()}
            | {clause.id: clause.shown_label for clause in self.clauses}
            | {f"{clause.id}.{side}": clause.label_of(side) for clause in self.clauses for side in clause.sides}
            | {f"{kpi.id}.volume": _volume_of(kpi) for kpi in self.kpis if kpi.relief is not None}
            | {kpi.id: kpi.label or kpi.name for kpi in self.kpis}
        )


def _volume_of(kpi: Kpi) -> Text:
    """What the contacts are called that are held against a KPI's forecast."""
    label = kpi.shown_label
    return Text(zh=f"{label.zh}（联络量）", en=f"{label.en} (volume)")
