"""Some of the rows of an export as they were cut, each with its line in the file, and those that could not be cut."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from bpo.core.words import Words

LINE, RAW, NUMBER = "\x1fline", "\x1fraw", "\x1fnumber"
"""Names that no export's column has. ``NUMBER`` tells rows apart that were made of one line, in the order of the file."""
NO_ROWS = Words("export-empty", en="the file is empty", zh="文件为空")


@dataclass(frozen=True)
class Batch:
    """Rows that were cut into fields (the export's columns, :data:`LINE`, :data:`RAW`), and those that were not.

    ``faults`` has the columns line, rule, given and raw; ``height`` counts both. A reader that can look the text of a row up by its
    line gives ``raw_of`` and leaves :data:`RAW` out of ``rows``: of a hundred rows one is asked for its text.
    """

    rows: pl.DataFrame
    faults: pl.DataFrame
    raw_of: Callable[[list[int]], list[str]] | None = None

    @property
    def height(self) -> int:
        return self.rows.height + self.faults.height

    def with_raw(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Some of the rows, with :data:`RAW`."""
        if RAW in rows.columns:
            return rows
        assert self.raw_of is not None, "a reader gives the text of its rows, or how to look it up"
        return rows.with_columns(pl.Series(RAW, self.raw_of(rows[LINE].to_list()), pl.String))


FAULTS = {"line": pl.Int64(), "rule": pl.String(), "given": pl.String(), "raw": pl.String()}
NO_FAULTS = pl.DataFrame(schema=FAULTS)
