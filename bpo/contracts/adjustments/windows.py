"""Windows of months (quarter, contract year, the last 12 months), and what lines come to in them.

Quarters and years are counted from the contract's first month. Lines of which a bonus or a credit is a percentage count as nothing
below zero, so that it never turns round.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from bpo.contracts.adjustments.values import joined
from bpo.contracts.month import Month
from bpo.contracts.statement import Step
from bpo.core.errors import Where
from bpo.core.words import Words

BELOW_ZERO = Words(
    "base-below-zero",
    en="{lines} come to {total}, below zero: a percentage is taken of 0",
    zh="{lines}合计 {total}，低于零：按 0 计算百分比",
)

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


def base_of(months: Sequence[Month], lines: Sequence[str]) -> Fraction:
    """What the lines of these months come to together before rounding, at least 0."""
    return max(Fraction(0), _total(months, lines))


def said_below_zero(months: Sequence[Month], lines: Sequence[str], source: str) -> list[Step]:
    """The step that says so where the lines are below zero."""
    total = _total(months, lines)
    if total >= 0:
        return []
    labels = joined([line.label for line in months[-1].lines(lines)])
    return [Step(BELOW_ZERO, {"lines": labels, "total": total}, Fraction(0), source=source)]


def _total(months: Sequence[Month], lines: Sequence[str]) -> Fraction:
    return sum((month.exact_of(lines) for month in months), Fraction(0))
