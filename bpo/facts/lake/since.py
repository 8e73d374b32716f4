"""Which records of a period came into a table, or left it, after one of its versions: by file."""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from bpo.core.tables import Table
from bpo.facts.clock import local_day
from bpo.facts.lake.lake import Lake

SINCE, UNTIL = "\x1fsince", "\x1funtil"


@dataclass(frozen=True, slots=True)
class LateFile:
    """Records of one file: how many ``came`` into the table, how many left it (``gone``), and when it last changed."""

    table: str
    file: str
    batch: str
    came: int
    gone: int
    when: datetime


def late_files(
    lake: Lake, table: Table, version: int | None, account: str, first: date, last: date, timezone: str
) -> list[LateFile]:
    """The files that brought or took records of an account and of these days after a version, oldest first.

    A record is of these days if any of its moments or days lies in them, or if it holds from one day to another and reaches them.

    Args:
        version: of the table; None if it had no facts.
    """
    files = lake.files_since(table, version)
    if not files:
        return []
    batches = [batch for batch, _ in files]
    of_days = _of_days(table, first, last, timezone)
    place = ["source", "batch", "file", "line", *table.key]

    def rows(at: int | None) -> pl.LazyFrame:
        mine = lake.delivered(table, at).filter(pl.col("account") == account, pl.col("batch").is_in(batches), of_days)
        return mine.select(*place, *(name for name in table.names if name not in table.key))

    now = rows(None)
    before = now.limit(0) if version is None else rows(version)
    came = now.join(before, on=now.collect_schema().names(), how="anti", nulls_equal=True)
    gone = before.join(now, on=now.collect_schema().names(), how="anti", nulls_equal=True)
    counted = pl.concat(
        [
            came.group_by("file", "batch", "source").agg(pl.len().alias("came"), pl.lit(0, pl.UInt32).alias("gone")),
            gone.group_by("file", "batch", "source").agg(pl.lit(0, pl.UInt32).alias("came"), pl.len().alias("gone")),
        ]
    )
    summed = counted.group_by("file", "batch", "source").sum().collect(engine="streaming")
    found = [
        LateFile(table.name, file, batch, came, gone, files[batch, source])
        for file, batch, source, came, gone in summed.select("file", "batch", "source", "came", "gone").iter_rows()
        if (batch, source) in files
    ]
    return sorted(found, key=lambda one: (one.when, one.file, one.batch))


def _of_days(table: Table, first: date, last: date, timezone: str) -> pl.Expr:
    days = [_day(column.name, column.type, timezone) for column in table.columns if column.type in ("instant", "day")]
    within = pl.any_horizontal(day.is_between(first, last).fill_null(False) for day in days)
    if table.until is None:
        return within
    kinds = {column.name: column.type for column in table.columns}
    began, ended = (_day(name, kinds[name], timezone) for name in (table.time, table.until))
    return within | ((began <= last) & (ended.is_null() | (ended >= first)))


def _day(name: str, kind: str, timezone: str) -> pl.Expr:
    column = pl.col(name)
    return local_day(column, timezone or "UTC") if kind == "instant" else column
