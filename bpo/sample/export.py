"""An export as a system would write it, the dirt that is put into it, and the file."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from bpo.core.documents import read_document
from bpo.sample.chance import Chance
from bpo.sample.days import MONTHS

Row = list[str]
DirtKind = Literal[
    "duplicate",
    "missing",
    "past_midnight",
    "negative_duration",
    "unknown_code",
    "trailing_spaces",
    "blank_line",
    "broken_line",
    "next_month",
    "sent_before",
]
"""``next_month``: rows that began after the file's month. ``sent_before``: rows that the month before had sent already."""


@dataclass(frozen=True, slots=True)
class SampleFile:
    """A file of the sample: where it is, which source file reads it, and what it is known to hold.

    ``rows`` counts every record, the unusable ones included; the header and blank lines are none. ``dirt`` counts each kind
    of dirt in rows (``blank_line`` in lines); a row has one kind at most.
    """

    path: Path
    source: str
    rows: int
    dirt: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Spot:
    """Dirt to be put in: what, into how many rows, and into which column (not for whole lines)."""

    kind: DirtKind
    count: int
    column: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What the files of one export have in common; ``exports.yaml`` lists the forms."""

    client: str
    name: str
    header: tuple[str, ...]
    dirt: tuple[Spot, ...]
    suffix: str = "csv"
    separator: str = ","
    encoding: str = "utf-8"
    newline: str = "\n"


_WRITTEN = read_document(Path(__file__).with_name("exports.yaml")).plain()
FORMS = {(form.client, form.name): form for form in TypeAdapter(tuple[Form, ...]).validate_python(_WRITTEN)}


@dataclass(frozen=True, slots=True)
class Export:
    """One file of an export: rows of text in the order of its header.

    ``month`` is empty for a file of both months. ``found`` counts dirt that the rows bring along; ``spared`` are the numbers of
    those rows, which stay as they are.
    """

    client: str
    name: str
    month: str
    rows: list[Row]
    found: Mapping[str, int] = field(default_factory=dict)
    spared: frozenset[int] = frozenset()

    @property
    def form(self) -> Form:
        return FORMS[self.client, self.name]

    @property
    def file_name(self) -> str:
        stem = f"{self.name}-{self.month}" if self.month else self.name
        return f"{self.client}/{stem}.{self.form.suffix}"

    @property
    def source(self) -> str:
        return f"{self.client}-{self.name}"


def late_export(client: str, name: str, month: str, rows: list[Row], shared: int, spared: set[int]) -> Export:
    """An export whose job is late by some minutes: its last rows are the next month's, and its first the month before had sent.

    ``spared`` are further rows that stay as they are.
    """
    sent_before = shared if month != MONTHS[0] else 0
    found = {"next_month": shared, **({"sent_before": shared} if sent_before else {})}
    doubled = {*range(sent_before), *range(len(rows) - shared, len(rows))}
    return Export(client, name, month, rows, found, frozenset(spared | doubled))


_EDITS: Mapping[str, Callable[[str], str]] = {
    "missing": lambda text: "",
    "negative_duration": lambda text: f"-{text}",
    "unknown_code": lambda text: "X99",
    "trailing_spaces": lambda text: f"{text}   ",
}


def write(export: Export, folder: Path, seed: int) -> SampleFile:
    """Put the dirt in and write the file."""
    form, path = export.form, folder / export.file_name
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = list(export.rows)
    dirt = {**export.found, **_soil(rows, export, Chance(seed, export.file_name, "dirt"))}
    if form.suffix == "xlsx":
        path.write_bytes(_workbook(form.header, rows))
    else:
        lines = [form.separator.join(form.header), *map(form.separator.join, rows), ""]
        path.write_bytes(form.newline.join(lines).encode(form.encoding))
    return SampleFile(path, export.source, sum(1 for row in rows if row), dict(sorted(dirt.items())))


def _soil(rows: list[Row], export: Export, chance: Chance) -> dict[str, int]:
    """Spoil rows in place, each at most once; what adds lines comes last, from the end, so that numbers stay valid."""
    taken = set(export.spared)
    added: list[tuple[int, Row]] = []
    for spot in export.form.dirt:
        for _ in range(spot.count):
            column = export.form.header.index(spot.column) if spot.column else 0
            place = _place(rows, taken, column, chance)
            if spot.kind == "duplicate":
                added.append((min(place + 1 + chance.below(40), len(rows)), rows[place]))
            elif spot.kind == "blank_line":
                added.append((place, []))
            elif spot.kind == "broken_line":
                # As when a disk is full: the line ends in the middle of its second field.
                rows[place] = [rows[place][0], rows[place][1][:3]]
            else:
                row = list(rows[place])
                row[column] = _EDITS[spot.kind](row[column])
                rows[place] = row
    for place, row in sorted(added, key=lambda pair: pair[0], reverse=True):
        rows.insert(place, row)
    return {spot.kind: spot.count for spot in export.form.dirt}


def _place(rows: list[Row], taken: set[int], column: int, chance: Chance) -> int:
    """A row that is still clean and has something in the column that is to be spoilt."""
    while True:
        place = chance.below(len(rows))
        if place not in taken and rows[place][column] not in ("", "0"):
            taken.add(place)
            return place


def _workbook(header: Sequence[str], rows: list[Row]) -> bytes:
    """An Excel workbook, the same bytes each time: fixed dates, and packed without compression, since zlib versions differ."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    book = Workbook(made, {"in_memory": True, "strings_to_numbers": True})
    book.set_properties({"created": datetime(2026, 1, 1)})
    sheet = book.add_worksheet()
    for place, row in enumerate([header, *rows]):
        sheet.write_row(place, 0, row)
    book.close()
    packed = io.BytesIO()
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(packed, "w") as plain:
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            plain.writestr(entry, parts.read(part.filename))
    return packed.getvalue()
