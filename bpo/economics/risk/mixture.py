"""Scenarios or variants with a weight each: the draws of all of them as one distribution.

A draw of a scenario has its weight over the number of its draws, so that the mean of the mixture is the weighted mean of means, a chance the weighted
mean of chances, and a percentile the smallest draw that so much weight does not exceed. A scenario of weight 1 beside others of 0 is itself.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from bpo.core.errors import fail
from bpo.core.fields import Mistake, read_number
from bpo.core.words import Pct, Words
from bpo.economics.risk.figures import PERCENTILES
from bpo.economics.risk.run import Results, risk
from bpo.economics.risk.sampling import MILLIONTHS, Whole
from bpo.economics.scenario.projection import Projection, project
from bpo.economics.scenario.scenario import Bid

WRONG_WEIGHT = Words(
    "risk-weight",
    en="'{given}' is no scenario with its weight: write a variant or a scenario file and a share, such as --weight low=25%",
    zh="'{given}' 不是情景及其权重：请写情景名或方案文件与比例，例如 --weight low=25%",
)
NOT_ALL = Words(
    "risk-weights-whole",
    en="the weights make {sum}; those of all scenarios make 100%",
    zh="权重合计为 {sum}；各情景权重须合计 100%",
)
WEIGHED_TWICE = Words("risk-weight-twice", en="'{given}' has a weight already", zh="'{given}' 已有权重")
OTHER_CURRENCY = Words(
    "risk-weights-currencies",
    en="'{given}' is in {second} and '{first_name}' in {first}: amounts in different currencies make no mixture",
    zh="'{given}' 以 {second} 计价，'{first_name}' 以 {first} 计价：币种不同，不能合并",
)


@dataclass(frozen=True)
class Weighed:
    """A scenario with its weight: revenue and cost over the term of each draw, in millionths."""

    name: str
    weight: Fraction
    revenue: Whole
    cost: Whole


@dataclass(frozen=True, slots=True)
class Mixed:
    """What a scenario, or all of them together, comes to; ``below`` has the chance of a margin below each floor."""

    name: str
    weight: Fraction
    draws: int
    revenue: Fraction
    cost: Fraction
    margin: Fraction
    percentiles: tuple[Fraction, ...]
    loss: Fraction
    below: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Mixture:
    """Each scenario with its weight, and all of them together."""

    floors: tuple[Fraction, ...]
    parts: tuple[Mixed, ...]
    whole: Mixed


def weights_of(given: Sequence[str]) -> dict[str, Fraction]:
    """Names with their weights, as ``low=25%`` is written.

    Raises:
        BpoError: if one is written otherwise, stands twice, or they do not make 100%.
    """
    found: dict[str, Fraction] = {}
    for one in given:
        name, _, written = one.rpartition("=")
        try:
            weight = read_number(written)
        except Mistake:
            raise fail(WRONG_WEIGHT, given=one) from None
        if not name or not 0 <= weight <= 1:
            raise fail(WRONG_WEIGHT, given=one)
        if name in found:
            raise fail(WEIGHED_TWICE, given=name)
        found[name] = weight
    if found and sum(found.values()) != 1:
        raise fail(NOT_ALL, sum=Pct(sum(found.values(), Fraction(0))))
    return found


def weighed(
    name: str, weight: Fraction, bid: Bid, draws: int, seed: int, jobs: int | None, changes: Mapping[str, Fraction]
) -> Weighed:
    """A scenario's draws; where nothing is uncertain, its plan as the only one.

    Raises:
        BpoError: as :func:`~bpo.economics.risk.run.risk` does.
    """
    if not bid.scenario.uncertain:
        return Weighed(name, weight, *_of_plan(project(bid, changes)))
    return of_results(name, weight, risk(bid, draws, seed, jobs, changes))


def of_results(name: str, weight: Fraction, results: Results) -> Weighed:
    """A scenario that was drawn already."""
    return Weighed(name, weight, results.revenue.sum(axis=1), results.cost.sum(axis=1))


def _of_plan(plan: Projection) -> tuple[Whole, Whole]:
    revenue, cost = (np.array([round(one * MILLIONTHS)], dtype=np.int64) for one in (plan.revenue, plan.cost))
    return revenue, cost


def mixture(parts: Sequence[Weighed], floors: Sequence[Fraction]) -> Mixture:
    """All scenarios together."""
    alone = tuple(_mixed(one.name, one.weight, [(Fraction(1), one)], floors) for one in parts)
    return Mixture(tuple(floors), alone, _mixed("", Fraction(1), [(one.weight, one) for one in parts], floors))


def _mixed(name: str, weight: Fraction, parts: Sequence[tuple[Fraction, Weighed]], floors: Sequence[Fraction]) -> Mixed:
    own = [(share, one) for share, one in parts if share]
    margins = [(share, one.revenue - one.cost) for share, one in own]

    def chance(below: Fraction) -> Fraction:
        """Of a margin below so much of the revenue."""
        of = below.denominator
        often = (
            share
            * int(((one.revenue - one.cost).astype(object) * of < one.revenue.astype(object) * below.numerator).sum())
            / len(one.cost)
            for share, one in own
        )
        return sum(often, Fraction(0))

    return Mixed(
        name,
        weight,
        sum(len(one.cost) for _, one in own),
        _mean((share, one.revenue) for share, one in own),
        _mean((share, one.cost) for share, one in own),
        _mean(margins),
        _percentiles(margins),
        sum((share * int((values < 0).sum()) / len(values) for share, values in margins), Fraction(0)),
        tuple(chance(floor) for floor in floors),
    )


def _mean(parts: Iterable[tuple[Fraction, Whole]]) -> Fraction:
    whole = sum((share * Fraction(sum(values.tolist()), len(values)) for share, values in parts), Fraction(0))
    return Fraction(round(whole), MILLIONTHS)


def _percentiles(margins: Sequence[tuple[Fraction, Whole]]) -> tuple[Fraction, ...]:
    """The smallest draws that so much weight does not exceed; weights are whole numbers of a common part."""
    each = [share / len(values) for share, values in margins]
    part = math.lcm(*(one.denominator for one in each))
    ranked = sorted(
        (value, int(weight * part))
        for weight, (_, values) in zip(each, margins, strict=True)
        for value in values.tolist()
    )
    found, reached, at = [], 0, -1
    for percent in PERCENTILES:
        while reached * 100 < percent * part:
            at += 1
            reached += ranked[at][1]
        found.append(Fraction(ranked[at][0], MILLIONTHS))
    return tuple(found)
