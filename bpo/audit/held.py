"""An invoice held against a statement: line by line, then its tax, deductions and sums; all differences add up to what it asks too much."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from bpo.audit.causes import ADDING, DEDUCTED, ROUNDING, TAX, Cause, Known, Otherwise, causes_of
from bpo.audit.matching import Expected, Pair, matched
from bpo.audit.received import Received, sum_of
from bpo.contracts.statement import Charge, Statement, TaxLine
from bpo.core.money import Money, exact

Verdict = Literal["agreed", "over", "under", "credit_not_given", "not_in_contract"]
OtherPart = Literal["tax", "deducted", "adding"]


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A line of the contract beside those of the invoice, and what explains their difference."""

    pair: Pair
    causes: tuple[Cause, ...]

    @property
    def verdict(self) -> Verdict:
        pair = self.pair
        if not pair.difference:
            return "agreed"
        if pair.expected is None:
            return "not_in_contract"
        if not pair.lines and pair.due < 0:
            return "credit_not_given"
        return "over" if pair.difference > 0 else "under"


@dataclass(frozen=True, slots=True)
class HeldSum:
    """The tax, what is deducted, or the sum of all as the invoice has them and as its own lines and the contract have them."""

    part: OtherPart
    billed: Decimal
    due: Decimal
    difference: Decimal
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Held:
    """An invoice held against the ``statement`` of its month. ``asked`` is what it asks for, ``due`` what is to be paid."""

    received: Received
    statement: Statement
    lines: tuple[HeldLine, ...]
    sums: tuple[HeldSum, ...]
    asked: Decimal
    due: Decimal

    @property
    def difference(self) -> Decimal:
        """Above zero where it asks for too much."""
        return self.asked - self.due

    @property
    def agreed(self) -> bool:
        """Whether nothing differs by more than the rounding of its lines."""
        found = [*(one.causes for one in self.lines), *(one.causes for one in self.sums)]
        return {cause.name for causes in found for cause in causes} <= {"rounding"}

    def __post_init__(self) -> None:
        parts = [one.pair.difference for one in self.lines] + [one.difference for one in self.sums]
        assert sum_of(parts) == self.difference, "the differences do not add up"


def hold(
    received: Received,
    statement: Statement,
    money: Money,
    about: Mapping[str, Sequence[str]],
    otherwise: Sequence[Otherwise] = (),
) -> Held:
    """An invoice held against what the contract yields.

    Args:
        received: the invoice.
        statement: of its month, priced on the client's own records.
        money: of the contract.
        about: for each clause the lines that it takes its amount from.
        otherwise: the month if a KPI or the month were another, in the statement's own way of stating amounts.
    """
    with_tax = statement.prices_include_tax if received.with_tax is None else received.with_tax
    stated = _Stated(statement, with_tax, money)
    apart = received.deducted is not None
    expected = [Expected(charge, amount) for charge, amount in zip(statement.charges, stated.amounts, strict=True)]
    expected += [] if apart else [Expected(one, one.amount) for one in statement.deductions]
    pairs = matched(received.lines, expected)
    known = Known(pairs, about, [stated.of(one) for one in otherwise], money, stated.part)
    lines = tuple(HeldLine(pair, causes_of(pair, known)) for pair in pairs)
    sums, asked = _sums(received, statement, stated, pairs, apart)
    return Held(received, statement, lines, tuple(sums), asked, statement.payable)


