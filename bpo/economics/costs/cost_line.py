"""A line of a month's costs with its explanation, and the rates it comes from: of a line, of an item, of all items of a month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

from bpo.core.traced import not_below
from bpo.core.words import Lang, Text
from bpo.economics.costs.cost_item import OF_PRICE, VAT_PAYABLE, Item
from bpo.economics.costs.cost_levies import Said

ZERO = Fraction(0)
A_MONTH = "month"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a line of costs and its rate before the quantity is known have in common; ``said`` are sentences that explain it.

    ``item`` is the id in the cost file; what an item brings along is named below it, such as the levy ``agents.pension``.
    ``fixed`` lines do not move with volume; ``allocated`` ones are overhead that a contribution margin leaves out. ``input_tax``
    is the tax on it that is recovered, ``paid`` what is paid in the month, and ``unrecovered`` the part of a one-off that no
    earlier month has borne.
    """

    item: str
    label: Text
    category: str
    driver: str
    rate: Fraction
    fixed: bool
    cost_centre: str = ""
    site: str = ""
    position: str = ""
    source: str = ""
    allocated: bool = False
    said: tuple[Said, ...] = ()
    input_tax: Fraction = ZERO
    paid: Fraction = ZERO
    unrecovered: Fraction = ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class CostLine(Entry):
    """A line of a month's costs, without recoverable tax, in the price's currency."""

    quantity: Fraction

    @property
    def amount(self) -> Fraction:
        """``quantity × rate``."""
        return self.quantity * self.rate

    def say(self, lang: Lang) -> str:
        """Why the amount is what it is."""
        return ("；" if lang == "zh" else "; ").join(words.say(lang, values) for words, values in self.said)


Level = Literal["item", "category", "driver", "cost_centre", "site", "position", "fixed", "allocated"]


def cost_of(lines: Iterable[CostLine]) -> Fraction:
    """All of them."""
    return sum((line.amount for line in lines), Fraction(0))


def costs_by(lines: Iterable[CostLine], level: Level) -> dict[str | bool, Fraction]:
    """What they come to by item, category, cost centre, site, position…; lines without one are under ``""``. The parts add up."""
    found: dict[str | bool, Fraction] = {}
    for line in lines:
        key = getattr(line, level)
        found[key] = found.get(key, Fraction(0)) + line.amount
    return found


Counted = Callable[[Fraction, Fraction, Fraction], tuple[Said, ...]]
"""How the sentences begin, for a quantity, the driver's total that it was counted from, and the rate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Entry):
    """A line before its quantity is known: what a month has of it for each. ``input_tax``, ``paid`` and ``unrecovered`` are for each
    too; ``said`` are the sentences behind those of ``counted``."""

    counted: Counted

    def line(self, quantity: Fraction, total: Fraction, carried: tuple[Said, ...] = ()) -> CostLine:
        """The line of so many, counted from a driver's total; ``carried`` are the sentences about other months."""
        own = {one.name: getattr(self, one.name) for one in fields(Entry)}
        own |= {name: quantity * own[name] for name in ("input_tax", "paid", "unrecovered")}
        own["said"] = (*self.counted(quantity, total, self.rate), *carried, *self.said)
        return CostLine(**own, quantity=quantity)


@dataclass(frozen=True, slots=True)
class ItemRates:
    """An item in a month: its rates, one a line, and what they come to together for each of its quantity."""

    item: Item
    rates: tuple[Rate, ...]
    each: Fraction
    input_tax: Fraction
    unrecovered: Fraction = ZERO
    once: int = 0
    """Over how many months a one-off is spread."""
    members: tuple[str, ...] = ()
    """The items that a percent is of, each once; ``agents.wage`` is an item's wage without its levies."""

    @property
    def rules(self) -> tuple[object, ...]:
        """What its lines say besides their numbers."""
        return tuple((rate.item, tuple(words.code for words, _ in rate.said)) for rate in self.rates)

    def counted(
        self, drivers: Mapping[str, Fraction], amounts: Mapping[str, Fraction], input_tax: Fraction
    ) -> tuple[Fraction, Fraction]:
        """Its quantity, and the driver's total that it is counted from.

        ``amounts`` are those of the items before it; ``input_tax`` what is recovered on them, with what earlier months left over.
        """
        if self.once:
            return Fraction(1, self.once), Fraction(1)
        if self.item.percent is None:
            total = Fraction(1) if self.item.driver == A_MONTH else drivers[self.item.driver]
            return self.item.quantity(total), total
        names = self.item.of or ()
        base = sum((amounts[id] for id in self.members), ZERO)
        base += sum((drivers[name] for name in OF_PRICE if name in names), ZERO)
        if VAT_PAYABLE in names:
            base += not_below(drivers["vat"] - input_tax, ZERO)
        return base, base


@dataclass(frozen=True, slots=True)
class DriverCosts:
    """What a month's items that go with drivers alone come to: of each its quantity and amount, and their sums."""

    amounts: Mapping[str, Fraction]
    counted: Mapping[str, tuple[ItemRates, Fraction, Fraction]]
    whole: Fraction
    owed: Fraction
    input_tax: Fraction


@dataclass(frozen=True)
class MonthRates:
    """All items that a month has, each after those that it is a percent of."""

    items: Mapping[str, ItemRates]
    needs: frozenset[str]
    """The drivers that they go with."""
    on_profit: Mapping[str, ItemRates]
    """Those that are a percent of what all the others leave."""
    carries_vat: bool
    """Whether any item of the file, in this month or not, is a percent of the VAT payable."""
    of_drivers: tuple[ItemRates, ...] = ()
    """The items before the first that is a percent of something."""
    after_drivers: tuple[ItemRates, ...] = ()
    drivers: tuple[str, ...] = ()
    """What the items before the first percent go with."""
    kept: list[tuple[list[Fraction], DriverCosts]] = field(default_factory=list, compare=False, repr=False)
    """Their costs for the drivers that were asked for last."""
    like: tuple[MonthRates, ItemRates, ItemRates] | None = field(default=None, compare=False, repr=False)
    """The rates that these differ from in one item, with that item there and here."""

    @cached_property
    def rules(self) -> tuple[object, ...]:
        """Of all items, in the order of ``items``; kept, since every place of a curve is told apart by them."""
        return tuple(rule for one in self.items.values() for rule in one.rules)

    @cached_property
    def rates(self) -> tuple[Fraction, ...]:
        """Of all lines."""
        return tuple(rate.rate for one in self.items.values() for rate in one.rates)

    def with_item(self, other: ItemRates) -> MonthRates:
        """The same with another price of one item."""
        before = self.items[other.item.id]

        def changed(items: tuple[ItemRates, ...]) -> tuple[ItemRates, ...]:
            return tuple(other if one is before else one for one in items)

        return replace(
            self, items={**self.items, other.item.id: other}, of_drivers=changed(self.of_drivers),
            after_drivers=changed(self.after_drivers), kept=[], like=(self, before, other),
        )  # fmt: skip

    @property
    def share_of_profit(self) -> Fraction:
        """Of what all other costs leave, what taxes take; the same in every month."""
        return sum((one.each for one in self.on_profit.values()), ZERO)
