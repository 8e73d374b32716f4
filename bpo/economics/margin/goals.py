"""The cost-control target broken down (目标分解): who may spend how much on what in which month, and which KPI must stay where."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from bpo.advice.probe import step_of
from bpo.core.money import Money
from bpo.core.words import Text
from bpo.economics.costs.cost_line import CostLine
from bpo.economics.margin.kpi_worth import KpiWorth
from bpo.economics.margin.margin_curve import Sample
from bpo.economics.margin.targets import LEVELS, Target, Targets, borne_of
from bpo.economics.scenario.case import Case
from bpo.economics.scenario.owners import cost_owner, kpi_owner
from bpo.kpi.base import Kpi

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class MonthGoal:
    """What an item is planned at in a month, exactly, and what it may come to."""

    month: str
    plan: Fraction
    ceiling: Decimal
    exact: Fraction
    """The ceiling before it was rounded."""


@dataclass(frozen=True, slots=True)
class CostGoal:
    """An item of cost and who answers for it. ``plan`` and ``ceiling`` are those of the term, the ceiling the sum of its months."""

    owner: str
    item: str
    label: Text
    category: str
    position: str
    of_profit: bool
    plan: Decimal
    ceiling: Decimal
    by_month: tuple[MonthGoal, ...]

    @property
    def a_month(self) -> Fraction:
        """The ceiling of one of the months in which it is planned, on average."""
        return Fraction(self.ceiling) / len(self.by_month)


@dataclass(frozen=True, slots=True)
class KpiGoal:
    """A KPI and who answers for it: between ``least`` and ``most``, the same in every month and the others as planned, the margin
    is no lower than the floor. None: it may be as low, or as high, as can be."""

    owner: str
    kpi: str
    lowest: Fraction
    highest: Fraction
    least: Fraction | None
    most: Fraction | None
    reached: bool
    """Whether any value reaches the floor."""
    proven: bool
    """Whether no value between was left out."""


@dataclass(frozen=True, slots=True)
class Goals:
    """The goals of a project after award. The ceilings add up to the whole target, to the cent."""

    floor: Fraction
    """The margin, of the revenue, that KPIs must leave: the highest floor of the quote, else none."""
    costs: tuple[CostGoal, ...]
    kpis: tuple[KpiGoal, ...]


def goals(case: Case, targets: Targets) -> Goals:
    """The target by owner, item and month, each at the same share of its plan as the whole; and the KPIs.

    Raises:
        BpoError: if the plan cannot be computed.
    """
    offer = case.bid.scenario.quote if case.bid is not None else None
    floor = max((one.below for one in offer.margin_floor), default=ZERO) if offer is not None else ZERO
    own = case.bid.scenario.owners if case.bid is not None else {}
    kpis = {kpi.id: kpi for kpi in case.contract.kpis}
    of_kpis = (_kpi_goal(one, kpis[one.kpi], kpi_owner(kpis[one.kpi], own), floor) for one in targets.kpis)
    return Goals(floor, tuple(_cost_goals(case, targets, own)), tuple(of_kpis))


def to_the_cent(parts: Sequence[Fraction], minor: Money, whole: Decimal | None = None) -> list[Decimal]:
    """The parts rounded so that they make their rounded sum, or ``whole``; what that moves, the largest part bears."""
    exact = sum(parts, ZERO)
    largest = max(range(len(parts)), key=lambda i: abs(parts[i]))
    odd = Fraction(minor.round(exact) if whole is None else whole) - exact
    return minor.apportion([part + odd if i == largest else part for i, part in enumerate(parts)])


def each_leaf(target: Target) -> Iterator[Target]:
    """Every part that has no parts."""
    if not target.parts:
        yield target
    for part in target.parts:
        yield from each_leaf(part)


def _cost_goals(case: Case, targets: Targets, owners: Mapping[str, str]) -> Iterator[CostGoal]:
    """Item by item; an item's term is rounded among all items, as the target is shown, and its months within it."""
    whole, minor, months = targets.whole, Money(case.contract.currency), case.at().months
    leaves = [(category, item, leaf) for category in whole.parts for item in category.parts for leaf in each_leaf(item)]
    if not leaves:
        return
    plans, ceilings = (to_the_cent([getattr(leaf, name) for *_, leaf in leaves], minor) for name in ("plan", "target"))
    labels = {line.item: line.label for month in months for line in month.costs}
    found: dict[tuple[str, ...], dict[str, list[CostLine]]] = {}
    for month in months:
        for line in month.costs:
            found.setdefault(tuple(level(line) for level in LEVELS), {}).setdefault(month.period.name, []).append(line)
    for (category, item, leaf), plan, ceiling in zip(leaves, plans, ceilings, strict=True):
        position = "" if leaf is item else leaf.name
        own = found[category.name, item.name, position]
        planned_in = {month: sum((one.amount for one in lines), ZERO) for month, lines in own.items()}
        borne = {month: borne_of(lines) for month, lines in own.items()}
        share = leaf.target / sum(borne.values(), ZERO) if leaf.target else ZERO
        exact = [amount * share for amount in borne.values()]
        cents = to_the_cent(exact, minor, ceiling)
        yield CostGoal(
            cost_owner(item.name, category.name, case.costs, owners),
            item.name,
            labels.get(item.name, Text.of(item.name)),
            category.name,
            position,
            not leaf.target,
            plan,
            ceiling,
            tuple(MonthGoal(*one) for one in zip(planned_in, planned_in.values(), cents, exact, strict=True)),
        )


def _kpi_goal(worth: KpiWorth, kpi: Kpi, owner: str, floor: Fraction) -> KpiGoal:
    """Where around the plan the margin reaches the floor."""
    spots = worth.curve.spots
    stretches = reaching(spots, floor, step_of(kpi))
    near = (worth.lowest + worth.highest) / 2
    stretch = min(stretches, key=lambda ends: max(ends[0] - near, near - ends[1], ZERO), default=None)
    least, most = stretch or (spots[0].place, spots[-1].place)
    return KpiGoal(
        owner,
        kpi.id,
        worth.lowest,
        worth.highest,
        None if least == spots[0].place else least,
        None if most == spots[-1].place else most,
        stretch is not None,
        worth.curve.complete,
    )


def reaching(spots: Sequence[Sample], floor: Fraction, step: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """The stretches, from one step to another, on which ``revenue × (1 − floor)`` covers the cost.

    Between two spots that are more than a step apart both are straight, so that the place where they meet is known; it is rounded
    to the step inside.
    """
    start = spots[0].place if _beyond(spots[0], floor) >= 0 else None
    for one, other in pairwise(spots):
        before, after = _beyond(one, floor), _beyond(other, floor)
        if (before >= 0) == (after >= 0):
            continue
        turn = one.place + (other.place - one.place) * before / (before - after)
        if after >= 0:
            start = min(other.place, math.ceil(turn / step) * step)
        elif start is not None:
            yield start, max(one.place, math.floor(turn / step) * step)
            start = None
    if start is not None:
        yield start, spots[-1].place


def _beyond(spot: Sample, floor: Fraction) -> Fraction:
    return spot.revenue * (1 - floor) - spot.cost
