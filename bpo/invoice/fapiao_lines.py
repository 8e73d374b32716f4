"""What a fully digital invoice (数电票) of a statement has to say: both parties, and lines with their tax classification codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.billed import billed_quantity
from bpo.contracts.header.header import Header
from bpo.contracts.header.parties import Party
from bpo.contracts.portions import Portion
from bpo.contracts.statement import Charge, Statement, TaxLine
from bpo.core.errors import fail
from bpo.core.measures import Measures
from bpo.core.money import Money, exact, to_places
from bpo.core.units import MONEY_UNIT, unit_name
from bpo.core.words import Words

TWO_RATES = Words(
    "fapiao-two-rates",
    en="this statement has two rates under the tax code '{code}', of its own month and of one that is restated in it: restate that "
    "month as a correction of its own",
    zh="该结算单的税码 '{code}' 下有本期与被重述账期两种税率：请将该账期单独更正",
)
BELOW_ZERO = Words(
    "fapiao-below-zero",
    en="the lines of the tax code '{code}' come to {amount}: an invoice cannot be below zero; make out a red-letter invoice",
    zh="税码 '{code}' 各行合计 {amount}：蓝字发票金额不能为负，请开具红字发票",
)
PRICE_PLACES = 10
"""Decimals of a unit price; quantity × price makes the amount to the cent."""


@dataclass(frozen=True, slots=True)
class FapiaoLine:
    """A line of the invoice. ``amount`` is before the ``discount``, with its tax if the contract's prices hold it; ``tax`` is
    that of what remains. ``quantity`` and ``price`` are None where no one number says them."""

    clause: str
    item: str
    code: str
    model: str
    unit: str
    quantity: Fraction | None
    price: Fraction | None
    amount: Decimal
    discount: Decimal
    rate: Fraction
    exempt: bool
    tax: Decimal
    policy: str


@dataclass(frozen=True, slots=True)
class RedLetter:
    """What a red-letter invoice (红字发票) says besides: the numbers of the ``originals`` that it takes back of, and why."""

    originals: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class FapiaoDraft:
    """An invoice to be made out. ``deducted`` is what is taken off before tax, where tax is on the difference (差额征税)."""

    serial: str
    special: bool
    prices_include_tax: bool
    buyer: Party
    seller: Party
    lines: tuple[FapiaoLine, ...]
    deducted: Decimal | None
    net: Decimal
    tax: Decimal
    total: Decimal
    remark: str
    red: RedLetter | None = None


def fapiao_drafts(statement: Statement, statement_id: str, header: Header) -> list[FapiaoDraft]:
    """The invoice of a statement, or one for each entity that bears a part of it.

    Raises:
        BpoError: for lines that are below zero, or two rates under one tax code.
    """
    entities = {one.id: one for one in header.entities}
    if not statement.portions:
        return [_draft(statement, statement_id, header, None, header.client)]
    return [
        _draft(statement, f"{statement_id}-{own.entity}", header, own, entities[own.entity])
        for own in statement.portions
    ]


def _draft(statement: Statement, serial: str, header: Header, own: Portion | None, buyer: Party) -> FapiaoDraft:
    chosen = header.billing.fapiao
    assert chosen is not None, "the contract says how it is invoiced"
    amounts = [line.amount for line in (own.lines if own else statement.charges)]
    taxes = [line.amount for line in (own.taxes if own else statement.taxes)]
    lines: dict[int, FapiaoLine] = {}
    for code, kind in header.prices.codes.items():
        members = [i for i, charge in enumerate(statement.charges) if charge.tax_code == code]
        of_code = [tax for tax in statement.taxes if tax.code == code]
        if len({tax.rate for tax in of_code}) > 1 and kind.taxes is None:
            raise fail(TWO_RATES, header.prices.where, code=code)
        tax = sum((a for a, one in zip(taxes, statement.taxes, strict=True) if one.code == code), header.money.units(0))
        found = lines_of_code(code, [amounts[i] for i in members], tax, header.money)
        for i, (discount, share) in zip(members, found, strict=True):
            if amounts[i] > 0:
                measures = statement.measures if own is None else None
                lines[i] = line_of(statement.charges[i], amounts[i], discount, share, of_code, header, measures)
    whole = own or statement
    remark = f"合同 {header.reference or header.contract}，账期 {statement.period.name}，结算单 {serial}"
    return FapiaoDraft(
        serial,
        chosen.type == "special",
        statement.prices_include_tax,
        buyer,
        header.supplier,
        tuple(lines[i] for i in sorted(lines)),
        deducted_by(statement, header),
        whole.net,
        whole.tax,
        whole.total,
        remark,
    )


def lines_of_code(code: str, amounts: Sequence[Decimal], tax: Decimal, money: Money) -> list[tuple[Decimal, Decimal]]:
    """Of each line its discount and its tax: what is below zero is spread as a discount over the others of its code.

    An invoice has no line below zero that stands by itself: a discount belongs to a line and is no larger.
    """
    zero = money.units(0)
    charged = sum((one for one in amounts if one > 0), zero)
    taken = -sum((one for one in amounts if one < 0), zero)
    if taken > charged:
        raise fail(BELOW_ZERO, code=code, amount=charged - taken)
    shares = [exact(one) / exact(charged) if one > 0 else Fraction(0) for one in amounts]
    discounts = money.apportion([share * exact(taken) for share in shares])
    left = [one - discount if one > 0 else zero for one, discount in zip(amounts, discounts, strict=True)]
    whole = sum(left, zero)
    taxes = money.apportion([exact(one) / exact(whole) * exact(tax) for one in left]) if whole else [zero] * len(left)
    return list(zip(discounts, taxes, strict=True))


def line_of(
    charge: Charge,
    amount: Decimal,
    discount: Decimal,
    tax: Decimal,
    of_code: Sequence[TaxLine],
    header: Header,
    measures: Measures | None,
) -> FapiaoLine:
    """The line of a charge; with its quantity and price where the month's measures are given."""
    chosen = header.billing.fapiao
    assert chosen is not None, "the contract says how it is invoiced"
    kind, rate = chosen.of(charge.clause), sum((one.rate for one in of_code), Fraction(0))
    counted = billed_quantity(charge, measures) if measures is not None else None
    quantity, price, unit = None, None, ""
    if counted is not None and counted[1] != MONEY_UNIT and counted[0] > 0:
        quantity, unit = to_places(counted[0], PRICE_PLACES), unit_name(counted[1], "zh")
        price = to_places(exact(amount) / exact(quantity), PRICE_PLACES)
    exempt = not rate and any(one.note for one in of_code)
    item = kind.item or charge.label.zh
    return FapiaoLine(
        charge.clause,
        item,
        kind.code,
        kind.model,
        unit,
        quantity,
        price,
        amount,
        discount,
        rate,
        exempt,
        tax,
        kind.policy,
    )


def deducted_by(statement: Statement, header: Header) -> Decimal | None:
    """The passed-on cost, where a code is taxed on the difference."""
    names = [name for kind in header.prices.codes.values() for name in kind.deducts or ()]
    totals = [statement.measures.quantities[name].total for name in names if name in statement.measures.quantities]
    return header.money.round(sum(totals, Fraction(0))) if names else None
