"""A draft is tried on the beginning of its export: what becomes of the rows, before anybody relies on it."""

import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.tables import ColumnType
from bpo.core.words import Sentence
from bpo.facts.guessing.words import LINE_REASON, TRIED_BAD
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.personal import Key, new_secret
from bpo.facts.reading.batch import RAW
from bpo.facts.reading.export import open_export
from bpo.facts.sources.load import read_source
from bpo.facts.sources.source import Source

REASONS_SHOWN = 5
OF_THE_ROW_ITSELF = ("key.", "reject.", "contact.", "row.xml", "row.event", "row.cell", "json.")
"""Rules that say nothing against the source: the row is damaged, there twice, or refused on purpose."""
_STUB = """\
source: stub
table: interactions
account: stub
timezone: UTC
{format}
map: {{interaction_id: "'1'", direction: "'inbound'", started_at: "'2000-01-01'", outcome: "'void'"}}
"""


@dataclass(frozen=True)
class Trial:
    """``usable`` of the ``rows`` could be used, ``skipped`` are left out on purpose; why the others could not is told by rule.

    ``unfitting`` is the most that broke one rule which a row breaks under a wrong source, not by being damaged or there twice.
    """

    rows: int
    usable: int
    skipped: int
    unfitting: int
    first: datetime | date | None
    reasons: tuple[Sentence, ...] = ()

    @property
    def asked(self) -> int:
        return self.rows - self.skipped

    @property
    def share(self) -> float:
        return self.usable / self.asked if self.asked else 0.0

    @property
    def fitting(self) -> float:
        return 1 - self.unfitting / self.asked if self.asked else 0.0


def rows_of(part: Path, form: str, most: int) -> tuple[pl.DataFrame, dict[str, ColumnType], frozenset[str]]:
    """The first rows of an export under a format, the types of its columns, and the names that it has twice; with the text of each row."""
    stub = read_source(parse_document(_STUB.format(format=form), "draft"))
    export = open_export(part, stub)
    names = [name for name in export.columns if name not in export.repeated]
    batch = next((batch for batch in export.batches(stub, set(names)) if batch.rows.height), None)
    if batch is None:
        rows = pl.DataFrame(schema=dict.fromkeys((*names, RAW), pl.String))
    else:
        rows = batch.with_raw(batch.rows.head(most))
    return rows, {name: export.columns[name] for name in names}, export.repeated


def try_out(part: Path, source: Source) -> Trial | None:
    """Ingest the beginning of an export into a lake that is thrown away; None if it cannot be opened so."""
    with tempfile.TemporaryDirectory(prefix="bpo-guess-") as folder:
        try:
            report = ingest(part, source.model_copy(update={"checks": ()}), Lake(Path(folder)), key=Key(new_secret()))
        except BpoError:
            return None
    usable = report.rows_read - report.quarantined - report.skipped
    wrong = (one.breaches for one in report.by_rule if not one.rule.startswith(OF_THE_ROW_ITSELF))
    return Trial(report.rows_read, usable, report.skipped, max(wrong, default=0), report.first, _reasons(report))


def knows_its_moments(part: Path, source: Source) -> bool:
    """Whether the rows have the same moments by whatever clock they are read."""
    firsts = []
    for zone in ("UTC", "Asia/Tokyo"):
        trial = try_out(part, source.model_copy(update={"timezone": zone}))
        firsts.append(trial.first if trial is not None else None)
    return isinstance(firsts[0], datetime) and firsts[0] == firsts[1]


def _reasons(report: IngestReport) -> tuple[Sentence, ...]:
    """For each rule, how many rows broke it, and the first of them."""
    counts = {count.rule: count.breaches for count in report.by_rule}
    seen: dict[str, Sentence] = {}
    for bad in report.bad_rows:
        rule = bad.rules[0]
        if rule not in seen:
            why = Sentence(LINE_REASON, {"line": str(bad.line), "reason": bad.reason})
            seen[rule] = Sentence(TRIED_BAD, {"count": counts.get(rule, 1), "reason": why})
    return tuple(list(seen.values())[:REASONS_SHOWN])
