"""The statement as a workbook: numbers as numbers, sums as formulas with their values, and text that is only ever text.

A workbook keeps numbers as binary floating point; every sheet of amounts says so. The amounts that count are those of the PDF.
"""

from __future__ import annotations

import io
from fractions import Fraction

from bpo.contracts.billed import billed_quantity, is_quantity_times_rate, priced_steps
from bpo.contracts.statement import Statement
from bpo.core.money import minor_unit_places
from bpo.core.units import MONEY_UNIT
from bpo.core.vocabulary import yes_or_no
from bpo.core.words import Sentence, Text
from bpo.invoice import headings as h
from bpo.invoice.annex import note_of
from bpo.invoice.bill import Bill
from bpo.invoice.face import accepted_text, due_text, tax_words, total_name
from bpo.invoice.review import days_by_series, series_label
from bpo.invoice.sheet import speech_of
from bpo.report.book import Book, Cell, Column, Sum, written
from bpo.report.headings import FLOATS_NOTE
from bpo.report.speech import Speech, clause_number


def workbook(bill: Bill) -> bytes:
    """The workbook's bytes: face, lines, steps, KPIs and daily figures; the same bill gives the same bytes."""
    target, speech = io.BytesIO(), speech_of(bill)
    title = f"{speech.text(bill.statement.document)} {bill.statement.contract} {bill.statement.period.name}"
    author = str(speech.text(bill.header.supplier.name))
    with written(target, title, author, bill.drawn_on) as file:
        book = Book(file, speech, minor_unit_places(bill.statement.currency), _footer(bill, speech), h.HEADINGS)
        _face(book, bill, speech)
        _lines(book, bill.statement, speech)
        _steps(book, bill.statement, speech)
        _kpis(book, bill.statement, speech)
        _daily(book, bill, speech)
        if bill.statement.portions:
            _entities(book, bill.statement, speech)
            _entity_lines(book, bill.statement, speech)
    return target.getvalue()


def _footer(bill: Bill, speech: Speech) -> str:
    return f"{speech.words(h.HEADINGS['draft'])} {bill.statement_id}"


def _face(book: Book, bill: Bill, speech: Speech) -> None:
    """Labels and values, then net, tax and total as formulas over the lines."""
    statement, header = bill.statement, bill.header
    rows: list[tuple[str, str]] = [
        ("number", _footer(bill, speech)),
        ("revision", str(bill.revision)),
        ("contract", statement.contract),
        ("title", str(speech.text(statement.title))),
        ("reference", header.reference),
        ("period", speech.days(statement.period.start, statement.period.end)),
        ("drawn_on", speech.day(bill.drawn_on)),
        ("due", str(due_text(bill, speech))),
        ("accepted", str(accepted_text(bill, speech))),
        ("supplier", str(speech.text(header.supplier.name))),
        ("client", str(speech.text(header.client.name))),
        ("po", header.client.po),
        ("cost_centre", header.client.cost_centre),
        ("currency", statement.currency),
        *(("limit", str(speech.words(*limit.said()))) for limit in statement.drawn),
    ]
    taxed = [("net", statement.net), ("tax", statement.tax)] if statement.taxes else []
    book.face(
        str(speech.text(statement.document)),
        [(name, text) for name, text in rows if text],
        [*taxed, (total_name(statement), statement.total)],
        count=len(statement.charges),
        deductions=[(str(speech.text(d.label)), d.amount) for d in statement.deductions],
        notes=[tax_words(statement), FLOATS_NOTE],
    )


