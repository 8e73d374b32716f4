"""What the fapiao of a credit or debit note has to say: a red-letter invoice (红字发票) has the lines of its original, below zero.

Lines are in the order of the original's, as the confirmation form (红字信息确认单) asks for them. An invoice has one sign: where a
note takes back under one tax code and charges under another, there is a red and a blue one. What goes the other way under one code is
spread over its lines, as a penalty is over those of a blue invoice; a red line has its amount after that, and no discount.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.billed import billed_quantity
from bpo.contracts.header.header import Header
from bpo.contracts.header.parties import Party
from bpo.contracts.portions import Portion
from bpo.contracts.statement import Charge, Statement
from bpo.core.errors import fail
from bpo.core.money import Money, exact, to_places
from bpo.core.units import MONEY_UNIT, unit_name
from bpo.core.words import Words
from bpo.invoice.fapiao_lines import (
    PRICE_PLACES,
    FapiaoDraft,
    FapiaoLine,
    RedLetter,
    deducted_by,
    line_of,
    lines_of_code,
)

RATE_MOVED = Words(
    "fapiao-note-two-rates",
    en="this note moves the tax rate of the code '{code}': take the whole statement back with bpo credit --whole, and bill the month again",
    zh="该更正单据改变了税码 '{code}' 的税率：请用 bpo credit --whole 整单冲销后重新出账",
)
NO_LINE = Words(
    "fapiao-note-no-line",
    en="note {number} moves nothing of the price: no tax invoice follows on it",
    zh="更正单据 {number} 不涉及价款：无须开具发票",
)


@dataclass(frozen=True, slots=True)
class Noted:
    """A note that was issued: the statement ``was`` corrected, of a restated month to ``now``; the invoices it stands on, and why."""

    note: Statement
    number: str
    was: Statement
    now: Statement | None
    invoices: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Moved:
    """A line of the original, with what moves of it, with or without tax as the contract's prices are; of each entity what it has of that."""

    charge: Charge
    amount: Decimal
    by_entity: Mapping[str, Decimal]


def note_drafts(noted: Noted, serial: str, header: Header) -> list[FapiaoDraft]:
    """The invoices of a note, or those for each entity that bears a part of it; together they come to it.

    Raises:
        BpoError: if the note moves a tax rate, or nothing of the price.
    """
    entities = {one.id: one for one in header.entities}
    moved = list(_by_line(noted) if noted.now is None else _between(noted.was, noted.now))
    moved = _on_lines(noted.was, moved, header.money)
    found: list[FapiaoDraft] = []
    for own in noted.note.portions or (None,):
        buyer = header.client if own is None else entities[own.entity]
        name = serial if own is None else f"{serial}-{own.entity}"
        found += _drafts(noted, name, header, moved, own, buyer)
    if not found:
        raise fail(NO_LINE, number=noted.number)
    came = (
        sum((one.total for one in found), header.money.units(0)),
        sum((one.tax for one in found), header.money.units(0)),
    )
    assert came == (noted.note.total, noted.note.tax), f"{noted.number}: the invoices do not make the note"
    return found


def _by_line(noted: Noted) -> Iterator[_Moved]:
    """Of a note on lines, what it gives back or charges of each."""
    billed = {charge.clause: charge for charge in reversed(noted.was.charges)}
    for n, line in enumerate(noted.note.charges):
        of_entity = {own.entity: own.lines[n].amount for own in noted.note.portions}
        yield _Moved(billed.get(line.clause, line), line.amount, of_entity)


def _between(was: Statement, now: Statement) -> Iterator[_Moved]:
    """Of a restated month, what each line comes to now less what it was billed at."""
    found: dict[tuple[str, str], _Moved] = {}
    for sign, statement in ((-1, was), (1, now)):
        for n, charge in enumerate(statement.charges):
            key = charge.clause, charge.tax_code
            before = found.get(key, _Moved(charge, charge.amount - charge.amount, {}))
            of_entity = dict(before.by_entity)
            for own in statement.portions:
                of_entity[own.entity] = of_entity.get(own.entity, Decimal(0)) + sign * own.lines[n].amount
            found[key] = _Moved(before.charge, before.amount + sign * charge.amount, of_entity)
    yield from found.values()


def _on_lines(was: Statement, moved: Sequence[_Moved], money: Money) -> list[_Moved]:
    """With what is taken off besides, such as a penalty, on the lines of its code that the original has, in proportion to them: a red
    invoice has no other lines."""
    found = {(one.charge.clause, one.charge.tax_code): one for one in moved}
    for key, one in list(found.items()):
        lines = [charge for charge in was.charges if charge.amount > 0 and charge.tax_code == one.charge.tax_code]
        if one.amount >= 0 or one.charge.amount > 0 or not lines:
            continue
        del found[key]
        whole = sum((exact(line.amount) for line in lines), Fraction(0))
        shares = [exact(line.amount) / whole for line in lines]
        amounts = money.apportion([share * exact(one.amount) for share in shares])
        parts = {name: money.apportion([share * exact(own) for share in shares]) for name, own in one.by_entity.items()}
        for n, line in enumerate(lines):
            of = line.clause, line.tax_code
            before = found.get(of, _Moved(line, money.units(0), {}))
            by_entity = {name: before.by_entity.get(name, money.units(0)) + own[n] for name, own in parts.items()}
            found[of] = _Moved(before.charge, before.amount + amounts[n], by_entity)
    return list(found.values())


