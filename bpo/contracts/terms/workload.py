"""Workload (工作量模式): completed volume × unit price, flat, by value of a column, or in tiers; free contacts, a forecast's floor."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar, Literal

from bpo.contracts.blocks.prices import Condition, Quoted, Rows
from bpo.contracts.blocks.rate_multipliers import Multipliers, by_class, class_of, multiplied
from bpo.contracts.blocks.rates import Rates, RatesField
from bpo.contracts.blocks.rollover import refuse_with_rollover
from bpo.contracts.blocks.rounding import RoundEachField
from bpo.contracts.clause import Reference, named_in
from bpo.contracts.month import PARTS_MISSING, Month
from bpo.contracts.statement import Charge, Step
from bpo.contracts.terms.billable import FREE, Forecast, Free
from bpo.contracts.terms.priced import Priced
from bpo.core.errors import fail
from bpo.core.fields import Mistake
from bpo.core.increments import MODES
from bpo.core.measures import CLASS, Need, Quantity
from bpo.core.quantity import QuantityRef, QuantitySpec
from bpo.core.words import Text, Words

ONE_PRICE = Words(
    "workload-rate-or-tiers",
    en="write exactly one of 'rate', 'rates' and 'tiers'",
    zh="'rate'、'rates' 与 'tiers' 须且只能写一个",
)
EACH_NEEDS_RATE = Words(
    "workload-round-each",
    en="'round_each' rounds the price of every record: it needs a flat 'rate' and a quantity that is a sum, written out here",
    zh="round_each 按每条记录舍入金额：需要单一 rate，且 quantity 须在此处写成 sum",
)
COUNTED_HERE = Words(
    "workload-counted-here",
    en="'{given}' needs a quantity that is a count or a sum, written out here: a total alone does not say which records it holds",
    zh="'{given}' 要求 quantity 在此处写成 count 或 sum：仅凭合计无法区分各条记录",
)
EACH = Words(
    "workload-each-record",
    en="{records} records, each priced and rounded ({mode}) to {unit} {currency}",
    zh="{records} 条记录，逐条计价并舍入（{mode}）到 {unit} {currency}",
)
ONE_PRICE_FOR_ALL = Text(zh="对全部数量的 rate 或 tiers", en="'rate' or 'tiers' for the whole volume")


class Workload(Priced):
    """``quantity × rate``, ``rates`` by the values of a column, or the quantity along ``tiers``.

    ``multipliers`` change the rate of what their conditions hold for; ``free`` contacts are taken off the quantity, then a ``forecast`` may raise it; ``round_each`` prices and rounds every record
    by itself.
    """

    kind_name: ClassVar[Text] = Text(zh="工作量", en="Workload")
    whole_month: ClassVar[tuple[str, ...]] = (*Priced.whole_month, "free", "forecast")
    sides: ClassVar[Mapping[str, Text]] = {"free": Text(zh="免费部分", en="free of charge")}

    model: Literal["workload"]
    quantity: QuantityRef
    rates: RatesField | None = None
    multipliers: Multipliers | None = None
    free: Free | None = None
    forecast: Forecast | None = None
    round_each: RoundEachField | None = None

    def check_fields(self) -> None:
        super().check_fields()
        if sum(price is not None for price in (self.rate, self.rates, self.tiers)) != 1:
            raise Mistake(ONE_PRICE)
        spec = self.quantity if isinstance(self.quantity, QuantitySpec) else None
        if self.round_each and (not isinstance(self.rate, Fraction) or spec is None or spec.sum_ is None or spec.each):
            raise Mistake(EACH_NEEDS_RATE, ("round_each",))
        if self.rates is not None or self.round_each:
            self.only_with(ONE_PRICE_FOR_ALL, "package", "free", "forecast", "round_volume")
        if self.rates is not None:
            if spec is None or (spec.facts is not None and not spec.by_record):
                raise Mistake(COUNTED_HERE, ("rates",), given="rates")
            self.rates.check(spec.facts)
        if self.free is not None and (spec is None or not spec.by_record):
            raise Mistake(COUNTED_HERE, ("free",), given="free")
        if self.multipliers is not None:
            self.refuse_with_multipliers("tiers", "package", "free", "forecast", "round_each", "round_volume")
            if spec is None or not spec.by_record:
                raise Mistake(COUNTED_HERE, ("multipliers",), given="multipliers")
        if self.rollover is not None:
            refuse_with_rollover(self, "free", "forecast")

    def needs(self) -> list[Need]:
        if not isinstance(self.quantity, QuantitySpec):
            return []
        by = ("value",) if self.round_each else self.rates.columns if self.rates is not None else ()
        if self.multipliers is not None and self.quantity.facts is not None:
            classes = class_of(self.multipliers, self.quantity.facts)
            return [replace(self.quantity.need(self.id, (CLASS, *by)), classes=classes)]
        free = [self.free.need(self.id, self.quantity)] if self.free is not None else []
        return [*self.quantity.needs(self.id, by), *free]

    def references(self) -> list[Reference]:
        forecast = named_in(self.forecast.volume, ("forecast", "volume")) if self.forecast is not None else []
        return [*super().references(), *forecast]

    def unit_in_list(self, contract: Quoted) -> str:
        return contract.unit_of(self.counted_as)

    def rows_by_value(self, unit: str) -> Rows:
        return self.rates.price_rows(unit) if self.rates is not None else iter(())

    def own_conditions(self) -> list[Condition]:
        found = [*super().own_conditions(), *multiplied(self.multipliers)]
        spec = self.quantity if isinstance(self.quantity, QuantitySpec) else None
        found += spec.conditions() if spec is not None else []
        found += [self.round_each.condition()] if self.round_each is not None else []
        found += [self.free.condition()] if self.free is not None else []
        return found if self.forecast is None else [*found, *self.forecast.conditions()]

    def used(self, month: Month) -> bool:
        return month.quantity(self.counted_as, self).total > 0

    def charge(self, month: Month) -> Charge:
        quantity = month.quantity(self.counted_as, self)
        if self.round_each:
            return self.line(month, [self._each_record(month, quantity)])
        if self.rates is not None:
            return self.line(month, list(self._by_rates(month, self.rates, quantity.unit)))
        if self.multipliers is not None:
            return self.line(month, list(self.class_steps(month, self.multipliers, quantity.unit)))
        volume, steps = self._billable(month, quantity)
        return self.line(month, [*steps, *self.price_steps(month, volume, quantity.unit, self.counted_as)])

    def _by_rates(self, month: Month, rates: Rates, unit: str) -> Iterator[Step]:
        by = ", ".join([*(["multipliers"] if self.multipliers else []), *rates.by])
        parts = month.parts(self.id, by, self)
        classes = by_class(self.multipliers, parts, self) if self.multipliers else [(None, parts)]
        for one, counted in classes:
            yield from rates.steps(counted, unit, self, one)

    def _billable(self, month: Month, quantity: Quantity) -> tuple[Fraction, list[Step]]:
        """The volume that is billed of what was counted, and why it is another one."""
        volume, steps = quantity.total, list[Step]()
        if self.free is not None and isinstance(self.quantity, QuantitySpec):
            by_count = self.quantity.count is not None
            free = self.free.volume(month, self.id, quantity, by_count, self)
            said = {"free": free, "counted": volume, "first": self.free.first}
            steps.append(self.step(FREE, said))
            volume -= free
        if self.forecast is not None:
            volume, why = self.forecast.apply(month, volume, self)
            steps += why
        return volume, steps

    def _each_record(self, month: Month, quantity: Quantity) -> Step:
        """Σ over records of round(value × rate): the histogram of billed values holds all that is needed."""
        assert self.round_each is not None and isinstance(self.rate, Fraction), "checked when it was read"
        rate, rounding, money = self.rate, self.round_each, month.money
        histogram = self._histogram(quantity)
        amount = sum((rounding.apply(value * rate, money) * records for value, records in histogram), Fraction(0))
        records = sum((records for _, records in histogram), Fraction(0))
        values = {"records": records, "mode": MODES[rounding.by], "unit": rounding.unit(money)}
        values |= {"currency": money.currency}
        return self.step(EACH, values, amount, quantity.total, quantity.unit, rate)

    def _histogram(self, quantity: Quantity) -> list[tuple[Fraction, Fraction]]:
        """(billed value, number of records with it); its products must add up to the quantity's total."""
        histogram = [(Fraction(value), records) for value, records in quantity.parts.items()]
        if sum((value * records for value, records in histogram), Fraction(0)) != quantity.total:
            raise fail(PARTS_MISSING, self.where, clause=self.id, given=self.id, by="value")
        return histogram
