"""A contract file becomes a :class:`Contract`, or every mistake in it with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bpo.contracts.adjustments import AnyAdjustment
from bpo.contracts.calendar_use import without_calendar
from bpo.contracts.ceilings import order_problems
from bpo.contracts.clause import Kind, Loc, Reference
from bpo.contracts.entities import allocation_problems
from bpo.contracts.model import Contract
from bpo.contracts.terms import AnyTerm
from bpo.contracts.versions import read_versions
from bpo.documents import Document, read_document
from bpo.errors import BpoError, Problem, Where, choices
from bpo.fields import Mistake, problems_of
from bpo.kpi import AnyKpi, Kpi
from bpo.words import Text, Words

SAME_ID = Words(
    "id-twice",
    en="the id '{given}' is taken by line {first}; every clause, KPI and quantity needs its own",
    zh="编号 '{given}' 已在第 {first} 行使用；每个条款、指标和数量须有各自的编号",
)
UNKNOWN_NAME = Words(
    "name-unknown", en="there is no {kind} '{given}' under {section}", zh="{section} 下没有名为 '{given}' 的{kind}"
)
NOT_ABOVE = Words(
    "line-not-above",
    en="'{given}' does not stand above this clause; a clause builds on the lines above it",
    zh="'{given}' 不在本条款之前；条款只能引用其上方的行",
)
NEVER_BILLED = Words(
    "day-outside-contract",
    en="{day} lies outside the contract's days, {start} to {end}: it would never be billed",
    zh="{day} 不在合同有效期 {start} 至 {end} 内：将永远不会计收",
)
NEEDS_TARGET = Words(
    "kpi-needs-target",
    en="this clause asks whether '{given}' meets its target, but the KPI has no target",
    zh="本条款需判断 '{given}' 是否达标，但该指标没有 target",
)

KINDS = {
    "line": Text(zh="行", en="line"),
    "kpi": Text(zh="指标", en="KPI"),
    "quantity": Text(zh="数量", en="quantity"),
    "tax": Text(zh="税码", en="tax code"),
}
SECTIONS = {"line": "terms/adjustments", "kpi": "kpis", "quantity": "quantities", "tax": "prices: rates"}


@dataclass(frozen=True, slots=True)
class LoadedContract:
    """A contract with the document it was read from."""

    contract: Contract
    document: Document

    @property
    def sha256(self) -> str:
        return self.document.sha256

    @property
    def versions(self) -> list[LoadedContract]:
        """The contract as signed and as amended, each with its text; itself alone if it was never amended."""
        found = [LoadedContract(version.contract, version.document) for version in self.contract.versions]
        return found or [self]


def load_contract(path: str | Path) -> Contract:
    """Read a contract.

    Raises:
        BpoError: with every problem in the file, each with file:line, the line itself, and how to mend it.
    """
    return read_contract(read_document(path)).contract


def read_contract(document: Document) -> LoadedContract:
    """The same for a document that was read already."""
    problems: list[Problem] = []
    contract: Contract | None = None
    try:
        contract = Contract.model_validate(document.plain())
    except ValidationError as error:
        problems = problems_of(error, document, Contract)
    else:
        problems = [
            *_never_billed(contract, document),
            *without_calendar(contract, document),
            *allocation_problems(contract, document),
            *order_problems(contract, document),
        ]
    problems += _reference_problems(document)
    if contract is not None and contract.amendments and not problems:
        problems = read_versions(contract, document, _read_version)
    if problems or contract is None:
        raise BpoError(sorted(problems, key=lambda p: (p.where.line, p.where.column) if p.where else (0, 0)))
    return LoadedContract(contract, document)


def _read_version(document: Document) -> tuple[Contract | None, list[Problem]]:
    """One version of an amended contract, or its mistakes."""
    try:
        contract = Contract.model_validate(document.plain())
    except ValidationError as error:
        return None, problems_of(error, document, Contract)
    return contract, [*_never_billed(contract, document), *_reference_problems(document)]


def _never_billed(contract: Contract, document: Document) -> Iterator[Problem]:
    """A one-off fee or a milestone on a day outside the contract would be left out of every month, silently."""
    start, end = contract.effective.start, contract.effective.end
    for i, term in enumerate(contract.terms):
        for day, at in term.days():
            if day < start or (end is not None and day > end):
                node, _ = document.find(("terms", i, *at))
                yield Problem(NEVER_BILLED, document.where(node), {"day": day, "start": start, "end": end or "…"})


def _reference_problems(document: Document) -> list[Problem]:
    """Names that are used twice or don't exist. Works on the clauses that can be read, even if others cannot."""
    names = _Names(document)
    problems = list(names.repeated())
    for place, references in names.references():
        for reference in references:
            problems += names.check(place, reference)
    return problems


