"""One payment by hand: a line that is on account, a certificate of tax withheld, cents that are written off."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.header.header import TOO_FINE
from bpo.core.errors import choices, fail
from bpo.core.words import Words
from bpo.desk.receivables.books import Books, books_of
from bpo.desk.receivables.owed import Owed
from bpo.desk.receivables.paying import pay
from bpo.desk.workspace import Workspace
from bpo.ledger import By, Ledger, open_ledger
from bpo.ledger.journal import Book
from bpo.life.events import Paid, WrittenOff
from bpo.receivables.items import NOTHING, BankLine, OpenItem
from bpo.receivables.matching import payer_of

NO_LINE = Words("pay-no-line", en="no bank line '{given}' was entered", zh="没有登记过银行流水 '{given}'")
NO_ITEM = Words(
    "pay-no-item",
    en="no statement that was sent has the number or id '{given}'",
    zh="没有编号或标识为 '{given}' 的已发送结算单",
)
WHICH_ENTITY = Words(
    "pay-which-entity",
    en="{number} is owed by several entities; say whose share it is: {numbers}",
    zh="{number} 由多个主体分担，请写明是哪一份：{numbers}",
)
OTHER_CURRENCY = Words(
    "pay-other-currency",
    en="{number} is owed in {owed}, and {line} came in {currency}",
    zh="{number} 应付币种为 {owed}，{line} 为 {currency}",
)
TOO_MUCH = Words(
    "pay-too-much",
    en="{amount} is not what can be used for {number}: above 0 and at most {most}",
    zh="{number} 可核销金额须大于 0 且不超过 {most}，所给为 {amount}",
)
NOTHING_USED = Words(
    "pay-nothing-used", en="nothing of {line} was used for {number}", zh="{line} 没有用于核销 {number} 的金额"
)
REASON_NEEDED = Words(
    "pay-reason-needed",
    en="a payment is taken back for a reason: write --reason; it is kept",
    zh="撤销核销须有原因：请写 --reason，将予保存",
)
NO_LIMIT = Words(
    "pay-no-write-off",
    en="bpo.yaml does not say how much of a statement in {currency} may be written off; write such as receivables: {{write_off: {{{currency}: 1}}}}",
    zh="bpo.yaml 未写明 {currency} 结算单可核销的尾差上限；请写如 receivables: {{write_off: {{{currency}: 1}}}}",
)
OVER_LIMIT = Words(
    "pay-write-off-limit",
    en="{amount} of {number} would be written off, and bpo.yaml allows {most} of a statement",
    zh="{number} 将核销尾差 {amount}，超过 bpo.yaml 允许的每单 {most}",
)


@dataclass(frozen=True, slots=True)
class Used:
    """One payment by hand: what was used for what, and what is open of it now."""

    number: str
    statement: str
    currency: str
    amount: Decimal
    open: Decimal


def use_line(workspace: Workspace, line: str, to: str, amount: Fraction | None, doer: By) -> Used:
    """Use a line that is on account for a statement: so much, or as much as both have.

    Raises:
        BpoError: if there is no such line or statement, or not so much.
    """
    with _books(workspace, doer) as (books, book):
        one, (owed, item) = _line(books, line), _item(books, to, line)
        _same_currency(owed, one)
        left = next((kept.amount for kept in books.on_account() if kept.line.id == one.id), NOTHING)
        used = _checked(owed, item, amount, min(left, item.open))
        pay(book, item.statement, one, used, item.entity)
        return _used(item, used)


def take_back(workspace: Workspace, line: str, to: str, doer: By) -> Used:
    """Take back what a line was used for: it is on account again.

    Raises:
        BpoError: without a reason, or if nothing was used.
    """
    if not doer.reason:
        raise fail(REASON_NEEDED)
    with _books(workspace, doer) as (books, book):
        one, (_, item) = _line(books, line), _item(books, to, line)
        used = sum((paid.amount for paid in books.payments if (paid.key, paid.line) == (item.key, one.id)), NOTHING)
        if not used:
            raise fail(NOTHING_USED, line=one.id, number=item.number)
        pay(book, item.statement, one, -used, item.entity)
        return _used(item, -used)


def certificate(workspace: Workspace, number: str, to: str, amount: Fraction | None, on: date, doer: By) -> Used:
    """Tax that the client withheld, by its certificate (完税凭证): so much, or all that is open.

    Args:
        on: the day on which it was withheld.
    """
    with _books(workspace, doer) as (books, book):
        owed, item = _item(books, to)
        used = _checked(owed, item, amount, item.open)
        book.append(owed.id, Paid(number, NOTHING, on, used, item.entity))
        return _used(item, used)


def write_off(workspace: Workspace, to: str, amount: Fraction | None, on: date, doer: By) -> Used:
    """Cents that are not asked for any more, within the limit of bpo.yaml for a statement.

    Raises:
        BpoError: without a limit for the currency, beyond it, or without a reason.
    """
    with _books(workspace, doer) as (books, book):
        owed, item = _item(books, to)
        currency, before = owed.row.currency, [one for one in owed.life.payments if one.written_off]
        limit = workspace.settings.receivables.write_off.get(currency)
        if limit is None:
            raise fail(NO_LIMIT, currency=currency)
        used = _checked(owed, item, amount, item.open)
        total = used + sum((one.amount for one in before), NOTHING)
        if total > limit:
            raise fail(OVER_LIMIT, amount=total, number=owed.number, most=owed.contract.money.round(limit))
        book.append(owed.id, WrittenOff(f"write-off-{len(before) + 1}", used, on, item.entity))
        return _used(item, used)


@contextmanager
def _books(workspace: Workspace, doer: By) -> Iterator[tuple[Books, Book]]:
    """The books as they are under the journal's lock, and the journal to tell the next thing in."""
    ledger: Ledger
    with open_ledger(workspace.database) as ledger, ledger.book(doer) as book:
        yield books_of(ledger, book.entries()), book


