"""The register of tax invoices (发票台账): the tax office's numbers are recorded back, red invoices, reissue."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from bpo.contracts.model import Contract
from bpo.core.errors import BpoError, Problem, Where, fail
from bpo.core.money import Money
from bpo.core.words import Words
from bpo.desk.life.acting import in_units
from bpo.desk.life.invoice_file import Row, read_rows
from bpo.desk.months import contract_then
from bpo.desk.workspace import Workspace
from bpo.ledger import Book, By, Ledger, StoredStatement, open_ledger
from bpo.life.events import Invoiced, Reddened, Registered
from bpo.life.faults import NO_REASON
from bpo.life.life import ZERO, Life, total_of
from bpo.life.register import NOT_THERE, TaxInvoice, check_new, invoice_of, number_of, reddened, register_of
from bpo.receivables.numbers import named_in

SEVERAL_CURRENCIES = Words(
    "fapiao-currencies",
    en="invoice {number} is of statements in {currencies}; a tax invoice has one currency",
    zh="发票 {number} 的结算单币种为 {currencies}；一张发票只能有一种币种",
)
NOTHING_TO_INVOICE = Words(
    "fapiao-nothing",
    en="nothing of '{statement}' is still to be invoiced: {invoiced} of {whole} {currency} stand on tax invoices",
    zh="'{statement}' 已无可开票金额：{whole} {currency} 中已开票 {invoiced}",
)
OTHER_TITLE = Words(
    "fapiao-title",
    en="invoice {number} is made out to '{given}', and the client of '{statement}' is '{client}'; bpo fapiao reissue, if that is wrong",
    zh="发票 {number} 的购买方为 '{given}'，而 '{statement}' 的委托方为 '{client}'；如抬头有误请用 bpo fapiao reissue",
)
OTHER_TAX = Words(
    "fapiao-tax",
    en="invoice {number} has {given} of tax, and its statements {tax}, which is {difference} apart",
    zh="发票 {number} 的税额为 {given}，结算单税额为 {tax}，相差 {difference}",
)
OF_WHICH = Words(
    "fapiao-of-which",
    en="invoice {original} covers {statements}: say how much of which the red one takes back, with --of STATEMENT=AMOUNT",
    zh="发票 {original} 对应 {statements}：请用 --of 结算单=金额 写明各自冲回多少",
)
ALL_TAKEN_BACK = Words(
    "fapiao-all-red",
    en="nothing is left of invoice {original}: {reds} took all of it back",
    zh="发票 {original} 已无余额：已由 {reds} 全部红冲",
)
NAMES_NONE = Words(
    "fapiao-file-names-none",
    en="invoice {number} names no statement in its remark, '{remark}': record it with bpo fapiao add",
    zh="发票 {number} 的备注“{remark}”中没有结算单编号：请用 bpo fapiao add 登记",
)
NAMES_SEVERAL = Words(
    "fapiao-file-names-several",
    en="invoice {number} names {statements} and does not cover all of them: record it with bpo fapiao add and its amounts",
    zh="发票 {number} 的备注涉及 {statements}，但金额不是其全部：请用 bpo fapiao add 写明各自金额",
)
RED_NAMES_NONE = Words(
    "fapiao-file-red",
    en="red invoice {number} does not name its original and its confirmation form in its remark: record it with bpo fapiao red",
    zh="红字发票 {number} 的备注中没有被红冲发票号码和确认单编号：请用 bpo fapiao red 登记",
)
TAX_MAY_DIFFER = Decimal("0.06")
"""The tax office allows line taxes of an invoice to be apart by rounding, together by so much."""


@dataclass(frozen=True, slots=True)
class GivenInvoice:
    """A tax invoice as somebody tells of it. ``of`` has the statements, with amounts where not all that is left is on it.

    ``net`` and ``tax`` may be left out: they are split as in the statements then.
    """

    number: str
    on: date
    of: Mapping[str, Decimal | None]
    net: Decimal | None = None
    tax: Decimal | None = None
    title: str = ""
    tax_no: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of one invoice: as it is recorded, with what looks wrong; or why it was refused."""

    number: str
    invoice: TaxInvoice | None = None
    lives: tuple[Life, ...] = ()
    findings: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def enter_all(workspace: Workspace, given: Sequence[GivenInvoice], doer: By) -> Iterator[Entered]:
    """Record tax invoices, each in a transaction of its own: what one refuses stops no other."""
    with open_ledger(workspace.database) as ledger:
        for one in given:
            yield _entered(ledger, one, doer)


