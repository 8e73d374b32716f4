"""A statement or note as an e-invoice: by the contract as it was billed, under the number that it is issued with, or one that is given."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from bpo.contracts.portions import Portion
from bpo.contracts.statement import Statement
from bpo.core.errors import choices, fail
from bpo.core.words import Words
from bpo.desk.billing import dates_of
from bpo.desk.life.issuing import bill_of, same_as_issued
from bpo.desk.life.notes import issued_note
from bpo.desk.months import contract_then
from bpo.desk.workspace import Workspace
from bpo.invoice.bill import Bill
from bpo.invoice.electronic.files import e_invoice_file, issued_as
from bpo.invoice.electronic.standard import Issue, Kind
from bpo.ledger import IssuedDocument, Ledger, open_ledger
from bpo.life.numbers import STATEMENT
from bpo.report.files import write_all

NOT_ASKED = Words(
    "e-invoice-not-asked",
    en="the contract of '{statement}' asks for no e-invoice; write 'billing.e_invoice' in it and bill it again",
    zh="'{statement}' 的合同未要求电子发票；请在合同中写明 billing.e_invoice 并重新出账",
)
WHICH_ENTITY = Words(
    "e-invoice-entity",
    en="'{statement}' is billed to several entities, each with an invoice of its own: write --entity, one of {entities}",
    zh="'{statement}' 由多个主体分担，各自开票：请写 --entity，可选 {entities}",
)
NO_ENTITIES = Words(
    "e-invoice-no-entities",
    en="'{statement}' is billed to one client: leave --entity out",
    zh="'{statement}' 只有一个客户：请勿写 --entity",
)
NO_SUCH_ENTITY = Words("e-invoice-entity-unknown", en="there is no entity '{given}'", zh="没有主体 '{given}'")
BELOW_ZERO = Words(
    "e-invoice-below-zero",
    en="what '{statement}' comes to is {total} {currency}: an amount below zero is a credit note; write --credits with the number of "
    "the invoice that it corrects",
    zh="'{statement}' 合计 {total} {currency}：低于零的金额须开具贷项通知单；请以 --credits 写明所更正发票的号码",
)


ISSUED_ALREADY = Words(
    "e-invoice-issued",
    en="'{statement}' is issued as {number}, and its e-invoice has that number and day: leave {options} out",
    zh="'{statement}' 已以 {number} 出具，电子发票用其编号与日期：请勿写 {options}",
)
NUMBER_NEEDED = Words(
    "e-invoice-number",
    en="'{statement}' is not issued, so it has no number yet: issue it with bpo issue, or write --number and --date",
    zh="'{statement}' 尚未出具，没有编号：请先 bpo issue，或写明 --number 与 --date",
)


@dataclass(frozen=True, slots=True)
class Given:
    """What is said of an e-invoice by hand, of a statement that is not issued: its number, day, and the invoice that it credits."""

    number: str = ""
    day: date | None = None
    credits: str = ""

    @property
    def options(self) -> list[str]:
        said = {"--number": self.number, "--date": self.day, "--credits": self.credits}
        return [name for name, value in said.items() if value]


@dataclass(frozen=True, slots=True)
class EInvoiced:
    """The file of an e-invoice with its number, and what it comes to."""

    path: Path
    number: str
    total: Decimal
    payable: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Document:
    """What was issued: the bill with its number, and the hashes of the files as they were."""

    bill: Bill
    issued: IssuedDocument


def write_e_invoice(
    workspace: Workspace, name: str, given: Given, entity: str | None, folder: Path | None
) -> EInvoiced:  # fmt: skip
    """Write the e-invoice of a statement or note, or of one entity's part of it: of what is issued the file that was issued with it,
    else ``NUMBER.xml`` or ``NUMBER.pdf``.

    Args:
        name: the id of a statement, or the number of a statement or note that is issued.
        folder: where to; the period's folder of statements if none is given.

    Raises:
        BpoError: if it cannot be invoiced electronically, would be drawn otherwise than it was issued, or its file cannot be written.
    """
    with open_ledger(workspace.database) as ledger:
        document = _issued(ledger, name)
        if document is not None and given.options:
            raise fail(ISSUED_ALREADY, statement=name, number=document.bill.number, options=given.options)
        bill = document.bill if document is not None else _draft(ledger, name, given)
    if bill.header.billing.e_invoice is None:
        raise fail(NOT_ASKED, bill.header.billing.where, statement=name)
    own = _portion(bill.statement, name, entity)
    whole = own or bill.statement
    issue = issued_as(bill, own) if document is not None else _issue(bill, given, whole.total, name)
    ending, content = e_invoice_file(bill, issue, own, workspace.templates)
    stem = _file_name(issue.number) if document is None else bill.name if own is None else f"{bill.name}-{own.entity}"
    path = (folder or workspace.statements / bill.statement.period.name) / f"{stem}{ending}"
    if document is not None and path.name in document.issued.files:
        same_as_issued(document.issued, {path.name: hashlib.sha256(content).hexdigest()})
    write_all({path: content})
    return EInvoiced(path, issue.number, abs(whole.total), abs(whole.payable), bill.statement.currency)


def _issued(ledger: Ledger, name: str) -> Document | None:
    """A statement by its id or number, or a note by its number, if it is issued."""
    note = issued_note(ledger, name)
    if note is not None:
        (document,) = [one for one in ledger.documents() if one.number == name]
        return Document(note.bill, document)
    for one in ledger.documents():
        if one.series.kind == STATEMENT and name in (one.number, one.subject) and one.files:
            return Document(bill_of(ledger, ledger.stored(one.subject), one.number, one.issued_on), one)
    return None


def _draft(ledger: Ledger, name: str, given: Given) -> Bill:
    """A statement that is not issued, under the number and on the day that are given."""
    stored = ledger.stored(name)
    contract, period = contract_then(ledger, stored).contract, stored.statement.period
    if not given.number or given.day is None:
        raise fail(NUMBER_NEEDED, statement=name)
    dates, _ = dates_of(contract, period, given.day)
    return Bill(
        stored.statement, contract, name, given.day, dates, contract.needs(), labels=contract.labels(), revision=stored.revision
    )  # fmt: skip


def _issue(bill: Bill, given: Given, total: Decimal, name: str) -> Issue:
    if total < 0 and not given.credits:
        raise fail(BELOW_ZERO, statement=name, total=total, currency=bill.statement.currency)
    kind: Kind = "credit_note" if given.credits else "invoice"
    return Issue(given.number, bill.drawn_on, kind, given.credits)


def _portion(statement: Statement, statement_id: str, entity: str | None) -> Portion | None:
    portions = {one.entity: one for one in statement.portions}
    if entity is None:
        if portions:
            raise fail(WHICH_ENTITY, statement=statement_id, entities=list(portions))
        return None
    if not portions:
        raise fail(NO_ENTITIES, statement=statement_id)
    if entity not in portions:
        raise fail(NO_SUCH_ENTITY, **choices(entity, portions))
    return portions[entity]


def _file_name(number: str) -> str:
    return re.sub(r"[^\w.-]", "-", number)