def _entries(document: Document, section: str, kind: TypeAdapter[Any]) -> Iterator[tuple[Loc, Any, Any]]:
    """Each entry of a section: its place, the model it is read as (None if it has a mistake), and what is written."""
    plain = document.plain()
    entries = plain.get(section) if isinstance(plain, dict) else None
    for i, entry in enumerate(_listed(entries)):
        try:
            yield (section, i), kind.validate_python(entry), entry
        except ValidationError:
            yield (section, i), None, entry


_TERM: TypeAdapter[Any] = TypeAdapter(AnyTerm)
_ADJUSTMENT: TypeAdapter[Any] = TypeAdapter(AnyAdjustment)
_KPI: TypeAdapter[Any] = TypeAdapter(AnyKpi)


def _listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


def _written(section: str, entry: Any) -> Iterator[Reference]:
    """The names in a clause that has another mistake: they are checked all the same, so that all is mended at once."""
    if not isinstance(entry, dict):
        return
    fields: list[tuple[Any, Kind, Loc]] = [(entry.get("tax"), "tax", ("tax",))]
    if section == "terms":
        rate = entry["rate"] if isinstance(entry.get("rate"), dict) else {}
        fields.append((entry.get("quantity"), "quantity", ("quantity",)))
        fields.append((rate.get("of"), "line", ("rate", "of")))
    else:
        cap = entry["cap"] if isinstance(entry.get("cap"), dict) else {}
        floor = entry["floor"] if isinstance(entry.get("floor"), dict) else {}
        lists: list[tuple[Any, Loc]] = [
            (entry.get("on"), ("on",)),
            (entry.get("of"), ("of",)),
            (cap.get("of"), ("cap", "of")),
            (floor.get("of"), ("floor", "of")),
        ]
        rows = _listed(entry.get("scorecard"))
        tolerated = entry["tolerated"] if isinstance(entry.get("tolerated"), dict) else {}
        fields += [(entry.get("per"), "quantity", ("per",)), (entry.get("kpi"), "kpi", ("kpi",))]
        fields += [(tolerated.get("of"), "quantity", ("tolerated", "of"))]
        fields += [(entry.get("incidents"), "quantity", ("incidents",))]
        fields += [(name, "line", (*at, i)) for names, at in lists for i, name in enumerate(_listed(names))]
        fields += _kpis_of(rows, ("scorecard",)) + _kpis_of(entry.get("kpis"), ("kpis",))
        for name in ("additions", "deductions", "veto"):
            for i, row in enumerate(_listed(entry.get(name))):
                if isinstance(row, dict):
                    fields.append((row.get("per"), "quantity", (name, i, "per")))
                    fields.append((row.get("kpi"), "kpi", (name, i, "kpi")))
        for i, category in enumerate(_listed(entry.get("categories"))):
            fields += _kpis_of(category.get("kpis") if isinstance(category, dict) else None, ("categories", i, "kpis"))
    for name, kind, place in fields:
        if isinstance(name, str):
            yield Reference(kind, name, place)


def _kpis_of(rows: Any, at: Loc) -> list[tuple[Any, Kind, Loc]]:
    """The KPIs that a list names, or that its rows have under ``kpi``."""
    return [
        (row.get("kpi"), "kpi", (*at, i, "kpi")) if isinstance(row, dict) else (row, "kpi", (*at, i))
        for i, row in enumerate(_listed(rows))
    ]


