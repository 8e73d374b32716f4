"""What each of the client's entities has of the statement, as strings ready to be printed: a summary, then a section each."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace

from bpo.contracts.header.parties import Party
from bpo.contracts.portions import Portion
from bpo.contracts.statement import Statement
from bpo.core import vocabulary as words
from bpo.invoice import headings as h
from bpo.invoice.bill import Bill
from bpo.invoice.face import party_rows
from bpo.invoice.tables import column, sum_row
from bpo.invoice.totals import Totals, total_rows, totals_of
from bpo.report import model as m
from bpo.report.page import Pair, fields_of
from bpo.report.speech import Said, Speech

COLUMNS = (
    column("entity", 14, media=m.BOOK),
    column("number", 6, m.COUNT, name="line_no", media=m.PAPER | m.BOOK),
    column("clause", media=m.PAPER),
    column("clause_id", media=m.SCREEN | m.BOOK, screen=words.LINE),
    column("label", 34, name="line", wraps=True, screen=h.WHAT),
    column("rule", 44, name="allocated", wraps=True, screen=h.ALLOCATED),
    column("share", 12, m.PERCENT, media=m.BOOK),
    column("amount", 18, m.MONEY, screen=words.AMOUNT),
)


def entity_lines(
    statement: Statement, portions: Iterable[Portion], speech: Speech, *, zero_lines: bool = True
) -> m.Table:
    """A row for each entity's part of each line and by what it was allocated; deductions last, in the workbook alone; below them the
    totals. Without ``zero_lines`` paper leaves out what comes to nothing."""
    rows = []
    for own in portions:
        lines = [
            (charge, part, m.EVERYWHERE if zero_lines or part.amount else ~m.PAPER)
            for charge, part in zip(statement.charges, own.lines, strict=True)
        ]
        lines += [(charge, part, m.BOOK) for charge, part in zip(statement.deductions, own.deductions, strict=True)]
        for number, (charge, part, media) in enumerate(lines, start=1):
            rows.append(m.Row({
                "entity": own.entity, "number": number, "clause": charge.source, "clause_id": charge.clause, "label": charge.label,
                "rule": m.told(part.said), "share": part.share, "amount": part.amount,
            }, media=media))  # fmt: skip
        rows += total_rows(statement, own, speech)
    return m.Table(
        "entity_lines",
        COLUMNS,
        (*rows, sum_row("entity_lines", "entity", "amount")),
        sheet=h.HEADINGS["sheet_entity_lines"],
    )


INVOICED = ("tax_no", "po", "cost_centre")
"""What an entity's own invoice is addressed by."""


@dataclass(frozen=True, slots=True)
class EntitySheet(Totals):
    """One entity's section; ``rows`` are what its invoice is addressed by, ``amount`` is the total without its currency; ``number``
    and ``clause`` of its lines are those of the face's."""

    id: str
    name: Said
    tax_no: str
    po: str
    cost_centre: str
    rows: tuple[Pair, ...]
    lines: tuple[SimpleNamespace, ...]
    tax: str
    amount: str


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
        tuple(_entity(own, parties.get(own.entity), bill, speech) for own in statement.portions),
        speech.money(statement.net),
        speech.money(statement.tax),
        speech.money(statement.total),
    )


def _entity(own: Portion, party: Party | None, bill: Bill, speech: Speech) -> EntitySheet:
    statement, shows = bill.statement, bill.header.billing.shows
    sums = totals_of(statement, own, speech, zero_lines="zero_lines" in shows)
    texts = [(name, getattr(own, name)) for name in INVOICED]
    if party is not None:
        texts.append(("address", party.postal_address))
        texts += [(name, getattr(party, name)) for name in ("contact", "phone", "email")]
    return EntitySheet(
        sums.net, sums.taxes, sums.total, sums.deductions, sums.payable,
        id=own.entity,
        name=speech.text(own.name),
        tax_no=own.tax_no,
        po=own.po,
        cost_centre=own.cost_centre,
        rows=party_rows(texts, speech),
        lines=fields_of(entity_lines(statement, [own], speech, zero_lines="zero_lines" in shows), speech),
        tax=speech.money(own.tax),
        amount=speech.money(own.total),
    )  # fmt: skip
