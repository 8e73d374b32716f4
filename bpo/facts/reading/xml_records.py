"""Records of XML, each cut out of its file and read by itself: one that is broken spoils no other.

Only what stands between the tags of a record is parsed. So nothing that a file declares (entities, document types, addresses) is
ever read, and many records may follow one another in a file, under one root or each with a declaration of its own.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from urllib.parse import unquote
from xml.parsers import expat

import polars as pl

from bpo.core.errors import Where, fail
from bpo.core.words import Words
from bpo.facts.reading.batch import FAULTS, LINE, RAW, Batch
from bpo.facts.reading.odd_lines import BAD_BYTE
from bpo.facts.sources.xml_format import Xml
from bpo.facts.types import trimmed

CHARACTERS_A_BLOCK = 1 << 20
RECORDS_A_BATCH = 10_000
BROKEN = "row.xml"
NO_RECORD = Words("xml-no-record", en="there is no element <{given}> in this file", zh="该文件中没有 <{given}> 元素")


@dataclass(frozen=True)
class Record:
    """A record with its first line; ``fault`` says why it cannot be read, with the rule that it breaks."""

    line: int
    raw: str
    values: Mapping[str, str]
    fault: tuple[str, str] | None = None


def batches(path: Path, kind: Xml, wanted: list[str]) -> Iterator[Batch]:
    """The records of a file, thousands at a time, with the columns that are wanted.

    Raises:
        BpoError: if there is not one.
    """
    paths = {name: kind.columns[name] for name in wanted}
    records: Iterator[Record] = (_record(line, text, whole, kind, paths) for line, text, whole in cut(path, kind))
    first = next(records, None)
    if first is None:
        raise fail(NO_RECORD, Where(str(path)), given=kind.record)
    records = chain([first], records)
    while chunk := list(islice(records, RECORDS_A_BATCH)):
        good = [one for one in chunk if one.fault is None]
        bad = [(one.line, *one.fault, one.raw) for one in chunk if one.fault is not None]
        given = {name: [one.values.get(name) for one in good] for name in wanted}
        data = {**given, LINE: [one.line for one in good], RAW: [one.raw for one in good]}
        schema = {**dict.fromkeys(wanted, pl.String), LINE: pl.Int64, RAW: pl.String}
        rows = pl.DataFrame(data, schema=schema).with_columns(trimmed(pl.col(name)) for name in wanted)
        yield Batch(rows, pl.DataFrame(bad, schema=FAULTS, orient="row"))


def cut(path: Path, kind: Xml) -> Iterator[tuple[int, str, bool]]:
    """The text of each record with its line, and whether it has its end; another record that begins first ends it."""
    name = re.escape(kind.record)
    tag = re.compile(rf"<(/?){name}(?:\s[^>]*?)?(/?)>", re.DOTALL)
    rest, line, at_end = "", 1, False
    with path.open(encoding=kind.encoding, errors="bpo-bad-byte", newline="\n") as file:
        while not at_end:
            block = file.read(CHARACTERS_A_BLOCK)
            at_end = not block
            rest += block
            begun, used = None, 0
            for found in tag.finditer(rest):
                closes, empty = bool(found[1]), bool(found[2])
                if begun is not None:
                    end = found.end() if closes else found.start()
                    yield line + rest.count("\n", 0, begun), rest[begun:end], closes
                    begun, used = None, end
                if not closes and empty:
                    yield line + rest.count("\n", 0, found.start()), found[0], True
                    used = found.end()
                elif not closes:
                    begun = found.start()
            if at_end and begun is not None:
                yield line + rest.count("\n", 0, begun), rest[begun:], False
            # A tag may be cut by the end of the block: what could be one is kept.
            opened = rest.rfind("<", used)
            keep = begun if begun is not None else opened if opened >= 0 else len(rest)
            line += rest.count("\n", 0, keep)
            rest = rest[keep:]


def _record(line: int, text: str, whole: bool, kind: Xml, paths: Mapping[str, str]) -> Record:
    raw = text.replace(BAD_BYTE, "\ufffd")
    if BAD_BYTE in text:
        return Record(line, raw, {}, ("row.encoding", ""))
    if not whole:
        return Record(line, raw, {}, (BROKEN, f"<{kind.record}> … ?"))
    reader = _Values()
    try:
        reader.read(text)
    except expat.ExpatError as error:
        return Record(line, raw, {}, (BROKEN, expat.ErrorString(error.code)))
    found = {name: reader.found.get(path, "") for name, path in paths.items()}
    return Record(line, raw, {name: unquote(value) if kind.url_encoded else value for name, value in found.items()})


@dataclass
class _Values:
    """The text of every element of a record by its path from there, and of every attribute; of several the first."""

    found: dict[str, str] = field(default_factory=dict)
    _path: list[str] = field(default_factory=list)
    _texts: list[list[str]] = field(default_factory=list)

    def read(self, text: str) -> None:
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._letters
        parser.Parse(text.encode(), True)

    def _begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self._texts:
            self._path.append(tag)
        self._texts.append([])
        for name, value in attributes.items():
            self.found.setdefault("/".join([*self._path, f"@{name}"]), value)

    def _letters(self, text: str) -> None:
        self._texts[-1].append(text)

    def _end(self, _tag: str) -> None:
        text = "".join(self._texts.pop())
        if self._path:
            self.found.setdefault("/".join(self._path), text)
            self._path.pop()
