"""What only the reviewer sees: the first page, daily charts, what it is held against, what the data checks found, and where each clause stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import PurePath
from types import SimpleNamespace

from bpo.contracts.statement import Statement
from bpo.invoice import headings as h
from bpo.invoice.against import Against, against_of
from bpo.invoice.bill import Bill
from bpo.invoice.counted import conditions_of, counted_of, label_of
from bpo.invoice.daily import counts_of, days_by_series, series_label
from bpo.invoice.front import Front, front_of
from bpo.invoice.tables import aim_text, column
from bpo.report import model as m
from bpo.report.charts import LARGE, SMALL, Plot, bars_plot
from bpo.report.page import fields_of
from bpo.report.speech import Said, Speech, clause_number


@dataclass(frozen=True, slots=True)
class Daily:
    """A chart with its heading; ``note`` names its target."""

    label: Said
    unit: str
    note: Said
    chart: Plot


PLACES = (column("label", name="line"), column("clause_id"), column("clause"), column("where", name="place"))
SOURCES = (
    column("label", name="counted"),
    column("table", name="version"),
    m.Column("version", ""),
    column("rows", form=m.COUNT),
)


@dataclass(frozen=True, slots=True)
class Review:
    """``daily_small`` says that two charts share the page's width. The rows of the tables are called by their columns.
    ``conditions`` are those of the counted numbers, as SQL."""

    daily: tuple[Daily, ...]
    daily_small: bool
    against: tuple[Against, ...]
    front: Front
    findings: tuple[Said, ...]
    conditions: tuple[tuple[Said, str], ...]
    places: tuple[SimpleNamespace, ...]
    sources: tuple[SimpleNamespace, ...]


def review_of(bill: Bill, speech: Speech) -> Review:
    """The reviewer's part in the document's language."""
    counted = counted_of(bill, speech)
    statement = bill.statement
    sides = {side for pair in counts_of(statement).values() for side in pair}
    series = {name: days for name, days in days_by_series(statement).items() if days and name not in sides}
    small = len(series) > 2
    width = SMALL if small else LARGE
    return Review(
        daily=tuple(_daily(name, days, bill, speech, width) for name, days in series.items()),
        daily_small=small,
        against=against_of(bill, speech),
        front=front_of(bill, counted, speech),
        conditions=conditions_of(bill, speech),
        findings=tuple(Said(*dict.fromkeys(found.say(lang) for lang in speech.langs)) for found in bill.findings),
        places=fields_of(places_of(statement), speech),
        sources=fields_of(sources_of(bill), speech),
    )


def _daily(name: str, days: Mapping[date, Fraction], bill: Bill, speech: Speech, width: int) -> Daily:
    all_days = bill.statement.period.each_day()
    label, unit = series_label(name, bill)
    shown_unit = str(speech.unit(unit)) if unit else ""
    verdict = bill.statement.verdicts.get(name)
    names, values = tuple(str(day.day) for day in all_days), tuple(days.get(day) for day in all_days)
    if verdict is None:
        return Daily(speech.text(label), shown_unit, Said(""), bars_plot(m.Bars(names, bars=values), width))
    note = Said("")
    if verdict.target is not None:
        note = speech.words(h.TARGET_LINE, {"target": aim_text(verdict, speech)})
    line = m.Bars(names, line=values, level=verdict.target, unit="%" if unit == "ratio" else "")
    return Daily(speech.text(label), shown_unit, note, bars_plot(line, width))


def places_of(statement: Statement) -> m.Table:
    """Each clause and KPI with the ``file:line`` where it is written: the file with its folder, whatever desk that lies on."""
    lines = [(c.label, c.clause, c.source, c.where) for c in (*statement.charges, *statement.deductions)]
    kpis = [(v.label, name, v.source, v.where) for name, v in statement.verdicts.items()]
    rows = (
        m.Row(
            {
                "label": label,
                "clause_id": name,
                "clause": clause_number(source),
                "where": "/".join(PurePath(where).parts[-2:]),
            }
        )
        for label, name, source, where in (*lines, *kpis)
        if where
    )
    return m.Table("places", PLACES, tuple(rows))


def sources_of(bill: Bill) -> m.Table:
    """The version of the lake's table that each number was read from."""
    rows = (
        m.Row({
            "label": label_of(name, bill), "table": seen.table, "version": "" if seen.version is None else str(seen.version), "rows": seen.rows,
        })
        for name, seen in bill.statement.measures.evidence.items()
        if not seen.note
    )  # fmt: skip
    return m.Table("sources", SOURCES, tuple(rows))
