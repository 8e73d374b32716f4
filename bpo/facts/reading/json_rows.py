"""Records of JSON as rows: what the paths of the source find in each, as text."""

import json
import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import polars as pl

from bpo.core.errors import Where, fail
from bpo.core.words import Words
from bpo.facts.reading.batch import FAULTS, LINE, NO_ROWS, RAW, Batch
from bpo.facts.reading.json_records import Record, RecordCutter
from bpo.facts.reading.odd_lines import BAD_BYTE
from bpo.facts.sources.json_format import Json
from bpo.facts.sources.json_paths import Getter, NoSingleValue, path_getter, value_text
from bpo.facts.types import trimmed

RECORDS_LOOKED_AT = 1_000
RAW_CHARACTERS_MAX = 1_000_000
"""The quarantine keeps no more of one record: what is not closed may be the rest of the file."""
ROWS_A_BATCH = 20_000
CHARACTERS_A_BATCH = 16_000_000
_HALVES = re.compile("[\ud800-\udfff]")
NOT_JSON = Words(
    "export-not-json",
    en="this is no JSON: it begins with '{given}', where a record begins with {{ and an array with [",
    zh="该文件不是 JSON：开头是 '{given}'；记录以 {{ 开头，数组以 [ 开头",
)


def names(path: Path, kind: Json) -> list[str]:
    """The columns: those that the source names by a path, and every key of the first records.

    Raises:
        BpoError: if the file does not begin as JSON does, or has no record.
    """
    with _open(path, kind) as file:
        begins = file.read(4096).lstrip()
    if begins and begins[0] not in "{[":
        raise fail(NOT_JSON, Where(str(path), 1), given=begins[:20].replace(BAD_BYTE, "\ufffd"))
    found = dict.fromkeys(kind.columns)
    with _open(path, kind) as file:
        any_record = False
        for record in islice(RecordCutter(file, kind.rows).records(), RECORDS_LOOKED_AT):
            any_record = True
            found |= dict.fromkeys(record.value or ())
    if not any_record:
        raise fail(NO_ROWS, Where(str(path)))
    return list(found)


def batches(path: Path, kind: Json, wanted: list[str]) -> Iterator[Batch]:
    """The records, some thousands at a time."""
    getters = {name: path_getter(kind.columns[name]) if name in kind.columns else _of_key(name) for name in wanted}
    with _open(path, kind) as file:
        made = _Rows(getters)
        for line, record in _numbered(RecordCutter(file, kind.rows).records()):
            made.add(line, record)
            if len(made) >= ROWS_A_BATCH or made.characters >= CHARACTERS_A_BATCH:
                yield made.batch()
                made = _Rows(getters)
        if len(made):
            yield made.batch()


def encoding_of(path: Path, kind: Json) -> str:
    """As the source says, else as the first bytes show: JSON is UTF-8, UTF-16 or UTF-32."""
    if kind.encoding is not None:
        return kind.encoding
    with path.open("rb") as file:
        return json.detect_encoding(file.read(4)).replace("surrogatepass", "")


def _open(path: Path, kind: Json) -> Any:
    found = encoding_of(path, kind)
    return path.open(encoding="utf-8-sig" if found == "utf-8" else found, errors="bpo-bad-byte", newline="\n")


def _of_key(name: str) -> Getter:
    return lambda record: record.get(name)


def _numbered(records: Iterator[Record]) -> Iterator[tuple[int, Record]]:
    """Each record with its line, or with its number in a file that is written without line ends. No two have the same."""
    first = list(islice(records, 2))
    by_line = len(first) < 2 or first[0].line != first[1].line
    last = 0
    for record in chain(first, records):
        last = max(last + 1, record.line) if by_line else last + 1
        yield last, record


class _Rows:
    """Rows of a batch to be. A record that cannot be used, or of which a path finds several values, is a fault."""

    def __init__(self, getters: dict[str, Getter]) -> None:
        self._getters, self.characters = getters, 0
        self._cells: dict[str, list[str | None]] = {name: [] for name in getters}
        self._lines: list[int] = []
        self._raw: list[str] = []
        self._faults: list[tuple[int, str, str, str]] = []

    def __len__(self) -> int:
        return len(self._lines) + len(self._faults)

    def add(self, line: int, record: Record) -> None:
        self.characters += len(record.raw)
        if record.value is None:
            return self._fault(line, record, record.rule, record.given)
        if BAD_BYTE in record.raw:
            return self._fault(line, record, "row.encoding", "")
        cells = []
        for name, getter in self._getters.items():
            try:
                cells.append(value_text(getter, record.value))
            except NoSingleValue:
                return self._fault(line, record, "json.value", name)
        if "\\ud" in record.raw.lower() and not all(_is_text(cell) for cell in cells):
            return self._fault(line, record, "json.character", "")
        for column, cell in zip(self._cells.values(), cells, strict=True):
            column.append(cell)
        self._lines.append(line)
        self._raw.append(record.raw)
        return None

    def _fault(self, line: int, record: Record, rule: str, given: str) -> None:
        shown, told = (_HALVES.sub("\ufffd", text) for text in (record.raw, given))
        self._faults.append((line, rule, told, shown[:RAW_CHARACTERS_MAX]))

    def batch(self) -> Batch:
        schema: dict[str, Any] = {**dict.fromkeys(self._cells, pl.String()), LINE: pl.Int64(), RAW: pl.String()}
        rows = pl.DataFrame({**self._cells, LINE: self._lines, RAW: self._raw}, schema=schema)
        faults = pl.DataFrame(self._faults, schema=FAULTS, orient="row")
        return Batch(rows.with_columns(trimmed(pl.col(name)) for name in self._cells), faults)


def _is_text(text: str | None) -> bool:
    """Whether it can be written: half of a pair of UTF-16 cannot."""
    if text is None or text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
