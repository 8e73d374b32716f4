"""What happens to a statement: one class an event, with what it changes of the statement's life.

Who, when and why stand beside the event in the journal (:mod:`bpo.life.entry`). An event that the life refuses raises a BpoError.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from bpo.core.codec import ExactDecimal
from bpo.core.errors import choices, fail
from bpo.core.words import Text
from bpo.life.event import Event
from bpo.life.faults import (
    BAD_SHARE,
    CONFIRMED_ALREADY,
    DISPUTE_TWICE,
    DISPUTE_UNKNOWN,
    DISPUTED_TOO_MUCH,
    INVOICED_TOO_MUCH,
    LINE_CONFIRMED,
    LINE_UNKNOWN,
    MAIL_PAGE,
    MAYBE_SENT,
    NO_SUCH_MAIL,
    NOT_YET_DEEMED,
    PAYMENT_TWICE,
    REPAID_TOO_MUCH,
    SENT_EARLY,
    SETTLED_ALREADY,
)
from bpo.life.interest_notes import InterestBilled
from bpo.life.life import ZERO, Correction, Dispute, Invoice, Life, Mail, Payment
from bpo.life.months import MonthClosed, MonthOpened, MonthRestated


@dataclass(frozen=True, slots=True)
class Recorded(Event):
    """A statement was billed. ``content`` is the SHA-256 of its rows in the ledger (docs/life.md says of what)."""

    verb = "recorded"
    name = Text(zh="出账", en="recorded")
    role = "prepare"
    currency: str
    lines: Mapping[str, ExactDecimal]
    deductions: Mapping[str, ExactDecimal]
    run: str
    content: str

    def told(self, life: Life, who: str) -> Life:
        return replace(
            life, state="draft", currency=self.currency, lines=self.lines, deductions=self.deductions, prepared_by=who
        )


@dataclass(frozen=True, slots=True)
class Reviewed(Event):
    verb = "reviewed"
    name = Text(zh="复核", en="reviewed")
    role = "review"

    def told(self, life: Life, who: str) -> Life:
        return replace(life, state="reviewed", reviewed_by=who)


@dataclass(frozen=True, slots=True)
class Approved(Event):
    verb = "approved"
    name = Text(zh="审批", en="approved")
    role = "approve"

    def told(self, life: Life, who: str) -> Life:
        return replace(life, state="approved", approved_by=who)


@dataclass(frozen=True, slots=True)
class Returned(Event):
    """Back to a draft: what was reviewed and approved is so no more."""

    verb = "returned"
    name = Text(zh="退回", en="returned")
    role = "review"
    owes_reason = True

    def told(self, life: Life, who: str) -> Life:
        return replace(life, state="draft", reviewed_by="", approved_by="")


@dataclass(frozen=True, slots=True)
class Superseded(Event):
    """A later revision of the month was recorded before this one had a number."""

    verb = "superseded"
    name = Text(zh="被取代", en="superseded")
    role = "prepare"
    by: str

    def told(self, life: Life, who: str) -> Life:
        return replace(life, state="superseded", superseded_by=self.by)


@dataclass(frozen=True, slots=True)
class DocumentNumbered(Event):
    """A document about something else than a statement has its number: ``position`` in the series of supplier, kind and year."""

    verb = "document_numbered"
    name = Text(zh="单据编号", en="document numbered")
    role = "issue"
    number: str
    supplier: str
    kind: str
    position: int
    on: date


@dataclass(frozen=True, slots=True)
class Numbered(DocumentNumbered):
    """The number that the client sees is given to a statement; its documents are drawn with it."""

    verb = "numbered"
    name = Text(zh="编号", en="numbered")

    def told(self, life: Life, who: str) -> Life:
        return replace(life, state="numbered", number=self.number, issued_on=self.on)


@dataclass(frozen=True, slots=True)
class DocumentIssued(Event):
    """A document is drawn: each file's name with the SHA-256 of its bytes, and the versions of what drew them."""

    verb = "document_issued"
    name = Text(zh="单据出具", en="document issued")
    role = "issue"
    number: str
    files: Mapping[str, str]
    drawn_by: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Issued(DocumentIssued):
    """The documents of a statement are drawn, and will not change."""

    verb = "issued"
    name = Text(zh="出具", en="issued")

    def told(self, life: Life, who: str) -> Life:
        return replace(life, state="issued")


