"""The books as the journal has them: what is owed, what came in, what was used for what, who was reminded."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from bpo.contracts.load import read_contract
from bpo.contracts.model import Contract
from bpo.core.documents import parse_document
from bpo.core.words import Text
from bpo.ledger import Ledger, StatementRow
from bpo.ledger.journal import lives_of
from bpo.life.entry import Entry
from bpo.life.events import Received
from bpo.life.events import Reminded as RemindedEvent
from bpo.life.interest_notes import InterestBilled
from bpo.life.life import Life
from bpo.life.states import AT_THE_CLIENT, ENDED
from bpo.pricing.in_force import in_force
from bpo.receivables.interest import Billed
from bpo.receivables.items import NOTHING, BankLine, Debtor, Note, OnAccount, OpenItem, Payment
from bpo.receivables.matching import bare, payer_of
from bpo.receivables.reminding import Reminded
from bpo.receivables.standing import Days, due_day


@dataclass(frozen=True, slots=True)
class NoteRow:
    """An interest note's face, as :class:`StatementRow` has a statement's: its contract is that of its newest statement."""

    id: str
    contract: str
    period_name: str
    period_end: date
    currency: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """A statement with its contract as it held in its month, and its life; or an interest ``note``, with its newest statement's contract."""

    row: StatementRow | NoteRow
    contract: Contract
    life: Life
    note: InterestBilled | None = None

    @property
    def id(self) -> str:
        return self.row.id

    @property
    def number(self) -> str:
        """What the client sees: until there is a number, the statement's id."""
        return self.life.number or self.row.id

    @property
    def made_on(self) -> date:
        """The first day on which it was there."""
        return min(self.row.created_at.date(), self.life.issued_on or date.max)

    @property
    def days(self) -> Days:
        life = self.life
        first_paid = min((one.on for one in life.payments), default=None)
        if self.note is not None:  # nobody confirms it, and no tax invoice follows on it
            on = self.note.on
            return Days(self.note.until, on, on, on, None, first_paid)
        invoiced = life.invoices and abs(life.invoiced) >= abs(life.to_invoice)
        return Days(
            self.row.period_end,
            life.issued_on,
            life.sent_on,
            life.confirmed_on if life.is_confirmed else None,
            max(one.on for one in life.invoices) if invoiced else None,
            first_paid,
        )

    @property
    def needs_invoice(self) -> bool:
        return self.note is None and self.contract.needs_tax_invoice

    def due(self, days: Days) -> date | None:
        """When it is to be paid, by the days that are known of it."""
        if self.note is not None:
            return self.note.due
        return due_day(self.contract.billing.due, days, self.contract.billing.calendar)

    def item(self, on: date | None = None) -> OpenItem:
        """What is owed of it, on a day if one is named."""
        days, life = (self.days.until(on) if on else self.days), self.life
        paid = sum((one.amount + one.withheld for one in life.payments if on is None or one.on <= on), NOTHING)
        notes = tuple(Note(one.on, one.number, one.amount) for one in life.corrections if on is None or one.on <= on)
        total = life.payable - life.conceded + sum((one.amount for one in notes), NOTHING)
        return OpenItem(
            number=self.number,
            statement=self.id,
            debtor=debtor_of(self.contract).key,
            currency=self.row.currency,
            issued=life.issued_on or self.row.created_at.date(),
            due=self.due(days),
            total=total,
            open=total - paid,
            also=tuple(dict.fromkeys((self.id, *(one.number for one in life.invoices)))),
            notes=notes,
            kind=life.kind,
        )


@dataclass(frozen=True)
class Books:
    """Everything that receivables are made of. ``owed`` are all statements but those that are voided or superseded, and interest notes."""

    owed: Mapping[str, Owed]
    lines: Mapping[str, BankLine]
    found: Mapping[str, Received]
    reminded: tuple[Reminded, ...]

    @cached_property
    def debtors(self) -> Mapping[str, Debtor]:
        """The clients, each with every name and account by which a contract knows it."""
        found: dict[str, Debtor] = {}
        for one in self.owed.values():
            new = debtor_of(one.contract)
            old = found.get(new.key)
            found[new.key] = (
                new if old is None else Debtor(new.key, new.name, old.names | new.names, old.accounts | new.accounts)
            )
        return found

    def billed_beside(self, draft: Owed, on: date) -> Decimal:
        """What is billed of a draft's month by a revision that has its number: only the difference is still to be billed."""
        if draft.life.number:
            return NOTHING
        month = (draft.row.contract, draft.row.period_name)
        own = [one for one in self._numbered if (one.row.contract, one.row.period_name) == month]
        return sum((one.item(on).total + one.life.conceded for one in own), NOTHING)

    @cached_property
    def _numbered(self) -> list[Owed]:
        return [one for one in self.owed.values() if one.life.number]

    @cached_property
    def at_client(self) -> list[Owed]:
        return [one for one in self.owed.values() if one.life.state in AT_THE_CLIENT]

    def items(self, on: date | None = None) -> list[OpenItem]:
        """What clients have in their hands, paid or not; on a day, what they had then."""
        return [one.item(on) for one in self.at_client if on is None or (one.life.sent_on or date.max) <= on]

    @cached_property
    def _interest_notes(self) -> Mapping[str, list[tuple[InterestBilled, Life]]]:
        """Of each statement the notes that bill late interest of it."""
        found: dict[str, list[tuple[InterestBilled, Life]]] = {}
        for one in self.owed.values():
            for statement in one.note.lines if one.note is not None else ():
                assert one.note is not None
                found.setdefault(statement, []).append((one.note, one.life))
        return found

    def billed_interest(self, statement: str, on: date | None = None) -> Billed:
        """What notes have billed of a statement's late interest, on a day if one is named."""
        return billed_by(statement, self._interest_notes.get(statement, ()), on)

    @cached_property
    def payments(self) -> list[Payment]:
        """What was used for which statement."""
        return [payment for one in self.at_client for payment in payments_of(one.life)]

    def on_account(self, on: date | None = None) -> list[OnAccount]:
        """What of every bank line is used for nothing, with the client if it is known."""
        used: dict[str, Decimal] = {}
        whose: dict[str, set[str]] = {}
        for one in self.payments:
            if one.kind == "bank":
                used[one.line] = used.get(one.line, NOTHING) + one.amount
                whose.setdefault(one.line, set()).add(debtor_of(self.owed[one.statement].contract).key)
        kept = []
        for line in self.lines.values():
            left = line.amount - used.get(line.id, NOTHING)
            if left and (on is None or line.day <= on):
                paid = whose.get(line.id, set())
                debtor = next(iter(paid)) if len(paid) == 1 else payer_of(line, self.debtors.values())
                why = self.found[line.id].why
                kept.append(OnAccount(line, left, debtor, Text(zh=why.get("zh", ""), en=why.get("en", ""))))
        return kept


