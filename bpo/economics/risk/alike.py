"""Draws that go the same way, month by month together: the projection's own steps on numbers that are carried for many draws.

A month of a :class:`~bpo.economics.risk.many.Batch` is staffed, priced and costed once, led by one draw, for all that go its way; the others are led
by another of them. A draw that goes no way that can be told is left out: it is projected by itself.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from bpo.core.errors import BpoError
from bpo.core.money import exact
from bpo.core.traced import Traced
from bpo.economics.costs.cost_checks import receipt_days
from bpo.economics.costs.costs import Carried, month_costs
from bpo.economics.margin.exact import exact_sums
from bpo.economics.risk.many import Batch, Floats, Many
from bpo.economics.risk.outcome import SUMS, Asked, Told, told_of
from bpo.economics.risk.sampling import MILLIONTHS, Sample
from bpo.economics.scenario.changes import changed
from bpo.economics.scenario.figure_sources import versions_of
from bpo.economics.scenario.projection import (
    ProjectedMonth,
    bills_month_by_month,
    measures_of,
    periods_of,
    scheduled_of,
    units_of,
)
from bpo.economics.scenario.scenario import Bid
from bpo.economics.scenario.seats_agreed import seats_agreed
from bpo.economics.staffing.many_plans import ManyPlans, many_plans
from bpo.economics.staffing.pattern import Cell
from bpo.economics.staffing.people import Team
from bpo.economics.staffing.queueing import Plan, Queue
from bpo.economics.staffing.staffed import StaffedMonth
from bpo.economics.staffing.staffing import staff
from bpo.economics.staffing.streams import Stream, volumes_of
from bpo.pricing.price import price

Drawn = npt.NDArray[np.intp]
WAYS_MOST = 300
"""So many ways of a month are followed; who goes none of them is projected by itself, which takes ten times as long for its whole term."""


def may_go_together(bid: Bid) -> bool:
    """Whether a month's statement hangs on that month alone: on none before it, and on no limit that cuts what is billed."""
    if any(figure.after_months is not None for figure in bid.scenario.measures.quantities.values()):
        return False
    if any(stream.concurrency is not None or stream.call_back is not None for stream in bid.scenario.streams):
        return False  # many plans at once are Erlang's alone
    if bid.scenario.people.hiring is not None:  # a class is sized by what later months need
        return False
    allocated = any(one.allocation is not None for one in versions_of(bid.contract))
    return not allocated and bills_month_by_month(bid.contract)


