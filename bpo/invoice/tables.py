"""The tables of a statement that every medium shows: its lines, their steps, and its KPIs.

A column says which media have it: the terminal, the PDF (whose templates call its cells by the column's key) and the workbook.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bpo.contracts.billed import billed_quantity, is_quantity_times_rate, priced_steps
from bpo.contracts.statement import Charge, KpiVerdict, Statement, Step
from bpo.core import vocabulary as words
from bpo.core.measures import KpiResult
from bpo.core.units import MONEY_UNIT
from bpo.core.words import Text, Words, show_number
from bpo.invoice import headings as h
from bpo.invoice.totals import total_rows
from bpo.report import model as m
from bpo.report.headings import SUM
from bpo.report.speech import Speech, clause_number


def column(key: str, width: int = 18, form: m.Format = m.TEXT, *, name: str = "", **more: Any) -> m.Column:
    """A column of the heading that is called as its key is, or by ``name``."""
    return m.Column(key, h.HEADINGS[name or key], form, width, **more)


def measured(verdict: KpiVerdict, speech: Speech) -> str:
    """The judged value on the terminal, never rounded so far that it looks like a target it does not equal."""
    if verdict.judged is None:
        return NO_VALUE
    return speech.measured(verdict.judged, verdict.result.unit, verdict.target)


def met_said(met: bool | None) -> Text | Words | str:
    return "" if met is None else h.MET if met else h.MISSED


def figure(value: Fraction | None, form: m.Format | None, text: str, ratio: str = "") -> m.Cell:
    """A number for the workbook, and how people read it: ``text`` with what it is exactly beside or below it."""
    return m.Cell(value, form, said=Text.of(text), detail=ratio, screen=Text.of(beside(text, ratio)))


def beside(text: str, ratio: str) -> str:
    """A rounded number with what it is exactly: ``≈8.5161 (264/31)``."""
    return f"{text} ({ratio})" if ratio else text


NO_VALUE = "—"

LINES = (
    column("number", 6, m.COUNT, name="line_no", media=m.BOOK | m.PAPER),
    column("clause", 10, media=m.BOOK | m.PAPER),
    column("clause_id", media=m.BOOK | m.SCREEN, screen=words.LINE),
    column("label", 34, name="line", wraps=True, screen=h.WHAT),
    column("kind", 14, media=m.BOOK),
    column("quantity", 14, m.NUMBER, screen=words.QUANTITY),
    column("unit", 16, screen=words.UNIT),
    column("price", name="unit_price", media=m.PAPER),
    column("unit_price", 14, m.RATE, screen=words.UNIT_PRICE, media=m.BOOK | m.SCREEN),
    column("tax", name="tax_rate", media=m.PAPER),
    column("tax_code", 12, media=m.BOOK),
    column("exact", 20, m.RATE, media=m.BOOK),
    column("amount", 18, m.MONEY, screen=words.AMOUNT),
    column("tax_share", 10, m.PERCENT, media=m.BOOK),
    column("net", 18, m.MONEY, media=m.BOOK),
    column("tax_amount", 16, m.MONEY, name="tax", media=m.BOOK),
    column("with_tax", 18, m.MONEY, name="total", media=m.BOOK),
)


def lines_of(statement: Statement, speech: Speech) -> m.Table:
    """A row a line: what it bills, its tax, and both sums; below them on the terminal the totals, in the workbook the sums."""
    rates: dict[str, str] = {}
    for tax in statement.taxes:  # several on the same lines: 9% + 9%
        rates[tax.code] = " + ".join(filter(None, (rates.get(tax.code), speech.percent(tax.rate))))
    rows = [
        _line(number, charge, rates.get(charge.tax_code, "0%") if rates else "", tax, statement, speech)
        for number, (charge, tax) in enumerate(zip(statement.charges, statement.line_taxes, strict=True), start=1)
    ]
    sums = [sum_row("lines", "number", "amount", "net", "tax_amount", "with_tax")] if rows else []
    return m.Table(
        "lines", LINES, (*rows, *sums, *total_rows(statement, None, speech)), sheet=h.HEADINGS["sheet_lines"]
    )


def _line(number: int, charge: Charge, tax_rate: str, tax: Decimal, statement: Statement, speech: Speech) -> m.Row:
    """Quantity and unit price stay empty where they do not make the amount: a fee, a minimum or a cap is beside them."""
    billed = billed_quantity(charge, statement.measures)
    quantity, unit = billed or (None, "")
    of_money = unit == MONEY_UNIT
    net = charge.amount - tax if statement.prices_include_tax else charge.amount
    return m.Row({
        "number": number,
        "clause": clause_number(charge.source),
        "clause_id": charge.clause,
        "label": charge.label,
        "kind": charge.kind,
        "quantity": figure(None if of_money else quantity, None, speech.brief(quantity, unit), speech.ratio(quantity)),
        "unit": m.Cell("" if of_money else speech.unit_name(unit, quantity), said=speech.unit_name(unit, quantity)),
        **_price(charge, speech),
        "tax": tax_rate,
        "tax_code": charge.tax_code,
        "amount": charge.amount,
        "net": net,
        "tax_amount": tax,
        "with_tax": net + tax,
    })  # fmt: skip


def _price(charge: Charge, speech: Speech) -> dict[str, m.Cell]:
    """The unit price; of several the terminal has the lowest and the highest, as with tiers, and paper sends to the annex."""
    priced, unit_prices = priced_steps(charge), []
    if len({step.unit for step in priced}) == 1 and is_quantity_times_rate(charge):
        unit = priced[0].unit
        rates = sorted({step.rate for step in priced if step.rate is not None})
        ends = dict.fromkeys((rates[0], rates[-1]))
        unit_prices = [
            figure(
                rate if unit != MONEY_UNIT else None, None, speech.brief_rate(rate, unit), speech.rate_ratio(rate, unit)
            )
            for rate in ends
        ]
    if len(priced) == 1 and unit_prices:
        return {"price": unit_prices[0], "unit_price": unit_prices[0]}
    said = " … ".join(str(speech.text(one.screen)) for one in unit_prices if isinstance(one.screen, Text))
    return {"price": m.Cell(said=h.SEE_ANNEX if priced else m.UNSAID), "unit_price": m.Cell(said=Text.of(said))}


STEPS = (
    column("number", 6, m.COUNT, name="line_no", media=m.BOOK),
    column("clause_id", media=m.BOOK),
    column("line", 30, media=m.BOOK),
    column("rule", 52, wraps=True, screen=h.WHAT),
    column("source", 10, name="clause", media=m.BOOK),
    column("clause", media=m.PAPER),
    column("quantity", 16, m.NUMBER, screen=words.QUANTITY),
    column("unit", 16, screen=words.UNIT),
    column("rate", 14, m.RATE, screen=words.UNIT_PRICE),
    column("amount", 20, m.RATE, screen=words.AMOUNT),
    m.Column("note", "", media=m.PAPER),
)


def steps_of(lines: Iterable[tuple[int, Charge]], speech: Speech, sums: Iterable[m.Row] = ()) -> m.Table:
    """A row a step of some lines with their numbers; the amount exact, with the decimals of money at least."""
    rows = [_step(number, charge, step, speech) for number, charge in lines for step in charge.steps]
    return m.Table("steps", STEPS, (*rows, *sums), sheet=h.HEADINGS["sheet_steps"])


def _step(number: int, charge: Charge, step: Step, speech: Speech) -> m.Row:
    """``clause`` is filled where it is not the line's own; ``note`` marks a step that moves no money, or only rounds."""
    of_money = step.unit == MONEY_UNIT
    ratio = "" if step.is_rounding else speech.ratio(step.amount)
    return m.Row({
        "number": number,
        "clause_id": charge.clause,
        "line": charge.label,
        "rule": m.told(step.said),
        "source": clause_number(step.source),
        "clause": clause_number(step.source) if step.source != charge.source else "",
        "quantity": figure(step.quantity, None, speech.quantity(step.quantity, step.unit), speech.ratio(step.quantity)),
        "unit": speech.unit_name(step.unit, step.quantity) if step.quantity is not None else m.UNSAID,
        "rate": figure(
            step.rate, m.PERCENT if of_money else None, speech.rate(step.rate, step.unit), speech.rate_ratio(step.rate, step.unit)
        ),
        "amount": figure(step.amount, None, speech.exact_money(step.amount) if step.amount else "", ratio if step.amount else ""),
        "note": "yes" if step.is_rounding or not step.amount else "",
    })  # fmt: skip


