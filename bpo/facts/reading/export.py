"""Opens an export: the names and types of its columns, and its rows in batches, each with its line in the file.

A row that cannot be cut into its fields is a fault with its line; it never stops the rows around it. A file that is not
what the source file says (missing, empty, binary, without the sheet) is a :class:`~bpo.core.errors.Problem`.
"""

import zipfile
from collections.abc import Iterator, Mapping, Sized
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

import polars as pl

from bpo.core.documents import NOT_FOUND, NOT_READABLE
from bpo.core.errors import BpoError, Problem, Where, fail
from bpo.core.tables import ColumnType
from bpo.core.words import Words
from bpo.facts.clock import in_utc
from bpo.facts.reading import delimited, json_rows, xml_records
from bpo.facts.reading.apart import NotRead, read_apart
from bpo.facts.reading.batch import LINE, NO_FAULTS, NO_ROWS, RAW, Batch
from bpo.facts.reading.contacts import ALONE, Neighbours
from bpo.facts.reading.logs import contact_batches, open_log
from bpo.facts.reading.workbook import Book
from bpo.facts.sources.database_format import Database
from bpo.facts.sources.event_formats import CONTACT, CallCenter, QueueLog
from bpo.facts.sources.excel import Excel
from bpo.facts.sources.json_format import Json
from bpo.facts.sources.source import Delimited, Format, Parquet, Source
from bpo.facts.sources.xml_format import Xml
from bpo.facts.types import DTYPES, column_type, trimmed

ROWS_A_BATCH = 100_000

NOT_TEXT = Words(
    "file-not-text",
    en="this is not plain text in the encoding that the source file names: it holds zero bytes, as workbooks and UTF-16 do. Is it the "
    "right file? Else write format: {{kind: excel}} or encoding: utf-16 in the source file, or export it again as CSV",
    zh="该文件不是数据源文件所写编码的纯文本：其中含有零字节（工作簿和 UTF-16 文本即如此）。请确认文件无误；否则在数据源文件中写 "
    "format: {{kind: excel}} 或 encoding: utf-16，或重新导出为 CSV",
)
PACKED = Words(
    "export-packed",
    en="this is a packed file ({kind}); unpack it and ingest the file inside",
    zh="该文件是压缩文件（{kind}）；请解压后导入其中的文件",
)
A_WORKBOOK = Words(
    "export-workbook",
    en="this is a workbook; write format: {{kind: excel}} in the source file, or export it again as CSV",
    zh="该文件是工作簿；请在数据源文件中写 format: {{kind: excel}}，或重新导出为 CSV",
)
OTHER_SEPARATOR = Words(
    "export-separator",
    en="under the separator '{given}' the header is a single field, '{header}'; write separator: {other} in the source file",
    zh="按分隔符 '{given}' 表头只有一个字段 '{header}'；请在数据源文件中写 separator: {other}",
)
GZIP, ZIP, OLD_WORKBOOK = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
HEADER_SHOWN_MAX = 80
NOT_THIS_KIND = Words(
    "export-wrong-kind", en="this is not a file of the kind '{kind}': {reason}", zh="该文件不是 '{kind}' 格式：{reason}"
)


class LaidOut(Protocol):
    """What says how a file is laid out: a source, or the file that maps a bank's export."""

    @property
    def format(self) -> Format: ...

    @property
    def timezone(self) -> str: ...

    @property
    def map(self) -> Sized: ...


