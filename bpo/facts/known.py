"""Which rows of a file are new: a key stands for one content, in the file and in the lake."""

from dataclasses import dataclass

import polars as pl

from bpo.core.tables import Table
from bpo.core.words import LANGS
from bpo.facts.batch import NUMBER
from bpo.facts.lake import Lake
from bpo.facts.rules import SAME_KEY, Rule

FIRST = "\x1ffirst "
IN_LAKE = "\x1flake"


@dataclass(frozen=True)
class Resolved:
    """``new`` rows enter; ``known`` is how many are there already, alike; ``conflicts`` have a known key, other content.

    ``conflicts`` has the rows' columns and reason_en, reason_zh.
    """

    new: pl.LazyFrame
    known: int
    conflicts: pl.DataFrame


def resolve(table: Table, staged: pl.LazyFrame, lake: Lake) -> Resolved:
    """Compare rows with the lake and with earlier rows of the same file, exactly, column by column.

    Only rows whose account and key occur a second time are compared, so a file of new rows costs one pass over its keys.

    Args:
        table: The canonical table.
        staged: Usable rows of one file: the table's columns, provenance, :data:`NUMBER`, and further columns that are left alone.
        lake: Where they are to go.
    """
    key = ["account", *table.key]  # a part of a key may be empty, and empty is like empty
    accounts = staged.select(pl.col("account").unique()).collect(engine="streaming")["account"]
    of_accounts = lake.scan(table).filter(pl.col("account").is_in(accounts.implode()))
    stored = of_accounts.join(staged.select(key), on=key, how="semi", nulls_equal=True).collect(engine="streaming")
    twice = staged.group_by(key).len().filter(pl.col("len") > 1).select(key).collect(engine="streaming")
    keys = pl.concat([twice, stored.select(key)]).unique()
    if not keys.height:
        return Resolved(staged, 0, pl.DataFrame(schema={**staged.collect_schema(), **_REASONS}))
    suspects = staged.join(keys.lazy(), on=key, how="semi", nulls_equal=True).collect(engine="streaming").sort(NUMBER)
    compared = _beside_first(suspects, stored, key)
    content = [name for name in table.names if name not in table.key]
    differing = [pl.when(~_alike(name)).then(pl.lit(name)) for name in content]
    is_first = ~pl.col(IN_LAKE) & (pl.col(NUMBER) == pl.col(FIRST + NUMBER))
    alike = pl.all_horizontal(_alike(name) for name in content)
    known = compared.filter(~is_first & alike)
    others = compared.filter(~is_first & ~alike)
    where = pl.format("{}:{}", FIRST + "file", FIRST + "line")
    columns = pl.concat_str(differing, separator=", ", ignore_nulls=True)
    said = [_reason(lang, where, columns) for lang in LANGS]
    conflicts = others.with_columns(said).select(*suspects.columns, *_REASONS)
    rows = pl.concat([known.select(NUMBER), others.select(NUMBER)])
    return Resolved(staged.join(rows.lazy(), on=NUMBER, how="anti"), known.height, conflicts)


_REASONS = {"reason_en": pl.String(), "reason_zh": pl.String()}


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
