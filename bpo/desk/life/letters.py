"""What is written to a client about an issued statement: the templates ``mail.zh.txt.j2`` and ``mail.en.txt.j2``, filled."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.headerregistry import Address
from pathlib import Path

from bpo.contracts.model import Contract
from bpo.core.errors import Where, fail
from bpo.core.fields import Mistake
from bpo.core.words import Words
from bpo.desk.billing import dates_of
from bpo.desk.life.acting import answer_by
from bpo.desk.life.issuing import issued_files
from bpo.desk.workspace import FILE, Workspace
from bpo.ledger import Ledger, StoredStatement
from bpo.life.life import Life
from bpo.mail.letter import Letter
from bpo.mail.settings import address_of, addresses_of

NO_RECIPIENT = Words(
    "mail-no-recipient",
    en="'{id}' has nobody to go to: its contract gives no 'email' of the client; write --to, and the address into the contract",
    zh="'{id}' 没有收件人：合同未写客户的 email；请用 --to 指定，并将地址写入合同",
)
NO_SENDER = Words(
    "mail-no-sender",
    en="nobody sends it: write 'mail: {{from: billing@supplier.example}}' in bpo.yaml, or an 'email' of the supplier in the contract",
    zh="没有发件人：请在 bpo.yaml 中写 mail: {{from: billing@supplier.example}}，或在合同中写供应商的 email",
)
SAME_NAME = Words("mail-same-name", en="two attachments are called '{given}'", zh="两个附件同名：'{given}'")
E_INVOICES = (".xml", ".pdf")
"""The endings of an e-invoice that was written under the statement's number."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for besides the statement: to whom in place of the client's address, what else to attach, to send again."""

    to: tuple[str, ...] = ()
    attach: tuple[Path, ...] = ()
    again: bool = False


def letter_of(
    workspace: Workspace,
    ledger: Ledger,
    stored: StoredStatement,
    contract: Contract,
    life: Life,
    wish: Wish,
    at: datetime,
) -> Letter:
    """The message about a statement that has its number, at a moment.

    Raises:
        BpoError: if nobody sends or gets it, an attachment is not there, or a template is wrong.
    """
    sender, to, cc = _people(workspace, stored.id, contract, wish)
    files = _attached(workspace, ledger, stored, life, wish)
    subject, body = _written(workspace, ledger, stored, contract, life, [path.name for path in files], at)
    reply_to = workspace.settings.mail.reply_to
    return Letter(
        sender, None if reply_to is None else address_of(reply_to), to, cc, subject, body, {path.name: content for path, content in files.items()},
        life.mail.message if life.mail is not None else _message_id(contract, life, sender.domain), at,
    )  # fmt: skip


def _message_id(contract: Contract, life: Life, domain: str) -> str:
    """By number and how many messages went before; what stands between tells suppliers and desks with the same number apart."""
    supplier = contract.supplier.tax_no or contract.supplier.name.zh
    told = "\n".join([supplier, life.statement, life.number, str(life.issued_on)])
    return f"<{plain(life.number)}.{life.mails + 1}.{hashlib.sha256(told.encode()).hexdigest()[:16]}@{domain}>"


def plain(number: str) -> str:
    """A number as a file and a Message-ID may be called by."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", number).strip("-._") or hashlib.sha256(number.encode()).hexdigest()[:12]


def _people(
    workspace: Workspace, statement: str, contract: Contract, wish: Wish
) -> tuple[Address, tuple[Address, ...], tuple[Address, ...]]:
    client, settings = contract.client, workspace.settings.mail
    try:
        to, cc = addresses_of(wish.to or [client.email]), addresses_of(settings.cc)
        sender = addresses_of([settings.sender or contract.supplier.email])
    except Mistake as mistake:
        raise fail(mistake.words, Where(statement), **mistake.values) from None
    if not to:
        raise fail(NO_RECIPIENT, id=statement)
    if not sender:
        raise fail(NO_SENDER, Where(str(workspace.root / FILE)))
    return sender[0], to, cc


def _attached(
    workspace: Workspace, ledger: Ledger, stored: StoredStatement, life: Life, wish: Wish
) -> Mapping[Path, bytes]:
    """The issued files, the e-invoice if one was written under its number, and what is wished for besides."""
    files = issued_files(workspace, ledger, stored, life)
    folder = workspace.statements / stored.statement.period.name
    named = re.sub(r"[^\w.-]", "-", life.number)
    e_invoices = [folder / f"{named}{ending}" for ending in E_INVOICES]
    for path in (*(one for one in e_invoices if one.is_file()), *wish.attach):
        if path.name in {one.name for one in files}:
            raise fail(SAME_NAME, given=path.name)
        files[path] = path.read_bytes()
    return files


def _written(
    workspace: Workspace, ledger: Ledger, stored: StoredStatement, contract: Contract, life: Life, files: Sequence[str], at: datetime
) -> tuple[str, str]:  # fmt: skip
    """Subject and body in the languages of the contract, the Chinese first."""
    from bpo.report.speech import Speech
    from bpo.report.templating import plain_text, template_folders

    assert life.issued_on is not None
    statement, sent_on = stored.statement, day_of(at)
    dates, _ = dates_of(contract, statement.period, life.issued_on)
    until = answer_by(ledger, stored, sent_on) if life.answer_by is None else life.answer_by
    speech, subjects, bodies = Speech(contract.language, statement.currency), list[str](), list[str]()
    for lang in speech.langs:
        values = {
            "document": statement.document.say(lang), "number": life.number, "title": statement.title.say(lang),
            "period": statement.period.name, "issued_on": life.issued_on.isoformat(), "files": list(files),
            "supplier": contract.supplier.name.say(lang), "client": contract.client.name.say(lang),
            "payable": Speech(lang, statement.currency).payable(statement.payable),
            "due_on": _day(dates.due_on or dates.due_at_latest), "answer_by": _day(until),
        }  # fmt: skip
        text = plain_text(values, f"mail.{lang}.txt.j2", template_folders(workspace.templates))
        subject, _, body = text.strip().partition("\n")
        subjects.append(subject.strip())
        bodies.append(body.strip())
    return " / ".join(dict.fromkeys(subjects)), "\n\n--\n\n".join(bodies) + "\n"


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def day_of(at: datetime) -> date:
    """The day of a moment by the clock of this machine."""
    return at.astimezone().date()