@dataclass(frozen=True, slots=True)
class Voided(Event):
    """It will never be sent; a number that it had is used up."""

    verb = "voided"
    name = Text(zh="作废", en="voided")
    role = "issue"
    owes_reason = True

    def told(self, life: Life, who: str) -> Life:
        if life.mail is not None:
            raise fail(MAYBE_SENT, id=life.statement, message=life.mail.message, page=MAIL_PAGE)
        return replace(life, state="voided")


@dataclass(frozen=True, slots=True)
class Sending(Event):
    """A message with it is about to leave, told before it does: should nothing follow, its fate is not known.

    ``server`` is the mail server, empty for the outbox; ``sha256`` that of the message's bytes, ``at`` the moment in its Date.
    """

    verb = "sending"
    name = Text(zh="发出邮件", en="mailed")
    role = "issue"
    message: str
    at: datetime
    to: tuple[str, ...]
    server: str
    sha256: str

    def told(self, life: Life, who: str) -> Life:
        return replace(life, mail=Mail(self.message, self.at, self.to, self.server, self.sha256))


@dataclass(frozen=True, slots=True)
class Unsent(Event):
    """The mail server refused the message, in these words: it is known that nobody has it."""

    verb = "unsent"
    name = Text(zh="邮件被拒", en="refused by the mail server")
    role = "issue"
    message: str
    answer: str

    def told(self, life: Life, who: str) -> Life:
        if life.mail is None or life.mail.message != self.message:
            raise fail(NO_SUCH_MAIL, id=life.statement, message=self.message)
        return replace(life, mail=None)


@dataclass(frozen=True, slots=True)
class Sent(Event):
    """It left the house; ``answer_by`` is the last day on which the client may object, if silence is consent."""

    verb = "sent"
    name = Text(zh="发送", en="sent")
    role = "issue"
    on: date
    to: tuple[str, ...] = ()
    answer_by: date | None = None
    message: str = ""

    def told(self, life: Life, who: str) -> Life:
        if life.issued_on is not None and self.on < life.issued_on:
            raise fail(SENT_EARLY, id=life.statement, on=self.on, issued=life.issued_on)
        told = replace(life, mail=None, mails=life.mails + bool(self.message))
        return replace(told, sent_on=self.on, answer_by=self.answer_by) if life.sent_on is None else told


@dataclass(frozen=True, slots=True)
class Confirmed(Event):
    """The client accepts these lines, of each what is not disputed; without lines, all. ``by``: who said so there."""

    verb = "confirmed"
    name = Text(zh="确认", en="confirmed")
    role = "client"
    on: date
    lines: tuple[str, ...] = ()
    by: str = ""

    def told(self, life: Life, who: str) -> Life:
        _known(life, self.lines)
        return _confirmed(life, self.lines or life.amounts, self.on)


@dataclass(frozen=True, slots=True)
class Deemed(Event):
    """The days in which the client may object have passed (视为确认): what is not disputed is accepted."""

    verb = "deemed"
    name = Text(zh="视为确认", en="deemed confirmed")
    role = "client"
    on: date

    def told(self, life: Life, who: str) -> Life:
        if life.answer_by is None or self.on <= life.answer_by:
            raise fail(NOT_YET_DEEMED, id=life.statement, answer_by=life.answer_by or "–")
        return replace(_confirmed(life, life.amounts, self.on), deemed=True)


@dataclass(frozen=True, slots=True)
class Disputed(Event):
    """The client does not accept so much of each of these lines; ``records`` are those meant, of ``table`` if they were valued,
    ``theirs`` is what they say instead."""

    verb = "disputed"
    name = Text(zh="提出争议", en="disputed")
    role = "client"
    owes_reason = True
    dispute: str
    on: date
    lines: Mapping[str, ExactDecimal]
    records: tuple[str, ...] = ()
    theirs: str = ""
    table: str = ""

    def told(self, life: Life, who: str) -> Life:
        _known(life, self.lines)
        if life.dispute(self.dispute):
            raise fail(DISPUTE_TWICE, id=life.statement, dispute=self.dispute)
        for line, amount in self.lines.items():
            if line in life.confirmed_lines:
                raise fail(LINE_CONFIRMED, id=life.statement, line=line)
            if not amount or not _within(amount, life.undisputed(line)):
                raise fail(DISPUTED_TOO_MUCH, line=line, amount=amount, most=life.undisputed(line))
        new = Dispute(self.dispute, self.lines, self.records, self.theirs, self.table)
        return replace(life, disputes=(*life.disputes, new))


