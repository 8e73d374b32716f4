"""What each of the client's entities has of the statement, as strings ready to be printed: a summary, then a section each."""

from __future__ import annotations

from dataclasses import dataclass

from bpo.contracts.header.parties import Party
from bpo.contracts.portions import Portion
from bpo.contracts.statement import Statement
from bpo.core.words import Text
from bpo.invoice import headings as h
from bpo.invoice.bill import Bill
from bpo.invoice.face import Total, party_rows
from bpo.report.page import Pair
from bpo.report.speech import Said, Speech


@dataclass(frozen=True, slots=True)
class EntityLine:
    """Its part of a line, and by what it was allocated; ``number`` and ``clause`` are those of the face's line."""

    number: str
    label: Said
    clause: str
    rule: Said
    amount: str


@dataclass(frozen=True, slots=True)
class EntitySheet:
    """One entity's section; ``rows`` are what its invoice is addressed by, ``amount`` is the total without its currency, and
    ``payable`` is there only if something is deducted."""

    id: str
    name: Said
    tax_no: str
    po: str
    cost_centre: str
    rows: tuple[Pair, ...]
    lines: tuple[EntityLine, ...]
    net: Total
    tax: str
    amount: str
    taxes: tuple[Total, ...]
    total: Total
    deductions: tuple[Total, ...]
    payable: Total | None


@dataclass(frozen=True, slots=True)
class Entities:
    """All of them, and the statement's totals which they make."""

    each: tuple[EntitySheet, ...]
    net: str
    tax: str
    total: str


def entities_of(bill: Bill, speech: Speech) -> Entities | None:
    """The entities in the document's language; None for a client that is one."""
    statement = bill.statement
    if not statement.portions:
        return None
    parties = {entity.id: entity for entity in bill.header.entities}
    return Entities(
        tuple(_entity(own, parties.get(own.entity), statement, speech) for own in statement.portions),
        speech.money(statement.net), speech.money(statement.tax), speech.money(statement.total),
    )  # fmt: skip


def _entity(own: Portion, party: Party | None, statement: Statement, speech: Speech) -> EntitySheet:
    lines = zip(statement.charges, own.lines, strict=True)
    deducted = zip(statement.deductions, own.deductions, strict=True)
    texts: list[tuple[str, Text | str | None]] = [
        ("tax_no", own.tax_no), ("po", own.po), ("cost_centre", own.cost_centre),
    ]  # fmt: skip
    if party is not None:
        texts += [
            ("address", party.address),
            ("contact", party.contact),
            ("phone", party.phone),
            ("email", party.email),
        ]
    return EntitySheet(
        id=own.entity, name=speech.text(own.name), tax_no=own.tax_no, po=own.po, cost_centre=own.cost_centre,
        rows=party_rows(texts, speech),
        lines=tuple(
            EntityLine(
                str(number), speech.text(charge.label), charge.source, speech.words(part.rule, part.values),
                speech.money(part.amount),
            )
            for number, (charge, part) in enumerate(lines, start=1)
        ),
        net=Total(speech.words(h.HEADINGS["net"]), "", speech.money(own.net)),
        tax=speech.money(own.tax),
        amount=speech.money(own.total),
        taxes=tuple(
            Total(speech.text(tax.name), f"{speech.percent(tax.rate)} × {speech.money(part.base)}", speech.money(part.amount))
            for tax, part in zip(statement.taxes, own.taxes, strict=True)
        ),
        total=Total(speech.words(h.HEADINGS["total"]), "", speech.payable(own.total)),
        deductions=tuple(
            Total(speech.text(charge.label), str(speech.words(part.rule, part.values)), speech.money(part.amount))
            for charge, part in deducted
        ),
        payable=(
            Total(speech.words(h.HEADINGS["payable"]), "", speech.payable(own.payable)) if own.deductions else None
        ),
    )  # fmt: skip
