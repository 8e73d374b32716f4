"""What all draws together say: percentiles, chances, what the result hangs on, what each clause takes, and how sure that is.

Percentiles are draws by their rank (the smallest that so many percent do not exceed). The standard error of one is that of a rank
among independent draws, ``(x(n·p + √(n·p·(1 − p))) − x(n·p − √(n·p·(1 − p)))) / 2``, after David and Nagaraja, *Order Statistics*,
3rd ed., 2003, 7.1: quasi-random draws err less, so that it is an upper bound in practice.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from bpo.core.words import Text
from bpo.economics.risk.outcome import MISSED, Month, months_of
from bpo.economics.risk.run import Results
from bpo.economics.risk.sampling import MILLIONTHS, Whole

PERCENTILES = (5, 10, 25, 50, 75, 90, 95)
BINS = 24
S_CURVE_POINTS = 101
TENTH = 10
CAPPING = ("cap", "minimum")
"""Adjustments that bite or do not: whose amount is zero, or is not."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """A figure of the term: as quoted, its mean, its percentiles and their standard errors."""

    name: str
    quoted: Fraction | None
    mean: Fraction
    percentiles: tuple[Fraction, ...]
    errors: tuple[Fraction, ...]
    halves: tuple[Fraction, Fraction]
    """Its median in the first and in the second half of the draws."""
    stands_at: Fraction | None
    """The share of draws that come to less than quoted."""


@dataclass(frozen=True)
class Chance:
    """How often something happens: in how many draws at least once, and in what share of all months of all draws (None for the term)."""

    kind: str
    id: str
    of_draws: Fraction
    of_months: Fraction | None = None
    band: int | None = None


@dataclass(frozen=True)
class Weight:
    """An input: the share of the margin's variance that goes with it, its rank correlation, and the mean margin where it is in its
    lowest and in its highest tenth."""

    name: str
    share: Fraction
    rank: Fraction
    at_low: Fraction
    at_high: Fraction


@dataclass(frozen=True)
class ClauseSpread:
    """An adjustment over the term: as quoted, its mean, and the amount that 95% of draws stay above."""

    id: str
    label: Text
    quoted: Fraction
    mean: Fraction
    worst: Fraction


@dataclass(frozen=True)
class MonthSpread:
    """The margin of a month: as quoted, its 5th, 50th and 95th percentile, and the chance that it is below zero."""

    month: str
    quoted: Fraction
    low: Fraction
    middle: Fraction
    high: Fraction
    loss: Fraction


@dataclass(frozen=True)
class RiskFigures:
    draws: int
    seed: int
    spreads: tuple[Spread, ...]
    chances: tuple[Chance, ...]
    weights: tuple[Weight, ...]
    clauses: tuple[ClauseSpread, ...]
    months: tuple[MonthSpread, ...]
    histogram: tuple[tuple[Fraction, int], ...]
    """The lower end of each bin of the margin, and the draws in it."""
    curve: tuple[tuple[Fraction, Fraction], ...]
    """The margin, and the share of draws that come to no more."""


def risk_figures(results: Results) -> RiskFigures:
    """The figures of all draws."""
    quoted = months_of(results.plan, results.asked)
    margins = (results.revenue - results.cost).sum(axis=1)
    return RiskFigures(
        len(margins), results.seed, tuple(_spreads(results, quoted)), tuple(_chances(results)),
        tuple(_weights(results, margins)), tuple(_clauses(results, quoted)), tuple(_months(results, quoted)),
        _histogram(margins), _curve(margins),
    )  # fmt: skip


def money(millionths: int | np.int64 | float) -> Fraction:
    return Fraction(round(millionths), MILLIONTHS)


def _share(of: float | np.float64) -> Fraction:
    return Fraction(round(float(of) * MILLIONTHS), MILLIONTHS)


def _spreads(results: Results, quoted: Sequence[Month]) -> list[Spread]:
    revenue, cost = results.revenue.sum(axis=1), results.cost.sum(axis=1)
    margin = revenue - cost
    earned, spent = sum(one.revenue for one in quoted), sum(one.cost for one in quoted)
    rates = np.where(revenue != 0, margin / np.where(revenue == 0, 1, revenue), 0.0)
    lost, won = split(results.clauses, results.asked.kinds)
    own = np.array([one.clauses for one in quoted], dtype=np.int64).T[None]
    own_lost, own_won = split(own, results.asked.kinds)
    found = [
        _spread("margin", margin, earned - spent, money),
        _spread("margin_rate", rates, (earned - spent) / earned if earned else None, _share),
        _spread("revenue", revenue, earned, money),
        _spread("cost", cost, spent, money),
    ]
    if results.asked.clauses:
        found.append(_spread("penalties", lost, int(own_lost[0]), money))
        found.append(_spread("bonuses", won, int(own_won[0]), money))
    return found


def split(clauses: Whole, kinds: Sequence[str]) -> tuple[Whole, Whole]:
    """What adjustments take and what they add, over the term; what a cap or a minimum gives back is taken off what was taken."""
    off = np.array([kind in CAPPING for kind in kinds], dtype=bool)[None, :, None]
    taken = np.where((clauses < 0) | off, clauses, 0).sum(axis=(1, 2))
    return taken, np.where((clauses > 0) & ~off, clauses, 0).sum(axis=(1, 2))


def _spread(
    name: str, values: Whole | Floats, quoted: int | float | None, exact: Callable[[float], Fraction]
) -> Spread:
    ranked = np.sort(values)
    count = len(ranked)

    def at(rank: float | Fraction) -> float:
        found = ranked[min(count - 1, max(0, math.ceil(rank) - 1))].item()
        assert isinstance(found, int | float)
        return found

    errors = []
    for percent in PERCENTILES:
        p = percent / 100
        off = math.sqrt(count * p * (1 - p))
        errors.append(exact((at(count * p + off) - at(count * p - off)) / 2))
    half = count // 2
    halves = tuple(
        exact(np.sort(part)[max(0, math.ceil(len(part) / 2) - 1)]) for part in (values[:half], values[half:])
    )
    mean = exact(sum(values.tolist()) / count)
    return Spread(
        name, None if quoted is None else exact(quoted), mean,
        tuple(exact(at(Fraction(count * percent, 100))) for percent in PERCENTILES), tuple(errors), (halves[0], halves[1]),
        None if quoted is None else Fraction(int((values < quoted).sum()), count),
    )  # fmt: skip


def _chances(results: Results) -> list[Chance]:
    """A loss, each floor of the margin, each KPI's target, each band but the best, each cap and minimum."""
    revenue, cost = results.revenue.sum(axis=1), results.cost.sum(axis=1)
    count = len(revenue)

    def often(kind: str, id: str, where: npt.NDArray[np.bool_], band: int | None = None) -> Chance:
        once, months = int(where.any(axis=1).sum()), int(where.sum())
        return Chance(kind, id, Fraction(once, count), Fraction(months, where.size), band)

    found = [Chance("loss", "", Fraction(int((revenue < cost).sum()), count))]
    offer = results.bid.scenario.quote
    for floor in offer.margin_floor if offer is not None else ():
        below = floor.below
        under = (revenue - cost).astype(object) * below.denominator < revenue.astype(object) * below.numerator
        found.append(Chance("floor", str(below), Fraction(int(under.sum()), count)))
    found += [often("target", id, results.kpis[:, n] == MISSED) for n, id in enumerate(results.asked.kpis)]
    for n, (id, bands) in enumerate(zip(results.asked.banded, results.asked.bands, strict=True)):
        found += [often("band", id, results.bands[:, n] == band, band) for band in range(len(bands))]
    for n, (id, kind) in enumerate(zip(results.asked.clauses, results.asked.kinds, strict=True)):
        if kind in CAPPING:
            found.append(often("limit", id, results.clauses[:, n] != 0))
    return found