def billed_by(statement: str, notes: Iterable[tuple[InterestBilled, Life]], on: date | None = None) -> Billed:
    """What these notes have billed of a statement's late interest, and what corrections of them gave back."""
    mine = [(note, life) for note, life in notes if statement in note.lines and (on is None or note.on <= on)]
    if not mine:
        return Billed()
    given_back = [
        one.lines.get(statement, NOTHING) for _, life in mine for one in life.corrections if on is None or one.on <= on
    ]
    return Billed(
        max(note.until for note, _ in mine),
        sum((note.lines[statement] for note, _ in mine), NOTHING),
        sum(given_back, NOTHING),
    )


def books_of(ledger: Ledger, entries: Iterable[Entry] | None = None) -> Books:
    """The books by the journal, or by these entries of it."""
    told = tuple(entries if entries is not None else ledger.entries())
    rows = {row.id: row for row in ledger.list()}
    texts, read = ledger.contracts_billed(), dict[tuple[str, str], Contract]()
    owed, lives = {}, lives_of(told)
    for name, life in lives.items():
        if life.state in ENDED or name not in rows:
            continue
        sha256, path, text = texts[name]
        whole = read.get((sha256, path)) or read_contract(parse_document(text, path)).contract
        read[sha256, path] = whole
        row = rows[name]
        owed[name] = Owed(row, in_force(whole, whole.cycle.period(row.period_name)), life)
    owed |= {one.id: one for one in _notes(told, lives, owed)}
    found = {one.subject: event for one in told if isinstance(event := _told(one), Received)}
    letters = [event for one in told if isinstance(event := _told(one), RemindedEvent)]
    reminded = tuple(Reminded(name, level, one.on) for one in letters for name, level in one.levels.items())
    return Books(owed, {name: line_of(name, one) for name, one in found.items()}, found, reminded)


def _notes(told: Iterable[Entry], lives: Mapping[str, Life], owed: Mapping[str, Owed]) -> Iterator[Owed]:
    """The interest notes, each with the contract of its newest statement."""
    for entry in told:
        if entry.verb == InterestBilled.verb:
            note = entry.told
            assert isinstance(note, InterestBilled)
            newest = newest_of([owed[name] for name in note.lines if name in owed])
            row = NoteRow(entry.subject, newest.row.contract, f"{note.until}", note.until, note.currency, entry.at)
            yield Owed(row, newest.contract, lives[entry.subject], note)


def newest_of(owed: Iterable[Owed]) -> Owed:
    return max(owed, key=lambda one: (one.row.period_end, one.id))


def _told(entry: Entry) -> object:
    return entry.told if entry.verb in (Received.verb, RemindedEvent.verb) else None


def line_of(name: str, one: Received) -> BankLine:
    return BankLine(
        name,
        one.account,
        one.day,
        one.currency,
        one.amount,
        one.payer,
        one.payer_account,
        one.text,
        one.reference,
        one.charges,
    )


def received(line: BankLine, file: str, found: str, why: Text) -> Received:
    """A bank line as the journal tells it."""
    return Received(
        line.account,
        line.day,
        line.currency,
        line.amount,
        line.charges,
        line.payer,
        line.payer_account,
        line.text,
        line.reference,
        file,
        found,
        {"zh": why.zh, "en": why.en},
    )


def payments_of(life: Life) -> list[Payment]:
    """The payments of a statement. One of a bank line is named by the line, and from the second on by ``/2``, ``/3``, …"""
    found = []
    for one in life.payments:
        name = one.name.partition("/")[0]
        if one.written_off:
            found.append(Payment(life.statement, "write_off", one.on, life.currency, one.amount, one.name))
            continue
        if one.amount:
            found.append(Payment(life.statement, "bank", one.on, life.currency, one.amount, name))
        if one.withheld:
            found.append(Payment(life.statement, "certificate", one.on, life.currency, one.withheld, one.name))
    return found


def next_name(life: Life, line: str) -> str:
    """The name of the next payment of a line for a statement."""
    had = sum(one.name.partition("/")[0] == line for one in life.payments)
    return line if not had else f"{line}/{had + 1}"


def debtor_of(contract: Contract) -> Debtor:
    """The client of a contract, told apart by its tax number, else by its name."""
    client, bank = contract.client, contract.client.bank
    accounts = frozenset(bare(one) for one in (bank.account, bank.iban) if one) if bank is not None else frozenset()
    names = frozenset(bare(one) for one in (client.name.zh, client.name.en))
    return Debtor(bare(client.tax_no) or bare(client.name.zh), client.name, names, accounts)
