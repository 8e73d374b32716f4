"""The cost file: wages, levies and items, and what is built on what."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Annotated

from pydantic import Field, PrivateAttr

from bpo.contracts.header.header import CurrencyCode
from bpo.core.documents import Document
from bpo.core.errors import Where
from bpo.core.fields import FileModel, Identifier, Label, Share, WholeNumber
from bpo.core.periods import Period
from bpo.core.words import Text, Words
from bpo.economics.costs.cost_item import LABOUR, OF_PRICE, PROFIT, VAT_PAYABLE, Growing, Item, MonthName, Wage
from bpo.economics.costs.cost_levies import LevyTable
from bpo.economics.costs.cost_line import ItemRates, MonthRates
from bpo.economics.costs.driver_names import driver_name
from bpo.economics.staffing.shares import PlainPositive

RESERVED = (*OF_PRICE, VAT_PAYABLE, PROFIT, LABOUR)
"""What a percent may be ``of`` besides items and categories."""

WAGE_ALONE = Words("cost-wage-alone", en="{label}, without levies", zh="{label}（不含缴费）")

NAMES: Mapping[str, Text] = {
    LABOUR: Text(zh="人工", en="Labour"),
    "supervision": Text(zh="管理与支持人员", en="Supervision and support"),
    "technology": Text(zh="系统与许可", en="Technology and licences"),
    "telecom": Text(zh="通信", en="Telecom"),
    "premises": Text(zh="场地与席位", en="Premises and seats"),
    "people": Text(zh="招聘与培训", en="Recruitment and training"),
    "set_up": Text(zh="启动投入", en="Set-up"),
    "overhead": Text(zh="管理费", en="Overhead"),
    "tax": Text(zh="税费", en="Taxes"),
    "finance": Text(zh="资金成本", en="Finance"),
    "other": Text(zh="其他", en="Other"),
}
"""Names of categories; others are called as they are written, or as ``names`` says."""


class WorkingCapital(FileModel):
    """Interest on what is paid before the client pays: ``cost × rate_a_year × days / 365``."""

    page = "docs/economics/costs.md"

    rate_a_year: Share
    receipt_days: WholeNumber | None = None
    label: Label = Text(zh="资金占用利息", en="Interest on working capital")
    category: Identifier = "finance"
    cost_centre: str = ""


class Costs(FileModel):
    """A cost file."""

    page = "docs/economics/costs.md"

    costs: Identifier
    label: Label | None = None
    currency: CurrencyCode
    priced_in: CurrencyCode | None = None
    exchange: dict[CurrencyCode, PlainPositive] = {}
    start: Annotated[MonthName | None, Field(alias="from")] = None
    term_months: WholeNumber | None = None
    wages: dict[Identifier, Wage] = {}
    levies: dict[Identifier, LevyTable] = {}
    items: Annotated[list[Item], Field(min_length=1)]
    working_capital: WorkingCapital | None = None
    names: dict[str, Label] = {}
    _document: Document | None = PrivateAttr(default=None)
    _order: tuple[str, ...] = PrivateAttr(default=())
    _rates: dict[tuple[int, Period], MonthRates] = PrivateAttr(default_factory=dict)
    _item_rates: dict[tuple[int, Period], dict[str, ItemRates]] = PrivateAttr(default_factory=dict)
    _priced_like: tuple[Costs, str] | None = PrivateAttr(default=None)

    @property
    def price_currency(self) -> str:
        """The currency that all lines come out in."""
        return self.priced_in or self.currency

    def rate_of(self, priced: Growing) -> Fraction:
        """What one unit of a price's own currency is in that of the lines."""
        currency = priced.currency or self.currency
        return Fraction(1) if currency == self.price_currency else self.exchange[currency]

    def name_of(self, key: str) -> Text:
        """A category, cost centre, site or position as people call it."""
        return self.names.get(key) or NAMES.get(key, Text.of(key))

    def item_ids(self) -> list[str]:
        return [item.id for item in self.items]

    def members(self, name: str) -> list[Item]:
        """The items that a percent of ``name`` is built on: one item, those of a category, all labour, all that lower the profit."""
        if name == PROFIT:
            return [item for item in self.items if not item.of_profit]
        if name == LABOUR:
            return [item for item in self.items if item.wage is not None or item.in_category == LABOUR]
        if name == VAT_PAYABLE:
            return [item for item in self.items if item.with_tax]
        if alone := self.wage_alone(name):
            return [alone]
        one = [item for item in self.items if item.id == name]
        return one or [item for item in self.items if item.in_category == name]

    def wage_alone(self, name: str) -> Item | None:
        """The item of a wage that ``agents.wage`` is the wage of, without the levies on it."""
        id, _, what = name.rpartition(".")
        return next((item for item in self.items if what == "wage" and item.id == id and item.wage is not None), None)

    def called(self, name: str) -> Text:
        """What a percent is of, as people call it: an item, its wage alone, a category, or a driver."""
        one = self.wage_alone(name)
        if one is not None:
            label = one.label or Text.of(one.id)
            return Text(zh=WAGE_ALONE.say("zh", {"label": label}), en=WAGE_ALONE.say("en", {"label": label}))
        labels = {item.id: item.label for item in self.items if item.label is not None}
        return labels.get(name) or driver_name(name, self.name_of(name))

    @property
    def order(self) -> tuple[str, ...]:
        """The ids of the items, each after those that it is a percent of."""
        return self._order

    def computed_in(self, order: tuple[str, ...], document: Document) -> None:
        """Keeps the order and the text; only for the reader."""
        self._order, self._document = order, document

    def place(self, *loc: int | str) -> Where | None:
        """Where something stands in the file; the whole that it is in, if it is not written."""
        return None if self._document is None else self._document.place(*loc)

    def rates_in(self, month: tuple[int, Period], made: Callable[[], MonthRates]) -> MonthRates:
        """The rates of a month by its number in the term, made once: no volume and no revenue moves them."""
        if month not in self._rates:
            self._rates[month] = made()
        return self._rates[month]

    def known_rates(self, month: tuple[int, Period]) -> MonthRates | None:
        """The rates of a month, if they were made."""
        return self._rates.get(month)

    @property
    def priced_like(self) -> tuple[Costs, str] | None:
        """The costs that these differ from in the price of one item, and that item."""
        return self._priced_like

    def item_rates_in(self, month: tuple[int, Period], item: Item, made: Callable[[], ItemRates]) -> ItemRates:
        """The rates of an item that hang on no other, made once for all costs that differ in their items alone."""
        known = self._item_rates.setdefault(month, {})
        if item.id not in known or known[item.id].item is not item:
            known[item.id] = made()
        return known[item.id]

    def with_wages(self, factor: Fraction) -> Costs:
        """The same costs with all wages at a multiple; levies follow."""
        wages = {name: wage.altered(a_month=wage.a_month * factor) for name, wage in self.wages.items()}
        return self._at_other_prices(wages=wages)

    def with_item(self, name: str, factor: Fraction) -> Costs:
        """The same costs with one item at a multiple of its price."""
        items = [item.multiplied(factor) if item.id == name else item for item in self.items]
        changed = self._at_other_prices(items=items)
        changed._item_rates, changed._priced_like = self._item_rates, (self, name)
        return changed

    def with_exchange(self, currency: str, factor: Fraction) -> Costs:
        """The same costs with a currency at a multiple of its rate of exchange."""
        return self._at_other_prices(exchange={**self.exchange, currency: self.exchange[currency] * factor})

    def inputs(self) -> list[str]:
        """The names of what can be multiplied: all wages, one item, one rate of exchange. A tax on profit moves no break-even point."""
        items = [f"cost.{item.id}" for item in self.items if not item.of_profit]
        return ["wage", *items, *(f"exchange.{currency}" for currency in self.exchange)]

    def changed(self, changes: Mapping[str, Fraction]) -> Costs:
        """The same costs with those of the changes that are :meth:`inputs`."""
        costs = self
        for name, factor in changes.items():
            what, _, of = name.partition(".")
            if name == "wage":
                costs = costs.with_wages(factor)
            elif what == "cost":
                costs = costs.with_item(of, factor)
            elif what == "exchange":
                costs = costs.with_exchange(of, factor)
        return costs

    def _at_other_prices(self, **values: object) -> Costs:
        changed = self.altered(**values)
        changed._rates, changed._item_rates, changed._priced_like = {}, {}, None
        return changed

    def percents(self) -> Iterator[tuple[int, Item, int, str]]:
        """Every name that a percent is of: the item's number, the item, the name's number, the name."""
        for i, item in enumerate(self.items):
            for n, name in enumerate(item.of or ()):
                yield i, item, n, name
