"""Scorecards whose marks do not add up to 100, and pools whose shares do not: a weight that was forgotten is worth money."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.adjustments.at_risk_pool import Category, PoolRow
from bpo.contracts.adjustments.scorecard import ScoreRow
from bpo.contracts.header.accepts import Check
from bpo.core.words import Pct, Words

NAME = Check.MARKS_TOTAL
WHOLE = Fraction(100)
NOT_100 = Words(
    "check-marks-total",
    en="'{clause}': the marks of the scorecard add up to {total}, not to 100",
    zh="条款 '{clause}'：评分表各项满分合计为 {total}，不是 100",
)

NOT_WHOLE = Words(
    "check-marks-total-shares",
    en="'{clause}': these shares of the pool add up to {total}, not to 100%",
    zh="条款 '{clause}'：风险金池各项占比合计 {total}，不是 100%",
)


def marks_total(asked: Asked) -> Iterator[Advice]:
    for clause, at, part in asked.parts():
        for name in type(part).model_fields:
            rows = getattr(part, name)
            if isinstance(rows, list) and rows and all(isinstance(row, ScoreRow) for row in rows):
                total = sum((row.marks for row in rows), Fraction(0))
                if total != WHOLE:
                    yield asked.advice(NAME, NOT_100, (*at, name), clause.id, clause=clause.id, total=total)
            elif isinstance(rows, list) and rows and all(isinstance(row, (PoolRow, Category)) for row in rows):
                total = sum((_most(row) for row in rows), Fraction(0))
                if total != 1:
                    said = {"clause": clause.id, "total": Pct(total)}
                    yield asked.advice(NAME, NOT_WHOLE, (*at, name), clause.id, **said)


def _most(row: PoolRow | Category) -> Fraction:
    """The largest share that a KPI or a category takes."""
    bands = row.bands if isinstance(row, PoolRow) else None
    return max((band.share for band in bands), default=Fraction(0)) if bands else row.share or Fraction(0)