class _Stated:
    """The statement's amounts as the invoice states its own: with tax or without."""

    def __init__(self, statement: Statement, with_tax: bool, money: Money) -> None:
        self.statement, self.with_tax, self.money = statement, with_tax, money
        pairs = zip(statement.charges, statement.line_taxes, strict=True)
        sign = 0 if with_tax == statement.prices_include_tax else 1 if with_tax else -1
        self.amounts = [charge.amount + sign * tax for charge, tax in pairs]
        self._sign = sign
        self.rates = {code: _rate(statement.taxes, code) for code in {tax.code for tax in statement.taxes}}

    def part(self, charge: Charge) -> Fraction:
        """What of an amount of the statement stands on the invoice."""
        rate = self.rates.get(charge.tax_code, Fraction(0))
        if charge.is_deducted or not self._sign:
            return Fraction(1)
        return 1 + rate if self._sign > 0 else 1 / (1 + rate)

    def of(self, otherwise: Otherwise) -> Otherwise:
        if not self._sign:
            return otherwise
        charges = {charge.clause: charge for charge in self.statement.charges}
        amounts = {
            name: self.money.round(exact(amount) * self.part(charges[name])) if name in charges else amount
            for name, amount in otherwise.amounts.items()
        }
        return Otherwise(otherwise.cause, amounts)

    def rate_of(self, pair: Pair) -> Fraction:
        """The tax on a line's difference; of a line of no clause that of the first code."""
        if pair.expected is not None:
            charge = pair.expected.charge
            return Fraction(0) if charge.is_deducted else self.rates.get(charge.tax_code, Fraction(0))
        return next(iter(self.rates.values()), Fraction(0))


def _rate(taxes: Sequence[TaxLine], code: str) -> Fraction:
    """All taxes of a code on one unit without tax."""
    above: list[Fraction] = []
    for tax in (one for one in taxes if one.code == code):
        on = {"net": Fraction(1), "net_and_taxes": 1 + sum(above, Fraction(0)), "taxes": sum(above, Fraction(0))}[
            tax.of
        ]
        above.append(on * tax.rate)
    return sum(above, Fraction(0))


def _sums(
    received: Received, statement: Statement, stated: _Stated, pairs: Sequence[Pair], apart: bool
) -> tuple[list[HeldSum], Decimal]:
    """Tax, deductions and the sum, and what the invoice asks for."""
    money, unit = stated.money, stated.money.units(1)
    moved = sum((exact(pair.difference) * _share(stated.rate_of(pair), stated.with_tax) for pair in pairs), Fraction(0))
    own_tax = statement.tax + money.round(moved)
    tax = own_tax if received.tax is None else received.tax
    fine = (len(received.lines) + len(statement.taxes)) * unit / 2
    exactly = not any(pair.difference for pair in pairs)
    found = [HeldSum("tax", tax, own_tax, tax - statement.tax, tuple(_of_tax(tax, own_tax, fine, exactly, unit)))]
    if stated.with_tax:  # it is in the lines: one that is wrong moves nothing
        found = [HeldSum("tax", tax, own_tax, money.zero, found[0].causes)]
    sum_of_parts = received.lines_total + (money.zero if stated.with_tax else tax)
    off = money.zero
    if apart:
        due = statement.payable - statement.total
        off = received.deducted or money.zero
        causes = () if off == due else (Cause.of("deducted", DEDUCTED, billed=off, due=due),)
        if off != due and abs(off - due) <= fine:
            causes = (Cause.of("rounding", ROUNDING),)
        found.append(HeldSum("deducted", off, due, off - due, causes))
    sum_of_parts += off
    asked = next((one for one in (received.payable, _less(received.total, off)) if one is not None), sum_of_parts)
    wrong = asked - sum_of_parts
    causes = (Cause.of("adding", ADDING, sum=sum_of_parts, stated=asked),) if wrong else ()
    if wrong and abs(wrong) <= fine and apart:
        causes = (Cause.of("rounding", ROUNDING),)
    found.append(HeldSum("adding", asked, sum_of_parts, wrong, causes))
    return found, asked


def _share(rate: Fraction, with_tax: bool) -> Fraction:
    return rate / (1 + rate) if with_tax else rate


def _less(total: Decimal | None, off: Decimal) -> Decimal | None:
    return None if total is None else total + off


def _of_tax(tax: Decimal, own: Decimal, fine: Decimal, exactly: bool, unit: Decimal) -> Iterator[Cause]:
    if tax == own or (not exactly and abs(tax - own) <= unit):
        return
    if abs(tax - own) <= fine:
        yield Cause.of("rounding", ROUNDING)
    else:
        yield Cause.of("tax", TAX, billed=tax, due=own)