@dataclass(frozen=True)
class Export:
    """An open export. ``batches`` can be read once; only the columns named in ``wanted`` are kept."""

    path: Path
    columns: Mapping[str, ColumnType]
    repeated: frozenset[str] = frozenset()
    """Names that the header has twice: no mapping can say which one it means."""
    on_the_wall: frozenset[str] = frozenset()
    """Columns of moments that have no zone."""
    book: Book | None = None
    """Of a workbook, what was read when it was opened."""
    frame: pl.LazyFrame | None = None
    """Rows that are at hand, with their :data:`LINE`: those of a database."""
    faults: pl.DataFrame = field(default_factory=lambda: NO_FAULTS)
    """Rows that were found to be unusable when it was opened."""
    width: str | None = None
    """How many fields a line has, where that is not the number of columns."""
    near: Neighbours = ALONE
    """Of a log, the files of it before and after this one."""
    file_as: str | None = None
    """A column beside those of the file, with its name."""

    def named(self, file_as: str | None) -> "Export":
        """With such a column, if one is asked for and the file has none of that name."""
        if file_as is None or file_as in self.columns:
            return self
        return replace(self, columns={**self.columns, file_as: "text"}, width=str(self.fields), file_as=file_as)

    @property
    def fields(self) -> int | str:
        return len(self.columns) if self.width is None else self.width

    @property
    def day_zero(self) -> date | None:
        return self.book.day_zero if self.book is not None else None

    @property
    def notes(self) -> tuple[Problem, ...]:
        """What the user is told of the file besides what becomes of its rows."""
        return self.book.notes if self.book is not None else ()

    def place(self, line: int) -> tuple[str, int]:
        """The file and the line of a row, as people look it up."""
        part, row = self.book.place(line) if self.book is not None else ("", line)
        return f"{self.path}{part}", row

    def batches(self, source: LaidOut, wanted: set[str]) -> Iterator[Batch]:
        if self.file_as not in wanted:
            yield from self._batches(source, wanted)
            return
        name = pl.lit(self.path.name).alias(self.file_as)
        for batch in self._batches(source, wanted - {self.file_as}):
            yield replace(batch, rows=batch.rows.with_columns(name))

    def _batches(self, source: LaidOut, wanted: set[str]) -> Iterator[Batch]:
        if self.frame is not None:
            yield from typed_batches(self.frame, source.timezone, wanted, NO_FAULTS)
            if self.faults.height:
                nothing = pl.DataFrame(
                    schema={**dict.fromkeys(wanted, pl.String()), LINE: pl.Int64(), RAW: pl.String()}
                )
                yield Batch(nothing, self.faults)
        elif isinstance(source.format, Delimited):
            yield from delimited.batches(self.path, source.format, sorted(wanted))
        elif isinstance(source.format, Json):
            yield from json_rows.batches(self.path, source.format, sorted(wanted))
        elif isinstance(source.format, QueueLog | CallCenter):
            assert isinstance(source, Source), "logs of contacts are read by sources alone"
            yield from contact_batches(self.path, source, wanted, self.near)
        elif isinstance(source.format, Xml):
            yield from xml_records.batches(self.path, source.format, sorted(wanted))
        elif isinstance(source.format, Excel):
            assert self.book is not None, "a workbook was read when it was opened"
            self.book.require(wanted)
            for sheet in self.book.sheets:
                faults = sheet.faults_in(wanted) if source.format.cell_errors == "reject" else NO_FAULTS
                yield from typed_batches(sheet.frame.lazy(), source.timezone, wanted, faults)
        else:
            yield from _read_by_another(self.path, source, wanted)


def open_export(path: Path, source: LaidOut, near: Neighbours = ALONE) -> Export:
    """Open a file as its source says; of a log, with the files of it before and after.

    Raises:
        BpoError: if it is missing, empty, or not of the kind that the source names.
    """
    assert not isinstance(source.format, Database), "a database is fetched, see ingest_database"
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(8192)
    except FileNotFoundError:
        raise fail(NOT_FOUND, Where(str(path))) from None
    except OSError as error:
        raise fail(NOT_READABLE, Where(str(path)), reason=error.strerror or str(error)) from None
    if size == 0:
        raise fail(NO_ROWS, Where(str(path)))
    export = replace(_export(path, source, start), near=near)
    return export.named(source.file_as) if isinstance(source, Source) else export


def is_workbook(path: Path) -> bool:
    """Whether a file begins as workbooks do; what cannot be read does not."""
    try:
        with path.open("rb") as file:
            return file.read(4).startswith((ZIP, OLD_WORKBOOK))
    except OSError:
        return False


def _export(path: Path, source: LaidOut, start: bytes) -> Export:
    kind = source.format
    if start.startswith(GZIP):
        raise fail(PACKED, Where(str(path)), kind="gzip")
    if isinstance(kind, Delimited | QueueLog | CallCenter | Xml):
        if start.startswith((ZIP, OLD_WORKBOOK)):
            raise _no_text(path)
        if b"\0" in start and not kind.encoding.startswith(("utf-16", "utf-32")):
            raise fail(NOT_TEXT, Where(str(path)))
    if isinstance(kind, QueueLog | CallCenter):
        return Export(path, CONTACT, width=open_log(path, kind))
    if isinstance(kind, Xml):
        return Export(path, dict.fromkeys(kind.columns, "text"))
    if isinstance(kind, Delimited):
        names = [name for name in delimited.names(path, kind) if name]
        _require_separator(path, kind, names, source)
        repeated = frozenset(name for name in names if names.count(name) > 1)
        return Export(path, dict.fromkeys(names, "text"), repeated)
    if isinstance(kind, Json):
        return Export(path, dict.fromkeys(json_rows.names(path, kind), "text"))
    if isinstance(kind, Excel):
        return _workbook(path, kind)
    assert isinstance(kind, Parquet), "the last kind of file"
    try:
        schema = read_apart("schema", path)
    except NotRead as error:
        raise _wrong_kind(path, kind, error) from None
    found = {name: column_type(dtype) for name, dtype in schema.items()}
    known = {name: type_ for name, type_ in found.items() if type_ is not None}
    on_the_wall = {name for name, dtype in schema.items() if isinstance(dtype, pl.Datetime) and dtype.time_zone is None}
    return Export(path, known, on_the_wall=frozenset(on_the_wall))


