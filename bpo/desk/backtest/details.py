"""The details of a backtest's report: lines and KPIs by period, what KPIs took and added, which limits bit."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from bpo.contracts.statement import KpiVerdict
from bpo.core.words import Text, Words
from bpo.desk.backtest import headings as h
from bpo.desk.backtest.effects import bit, judged, lines_of, moved
from bpo.desk.backtest.headings import H
from bpo.desk.backtest.months import Backtest, Tested, TestedMonth
from bpo.report import model as m
from bpo.report.speech import Speech

ABREAST = 6
"""So many periods stand beside each other on paper and on the terminal; the workbook has them one below the other."""
SHEET = m.SCREEN | m.PAPER
CONTRACT = m.Column("contract", H["contract"], width=22)
PERIOD = m.Column("period", H["month"], width=12)


def details_of(found: Backtest) -> Iterator[m.Section]:
    """Sections by line, by KPI, of credits and of limits."""
    sides = [(f"side{n}", tested) for n, tested in enumerate(found.sides, 1) if tested.statements]
    yield m.Section("by_line", H["by_line"], (*_grids(sides, "lines", h.LINES_OF), _all_lines(found)))
    if any(one.verdicts for _, tested in sides for one in tested.statements):
        yield m.Section(
            "of_kpis",
            H["of_kpis"],
            (
                _on_screen("of_kpis"),
                _kpis(found),
                *_grids(sides, "kpis", h.KPIS_OF),
                m.Note((h.MARK,)),
                _all_kpis(found),
            ),
        )
    yield m.Section("by_kpi", H["by_kpi"], (*_moved(found),))
    yield m.Section("limits_reached", H["limits_reached"], (*_limits(found),))


def _grids(sides: Sequence[tuple[str, Tested]], of: str, title: Words) -> Iterator[m.Table]:
    """Tables of a contract with a period a column, some periods at a time."""
    for key, tested in sides:
        for first in range(0, len(tested.months), ABREAST):
            months = tested.months[first : first + ABREAST]
            rows = _line_rows(months) if of == "lines" else _kpi_rows(months)
            columns = (
                m.Column("label", H["line" if of == "lines" else "kpi"], width=30),
                *(
                    m.Column(f"p{n}", month.period.name, m.MONEY if of == "lines" else m.NUMBER)
                    for n, month in enumerate(months)
                ),
            )
            if rows:
                yield m.Table(
                    f"{of}_{key}_{first // ABREAST + 1}", columns, tuple(rows), media=SHEET, look="sides months",
                    title=m.filled(title, name=tested.side.name, months=_span(months)),
                )  # fmt: skip


def _span(months: Sequence[TestedMonth]) -> str:
    return " – ".join(dict.fromkeys((months[0].period.name, months[-1].period.name)))


def _line_rows(months: Sequence[TestedMonth]) -> list[m.Row]:
    """A line a row, and the total below them."""
    labels: dict[str, Text] = {}
    cells: dict[str, dict[str, m.Value | m.Cell]] = {}
    total: dict[str, m.Value | m.Cell] = {"label": H["whole_total"]}
    for n, month in enumerate(months):
        if month.statement is None:
            total[f"p{n}"] = m.Cell(None, said=h.NOT_PRICED)
            continue
        for charge in lines_of(month.statement):
            labels[charge.clause] = charge.label
            cells.setdefault(charge.clause, {})[f"p{n}"] = charge.amount
        total[f"p{n}"] = month.statement.total
    rows = [m.Row({"label": labels[name], **found}) for name, found in cells.items()]
    return [*rows, m.Row(total, "total", "strong")] if rows else []


def _kpi_rows(months: Sequence[TestedMonth]) -> list[m.Row]:
    """A KPI a row: its value, and whether its target was met."""
    found: dict[str, dict[str, m.Value | m.Cell]] = {}
    for n, month in enumerate(months):
        for name, verdict in () if month.statement is None else month.statement.verdicts.items():
            cell = m.Cell(verdict.judged, said=_said(verdict))
            found.setdefault(name, {"label": verdict.label})[f"p{n}"] = cell
    return [m.Row(cells) for cells in found.values()]


def measured(value: Fraction | None, unit: str, against: Fraction | None = None) -> Text:
    """A KPI's value in its unit."""
    zh, en = (Speech(lang, "").measured(value, unit, against) for lang in ("zh", "en"))
    return Text(zh=zh, en=en)


def _said(verdict: KpiVerdict) -> Text:
    """Its value, marked where the target was missed, or where nobody measured it."""
    value = measured(verdict.judged, verdict.result.unit, verdict.target)
    if verdict.result.value is None and verdict.judged is not None:
        return m.filled(h.STARRED, value=value)
    return m.filled(h.MARKED, value=value) if verdict.met is False else value