KPIS = (
    m.Column("name", words.KPI, media=m.SCREEN),
    column("label", 30, name="kpi", wraps=True, screen=h.WHAT),
    column("clause", media=m.PAPER),
    column("formula", 54, media=m.PAPER | m.BOOK),
    column("numerator", 16, m.NUMBER, media=m.BOOK),
    column("denominator", 16, m.NUMBER, media=m.BOOK),
    column("actual", 14, m.NUMBER, media=m.PAPER | m.BOOK),
    column("judged", 14, m.NUMBER, screen=words.VALUE),
    m.Column("fraction", h.COUNTS, m.NUMBER, media=m.PAPER | m.SCREEN),
    column("target", 14, m.NUMBER, screen=words.TARGET),
    column("unit", 14, media=m.BOOK),
    column("met_text", 9, name="met", screen=h.VERDICT),
    m.Column("met", "", media=m.PAPER),
    column("marks", 10, m.NUMBER, media=m.PAPER | m.BOOK),
    column("score", 10, m.NUMBER, screen=words.MARKS),
    column("reason", 36, media=m.PAPER | m.BOOK),
    column("evidence", 36, media=m.PAPER | m.BOOK),
)


def kpis_of(statement: Statement, speech: Speech) -> m.Table:
    """A row a KPI: what was measured, what was judged instead, and what came of it; marks are added up in the workbook."""
    rows = [_kpi(name, verdict, note_of(name, statement), speech) for name, verdict in statement.verdicts.items()]
    scored = any(verdict.marks is not None for verdict in statement.verdicts.values())
    sums = (sum_row("kpis", "label", "marks", "score"),) if scored else ()
    return m.Table("kpis", KPIS, (*rows, *sums), sheet=h.HEADINGS["sheet_kpis"])


