"""The books as the journal has them: what is owed, what came in, what was used for what, who was reminded."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from bpo.contracts.load import read_contract
from bpo.contracts.model import Contract
from bpo.core.documents import parse_document
from bpo.core.words import Text
from bpo.desk.receivables.owed import NoteRow, Owed, debtor_of, newest_of, statement_of
from bpo.desk.receivables.sharing import shares_of
from bpo.ledger import Ledger
from bpo.ledger.journal import lives_of
from bpo.life.entry import Entry
from bpo.life.events import Received, Registered
from bpo.life.events import Reminded as RemindedEvent
from bpo.life.interest_notes import InterestBilled
from bpo.life.life import Life
from bpo.life.states import AT_THE_CLIENT, ENDED
from bpo.pricing.in_force import in_force
from bpo.receivables.interest import Billed
from bpo.receivables.items import NOTHING, BankLine, Debtor, OnAccount, OpenItem, Payment
from bpo.receivables.matching import payer_of
from bpo.receivables.reminding import Reminded


@dataclass(frozen=True)
class Books:
    """Everything that receivables are made of. ``owed`` are all statements but those that are voided or superseded, and interest notes."""

    owed: Mapping[str, Owed]
    lines: Mapping[str, BankLine]
    found: Mapping[str, Received]
    reminded: tuple[Reminded, ...]

    @cached_property
    def debtors(self) -> Mapping[str, Debtor]:
        """The clients and their entities, each with every name and account by which a contract knows it."""
        found: dict[str, Debtor] = {}
        for one in self.owed.values():
            for party in (one.contract.client, *one.contract.entities):
                new = debtor_of(party)
                old = found.get(new.key, new)
                found[new.key] = Debtor(new.key, new.name, old.names | new.names, old.accounts | new.accounts)
        return found

    def billed_beside(self, draft: Owed, on: date) -> Mapping[str, Decimal]:
        """What is billed of a draft's month by a revision that has its number, by entity: only the difference is still to be billed."""
        if draft.life.number:
            return {}
        month = (draft.row.contract, draft.row.period_name)
        own = [one for one in self._numbered if (one.row.contract, one.row.period_name) == month]
        entities = [share.entity for share in draft.shares]
        found: dict[str, Decimal] = {}
        for one in own:
            whole = one.item(on).total + one.life.conceded
            parts = {item.entity: item.total for item in one.items(on) if item.entity in entities}
            first = entities[0] if entities else ""
            parts[first] = parts.get(first, NOTHING) + whole - sum(parts.values(), NOTHING)
            for entity, amount in parts.items():
                found[entity] = found.get(entity, NOTHING) + amount
        return found

    @cached_property
    def _numbered(self) -> list[Owed]:
        return [one for one in self.owed.values() if one.life.number]

    @cached_property
    def at_client(self) -> list[Owed]:
        return [one for one in self.owed.values() if one.life.state in AT_THE_CLIENT]

    def items(self, on: date | None = None) -> list[OpenItem]:
        """What clients have in their hands, paid or not; on a day, what they had then."""
        at_client = [one for one in self.at_client if on is None or (one.life.sent_on or date.max) <= on]
        return [item for one in at_client for item in one.items(on)]

    def debtor_of_item(self, key: str) -> str:
        """Who owes an item, by the key of that."""
        found = self.owed[statement_of(key)]
        return next((one.debtor.key for one in found.shares if key == f"{found.id}/{one.entity}"), found.debtor)

    @cached_property
    def _interest_notes(self) -> Mapping[str, list[tuple[InterestBilled, Life]]]:
        """Of each item the notes that bill late interest of it."""
        found: dict[str, list[tuple[InterestBilled, Life]]] = {}
        for one in self.owed.values():
            for item in one.note.lines if one.note is not None else ():
                assert one.note is not None
                found.setdefault(item, []).append((one.note, one.life))
        return found

    def billed_interest(self, item: str, on: date | None = None) -> Billed:
        """What notes have billed of an item's late interest, by its key, on a day if one is named."""
        return billed_by(item, self._interest_notes.get(item, ()), on)

    @cached_property
    def payments(self) -> list[Payment]:
        """What was used for which item."""
        return [payment for one in self.at_client for payment in one.payments]

    def on_account(self, on: date | None = None) -> list[OnAccount]:
        """What of every bank line is used for nothing, with the client if it is known."""
        used: dict[str, Decimal] = {}
        whose: dict[str, set[str]] = {}
        for one in self.payments:
            if one.kind == "bank":
                used[one.line] = used.get(one.line, NOTHING) + one.amount
                whose.setdefault(one.line, set()).add(self.debtor_of_item(one.key))
        kept = []
        for line in self.lines.values():
            left = line.amount - used.get(line.id, NOTHING)
            if left and (on is None or line.day <= on):
                paid = whose.get(line.id, set())
                debtor = next(iter(paid)) if len(paid) == 1 else payer_of(line, self.debtors.values())
                why = self.found[line.id].why
                kept.append(OnAccount(line, left, debtor, Text(zh=why.get("zh", ""), en=why.get("en", ""))))
        return kept


def billed_by(item: str, notes: Iterable[tuple[InterestBilled, Life]], on: date | None = None) -> Billed:
    """What these notes have billed of an item's late interest, and what corrections of them gave back."""
    mine = [(note, life) for note, life in notes if item in note.lines and (on is None or note.on <= on)]
    if not mine:
        return Billed()
    given_back = [
        one.lines.get(item, NOTHING) for _, life in mine for one in life.corrections if on is None or one.on <= on
    ]
    return Billed(
        max(note.until for note, _ in mine),
        sum((note.lines[item] for note, _ in mine), NOTHING),
        sum(given_back, NOTHING),
    )


def books_of(ledger: Ledger, entries: Iterable[Entry] | None = None) -> Books:
    """The books by the journal, or by these entries of it."""
    told = tuple(entries if entries is not None else ledger.entries())
    rows = {row.id: row for row in ledger.list()}
    texts, read = ledger.contracts_billed(), dict[tuple[str, str], Contract]()
    owed, lives, invoices = {}, lives_of(told), _invoices(told)
    for name, life in lives.items():
        if life.state in ENDED or name not in rows:
            continue
        sha256, path, text = texts[name]
        whole = read.get((sha256, path)) or read_contract(parse_document(text, path)).contract
        read[sha256, path] = whole
        row = rows[name]
        contract = in_force(whole, whole.cycle.period(row.period_name))
        shares = shares_of(ledger, contract, life, invoices.get(name, ()))
        owed[name] = Owed(row, contract, life, shares=shares)
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
            newest = newest_of(owed[statement_of(name)] for name in note.lines)
            row = NoteRow(entry.subject, newest.row.contract, f"{note.until}", note.until, note.currency, entry.at)
            yield Owed(row, newest.contract, lives[entry.subject], note)


def _invoices(told: Iterable[Entry]) -> dict[str, list[Registered]]:
    """Of each statement the tax invoices that it stands on."""
    found: dict[str, list[Registered]] = {}
    for entry in told:
        if entry.verb == Registered.verb:
            invoice = entry.told
            assert isinstance(invoice, Registered)
            for name in invoice.shares:
                found.setdefault(name, []).append(invoice)
    return found


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


def next_name(life: Life, line: str) -> str:
    """The name of the next payment of a line for a statement."""
    had = sum(one.name.partition("/")[0] == line for one in life.payments)
    return line if not had else f"{line}/{had + 1}"
