"""Several rows that are one, as they are read: legs of a contact, copies of a row, rows that are alike under two keys.

The lake keeps every row as it was delivered, with what its source said of such rows beside it. So a row that came later joins those
that are there, in whatever order they came; one that is withdrawn leaves the others as they would be without it; and a version that
was billed can be read again.
"""

from collections.abc import Mapping

import polars as pl

from bpo.core.tables import Column, Table
from bpo.facts.same_key import Take, taken_of, takes
from bpo.facts.types import JOINING, schema_of

ROWS = "\x1frows"
HANDLED = "handled"


def joined(rows: pl.LazyFrame, table: Table) -> pl.LazyFrame:
    """One row for those that are one, in the columns of the table and where it was read.

    Args:
        rows: All rows as they were delivered, with :data:`~bpo.facts.types.JOINING`.
    """
    said = rows.select(*(pl.col(name).drop_nulls().unique().implode() for name in ("same_key", "alike")))
    kept, alike = said.collect(engine="streaming").row(0)
    if kept:
        rows = _one_of_key(rows, table, sorted(kept))
    for columns in sorted(alike):
        rows = _one_of_alike(rows, table, columns)
    return rows.select(*schema_of(table))


def _one_of_key(rows: pl.LazyFrame, table: Table, kept: list[str]) -> pl.LazyFrame:
    """A row that came before its source said so is one of its key's, too."""
    key = ["account", *table.key]
    keys = rows.filter(pl.col("same_key").is_not_null()).group_by(key).agg(pl.col("same_key").max())
    others = rows.join(keys, on=key, how="anti", nulls_equal=True)
    mine = rows.drop("same_key").join(keys, on=key, how="inner", nulls_equal=True)
    mine = mine.select(*others.collect_schema().names()).with_columns(pl.len().over(key).alias(ROWS))
    parts = [others, mine.filter(pl.col(ROWS) == 1).drop(ROWS)]
    several = mine.filter(pl.col(ROWS) > 1).drop(ROWS)
    for rule in kept:
        taken, of_rule = taken_of(rule), several.filter(pl.col("same_key") == rule)
        parts.append(_newest(of_rule, key) if taken is None else _of_legs(of_rule, table, key, taken))
    return pl.concat(parts)


def _newest(rows: pl.LazyFrame, key: list[str]) -> pl.LazyFrame:
    """The newest of the copies; one that does not say how new it is is older than any that does."""
    return rows.sort("newness", "file", "line", nulls_last=False).unique(key, keep="last", maintain_order=True)


def _of_legs(rows: pl.LazyFrame, table: Table, key: list[str], taken: Mapping[str, Take]) -> pl.LazyFrame:
    """The legs of each contact as one row, whatever the order in which they came."""
    content = [column for column in table.columns if column.name not in table.key]
    others = [column.name for column in content if column.name != table.time]
    names = rows.collect_schema().names()
    made = [_take(column, taken.get(column.name, takes(column)[0])) for column in content]
    provenance = [pl.col(name).first() for name in names if name not in (*table.names, "account")]
    in_order = rows.sort(*key, table.time, *others, nulls_last=True)
    return in_order.group_by(key, maintain_order=True).agg(*made, *provenance).select(names)


def _take(column: Column, take: Take) -> pl.Expr:
    """What is taken of a column over the legs in their order; what no leg tells stays unknown."""
    value = pl.col(column.name)
    told = value.drop_nulls()
    if take == "served":
        return _served(column)
    if column.type in ("instant", "day"):
        return value.min() if take == "first" else value.max()
    if take == "sum":
        return _sum(value)
    if take in ("any", "all"):
        return (value.max() if take == "any" else value.min()).alias(column.name)
    return {"first": told.first, "last": told.last, "most": value.max, "least": value.min}[take]()


def _served(column: Column) -> pl.Expr:
    """As the contact was served: by the first leg that was handled."""
    value, handled = pl.col(column.name), pl.col("outcome") == HANDLED
    if column.known:  # the outcome: what stands first among those that it may have
        rank = value.replace_strict(list(column.known), range(len(column.known)), return_dtype=pl.Int64)
        return value.sort_by(rank).first()
    if column.type == "text":
        return pl.coalesce(value.filter(handled).drop_nulls().first(), value.drop_nulls().first())
    before = handled.cast(pl.Int64).cum_sum() - handled.cast(pl.Int64)
    return _sum(value.filter(before == 0)).alias(column.name)


def _sum(value: pl.Expr) -> pl.Expr:
    return pl.when(value.is_not_null().any()).then(value.sum())


def _one_of_alike(rows: pl.LazyFrame, table: Table, columns: str) -> pl.LazyFrame:
    """Of rows that are alike in these columns, all of them known, the one whose key comes first."""
    names = columns.split(",")
    mine = (pl.col("alike") == columns).fill_null(False)
    compared = mine & pl.all_horizontal(pl.col(name).is_not_null() for name in names)
    once = rows.filter(compared).sort(*table.key).unique(["account", *names], keep="first", maintain_order=True)
    return pl.concat([rows.filter(~compared), once])


def joining_columns(rows: pl.LazyFrame) -> dict[str, pl.DataType]:
    """Those of :data:`~bpo.facts.types.JOINING` that the rows have."""
    names = rows.collect_schema().names()
    return {name: dtype for name, dtype in JOINING.items() if name in names}