class _Names:
    """Every name in a contract file, also those of entries with mistakes in them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.kpis: dict[str, Kpi] = {kpi.id: kpi for _, kpi, _ in _entries(document, "kpis", _KPI) if kpi}
        self.lines = [*self._ids("terms"), *self._ids("adjustments")]
        self.known = {
            "line": [name for name, _ in self.lines],
            "kpi": [name for name, _ in self._ids("kpis")],
            "quantity": [name for name, _ in self._keys("quantities")],
            "tax": [name for name, _ in self._keys("prices", "rates")] or ["standard"],
        }

    def references(self) -> Iterator[tuple[Loc, Iterable[Reference]]]:
        """Each clause's and KPI's place with the names that it uses; and what tax on a difference deducts."""
        rates = self.document.find(("prices", "rates"))[0].value
        for code in rates if isinstance(rates, dict) else ():
            node, key = self.document.find(("prices", "rates", code, "deducts"))
            if key is not None and key.value == "deducts" and isinstance(node.value, str):
                yield ("prices", "rates", code), [Reference("quantity", node.value, ("deducts",))]
        for place, kpi, _ in _entries(self.document, "kpis", _KPI):
            yield place, [Reference("quantity", name, at) for name, at in (kpi.quantity_names() if kpi else ())]
        for section, kind in (("terms", _TERM), ("adjustments", _ADJUSTMENT)):
            for place, clause, entry in _entries(self.document, section, kind):
                yield place, clause.references() if clause is not None else _written(section, entry)

    def _ids(self, section: str) -> list[tuple[str, Where]]:
        root = self.document.root.value
        node = root[section][1] if isinstance(root, dict) and section in root else None
        found = []
        for item in node.value if node is not None and isinstance(node.value, list) else []:
            pair = item.value.get("id") if isinstance(item.value, dict) else None
            if pair is not None and isinstance(pair[1].value, str):
                found.append((pair[1].value, self.document.where(pair[1])))
        return found

    def _keys(self, *path: str) -> list[tuple[str, Where]]:
        value: Any = self.document.root.value
        for name in path:
            value = value[name][1].value if isinstance(value, dict) and name in value else None
        return [(name, self.document.where(key)) for name, (key, _) in value.items()] if isinstance(value, dict) else []

    def repeated(self) -> Iterator[Problem]:
        first: dict[str, Where] = {}
        for name, where in [*self._keys("quantities"), *self.lines, *self._ids("kpis")]:
            if name in first:
                yield Problem(SAME_ID, where, {"given": name, "first": first[name].line})
            else:
                first[name] = where

    def check(self, place: Loc, reference: Reference) -> Iterator[Problem]:
        node, _ = self.document.find((*place, *reference.at))
        where = self.document.where(node)
        known = self.known[reference.kind]
        if reference.name not in known:
            values = {"kind": KINDS[reference.kind], "section": SECTIONS[reference.kind]}
            yield Problem(UNKNOWN_NAME, where, {**values, **choices(reference.name, self._usable(place, reference))})
        elif reference.kind == "line":
            if reference.name not in self._usable(place, reference):
                yield Problem(NOT_ABOVE, where, {"given": reference.name})
        elif reference.kind == "kpi" and reference.name in self.kpis:
            kpi = self.kpis[reference.name]
            if reference.needs_target and kpi.target is None:
                yield Problem(NEEDS_TARGET, where, {"given": reference.name})
            yield from self._bounds(place, kpi, reference.bounds)

    def _usable(self, place: Loc, reference: Reference) -> list[str]:
        """The names that a clause may use: of lines those above it, of all else all."""
        known, own = self.known[reference.kind], self.document.find((*place, "id"))[0].value
        above = reference.kind == "line" and isinstance(own, str) and own in known
        return known[: known.index(str(own))] if above else known

    def _bounds(self, place: Loc, kpi: Kpi, bounds: tuple[tuple[Fraction, Loc], ...]) -> Iterator[Problem]:
        for value, at in bounds:
            try:
                kpi.check_bound(value, at)
            except Mistake as mistake:
                node, _ = self.document.find((*place, *at))
                yield Problem(mistake.words, self.document.where(node), mistake.values)
