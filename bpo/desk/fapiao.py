"""What a stored statement, or a note on one, is invoiced by in China: the lines of its fapiao, as workbook and JSON."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bpo.contracts.header.header import Header
from bpo.core.errors import fail
from bpo.core.words import Words
from bpo.desk.life.notes import issued_note, noted
from bpo.desk.months import contract_then
from bpo.desk.revisions import date_of
from bpo.desk.workspace import Workspace
from bpo.invoice.bill import Bill
from bpo.invoice.fapiao_file import fapiao_json, fapiao_workbook
from bpo.invoice.fapiao_lines import FapiaoDraft, fapiao_drafts
from bpo.invoice.fapiao_red import note_drafts
from bpo.ledger import open_ledger
from bpo.pricing.in_force import in_force
from bpo.report.files import write_all

NOT_ASKED = Words(
    "fapiao-not-asked",
    en="the contract of '{statement}' does not say under which tax classification codes it is invoiced; write 'billing.fapiao' in it and "
    "bill it again",
    zh="'{statement}' 的合同未写明税收分类编码；请在合同中写明 billing.fapiao 并重新出账",
)


@dataclass(frozen=True, slots=True)
class FapiaoFiles:
    """The invoices to be made out for a statement, and the files that say so."""

    drafts: tuple[FapiaoDraft, ...]
    files: tuple[Path, ...]

    def as_json(self) -> list[dict[str, Any]]:
        return fapiao_json(self.drafts)


def write_fapiao_lines(workspace: Workspace, name: str, folder: Path | None) -> FapiaoFiles:
    """Write ``STATEMENT-fapiao.xlsx`` and ``.json``; into the period's folder of statements if no other is given.

    Args:
        name: a statement's id, or the number of a credit or debit note.

    Raises:
        BpoError: if the contract does not say how it is invoiced, or the statement cannot be, or a file not be written.
    """
    with open_ledger(workspace.database) as ledger:
        note = issued_note(ledger, name)
        if note is not None:
            bill = note.bill
            drafts = tuple(note_drafts(noted(ledger, note), bill.statement_id, _asked(bill.header, name)))
        else:
            stored = ledger.stored(name)
            held = in_force(contract_then(ledger, stored).contract, stored.statement.period)
            bill = Bill(stored.statement, held, name, date_of(stored))
            drafts = tuple(fapiao_drafts(stored.statement, name, _asked(held, name)))
    stem = (folder or workspace.statements / bill.statement.period.name) / f"{bill.statement_id}-fapiao"
    text = json.dumps(fapiao_json(drafts), ensure_ascii=False, indent=2) + "\n"
    contents = {
        stem.with_name(f"{stem.name}.xlsx"): fapiao_workbook(bill, drafts),
        stem.with_name(f"{stem.name}.json"): text.encode(),
    }
    return FapiaoFiles(drafts, tuple(write_all(contents)))


def _asked(header: Header, statement: str) -> Header:
    if header.billing.fapiao is None:
        raise fail(NOT_ASKED, header.billing.where, statement=statement)
    return header
