"""A bid month by month over its term: staffing, the figures that follow, the price by ``price()``, and the costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.calendars import Calendar
from bpo.core.errors import BpoError, Problem, fail
from bpo.core.figure_names import FigureName
from bpo.core.measures import KpiResult, Measures, Quantity
from bpo.core.periods import Period, month_after, months_between
from bpo.core.words import Words
from bpo.economics.costs.cost_checks import receipt_days
from bpo.economics.costs.costs import NOTHING_CARRIED, CostLine, MonthCosts, month_costs
from bpo.economics.margin.exact import exact_sums
from bpo.economics.scenario.changes import Changed, changed
from bpo.economics.scenario.figure_sources import as_amended, kpis_of_versions, versions_of
from bpo.economics.scenario.scenario import Bid, Scenario
from bpo.economics.scenario.scenario_places import figure_place, told_in_scenario
from bpo.economics.staffing.schedule import WeekSchedule
from bpo.economics.staffing.staffing import StaffedMonth
from bpo.pricing.checked_measures import unit_of
from bpo.pricing.price import price

BY_MONTHS = Words(
    "scenario-by-months",
    en="a scenario is reckoned month by month, but contract '{contract}' is not billed by months; bill it 'monthly' here",
    zh="方案按月测算，而合同 '{contract}' 不按月出账；测算时请写 cycle: monthly",
)
NO_TERM_END = Words(
    "scenario-without-end",
    en="contract '{contract}' has no last day; say which months the scenario covers: months: {{from: …, to: …}}",
    zh="合同 '{contract}' 没有截止日；请写明方案覆盖的月份：months: {{from: …, to: …}}",
)


STAFFED_MAX = 8
"""Staffings of a bid that are kept while its inputs are varied: the plan's, which prices and KPIs leave as it is, and the latest."""


@dataclass(frozen=True)
class ProjectedMonth:
    """One month of a bid. Money is exact and without tax, in the contract's currency; ``drivers["revenue"]`` and
    ``drivers["vat"]`` are not rounded."""

    period: Period
    staffed: StaffedMonth
    drivers: Mapping[str, Fraction]
    statement: Statement
    spent: MonthCosts

    @cached_property
    def costs(self) -> tuple[CostLine, ...]:
        """Line by line."""
        return self.spent.lines

    @property
    def revenue(self) -> Fraction:
        """What the supplier earns: the net of the statement, less damages netted from the payment and what is held back for good."""
        lost = (line.lost for line in self.statement.deductions)
        return sum(lost, Fraction(self.statement.net))

    @property
    def cost(self) -> Fraction:
        return self.spent.total

    @property
    def margin(self) -> Fraction:
        """Revenue less cost."""
        return self.revenue - self.cost


@dataclass(frozen=True)
class Projection:
    """All months of a bid."""

    bid: Bid
    contract: Contract
    months: tuple[ProjectedMonth, ...]

    @property
    def revenue(self) -> Fraction:
        return sum((month.revenue for month in self.months), Fraction(0))

    @property
    def cost(self) -> Fraction:
        return sum((month.cost for month in self.months), Fraction(0))

    @property
    def margin(self) -> Fraction:
        return self.revenue - self.cost

    def total(self, driver: str) -> Fraction:
        """What all months have of a driver; 0 of one that none has."""
        return sum((month.drivers.get(driver, Fraction(0)) for month in self.months), Fraction(0))

    def kpi(self, name: str) -> Fraction | None:
        """The value of a KPI in the first month; None if it is not measured."""
        result = self.months[0].statement.measures.kpis.get(name)
        return result.value if result is not None else None


def sums_of(projection: Projection) -> tuple[Fraction, Fraction]:
    """Revenue before rounding, and cost."""
    return projection.total("revenue"), projection.cost


def project(bid: Bid, changes: Mapping[str, Fraction] | None = None, shifts_fit: bool = False) -> Projection:
    """The bid computed month by month, each month with the statements of those before it.

    Args:
        bid: as read.
        changes: inputs to change, by name; see :mod:`bpo.economics.scenario.changes`.
        shifts_fit: as if shifts, where they are declared, had no hour that is not needed.

    Raises:
        BpoError: with every figure that a clause needs and the scenario has not, at its place in the scenario.
    """
    now = changed(bid, changes or {})
    periods = periods_of(bid.scenario, now.contract)
    staffed = _staffed(bid, now, tuple(periods), shifts_fit)
    months: list[ProjectedMonth] = []
    history: list[Statement] = []
    units, carried = _units_of(bid, now.contract), NOTHING_CARRIED
    for number, (period, staffing) in enumerate(zip(periods, staffed, strict=True), start=1):
        drivers = staffing.drivers()
        measures = measures_of(bid, now.contract, drivers, period, now.kpis, units)
        try:
            statement = price(now.contract, measures, history)
        except BpoError as error:
            raise told_in_scenario(bid, error, now.kpis) from None
        history.append(statement)
        revenue, vat = exact_sums(now.contract, statement)
        drivers |= {"revenue": revenue, "vat": vat}
        spent = month_costs(now.costs, drivers, number, period, receipt_days(now.contract, period), carried)
        carried = spent.left
        months.append(ProjectedMonth(period, staffing, drivers, statement, spent))
    return Projection(bid, now.contract, tuple(months))


