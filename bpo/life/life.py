"""The life of a statement so far: its state, what is confirmed, disputed, invoiced and paid of it, and by whom it went on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from bpo.life.states import State

ZERO = Decimal(0)
Kind = Literal["statement", "interest"]


@dataclass(frozen=True, slots=True)
class Dispute:
    """What the client does not accept: of each line so much. ``conceded`` is what was given up of it, for the ``accepted`` of its
    records if it is about records; None while it is open."""

    name: str
    lines: Mapping[str, Decimal]
    records: tuple[str, ...] = ()
    theirs: str = ""
    table: str = ""
    conceded: Decimal | None = None
    accepted: tuple[str, ...] = ()
    credited: bool = False
    """A correction carries out what was conceded: its amount counts then, and not this one's."""

    @property
    def amount(self) -> Decimal:
        return total_of(self.lines.values())

    @property
    def is_open(self) -> bool:
        return self.conceded is None

    @property
    def is_owing(self) -> bool:
        """Whether something was conceded that no correction carries out yet."""
        return bool(self.conceded) and not self.credited


@dataclass(frozen=True, slots=True)
class Invoice:
    """A tax invoice, or a red one below zero, with so much of the statement on it."""

    number: str
    amount: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class Payment:
    """So much of the statement was paid, and withheld against a certificate; or ``written_off``."""

    name: str
    amount: Decimal
    withheld: Decimal
    on: date
    written_off: bool = False
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A document of its own changes what is owed: below zero it is a credit. See :class:`bpo.life.events.Corrected`."""

    number: str
    amount: Decimal
    on: date
    disputes: tuple[str, ...] = ()
    lines: Mapping[str, Decimal] = field(default_factory=dict)
    deductions: Mapping[str, Decimal] = field(default_factory=dict)
    deducted: Decimal = ZERO
    revision: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message that is told as being sent, and not yet as sent or refused: ``server`` is empty where it goes to the outbox."""

    message: str
    at: datetime
    to: tuple[str, ...]
    server: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Life:
    """Made by :func:`bpo.life.folding.life_of`. Amounts have tax in them, and are in the statement's currency.

    ``lines`` and ``deductions`` have each clause's amount; together they are what is to be paid (``payable``).
    """

    statement: str
    state: State
    currency: str = ""
    lines: Mapping[str, Decimal] = field(default_factory=dict)
    deductions: Mapping[str, Decimal] = field(default_factory=dict)
    prepared_by: str = ""
    reviewed_by: str = ""
    approved_by: str = ""
    number: str = ""
    issued_on: date | None = None
    sent_on: date | None = None
    answer_by: date | None = None
    """The last day on which the client may object; None if silence means nothing."""
    mail: Mail | None = None
    """The message whose fate is not known."""
    mails: int = 0
    """How many messages were sent."""
    confirmed_lines: frozenset[str] = frozenset()
    confirmed_on: date | None = None
    deemed: bool = False
    disputes: tuple[Dispute, ...] = ()
    invoices: tuple[Invoice, ...] = ()
    payments: tuple[Payment, ...] = ()
    corrections: tuple[Correction, ...] = ()
    superseded_by: str = ""
    kind: Kind = "statement"
    """An interest note lives as a statement does, of which each line is a statement that was paid late."""

    @property
    def amounts(self) -> dict[str, Decimal]:
        """Of every line and deduction."""
        both = {line: self.lines.get(line, ZERO) for line in (*self.lines, *self.deductions)}
        return {line: amount + self.deductions.get(line, ZERO) for line, amount in both.items()}

    @property
    def total(self) -> Decimal:
        return total_of(self.lines.values())

    @property
    def payable(self) -> Decimal:
        return self.total + total_of(self.deductions.values())

    @property
    def disputed(self) -> Decimal:
        """What is in dispute and not settled."""
        return total_of(one.amount for one in self.disputes if one.is_open)

    @property
    def conceded(self) -> Decimal:
        """What was given up in settled disputes and no correction carries out yet."""
        return total_of(one.conceded or ZERO for one in self.disputes if not one.credited)

    @property
    def corrected(self) -> Decimal:
        return total_of(one.amount for one in self.corrections)

    @property
    def standing_lines(self) -> str:
        """The statement whose lines stand: itself, or the revision that restated the month last."""
        return next((one.revision for one in reversed(self.corrections) if one.revision), self.statement)

    def moved(self) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
        """What notes moved of each line, and of each deduction; those before the month was restated too, which left the lines as they were."""
        lines: dict[str, Decimal] = {}
        kept: dict[str, Decimal] = {}
        for one in self.corrections:
            for found, own in ((lines, one.lines), (kept, one.deductions)):
                for clause, amount in own.items():
                    found[clause] = found.get(clause, ZERO) + amount
        return lines, kept

    @property
    def confirmed(self) -> Decimal:
        """What the client accepted: of confirmed lines what is not disputed, and of settled disputes what stands."""
        accepted = total_of(self.undisputed(line) for line in self.confirmed_lines)
        return accepted + total_of(one.amount - one.conceded for one in self.disputes if one.conceded is not None)

    @property
    def owed(self) -> Decimal:
        """What the client owes for the month in the end: what is payable, less what was conceded, with its corrections."""
        return self.payable - self.conceded + self.corrected

    @property
    def to_invoice(self) -> Decimal:
        """What tax invoices may come to: as owed, before what is deducted from the payment alone."""
        return self.owed - total_of(self.deductions.values()) - total_of(one.deducted for one in self.corrections)

    @property
    def invoiced(self) -> Decimal:
        return total_of(one.amount for one in self.invoices)

    @property
    def paid(self) -> Decimal:
        """With what was withheld or written off."""
        return total_of(one.amount + one.withheld for one in self.payments)

    @property
    def open(self) -> Decimal:
        """What is still to be paid; below zero, what was paid too much."""
        return self.owed - self.paid

    def undisputed(self, line: str) -> Decimal:
        """What of a line never was in dispute."""
        return self.amounts[line] - total_of(one.lines.get(line, ZERO) for one in self.disputes)

    def dispute(self, name: str) -> Dispute | None:
        return next((one for one in self.disputes if one.name == name), None)

    @property
    def is_confirmed(self) -> bool:
        """Whether nothing is open between the parties: every line accepted or settled."""
        rest = [line for line in self.amounts if line not in self.confirmed_lines and not self._settled(line)]
        return not rest and not any(one.is_open for one in self.disputes)

    def _settled(self, line: str) -> bool:
        return any(line in one.lines for one in self.disputes) and not self.undisputed(line)

    @property
    def standing(self) -> State:
        """The state since it was sent, by the first that holds: paid, invoiced, confirmed, disputed."""
        if self.corrections and not self.owed and not self.paid:
            return "credited"
        if self.payments and _reaches(self.paid, self.owed):
            return "paid"
        if self.paid:
            return "part_paid"
        if self.invoiced and _reaches(self.invoiced, self.to_invoice):
            return "invoiced"
        if self.invoiced:
            return "part_invoiced"
        if self.is_confirmed:
            return "confirmed"
        if self.confirmed_lines or any(one.conceded is not None for one in self.disputes):
            return "part_confirmed"
        return "disputed" if self.disputes else "sent"


def total_of(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def _reaches(amount: Decimal, whole: Decimal) -> bool:
    """Whether an amount covers a whole, which is below zero if the supplier pays."""
    return amount <= whole if whole < 0 else amount >= whole
