"""The price corridor: by what all prices must be multiplied for the chance of a loss, or of missing a floor, to be no more than so much.

The same draws are priced at every factor (common random numbers). What a draw lacks is ``R × (1 − m) − C``. Where it goes straight
with the price, from two factors to a third within what bills round, each draw has a factor of its own from which on it lacks nothing,
and the one that is asked for is the smallest that at most so many draws lie above. Otherwise all draws are priced again at each factor that is looked at.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from bpo.core.money import Money
from bpo.economics.risk.run import Results, risk
from bpo.economics.risk.sampling import MILLIONTHS
from bpo.economics.scenario.projection import Projection, project

STEP = Fraction(1, 10_000)
SECOND = Fraction(11, 10)
"""Where prices are looked at besides today's."""
LEAST, MOST = Fraction(1, 10), Fraction(10)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Wanted:
    """A margin of ``floor`` (0: no loss) is to be missed with a chance of at most this."""

    floor: Fraction
    chance: Fraction


@dataclass(frozen=True)
class Needed:
    """The factor on all prices, in hundredths of a percent, rounded up; None where no price from a tenth to ten times reaches it.
    ``plan`` is the bid at these prices as planned, ``straight`` whether each draw was found by its line."""

    wanted: Wanted
    factor: Fraction | None
    plan: Projection | None
    straight: bool


@dataclass
class Priced:
    """All draws at factors on the prices, each priced once."""

    results: Results
    changes: Mapping[str, Fraction]
    jobs: int | None = None
    known: dict[Fraction, tuple[Floats, Floats]] = field(default_factory=dict)

    def changed(self, factor: Fraction) -> dict[str, Fraction]:
        """What the variant changes, and the prices at the factor."""
        return {**self.changes, "price": self.changes.get("price", Fraction(1)) * factor}

    def sums(self, factor: Fraction) -> tuple[Floats, Floats]:
        """Revenue and cost of each draw over the term, in millionths."""
        if factor not in self.known:
            one = self.results
            if factor != 1:
                one = risk(one.bid, len(one.revenue), one.seed, self.jobs, self.changed(factor))
            self.known[factor] = one.revenue.sum(axis=1).astype(np.float64), one.cost.sum(axis=1).astype(np.float64)
        return self.known[factor]

    def beyond(self, factor: Fraction, floor: Fraction) -> Floats:
        """By how much each draw exceeds the floor, below zero if it lacks it."""
        revenue, cost = self.sums(factor)
        return np.asarray(revenue * float(1 - floor) - cost)

    def chance(self, factor: Fraction, floor: Fraction) -> Fraction:
        """The share of draws that lack it."""
        lacking = self.beyond(factor, floor) < 0
        return Fraction(int(lacking.sum()), len(lacking))


def price_corridor(priced: Priced, wanted: Sequence[Wanted]) -> list[Needed]:
    """The factor that each wanted chance needs."""
    if not wanted:
        return []
    guesses = {one: _by_lines(priced, one) for one in wanted}
    ends = [one for one in guesses.values() if one is not None]
    straight = bool(ends) and _is_straight(priced, max(ends, key=lambda one: abs(one - 1)))
    found = []
    for one, guess in guesses.items():
        factor = guess if straight or guess is None else _searched(priced, one, guess)
        plan = None if factor is None else project(priced.results.bid, priced.changed(factor))
        found.append(Needed(one, factor, plan, straight))
    return found


def _by_lines(priced: Priced, one: Wanted) -> Fraction | None:
    """The factor by the line of each draw through two factors."""
    now, then = (priced.beyond(factor, one.floor) for factor in (Fraction(1), SECOND))
    rise = (then - now) / float(SECOND - 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.where(rise > 0, 1 - now / rise, np.where(now < 0, np.inf, -np.inf))
    ranked = np.sort(own)
    at = ranked[max(0, math.ceil(len(ranked) * (1 - one.chance)) - 1)]
    if not np.isfinite(at) or not LEAST <= at <= MOST:
        return None
    return math.ceil(Fraction(round(float(at) * MILLIONTHS), MILLIONTHS) / STEP) * STEP


def _is_straight(priced: Priced, third: Fraction) -> bool:
    """Whether the draws at a third factor lie on the lines through the first two, but for what bills round and the lines stretch of it."""
    contract, months = priced.results.plan.contract, len(priced.results.plan.months)
    lines = len(contract.terms) + len(contract.adjustments) + 1
    cents = months * lines * MILLIONTHS / 10 ** Money(contract.currency).places
    (now, _), (then, _), (last, _) = (priced.sums(factor) for factor in (Fraction(1), SECOND, third))
    cost = [priced.sums(factor)[1] for factor in (Fraction(1), SECOND, third)]
    share = float((third - 1) / (SECOND - 1))
    within = cents * (2 + 2 * abs(share))
    off = (np.abs(a + (b - a) * share - c) for a, b, c in ((now, then, last), (cost[0], cost[1], cost[2])))
    return all(float(one.max()) <= within for one in off)


def _searched(priced: Priced, one: Wanted, guess: Fraction) -> Fraction | None:
    """The first step at which the chance is no more, from the guess outwards until it lies between two factors, then halved."""

    def holds(steps: int) -> bool:
        return priced.chance(steps * STEP, one.floor) <= one.chance

    first, last = int(LEAST / STEP), int(MOST / STEP)
    low = high = int(guess / STEP)
    stride = 1
    if holds(high):
        while low > first and holds(low):
            low, high, stride = max(first, low - stride), low, stride * 4
        if holds(low):
            return low * STEP
    else:
        while high < last and not holds(high):
            low, high, stride = high, min(last, high + stride), stride * 4
        if not holds(high):
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high * STEP
