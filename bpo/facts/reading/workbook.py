"""A sheet of a workbook: its cells as text, and the cells that hold no value where one is meant.

The library that reads workbooks gives an empty field for an error (``#DIV/0!``) and for a formula whose result was never
stored, so both are looked for in the sheet's own XML. Other kinds (``.xls``, ``.xlsb``, ``.ods``) are not looked into.
"""

import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO, Any
from xml.etree import ElementTree
from xml.parsers import expat

import polars as pl

from bpo.core.errors import Where, choices, fail
from bpo.core.words import Words
from bpo.facts.reading.batch import FAULTS, LINE, NO_ROWS
from bpo.facts.sources.source import Excel

NO_SHEET = Words("export-no-sheet", en="there is no sheet '{given}'", zh="没有工作表 '{given}'")
BYTES_A_CHUNK = 1 << 20
DAY_ZERO, DAY_ZERO_1904 = date(1899, 12, 31), date(1904, 1, 1)
"""The day that a time of day without a date is of, in workbooks that count from 1900 and from 1904."""
_SUSPICIOUS = re.compile(rb"""t=["']e["']|<(?:\w+:)?f[ />]""")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Sheet:
    """``frame``: all cells as text, and their row in :data:`LINE`; ``faults``: cells without a value, by the columns' names.

    ``faults`` has the columns line, rule, given, raw and column.
    """

    frame: pl.DataFrame
    faults: pl.DataFrame
    day_zero: date

    def faults_in(self, columns: set[str]) -> pl.DataFrame:
        """One row a row of the sheet that has such a cell in one of these columns; errors are told before formulas."""
        mine = self.faults.filter(pl.col("column").is_in(list(columns)))
        told = mine.group_by("line", "rule").agg(pl.col("given").str.join(", "), pl.col("raw").first())
        return told.sort("line", "rule").unique("line", keep="first", maintain_order=True).select(*FAULTS)


def read_sheet(path: Path, kind: Excel) -> Sheet:
    """Read a sheet: numbers without exponent, days and moments as ISO writes them, times of day as ``09:05:00``.

    Raises:
        BpoError: if the workbook has no such sheet, or nothing in it.
        fastexcel.FastExcelError: if the file is no workbook.
    """
    import fastexcel

    reader = fastexcel.read_excel(path)
    if kind.sheet is not None and kind.sheet not in reader.sheet_names:
        raise fail(NO_SHEET, Where(str(path)), **choices(kind.sheet, reader.sheet_names))
    name = kind.sheet or reader.sheet_names[0]
    sheet = reader.load_sheet(name, header_row=kind.skip, dtypes="string")
    frame = sheet.to_polars()
    assert isinstance(frame, pl.DataFrame)
    if not frame.width:
        raise fail(NO_ROWS, Where(str(path)))
    cells, day_zero = _Cells(), DAY_ZERO
    # Any other kind of workbook is no such archive; what the reader could read is read.
    with (
        suppress(zipfile.BadZipFile, KeyError, ElementTree.ParseError, expat.ExpatError),
        zipfile.ZipFile(path) as book,
    ):
        parts = ElementTree.fromstring(book.read("xl/workbook.xml"))
        day_zero = DAY_ZERO_1904 if _counts_from_1904(parts) else DAY_ZERO
        cells.look(book, _part_of(book, parts, name))
    first = (kind.skip or cells.first_row - 1) + 2
    numbered = frame.with_row_index(LINE, offset=first).with_columns(pl.col(LINE).cast(pl.Int64), _clock(day_zero))
    names = {column.absolute_index: column.name for column in sheet.available_columns()}
    return Sheet(numbered, cells.faults(name, names, first), day_zero)


def _clock(day_zero: date) -> pl.Expr:
    """A time of day is read as a moment of the day that the workbook counts from: only its clock was written."""
    return pl.col(pl.String).str.replace(rf"^{day_zero} ([0-9:.]+)$", "$1")


def _counts_from_1904(workbook: ElementTree.Element) -> bool:
    properties = workbook.find("{*}workbookPr")
    return properties is not None and properties.get("date1904") in ("1", "true", "on")


def _part_of(book: zipfile.ZipFile, workbook: ElementTree.Element, sheet: str) -> str:
    """The file of the archive that holds a sheet."""
    ids = {one.get("name"): one.get(_RELATION) for one in workbook.iterfind("{*}sheets/{*}sheet")}
    relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): str(one.get("Target")) for one in relations}
    return str(PurePosixPath("/xl", targets[ids[sheet]])).removeprefix("/")


class _Cells:
    """Looks through the XML of a sheet: for the first row that has a cell, and for cells without a value."""

    def __init__(self) -> None:
        self.first_row = 1
        self._found: list[tuple[int, int, str, str]] = []
        self._row, self._cell, self._type, self._in_value = 0, "", "", False
        self._text, self._formula, self._any = "", False, False

    def look(self, book: zipfile.ZipFile, part: str) -> None:
        """Read only up to the first cell, if no cell of the sheet can be without a value."""
        with book.open(part) as file:
            thorough = _is_suspicious(file)
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._letters
        with book.open(part) as file:
            while (thorough or not self._any) and (chunk := file.read(BYTES_A_CHUNK)):
                parser.Parse(chunk)

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        tag = tag.rpartition(" ")[2]
        if tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
        elif tag == "c":
            self._cell, self._type = attributes.get("r", ""), attributes.get("t", "n")
            self._text, self._formula = "", False
        self._formula |= tag == "f"
        self._in_value = tag in ("v", "t")

    def _letters(self, text: str) -> None:
        if self._in_value:
            self._text += text

    def _end(self, tag: str) -> None:
        self._in_value = False
        if tag.rpartition(" ")[2] != "c":
            return
        if not self._any and self._text:
            self._any, self.first_row = True, self._row
        if self._type == "e":
            self._found.append((self._row, _column_of(self._cell), "row.cell_error", self._text))
        elif self._formula and not self._text and self._type != "str":  # a formula may rightly yield an empty text
            self._found.append((self._row, _column_of(self._cell), "row.cell_formula", ""))

    def faults(self, sheet: str, names: Mapping[int, str], first: int) -> pl.DataFrame:
        """The cells below the header as faults of their rows."""
        schema: dict[str, Any] = {**FAULTS, "column": pl.String()}
        rows = [
            (row, rule, _told(sheet, names[column], row, column, text), text, names[column])
            for row, column, rule, text in self._found
            if row >= first and column in names
        ]
        return pl.DataFrame(rows, schema=schema, orient="row")


def _told(sheet: str, name: str, row: int, column: int, error: str) -> str:
    """``calls!C5 (wait) #DIV/0!``, as spreadsheets write it."""
    return f"{sheet}!{_letters_of(column)}{row} ({name}) {error}".rstrip()


def _is_suspicious(file: IO[bytes]) -> bool:
    rest = b""
    while chunk := file.read(BYTES_A_CHUNK):
        if _SUSPICIOUS.search(rest + chunk):
            return True
        rest = chunk[-16:]
    return False


def _column_of(cell: str) -> int:
    """``C5`` is in column 2: letters count from A, after Z comes AA."""
    number = 0
    for letter in cell.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _letters_of(column: int) -> str:
    above, last = divmod(column, 26)
    return (_letters_of(above - 1) if above else "") + chr(ord("A") + last)
