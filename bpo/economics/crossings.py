"""Where a margin turns: every crossing, jump, touch and level stretch of a piecewise straight function."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Literal

from bpo.contracts.refine import EVALUATIONS_MAX, refined

Sums = tuple[Fraction, Fraction]
"""Revenue and cost."""
Kind = Literal["crossing", "jump", "touch", "level"]
GOLDEN = Fraction(618_034, 1_000_003)
ODD_PLACES = 8
LOOKS_OF_A_PLACE = 4


@dataclass(frozen=True, slots=True)
class Turn:
    """A place at which the margin is zero, or passes it.

    ``crossing``: it is zero at ``place``; of whole things, where the line between two of them is. ``jump``: it passes zero abruptly between ``place`` and ``end``, one step on. ``touch``:
    it is zero at ``place`` and has one sign around it. ``level``: it is zero from ``place`` to ``end``.
    """

    kind: Kind
    place: Fraction
    end: Fraction
    before: Fraction
    """The margin on the left side: at ``place`` of a jump, elsewhere at the place drawn before."""
    after: Fraction

    @property
    def rising(self) -> bool:
        """Whether it pays behind the turn and not before it."""
        return self.before < 0 <= self.after

    def first_paying(self, step: Fraction) -> Fraction:
        """The first multiple of ``step`` at which the margin is not below zero, of a turn that is rising."""
        return self.end if self.kind == "jump" else Fraction(math.ceil(self.place / step)) * step

    def last_paying(self, step: Fraction) -> Fraction:
        """The last multiple of ``step`` at which the margin is not below zero, of a turn that is falling."""
        return self.place if self.kind == "jump" else Fraction(math.floor(self.place / step)) * step


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the curve with what is earned and spent there."""

    place: Fraction
    revenue: Fraction
    cost: Fraction

    @property
    def margin(self) -> Fraction:
        return self.revenue - self.cost


@dataclass(frozen=True, slots=True)
class MarginCurve:
    """A margin over a range: places between which it is straight or that are one step apart, and where it turns."""

    spots: tuple[Spot, ...]
    turns: tuple[Turn, ...]
    complete: bool
    """Whether every stretch was followed to its end; otherwise there may be more turns in a narrower range."""


def margin_curve(
    value: Callable[[Fraction], Sums], first: Fraction, last: Fraction, step: Fraction, known: Iterable[Fraction] = (),
    most: int = EVALUATIONS_MAX, whole: bool = False, odd: int = ODD_PLACES, turns_only: bool = False,
) -> MarginCurve:  # fmt: skip
    """The margin between two places, with every turn.

    Args:
        value: revenue and cost at a place.
        first, last: the ends, ``first`` below ``last``.
        step: the smallest difference that is told apart; places are multiples of it, and the ends.
        known: places where it may bend or jump, such as the bounds of tiers.
        most: how often ``value`` is asked while the curve is drawn; each sign that changes is followed beyond it.
        odd: how many uneven places are looked at besides: a staircase of even steps looks straight from its even places.
        turns_only: a bend is followed only if it may bring the margin to zero: enough to find where it turns, not to draw it.
        whole: only multiples of the step can be asked for, as of contacts; a line between two of them is then trusted.
    """
    assert first < last and step > 0, "a range goes forward in steps"
    found: dict[Fraction, Sums] = {}

    def at(place: Fraction) -> Sums:
        if place not in found:
            found[place] = value(place)
        return found[place]

    uneven = [first + (last - first) * (n * GOLDEN % 1) for n in range(1, odd + 1)]
    looked = [*(knot for knot in known if first <= knot <= last), *uneven]
    if turns_only:
        drawn = refined(lambda place: (_margin(at, place),), first, last, step, looked, most, _may_reach_zero)
    else:
        drawn = refined(at, first, last, step, looked, most)
    spent = len(found) >= most + LOOKS_OF_A_PLACE * len(looked)
    places, complete = [drawn[0][0]], True
    for (low, _), (high, _) in pairwise(drawn):
        pieces, straight = _straight(at, low, high, step, spent, whole)
        places += pieces[1:]
        complete &= straight
    spots = _with_kinks(at, [Spot(place, *at(place)) for place in places], step, whole)
    return MarginCurve(tuple(spots), tuple(_turns(spots, step)), complete)


def _may_reach_zero(along: Sequence[tuple[Fraction, ...]], odd: Fraction) -> bool:
    """Whether a margin is zero along a bend, or no further from it than the bend is off the straight line."""
    margins = [margin for (margin,) in along]
    return len({_sign(margin) for margin in margins}) > 1 or min(map(abs, margins)) <= odd


def _margin(at: Callable[[Fraction], Sums], place: Fraction) -> Fraction:
    revenue, cost = at(place)
    return revenue - cost


