"""What the XML of a workbook tells that the library which reads it does not: cells without a value, merged and hidden ones.

The library gives an empty field for an error (``#DIV/0!``) and for a formula whose result was never stored, a value only in the
first of merged cells, and no word of what is hidden. Other kinds (``.xls``, ``.xlsb``, ``.ods``) are not looked into.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath
from typing import IO, Any
from xml.etree import ElementTree
from xml.parsers import expat

import polars as pl

from bpo.facts.reading.batch import FAULTS

BYTES_A_CHUNK = 1 << 20
DAY_ZERO, DAY_ZERO_1904 = date(1899, 12, 31), date(1904, 1, 1)
"""The day that a time of day without a date is of, in workbooks that count from 1900 and from 1904."""
NOT_TOLD = (zipfile.BadZipFile, KeyError, ElementTree.ParseError, expat.ExpatError)
"""What reading the XML raises for any other kind of workbook, which is no such archive."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TELLING = re.compile(
    rb"""<(?:\w+:)?(?:(?P<error>c\s[^>]*\bt=["']e["'])|(?P<formula>f[\s/>])|(?P<merged>mergeCell\s[^>]*)"""
    rb"""|(?P<row>row\s[^>]*\bhidden=["'](?:1|true)["'][^>]*)|(?P<col>col\s[^>]*\bhidden=["'](?:1|true)["'][^>]*))"""
)

Range = tuple[int, int, int, int]
"""First row, first column, last row and last column, all counted from 0."""


@dataclass(frozen=True)
class Workbook:
    """The sheets of a workbook by the files that hold them, those that are hidden, and the day it counts from."""

    parts: Mapping[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
    day_zero: date = DAY_ZERO


def read_workbook(book: zipfile.ZipFile) -> Workbook:
    """What stands in the workbook's table of contents."""
    root = ElementTree.fromstring(book.read("xl/workbook.xml"))
    properties = root.find("{*}workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true", "on")
    sheets = list(root.iterfind("{*}sheets/{*}sheet"))
    relations = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id"): str(one.get("Target")) for one in relations}
    parts = {
        str(one.get("name")): str(PurePosixPath("/xl", targets[one.get(_RELATION)])).removeprefix("/")
        for one in sheets
        if one.get(_RELATION) in targets
    }
    hidden = tuple(str(one.get("name")) for one in sheets if one.get("state") in ("hidden", "veryHidden"))
    return Workbook(parts, hidden, DAY_ZERO_1904 if from_1904 else DAY_ZERO)


@dataclass
class Telling:
    """What the XML of one sheet tells of its cells."""

    merged: list[Range] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    """Counted from 0."""
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    """First and last, counted from 0."""
    without_value: list[tuple[int, int, str, str]] = field(default_factory=list)
    """Row and column counted from 0, the rule that it breaks, and the error."""
    fractions: set[tuple[int, int]] = field(default_factory=set)
    """Row and column, counted from 0, of numbers that are no text and have decimals."""

    def faults(self, sheet: str, names: Mapping[int, str], first: int) -> pl.DataFrame:
        """The cells from row ``first`` on as faults of their rows, with the column each is in."""
        schema: dict[str, Any] = {**FAULTS, "column": pl.String()}
        rows = [
            (row + 1, rule, _told(sheet, names[column], row, column, text), text, names[column])
            for row, column, rule, text in self.without_value
            if row >= first and column in names
        ]
        return pl.DataFrame(rows, schema=schema, orient="row")


def read_telling(book: zipfile.ZipFile, part: str, with_fractions: bool) -> Telling:
    """Look through the XML of a sheet; its cells one by one only if one of them can be without a value, or for fractions."""
    telling, suspicious = Telling(), with_fractions
    with book.open(part) as file:
        for found in _tags(file):
            suspicious |= found["error"] is not None or found["formula"] is not None
            if found["merged"] is not None:
                telling.merged.append(_range_of(_attribute(found["merged"], b"ref")))
            elif found["row"] is not None:
                telling.hidden_rows.append(int(_attribute(found["row"], b"r") or 0) - 1)
            elif found["col"] is not None:
                least, most = (int(_attribute(found["col"], name) or 0) for name in (b"min", b"max"))
                telling.hidden_columns.append((least - 1, most - 1))
    if suspicious:
        _Cells(telling).look(book, part)
    if not with_fractions:
        telling.fractions.clear()
    return telling


def _tags(file: IO[bytes]) -> Iterator[re.Match[bytes]]:
    """Every telling tag; one that is cut by the end of a chunk is looked at with the next."""
    rest = b""
    while chunk := file.read(BYTES_A_CHUNK):
        text = rest + chunk
        whole = max(text.rfind(b"<"), 0)
        yield from _TELLING.finditer(text[:whole])
        rest = text[whole:]
    yield from _TELLING.finditer(rest)


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb"""=["']([^"']*)["']""", tag)
    return found[1].decode() if found else ""


def _range_of(ref: str) -> Range:
    """``A2:B11`` is rows 1 to 10 of columns 0 and 1."""
    first, _, last = ref.partition(":")
    top, bottom = (int(one.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1 for one in (first, last or first))
    return top, column_of(first), bottom, column_of(last or first)


class _Cells:
    """Walks the cells of a sheet."""

    def __init__(self, telling: Telling) -> None:
        self.telling = telling
        self._row, self._cell, self._type, self._in_value = -1, "", "", False
        self._text, self._formula = "", False

    def look(self, book: zipfile.ZipFile, part: str) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._letters
        with book.open(part) as file:
            while chunk := file.read(BYTES_A_CHUNK):
                parser.Parse(chunk)

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        tag = tag.rpartition(" ")[2]
        if tag == "row":
            self._row = int(attributes.get("r", self._row + 2)) - 1
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
        place = self._row, column_of(self._cell)
        if self._type == "e":
            self.telling.without_value.append((*place, "row.cell_error", self._text))
        elif self._formula and not self._text and self._type != "str":  # a formula may rightly yield an empty text
            self.telling.without_value.append((*place, "row.cell_formula", ""))
        elif self._type == "n" and not self._text.isdecimal():
            self.telling.fractions.add(place)


def _told(sheet: str, name: str, row: int, column: int, error: str) -> str:
    """``calls!C5 (wait) #DIV/0!``, as spreadsheets write it."""
    return f"{sheet}!{letters_of(column)}{row + 1} ({name}) {error}".rstrip()


def column_of(cell: str) -> int:
    """``C5`` is in column 2: letters count from A, after Z comes AA."""
    number = 0
    for letter in cell.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def letters_of(column: int) -> str:
    """The letters of a column, counted from 0."""
    above, last = divmod(column, 26)
    return (letters_of(above - 1) if above else "") + chr(ord("A") + last)
