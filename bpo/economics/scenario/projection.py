"""A bid month by month over its term: staffing, the figures that follow, the price by ``price()``, and the costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from operator import is_

from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError, Problem, fail
from bpo.core.figure_names import FigureName
from bpo.core.measures import KpiResult, Measures, Quantity
from bpo.core.money import exact
from bpo.core.periods import Period, month_after, months_between
from bpo.core.sums import exact_sum
from bpo.core.traced import Stretch, Traced
from bpo.core.words import Words
from bpo.economics.costs.cost_checks import receipt_days
from bpo.economics.costs.costs import NOTHING_CARRIED, CostLine, MonthCosts, month_costs
from bpo.economics.margin.exact import exact_sums
from bpo.economics.scenario.changes import ELSEWHERE, Changed, changed, staffed_by_month
from bpo.economics.scenario.figure_sources import as_amended, day_of, kpis_of_versions, versions_of
from bpo.economics.scenario.priced_months import Priced, kept_of_plan, priced_anew, priced_once
from bpo.economics.scenario.scenario import Bid, Scenario
from bpo.economics.scenario.scenario_places import figure_place, told_in_scenario
from bpo.economics.scenario.seats_agreed import seats_agreed
from bpo.economics.staffing.staffed import Scheduled, StaffedMonth
from bpo.pricing.checked_measures import unit_of
from bpo.pricing.price import price_lines

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


COSTS_ALONE = ("wage", "cost", "exchange")
"""Inputs that neither staffing nor prices depend on."""
STAFFED_MAX = 8
"""Staffings of a bid that are kept while its inputs are varied: the plan's, which prices and KPIs leave as it is, and the latest."""


SEARCHED_FROM = 2
"""So many staffings of a bid say that its inputs are searched, and that there will be many more."""


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
        return sum(lost, exact(self.statement.net))

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
        return exact_sum(month.revenue for month in self.months)

    @property
    def cost(self) -> Fraction:
        return exact_sum(month.cost for month in self.months)

    @property
    def margin(self) -> Fraction:
        return self.revenue - self.cost

    def total(self, driver: str) -> Fraction:
        """What all months have of a driver; 0 of one that none has."""
        return exact_sum(month.drivers.get(driver, Fraction(0)) for month in self.months)


def sums_of(projection: Projection) -> tuple[Fraction, Fraction]:
    """Revenue before rounding, and cost."""
    return projection.total("revenue"), projection.cost


def project(
    bid: Bid,
    changes: Mapping[str, Fraction] | None = None,
    by_month: Sequence[Mapping[str, Fraction]] = (),
    shifts_fit: bool = False,
) -> Projection:
    """The bid computed month by month, each month with the statements of those before it.

    Args:
        bid: as read.
        changes: inputs to change, by name; see :mod:`bpo.economics.scenario.changes`.
        by_month: for each month those that change in it alone.
        shifts_fit: as if shifts, where they are declared, had no hour that is not needed.

    Raises:
        BpoError: with every figure that a clause needs and the scenario has not, at its place in the scenario.
    """
    now = changed(bid, changes or {})
    periods = periods_of(bid.scenario, now.contract)
    of_month = [changed(bid, {**(changes or {}), **more}) for more in by_month] or [now] * len(periods)
    agreed = seats_agreed(now.contract, bid.scenario.measures.quantities, periods)
    scheduled = scheduled_of(bid, now, tuple(periods), shifts_fit)
    if by_month:
        staffed = staffed_by_month(of_month, periods, now.contract.billing.calendar, bid.counted, agreed, scheduled)
    else:
        staffed = _staffed(bid, now, tuple(periods), agreed, scheduled, traced=_moves_staffing(changes or {}))
    months: list[ProjectedMonth] = []
    units, carried = units_of(bid, now.contract), NOTHING_CARRIED
    along = _months_alone(now.contract, changes or {})
    as_planned = (
        not by_month
        and all(name.partition(".")[0] in COSTS_ALONE for name in changes or ())
        and bool(changes or along is None)
    )
    along = None if as_planned else along
    of = (bid.contract, bid.scenario, bid.counted)
    kept: list[Priced] = kept_of_plan(bid, of) if as_planned else []
    each_alone = bills_month_by_month(now.contract)

    def priced(one: Changed, drivers: Mapping[str, Fraction], period: Period) -> Priced:
        earlier = [(month.period.name, month.drivers) for month in months]
        measures = measures_of(bid, one.contract, drivers, period, one.kpis, units, earlier)
        try:
            if along is not None:
                statement = price_lines(one.contract, measures)
                return statement, *exact_sums(one.contract, statement)
            if each_alone:
                return priced_once(bid, one.contract, measures)
            return priced_anew(one.contract, measures, [month.statement for month in months])
        except BpoError as error:
            raise told_in_scenario(bid, error, one.kpis) from None

    for number, (period, staffing, one) in enumerate(zip(periods, staffed, of_month, strict=True), start=1):
        drivers = staffing.drivers()
        if len(kept) >= number:
            statement, revenue, vat = kept[number - 1]
        elif along is not None:
            statement = None  # lines that are looked at along an input are not kept, only what they come to
            revenue, vat = along.part(period.name, lambda: priced(one, drivers, period)[1:])  # noqa: B023 # asked at once
        else:
            statement, revenue, vat = priced(one, drivers, period)
            kept.append((statement, revenue, vat))
        drivers |= {"revenue": revenue, "vat": vat}
        spent = month_costs(one.costs, drivers, number, period, receipt_days(one.contract, period), carried)
        carried = spent.left
        months.append(ProjectedMonth(period, staffing, drivers, statement, spent))  # type: ignore[arg-type]
    if as_planned and not kept_of_plan(bid, of):
        bid.billed[:] = [(of, kept), *bid.billed[:1]]
    return Projection(bid, now.contract, tuple(months))


