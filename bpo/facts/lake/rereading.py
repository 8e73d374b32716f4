"""A file that a mended source reads again: a new reading of the same rows, which takes the place of what the file gave before."""

from dataclasses import dataclass
from typing import Protocol

import polars as pl

from bpo.core.tables import Table
from bpo.facts.lake.lake import Lake
from bpo.facts.sources.same_key import REPLACE
from bpo.facts.types import JOINING, schema_of

FILE = "file"


class Delivered(Protocol):
    """What is asked of a lake by those who compare rows with it."""

    def delivered(self, table: Table, version: int | None = None) -> pl.LazyFrame: ...
    def version(self, table: Table) -> int | None: ...


@dataclass(frozen=True, slots=True)
class WithoutReading:
    """The lake without the rows that a source read in a file; ``rows`` is how many these are."""

    lake: Lake
    source: str
    batch: str
    rows: int

    def delivered(self, table: Table, version: int | None = None) -> pl.LazyFrame:
        mine = (pl.col("source") == self.source) & (pl.col("batch") == self.batch)
        return self.lake.delivered(table, version).filter(~mine)

    def version(self, table: Table) -> int | None:
        return self.lake.version(table)


def read_before(lake: Lake, table: Table, source: str, batch: str, staged: pl.LazyFrame) -> WithoutReading | None:
    """The lake without what the source read in this file before, if it reads something else there now; else None.

    Args:
        lake: The lake, locked.
        staged: The usable rows of the file as it is read now.
    """
    if lake.version(table) is None or lake.entered_at(table, source, batch) is None:
        return None
    mine = lake.delivered(table).filter(pl.col("source") == source, pl.col("batch") == batch)
    before = mine.collect(engine="streaming")
    joining = [name for name in JOINING if name in staged.collect_schema().names()]
    unsaid = [name for name in JOINING if name not in joining and name != "newness"]
    as_read = [name for name in (*schema_of(table), *joining) if name not in (FILE, "newness")]
    kept = before.filter(pl.col(name).is_null() for name in unsaid) if unsaid else before
    newness = "newness" in joining and not kept.filter(pl.col("same_key") == REPLACE).height
    on = [*as_read, *(["newness"] if newness else [])]
    same = kept.lazy().join(staged.select(on), on=on, how="semi", nulls_equal=True)
    if int(same.select(pl.len()).collect().item()) == before.height:
        return None
    return WithoutReading(lake, source, batch, before.height)
