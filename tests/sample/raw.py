"""The sample's files read without the product: by the standard library and openpyxl alone."""

from __future__ import annotations

import csv
import io
from functools import cache
from pathlib import Path

from openpyxl import load_workbook

ENCODINGS = {"city-hotline-calls": "gb18030", "city-hotline-events": "gb18030"}
SEPARATORS = {"city-hotline-surveys": ";", "city-hotline-cases": "|"}


@cache
def records(path: Path, source: str) -> tuple[dict[str, str], ...]:
    """Every record, missing fields as empty text, nothing trimmed; blank lines are none."""
    if path.suffix == ".xlsx":
        sheet = load_workbook(path).active
        assert sheet is not None
        header, *rows = sheet.values
        return tuple({str(n): "" if v is None else str(v) for n, v in zip(header, row, strict=True)} for row in rows)
    text = path.read_bytes().decode(ENCODINGS.get(source, "utf-8-sig"))
    separator = SEPARATORS.get(source, "\t" if path.suffix == ".tsv" else ",")
    found = tuple(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, restval=""))
    assert not any(None in row for row in found), "a record has more fields than the header"
    return found
