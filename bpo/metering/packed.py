"""The rows that a month was counted from, packed into Parquet files that anyone can count again, and read from there as a lake is.

People are numbered: each value of a personal column is replaced by a number in the order in which the pack first names it, so that
rows of the same person stay rows of the same one, and nothing says who that is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import polars as pl

from bpo.contracts.model import Contract
from bpo.core.expr import Expr
from bpo.core.measures import Need
from bpo.core.periods import Period
from bpo.core.tables import PERSONAL, Table, known_table
from bpo.facts.lake.seen import Facts
from bpo.facts.types import schema_of
from bpo.metering.behind import column_of, rows_read
from bpo.metering.row_files import write_parquet
from bpo.metering.rows import columns_read, grouped

"""The columns that name people who never agreed to be in an audit."""
PREFIX = "person-"
BATCH_ROWS = 50_000


@dataclass
class Numbered:
    """The people numbered so far."""

    _known: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema={"name": pl.String(), "number": pl.String()})
    )

    def of(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows with numbers in place of people."""
        for column in (name for name in PERSONAL if name in frame.columns):
            named = frame.select(pl.col(column).alias("name")).drop_nulls().unique(maintain_order=True)
            new = named.join(self._known, on="name", how="anti", maintain_order="left").with_row_index("at")
            number = pl.format(PREFIX + "{}", pl.col("at") + 1 + self._known.height).alias("number")
            self._known = pl.concat([self._known, new.select("name", number)])
            numbers = self._known.rename({"name": column, "number": "·number"})
            joined = frame.join(numbers, on=column, how="left", maintain_order="left")
            frame = joined.with_columns(pl.col("·number").alias(column)).drop("·number")
        return frame


@dataclass(frozen=True)
class PackedTable:
    """A table of the pack; ``sources`` say of which files its rows are: source, file, batch, rows."""

    table: str
    rows: int
    columns: tuple[str, ...]
    sources: tuple[tuple[str, str, str, int], ...]


def asks_who(need: Need) -> bool:
    """Whether it asks of people who they are, so that it cannot be counted where they are numbered."""
    if {*need.by, need.each} & {*PERSONAL}:
        return True
    follow = need.followed.where if need.followed is not None else None
    members = need.of is not None and need.op == "distinct" and _only_tells_apart(need.of)
    asked = (need.where, need.classes, follow, None if members else need.of)
    return any(_looks_inside(one) for one in asked if one is not None)


def _only_tells_apart(expr: Expr) -> bool:
    return expr.op == "column" or (expr.op == "coalesce" and all(one.op == "column" for one in expr.args))


def _looks_inside(expr: Expr) -> bool:
    if expr.op == "column":
        return expr.value in PERSONAL
    if expr.op == "is_null" and expr.args[0].op == "column":
        return False
    return any(_looks_inside(one) for one in expr.args)


def pack_table(
    lake: Facts, contract: Contract, window: Period, needs: Sequence[Need], target: Path, people: Numbered | None
) -> PackedTable:
    """Write every row of one table that counting looks at, with what it adds to each need.

    Args:
        people: numbers them; None leaves their columns as they are.
    """
    facts = known_table(needs[0].table)
    columns = {name for _, time, group in grouped(needs) for name in columns_read(facts, time, group)}
    columns |= {name for name in (facts.ends_on,) if name is not None}
    found = rows_read(lake, contract, window, needs, columns)
    frames = (people.of(one) if people is not None else one for one in _or_one(found, lake, contract, facts, needs))
    rows = write_parquet(frames, target)
    named = tuple(pl.scan_parquet(target, glob=False).collect_schema().names())
    return PackedTable(facts.name, rows, named, files_behind(target))


def files_behind(packed: Path) -> tuple[tuple[str, str, str, int], ...]:
    """Of which files the rows of a packed table are: source, file, batch, rows."""
    rows = pl.scan_parquet(packed, glob=False).group_by("source", "file", "batch").agg(pl.len().cast(pl.Int64))
    return tuple(rows.sort("source", "file", "batch").collect().iter_rows())


def _or_one(
    frames: Iterator[pl.DataFrame], lake: Facts, contract: Contract, facts: Table, needs: Sequence[Need]
) -> Iterator[pl.DataFrame]:
    """The frames; or, of a table without any row in the month, one of another month: that some were delivered is why none is zero."""
    empty, some = [], None
    for frame in frames:
        if frame.height:
            some = frame
            break
        empty.append(frame)
    if some is not None:
        yield from chain([some], frames)
        return
    assert empty, "a window has days"
    names = [name for name in empty[0].columns if name in schema_of(facts)]
    mine = lake.scan(facts).filter(pl.col("account") == contract.account_of_facts).select(names)
    first = mine.sort(facts.time, *facts.key, nulls_last=True).head(1).collect()
    yield first.with_columns(pl.lit(None, empty[0].schema[name]).alias(name) for name in map(column_of, needs))


@dataclass(frozen=True)
class PackedFacts:
    """The tables of a pack as a lake: a column that was not packed is empty."""

    files: Mapping[str, Path]
    at: Mapping[str, int]

    def scan(self, table: Table, version: int | None = None) -> pl.LazyFrame:
        schema = schema_of(table)
        if table.name not in self.files:
            return pl.LazyFrame(schema=schema)
        stored = pl.scan_parquet(self.files[table.name], glob=False)
        there = stored.collect_schema()
        return stored.select(
            (pl.col(name) if name in there else pl.lit(None)).cast(dtype).alias(name) for name, dtype in schema.items()
        )

    def versions(self) -> dict[str, int]:
        return dict(self.at)


def packed_rows(file: Path, needs: Sequence[Need]) -> Iterator[pl.DataFrame]:
    """The rows of a packed table that any of these needs counts, some at a time."""
    rows = pl.scan_parquet(file, glob=False)
    height = rows.select(pl.len()).collect().item()
    counted = pl.any_horizontal(pl.col(column_of(need)).is_not_null() for need in needs)
    for start in range(0, height, BATCH_ROWS):
        yield rows.slice(start, BATCH_ROWS).collect().filter(counted)


def what_differs(file: Path, again: Facts, contract: Contract, window: Period, needs: Sequence[Need]) -> Iterator[str]:
    """The needs of which a packed table tells other counts of its rows than counting them again does."""
    table = known_table(needs[0].table)
    told = pl.scan_parquet(file, glob=False).select(map(column_of, needs)).collect()
    names = [column_of(need) for need in needs]
    frames = list(rows_read(again, contract, window, needs, columns=[table.time]))
    counted = pl.concat([frame.select(names) for frame in frames], how="vertical_relaxed")
    for need, name in zip(needs, names, strict=True):
        theirs = told[name].cast(pl.String).fill_null("")
        ours = counted[name].cast(pl.String).fill_null("")
        if not (ours.equals(theirs) if ours.len() else (theirs == "").all()):
            yield need.id