class Together:
    """The months of a block of draws."""

    def __init__(self, bid: Bid, asked: Asked, sample: Sample, changes: Mapping[str, Fraction], draws: Drawn) -> None:
        self.bid, self.asked, self.sample, self.changes, self.draws = bid, asked, sample, changes, draws
        self.periods = periods_of(bid.scenario, bid.contract)
        self.units = units_of(bid, bid.contract)
        self.agreed = seats_agreed(bid.contract, bid.scenario.measures.quantities, self.periods)
        self.half_up = all(one.money.mode == one.tax_money.mode == "half_up" for one in versions_of(bid.contract))
        count, months = len(draws), len(self.periods)
        self.alive = np.ones(count, dtype=bool)
        self.money = np.zeros((len(SUMS) + len(asked.clauses), count, months), dtype=np.int64)
        self.kpis = np.zeros((count, len(asked.kpis), months), dtype=np.int8)
        self.bands = np.zeros((count, len(asked.banded), months), dtype=np.int8)
        self.state: dict[str, tuple[Floats, int | None]] = {}
        """What the month before leaves behind, for every draw: by name, as :class:`Team` and :class:`Carried` have it."""
        self.plans: dict[object, ManyPlans] = {}

    def run(self) -> None:
        """All months; ``alive`` then says of which draws the figures can be told."""
        for month in range(len(self.periods)):
            self.plans.clear()
            before, self.state = self.state, {}
            todo = np.flatnonzero(self.alive)
            for _ in range(WAYS_MOST):
                if not len(todo):
                    break
                todo = self._way(month, todo, before)
            self.alive[todo] = False

    def _way(self, month: int, todo: Drawn, before: Mapping[str, tuple[Floats, int | None]]) -> Drawn:
        """Follows the first of the draws, and whoever goes the same way; returns the others."""
        batch = Batch(0, np.ones(len(todo), dtype=bool), self.half_up)
        try:
            team, left, told = self._month(month, todo, batch, before)
        except (BpoError, ZeroDivisionError):
            self.alive[todo[0]] = False
            return todo[1:]
        same = todo[batch.same]
        self._keep(month, same, batch.same, team, left, told)
        rest = todo[~batch.same]
        if not batch.same[0]:
            self.alive[todo[0]] = False
            rest = rest[rest != todo[0]]
        return rest

    def _month(
        self, month: int, todo: Drawn, batch: Batch, before: Mapping[str, tuple[Floats, int | None]]
    ) -> tuple[Team, Carried, Told]:
        period = self.periods[month]
        now = changed(self.bid, self._changes(month, todo, batch))

        def planned(stream: Stream, name: str, erlangs: Fraction, cells: Sequence[Cell]) -> Sequence[Plan]:
            return self._planned(stream, name, erlangs, cells, todo, batch)

        def carried(name: str) -> Fraction:
            found = before.get(name)
            if found is None:
                return Fraction(0)
            return Many.carried(found[0][todo], batch, found[1])

        team = None
        if before:
            learning = tuple(carried(name) for name in sorted(before) if name.startswith("learning"))
            team = Team(
                carried("heads"), carried("hires"), carried("leavers"), carried("released"), learning, carried("due")
            )
        volumes = volumes_of(now.streams, period.name, self.periods[0].name, self.bid.counted)
        moved = {name: volume * now.volumes[name] for name, volume in volumes.items()}
        calendar, agreed = now.contract.billing.calendar, self.agreed.get(period.name, Fraction(0))
        scheduled = scheduled_of(self.bid, now, tuple(self.periods))
        staffed: StaffedMonth = staff(
            now.streams, now.people, period, moved, team, calendar, agreed, planned, scheduled
        )
        drivers = staffed.drivers()
        statement = price(now.contract, measures_of(self.bid, now.contract, drivers, period, now.kpis, self.units))
        revenue, vat = exact_sums(now.contract, statement)
        drivers |= {"revenue": revenue, "vat": vat}
        days = receipt_days(now.contract, period)
        spent = month_costs(
            now.costs, drivers, month + 1, period, days, Carried(carried("input_tax"), carried("profit"))
        )
        told = told_of(ProjectedMonth(period, staffed, drivers, statement, spent), now.contract, self.asked)
        return staffed.team, spent.left, told

    def _changes(self, month: int, todo: Drawn, batch: Batch) -> dict[str, Fraction]:
        """What is drawn, and what the variant changes."""
        found: dict[str, Fraction] = {**self.changes}
        for name, value in self.sample.fixed.items():
            found[name] = self._around(name, value)
        for n, (one, own) in enumerate(self.sample.columns):
            if own is None or own == month:
                drawn = self.sample.values[self.draws[todo], n] / MILLIONTHS
                found[one.name] = self._around(one.name, Many.carried(drawn, batch, MILLIONTHS) / one.unit)
        return found

    def _around(self, name: str, value: Fraction) -> Fraction:
        return value if name.startswith("kpi.") else value * self.changes.get(name, Fraction(1))

    def _planned(
        self, stream: Stream, month: str, erlangs: Fraction, cells: Sequence[Cell], todo: Drawn, batch: Batch
    ) -> Sequence[Plan]:
        """The plans of a stream, for all draws of the month computed when the first way asks for them."""
        seconds = stream.handle_seconds.of(month)
        queue = Queue.of(replace_seconds(stream), month)
        found: dict[tuple[int, int], Plan] = {}
        count = len(todo)
        for cell in cells:
            key = (cell.weight, cell.least)
            if key in found:
                continue
            kept = (stream.id, *key, queue.occupancy_at_most)
            if kept not in self.plans:
                every = np.zeros(len(self.draws))
                handle = every.copy()
                every[todo] = _values(erlangs * cell.weight, count)
                handle[todo] = _values(seconds, count)
                own = many_plans(queue, handle[todo], every[todo], cell.least)
                spread = {name: np.zeros(len(self.draws)) for name in ("positions", "answered", "wait", "left", "busy")}
                for name, values in spread.items():
                    values[todo] = getattr(own, name)
                told = np.zeros(len(self.draws), dtype=bool)
                told[todo] = own.told
                self.plans[kept] = ManyPlans(**spread, told=told)
            plans = self.plans[kept]
            batch.keep(plans.told[todo])
            figures = (
                Many.carried(getattr(plans, name)[todo], batch, 1)
                for name in ("positions", "answered", "wait", "left", "busy")
            )
            found[key] = Plan(*figures)  # type: ignore[arg-type] # whole numbers of many draws
        return [found[cell.weight, cell.least] for cell in cells]

    def _keep(
        self, month: int, same: Drawn, within: npt.NDArray[np.bool_], team: Team, left: Carried, told: Told
    ) -> None:
        """Keeps what the month came to, and what it leaves behind."""
        for n, amount in enumerate((*(getattr(told, name) for name in SUMS), *told.clauses)):
            self.money[n, same, month] = np.rint(_values(amount, len(within))[within] * MILLIONTHS)
        self.kpis[same, :, month] = told.kpis
        self.bands[same, :, month] = told.bands
        names = ("heads", "hires", "leavers", "released", "due")
        after = {name: getattr(team, name) for name in names}
        after |= {f"learning{n:03}": one for n, one in enumerate(team.learning)}
        after |= {"input_tax": left.input_tax, "profit": left.profit}
        for name, value in after.items():
            values, fine = self.state.get(name, (np.zeros(len(self.draws)), 1))
            values[same] = _values(value, len(within))[within]
            self.state[name] = (values, _both(fine, value))


def _both(fine: int | None, value: Fraction) -> int | None:
    own = value.fine if isinstance(value, Many) else exact(value).denominator
    both = np.lcm(fine, own) if fine is not None and own is not None else None
    return None if both is None or both > MILLIONTHS else int(both)


def _values(value: Fraction, count: int) -> Floats:
    """The values of all draws of the batch; of a plain number the same for all."""
    if isinstance(value, Many):
        return value.values
    assert not isinstance(value, Traced)
    return np.full(count, float(value))


def replace_seconds(stream: Stream) -> Stream:
    """The stream with some handle time: that of each draw stands beside it."""
    one = stream.handle_seconds
    return stream.altered(handle_seconds=one.altered(months=dict.fromkeys(one.months, Fraction(1))))
