"""``bpo staffing``: how many people a scenario's volumes need, by month and by half hour."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from bpo.bid import BASE
from bpo.cli.bids import WRITTEN, changes_of, counted_volumes, folder_option, templates_near, variant_option
from bpo.cli.options import format_option
from bpo.cli.screen import BLOCKS, echo_json
from bpo.cli.speech import Session, argument, option, verb
from bpo.core.errors import Where, choices, fail
from bpo.core.money import round_to
from bpo.core.words import LANGS, Lang, Text, Words, short_text, show_number
from bpo.desk.run import load
from bpo.desk.workspace import near
from bpo.economics.scenario.scenario import read_scenario
from bpo.economics.staffing.people import People
from bpo.economics.staffing.plan import StaffingPlan, staffing_plan
from bpo.economics.staffing.staffing import Interval, StaffedMonth, StreamMonth
from bpo.economics.staffing.week import DAY_NAMES
from bpo.invoice.tables import NO_VALUE
from bpo.report.files import write_all
from bpo.report.screen import Column, table

NO_STREAM = Words("staffing-no-stream", en="the scenario has no stream '{given}'", zh="方案中没有业务流 '{given}'")
NO_MONTH = Words(
    "staffing-no-month",
    en="the scenario goes from {first} to {last}; {given} is not in it",
    zh="方案覆盖 {first} 至 {last}，不含 {given}",
)
TITLE = Words("staffing-title", en="{label}: staffing", zh="{label}：人员测算")
TITLE_OF_VARIANT = Words(
    "staffing-title-variant", en="{label}, {variant}: staffing", zh="{label}（{variant}）：人员测算"
)
GOAL = Words(
    "staffing-goal",
    en="{stream}, {month}: positions by half hour, {answered} answered within {seconds} s",
    zh="{stream}，{month}：各半小时岗位数，{seconds} 秒内接通率 {answered}",
)
CAN_WAIT = Words(
    "staffing-can-wait",
    en="{stream}, {month}: productive hours {hours}, positions {positions}",
    zh="{stream}，{month}：有效工时 {hours}，岗位数 {positions}",
)
PEAK = Words("staffing-peak", en="{positions} at most", zh="最多 {positions}")
BUSIEST = Words("staffing-busiest", en="{weekday}, the busiest day", zh="最忙的一天：{weekday}")
MONTH = Words("staffing-month", en="month", zh="月份")
HALF_HOUR = Words("staffing-half-hour", en="half hour", zh="半小时")
CONTACTS = Words("staffing-contacts", en="contacts", zh="业务量")
POSITIONS = Words("staffing-positions", en="positions", zh="岗位数")
ROSTERED = Words("staffing-rostered", en="rostered", zh="排班人数")
LEVEL = Words("staffing-level", en="service level", zh="接通率")
ASA = Words("staffing-asa", en="ASA s", zh="平均应答秒")
ABANDONED = Words("staffing-abandoned", en="abandoned", zh="放弃率")
OCCUPANCY = Words("staffing-occupancy", en="occupancy", zh="占用率")
SEATS = Words("staffing-seats", en="seats", zh="席位")
HEADS = Words("staffing-heads", en="heads", zh="人数")
HIRES = Words("staffing-hires", en="hires", zh="入职")
LEAVERS = Words("staffing-leavers", en="leavers", zh="离职")
RELEASED = Words("staffing-released", en="released", zh="释放")
PAID = Words("staffing-paid", en="paid hours", zh="计薪工时")
HALF_HOURS_A_DAY = 48


@verb(
    en="Show how many people a scenario's volumes need: positions by half hour, seats, heads and hires by month.",
    zh="显示方案的业务量需要多少人：各半小时岗位数，各月席位、人数与入职人数。",
)
@argument(
    "scenario", type=click.Path(path_type=Path, dir_okay=False), en="The scenario's YAML file.", zh="方案 YAML 文件。"
)
@option(
    "--month", metavar="YYYY-MM",
    en="Whose half hours to show; otherwise the month of most positions.", zh="显示哪个月的半小时；默认岗位数最多的月份。",
)  # fmt: skip
@option(
    "--stream", metavar="NAME",
    en="Whose half hours to show; otherwise every stream's.", zh="显示哪个业务流；默认全部。",
)  # fmt: skip
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
        from bpo.bid.staffing_plan import draw_staffing

        files = write_all(draw_staffing(plan, contract, variant, shown, folder, templates_near(scenario)))
    if form == "json":
        echo_json({**_json(plan, shown, streams), "variant": variant, "files": [str(near(file)) for file in files]})
        return
    words = TITLE if variant == BASE else TITLE_OF_VARIANT
    said = {"label": read.label or Text.of(read.scenario), "variant": variant}
    click.echo(words.say(session.lang, said) + "\n\n" + _by_month(plan.months, session.lang))
    for one in streams:
        click.echo("\n" + _half_hours(one, plan, shown.period.name, session.lang))
    for file in files:
        click.echo(("\n" if file == files[0] else "") + WRITTEN.say(session.lang, {"path": str(near(file))}))


def _month(plan: StaffingPlan, asked: str | None, where: Where) -> StaffedMonth:
    if asked is None:
        return plan.busiest
    for month in plan.months:
        if month.period.name == asked:
            return month
    raise fail(NO_MONTH, where, first=plan.months[0].period.name, last=plan.months[-1].period.name, given=asked)


def _by_month(months: Sequence[StaffedMonth], lang: Lang) -> str:
    """A row a month; the service level of a stream stands under its name, if there are several, and who is released if anybody is."""
    queues = [stream for stream in months[0].streams if stream.waits]
    names = [[_level_of(stream, queues, tongue) for tongue in LANGS] for stream in queues]
    heads: list[Words | Text] = [Text(zh=zh, en=en) for en, zh in names]
    columns: list[Column] = [(MONTH, "left"), (CONTACTS, "right"), (POSITIONS, "right"), (SEATS, "right")]
    released = any(month.team.released for month in months)
    people = [HEADS, HIRES, LEAVERS, *[RELEASED] * released, PAID]
    columns += [(head, "right") for head in (*people, *heads)]
    rows = []
    for month in months:
        offered = sum((stream.offered for stream in month.streams), Fraction(0))
        figures = [_near(offered), str(month.positions), str(month.seats)]
        team = (month.team.heads, month.team.hires, month.team.leavers, *[month.team.released] * released)
        figures += [_near(figure, 1) for figure in team]
        levels = [_percent(stream.service_level) for stream in month.streams if stream.waits]
        rows.append([month.period.name, *figures, _near(month.paid_hours), *levels])
    return table(columns, rows, lang)


def _level_of(stream: StreamMonth, queues: Sequence[StreamMonth], lang: Lang) -> str:
    return LEVEL.say(lang) if len(queues) == 1 else f"{stream.name.say(lang)} {LEVEL.say(lang)}"


def _half_hours(stream: StreamMonth, plan: StaffingPlan, month: str, lang: Lang) -> str:
    """A week as a picture, then its busiest day as a table."""
    asked = next(one for one in plan.streams if one.id == stream.id)
    values: dict[str, Any] = {"stream": stream.name, "month": month}
    if asked.goal is None:
        return CAN_WAIT.say(lang, {**values, "hours": _near(stream.productive_hours, 1), "positions": stream.positions})
    values |= {"answered": _percent(asked.goal.answered), "seconds": asked.goal.within_seconds}
    head = GOAL.say(lang, values)
    if not stream.intervals:
        return head + "\n" + NO_VALUE
    days: dict[int, list[Interval]] = {}
    for interval in stream.intervals:
        days.setdefault(interval.weekday, []).append(interval)
    busiest = max(days, key=lambda day: sum(interval.contacts for interval in days[day]))
    picture = [_day(DAY_NAMES[day], row, stream.positions, lang) for day, row in days.items()]
    title = BUSIEST.say(lang, {"weekday": DAY_NAMES[busiest]})
    return "\n".join([head, "", *picture, "", title, "", _table(days[busiest], plan.people.in_month(month), lang)])


def _day(name: Text, row: Sequence[Interval], most: int, lang: Lang) -> str:
    """The positions of a day from midnight to midnight as blocks, low to high; closed half hours stay empty."""
    drawn = [" "] * HALF_HOURS_A_DAY
    for interval in row:
        hour, minute = interval.start.split(":")
        drawn[int(hour) * 2 + int(minute) // 30] = BLOCKS[interval.plan.positions * (len(BLOCKS) - 1) // most]
    peak = PEAK.say(lang, {"positions": max(interval.plan.positions for interval in row)})
    return f"{name.say(lang)}  {''.join(drawn)}  {peak}"


def _table(row: Sequence[Interval], people: People, lang: Lang) -> str:
    columns: list[Column] = [(HALF_HOUR, "left"), (CONTACTS, "right"), (POSITIONS, "right"), (ROSTERED, "right")]
    columns += [(LEVEL, "right"), (ASA, "right"), (ABANDONED, "right"), (OCCUPANCY, "right")]
    rows = []
    for interval in row:
        plan = interval.plan
        figures = [_percent(plan.service_level), _near(plan.asa_seconds, 1), _percent(plan.abandonment_rate)]
        counts = [_near(interval.contacts, 1), str(plan.positions), str(people.rostered(plan.positions))]
        rows.append([interval.start, *counts, *figures, _percent(plan.occupancy)])
    return table(columns, rows, lang)


def _near(figure: Fraction, places: int = 0) -> str:
    """Rounded without a sign that it is: every figure of a forecast is."""
    return show_number(round_to(figure, Fraction(1, 10**places)))


def _percent(share: Fraction | None) -> str:
    return NO_VALUE if share is None else _near(share * 100, 2) + "%"


def _json(plan: StaffingPlan, shown: StaffedMonth, streams: Sequence[StreamMonth]) -> dict[str, Any]:
    def drivers(month: StaffedMonth) -> dict[str, str]:
        return {name: short_text(figure) for name, figure in month.drivers().items()}

    people = plan.people.in_month(shown.period.name)
    return {
        "scenario": plan.scenario.scenario,
        "months": [{"month": month.period.name, "drivers": drivers(month)} for month in plan.months],
        "month": shown.period.name,
        "half_hours": {stream.id: [_interval(interval, people) for interval in stream.intervals] for stream in streams},
    }


def _interval(interval: Interval, people: People) -> dict[str, Any]:
    plan = interval.plan
    return {
        "weekday": DAY_NAMES[interval.weekday].en.lower(),
        "start": interval.start,
        "days": interval.days,
        "contacts": short_text(interval.contacts),
        "positions": plan.positions,
        "rostered": people.rostered(plan.positions),
        "service_level": short_text(plan.service_level),
        "asa_seconds": short_text(plan.asa_seconds),
        "abandonment_rate": short_text(plan.abandonment_rate),
        "occupancy": short_text(plan.occupancy),
    }
