"""The statement as a workbook: its tables, the face's totals as formulas over the lines, and text that is only ever text.

A workbook keeps numbers as binary floating point; the face says so. The amounts that count are those of the PDF.
"""

from bpo.contracts.statement import Statement
from bpo.invoice import headings as h
from bpo.invoice.bill import Bill
from bpo.invoice.by_entity import INVOICED, entity_lines
from bpo.invoice.daily import daily_of
from bpo.invoice.face import meta_of, party_of, tax_words, total_name
from bpo.invoice.live import Live, live_kpis
from bpo.invoice.sheet import speech_of
from bpo.invoice.tables import column, kpis_of, lines_of, steps_of, sum_row
from bpo.report import model as m
from bpo.report.headings import FLOATS_NOTE
from bpo.report.speech import Speech
from bpo.report.workbook import report_workbook


def workbook(bill: Bill) -> bytes:
    """The workbook's bytes: face, lines, steps, KPIs and daily figures; the same bill gives the same bytes."""
    return report_workbook(statement_report(bill, speech_of(bill)))


def statement_report(bill: Bill, speech: Speech) -> m.Report:
    """Every table of the statement, a sheet each."""
    statement, header = bill.statement, bill.header
    numbered = list(enumerate((*statement.charges, *statement.deductions), start=1))
    sums = [sum_row("steps", "number", "amount")] if numbered else []
    live = Live(bill)
    lines, steps = live.table_of_lines(lines_of(statement, speech)), live.steps(steps_of(numbered, speech, sums))
    tables = [_face(bill, speech, live), lines, steps, live_kpis(kpis_of(statement, speech)), daily_of(bill, speech)]
    if statement.portions:
        tables += [_entities(statement), entity_lines(statement, statement.portions, speech)]
    head = m.Masthead(
        document=statement.document,
        title=statement.title,
        contract=statement.contract,
        number=bill.shown,
        number_name=h.HEADINGS["number"],
        day=bill.drawn_on,
        supplier=party_of(header.supplier),
        client=party_of(header.client),
        internal="" if bill.number else h.HEADINGS["draft"],
    )
    return m.Report(head, (m.Section("statement", "", tuple(tables)),), speech.language, statement.currency)


def _face(bill: Bill, speech: Speech, live: Live) -> m.Table:
    """Labels and values, then net, tax and total as formulas over the lines, and what is payable."""
    statement, header = bill.statement, bill.header
    meta = meta_of(bill, speech)
    texts: list[tuple[str, object]] = [
        ("number", bill.number or f"{speech.words(h.HEADINGS['draft'])} {bill.shown}"),
        ("revision", bill.revision if bill.revision > 1 else ""),
        ("title", speech.text(statement.title)),
        *(
            (name, meta[name])
            for name in ("reference", "corrects", "correction_reason", "period", "drawn_on", "due", "accepted")
        ),
        ("supplier", speech.text(header.supplier.name)),
        ("client", speech.text(header.client.name)),
        ("po", header.client.po),
        ("cost_centre", header.client.cost_centre),
        ("currency", statement.currency),
        *(("shown_in", speech.words(*one.said())) for one in (statement.second,) if one is not None),
        *(("limit", speech.words(*limit.said())) for limit in statement.drawn),
    ]
    rows = [m.Row({"name": h.HEADINGS[name], "value": str(text)}) for name, text in texts if text]
    sums = {"net": "net", "tax": "tax_amount"} if statement.taxes else {}
    sums |= {total_name(statement): "with_tax"}
    several = statement.taxes if len(statement.taxes) > 1 else ()
    totals = [m.Row({"name": f"{speech.text(t.name)} {speech.percent(t.rate)}", "value": t.amount}) for t in several]
    totals += [_sum(name, f"SUM({{lines.{key}}})") for name, key in sums.items()]
    for number, deduction in enumerate(statement.deductions):
        totals.append(m.Row({"name": deduction.label, "value": live.deduction(number)}, f"deduction{number}"))
    if statement.deductions:
        paid = [row.key for row in totals if row.key not in ("", "net", "tax")]
        totals.append(_sum("payable", " + ".join(f"{{{key}}}" for key in paid)))
    notes = [m.Row({"name": note}, kind="note") for note in (tax_words(statement), FLOATS_NOTE)]
    columns = (m.Column("name", statement.document, width=30), m.Column("value", "", m.MONEY, 60))
    gap = m.Row({})
    return m.Table(
        "face", columns, (gap, *rows, gap, *totals, gap, *notes), sheet=h.HEADINGS["sheet_face"], look="face"
    )


def _sum(name: str, relation: str) -> m.Row:
    return m.Row({"name": h.HEADINGS[name], "value": m.Cell(relation=relation)}, name, "sum")


def _entities(statement: Statement) -> m.Table:
    """A row an entity: where its invoice goes, and its totals."""
    widths = {"tax_no": 24, "po": 18, "cost_centre": 14}
    columns = (
        column("entity", 14),
        column("client", 34),
        *(column(name, widths[name]) for name in INVOICED),
        column("net", 18, m.MONEY, sum=True),
        column("tax", 16, m.MONEY, sum=True),
        column("total", 18, m.MONEY, sum=True),
        column("payable", 18, m.MONEY, sum=True),
    )
    amounts = (*INVOICED, "net", "tax", "total", "payable")
    rows = [
        m.Row({"entity": own.entity, "client": own.name, **{name: getattr(own, name) for name in amounts}})
        for own in statement.portions
    ]
    return m.Table("entities", columns, tuple(rows), sheet=h.HEADINGS["sheet_entities"])
