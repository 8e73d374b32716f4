"""The staffing plan (人员测算) as its template sees it: what is assumed, the months, and the half hours of one month. No costs in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from bpo.bid import plan_headings as p
from bpo.bid.calculation import percent
from bpo.bid.front import fixed, front, share, speech_of, stem_of
from bpo.bid.plan_heat import Heat, heat_of
from bpo.contracts.model import Contract
from bpo.core.words import Pct, Text, Words, show_number
from bpo.economics.staffing.plan import StaffingPlan
from bpo.economics.staffing.staffing import StaffedMonth
from bpo.economics.staffing.streams import Stream
from bpo.report.charts import Plot, bars_plot
from bpo.report.model import Bars
from bpo.report.page import Pair, PartyBox
from bpo.report.page_words import PageWords
from bpo.report.speech import NOTHING, Said, Speech


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of figures: ``heads`` above the columns, the first of which names the row; ``total`` below, or nothing."""

    name: Said
    heads: tuple[Said, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StreamRow:
    name: Said
    contacts: str
    handle_seconds: str
    goal: Said
    at_least: Said | None
    patience: str
    occupancy_limit: str


@dataclass(frozen=True, slots=True)
class StaffingSheet:
    """Everything that the staffing plan prints; ``docs/templates.md`` describes it."""

    lang: str
    bilingual: bool
    h: Mapping[str, Said]
    document: Said
    title: Said
    contract: str
    number: str
    date: str
    pages: tuple[PageWords, ...]
    meta: tuple[Pair, ...]
    supplier: PartyBox
    streams: tuple[StreamRow, ...]
    people: tuple[Pair, ...]
    notes: tuple[Said, ...]
    chart: Plot
    months: Grid
    of_streams: tuple[Grid, ...]
    half_hours: tuple[Heat, ...]


def draw_staffing(
    plan: StaffingPlan, contract: Contract, variant: str, shown: StaffedMonth, folder: Path, templates: Path | None = None
) -> Mapping[Path, bytes]:  # fmt: skip
    """The plan as ``<number>-staffing.pdf`` and ``….xlsx``; nothing is written. The same plan gives the same bytes.

    Args:
        plan: the scenario staffed.
        contract: the draft, for names, language and supplier.
        variant: its name, which stands in the files' names.
        shown: the month whose half hours are printed.
        folder: where the files are to go.
        templates: a workspace's own templates.

    Raises:
        BpoError: if a template is wrong.
    """
    from bpo.bid.staffing_book import staffing_workbook
    from bpo.report.pdf import document_pdf

    stem = f"{stem_of(plan.scenario, variant)}-staffing"
    sheet = staffing_sheet(plan, contract, variant, shown)
    return {
        folder / f"{stem}.pdf": document_pdf(sheet, "staffing.html.j2", templates),
        folder / f"{stem}.xlsx": staffing_workbook(plan, contract, shown),
    }


def staffing_sheet(plan: StaffingPlan, contract: Contract, variant: str, shown: StaffedMonth) -> StaffingSheet:
    """The sheet of a plan; ``shown`` is the month whose half hours are printed."""
    speech, months = speech_of(plan.scenario, contract), plan.months
    first, last = months[0].period.name, months[-1].period.name
    meta = (
        (p.PLAN_BOOK["variant"], _variant(plan, variant, speech)),
        (p.PLAN_BOOK["period"], Said(f"{first} – {last}")),
    )
    queues = [stream for stream in plan.streams if stream.goal is not None]
    return StaffingSheet(
        **front(plan.scenario, contract, p.PLAN["staffing_plan"], p.PLAN_BOOK, meta),
        streams=tuple(_stream(stream, months, speech) for stream in plan.streams),
        people=tuple(_people(plan, speech)),
        notes=tuple(_notes(plan, speech)),
        chart=bars_plot(
            Bars(
                tuple(month.period.name for month in months),
                bars=tuple(Fraction(month.positions) for month in months),
                line=tuple(month.team.heads for month in months),
            )
        ),
        months=_months(months, [stream.id for stream in queues] if len(queues) == 1 else [], speech),
        of_streams=tuple(_of_stream(stream, months, speech) for stream in queues) if len(queues) > 1 else (),
        half_hours=tuple(heat_of(stream, plan.people, shown, speech) for stream in queues),
    )


def _variant(plan: StaffingPlan, variant: str, speech: Speech) -> Said:
    """The variant's name with its changes, in as many words as they take."""
    changed = [p.CHANGED.say("en", {"input": name, "factor": Pct(factor)}) for name, factor in plan.changes.items()]
    return Said(f"{variant}: {', '.join(changed)}" if changed else variant)


def _stream(stream: Stream, months: Sequence[StaffedMonth], speech: Speech) -> StreamRow:
    offered = sum((one.offered for month in months for one in month.streams if one.id == stream.id), Fraction(0))
    if stream.goal is not None:
        goal = speech.words(p.GOAL, {"answered": Pct(stream.goal.answered), "seconds": stream.goal.within_seconds})
    else:
        assert stream.workload is not None
        goal = speech.words(p.CAN_WAIT, {"share": Pct(stream.workload.productive)})
    limit = NOTHING if stream.occupancy_at_most is None else percent(stream.occupancy_at_most)
    patience = NOTHING if stream.patience_seconds is None else show_number(stream.patience_seconds)
    return StreamRow(
        speech.text(stream.name), fixed(offered), _range(stream, months), goal, _least(stream, speech), patience, limit
    )  # fmt: skip


def _least(stream: Stream, speech: Speech) -> Said | None:
    most = max((cell.least for cell in stream.pattern.cells), default=0) if stream.pattern is not None else 0
    return speech.words(p.AT_LEAST, {"most": most}) if most else None


def _range(stream: Stream, months: Sequence[StaffedMonth]) -> str:
    """The handling time, or its least and most."""
    found = sorted({seconds for _, seconds in stream.handle_seconds.steps(month.period.name for month in months)})
    return " – ".join(show_number(seconds) for seconds in dict.fromkeys((found[0], found[-1])))


def _people(plan: StaffingPlan, speech: Speech) -> Iterator[Pair]:
    """What is assumed of people; what changes with the months has each month from which on it holds."""
    people, months = plan.people, [month.period.name for month in plan.months]

    def row(words: Words, figure: str, **values: object) -> Pair:
        return Pair(speech.words(words, values), Said(figure))

    def steps(steps: Sequence[tuple[str, Fraction]], show: Callable[[Fraction], str]) -> str:
        return show(steps[0][1]) + "".join(f"; {month}: {show(figure)}" for month, figure in steps[1:])

    yield row(p.HOURS_A_MONTH, show_number(people.hours_a_month))
    for reason, lost in people.shrinkage.items():
        words = p.ALL_REASONS if len(people.shrinkage) == 1 and reason == "all" else p.SHRINKAGE
        yield row(words, steps(lost.steps(months), percent), reason=reason)
    worked = [(month, people.in_month(month).productive_hours_a_month) for month in months]
    changed = [one for before, one in zip([("", None), *worked], worked, strict=False) if before[1] != one[1]]
    yield row(p.PRODUCTIVE, steps(changed, lambda hours: fixed(hours, 2)))
    yield row(p.ATTRITION, steps(people.attrition_a_month.steps(months), percent))
    for stream in plan.streams:
        if len(found := stream.handle_seconds.steps(months)) > 1:
            yield row(p.LEARNT, steps(found, show_number), stream=stream.name)
    for number, does in enumerate(people.ramp, start=1):
        yield row(p.RAMP, percent(does), number=number)
    yield row(p.SEATS, show_number(people.seats_per_position))


def _notes(plan: StaffingPlan, speech: Speech) -> Iterator[Said]:
    people, most = plan.people.in_month(plan.busiest.period.name), plan.busiest.positions
    parts = [speech.words(p.HEADS[people.heads]), speech.words(p.SURPLUS[people.surplus])]
    both = Text(
        zh="{}；{}。".format(*(part.main for part in parts)),
        en="{}; {}.".format(*(part.second or part.main for part in parts)),
    )
    yield speech.text(both)
    if people.presence != 1:
        values = {"rostered": people.rostered(most), "positions": most, "presence": percent(people.presence)}
        yield speech.words(p.HALF_HOUR_NOTE, values)


PEOPLE = ("positions", "seats", "heads", "hires", "leavers", "released", "productive_hours", "paid_hours")
QUALITY = ("service_level", "abandonment_rate", "occupancy")
OF_A_STREAM = ("offered", "handled", "positions", "productive_hours", "service_level", "asa_seconds", "abandonment_rate", "occupancy")  # fmt: skip
SHOWN = {"heads": 1, "hires": 1, "leavers": 1, "released": 1, "asa_seconds": 1}
ADDED_UP = ("contacts", "hires", "leavers", "released", "productive_hours", "paid_hours", "offered", "handled")


def _months(months: Sequence[StaffedMonth], queue: Sequence[str], speech: Speech) -> Grid:
    """A row a month; what callers of the one queue meet stands beside it."""
    people = [name for name in PEOPLE if name != "released" or any(month.team.released for month in months)]
    names = ["contacts", *people, *(f"{stream}.{name}" for stream in queue for name in QUALITY)]
    drivers = [
        {**month.drivers(), "contacts": sum((one.offered for one in month.streams), Fraction(0))} for month in months
    ]
    return _grid(Said(""), names, months, drivers, speech)


def _of_stream(stream: Stream, months: Sequence[StaffedMonth], speech: Speech) -> Grid:
    names = [f"{stream.id}.{name}" for name in OF_A_STREAM]
    return _grid(speech.text(stream.name), names, months, [month.drivers() for month in months], speech)


def _grid(
    name: Said, names: Sequence[str], months: Sequence[StaffedMonth], drivers: Sequence[Mapping[str, Fraction]], speech: Speech
) -> Grid:  # fmt: skip
    kinds = [one.rpartition(".")[2] for one in names]
    rows = [
        (month.period.name, *(_figure(kind, found.get(one)) for one, kind in zip(names, kinds, strict=True)))
        for month, found in zip(months, drivers, strict=True)
    ]
    sums = [
        _figure(kind, sum((found.get(one, Fraction(0)) for found in drivers), Fraction(0))) if kind in ADDED_UP else ""
        for one, kind in zip(names, kinds, strict=True)
    ]
    heads = [speech.words(p.PLAN_BOOK[p.HEADING_OF.get(kind, kind)]) for kind in ("month", *kinds)]
    return Grid(name, tuple(heads), tuple(rows), (str(speech.words(p.PLAN_BOOK["sum"]).main), *sums))


def _figure(kind: str, figure: Fraction | None) -> str:
    return share(figure) if kind in QUALITY else fixed(figure, SHOWN.get(kind, 0))