def _weights(results: Results, margins: Whole) -> list[Weight]:
    """Squared rank correlations with the margin, as shares of their sum; those that come last weigh least."""
    count = len(margins)
    ranked = rankdata(margins)
    tenth = max(1, count // TENTH)
    rows = []
    for one in dict.fromkeys(column.name for column, _ in results.sample.columns):
        values = results.sample.of(one)
        rank = 0.0
        if ranked.std() and values.std():
            rank = float(np.corrcoef(rankdata(values), ranked)[0, 1])
        order = np.argsort(values, kind="stable")
        ends = (margins[order[:tenth]], margins[order[-tenth:]])
        at_low, at_high = (money(sum(end.tolist()) / tenth) for end in ends)
        rows.append((one, rank, at_low, at_high))
    whole = sum(rank**2 for _, rank, _, _ in rows)
    found = [
        Weight(name, _share(rank**2 / whole if whole else 0.0), _share(rank), low, high)
        for name, rank, low, high in rows
    ]
    return sorted(found, key=lambda one: (-one.share, one.name))


def _clauses(results: Results, quoted: Sequence[Month]) -> list[ClauseSpread]:
    """The clause that takes most first."""
    asked, found = results.asked, []
    for n, (id, label) in enumerate(zip(asked.clauses, asked.labels, strict=True)):
        amounts = np.sort(results.clauses[:, n].sum(axis=1))
        mean, worst = sum(amounts.tolist()) / len(amounts), amounts[max(0, math.ceil(len(amounts) * 0.05) - 1)]
        own = sum(one.clauses[n] for one in quoted)
        found.append(ClauseSpread(id, label, money(own), money(mean), money(worst)))
    return sorted(found, key=lambda one: (one.mean, one.id))


def _months(results: Results, quoted: Sequence[Month]) -> list[MonthSpread]:
    found = []
    for n, (month, own) in enumerate(zip(results.plan.months, quoted, strict=True)):
        ranked = np.sort(results.revenue[:, n] - results.cost[:, n])
        low, middle, high = (
            money(ranked[max(0, math.ceil(len(ranked) * percent / 100) - 1)]) for percent in (5, 50, 95)
        )
        loss = Fraction(int((ranked < 0).sum()), len(ranked))
        found.append(MonthSpread(month.period.name, money(own.revenue - own.cost), low, middle, high, loss))
    return found


def _histogram(margins: Whole) -> tuple[tuple[Fraction, int], ...]:
    low, high = int(margins.min()), int(margins.max())
    if low == high:
        return ((money(low), len(margins)),)
    counts, ends = np.histogram(margins, bins=BINS)
    return tuple((money(end), int(count)) for end, count in zip(ends[:-1], counts, strict=True))


def _curve(margins: Whole) -> tuple[tuple[Fraction, Fraction], ...]:
    ranked = np.sort(margins)
    places = np.unique(np.linspace(0, len(ranked) - 1, S_CURVE_POINTS).astype(np.int64))
    return tuple((money(ranked[n]), Fraction(int(n) + 1, len(ranked))) for n in places)
