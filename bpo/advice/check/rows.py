"""Lists of rows: bands that no value reaches, and marks or shares that do not add up to a whole."""

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.adjustments.at_risk_pool import Category, PoolRow
from bpo.contracts.adjustments.scorecard import ScoreRow
from bpo.contracts.blocks.bands import Band
from bpo.core.fields import FileModel
from bpo.core.words import Pct, Words

ROUNDED_AWAY = Words(
    "check-unreachable",
    en="'{clause}': no value lies in this band once it is rounded to {step}",
    zh="条款 '{clause}'：按 {step} 舍入后，没有取值会落入本档",
)
BELOW_ZERO = Words(
    "check-unreachable-below-zero",
    en="'{clause}': this band takes only values below zero, which there are none of",
    zh="条款 '{clause}'：本档只包含小于零的取值，实际不会出现",
)


def unreachable(asked: Asked) -> Iterator[Advice]:
    """Bands that no value reaches, once it is rounded as the contract says or since it is never below zero."""
    for clause, at, part, bands in asked.lists_of(Band):
        step, shown, negative = _rounding(asked, part)
        for i in rounded_away(bands, step) if step is not None else ():
            yield asked.advice(ROUNDED_AWAY, (*at, i), clause.id, step=shown)
        for i in below_zero(bands) if not negative else ():
            yield asked.advice(BELOW_ZERO, (*at, i), clause.id)


def rounded_away(bands: Sequence[Band], step: Fraction) -> Iterator[int]:
    """The bands without a multiple of ``step``: 84.95% and 85% are the same bound to a KPI that is rounded to 0.1%."""
    before: int | None = None
    for i, band in enumerate(bands):
        bound = band.bound()
        if bound is None:
            continue
        first = _first_inside(*bound, step)
        upward = bound[0] in ("at_most", "below")
        if before is not None and (first <= before if upward else first >= before):
            yield i
        before = first


def _first_inside(name: str, bound: Fraction, step: Fraction) -> int:
    """The multiple of ``step`` next to the bound that still lies inside the band."""
    steps = bound / step
    if name == "at_least":
        return math.ceil(steps)
    if name == "above":
        return math.floor(steps) + 1
    return math.floor(steps) if name == "at_most" else math.ceil(steps) - 1


def below_zero(bands: Sequence[Band]) -> Iterator[int]:
    """The bands that only negative values reach."""
    for i, band in enumerate(bands):
        before = bands[i - 1].bound() if i else None
        bound = band.bound()
        if (before is not None and before[0] == "at_least" and before[1] <= 0) or (
            bound is not None and ((bound[0] == "at_most" and bound[1] < 0) or (bound[0] == "below" and bound[1] <= 0))
        ):
            yield i


def _rounding(asked: Asked, part: FileModel) -> tuple[Fraction | None, Any, bool]:
    """What the value of these bands is rounded to, how that is written, and whether it may be negative."""
    kpi = asked.kpi(str(getattr(part, "kpi", "")))
    if kpi is not None:
        shown = asked.kpi_value(kpi.id, kpi.round_to) if kpi.round_to is not None else None
        return kpi.round_to, shown, kpi.may_be_negative
    step = getattr(part, "round_to", None)
    return step, step, False


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
    """Scorecards whose marks do not add up to 100, and pools whose shares do not: a weight that was forgotten is worth money."""
    for clause, at, _, rows in asked.lists_of(ScoreRow):
        total = sum((row.marks for row in rows), Fraction(0))
        if total != WHOLE:
            yield asked.advice(NOT_100, at, clause.id, total=total)
    for clause, at, _, takes in asked.lists_of(PoolRow, Category):
        total = sum((_most(row) for row in takes), Fraction(0))
        if total != 1:
            yield asked.advice(NOT_WHOLE, at, clause.id, total=Pct(total))


def _most(row: FileModel) -> Fraction:
    """The largest share that a KPI or a category takes."""
    assert isinstance(row, (PoolRow, Category)), "only these share a pool"
    bands = row.bands if isinstance(row, PoolRow) else None
    return max((band.share for band in bands), default=Fraction(0)) if bands else row.share or Fraction(0)