def bills_month_by_month(contract: Contract) -> bool:
    """Whether a month's lines hang on that month alone: no clause looks back, and no limit holds for what months come to with tax."""
    of = versions_of(contract)
    return not any(one.reads_history or one.ceiling is not None or one.purchase_orders for one in of)


def _months_alone(contract: Contract, changes: Mapping[str, Fraction]) -> Stretch | None:
    """The stretch of an input that is followed, where each month's lines hang on that month alone."""
    bands = [band for each in contract.adjustments for band in getattr(each, "bands", None) or ()]
    held = [getattr(band, "factor", None) for band in bands]  # of a coefficient whose factor is varied
    stretch = next((one.stretch for one in (*changes.values(), *held) if isinstance(one, Traced)), None)
    if stretch is None or not bills_month_by_month(contract):
        return None
    stretch.in_parts()
    return stretch


def _moves_staffing(changes: Mapping[str, Fraction]) -> bool:
    """Whether one of the changes is a traced number that staffing depends on."""
    return any(isinstance(value, Traced) and name.partition(".")[0] not in ELSEWHERE for name, value in changes.items())


def _staffed(
    bid: Bid,
    now: Changed,
    periods: tuple[Period, ...],
    agreed: Mapping[str, Fraction],
    scheduled: Scheduled | None,
    traced: bool,
) -> tuple[StaffedMonth, ...]:
    """The months staffed; kept with the bid, since prices, costs and KPIs can change without a change of staffing."""
    if traced:
        return now.staffed(periods, now.contract.billing.calendar, bid.counted, agreed, scheduled)
    of_streams = tuple((s.occupancy_at_most, *(tuple(one.months.items()) for one in s.by_month())) for s in now.streams)
    volumes = tuple(now.volumes.items())
    key = (periods, tuple(agreed.items()), volumes, of_streams, now.people.model_dump_json(), scheduled)
    if key in bid.staffed:
        bid.staffed[key] = bid.staffed.pop(key)  # the one that was not asked for longest goes first
    else:
        if len(bid.staffed) >= STAFFED_MAX:
            bid.staffed.pop(next(iter(bid.staffed)))
        ahead = len(bid.staffed) >= SEARCHED_FROM
        bid.staffed[key] = now.staffed(periods, now.contract.billing.calendar, bid.counted, agreed, scheduled, ahead)
    return bid.staffed[key]


def scheduled_of(bid: Bid, now: Changed, periods: tuple[Period, ...], shifts_fit: bool = False) -> Scheduled | None:
    """What shifts have for an hour needed: of the scenario as it is written, whatever is changed; None without shifts."""
    if bid.scenario.people.shifts is None:
        return None
    of = (bid.scenario, bid.counted, now.contract.billing.calendar)
    week = next((one for names, months, one in bid.weeks if months == periods and all(map(is_, names, of))), None)
    if week is None:
        week = changed(bid, {}).week(periods, now.contract.billing.calendar, bid.counted)
        bid.weeks[:] = [(of, periods, week), *bid.weeks[:1]]
    found = week.scheduled(now.people.night) if week is not None else None
    return replace(found, for_an_hour=Fraction(1)) if found is not None and shifts_fit else found


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


def units_of(bid: Bid, contract: Contract) -> dict[str, str]:
    """The unit of every quantity that the scenario has, as the contract bills it."""
    names = {FigureName.of(name).whole for name in bid.scenario.measures.quantities}
    nothing = Measures("")
    units = ({name: unit_of(one, nothing, name) for name in names} for one in versions_of(contract))
    return {name: unit for of_version in units for name, unit in of_version.items() if unit}


def measures_of(
    bid: Bid, contract: Contract, drivers: Mapping[str, Fraction], period: Period, kpis: Mapping[str, Fraction],
    units: Mapping[str, str], earlier: Sequence[tuple[str, Mapping[str, Fraction]]] = (),
) -> Measures:  # fmt: skip
    """The figures of a month as the scenario expects them; ``kpis`` stand in place of its own; ``earlier`` are the months before.

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
                unit = units.get(FigureName.of(name).whole, "")
                late = figure.after_months is not None
                quantities[name] = figure.of_earlier(earlier, unit) if late else figure.quantity(found, unit)
            elif found is not None:
                value = kpis.get(FigureName.of(name).whole if day_of(name) else name, found)
                kpi = by_id[FigureName.of(name).whole]
                results[name] = KpiResult(name, value, unit=kpi.measured_in(), assumed=True)
    if problems:
        raise BpoError(problems)
    results |= {name: KpiResult(name, value, assumed=True) for name, value in kpis.items() if name not in results}
    return as_amended(contract, period, Measures(period.name, quantities, results))
