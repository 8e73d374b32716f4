"""The margin as a curve: broken where it jumps, with a dot on each turn and a line at no margin."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from bpo.economics.margin.crossings import Spot, Turn
from bpo.economics.margin.vary import Swept
from bpo.report.model import Curve, Format


def margin_curve(swept: Swept, places: Format) -> Curve:
    """The margin over the range of an input; ``places`` is how a place is written below the axis."""
    spots, turns = swept.curve.spots, swept.curve.turns
    breaks = [n for n, (one, after) in enumerate(pairwise(spots)) if any(_between(turn, one, after) for turn in turns)]
    points = tuple((spot.place, spot.margin) for spot in spots)
    dots = tuple(dot for turn in turns for dot in _ends(turn))
    return Curve(points, frozenset(breaks), dots, Fraction(0), places)


def _between(turn: Turn, before: Spot, after: Spot) -> bool:
    return turn.kind == "jump" and before.place <= turn.place and turn.end <= after.place != before.place


def _ends(turn: Turn) -> tuple[tuple[Fraction, Fraction], ...]:
    if turn.kind == "jump":
        return (turn.place, turn.before), (turn.end, turn.after)
    return ((turn.place, Fraction(0)),)
