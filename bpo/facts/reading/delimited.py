"""Delimited text, cut into rows and fields exactly, with the line that each row begins in.

Plain lines (:mod:`~bpo.facts.reading.lines`) are cut by Polars, hundreds of thousands at once; the others one by one
(:mod:`~bpo.facts.reading.odd_lines`).
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from bpo.core.errors import Where, fail
from bpo.facts.reading.batch import FAULTS, LINE, NO_FAULTS, NO_ROWS, Batch
from bpo.facts.reading.lines import Lines, lines_of
from bpo.facts.reading.odd_lines import BAD_BYTE, OddLines, cut
from bpo.facts.sources.source import Delimited
from bpo.facts.types import trimmed

CHARACTERS_A_BATCH = 24_000_000
BYTE_ORDER_MARK = codecs.BOM_UTF8


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
    return [name.strip() for name in cut(header, kind) or header.split(kind.separator)]


def batches(path: Path, kind: Delimited, wanted: list[str]) -> Iterator[Batch]:
    """The rows, some hundred thousand at a time; lines of nothing but spaces are not rows."""
    cutter = _Cutter(names(path, kind), kind, wanted)
    line, left, rest = 1 + kind.skip + kind.header, b"", b""
    for block in _blocks(path, kind):
        whole, rest = _whole_lines(rest + block, last=not block)
        if left or whole:
            batch, used, left = cutter.batch(left + whole, line, last=not block)
            line += used
            if batch.height:
                yield batch


def _blocks(path: Path, kind: Delimited) -> Iterator[bytes]:
    """What follows the header, as UTF-8; nothing at the end. Bytes that the encoding does not know stay incorrect."""
    as_it_is = _is_utf8(kind)
    file: Any
    with path.open("rb") if as_it_is else _open(path, kind) as file:
        for _ in range(kind.skip + kind.header):
            file.readline()
        start = bool(kind.skip + kind.header) or codecs.lookup(kind.encoding).name == "utf-8"
        while block := file.read(CHARACTERS_A_BATCH):
            if as_it_is and not start:
                block = block.removeprefix(BYTE_ORDER_MARK)
            yield block if as_it_is else block.encode(errors="surrogatepass")
            start = True
    yield b""


def _is_utf8(kind: Delimited) -> bool:
    return codecs.lookup(kind.encoding).name in ("utf-8", "utf-8-sig")


def _open(path: Path, kind: Delimited) -> Any:
    return path.open(encoding=kind.encoding, errors="bpo-bad-byte", newline="\n")


def _whole_lines(text: bytes, last: bool) -> tuple[bytes, bytes]:
    """Text up to its last line end, and the rest; every line ends with a line feed alone, the last one of the file, too."""
    end = len(text) if last else text.rfind(b"\n") + 1
    whole, rest = text[:end], text[end:]
    if last and whole and not whole.endswith(b"\n"):
        whole += b"\n"
    return whole.replace(b"\r\n", b"\n") if b"\r" in whole else whole, rest


@dataclass(frozen=True)
class _Texts:
    """The texts of rows, by the lines that they begin in; ``of_several`` are those of rows that run over several lines."""

    lines: Lines
    first: int
    decoding: str
    of_several: dict[int, str]

    def __call__(self, wanted: list[int]) -> list[str]:
        return [self.of_several.get(line) or self.of_line(line - self.first) for line in wanted]

    def of_line(self, number: int) -> str:
        return self.lines.line(number).decode(errors=self.decoding)


class _Cutter:
    def __init__(self, columns: list[str], kind: Delimited, wanted: list[str]) -> None:
        self.kind, self.wanted = kind, wanted
        self.most = len(columns)
        self.least = self.most - sum(name.endswith("?") for name in kind.columns)
        self.places = [columns.index(name) for name in wanted]
        self.decoding = "bpo-bad-byte" if _is_utf8(kind) else "surrogatepass"
        self.schema = {**dict.fromkeys(wanted, pl.String()), LINE: pl.Int64()}

    def batch(self, text: bytes, first: int, last: bool) -> tuple[Batch, int, bytes]:
        """Cut lines that begin at line ``first`` of the file. Returns the rows, how many lines were used up, and those that were not."""
        lines = lines_of(text, self.kind.separator, self.kind.quote or None, self.most, self.least)
        texts = _Texts(lines, first, self.decoding, {})
        numbers = (~lines.plain).nonzero()[0].tolist()
        odd = OddLines([texts.of_line(n) for n in numbers], numbers, len(lines), self.kind, self.least, self.most)
        odd.cut(last)
        texts.of_several.update({first + number: raw for number, raw, _ in odd.rows if "\n" in raw})
        parts = [self._plain(lines, first), *([self._odd(odd, first)] if odd.rows else [])]
        rows = pl.concat(parts).sort(LINE) if odd.rows else parts[0]
        faults = [(first + number, *rest) for number, *rest in odd.faults]
        found = pl.DataFrame(faults, schema=FAULTS, orient="row").sort("line") if faults else NO_FAULTS
        used = len(lines) if odd.left is None else odd.left
        left = b"" if odd.left is None else text[lines.starts[odd.left] :]
        return Batch(rows, found, texts), used, left

    def _plain(self, lines: Lines, first: int) -> pl.DataFrame:
        numbers = pl.Series(LINE, first + lines.plain.nonzero()[0], pl.Int64)
        if not len(numbers) or not self.wanted:
            return pl.DataFrame(schema=self.schema) if self.wanted else numbers.to_frame()
        # Polars fills a line up that lacks its last fields, if one above it has all: so the widest one stands first.
        widest = self.kind.separator.encode() * (self.most - 1) + b"\n" if self.least < self.most else b""
        rows = pl.read_csv(
            widest + lines.plain_text(),
            has_header=False,
            schema={f"{place}": pl.String() for place in range(self.most)},
            columns=sorted(set(self.places)),
            separator=self.kind.separator,
            quote_char=self.kind.quote if lines.quoted else None,
        ).slice(1 if widest else 0)
        assert rows.height == len(numbers), "a plain line is a row"
        named = (pl.col(f"{place}").alias(name) for name, place in zip(self.wanted, self.places, strict=True))
        rows = rows.select(named).with_columns(numbers)
        return rows if lines.tidy else rows.with_columns(trimmed(pl.col(name)) for name in self.wanted)

    def _odd(self, odd: OddLines, first: int) -> pl.DataFrame:
        pairs = list(zip(self.wanted, self.places, strict=True))
        data: dict[str, Any] = {
            name: [fields[place] if place < len(fields) else None for _, _, fields in odd.rows] for name, place in pairs
        }
        data[LINE] = [first + number for number, _, _ in odd.rows]
        return pl.DataFrame(data, schema=self.schema).with_columns(trimmed(pl.col(name)) for name in self.wanted)
