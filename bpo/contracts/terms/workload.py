"""Workload (工作量模式): completed volume × unit price, flat, by value of a column, or in tiers; free contacts, a forecast's floor."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from bpo.contracts.blocks.prices import NO_PRICE, Price, PriceRow, Quoted, Rows
from bpo.contracts.blocks.rate_multipliers import Multipliers, by_class, class_of, multiplied
from bpo.contracts.blocks.rates import Rates, RatesField
from bpo.contracts.blocks.rollover import refuse_with_rollover
from bpo.contracts.blocks.rounding import RoundEachField
from bpo.contracts.clause import Reference, named_in
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.contracts.terms.billable import FREE, Forecast, Free
from bpo.contracts.terms.each_record import LEAST, EachRecord
from bpo.contracts.terms.priced import EACH_MONTH, Priced
from bpo.contracts.terms.term import MINIMUM_ABOVE_MAXIMUM
from bpo.core.fields import Mistake, Positive
from bpo.core.measures import CLASS, Need, Quantity
from bpo.core.quantity import QuantityRef, QuantitySpec
from bpo.core.words import Condition, Text, Words

ONE_PRICE = Words(
    "workload-rate-or-tiers",
    en="write exactly one of 'rate', 'rates' and 'tiers'",
    zh="'rate'、'rates' 与 'tiers' 须且只能写一个",
)
EACH_NEEDS_RATE = Words(
    "workload-round-each",
    en="'{given}' prices every record by itself: it needs a flat 'rate' and a quantity that is a sum, written out here",
    zh="'{given}' 逐条计价：需要单一 rate，且 quantity 须在此处写成 sum",
)
COUNTED_HERE = Words(
    "workload-counted-here",
    en="'{given}' needs a quantity that is a count or a sum, written out here: a total alone does not say which records it holds",
    zh="'{given}' 要求 quantity 在此处写成 count 或 sum：仅凭合计无法区分各条记录",
)
PER_RECORD = ("round_each", "minimum_each", "maximum_each")
ONE_PRICE_FOR_ALL = Text(zh="对全部数量的 rate 或 tiers", en="'rate' or 'tiers' for the whole volume")


class Workload(Priced):
    """``quantity × rate``, ``rates`` by the values of a column, or the quantity along ``tiers``.

    ``multipliers`` change the rate of what their conditions hold for; ``free`` contacts are taken off the quantity, then a ``forecast`` may raise it; ``minimum_each``, ``maximum_each`` and
    ``round_each`` price every record by itself.
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
    minimum_each: Price | None = None
    maximum_each: Annotated[Positive, NO_PRICE] | None = None
    round_each: RoundEachField | None = None

    def check_fields(self) -> None:
        super().check_fields()
        if sum(price is not None for price in (self.rate, self.rates, self.tiers)) != 1:
            raise Mistake(ONE_PRICE)
        spec = self.quantity if isinstance(self.quantity, QuantitySpec) else None
        if self.by_record:
            self._check_each(spec)
        if self.rates is not None or self.by_record:
            self.only_with(ONE_PRICE_FOR_ALL, "package", "free", "forecast", "round_volume")
        if self.rates is not None:
            if spec is None or (spec.facts is not None and not spec.by_record):
                raise Mistake(COUNTED_HERE, ("rates",), given="rates")
            self.rates.check(spec.facts)
        if self.free is not None and (spec is None or not spec.by_record):
            raise Mistake(COUNTED_HERE, ("free",), given="free")
        if self.multipliers is not None:
            self.refuse_with_multipliers("tiers", "package", "free", "forecast", *PER_RECORD, "round_volume")
            if spec is None or not spec.by_record:
                raise Mistake(COUNTED_HERE, ("multipliers",), given="multipliers")
        if self.rollover is not None:
            refuse_with_rollover(self, "free", "forecast")
        if self.tiers_within is not None:
            self.only_with(EACH_MONTH, "free", "forecast")

    def _check_each(self, spec: QuantitySpec | None) -> None:
        given = next(name for name in PER_RECORD if getattr(self, name) is not None)
        if not isinstance(self.rate, Fraction) or spec is None or spec.sum_ is None or spec.each is not None:
            raise Mistake(EACH_NEEDS_RATE, (given,), given=given)
        least, most = self.minimum_each, self.maximum_each
        if least is not None and most is not None and least > most:
            raise Mistake(MINIMUM_ABOVE_MAXIMUM, ("minimum_each",), minimum=least, maximum=most)

    @property
    def by_record(self) -> bool:
        """Whether every record is priced by itself."""
        return any(getattr(self, name) is not None for name in PER_RECORD)

    @property
    def _each(self) -> EachRecord:
        assert isinstance(self.rate, Fraction), "checked when it was read"
        return EachRecord(self.rate, self.minimum_each, self.maximum_each, self.round_each)

    @property
    def is_free(self) -> bool:
        return super().is_free and not self.minimum_each

    def within_limits(self, values: dict[str, Any]) -> dict[str, Any]:
        values, least = super().within_limits(values), values.get("minimum_each")
        if least is not None and self.maximum_each is not None and least > self.maximum_each:
            return {**values, "minimum_each": self.maximum_each}
        return values

    def needs(self) -> list[Need]:
        if not isinstance(self.quantity, QuantitySpec):
            return []
        by = ("value",) if self.by_record else self.rates.columns if self.rates is not None else ()
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
        if self.rates is not None:
            yield from self.rates.price_rows(unit)
        if self.minimum_each is not None and isinstance(self.quantity, QuantitySpec):
            facts = self.quantity.facts
            yield PriceRow(LEAST, {}, facts.unit if facts is not None else unit, self.minimum_each)

    def own_conditions(self) -> list[Condition]:
        found = [*super().own_conditions(), *multiplied(self.multipliers)]
        spec = self.quantity if isinstance(self.quantity, QuantitySpec) else None
        found += spec.conditions() if spec is not None else []
        found += self._each.conditions() if self.by_record else []
        found += [self.free.condition()] if self.free is not None else []
        return found if self.forecast is None else [*found, *self.forecast.conditions()]

    def used(self, month: Month) -> bool:
        return month.quantity(self.counted_as, self).total > 0

    def charge(self, month: Month) -> Charge:
        quantity = month.quantity(self.counted_as, self)
        if self.by_record:
            return self.line(month, list(self._each.steps(month, quantity, self)))
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
