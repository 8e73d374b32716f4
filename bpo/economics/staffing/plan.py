"""Who a scenario needs, month by month: staffing alone, without prices and costs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.economics.scenario.changes import Counted, changed_work
from bpo.economics.scenario.projection import periods_of
from bpo.economics.scenario.scenario import Scenario
from bpo.economics.scenario.seats_agreed import seats_agreed
from bpo.economics.staffing.people import People
from bpo.economics.staffing.schedule import WeekSchedule
from bpo.economics.staffing.staffed import StaffedMonth
from bpo.economics.staffing.streams import Stream


@dataclass(frozen=True)
class StaffingPlan:
    """A scenario staffed; ``streams`` and ``people`` as the variant's ``changes`` have them."""

    scenario: Scenario
    changes: Mapping[str, Fraction]
    streams: tuple[Stream, ...]
    people: People
    months: tuple[StaffedMonth, ...]
    kept: tuple[StaffedMonth, ...] = ()
    """The months with those kept who are released in slack ones; none where nobody is released."""
    week: WeekSchedule | None = None
    """The schedule of its shifts, of the scenario as it is written: a variant has the same for an hour that it needs."""

    @property
    def busiest(self) -> StaffedMonth:
        """The month whose work needs most positions."""
        return max(self.months, key=lambda month: month.needed)


def staffing_plan(
    scenario: Scenario,
    contract: Contract,
    changes: Mapping[str, Fraction] | None = None,
    counted: Counted | None = None,
) -> StaffingPlan:
    """Staff every month of a scenario.

    Args:
        scenario: as read.
        contract: whose billing periods and calendar count.
        changes: of a variant (:mod:`bpo.economics.scenario.changes`); those of prices, costs and KPIs change nothing here.
        counted: volumes out of facts.

    Raises:
        BpoError: for a month without a volume, a volume that its pattern cannot carry, or shifts that cannot cover it.
    """
    work = changed_work(scenario, changes or {})
    periods = periods_of(scenario, contract)
    agreed = seats_agreed(contract, scenario.measures.quantities, periods)
    calendar = contract.billing.calendar
    week = changed_work(scenario, {}).week(periods, calendar, counted or {})
    scheduled = week.scheduled(work.people.night) if week is not None else None
    staffed = work.staffed(periods, calendar, counted or {}, agreed, scheduled)
    kept: tuple[StaffedMonth, ...] = ()
    if any(month.team.released for month in staffed):
        keeping = replace(work, people=work.people.altered(surplus="kept"))
        kept = keeping.staffed(periods, calendar, counted or {}, agreed, scheduled)
    return StaffingPlan(scenario, changes or {}, work.streams, work.people, staffed, kept, week)
