"""Ingest: an export becomes facts. Usable rows enter, unusable ones go to the quarantine, rows already there stay as they are.

Rows that the source leaves out on purpose are counted as skipped. Every row read is exactly one of the four, or joins rows that are
there where its source says that they are one. A file is one commit; ingesting it again adds nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl

from bpo.core.digests import sha256_of
from bpo.core.errors import BpoError, Problem, Where
from bpo.core.tables import Table
from bpo.core.words import Text
from bpo.facts.gate.checking import Checker
from bpo.facts.gate.hiding import PRIVATE, Hiding
from bpo.facts.gate.holding import hold
from bpo.facts.gate.known import NEWNESS, also_alike, resolve, same_again
from bpo.facts.gate.mapping import bind
from bpo.facts.gate.repeated_hours import IN_EITHER
from bpo.facts.gate.replacing import resolve_replacing
from bpo.facts.lake.lake import Lake
from bpo.facts.lake.rereading import read_before
from bpo.facts.lake.runs import Runs
from bpo.facts.lake.secrecy import claim, require_one_kind
from bpo.facts.lake.unusable import Unusable
from bpo.facts.personal import CUSTOMER, Key, key_of_environment, kind_kept
from bpo.facts.reading.batch import NUMBER, RAW
from bpo.facts.reading.contacts import ALONE, Neighbours
from bpo.facts.reading.export import Export, open_export
from bpo.facts.sources.fill_in import require_filled_in
from bpo.facts.sources.source import Source


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
            of its source stops it, or the source is a draft with something left to fill in. Bad rows raise nothing.
    """
    require_filled_in(source)
    hiding = Hiding(source, key or key_of_environment())
    hiding.require_key()
    export = open_export(path, source, near)
    return enter(export, sha256_of(path), hiding, lake, accepted, name=name)


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
    before = lake.version(source.table)
    alone = not source.joining and not source.checks  # nothing asks for the rows that are known, too
    known_to = lake if alone and before is not None and not lake.joins(source.table) else None

    def checker() -> Checker:
        made = Checker(source, plan, export.path, sha, export.fields, hiding)
        made.name = name or export.path.name
        return made

    with lake.staging() as folder:
        read = _read(export, checker(), folder, known_to)
        with lake.locked():
            if read.runs.known and (
                lake.version(source.table) != before  # what was known may have been withdrawn since
                or read.runs.known != lake.rows_of(source.table, source.source, sha)  # the file is read otherwise now
            ):
                read = _read(export, checker(), folder, None)
            return _told(_enter(read, lake, accepted, remembered or {}), export, read.checker.undecided)


def _told(report: IngestReport, export: Export, undecided: int) -> IngestReport:
    """With the places of rows as people look them up, and what is said of the file as a whole."""
    rows = []
    for row in report.bad_rows:
        file, line = export.place(row.line)
        rows.append(replace(row, file=file, line=line))
    either = [Problem(IN_EITHER, Where(report.file), {"count": undecided})] if undecided else []
    return replace(report, bad_rows=tuple(rows), notes=(*export.notes, *either))


