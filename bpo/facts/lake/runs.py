"""Rows on their way into a table: gathered to runs, each sorted by account and time and written as one Parquet file.

A run is as large as the memory is meant to hold, so a file of any length needs no more. A run that stays as it is becomes a file of
the table as it is: rows are written once. Beside it stand the hashes of its keys and its numbers, in the same order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from bpo.core.tables import Table
from bpo.facts.reading.batch import NUMBER

ROWS_A_RUN = 500_000
ROWS_A_GROUP = 65_536
"""Of a row group the smallest and largest account and time are kept: those of another month are not read."""
KEY_HASH = "\x1fkey"


def key_hash(table: Table) -> pl.Expr:
    """A number of account and key; two that differ may have the same, rarely."""
    key = ["account", *table.key]
    hashes = [pl.col(name).hash(seed=index) for index, name in enumerate(key)]
    return pl.struct(hash.alias(f"{index}") for index, hash in enumerate(hashes)).hash().alias(KEY_HASH)


@dataclass(frozen=True)
class Run:
    """A file of facts, and one of their hashes and numbers."""

    facts: Path
    keys: Path

    def scan(self) -> pl.LazyFrame:
        """The facts with :data:`KEY_HASH` and :data:`NUMBER`."""
        return pl.concat([pl.scan_parquet(self.facts), pl.scan_parquet(self.keys)], how="horizontal")

    def leave_out(self, numbers: pl.Series) -> bool:
        """Leave rows out. Returns whether any is left."""
        rows = self.scan().filter(~pl.col(NUMBER).is_in(numbers.implode())).collect()
        if rows.height:
            rest = self.facts.with_suffix(".rest")
            _write(rows.drop(KEY_HASH, NUMBER), rest)
            rest.replace(self.facts)
            rows.select(KEY_HASH, NUMBER).write_parquet(rest, compression="lz4")
            rest.replace(self.keys)
        return bool(rows.height)


@dataclass
class Runs:
    """The usable rows of one file. ``known`` counts those that ``unknown`` found to be in the lake; ``first`` and ``last`` are the
    times of all."""

    folder: Path
    table: Table
    schema: Mapping[str, pl.DataType]
    unknown: Callable[[pl.DataFrame], pl.DataFrame] | None = None
    runs: list[Run] = field(default_factory=list)
    rows: int = 0
    known: int = 0
    first: datetime | date | None = None
    last: datetime | date | None = None
    accounts: set[str] = field(default_factory=set)
    _waiting: list[pl.DataFrame] = field(default_factory=list)

    def add(self, rows: pl.DataFrame) -> None:
        self._waiting.append(rows)
        if sum(one.height for one in self._waiting) >= ROWS_A_RUN:
            self.end_run()

    def end_run(self) -> None:
        """Sort and write what waits."""
        if not any(rows.height for rows in self._waiting):
            self._waiting.clear()
            return
        rows = pl.concat(self._waiting)
        self._waiting.clear()
        self.rows += rows.height
        times = rows[self.table.time]
        self.first, self.last = _least(self.first, times.min()), _most(self.last, times.max())
        self.accounts |= set(rows["account"].unique())
        order = [*(["account"] if len(self.accounts) > 1 else []), self.table.time, *self.table.key]
        rows = rows if _is_sorted(rows, order) else rows.sort(order)
        if self.unknown is not None:
            every = rows.height
            rows = self.unknown(rows)
            self.known += every - rows.height
        if rows.height:
            self._write(rows)

    def _write(self, rows: pl.DataFrame) -> None:
        run = Run(self.folder / f"{len(self.runs)}.parquet", self.folder / f"{len(self.runs)}.keys.parquet")
        _write(rows.select(pl.col(name).cast(dtype) for name, dtype in self.schema.items()), run.facts)
        rows.select(key_hash(self.table), NUMBER).write_parquet(run.keys, compression="lz4")
        self.runs.append(run)

    def scan(self) -> pl.LazyFrame:
        """All rows, with :data:`KEY_HASH` and :data:`NUMBER`."""
        if not self.runs:
            return pl.LazyFrame(schema={**self.schema, KEY_HASH: pl.UInt64(), NUMBER: pl.Int64()})
        return pl.concat([run.scan() for run in self.runs])

    def keys(self) -> pl.LazyFrame:
        """:data:`KEY_HASH` and :data:`NUMBER` of all rows; there is one at least."""
        return pl.scan_parquet([run.keys for run in self.runs])

    def leave_out(self, numbers: pl.Series) -> None:
        """Leave rows out; what was counted of them stays counted."""
        gone = numbers.to_frame()
        kept = []
        for run in self.runs:
            mine = pl.read_parquet(run.keys, columns=[NUMBER]).join(gone, on=NUMBER, how="semi")[NUMBER]
            if not mine.len() or run.leave_out(mine):
                kept.append(run)
        self.runs[:] = kept

    def mark(self, name: str, value: int) -> None:
        """Give all rows the same value in one of their columns."""
        for run in self.runs:
            marked = run.facts.with_suffix(".marked")
            _write(pl.read_parquet(run.facts).with_columns(pl.lit(value, self.schema[name]).alias(name)), marked)
            marked.replace(run.facts)

    def rows_alone(self) -> pl.LazyFrame:
        """All rows, with the columns of facts alone."""
        return self.scan().select(*self.schema)

    def count_again(self) -> None:
        """Count only what is left."""
        time = pl.col(self.table.time)
        left = self.scan().select(pl.len(), time.min().alias("first"), time.max().alias("last"))
        self.rows, self.first, self.last = left.collect(engine="streaming").row(0)


def _write(rows: pl.DataFrame, file: Path) -> None:
    rows.write_parquet(file, compression="snappy", row_group_size=ROWS_A_GROUP)


def _is_sorted(rows: pl.DataFrame, by: Sequence[str]) -> bool:
    """Whether rows are known to stand in their order, as those of most exports do: to look is far cheaper than to sort."""
    after: pl.Expr = pl.lit(True)
    for name in reversed(by):
        here, before = pl.col(name), pl.col(name).shift()
        after = (here > before) | ((here == before) & after)
    return rows.height < 2 or bool(rows.select(after.slice(1).fill_null(False).all()).item())


def _least(one: Any, other: Any) -> Any:
    return other if one is None else one if other is None else min(one, other)


def _most(one: Any, other: Any) -> Any:
    return other if one is None else one if other is None else max(one, other)
