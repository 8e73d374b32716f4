"""The sheets of a workbook that a source reads, each as a table of text, and what of the workbook stays unread."""

import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from bpo.core.errors import BpoError, Problem, Where, choices, fail
from bpo.core.words import Words
from bpo.facts.reading.batch import FAULTS, LINE, NO_ROWS, RAW
from bpo.facts.reading.grid import Grid
from bpo.facts.reading.sheet_xml import NOT_TOLD, Telling, Workbook, letters_of, read_telling, read_workbook
from bpo.facts.sources.excel import Excel

NO_SHEET = Words("export-no-sheet", en="there is no sheet '{given}'", zh="没有工作表 '{given}'")
NO_HEADER = Words(
    "export-no-header",
    en="sheet '{sheet}' has no row with the cells {given}, by which the source file knows the header",
    zh="工作表 '{sheet}' 中没有含 {given} 的行，而数据源文件据此识别表头",
)
NO_SHEET_COLUMN = Words(
    "export-sheet-column-missing",
    en="sheet '{sheet}' has no column '{given}', which the source file reads; leave the sheet out by 'sheets', or by 'header_has' if its "
    "header is another",
    zh="工作表 '{sheet}' 没有数据源文件要读取的列 '{given}'；请用 sheets 排除该表，表头不同时也可用 header_has",
)
UNREAD_SHEETS = Words(
    "export-sheets-unread",
    en="sheets of the workbook that were not read: {sheets}",
    zh="工作簿中未读取的工作表：{sheets}",
)
UNREAD_HIDDEN = Words(
    "export-sheets-hidden",
    en="hidden sheets of the workbook that were not read: {sheets}",
    zh="工作簿中未读取的隐藏工作表：{sheets}",
)
UNREAD_OTHER = Words(
    "export-sheets-without-header",
    en="sheets that were not read, for they are empty or have no row with the cells by which the header is known: {sheets}",
    zh="因为空或没有可识别的表头而未读取的工作表：{sheets}",
)
READ_HIDDEN_ROWS = Words(
    "export-hidden-rows",
    en="hidden rows of sheet '{sheet}', from row {first} on, were read like the others: {count}",
    zh="工作表 '{sheet}' 有 {count} 个隐藏行（自第 {first} 行起），已照常读取",
)
READ_HIDDEN_COLUMNS = Words(
    "export-hidden-columns",
    en="columns of sheet '{sheet}' are hidden, and were read like the others: {columns}",
    zh="工作表 '{sheet}' 的以下列已隐藏，已照常读取：{columns}",
)
LINES_A_SHEET = 10_000_000
"""Lines of the second of several sheets begin here, those of the third at twice as many: no sheet has more rows."""


@dataclass(frozen=True)
class Sheet:
    """``frame``: all cells as text, with their LINE and RAW; ``faults``: cells without a value, by the columns' names.

    ``faults`` has the columns line, rule, given, raw and column.
    """

    name: str
    frame: pl.DataFrame
    faults: pl.DataFrame
    repeated: frozenset[str] = frozenset()

    def faults_in(self, columns: set[str]) -> pl.DataFrame:
        """One row a row of the sheet that has such a cell in one of these columns; errors are told before formulas."""
        mine = self.faults.filter(pl.col("column").is_in(list(columns)))
        told = mine.group_by("line", "rule").agg(pl.col("given").str.join(", "), pl.col("raw").first())
        return told.sort("line", "rule").unique("line", keep="first", maintain_order=True).select(*FAULTS)


