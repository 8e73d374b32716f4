"""Bands that no value reaches, once it is rounded as the contract says or since it is never below zero."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from bpo.advice.check.asked import Advice, Asked
from bpo.contracts.blocks.bands import Band
from bpo.contracts.header.accepts import Check
from bpo.core.fields import Part
from bpo.core.words import Words

NAME = Check.UNREACHABLE
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
    for clause, at, part in asked.parts():
        for name in type(part).model_fields:
            bands = getattr(part, name)
            if not (isinstance(bands, list) and bands and all(isinstance(band, Band) for band in bands)):
                continue
            step, shown, negative = _rounding(asked, part)
            if step is not None:
                for i in rounded_away(bands, step):
                    yield asked.advice(NAME, ROUNDED_AWAY, (*at, name, i), clause.id, clause=clause.id, step=shown)
            if not negative:
                for i in below_zero(bands):
                    yield asked.advice(NAME, BELOW_ZERO, (*at, name, i), clause.id, clause=clause.id)


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


def _rounding(asked: Asked, part: Part) -> tuple[Fraction | None, Any, bool]:
    """What the value of these bands is rounded to, how that is written, and whether it may be negative."""
    kpi = asked.kpi(str(getattr(part, "kpi", "")))
    if kpi is not None:
        shown = asked.kpi_value(kpi.id, kpi.round_to) if kpi.round_to is not None else None
        return kpi.round_to, shown, kpi.may_be_negative
    step = getattr(part, "round_to", None)
    return step, step, False
