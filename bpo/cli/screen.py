"""What verbs print: plain tables that stay readable in a narrow terminal, in a pipe and in both scripts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Sequence
from fractions import Fraction
from io import StringIO
from typing import Any

import click

from bpo.contracts.statement import Charge, KpiVerdict, Statement
from bpo.measures import Measures
from bpo.units import unit_name
from bpo.words import Lang, Pct, Text, Words, show

LINE = Words("screen-line", en="line", zh="行")
LABEL = Words("screen-label", en="what", zh="项目")
QUANTITY = Words("screen-quantity", en="quantity", zh="数量")
UNIT = Words("screen-unit", en="unit", zh="单位")
PRICE = Words("screen-price", en="unit price", zh="单价")
AMOUNT = Words("screen-amount", en="amount", zh="金额")
KPI = Words("screen-kpi", en="KPI", zh="指标")
VALUE = Words("screen-value", en="value", zh="实际值")
COUNTS = Words("screen-counts", en="numerator / denominator", zh="分子 / 分母")
TARGET = Words("screen-target", en="target", zh="目标")
VERDICT = Words("screen-verdict", en="verdict", zh="判定")
SCORE = Words("screen-score", en="marks", zh="得分")
MET = Words("screen-met", en="met", zh="达标")
MISSED = Words("screen-missed", en="missed", zh="未达标")
NET = Words("screen-net", en="net", zh="不含税金额")
TOTAL = Words("screen-total", en="total", zh="价税合计")
ROWS = Words("screen-rows", en="rows counted", zh="计入行数")
NO_VALUE = "—"


def echo_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def table(columns: Sequence[tuple[Words, str]], rows: Iterable[Sequence[str]], lang: Lang) -> str:
    """A table with a rule under its head; ``columns`` are (title, "left" or "right")."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title, side in columns:
        right = side == "right"
        drawn.add_column(title.say(lang), justify="right" if right else "left", overflow="fold", no_wrap=right)
    for row in rows:
        drawn.add_row(*row)
    written = StringIO()
    width = max(80, shutil.get_terminal_size((110, 24)).columns)
    Console(file=written, width=width, color_system=None, markup=False, highlight=False).print(drawn)
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines())


def value_text(value: Fraction | None, unit: str, lang: Lang, places: int = 2) -> str:
    """A KPI's value as people read it: a ratio as a percentage, cut to ``places`` decimals of what is shown."""
    if value is None:
        return NO_VALUE
    scaled = value * 100 if unit == "ratio" else value
    near = Fraction(round(scaled * 10**places), 10**places)
    text = show(Pct(near / 100), lang) if unit == "ratio" else f"{show(near, lang)} {unit_name(unit, lang)}"
    return text.strip()


def statement_text(statement: Statement, lang: Lang) -> str:
    """The statement on the screen: lines, KPIs, and the three totals."""
    head = f"{statement.document.say(lang)}  {statement.title.say(lang)}  {statement.period.name}  {statement.currency}"
    columns = [
        (LINE, "left"),
        (LABEL, "left"),
        (QUANTITY, "right"),
        (UNIT, "left"),
        (PRICE, "right"),
        (AMOUNT, "right"),
    ]
    rows = [_line(charge, lang) for charge in statement.charges]
    parts = [head, "", table(columns, rows, lang)]
    if statement.verdicts:
        parts += ["", verdicts_text(statement.verdicts.items(), lang)]
    totals = [(NET.say(lang), statement.net)]
    totals += [(f"{t.name.say(lang)} {show(Pct(t.rate), lang)}", t.amount) for t in statement.taxes]
    totals += [(TOTAL.say(lang), statement.total)]
    wide = max(len(f"{amount:,}") for _, amount in totals)
    return "\n".join([*parts, "", *(f"{f'{amount:,}':>{wide}}  {name}" for name, amount in totals)])


def _line(charge: Charge, lang: Lang) -> list[str]:
    """Quantity and unit price where the line has just one; else the steps say them."""
    counted = [step for step in charge.steps if step.quantity is not None and step.amount]
    one = counted[0] if len(counted) == 1 else None
    units = {step.unit for step in counted}
    quantity = (
        sum((step.quantity or Fraction(0) for step in counted), Fraction(0))
        if len(units) == 1 and charge.kind != "multiplier"
        else None
    )
    hidden = one is None or charge.kind == "multiplier"
    return [
        charge.clause,
        charge.label.say(lang),
        "" if quantity is None else _near(quantity, lang),
        "" if quantity is None else unit_name(units.pop(), lang),
        "" if hidden or one is None or one.rate is None else _near(one.rate, lang, 6),
        f"{charge.amount:,}",
    ]


def _near(value: Fraction, lang: Lang, places: int = 4) -> str:
    return show(Fraction(round(value * 10**places), 10**places), lang)


def verdicts_text(verdicts: Iterable[tuple[str, KpiVerdict]], lang: Lang) -> str:
    columns = [
        (KPI, "left"),
        (LABEL, "left"),
        (VALUE, "right"),
        (COUNTS, "right"),
        (TARGET, "right"),
        (VERDICT, "left"),
        (SCORE, "right"),
    ]
    rows = []
    for name, v in verdicts:
        unit = v.result.unit
        counts = (
            ""
            if v.result.denominator is None
            else f"{show(v.result.numerator, lang)} / {show(v.result.denominator, lang)}"
        )
        met = "" if v.met is None else (MET if v.met else MISSED).say(lang)
        reason = "" if v.reason is None else f" ({v.reason.say(lang)})"
        score = (
            ""
            if v.marks is None
            else f"{NO_VALUE if v.score is None else _near(v.score, lang, 2)} / {show(v.marks, lang)}"
        )
        target = "" if v.target is None else value_text(v.target, unit, lang)
        rows.append([name, v.label.say(lang), value_text(v.judged, unit, lang), counts, target, met + reason, score])
    return table(columns, rows, lang)


def measures_text(measures: Measures, labels: dict[str, Text], lang: Lang) -> str:
    """Quantities and KPIs as tables, with the rows that were counted for each."""
    columns = [(LINE, "left"), (LABEL, "left"), (QUANTITY, "right"), (UNIT, "left"), (ROWS, "right")]
    rows = []
    for name, quantity in measures.quantities.items():
        evidence = measures.evidence.get(name)
        label = labels[name].say(lang) if name in labels else ""
        rows.append(
            [
                name,
                label,
                _near(quantity.total, lang),
                unit_name(quantity.unit, lang),
                show(evidence.rows, lang) if evidence else "",
            ]
        )
        rows += [
            ["", f"  {key or NO_VALUE}", _near(value, lang), "", ""] for key, value in list(quantity.parts.items())[:12]
        ]
    parts = [table(columns, rows, lang)] if rows else []
    if measures.kpis:
        columns = [(KPI, "left"), (LABEL, "left"), (VALUE, "right"), (COUNTS, "right")]
        found = []
        for name, result in measures.kpis.items():
            counts = (
                ""
                if result.denominator is None
                else f"{show(result.numerator, lang)} / {show(result.denominator, lang)}"
            )
            why = f" ({result.why_not.say(lang)})" if result.why_not else ""
            label = labels[name].say(lang) if name in labels else ""
            found.append([name, label, value_text(result.value, result.unit, lang) + why, counts])
        parts.append(table(columns, found, lang))
    return "\n\n".join(parts)
