"""The client's own workbook, filled: their template with the cells that the contract names.

openpyxl keeps values, formulas, formats, sheets, merged cells, widths, checks of input and conditional formats. It would drop
drawings, charts and macros in silence, so a template that has them is refused.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from copy import copy
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from bpo.contracts.header.client_workbook import CELL, ClientWorkbook, LinesOfWorkbook, column_number
from bpo.contracts.header.header import Header
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.errors import BpoError, Problem, fail
from bpo.core.words import Text, Words
from bpo.invoice import client_workbook_words as w
from bpo.invoice.bill import Bill
from bpo.invoice.face import meta_of
from bpo.invoice.sheet import speech_of
from bpo.invoice.tables import lines_of
from bpo.report.in_words import in_words
from bpo.report.model import Value

BYTES_MAX = 20_000_000
LOST = (
    "xl/drawings/",
    "xl/charts/",
    "xl/vbaProject",
    "xl/media/",
    "xl/pivot",
    "xl/slicer",
    "xl/activeX",
    "xl/ctrlProps",
)
"""Parts of a workbook that would not come out again."""
OF_LINES = {"price": "unit_price", "tax_rate": "tax_share", "tax": "tax_amount", "total": "with_tax"}
"""Where a line's column is called otherwise than in its table."""
WRITTEN_AT = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def client_workbook(bill: Bill) -> bytes | None:
    """The filled template; the same bill gives the same bytes. None if the contract has none.

    Raises:
        BpoError: if the template is not there or cannot be filled, told at the place of ``workbook`` in the contract.
    """
    asked = bill.header.billing.workbook
    if asked is None:
        return None
    book = _read(asked)
    problems = [*_problems(book, asked, bill.header), *_without_room(book, asked, len(_shown(bill)))]
    if problems:
        raise BpoError(problems)
    values = _values(bill)
    for name, what in asked.cells.items():
        _put(_cell(book, name), values.get(what))
    if asked.lines is not None:
        _fill_lines(book, asked.lines, bill)
    return _written(book, bill.drawn_on)


def template_problems(contract: Header) -> list[Problem]:
    """What is wrong with the contract's template, before any month is billed."""
    asked = contract.billing.workbook
    if asked is None:
        return []
    try:
        return list(_problems(_read(asked), asked, contract))
    except BpoError as error:
        return list(error.problems)


def _read(asked: ClientWorkbook) -> Any:
    """The template, opened; its place is told from the contract's folder."""
    from openpyxl import load_workbook

    place = Path(asked.where.path).parent / asked.template if asked.where else Path(asked.template)
    try:
        content = place.read_bytes()
    except OSError:
        raise fail(w.NOT_THERE, asked.where, file=str(place)) from None
    if len(content) > BYTES_MAX:
        raise fail(w.TOO_LARGE, asked.where, file=str(place), most=BYTES_MAX)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            lost = sorted(one for one in archive.namelist() if one.startswith(LOST))
        book = load_workbook(io.BytesIO(content))
    except Exception as error:  # a damaged file fails in the reader in as many ways as it has parts
        raise fail(w.UNREADABLE, asked.where, file=str(place), reason=str(error) or type(error).__name__) from None
    if lost:
        raise fail(w.LOST, asked.where, file=str(place), parts=lost[:3])
    return book


def _problems(book: Any, asked: ClientWorkbook, header: Header) -> Iterator[Problem]:
    """Cells that are not there to be filled, and names that the contract does not have."""
    lines = {clause.id for clause in header.clauses} if isinstance(header, Contract) else None
    kpis = {kpi.id for kpi in header.kpis} if isinstance(header, Contract) else None
    names = [(name, CELL.fullmatch(name)) for name in asked.cells]
    for name, found in names:
        assert found is not None, "the model refuses what is no cell"
        if found["sheet"] and found["sheet"] not in book.sheetnames:
            yield Problem(w.NO_SHEET, asked.where, {"given": found["sheet"], "known": list(book.sheetnames)})
        else:
            yield from _taken(name, _cell(book, name), asked)
    for what in asked.cells.values():
        owner, _, figure = what.rpartition(".")
        known = kpis if figure in ("value", "target", "met") else lines
        if owner and known is not None and owner not in known:
            yield Problem(w.NO_OWNER, asked.where, {"given": owner, "figure": figure, "known": sorted(known)})
    if asked.lines is not None:
        if asked.lines.sheet and asked.lines.sheet not in book.sheetnames:
            yield Problem(w.NO_SHEET, asked.lines.where, {"given": asked.lines.sheet, "known": list(book.sheetnames)})
        elif asked.lines.first_row < 1:
            yield Problem(w.NO_ROW, asked.lines.where, {"given": asked.lines.first_row})


def _taken(name: str, cell: Any, asked: ClientWorkbook) -> Iterator[Problem]:
    if _is_covered(cell):
        yield Problem(w.MERGED, asked.where, {"cell": name})
    elif cell.data_type == "f":
        yield Problem(w.FORMULA, asked.where, {"cell": name, "formula": str(cell.value)})


