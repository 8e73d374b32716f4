"""Tax codes, inclusive and exclusive prices, rounding by line or by total, and what the client withholds.

A code may be exempt or reverse-charged (a ``note`` says so on the invoice), may have dated rates, and may be due on the
difference that remains after passed-on cost (差额征税).
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from pydantic import Field

from bpo.contracts.statement import Charge, TaxLine
from bpo.core.fields import Day, FileModel, Label, Mistake, Names, Share, YesNo
from bpo.core.money import Money, RoundingMode
from bpo.core.vocabulary import VAT
from bpo.core.words import Text, Words

ONE_OF_RATE_RATES = Words(
    "tax-rate-or-rates",
    en="write either 'rate' (one tax) or 'rates' (several, by code)",
    zh="'rate'（单一税率）与 'rates'（多个税率）只能写其一",
)
CHANGES_IN_ORDER = Words(
    "tax-changes-order", en="{given} is not after the change before it", zh="{given} 不晚于上一次税率变更"
)
DIFFERENCE_NEEDS_INCLUDED = Words(
    "tax-difference-included",
    en="tax on the difference ('deducts') is computed from prices that include it: write 'tax: included'",
    zh="差额征税（deducts）以含税价计算：请写 tax: included",
)
REVERSE_NEEDS_EXCLUDED = Words(
    "tax-reverse-excluded",
    en="a reverse charge is owed by the client, so prices cannot include it: write 'tax: excluded'",
    zh="反向征收由委托方缴纳，价格不能含税：请写 tax: excluded",
)
DEDUCTS_MORE = Words(
    "tax-difference-negative",
    en="'{given}' deducts {deducted} from {gross}: more than was billed under the tax code '{code}'",
    zh="'{given}' 扣除 {deducted}，超过税码 '{code}' 下的开票金额 {gross}",
)
DEDUCTS_FROM_CREDIT = Words(
    "tax-difference-credit",
    en="'{given}' is {deducted} and what is billed under the tax code '{code}' is {gross}: there is a difference to tax only where "
    "neither is below zero; give credits a tax code of their own",
    zh="'{given}' 为 {deducted}，税码 '{code}' 下的开票金额为 {gross}：两者均不小于零时才有差额可征；请为红字金额另设税码",
)
ON_DIFFERENCE = Words(
    "tax-on-difference", en="on the difference: {gross} − {deducted}", zh="差额征税：{gross} − {deducted}"
)
REVERSE = Text(zh="反向征收：税款由委托方缴纳", en="Reverse charge: the tax is due by the client")
STANDARD = "standard"


class RateChange(FileModel):
    """A rate from a day on."""

    start: Day = Field(alias="from")
    rate: Share


class TaxRate(FileModel):
    """One tax code: its rate and the name it has on the invoice.

    ``changes`` are later rates, each from a day on; the last day of the period decides. ``reverse_charge``: the client owes
    the tax. ``deducts`` names a quantity of passed-on cost, or several: tax is due on what remains of the lines after them.
    """

    rate: Share
    name: Label = VAT
    note: Label | None = None
    changes: list[RateChange] = []
    reverse_charge: YesNo = False
    deducts: Names | None = None

    def check_fields(self) -> None:
        days = [change.start for change in self.changes]
        for i, (day, next_day) in enumerate(itertools.pairwise(days), start=1):
            if next_day <= day:
                raise Mistake(CHANGES_IN_ORDER, ("changes", i, "from"), given=next_day)
        if self.reverse_charge:
            self.only_with("tax that is charged", "deducts")

    def rate_on(self, day: date) -> Fraction:
        """The rate in force on a day."""
        return next((change.rate for change in reversed(self.changes) if change.start <= day), self.rate)


class Withholding(FileModel):
    """Tax that the client keeps back from the payment and certifies: ``rate`` of the net (before tax) or of the total."""

    rate: Share
    name: Label = Text(zh="代扣税款", en="Withholding tax")
    of: Literal["net", "total"] = "net"


class Prices(FileModel):
    """How the contract's prices stand to tax, and where tax and amounts are rounded.

    ``tax: included`` means that a rate holds its tax (含税价). ``tax_rounding: line`` rounds the tax of every line, as fapiao
    systems do; ``total`` rounds it once per code on their sum (EN 16931). ``rounding`` is how lines are rounded,
    and tax too unless ``tax_rounding_mode`` says otherwise. Without any rate no tax is charged.
    """

    tax: Literal["included", "excluded"] = "excluded"
    rate: Share | None = None
    name: Label = VAT
    rates: dict[str, TaxRate] | None = None
    tax_rounding: Literal["line", "total"] = "total"
    tax_rounding_mode: RoundingMode | None = None
    rounding: RoundingMode = "half_up"
    withholding: list[Withholding] = []

    def check_fields(self) -> None:
        if self.rate is not None and self.rates is not None:
            raise Mistake(ONE_OF_RATE_RATES, ("rates",))
        for code, kind in (self.rates or {}).items():
            if kind.deducts and self.tax != "included":
                raise Mistake(DIFFERENCE_NEEDS_INCLUDED, ("rates", code, "deducts"))
            if kind.reverse_charge and self.tax != "excluded":
                raise Mistake(REVERSE_NEEDS_EXCLUDED, ("rates", code, "reverse_charge"))

    @property
    def id(self) -> str:
        """Its place in the header, where it asks a month."""
        return "prices"

    @property
    def codes(self) -> dict[str, TaxRate]:
        """Every tax code; the first is that of lines that name none."""
        if self.rates:
            return self.rates
        return {STANDARD: _standard(self.rate or Fraction(0), self.name)}


@lru_cache(maxsize=64)  # asked for by every line of every month
def _standard(rate: Fraction, name: Text) -> TaxRate:
    return TaxRate(rate=rate, name=name)


class Taxed(NamedTuple):
    """The tax of a statement: lines by code, each charge's share, and the three totals."""

    taxes: tuple[TaxLine, ...]
    by_charge: tuple[Decimal, ...]
    net: Decimal
    tax: Decimal
    total: Decimal


