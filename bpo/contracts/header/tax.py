"""Inclusive and exclusive prices, tax by code, rounded by line or by total, and what the client withholds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

from bpo.contracts.header.tax_codes import TaxPart, TaxRate
from bpo.contracts.statement import Charge, TaxLine, tax_base
from bpo.core.fields import FileModel, Label, Mistake, Positive, Share
from bpo.core.money import Money, RoundingMode, exact
from bpo.core.sums import exact_sum
from bpo.core.traced_amount import TracedAmount
from bpo.core.vocabulary import VAT
from bpo.core.words import Text, Words

ONE_OF_RATE_RATES = Words(
    "tax-rate-or-rates",
    en="write either 'rate' (one tax) or 'rates' (several, by code)",
    zh="'rate'（单一税率）与 'rates'（多个税率）只能写其一",
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


class Withholding(FileModel):
    """Tax that the client keeps back from the payment and certifies: ``rate`` of the net (before tax) or of the total."""

    rate: Share
    name: Label = Text(zh="代扣税款", en="Withholding tax")
    of: Literal["net", "total"] = "net"


class Prices(FileModel):
    """How the contract's prices stand to tax, and where tax and amounts are rounded.

    ``tax: included`` means that a rate holds its tax (含税价). ``tax_rounding: line`` rounds the tax of every line, as fapiao
    systems do; ``total`` rounds it once per code on their sum (EN 16931). ``rounding`` is how lines are rounded,
    and tax too unless ``tax_rounding_mode`` says otherwise; ``tax_round_to`` is the unit of each tax, such as whole rupees,
    default: the currency's minor unit. Without any rate no tax is charged. ``payable_round_to`` rounds what is to be paid, such
    as to 0.05, by ``payable_rounding``.
    """

    tax: Literal["included", "excluded"] = "excluded"
    rate: Share | None = None
    name: Label = VAT
    rates: dict[str, TaxRate] | None = None
    tax_rounding: Literal["line", "total"] = "total"
    tax_round_to: Positive | None = None
    tax_rounding_mode: RoundingMode | None = None
    rounding: RoundingMode = "half_up"
    withholding: list[Withholding] = []
    payable_round_to: Positive | None = None
    payable_rounding: RoundingMode = "half_up"

    def check_fields(self) -> None:
        if self.payable_round_to is None:
            self.only_with("payable_round_to", "payable_rounding")
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

    @cached_property
    def codes(self) -> dict[str, TaxRate]:
        """Every tax code; the first is that of lines that name none."""
        if self.rates:
            return self.rates
        return {STANDARD: _standard(self.rate or Fraction(0), self.name)}


@lru_cache(maxsize=64)  # asked for by every line of every month
def _standard(rate: Fraction, name: Text) -> TaxRate:
    return TaxRate(rate=rate, name=name)


class Taxed(NamedTuple):
    """The tax of a statement: lines by code, each charge's share of them all and of each, and the three totals."""

    taxes: tuple[TaxLine, ...]
    by_charge: tuple[Decimal, ...]
    net: Decimal
    tax: Decimal
    total: Decimal
    by_tax: tuple[tuple[Decimal, ...], ...] = ()
    """Of each of the ``taxes`` what every charge has of it."""
    own: int | None = None
    """How many of the ``taxes`` are the month's own; those after them are of restated months alone. All, if left out."""


Deducted = Callable[[str], Fraction]
"""The passed-on cost under a quantity's name."""


def apply_tax(
    charges: Sequence[Charge], prices: Prices, money: Money, on: date, deducted: Deducted | None = None
) -> Taxed:
    """Tax on the charges, by code, at the rates of the day ``on``.

    ``money`` rounds as taxes are. Exclusive prices: tax = amount × r. Inclusive: net = amount / (1 + r), rounded, and tax =
    amount − net; where tax is rounded up the net is rounded down, and the other way; of several taxes each is
    amount × r / (1 + all), rounded by itself, and net what remains. Rounded for each line or once for the sum of a
    code; in the latter case the lines get their share by largest remainder. On a difference,
    tax = (amount − passed-on cost) × r / (1 + r), once for the code.

    Raises:
        Mistake: if more is deducted than was billed, or from a credit.
    """
    zero = money.units(0)
    by_charge = [zero] * len(charges)
    taxes: list[TaxLine] = []
    by_tax: list[tuple[Decimal, ...]] = []
    for code, kind in prices.codes.items():
        members = [i for i, charge in enumerate(charges) if charge.tax_code == code]
        if not members:
            continue
        amounts = [charges[i].amount for i in members]
        for of_code, shares in _of_code(code, kind, kind.parts_on(on), amounts, prices, money, deducted):
            own = [zero] * len(charges)
            for i, share in zip(members, shares, strict=True):
                own[i] = share
                by_charge[i] += share
            taxes.append(of_code)
            by_tax.append(tuple(own))
    lines = sum((charge.amount for charge in charges), zero)
    tax = sum(by_charge, zero)
    net, total = (lines - tax, lines) if prices.tax == "included" else (lines, lines + tax)
    return Taxed(tuple(taxes), tuple(by_charge), net, tax, total, tuple(by_tax))


