"""``bpo staffing``: how many people a scenario's volumes need, by month and by half hour."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from bpo.bid.staffing_plan import draw_staffing, staffing_report
from bpo.cli.bids import changes_of, counted_volumes, folder_option, tell_files, templates_near, variant_option
from bpo.cli.options import format_option
from bpo.cli.screen import echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.cli.staffing_outputs import StaffingOutput
from bpo.core.errors import Where, choices, fail
from bpo.core.words import Words
from bpo.desk.run import load
from bpo.desk.workspace import near
from bpo.economics.scenario.scenario import read_scenario
from bpo.economics.staffing.people import People
from bpo.economics.staffing.plan import StaffingPlan, staffing_plan
from bpo.economics.staffing.queueing import in_units
from bpo.economics.staffing.schedule import WeekSchedule, clock
from bpo.economics.staffing.shared_half_hour import shared_half_hour
from bpo.economics.staffing.skills import Estimate
from bpo.economics.staffing.staffed import Interval, StaffedMonth, StreamMonth
from bpo.economics.staffing.week import DAY_NAMES
from bpo.report.files import write_all
from bpo.report.screen import report_text

NO_STREAM = Words("staffing-no-stream", en="the scenario has no stream '{given}'", zh="方案中没有业务流 '{given}'")
NO_MONTH = Words(
    "staffing-no-month",
    en="the scenario goes from {first} to {last}; {given} is not in it",
    zh="方案覆盖 {first} 至 {last}，不含 {given}",
)


@verb(
    en="Show how many people a scenario's volumes need: positions by half hour, seats, heads and hires by month.",
    zh="显示方案的业务量需要多少人：各半小时岗位数，各月席位、人数与入职人数。",
)
@argument(
    "scenario", type=click.Path(path_type=Path, dir_okay=False), en="The scenario's YAML file.", zh="方案 YAML 文件。"
)
@option(
    "--month",
    metavar="YYYY-MM",
    en="Whose half hours to show; otherwise the month of most positions.",
    zh="显示哪个月的半小时；默认岗位数最多的月份。",
)
@option(
    "--stream",
    metavar="NAME",
    en="Whose half hours to show; otherwise every stream's.",
    zh="显示哪个业务流；默认全部。",
)
@variant_option
@folder_option
@format_option
@click.pass_obj
def staffing(
    session: Session, scenario: Path, month: str | None, stream: str | None, variant: str, folder: Path | None, form: str
) -> None:  # fmt: skip
    read, document = read_scenario(scenario)
    names = [one.id for one in read.streams]
    if stream is not None and stream not in names:
        raise fail(NO_STREAM, document.where(document.root), **choices(stream, names))
    contract = load(scenario.parent / read.contract).contract
    plan = staffing_plan(read, contract, changes_of(read, variant), counted_volumes(scenario, read, contract))
    shown = _month(plan, month, Where(document.path))
    streams = [one for one in shown.streams if stream in (None, one.id)]
    files: list[Path] = []
    if folder is not None:
        files = write_all(draw_staffing(plan, contract, variant, shown, folder, templates_near(scenario)))
    if form == "json":
        echo_json(StaffingOutput.of(_output(plan, shown, streams, variant, files), session.lang))
        return
    click.echo(report_text(staffing_report(plan, contract, variant, shown, stream), session.lang))
    tell_files(session, files)


def _month(plan: StaffingPlan, asked: str | None, where: Where) -> StaffedMonth:
    if asked is None:
        return plan.busiest
    for month in plan.months:
        if month.period.name == asked:
            return month
    raise fail(NO_MONTH, where, first=plan.months[0].period.name, last=plan.months[-1].period.name, given=asked)


def _output(
    plan: StaffingPlan, shown: StaffedMonth, streams: Sequence[StreamMonth], variant: str, files: Sequence[Path]
) -> dict[str, Any]:
    people = plan.people.in_month(shown.period.name)
    return {
        "scenario": plan.scenario.scenario,
        "months": [{"month": month.period.name, "drivers": month.drivers()} for month in plan.months],
        "month": shown.period.name,
        "half_hours": {stream.id: [_interval(interval, people) for interval in stream.intervals] for stream in streams},
        "hiring": _hiring(plan) if plan.people.hiring is not None else None,
        "shifts": _shifts(plan.week) if plan.week is not None else None,
        "groups": _groups(plan, shown),
        "variant": variant,
        "files": [str(near(file)) for file in files],
    }


def _hiring(plan: StaffingPlan) -> dict[str, Any]:
    crews = [(month.period.name, month.crew) for month in plan.months if month.crew is not None]
    return {
        "classes": [{"begins": day.isoformat(), "people": people} for _, crew in crews for day, people in crew.classes],
        "months": [
            {
                "month": name,
                "begin": crew.begin,
                "end": crew.end,
                "bands": list(crew.bands),
                "needed": crew.needed,
                "able": crew.able,
                "shortfall": crew.shortfall,
                "surplus": crew.surplus,
            }
            for name, crew in crews
        ],
    }


def _groups(plan: StaffingPlan, shown: StaffedMonth) -> dict[str, Any] | None:
    shared = shared_half_hour(plan.scenario.groups, plan.streams, shown)
    if shared is None:
        return None
    streams = [
        {
            "stream": one.stream.id,
            "contacts": one.interval.contacts,
            "service_level": None if one.met.endless else _estimate(one.met.service_level),
            "asa_seconds": None if one.met.endless else _estimate(one.met.asa_seconds),
            "abandonment_rate": None if one.met.endless else _estimate(one.met.abandonment),
            "goal": one.judged,
        }
        for one in shared.streams
    ]
    groups = [
        {"group": group.id, "positions": group.positions, "occupancy": _estimate(busy)} for group, busy in shared.groups
    ]
    day = DAY_NAMES[shared.weekday].en.lower()
    found = {"weekday": day, "start": shared.start, "streams": streams, "groups": groups}
    return {**found, "separate": shared.separate, "pooled": shared.pooled}


def _estimate(one: Estimate) -> dict[str, Fraction] | None:
    return None if one.unknown else {"value": in_units(one.value), "error": in_units(one.error)}


def _shifts(week: WeekSchedule) -> dict[str, Any]:
    kinds, days = week.shifts.kinds, [name.en.lower() for name in DAY_NAMES]
    duties = [
        {
            "shift": kinds[duty.shape].id,
            "start": clock(duty.start),
            "days": [days[day] for day in duty.days],
            "people": duty.people,
        }
        for duty in week.made.duties
    ]
    meals = [
        {
            "shift": kinds[meal.shape].id,
            "start": clock(meal.start),
            "weekday": days[meal.day],
            "begins": clock(meal.start + meal.place),
            "people": meal.people,
        }
        for meal in week.made.meals
    ]
    named = ("month", "needed_hours", "scheduled_hours", "people", "gap")
    return {**{name: getattr(week, name) for name in named}, "duties": duties, "meals": meals}


def _interval(interval: Interval, people: People) -> dict[str, Any]:
    plan = interval.plan
    of_all = ("service_level", "asa_seconds", "abandonment_rate", "occupancy", "called_back_rate", "call_back_seconds")
    planned = {name: getattr(plan, name) for name in of_all}
    return {
        "weekday": DAY_NAMES[interval.weekday].en.lower(),
        "start": interval.start,
        "days": interval.days,
        "contacts": interval.contacts,
        "positions": plan.positions,
        "rostered": people.rostered(plan.positions),
        **planned,
    }
