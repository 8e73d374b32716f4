"""Reminders (催款函): which are due on a day, their papers, and that they were written."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from bpo.core.words import Text, Words
from bpo.desk.receivables.books import Books, books_of
from bpo.desk.receivables.doing import tell
from bpo.desk.receivables.interest import interest_on
from bpo.desk.receivables.owed import Owed, newest_of, party_called
from bpo.desk.workspace import Workspace
from bpo.invoice.face import bank_rows, party_of
from bpo.invoice.headings import HEADINGS
from bpo.ledger import By, open_ledger
from bpo.life.events import Reminded
from bpo.receivables.matching import bare
from bpo.receivables.reminding import DAYS_TO_PAY, Letter, letters
from bpo.report import model as m
from bpo.report.draw import report_pdf
from bpo.report.files import placing
from bpo.report.headings import SUM, named

H = named(
    {
        "reminder": ("催款函", "Payment reminder"),
        "reminder_number": ("编号", "No."),
        "reminder_level": ("第几次", "Reminder"),
        "reminder_as_of": ("截止日期", "As of"),
        "reminder_item": ("结算单编号", "Statement"),
        "reminder_period": ("账期", "Period"),
        "reminder_due": ("到期日", "Due"),
        "reminder_late": ("逾期天数", "Days late"),
        "reminder_total": ("应付金额", "Payable"),
        "reminder_paid": ("已付金额", "Paid"),
        "reminder_open": ("未付金额", "Open"),
        "reminder_interest": ("逾期利息", "Late interest"),
        "reminder_pay_to": ("收款账户", "Pay to"),
        "reminder_what": ("项目", "What"),
        "reminder_says": ("内容", "Details"),
    }
)
FIRST = Words(
    "reminder-first",
    en="By our books the statements below are overdue. Please pay them, or tell us what stands in the way; if you have paid already, "
    "thank you, and tell us when and from which account.",
    zh="据我方账面记录，下列结算单已逾期。请安排付款，或告知未付原因；如已付款，谨致谢意，并请告知付款日期与付款账户。",
)
AGAIN = Words(
    "reminder-again",
    en="We have reminded you before and have found no payment of the statements below. Please pay within {days} days.",
    zh="我方此前已发函提示，至今未查到下列结算单的付款。请于 {days} 天内付款。",
)
LAST = Words(
    "reminder-last",
    en="In spite of our reminders the statements below are still open. If they are not paid within {days} days, we shall use the rights "
    "that the contract and the law give us.",
    zh="经多次催告，下列结算单仍未付款。如 {days} 天内仍未付清，我方将依合同及法律规定主张权利。",
)
INTEREST = Words(
    "reminder-interest",
    en="Late interest by the contract, up to and with {day}: {amount}. It grows until payment.",
    zh="按合同约定，截至 {day}（含当日）的逾期利息为 {amount}，并计算至实际付款日。",
)
KEPT = Words(
    "reminder-on-account",
    en="Of your payments {amount} are on account and not used yet; please tell us for which statement they are.",
    zh="贵方付款中有 {amount} 尚未核销；请告知用于哪份结算单。",
)
DISPUTED = Words(
    "reminder-disputed",
    en="What you have disputed ({amount}) is not asked for here.",
    zh="贵方提出异议的金额（{amount}）未计入本函。",
)


LETTER = "letter.html.j2"
PARTIES = {name: HEADINGS[name] for name in ("supplier", "client")}


@dataclass(frozen=True, slots=True)
class Written:
    """A reminder with its number and report; ``file`` where its paper is, unless it was only looked at."""

    number: str
    letter: Letter
    report: m.Report
    file: Path | None = None


def due_letters(books: Books, on: date, levels: tuple[int, ...], client: str | None) -> Iterator[tuple[str, Letter]]:
    """The reminders of a day, each with its number: a supplier, client and currency has one. Undisputed amounts alone are asked for."""
    suppliers = sorted({supplier_key(one) for one in books.at_client})
    for supplier in suppliers:
        mine = [one for one in books.at_client if supplier_key(one) == supplier]
        items = [replace(item, open=item.open - item.disputed) for one in mine for item in one.items(on)]
        for letter in letters(items, books.reminded, on, levels):
            if client is None or letter.debtor == client:
                first = min((item.kind != "statement", item.number) for item, _ in letter.items)[1]
                yield f"{first}-R{letter.level}-{on:%Y%m%d}", letter


def supplier_key(one: Owed) -> str:
    supplier = one.contract.supplier
    return bare(supplier.tax_no) or bare(supplier.name.zh)


def remind(
    workspace: Workspace, on: date, client: str | None, folder: Path, doer: By, *, check: bool = False
) -> list[Written]:
    """Write the reminders that are due on a day, and tell the journal. A paper and its row in the journal are there together.

    Args:
        client: the key of one client, if only it is meant.
        check: look only.
    """
    found = []
    with open_ledger(workspace.database) as ledger:
        books = books_of(ledger)
        for number, letter in due_letters(books, on, workspace.settings.receivables.reminders, client):
            report = letter_report(books, number, letter, on)
            if check:
                found.append(Written(number, letter, report))
                continue
            file = folder / f"{number}.pdf"
            paper = report_pdf(report, LETTER, workspace.templates)
            with placing({file: paper}), ledger.book(doer) as book:
                tell(book, number, _told(letter, on, {file.name: hashlib.sha256(paper).hexdigest()}))
            found.append(Written(number, letter, report, file))
    return found


def _told(letter: Letter, on: date, files: Mapping[str, str]) -> Reminded:
    levels = {item.key: level for item, level in letter.items if level}
    return Reminded(letter.debtor, letter.currency, on, levels, files)


def letter_report(books: Books, number: str, letter: Letter, on: date) -> m.Report:
    """The reminder in the language of the client's newest statement."""
    newest = newest_of(books.owed[item.statement] for item, _ in letter.items)
    contract = newest.contract
    client = party_called(contract, letter.debtor)
    head = m.Masthead(
        document=H["reminder"],
        title=client.name,
        contract=contract.contract,
        number=number,
        number_name=H["reminder_number"],
        day=on,
        supplier=party_of(contract.supplier),
        client=party_of(client),
        meta=((H["reminder_level"], str(letter.level)), (H["reminder_as_of"], f"{on}")),
    )
    interest = {item.key: interest_on(books, books.owed[item.statement], item, on).amount for item, _ in letter.items}
    parts = (
        m.Note((_asked(letter),), "asked", plain=True),
        _table(books, letter, interest, on),
        m.Note(tuple(_notes(books, letter, interest, on)), "notes", plain=True),
        *pay_to(newest),
    )
    return m.Report(head, (m.Section("reminder", "", parts),), contract.language, letter.currency, headings=PARTIES)


