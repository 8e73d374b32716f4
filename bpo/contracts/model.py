"""The contract: header, named quantities, terms, KPIs and adjustments, as read from its file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Self, cast

from pydantic import Field, PrivateAttr

from bpo.contracts.adjustments import AnyAdjustment
from bpo.contracts.adjustments.single_incident import OTHER_NATURE, SingleIncident
from bpo.contracts.amendment import Amendment
from bpo.contracts.clause import Clause
from bpo.contracts.each_rules import check_for_each
from bpo.contracts.header.entities import by_entity
from bpo.contracts.header.header import Header
from bpo.contracts.terms import AnyTerm
from bpo.contracts.terms.priced import NO_ONE_RATE, Priced
from bpo.contracts.terms.term import Term, counted_over_a_month
from bpo.core.documents import Document
from bpo.core.errors import Where
from bpo.core.fields import Identifier, Mistake
from bpo.core.figure_names import FigureName, part_name, side_name
from bpo.core.measures import Need
from bpo.core.periods import Period
from bpo.core.quantity import QuantitySpec
from bpo.core.words import Text
from bpo.kpi import AnyKpi, Kpi


def multiples_of(clause: Clause) -> list[str]:
    """The lines whose rates a clause's prices are multiples of: they change with those."""
    return [one.name for one in clause.references() if one.kind == "line"] if isinstance(clause, Term) else []


_ALWAYS = Period(date.min, date.max, "")


@dataclass(frozen=True, slots=True)
class Wording:
    """A clause as it reads on some days of a month, with the quantities that it names."""

    clause: Clause
    quantities: Mapping[str, QuantitySpec]
    days: Period

    @classmethod
    def of(cls, clause: Clause, contract: Contract, days: Period = _ALWAYS) -> Wording:
        """The clause as it reads in a version of the contract."""
        names = [one.name for one in clause.references() if one.kind == "quantity" and not one.same_for_all]
        return cls(clause, {name: contract.quantities[name] for name in names}, days)

    def counts_whole_month(self) -> str:
        """What in a term looks at a whole month, so that it cannot change inside it; see :class:`Term`."""
        assert isinstance(self.clause, Term), "only terms are priced on some days of a month as a matter of course"
        named = [need for name, spec in self.quantities.items() for need in spec.needs(name)]
        agreed = any(spec.agreed is not None for spec in self.quantities.values())
        return self.clause.counts_whole_month() or counted_over_a_month(named) or ("agreed" if agreed else "")

    @property
    def key(self) -> str:
        """The name of this part of the month: its first day."""
        return self.days.start.isoformat()

    def figures(self) -> list[str]:
        """The quantities that it is priced by, which are those of its days."""
        own = [] if isinstance(self.clause.counted_by, str) else [self.clause.id]
        return list(dict.fromkeys([*(need.id for need in self.clause.needs()), *own, *self.quantities]))

    def same_as(self, other: Wording) -> bool:
        """Whether nothing in it was restated: it stands in the same place of the file."""
        mine, theirs = (
            {name: spec.where for name, spec in one.quantities.items()} | {"": one.clause.where}
            for one in (self, other)
        )
        return mine == theirs

    def needs(self) -> list[Need]:
        """What is to be counted on its days, under the names of the part."""
        each = self.clause.for_each
        named = [replace(need, each=each) for name, spec in self.quantities.items() for need in spec.needs(name)]
        needs = [*named, *self.clause.counted()]
        return [replace(need, id=part_name(need.id, self.key), on_days=self.days) for need in needs]


@dataclass(frozen=True, slots=True)
class Version:
    """The contract as it reads from a day on; the first without an amendment."""

    start: date
    contract: Contract
    document: Document
    amendment: Amendment | None = None


