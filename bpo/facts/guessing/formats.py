"""The ``format`` of a draft: what kind of file it is, with its options and what is unsure about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bpo.core.errors import Where, fail
from bpo.core.words import Sentence
from bpo.facts.guessing.head import Head
from bpo.facts.guessing.json_objects import objects_of
from bpo.facts.guessing.layout import SEPARATORS, is_header, is_known, layout_of
from bpo.facts.guessing.spelled import shown, yaml_of
from bpo.facts.guessing.words import ENCODING_LIKELY, NO_NAMES, OTHER_SHEETS, SEVERAL_SHEETS
from bpo.facts.guessing.xml_records import records_of
from bpo.facts.reading.apart import NotRead, read_apart
from bpo.facts.reading.batch import NO_ROWS
from bpo.facts.reading.export import NOT_THIS_KIND

SHEET_ROWS_LOOKED_AT: Final = 30
SHEET: Final = "sheet name"
Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Format:
    """``options`` are spelled as YAML, ``kind`` first; ``notes`` by the option that they stand beside; ``sheet`` is its name."""

    options: tuple[tuple[str, str], ...]
    notes: dict[str, Sentence]
    sheet: str = ""


def format_of(head: Head) -> Format:
    """How the export is to be read, of the kinds that need no ready-made source.

    Raises:
        BpoError: if there is nothing in it.
    """
    if head.kind == "excel":
        return _book(head.path)
    if head.kind == "xml":
        return _xml(head)
    if head.kind == "json":
        return _json(head)
    if head.kind == "delimited":
        return _delimited(head)
    return Format((("kind", head.kind),), {})


def _delimited(head: Head) -> Format:
    layout = layout_of(head.text)
    options: Options = [("kind", "delimited")]
    notes = {}
    if layout.separator != ",":
        options.append(("separator", SEPARATORS[layout.separator]))
    if layout.quote != '"':
        options.append(("quote", yaml_of(layout.quote) if layout.quote else "none"))
    if head.encoding != "utf-8":
        options.append(("encoding", head.encoding))
        if not head.sure:
            notes["encoding"] = Sentence(ENCODING_LIKELY)
    if layout.skip:
        options.append(("skip", str(layout.skip)))
    if not layout.header:
        names = ", ".join(f"field_{number}" for number in range(1, layout.width + 1))
        options += [("header", "no"), ("columns", f"[{names}]")]
        notes["columns"] = Sentence(NO_NAMES)
    return Format(tuple(options), notes)


def _book(path: Path) -> Format:
    """The sheet whose first rows have most names of the trade, and its header."""
    try:
        sheets = read_apart("sheets", path, SHEET_ROWS_LOOKED_AT)
    except NotRead as error:
        raise fail(NOT_THIS_KIND, Where(str(path)), kind="excel", reason=str(error).splitlines()[0][:200]) from None
    heads = {name: _head_of_sheet(rows) for name, rows in sheets.items()}
    filled = {name: at for name, at in heads.items() if at is not None}
    if not filled:
        raise fail(NO_ROWS, Where(str(path)))
    sheet = max(filled, key=lambda name: filled[name][1])
    options: Options = [("kind", "excel")]
    notes = {}
    alike = [name for name, at in filled.items() if at[3] == filled[sheet][3]]
    others = [shown(name) for name in heads if name not in alike]
    if len(alike) > 1:
        options.append(("sheets", "[" + ", ".join(map(yaml_of, alike)) + "]"))
        options.append(("sheet_as", yaml_of(SHEET)))
        notes["sheets"] = Sentence(SEVERAL_SHEETS, {"name": SHEET})
    elif others:
        options.append(("sheet", yaml_of(sheet)))
        notes["sheet"] = Sentence(OTHER_SHEETS, {"names": ", ".join(others)})
    skip, _, before, _ = filled[sheet]
    if before:
        options.append(("skip", str(skip)))
    return Format(tuple(options), notes, sheet)


def _head_of_sheet(rows: Sequence[Sequence[str | None]]) -> tuple[int, tuple[int, int], bool, list[str]] | None:
    """Rows before the header, how good it is, whether any of those rows holds something, and its names; None if the sheet is empty."""
    told = [(at, [cell.strip() for cell in row if cell and cell.strip()]) for at, row in enumerate(rows)]
    told = [(at, cells) for at, cells in told if cells]
    if not told:
        return None
    usual = max(len(cells) for _, cells in told)
    names = [(at, cells) for at, cells in told if len(cells) * 2 >= usual and is_header(cells)] or told[:1]
    best, cells = max(names, key=lambda one: (sum(map(is_known, one[1])), -one[0]))
    return best, (sum(map(is_known, cells)), len(told)), told[0][0] < best, cells


def _xml(head: Head) -> Format:
    found = records_of(head.text)
    if found is None:
        raise fail(NO_ROWS, Where(str(head.path)))
    record, columns = found
    listed = "".join(f"\n    {yaml_of(name)}: {yaml_of(path)}" for name, path in columns.items())
    options: Options = [("kind", "xml"), ("record", yaml_of(record)), ("columns", listed)]
    if "%2B" in head.text or "%3A" in head.text:
        options.append(("url_encoded", "yes"))
    if head.encoding != "utf-8":
        options.append(("encoding", head.encoding))
    return Format(tuple(options), {})


def _json(head: Head) -> Format:
    found = objects_of(head.text)
    if found is None:
        raise fail(NO_ROWS, Where(str(head.path)))
    rows, columns = found
    options: Options = [("kind", "json")]
    if rows is not None:
        options.append(("rows", yaml_of(rows)))
    if columns:
        listed = "".join(f"\n    {yaml_of(name)}: {yaml_of(path)}" for name, path in columns.items())
        options.append(("columns", listed))
    return Format(tuple(options), {})
