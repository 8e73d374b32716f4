"""The rates of a month: every item of a cost file in its order, with the levies and the growth of that month."""

from __future__ import annotations

from collections.abc import Mapping

from bpo.core.periods import Period
from bpo.economics.costs.cost_file import Costs
from bpo.economics.costs.cost_item import CARRIED, OF_PRICE, PROFIT, VAT_PAYABLE, Item
from bpo.economics.costs.cost_rates import A_MONTH, ZERO, ItemRates, MonthRates
from bpo.economics.costs.cost_shapes import months_of_once, of_driver, of_once, of_percent, of_wage


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
