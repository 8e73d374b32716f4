"""The cells of a sheet as a table: where its header stands, what its columns are called, which empty cells have a value.

Rows and columns are counted from 0. A merged cell has its value in each of the cells that it covers, as readers see it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from bpo.facts.reading.batch import LINE, RAW
from bpo.facts.reading.sheet_xml import Range
from bpo.facts.sources.excel import Excel

MIDNIGHT = " 00:00:00"
Cells = Sequence[str | None]


@dataclass(frozen=True)
class Grid:
    """All cells of a sheet as text, the column of the sheet that each column of ``cells`` is, and the merged ranges."""

    cells: pl.DataFrame
    columns: tuple[int, ...]
    merged: tuple[Range, ...]

    def header_row(self, kind: Excel) -> int | None:
        """The first row of the header: one that has the cells it is known by, else the first that is not empty."""
        wanted = {plain(name) for name in kind.header_has}
        for row in range(kind.skip, self.cells.height):
            found = {plain(cell) for cell in self.cells.row(row) if plain(cell)}
            if found and wanted <= found:
                return row
        return None

    def title(self, header: int) -> str:
        """What stands above the header, each text once."""
        cells = (plain(cell) for row in range(header) for cell in self.cells.row(row))
        return " ".join(dict.fromkeys(cell for cell in cells if cell))

    def names(self, header: int, rows: int) -> list[str]:
        """The columns by their headings; a heading over several columns stands before those below it."""
        heads = [self._row_filled(row) for row in range(header, min(header + rows, self.cells.height))]
        joined = [" ".join(dict.fromkeys(part for part in parts if part)) for parts in zip(*heads, strict=True)]
        return _each_once(name or f"__UNNAMED__{place}" for place, name in enumerate(joined))

    def _row_filled(self, row: int) -> list[str]:
        cells = [plain(cell) for cell in self.cells.row(row)]
        for top, left, bottom, right in self.merged:
            if top <= row <= bottom and left in self.columns:
                value = plain(self.cells.row(top)[self.columns.index(left)])
                cells = [value if left <= at <= right else cell for at, cell in zip(self.columns, cells, strict=True)]
        return cells

    def below(self, first: int, names: Sequence[str], fill_down: Iterable[str], kept: Iterable[int]) -> pl.DataFrame:
        """The rows from ``first`` on with their :data:`LINE` and :data:`RAW`; one of empty cells is none, unless it is ``kept``.

        An empty cell of a row that is one takes the value of the merged cell that covers it, or of the row above if its column
        is among ``fill_down``.
        """
        frame = self.cells.rename(dict(zip(self.cells.columns, names, strict=True)))
        raw = pl.concat_str([pl.col(name).fill_null("") for name in names], separator="\t")
        frame = frame.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(LINE), raw.alias(RAW))
        frame = _without_outer_space(frame[first:], names)
        there = ~pl.all_horizontal(pl.col(name).is_null() for name in names) | pl.col(LINE).is_in(list(kept))
        rows = self._merged_filled(frame.filter(there), first, names)
        return rows.with_columns(pl.col(list(fill_down)).forward_fill())

    def _merged_filled(self, rows: pl.DataFrame, first: int, names: Sequence[str]) -> pl.DataFrame:
        """Ranges by the columns that they cover: a look-up of lines, not a pass for each range."""
        values: dict[str, dict[int, str]] = {}
        for top, left, bottom, right in self.merged:
            if top < first or left not in self.columns or top >= self.cells.height:
                continue
            value = self.cells.row(top)[self.columns.index(left)]
            for at, name in zip(self.columns, names, strict=True):
                if left <= at <= right and value is not None:
                    lines = range(top + 1, min(bottom, self.cells.height - 1) + 2)
                    values.setdefault(name, {}).update(dict.fromkeys(lines, value))
        filled = [
            pl.coalesce(name, pl.col(LINE).replace_strict(list(of), list(of.values()), default=None)).alias(name)
            for name, of in values.items()
        ]
        return rows.with_columns(filled)


def plain(cell: str | None) -> str:
    """The text of a heading: without outer space and line ends, a day without its midnight."""
    return " ".join((cell or "").split()).removesuffix(MIDNIGHT)


def _without_outer_space(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """A cell of nothing but spaces is empty."""
    return frame.with_columns(pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name)) for name in names)


def _each_once(names: Iterable[str]) -> list[str]:
    """A name that is there already gets a number: ``wait``, ``wait_1``."""
    found: list[str] = []
    for name in names:
        number, one = 0, name
        while one in found:
            number += 1
            one = f"{name}_{number}"
        found.append(one)
    return found
