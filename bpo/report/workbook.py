"""A report as a workbook: a sheet for each table, its relations as live formulas."""

import io
from typing import Any

from bpo.core.money import minor_unit_places
from bpo.report.book import Book, Formula, letter, written
from bpo.report.model import BOOK, Column, Format, Label, Report, Row, Section, Table, Value
from bpo.report.relation import Figures, Missing, Place, Span
from bpo.report.shown import form_of, label_said
from bpo.report.speech import Speech


def report_workbook(report: Report) -> bytes:
    """The workbook's bytes; the same report gives the same ones."""
    head, target = report.masthead, io.BytesIO()
    speech = Speech(report.language, report.currency)
    with written(
        target,
        f"{label_said(head.document, speech)} {head.number}",
        str(label_said(head.supplier.name, speech)),
        head.day,
    ) as file:
        footer = f"{label_said(head.internal or head.document, speech)} {head.number}"
        book = Book(file, minor_unit_places(report.currency), footer)
        _Sheets(report, book, speech).write()
    return target.getvalue()


class _Sheets:
    """Where each cell of the tables stands, so that formulas can name it before its sheet is written."""

    def __init__(self, report: Report, book: Book, speech: Speech) -> None:
        self.book, self.speech, self.figures = book, speech, Figures(report)
        listed = [(one, part) for one, part in report.parts(BOOK) if isinstance(part, Table)]
        self.tables = {table.key: table for _, table in listed}
        self.names = {table.key: self._name(one, table) for one, table in listed}
        assert len(set(self.names.values())) == len(listed), f"two sheets of one name: {sorted(self.names.values())}"
        self.columns = {key: _columns(table) for key, table in self.tables.items()}
        self.letters = {
            key: {column.key: letter(n) for n, column in enumerate(columns)} for key, columns in self.columns.items()
        }
        self.rows = {key: self._numbered(table) for key, table in self.tables.items()}
        self.lines: dict[Span, tuple[int, int]] = {}

    def _name(self, section: Section, table: Table) -> str:
        return str(label_said(table.sheet or table.title or section.title, self.speech))[:31]

    def _numbered(self, table: Table) -> dict[int, int]:
        """The line of the sheet on which each of the table's rows stands, counted from 1 as spreadsheets do."""
        shown = [n for n, row in enumerate(self.figures.rows(table)) if BOOK & row.media]
        return {n: line for line, n in enumerate(shown, start=2)}

    def write(self) -> None:
        for table in self.tables.values():
            sheet = self.book.sheet(self.names[table.key])
            sheet.fit_to_pages(1, 0)
            if not is_face(table):
                sheet.set_landscape()
                sheet.freeze_panes(1, 0)
                sheet.repeat_rows(0)
            for at, column in enumerate(self.columns[table.key]):
                sheet.set_column(at, at, column.width)
                if title := column.book or column.title:
                    look = self.book.title if is_face(table) else self.book.heading
                    sheet.write_string(0, at, self._say(title), look)
            for n, row in enumerate(self.figures.rows(table)):
                if BOOK & row.media:
                    self._row(sheet, table, n, row)
            if table.filtered and table.rows:
                sheet.autofilter(0, 0, len(table.rows), len(self.columns[table.key]) - 1)

    def _row(self, sheet: Any, table: Table, n: int, row: Row) -> None:
        """A row; a sum has a line above it from end to end."""
        line = self.rows[table.key][n] - 1
        for at, column in enumerate(self.columns[table.key]):
            place = Place(table.key, n, column.key)
            cell = self.figures.cell(place)
            value: Any = self.figures.shown(place)
            if cell.relation:
                value = self._formula(place, value)
            if isinstance(value, Label):
                value = self._say(value)
            looks = self.book.sums if row.kind == "sum" else self.book.cells
            if is_face(table) and not at and row.kind != "sum":
                looks = {**looks, "text": self.book.label}
            if value is None or value == "":
                if row.kind == "sum":
                    sheet.write_blank(line, at, None, looks["text"])
            else:
                self.book.write(sheet, line, at, value, _style(form_of(cell, row, column)), looks)

    def _formula(self, place: Place, value: Value) -> Formula | None:
        try:
            text = self.figures.formula(place, self._address)
        except Missing:
            return None
        assert value is None or not isinstance(value, Label), (place, value)
        return Formula(text, "" if value is None else value)  # type: ignore[arg-type]

    def _address(self, at: Place, of: Place | Span) -> str:
        """How a formula in one cell names another, or a column: with its sheet if that is another one."""
        letters = self.letters[of.table]
        assert of.column in letters, f"a formula of {at} refers to {of}, which is not in the workbook"
        sheet = "" if at.table == of.table else "'" + self.names[of.table].replace("'", "''") + "'!"
        mark, name = "$" if sheet else "", letters[of.column]
        if isinstance(of, Place):
            return f"{sheet}{mark}{name}{mark}{self.rows[of.table][of.row]}"
        if of not in self.lines:
            lines = [self.rows[of.table][one.row] for one in self.figures.places(of)] or [2]
            assert lines == list(range(lines[0], lines[-1] + 1)), f"what {at} adds up does not stand together"
            self.lines[of] = lines[0], lines[-1]
        first, last = self.lines[of]
        return f"{sheet}{mark}{name}{mark}{first}:{mark}{name}{mark}{last}"

    def _say(self, label: Label) -> str:
        return str(label_said(label, self.speech))


def _style(form: Format) -> str:
    """Money of a currency that is not the report's has the places of its own."""
    return f"{form.kind}{minor_unit_places(form.currency)}" if form.currency else form.kind


def is_face(table: Table) -> bool:
    """Whether a sheet is a cover: its first column's title is that of the document, and names stand before values."""
    return table.look == "face"


def _columns(table: Table) -> list[Column]:
    return [column for column in table.columns if BOOK & column.media]
