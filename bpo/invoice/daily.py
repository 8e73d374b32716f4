"""The daily figures: a row a day, a column a series; a KPI beside the counts that it is made of."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from bpo.contracts.statement import Statement
from bpo.core.figure_names import side_name
from bpo.core.words import Text
from bpo.invoice import headings as h
from bpo.invoice.bill import Bill
from bpo.invoice.counted import SIDES, label_of
from bpo.invoice.tables import column
from bpo.report import model as m
from bpo.report.speech import Speech

Days = Mapping[date, Fraction]


def days_by_series(statement: Statement) -> dict[str, dict[date, Fraction]]:
    """The daily figures of the period by series; keys that are no day of it are left out."""
    known = {day.isoformat(): day for day in statement.period.each_day()}
    return {
        name: {known[key]: value for key, value in points.items() if key in known}
        for name, points in statement.measures.series.items()
    }


def counts_of(statement: Statement) -> dict[str, tuple[str, str]]:
    """The series of numerator and denominator of each KPI that has them by day."""
    found = {name: tuple(side_name(name, side) for side in SIDES) for name in statement.verdicts}
    series = statement.measures.series
    return {name: (over, under) for name, (over, under) in found.items() if over in series and under in series}


def series_label(name: str, bill: Bill) -> tuple[Text, str]:
    """What a series is called, and its unit."""
    verdict = bill.statement.verdicts.get(name)
    quantity = bill.statement.measures.quantities.get(name)
    if verdict is not None:
        return verdict.label, verdict.result.unit
    return label_of(name, bill), quantity.unit if quantity else ""


def daily_of(bill: Bill, speech: Speech) -> m.Table:
    """A row a day, a column a series; volumes and counts are summed, KPIs are not: a KPI is its counts divided."""
    statement = bill.statement
    series, counts = days_by_series(statement), counts_of(statement)
    columns = [column("day", 14, m.DAY)]
    keys = {name: f"series{n}" for n, name in enumerate(_in_order(series, counts))}
    for name, key in keys.items():
        label, unit = series_label(name, bill)
        title = f"{speech.text(label)} ({speech.unit(unit)})" if unit else str(speech.text(label))
        is_kpi = name in statement.verdicts
        form = m.PERCENT if is_kpi and unit == "ratio" else m.NUMBER
        columns.append(m.Column(key, title, form, 20, sum=not is_kpi))
    rows = []
    for day in statement.period.each_day():
        cells: dict[str, m.Value | m.Cell] = {keys[name]: series[name].get(day) for name in keys}
        for name, (over, under) in counts.items():
            if name in keys and _is_ratio(name, over, under, day, series):
                relation = f"{{{keys[over]}}} / {{{keys[under]}}}"
                cells[keys[name]] = m.Cell(series[name][day], relation=relation)
        rows.append(m.Row({"day": day, **cells}))
    return m.Table("daily", tuple(columns), tuple(rows), sheet=h.HEADINGS["sheet_daily"])


def _in_order(series: Mapping[str, Days], counts: Mapping[str, tuple[str, str]]) -> list[str]:
    """The series, a KPI's counts before it."""
    sides = {side for pair in counts.values() for side in pair}
    return [one for name in series if name not in sides for one in (*counts.get(name, ()), name)]


def _is_ratio(name: str, over: str, under: str, day: date, series: Mapping[str, Days]) -> bool:
    value, divisor = series[name].get(day), series[under].get(day)
    return value is not None and bool(divisor) and series[over].get(day, Fraction(0)) / (divisor or 1) == value