def _drafts(
    noted: Noted, serial: str, header: Header, moved: Sequence[_Moved], own: Portion | None, buyer: Party
) -> Iterator[FapiaoDraft]:
    lines: dict[bool, list[FapiaoLine]] = {True: [], False: []}
    for code in dict.fromkeys(one.charge.tax_code for one in moved):
        is_red, of_code = _lines(noted, header, code, [one for one in moved if one.charge.tax_code == code], own)
        lines[is_red] += of_code
    places = {charge.clause: n for n, charge in enumerate(noted.was.charges)}
    for is_red, of_sign in lines.items():
        if of_sign:
            of_sign.sort(key=lambda line: places.get(line.clause, len(places)))
            name = serial if is_red or not lines[True] else f"{serial}-blue"
            yield _draft(noted, name, header, of_sign, is_red, buyer)


def _lines(
    noted: Noted, header: Header, code: str, moved: Sequence[_Moved], own: Portion | None
) -> tuple[bool, list[FapiaoLine]]:
    """What moves under a tax code as lines of one sign, and whether that is the red one."""
    of_code = [tax for tax in noted.note.taxes if tax.code == code]
    if len({tax.rate for tax in of_code}) > 1 and header.prices.codes[code].taxes is None:
        raise fail(RATE_MOVED, header.prices.where, code=code)
    none = header.money.units(0)
    shown = [one.amount for one in (noted.note.taxes if own is None else own.taxes)]
    tax = sum((amount for amount, one in zip(shown, noted.note.taxes, strict=True) if one.code == code), none)
    amounts = [one.amount if own is None else one.by_entity.get(own.entity, none) for one in moved]
    sign = -1 if (sum(amounts, none), tax) < (none, none) else 1
    turned = [sign * amount for amount in amounts]
    found = list[FapiaoLine]()
    spread = lines_of_code(code, turned, sign * tax, header.money)
    for one, amount, (discount, share) in zip(moved, turned, spread, strict=True):
        if amount > 0 and amount - discount:
            line = line_of(one.charge, amount, none, sign * share, of_code, header, None)
            line = replace(line, amount=sign * (amount - discount))
            found.append(_counted(line, one, amount, noted.was, header.money) if own is None else line)
    return sign < 0, found


def _counted(line: FapiaoLine, moved: _Moved, amount: Decimal, was: Statement, money: Money) -> FapiaoLine:
    """With its quantity and price, where all of the billed line moves, or whole units of it; else it is an allowance (销售折让)."""
    own = [charge for charge in was.charges if charge.clause == moved.charge.clause]
    counted = billed_quantity(moved.charge, was.measures) if len(own) == 1 else None
    if counted is None or counted[1] == MONEY_UNIT or counted[0] <= 0 or moved.charge.amount <= 0:
        return line
    billed, quantity = moved.charge.amount, counted[0]
    part = exact(amount) * quantity / exact(billed)
    units = quantity if amount == billed else Fraction(round(part))
    if not units or money.round(units * exact(billed) / quantity) != amount:
        return line
    units = to_places(units, PRICE_PLACES)
    price = to_places(abs(exact(line.amount)) / units, PRICE_PLACES)
    unit = unit_name(counted[1], "zh")
    return replace(line, quantity=units if line.amount > 0 else -units, price=price, unit=unit)


def _draft(
    noted: Noted, serial: str, header: Header, lines: Sequence[FapiaoLine], is_red: bool, buyer: Party
) -> FapiaoDraft:
    chosen = header.billing.fapiao
    assert chosen is not None, "the contract says how it is invoiced"
    none = header.money.units(0)
    amount, tax = sum((line.amount for line in lines), none), sum((line.tax for line in lines), none)
    included = noted.note.prices_include_tax
    net, total = (amount - tax, amount) if included else (amount, amount + tax)
    remark = f"合同 {header.reference or header.contract}，账期 {noted.note.period.name}，更正单据 {noted.number}"
    red = RedLetter(noted.invoices, noted.reason) if is_red else None
    return FapiaoDraft(
        serial=serial,
        special=chosen.type == "special",
        prices_include_tax=included,
        buyer=buyer,
        seller=header.supplier,
        lines=tuple(lines),
        deducted=_deducted(noted, header),
        net=net,
        tax=tax,
        total=total,
        remark=remark,
        red=red,
    )


def _deducted(noted: Noted, header: Header) -> Decimal | None:
    """What moves of the cost that is taken off before tax: of a note on lines in proportion to its total."""
    was = deducted_by(noted.was, header)
    if was is None:
        return None
    if noted.now is not None:
        return (deducted_by(noted.now, header) or header.money.units(0)) - was
    return header.money.round(exact(was) * exact(noted.note.total) / exact(noted.was.total))