def _line(books: Books, given: str) -> BankLine:
    found = books.lines.get(given)
    if found is None:
        raise fail(NO_LINE, **choices(given, books.lines))
    return found


def items_meant(books: Books, given: str) -> list[tuple[Owed, OpenItem]]:
    """What is at a client, by its id or its number: the item, or those of all entities; raises BpoError if nothing is."""
    all_of = [(one, item) for one in books.at_client for item in one.items()]
    names = [
        (given in (item.key, item.number, f"{one.id}-{item.entity}"), given in (one.id, one.number))
        for one, item in all_of
    ]
    found = [pair for pair, own in zip(all_of, names, strict=True) if any(own)]
    if not found:
        raise fail(NO_ITEM, **choices(given, [item.number for _, item in all_of]))
    return found


def _item(books: Books, given: str, line: str = "") -> tuple[Owed, OpenItem]:
    """The one item that is meant: of a statement of several entities, that of the entity that paid the line.

    Raises:
        BpoError: if there is none, or it may be the item of either of several.
    """
    found = items_meant(books, given)
    payer = payer_of(books.lines[line], books.debtors.values()) if line else None
    own = [pair for pair in found if pair[1].debtor == payer] if len(found) > 1 else found
    if len(own) != 1:
        raise fail(WHICH_ENTITY, number=found[0][0].number, numbers=[item.number for _, item in found])
    return own[0]


def _same_currency(owed: Owed, line: BankLine) -> None:
    if owed.row.currency != line.currency:
        raise fail(OTHER_CURRENCY, number=owed.number, owed=owed.row.currency, line=line.id, currency=line.currency)


def _checked(owed: Owed, item: OpenItem, amount: Fraction | None, most: Decimal) -> Decimal:
    """The amount, or the most that there is.

    Raises:
        BpoError: if it is not above zero and within that, or finer than can be paid.
    """
    money = owed.contract.money
    if amount is not None and not money.is_payable(amount):
        raise fail(TOO_FINE, given=amount, unit=money.units(1), currency=money.currency)
    used = most if amount is None else money.round(amount)
    if not 0 < used <= most:
        raise fail(TOO_MUCH, amount=used, number=item.number, most=max(most, NOTHING))
    return used


def _used(item: OpenItem, amount: Decimal) -> Used:
    return Used(item.number, item.statement, item.currency, amount, item.open - amount)
