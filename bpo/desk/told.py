"""What the journal tells the accounts: statements and notes that were issued or voided, money that came in and what it was used for.

An invoice counts on its date, money on the day on which the bank has it. What is done with it later, and what is voided, counts on the
day on which it is told, so that a month whose books are closed does not change.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from bpo.accounts.booking import Told
from bpo.accounts.happened import AllottedLater, InterestCharged, PaymentReceived, TakenBack
from bpo.accounts.statements import corrected, invoiced
from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.periods import Period
from bpo.core.words import Lang
from bpo.desk.life.notes import note_at, restated_pair
from bpo.desk.receivables.owed import statement_of
from bpo.ledger import Ledger
from bpo.ledger.journal import lives_of
from bpo.life.entry import Entry
from bpo.life.events import Corrected, Issued, Paid, Received, Voided, WrittenOff
from bpo.life.interest_notes import InterestBilled
from bpo.life.life import ZERO

CASH = (Received.verb, Paid.verb, WrittenOff.verb)


@dataclass(frozen=True, slots=True)
class Cash:
    """So much of a statement paid, withheld or written off, with the entry that tells it."""

    entry: Entry
    event: Paid | WrittenOff
    client: str
    number: str
    currency: str

    @property
    def line(self) -> str:
        """A payment of a bank line is named by the line, and from the second on by ``/2``, ``/3``, …"""
        return self.event.payment.partition("/")[0]


class Journal:
    """The journal, read for the accounts. ``lang`` is that of the clients' names."""

    def __init__(self, ledger: Ledger, entries: tuple[Entry, ...], lang: Lang) -> None:
        self._ledger, self._entries, self._lang = ledger, entries, lang
        self.lives = lives_of(entries)
        self._drawn = {one.subject for one in entries if one.verb == Issued.verb}
        self._void = {one.subject: one.at.date() for one in entries if one.verb == Voided.verb}
        self._clients: dict[str, str] = {}
        told = {one.subject: one.told for one in entries if one.verb == InterestBilled.verb}
        self._interest = {name: note for name, note in told.items() if isinstance(note, InterestBilled)}

    @cached_property
    def _texts(self) -> Mapping[str, tuple[str, str, str]]:
        return self._ledger.contracts_billed()

    def issued_by(self, statement: str, day: date) -> bool:
        """Whether a statement was issued by a day, and not void then."""
        issued, void = self.lives[statement].issued_on, self._void.get(statement)
        drawn = issued is not None and issued <= day and statement in self._drawn
        return drawn and (void is None or void > day)

    def noted_by(self, revision: str, day: date) -> bool:
        """Whether the note on the difference of a restated month was issued by a day."""
        return any(
            one.revision == revision and one.on <= day for life in self.lives.values() for one in life.corrections
        )

    def told(self, days: Period) -> list[Told]:
        """What happened in these days, in the order of the journal."""
        found: list[Told] = []
        for entry in self._entries:
            if entry.verb == Issued.verb:
                found += self._issued(entry, days)
            elif entry.verb == Voided.verb:
                found += self._voided(entry, days)
            elif entry.verb == Corrected.verb:
                found += self._corrected(entry, days)
            elif entry.verb == InterestBilled.verb:
                found += self._charged(entry, days)
        return [*found, *(one for one in self._cash() if one.day in days)]

    # -- documents -------------------------------------------------------------------------------------------------

    def _issued(self, entry: Entry, days: Period) -> Iterator[Told]:
        life = self.lives[entry.subject]
        assert life.issued_on is not None, f"{entry.subject} was issued without a day"
        if life.issued_on in days:
            what = invoiced(self._ledger.stored(entry.subject).statement)
            yield Told(life.number, life.issued_on, life.number, self.client(entry.subject), life.currency, what)

    def _voided(self, entry: Entry, days: Period) -> Iterator[Told]:
        """What was issued, taken back; a number that was never drawn was told nothing of."""
        life = self.lives[entry.subject]
        if entry.subject in self._drawn and self._void[entry.subject] in days:
            day = self._void[entry.subject]
            what = TakenBack(invoiced(self._ledger.stored(entry.subject).statement))
            yield Told(f"{life.number}-V", day, life.number, self.client(entry.subject), life.currency, what)

    def _corrected(self, entry: Entry, days: Period) -> Iterator[Told]:
        event, life = entry.told, self.lives[entry.subject]
        assert isinstance(event, Corrected)
        if event.on in days and life.kind == "interest":
            charged = InterestCharged(event.amount)
            yield Told(event.number, event.on, event.number, self.client(entry.subject), life.currency, charged)
        elif event.on in days:
            note = note_at(self._ledger, life, event.number)
            pair = restated_pair(self._ledger, note.correction)
            what = invoiced(note.statement) if pair is None else corrected(note.statement, *pair)
            yield Told(event.number, event.on, event.number, self.client(entry.subject), life.currency, what)

    def _charged(self, entry: Entry, days: Period) -> Iterator[Told]:
        note = self._interest[entry.subject]
        if note.on in days:
            what = InterestCharged(_sum(note.lines.values()))
            yield Told(note.number, note.on, note.number, self.client(entry.subject), note.currency, what)

    # -- money -----------------------------------------------------------------------------------------------------

    def _cash(self) -> Iterator[Told]:
        """Each bank line once, with what it was used for as it was entered; then every later use, certificate and write-off."""
        entries = [one for one in self._entries if one.verb in CASH]
        used = [self._use(one) for one in entries if one.verb != Received.verb]
        came = {one.subject: one for one in entries if one.verb == Received.verb}
        at_once = {one.entry.number for one in used if (line := came.get(one.line)) and one.entry.at == line.at}
        for line in came.values():
            yield from _line(line, [one for one in used if one.line == line.subject and one.entry.number in at_once])
        for one in used:
            if one.entry.number not in at_once:
                yield _by_itself(one, came.get(one.line))

    def _use(self, entry: Entry) -> Cash:
        event, life = entry.told, self.lives[entry.subject]
        assert isinstance(event, Paid | WrittenOff)
        return Cash(entry, event, self.client(entry.subject), life.number or life.statement, life.currency)

    def client(self, statement: str) -> str:
        """Who owes a statement or an interest note, by the contract that it was billed by."""
        of = self._interest.get(statement)
        sha256, path, text = self._texts[statement if of is None else statement_of(next(iter(of.lines)))]
        if sha256 not in self._clients:
            self._clients[sha256] = read_contract(parse_document(text, path)).contract.client.name.say(self._lang)
        return self._clients[sha256]