Deducted = Callable[[str], Fraction]
"""The passed-on cost under a quantity's name."""


def apply_tax(
    charges: Sequence[Charge], prices: Prices, money: Money, on: date, deducted: Deducted | None = None
) -> Taxed:
    """Tax on the charges, by code, at the rates of the day ``on``.

    ``money`` rounds as taxes are. Exclusive prices: tax = amount × r. Inclusive: net = amount / (1 + r), rounded, and tax =
    amount − net; where tax is rounded up the net is rounded down, and the other way. Rounded for each
    line or once for the sum of a code; in the latter case the lines get their share by largest remainder. On a difference,
    tax = (amount − passed-on cost) × r / (1 + r), once for the code.

    Raises:
        Mistake: if more is deducted than was billed, or from a credit.
    """
    zero = money.units(0)
    by_charge = [zero] * len(charges)
    taxes: list[TaxLine] = []
    for code, kind in prices.codes.items():
        members = [i for i, charge in enumerate(charges) if charge.tax_code == code]
        if not members:
            continue
        rate = kind.rate_on(on)
        gross = sum((charges[i].amount for i in members), zero)
        note = kind.note
        if kind.deducts and deducted is not None:
            tax, note = _on_difference(gross, rate, kind.deducts, code, deducted, money)
            _share(by_charge, members, tax, Fraction(tax) / Fraction(gross) if gross else Fraction(0), charges, money)
            taxes.append(TaxLine(code, kind.name, rate, gross - tax, tax, note))
            continue
        if kind.reverse_charge:
            taxes.append(TaxLine(code, kind.name, rate, gross, zero, note or REVERSE))
            continue
        if prices.tax_rounding == "line":
            for i in members:
                by_charge[i] = _tax(charges[i].amount, rate, prices.tax, money)
        else:
            part = rate / (1 + rate) if prices.tax == "included" else rate
            _share(by_charge, members, _tax(gross, rate, prices.tax, money), part, charges, money)
        amount = sum((by_charge[i] for i in members), zero)
        base = gross - amount if prices.tax == "included" else gross
        if rate or note:
            taxes.append(TaxLine(code, kind.name, rate, base, amount, note))
    lines = sum((charge.amount for charge in charges), zero)
    tax = sum(by_charge, zero)
    net, total = (lines - tax, lines) if prices.tax == "included" else (lines, lines + tax)
    return Taxed(tuple(taxes), tuple(by_charge), net, tax, total)


def _tax(amount: Decimal, rate: Fraction, basis: str, money: Money) -> Decimal:
    if basis == "included":
        return amount - money.of_the_rest.round(Fraction(amount) / (1 + rate))
    return money.round(Fraction(amount) * rate)


def _on_difference(
    gross: Decimal, rate: Fraction, quantities: Sequence[str], code: str, deducted: Deducted, money: Money
) -> tuple[Decimal, Text]:
    passed_on = sum((deducted(name) for name in quantities), Fraction(0))
    if not 0 <= passed_on <= Fraction(gross):
        words = DEDUCTS_FROM_CREDIT if passed_on < 0 or gross < 0 else DEDUCTS_MORE
        raise Mistake(words, given=" + ".join(quantities), deducted=passed_on, gross=gross, code=code)
    values: Mapping[str, object] = {"gross": gross, "deducted": passed_on}
    said = Text(zh=ON_DIFFERENCE.say("zh", values), en=ON_DIFFERENCE.say("en", values))
    return money.round((Fraction(gross) - passed_on) * rate / (1 + rate)), said


def _share(
    by_charge: list[Decimal], members: list[int], tax: Decimal, part: Fraction, charges: Sequence[Charge], money: Money
) -> None:
    """The lines' shares of a tax that was rounded on their sum: of each its own ``part``, and of what the rounding moved.

    A credit has its own tax back, also where credits and charges cancel out and no tax is left.
    """
    amounts = [Fraction(charges[i].amount) for i in members]
    sizes = sum((abs(amount) for amount in amounts), Fraction(0))
    moved = Fraction(tax) - sum(amounts, Fraction(0)) * part
    exact = [amount * part + (moved * abs(amount) / sizes if sizes else 0) for amount in amounts]
    for i, share in zip(members, money.apportion(exact), strict=True):
        by_charge[i] = share
