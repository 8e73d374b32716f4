"""Which rows of a file enter where the delivery that comes later counts: those that say something else than what stands."""

import polars as pl

from bpo.core.tables import Table
from bpo.facts.gate.known import IN_LAKE, NEWNESS, Further, Resolved, no_conflicts
from bpo.facts.lake.rereading import Delivered
from bpo.facts.lake.runs import Runs
from bpo.facts.reading.batch import NUMBER
from bpo.facts.types import schema_of

DELIVERY = ("newness", "file", "line")
BEFORE = "\x1fbefore "


def resolve_replacing(table: Table, runs: Runs, lake: Delivered) -> Resolved:
    """Compare each row with the one of its key that stands before it: in the lake, or on an earlier line of the file.

    A row is known if it says the same as that one, or if the very line of this file is in the lake already: a file that is
    ingested a second time is no later delivery.

    Args:
        table: The canonical table.
        runs: Usable rows of one file.
        lake: Where they are to go.
    """
    key, staged = ["account", *table.key], runs.scan()
    withdrawn = "withdrawn" in staged.collect_schema().names()
    content = [name for name in table.names if name not in table.key]
    delivered = lake.delivered(table).select(*schema_of(table), NEWNESS, pl.col("withdrawn").fill_null(False))
    stored = delivered.join(staged.select(key), on=key, how="semi", nulls_equal=True).collect(engine="streaming")
    rows = staged.with_columns(pl.col("withdrawn").fill_null(False) if withdrawn else pl.lit(False).alias("withdrawn"))
    here = rows.select(*key, *content, "withdrawn", "source", "batch", "line", NUMBER).sort(NUMBER)
    said = [*content, "withdrawn"]
    again = here.join(stored.lazy(), on=[*key, *said, "source", "batch", "line"], how="semi", nulls_equal=True)
    fresh = here.join(again.select(NUMBER), on=NUMBER, how="anti").collect(engine="streaming").sort(NUMBER)
    standing = stored.sort(*DELIVERY, nulls_last=False).unique(key, keep="last", maintain_order=True)
    both = pl.concat(
        [
            standing.select(*key, *said, pl.lit(None, pl.Int64).alias(NUMBER), pl.lit(True).alias(IN_LAKE)),
            fresh.select(*key, *said, NUMBER, pl.lit(False).alias(IN_LAKE)),
        ]
    )
    alike = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift(1).over(key)) for name in said)
    compared = both.with_columns(alike.alias("alike"), (pl.int_range(pl.len()).over(key) > 0).alias(BEFORE)).filter(
        ~pl.col(IN_LAKE)
    )
    entering = compared.filter(~(pl.col(BEFORE) & pl.col("alike")))
    gone = here.join(entering.lazy().select(NUMBER), on=NUMBER, how="anti").select(NUMBER).collect()[NUMBER]
    return Resolved(gone, gone.len(), no_conflicts(runs), Further(newer=int(entering[BEFORE].sum())))
