"""Unusable rows of one file on their way into the quarantine: in files of a folder, so that the memory need not hold them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from bpo.facts.types import QUARANTINE_SCHEMA

ROWS_A_FILE = 50_000
ORDER = ["line", "rules", "reason_en"]
"""A line may have become several rows."""
FIRST_ROWS = 20


@dataclass
class Unusable:
    """``rows`` is how many there are, ``first`` the first of them in the order of the file."""

    folder: Path
    rows: int = 0
    files: list[Path] = field(default_factory=list)
    first: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=QUARANTINE_SCHEMA))
    _waiting: list[pl.DataFrame] = field(default_factory=list)

    def add(self, rows: pl.DataFrame) -> None:
        rows = rows.select(pl.col(name).cast(dtype) for name, dtype in QUARANTINE_SCHEMA.items())
        self.rows += rows.height
        self.first = pl.concat([self.first, rows]).sort("line", maintain_order=True).head(FIRST_ROWS)
        self._waiting.append(rows)
        if sum(one.height for one in self._waiting) >= ROWS_A_FILE:
            self.end()

    def end(self) -> None:
        """Write what waits."""
        if any(one.height for one in self._waiting):
            file = self.folder / f"unusable-{len(self.files)}.parquet"
            pl.concat(self._waiting).sort(ORDER).write_parquet(file)
            self.files.append(file)
        self._waiting.clear()

    def scan(self) -> pl.LazyFrame:
        return pl.scan_parquet(self.files) if self.files else pl.LazyFrame(schema=QUARANTINE_SCHEMA)

    def are(self, others: pl.LazyFrame) -> bool:
        """Whether others are the same rows, in any order; compared some lines at a time."""
        if others.select(pl.len()).collect().item() != self.rows:
            return False
        return all(
            self.scan().filter(lines).collect().sort(ORDER).equals(others.filter(lines).collect().sort(ORDER))
            for lines in self._stretches()
        )

    def _stretches(self) -> Iterator[pl.Expr]:
        """The lines of the file in stretches, at the end of each of which a file of these rows ends."""
        line, low = pl.col("line"), pl.lit(True)
        for file in self.files:
            end = pl.scan_parquet(file).select(line.max()).collect().item()
            yield low & (line <= end)
            low = low & (line > end)
        yield low
