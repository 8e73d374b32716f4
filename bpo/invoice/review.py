"""What only the reviewer sees: daily charts, the month before, what the data checks found, and where each clause stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePath

from bpo.contracts.statement import Charge, Statement
from bpo.core.money import round_units
from bpo.core.words import Text
from bpo.invoice import headings as h
from bpo.invoice.bill import Bill
from bpo.invoice.counted import label_of
from bpo.report.charts import LARGE, SMALL, Plot, bars_plot
from bpo.report.model import Bars
from bpo.report.speech import NOTHING, Said, Speech, clause_number


@dataclass(frozen=True, slots=True)
class Daily:
    """A chart with its heading; ``note`` names its target."""

    label: Said
    unit: str
    note: Said
    chart: Plot


@dataclass(frozen=True, slots=True)
class Compared:
    label: Said
    before: str
    now: str
    difference: str
    change: str
    is_total: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A clause or KPI and the ``file:line`` where it is written: the file with its folder, whatever desk that lies on."""

    label: Said
    clause_id: str
    clause: str
    where: str


@dataclass(frozen=True, slots=True)
class Source:
    """The version of the lake's table that a number was read from."""

    label: Said
    table: str
    version: str
    rows: str


@dataclass(frozen=True, slots=True)
class Review:
    """``daily_small`` says that two charts share the page's width."""

    daily: tuple[Daily, ...]
    daily_small: bool
    compared: tuple[Compared, ...]
    before_name: str
    findings: tuple[Said, ...]
    places: tuple[Place, ...]
    sources: tuple[Source, ...]


def review_of(bill: Bill, speech: Speech) -> Review:
    """The reviewer's part in the document's language."""
    statement = bill.statement
    series = {name: days for name, days in days_by_series(statement).items() if days}
    small = len(series) > 2
    width = SMALL if small else LARGE
    return Review(
        daily=tuple(_daily(name, days, bill, speech, width) for name, days in series.items()),
        daily_small=small,
        compared=tuple(_compared(statement, bill.previous, speech)) if bill.previous else (),
        before_name=bill.previous.period.name if bill.previous else "",
        findings=tuple(Said(*dict.fromkeys(found.say(lang) for lang in speech.langs)) for found in bill.findings),
        places=tuple(_places(statement, speech)),
        sources=tuple(
            Source(
                speech.text(label_of(name, bill)), seen.table,
                "" if seen.version is None else str(seen.version), f"{seen.rows:,}",
            )
            for name, seen in statement.measures.evidence.items()
            if not seen.note
        ),
    )  # fmt: skip


def days_by_series(statement: Statement) -> dict[str, dict[date, Fraction]]:
    """The daily figures of the period by series; keys that are no day of it are left out."""
    known = {day.isoformat(): day for day in statement.period.each_day()}
    return {
        name: {known[key]: value for key, value in points.items() if key in known}
        for name, points in statement.measures.series.items()
    }


def series_label(name: str, bill: Bill) -> tuple[Text, str]:
    """What a series is called, and its unit."""
    verdict = bill.statement.verdicts.get(name)
    quantity = bill.statement.measures.quantities.get(name)
    if verdict is not None:
        return verdict.label, verdict.result.unit
    return label_of(name, bill), quantity.unit if quantity else ""


def _daily(name: str, days: Mapping[date, Fraction], bill: Bill, speech: Speech, width: int) -> Daily:
    all_days = bill.statement.period.each_day()
    label, unit = series_label(name, bill)
    shown_unit = str(speech.unit(unit)) if unit else ""
    verdict = bill.statement.verdicts.get(name)
    names, values = tuple(str(day.day) for day in all_days), tuple(days.get(day) for day in all_days)
    if verdict is None:
        return Daily(speech.text(label), shown_unit, Said(""), bars_plot(Bars(names, bars=values), width))
    note = Said("")
    if verdict.target is not None:
        note = speech.words(h.TARGET_LINE, {"target": speech.measured(verdict.target, unit)})
    line = Bars(names, line=values, level=verdict.target, unit="%" if unit == "ratio" else "")
    return Daily(speech.text(label), shown_unit, note, bars_plot(line, width))


def _compared(now: Statement, before: Statement, speech: Speech) -> list[Compared]:
    """Line by line by clause: those of this month in their order, then those that only the month before had."""
    old, new = _by_clause(before), _by_clause(now)
    rows = []
    for clause in dict.fromkeys([*new, *old]):
        label = (new.get(clause) or old[clause]).label
        amounts = [found[clause].amount if clause in found else None for found in (old, new)]
        rows.append(_row(speech.text(label), amounts[0], amounts[1], speech))
    taxed = bool(now.taxes or before.taxes)
    totals = {"net": "net", "tax": "tax", "total": "total"} if taxed else {"total_untaxed": "total"}
    totals |= {"payable": "payable"} if now.deductions or before.deductions else {}
    for heading, name in totals.items():
        label_said = speech.words(h.HEADINGS[heading])
        rows.append(_row(label_said, getattr(before, name), getattr(now, name), speech, is_total=True))
    return rows


def _by_clause(statement: Statement) -> dict[str, Charge]:
    return {line.clause: line for line in (*statement.charges, *statement.deductions)}


def _row(label: Said, old: Decimal | None, new: Decimal | None, speech: Speech, is_total: bool = False) -> Compared:
    """A percentage says nothing where a charge became a deduction, or where there was nothing before."""
    difference = (new or Decimal(0)) - (old or Decimal(0))
    change = NOTHING
    if old and (new or 0) * old >= 0:
        tenths = round_units(Fraction(difference) / abs(Fraction(old)) * 1000, "half_up")
        change = f"{'+' if tenths > 0 else '-' if tenths < 0 else ''}{abs(tenths) // 10:,}.{abs(tenths) % 10}%"
    before, now = (speech.money(amount) if amount is not None else NOTHING for amount in (old, new))
    return Compared(label, before, now, ("+" if difference > 0 else "") + speech.money(difference), change, is_total)


def _places(statement: Statement, speech: Speech) -> list[Place]:
    lines = [(c.label, c.clause, c.source, c.where) for c in (*statement.charges, *statement.deductions)]
    kpis = [(v.label, name, v.source, v.where) for name, v in statement.verdicts.items()]
    return [
        Place(speech.text(label), name, clause_number(source), "/".join(PurePath(where).parts[-2:]))
        for label, name, source, where in (*lines, *kpis)
        if where
    ]
