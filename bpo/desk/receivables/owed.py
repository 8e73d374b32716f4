"""What a client has in its hands: a statement or an interest note with its life, and the items that are open of it.

A statement of several buying entities is an item for each, of which the entity is the debtor; together they are the statement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from bpo.contracts.header.parties import Party
from bpo.contracts.model import Contract
from bpo.ledger import StatementRow
from bpo.life.interest_notes import InterestBilled
from bpo.life.life import Dispute, Life
from bpo.receivables.items import NOTHING, Debtor, Note, OpenItem, Payment
from bpo.receivables.matching import bare
from bpo.receivables.shares import apportioned, attributed
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
class Share:
    """What an entity has of a statement: of what is payable, of every line by its clause, and of each note by its number."""

    entity: str
    debtor: Debtor
    payable: Decimal
    lines: Mapping[str, Fraction]
    notes: Mapping[str, Decimal]
    invoices: frozenset[str]
    """The tax invoices that may be meant when it pays: made out to it, or to nobody who is known."""

    def of(self, dispute: Dispute) -> Fraction:
        """What it has of a dispute's lines."""
        parts = (Fraction(amount) * self.lines.get(line, Fraction(0)) for line, amount in dispute.lines.items())
        return sum(parts, Fraction(0))


@dataclass(frozen=True, slots=True)
class Owed:
    """A statement with its contract as it held in its month, its life, and the ``shares`` of several entities; or an interest ``note``,
    with its newest statement's contract."""

    row: StatementRow | NoteRow
    contract: Contract
    life: Life
    note: InterestBilled | None = None
    shares: tuple[Share, ...] = ()

    @property
    def id(self) -> str:
        return self.row.id

    @property
    def number(self) -> str:
        """What the client sees: until there is a number, the statement's id."""
        return self.life.number or self.row.id

    @property
    def debtor(self) -> str:
        """The key of the client; of an interest note, that of the entity that paid late, where there are several."""
        return debtor_of(self.contract.client).key if self.note is None else self.note.client

    @property
    def group(self) -> str:
        """The key of the client as a whole, where an entity of it owes."""
        whole = debtor_of(self.contract.client).key
        return whole if self.shares or self.debtor != whole else ""

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

    def days_of(self, item: OpenItem) -> Days:
        """The same of one item: what another entity paid tells nothing of it."""
        paid = [one.day for one in self.payments if one.entity == item.entity]
        return replace(self.days, paid=min(paid, default=None))

    @property
    def needs_invoice(self) -> bool:
        return self.note is None and self.contract.needs_tax_invoice

    def due(self, days: Days) -> date | None:
        """When it is to be paid, by the days that are known of it."""
        if self.note is not None:
            return self.note.due
        return due_day(self.contract.billing.due, days, self.contract.billing.calendar)

    def item(self, on: date | None = None) -> OpenItem:
        """What is owed of it by all together, on a day if one is named."""
        days, life = (self.days.until(on) if on else self.days), self.life
        paid = sum((one.amount + one.withheld for one in life.payments if on is None or one.on <= on), NOTHING)
        notes = tuple(Note(one.on, one.number, one.amount) for one in life.corrections if on is None or one.on <= on)
        total = life.payable - life.conceded + sum((one.amount for one in notes), NOTHING)
        return OpenItem(
            number=self.number,
            statement=self.id,
            debtor=self.debtor,
            currency=self.row.currency,
            issued=life.issued_on or self.row.created_at.date(),
            due=self.due(days),
            total=total,
            open=total - paid,
            also=tuple(dict.fromkeys((self.id, *(one.number for one in life.invoices)))),
            notes=notes,
            kind=life.kind,
            group=self.group,
            disputed=life.disputed,
        )

    def items(self, on: date | None = None) -> list[OpenItem]:
        """The items of it: one, or one for each entity. Together they have its total, and what is open and disputed of it."""
        whole = self.item(on)
        if not self.shares:
            return [whole]
        totals = self._totals(whole.notes)
        disputed = self._apart([(one, one.amount) for one in self.life.disputes if one.is_open])
        found = []
        for share in self.shares:
            own = [one for one in self.payments if one.entity == share.entity and (on is None or one.day <= on)]
            names = (whole.number, f"{whole.statement}-{share.entity}", *whole.also)
            found.append(
                replace(
                    whole,
                    number=f"{whole.number}-{share.entity}",
                    entity=share.entity,
                    debtor=share.debtor.key,
                    total=totals[share.entity],
                    open=totals[share.entity] - sum((one.amount for one in own), NOTHING),
                    disputed=disputed[share.entity],
                    also=tuple(one for one in names if one in share.invoices or one not in self._invoices),
                    notes=tuple(replace(one, amount=share.notes[one.number]) for one in whole.notes),
                )
            )
        for name in ("total", "open", "disputed"):
            parts = sum((getattr(one, name) for one in found), NOTHING)
            assert parts == getattr(whole, name), f"{self.id}: {name} of the entities is {parts}"
        return found

    @property
    def _invoices(self) -> set[str]:
        return {one.number for one in self.life.invoices}

    def _totals(self, notes: Iterable[Note]) -> dict[str, Decimal]:
        """What each entity owes, with these notes."""
        owing = [(one, one.conceded) for one in self.life.disputes if one.conceded and not one.credited]
        conceded = self._apart([(one, amount) for one, amount in owing if amount is not None])
        numbers = [one.number for one in notes]
        return {
            one.entity: one.payable - conceded[one.entity] + sum((one.notes[name] for name in numbers), NOTHING)
            for one in self.shares
        }

    def _apart(self, amounts: Iterable[tuple[Dispute, Decimal]]) -> dict[str, Decimal]:
        """Amounts of disputes as the entities have the lines that they are about."""
        found = dict.fromkeys((one.entity for one in self.shares), NOTHING)
        for dispute, amount in amounts:
            parts = apportioned(amount, [one.of(dispute) for one in self.shares], self.contract.money)
            for one, part in zip(self.shares, parts, strict=True):
                found[one.entity] += part
        return found

    @property
    def payments(self) -> list[Payment]:
        """The payments of it, each of the entity whose share it is of."""
        found = payments_of(self.life)
        if not self.shares:
            return found
        notes = tuple(Note(one.on, one.number, one.amount) for one in self.life.corrections)
        return attributed(found, self._totals(notes))