@dataclass(frozen=True)
class Book:
    """The sheets that are read; ``notes`` are what the user is told of the workbook besides."""

    path: Path
    sheets: tuple[Sheet, ...]
    names: tuple[str, ...]
    day_zero: date
    notes: tuple[Problem, ...]

    repeated: frozenset[str] = frozenset()
    """Columns of a sheet that are called as the source calls those of its name and title."""

    @property
    def columns(self) -> list[str]:
        """The columns that any of the sheets has."""
        names = dict.fromkeys(name for sheet in self.sheets for name in sheet.frame.columns)
        return [name for name in names if name not in (LINE, RAW)]

    def require(self, columns: Iterable[str]) -> None:
        """Refuse a sheet without one of the columns that are read: its rows would seem to have nothing there."""
        lacking = [(sheet.name, name) for sheet in self.sheets for name in sorted(columns) if name not in sheet.frame]
        if lacking:
            raise BpoError([_no_column(self.path, *pair) for pair in lacking])

    def place(self, line: int) -> tuple[str, int]:
        """The sheet and the row of a line, for people; of one sheet alone its name need not be said."""
        number, row = divmod(line, LINES_A_SHEET)
        return (f"[{self.names[number]}]" if len(self.sheets) > 1 or number else ""), row


def read_book(path: Path, kind: Excel) -> Book:
    """Read sheets: numbers without exponent, days and moments as ISO writes them, times of day as ``09:05:00``.

    Raises:
        BpoError: if the workbook has no such sheet, or nothing in it.
        fastexcel.FastExcelError: if the file is no workbook.
    """
    import fastexcel

    reader = fastexcel.read_excel(path)
    contents, tellings = Workbook(), dict.fromkeys(reader.sheet_names, Telling())
    chosen = kind.chosen(reader.sheet_names, ())
    with suppress(*NOT_TOLD), zipfile.ZipFile(path) as book:
        contents = read_workbook(book)
        chosen = kind.chosen(reader.sheet_names, contents.hidden)
        for name in chosen:
            tellings[name] = read_telling(book, contents.parts[name], kind.decimal_comma)
    if not chosen:
        given = kind.sheet or ", ".join(kind.sheets)
        raise fail(NO_SHEET, Where(str(path)), **choices(given, reader.sheet_names))
    sheets, notes, empty = [], [], []
    for name in chosen:
        cells = _cells(reader, name, contents.day_zero)
        sheet = _sheet(path, kind, name, cells, tellings[name]) if cells is not None else None
        if sheet is None:
            empty.append(name)
            continue
        number = reader.sheet_names.index(name) if kind.sheets else 0
        sheets.append(_numbered(sheet, number * LINES_A_SHEET))
        assert cells is not None
        notes += _hidden(path, name, tellings[name], cells)
    if not sheets:
        raise _nothing_in(path, kind, empty)
    notes = [*_unread(path, reader.sheet_names, chosen, contents.hidden, empty), *notes]
    repeated = frozenset(name for sheet in sheets for name in sheet.repeated)
    return Book(path, tuple(sheets), tuple(reader.sheet_names), contents.day_zero, tuple(notes), repeated)


def first_rows(path: Path, count: int) -> dict[str, list[tuple[str | None, ...]]]:
    """The first rows of every sheet as text, read as :func:`read_book` does."""
    import fastexcel

    book = fastexcel.read_excel(path)
    return {
        name: book.load_sheet(name, header_row=None, n_rows=count, dtypes="string").to_polars().rows()
        for name in book.sheet_names
    }


def _cells(reader: object, name: str, day_zero: date) -> tuple[pl.DataFrame, tuple[int, ...]] | None:
    """All cells of a sheet from its first row on, and which columns of the sheet they are; None if there are none."""
    loaded = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")  # type: ignore[attr-defined]
    frame = loaded.to_polars()
    if not frame.width or not frame.height:
        return None
    places = tuple(column.absolute_index for column in loaded.available_columns())
    # A time of day is read as a moment of the day that the workbook counts from: only its clock was written.
    return frame.with_columns(pl.col(pl.String).str.replace(rf"^{day_zero} ([0-9:.]+)$", "$1")), places


