"""The rows of a query as they are kept until they are facts: every value as text, written one way whatever the database is.

What a driver knows of types differs, and a column in which a reading has nothing would have none. So a source file goes for any database,
and numbers stay exact.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from bpo.facts.reading.batch import FAULTS, LINE
from bpo.facts.reading.odd_lines import BAD_BYTE
from bpo.facts.reading.watermarks import Watermark, kind_of


@dataclass(frozen=True)
class Fetched:
    """What a query yielded. ``name`` stands for the file; ``sha`` is that of the rows; ``last``: the watermark's last value."""

    name: str
    columns: tuple[str, ...]
    frame: pl.LazyFrame
    faults: pl.DataFrame
    sha: str
    last: Watermark | None


class RowsOfQuery:
    """The rows of a reading, written part by part; their number in the result is their line."""

    def __init__(self, folder: Path, watermark: str | None) -> None:
        self.folder, self.watermark = folder, watermark
        self.kinds: set[str | None] = set()
        self._digest, self._count, self._last = hashlib.sha256(), 0, ""
        self._faults: list[tuple[int, str, str, str]] = []

    def add(self, names: Sequence[str], part: Sequence[Any]) -> None:
        lines: list[int] = []
        kept: list[list[str | None]] = []
        mark = names.index(self.watermark) if self.watermark is not None else None
        for row in part:
            self._count += 1
            cells = [text_of(value) for value in row]
            raw = "\t".join(cell or "" for cell in cells)
            self._digest.update(json.dumps(cells).encode() + b"\n")
            if mark is not None and row[mark] is not None:
                self.kinds.add(kind_of(row[mark]))
                self._last = str(cells[mark])
            if BAD_BYTE in raw:
                self._faults.append((self._count, "row.encoding", "", raw.replace(BAD_BYTE, "\ufffd")))
            else:
                lines.append(self._count)
                kept.append(cells)
        columns = list(zip(*kept, strict=True)) or [() for _ in names]
        frame = pl.DataFrame([pl.Series(name, cells, pl.String) for name, cells in zip(names, columns, strict=True)])
        frame.with_columns(pl.Series(LINE, lines, pl.Int64)).write_parquet(self.folder / f"{self._count:012d}.parquet")

    def fetched(self, name: str, names: Sequence[str]) -> Fetched:
        if not self._count:
            self.add(names, ())
        last = Watermark(str(self.watermark), str(next(iter(self.kinds))), self._last) if self.kinds else None
        faults = pl.DataFrame(self._faults, schema=FAULTS, orient="row")
        frame = pl.scan_parquet(self.folder / "*.parquet")
        return Fetched(name, tuple(names), frame, faults, self._digest.hexdigest(), last)


def text_of(value: Any) -> str | None:
    """A value as text: decimals without exponent, moments with a zone in UTC, others on the wall clock, all of one length."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
        return value.isoformat(sep=" ", timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _span(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)


def _span(value: timedelta) -> str:
    """``26:02:05``, as ``duration: hh:mm:ss`` reads it."""
    minutes, seconds = divmod(abs(value) // timedelta(seconds=1), 60)
    return f"{'-' if value < timedelta() else ''}{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
