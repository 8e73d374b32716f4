"""Delimited text, cut into rows and fields exactly, with the line that each row begins in.

Lines without a quote are cut by Polars, thousands at once. A line with a quote goes through Python's csv reader, by itself,
so that a quote nobody closed spoils its own line and not the rest of the file. A quoted field may run over several lines.
"""

import codecs
import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from bpo.core.errors import Where, fail
from bpo.facts.reading.batch import FAULTS, LINE, NO_FAULTS, NO_ROWS, RAW, Batch
from bpo.facts.sources.source import Delimited
from bpo.facts.types import trimmed

CHARACTERS_A_BATCH = 8_000_000
LINES_A_FIELD_MAX = 200
BAD_BYTE = "\udcff"
"""Stands for bytes that the encoding does not know; correct text never contains it."""


def _mark_bad_bytes(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return BAD_BYTE, error.end


codecs.register_error("bpo-bad-byte", _mark_bad_bytes)


def names(path: Path, kind: Delimited) -> list[str]:
    """The names of the fields, in order: from the header, else from the source file."""
    if kind.columns:
        return [name.removesuffix("?") for name in kind.columns]
    with _open(path, kind) as file:
        for _ in range(kind.skip):
            file.readline()
        header = file.readline().rstrip("\r\n").replace(BAD_BYTE, "\ufffd")
    if not header.strip():
        raise fail(NO_ROWS, Where(str(path), kind.skip + 1))
    return [name.strip() for name in _cut(header, kind) or header.split(kind.separator)]


def batches(path: Path, kind: Delimited, wanted: list[str]) -> Iterator[Batch]:
    """The rows, some tens of thousands at a time; lines of nothing but spaces are not rows."""
    cutter = _Cutter(names(path, kind), kind, wanted)
    line = 1
    with _open(path, kind) as file:
        for _ in range(kind.skip + kind.header):
            file.readline()
            line += 1
        rest = ""
        while True:
            block = file.read(CHARACTERS_A_BATCH)
            whole, rest = _whole_lines(rest + block, last=not block)
            if whole is not None:
                lines = whole.replace("\r\n", "\n").removesuffix("\r").split("\n")
                batch, used = cutter.batch(lines, line, last=not block)
                rest = "".join(text + "\n" for text in lines[used:]) + rest
                line += used
                if batch.height:
                    yield batch
            if not block:
                return


def _open(path: Path, kind: Delimited) -> Any:
    return path.open(encoding=kind.encoding, errors="bpo-bad-byte", newline="\n")


def _whole_lines(text: str, last: bool) -> tuple[str | None, str]:
    """Text up to its last line end, which is left out, and the rest. None: not one line is whole yet."""
    if last:
        return text.removesuffix("\n"), ""
    cut = text.rfind("\n")
    return (text[:cut], text[cut + 1 :]) if cut >= 0 else (None, text)


def _cut(text: str, kind: Delimited) -> list[str] | None:
    """The fields of one row; None if a quote is not closed or text follows a closing one."""
    if not kind.quote:
        return text.split(kind.separator)
    try:
        return next(csv.reader([text], delimiter=kind.separator, quotechar=kind.quote, strict=True))
    except (csv.Error, StopIteration):
        return None


class _Cutter:
    def __init__(self, columns: list[str], kind: Delimited, wanted: list[str]) -> None:
        self.kind, self.wanted, self.columns = kind, wanted, columns
        self.most = len(columns)
        self.least = self.most - sum(name.endswith("?") for name in kind.columns)
        self.places = [columns.index(name) for name in wanted]

    def batch(self, lines: list[str], first: int, last: bool) -> tuple[Batch, int]:
        """Cut lines that begin at line ``first`` of the file. Returns the rows and how many lines were used up."""
        used = len(lines)
        try:
            "\n".join(lines).encode()
            damaged: set[int] = set()
        except UnicodeEncodeError:
            damaged = {index for index, line in enumerate(lines) if BAD_BYTE in line}
        quoted: list[tuple[int, str, list[str]]] = []
        faults: list[dict[str, Any]] = []
        taken = set(damaged)
        if self.kind.quote and any(self.kind.quote in line for line in lines):
            used = self._quoted(lines, first, last, quoted, faults, taken)
        faults += [self._fault(first + n, "row.encoding", lines[n]) for n in damaged if n < used]
        plain = pl.DataFrame(
            {
                LINE: range(first, first + used),
                RAW: [line if n not in taken else "" for n, line in enumerate(lines[:used])],
            },
            schema={LINE: pl.Int64, RAW: pl.String},
        ).filter(pl.col(RAW).str.strip_chars(" \r\u3000") != "")
        return self._join(plain, quoted, faults), used

    def _quoted(self, lines: list[str], first: int, last: bool, rows: list[tuple[int, str, list[str]]],
                faults: list[dict[str, Any]], taken: set[int]) -> int:  # fmt: skip
        """Cut every line that has a quote; a field still open at the end of the batch is left for the next one."""
        for index, line in enumerate(lines):
            if self.kind.quote not in line or index in taken:
                continue
            fields, span = _cut(line, self.kind), 1
            if fields is None:
                fields, span = self._over_lines(lines, index)
            if fields is None and not last and len(lines) - index < LINES_A_FIELD_MAX:
                return index
            taken.update(range(index, index + span))
            raw = "\n".join(lines[index : index + span])
            if fields is None:
                faults.append(self._fault(first + index, "row.quote", raw))
            elif not self.least <= len(fields) <= self.most:
                faults.append(self._fault(first + index, "row.fields", raw, str(len(fields))))
            else:
                rows.append((first + index, raw, fields))
        return len(lines)

    def _over_lines(self, lines: list[str], index: int) -> tuple[list[str] | None, int]:
        """A row that goes on in the next lines. A line among them that looks like a whole row speaks against it:
        the quote was then never meant to be open, and reading on would swallow good rows.
        """
        text = lines[index]
        for end in range(index + 1, min(len(lines), index + LINES_A_FIELD_MAX)):
            plain = self.kind.quote not in lines[end]
            if (plain and 0 < lines[end].count(self.kind.separator) == self.most - 1) or BAD_BYTE in lines[end]:
                break
            text += "\n" + lines[end]
            fields = _cut(text, self.kind)
            if fields is not None and self.least <= len(fields) <= self.most:
                return fields, end - index + 1
        return None, 1

    def _join(
        self, plain: pl.DataFrame, quoted: list[tuple[int, str, list[str]]], faults: list[dict[str, Any]]
    ) -> Batch:
        fields = pl.col(RAW).str.split(self.kind.separator)
        cut = plain.with_columns(fields.alias("\x1ffields")).with_columns(
            pl.col("\x1ffields").list.len().alias("\x1fcount")
        )
        fits = pl.col("\x1fcount").is_between(self.least, self.most)
        bad = cut.filter(~fits).select(
            line=LINE, rule=pl.lit("row.fields"), given=pl.col("\x1fcount").cast(pl.String), raw=RAW
        )
        pairs = list(zip(self.wanted, self.places, strict=True))
        rows = cut.filter(fits).select(
            *(trimmed(pl.col("\x1ffields").list.get(place, null_on_oob=True)).alias(name) for name, place in pairs),
            LINE,
            RAW,
        )
        if quoted:
            data = {name: [f[place] if place < len(f) else None for _, _, f in quoted] for name, place in pairs}
            given = {LINE: [row[0] for row in quoted], RAW: [row[1] for row in quoted]}
            extra = pl.DataFrame({**data, **given}, schema=rows.schema)
            rows = pl.concat([rows, extra.with_columns(trimmed(pl.col(name)) for name, _ in pairs)]).sort(LINE)
        found = pl.concat([NO_FAULTS, bad, pl.DataFrame(faults, schema=FAULTS)]).sort("line")
        return Batch(rows, found)

    def _fault(self, line: int, rule: str, raw: str, given: str = "") -> dict[str, Any]:
        return {"line": line, "rule": rule, "given": given, "raw": raw.replace(BAD_BYTE, "\ufffd")}