def payments_of(life: Life) -> list[Payment]:
    """The payments of a statement. One of a bank line is named by the line, and from the second on by ``/2``, ``/3``, …"""
    found = []
    for one in life.payments:
        name, entity = one.name.partition("/")[0], one.entity
        if one.written_off:
            of = Payment(life.statement, "write_off", one.on, life.currency, one.amount, one.name, entity=entity)
            found.append(of)
            continue
        if one.amount:
            found.append(Payment(life.statement, "bank", one.on, life.currency, one.amount, name, entity=entity))
        if one.withheld:
            of = Payment(life.statement, "certificate", one.on, life.currency, one.withheld, one.name, entity=entity)
            found.append(of)
    return found


def statement_of(key: str) -> str:
    """The statement or interest note that an item, by its key, is of."""
    return key.partition("/")[0]


def number_of(owed: Mapping[str, Owed], key: str) -> str:
    """How an item, by its key, is called before the client."""
    one, entity = owed[statement_of(key)], key.partition("/")[2]
    return f"{one.number}-{entity}" if entity else one.number


def newest_of(owed: Iterable[Owed]) -> Owed:
    return max(owed, key=lambda one: (one.row.period_end, one.id))


def debtor_of(party: Party) -> Debtor:
    """Who owes: a client or one of its entities, told apart by its tax number, else by its name."""
    bank = party.bank
    accounts = frozenset(bare(one) for one in (bank.account, bank.iban) if one) if bank is not None else frozenset()
    names = frozenset(bare(one) for one in (party.name.zh, party.name.en))
    return Debtor(bare(party.tax_no) or bare(party.name.zh), party.name, names, accounts)


def party_called(contract: Contract, debtor: str) -> Party:
    """The entity of a contract that a debtor is; else its client."""
    return next((one for one in contract.entities if debtor_of(one).key == debtor), contract.client)