@dataclass(frozen=True)
class _Read:
    """A file that was read: what checked it, the usable rows, and the unusable ones."""

    export: Export
    checker: Checker
    runs: Runs
    unusable: Unusable

    def with_raw(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Usable rows with the text that they were read from, and their personal values; the file is read again for it."""
        batches = self.export.batches(self.checker.source, set(self.checker.plan.reads)) if rows.height else ()
        found = [self.checker.as_read(batch, rows["line"].unique()) for batch in batches]
        if not found:
            return rows.with_columns(pl.lit(None, pl.String).alias(name) for name in (RAW, PRIVATE))
        return rows.join(pl.concat(found), on="line", how="left", maintain_order="left")


def _read(export: Export, checker: Checker, folder: Path, known_to: Lake | None) -> _Read:
    """Read a file through the gate; usable rows go to files in a folder, so that a file may be larger than the memory.

    Args:
        known_to: A lake, to leave out at once what it has from this very file.
    """
    source = checker.source
    unknown = (lambda rows: same_again(source.table, rows, known_to)) if known_to is not None else None
    runs = Runs(folder, source.table, checker.schema, unknown)
    unusable = Unusable(folder)
    for batch in export.batches(source, set(checker.plan.reads)):
        usable, bad = checker.divide(batch)
        runs.add(usable)
        unusable.add(bad)
    runs.end_run()
    unusable.end()
    return _Read(export, checker, runs, unusable)


def _enter(read: _Read, lake: Lake, accepted: str, remembered: Mapping[str, str]) -> IngestReport:
    """The quarantine is written first, by file and line: a crash before the facts' commit loses and doubles nothing."""
    checker, runs = read.checker, read.runs
    source, table = checker.source, checker.source.table
    unusable = read.unusable
    _keep_customers_alike(checker.hiding, sorted(runs.accounts), lake)
    read_otherwise = None if runs.known else read_before(lake, table, source.source, checker.sha, runs.scan())
    held = hold(source, runs.scan(), lake, checker.name, checker.read, unusable.rows)
    if held.stops and not accepted:
        raise BpoError(held.stops)
    checker.counts.update(held.counts)
    if held.aside.height:
        aside = runs.scan().join(held.aside.lazy(), on=NUMBER).collect(engine="streaming")
        unusable.add(checker.held(read.with_raw(aside)))
        runs.leave_out(held.aside[NUMBER])
        runs.count_again()
    others = read_otherwise or lake
    replacing = source.same_key is not None and source.same_key.replace
    if replacing:
        runs.mark(NEWNESS, _delivery(lake, table))
        resolved = resolve_replacing(table, runs, others)
    else:
        resolved = resolve(table, source.same_key, runs, others)
    unusable.add(checker.conflicts(read.with_raw(resolved.conflicts)))
    unusable.end()
    known = runs.known + resolved.known
    added = runs.rows - known - resolved.conflicts.height
    runs.leave_out(resolved.gone)
    alike = also_alike(table, source.one_if_alike, runs.scan(), others)
    further = resolved.further
    lake.set_aside(table, source.source, checker.sha, unusable)
    metadata = {**_metadata(checker, added, unusable.rows, known, accepted), **remembered}
    if read_otherwise:
        lake.put_instead(table, source.source, checker.sha, runs.rows_alone(), metadata)
    elif added:
        lake.add(table, [run.facts for run in runs.runs], checker.schema, metadata)
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
        quarantined=unusable.rows,
        known=known,
        skipped=checker.left_out,
        skipped_by=dict(checker.skipped),
        by_rule=tuple(RuleCount(rule.id, rule.title(), checker.counts[rule.id]) for rule in checker.rules),
        bad_rows=_shown(checker.file, unusable.first),
        first=runs.first,
        last=runs.last,
        version=lake.version(table),
        replaced=read_otherwise.rows if read_otherwise else 0,
        warnings=(*held.warnings, *held.stops),
    )


def _delivery(lake: Lake, table: Table) -> int:
    """The number of a delivery among all of its table: the version that it makes."""
    version = lake.version(table)
    return 0 if version is None else version + 1


def _keep_customers_alike(hiding: Hiding, accounts: list[str], lake: Lake) -> None:
    """Nothing enters beside customers of the same account that are kept in another way, or under another key."""
    source = hiding.source
    if hiding.key is not None and "hash" in hiding.how.values():
        claim(lake, hiding.key, source.place("source"))
    kind = kind_kept(source.how_kept(CUSTOMER) or "keep") if CUSTOMER in source.map else None
    if kind is not None:
        require_one_kind(lake, source.table, accounts, kind, source.key_place("map", CUSTOMER))


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
    return tuple(
        BadRow(
            str(file),
            row["line"],
            tuple(row["rules"].split(",")),
            Text(zh=row["reason_zh"], en=row["reason_en"]),
            row["raw"],
        )
        for row in unusable.to_dicts()
    )
