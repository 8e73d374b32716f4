"""The cost-control target (成本临界点): the cost at which a contract breaks even, by category, item, position, cost centre and site, and what KPIs are worth."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from bpo.economics.costs.cost_item import PROFIT
from bpo.economics.costs.cost_line import CostLine, Level, cost_of, costs_by
from bpo.economics.margin.kpi_worth import KpiWorth, kpi_worth
from bpo.economics.scenario.case import Case

ZERO = Fraction(0)
LEVELS: tuple[Callable[[CostLine], str], ...] = (
    lambda line: line.category,
    lambda line: line.item.partition(".")[0],  # with what it brings along, such as the levies on a wage
    lambda line: line.position,
)
"""Category, item, position."""
ALONE: tuple[Level, ...] = ("position", "cost_centre", "site")


@dataclass(frozen=True, slots=True)
class Target:
    """A part of the cost: as planned, and what it may come to. ``parts`` make it up; a position without a name is ``""``."""

    name: str
    plan: Fraction
    target: Fraction
    parts: tuple[Target, ...] = ()

    @property
    def saving(self) -> Fraction:
        """What must be saved; below zero it is what may be spent besides."""
        return self.plan - self.target


@dataclass(frozen=True)
class Targets:
    """The whole target with its parts, and the KPIs."""

    revenue: Fraction
    whole: Target
    by: Mapping[str, tuple[Target, ...]]
    """The same target by position, by cost centre and by site; costs without one are under ``""``."""
    kpis: tuple[KpiWorth, ...] = field(default=())


def cost_targets(case: Case, margin: Fraction = ZERO) -> Targets:
    """The cost that leaves this margin, before taxes on it, on the planned revenue: ``revenue × (1 − margin)``, shared out as the plan is.

    A tax on profit has no part of it: where a contract breaks even there is none, and of a margin it takes its own.

    Percents of revenue are taken as planned too: their part is as hard as any other. Where nothing costs anything, there is nothing
    that the target could be shared out to.

    Raises:
        BpoError: if the plan cannot be computed.
    """
    plan = case.at()
    revenue, cost = plan.revenue, plan.cost
    may = revenue * (1 - margin)
    lines = [line for month in plan.months for line in month.costs]
    borne = cost - sum(month.spent.income_tax for month in plan.months)
    if not borne:
        return Targets(revenue, Target("", cost, may), {}, _kpis(case))
    share = may / borne
    by: dict[str, tuple[Target, ...]] = {
        level: tuple(
            Target(str(name), own, borne_of(line for line in lines if getattr(line, level) == name) * share)
            for name, own in costs_by(lines, level).items()
        )
        for level in ALONE
    }
    return Targets(revenue, _shared("", lines, share, LEVELS), by, _kpis(case))


def borne_of(lines: Iterable[CostLine]) -> Fraction:
    """What the lines come to without taxes on profit."""
    return cost_of(line for line in lines if line.driver != PROFIT)


def _kpis(case: Case) -> tuple[KpiWorth, ...]:
    return tuple(found for kpi in case.contract.kpis if (found := kpi_worth(case, kpi)))


def _shared(
    name: str, lines: Iterable[CostLine], share: Fraction, levels: tuple[Callable[[CostLine], str], ...]
) -> Target:
    """The lines at a share of their plan, and so each part of them."""
    own = list(lines)
    plan = cost_of(own)
    parts: dict[str, list[CostLine]] = {}
    if levels:
        for line in own:
            parts.setdefault(levels[0](line), []).append(line)
    if len(levels) == 1 and set(parts) == {""}:
        parts = {}
    below = tuple(_shared(key, found, share, levels[1:]) for key, found in parts.items())
    return Target(name, plan, borne_of(own) * share, below)
