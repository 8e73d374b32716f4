"""What verbs print: plain tables that stay readable in a narrow terminal, in a pipe and in both scripts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import click

from bpo.contracts.billed import billed_quantity, is_quantity_times_rate, priced_steps
from bpo.contracts.portions import Portion
from bpo.contracts.statement import Charge, KpiVerdict, Statement, Step
from bpo.core.figure_names import FigureName
from bpo.core.measures import KpiResult, Measures
from bpo.core.output import Output
from bpo.core.units import MONEY_UNIT, unit_name
from bpo.core.words import Lang, Text, Words, show, show_number
from bpo.invoice.face import tax_words
from bpo.invoice.headings import HEADINGS
from bpo.report.screen import Column, table
from bpo.report.speech import Speech

LINE = Words("screen-line", en="line", zh="行")
LABEL = Words("screen-label", en="what", zh="项目")
QUANTITY = Words("screen-quantity", en="quantity", zh="数量")
UNIT = Words("screen-unit", en="unit", zh="单位")
PRICE = Words("screen-price", en="unit price", zh="单价")
AMOUNT = Words("screen-amount", en="amount", zh="金额")
KPI = Words("screen-kpi", en="KPI", zh="指标")
VALUE = Words("screen-value", en="value", zh="实际值")
COUNTS = Words("screen-counts", en="counted", zh="分子/分母")
TARGET = Words("screen-target", en="target", zh="目标")
VERDICT = Words("screen-verdict", en="verdict", zh="判定")
SCORE = Words("screen-score", en="marks", zh="得分")
MET = Words("screen-met", en="met", zh="达标")
MISSED = Words("screen-missed", en="missed", zh="未达标")
NET = Words("screen-net", en="net", zh="不含税金额")
PAYABLE = Words("screen-payable", en="payable", zh="应付金额")
TOTAL = Words("screen-total", en="total", zh="价税合计")
TOTAL_UNTAXED = Words("screen-total-untaxed", en="total", zh="合计")
ROWS = Words("screen-rows", en="rows counted", zh="计入行数")
MORE_PARTS = Words("screen-more-parts", en="… {count} more, in --format json", zh="……另有 {count} 项，见 --format json")
ALLOCATED = Words("screen-allocated", en="allocated by", zh="分摊依据")
REASON = Words("screen-reason", en="{name}: {reason}", zh="{name}：{reason}")
NO_VALUE = "—"
BLOCKS = "▁▂▃▄▅▆▇█"
"""A number among others, low to high."""
PARTS_SHOWN = 12

STEP_COLUMNS: tuple[Column, ...] = (
    (LABEL, "fold"), (QUANTITY, "right"), (UNIT, "left"), (PRICE, "right"), (AMOUNT, "right"),
)  # fmt: skip


def echo_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=Output.model_dump))


def statement_text(statement: Statement, lang: Lang) -> str:
    """The statement on the screen: its lines with the totals under them, then the KPIs."""
    speech = Speech(lang, statement.currency)
    head = f"{statement.document.say(lang)}  {statement.title.say(lang)}  {statement.period.name}  {statement.currency}"
    columns: list[Column] = [(LINE, "left"), *STEP_COLUMNS]
    rows = [_line(charge, statement.measures, speech, lang) for charge in statement.charges]
    totals: list[tuple[str, Decimal]] = [(NET.say(lang), statement.net)] if statement.taxes else []
    totals += [(f"{tax.name.say(lang)} {speech.percent(tax.rate)}", tax.amount) for tax in statement.taxes]
    totals += [((TOTAL if statement.taxes else TOTAL_UNTAXED).say(lang), statement.total)]
    totals += [(deduction.label.say(lang), deduction.amount) for deduction in statement.deductions]
    totals += [(PAYABLE.say(lang), statement.payable)] if statement.deductions else []
    ends = [["", name, "", "", "", speech.money(amount)] for name, amount in totals]
    parts = [head, "", table(columns, rows, lang, ends), "", tax_words(statement).say(lang)]
    for limit in statement.drawn:
        words, values = limit.said()
        parts.append(words.say(lang, values))
    parts += [words.say(lang, values) for words, values in statement.both_counts().values()]
    for portion in statement.portions:
        parts += ["", portion_text(portion, statement, speech, lang)]
    if statement.verdicts:
        parts += ["", verdicts_text(statement.verdicts, speech, lang)]
    return "\n".join(parts)


def portion_text(portion: Portion, statement: Statement, speech: Speech, lang: Lang) -> str:
    """What one entity has: where its invoice goes, its part of each line and by what, and its totals."""
    heads = [portion.entity, portion.name.say(lang)]
    for name in ("tax_no", "po", "cost_centre"):
        if text := getattr(portion, name):
            heads.append(f"{HEADINGS[name].say(lang)} {text}")
    columns: list[Column] = [(LINE, "left"), (LABEL, "fold"), (ALLOCATED, "fold"), (AMOUNT, "right")]
    rows = [
        [charge.clause, charge.label.say(lang), own.rule.say(lang, own.values), speech.money(own.amount)]
        for charge, own in zip(statement.charges, portion.lines, strict=True)
    ]
    totals: list[tuple[str, Decimal]] = [(NET.say(lang), portion.net)]
    totals += [
        (f"{tax.name.say(lang)} {speech.percent(tax.rate)}", own.amount)
        for tax, own in zip(statement.taxes, portion.taxes, strict=True)
    ]
    totals += [(TOTAL.say(lang), portion.total)]
    totals += [
        (deduction.label.say(lang), own.amount)
        for deduction, own in zip(statement.deductions, portion.deductions, strict=True)
    ]
    totals += [(PAYABLE.say(lang), portion.payable)] if statement.deductions else []
    ends = [["", name, "", speech.money(amount)] for name, amount in totals]
    return "\n".join(["  ".join(heads), table(columns, rows, lang, ends)])


def _line(charge: Charge, measures: Measures, speech: Speech, lang: Lang) -> list[str]:
    """A line with its quantity and unit price; of several prices the lowest and the highest, as with tiers.

    Both stay empty where they do not make the amount: a fee, a minimum or a cap is beside them.
    """
    billed = billed_quantity(charge, measures)
    quantity = unit = price = ""
    if billed is not None:
        quantity = beside(speech.brief(*billed), speech.ratio(billed[0]))
        unit = speech.unit(billed[1]).main
    priced = priced_steps(charge) if is_quantity_times_rate(charge) else []
    if len({step.unit for step in priced}) == 1:
        name = priced[0].unit
        rates = sorted({step.rate for step in priced if step.rate is not None})
        ends = dict.fromkeys((rates[0], rates[-1]))
        price = " … ".join(beside(speech.brief_rate(rate, name), speech.rate_ratio(rate, name)) for rate in ends)
    return [charge.clause, charge.label.say(lang), quantity, unit, price, speech.money(charge.amount)]


def beside(text: str, ratio: str) -> str:
    """A rounded number with what it is exactly: ``≈8.5161 (264/31)``."""
    return f"{text} ({ratio})" if ratio else text


def step_row(step: Step, speech: Speech, lang: Lang) -> list[str]:
    """A step of a line as a row of :data:`STEP_COLUMNS`; the amount exact, with the decimals of money at least."""
    return [
        step.rule.say(lang, step.values),
        beside(speech.quantity(step.quantity, step.unit), speech.ratio(step.quantity)),
        speech.unit(step.unit).main if step.quantity is not None else "",
        beside(speech.rate(step.rate, step.unit), speech.rate_ratio(step.rate, step.unit)),
        beside(speech.exact_money(step.amount), "" if step.is_rounding else speech.ratio(step.amount))
        if step.amount
        else "",
    ]


def verdicts_text(verdicts: Mapping[str, KpiVerdict], speech: Speech, lang: Lang) -> str:
    """The KPIs as they were judged, then, for each that was not judged by what was measured, why."""
    columns: list[Column] = [
        (KPI, "left"), (LABEL, "fold"), (VALUE, "right"), (COUNTS, "right"), (TARGET, "right"), (VERDICT, "left"),
        (SCORE, "right"),
    ]  # fmt: skip
    rows = [
        [
            name,
            v.label.say(lang),
            value_text(v, speech),
            counts_text(v.result, lang),
            "" if v.target is None else speech.measured(v.target, v.result.unit),
            met_text(v, lang),
            ""
            if v.marks is None
            else f"{NO_VALUE if v.score is None else show_number(v.score, 2)} / {show_number(v.marks)}",
        ]
        for name, v in verdicts.items()
    ]
    reasons = [REASON.say(lang, {"name": name, "reason": v.why}) for name, v in verdicts.items() if v.why is not None]
    return "\n".join([table(columns, rows, lang), *([""] if reasons else []), *reasons])


def value_text(verdict: KpiVerdict, speech: Speech) -> str:
    """The judged value, never rounded so far that it looks like a target it does not equal."""
    if verdict.judged is None:
        return NO_VALUE
    return speech.measured(verdict.judged, verdict.result.unit, verdict.target)


def met_text(verdict: KpiVerdict, lang: Lang) -> str:
    return "" if verdict.met is None else (MET if verdict.met else MISSED).say(lang)


def counts_text(result: KpiResult, lang: Lang) -> str:
    if result.numerator is None or result.denominator is None:
        return ""
    return f"{show_number(result.numerator, 2)} / {show_number(result.denominator, 2)}"


def measures_text(measures: Measures, labels: Mapping[str, Text], speech: Speech, lang: Lang) -> str:
    """Quantities with the rows that were counted for each, then KPIs."""

    def label(name: str) -> str:
        figure = FigureName.of(name)
        shown = labels.get(name) or labels.get(figure.whole)
        if shown is None:
            return ""
        return f"{shown.say(lang)} · {figure.part}" if figure.parts and name not in labels else shown.say(lang)

    rows: list[list[str]] = []
    for name, quantity in measures.quantities.items():
        evidence = measures.evidence.get(name)
        unit = speech.unit(quantity.unit).main if quantity.unit == MONEY_UNIT else unit_name(quantity.unit, lang)
        counted = (evidence.note or show(evidence.rows, lang)) if evidence else ""
        total = beside(speech.brief(quantity.total, quantity.unit), speech.ratio(quantity.total))
        rows.append([name, label(name), total, unit, counted])
        parts = list(quantity.parts.items())
        rows += [["", f"  {key or NO_VALUE}", speech.brief(value), "", ""] for key, value in parts[:PARTS_SHOWN]]
        if len(parts) > PARTS_SHOWN:
            rows.append(["", "  " + MORE_PARTS.say(lang, {"count": len(parts) - PARTS_SHOWN}), "", "", ""])
    results = [
        [name, label(name), NO_VALUE if k.value is None else speech.measured(k.value, k.unit), counts_text(k, lang)]
        for name, k in measures.kpis.items()
    ]
    reasons = [
        REASON.say(lang, {"name": name, "reason": k.why_not})
        for name, k in measures.kpis.items()
        if k.why_not is not None
    ]
    counted_columns: list[Column] = [
        (LINE, "left"), (LABEL, "fold"), (QUANTITY, "right"), (UNIT, "left"), (ROWS, "right"),
    ]  # fmt: skip
    kpi_columns: list[Column] = [(KPI, "left"), (LABEL, "fold"), (VALUE, "right"), (COUNTS, "right")]
    tables = [table(c, r, lang) for c, r in ((counted_columns, rows), (kpi_columns, results)) if r]
    return "\n\n".join([*tables, *(["\n".join(reasons)] if reasons else [])])
