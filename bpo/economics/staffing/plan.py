"""Who a scenario needs, month by month: staffing alone, without prices and costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.economics.scenario.changes import Counted, changed_work
from bpo.economics.scenario.projection import periods_of
from bpo.economics.scenario.scenario import Scenario
from bpo.economics.staffing.people import People
from bpo.economics.staffing.schedule import WeekSchedule
from bpo.economics.staffing.staffing import StaffedMonth
from bpo.economics.staffing.streams import Stream


@dataclass(frozen=True)
class StaffingPlan:
    """A scenario staffed; ``streams`` and ``people`` as the variant's ``changes`` have them."""

    scenario: Scenario
    changes: Mapping[str, Fraction]
    streams: tuple[Stream, ...]
    people: People
    months: tuple[StaffedMonth, ...]
    week: WeekSchedule | None = None
    """The schedule of its shifts, of the scenario as it is written: a variant has the same for an hour that it needs."""

    @property
    def busiest(self) -> StaffedMonth:
        """The month of most positions."""
        return max(self.months, key=lambda month: month.positions)


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
    periods, calendar = periods_of(scenario, contract), contract.billing.calendar
    week = changed_work(scenario, {}).week(periods, calendar, counted or {})
    staffed = work.staffed(periods, calendar, counted or {}, week)
    return StaffingPlan(scenario, changes or {}, work.streams, work.people, staffed, week)
