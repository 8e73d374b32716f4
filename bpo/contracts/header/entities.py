"""The buying entities of one client, and by what a month that is priced for all of them together is allocated to them."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

from bpo.contracts.header.parties import Party
from bpo.core.documents import Document
from bpo.core.errors import Problem, choices
from bpo.core.fields import NUMBER_SCHEMA, WRONG_SHAPE, FileModel, Identifier, Mistake, normal, read_share
from bpo.core.figure_names import side_name
from bpo.core.measures import Need
from bpo.core.quantity import QuantitySpec
from bpo.core.vocabulary import ENTITY, LINE, QUANTITY
from bpo.core.words import Pct, Text, Words

NO_ALLOCATION = Words(
    "entities-without-allocation",
    en="several entities share this contract: say by what its lines are allocated to them, "
    "such as 'allocation: {{by: calls}}' or 'allocation: {{by: {{ {first}: 60%, … }} }}'",
    zh="本合同由多个主体共用：请写明各行如何分摊，例如 allocation: {{by: calls}} 或 allocation: {{by: {{ {first}: 60%, … }} }}",
)
NO_ENTITIES = Words(
    "allocation-without-entities",
    en="there is nobody to allocate to: list the client's 'entities'",
    zh="没有可分摊的主体：请列出委托方的 entities",
)
TWICE = Words("entity-twice", en="the entity '{given}' is listed twice", zh="主体 '{given}' 重复列出")
SHARES = Words("allocation-shares", en="the shares make {sum}, not 100%", zh="各份额合计 {sum}，不是 100%")
UNKNOWN = Words("allocation-name-unknown", en="there is no {kind} '{given}'", zh="没有名为 '{given}' 的{kind}")
NOT_SPLIT = Words(
    "allocation-not-split",
    en="'{given}' counts different values, or each day by itself, which does not add up over entities: allocate by a count or a sum",
    zh="'{given}' 为去重计数或逐日统计，各主体之和不等于合计：请按行数或求和分摊",
)
NO_COLUMN = Words("allocation-no-column", en="{table} has no column '{given}'", zh="{table} 没有列 '{given}'")
QUANTITY_OR_SHARES = Text(
    zh="一个数量的名称，或 {east: 60%, west: 40%} 这样的份额",
    en="the name of a quantity, or shares such as {east: 60%, west: 40%}",
)
AGREED_SHARES = Text(zh="{east: 60%, west: 40%} 这样的份额", en="shares such as {east: 60%, west: 40%}")
Loc = tuple[int | str, ...]

SPLIT = "entities"
"""The side under which a quantity is counted once more, split by entity: ``calls.entities``."""


def by_entity(label: Text) -> Text:
    """The name of a quantity that is split by entity."""
    return Text(zh=f"{label.zh}（按主体）", en=f"{label.en} (by entity)")


class Entity(Party):
    """One buying entity: a party with its own tax number, purchase order and cost centre; ``id`` is its name in the facts."""

    id: Identifier


@dataclass(frozen=True, slots=True)
class Key:
    """By what something is allocated: in proportion to the parts of the quantity ``named``, or by agreed ``shares``."""

    named: str = ""
    shares: Mapping[str, Fraction] = field(default_factory=dict)


def _key(given: Any) -> Any:
    """``calls``, or ``{east: 60%, west: 40%}``, which make 100%."""
    if isinstance(given, Key):
        return given
    if isinstance(given, str):
        return Key(named=given)
    if not isinstance(given, Mapping) or not given:
        raise Mistake(WRONG_SHAPE, expected=QUANTITY_OR_SHARES)
    shares = {}
    for name, share in given.items():
        try:
            shares[str(name)] = _share(share)
        except Mistake as mistake:
            raise Mistake(mistake.words, (name,), mistake.offset, mistake.width, **mistake.values) from None
    total = sum(shares.values(), Fraction(0))
    if total != 1:
        raise Mistake(SHARES, sum=Pct(total))
    return Key(shares=shares)


def _share(given: Any) -> Fraction:
    """``60%``, or a part that no percent can say: ``1/3``."""
    part = re.fullmatch(r"(\d{1,9})\s*/\s*([1-9]\d{0,8})", normal(given)) if isinstance(given, str) else None
    return Fraction(int(part[1]), int(part[2])) if part else read_share(given, below=2)


def _agreed(given: Any) -> Any:
    if isinstance(given, str):
        raise Mistake(WRONG_SHAPE, expected=AGREED_SHARES)
    return _key(given)


_SHARES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": {"anyOf": [NUMBER_SCHEMA, {"type": "string", "pattern": "/"}]},
    "minProperties": 1,
}
KeyField = Annotated[
    Key, BeforeValidator(_key), WithJsonSchema({"anyOf": [{"type": "string", "minLength": 1}, _SHARES_SCHEMA]})
]
SharesField = Annotated[Key, BeforeValidator(_agreed), WithJsonSchema(_SHARES_SCHEMA)]


class Allocation(FileModel):
    """By what every line is allocated: ``by``, but for the ``lines`` that have a key of their own.

    A key is one of the contract's quantities, whose rows name the entity in the ``column``, or agreed shares. ``otherwise``
    are the shares of a month in which the quantity is nothing.
    """

    by: KeyField
    otherwise: SharesField | None = None
    lines: dict[str, KeyField] = {}
    column: str = "entity"

    @property
    def id(self) -> str:
        """Its place in the header, where it asks a month."""
        return "allocation"

    @property
    def keys(self) -> list[tuple[Loc, Key]]:
        """Every key with its place."""
        found: list[tuple[Loc, Key]] = [(("by",), self.by)]
        found += [(("otherwise",), self.otherwise)] if self.otherwise is not None else []
        return [*found, *((("lines", name), key) for name, key in self.lines.items())]

    def needs(self, quantities: Mapping[str, QuantitySpec]) -> list[Need]:
        """The quantities once more, split by entity; one that is given brings its parts itself."""
        names = dict.fromkeys(key.named for _, key in self.keys if key.named in quantities)
        return [need for name in names for need in quantities[name].needs(side_name(name, SPLIT), (self.column,))]


def allocation_problems(
    entities: Sequence[Entity],
    allocation: Allocation | None,
    lines: Collection[str],
    quantities: Mapping[str, QuantitySpec],
    document: Document,
) -> Iterator[Problem]:
    """Names of entities, lines and quantities that do not exist, and what cannot be split by entity."""
    seen: set[str] = set()
    for i, entity in enumerate(entities):
        if entity.id in seen:
            yield Problem(TWICE, document.place("entities", i, "id"), {"given": entity.id})
        seen.add(entity.id)
    if allocation is None:
        if entities:
            name = document.find(("entities",))[1]
            yield Problem(NO_ALLOCATION, document.where(name or document.root), {"first": entities[0].id})
        return
    if not entities:
        name = document.find(("allocation",))[1]
        yield Problem(NO_ENTITIES, document.where(name or document.root))
        return
    for line in allocation.lines:
        if line not in lines:
            yield _unknown(document, ("lines", line), LINE, line, lines)
    for at, key in allocation.keys:
        for entity_id in key.shares:
            if entity_id not in seen:
                yield _unknown(document, (*at, entity_id), ENTITY, entity_id, seen)
        if key.named:
            yield from _quantity_problems(allocation.column, quantities, document, at, key.named)


def _quantity_problems(
    column: str, quantities: Mapping[str, QuantitySpec], document: Document, at: Loc, name: str
) -> Iterator[Problem]:
    spec = quantities.get(name)
    if spec is None:
        yield _unknown(document, at, QUANTITY, name, quantities)
        return
    where = document.place("allocation", *at)
    if spec.facts is not None and not spec.by_record:
        yield Problem(NOT_SPLIT, where, {"given": name})
    if spec.facts is not None and spec.facts.column(column) is None:
        where = document.place("allocation", "column")
        yield Problem(NO_COLUMN, where, {"table": spec.facts.name, **choices(column, spec.facts.names)})


def _unknown(document: Document, at: Loc, kind: Text, name: str, known: Iterable[str]) -> Problem:
    node, key = document.find(("allocation", *at))
    written = key if key is not None and key.value == name else node
    return Problem(UNKNOWN, document.where(written), {"kind": kind, **choices(name, known)})
