"""The lines of which a bonus or a credit is a percentage; below zero they count as nothing, so that it never turns round."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from bpo.contracts.adjustments.values import joined
from bpo.contracts.month import Month
from bpo.contracts.statement import Step
from bpo.core.words import Words

BELOW_ZERO = Words(
    "base-below-zero",
    en="{lines} come to {total}, below zero: a percentage is taken of 0",
    zh="{lines}合计 {total}，低于零：按 0 计算百分比",
)


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