def _without_room(book: Any, asked: ClientWorkbook, lines: int) -> Iterator[Problem]:
    """The first row of the template below the first one of the lines that holds something a line would write over."""
    if asked.lines is None or (asked.lines.sheet and asked.lines.sheet not in book.sheetnames):
        return
    sheet, first = _sheet(book, asked.lines.sheet), asked.lines.first_row
    for row in range(first, first + lines):
        for letters in asked.lines.columns:
            cell = sheet.cell(row, column_number(letters))
            if _is_covered(cell) or (cell.value is not None and row > first) or cell.data_type == "f":
                values = {"lines": lines, "cell": f"{letters.upper()}{row}", "first": first}
                yield Problem(w.NO_ROOM, asked.lines.where, values)
                return


def _fill_lines(book: Any, asked: LinesOfWorkbook, bill: Bill) -> None:
    sheet = _sheet(book, asked.sheet)
    for row, cells in enumerate(_shown(bill), start=asked.first_row):
        for letters, what in asked.columns.items():
            cell, pattern = (sheet.cell(at, column_number(letters)) for at in (row, asked.first_row))
            if row > asked.first_row:
                cell._style = copy(pattern._style)
            _put(cell, cells[what])


def _shown(bill: Bill) -> list[dict[str, Any]]:
    """The lines of the face, each by the names of the columns that it may fill."""
    speech, charges = speech_of(bill), bill.statement.charges
    rates = {tax.code: tax.rate for tax in bill.statement.taxes if tax.of == "net"}
    everything = "zero_lines" in bill.header.billing.shows or not any(charge.amount for charge in charges)
    found = []
    for row, charge in zip(lines_of(bill.statement, speech).rows, charges, strict=False):
        if everything or charge.amount:
            cells = {name: cell.value for name in row.cells if (cell := row.cell(name)) is not None}
            cells |= {"tax_share": rates.get(charge.tax_code)}
            told = {
                name: cells.get(OF_LINES.get(name, name))
                for name in ("number", "clause", "label", "quantity", "unit", "amount", "net", *OF_LINES)
            }
            found.append({name: _said(value, bill) for name, value in told.items()})
    return found


def _values(bill: Bill) -> dict[str, Any]:
    """What a cell may hold, by its name."""
    statement, header, speech = bill.statement, bill.header, speech_of(bill)
    meta = {name: str(said) for name, said in meta_of(bill, speech).items()}
    spelled = [text for lang in speech.langs if (text := in_words(statement.total, statement.currency, lang))]
    values: dict[str, Any] = {
        "number": bill.shown, "revision": bill.revision, "contract_no": header.reference,
        "title": _said(statement.title, bill), "document": _said(statement.document, bill),
        "period": meta["period"], "period_from": statement.period.start, "period_to": statement.period.end,
        "date": bill.drawn_on, "due": bill.dates.due_on or meta["due"], "currency": statement.currency,
        "supplier": _said(header.supplier.name, bill), "client": _said(header.client.name, bill),
        "po": meta["po"], "cost_centre": meta["cost_centre"], "net": statement.net, "tax": statement.tax,
        "total": statement.total, "payable": statement.payable, "in_words": "\n".join(spelled),
    }  # fmt: skip
    return values | _figures(statement, bill)


def _figures(statement: Statement, bill: Bill) -> dict[str, Any]:
    found: dict[str, Any] = {f"{one.clause}.amount": one.amount for one in statement.deductions}
    for row, charge in zip(lines_of(statement, speech_of(bill)).rows, statement.charges, strict=False):
        for what in ("amount", "quantity", "price"):
            cell = row.cell(OF_LINES.get(what, what))
            found[f"{charge.clause}.{what}"] = None if cell is None else cell.value
    for name, verdict in statement.verdicts.items():
        found |= {f"{name}.value": verdict.judged, f"{name}.target": verdict.target}
        found[f"{name}.met"] = None if verdict.met is None else _said(w.MET if verdict.met else w.NOT_MET, bill)
    return found


def _said(value: Value, bill: Bill) -> Any:
    speech = speech_of(bill)
    if isinstance(value, Words):
        return str(speech.words(value))
    return str(speech.text(value)) if isinstance(value, Text) else value


def _sheet(book: Any, name: str) -> Any:
    return book[name] if name else book.worksheets[0]


def _cell(book: Any, name: str) -> Any:
    found = CELL.fullmatch(name)
    assert found is not None, "the model refuses what is no cell"
    return _sheet(book, found["sheet"] or "").cell(int(found["row"]), column_number(found["column"]))


def _is_covered(cell: Any) -> bool:
    """Whether another cell is merged over it."""
    from openpyxl.cell.cell import MergedCell

    return isinstance(cell, MergedCell)


def _put(cell: Any, value: Any) -> None:
    """A value in the format that the template's cell has; text is only ever text, whatever it looks like."""
    if isinstance(value, Decimal | Fraction):
        value = float(value)
    cell.value = value if value != "" else None
    if isinstance(value, str) and value:
        cell.data_type = "s"


def _written(book: Any, day: date) -> bytes:
    """The workbook's bytes with the day of the statement in place of the clock's; it is calculated when it is opened."""
    book.calculation.fullCalcOnLoad = True
    drawn, target = io.BytesIO(), io.BytesIO()
    book.save(drawn)
    with zipfile.ZipFile(drawn) as made, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as kept:
        for name in made.namelist():
            content = made.read(name)
            if name == "docProps/core.xml":
                content = WRITTEN_AT.sub(rb"\g<1>" + f"{day.isoformat()}T00:00:00Z".encode() + rb"\g<2>", content)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(entry, content)
    return target.getvalue()
