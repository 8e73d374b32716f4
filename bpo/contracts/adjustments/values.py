"""How KPI values are said in steps (a ratio as a percentage, seconds with their unit, anything else with its number), and points beyond one."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from bpo.contracts.statement import KpiVerdict
from bpo.core.units import UNITS
from bpo.core.words import Pct, Text, Words, show, show_number


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
BEGUN_ABOVE = Words(
    "consequence-begun-points-above",
    en="{kpi} at {judged} is above {start}, in begun {points}",
    zh="{kpi} 为 {judged}，高于 {start}，不足一点按一点计，共 {points}",
)
BEGUN_BELOW = Words(
    "consequence-begun-points-below",
    en="{kpi} at {judged} is below {start}, in begun {points}",
    zh="{kpi} 为 {judged}，低于 {start}，不足一点按一点计，共 {points}",
)
RELATIVE_ABOVE = Words(
    "consequence-relative-points-above",
    en="{kpi} at {judged} is {share} of {start} above it, counted as {points}",
    zh="{kpi} 为 {judged}，高于 {start}，差额为其 {share}，计 {points}",
)
RELATIVE_BELOW = Words(
    "consequence-relative-points-below",
    en="{kpi} at {judged} is {share} of {start} below it, counted as {points}",
    zh="{kpi} 为 {judged}，低于 {start}，差额为其 {share}，计 {points}",
)
NOT_ABOVE = Words(
    "consequence-not-above", en="{kpi} at {judged} is not above {start}", zh="{kpi} 为 {judged}，未高于 {start}"
)
NOT_BELOW = Words(
    "consequence-not-below", en="{kpi} at {judged} is not below {start}", zh="{kpi} 为 {judged}，未低于 {start}"
)


Counted = Literal["in_part", "full", "begun"]
"""How a point that is not whole counts: in part, not at all, or as one."""
_ROUNDED: Mapping[Counted, Callable[[Fraction], Fraction]] = {
    "in_part": lambda points: points,
    "full": lambda points: Fraction(math.floor(points)),
    "begun": lambda points: Fraction(math.ceil(points)),
}
_WORDS: Mapping[Counted, tuple[Words, Words]] = {
    "in_part": (ABOVE, BELOW),
    "full": (FULL_ABOVE, FULL_BELOW),
    "begun": (BEGUN_ABOVE, BEGUN_BELOW),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What a clause judges, a KPI or a score: its name, its value, and what that is measured in."""

    label: Text
    value: Fraction
    unit: str

    @property
    def said(self) -> dict[str, Any]:
        """The values that name it in a sentence."""
        return {"kpi": self.label, "judged": in_unit(self.value, self.unit)}


@dataclass(frozen=True, slots=True)
class Points:
    """How points are counted: a ``point`` in the unit of the value, or, ``relative``, as a share of where they begin; None: the usual."""

    counted: Counted = "in_part"
    relative: bool = False
    point: Fraction | None = None

    def of(self, distance: Fraction, start: Fraction, unit: str) -> Fraction:
        """A distance from ``start`` in points."""
        usual = Fraction(1, 100) if self.relative else point_of(unit)
        return _ROUNDED[self.counted]((distance / start if self.relative else distance) / (self.point or usual))

    def unit(self, unit: str) -> str:
        """What they are called, of a value in this unit."""
        return "step" if self.point is not None else "point" if self.relative else points_in(unit)

    def said(self, points: Fraction, unit: str) -> Any:
        """So many: ``2.5 points``, ``17 s``, ``25 × 0.1%``."""
        if self.point is None:
            return points_said(points, "point" if self.relative else unit)
        number, step = show_number(points), in_unit(self.point, "ratio" if self.relative else unit)
        return Text(zh=f"{number} × {show(step, 'zh')}", en=f"{number} × {show(step, 'en')}")


def points_beyond(
    judged: Judged, start: Fraction, above: bool, points: Points
) -> tuple[Words, dict[str, Any], Fraction]:
    """How many points the judged value lies above (or below) ``start``, and how that is said; 0 on the other side."""
    distance = judged.value - start if above else start - judged.value
    if distance <= 0:
        return (NOT_ABOVE if above else NOT_BELOW), {"points": points.said(Fraction(0), judged.unit)}, Fraction(0)
    count = points.of(distance, start, judged.unit)
    values = {"points": points.said(count, judged.unit)}
    if points.relative:
        return (RELATIVE_ABOVE if above else RELATIVE_BELOW), {"share": Pct(distance / start), **values}, count
    return _WORDS[points.counted][int(not above)], values, count
