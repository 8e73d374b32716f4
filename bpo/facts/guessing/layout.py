"""How delimited text is laid out: its separator, its quote, the lines before the header, and whether there is a header."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bpo.core.headings import headings, likeness

SEPARATORS: Final = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
ROWS_COUNTED: Final = 300
LINES_BEFORE_MAX: Final = 30
_VALUE = re.compile(r"[+-]?[\d.,]+%?|\d{1,4}[-/.年:]\d{1,2}([-/.月:].*)?")
_MOMENT = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}[ T]\d{1,2}:\d{2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4} \d{1,2}:\d{2}")
Rows = list[tuple[int, list[str]]]


@dataclass(frozen=True)
class Layout:
    """``skip`` lines stand before the header, or before the first row where there is none; ``width`` fields make a row."""

    separator: str
    quote: str
    skip: int
    header: bool
    width: int


def layout_of(text: str) -> Layout:
    """The separator under which most lines have the same number of fields, and many fields."""
    quote = _quote_of(text)
    cut = {separator: _rows(text, separator, quote) for separator in SEPARATORS}
    separator = max(cut, key=lambda one: _regularity(cut[one]))
    rows = cut[separator]
    width = _usual_width(rows)
    regular = [(cells, before) for before, cells in rows if len(cells) == width]
    least = _said(max((cells for cells, _ in regular), key=_said, default=[])) / 2
    first, skip = next(((cells, before) for cells, before in regular if _said(cells) >= least), ([], 0))
    if skip > LINES_BEFORE_MAX:
        first, skip = rows[0][1], 0
    return Layout(separator, quote, skip, is_header(first), width)


def is_header(cells: Sequence[str]) -> bool:
    """Whether a row holds names: words of the trade and no moment, or no number and no date."""
    said = [cell.strip() for cell in cells if cell.strip()]
    values = sum(_VALUE.fullmatch(cell) is not None for cell in said)
    if any(map(_MOMENT.match, said)):
        return False
    if sum(map(is_known, said)) >= 2:
        return True
    return bool(said) and values == 0 and len(set(said)) == len(said)


def is_known(heading: str) -> bool:
    """Whether any table has a column of that name."""
    known = headings().columns.values()
    return any(likeness(heading, name) == 1 for columns in known for names in columns.values() for name in names)


def _said(cells: Sequence[str]) -> int:
    """How many fields are not empty; of a line of title there are few, though a spreadsheet gives it all separators."""
    return sum(bool(cell.strip()) for cell in cells)


def _quote_of(text: str) -> str:
    """Which sign stands around fields: at their borders, before or after a separator."""
    borders = "[,;\t|\n]"
    double = len(re.findall(rf'(?:^|{borders})"|"(?={borders}|\Z)', text))
    single = len(re.findall(rf"(?:^|{borders})'|'(?={borders}|\Z)", text))
    if double == 0 and single > text.count("\n"):
        return "'"
    return '"' if double > 1 or '"' not in text else ""


def _rows(text: str, separator: str, quote: str) -> Rows:
    """Rows with fields, each with the number of lines before it."""
    lines = io.StringIO(text, newline="")
    if quote:
        reader = csv.reader(lines, delimiter=separator, quotechar=quote)
    else:
        reader = csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE)
    rows: Rows = []
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((before, cells))
            before = reader.line_num
            if len(rows) >= ROWS_COUNTED:
                break
    except csv.Error:  # a field beyond the reader's limit: what was read before it is enough
        pass
    return rows


def _usual_width(rows: Rows) -> int:
    widths = Counter(len(cells) for _, cells in rows if len(cells) > 1)
    return widths.most_common(1)[0][0] if widths else 1


def _regularity(rows: Rows) -> float:
    width = _usual_width(rows)
    if width < 2:
        return 0.0
    return sum(len(cells) == width for _, cells in rows) / len(rows) + 0.05 * min(width, 20)