def _entered(ledger: Ledger, given: GivenInvoice, doer: By) -> Entered:
    try:
        number = number_of(given.number)
        stored = {name: ledger.stored(name) for name in given.of}
        with ledger.book(doer) as book:
            event = _event(book, stored, replace(given, number=number))
            check_new(event, _recorded(book, number), None)
            lives = _tell(book, event)
            found = _recorded(book, number)
    except BpoError as error:
        return Entered(given.number, problems=error.problems)
    return Entered(number, found, lives, tuple(_doubts(ledger, event, stored)))


def _event(book: Book, stored: Mapping[str, StoredStatement], given: GivenInvoice) -> Registered:
    lives = {name: book.life(name) for name in given.of}
    currencies = list(dict.fromkeys(life.currency for life in lives.values()))
    if len(currencies) > 1:
        raise fail(SEVERAL_CURRENCIES, number=given.number, currencies=currencies)
    shares: dict[str, Decimal] = {}
    for name, amount in given.of.items():
        shares[name] = (
            lives[name].to_invoice - lives[name].invoiced if amount is None else in_units(currencies[0], amount)
        )
        if not shares[name]:
            whole, invoiced = lives[name].to_invoice, lives[name].invoiced
            raise fail(NOTHING_TO_INVOICE, statement=name, invoiced=invoiced, whole=whole, currency=currencies[0])
    tax = given.tax
    if tax is None:
        tax = (
            total_of(shares.values()) - given.net
            if given.net is not None
            else _tax_of(stored, shares, Money(currencies[0]))
        )
    net = total_of(shares.values()) - tax if given.net is None else given.net
    net, tax = (in_units(currencies[0], amount) for amount in (net, tax))
    return Registered(
        given.number, given.on, currencies[0], net, tax, shares, given.title.strip(), given.tax_no.strip()
    )


def _tax_of(stored: Mapping[str, StoredStatement], shares: Mapping[str, Decimal], money: Money) -> Decimal:
    """The tax in so much of each statement, as the statement has it."""
    return total_of(
        money.round(Fraction(one.tax) * Fraction(shares[name]) / Fraction(one.total)) if one.total else ZERO
        for name, one in ((name, stored[name].statement) for name in shares)
    )


def _tell(book: Book, event: Registered) -> tuple[Life, ...]:
    """The invoice is told, and of each statement that so much of it is on it."""
    book.append(event.number, event)
    lives = [book.append(name, Invoiced(event.number, amount, event.on)) for name, amount in event.shares.items()]
    return tuple(life for life in lives if life is not None)


def _recorded(book: Book, number: str) -> TaxInvoice | None:
    return invoice_of(book.entries(number))


def _doubts(ledger: Ledger, event: Registered, stored: Mapping[str, StoredStatement]) -> Iterator[Problem]:
    """What looks wrong and is recorded all the same, because the tax office has it so."""
    for name, one in stored.items():
        names = _names(contract_then(ledger, one).contract)
        if event.title and event.title not in names:
            values = {"number": event.number, "given": event.title, "statement": name, "client": names[0]}
            yield Problem(OTHER_TITLE, None, values)
    tax = _tax_of(stored, event.shares, Money(event.currency))
    if abs(tax - event.tax) > TAX_MAY_DIFFER:
        apart = abs(tax - event.tax)
        yield Problem(OTHER_TAX, None, {"number": event.number, "given": event.tax, "tax": tax, "difference": apart})


