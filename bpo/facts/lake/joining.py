"""Several rows that are one, as they are read: legs of a contact, copies of a row, rows that are alike under two keys.

The lake keeps every row as it was delivered, with what its source said of such rows beside it. So a row that came later joins those
that are there, in whatever order they came; one that is withdrawn leaves the others as they would be without it; and a version that
was billed can be read again.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from bpo.core.tables import Column, Table
from bpo.facts.sources.same_key import Take, taken_of, takes
from bpo.facts.types import schema_of

ROWS = "\x1frows"
HANDLED = "handled"


@dataclass(frozen=True)
class Joined:
    """The rows that are one: ``gone`` are the account and key of those that do not stand as they were delivered, ``made`` stand instead."""

    gone: pl.DataFrame
    made: pl.DataFrame

    def of(self, rows: pl.LazyFrame, table: Table) -> pl.LazyFrame:
        """The rows of the table, in its columns and where they were read."""
        names = list(schema_of(table))
        standing = rows.join(self.gone.lazy(), on=self.gone.columns, how="anti", nulls_equal=True)
        return pl.concat([standing.select(names), self.made.lazy().select(names)])


def join(rows: pl.LazyFrame, table: Table) -> Joined:
    """Find the rows that are one.

    Args:
        rows: All rows as they were delivered, with :data:`~bpo.facts.types.JOINING`.
    """
    key = ["account", *table.key]
    gone, made = _of_keys(rows, table, key)
    one = Joined(gone, made)
    with_alike = [*schema_of(table), "alike"]
    standing = rows.join(gone.lazy(), on=key, how="anti", nulls_equal=True).select(with_alike)
    for columns in rows.select(pl.col("alike").drop_nulls().unique().sort()).collect(engine="streaming")["alike"]:
        others = _beside_another(pl.concat([standing, one.made.lazy().select(with_alike)]), key, columns)
        made = one.made.join(others, on=key, how="anti", nulls_equal=True)
        one = Joined(pl.concat([one.gone, others]).unique(), made)
        standing = standing.join(others.lazy(), on=key, how="anti", nulls_equal=True)
    return one


def _of_keys(rows: pl.LazyFrame, table: Table, key: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The keys that have several rows, and the one row of each; a row that came before its source said so is one of them, too."""
    counted = rows.group_by(key).agg(pl.col("same_key").max(), pl.len().alias(ROWS), pl.col("withdrawn").any())
    joined = (pl.col(ROWS) > 1) | pl.col("withdrawn")
    several = counted.filter(joined, pl.col("same_key").is_not_null()).drop("withdrawn").collect(engine="streaming")
    names = rows.collect_schema().names()
    of_them = rows.drop("same_key").join(several.drop(ROWS).lazy(), on=key, how="inner", nulls_equal=True)
    delivered = of_them.select(names).collect(engine="streaming")
    made = [delivered.clear()]
    for rule in several["same_key"].unique().sort():
        taken, of_rule = taken_of(rule), delivered.lazy().filter(pl.col("same_key") == rule)
        one = _newest(of_rule, key) if taken is None else _of_legs(of_rule, table, key, taken)
        made.append(one.collect())
    return several.select(key), pl.concat(made)


def _newest(rows: pl.LazyFrame, key: list[str]) -> pl.LazyFrame:
    """The newest of the copies, unless it takes the record back; one that does not say how new it is is older than any that does."""
    newest = rows.sort("newness", "file", "line", nulls_last=False).unique(key, keep="last", maintain_order=True)
    return newest.filter(~pl.col("withdrawn").fill_null(False))


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


def _beside_another(rows: pl.LazyFrame, key: list[str], columns: str) -> pl.DataFrame:
    """The keys of rows that are alike, in these columns and all of them known, to one whose key comes first."""
    alike = ["account", *columns.split(",")]
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in alike)
    mine = rows.filter(pl.col("alike") == columns, known).sort(key)
    return mine.filter(~pl.struct(alike).is_first_distinct()).select(key).collect()
