"""The names in a contract file: clauses, KPIs, quantities and tax codes that others use must exist, and each has its own."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from bpo.contracts.adjustments import AnyAdjustment
from bpo.contracts.clause import Kind, Loc, Reference
from bpo.contracts.model import Contract
from bpo.contracts.terms import AnyTerm
from bpo.core.documents import Document
from bpo.core.errors import Problem, Where, choices
from bpo.core.fields import Mistake
from bpo.core.vocabulary import KPI, LINE, QUANTITY
from bpo.core.words import Text, Words
from bpo.kpi import AnyKpi, Kpi
from bpo.kpi.interval_value import IntervalValue


def listed(given: Any) -> list[Any]:
    return given if isinstance(given, list) else []


Shape = str | dict[str, Any] | list[Any]
_LINES, _LIMIT, _KPIS = ["line"], {"of": ["line"]}, ["kpi", {"kpi": "kpi"}]
_OCCASIONS = [{"per": "quantity", "kpi": "kpi"}]
_IN_TERMS: Shape = {"tax": "tax", "quantity": "quantity", "rate": {"of": "line"}}
_IN_ADJUSTMENTS: Shape = {
    "tax": "tax", "on": _LINES, "of": _LINES, "cap": _LIMIT, "floor": _LIMIT, "per": "quantity", "kpi": "kpi",
    "tolerated": {"of": "quantity"}, "incidents": "quantity", "scorecard": _KPIS, "kpis": _KPIS, "additions": _OCCASIONS,
    "deductions": _OCCASIONS, "veto": _OCCASIONS, "categories": [{"kpis": _KPIS}],
}  # fmt: skip
"""Where names usually stand in an adjustment: the kind of a name, fields of a mapping, or what the entries of a list may be."""


def written_references(section: str, entry: Any) -> Iterator[Reference]:
    """The names in an entry that has another mistake: they are checked all the same, so that all is mended at once."""
    return _named(entry, _IN_TERMS if section == "terms" else _IN_ADJUSTMENTS, ())


def _named(given: Any, shape: Shape, at: Loc) -> Iterator[Reference]:
    if isinstance(shape, str):
        if isinstance(given, str):
            yield Reference(cast(Kind, shape), given, at)
    elif isinstance(shape, list):
        for i, one in enumerate(listed(given)):
            for each in shape:
                yield from _named(one, each, (*at, i))
    elif isinstance(given, dict):
        for name, each in shape.items():
            yield from _named(given.get(name), each, (*at, name))


SAME_ID = Words(
    "id-twice",
    en="the id '{given}' is taken by line {first}; every clause, KPI and quantity needs its own",
    zh="编号 '{given}' 已在第 {first} 行使用；每个条款、指标和数量须有各自的编号",
)
RESERVED = Words(
    "id-reserved",
    en="'{given}' is what the statement calls a line of its own (of a ceiling, an order, tax withheld or rounding); give this one another id",
    zh="'{given}' 是结算单自有行（总额上限、采购订单、代扣或尾差）的编号；请另取编号",
)
UNKNOWN_NAME = Words(
    "name-unknown", en="there is no {kind} '{given}' under {section}", zh="{section} 下没有名为 '{given}' 的{kind}"
)
NOT_ABOVE = Words(
    "line-not-above",
    en="'{given}' does not stand above this clause; a clause builds on the lines above it",
    zh="'{given}' 不在本条款之前；条款只能引用其上方的行",
)
NEEDS_TARGET = Words(
    "kpi-needs-target",
    en="this clause asks whether '{given}' meets its target, but the KPI has no target",
    zh="本条款需判断 '{given}' 是否达标，但该指标没有 target",
)

TARGET_OF_NOTHING = Words(
    "kpi-target-of-nothing",
    en="this clause counts shares of the target of '{given}', which has to be above zero: leave out 'relative', or write 'beyond'",
    zh="本条款按 '{given}' 目标值的比例计，目标值须大于零：请去掉 relative，或写 beyond",
)

OF_THE_STATEMENT = re.compile(r"contract-ceiling(-\d+)?|purchase-order-.+|withholding-\d+|payable-rounding")
"""The lines that a statement has besides those of clauses."""

NOT_OF_EACH = Words(
    "kpi-not-of-each",
    en="'each: {each}' judges the values of a KPI one by one: '{given}' must be an interval_value with the same 'each'",
    zh="each: {each} 逐一判定指标在各时段的数值：'{given}' 须为 interval_value，且 each 相同",
)
NEEDS_TARGET_OF_EACH = Words(
    "kpi-needs-target-of-each",
    en="'{given}' has no target for each of its intervals; write 'target' in its 'of'",
    zh="指标 '{given}' 的各时段没有目标值；请在其 of 中写 target",
)
KINDS = {"line": LINE, "kpi": KPI, "quantity": QUANTITY, "tax": Text(zh="税码", en="tax code")}
SECTIONS = {"line": "terms/adjustments", "kpi": "kpis", "quantity": "quantities", "tax": "prices: rates"}


def name_problems(document: Document, contract: Contract | None) -> list[Problem]:
    """Names that are used twice or don't exist.

    ``contract`` is what the document was read as. Without it, if that has a mistake, every clause is read by itself, so that the names
    of those that can be read are checked all the same.
    """
    names = _Names(document, contract)
    problems = list(names.repeated())
    for place, references in names.references():
        for reference in references:
            problems += names.check(place, reference)
    return problems


_KINDS: Mapping[str, Any] = {"kpis": AnyKpi, "terms": AnyTerm, "adjustments": AnyAdjustment}


@cache
def _reader(section: str) -> TypeAdapter[Any]:
    return TypeAdapter(_KINDS[section])


def _read_alone(section: str, entry: Any) -> Any:
    """An entry as its model; None if it has a mistake."""
    try:
        return _reader(section).validate_python(entry)
    except ValidationError:
        return None


class _Names:
    """Every name in a contract file, also those of entries with mistakes in them."""

    def __init__(self, document: Document, contract: Contract | None) -> None:
        self.document = document
        plain = document.plain() if contract is None else None
        self.written = {section: listed(plain.get(section)) if isinstance(plain, dict) else [] for section in _KINDS}
        self.read: dict[str, list[Any]] = {
            section: getattr(contract, section)
            if contract is not None
            else [_read_alone(section, one) for one in self.written[section]]
            for section in _KINDS
        }
        self.kpis: dict[str, Kpi] = {kpi.id: kpi for kpi in self.read["kpis"] if kpi is not None}
        self.lines = [*self._ids("terms"), *self._ids("adjustments")]
        self.known = {
            "line": [name for name, _ in self.lines],
            "kpi": [name for name, _ in self._ids("kpis")],
            "quantity": [name for name, _ in self._keys("quantities")],
            "tax": [name for name, _ in self._keys("prices", "rates")] or ["standard"],
        }

    def references(self) -> Iterator[tuple[Loc, Iterable[Reference]]]:
        """Each clause's and KPI's place with the names that it uses; what tax on a difference deducts, and the rate of a second currency."""
        rates = self.document.find(("prices", "rates"))[0].value
        for code in rates if isinstance(rates, dict) else ():
            node, key = self.document.find(("prices", "rates", code, "deducts"))
            if key is not None and key.value == "deducts":
                listed_at = enumerate(node.value) if isinstance(node.value, list) else [(None, node)]
                named = [(one.value, ("deducts",) if i is None else ("deducts", i)) for i, one in listed_at]
                found = [Reference("quantity", name, at) for name, at in named if isinstance(name, str)]
                yield ("prices", "rates", code), found
        shown = self.document.find(("shown_in", "exchange"))[0].value
        if isinstance(shown, str) and self._keys("shown_in"):
            yield ("shown_in",), [Reference("quantity", shown, ("exchange",))]
        for i, kpi in enumerate(self.read["kpis"]):
            names = kpi.quantity_names() if kpi is not None else ()
            yield ("kpis", i), [Reference("quantity", name, at) for name, at in names]
        for section in ("terms", "adjustments"):
            for i, clause in enumerate(self.read[section]):
                written = self.written[section][i] if clause is None else None
                yield (section, i), clause.references() if clause is not None else written_references(section, written)

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
        for name, where in self.lines:
            if OF_THE_STATEMENT.fullmatch(name):
                yield Problem(RESERVED, where, {"given": name})

    def check(self, place: Loc, reference: Reference) -> Iterator[Problem]:
        where = self.document.place(*place, *reference.at)
        known = self.known[reference.kind]
        if reference.name not in known:
            values = {"kind": KINDS[reference.kind], "section": SECTIONS[reference.kind]}
            yield Problem(UNKNOWN_NAME, where, {**values, **choices(reference.name, self._usable(place, reference))})
        elif reference.kind == "line":
            if reference.name not in self._usable(place, reference):
                yield Problem(NOT_ABOVE, where, {"given": reference.name})
        elif reference.kind == "kpi" and reference.name in self.kpis:
            kpi = self.kpis[reference.name]
            if reference.each is not None and not (isinstance(kpi, IntervalValue) and kpi.each == reference.each):
                yield Problem(NOT_OF_EACH, where, {"given": reference.name, "each": reference.each})
                return
            target, first = (
                (kpi.of.target, []) if reference.each and isinstance(kpi, IntervalValue) else (kpi.target, kpi.ramp)
            )
            if reference.needs_target and target is None:
                words = NEEDS_TARGET if reference.each is None else NEEDS_TARGET_OF_EACH
                yield Problem(words, where, {"given": reference.name})
            if reference.of_target and target is not None and min([target, *first]) <= 0:
                yield Problem(TARGET_OF_NOTHING, where, {"given": reference.name})
            points = reference.points if kpi.measured_in() == "ratio" else ()
            yield from self._bounds(place, kpi, (*reference.bounds, *points))

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
                yield Problem(mistake.words, self.document.place(*place, *at), mistake.values)
