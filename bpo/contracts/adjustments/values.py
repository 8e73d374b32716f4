"""How KPI values are said in steps: a ratio as a percentage, anything else with its number."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from bpo.contracts.statement import KpiVerdict
from bpo.words import Pct, Text


def in_unit(value: Fraction, unit: str) -> Any:
    return Pct(value) if unit == "ratio" else value


def kpi_value(verdict: KpiVerdict) -> Any:
    """The judged value in its unit, for a step's words."""
    assert verdict.judged is not None
    return in_unit(verdict.judged, verdict.result.unit)


def point_of(unit: str) -> Fraction:
    """One point of a KPI: a percentage point of a ratio, a second of seconds, 1 of a score."""
    return Fraction(1, 100) if unit == "ratio" else Fraction(1)


def joined(names: Sequence[Text]) -> Text:
    """Several names as one, in each language with its own comma."""
    return Text(zh="、".join(name.zh for name in names), en=", ".join(name.en for name in names))
