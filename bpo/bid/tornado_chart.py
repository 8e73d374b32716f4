"""A tornado: for each input a bar between the margins at its low and its high value, around the margin of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.economics.margin.sensitivity import Bar
from bpo.report.charts import LARGE, RIGHT, Scale, Tick, px
from bpo.report.speech import Said

LEFT, ROW, HEAD, BAR = 190, 22, 8, 12
FOOT = 20
PAGE_WIDTH = 174
"""Millimetres between the margins of a page."""
BARS_MAX = 16
"""As many as fit half a page; the table below has them all."""


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """``low_x``, ``low_width`` is the part of the margin at the low value, the others that at the high one; each from the plan's line."""

    label: Said
    text_y: str
    y: str
    low_x: str
    low_width: str
    high_x: str
    high_width: str


@dataclass(frozen=True, slots=True)
class Tornado:
    """``tall`` is the height on paper where the chart has a page's width."""

    tall: str
    width: str
    height: str
    left: str
    bar_height: str
    bottom: str
    plan: str
    bars: tuple[TornadoBar, ...]
    grid: tuple[Tick, ...]


def tornado_chart(bars: Sequence[Bar], labels: Sequence[Said]) -> Tornado:
    """The geometry, of the widest bars alone if there are many.

    Args:
        bars: the widest first, all around the same plan.
        labels: of each bar's input.
    """
    shown = list(zip(bars, labels, strict=True))[:BARS_MAX]
    planned = bars[0].planned
    scale = Scale.over([planned, *(end for bar, _ in shown for end in _ends(bar))])
    span, room = scale.step * scale.count, LARGE - LEFT - RIGHT - 24

    def x(margin: Fraction) -> Fraction:
        return LEFT + (margin - scale.low) / span * room

    drawn = []
    for row, (bar, label) in enumerate(shown):
        top = HEAD + ROW * row
        (low_x, low_width), (high_x, high_width) = (_from_plan(x(planned), x(end)) for end in _ends(bar))
        y = px(Fraction(top + (ROW - BAR) // 2))
        drawn.append(TornadoBar(label, px(Fraction(top + ROW // 2 + 4)), y, low_x, low_width, high_x, high_width))
    bottom = HEAD + ROW * len(shown)
    marks = [scale.low + scale.step * i for i in range(scale.count + 1)]
    tall = px(Fraction((bottom + FOOT) * PAGE_WIDTH, LARGE)) + "mm"
    return Tornado(
        tall, str(LARGE), str(bottom + FOOT), str(LEFT), str(BAR), str(bottom), px(x(planned)), tuple(drawn),
        tuple(Tick(px(x(mark)), f"{int(mark):,}") for mark in marks),
    )  # fmt: skip


def _ends(bar: Bar) -> tuple[Fraction, Fraction]:
    """The margins at both ends; the plan's where the input cannot go there."""
    low, high = (bar.planned if end is None else end for end in (bar.at_low, bar.at_high))
    return low, high


def _from_plan(plan: Fraction, end: Fraction) -> tuple[str, str]:
    return px(min(plan, end)), px(abs(end - plan))
