"""Rows of an export that its source leaves out on purpose: totals, test calls, comments, other clients' rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from bpo.core.errors import Where
from bpo.facts.reading.batch import RAW, Batch


@dataclass(frozen=True)
class Skipped:
    """What leaves rows out, and where that is written: a condition that is true of them, or the text they begin with.

    Text can be looked at in a row that cannot be cut into its fields too, such as a line of comment.
    """

    place: Where
    rows: pl.Expr | None = None
    begins: str | None = None

    def held(self) -> pl.Expr:
        """True for a row that could be cut and is left out."""
        return (
            _begins(RAW, self.begins) if self.begins is not None else pl.lit(True) if self.rows is None else self.rows
        )

    def held_by_fault(self) -> pl.Expr:
        """The same for a row that could not be cut: nothing is known of its columns."""
        return _begins("raw", self.begins) if self.begins is not None else pl.lit(False)


def _begins(column: str, text: str) -> pl.Expr:
    return pl.col(column).str.strip_chars_start(' \t\u3000"').str.starts_with(text)


def left_out(batch: Batch, skips: Sequence[Skipped]) -> tuple[Batch, list[int]]:
    """The batch without the rows that are left out, and how many each of ``skips`` takes of what those before it left."""
    by_text = any(skip.begins is not None for skip in skips)
    rows, faults, counts = batch.with_raw(batch.rows) if by_text else batch.rows, batch.faults, []
    for skip in skips:
        kept, whole = rows.filter(~skip.held()), faults.filter(~skip.held_by_fault())
        counts.append(rows.height - kept.height + faults.height - whole.height)
        rows, faults = kept, whole
    return Batch(rows, faults, batch.raw_of), counts