def _all_lines(found: Backtest) -> m.Table:
    """Every line of every period, for a workbook to sort and add up."""
    rows = [
        m.Row({"contract": tested.side.name, "period": one.period.name, "line": charge.clause, "label": charge.label, "amount": charge.amount})
        for tested in found.sides for one in tested.statements for charge in lines_of(one)
    ]  # fmt: skip
    columns = (
        CONTRACT, PERIOD, m.Column("line", H["line"]), m.Column("label", H["label"], width=30),
        m.Column("amount", H["amount"], m.MONEY),
    )  # fmt: skip
    return m.Table("line_months", columns, tuple(rows), sheet=H["line_months"], media=m.BOOK)


def _all_kpis(found: Backtest) -> m.Table:
    rows = [
        m.Row({
            "contract": tested.side.name, "period": one.period.name, "kpi": name, "label": verdict.label, "value": verdict.judged,
            "target": verdict.target, "unit": verdict.result.unit, "result": _result(verdict),
        })
        for tested in found.sides for one in tested.statements for name, verdict in one.verdicts.items()
    ]  # fmt: skip
    exact = m.Format("number", 6)
    columns = (
        CONTRACT, PERIOD, m.Column("kpi", H["kpi"]), m.Column("label", H["label"], width=30),
        m.Column("value", H["value"], exact), m.Column("target", H["target"], exact),
        m.Column("unit", H["unit"], width=10), m.Column("result", H["result"], width=12),
    )  # fmt: skip
    return m.Table("kpi_months", columns, tuple(rows), sheet=H["kpi_months"], media=m.BOOK)


def _result(verdict: KpiVerdict) -> Text | None:
    return None if verdict.met is None else h.MET if verdict.met else h.MISSED


def _kpis(found: Backtest) -> m.Table:
    """Each KPI against the target of each contract: how often it was met, and its worst value."""
    rows = []
    for tested in found.sides:
        for one in judged(tested):
            unit, target = one.last.result.unit, one.last.target
            rows.append(m.Row({
                "contract": tested.side.name, "kpi": one.label,
                "target": None if target is None else measured(target, unit), "met": one.met, "missed": one.missed,
                "not_judged": one.not_judged, "worst": None if one.worst is None else measured(one.worst, unit, target),
                "worst_in": one.worst_in or None,
            }))  # fmt: skip
    columns = (
        CONTRACT, m.Column("kpi", H["kpi"], width=26), m.Column("target", H["target"], width=12),
        m.Column("met", H["months_met"], m.COUNT), m.Column("missed", H["months_missed"], m.COUNT),
        m.Column("not_judged", H["months_not_judged"], m.COUNT),
        m.Column("worst", H["worst_value"], width=14), m.Column("worst_in", H["worst_in"], width=12),
    )  # fmt: skip
    return m.Table("kpis", columns, tuple(rows), sheet=H["of_kpis"], look="sides")


def _moved(found: Backtest) -> list[m.Table | m.Note]:
    rows = [
        m.Row({
            "contract": tested.side.name, "kpi": m.stacked(*one.kpis), "line": one.line, "months": one.months,
            "credits": one.credits, "bonuses": one.bonuses,
        })
        for tested in found.sides for one in moved(tested)
    ]  # fmt: skip
    columns = (
        CONTRACT, m.Column("kpi", H["kpi"], width=26), m.Column("line", H["line"], width=26),
        m.Column("months", H["months_moved"], m.COUNT), m.Column("credits", H["credits"], m.MONEY),
        m.Column("bonuses", H["bonuses"], m.MONEY),
    )  # fmt: skip
    return _table_or("credits", columns, rows, "by_kpi", H["no_kpi_moved"])


def _limits(found: Backtest) -> list[m.Table | m.Note]:
    rows = [
        m.Row({"contract": tested.side.name, "period": one.period.name, "line": one.line, "what": one.what, "amount": one.amount})
        for tested in found.sides for one in bit(tested)
    ]  # fmt: skip
    columns = (
        CONTRACT, PERIOD, m.Column("line", H["line"], width=26), m.Column("what", H["what_bit"], width=50, wraps=True),
        m.Column("amount", H["amount"], m.MONEY),
    )  # fmt: skip
    return _table_or("limits", columns, rows, "limits_reached", H["none_bit"])


def _table_or(
    key: str, columns: tuple[m.Column, ...], rows: list[m.Row], title: str, none: Words
) -> list[m.Table | m.Note]:
    """A table under its title; where it has no row, a sentence that says so."""
    if not rows:
        return [m.Note((none,), plain=True)]
    return [_on_screen(title), m.Table(key, columns, tuple(rows), sheet=H[title], look="sides")]


def _on_screen(title: str) -> m.Note:
    """The title of a section, which the terminal does not show of itself."""
    return m.Note((H[title],), media=m.SCREEN)