def _sheet(
    path: Path, kind: Excel, name: str, cells: tuple[pl.DataFrame, tuple[int, ...]], telling: Telling
) -> Sheet | None:
    """A sheet below its header; None if it has none."""
    frame, places = cells
    grid = Grid(_with_commas(frame, places, telling), places, tuple(telling.merged))
    header = grid.header_row(kind)
    if header is None:
        return None
    names = grid.names(header, kind.header_rows)
    unknown = [one for one in kind.fill_down if one not in names]
    if unknown:
        raise BpoError([_no_column(path, name, one) for one in unknown])
    first = header + kind.header_rows
    faults = telling.faults(name, dict(zip(places, names, strict=True)), first)
    rows = grid.below(first, names, kind.fill_down, faults["line"])
    said = {of: text for of, text in ((kind.sheet_as, name), (kind.title_as, grid.title(header))) if of}
    repeated = frozenset(of for of in said if of in names)
    return Sheet(name, rows.with_columns(pl.lit(text).alias(of) for of, text in said.items()), faults, repeated)


def _with_commas(frame: pl.DataFrame, places: Sequence[int], telling: Telling) -> pl.DataFrame:
    """Numbers that are no text, written with the comma that the text of this workbook has: 12.5 becomes 12,5."""
    by_column: dict[int, list[int]] = {}
    for row, column in telling.fractions:
        if column in places and row < frame.height:
            by_column.setdefault(column, []).append(row)
    made = []
    for column, rows in by_column.items():
        cell = pl.col(frame.columns[places.index(column)])
        number = cell.str.contains(r"^-?[0-9]+\.[0-9]+$") & pl.int_range(pl.len()).is_in(rows)
        made.append(pl.when(number).then(cell.str.replace(".", ",", literal=True)).otherwise(cell))
    return frame.with_columns(made)


def _numbered(sheet: Sheet, offset: int) -> Sheet:
    """Lines that no other sheet of the workbook has."""
    faults = sheet.faults.with_columns(pl.col("line") + offset)
    return replace(sheet, frame=sheet.frame.with_columns(pl.col(LINE) + offset), faults=faults)


def _no_column(path: Path, sheet: str, name: str) -> Problem:
    return Problem(NO_SHEET_COLUMN, Where(str(path)), {"sheet": sheet, "given": name})


def _nothing_in(path: Path, kind: Excel, sheets: Sequence[str]) -> BpoError:
    """Of a workbook without one sheet that can be read."""
    if not kind.header_has:
        return fail(NO_ROWS, Where(str(path)))
    given = ", ".join(f"'{name}'" for name in kind.header_has)
    return BpoError([Problem(NO_HEADER, Where(str(path)), {"sheet": name, "given": given}) for name in sheets])


def _unread(
    path: Path, names: Sequence[str], chosen: Sequence[str], hidden: Sequence[str], empty: Sequence[str]
) -> list[Problem]:
    """What of the workbook no row is from."""
    left = [name for name in names if name not in chosen]
    groups = {
        UNREAD_SHEETS: [name for name in left if name not in hidden],
        UNREAD_HIDDEN: [name for name in left if name in hidden],
        UNREAD_OTHER: list(empty),
    }
    return [
        Problem(words, Where(str(path)), {"sheets": [f"'{name}'" for name in listed]})
        for words, listed in groups.items()
        if listed
    ]


def _hidden(path: Path, name: str, telling: Telling, cells: tuple[pl.DataFrame, tuple[int, ...]]) -> list[Problem]:
    """Rows and columns that a spreadsheet program does not show, such as those that a filter leaves out."""
    frame, places = cells
    rows = [row for row in telling.hidden_rows if row < frame.height]
    columns = [at for at in places if any(first <= at <= last for first, last in telling.hidden_columns)]
    notes = []
    if rows:
        values = {"sheet": name, "count": len(rows), "first": str(min(rows) + 1)}
        notes.append(Problem(READ_HIDDEN_ROWS, Where(str(path)), values))
    if columns:
        letters = [letters_of(at) for at in columns]
        notes.append(Problem(READ_HIDDEN_COLUMNS, Where(str(path)), {"sheet": name, "columns": letters}))
    return notes
