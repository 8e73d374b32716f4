"""The quarantine as people work through it: unusable rows are listed, mended and released, or dismissed for a reason.

A row stays in the quarantine for as long as its file is read so; that somebody has settled it is kept beside it, with the file
that brought the mended row, or the reason. Withdrawing that file makes the row wait again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from bpo.core.digests import sha256_of
from bpo.core.errors import Where, choices, fail
from bpo.core.words import Words
from bpo.facts.gate.hiding import Hiding
from bpo.facts.gate.mapping import bind
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.batches import batch_named
from bpo.facts.lake.lake import SETTLED_BY, SETTLED_SCHEMA, Lake
from bpo.facts.personal import Key
from bpo.facts.reading.batch import LINE, RAW
from bpo.facts.reading.export import open_export
from bpo.facts.sources.source import Delimited, Source

NUMBER_COLUMN = "bpo_line"
"""The last column of a file of rows to be mended: the line of each in the file that it is from."""

NOT_IN_QUARANTINE = Words(
    "quarantine-unknown",
    en="no row of '{given}' waits in the quarantine; write the name of a file, or the beginning of its batch",
    zh="隔离区中没有 '{given}' 的待处理记录；请写文件名，或批次编号的开头",
)
SEVERAL = Words(
    "quarantine-several",
    en="'{given}' stands for several files in the quarantine: {batches}; write the beginning of the one that is meant",
    zh="'{given}' 对应隔离区中的多个文件：{batches}；请写所指批次编号的开头",
)
ONLY_TEXT = Words(
    "quarantine-only-text",
    en="rows of a file of the kind '{kind}' cannot be written out to be mended; mend them in the file itself, ingest it, and dismiss what is "
    "left of the old one",
    zh="'{kind}' 类文件的记录无法单独导出修改；请在原文件中改正后重新导入，再将旧文件余下的记录标为已处理",
)
NOT_THAT_FILE = Words(
    "quarantine-other-file",
    en="no row of this file, as its content is now, waits in the quarantine; name the file that was ingested, unchanged",
    zh="隔离区中没有此文件（按其当前内容）的待处理记录；请指定当时导入的原文件，且内容未改动",
)
NO_LINE = Words(
    "quarantine-no-line",
    en="the last column, '{column}', is not the line of a row of '{file}' that waits: '{given}'",
    zh="最后一列 '{column}' 不是 '{file}' 中待处理记录的行号：'{given}'",
)
NO_SUCH_RULE = Words(
    "quarantine-no-such-rule",
    en="no row of '{file}' that waits broke the rule '{given}'",
    zh="'{file}' 中没有违反规则 '{given}' 的待处理记录",
)
NO_SUCH_LINES = Words(
    "quarantine-no-such-lines",
    en="no row of '{file}' that waits stands in these lines: {given}",
    zh="'{file}' 中没有位于这些行的待处理记录：{given}",
)


@dataclass(frozen=True)
class Waiting:
    """Unusable rows of one file, as read by one source, that broke the same rules."""

    table: str
    source: str
    account: str | None
    file: str
    batch: str
    rules: tuple[str, ...]
    rows: int
    first_line: int


@dataclass(frozen=True)
class Released:
    """A mended file: what became of its rows, the lines of the old file that no longer wait, and those that still do."""

    report: IngestReport
    released: tuple[int, ...]
    still: tuple[int, ...]


def waiting(lake: Lake) -> tuple[Waiting, ...]:
    """What waits in the quarantine, by file and rules, the most rows first."""
    by = ["table", "source", "account", "file", "batch", "rules"]
    counted = lake.quarantine().group_by(by).agg(pl.len().alias("rows"), pl.col("line").min().alias("first_line"))
    rows = counted.sort("rows", "file", "rules", descending=[True, False, False]).collect(engine="streaming")
    return tuple(Waiting(**{**row, "rules": tuple(row["rules"].split(","))}) for row in rows.to_dicts())


def rows_of(lake: Lake, given: str, rule: str | None = None, lines: Collection[int] | None = None) -> pl.DataFrame:
    """The rows of one file that wait, by line, as :data:`~bpo.facts.types.QUARANTINE_SCHEMA`.

    Args:
        given: The name of the file, or the beginning of its batch.
        rule: Only those that broke this rule.
        lines: Only those of these lines.

    Raises:
        BpoError: if no file is meant, or several, or none of its rows is.
    """
    every = lake.quarantine()
    files = every.select("file", "batch").unique().collect(engine="streaming")
    batch = batch_named(files, given, NOT_IN_QUARANTINE, SEVERAL)
    meant = every.filter(pl.col("batch") == batch).collect(engine="streaming").sort("line", "rules")
    if rule is not None:
        broke = pl.col("rules").str.split(",").list.contains(rule)
        known = sorted({one for rules in meant["rules"] for one in rules.split(",")})
        meant = meant.filter(broke)
        if not meant.height:
            raise fail(NO_SUCH_RULE, file=given, **choices(rule, known))
    if lines is not None:
        meant = meant.filter(pl.col("line").is_in(list(lines)))
        if not meant.height:
            raise fail(NO_SUCH_LINES, file=given, given=sorted(lines))
    return meant


def dismiss(lake: Lake, rows: pl.DataFrame, reason: str) -> int:
    """Say that these rows of the quarantine need no mending, and why. Returns how many lines they are."""
    settled = rows.select(*SETTLED_BY, how=pl.lit("dismissed"), by=pl.lit(""), reason=pl.lit(reason)).unique()
    with lake.locked():
        lake.settle(settled, {"bpo.dismissed": str(settled.height), "bpo.reason": reason})
    return settled.height


def to_mend(lake: Lake, file: Path, source: Source) -> tuple[str, int]:
    """The rows of a file that wait, as text of the same kind: its lines up to the header, then each row with its line in a last column;
    and how many rows they are.

    Raises:
        BpoError: if the file is not delimited text, or none of its rows waits.
    """
    kind = _delimited(source, file)
    rows = _waiting_of(lake, sha256_of(file), source, Where(str(file)))
    before = _beginning(file, kind)
    if kind.header:
        before[-1] += f"{kind.separator}{NUMBER_COLUMN}"
    once = rows.unique("line", keep="first", maintain_order=True)
    texts = (
        _as_delivered(file, source, set(once["line"]))
        if Hiding(source).any
        else dict(once.select("line", "raw").iter_rows())
    )
    named = [f"{texts[line]}{kind.separator}{line}" for line in once["line"]]
    return "".join(f"{line}\n" for line in (*before, *named)), once.height


def _as_delivered(file: Path, source: Source, lines: Collection[int]) -> dict[int, str]:
    """Rows by their lines as the file itself has them: the quarantine does not say what is personal in them."""
    export = open_export(file, source)
    found: dict[int, str] = {}
    for batch in export.batches(source, set(bind(source, export).reads)):
        found |= dict(batch.with_raw(batch.rows.filter(pl.col(LINE).is_in(lines))).select(LINE, RAW).iter_rows())
        found |= dict(batch.faults.filter(pl.col("line").is_in(lines)).select("line", "raw").iter_rows())
    return found


def release(lake: Lake, mended: Path, of: Path, source: Source, key: Key | None = None) -> Released:
    """Ingest mended rows of a file, as :func:`to_mend` wrote them; what enters, or is known, no longer waits.

    Rows that are still unusable go on waiting as rows of the old file; the mended file leaves nothing in the quarantine.

    Raises:
        BpoError: as :func:`~bpo.facts.ingest.ingest`; or if the last column is not a line of the old file that waits.
    """
    kind = _delimited(source, of)
    numbered = source
    if kind.columns:
        columns = (*(name.removesuffix("?") for name in kind.columns), NUMBER_COLUMN)
        numbered = source.model_copy(update={"format": kind.model_copy(update={"columns": columns})})
    old = _waiting_of(lake, sha256_of(of), source, Where(str(of)))
    lines = _numbers(mended, numbered, of, set(old["line"]))
    report = ingest(mended, numbered, lake, key=key)
    with lake.locked():
        unusable = lake.unusable().filter(
            pl.col("batch") == report.batch, pl.col("source") == source.source, pl.col("table") == source.table_name
        )
        bad = set(unusable.select("line").unique().collect()["line"])
        lake.replace_quarantine(source.table, source.source, report.batch, unusable.collect().clear())
        done = sorted({line for here, line in lines.items() if here not in bad})
        settled = old.filter(pl.col("line").is_in(done)).select(
            *SETTLED_BY, how=pl.lit("released"), by=pl.lit(report.batch), reason=pl.lit(mended.name)
        )
        assert settled.columns == list(SETTLED_SCHEMA)
        lake.settle(settled.unique(), {"bpo.released": str(len(done)), "bpo.batch": report.batch})
    still = sorted(set(old["line"]) - set(done))
    return Released(report, tuple(done), tuple(still))


def _delimited(source: Source, file: Path) -> Delimited:
    if not isinstance(source.format, Delimited):
        raise fail(ONLY_TEXT, Where(str(file)), kind=source.format.kind)
    return source.format


def _beginning(file: Path, kind: Delimited) -> list[str]:
    """The lines of a file up to its header."""
    with file.open(encoding=kind.encoding, errors="replace") as text:
        return [text.readline().rstrip("\r\n") for _ in range(kind.skip + kind.header)]


def _waiting_of(lake: Lake, batch: str, source: Source, where: Where) -> pl.DataFrame:
    mine = (pl.col("batch") == batch) & (pl.col("source") == source.source) & (pl.col("table") == source.table_name)
    rows = lake.quarantine().filter(mine).collect(engine="streaming").sort("line", "rules")
    if not rows.height:
        raise fail(NOT_THAT_FILE, where)
    return rows


def _numbers(mended: Path, source: Source, of: Path, known: Collection[int]) -> dict[int, int]:
    """The line of the old file that each line of the mended one stands for; of one that cannot be cut, nothing is known."""
    export = open_export(mended, source)
    if NUMBER_COLUMN not in export.columns:
        raise fail(NO_LINE, Where(str(mended)), column=NUMBER_COLUMN, file=of.name, given="")
    wanted = {NUMBER_COLUMN, *bind(source, export).reads}
    found: dict[int, int] = {}
    for batch in export.batches(source, wanted):
        for here, given in batch.rows.select(LINE, NUMBER_COLUMN).iter_rows():
            if not str(given).isdecimal() or int(given) not in known:
                raise fail(NO_LINE, Where(str(mended), here), column=NUMBER_COLUMN, file=of.name, given=given or "")
            found[here] = int(given)
    return found
