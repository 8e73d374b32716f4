"""A voucher (记账凭证): postings that balance to zero, in one currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from bpo.core.words import Text

Role = Literal[
    "receivable",
    "unbilled",
    "retention",
    "withheld",
    "disputed",
    "bank",
    "revenue",
    "output_tax",
    "advance",
    "on_account",
    "damages",
    "rounding",
    "written_off",
    "interest",
]
"""What an account is for; which one that is, the workspace says."""
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount on an account: debits (借) are above zero, credits (贷) below."""

    account: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Voucher:
    """What is entered at once. ``about`` is the statement, invoice or payment; ``client`` who owes."""

    number: str
    day: date
    about: str
    client: str
    text: Text
    currency: str
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        assert sum((one.amount for one in self.postings), Decimal(0)) == 0, f"{self.number} does not balance"
        assert all(one.amount for one in self.postings), f"{self.number} has a posting of nothing"


def posted(entries: Iterable[tuple[str, Decimal]]) -> tuple[Posting, ...]:
    """One posting for each account, in the order in which they come first; none for what cancels out."""
    sums: dict[str, Decimal] = {}
    for account, amount in entries:
        sums[account] = sums.get(account, Decimal(0)) + amount
    return tuple(Posting(account, amount) for account, amount in sums.items() if amount)