def _line(entry: Entry, uses: list[Cash]) -> Iterator[Told]:
    """A bank line, a voucher for each client that it pays; what is used for nothing is on account."""
    line = entry.told
    assert isinstance(line, Received)
    clients = list(dict.fromkeys(one.client for one in uses)) or [line.payer or line.payer_account or entry.subject]
    rest = line.amount - _sum(one.event.amount for one in uses)
    for n, client in enumerate(clients, start=1):
        own = [one for one in uses if one.client == client]
        paid, kept = _sum(one.event.amount for one in own), rest if n == 1 else ZERO
        about = ", ".join(dict.fromkeys(one.number for one in own)) or entry.subject
        number = entry.subject if n == 1 else f"{entry.subject}-{n}"
        yield Told(number, line.day, about, client, line.currency, PaymentReceived(paid + kept, on_account=kept))


def _by_itself(one: Cash, line: Entry | None) -> Told:
    """A certificate, cents written off, or a use that was told after the line: that moves what is on account."""
    number, event = f"{one.number}-{one.event.payment}", one.event
    what: PaymentReceived | AllottedLater
    if isinstance(event, WrittenOff):
        what, day = PaymentReceived(ZERO, written_off=event.amount), event.on
    elif line is None:
        what, day = PaymentReceived(event.amount, withheld=event.withheld), event.on
    else:
        assert not event.withheld, "a certificate is entered by itself"
        what, day = AllottedLater(event.amount), max(event.on, one.entry.at.date())
    return Told(number, day, one.number, one.client, one.currency, what)


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
