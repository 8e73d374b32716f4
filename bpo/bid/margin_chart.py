"""The margin as a curve: geometry for the templates' macro ``chart``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

from bpo.economics.margin.crossings import Spot, Turn
from bpo.economics.margin.vary import Swept
from bpo.report.charts import BOTTOM, HEIGHT, LARGE, RIGHT, TOP, Chart, Scale, Tick, px

LEFT = 72


def margin_chart(swept: Swept, said: Callable[[Fraction], str]) -> Chart:
    """The curve through the places, broken where it jumps; a dot on each turn, a line at no margin.

    Args:
        swept: the margin over the range of an input.
        said: how a place is printed below the axis.
    """
    spots = swept.curve.spots
    scale = Scale.over([Fraction(0), *(spot.margin for spot in spots)])
    first, span = spots[0].place, spots[-1].place - spots[0].place

    def x(place: Fraction) -> str:
        return px(LEFT + (place - first) / span * (LARGE - LEFT - RIGHT))

    runs: list[list[str]] = [[]]
    for spot, after in pairwise([*spots, spots[-1]]):
        runs[-1].append(f"{x(spot.place)},{px(scale.y(spot.margin))}")
        if any(_between(turn, spot, after) for turn in swept.curve.turns):
            runs.append([])
    marks = Scale.over([spots[0].place, spots[-1].place])
    places = [marks.low + marks.step * i for i in range(marks.count + 1)]
    return Chart(
        width=str(LARGE), height=str(HEIGHT), left=str(LEFT), right=str(LARGE - RIGHT), top=str(TOP), bottom=str(HEIGHT - BOTTOM),
        bars=(), points=tuple(" ".join(run) for run in runs if len(run) > 1), dots=_dots(swept.curve.turns, x, scale), grid=scale.grid(""),
        days=tuple(Tick(x(place), said(place)) for place in places if first <= place <= first + span),
        target=px(scale.y(Fraction(0))),
    )  # fmt: skip


def _between(turn: Turn, before: Spot, after: Spot) -> bool:
    return turn.kind == "jump" and before.place <= turn.place and turn.end <= after.place != before.place


def _dots(turns: Sequence[Turn], x: Callable[[Fraction], str], scale: Scale) -> tuple[tuple[str, str], ...]:
    found = []
    for turn in turns:
        ends = (
            ((turn.place, turn.before), (turn.end, turn.after)) if turn.kind == "jump" else ((turn.place, Fraction(0)),)
        )
        found += [(x(place), px(scale.y(margin))) for place, margin in ends]
    return tuple(found)
