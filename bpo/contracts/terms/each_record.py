"""Prices of every record by itself: at least, at most, rounded, and only then added up (逐条计价)."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from bpo.contracts.blocks.rounding import RoundEach
from bpo.contracts.clause import Clause
from bpo.contracts.month import PARTS_MISSING, Month
from bpo.contracts.statement import Step
from bpo.contracts.terms.priced import FLAT
from bpo.core.errors import fail
from bpo.core.increments import MODES
from bpo.core.measures import Quantity
from bpo.core.sums import exact_sum
from bpo.core.words import Condition, Words

EACH = Words(
    "workload-each-record",
    en="{records} records, each priced and rounded ({mode}) to {unit} {currency}",
    zh="{records} 条记录，逐条计价并舍入（{mode}）到 {unit} {currency}",
)
RAISED = Words(
    "workload-each-raised",
    en="{records} records raised to the least of each, {least}",
    zh="{records} 条记录补足至每条最低 {least}",
)
LOWERED = Words(
    "workload-each-lowered",
    en="{records} records lowered to the most of each, {most}",
    zh="{records} 条记录以每条最高 {most} 为限",
)
LEAST = Words("offer-minimum-each", en="The least of each that has any", zh="有用量的每条最低")
MOST = Words("offer-maximum-each", en="at most {most} for each record", zh="每条记录不超过 {most}")


class EachRecord(NamedTuple):
    """How a record's price comes about; a record of nothing costs nothing."""

    rate: Fraction
    least: Fraction | None
    most: Fraction | None
    rounding: RoundEach | None

    def raised(self, value: Fraction) -> Fraction:
        """What the least adds to a record's price."""
        price = value * self.rate
        return self.least - price if self.least is not None and value > 0 and price < self.least else Fraction(0)

    def lowered(self, value: Fraction) -> Fraction:
        """What the most takes off a record's price; below zero."""
        price = value * self.rate
        return self.most - price if self.most is not None and price > self.most else Fraction(0)

    def steps(self, month: Month, quantity: Quantity, clause: Clause) -> Iterator[Step]:
        """Σ over records of round(value × rate within its limits): the histogram of billed values holds all that is needed.

        Raises:
            BpoError: if the quantity has no histogram.
        """
        found = _histogram(quantity, clause)
        if self.least is None and self.most is None:
            yield from self._rounded(month, quantity, clause, found)
            return
        amount = quantity.total * self.rate
        yield clause.step(FLAT, {}, amount, quantity.total, quantity.unit, self.rate)
        changes = ((RAISED, {"least": self.least}, self.raised), (LOWERED, {"most": self.most}, self.lowered))
        for words, values, change in changes:
            moved = [(value, records) for value, records in found if change(value)]
            records = exact_sum(many for _, many in moved)
            if records:
                total = exact_sum(change(value) * many for value, many in moved)
                yield clause.step(words, {**values, "records": records}, total)
        yield from self._rounded(month, quantity, clause, found)

    def _rounded(
        self, month: Month, quantity: Quantity, clause: Clause, found: Sequence[tuple[Fraction, Fraction]]
    ) -> Iterator[Step]:
        if self.rounding is None:
            return
        limited = self.least is not None or self.most is not None
        amount, exact = Fraction(0), Fraction(0)
        for value, records in found:
            price = value * self.rate + self.raised(value) + self.lowered(value)
            amount += self.rounding.apply(price, month.money) * records
            exact += price * records
        records = exact_sum(many for _, many in found)
        values = {"records": records, "mode": MODES[self.rounding.by], "unit": self.rounding.unit(month.money)}
        values |= {"currency": month.money.currency}
        if limited:
            yield clause.step(EACH, values, amount - exact)
        else:
            yield clause.step(EACH, values, amount, quantity.total, quantity.unit, self.rate)

    def conditions(self) -> list[Condition]:
        found: list[Condition] = [(MOST, {"most": self.most})] if self.most is not None else []
        return [*found, self.rounding.condition()] if self.rounding is not None else found


def _histogram(quantity: Quantity, clause: Clause) -> list[tuple[Fraction, Fraction]]:
    """(billed value, number of records with it); its products must add up to the quantity's total."""
    histogram = [(Fraction(value), records) for value, records in quantity.parts.items()]
    if exact_sum(value * records for value, records in histogram) != quantity.total:
        raise fail(PARTS_MISSING, clause.where, clause=clause.id, given=clause.id, by="value")
    return histogram