@dataclass(frozen=True, slots=True)
class Settled(Event):
    """The parties agree on what was disputed: ``conceded`` is given up, the rest stands. ``accepted`` are the records of the claim for
    which it is."""

    verb = "settled"
    name = Text(zh="争议解决", en="settled")
    role = "client"
    owes_reason = True
    dispute: str
    on: date
    conceded: ExactDecimal
    accepted: tuple[str, ...] = ()

    def told(self, life: Life, who: str) -> Life:
        found = life.dispute(self.dispute)
        if found is None:
            raise fail(DISPUTE_UNKNOWN, id=life.statement, **choices(self.dispute, [one.name for one in life.disputes]))
        if not found.is_open:
            raise fail(SETTLED_ALREADY, id=life.statement, dispute=self.dispute)
        if not _within(self.conceded, found.amount):
            raise fail(BAD_SHARE, dispute=self.dispute, amount=self.conceded, most=found.amount)
        return replace(
            life, disputes=_with(life.disputes, replace(found, conceded=self.conceded, accepted=self.accepted))
        )


@dataclass(frozen=True, slots=True)
class Invoiced(Event):
    """So much of it stands on a tax invoice of this number, which may cover other statements too; below zero on a red one."""

    verb = "invoiced"
    name = Text(zh="开票", en="invoiced")
    role = "account"
    number: str
    amount: ExactDecimal
    on: date

    def told(self, life: Life, who: str) -> Life:
        moved = life.invoiced + self.amount
        if not _within(moved, life.to_invoice) and not _within(
            moved, life.invoiced
        ):  # a red one takes back, whatever is owed now
            raise fail(INVOICED_TOO_MUCH, id=life.statement, amount=moved, most=life.to_invoice)
        return replace(life, invoices=(*life.invoices, Invoice(self.number, self.amount, self.on)))


@dataclass(frozen=True, slots=True)
class Registered(Event):
    """A tax invoice (发票) is known by its number; ``shares`` have how much of which statement stands on it, with tax.

    A red one (红字发票) is below zero: it takes back so much of its ``original``, by a ``confirmation`` form of the tax office.
    """

    verb = "registered"
    name = Text(zh="登记发票", en="tax invoice recorded")
    role = "account"
    number: str
    on: date
    currency: str
    net: ExactDecimal
    tax: ExactDecimal
    shares: Mapping[str, ExactDecimal]
    title: str = ""
    tax_no: str = ""
    original: str = ""
    confirmation: str = ""


@dataclass(frozen=True, slots=True)
class Reddened(Event):
    """Told of the original: a red invoice takes back so much of it."""

    verb = "reddened"
    name = Text(zh="红冲", en="taken back by a red invoice")
    role = "account"
    owes_reason = True
    by: str
    on: date
    net: ExactDecimal
    tax: ExactDecimal
    shares: Mapping[str, ExactDecimal]


@dataclass(frozen=True, slots=True)
class Paid(Event):
    """So much of it was paid, and withheld, with a payment that may cover other statements too; below zero, paid back.

    ``entity`` is the one of several whose share it pays; empty where the client is one, or where nobody said.
    """

    verb = "paid"
    name = Text(zh="付款", en="paid")
    role = "account"
    payment: str
    amount: ExactDecimal
    on: date
    withheld: ExactDecimal = ZERO
    entity: str = ""

    def told(self, life: Life, who: str) -> Life:
        if any(one.name == self.payment for one in life.payments):
            raise fail(PAYMENT_TWICE, id=life.statement, payment=self.payment)
        new = Payment(self.payment, self.amount, self.withheld, self.on, entity=self.entity)
        after = replace(life, payments=(*life.payments, new))
        if after.paid < 0 <= life.payable:
            raise fail(REPAID_TOO_MUCH, id=life.statement, amount=self.amount, paid=life.paid)
        return after


