"""Ingest: an export becomes facts. Usable rows enter, unusable ones go to the quarantine, rows already there stay as they are.

Rows that the source leaves out on purpose are counted as skipped. Every row read is exactly one of the four, or joins rows that are
there where its source says that they are one. A file is one commit; ingesting it again adds nothing.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl

from bpo.core.errors import BpoError, Problem, Where
from bpo.core.tables import Table
from bpo.core.words import Text
from bpo.facts.gate.checking import Checker
from bpo.facts.gate.hiding import Hiding
from bpo.facts.gate.holding import hold
from bpo.facts.gate.known import NEWNESS, also_alike, resolve
from bpo.facts.gate.mapping import bind
from bpo.facts.gate.repeated_hours import IN_EITHER
from bpo.facts.gate.replacing import resolve_replacing
from bpo.facts.lake.lake import QUARANTINE_SCHEMA, Lake
from bpo.facts.lake.rereading import read_before
from bpo.facts.lake.secrecy import claim, require_one_kind
from bpo.facts.personal import CUSTOMER, Key, key_of_environment, kind_kept
from bpo.facts.reading.batch import NUMBER, Batch
from bpo.facts.reading.contacts import ALONE, Neighbours
from bpo.facts.reading.export import Export, open_export
from bpo.facts.sources.source import Source

BAD_ROWS_SHOWN = 20


@dataclass(frozen=True)
class RuleCount:
    """A rule, what it says, and how many of the rows read break it."""

    rule: str
    title: Text
    breaches: int


@dataclass(frozen=True)
class BadRow:
    """An unusable row: its place, the ids of the rules it broke, why in both languages, and its text as read."""

    file: str
    line: int
    rules: tuple[str, ...]
    reason: Text
    raw: str


@dataclass(frozen=True)
class IngestReport:
    """What became of a file. ``rows_read = entered + merged + newer + older + quarantined + known + skipped``.

    A row that a source's ``unpivot`` makes several is read as often. ``skipped_by`` says how many each ``only`` or ``skip`` left out.

    Of a source whose rows may be one, ``entered`` are those of a new key, and of the others that came into the lake ``merged`` are
    one with a row that is there, ``newer`` replace a copy that is older, and ``older`` do not count.
    ``replaced`` rows of an earlier reading of this file left the lake, because its source reads something else there now.
    ``version`` is the state of the table afterwards (None: it has no facts at all), ``first`` and ``last`` are the times of
    its usable rows.
    """

    file: str
    batch: str
    source: str
    table: str
    rows_read: int
    entered: int
    quarantined: int
    known: int
    skipped: int
    skipped_by: Mapping[Where, int]
    by_rule: tuple[RuleCount, ...]
    bad_rows: tuple[BadRow, ...]
    first: datetime | date | None
    last: datetime | date | None
    version: int | None
    merged: int = 0
    newer: int = 0
    older: int = 0
    replaced: int = 0
    notes: tuple[Problem, ...] = ()
    """What else is told of the file: sheets that were not read, rows that are hidden."""
    warnings: tuple[Problem, ...] = ()

    def __post_init__(self) -> None:
        there = self.merged + self.newer + self.older
        parts = self.entered + there + self.quarantined + self.known + self.skipped
        assert self.rows_read == parts, f"{self.rows_read} rows were read and {parts} accounted for"

    @property
    def usable(self) -> int:
        """The rows that are facts, whether or not they were known."""
        return self.entered + self.merged + self.newer + self.older + self.known

    @property
    def passed(self) -> bool:
        """Whether no rule was broken."""
        return self.quarantined == 0


def ingest(
    path: Path,
    source: Source,
    lake: Lake,
    accepted: str = "",
    near: Neighbours = ALONE,
    key: Key | None = None,
    name: str | None = None,
) -> IngestReport:
    """Read an export through its source file into the lake.

    Args:
        path: The export.
        source: How to read it.
        lake: Where the facts go.
        accepted: Why the file may enter though a check of its source stops it; kept in the commit.
        near: Of a log, the files of it before and after.
        key: What personal values are hashed with, if the source hashes any; without it, BPO_KEY of the environment.
        name: What the lake calls the file, such as ``a.zip/b.csv``; without it, the last part of its path.

    Raises:
        BpoError: if the file is missing, empty, of another kind, or lacks columns that the source maps; or a check
            of its source stops it. Bad rows raise nothing.
    """
    hiding = Hiding(source, key or key_of_environment())
    hiding.require_key()
    export = open_export(path, source, near)
    return enter(export, batch_of(path), hiding, lake, accepted, name=name)


def enter(
    export: Export,
    sha: str,
    hiding: Hiding,
    lake: Lake,
    accepted: str = "",
    remembered: Mapping[str, str] | None = None,
    name: str | None = None,
) -> IngestReport:
    """The same for an open export of a source whose personal values are hidden so; ``remembered`` is kept in the commit besides."""
    source = hiding.source
    plan = bind(source, export)
    checker = Checker(source, plan, export.path, sha, export.fields, hiding)
    checker.name = name or export.path.name
    with tempfile.TemporaryDirectory(prefix="bpo-ingest-") as folder:
        unusable = _stage(checker, export.batches(source, set(plan.reads)), Path(folder))
        staged = pl.scan_parquet(Path(folder) / "*.parquet")
        with lake.locked():
            return _told(_enter(checker, staged, unusable, lake, accepted, remembered or {}), export, checker.undecided)


def _told(report: IngestReport, export: Export, undecided: int) -> IngestReport:
    """With the places of rows as people look them up, and what is said of the file as a whole."""
    rows = []
    for row in report.bad_rows:
        file, line = export.place(row.line)
        rows.append(replace(row, file=file, line=line))
    either = [Problem(IN_EITHER, Where(report.file), {"count": undecided})] if undecided else []
    return replace(report, bad_rows=tuple(rows), notes=(*export.notes, *either))


def batch_of(path: Path) -> str:
    """The name of a file's content: its SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stage(checker: Checker, batches: Iterable[Batch], folder: Path) -> pl.DataFrame:
    """Write usable rows to a folder, so that a file larger than the memory can be compared and sorted. Returns the others."""
    unusable = [pl.DataFrame(schema=QUARANTINE_SCHEMA)]
    checker.no_facts().write_parquet(folder / "0.parquet")
    for number, batch in enumerate(batches, start=1):
        usable, bad = checker.divide(batch)
        usable.write_parquet(folder / f"{number}.parquet", compression="lz4")
        unusable.append(bad)
    return pl.concat(unusable)


