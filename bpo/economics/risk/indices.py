"""Sobol' indices: which share of the margin's variance an input has by itself, and which with all that it does together with others.

First order ``S = V(E(margin | input)) / V(margin)``, total ``T = E(V(margin | all others)) / V(margin)``; estimated by
:func:`scipy.stats.sobol_indices` after Saltelli et al., *Computer Physics Communications* 181 (2010), Table 2 (b) and (f), from two
independent samples A and B, and for each input a third that is A with that input from B. They hold of independent inputs; those that are correlated, also
by way of others, are therefore one group with one index. Intervals are the 2.5th and 97.5th percentile of resampled draws, with the seed: scipy's own
``bootstrap()`` of its result takes none.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from scipy.stats import bootstrap, sobol_indices

from bpo.core.errors import fail
from bpo.core.words import Words
from bpo.economics.risk.inputs import NOTHING_UNCERTAIN, Inputs, uncertain_inputs
from bpo.economics.risk.run import priced
from bpo.economics.risk.sampling import MILLIONTHS, Floats, Sample, Whole, sampled_twice
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import Bid

BASE_LEAST, BASE_MOST = 64, 65_536
RESAMPLES = 999
SURE = 0.95
NOT_A_POWER = Words(
    "risk-sobol-draws",
    en="--sobol is a power of two from {least} to {most}, such as 512: so many draws are priced for each group of inputs and twice besides",
    zh="--sobol 须为 {least} 至 {most} 之间的 2 的幂，例如 512：每组输入项各计价该次数，另加两倍",
)
Pages = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Index:
    """Of a group of inputs, which is one unless they are correlated: the first-order and the total index, each with its interval."""

    names: tuple[str, ...]
    first: Fraction
    first_between: tuple[Fraction, Fraction]
    total: Fraction
    total_between: tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Indices:
    """All indices, the largest total first; ``priced`` draws were priced for them."""

    base: int
    priced: int
    all: tuple[Index, ...]


def indices(
    bid: Bid, base: int, seed: int, jobs: int | None = None, changes: Mapping[str, Fraction] | None = None
) -> Indices:
    """The indices of the margin over the term; ``base × (groups + 2)`` draws are priced.

    Raises:
        BpoError: if ``base`` is no power of two in its bounds, or as :func:`~bpo.economics.risk.run.risk` does.
    """
    if not bid.scenario.uncertain:
        raise fail(NOTHING_UNCERTAIN, bid.scenario.where)
    if not BASE_LEAST <= base <= BASE_MOST or base & (base - 1):
        raise fail(NOT_A_POWER, least=BASE_LEAST, most=BASE_MOST)
    inputs = uncertain_inputs(bid)
    months = len(project(bid, changes).months)
    first, second = sampled_twice(inputs, months, base, seed)
    groups = grouped(first, inputs)
    pages = [first.values, second.values, *(_with(first, second, group) for group in groups)]
    whole = replace(first, values=np.concatenate(pages))
    found = priced(bid, whole, changes or {}, jobs)
    margins = (found["revenue"] - found["cost"]).sum(axis=1).reshape(len(pages), base)
    return Indices(base, margins.size, tuple(indices_of(groups, margins.astype(np.float64) / MILLIONTHS, seed)))


def grouped(sample: Sample, inputs: Inputs) -> list[tuple[str, ...]]:
    """The inputs that are spread, those that are correlated with each other in one group."""
    groups: list[tuple[str, ...]] = [(name,) for name in dict.fromkeys(one.name for one, _ in sample.columns)]
    for one, other, rank in inputs.ranks:
        linked = [group for group in groups if one in group or other in group]
        if rank and len(linked) == 2:
            at = groups.index(linked[0])
            groups[at] = (*linked[0], *linked[1])
            groups.remove(linked[1])
    return groups


def _with(first: Sample, second: Sample, group: Sequence[str]) -> Whole:
    """The first sample with a group of inputs, in every month, from the second."""
    values = first.values.copy()
    own = [n for n, (one, _) in enumerate(first.columns) if one.name in group]
    values[:, own] = second.values[:, own]
    return values


def indices_of(groups: Sequence[tuple[str, ...]], margins: Pages, seed: int) -> list[Index]:
    """The indices out of what A, B and each page came to, a row each."""
    found = _estimated(margins)
    between = _between(margins, seed)
    rows = [
        Index(
            names,
            _share(found[0, n]),
            (_share(between[0, 0, n]), _share(between[1, 0, n])),
            _share(found[1, n]),
            (_share(between[0, 1, n]), _share(between[1, 1, n])),
        )
        for n, names in enumerate(groups)
    ]
    return sorted(rows, key=lambda one: (-one.total, one.names))


def _estimated(margins: Pages) -> Floats:
    """First-order and total indices, a row each; of what does not vary they are zero."""
    groups, count = len(margins) - 2, margins.shape[1]
    besides = margins[:1] if groups == 1 else margins[:0]  # one that moves nothing: scipy fails on a single input
    pages = {"f_A": margins[:1], "f_B": margins[1:2], "f_AB": np.concatenate([margins[2:], besides])[:, None]}
    found = sobol_indices(func=pages, n=count)
    return np.stack([found.first_order[:groups], found.total_order[:groups]])


def _between(margins: Pages, seed: int) -> Pages:
    """The ends of the intervals: low and high of both rows of indices."""
    if not np.ptp(margins):
        return np.zeros((2, 2, len(margins) - 2))
    statistic: Callable[[npt.NDArray[np.int64]], Floats] = lambda own: _estimated(margins[:, own])  # noqa: E731
    found = bootstrap(
        [np.arange(margins.shape[1])],
        statistic,
        n_resamples=RESAMPLES,
        confidence_level=SURE,
        method="percentile",
        vectorized=False,
        rng=np.random.default_rng(seed),
    )
    return np.stack([found.confidence_interval.low, found.confidence_interval.high])


def _share(of: float | np.float64) -> Fraction:
    return Fraction(round(float(of) * MILLIONTHS), MILLIONTHS)