def _names(contract: Contract) -> list[str]:
    """What the client and its entities are called."""
    named = [contract.client.name, *(one.name for one in contract.entities)]
    return list(dict.fromkeys(text for name in named for text in (name.zh, name.en)))


@dataclass(frozen=True, slots=True)
class GivenRed:
    """A red invoice (红字发票) as somebody tells of it: of which original, by which confirmation form. Without ``of``, all that is left."""

    number: str
    original: str
    on: date
    confirmation: str
    of: Mapping[str, Decimal]
    net: Decimal | None = None
    tax: Decimal | None = None
    """What it takes back, where that is known of the invoice as a whole; of an original of one statement it is all of that."""


def take_back(workspace: Workspace, given: GivenRed, doer: By) -> Entered:
    """Record a red invoice: so much of its original is invoiced no more."""
    with open_ledger(workspace.database) as ledger:
        return _taken_back(ledger, given, doer)


def _taken_back(ledger: Ledger, given: GivenRed, doer: By) -> Entered:
    try:
        with ledger.book(doer) as book:
            event, lives = _red(book, given)
            return Entered(event.number, _recorded(book, event.number), lives)
    except BpoError as error:
        return Entered(given.number, problems=error.problems)


def reissue(workspace: Workspace, red: GivenRed, new: GivenInvoice, doer: By) -> tuple[Entered, Entered]:
    """Take back what is left of an invoice, and record the one in its place, such as one with the right title; both or neither."""
    with open_ledger(workspace.database) as ledger:
        try:
            with ledger.book(doer) as book:
                taken, _ = _red(book, replace(red, of={}))
                of = {name: -amount for name, amount in taken.shares.items()}
                stored = {name: ledger.stored(name) for name in of}
                tax = -taken.tax if new.tax is None and new.net is None else new.tax
                given = replace(new, number=number_of(new.number), of=of, tax=tax)
                event = _event(book, stored, given)
                check_new(event, _recorded(book, event.number), None)
                lives = _tell(book, event)
                both = _recorded(book, taken.number), _recorded(book, event.number)
        except BpoError as error:
            return Entered(red.number, problems=error.problems), Entered(new.number, problems=error.problems)
        doubts = tuple(_doubts(ledger, event, stored))
    return Entered(taken.number, both[0], lives), Entered(event.number, both[1], lives, doubts)


def _red(book: Book, given: GivenRed) -> tuple[Registered, tuple[Life, ...]]:
    number, name = number_of(given.number), number_of(given.original)
    if not book.by.reason:
        raise fail(NO_REASON, id=number, verb=Reddened.name)
    original = _recorded(book, name)
    if original is None:
        raise fail(NOT_THERE, number=name)
    left = {statement: amount for statement, amount in original.left_of.items() if amount}
    if not original.original and not left:
        raise fail(ALL_TAKEN_BACK, original=name, reds=list(original.reds))
    shares = {statement: -amount for statement, amount in (given.of or _of_whole(name, left, given)).items()}
    tax = _tax_taken(original, shares) if given.tax is None else -given.tax
    net = total_of(shares.values()) - tax if given.net is None else -given.net
    shares = {statement: in_units(original.currency, amount) for statement, amount in shares.items()}
    net, tax = (in_units(original.currency, amount) for amount in (net, tax))
    event = Registered(
        number, given.on, original.currency, net, tax, shares, original.title, original.tax_no, name,
        given.confirmation.strip(),
    )  # fmt: skip
    check_new(event, _recorded(book, number), original)
    lives = _tell(book, event)
    book.append(name, reddened(event))
    return event, lives


def _of_whole(name: str, left: Mapping[str, Decimal], given: GivenRed) -> Mapping[str, Decimal]:
    """All that is left of the original; less, where its whole is less and it is of one statement."""
    if given.net is None or given.tax is None or given.net + given.tax == total_of(left.values()):
        return left
    if len(left) > 1:
        raise fail(OF_WHICH, original=name, statements=list(left))
    return dict.fromkeys(left, given.net + given.tax)


