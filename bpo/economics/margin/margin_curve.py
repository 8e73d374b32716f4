"""Where a margin turns: every crossing, jump, touch and level stretch of a piecewise straight function."""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Literal

from bpo.contracts.blocks.refine import EVALUATIONS_MAX, drawn
from bpo.economics.margin.pieces import Look
from bpo.economics.margin.segment_search import Search
from bpo.economics.margin.segments import Segment
from bpo.economics.margin.walk import Walk

Sums = tuple[Fraction, Fraction]
"""Revenue and cost."""
LOOKS_INSIDE = 8
"""How often a step is looked at between its ends, for the place where the margin is zero."""
Kind = Literal["crossing", "jump", "touch", "level"]


@dataclass(frozen=True, slots=True)
class BreakEvenPoint:
    """A place at which the margin is zero, or passes it.

    ``crossing``: it is zero at ``place``; of whole things, where the line between two of them is. ``jump``: it passes zero
    abruptly between ``place`` and ``end``, one step on. ``touch``: it is zero at ``place`` and has one sign around it. ``level``: it is zero from ``place`` to ``end``.
    """

    kind: Kind
    place: Fraction
    end: Fraction
    before: Fraction
    """The margin on the left side: at ``place`` of a jump, elsewhere at the place drawn before."""
    after: Fraction
    exact: bool = True
    """Whether the margin is zero at ``place``; otherwise it passes zero within a step, where a straight line does."""

    @property
    def rising(self) -> bool:
        """Whether it pays behind the turn and not before it."""
        return self.before < 0 <= self.after

    def first_paying(self, step: Fraction) -> Fraction:
        """The first multiple of ``step`` at which the margin is not below zero, of a turn that is rising."""
        return self.end if self.kind == "jump" else Fraction(math.ceil(self.place / step)) * step


@dataclass(frozen=True, slots=True)
class Sample:
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

    spots: tuple[Sample, ...]
    turns: tuple[BreakEvenPoint, ...]
    left: tuple[tuple[Fraction, Fraction], ...] = ()
    """Between which places it was not followed step by step, so that there may be more turns there; elsewhere there are none."""

    straight: Callable[[Fraction], Sums | None] = field(default=lambda _: None, compare=False, repr=False)
    """Revenue and cost at a place that lies on a straight piece which was followed, the same as if it was looked at; None elsewhere."""

    @property
    def complete(self) -> bool:
        """Whether every turn is proven to be found."""
        return not self.left


def margin_curve(
    value: Callable[[Fraction], Sums | Segment], first: Fraction, last: Fraction, step: Fraction, known: Iterable[Fraction] = (),
    most: int = EVALUATIONS_MAX, whole: bool = False, turns_only: bool = False, even: Iterable[Fraction] = (),
    piece: Look | None = None, walked: int = EVALUATIONS_MAX,
) -> MarginCurve:  # fmt: skip
    """The margin between two places, with every turn.

    Args:
        value: revenue and cost at a place; or its piece. With pieces, what is ``complete`` is proven: between two places every rule
            is the same, and all numbers are on one line; see :mod:`bpo.economics.margin.segment_search`. Else revenue and cost alone are held
            against the line.
        first, last: the ends, ``first`` below ``last``.
        step: the smallest difference that is told apart; places are multiples of it, and the ends.
        known: places where it may bend or jump, such as the bounds of tiers: not needed, but the faster way.
        most: how often ``value`` is asked besides the known places; each sign that changes is followed beyond it. 0: nothing is
            straight anywhere, and only changes of sign are followed.
        turns_only: a bend is followed only if it may bring the margin to zero: enough to find where it turns, not to draw it.
        even: places that the curve is to show, besides those where it bends.
        piece: revenue and cost with the stretch on which they go on straight; where it tells of stretches, the margin is walked from
            piece to piece (:mod:`bpo.economics.margin.walk`), and else looked at as ``value`` tells.
        walked: how often it is looked at on such a walk.
        whole: only multiples of the step can be asked for, as of contacts; a line between two of them is then trusted.
    """
    assert first < last and step > 0, "a range goes forward in steps"
    if piece is not None:
        walk = Walk(piece, first, last, step, walked, turns_only)
        if walk.tells_of_stretches():
            return _walked(walk, value, whole, even)
        if most == 0:
            value = _not_again(walk, value)
    found: dict[Fraction, Sums] = {}
    taxed = Fraction(0)

    def look(place: Fraction) -> Segment:
        nonlocal taxed
        one = value(place)
        seen = one if isinstance(one, Segment) else Segment((), one)
        found[place], taxed = (seen.numbers[0], seen.numbers[1]), seen.taxed
        return seen

    def at(place: Fraction) -> Sums:
        if place not in found:
            look(place)
        return found[place]

    jagged = most == 0
    search = Search(look, first, last, step, turns_only, jagged)
    places = search.places((knot for knot in known if first <= knot <= last), most, even)
    return _drawn(at, places, step, whole, search.left, taxed, lambda _: not jagged, lambda _: False)


