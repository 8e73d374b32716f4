"""Ingest from a database: what is new since the last commit of the source becomes facts, as the rows of a file do.

Until where it was read stands in that commit itself, so what was read is what entered. Where the source file has changed since, or something of
it was withdrawn, everything is read again: what is there stays known, and what can be used now enters and leaves the quarantine.
"""

import tempfile
from pathlib import Path

import polars as pl

from bpo.core.tables import Table
from bpo.facts.gate.hiding import Hiding
from bpo.facts.ingest import IngestReport, enter
from bpo.facts.lake.lake import SETTLED_BY, Lake
from bpo.facts.personal import Key, key_of_environment
from bpo.facts.reading.database import fetch
from bpo.facts.reading.export import Export
from bpo.facts.reading.watermarks import Watermark
from bpo.facts.sources.source import Source
from bpo.facts.types import QUARANTINE_SCHEMA

WATERMARK, SOURCE_FILE = "bpo.watermark", "bpo.source_file"


def ingest_database(source: Source, lake: Lake, accepted: str = "", key: Key | None = None) -> IngestReport:
    """Read what is new of a database into the lake.

    Args:
        source: With ``format: {kind: database}``.
        lake: Where the facts go.
        accepted: Why the rows may enter though a check of the source stops them; kept in the commit.
        key: What personal values are hashed with, if the source hashes any; without it, BPO_KEY of the environment.

    Raises:
        BpoError: if the database cannot be reached or refuses, or the query lacks columns that the source maps.
    """
    hiding = Hiding(source, key or key_of_environment())
    hiding.require_key()
    since = _last(source, lake)
    with tempfile.TemporaryDirectory(prefix="bpo-database-") as folder:
        found = fetch(source, since, Path(folder))
        export = Export(Path(found.name), dict.fromkeys(found.columns, "text"), frame=found.frame, faults=found.faults)
        remembered = {SOURCE_FILE: source.sha256}
        if found.last is not None:
            remembered[WATERMARK] = found.last.kept()
        report = enter(export, found.sha, hiding, lake, accepted, remembered)
        with lake.locked():
            _leave_once(source.table, source.source, found.sha, lake, everything=since is None)
    return report


def _last(source: Source, lake: Lake) -> Watermark | None:
    """The watermark of the last commit of this source, if it was read by the same source file and nothing was withdrawn since."""
    for commit in lake.commits(source.table):
        if commit.get("bpo.source") == source.source:
            same = commit.get(SOURCE_FILE) == source.sha256
            return Watermark.of_kept(commit[WATERMARK]) if same and WATERMARK in commit else None
    return None


def _leave_once(table: Table, source: str, batch: str, lake: Lake, everything: bool) -> None:
    """Unusable rows of earlier readings that this one read again are in the quarantine once: those of this reading, if any.

    What was dismissed stays so.
    """
    mine = (pl.col("table") == table.name) & (pl.col("source") == source)
    there = lake.unusable().filter(mine).collect()
    read = there.filter(pl.col("batch") == batch)
    for (earlier,), rows in there.filter(pl.col("batch") != batch).group_by("batch"):
        left = rows.clear() if everything else rows.filter(~pl.col("raw").is_in(read["raw"].implode()))
        if left.height < rows.height:
            lake.replace_quarantine(table, source, str(earlier), left.select(QUARANTINE_SCHEMA.keys()))
    dismissed = lake.settled().filter(mine, pl.col("how") == "dismissed").collect()
    told = dismissed.unique("raw").select("raw", "how", "by", "reason")
    waits = read.join(dismissed, on=[*SETTLED_BY], how="anti", nulls_equal=True)
    lake.settle(waits.select(*SETTLED_BY).unique().join(told, on="raw"), {"bpo.batch": batch})
