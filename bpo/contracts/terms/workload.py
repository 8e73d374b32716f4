"""Workload (工作量模式): completed volume × unit price, flat or in tiers; per-record increments and rounding inside."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from bpo.contracts.clause import Clause, Reference
from bpo.contracts.month import PARTS_MISSING, Month
from bpo.contracts.quantity import QuantityRef, QuantitySpec
from bpo.contracts.statement import Charge, Step
from bpo.contracts.tiers import TierMode, Tiers, slices
from bpo.errors import fail
from bpo.fields import Amount, Mistake
from bpo.measures import Need
from bpo.money import Money, RoundingMode
from bpo.words import Text, Words

RATE_OR_TIERS = Words(
    "workload-rate-or-tiers", en="write either 'rate' or 'tiers'", zh="'rate' 与 'tiers' 须且只能写一个"
)
EACH_NEEDS_RATE = Words(
    "workload-round-each",
    en="'round_each' rounds the price of every record: it needs a flat 'rate' and a quantity that is a sum, written out here",
    zh="round_each 按每条记录舍入金额：需要单一 rate，且 quantity 须在此处写成 sum",
)
FLAT = Words("workload-flat", en="Volume at one price", zh="按单价计费")
BAND = Words("workload-tier", en="Tier above {lower} up to {upper}", zh="超过 {lower} 至 {upper} 的部分")
LAST_BAND = Words("workload-tier-last", en="Tier above {lower}", zh="超过 {lower} 的部分")
WHOLE = Words(
    "workload-whole-volume",
    en="Whole volume at the price of its tier (up to {upper})",
    zh="全部数量按所达档位（至 {upper}）单价计费",
)
WHOLE_LAST = Words(
    "workload-whole-volume-last",
    en="Whole volume at the price of the last tier (above {lower})",
    zh="全部数量按最高档位（超过 {lower}）单价计费",
)
EACH = Words(
    "workload-each-record",
    en="{records} records, each priced and rounded ({mode}) to {unit} {currency}",
    zh="{records} 条记录，逐条计价并舍入（{mode}）到 {unit} {currency}",
)
MODES: dict[str, Text] = {
    "half_up": Text(zh="四舍五入", en="half up"),
    "half_even": Text(zh="银行家舍入", en="half to even"),
    "up": Text(zh="向上", en="up"),
    "down": Text(zh="向下", en="down"),
}


class Workload(Clause):
    """``quantity × rate``, or the quantity cut along ``tiers``; ``round_each`` prices and rounds every record by itself."""

    page: ClassVar[str] = "docs/terms/workload.md"
    kind_name: ClassVar[Text] = Text(zh="工作量", en="Workload")

    model: Literal["workload"]
    quantity: QuantityRef
    rate: Amount | None = None
    tiers: Tiers | None = None
    tier_mode: TierMode = "graduated"
    round_each: RoundingMode | None = None

    @model_validator(mode="after")
    def _one_price(self) -> Self:
        if (self.rate is None) == (self.tiers is None):
            raise Mistake(RATE_OR_TIERS)
        if self.tiers is None:
            self.only_with("tiers", "tier_mode")
        summed = isinstance(self.quantity, QuantitySpec) and self.quantity.sum_ is not None
        if self.round_each and (self.rate is None or not summed):
            raise Mistake(EACH_NEEDS_RATE, ("round_each",))
        return self

    def needs(self) -> list[Need]:
        by = ("value",) if self.round_each else ()
        return self.quantity.needs(self.id, by) if isinstance(self.quantity, QuantitySpec) else []

    def references(self) -> list[Reference]:
        named = [Reference("quantity", self.quantity, ("quantity",))] if isinstance(self.quantity, str) else []
        return [*super().references(), *named]

    def charge(self, month: Month) -> Charge:
        name = self.quantity if isinstance(self.quantity, str) else self.id
        quantity = month.quantity(name, self.id, self.where)
        if self.round_each and self.rate is not None:
            return self.line(month, [self._each_record(month, self.rate, quantity.unit)])
        if self.rate is not None:
            flat = Step(FLAT, {}, quantity.total * self.rate, quantity.total, quantity.unit, self.rate, self.clause)
            return self.line(month, [flat])
        return self.line(month, self._tier_steps(quantity.total, quantity.unit))

    def _tier_steps(self, volume: Fraction, unit: str) -> list[Step]:
        words = (WHOLE, WHOLE_LAST) if self.tier_mode == "whole_volume" else (BAND, LAST_BAND)
        return [
            Step(
                words[0] if s.upper is not None else words[1],
                {"lower": s.lower, **({"upper": s.upper} if s.upper is not None else {})},
                s.amount, s.quantity, unit, s.rate, self.clause,
            )
            for s in slices(self.tiers or [], volume, self.tier_mode)
        ]  # fmt: skip

    def _each_record(self, month: Month, rate: Fraction, unit: str) -> Step:
        """Σ over records of round(value × rate): the histogram of billed values holds all that is needed."""
        assert self.round_each is not None
        money = Money(month.money.currency, self.round_each)
        histogram = self._histogram(month)
        amount = sum((Fraction(money.round(value * rate)) * records for value, records in histogram), Fraction(0))
        values = {
            "records": sum((records for _, records in histogram), Fraction(0)),
            "mode": MODES[self.round_each], "unit": money.units(1), "currency": money.currency,
        }  # fmt: skip
        volume = sum((value * records for value, records in histogram), Fraction(0))
        return Step(EACH, values, amount, volume, unit, rate, self.clause)

    def _histogram(self, month: Month) -> list[tuple[Fraction, Fraction]]:
        """(billed value, number of records with it); its products must add up to the quantity's total."""

        quantity = month.quantity(self.id, self.id, self.where)
        histogram = [(Fraction(value), records) for value, records in quantity.parts.items()]
        if sum((value * records for value, records in histogram), Fraction(0)) != quantity.total:
            raise fail(PARTS_MISSING, self.where, clause=self.id, given=self.id, by="value")
        return histogram
