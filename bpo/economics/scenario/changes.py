"""A bid with some of its inputs changed: what is varied, solved for and compared.

``volume`` (of every stream), ``calls.volume``, ``calls.handle_seconds``, ``calls.bot`` (what it takes), ``calls.conversion``, ``occupancy`` (its limits), ``attrition``, ``hours`` and
``shrinkage`` are multiplied; so are ``wage`` (all wages), ``cost.<item>``, ``exchange.<currency>``, ``price`` (all terms)
and ``price.<term>``. ``kpi.<id>`` is the value that it has in every month.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from bpo.contracts.altered import repriced
from bpo.contracts.model import Contract
from bpo.core.calendars import Calendar
from bpo.core.errors import BpoError, Problem, choices, fail
from bpo.core.measures import KpiResult
from bpo.core.periods import Period
from bpo.core.words import Pct, Words
from bpo.economics.costs.cost_file import Costs
from bpo.economics.scenario.scenario import Bid, Scenario
from bpo.economics.staffing.classes import hired_in_classes
from bpo.economics.staffing.people import People
from bpo.economics.staffing.schedule import WeekSchedule, week_schedule
from bpo.economics.staffing.staffed import Scheduled, StaffedMonth
from bpo.economics.staffing.staffing import Planned, planned, staff, staff_months
from bpo.economics.staffing.streams import Stream, volumes_of
from bpo.pricing.checked_kpis import kpi_problems

NOT_AN_INPUT = Words("input-unknown", en="this bid has no input '{given}'", zh="本测算没有输入项 '{given}'")
TOO_MUCH = Words(
    "input-beyond-all",
    en="'{given}' is {planned} as planned, and {factor} of it {value}: too much; {most} is the most",
    zh="'{given}' 计划为 {planned}，其 {factor} 为 {value}，过大；最多写 {most}",
)
PEOPLE = {"attrition": "attrition_a_month", "hours": "hours_a_month", "shrinkage": "shrinkage"}
ELSEWHERE = ("wage", "cost", "exchange", "price", "kpi")
"""Inputs that staffing does not depend on."""
ONE = Fraction(1)
Counted = Mapping[str, Mapping[str, Fraction]]
"""Volumes out of facts, by stream and month of the facts."""


@dataclass(frozen=True)
class Work:
    """The streams and people of a scenario as changed; ``volumes`` are factors by stream. It is all that staffing depends on."""

    streams: tuple[Stream, ...]
    people: People
    volumes: Mapping[str, Fraction]

    def staffed(
        self,
        periods: Sequence[Period],
        calendar: Calendar | None,
        counted: Counted,
        agreed: Mapping[str, Fraction],
        scheduled: Scheduled | None = None,
        ahead: bool = False,
    ) -> tuple[StaffedMonth, ...]:
        """Each month with its volumes; ``counted`` are those out of facts, ``agreed`` the seats that the contract has by month, ``scheduled``
        what shifts have for an hour needed. ``ahead``: half hours of all months are planned at once, which takes a library to load.

        Raises:
            BpoError: for a month without a volume, or a volume that its pattern cannot carry.
        """
        months = self._months(periods, counted)
        plan: Planned = planned
        if ahead:
            from bpo.economics.staffing.planned_ahead import (
                planned_ahead,  # a tenth of a second for those who search alone
            )

            plan = planned_ahead(self.streams, months, calendar)
        return staff_months(self.streams, self.people, months, calendar, agreed, scheduled, plan)

    def week(self, periods: Sequence[Period], calendar: Calendar | None, counted: Counted) -> WeekSchedule | None:
        """The schedule of a week, if shifts are declared.

        Raises:
            BpoError: for a month without a volume, or if the shifts cannot cover what is needed.
        """
        if self.people.shifts is None:
            return None
        return week_schedule(self.streams, self.people, self._months(periods, counted), calendar)

    def _months(self, periods: Sequence[Period], counted: Counted) -> list[tuple[Period, dict[str, Fraction]]]:
        months = []
        for period in periods:
            volumes = volumes_of(self.streams, period.name, periods[0].name, counted)
            months.append((period, {name: volume * self.volumes[name] for name, volume in volumes.items()}))
        return months


def staffed_by_month(
    works: Sequence[Work],
    periods: Sequence[Period],
    calendar: Calendar | None,
    counted: Counted,
    agreed: Mapping[str, Fraction],
    scheduled: Scheduled | None = None,
) -> tuple[StaffedMonth, ...]:
    """Months whose streams and people are each their own, with the team of the month before; ``agreed`` are seats by month, and
    ``scheduled`` is what shifts have.

    Raises:
        BpoError: as :meth:`Work.staffed` does.
    """
    done: list[StaffedMonth] = []
    for work, period in zip(works, periods, strict=True):
        volumes = volumes_of(work.streams, period.name, periods[0].name, counted)
        changed_volumes = {name: volume * work.volumes[name] for name, volume in volumes.items()}
        before = done[-1].team if done else None
        seats = agreed.get(period.name, Fraction(0))
        done.append(
            staff(work.streams, work.people, period, changed_volumes, before, calendar, seats, scheduled=scheduled)
        )
    return hired_in_classes(done, [work.people for work in works])


@dataclass(frozen=True)
class Changed(Work):
    """All parts of a bid as changed; ``kpis`` are values by id."""

    contract: Contract
    costs: Costs
    kpis: Mapping[str, Fraction]


def inputs(bid: Bid) -> list[str]:
    """The names of everything that can be changed."""
    terms = [f"price.{term}" for term in bid.contract.term_ids()]
    kpis = [f"kpi.{kpi.id}" for kpi in bid.contract.kpis]
    return [*work_inputs(bid.scenario), *bid.costs.inputs(), "price", *terms, *kpis]


def work_inputs(scenario: Scenario) -> list[str]:
    """Those of streams and people."""
    streams = [f"{stream.id}.{what}" for stream in scenario.streams for what in ("volume", "handle_seconds")]
    bots = [f"{stream.id}.bot" for stream in scenario.streams if stream.bot is not None]
    sold = [f"{stream.id}.conversion" for stream in scenario.streams if stream.conversion is not None]
    return ["volume", *streams, *bots, *sold, "occupancy", *PEOPLE]


def variant_problems(bid: Bid) -> Iterator[Problem]:
    """Variants that change what the bid has not, or to more than there can be, at their lines."""
    for variant, changes in bid.scenario.variants.items():
        for name, value in changes.items():
            node, key = bid.document.find(("variants", variant, name))
            for problem in change_problems(bid, variant, name, value):
                unknown = problem.is_a(NOT_AN_INPUT) and key is not None
                yield replace(problem, where=bid.document.where(key if unknown and key is not None else node))


def change_problems(bid: Bid, variant: str, name: str, value: Fraction) -> Iterator[Problem]:
    """What is wrong with an input at a value; ``variant`` says who asks."""
    kpi = next((kpi for kpi in bid.contract.kpis if name == f"kpi.{kpi.id}"), None)
    if kpi is not None:
        yield from kpi_problems(kpi, KpiResult(kpi.id, value), variant)
    else:
        try:
            changed(bid, {name: value})
        except BpoError as error:
            yield from error.problems


def changed(bid: Bid, changes: Mapping[str, Fraction]) -> Changed:
    """The bid with the changes.

    Raises:
        BpoError: for a name that is no input, or a share that would be more than 100%.
    """
    known = inputs(bid)
    for name in changes:
        if name not in known:
            raise fail(NOT_AN_INPUT, **choices(name, known))
    of = {
        name: {key.rpartition(".")[2]: value for key, value in changes.items() if key.startswith(f"{name}.")}
        for name in ("price", "kpi")
    }
    prices = dict(of["price"])
    if "price" in changes:
        prices = {term: prices.get(term, ONE) * changes["price"] for term in bid.contract.term_ids()}
    work = changed_work(bid.scenario, changes)
    contract = repriced(bid.contract, prices) if prices else bid.contract
    return Changed(work.streams, work.people, work.volumes, contract, bid.costs.changed(changes), of["kpi"])


def changed_work(scenario: Scenario, changes: Mapping[str, Fraction]) -> Work:
    """Streams and people with those of the changes that are theirs.

    Raises:
        BpoError: for a name that is no input of theirs, of prices, costs or KPIs; or a share that would be more than 100%.
    """
    streams, known = scenario.streams, work_inputs(scenario)
    for name in changes:
        if name not in known and name.partition(".")[0] not in ELSEWHERE:
            raise fail(NOT_AN_INPUT, scenario.where, **choices(name, known))
    return Work(
        streams=tuple(_stream(stream, changes) for stream in streams),
        people=_people(scenario.people, changes),
        volumes={one.id: changes.get("volume", ONE) * changes.get(f"{one.id}.volume", ONE) for one in streams},
    )


def _stream(stream: Stream, changes: Mapping[str, Fraction]) -> Stream:
    factor = changes.get(f"{stream.id}.handle_seconds", ONE)
    update: dict[str, object] = {"handle_seconds": stream.handle_seconds.times(factor)} if factor != 1 else {}
    bot = changes.get(f"{stream.id}.bot", ONE)
    if stream.bot is not None and bot != 1:
        _share(f"{stream.id}.bot", stream.bot.takes.most, bot)
        update["bot"] = stream.bot.altered(takes=stream.bot.takes.times(bot))
    sold = changes.get(f"{stream.id}.conversion", ONE)
    if stream.conversion is not None and sold != 1:
        _share(f"{stream.id}.conversion", stream.conversion.most, sold)
        update["conversion"] = stream.conversion.times(sold)
    if "occupancy" in changes and stream.occupancy_at_most is not None:
        limit = _share("occupancy", stream.occupancy_at_most, changes["occupancy"])
        update["occupancy_at_most"] = limit
    return stream.altered(**update) if update else stream


def _people(people: People, changes: Mapping[str, Fraction]) -> People:
    update: dict[str, object] = {}
    if "hours" in changes:
        update["hours_a_month"] = people.hours_a_month * changes["hours"]
    if "attrition" in changes:
        _share("attrition", people.attrition_a_month.most, changes["attrition"])
        update["attrition_a_month"] = people.attrition_a_month.times(changes["attrition"])
        if people.hiring is not None:
            _share("attrition", people.hiring.attrition_most, changes["attrition"])
            update["hiring"] = people.hiring.attrition_times(changes["attrition"])
    if "shrinkage" in changes:
        factor, most = changes["shrinkage"], max((lost.most for lost in people.shrinkage.values()), default=Fraction(0))
        if most * factor >= 1:  # nobody would be left to work
            raise _too_much("shrinkage", most, factor)
        update["shrinkage"] = {reason: lost.times(factor) for reason, lost in people.shrinkage.items()}
    return people.altered(**update) if update else people


def _share(name: str, share: Fraction, factor: Fraction) -> Fraction:
    if share * factor > 1:
        raise _too_much(name, share, factor)
    return share * factor


def _too_much(name: str, share: Fraction, factor: Fraction) -> BpoError:
    most = Fraction(ceil(1000 / share) - 1, 1000)  # below all, to a tenth of a percent
    value = Pct(share * factor)
    return fail(TOO_MUCH, given=name, planned=Pct(share), factor=Pct(factor), value=value, most=Pct(most))
