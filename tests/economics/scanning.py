"""A margin looked at in every step of its range, and what a curve that looked at few of them says of each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from fractions import Fraction as F
from itertools import pairwise

from bpo.economics.margin.margin_curve import MarginCurve


def sign(number: F) -> int:
    return (number > 0) - (number < 0)


def margin_at(curve: MarginCurve, place: F) -> F:
    """Straight between the spots."""
    places = [spot.place for spot in curve.spots]
    i = min(bisect_right(places, place) - 1, len(places) - 2)
    left, right = curve.spots[i], curve.spots[i + 1]
    return left.margin + (right.margin - left.margin) * (place - left.place) / (right.place - left.place)


def signs_of(curve: MarginCurve, places: Sequence[F]) -> list[int]:
    """The sign at each of these places, from the turns and the sign at the first alone."""
    found, now = [], next((sign(s.margin) for s in curve.spots if s.margin), 0)
    if curve.spots[0].margin == 0 and curve.turns and curve.turns[0].kind != "level":
        now = sign(curve.turns[0].after)
    for place in places:
        here = now
        for turn in curve.turns:
            if turn.kind == "jump":
                here = sign(turn.before) if place == turn.place else sign(turn.after) if place >= turn.end else here
            elif place > turn.end:
                here = sign(turn.after)
            elif turn.place <= place:
                here = 0
        found.append(here)
    return found


def holds(curve: MarginCurve, scanned: dict[F, F], margin: Callable[[F], F], whole: bool) -> None:
    """Every margin and every sign is that of the scan, and every turn lies where the scan has it; between two of its places, ``margin`` tells."""
    places = sorted(scanned)
    assert [place for place in places if margin_at(curve, place) != scanned[place]] == []
    assert signs_of(curve, places) == [sign(scanned[place]) for place in places]
    for turn in curve.turns:
        if turn.kind == "jump":
            assert (turn.before, turn.after) == (scanned[turn.place], scanned[turn.end])
            assert places.index(turn.end) == places.index(turn.place) + 1
        elif turn.kind == "touch":
            assert sign(turn.before) == sign(turn.after) != 0
        elif turn.kind == "crossing" and turn.place in scanned:
            assert scanned[turn.place] == 0
        elif turn.kind == "crossing" and not whole:
            assert not turn.exact or margin(turn.place) == 0
        elif turn.kind == "crossing":
            i = bisect_right(places, turn.place)
            assert scanned[places[i - 1]] * scanned[places[i]] < 0


def passes(scanned: dict[F, F]) -> int:
    """How often the margin comes to zero or passes it, by the scan alone."""
    margins = [scanned[place] for place in sorted(scanned)]
    zeros = sum(1 for i, margin in enumerate(margins) if margin == 0 and (i == 0 or margins[i - 1] != 0))
    return zeros + sum(1 for left, right in pairwise(margins) if left * right < 0)