def note_of(name: str, statement: Statement) -> str:
    """What a figure that was given rests on, in the words of the measures file."""
    evidence = statement.measures.evidence.get(name)
    return evidence.note if evidence else ""


def aim_text(verdict: KpiVerdict, speech: Speech) -> str:
    """The target, or both ends of the range that is one."""
    if verdict.target is None:
        return ""
    ends = verdict.target_range or (verdict.target,)
    return " … ".join(speech.measured(end, verdict.result.unit) for end in ends)


def sign_of(verdict: KpiVerdict) -> str:
    """On which side of the target it is met; a range says it itself."""
    if verdict.target is None or verdict.target_range:
        return ""
    return "≥ " if verdict.better == "high" else "≤ "


def counts_text(result: KpiResult) -> str:
    """Numerator / denominator, where both were counted."""
    if result.numerator is None or result.denominator is None:
        return ""
    return f"{show_number(result.numerator)} / {show_number(result.denominator)}"


def number_or_none(value: Fraction | None) -> str:
    return "" if value is None else show_number(value, 2)


def sum_row(table: str, first: str, *keys: str) -> m.Row:
    """The workbook's row of sums: SUM over the columns of these keys."""
    sums = {key: m.Cell(relation=f"SUM({{{table}.{key}}})") for key in keys}
    return m.Row({first: SUM, **sums}, "sums", "sum", media=m.BOOK)


def _kpi(name: str, verdict: KpiVerdict, note: str, speech: Speech) -> m.Row:
    """``fraction`` is numerator / denominator, on the terminal with what they come to where another value was judged; ``judged`` is said on paper where it is not the measured value; ``met`` is ``yes``,
    ``no`` or nothing, for the style; ``evidence`` is what a given value rests on."""
    result, target = verdict.result, verdict.target
    form = m.PERCENT if result.unit == "ratio" else None
    judged_apart = verdict.judged != result.value
    judged = speech.measured(verdict.judged, result.unit, target)
    actual = speech.measured(result.value, result.unit, target)
    if judged_apart and verdict.judged is not None and actual == judged:
        actual = speech.measured(result.value, result.unit, verdict.judged)
    counts = counts_text(result)
    aim = aim_text(verdict, speech)
    score = (
        f"{number_or_none(verdict.score) or NO_VALUE} / {show_number(verdict.marks)}"
        if verdict.marks is not None
        else ""
    )
    return m.Row({
        "name": name,
        "label": verdict.label,
        "clause": clause_number(verdict.source),
        "formula": m.told(verdict.said),
        "numerator": result.numerator,
        "denominator": result.denominator,
        "actual": figure(result.value, form, actual),
        "judged": m.Cell(verdict.judged, form, said=Text.of(judged if judged_apart else ""), screen=measured(verdict, speech)),
        "fraction": m.Cell(said=Text.of(counts), screen=Text.of(f"{counts} = {actual}" if counts and verdict.reason else counts)),
        "target": m.Cell(target, form, said=Text.of(f"{sign_of(verdict)}{aim}"), screen=Text.of(aim)),
        "unit": speech.unit_name(result.unit),
        "met_text": m.Cell(words.yes_or_no(bool(verdict.met)) if verdict.met is not None else m.UNSAID, screen=met_said(verdict.met)),
        "met": "" if verdict.met is None else words.yes_or_no(verdict.met).en,
        "marks": figure(verdict.marks, None, number_or_none(verdict.marks)),
        "score": m.Cell(verdict.score, said=Text.of(number_or_none(verdict.score)), screen=Text.of(score)),
        "reason": m.told((verdict.reason, verdict.reason_values)) if verdict.reason is not None else result.why_not or m.UNSAID,
        "evidence": note,
    })  # fmt: skip
