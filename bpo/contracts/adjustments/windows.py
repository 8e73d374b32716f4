"""Windows of months: quarter, contract year, the last 12 months. Quarters and years are counted from the contract's first month."""

from __future__ import annotations

from typing import Literal

from bpo.contracts.month import Month
from bpo.core.errors import Where

Within = Literal["month", "quarter", "contract_year", "rolling_12_months"]


def months_before(number: int, within: Within) -> int:
    """How many months before the contract's ``number``-th one belong to the same window."""
    return {
        "month": 0,
        "quarter": (number - 1) % 3,
        "contract_year": (number - 1) % 12,
        "rolling_12_months": min(11, number - 1),
    }[within]


def window(month: Month, within: Within, clause: str, where: Where | None) -> list[Month]:
    """The months of the window so far, oldest first; this one is the last.

    Raises:
        BpoError: if one of them was not billed here.
    """
    earlier = [month.back(ago, clause, where) for ago in range(months_before(month.number, within), 0, -1)]
    return [*(one for one in earlier if one is not None), month]


def ends_quarter(month: Month) -> bool:
    """Whether a quarter ends with this month, or the contract does."""
    return month.number % 3 == 0 or month.is_last