def _lines(book: Book, statement: Statement, speech: Speech) -> None:
    """A row a charge: what it bills, its tax, and both sums; the face's totals are formulas over these columns."""
    columns = [
        Column("line_no", 6), Column("clause", 10), Column("clause_id", 18), Column("line", 34), Column("kind", 14),
        Column("quantity", 14, "number"), Column("unit", 16), Column("unit_price", 14, "rate"), Column("tax_code", 12),
        Column("amount", 18, "money"), Column("net", 18, "money"), Column("tax", 16, "money"), Column("total", 18, "money"),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for number, (charge, tax) in enumerate(zip(statement.charges, statement.line_taxes, strict=True), start=1):
        priced = priced_steps(charge)
        alone = len(priced) == 1 and priced[0].unit != MONEY_UNIT and is_quantity_times_rate(charge)
        single = priced[0] if alone else None
        billed = billed_quantity(charge, statement.measures)
        counted = billed if billed and billed[1] != MONEY_UNIT else None
        net = charge.amount - tax if statement.prices_include_tax else charge.amount
        rows.append([
            number, clause_number(charge.source), charge.clause, str(speech.text(charge.label)), charge.kind,
            counted[0] if counted else None, str(speech.unit(counted[1])) if counted else "",
            single.rate if single else None, charge.tax_code, charge.amount, net, tax, net + tax,
        ])  # fmt: skip
    sums: list[Sum] = [(9, sum(charge.amount for charge in statement.charges)), (10, statement.net)]
    book.table("sheet_lines", columns, rows, [*sums, (11, statement.tax), (12, statement.total)])


def _steps(book: Book, statement: Statement, speech: Speech) -> None:
    columns = [
        Column("line_no", 6), Column("clause_id", 18), Column("line", 30), Column("rule", 52), Column("clause", 10),
        Column("quantity", 16, "number"), Column("unit", 16), Column("rate", 14, "rate"), Column("amount", 20, "exact"),
    ]  # fmt: skip
    all_lines = (*statement.charges, *statement.deductions)
    numbered = [(n, charge, step) for n, charge in enumerate(all_lines, start=1) for step in charge.steps]
    rows: list[list[Cell]] = [
        [
            number, charge.clause, str(speech.text(charge.label)), str(speech.words(step.rule, step.values)), clause_number(step.source),
            step.quantity, str(speech.unit(step.unit)) if step.quantity is not None else "", step.rate, step.amount,
        ]
        for number, charge, step in numbered
    ]  # fmt: skip
    percents = {(row, 7) for row, (_, _, step) in enumerate(numbered) if step.unit == MONEY_UNIT}
    total: Sum = (8, sum(charge.amount for charge in all_lines))
    book.table("sheet_steps", columns, rows, [total], percents)


def _kpis(book: Book, statement: Statement, speech: Speech) -> None:
    columns = [
        Column("kpi", 30), Column("formula", 54), Column("numerator", 16, "number"), Column("denominator", 16, "number"),
        Column("actual", 14, "number"), Column("judged", 14, "number"), Column("target", 14, "number"), Column("unit", 14),
        Column("met", 9), Column("marks", 10, "number"), Column("score", 10, "number"), Column("reason", 36), Column("evidence", 36),
    ]  # fmt: skip
    rows: list[list[Cell]] = []
    for name, verdict in statement.verdicts.items():
        result = verdict.result
        why = verdict.why or (Sentence(result.why_not) if result.why_not else None)
        met = Text.of("") if verdict.met is None else yes_or_no(verdict.met)
        rows.append([
            str(speech.text(verdict.label)), str(speech.words(verdict.formula, verdict.formula_values)),
            result.numerator, result.denominator, result.value, verdict.judged, verdict.target,
            str(speech.unit(result.unit)), str(speech.text(met)), verdict.marks, verdict.score,
            str(speech.words(why.words, why.values)) if why else "", note_of(name, statement),
        ])  # fmt: skip
    percents = {i for i, verdict in enumerate(statement.verdicts.values()) if verdict.result.unit == "ratio"}
    scored = [verdict for verdict in statement.verdicts.values() if verdict.marks is not None]
    sums: list[Sum] = []
    if scored:
        sums.append((9, sum((verdict.marks or Fraction(0) for verdict in scored), Fraction(0))))
        sums.append((10, sum((verdict.score or Fraction(0) for verdict in scored), Fraction(0))))
    book.table("sheet_kpis", columns, rows, sums, percents={(row, column) for row in percents for column in (4, 5, 6)})


def _daily(book: Book, bill: Bill, speech: Speech) -> None:
    """A row a day, a column a series; volumes are summed, KPIs are not."""
    statement = bill.statement
    series = days_by_series(statement)
    columns, sums, ratios = [Column("day", 14, "day")], [], set()
    for i, (name, days) in enumerate(series.items(), start=1):
        label, unit = series_label(name, bill)
        shown = f"{speech.text(label)} ({speech.unit(unit)})" if unit else str(speech.text(label))
        columns.append(Column("", 20, "number", shown))
        if name not in statement.verdicts:
            sums.append((i, sum(days.values(), Fraction(0))))
        elif unit == "ratio":
            ratios.add(i)
    all_days = statement.period.each_day()
    rows: list[list[Cell]] = [[day, *(days.get(day) for days in series.values())] for day in all_days]
    percents = {(row, column) for row in range(len(all_days)) for column in ratios}
    book.table("sheet_daily", columns, rows, sums, percents=percents)


def _entities(book: Book, statement: Statement, speech: Speech) -> None:
    """A row an entity: where its invoice goes, and its totals."""
    columns = [
        Column("entity", 14), Column("client", 34), Column("tax_no", 24), Column("po", 18), Column("cost_centre", 14),
        Column("net", 18, "money"), Column("tax", 16, "money"), Column("total", 18, "money"), Column("payable", 18, "money"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            own.entity, str(speech.text(own.name)), own.tax_no, own.po, own.cost_centre,
            own.net, own.tax, own.total, own.payable,
        ]
        for own in statement.portions
    ]  # fmt: skip
    sums: list[Sum] = [(5, statement.net), (6, statement.tax), (7, statement.total), (8, statement.payable)]
    book.table("sheet_entities", columns, rows, sums)


def _entity_lines(book: Book, statement: Statement, speech: Speech) -> None:
    """A row for each entity's part of each line, deductions last, as on the sheet of steps."""
    columns = [
        Column("entity", 14), Column("line_no", 6), Column("clause_id", 18), Column("line", 34), Column("allocated", 44),
        Column("share", 12, "number"), Column("amount", 18, "money"),
    ]  # fmt: skip
    lines = (*statement.charges, *statement.deductions)
    rows: list[list[Cell]] = [
        [
            own.entity, number, charge.clause, str(speech.text(charge.label)), str(speech.words(part.rule, part.values)),
            part.share, part.amount,
        ]
        for own in statement.portions
        for number, (charge, part) in enumerate(zip(lines, (*own.lines, *own.deductions), strict=True), start=1)
    ]  # fmt: skip
    percents = {(row, 5) for row in range(len(rows))}
    book.table("sheet_entity_lines", columns, rows, [(6, sum(line.amount for line in lines))], percents)