class Contract(Header):
    """A signed contract. Terms come first, adjustments after them, each in written order; both are lines of the statement."""

    quantities: dict[Identifier, QuantitySpec] = {}
    terms: Annotated[list[AnyTerm], Field(min_length=1)]
    kpis: list[AnyKpi] = []
    adjustments: list[AnyAdjustment] = []
    amendments: list[Amendment] = []
    _versions: tuple[Version, ...] = PrivateAttr(default=())
    _by_days: Mapping[str, tuple[Wording, ...]] = PrivateAttr(default_factory=dict)

    def altered(self, **values: Any) -> Self:
        """See :meth:`Part.altered`; what is composed for a month in parts has names that nobody could have written."""
        return self.model_copy(update=values) if self._by_days else super().altered(**values)

    @property
    def versions(self) -> tuple[Version, ...]:
        """The contract as signed and as amended, oldest first; none if it was never amended."""
        return cast("tuple[Version, ...]", self.private("_versions"))

    def amended_to(self, versions: Sequence[Version]) -> None:
        """Keeps the versions that its text makes; only for the loader."""
        self._versions = tuple(versions)
        self.forget_derived()

    @property
    def by_days(self) -> Mapping[str, tuple[Wording, ...]]:
        """The lines that have several wordings in the month that this contract is composed for."""
        return cast("Mapping[str, tuple[Wording, ...]]", self.private("_by_days"))

    def figures_by_days(self) -> Mapping[str, list[str]]:
        """The quantities that are needed for parts of the month by days, with their names in each part."""
        return self._figures_by_days

    @cached_property
    def _figures_by_days(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for wordings in self._by_days.values():
            for one in wordings:
                for name in one.figures():
                    found.setdefault(name, []).append(part_name(name, one.key))
        return {name: list(dict.fromkeys(names)) for name, names in found.items()}

    def sums_of_days(self) -> Mapping[str, list[str]]:
        """Of the quantities by days those that their days make up; not one that is read for the whole month, of which days are missing."""
        return self._sums_of_days

    @cached_property
    def _sums_of_days(self) -> dict[str, list[str]]:
        wordings = [one for of in self._by_days.values() for one in of]
        of_days = {part_name(name, one.key): one.days for one in wordings for name in one.figures()}
        whole = self._read_whole()
        return {
            name: names
            for name, names in self.figures_by_days().items()
            if name not in whole or self._make_up_the_month([of_days[part] for part in names])
        }

    def _read_whole(self) -> set[str]:
        """The quantities that are read for the whole month, whatever is read on the days of a wording besides."""
        read = [
            reference
            for clause in self.clauses
            for of in [one.clause for one in self._by_days.get(clause.id, ())] or [clause]
            for reference in of.references()
            if reference.kind == "quantity" and (reference.same_for_all or clause.id not in self._by_days)
        ]
        keys = self.allocation.keys if self.allocation is not None else []
        return {one.name for one in read} | {key.named for _, key in keys}

    def _make_up_the_month(self, days: Sequence[Period]) -> bool:
        effective = self.effective_part(self.cycle.period(days[0].name))
        return effective is None or sum(one.days for one in days) == effective.days

    def holds_by_days(self, wordings: Mapping[str, tuple[Wording, ...]]) -> None:
        """Keeps the wordings of a month; only for :func:`bpo.pricing.in_force.in_force`, on the copy that it makes."""
        self._versions, self._by_days = (), dict(wordings)
        self.forget_derived()

    def check_fields(self) -> None:
        super().check_fields()
        self._check_multiples()
        self._check_natures()
        agreed = [name for name, spec in self.quantities.items() if spec.agreed is not None]
        check_for_each(self.terms, self.adjustments, self.kpis, agreed)

    def _check_multiples(self) -> None:
        """A rate at a multiple of another line's needs that line to have one rate."""
        terms = {term.id: term for term in self.terms}
        for i, term in enumerate(self.terms):
            of = term.multiple_of
            line = terms.get(of or "")
            if line is not None and not (isinstance(line, Priced) and line.rate is not None):
                raise Mistake(NO_ONE_RATE, ("terms", i, "rate", "of"), given=of)

    def _check_natures(self) -> None:
        """What is given back has the nature of what was credited, so credits of one incident are of one nature."""
        damages = {line.id: line.is_damages for line in self.clauses}
        for i, clause in enumerate(self.adjustments):
            if isinstance(clause, SingleIncident):
                for n, name in enumerate(clause.on):
                    if name in damages and damages[name] != damages.get(clause.on[0]):
                        raise Mistake(OTHER_NATURE, ("adjustments", i, "on", n), given=name)

    @property
    def clauses(self) -> list[Clause]:
        """Everything that makes a line, in written order."""
        return [*self.terms, *self.adjustments]

    def named_of_all(self) -> Set[str]:
        """The names that clauses read of all parts together: not those that are computed for each."""
        return self._named_of_all

    @cached_property
    def _named_of_all(self) -> set[str]:
        wordings = [one.clause for of in self._by_days.values() for one in of]
        of_all = [clause for clause in (*self.clauses, *wordings) if clause.for_each is None]
        return {one.name for clause in of_all for one in clause.references()}

    @property
    def looks_back(self) -> bool:
        """Whether a line depends on earlier months."""
        return any(clause.looks_back() for clause in self.clauses) or any(kpi.average for kpi in self.kpis)

    @property
    def reads_history(self) -> bool:
        limited = self.ceiling is not None or any(order.limit is not None for order in self.purchase_orders)
        return self.looks_back or limited or any(kpi.known_later for kpi in self.kpis)

    def pooled(self) -> Self:
        """The contract as its lines are priced: for all entities of the client together, and whatever the client has released."""
        return self.changed_to(lambda one: one.altered(entities=[], ceiling=None, purchase_orders=[], shown_in=None))

    def changed_to(self, change: Callable[[Self], Self]) -> Self:
        """The contract with a change made to it and to what every amendment made of it, so that no month is without it."""
        changed = change(self)
        changed._versions = tuple(replace(one, contract=change(cast(Self, one.contract))) for one in self._versions)
        return changed

    def term_ids(self) -> list[str]:
        """The ids of its terms, those that amendments add included."""
        every = [self, *(version.contract for version in self._versions)]
        return list(dict.fromkeys(term.id for one in every for term in one.terms))

    def quantity_needs(self) -> list[Need]:
        """What is to be counted for the lines: named quantities, what clauses count by themselves, volumes that excuse a KPI."""
        return list(self._quantity_needs)

    @cached_property
    def _quantity_needs(self) -> list[Need]:
        split = self.split_figures()
        specs = self.quantities.items()
        named = [replace(need, each=split.get(name)) for name, spec in specs for need in spec.needs(name)]
        relieved = [kpi for kpi in self.kpis if kpi.relief is not None and not kpi.relief.in_parts]
        held = [kpi.in_its_parts(kpi.volume_need()) for kpi in relieved]
        lines = [need for clause in self.clauses for need in self.needs_of(clause)]
        needs = self._lapsing([*named, *self._allocated(), *lines])
        return [*(replace(need, unit=self.cycle.unit(need.unit)) for need in needs), *held]

    def _allocated(self) -> list[Need]:
        return self.allocation.needs(self.quantities) if self.allocation is not None else []

    def _lapsing(self, needs: list[Need]) -> list[Need]:
        """What terms bill by a later day than that of the event lapses; what is taken back, and deductions, do not."""
        days = self.billing.lapses_after
        if days is None:
            return needs
        billed = {reference.name for term in self.terms for reference in term.references()} | {t.id for t in self.terms}
        return [
            replace(need, lapses_after=days)
            if need.at is not None and need.within is None and FigureName.of(need.id).id in billed
            else need
            for need in needs
        ]

    def figure_names(self) -> Set[str]:
        """The names of all quantities that a clause may read: those counted, the contract's own, and what is given for a clause."""
        return self._figure_names

    @cached_property
    def _figure_names(self) -> set[str]:
        own = {clause.id for clause in self.clauses if not isinstance(clause.counted_by, str)}
        by_days = {name for names in self.figures_by_days().values() for name in names}
        return {*self.quantities, *own, *by_days, *(need.id for need in self.quantity_needs())}

    def units(self) -> Mapping[str, str]:
        """The unit in which the contract bills each quantity that it counts or is given."""
        return self._units

    @cached_property
    def _units(self) -> dict[str, str]:
        worded = [(part_name(one.clause.id, one.key), one.clause) for words in self._by_days.values() for one in words]
        clauses = [*worded, *((clause.id, clause) for clause in self.clauses)]
        specs = [*((name, clause.counted_by) for name, clause in clauses), *self.quantities.items()]
        return {need.id: need.unit for need in self.quantity_needs()} | {
            name: spec.billed_unit for name, spec in specs if isinstance(spec, QuantitySpec) and spec.facts is None
        }

    def unit_of(self, name: str) -> str:
        """The unit in which it bills a quantity; empty if it knows none."""
        return self.units().get(name, "")

    def flat_rate_of(self, line: str) -> Fraction:
        """The one rate of a line, which that of another is a multiple of."""
        rate = next(one.rate for one in self.terms if one.id == line and isinstance(one, Priced))
        assert isinstance(rate, Fraction), "checked when the contract was read"
        return rate

    def needs_of(self, clause: Clause) -> list[Need]:
        """What is to be counted for a line: for each of its parts, on the days of each of its wordings."""
        if clause.id in self._by_days:
            return [need for wording in self._by_days[clause.id] for need in wording.needs()]
        return clause.counted()

    def kpi_needs(self) -> list[Need]:
        return [need for kpi in self.kpis for need in kpi.counted()]

    def split_figures(self) -> Mapping[str, str]:
        """The quantities and KPIs that are also needed for each site, team, …, with the column that says which."""
        return self._split_figures

    @cached_property
    def _split_figures(self) -> dict[str, str]:
        split = {kpi.id: kpi.for_each for kpi in self.kpis if kpi.for_each is not None}
        for clause in self.clauses:
            wordings = [(one.clause, one.key) for one in self._by_days.get(clause.id, ())]
            for one, key in wordings or [(clause, "")]:
                if one.for_each is not None:
                    names = one.figures()
                    names += [to.name for to in one.references() if to.kind == "quantity" and not to.same_for_all]
                    split |= dict.fromkeys((part_name(name, key) if key else name for name in names), one.for_each)
        return split

    def needs(self) -> list[Need]:
        """Everything that is to be counted, as plain data."""
        return [*self.quantity_needs(), *self.kpi_needs()]

    def place(self, name: str) -> Where | None:
        """The place of the clause, KPI or quantity with this id."""
        parts = [*self.clauses, *self.kpis]
        found = next((part.where for part in parts if part.id == name), None)
        return found or (self.quantities[name].where if name in self.quantities else None)

    def labels(self) -> Mapping[str, Text]:
        """Names of quantities, clauses and KPIs by id, for people."""
        return self._labels

    @cached_property
    def _labels(self) -> dict[str, Text]:
        named = {name: spec.label for name, spec in self.quantities.items() if spec.label is not None}
        split = {need.id: FigureName.of(need.id).owner for need in self._allocated()}
        return (
            named
            | {name: by_entity(named.get(of, Text.of(of))) for name, of in split.items()}
            | {clause.id: clause.shown_label for clause in self.clauses}
            | {side_name(clause.id, side): clause.label_of(side) for clause in self.clauses for side in clause.sides}
            | {side_name(kpi.id, "volume"): _volume_of(kpi) for kpi in self.kpis if kpi.relief is not None}
            | {kpi.id: kpi.label or kpi.name for kpi in self.kpis}
        )


def _volume_of(kpi: Kpi) -> Text:
    """What the contacts are called that are held against a KPI's forecast."""
    label = kpi.shown_label
    return Text(zh=f"{label.zh}（联络量）", en=f"{label.en} (volume)")
