"""The account of a client (对账单): what it owed on a day, every movement since, and what it owes at the end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from bpo.core.periods import Period
from bpo.receivables.items import NOTHING, OnAccount, OpenItem, Payment

What = Literal["statement", "interest", "credit", "debit", "money", "certificate", "write_off"]

DOCUMENTS: tuple[What, ...] = ("statement", "interest")


@dataclass(frozen=True, slots=True)
class Movement:
    """A line of the account: what a statement, interest note or debit note adds, and what a credit note, money, a certificate or a write-off takes
    away (below zero)."""

    day: date
    what: What
    number: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Account:
    """Between two days: ``opening + Σ movements = closing``, which is what is open less what is on account."""

    days: Period
    currency: str
    opening: Decimal
    movements: tuple[Movement, ...]

    @property
    def closing(self) -> Decimal:
        return self.opening + sum((one.amount for one in self.movements), NOTHING)


def account_of(
    items: Iterable[OpenItem], payments: Iterable[Payment], kept: Iterable[OnAccount], days: Period, currency: str
) -> Account:
    """The account of one client in one currency.

    Money counts as a whole on the day that it came, whatever it was used for and whenever: what is on account is the client's too.

    Args:
        items: the statements and interest notes of the client.
        payments: of these statements.
        kept: what is on account of the client.
    """
    found = _movements(items, payments, kept, currency)
    moves = sorted(found, key=lambda one: (one.day, one.what not in DOCUMENTS, one.number))
    before = [one.amount for one in moves if one.day < days.start]
    shown = tuple(one for one in moves if one.day in days)
    return Account(days, currency, sum(before, NOTHING), shown)


def _movements(
    items: Iterable[OpenItem], payments: Iterable[Payment], kept: Iterable[OnAccount], currency: str
) -> list[Movement]:
    mine = [one for one in items if one.currency == currency]
    notes = [note for one in mine for note in one.notes]
    owed = [Movement(one.issued, one.kind, one.number, one.total - _moved(one)) for one in mine]
    owed += [Movement(one.day, "credit" if one.amount < 0 else "debit", one.number, one.amount) for one in notes]
    came: dict[tuple[date, What, str], Decimal] = {}
    for one in payments:
        if one.currency == currency:
            what: What = "money" if one.kind == "bank" else one.kind
            came[one.day, what, one.line] = came.get((one.day, what, one.line), NOTHING) - one.amount
    for left in kept:
        if left.line.currency == currency:
            key: tuple[date, What, str] = (left.line.day, "money", left.line.id)
            came[key] = came.get(key, NOTHING) - left.amount
    return [*owed, *(Movement(*key, amount) for key, amount in came.items() if amount)]


def _moved(item: OpenItem) -> Decimal:
    return sum((one.amount for one in item.notes), NOTHING)
