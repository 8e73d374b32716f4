"""Which numbers of a clause are prices: a mark on the field, in the clause itself or in a block that it holds.

A bound, a threshold or what is known of costs has no mark, whatever it is called; so a clause of any shape can be asked for its
prices, and be had at others. Below: how prices read in a price list, a row for each, and what a month holds besides.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, Protocol, get_args, get_origin

from bpo.core.fields import Amount, FileModel, Share
from bpo.core.words import Words


@dataclass(frozen=True, slots=True)
class PriceMark:
    """Says of a field that its number, or the numbers in it, are prices. ``is_credit``: lowering it is what raises the revenue."""

    is_price: bool = True
    is_credit: bool = False


A_PRICE = PriceMark()
NO_PRICE = PriceMark(is_price=False)
"""For a field whose block holds prices elsewhere, and none here."""
Price = Annotated[Amount, A_PRICE]
PriceShare = Annotated[Share, A_PRICE]
"""A price that is a share of an amount of money."""
Credit = Annotated[Amount, PriceMark(is_credit=True)]

Place = tuple[str | int, ...]
"""Where a price stands in its clause, as the model names it: ``("tiers", 0, "rate")``."""
Change = Callable[[Place, Fraction], Fraction]


@cache
def priced_fields(model: type[FileModel]) -> Mapping[str, PriceMark]:
    """The fields that are prices or hold some: a model's own before those that it has from its bases."""
    found: dict[str, PriceMark] = {}
    for base in model.__mro__:
        if issubclass(base, FileModel):
            inherited = {name for up in base.__bases__ if issubclass(up, FileModel) for name in up.model_fields}
            for name in base.model_fields:
                field = model.model_fields[name]
                marks = [one for one in field.metadata if isinstance(one, PriceMark)]
                mark = marks[0] if marks else _mark(field.annotation)
                if name not in inherited and mark is not None and mark.is_price:
                    found.setdefault(name, mark)
    return found


def _mark(annotation: Any) -> PriceMark | None:
    """The first mark in an annotation: on it, on one of its ways or entries, or in a block that it names."""
    if isinstance(annotation, type) and issubclass(annotation, FileModel):
        return A_PRICE if priced_fields(annotation) else None
    if get_origin(annotation) is Annotated:
        own = next((one for one in annotation.__metadata__ if isinstance(one, PriceMark)), None)
        return own or _mark(annotation.__origin__)
    return next((mark for one in get_args(annotation) if (mark := _mark(one)) is not None), None)


def changed_prices(part: FileModel, change: Change, at: Place = ()) -> dict[str, Any]:
    """The fields of a part that hold prices, with every price changed."""
    values = {name: getattr(part, name) for name in priced_fields(type(part))}
    return {name: _changed(value, change, (*at, name)) for name, value in values.items() if value is not None}


def _changed(value: Any, change: Change, at: Place) -> Any:
    if isinstance(value, Fraction):
        return change(at, value)
    if isinstance(value, FileModel):
        return value.altered(**changed_prices(value, change, at))
    if isinstance(value, Mapping):
        return {key: _changed(one, change, (*at, key)) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(_changed(one, change, (*at, n)) for n, one in enumerate(value))
    return value


def prices_in(part: FileModel) -> dict[Place, Fraction]:
    """Every price of a part by its place."""
    found: dict[Place, Fraction] = {}

    def seen(place: Place, value: Fraction) -> Fraction:
        found[place] = value
        return value

    changed_prices(part, seen)
    return found


def is_credit(part: FileModel, place: Place) -> bool:
    """Whether lowering the price at this place is what raises the revenue."""
    return priced_fields(type(part))[str(place[0])].is_credit


UNIT_PRICE = Words("offer-unit-price", en="Unit price", zh="单价")
VALUE = Words("offer-value", en="{value}", zh="{value}")
OTHERWISE = Words("offer-otherwise", en="All others", zh="其余")
FEE = Words("offer-fee", en="Fixed fee", zh="固定费用")


@dataclass(frozen=True)
class PriceRow:
    """One price: of a ``unit`` (of the whole, if it has none), or a ``percent`` of an amount of money."""

    rule: Words
    values: Mapping[str, Any] = field(default_factory=dict)
    unit: str = ""
    price: Fraction | None = None
    percent: Fraction | None = None


Rows = Iterator[PriceRow]
Money = Callable[[Fraction], str]
"""How an amount is printed."""


class Quoted(Protocol):
    """The contract, as a clause asks it to say its prices."""

    def unit_of(self, name: str) -> str:
        """The unit in which a quantity is billed."""
        ...

    def flat_rate_of(self, line: str) -> Fraction:
        """The one rate of a line."""
        ...