def _not_again(walk: Walk, value: Callable[[Fraction], Sums | Segment]) -> Callable[[Fraction], Sums | Segment]:
    """``value`` without another look at the places that were looked at in vain: where nothing is straight, sums are all that is asked."""
    looked = {one.stretch.place: Segment((None,), one.sums, one.taxed) for one in walk.looked}
    return lambda place: looked[place] if place in looked else value(place)


def _walked(
    walk: Walk, value: Callable[[Fraction], Sums | Segment], whole: bool, even: Iterable[Fraction]
) -> MarginCurve:
    """The curve of a walk: between two places of a straight piece nothing is looked at again."""
    walk.follow()
    step = walk.step
    looked = {one.stretch.place: one.sums for one in walk.looked}

    def at(place: Fraction) -> Sums:
        if place not in looked:
            held = walk.piece(place)
            one = held.line_at(place) if held is not None else value(place)
            looked[place] = one if not isinstance(one, Segment) else (one.numbers[0], one.numbers[1])
        return looked[place]

    places = sorted({*walk.corners(), *(round(place / step) * step for place in even)})
    places = [place for place, _ in drawn([(place, at(place)) for place in places], step)]
    left = [(walk.place(low - 1), walk.place(high + 1)) for low, high in walk.left]

    def in_steps(place: Fraction) -> bool:
        held = walk.piece(math.floor(place / step) * step)
        return (place / step).denominator != 1 and held is not None and held.stretch.in_steps

    def straight(place: Fraction) -> Sums | None:
        held = walk.piece(place)
        return None if held is None or in_steps(place) else held.line_at(place)

    taxed = walk.looked[0].taxed
    curve = _drawn(at, places, step, whole, left, taxed, lambda place: walk.piece(place) is not None, in_steps)
    return curve if taxed else replace(curve, straight=straight)


def _drawn(
    at: Callable[[Fraction], Sums], places: Sequence[Fraction], step: Fraction, whole: bool,
    left: Sequence[tuple[Fraction, Fraction]], taxed: Fraction, straight: Callable[[Fraction], bool],
    in_steps: Callable[[Fraction], bool],
) -> MarginCurve:  # fmt: skip
    spots = _with_kinks(at, [Sample(place, *at(place)) for place in places], step, whole, straight)
    turns = _turns(spots, step)
    if not whole:
        turns = [_made_exact(at, one, spots, 1 if in_steps(one.place) else LOOKS_INSIDE) for one in turns]
    curve = MarginCurve(tuple(spots), tuple(turns), tuple(_joined(left)))
    return _after_tax(curve, taxed) if taxed else curve


def _joined(stretches: Iterable[tuple[Fraction, Fraction]]) -> Iterator[tuple[Fraction, Fraction]]:
    """Stretches in order, those that meet as one."""
    now: tuple[Fraction, Fraction] | None = None
    for low, high in sorted(stretches):
        if now is not None and low <= now[1]:
            now = now[0], max(now[1], high)
        else:
            if now is not None:
                yield now
            now = low, high
    if now is not None:
        yield now


def _after_tax(curve: MarginCurve, share: Fraction) -> MarginCurve:
    """The curve after a tax that takes a share of the margin where it is above zero: it turns where it did, and bends there."""

    def left(margin: Fraction) -> Fraction:
        return margin - share * max(Fraction(0), margin)

    spots = list(curve.spots)
    for turn in curve.turns:
        i = bisect_right(spots, turn.place, key=lambda spot: spot.place)
        if turn.kind == "crossing" and turn.exact and spots[i - 1].place < turn.place:
            low, high = spots[i - 1 : i + 1]
            revenue = low.revenue + (high.revenue - low.revenue) * (turn.place - low.place) / (high.place - low.place)
            if low.margin * (high.place - turn.place) == -high.margin * (turn.place - low.place):
                spots.insert(i, Sample(turn.place, revenue, revenue))
    return MarginCurve(
        tuple(replace(spot, cost=spot.revenue - left(spot.margin)) for spot in spots),
        tuple(replace(turn, before=left(turn.before), after=left(turn.after)) for turn in curve.turns),
        curve.left,
    )


