"""The staffing plan (人员测算): what is assumed, the months, and the half hours of one month. No costs in it."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from bpo.bid import BASE
from bpo.bid import plan_headings as p
from bpo.bid.front import masthead, speech_of, stem_of
from bpo.bid.groups_tables import groups_sections
from bpo.bid.hiring_tables import hiring_sections
from bpo.bid.shift_tables import shifts_sections
from bpo.bid.staffing_tables import ONE_PLACE, assumptions, column, half_hours, input_rows, months_table
from bpo.bid.variants import variant_said
from bpo.contracts.model import Contract
from bpo.core.words import Pct, Text
from bpo.economics.staffing.plan import StaffingPlan
from bpo.economics.staffing.staffed import Interval, StaffedMonth, StreamMonth
from bpo.economics.staffing.streams import Stream
from bpo.economics.staffing.week import DAY_NAMES
from bpo.report import model as m
from bpo.report.draw import papers
from bpo.report.screen import BLOCKS
from bpo.report.shown import number_text, rounded
from bpo.report.speech import NOTHING, Speech

OF_A_STREAM = (
    "offered",
    "handled",
    "positions",
    "productive_hours",
    "service_level",
    "asa_seconds",
    "abandonment_rate",
    "occupancy",
)
ADDED_UP = ("offered", "handled", "call_backs", "productive_hours")
HALF_HOURS_A_DAY = 48
ROWS_OF_A_PAGE = 24


def draw_staffing(
    plan: StaffingPlan, contract: Contract, variant: str, shown: StaffedMonth, folder: Path, templates: Path | None = None
) -> Mapping[Path, bytes]:  # fmt: skip
    """The plan as ``<number>-staffing.pdf`` and ``….xlsx``; nothing is written. The same plan gives the same bytes.

    Raises:
        BpoError: if a template is wrong.
    """
    stem = folder / f"{stem_of(plan.scenario, variant)}-staffing"
    return papers(staffing_report(plan, contract, variant, shown), stem, "staffing.html.j2", templates)


def staffing_report(
    plan: StaffingPlan, contract: Contract, variant: str, shown: StaffedMonth, asked: str | None = None
) -> m.Report:
    """The report of a plan.

    Args:
        plan: the scenario staffed.
        contract: the draft, for names, language and supplier.
        variant: its name.
        shown: the month whose half hours are shown.
        asked: the stream whose half hours the terminal shows; None for every one.
    """
    h, speech, months = p.PLAN_BOOK, speech_of(plan.scenario, contract), plan.months
    period = f"{months[0].period.name} – {months[-1].period.name}"
    queues = [stream for stream in plan.streams if stream.goal is not None]
    changed = variant_said(variant, plan.changes, contract, plan.scenario)
    label, named = plan.scenario.label or Text.of(plan.scenario.scenario), p.TITLE if variant == BASE else p.TITLE_OF
    sections = (
        m.Section("assumed", h["assumed"], (
            m.Note((m.filled(named, label=label, variant=changed),), media=m.SCREEN),
            _streams(plan, speech), _people(plan, speech), m.Note(tuple(_notes(plan)), media=m.PAPER), *_compared(plan), assumptions(plan),
        )),
        m.Section("heads", h["heads_and_positions"], (_chart(months),), kept=True),
        m.Section("by_month", h["by_month"], (
            months_table(plan), *(_of_stream(stream, months) for stream in queues if len(queues) > 1),
        )),
        *hiring_sections(plan),
        *shifts_sections(plan),
        *groups_sections(plan, shown),
        *(_heat(stream, shown) for stream in queues if _in(shown, stream).intervals),
        m.Section("half_hours", "", (
            *(_week(stream, plan, shown) for stream in plan.streams if asked in (None, stream.id)), half_hours(plan, shown, asked),
        )),
    )  # fmt: skip
    meta: list[tuple[m.Label, m.Label]] = [(h["variant"], changed), (h["period"], period)]
    head = masthead(plan.scenario, contract, h["staffing_plan"], h["plan_number"], meta, internal=False)
    return m.Report(head, sections, speech.language, contract.currency, h, MOVED)


def _in(month: StaffedMonth, stream: Stream) -> StreamMonth:
    return next(one for one in month.streams if one.id == stream.id)


def _streams(plan: StaffingPlan, speech: Speech) -> m.Table:
    """What comes in, how long it takes and how fast it must be answered."""
    rows = []
    for stream in plan.streams:
        if stream.goal is not None:
            goal = _goal(stream)
        else:
            goal = _due(stream)
        most = max((cell.least for cell in stream.pattern.cells), default=0) if stream.pattern is not None else 0
        least = m.filled(p.AT_LEAST, most=most)
        took = sorted({stream.handle_seconds.of(month.period.name) for month in plan.months})
        ends = dict.fromkeys(number_text(one, m.NUMBER, speech, m.PAPER) for one in (took[0], took[-1]))
        rows.append(m.Row({
            "stream": stream.name, "contacts": sum((_in(month, stream).offered for month in plan.months), Fraction(0)),
            "handle_seconds": m.Cell(took[0], said=" – ".join(ends)),
            "goal": m.stacked(goal, *([least] if most else [])),
            "patience": stream.patience_seconds, "occupancy_limit": stream.occupancy_at_most,
        }))  # fmt: skip
    columns = (
        column("stream", form=m.TEXT), column("contacts_of_term", "contacts"), column("handle_seconds", form=m.NUMBER),
        column("goal", form=m.TEXT), column("patience", form=m.NUMBER), column("occupancy_limit", form=m.PERCENT),
    )  # fmt: skip
    return m.Table("streams", columns, tuple(rows), look="assumed", media=m.PAPER)


def _goal(stream: Stream) -> Text:
    """How fast contacts of a queue must be answered, and how many of them an agent may hold at once."""
    assert stream.goal is not None
    goal = m.filled(p.GOAL, answered=Pct(stream.goal.answered), seconds=stream.goal.within_seconds)
    if stream.call_back is not None:
        share, seconds = Pct(stream.call_back.taken_by), stream.call_back.offered_from_seconds
        return m.stacked(goal, m.filled(p.CALL_BACK, share=share, seconds=seconds))
    if stream.concurrency is None:
        return goal
    each = stream.concurrency.each
    said = dict.fromkeys(rounded(one * 100, 1) + "%" for one in each)
    return m.stacked(goal, m.filled(p.AT_ONCE, most=len(each), times=Text(zh="、".join(said), en=", ".join(said))))


def _due(stream: Stream) -> Text:
    """How long work may wait, and how much of the time at the desk is work on it."""
    assert stream.workload is not None
    waits = m.filled(p.CAN_WAIT, share=Pct(stream.workload.productive))
    hours = stream.workload.within_hours
    return waits if hours is None else m.stacked(waits, m.filled(p.DONE_WITHIN, hours=hours))


def _people(plan: StaffingPlan, speech: Speech) -> m.Table:
    """What is assumed of people; what changes with the months has each month from which on it holds."""
    rows = []
    for row in sorted((one for one in input_rows(plan) if one.card), key=lambda one: one.card):
        said, before = "", None
        for month, value in row.figures.items():
            if value != before:
                text = number_text(value, row.form, speech, m.PAPER)
                said, before = f"{said}; {month}: {text}" if said else text, value
        rows.append(m.Row({"name": row.name, "value": said}))
    return m.Table(
        "people", (m.Column("name", ""), m.Column("value", "")), tuple(rows), look="cards people", media=m.PAPER
    )


def _notes(plan: StaffingPlan) -> Iterator[Text]:
    people, most = plan.people.in_month(plan.busiest.period.name), plan.busiest.positions
    heads, surplus = p.HEADS[people.heads], p.SURPLUS[people.surplus]
    yield Text(zh=f"{heads.zh}；{surplus.zh}。", en=f"{heads.en}; {surplus.en}.")
    if people.presence != 1:
        presence = rounded(people.presence * 100, 2) + "%"
        yield m.filled(p.HALF_HOUR_NOTE, rostered=people.rostered(most), positions=most, presence=presence)


def _compared(plan: StaffingPlan) -> Iterator[m.Note]:
    """What the other way with a surplus comes to, and the positions that only the contract asks for."""
    said = []
    if plan.kept:
        ways = {"": plan.months, "kept_": plan.kept}
        heads = {f"{way}heads": sum((one.team.heads for one in months), Fraction(0)) for way, months in ways.items()}
        hires = {f"{way}hires": sum((one.team.hires for one in months), Fraction(0)) for way, months in ways.items()}
        values = {name: rounded(value, 1) for name, value in (heads | hires).items()}
        said.append(m.filled(p.RELEASED_OR_KEPT, **values))
    spare = max(plan.months, key=lambda month: month.spare)
    if spare.spare:
        month, needed = spare.period.name, spare.needed
        said.append(m.filled(p.SEATS_AGREED, month=month, needed=needed, spare=spare.spare))
    if said:
        yield m.Note(tuple(said))


def _chart(months: Sequence[StaffedMonth]) -> m.Chart:
    names = tuple(month.period.name for month in months)
    bars = m.Bars(names, tuple(Fraction(one.positions) for one in months), tuple(one.team.heads for one in months))
    return m.Chart("heads", bars, (p.PLAN["positions"], p.PLAN["heads"]), media=m.PAPER)


def _of_stream(stream: Stream, months: Sequence[StaffedMonth]) -> m.Table:
    """What callers of a queue meet each month, where there are several queues."""
    rows, shown = [], OF_A_STREAM if stream.concurrency is None else (*OF_A_STREAM, "aht_seconds")
    if stream.call_back is not None:
        shown = (*shown, "call_backs", "call_back_seconds")
    for month in months:
        drivers = month.drivers()
        rows.append(m.Row({"month": month.period.name, **{one: drivers.get(f"{stream.id}.{one}") for one in shown}}))
    columns = (column("month", form=m.TEXT), *(column(one, sums=one in ADDED_UP) for one in shown))
    look = "grid" if len(rows) > ROWS_OF_A_PAGE else "grid kept"
    return m.Table(f"of_{stream.id}", columns, tuple(rows), stream.name, look=look, media=m.PAPER)


def _heat(stream: Stream, month: StaffedMonth) -> m.Section:
    """Positions by day and half hour, the more the darker, and how many callers are answered in time."""
    assert stream.goal is not None
    every, h = _in(month, stream).intervals, p.PLAN
    values = {"stream": stream.name, "month": month.period.name, "seconds": stream.goal.within_seconds}
    days = {one.weekday: one.days for one in sorted(every, key=lambda one: one.weekday)}
    rows: list[m.Row] = []
    for start in sorted({one.start for one in every}):
        cells: dict[str, m.Value] = {"start": start}
        for one in every:
            if one.start == start:
                level = one.plan.service_level if one.contacts else None
                cells |= {f"on{one.weekday}": one.plan.positions, f"in{one.weekday}": level}
        rows.append(m.Row(cells))
    hours = {f"on{day}": m.Cell(relation=f"SUM({{heat_{stream.id}.on{day}}}) / 2") for day in days}
    rows += [
        m.Row({"start": h["hours_a_day"], **hours}, kind="sum", format=ONE_PLACE),
        m.Row({"start": h["days_of_month"], **{f"on{day}": count for day, count in days.items()}}, kind="note"),
    ]
    columns = (
        m.Column("start", ""),
        *(m.Column(f"on{day}", DAY_NAMES[day], m.COUNT, group=h["positions"], shaded=True) for day in days),
        m.Column("gap", ""),
        *(m.Column(f"in{day}", DAY_NAMES[day], m.TENTHS, group=m.filled(p.IN_TIME, **values)) for day in days),
    )
    table = m.Table(f"heat_{stream.id}", columns, tuple(rows), look="heat", media=m.PAPER)
    return m.Section(f"heat_{stream.id}", m.filled(p.IN_MONTH, **values), (table,), kept=True)


def _week(stream: Stream, plan: StaffingPlan, month: StaffedMonth) -> m.Note:
    """The positions of each day from midnight to midnight as blocks, low to high; closed half hours stay empty."""
    found, said = _in(month, stream), {"stream": stream.name, "month": month.period.name}
    if stream.goal is None:
        hours = number_text(found.productive_hours, ONE_PLACE, Speech("en", ""), m.SCREEN)
        needs = [m.filled(p.CAN_WAIT_NEEDS, **said, hours=hours, positions=found.positions)]
        if found.backlog is not None:
            needs += [_due(stream), m.filled(p.BACKLOG, backlog=rounded(found.backlog, 1))]
        return m.Note(tuple(needs), media=m.SCREEN)
    goal = _goal(stream)
    days: dict[int, list[Interval]] = {}
    for one in found.intervals:
        days.setdefault(one.weekday, []).append(one)
    lines: list[m.Label] = []
    for day, row in days.items():
        drawn = [" "] * HALF_HOURS_A_DAY
        for one in row:
            hour, minute = one.start.split(":")
            drawn[int(hour) * 2 + int(minute) // 30] = BLOCKS[one.plan.positions * (len(BLOCKS) - 1) // found.positions]
        most = max(one.plan.positions for one in row)
        lines.append(m.filled(p.OF_A_DAY, day=DAY_NAMES[day], drawn="".join(drawn), positions=most))
    return m.Note((m.filled(p.WEEK, **said, goal=goal), "", *(lines or [NOTHING])), media=m.SCREEN)


MOVED = {
    "streams": "sheet.parts.streams.rows",
    "people": "sheet.parts.people.rows",
    "notes": "sheet.sections.assumed.rest",
    "chart": "sheet.parts.heads.plot",
    "months": "sheet.parts.months",
    "of_streams": "sheet.sections.by_month.rest",
    "half_hours": "sheet.sections",
}
"""Where a template finds today what it had by these names before."""
