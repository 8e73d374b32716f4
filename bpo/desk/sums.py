"""What statements come to, by currency: amounts in two currencies are never added."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from bpo.contracts.statement import Statement


@dataclass(frozen=True, slots=True)
class CurrencySum:
    """How many statements there are in a currency, and their sums."""

    currency: str
    statements: int
    net: Decimal
    tax: Decimal
    total: Decimal
    payable: Decimal


def sums_of(statements: Iterable[Statement]) -> list[CurrencySum]:
    """The sums of each currency, in the order of their codes."""
    of_each: dict[str, list[Statement]] = {}
    for one in statements:
        of_each.setdefault(one.currency, []).append(one)
    return [
        CurrencySum(
            currency,
            len(found),
            *(sum((getattr(one, name) for one in found), Decimal(0)) for name in ("net", "tax", "total", "payable")),
        )
        for currency, found in sorted(of_each.items())
    ]
