"""Numbered draws of the uncertain inputs, quasi-random: a scrambled Sobol' sequence, through each input's distribution.

Sources. Sobol' points with the direction numbers of Joe and Kuo (2008), scrambled after Owen (1998), as ``scipy.stats.qmc`` has them.
A sequence is balanced over a power of two, so that one of that length is made and its first points are taken: any beginning
of it is spread more evenly than chance would.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from bpo.core.fields import read_number
from bpo.economics.risk.correlation import factor_of
from bpo.economics.risk.distributions import Uncertain, log_moments
from bpo.economics.risk.inputs import Input, Inputs

MILLIONTHS = 10**6
"""A drawn value is a whole number of millionths: exact from there on, and the same on every machine."""
EDGE = 2.0**-40
Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
AnyWhole = npt.NDArray[np.signedinteger[Any]]


@dataclass(frozen=True)
class Draw:
    """One draw: what holds for the whole term, and for each month what holds in it alone, as ``project`` takes them."""

    changes: Mapping[str, Fraction]
    by_month: tuple[Mapping[str, Fraction], ...] = ()


@dataclass(frozen=True)
class Sample:
    """All draws: ``values`` has a row for each draw and a column for each of ``columns``, an input and the number of its month, from 0;
    None for an input of the whole term. ``fixed`` are inputs without any spread."""

    inputs: Inputs
    months: int
    columns: tuple[tuple[Input, int | None], ...]
    values: Whole
    fixed: Mapping[str, Fraction]

    def draw(self, number: int) -> Draw:
        """A draw by its number, from 0."""
        changes = dict(self.fixed)
        by_month: list[dict[str, Fraction]] = [{} for _ in range(self.months)]
        monthly = False
        for (one, month), value in zip(self.columns, self.values[number].tolist(), strict=True):
            drawn = Fraction(value, MILLIONTHS) / one.unit
            if month is None:
                changes[one.name] = drawn
            else:
                by_month[month][one.name] = drawn
                monthly = True
        return Draw(changes, tuple(by_month) if monthly else ())

    def of(self, name: str) -> Floats:
        """What each draw has of an input; of one that is drawn each month its mean."""
        columns = [n for n, (one, _) in enumerate(self.columns) if one.name == name]
        return np.asarray(self.values[:, columns].mean(axis=1) / MILLIONTHS, dtype=np.float64)


def sampled(inputs: Inputs, months: int, draws: int, seed: int) -> Sample:
    """So many draws. The same inputs and seed give the same draws; more of them begin with the same ones up to the next power of two."""
    fixed, every = _columns(inputs, months)
    points = _points(len(every), draws, seed) if every else np.zeros((draws, 0))
    return Sample(inputs, months, every, _values(inputs, every, points), fixed)


def sampled_twice(inputs: Inputs, months: int, draws: int, seed: int) -> tuple[Sample, Sample]:
    """Two samples of so many draws, independent of each other: the halves of one sequence of twice the dimensions (Saltelli et al. 2010, 5)."""
    fixed, every = _columns(inputs, months)
    points = _points(2 * len(every), draws, seed) if every else np.zeros((draws, 0))
    halves = (points[:, : len(every)], points[:, len(every) :])
    first, second = (Sample(inputs, months, every, _values(inputs, every, half), fixed) for half in halves)
    return first, second


def _columns(inputs: Inputs, months: int) -> tuple[dict[str, Fraction], tuple[tuple[Input, int | None], ...]]:
    """Inputs without any spread; and of the others those of the whole term, then month by month those of a month."""
    fixed = {one.name: value / one.unit for one in inputs.all if (value := one.spread.fixed) is not None}
    spread = [one for one in inputs.all if one.name not in fixed]
    monthly = [one for one in spread if one.each_month]
    of_term: list[tuple[Input, int | None]] = [(one, None) for one in spread if not one.each_month]
    return fixed, (*of_term, *((one, month) for month in range(months) for one in monthly))


def _points(dimensions: int, draws: int, seed: int) -> Floats:
    sequence = qmc.Sobol(dimensions, scramble=True, rng=np.random.default_rng(seed))
    points = sequence.random_base2(max(1, math.ceil(math.log2(draws))))[:draws]
    return np.asarray(points.clip(EDGE, 1 - EDGE), dtype=np.float64)


def _values(inputs: Inputs, every: Sequence[tuple[Input, int | None]], points: Floats) -> Whole:
    """What is drawn at even points, in millionths: the inputs of the term go together, and those of each month."""
    together = points.copy()
    for month in dict.fromkeys(month for _, month in every):
        own = [n for n, (_, of) in enumerate(every) if of == month]
        together[:, own] = _together(points[:, own], [every[n][0].name for n in own], inputs)
    values = [np.rint(_drawn(one.spread, together[:, n]) * MILLIONTHS) for n, (one, _) in enumerate(every)]
    return np.stack(values, axis=1).astype(np.int64) if values else np.zeros((len(points), 0), dtype=np.int64)


def _together(points: Floats, names: list[str], inputs: Inputs) -> Floats:
    """Even points with the rank correlations of their inputs; as they are, where there are none."""
    if not any(first in names and second in names for first, second, _ in inputs.ranks):
        return points
    return np.asarray(ndtr(ndtri(points) @ factor_of(names, inputs.ranks).T), dtype=np.float64)


def _drawn(spread: Uncertain, points: Floats) -> Floats:
    """Values of a distribution at these shares of it, within its span."""
    if spread.discrete is not None:
        pairs = sorted((read_number(key), share) for key, share in spread.discrete.items())
        bounds = np.cumsum([float(share) for _, share in pairs])[:-1]
        return np.array([float(value) for value, _ in pairs])[np.searchsorted(bounds, points, side="right")]
    if isinstance(spread.history, list):
        seen = np.sort(np.array([float(one) for one in spread.history]))
        return seen[np.minimum((points * len(seen)).astype(np.int64), len(seen) - 1)]
    shape, low, high = _scipy(spread), *(float(end) for end in spread.span)
    least, most = shape.cdf(low), shape.cdf(high)
    drawn = shape.ppf(least + points * (most - least))
    return np.asarray(np.clip(drawn, low, high), dtype=np.float64)


def _scipy(spread: Uncertain) -> "stats.rv_frozen":
    moments = spread.moments
    if spread.normal is not None and moments is not None:
        return stats.norm(float(moments.mean), float(moments.sd))
    if moments is not None:
        mu, sigma = log_moments(moments)
        return stats.lognorm(sigma, scale=math.exp(mu))
    low, width = float(spread.points[0]), float(spread.points[-1] - spread.points[0])
    if spread.uniform is not None:
        return stats.uniform(low, width)
    likely = (float(spread.points[1]) - low) / width
    if spread.triangular is not None:
        return stats.triang(likely, low, width)
    return stats.beta(1 + 4 * likely, 1 + 4 * (1 - likely), low, width)
