"""What is owed (应收), what came in, and what was used for what: plain values that open no file and ask no clock."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from bpo.core.words import Text

ItemKind = Literal["statement", "interest"]
PaymentKind = Literal["bank", "certificate", "write_off"]
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Note:
    """A credit note, below zero, or a debit note on a statement."""

    day: date
    number: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class OpenItem:
    """A statement, or an interest note, that is to be paid. ``open`` is what is still owed of ``total``; without ``due`` nobody knows yet when.

    ``also`` are other numbers that a client may name when it pays it, such as those of tax invoices. ``total`` has ``notes`` in it.
    Of a client that is several entities each ``entity`` has an item of its own; ``group`` is the client as a whole, which may pay for all.
    ``disputed`` is what of it the client does not accept.
    """

    number: str
    statement: str
    debtor: str
    currency: str
    issued: date
    due: date | None
    total: Decimal
    open: Decimal
    also: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    kind: ItemKind = "statement"
    entity: str = ""
    group: str = ""
    disputed: Decimal = NOTHING

    @property
    def key(self) -> str:
        """What names it: the statement, of several entities with the entity."""
        return f"{self.statement}/{self.entity}" if self.entity else self.statement

    def days_late(self, on: date) -> int:
        """Days since the due day, none before it."""
        return max(0, (on - self.due).days) if self.due is not None else 0


@dataclass(frozen=True, slots=True)
class BankLine:
    """Money that came in, as a bank tells it. ``id`` names it for good: a file that is read twice gives the same ids.

    ``account`` is ours. ``charges`` were taken by banks on the way: the payer sent so much more than ``amount``.
    """

    id: str
    account: str
    day: date
    currency: str
    amount: Decimal
    payer: str = ""
    payer_account: str = ""
    text: str = ""
    reference: str = ""
    charges: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class Payment:
    """What settles a part of an item: money of a bank line, a certificate of tax withheld, or cents that are written off.

    ``line`` is the bank line or the number of the certificate. A payment that was taken back stands a second time, below zero.
    """

    statement: str
    kind: PaymentKind
    day: date
    currency: str
    amount: Decimal
    line: str = ""
    reason: str = ""
    entity: str = ""

    @property
    def key(self) -> str:
        """Of which item it is (:attr:`OpenItem.key`)."""
        return f"{self.statement}/{self.entity}" if self.entity else self.statement


@dataclass(frozen=True, slots=True)
class Debtor:
    """A client as its items name it: by what it is found, how it is called, and the accounts that it pays from."""

    key: str
    name: Text
    names: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OnAccount:
    """What of a bank line is used for no item yet (待核销款): owed to the payer until it is."""

    line: BankLine
    amount: Decimal
    debtor: str | None
    why: Text = field(default_factory=lambda: Text.of(""))


def settled(item: OpenItem, payments: Iterable[Payment]) -> OpenItem:
    """The item less what was paid of it.

    Raises:
        AssertionError: if more was used for it than is owed: the rest of a line stays on account.
    """
    paid = sum((one.amount for one in payments if one.key == item.key), NOTHING)
    left = item.open - paid
    assert _between(left, item.total), f"{item.number}: {paid} is paid of {item.open}"
    return replace(item, open=left)


def _between(left: Decimal, total: Decimal) -> bool:
    return min(NOTHING, total) <= left <= max(NOTHING, total)
