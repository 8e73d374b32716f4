"""Tax codes: the tax of lines, or several taxes on the same lines, at rates that may change on a day.

A code may be exempt or reverse-charged (a ``note`` says so on the invoice), and may be due on the difference that remains after
passed-on cost (差额征税).
"""

import itertools
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Annotated, NamedTuple

from pydantic import Field

from bpo.contracts.statement import TaxBase
from bpo.core.fields import Day, FileModel, Label, Mistake, Names, Share, YesNo
from bpo.core.vocabulary import VAT
from bpo.core.words import Text, Words

CHANGES_IN_ORDER = Words(
    "tax-changes-order", en="{given} is not after the change before it", zh="{given} 不晚于上一次税率变更"
)
ONE_TAX_OR_SEVERAL = Words(
    "tax-rate-or-taxes",
    en="write either the 'rate' of one tax or 'taxes' (several on the same lines), and not both",
    zh="rate（一种税）与 taxes（同一金额上的多种税）须写其一，且只写其一",
)
NOTHING_ABOVE = Words(
    "tax-nothing-above",
    en="no tax stands above the first one, so it cannot be charged on it: write it below the tax it is charged on",
    zh="首个税之前没有其他税，无法以税款计税：请写在其所依据的税之后",
)


class RateChange(FileModel):
    """A rate from a day on."""

    start: Day = Field(alias="from")
    rate: Share


def rate_on(rate: Fraction, changes: Sequence[RateChange], day: date) -> Fraction:
    """The rate in force on a day."""
    return next((change.rate for change in reversed(changes) if change.start <= day), rate)


def _check_order(changes: Sequence[RateChange]) -> None:
    for i, (before, change) in enumerate(itertools.pairwise(changes), start=1):
        if change.start <= before.start:
            raise Mistake(CHANGES_IN_ORDER, ("changes", i, "from"), given=change.start)


class Tax(FileModel):
    """One of several taxes on the same lines, rounded by itself.

    ``of``: what it is charged on, besides the ``net`` also the taxes above it (``net_and_taxes``), or these alone (``taxes``).
    """

    rate: Share
    name: Label
    of: TaxBase = "net"
    changes: list[RateChange] = []

    def check_fields(self) -> None:
        _check_order(self.changes)


class TaxPart(NamedTuple):
    """A tax of a code on a day: ``rate`` of its own base, which is ``factor`` of the net amount."""

    name: Text
    rate: Fraction
    of: TaxBase
    factor: Fraction


class TaxRate(FileModel):
    """One tax code: its rate and the name it has on the invoice, or several ``taxes``.

    ``changes`` are later rates, each from a day on; the last day of the period decides. ``reverse_charge``: the client owes
    the tax. ``deducts`` names a quantity of passed-on cost, or several: tax is due on what remains of the lines after them.
    """

    rate: Share | None = None
    taxes: Annotated[list[Tax] | None, Field(min_length=1)] = None
    name: Label = VAT
    note: Label | None = None
    changes: list[RateChange] = []
    reverse_charge: YesNo = False
    deducts: Names | None = None

    def check_fields(self) -> None:
        if (self.rate is None) == (self.taxes is None):
            raise Mistake(ONE_TAX_OR_SEVERAL, ("taxes",) if self.taxes is not None else ())
        if self.taxes is not None:
            self.only_with("rate", "name", "changes")
            if self.taxes[0].of != "net":
                raise Mistake(NOTHING_ABOVE, ("taxes", 0, "of"))
        _check_order(self.changes)
        if self.reverse_charge:
            self.only_with("tax that is charged", "deducts")

    def rate_on(self, day: date) -> Fraction:
        """All of its taxes on a day, as a share of the net amount."""
        return sum((part.factor for part in self.parts_on(day)), Fraction(0))

    def parts_on(self, day: date) -> list[TaxPart]:
        """Its taxes on a day; a tax on taxes is ``rate × the factors above``, one on both ``rate × (1 + those)``."""
        if self.taxes is None:
            assert self.rate is not None, "a code has a rate or several taxes"
            rate = rate_on(self.rate, self.changes, day)
            return [TaxPart(self.name, rate, "net", rate)]
        parts: list[TaxPart] = []
        for tax in self.taxes:
            rate = rate_on(tax.rate, tax.changes, day)
            above = sum((part.factor for part in parts), Fraction(0))
            base = {"net": Fraction(1), "net_and_taxes": 1 + above, "taxes": above}[tax.of]
            parts.append(TaxPart(tax.name, rate, tax.of, rate * base))
        return parts