def _enter(
    checker: Checker,
    staged: pl.LazyFrame,
    unusable: pl.DataFrame,
    lake: Lake,
    accepted: str,
    remembered: Mapping[str, str],
) -> IngestReport:
    """The quarantine is written first, by file and line: a crash before the facts' commit loses and doubles nothing."""
    source, table = checker.source, checker.source.table
    _keep_customers_alike(checker.hiding, staged, lake)
    read_otherwise = read_before(lake, table, source.source, checker.sha, staged)
    held = hold(source, staged, lake, checker.name, checker.read, unusable.height)
    if held.stops and not accepted:
        raise BpoError(held.stops)
    checker.counts.update(held.counts)
    if held.aside.height:
        unusable = pl.concat([unusable, checker.held(staged, held)])
        staged = staged.join(held.aside.lazy(), on=NUMBER, how="anti")
    others = read_otherwise or lake
    replacing = source.same_key is not None and source.same_key.replace
    resolved = (
        resolve_replacing(table, staged, others) if replacing else resolve(table, source.same_key, staged, others)
    )
    new = resolved.new.with_columns(pl.lit(_delivery(lake, table)).alias(NEWNESS)) if replacing else resolved.new
    alike = also_alike(table, source.one_if_alike, new, others)
    unusable = pl.concat([unusable, checker.conflicts(resolved.conflicts)])
    usable, first, last = (
        staged.select(pl.len(), pl.col(table.time).min().alias("first"), pl.col(table.time).max().alias("last"))
        .collect(engine="streaming")
        .row(0)
    )
    added = usable - resolved.known - resolved.conflicts.height
    further = resolved.further
    lake.replace_quarantine(table, source.source, checker.sha, unusable)
    if added or read_otherwise:
        metadata = _metadata(checker, added, unusable.height, resolved.known, accepted)
        instead_of = (source.source, checker.sha) if read_otherwise else None
        lake.append(table, new, {**metadata, **remembered}, instead_of)
    return IngestReport(
        file=str(checker.file),
        batch=checker.sha,
        source=source.source,
        table=table.name,
        rows_read=checker.read,
        entered=added - further.rows - alike,
        merged=further.merged + alike,
        newer=further.newer,
        older=further.older,
        quarantined=unusable.height,
        known=resolved.known,
        skipped=checker.left_out,
        skipped_by=dict(checker.skipped),
        by_rule=tuple(RuleCount(rule.id, rule.title(), checker.counts[rule.id]) for rule in checker.rules),
        bad_rows=_shown(checker.file, unusable),
        first=first,
        last=last,
        version=lake.version(table),
        replaced=read_otherwise.rows if read_otherwise else 0,
        warnings=(*held.warnings, *held.stops),
    )


def _delivery(lake: Lake, table: Table) -> int:
    """The number of a delivery among all of its table: the version that it makes."""
    version = lake.version(table)
    return 0 if version is None else version + 1


def _keep_customers_alike(hiding: Hiding, staged: pl.LazyFrame, lake: Lake) -> None:
    """Nothing enters beside customers of the same account that are kept in another way, or under another key."""
    source = hiding.source
    if hiding.key is not None and "hash" in hiding.how.values():
        claim(lake, hiding.key, source.place("source"))
    kind = kind_kept(source.how_kept(CUSTOMER) or "keep") if CUSTOMER in source.map else None
    if kind is not None:
        accounts = staged.select(pl.col("account").unique()).collect(engine="streaming")["account"]
        require_one_kind(lake, source.table, accounts.to_list(), kind, source.key_place("map", CUSTOMER))


def _metadata(checker: Checker, entered: int, quarantined: int, known: int, accepted: str) -> dict[str, str]:
    """What the commit itself remembers of the file."""
    return {
        "bpo.file": checker.name,
        "bpo.batch": checker.sha,
        "bpo.source": checker.source.source,
        "bpo.rows_read": str(checker.read),
        "bpo.entered": str(entered),
        "bpo.quarantined": str(quarantined),
        "bpo.known": str(known),
        "bpo.skipped": str(checker.left_out),
        **({"bpo.accepted": accepted} if accepted else {}),
    }


def _shown(file: Path, unusable: pl.DataFrame) -> tuple[BadRow, ...]:
    rows = unusable.sort("line", maintain_order=True).head(BAD_ROWS_SHOWN).to_dicts()
    return tuple(
        BadRow(
            str(file),
            row["line"],
            tuple(row["rules"].split(",")),
            Text(zh=row["reason_zh"], en=row["reason_en"]),
            row["raw"],
        )
        for row in rows
    )
