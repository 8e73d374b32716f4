"""Figures of months as a chart: bars for one, a line for another, in the geometry of the templates' macro ``chart``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from bpo.report.charts import BOTTOM, HEIGHT, LARGE, LEFT, RIGHT, TOP, Bar, Chart, Scale, Tick, px

LABEL_WIDTH = 44
"""What ``2027-01`` takes below the axis."""


def month_chart(names: Sequence[str], bars: Sequence[Fraction], line: Sequence[Fraction]) -> Chart:
    """A bar and a point of the line for each month, from zero and in one scale.

    Args:
        names: of the months, below the axis; as many of them as there is room for.
        bars: a figure a month.
        line: another.
    """
    scale = Scale.over([Fraction(0), *bars, *line])
    slot = Fraction(LARGE - LEFT - RIGHT, len(names))
    zero, middle = scale.y(Fraction(0)), [LEFT + slot * i + slot / 2 for i in range(len(names))]
    points = [(px(x), px(scale.y(value))) for x, value in zip(middle, line, strict=True)]
    every = math.ceil(LABEL_WIDTH / slot)
    return Chart(
        width=str(LARGE), height=str(HEIGHT), left=str(LEFT), right=str(LARGE - RIGHT), top=str(TOP), bottom=str(HEIGHT - BOTTOM),
        bars=tuple(
            Bar(px(x - slot * Fraction(32, 100)), px(scale.y(value)), px(slot * Fraction(64, 100)), px(zero - scale.y(value)))
            for x, value in zip(middle, bars, strict=True)
        ),
        points=(" ".join(f"{x},{y}" for x, y in points),) if len(points) > 1 else (), dots=tuple(points), grid=scale.grid(""),
        days=tuple(Tick(px(x), name) for i, (x, name) in enumerate(zip(middle, names, strict=True)) if i % every == 0), target="",
    )  # fmt: skip
