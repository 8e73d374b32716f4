"""Rows of a bank file: those that are money which came in, and those that are set aside, each with its reason."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from bpo.core.words import Sentence, Words
from bpo.receivables.items import NOTHING, BankLine

OUTGOING = Words("bank-outgoing", en="goes out: {amount} {currency}", zh="为支出：{amount} {currency}")
REVERSAL = Words(
    "bank-reversal",
    en="takes an earlier entry back ({amount} {currency}); take the payment back by hand if it was one",
    zh="为冲正（{amount} {currency}）；如原为来款，请手工撤销核销",
)
PENDING = Words(
    "bank-pending",
    en="is not booked yet ({status}); it comes again when it is",
    zh="尚未记账（{status}），记账后会再次出现",
)
NO_MONEY = Words("bank-no-money", en="is of no amount", zh="金额为零")
UNREADABLE = Words("bank-unreadable", en="cannot be read: {reason}", zh="无法读取：{reason}")


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that is no money from a client: where it is in the file, and why."""

    row: int
    why: Sentence


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as it was read. ``amount`` is below zero for what goes out."""

    row: int
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
class BankFile:
    """A file as read: ``rows = lines + aside``; ``places`` are the rows of the lines."""

    path: str
    lines: tuple[BankLine, ...] = ()
    places: tuple[int, ...] = ()
    aside: tuple[Aside, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.lines) + len(self.aside)


def file_of(path: str, entries: Iterable[Entry | Aside]) -> BankFile:
    """Its rows as lines with their ids, and those that are set aside."""
    lines, places, aside = [], [], []
    seen: dict[str, int] = {}
    for one in entries:
        if isinstance(one, Aside):
            aside.append(one)
        elif one.amount < 0:
            aside.append(Aside(one.row, Sentence(OUTGOING, {"amount": -one.amount, "currency": one.currency})))
        elif one.amount == 0:
            aside.append(Aside(one.row, Sentence(NO_MONEY)))
        else:
            key = _key(one)
            seen[key] = seen.get(key, 0) + 1
            lines.append(_line(one, f"{key}\x1f{seen[key]}"))
            places.append(one.row)
    return BankFile(path, tuple(lines), tuple(places), tuple(aside))


def _key(entry: Entry) -> str:
    """What makes a line that line: the bank's own reference, else all that it says.

    Of several rows that say the same the first, second, … are told apart by their count: in every file that has the day they are there
    in as many.
    """
    if entry.reference:
        return "\x1f".join((entry.account, "reference", entry.reference))
    said = (
        entry.day.isoformat(),
        entry.currency,
        f"{entry.amount.normalize():f}",
        entry.payer,
        entry.payer_account,
        entry.text,
    )
    return "\x1f".join((entry.account, "content", *said))


def _line(entry: Entry, key: str) -> BankLine:
    name = f"B-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    told = {name: value for name, value in asdict(entry).items() if name != "row"}
    return BankLine(id=name, **told)
