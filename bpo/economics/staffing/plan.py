"""Who a scenario needs, month by month: staffing alone, without prices and costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bpo.contracts.model import Contract
from bpo.economics.scenario.changes import Counted, changed_work
from bpo.economics.scenario.projection import periods_of
from bpo.economics.scenario.scenario import Scenario
from bpo.economics.staffing.people import People
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
        BpoError: for a month without a volume, or a volume that its pattern cannot carry.
    """
    work = changed_work(scenario, changes or {})
    staffed = work.staffed(periods_of(scenario, contract), contract.billing.calendar, counted or {})
    return StaffingPlan(scenario, changes or {}, work.streams, work.people, staffed)
