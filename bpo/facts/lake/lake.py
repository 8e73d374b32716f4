"""The lake: Delta tables in a folder or an object store, one for each canonical table, and the quarantine.

One ingest of a file is one commit to its table, with the file, its hash and the counts in the commit itself. Every commit
is a version that can be read again, so a statement can say which facts it was made from.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlparse

import polars as pl
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError

from bpo.core.errors import Where, fail, in_a_line
from bpo.core.tables import TABLES, Table
from bpo.core.words import Words
from bpo.facts.lake.adding import add_files, remove_left_behind
from bpo.facts.lake.joining import Joined, join
from bpo.facts.lake.place import Place, place_of
from bpo.facts.lake.unusable import Unusable
from bpo.facts.types import JOINING, QUARANTINE_SCHEMA, schema_of

DAMAGED = Words(
    "lake-damaged",
    en="the lake cannot be read: a file of it is missing, damaged or not yours to read ({reason}). Restore the folder from a "
    "backup, or remove it and ingest its exports again",
    zh="无法读取事实库：其中有文件缺失、损坏或无读取权限（{reason}）。请从备份恢复该文件夹，或将其删除后重新导入",
)
QUARANTINE = "quarantine"

SETTLED = "settled"
SETTLED_BY: dict[str, pl.DataType] = {
    "table": pl.String(),
    "source": pl.String(),
    "batch": pl.String(),
    "line": pl.Int64(),
    "raw": pl.String(),
}
"""What tells a row of the quarantine apart, for as long as its file is read so."""
SETTLED_SCHEMA: dict[str, pl.DataType] = {**SETTLED_BY, "how": pl.String(), "by": pl.String(), "reason": pl.String()}
"""One row an unusable row that need not be looked at any more: it was mended and released (``by`` is the batch of the mended file),
or dismissed for a reason."""


class Lake:
    """Delta tables in one place. Reading needs no lock; ingests hold :meth:`locked`, one after another."""

    def __init__(self, place: str | Path | Place) -> None:
        self.place = place_of(place)
        self._joined: dict[tuple[str, int | None], Joined] = {}

    def scan(self, table: Table, version: int | None = None) -> pl.LazyFrame:
        """The facts of a table: its canonical columns, then account, source, file, line and batch. Rows that are one are one row.

        A table without facts is an empty frame of the same schema; a column younger than the facts is null in them.

        Args:
            table: A canonical table.
            version: The state after that commit; the newest, if left out.
        """
        if not self._columns(table.name, version) & JOINING.keys():
            return self._scan(table.name, schema_of(table), version)
        at = self.version(table) if version is None else version
        delivered = self.delivered(table, at)
        if (table.name, at) not in self._joined:
            self._joined[table.name, at] = join(delivered, table)
        return self._joined[table.name, at].of(delivered, table)

    def delivered(self, table: Table, version: int | None = None) -> pl.LazyFrame:
        """Every row as it was delivered, also of those that are one; with :data:`~bpo.facts.types.JOINING`."""
        return self._scan(table.name, {**schema_of(table), **JOINING}, version)

    def quarantine(self) -> pl.LazyFrame:
        """The unusable rows of all ingests that nobody has settled, each once, as :data:`QUARANTINE_SCHEMA`."""
        return self.unusable().join(self.settled(), on=[*SETTLED_BY], how="anti", nulls_equal=True)

    def unusable(self) -> pl.LazyFrame:
        """The unusable rows of all ingests, also of those that are settled."""
        return self._scan(QUARANTINE, QUARANTINE_SCHEMA, None)

    def settled(self) -> pl.LazyFrame:
        """The unusable rows that were released or dismissed, as :data:`SETTLED_SCHEMA`."""
        return self._scan(SETTLED, SETTLED_SCHEMA, None)

    def settle(self, rows: pl.DataFrame, metadata: Mapping[str, str]) -> None:
        """Say of rows of the quarantine, as :data:`SETTLED_SCHEMA`, that they need not be looked at any more, in one commit."""
        if rows.height:
            with self.staging() as folder:
                file = folder / "rows.parquet"
                rows.select(pl.col(name).cast(dtype) for name, dtype in SETTLED_SCHEMA.items()).write_parquet(file)
                add_files(self.place, SETTLED, [file], SETTLED_SCHEMA, metadata)

    def versions(self) -> dict[str, int]:
        """The version of each table that has facts."""
        found = {table.name: self.version(table) for table in TABLES}
        return {name: version for name, version in found.items() if version is not None}

    def version(self, table: Table) -> int | None:
        """The newest version of a table, or None while it has no facts."""
        at = self.place.at(table.name)
        return DeltaTable(at).version() if DeltaTable.is_deltatable(at) else None

    def append(self, table: Table, rows: pl.LazyFrame, metadata: Mapping[str, str]) -> int:
        """Add rows that the memory holds to a table in one commit, sorted by account and time. Returns the version made."""
        given = rows.collect_schema()
        schema = {**schema_of(table), **{name: dtype for name, dtype in JOINING.items() if name in given}}
        ordered = rows.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
        with self.staging() as folder:
            file = folder / "rows.parquet"
            ordered.sort("account", table.time, *table.key).collect(engine="streaming").write_parquet(file)
            return self.add(table, [file], schema, metadata)

    def put_instead(
        self, table: Table, source: str, batch: str, rows: pl.LazyFrame, metadata: Mapping[str, str]
    ) -> None:
        """Put rows, which the memory holds, in the place of those of one file as read by one source, in one commit."""
        frame = rows.collect(engine="streaming").sort("account", table.time, *table.key)
        self._replace(table.name, frame, metadata, f"source = '{source}' AND batch = '{batch}'")

    def add(
        self, table: Table, files: Sequence[Path], schema: Mapping[str, pl.DataType], metadata: Mapping[str, str]
    ) -> int:
        """Add rows to a table in one commit. Returns the version made.

        Args:
            files: Parquet files of a :meth:`staging` folder, each sorted by account and time; they are moved.
            schema: Their columns: the table's, and those of :data:`~bpo.facts.types.JOINING` that they have.
        """
        add_files(self.place, table.name, files, schema, metadata)
        version = self.version(table)
        assert version is not None, "the commit made the table"
        return version

    def remove(
        self,
        table: Table,
        source: str,
        batch: str,
        metadata: Mapping[str, str],
        lines: Sequence[int] | None = None,
        staying: pl.DataFrame | None = None,
    ) -> int:
        """Leave the rows of one file as read by one source out of the next version, or only those of some lines.

        Earlier versions keep them. Returns the version made.

        Args:
            staying: Rows of those lines that stay, as :meth:`delivered` has them: a line may have become several.
        """
        predicate = f"source = '{source}' AND batch = '{batch}'"
        if lines is not None:
            predicate += f" AND line IN ({', '.join(map(str, lines))})"
        if staying is not None and staying.height:
            kept = self._columns(table.name, None)
            self._replace(
                table.name, staying.select(one for one in staying.columns if one in kept), metadata, predicate
            )
        else:
            facts = DeltaTable(self.place.at(table.name))
            self.place.require_mine()
            facts.delete(predicate, commit_properties=CommitProperties(custom_metadata=dict(metadata)))
        return DeltaTable(self.place.at(table.name)).version()

    def commits(self, table: Table) -> list[dict[str, Any]]:
        """What each commit of a table remembers, the newest first."""
        at = self.place.at(table.name)
        return DeltaTable(at).history() if DeltaTable.is_deltatable(at) else []

    def entered_at(self, table: Table, source: str, batch: str) -> int | None:
        """The version with which a file as read by a source first entered, if it ever did."""
        made = DeltaTable(self.place.at(table.name)).history()
        mine = [one for one in made if (one.get("bpo.batch"), one.get("bpo.source")) == (batch, source)]
        return min((int(one["version"]) for one in mine), default=None)

    def files_since(self, table: Table, version: int | None) -> dict[tuple[str, str], datetime]:
        """The files, by batch and source, that commits after a version let in or took out, and when they did last."""
        if self.version(table) is None:
            return {}
        found: dict[tuple[str, str], datetime] = {}
        for made in reversed(DeltaTable(self.place.at(table.name)).history()):
            batch = made.get("bpo.batch") or made.get("bpo.withdrawn")
            if batch is not None and (version is None or int(made["version"]) > version):
                when = datetime.fromtimestamp(int(made["timestamp"]) / 1000, UTC)
                found[str(batch), str(made.get("bpo.source", ""))] = when
        return found

    def unsettle(self, by: str) -> None:
        """Rows that a mended file had released wait again, because that file was taken out."""
        if self.settled().filter(pl.col("by") == by).select(pl.len()).collect().item():
            released = DeltaTable(self.place.at(SETTLED))
            self.place.require_mine()
            released.delete(f"by = '{by}'", commit_properties=CommitProperties(custom_metadata={"bpo.withdrawn": by}))

    def replace_quarantine(self, table: Table, source: str, batch: str, rows: pl.DataFrame) -> None:
        """Make ``rows`` the unusable rows of one file as read by one source, as :meth:`set_aside` does."""
        with self.staging() as folder:
            unusable = Unusable(folder)
            unusable.add(rows)
            unusable.end()
            self.set_aside(table, source, batch, unusable)

    def set_aside(self, table: Table, source: str, batch: str, unusable: Unusable) -> None:
        """Make these the unusable rows of one file as read by one source, in one commit, whatever was there before.

        Nothing is written where nothing changes, so that a file ingested twice leaves no trace the second time.
        """
        mine = (pl.col("table") == table.name) & (pl.col("source") == source) & (pl.col("batch") == batch)
        before = self.unusable().filter(mine)
        if unusable.are(before):
            return
        metadata = {"bpo.batch": batch}
        if not before.select(pl.len()).collect().item():
            add_files(self.place, QUARANTINE, unusable.files, QUARANTINE_SCHEMA, metadata)
            return
        predicate = f"\"table\" = '{table.name}' AND source = '{source}' AND batch = '{batch}'"
        rows: Any = unusable.scan().collect_batches() if unusable.rows else pl.DataFrame(schema=QUARANTINE_SCHEMA)
        properties = CommitProperties(custom_metadata=metadata)
        at = self.place.at(QUARANTINE)
        self.place.require_mine()
        write_deltalake(at, rows, mode="overwrite", predicate=predicate, commit_properties=properties)

    def rewrite(self, name: str, batches: Sequence[str], rows: pl.DataFrame, metadata: Mapping[str, str]) -> None:
        """Put rows in the place of all those of some files, in one commit, which names the files and nothing of the rows."""
        kept = self._columns(name, None)
        predicate = f"batch IN ({', '.join(repr(batch) for batch in batches)})"
        self._replace(name, rows.select(column for column in rows.columns if column in kept), metadata, predicate)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Wait for other ingests into this lake to end; what a killed one left is removed."""
        self.place.make()
        with refusals_of(self.place), self.place.locked():
            remove_left_behind(self.place)
            yield

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A folder for files that are on their way into the lake, gone at the end of the block."""
        self.place.make()
        with refusals_of(self.place), self.place.staging() as folder:
            yield folder

    def joins(self, table: Table) -> bool:
        """Whether any row of a table may be one with another."""
        return bool(self._columns(table.name, None) & JOINING.keys())

    def rows_of(self, table: Table, source: str, batch: str) -> int:
        """How many rows a table has of one file as read by one source."""
        mine = self.delivered(table).filter(pl.col("source") == source, pl.col("batch") == batch)
        return int(mine.select(pl.len()).collect(engine="streaming").item())

    def _replace(self, name: str, rows: pl.DataFrame, metadata: Mapping[str, str], predicate: str) -> None:
        """Put rows in the place of those for which a predicate holds, in one commit."""
        properties = CommitProperties(custom_metadata=dict(metadata))
        at = self.place.at(name)
        self.place.require_mine()
        write_deltalake(
            at, rows, mode="overwrite", schema_mode="merge", predicate=predicate, commit_properties=properties
        )

    def _columns(self, name: str, version: int | None) -> set[str]:
        """The columns that a table has in the lake."""
        at = self.place.at(name)
        if not DeltaTable.is_deltatable(at):
            return set()
        return {field.name for field in DeltaTable(at, version=version).schema().fields}

    def _scan(self, name: str, schema: Mapping[str, pl.DataType], version: int | None) -> pl.LazyFrame:
        at = self.place.at(name)
        if not DeltaTable.is_deltatable(at):
            return pl.LazyFrame(schema=schema)
        # Polars takes the addresses of the files as paths, but Delta quotes them as in a URL: a folder with a space or a
        # Chinese name would not be found. Such files are named here, unquoted.
        files = [unquote(urlparse(uri).path) for uri in DeltaTable(at, version=version).file_uris()]
        if all(Path(file).as_posix() == quote(file) for file in files):
            frame = pl.scan_delta(at, version=version)
        else:
            frame = pl.scan_parquet(files, schema=schema, missing_columns="insert", extra_columns="ignore")
        stored = frame.collect_schema()
        return frame.select(_column(column, dtype, stored.get(column)) for column, dtype in schema.items())


def _column(name: str, dtype: pl.DataType, stored: pl.DataType | None) -> pl.Expr:
    """A stored column as it is where it can be (a cast keeps filters from reaching the files), else cast or null."""
    if stored == dtype:
        return pl.col(name)
    return pl.lit(None, dtype=dtype).alias(name) if stored is None else pl.col(name).cast(dtype)


@contextmanager
def refusals_of(place: Place) -> Iterator[None]:
    """What the operating system refuses Polars or Delta while they write is told as such: they give it as a fault of their own.

    Raises:
        OSError: as the system meant it, about the lake.
    """
    try:
        yield
    except (DeltaError, pl.exceptions.ComputeError) as error:
        found = re.search(r"\(os error (\d+)\)", str(error))
        if found is None:
            raise
        raise OSError(int(found[1]), os.strerror(int(found[1])), str(place)) from error


@contextmanager
def reading_lake(place: str | Path | Place) -> Iterator[None]:
    """What is read in the block is the lake's; its damage is told as a problem.

    Raises:
        BpoError: if a file of the lake is missing, damaged or refused.
    """
    try:
        yield
    except (DeltaError, pl.exceptions.ComputeError, OSError) as error:
        raise fail(DAMAGED, Where(str(place)), reason=in_a_line(str(error))) from error
