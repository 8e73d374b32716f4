"""Pages that are drawn once, or in one line: many tests bill a month whose documents are no matter of theirs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import bpo.desk.billing
import bpo.desk.drawing
import bpo.invoice.pdf
import bpo.report.pdf
from bpo.invoice import Bill, files_of
from bpo.report.pdf import LaidOut, laid_out
from bpo.report.templating import Printed, page_html, template_folders

Key = tuple[str, tuple[tuple[str, int, int], ...]]


class Kept:
    """A document as it was laid out before. It is written once; with a file inside it, and after that, it is laid out again."""

    def __init__(self, arguments: tuple[Printed, str, Path | None]) -> None:
        self.arguments, self.laid_out, self.bytes = arguments, laid_out(*arguments), b""
        self.before: dict[tuple[str, int], int] = {}

    def pages_before(self, mark: str, without: int = 1) -> int:
        asked = (mark, without)
        if asked not in self.before:
            self.before[asked] = self._document().pages_before(mark, without)
        return self.before[asked]

    def written(self, embedded: Any = None) -> bytes:
        if embedded is not None:
            return laid_out(*self.arguments).written(embedded)
        if not self.bytes:
            self.bytes = self._document().written()
            self.laid_out = None  # a document in memory is a hundred times as large as its file
        return self.bytes

    def _document(self) -> LaidOut:
        return self.laid_out or laid_out(*self.arguments)


_kept: dict[Key, Kept] = {}


def drawn_once(sheet: Printed, template: str, templates: Path | None = None) -> Kept:
    """In place of :func:`laid_out`: the same page in the same style is laid out once in the life of the process."""
    folders = template_folders(templates)
    styles = [file for folder in folders for file in sorted(folder.glob("*.css"))]
    key = page_html(sheet, template, folders), tuple((str(f), f.stat().st_size, f.stat().st_mtime_ns) for f in styles)
    if key not in _kept:
        _kept[key] = Kept((sheet, template, templates))
    return _kept[key]


PLACES = (bpo.report.pdf, bpo.invoice.pdf)


def in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents of one line each, for tests that are not about documents: drawing takes a second."""

    def draw(bill: Bill, folder: Path, templates: Path | None = None) -> Mapping[Path, bytes]:
        return {file: f"{bill.statement_id} {bill.statement.total}".encode() for file in files_of(bill, folder)}

    monkeypatch.setattr(bpo.desk.billing, "draw_bill", draw)
    monkeypatch.setattr(bpo.desk.drawing, "cores", lambda: 1)  # in this process, where the line above holds