def _of_code(
    code: str,
    kind: TaxRate,
    parts: Sequence[TaxPart],
    amounts: Sequence[Decimal],
    prices: Prices,
    money: Money,
    deducted: Deducted | None,
) -> Iterator[tuple[TaxLine, Sequence[Decimal]]]:
    """Each tax of a code, and what every line of the code has of it."""
    zero = money.units(0)
    gross, note = sum(amounts, zero), kind.note
    if kind.reverse_charge:
        shares = [[zero] * len(amounts) for _ in parts]
        note = note or REVERSE
    elif kind.deducts and deducted is not None:
        passed_on, note = _passed_on(gross, kind.deducts, code, deducted, money)
        of_difference = _taxes(exact(gross) - passed_on, parts, prices, money, _whole(parts), on_all=False)
        shares = [_shared(tax, exact(tax) / exact(gross or 1), amounts, money) for tax in of_difference]
    elif prices.tax_rounding == "line":
        whole = _whole(parts)
        by_line = [_taxes(exact(amount), parts, prices, money, whole) for amount in amounts]
        shares = [list(own) for own in zip(*by_line, strict=True)]
    else:
        whole = _whole(parts)
        held_in = whole if prices.tax == "included" else Fraction(1)
        pairs = zip(_taxes(exact(gross), parts, prices, money, whole), parts, strict=True)
        shares = [_shared(tax, part.factor / held_in, amounts, money) for tax, part in pairs]
    sums = [sum(own, zero) for own in shares]
    net = gross - sum(sums, zero) if prices.tax == "included" else gross
    for n, (part, own, tax) in enumerate(zip(parts, shares, sums, strict=True)):
        if part.rate or note:
            yield TaxLine(code, part.name, part.rate, tax_base(part.of, net, sums[:n]), tax, note, part.of), own


def _whole(parts: Sequence[TaxPart]) -> Fraction:
    """An amount with its taxes, as a multiple of the net."""
    return sum((part.factor for part in parts), Fraction(1))


def _taxes(
    amount: Fraction, parts: Sequence[TaxPart], prices: Prices, money: Money, whole: Fraction, on_all: bool = True
) -> list[Decimal]:
    """The taxes of an amount, each rounded by itself; where it holds a single tax, and ``on_all`` of it, the net is rounded.

    ``whole`` is an amount with these taxes, as a multiple of the net.
    """
    step = prices.tax_round_to
    if prices.tax == "excluded":
        found: list[Decimal] = []
        for part in parts:
            found.append(money.round(exact(tax_base(part.of, money.round(amount), found)) * part.rate, step))
        return found
    if len(parts) == 1 and step is None and on_all:
        return [money.round(amount) - money.of_the_rest.round(amount / whole)]
    return [money.round(amount * part.factor / whole, step) for part in parts]


def _passed_on(
    gross: Decimal, quantities: Sequence[str], code: str, deducted: Deducted, money: Money
) -> tuple[Fraction, Text]:
    """What is taken off before tax, and how the invoice says so."""
    passed_on = exact_sum(deducted(name) for name in quantities)
    if not 0 <= passed_on <= exact(gross):
        words = DEDUCTS_FROM_CREDIT if passed_on < 0 or gross < 0 else DEDUCTS_MORE
        raise Mistake(words, given=" + ".join(quantities), deducted=passed_on, gross=gross, code=code)
    shown = money.round(passed_on)
    values: Mapping[str, object] = {"gross": gross, "deducted": shown if shown == passed_on else passed_on}
    return passed_on, Text(zh=ON_DIFFERENCE.say("zh", values), en=ON_DIFFERENCE.say("en", values))


def _shared(tax: Decimal, part: Fraction, lines: Sequence[Decimal], money: Money) -> list[Decimal]:
    """The lines' shares of a tax that was rounded on their sum: of each its own ``part``, and of what the rounding moved.

    A credit has its own tax back, also where credits and charges cancel out and no tax is left.
    """
    if isinstance(tax, TracedAmount):  # of many figures at once only the sum is asked for
        return [tax, *[money.units(0)] * (len(lines) - 1)]
    amounts = [exact(line) for line in lines]
    sizes = exact_sum(abs(amount) for amount in amounts)
    moved = exact(tax) - exact_sum(amounts) * part
    return money.apportion([amount * part + (moved * abs(amount) / sizes if sizes else 0) for amount in amounts])