def _tax_taken(original: TaxInvoice, shares: Mapping[str, Decimal]) -> Decimal:
    """The tax in what is taken back: all that is left with the last of it, else in proportion."""
    total = total_of(shares.values())
    if not original.total_left or -total == original.total_left:
        return -original.tax_left
    return Money(original.currency).round(Fraction(original.tax_left) * Fraction(total) / Fraction(original.total_left))


@dataclass(frozen=True, slots=True)
class Uninvoiced:
    """What of a statement stands on no tax invoice yet, with tax."""

    statement: str
    currency: str
    whole: Decimal
    invoiced: Decimal

    @property
    def left(self) -> Decimal:
        return self.whole - self.invoiced


def registered(workspace: Workspace) -> tuple[list[TaxInvoice], list[Uninvoiced]]:
    """The register, and what is still to be invoiced of statements that are at the client: of those that a tax invoice follows on, and
    of those that were invoiced in part all the same."""
    with open_ledger(workspace.database) as ledger:
        entries = ledger.entries()
        open_ones = [
            Uninvoiced(name, life.currency, life.to_invoice, life.invoiced)
            for name, life in ledger.lives().items()
            if life.sent_on is not None and life.to_invoice != life.invoiced
            if life.invoices or contract_then(ledger, ledger.stored(name)).contract.needs_tax_invoice
        ]
    return list(register_of(entries).values()), open_ones


@dataclass(frozen=True, slots=True)
class FileEntered:
    """What came of a file: every row is recorded, known already, or set aside with a problem."""

    rows: int
    entered: tuple[Entered, ...]
    known: tuple[str, ...]
    aside: tuple[Problem, ...]


def enter_file(workspace: Workspace, path: Path, doer: By) -> FileEntered:
    """Record the invoices of the tax office's export; a file that comes again enters nothing twice.

    Raises:
        BpoError: if the file cannot be read.
    """
    rows, entered, known, aside = 0, list[Entered](), list[str](), list[Problem]()
    with open_ledger(workspace.database) as ledger:
        register = register_of(ledger.entries())
        statements = {life.number: name for name, life in ledger.lives().items() if life.sent_on is not None}
        for row in sorted(read_rows(path), key=lambda one: isinstance(one, Row) and one.is_red):  # originals first
            rows += 1
            if isinstance(row, Problem):
                aside.append(row)
                continue
            try:
                if number_of(row.number) in register:
                    known.append(row.number)
                    continue
                found = _of_row(ledger, row, statements, doer)
                entered.append(found)
                aside += [replace(one, where=Where(str(path), row.line)) for one in found.problems]
            except BpoError as error:
                aside += [replace(one, where=Where(str(path), row.line)) for one in error.problems]
    return FileEntered(rows, tuple(one for one in entered if not one.problems), tuple(known), tuple(aside))


def _of_row(ledger: Ledger, row: Row, statements: Mapping[str, str], doer: By) -> Entered:
    if row.is_red:
        if not row.original or not row.confirmation:
            raise fail(RED_NAMES_NONE, number=row.number)
        reason = doer.reason or row.remark
        return _taken_back(
            ledger,
            GivenRed(row.number, row.original, row.on, row.confirmation, {}, -row.net, -row.tax),
            replace(doer, reason=reason),
        )
    named = [statements[one] for one in named_in(row.remark, statements).numbers]
    if not named:
        raise fail(NAMES_NONE, number=row.number, remark=row.remark)
    total = row.net + row.tax
    left = total_of(ledger.life(name).to_invoice - ledger.life(name).invoiced for name in named)
    if len(named) > 1 and left != total:
        raise fail(NAMES_SEVERAL, number=row.number, statements=named)
    of = {name: None if len(named) > 1 else total for name in named}
    return _entered(ledger, GivenInvoice(row.number, row.on, of, row.net, row.tax, row.title, row.tax_no), doer)