def _staffed(bid: Bid, now: Changed, periods: tuple[Period, ...], shifts_fit: bool) -> tuple[StaffedMonth, ...]:
    """The months staffed; kept with the bid, since prices, costs and KPIs can change without a change of staffing."""
    key = (periods, tuple(now.volumes.items()), tuple(tuple(s.handle_seconds.months.items()) for s in now.streams),
           tuple(s.occupancy_at_most for s in now.streams), now.people.model_dump_json(), shifts_fit)  # fmt: skip
    if key in bid.staffed:
        bid.staffed[key] = bid.staffed.pop(key)  # the one that was not asked for longest goes first
    else:
        if len(bid.staffed) >= STAFFED_MAX:
            bid.staffed.pop(next(iter(bid.staffed)))
        calendar = now.contract.billing.calendar
        bid.staffed[key] = now.staffed(periods, calendar, bid.counted, _week(bid, periods, calendar), shifts_fit)
    return bid.staffed[key]


def _week(bid: Bid, periods: tuple[Period, ...], calendar: Calendar | None) -> WeekSchedule | None:
    """The schedule of the scenario's shifts as it is written, whatever is changed; the same need is solved once."""
    return changed(bid, {}).week(periods, calendar, bid.counted)


def periods_of(scenario: Scenario, contract: Contract) -> Sequence[Period]:
    """The billing periods that a scenario covers: its own months, else the contract's whole term.

    Raises:
        BpoError: if neither has an end, or the contract is not billed by months.
    """
    if contract.cycle.length != "month":
        raise fail(BY_MONTHS, scenario.where, contract=contract.contract)
    last_day = contract.versions[-1].contract.effective.end if contract.versions else contract.effective.end
    if scenario.months is not None:
        first, last = scenario.months.first, scenario.months.last
    elif last_day is not None:
        first, last = (contract.cycle.containing(day).name for day in (contract.effective.start, last_day))
    else:
        raise fail(NO_TERM_END, scenario.where, contract=contract.contract)
    return [contract.cycle.period(month_after(first, n)) for n in range(months_between(first, last) + 1)]


def _units_of(bid: Bid, contract: Contract) -> dict[str, str]:
    """The unit of every quantity that the scenario has, as the contract bills it."""
    names = {FigureName.of(name).whole for name in bid.scenario.measures.quantities}
    nothing = Measures("")
    units = ({name: unit_of(one, nothing, name) for name in names} for one in versions_of(contract))
    return {name: unit for of_version in units for name, unit in of_version.items() if unit}


def measures_of(
    bid: Bid, contract: Contract, drivers: Mapping[str, Fraction], period: Period, kpis: Mapping[str, Fraction],
    units: Mapping[str, str],
) -> Measures:  # fmt: skip
    """The figures of a month as the scenario expects them; ``kpis`` stand in place of its own.

    Raises:
        BpoError: with every figure without a driver or a number, at its place.
    """
    problems: list[Problem] = []
    quantities: dict[str, Quantity] = {}
    results: dict[str, KpiResult] = {}
    by_id = kpis_of_versions(contract)
    for section in ("quantities", "kpis"):
        for name, figure in getattr(bid.scenario.measures, section).items():
            found = figure.in_month(name, period.name, drivers, figure_place(bid.document, "measures", section, name))
            if isinstance(found, Problem):
                problems.append(found)
            elif section == "quantities" and found is not None:
                quantities[name] = figure.quantity(found, units.get(FigureName.of(name).whole, ""))
            elif found is not None:
                value = kpis.get(name, found)
                kpi = by_id[FigureName.of(name).whole]
                results[name] = KpiResult(name, value, unit=kpi.measured_in())
    if problems:
        raise BpoError(problems)
    results |= {name: KpiResult(name, value) for name, value in kpis.items() if name not in results}
    return as_amended(contract, period, Measures(period.name, quantities, results))
