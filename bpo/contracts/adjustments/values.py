"""How KPI values are said in steps (a ratio as a percentage, seconds with their unit, anything else with its number), and points beyond one."""

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from bpo.contracts.statement import KpiVerdict
from bpo.core.units import UNITS
from bpo.core.words import Pct, Text, Words, show_number


def in_unit(value: Fraction, unit: str) -> Any:
    if unit == "second":
        number = show_number(value)
        return Text(zh=f"{number} 秒", en=f"{number} s")
    return Pct(value) if unit == "ratio" else value


def kpi_value(verdict: KpiVerdict) -> Any:
    """The judged value in its unit, for a step's words."""
    assert verdict.judged is not None
    return in_unit(verdict.judged, verdict.result.unit)


def point_of(unit: str) -> Fraction:
    """One point of a KPI: a percentage point of a ratio, a second of seconds, 1 of a score."""
    return Fraction(1, 100) if unit == "ratio" else Fraction(1)


def points_in(unit: str) -> str:
    """What the points of a KPI are called: seconds are seconds, all others points."""
    return unit if unit == "second" else "point"


def points_said(points: Fraction, unit: str) -> Any:
    """So many points: ``2.5 points``, ``17 s``."""
    if unit == "second":
        return in_unit(points, unit)
    number, name = show_number(points), UNITS["point"]
    return Text(zh=f"{number} {name.zh}", en=f"{number} {name.en}")


def joined(names: Sequence[Text]) -> Text:
    """Several names as one, in each language with its own comma."""
    return Text(zh="、".join(name.zh for name in names), en=", ".join(name.en for name in names))


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
