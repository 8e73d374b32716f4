"""What a month's costs are before anything is counted: the rates of every item, with the levies and the growth of that month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bpo.core.periods import Period
from bpo.economics.costs.cost_file import Costs
from bpo.economics.costs.cost_item import CARRIED, OF_PRICE, PROFIT, VAT_PAYABLE, Item
from bpo.economics.costs.cost_line import Rate
from bpo.economics.costs.cost_shapes import months_of_once, of_driver, of_once, of_percent, of_wage, quantity_of

ZERO = Fraction(0)
A_MONTH = "month"


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
            return quantity_of(self.item, total), total
        names = self.item.of or ()
        base = sum((amounts[id] for id in self.members), ZERO)
        base += sum((drivers[name] for name in OF_PRICE if name in names), ZERO)
        if VAT_PAYABLE in names:
            base += max(ZERO, drivers["vat"] - input_tax)
        return base, base


@dataclass(frozen=True, slots=True)
class MonthRates:
    """All items that a month has, each after those that it is a percent of."""

    items: Mapping[str, ItemRates]
    needs: frozenset[str]
    """The drivers that they go with."""
    rules: tuple[object, ...]
    """Of all items, in the order of ``items``; kept, since every place of a curve is told apart by them."""
    rates: tuple[Fraction, ...]
    """Of all lines."""
    on_profit: Mapping[str, ItemRates]
    """Those that are a percent of what all the others leave."""
    carries_vat: bool
    """Whether any item of the file, in this month or not, is a percent of the VAT payable."""

    @property
    def share_of_profit(self) -> Fraction:
        """Of what all other costs leave, what taxes take; the same in every month."""
        return sum((one.each for one in self.on_profit.values()), ZERO)


def month_rates(costs: Costs, number: int, period: Period) -> MonthRates:
    """The rates of a month; its levies have no gap.

    Args:
        number: the month's number in the term, from 1.
    """
    items = {item.id: item for item in costs.items}
    found: dict[str, ItemRates] = {}
    for id in costs.order:
        if items[id].in_month(period.name):
            found[id] = _rates_of(costs, items[id], number, period, found)
    on_profit = {id: found.pop(id) for id in list(found) if items[id].of_profit}
    needs = {one.item.driver for one in found.values()} - {A_MONTH}
    for one in found.values():
        needs |= {*(one.item.of or ())} & {*OF_PRICE}
    of = {name for item in costs.items for name in item.of or ()}
    needs |= {CARRIED[name] for name in of & CARRIED.keys()}
    rules, rates = (
        (rule for one in found.values() for rule in one.rules),
        (rate.rate for one in found.values() for rate in one.rates),
    )
    return MonthRates(found, frozenset(needs), tuple(rules), tuple(rates), on_profit, VAT_PAYABLE in of)


def _rates_of(
    costs: Costs, item: Item, number: int, period: Period, before: Mapping[str, ItemRates]
) -> ItemRates:  # fmt: skip
    if item.percent is not None:
        return _percent(costs, item, before)
    if item.once is not None:
        rates = tuple(of_once(costs, item, number, period))
    else:
        rates = tuple((of_driver if item.wage is None else of_wage)(costs, item, period))
    each, input_tax, unrecovered = (
        sum((getattr(one, name) for one in rates), ZERO) for name in ("rate", "input_tax", "unrecovered")
    )
    once = months_of_once(costs, item) if item.once is not None else 0
    return ItemRates(item, rates, each, input_tax, unrecovered, once)


def _percent(costs: Costs, item: Item, before: Mapping[str, ItemRates]) -> ItemRates:
    names = set(item.of or ())
    alone = {name: wage.id for name in names if (wage := costs.wage_alone(name)) is not None}
    ids = {member.id for name in names - {VAT_PAYABLE, PROFIT, *alone} for member in costs.members(name)}
    wages = [name for name, id in alone.items() if id in before and id not in ids]
    members = (*(id for id in before if id in ids), *wages)
    fixed = all(
        rate.fixed for id in before if id in {*ids, *(alone[name] for name in wages)} for rate in before[id].rates
    ) and not names & {*OF_PRICE, *CARRIED}
    rate = of_percent(costs, item, fixed)
    return ItemRates(item, (rate,), rate.rate, ZERO, members=members)