def _asked(letter: Letter) -> m.Label:
    words = FIRST if letter.level <= 1 else AGAIN if letter.level == 2 else LAST
    return m.filled(words, days=DAYS_TO_PAY)


def _table(books: Books, letter: Letter, interest: Mapping[str, Decimal], on: date) -> m.Table:
    with_interest = any(interest.values())
    columns = (
        m.Column("number", H["reminder_item"], width=28),
        m.Column("period", H["reminder_period"]),
        m.Column("due", H["reminder_due"], m.DAY),
        m.Column("late", H["reminder_late"], m.COUNT),
        m.Column("total", H["reminder_total"], m.MONEY),
        m.Column("paid", H["reminder_paid"], m.MONEY, relation="{total} - {open}"),
        m.Column("open", H["reminder_open"], m.MONEY, sum=True),
        *((m.Column("interest", H["reminder_interest"], m.MONEY, sum=True),) if with_interest else ()),
    )
    rows = []
    for item, _ in letter.items:
        one = books.owed[item.statement]
        cells: dict[str, m.Value | m.Cell] = {
            "number": item.number,
            "period": one.row.period_name,
            "due": item.due,
            "late": item.days_late(on),
            "total": item.total - item.disputed,
            "open": item.open,
        }
        rows.append(m.Row(cells | ({"interest": interest[item.key]} if with_interest else {})))
    return m.Table("items", columns, tuple(rows), total=SUM)


def _notes(books: Books, letter: Letter, interest: Mapping[str, Decimal], on: date) -> Iterator[m.Label]:
    late = sum(interest.values())
    kept = sum(
        one.amount
        for one in books.on_account(on)
        if (one.debtor, one.line.currency) == (letter.debtor, letter.currency)
    )
    disputed = sum(item.disputed for item, _ in letter.items)
    for words, amount in ((INTEREST, late), (KEPT, kept), (DISPUTED, disputed)):
        if amount:
            yield m.filled(words, amount=amount, day=on)


def pay_to(newest: Owed) -> Iterator[m.Part]:
    """The supplier's account."""
    bank = newest.contract.supplier.bank
    if bank is None:
        return
    columns = (m.Column("what", H["reminder_what"]), m.Column("says", H["reminder_says"], width=40))
    pairs = bank_rows(newest.contract.supplier, bank)
    rows = tuple(
        m.Row({"what": name, "says": text if isinstance(text, Text) else Text.of(text)}) for name, text in pairs
    )
    yield m.Table("pay_to", columns, rows, H["reminder_pay_to"])
