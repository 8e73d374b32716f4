"""From a statement, or one entity's part of it, to the net lines and allowances of an EN 16931 invoice."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.billed import billed_quantity
from bpo.contracts.header.header import Header
from bpo.contracts.portions import Portion
from bpo.contracts.statement import PAYABLE_ROUNDING, Charge, Statement, TaxLine
from bpo.core.errors import fail
from bpo.core.money import Money, exact
from bpo.core.units import MONEY_UNIT, UNITS
from bpo.core.words import Lang, Words
from bpo.invoice.electronic.standard import Allowance, Category, NetLine, Settled, StandardInvoice

TWO_RATES = Words(
    "e-invoice-two-rates",
    en="this statement has two rates under the tax code '{code}', of its own month and of one that is restated in it; an e-invoice "
    "cannot say which is whose: restate that month as a correction of its own",
    zh="该结算单的税码 '{code}' 下有本期与被重述账期两种税率，电子发票无法区分：请将该账期单独更正",
)
ONE = "C62"
"""Pieces, for what has no unit of its own in the list."""
UNIT_CODES: Mapping[str, str] = {
    "call": "C0",
    "agent": "IE",
    "second": "SEC",
    "minute": "MIN",
    "hour": "HUR",
    "day": "DAY",
    "week": "WEE",
    "month": "MON",
    "quarter": "QAN",
    "half_year": "SAN",
    "year": "ANN",
}
"""Units of measure by their codes in UN/ECE Recommendation 20."""
PRICE_PLACES = 6


def standard_invoice(
    statement: Statement, header: Header, lang: Lang, own: Portion | None = None
) -> tuple[StandardInvoice, bool]:
    """The invoice of a statement, or of what one of its entities has of it; and whether the signs were turned.

    A statement below zero is credited: its amounts are turned, so that a credit note has positive ones.

    Args:
        statement: as it was priced.
        header: of the contract as it was billed.
        lang: in which names are written.
        own: the entity's part, where the client is several.

    Raises:
        BpoError: for two rates under one tax code.
    """
    money, whole = header.money, own or statement
    turned = whole.total < 0
    sign = -1 if turned else 1
    categories = {code: _category(code, statement.taxes, header, lang) for code in header.prices.codes}
    lines: list[NetLine] = []
    allowances: list[Allowance] = []
    amounts = _net_amounts(statement, own, money)
    for charge, amount in zip(statement.charges, amounts, strict=True):
        category, net = categories[charge.tax_code], sign * amount
        if net < 0:
            allowances.append(Allowance(charge.label.say(lang), -net, category))
        elif net or not any(amounts):
            counted = billed_quantity(charge, statement.measures) if own is None else None
            lines.append(_line(charge, net, counted, category, lang))
    deducted = [one.amount for one in (own or statement).deductions]
    settled = tuple(
        Settled(of.label.say(lang), -sign * amount)
        for of, amount in zip(statement.deductions, deducted, strict=True)
        if of.kind != PAYABLE_ROUNDING and amount
    )
    return StandardInvoice(money, tuple(lines), tuple(allowances), settled, sign * whole.payable), turned


def _category(code: str, taxes: Sequence[TaxLine], header: Header, lang: Lang) -> Category:
    """How lines of a tax code are taxed; a rate of zero is exempt where a note says why."""
    of_code = [tax for tax in taxes if tax.code == code]
    if len({tax.rate for tax in of_code}) > 1:
        raise fail(TWO_RATES, header.prices.where, code=code)
    if not of_code:
        return Category("Z", Fraction(0))
    rate, note = of_code[0].rate, of_code[0].note
    reason = note.say(lang) if note else ""
    if header.prices.codes[code].reverse_charge:
        return Category("AE", Fraction(0), reason)
    if rate:
        return Category("S", rate)
    return Category("E", Fraction(0), reason) if reason else Category("Z", Fraction(0))


def _net_amounts(statement: Statement, own: Portion | None, money: Money) -> list[Decimal]:
    """Every charge without tax. An entity's lines, whose tax is known by code alone, share what their code is without tax."""
    if not statement.prices_include_tax:
        return [line.amount for line in (own.lines if own else statement.charges)]
    if own is None:
        return [one.amount - tax for one, tax in zip(statement.charges, statement.line_taxes, strict=True)]
    amounts = [line.amount for line in own.lines]
    for code, rate in {tax.code: tax.rate for tax in statement.taxes}.items():
        members = [i for i, charge in enumerate(statement.charges) if charge.tax_code == code]
        bases = [part.base for tax, part in zip(statement.taxes, own.taxes, strict=True) if tax.code == code]
        exact_net = [exact(own.lines[i].amount) / (1 + rate) for i in members]
        sizes = sum((abs(one) for one in exact_net), Fraction(0))
        moved = exact(sum(bases, money.units(0))) - sum(exact_net, Fraction(0))
        shares = money.apportion([one + (moved * abs(one) / sizes if sizes else 0) for one in exact_net])
        for i, share in zip(members, shares, strict=True):
            amounts[i] = share
    return amounts


def _line(
    charge: Charge, net: Decimal, counted: tuple[Fraction, str] | None, category: Category, lang: Lang
) -> NetLine:
    """A line by quantity and unit price where both are decimals; by the price of the whole quantity, or of one, where not.

    ``net = quantity × price / per`` holds exactly (PEPPOL-EN16931-R120).
    """
    name, one = charge.label.say(lang), Decimal(1)
    quantity = _decimal(counted[0]) if counted is not None and counted[1] != MONEY_UNIT and counted[0] > 0 else None
    if quantity is None or counted is None or not net:
        return NetLine(charge.clause, name, net, one, ONE, net, one, category)
    unit = UNIT_CODES.get(counted[1], ONE)
    if unit == ONE and counted[1] in UNITS:
        name = f"{name} ({UNITS[counted[1]].say(lang)})"
    price = _decimal(exact(net) / exact(quantity))
    per = quantity if price is None else one
    return NetLine(charge.clause, name, net, quantity, unit, net if price is None else price, per, category)


def _decimal(number: Fraction) -> Decimal | None:
    """The number, if it has few decimals."""
    scaled = number * 10**PRICE_PLACES
    return Decimal(int(scaled)).scaleb(-PRICE_PLACES).normalize() if scaled.denominator == 1 else None
