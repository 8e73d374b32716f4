"""Which rows of a file are new: a key stands for one content, in the file and in the lake, unless its source says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from bpo.core.tables import Table
from bpo.core.words import LANGS
from bpo.facts.gate.rules import SAME_KEY, Rule
from bpo.facts.lake.lake import Lake
from bpo.facts.lake.rereading import Delivered
from bpo.facts.lake.runs import KEY_HASH, Runs, key_hash
from bpo.facts.reading.batch import NUMBER
from bpo.facts.sources.same_key import SameKey
from bpo.facts.types import schema_of

FIRST = "\x1ffirst "
IN_LAKE = "\x1flake"
NEWNESS = "newness"
OLDEST = -(2**63)
HASHES_AT_ONCE = 4_000_000
KEYS_COMPARED_AT_ONCE = 500_000


@dataclass(frozen=True)
class Further:
    """Rows that enter under a key that is there: ``merged`` are one with it, ``newer`` copies replace it, ``older`` ones do not."""

    merged: int = 0
    newer: int = 0
    older: int = 0

    @property
    def rows(self) -> int:
        return self.merged + self.newer + self.older


@dataclass(frozen=True)
class Resolved:
    """``gone`` are the :data:`NUMBER` of rows that do not enter; the others do, ``further`` of them under a key that is there.
    ``known`` is how many are there already, alike; ``conflicts`` have a known key, other content.

    ``conflicts`` has the rows' columns and reason_en, reason_zh.
    """

    gone: pl.Series
    known: int
    conflicts: pl.DataFrame
    further: Further


def same_again(table: Table, rows: pl.DataFrame, lake: Lake) -> pl.DataFrame:
    """The rows that the lake does not have from the same line of the same file, read by the same source, with the same content.

    A file that is ingested again is known by this alone, run by run. It is no short cut past the comparison: a row is known by what it
    is. In a table of which no rows are one a key has one row, so this is the one that :func:`resolve` would compare it with.

    Args:
        rows: Some rows of one file, sorted as the lake sorts them.
    """
    where = [pl.col(name) == rows[name][0] for name in ("source", "batch")]
    lines = pl.col("line").is_between(rows["line"].min(), rows["line"].max())
    there = lake.scan(table).filter(*where, lines).collect(engine="streaming")
    if not there.height:
        return rows
    columns = list(there.columns)
    here = rows["line"].is_in(there["line"].implode())
    if rows.select(columns).filter(here).equals(there):
        return rows.filter(~here)
    return rows.join(there, on=columns, how="anti", nulls_equal=True, maintain_order="left")


def resolve(table: Table, same_key: SameKey | None, runs: Runs, lake: Delivered) -> Resolved:
    """Compare rows with the lake and with earlier rows of the same file, exactly, column by column.

    Only rows of which a hash of account and key occurs a second time are compared, so a file of new rows costs one look at its hashes.
    Of legs every content is a row of its own; copies of one key are told apart by how new they are.

    Args:
        table: The canonical table.
        same_key: What several rows of one key are.
        runs: Usable rows of one file.
        lake: Where they are to go.
    """
    suspects = _suspects(table, runs, lake)
    parts = 1 + suspects.len() // KEYS_COMPARED_AT_ONCE
    compared_by = [*schema_of(table), *([NEWNESS] if same_key is not None else [])]
    found = []
    for part in range(parts if suspects.len() else 0):
        keys = suspects.filter(suspects % parts == part).to_frame().lazy()
        rows = runs.scan().join(keys, on=KEY_HASH, how="semi").drop(KEY_HASH).collect(engine="streaming")
        there = _of_accounts(table, runs, lake).with_columns(key_hash(table)).join(keys, on=KEY_HASH, how="semi")
        found.append(
            _compared(table, same_key, rows.sort(NUMBER), there.select(compared_by).collect(engine="streaming"))
        )
    nothing = no_conflicts(runs)
    further = [one.further for one in found]
    return Resolved(
        pl.concat([nothing[NUMBER], *(one.gone for one in found)]),
        sum(one.known for one in found),
        pl.concat([nothing, *(one.conflicts.select(nothing.columns) for one in found)]),
        Further(*(sum(getattr(one, name) for one in further) for name in ("merged", "newer", "older"))),
    )


def _of_accounts(table: Table, runs: Runs, lake: Delivered) -> pl.LazyFrame:
    return lake.delivered(table).filter(pl.col("account").is_in(sorted(runs.accounts)))


def _suspects(table: Table, runs: Runs, lake: Delivered) -> pl.Series:
    """The hashes of keys that occur a second time, in the file or in the lake; looked for some millions at a time."""
    parts = 1 + runs.rows // HASHES_AT_ONCE
    found = [pl.Series(KEY_HASH, [], pl.UInt64)]
    for part in range(parts if runs.runs else 0):
        mine = pl.col(KEY_HASH) % parts == part
        hashes = runs.keys().select(KEY_HASH).filter(mine).collect(engine="streaming")[KEY_HASH].sort()
        found.append(hashes.filter(hashes == hashes.shift()))
        if lake.version(table) is not None:
            there = _of_accounts(table, runs, lake).select(key_hash(table)).filter(mine)
            known = there.join(hashes.to_frame().lazy(), on=KEY_HASH, how="semi")
            found.append(known.unique().collect(engine="streaming")[KEY_HASH])
    return pl.concat(found).unique()


def _compared(table: Table, same_key: SameKey | None, suspects: pl.DataFrame, stored: pl.DataFrame) -> Resolved:
    """Rows whose key may occur a second time, in their order, beside those of the lake."""
    key = ["account", *table.key]  # a part of a key may be empty, and empty is like empty
    content = [name for name in table.names if name not in table.key]
    told_apart = [] if same_key is None else [NEWNESS] if same_key.newest is not None else content
    compared = _beside_first(suspects, stored, [*key, *told_apart])
    differing = [pl.when(~_alike(name)).then(pl.lit(name)) for name in content if name not in told_apart]
    is_first = ~pl.col(IN_LAKE) & (pl.col(NUMBER) == pl.col(FIRST + NUMBER))
    alike = pl.all_horizontal(pl.lit(True), *(_alike(name) for name in content if name not in told_apart))
    known = compared.filter(~is_first & alike)
    others = compared.filter(~is_first & ~alike)
    where = pl.format("{}:{}", FIRST + "file", FIRST + "line")
    columns = pl.concat_str([pl.lit(None, pl.String), *differing], separator=", ", ignore_nulls=True)
    said = [_reason(lang, where, columns) for lang in LANGS]
    conflicts = others.with_columns(said).select(*suspects.columns, *_REASONS)
    gone = pl.concat([known[NUMBER], others[NUMBER]])
    entering = suspects.join(gone.to_frame(), on=NUMBER, how="anti")
    further = Further() if same_key is None else _further(entering, stored, key, same_key)
    return Resolved(gone, known.height, conflicts, further)


def _further(entering: pl.DataFrame, stored: pl.DataFrame, key: list[str], same_key: SameKey) -> Further:
    """The rows that enter, in their order, counted beside those of their key that were there before each."""
    there = stored.select(*key, NEWNESS, pl.lit(True).alias(IN_LAKE))
    rows = pl.concat([there, entering.sort(NUMBER).select(*key, NEWNESS, pl.lit(False).alias(IN_LAKE))])
    oldest = pl.col(NEWNESS).fill_null(OLDEST)
    before = pl.int_range(pl.len()).over(key), oldest.cum_max().shift(1).over(key)
    later = rows.with_columns(before[0].alias("before"), (oldest > before[1]).alias("newer"))
    later = later.filter(~pl.col(IN_LAKE), pl.col("before") > 0)
    if same_key.newest is None:
        return Further(merged=later.height)
    newer = int(later["newer"].sum())
    return Further(newer=newer, older=later.height - newer)


def also_alike(table: Table, columns: Sequence[str], new: pl.LazyFrame, lake: Delivered) -> int:
    """How many rows of a key that is new are alike, in these columns, to a row of another key that is there or stands above them."""
    if not columns:
        return 0
    alike, key = ["account", *columns], list(table.key)
    known = pl.all_horizontal(pl.col(name).is_not_null() for name in columns)
    there = lake.delivered(table).filter(known, pl.col("alike") == ",".join(columns)).select(*alike, *key)
    mine = new.filter(known).sort(NUMBER).select(*alike, *key)
    of_new_keys = mine.join(there, on=["account", *key], how="anti", nulls_equal=True)
    stored = there.join(mine, on=alike, how="semi").select(*alike, *key, pl.lit(True).alias(IN_LAKE))
    rows = pl.concat(
        [
            stored,
            of_new_keys.unique(["account", *key], keep="first", maintain_order=True).with_columns(
                pl.lit(False).alias(IN_LAKE)
            ),
        ]
    )
    counted = rows.with_columns(pl.int_range(pl.len()).over(alike).alias("before"))
    return int(counted.filter(~pl.col(IN_LAKE), pl.col("before") > 0).select(pl.len()).collect().item())


_REASONS = {"reason_en": pl.String(), "reason_zh": pl.String()}


def no_conflicts(runs: Runs) -> pl.DataFrame:
    """No row, of the shape of those that are in conflict."""
    return pl.DataFrame(schema={**runs.schema, NUMBER: pl.Int64(), **_REASONS})


def _beside_first(suspects: pl.DataFrame, stored: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """Each row beside the first one with its key: the lake's, else the earliest line of the file."""
    here = suspects.select(*stored.columns, NUMBER).with_columns(pl.lit(False).alias(IN_LAKE))
    number = pl.lit(None, pl.Int64).alias(NUMBER)
    there = stored.sort("file", "line").with_columns(number, pl.lit(True).alias(IN_LAKE))
    first = pl.concat([there, here]).unique(subset=key, keep="first", maintain_order=True)
    renamed = first.rename({name: FIRST + name for name in (*stored.columns, NUMBER) if name not in key})
    return suspects.join(renamed, on=key, how="left", maintain_order="left", nulls_equal=True)


def _alike(name: str) -> pl.Expr:
    return pl.col(name).eq_missing(pl.col(FIRST + name))


def _reason(lang: str, where: pl.Expr, columns: pl.Expr) -> pl.Expr:
    rule = Rule("key.unique", SAME_KEY, {"first": "\x01"})
    assert lang in ("en", "zh")
    said = rule.reason("zh" if lang == "zh" else "en", columns)
    return said.str.split("\x01").list.join(where).alias(f"reason_{lang}")