def _with_kinks(
    at: Callable[[Fraction], Sums], spots: Sequence[Sample], step: Fraction, whole: bool, straight: Callable[[Fraction], bool]
) -> list[Sample]:  # fmt: skip
    """The places with those inside a step at which two ``straight`` stretches meet: a kink lies on no grid.

    Of whole things there is no place inside a step: there two lines only tell where the margin would be zero between one that
    pays and one that does not.
    """
    found: list[Sample] = list(spots[:1])
    first, last = spots[0].place, spots[-1].place
    for i, (left, right) in enumerate(pairwise(spots)):
        long = 0 < i < len(spots) - 2 and min(left.place - spots[i - 1].place, spots[i + 2].place - right.place) > step
        inside = left.place - step >= first and right.place + step <= last and right.place - left.place <= step
        inside = inside and straight(left.place - step) and straight(right.place + step)
        if inside and (not whole or (long and left.margin * right.margin < 0)):
            before = Sample(left.place - step, *at(left.place - step))
            after = Sample(right.place + step, *at(right.place + step))
            place = _meeting(before, left, right, after)
            if place is not None:
                share = (place - left.place) / (left.place - before.place)
                revenue = left.revenue + (left.revenue - before.revenue) * share
                cost = left.cost + (left.cost - before.cost) * share
                if whole or at(place) == (revenue, cost):
                    found.append(Sample(place, revenue, cost))
        found.append(right)
    return found


def _meeting(before: Sample, left: Sample, right: Sample, after: Sample) -> Fraction | None:
    """Where the line through the first two meets that through the last two, if that is between ``left`` and ``right``."""
    slope = (left.margin - before.margin) / (left.place - before.place)
    other = (after.margin - right.margin) / (after.place - right.place)
    if slope == other:
        return None
    place = (right.margin - left.margin + slope * left.place - other * right.place) / (slope - other)
    return place if left.place < place < right.place else None


def _turns(spots: Sequence[Sample], step: Fraction) -> list[BreakEvenPoint]:
    """Every turn between and at these places."""
    turns: list[BreakEvenPoint] = []
    margins = [spot.margin for spot in spots]
    for zero, group in groupby(range(len(spots)), key=lambda i: margins[i] == 0):
        run = list(group)
        low, high = run[0], run[-1]
        if zero:
            before = margins[low - 1] if low else Fraction(0)
            after = margins[high + 1] if high + 1 < len(spots) else Fraction(0)
            kind: Kind = "level" if low < high else "touch" if before * after > 0 else "crossing"
            turns.append(BreakEvenPoint(kind, spots[low].place, spots[high].place, before, after))
        else:
            turns += [_passing(spots, i, step) for i in run[:-1] if margins[i] * margins[i + 1] < 0]
    return turns


def _passing(spots: Sequence[Sample], i: int, step: Fraction) -> BreakEvenPoint:
    """The turn between two places of which one pays and the other does not."""
    left, right = spots[i], spots[i + 1]
    rise = right.margin - left.margin
    place = left.place - left.margin * (right.place - left.place) / rise
    if right.place - left.place > step:
        return BreakEvenPoint("crossing", place, place, left.margin, right.margin)
    slope = rise / (right.place - left.place)
    beside = [_slope(spots[j], spots[j + 1]) for j in (i - 1, i + 1) if 0 <= j < len(spots) - 1]
    if right.place - left.place < step or slope in beside:
        return BreakEvenPoint("crossing", place, place, left.margin, right.margin)
    return BreakEvenPoint("jump", left.place, right.place, left.margin, right.margin)


def _made_exact(
    at: Callable[[Fraction], Sums], turn: BreakEvenPoint, spots: Sequence[Sample], most: int
) -> BreakEvenPoint:
    """The crossing where the margin is zero; a step that bends more than once is followed inside, at most so many times."""
    if turn.kind != "crossing":
        return turn
    i = max(n for n, spot in enumerate(spots) if spot.place <= turn.place)
    if spots[i].place == turn.place:
        return turn
    ends, place = [spots[i], spots[i + 1]], turn.place
    for n in range(most):
        now = Sample(place, *at(place))
        if now.margin == 0:
            return replace(turn, place=place, end=place)
        ends[int(ends[1].margin * now.margin > 0)] = now
        share = Fraction(1, 2) if n % 2 else ends[0].margin / (ends[0].margin - ends[1].margin)
        place = ends[0].place + (ends[1].place - ends[0].place) * share
    return replace(turn, exact=False)


def _slope(left: Sample, right: Sample) -> Fraction:
    return (right.margin - left.margin) / (right.place - left.place)
