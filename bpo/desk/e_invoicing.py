"""A stored statement as an e-invoice: by the contract as it was billed, under a number that is given."""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from bpo.contracts.portions import Portion
from bpo.contracts.statement import Statement
from bpo.core.errors import choices, fail
from bpo.core.words import Words
from bpo.desk.billing import dates_of
from bpo.desk.months import contract_then
from bpo.desk.workspace import Workspace
from bpo.invoice.bill import Bill
from bpo.invoice.electronic.files import e_invoice_file
from bpo.invoice.electronic.standard import Issue
from bpo.ledger import open_ledger
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


@dataclass(frozen=True, slots=True)
class EInvoiced:
    """The file of an e-invoice, and what it comes to."""

    path: Path
    total: Decimal
    payable: Decimal
    currency: str


def write_e_invoice(
    workspace: Workspace, statement_id: str, issue: Issue, entity: str | None, folder: Path | None
) -> EInvoiced:
    """Write the e-invoice of a stored statement, or of one entity's part of it, as ``NUMBER.xml`` or ``NUMBER.pdf``.

    Args:
        folder: where to; the period's folder of statements if none is given.

    Raises:
        BpoError: if the statement cannot be invoiced electronically, or its file not be written.
    """
    with open_ledger(workspace.database) as ledger:
        stored = ledger.stored(statement_id)
        contract = contract_then(ledger, stored).contract
    statement = stored.statement
    if contract.billing.e_invoice is None:
        raise fail(NOT_ASKED, contract.billing.where, statement=statement_id)
    own = _portion(statement, statement_id, entity)
    whole = own or statement
    if whole.total < 0 and issue.kind == "invoice":
        raise fail(BELOW_ZERO, statement=statement_id, total=whole.total, currency=statement.currency)
    dates, _ = dates_of(contract, statement.period, issue.day)
    bill = Bill(
        statement,
        contract,
        statement_id,
        issue.day,
        dates,
        contract.needs(),
        labels=contract.labels(),
        revision=stored.revision,
    )
    ending, content = e_invoice_file(bill, issue, own, workspace.templates)
    path = (folder or workspace.statements / statement.period.name) / f"{_file_name(issue.number)}{ending}"
    write_all({path: content})
    return EInvoiced(path, abs(whole.total), abs(whole.payable), statement.currency)


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
