"""Points of a KPI beyond a value, and the sentence that says on which side of it the KPI lies."""

import math
from fractions import Fraction

from bpo.contracts.adjustments.values import point_of
from bpo.contracts.statement import KpiVerdict
from bpo.core.words import Words

ABOVE = Words(
    "consequence-points-above",
    en="{kpi} at {judged} is {points} above {start}",
    zh="{kpi} 为 {judged}，高于 {start}，共 {points}",
)
BELOW = Words(
    "consequence-points-below",
    en="{kpi} at {judged} is {points} below {start}",
    zh="{kpi} 为 {judged}，低于 {start}，共 {points}",
)
FULL_ABOVE = Words(
    "consequence-full-points-above",
    en="{kpi} at {judged} is above {start}, in full {points}",
    zh="{kpi} 为 {judged}，高于 {start}，取整计 {points}",
)
FULL_BELOW = Words(
    "consequence-full-points-below",
    en="{kpi} at {judged} is below {start}, in full {points}",
    zh="{kpi} 为 {judged}，低于 {start}，取整计 {points}",
)
NOT_ABOVE = Words(
    "consequence-not-above", en="{kpi} at {judged} is not above {start}", zh="{kpi} 为 {judged}，未高于 {start}"
)
NOT_BELOW = Words(
    "consequence-not-below", en="{kpi} at {judged} is not below {start}", zh="{kpi} 为 {judged}，未低于 {start}"
)


def points_beyond(verdict: KpiVerdict, start: Fraction, above: bool, full: bool) -> tuple[Words, Fraction]:
    """How many points the judged value lies above (or below) ``start``: 0 on the other side; only whole ones if ``full``."""
    assert verdict.judged is not None
    distance = verdict.judged - start if above else start - verdict.judged
    if distance <= 0:
        return (NOT_ABOVE if above else NOT_BELOW), Fraction(0)
    points = distance / point_of(verdict.result.unit)
    if full:
        return (FULL_ABOVE if above else FULL_BELOW), Fraction(math.floor(points))
    return (ABOVE if above else BELOW), points