@dataclass(frozen=True, slots=True)
class WrittenOff(Event):
    """So much of it, cents as a rule, is not asked for any more."""

    verb = "written_off"
    name = Text(zh="核销尾差", en="written off")
    role = "account"
    owes_reason = True
    payment: str
    amount: ExactDecimal
    on: date
    entity: str = ""

    def told(self, life: Life, who: str) -> Life:
        if any(one.name == self.payment for one in life.payments):
            raise fail(PAYMENT_TWICE, id=life.statement, payment=self.payment)
        new = Payment(self.payment, self.amount, ZERO, self.on, written_off=True, entity=self.entity)
        return replace(life, payments=(*life.payments, new))


@dataclass(frozen=True, slots=True)
class Received(Event):
    """Money came in: a line of a bank's file, of which statements may be paid. ``found`` says what it was taken for, and why."""

    verb = "received"
    name = Text(zh="收款", en="received")
    role = "account"
    account: str
    day: date
    currency: str
    amount: ExactDecimal
    charges: ExactDecimal
    payer: str
    payer_account: str
    text: str
    reference: str
    file: str
    found: str
    why: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reminded(Event):
    """A client was reminded: of each statement at which level, with the file that was drawn and its SHA-256."""

    verb = "reminded"
    name = Text(zh="催款", en="reminded")
    role = "account"
    client: str
    currency: str
    on: date
    levels: Mapping[str, int]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Corrected(Event):
    """A document of its own changes what is owed, below zero as a credit; ``disputes`` are those whose outcome it carries out.

    ``lines`` has what moves of each line, and ``deductions`` of what is taken from the payment; together they are ``amount``. One
    that restates the month has neither: ``revision`` is the statement of which the lines stand from then on.
    """

    verb = "corrected"
    name = Text(zh="更正", en="corrected")
    role = "issue"
    owes_reason = True
    number: str
    amount: ExactDecimal
    on: date
    disputes: tuple[str, ...] = ()
    lines: Mapping[str, ExactDecimal] = field(default_factory=dict)
    deductions: Mapping[str, ExactDecimal] = field(default_factory=dict)
    deducted: ExactDecimal = ZERO
    """How much of the amount is no part of the price, and stands on no tax invoice."""
    revision: str = ""

    def told(self, life: Life, who: str) -> Life:
        for name in self.disputes:
            if life.dispute(name) is None:
                raise fail(DISPUTE_UNKNOWN, id=life.statement, **choices(name, [one.name for one in life.disputes]))
        disputes = tuple(replace(one, credited=True) if one.name in self.disputes else one for one in life.disputes)
        new = Correction(
            self.number, self.amount, self.on, self.disputes, self.lines, self.deductions, self.deducted, self.revision
        )
        return replace(life, disputes=disputes, corrections=(*life.corrections, new))


@dataclass(frozen=True, slots=True)
class Merged(Event):
    """A revision of a month that is at the client: its difference stands on a correction of the original, ``into``."""

    verb = "merged"
    name = Text(zh="并入原单", en="merged")
    role = "issue"
    into: str
    number: str

    def told(self, life: Life, who: str) -> Life:
        return replace(life, state="merged", number=self.number)


EVENTS: tuple[type[Event], ...] = (
    Recorded, Reviewed, Approved, Returned, Superseded, Numbered, Issued, Voided, Sending, Unsent, Sent,
    Confirmed, Deemed, Disputed, Settled, Invoiced, Paid, WrittenOff, Corrected, Merged, DocumentNumbered, DocumentIssued,
    InterestBilled, Registered, Reddened, Received, Reminded, MonthRestated, MonthClosed, MonthOpened,
)  # fmt: skip
EVENT_OF = {event.verb: event for event in EVENTS}


def _known(life: Life, lines: Iterable[str]) -> None:
    for line in lines:
        if line not in life.amounts:
            raise fail(LINE_UNKNOWN, id=life.statement, **choices(line, life.amounts))


def _confirmed(life: Life, lines: Iterable[str], on: date) -> Life:
    if life.confirmed_lines.issuperset(lines):
        raise fail(CONFIRMED_ALREADY, id=life.statement)
    return replace(life, confirmed_lines=life.confirmed_lines | set(lines), confirmed_on=on)


def _within(amount: Decimal, whole: Decimal) -> bool:
    """Whether an amount is a part of a whole, none and all of it included; both may be below zero."""
    return 0 <= amount <= whole if whole >= 0 else whole <= amount <= 0


def _with(disputes: tuple[Dispute, ...], changed: Dispute) -> tuple[Dispute, ...]:
    return tuple(changed if one.name == changed.name else one for one in disputes)
