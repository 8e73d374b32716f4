"""Taking back what was let in: a batch, or some of its records, leave a table in a new version, with the reason in the commit.

Earlier versions keep what they had, so a statement that was made from them can be computed again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from bpo.core.errors import BpoError, Problem, fail
from bpo.core.tables import TABLES, Table
from bpo.core.words import Words
from bpo.facts.lake.batches import batch_named
from bpo.facts.lake.lake import Lake
from bpo.facts.types import QUARANTINE_SCHEMA

UNKNOWN_BATCH = Words(
    "withdraw-unknown",
    en="no file or batch '{given}' is in the lake; write the name of a file that was ingested, or the beginning of its batch",
    zh="事实库中没有文件或批次 '{given}'；请写已导入的文件名，或批次编号的开头",
)
SEVERAL_BATCHES = Words(
    "withdraw-several",
    en="'{given}' stands for several files that were ingested: {batches}; write the beginning of the one that is meant",
    zh="'{given}' 对应多个已导入的文件：{batches}；请写所指批次编号的开头",
)
UNKNOWN_RECORD = Words(
    "withdraw-record-unknown",
    en="no record '{given}' in '{file}'; nothing was withdrawn. A record is written as its key: {key}",
    zh="'{file}' 中没有记录 '{given}'；未撤回任何数据。记录写作其键：{key}",
)
NO_RECORDS = Words(
    "withdraw-no-records", en="the list of records is empty; nothing was withdrawn", zh="记录清单为空；未撤回任何数据"
)


@dataclass(frozen=True)
class Withdrawn:
    """What left a table. ``before`` is the newest version that has it, ``version`` the one without it."""

    table: str
    file: str
    batch: str
    source: str
    accounts: tuple[str, ...]
    rows: int
    quarantined: int
    first: datetime | date | None
    last: datetime | date | None
    before: int | None
    version: int | None


def withdraw(lake: Lake, given: str, reason: str, records: Collection[str] | None = None) -> tuple[Withdrawn, ...]:
    """Take a batch out of every table that it entered, and out of the quarantine.

    Args:
        given: The name of its file, or the beginning of its hash.
        reason: Why; kept in the commit.
        records: Only these of its records, by their keys, the parts of a key joined by commas. The quarantine stays as it is.

    Raises:
        BpoError: if no batch is meant, or several, or a record is not in it. Then nothing is withdrawn.
    """
    with lake.locked():
        batch = batch_named(_batches(lake), given, UNKNOWN_BATCH, SEVERAL_BATCHES)
        found = [(table, _rows(lake, table, batch)) for table in TABLES if lake.version(table) is not None]
        if records is not None:
            found = _only(found, records)
        parts = [(table, part) for table, rows in found for part in rows.partition_by("source")]
        done = [_withdraw(lake, table, rows, reason, whole=records is None) for table, rows in parts]
        if records is None:
            lake.unsettle(batch)
        return (*done, *(_only_unusable(lake, batch) if records is None else ()))


def _batches(lake: Lake) -> pl.DataFrame:
    """Every file that has facts or unusable rows: file, batch."""
    frames = [lake.delivered(table).select("file", "batch") for table in TABLES if lake.version(table) is not None]
    return pl.concat([*frames, lake.unusable().select("file", "batch")]).unique().sort("file", "batch").collect()


def _rows(lake: Lake, table: Table, batch: str) -> pl.DataFrame:
    mine = lake.delivered(table).filter(pl.col("batch") == batch)
    return mine.select("source", "account", "file", "batch", "line", _record(table)).collect()


def _only(found: Sequence[tuple[Table, pl.DataFrame]], records: Collection[str]) -> list[tuple[Table, pl.DataFrame]]:
    if not records:
        raise fail(NO_RECORDS)
    known = {record for _, rows in found for record in rows["record"]}
    here = [(table, rows) for table, rows in found if rows.height]
    problems = [
        Problem(UNKNOWN_RECORD, None, {"given": one, "file": rows["file"][0], "key": ",".join(table.key)})
        for table, rows in here[:1]
        for one in records
        if one not in known
    ]
    if problems or not here:
        raise BpoError(problems or [Problem(NO_RECORDS)])
    return [(table, rows.filter(pl.col("record").is_in(list(records)))) for table, rows in here]


def _withdraw(lake: Lake, table: Table, rows: pl.DataFrame, reason: str, whole: bool) -> Withdrawn:
    source, batch, file = (str(rows[name][0]) for name in ("source", "batch", "file"))
    before, times = lake.version(table), _times(lake, table, rows)
    metadata = {"bpo.withdrawn": batch, "bpo.source": source, "bpo.file": file, "bpo.reason": reason}
    if whole:
        version = lake.remove(table, source, batch, metadata)
    else:
        lines = rows["line"].unique().to_list()
        version = lake.remove(table, source, batch, metadata, lines, _siblings(lake, table, rows))
    quarantined = _empty_quarantine(lake, table, source, batch) if whole else 0
    accounts = tuple(sorted(rows["account"].unique()))
    return Withdrawn(table.name, file, batch, source, accounts, rows.height, quarantined, *times, before, version)


def _siblings(lake: Lake, table: Table, rows: pl.DataFrame) -> pl.DataFrame:
    """The other records of the lines that some rows of one file and source were read from, as a source with ``unpivot`` makes them."""
    source, batch = (str(rows[name][0]) for name in ("source", "batch"))
    of_lines = pl.col("line").is_in(rows["line"].implode())
    mine = lake.delivered(table).filter(pl.col("source") == source, pl.col("batch") == batch, of_lines)
    others = mine.with_columns(_record(table)).join(rows.lazy(), on=["account", "record"], how="anti", nulls_equal=True)
    return others.drop("record").collect(engine="streaming")


def _times(lake: Lake, table: Table, rows: pl.DataFrame) -> tuple[Any, Any]:
    """The times of the records that change: of a contact that loses a leg, or a newer copy, those of all its rows."""
    mine = rows.select("account", "record").lazy()
    found = lake.delivered(table).select("account", _record(table), pl.col(table.time).alias("time"))
    of_them = found.join(mine, on=["account", "record"], how="semi").select(
        pl.col("time").min(), last=pl.col("time").max()
    )
    first, last = of_them.collect(engine="streaming").row(0)
    return first, last


def _record(table: Table) -> pl.Expr:
    """A record by its key, as it is written in a list."""
    parts = [pl.col(name).cast(pl.String).fill_null("") for name in table.key]
    return pl.concat_str(parts, separator=",").alias("record")


def _empty_quarantine(lake: Lake, table: Table, source: str, batch: str) -> int:
    mine = (pl.col("table") == table.name) & (pl.col("source") == source) & (pl.col("batch") == batch)
    many = int(lake.unusable().filter(mine).select(pl.len()).collect().item())
    lake.replace_quarantine(table, source, batch, pl.DataFrame(schema=QUARANTINE_SCHEMA))
    return many


def _only_unusable(lake: Lake, batch: str) -> list[Withdrawn]:
    """What is left of the batch in the quarantine: of tables that none of its rows entered."""
    left = lake.unusable().filter(pl.col("batch") == batch).select("table", "source", "file").unique().collect()
    done = []
    for table in TABLES:
        for _, source, file in left.filter(pl.col("table") == table.name).sort("source").iter_rows():
            many, version = _empty_quarantine(lake, table, source, batch), lake.version(table)
            done.append(Withdrawn(table.name, file, batch, source, (), 0, many, None, None, version, version))
    return done
