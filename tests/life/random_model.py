"""What a person with pencil and paper would know of a statement after each event: its own account of states and amounts, and of the ways.

Nothing here is the product's: the law in ``test_random_months.py`` holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tests.life.random_desk import CURRENCY, Figures

ZERO = Decimal(0)
HOUSE = {"draft", "reviewed", "approved", "numbered", "issued"}
UNPAID = {"sent", "disputed", "part_confirmed", "confirmed", "part_invoiced", "invoiced", "part_paid"}
CLIENT = UNPAID | {"paid", "credited"}
ENDED = {"voided", "superseded", "merged"}
NOTHING_YET = {"-"}
WAYS: Mapping[str, tuple[set[str], set[str]]] = {
    "recorded": (NOTHING_YET, {"draft"}),
    "reviewed": ({"draft"}, {"reviewed"}),
    "approved": ({"draft", "reviewed"}, {"approved"}),
    "returned": ({"reviewed", "approved"}, {"draft"}),
    "superseded": ({"draft", "reviewed", "approved"}, {"superseded"}),
    "numbered": ({"approved"}, {"numbered"}),
    "issued": ({"numbered"}, {"issued"}),
    "voided": (HOUSE, {"voided"}),
    "merged": ({"approved"}, {"merged"}),
    "sending": ({"issued", "sent"}, {"issued", "sent"}),
    "sent": ({"issued", "sent"}, {"sent"}),
    "confirmed": (UNPAID, UNPAID - {"sent", "disputed"}),
    "deemed": (UNPAID, UNPAID - {"sent", "disputed"}),
    "disputed": (UNPAID, UNPAID - {"sent", "confirmed"}),
    "settled": (UNPAID | {"paid"}, UNPAID | {"paid"}),
    "invoiced": (CLIENT, CLIENT),
    "paid": (CLIENT, CLIENT),
    "written_off": (CLIENT, CLIENT),
    "corrected": (CLIENT, CLIENT),
}
"""Of every event the states that it may follow on, and those that it may lead to; ``sending`` and ``sent`` again stay where they are."""


@dataclass
class Dispute:
    lines: Mapping[str, Decimal]
    conceded: Decimal | None = None
    credited: bool = False

    @property
    def amount(self) -> Decimal:
        return summed(self.lines.values())


@dataclass
class Sheet:
    """A statement. ``left`` and ``left_kept`` are what notes have left of its lines, and of what is taken from the payment."""

    name: str
    contract: str
    month: str
    figures: Figures
    lines: Mapping[str, Decimal]
    kept: Mapping[str, Decimal]
    state: str = "draft"
    prepared_by: str = ""
    number: str = ""
    issued_on: date | None = None
    drawn: bool = False
    answer_by: date | None = None
    confirmed: set[str] = field(default_factory=set)
    disputes: dict[str, Dispute] = field(default_factory=dict)
    invoiced: Decimal = ZERO
    paid: Decimal = ZERO
    payments: set[str] = field(default_factory=set)
    used: dict[str, Decimal] = field(default_factory=dict)
    written_off: Decimal = ZERO
    notes: list[Decimal] = field(default_factory=list)
    noted_kept: Decimal = ZERO
    numbers: set[str] = field(default_factory=set)
    left: dict[str, Decimal] = field(default_factory=dict)
    left_kept: dict[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.left, self.left_kept = dict(self.lines), dict(self.kept)

    @property
    def currency(self) -> str:
        return CURRENCY[self.contract]

    @property
    def amounts(self) -> dict[str, Decimal]:
        return {**self.lines, **self.kept}

    @property
    def payable(self) -> Decimal:
        return summed(self.amounts.values())

    @property
    def conceded(self) -> Decimal:
        return summed(one.conceded or ZERO for one in self.disputes.values() if not one.credited)

    @property
    def owed(self) -> Decimal:
        return self.payable - self.conceded + summed(self.notes)

    @property
    def open(self) -> Decimal:
        return self.owed - self.paid

    @property
    def to_invoice(self) -> Decimal:
        return self.owed - summed(self.kept.values()) - self.noted_kept

    def undisputed(self, line: str) -> Decimal:
        return self.amounts[line] - summed(one.lines.get(line, ZERO) for one in self.disputes.values())

    def may(self, verb: str) -> bool:
        return self.state in WAYS[verb][0]

    def stand(self) -> None:
        """The state since it was sent follows from what is paid, invoiced, confirmed and disputed, in this order (docs/life.md)."""
        settled = {line for one in self.disputes.values() if one.conceded is not None for line in one.lines}
        open_lines = {line for one in self.disputes.values() if one.conceded is None for line in one.lines}
        whole = self.amounts.keys() - open_lines - {line for line in settled if not self.undisputed(line)}
        for state, holds in (
            ("credited", bool(self.notes) and not self.owed and not self.paid),
            ("paid", bool(self.payments) and covers(self.paid, self.owed)),
            ("part_paid", bool(self.paid)),
            ("invoiced", bool(self.invoiced) and covers(self.invoiced, self.to_invoice)),
            ("part_invoiced", bool(self.invoiced)),
            ("confirmed", not open_lines and whole <= self.confirmed),
            ("part_confirmed", bool(self.confirmed or settled)),
            ("disputed", bool(self.disputes)),
            ("sent", True),
        ):
            if holds:
                self.state = state
                return


@dataclass
class Fapiao:
    """A tax invoice with how much of which statement is left on it; a red one has the number of its original."""

    left: dict[str, Decimal]
    original: str = ""


@dataclass
class Line:
    """A bank line: money that came in, and what of it is used for nothing."""

    currency: str
    left: Decimal


def covers(amount: Decimal, whole: Decimal) -> bool:
    return amount <= whole if whole < 0 else amount >= whole


def within(amount: Decimal, whole: Decimal) -> bool:
    return min(ZERO, whole) <= amount <= max(ZERO, whole)


def summed(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