def _no_text(path: Path) -> BpoError:
    """A workbook is a zip file too."""
    try:
        with zipfile.ZipFile(path) as file:
            if not any(name.startswith("xl/") for name in file.namelist()):
                return fail(PACKED, Where(str(path)), kind="zip")
    except (zipfile.BadZipFile, OSError):
        if path.read_bytes()[:4] == ZIP:
            return fail(PACKED, Where(str(path)), kind="zip")
    return fail(A_WORKBOOK, Where(str(path)))


def _require_separator(path: Path, kind: Delimited, names: list[str], source: LaidOut) -> None:
    """A header that is one field, where it holds another separator, was cut by the wrong one."""
    others = [one for one in SEPARATORS if one != kind.separator and len(names) == 1 and one in names[0]]
    if others and len(source.map) > 1:
        other = max(others, key=names[0].count)
        given = SEPARATORS.get(kind.separator, kind.separator)
        shown = names[0].replace("\t", " ")[:HEADER_SHOWN_MAX]
        raise fail(OTHER_SEPARATOR, Where(str(path), kind.skip + 1), given=given, header=shown, other=SEPARATORS[other])


def _workbook(path: Path, kind: Excel) -> Export:
    try:
        book: Book = read_apart("workbook", path, kind)
    except NotRead as error:
        raise _wrong_kind(path, kind, error) from None
    return Export(path, dict.fromkeys(book.columns, "text"), book.repeated, book=book)


def _wrong_kind(path: Path, kind: Excel | Parquet, error: Exception) -> BpoError:
    return fail(NOT_THIS_KIND, Where(str(path)), kind=kind.kind, reason=str(error).splitlines()[0][:200])


def _read_by_another(path: Path, source: LaidOut, wanted: set[str]) -> Iterator[Batch]:
    """The batches of a Parquet file, as the process that reads it gives one after the other."""
    assert isinstance(source.format, Parquet), "this is a kind of file with batches of its own"
    key = f"{path}\n{id(wanted)}"
    try:
        batch: Batch | None = read_apart("rows", path, (key, source.timezone, wanted))
        while batch is not None:
            yield batch
            batch = read_apart("more", path, key)
    except NotRead as error:
        raise _wrong_kind(path, source.format, error) from None


def typed_batches(numbered: pl.LazyFrame, timezone: str, wanted: set[str], faults: pl.DataFrame) -> Iterator[Batch]:
    """Rows of a workbook or a Parquet file, with their :data:`LINE`; a row of empty cells is no row.

    Those of a workbook have their :data:`RAW` already: columns were added to what stands in its cells.
    """
    schema = numbered.collect_schema()
    kept = [_normal(name, schema[name], timezone).alias(name) for name in sorted(wanted)]
    empty = pl.all_horizontal(pl.exclude(LINE, RAW).is_null()) if schema.len() > 1 else pl.lit(False)
    printable = [name for name in schema.names() if name != LINE and column_type(schema[name]) is not None]
    joined = pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in printable], separator="\t")
    raw = pl.col(RAW) if RAW in schema else joined
    offset = 0
    while True:
        chunk = numbered.slice(offset, ROWS_A_BATCH).with_columns(raw.alias(RAW)).collect(engine="streaming")
        if not chunk.height:
            return
        offset += chunk.height
        bad = faults.drop("raw").join(chunk.select(line=LINE, raw=RAW), on="line").select(faults.columns)
        good = chunk.filter(~empty).join(bad, left_on=LINE, right_on="line", how="anti", maintain_order="left")
        yield Batch(good.select(*kept, LINE, RAW), bad)


def _normal(name: str, dtype: pl.DataType, timezone: str) -> pl.Expr:
    """A column in the type that bpo keeps: text trimmed, moments in UTC (one without a zone is local time)."""
    column = pl.col(name)
    kind = column_type(dtype)
    assert kind is not None, f"{name} has no type that a mapping can use"
    if kind == "text":
        return trimmed(column.cast(pl.String))
    if isinstance(dtype, pl.Datetime):
        return in_utc(column, timezone) if dtype.time_zone is None else column.cast(DTYPES["instant"])
    if dtype.is_float():
        return column.round(4).cast(DTYPES["decimal"], strict=False)
    return column.cast(DTYPES[kind], strict=False)
