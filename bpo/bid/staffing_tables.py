"""The live tables of a staffing plan: what is assumed, the months that follow from it, every half hour of one month.

Positions come from the queueing formulas, and heads on the ramp from month to month: these are numbers. Rostered heads, seats, heads
needed, leavers, paid hours and occupancy follow from them and from what is assumed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.bid import plan_headings as p
from bpo.bid.hiring_tables import stage_names
from bpo.core.words import Text, Words
from bpo.economics.staffing.people import People
from bpo.economics.staffing.plan import StaffingPlan
from bpo.economics.staffing.staffed import StaffedMonth, StreamMonth
from bpo.economics.staffing.week import DAY_NAMES
from bpo.report import model as m
from bpo.report.headings import FLOATS_NOTE, SUM

ONE_PLACE = m.Format("number", 1, padded=True)
TWO_PLACES = m.Format("number", 2, padded=True)
SHARES = ("service_level", "abandonment_rate", "occupancy")
FORMS = {
    **dict.fromkeys(SHARES, m.TENTHS),
    **dict.fromkeys(
        ("heads", "hires", "leavers", "released", "asa_seconds", "call_back_seconds", "aht_seconds"), ONE_PLACE
    ),
    "called_back_rate": m.TENTHS,
}


def column(
    kind: str, key: str = "", form: m.Format | None = None, width: int = 12, relation: str = "", sums: bool = False,
    media: m.Medium = m.EVERYWHERE,
) -> m.Column:  # fmt: skip
    """A column of a figure, under its heading and in its form."""
    title = p.PLAN_BOOK[p.HEADING_OF.get(kind, kind)]
    return m.Column(key or kind, title, form or FORMS.get(kind, m.COUNT), width, relation, sums, media=media)


@dataclass(frozen=True, slots=True)
class Input:
    """An assumption with its figure of each month in which any changes; ``card``: its place on the first page, if any."""

    key: str
    name: m.Label
    form: m.Format
    figures: Mapping[str, Fraction]
    relation: str = ""
    card: int = 0


SHOWN = ("bot_takes", "bot_returned", "conversion")
"""Assumptions of a stream that stand on the first page though they are the same in all months."""


def changing(plan: StaffingPlan) -> list[str]:
    """The first month, and each in which an assumption changes."""
    names = [month.period.name for month in plan.months]
    figures = [*plan.people.by_month(), *(figure for stream in plan.streams for figure in stream.by_month())]
    return sorted({month for figure in figures for month, _ in figure.steps(names)})


def input_rows(plan: StaffingPlan) -> Iterator[Input]:
    """What is assumed of people, then of streams; what follows from it by arithmetic has its relation."""
    months, people = {month: plan.people.in_month(month) for month in changing(plan)}, plan.people
    alone = list(people.shrinkage) == ["all"]

    def each(value: Fraction | int) -> dict[str, Fraction]:
        return dict.fromkeys(months, Fraction(value))

    yield Input("hours", p.HOURS_A_MONTH, m.NUMBER, each(people.hours_a_month), card=1)
    for reason, lost in people.shrinkage.items():
        name = p.ALL_REASONS if alone else m.filled(p.SHRINKAGE, reason=reason)
        yield Input(f"lost.{reason}", name, m.PERCENT, {month: lost.of(month) for month in months}, card=1)
    left = " * ".join(f"(1 - {{lost.{reason}}})" for reason in people.shrinkage) or "1"
    yield Input("presence", p.PRESENCE, m.PERCENT, {month: one.presence for month, one in months.items()}, left)
    hours = {month: one.productive_hours_a_month for month, one in months.items()}
    yield Input("productive", p.PRODUCTIVE, TWO_PLACES, hours, "{hours} * {presence}", card=1)
    if plan.week is not None:
        ratio = plan.week.scheduled_hours / plan.week.needed_hours
        yield Input("for_an_hour", p.FOR_AN_HOUR, m.Format("number", 4), each(ratio), card=3)
    leave = {month: people.attrition_a_month.of(month) for month in months}
    yield Input("attrition", p.ATTRITION, m.PERCENT, leave, card=1)
    yield Input("seats", p.SEATS, m.NUMBER, each(people.seats_per_position), card=3)
    for number, does in enumerate(people.ramp, start=1):
        yield Input(f"ramp{number}", m.filled(p.RAMP, number=number), m.PERCENT, each(does), card=2)
    yield from _hiring_rows(people, list(months))
    for stream in plan.streams:
        took = {month: stream.handle_seconds.of(month) for month in months}
        more: list[tuple[str, Words | Text, m.Format, dict[str, Fraction]]] = [
            ("handle_seconds", p.PLAN["handle_seconds"], m.NUMBER, took)
        ]
        if stream.goal is not None:
            in_time = m.filled(p.IN_TIME, seconds=stream.goal.within_seconds)
            more.append(("answered", in_time, m.PERCENT, each(stream.goal.answered)))
        held = () if stream.concurrency is None else stream.concurrency.each
        if held:
            more.append(("at_once", p.HELD, m.COUNT, each(len(held))))
        for number, longer in enumerate(held, start=1):
            more.append((f"with{number}", m.filled(p.HELD_TIME, number=number), m.PERCENT, each(longer)))
        if stream.patience_seconds is not None:
            more.append(("patience", p.PLAN["patience"], m.NUMBER, each(stream.patience_seconds)))
        if stream.occupancy_at_most is not None:
            more.append(("occupancy_limit", p.PLAN["occupancy_limit"], m.PERCENT, each(stream.occupancy_at_most)))
        if stream.call_back is not None:
            of_call_back: tuple[tuple[str, m.Format, Fraction | None], ...] = (
                ("call_back_taken", m.PERCENT, stream.call_back.taken_by),
                ("call_back_from", m.NUMBER, stream.call_back.offered_from_seconds),
                ("call_back_within", m.NUMBER, stream.call_back.within_minutes),
            )
            more += [(key, p.PLAN[key], form, each(one)) for key, form, one in of_call_back if one is not None]
        if stream.bot is not None:
            taken, returned = ({month: one.of(month) for month in months} for one in stream.bot.by_month())
            more.append(("bot_takes", p.PLAN["bot_takes"], m.PERCENT, taken))
            more.append(("bot_returned", p.PLAN["bot_returned"], m.PERCENT, returned))
        if stream.workload is not None and stream.workload.within_hours is not None:
            more.append(("within_hours", p.WITHIN, m.NUMBER, each(stream.workload.within_hours)))
        if stream.conversion is not None:
            sold = {month: stream.conversion.of(month) for month in months}
            more.append(("conversion", p.PLAN["conversion"], m.PERCENT, sold))
        for key, name, form, figures in more:
            of = m.filled(p.OF_INPUT, owner=stream.name, what=name)
            yield Input(f"{stream.id}.{key}", of, form, figures, card=int(len({*figures.values()}) > 1 or key in SHOWN))


def _hiring_rows(people: People, months: Sequence[str]) -> Iterator[Input]:
    """How people join, if it is in classes: the same in all months."""
    if people.hiring is None:
        return
    hiring = people.hiring
    rows: list[tuple[str, m.Label, m.Format, Fraction | int]] = [
        ("every", p.CLASS_EVERY, m.COUNT, hiring.every_weeks),
        *([("most", p.CLASS_SIZE, m.NUMBER, hiring.class_at_most)] if hiring.class_at_most is not None else []),
        *([("training", p.TRAINING_WEEKS, m.COUNT, hiring.training_weeks)] if hiring.training_weeks else []),
    ]
    for n, (stage, name) in enumerate(zip(hiring.stages[:-1], stage_names(hiring), strict=False)):
        if stage.output:
            rows.append((f"output{n}", m.filled(p.OUTPUT_OF, band=name), m.PERCENT, stage.output))
        if stage.attrition_a_month is not None:
            rows.append((f"leave{n}", m.filled(p.ATTRITION_OF, band=name), m.PERCENT, stage.attrition_a_month))
    for key, title, form, value in rows:
        yield Input(f"hiring.{key}", title, form, dict.fromkeys(months, Fraction(value)), card=2)


def assumptions(plan: StaffingPlan) -> m.Table:
    """A column for each month in which something changes, if anything does."""
    months = changing(plan)
    rows = [
        m.Row(
            {"input": one.name, **({} if one.relation else one.figures)},
            one.key,
            relation=one.relation,
            format=one.form,
        )
        for one in input_rows(plan)
    ]
    values = [
        m.Column(month, month if months[1:] else p.PLAN["value"], m.NUMBER, 12 if months[1:] else 18)
        for month in months
    ]
    columns = (m.Column("input", p.PLAN["input"], width=52), *values)
    note = m.Row({"input": FLOATS_NOTE}, kind="note")
    return m.Table("assumptions", columns, (*rows, note), sheet=p.PLAN["sheet_assumed"], media=m.BOOK)


def months_table(plan: StaffingPlan) -> m.Table:
    """A month a row. Paper has beside it what callers meet, if they wait in one queue; the workbook every stream."""
    queues = [one for one in plan.months[0].streams if one.waits]
    released = any(month.team.released for month in plan.months)
    hours = [column("scheduled_hours", width=16, sums=True)] if plan.week is not None else []
    heads = [column("for_shifts", form=ONE_PLACE, width=14, media=m.BOOK | m.SCREEN)] if plan.week is not None else []
    night = (
        [column("night_hours", width=14, sums=True, media=m.BOOK | m.SCREEN)] if plan.people.night is not None else []
    )
    columns = [
        column("month", form=m.TEXT, width=10), column("contacts", width=14, sums=True), column("positions"),
        column("rostered", media=m.BOOK), column("seats"),
        column("productive_hours", "desk_hours", width=16, sums=True, media=m.BOOK), column("needed", width=14, media=m.BOOK),
        column("heads"), *heads, column("hires", sums=True), column("leavers", sums=True),
        column("released", sums=True, media=m.EVERYWHERE if released else m.BOOK),
        *(hours or [column("productive_hours", relation="{desk_hours}", sums=True, media=m.PAPER)]),
        column("paid_hours", width=16, sums=True), *night,
    ]  # fmt: skip
    for stream in plan.months[0].streams:
        for kind in _figures(stream):
            title = m.filled(p.OF_INPUT, owner=stream.name, what=p.PLAN_BOOK[p.HEADING_OF.get(kind, kind)])
            media = m.BOOK | m.SCREEN if kind in ("bot_solved", "sales", "service_level", "aht_seconds") else m.BOOK
            form = m.PERCENT if kind in SHARES else m.NUMBER
            columns.append(m.Column(f"{stream.id}.{kind}", title, form, 14, media=media))
    if len(queues) == 1:
        columns += [column(kind, relation=f"{{{queues[0].id}.{kind}}}", media=m.PAPER) for kind in SHARES]
    rows = tuple(_month(plan, n) for n in range(len(plan.months)))
    return m.Table("months", tuple(columns), rows, sheet=p.PLAN_BOOK["sheet_months"], look="grid")


def _month(plan: StaffingPlan, n: int) -> m.Row:
    month, people = plan.months[n], plan.people.in_month(plan.months[n].period.name)
    before = plan.months[n - 1].period.name
    relations = {
        "rostered": _up(f"{{positions}} / {_assumed(plan, month, 'presence')}"),
        "seats": _up(f"{{positions}} * {_assumed(plan, month, 'seats')}"),
        "needed": f"{{{'desk_hours' if plan.week is None else 'scheduled_hours'}}} / {_assumed(plan, month, 'productive')}",
        "paid_hours": f"{{heads}} * {_assumed(plan, month, 'hours')}",
    }
    cells: dict[str, m.Value | m.Cell] = {
        "month": month.period.name, "contacts": sum((one.offered for one in month.streams), Fraction(0)),
        "positions": month.positions, "desk_hours": month.productive_hours, "heads": month.team.heads,
        "hires": month.team.hires, "leavers": month.team.leavers, "released": month.team.released,
    }  # fmt: skip
    if plan.week is not None:
        times = f" * {_assumed(plan, month, 'for_an_hour')}"
        hours = (f"{{{one.id}.productive_hours}}{times if one.waits else ''}" for one in month.streams)
        relations["scheduled_hours"] = " + ".join(hours)
        relations["for_shifts"] = f"({{scheduled_hours}} - {{desk_hours}}) / {_assumed(plan, month, 'productive')}"
    if month.night_hours is not None:
        cells["night_hours"] = month.night_hours
    if n and month.crew is None:
        relations |= {
            "leavers": _leavers(plan, people, n),
            "released": f"{{months.{before}.heads}} - {{leavers}} + {{hires}} - {{heads}}",
        }
    for stream in month.streams:
        cells |= {f"{stream.id}.{kind}": getattr(stream, kind, None) for kind in _figures(stream)}
        cells[f"{stream.id}.handle_hours"] = stream.handle_minutes / 60
        if stream.bot_taken is not None:
            returned = _assumed(plan, month, f"{stream.id}.bot_returned")
            relations[f"{stream.id}.bot_solved"] = f"{{{stream.id}.bot_taken}} * (1 - {returned})"
        if stream.sales is not None:
            sold = _assumed(plan, month, f"{stream.id}.conversion")
            relations[f"{stream.id}.sales"] = f"{{{stream.id}.handled}} * {sold}"
        if stream.waits:
            offered, lost = f"{{{stream.id}.offered}}", f"{{{stream.id}.abandonment_rate}}"
            relations[f"{stream.id}.handled"] = f"{offered} * (1 - {lost})"
        if stream.occupancy is not None:
            desk = f"{{{stream.id}.productive_hours}}"
            if stream.at_once > 1:
                desk = f"({desk} * {_assumed(plan, month, f'{stream.id}.at_once')})"
                relations[f"{stream.id}.aht_seconds"] = f"{{{stream.id}.handle_hours}} * 3600 / {{{stream.id}.handled}}"
            relations[f"{stream.id}.occupancy"] = f"{{{stream.id}.handle_hours}} / {desk}"
    cells |= {key: m.Cell(relation=relation) for key, relation in relations.items()}
    return m.Row(cells, month.period.name)


def _assumed(plan: StaffingPlan, month: StaffedMonth, key: str) -> str:
    """An assumption as it is in a month."""
    since = max(first for first in changing(plan) if first <= month.period.name)
    return f"{{assumptions.{key}.{since}}}"


def _leavers(plan: StaffingPlan, people: People, n: int) -> str:
    """Of the heads of the month before; whole ones as soon as half of one is due, counted from the first month on."""
    names = [month.period.name for month in plan.months[:n]]
    due = [
        f"{{months.{name}.heads}} * {_assumed(plan, month, 'attrition')}"
        for name, month in zip(names, plan.months[1:], strict=False)
    ]
    if people.heads == "fte":
        return due[-1]
    return " - ".join([f"ROUND(ROUND({' + '.join(due)}, 9), 0)", *(f"{{{name}}}" for name in names)])


def _figures(stream: StreamMonth) -> tuple[str, ...]:
    of_bot = ("bot_taken", "bot_solved") if stream.bot_taken is not None else ()
    work = (*of_bot, "offered", "handled", "handle_hours", "productive_hours", "positions")
    if stream.backlog is not None:
        work = (*work, "backlog")
    if stream.sales is not None:
        work = (*work, "sales")
    if not stream.waits:
        return work
    if stream.call_backs is not None:
        work = (*work, "call_backs", "call_back_seconds")
    of_chats = ("aht_seconds",) if stream.at_once > 1 else ()
    return (*work, "service_level", "asa_seconds", "abandonment_rate", "occupancy", *of_chats)


def half_hours(plan: StaffingPlan, shown: StaffedMonth, asked: str | None) -> m.Table:
    """Every half hour of the month's kinds of day; the terminal has those of each stream's busiest day."""
    rows = []
    for stream in shown.streams:
        contacts: dict[int, Fraction] = {}
        for one in stream.intervals:
            contacts[one.weekday] = contacts.get(one.weekday, Fraction(0)) + one.contacts
        busiest = max(contacts, key=contacts.__getitem__, default=None) if asked in (None, stream.id) else None
        for one in stream.intervals:
            met = {
                kind: getattr(one.plan, kind)
                for kind in (
                    "service_level",
                    "asa_seconds",
                    "abandonment_rate",
                    "called_back_rate",
                    "call_back_seconds",
                )
                if one.contacts
            }
            cells: dict[str, m.Value] = {
                "stream": stream.name, "month": shown.period.name, "day_kind": DAY_NAMES[one.weekday], "half_hour": one.start,
                "days_of_month": one.days, "contacts": one.contacts, "positions": one.plan.positions, "occupancy": one.plan.occupancy,
            }  # fmt: skip
            rows.append(m.Row({**cells, **met}, media=m.EVERYWHERE if one.weekday == busiest else m.BOOK))
    added = m.Cell(relation="SUM({half_hours.productive_hours})")
    if rows:
        rows.append(m.Row({"stream": SUM, "productive_hours": added}, kind="sum", media=m.BOOK))
    rostered = _up(f"{{positions}} / {_assumed(plan, shown, 'presence')}")
    columns = (
        column("stream", form=m.TEXT, width=18), column("month", form=m.TEXT, width=10, media=m.BOOK),
        column("day_kind", form=m.TEXT, width=14), column("half_hour", form=m.TEXT, width=10),
        column("days_of_month", width=10, media=m.BOOK), column("contacts", form=ONE_PLACE), column("positions"),
        column("rostered", relation=rostered),
        column("productive_hours", width=14, relation="{positions} * {days_of_month} / 2", media=m.BOOK),
        column("service_level"), column("asa_seconds"), column("abandonment_rate"), column("occupancy"),
        *(column(kind) for kind in ("called_back_rate", "call_back_seconds") if any(one.call_backs for one in shown.streams)),
    )  # fmt: skip
    return m.Table("half_hours", columns, tuple(rows), sheet=p.PLAN["sheet_half_hours"], media=m.BOOK | m.SCREEN)


def _up(relation: str) -> str:
    """Rounded up to a whole number; what the arithmetic of spreadsheets adds beyond nine decimals is not taken for one more."""
    return f"ROUNDUP(ROUND({relation}, 9), 0)"
