"""How KPI values are said in steps: a ratio as a percentage, seconds with their unit, anything else with its number."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from bpo.contracts.statement import KpiVerdict
from bpo.core.units import UNITS
from bpo.core.words import Pct, Text, show_number


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
