"""A piece of a margin: what one look at a place tells about all the places around it at which every rule is the same."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from bpo.core.traced import ZERO, Known, Stretch, Traced
from bpo.economics.scenario.projection import Projection, sums_of

Along = Callable[[Fraction], Projection]
"""What is projected at a value of the input, which may be traced."""
Look = Callable[[Fraction, tuple[Fraction, Fraction], bool], "Piece"]
"""A look at a place, of a stretch between two ends, loose or not."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Revenue and cost, without taxes on profit, at a place and, on its stretch, on lines through ``middle``.

    ``less`` and ``more``: by how much the margin may be off its line, where whole contacts are billed of a volume that moves straight.
    """

    stretch: Stretch
    sums: tuple[Fraction, Fraction]
    middle: tuple[Fraction, Fraction]
    slopes: tuple[Fraction, Fraction]
    less: Fraction
    more: Fraction
    taxed: Fraction

    @property
    def is_straight(self) -> bool:
        """Whether revenue and cost are on their lines, and off them nowhere."""
        return self.less == self.more == 0

    def line_at(self, place: Fraction) -> tuple[Fraction, Fraction]:
        """Revenue and cost on their lines."""
        way = place - self.stretch.place
        return self.middle[0] + self.slopes[0] * way, self.middle[1] + self.slopes[1] * way

    def sign_at(self, place: Fraction) -> int | None:
        """The sign of the margin at a place of the stretch; None where what was rounded may turn it."""
        if place == self.stretch.place:
            revenue, cost = self.sums
            return sign(revenue - cost)
        revenue, cost = self.line_at(place)
        ends = {sign(revenue - cost + self.less), sign(revenue - cost + self.more)}
        return ends.pop() if len(ends) == 1 else None


def piece_at(
    along: Along,
    place: Fraction,
    step: Fraction,
    ends: tuple[Fraction, Fraction],
    loose: bool,
    known: dict[str, list[Known]],
) -> Piece:
    """One look: the projection at a place, with the stretch between ``ends`` on which it goes on straight.

    ``loose``: the stretch is not cut where costs bend; the margin is then a line that it is off by so much at most.
    ``known`` is kept from look to look: months that are straight here are not priced again.
    """
    stretch = Stretch(place, _common(step, place), *ends, loose=loose, known=known)
    plan = along(stretch.input())
    revenue, cost = sums_of(plan)
    cost -= sum((month.spent.income_tax for month in plan.months), ZERO)
    margin = revenue - cost
    middle, slopes, off = [], [], (ZERO, ZERO)
    for one in (revenue, cost, margin):
        if isinstance(one, Traced):
            if one.slope is None:
                stretch.pin()
            middle.append(one.mid)
            slopes.append(one.slope or ZERO)
            off = one.less, one.more
        else:
            middle.append(one)
            slopes.append(ZERO)
            off = ZERO, ZERO
    taxed = plan.months[0].spent.rates.share_of_profit
    values = tuple(one.value if isinstance(one, Traced) else one for one in (revenue, cost))
    return Piece(stretch, (values[0], values[1]), (middle[0], middle[1]), (slopes[0], slopes[1]), *off, taxed)


def looks(along: Along, step: Fraction) -> Look:
    """Looks along one input, each of which knows what those before it found."""
    known: dict[str, list[Known]] = {}
    return lambda place, ends, loose: piece_at(along, place, step, ends, loose, known)


def _common(step: Fraction, place: Fraction) -> Fraction:
    """The step, or the part of it of which the place is a multiple too."""
    top = math.gcd(step.numerator * place.denominator, place.numerator * step.denominator)
    return Fraction(top, step.denominator * place.denominator)


def sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)