def _straight(
    at: Callable[[Fraction], Sums], low: Fraction, high: Fraction, step: Fraction, spent: bool, whole: bool
) -> tuple[list[Fraction], bool]:
    """Places from ``low`` to ``high`` between which the margin is straight, or a step apart where its sign changes.

    Where the line would cross zero the margin is asked for, unless only whole things can be: a crossing is never merely drawn.

    With evaluations ``spent``, a stretch whose ends have one sign is not followed.
    """
    shares = (Fraction(1, 2),) if spent else (Fraction(1, 2), GOLDEN)
    inside = sorted({_grid(low + (high - low) * share, step) for share in shares})
    inside = [place for place in inside if low < place < high]
    if high - low <= step or not inside:
        return [low, high], True
    y0, y1 = _margin(at, low), _margin(at, high)
    if spent and _sign(y0) == _sign(y1):
        return [low, high], False
    if all((_margin(at, x) - y0) * (high - low) == (y1 - y0) * (x - low) for x in inside) and (
        whole or y0 * y1 >= 0 or _margin(at, low - y0 * (high - low) / (y1 - y0)) == 0
    ):
        return [low, high], True
    if len({_sign(_margin(at, x)) for x in (low, *inside, high)}) == 1:
        return [low, high], False
    left, left_straight = _straight(at, low, inside[0], step, spent, whole)
    right, right_straight = _straight(at, inside[0], high, step, spent, whole)
    return [*left, *right[1:]], left_straight and right_straight


def _grid(place: Fraction, step: Fraction) -> Fraction:
    return Fraction(math.floor(place / step)) * step


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def _with_kinks(at: Callable[[Fraction], Sums], spots: Sequence[Spot], step: Fraction, whole: bool) -> list[Spot]:
    """The places with those inside a step at which two straight stretches meet: a kink lies on no grid."""
    found: list[Spot] = list(spots[:1])
    first, last = spots[0].place, spots[-1].place
    for left, right in pairwise(spots):
        if right.place - left.place <= step and left.place - step >= first and right.place + step <= last:
            before = Spot(left.place - step, *at(left.place - step))
            after = Spot(right.place + step, *at(right.place + step))
            place = _meeting(before, left, right, after)
            if place is not None:
                share = (place - left.place) / (left.place - before.place)
                revenue = left.revenue + (left.revenue - before.revenue) * share
                cost = left.cost + (left.cost - before.cost) * share
                if whole or at(place) == (revenue, cost):
                    found.append(Spot(place, revenue, cost))
        found.append(right)
    return found


def _meeting(before: Spot, left: Spot, right: Spot, after: Spot) -> Fraction | None:
    """Where the line through the first two meets that through the last two, if that is between ``left`` and ``right``."""
    slope = (left.margin - before.margin) / (left.place - before.place)
    other = (after.margin - right.margin) / (after.place - right.place)
    if slope == other:
        return None
    place = (right.margin - left.margin + slope * left.place - other * right.place) / (slope - other)
    return place if left.place < place < right.place else None


def _turns(spots: Sequence[Spot], step: Fraction) -> list[Turn]:
    """Every turn between and at these places."""
    turns: list[Turn] = []
    margins = [spot.margin for spot in spots]
    for zero, group in groupby(range(len(spots)), key=lambda i: margins[i] == 0):
        run = list(group)
        low, high = run[0], run[-1]
        if zero:
            before = margins[low - 1] if low else Fraction(0)
            after = margins[high + 1] if high + 1 < len(spots) else Fraction(0)
            kind: Kind = "level" if low < high else "touch" if before * after > 0 else "crossing"
            turns.append(Turn(kind, spots[low].place, spots[high].place, before, after))
        else:
            turns += [_passing(spots, i, step) for i in run[:-1] if margins[i] * margins[i + 1] < 0]
    return turns


def _passing(spots: Sequence[Spot], i: int, step: Fraction) -> Turn:
    """The turn between two places of which one pays and the other does not."""
    left, right = spots[i], spots[i + 1]
    rise = right.margin - left.margin
    place = left.place - left.margin * (right.place - left.place) / rise
    if right.place - left.place > step:
        return Turn("crossing", place, place, left.margin, right.margin)
    slope = rise / (right.place - left.place)
    beside = [_slope(spots[j], spots[j + 1]) for j in (i - 1, i + 1) if 0 <= j < len(spots) - 1]
    if right.place - left.place < step or slope in beside:
        return Turn("crossing", place, place, left.margin, right.margin)
    return Turn("jump", left.place, right.place, left.margin, right.margin)


def _slope(left: Spot, right: Spot) -> Fraction:
    return (right.margin - left.margin) / (right.place - left.place)
