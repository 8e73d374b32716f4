"""The PDFs of a statement: the client's, and the reviewer's, which has more."""

from dataclasses import replace
from pathlib import Path

from bpo.invoice.sheet import Sheet
from bpo.report.pdf import LaidOut, laid_out
from bpo.report.pdf_a import Embedded

CLIENT, REVIEWER = "client.html.j2", "reviewer.html.j2"
FACE, AFTER_FACE = "face", "after-face"
"""The ids of the face of a statement, before which the reviewer has a page, and of what stands behind it."""


def client_pdf(sheet: Sheet, templates: Path | None = None, embedded: Embedded | None = None) -> bytes:
    """The PDF for the client, of a sheet that has nothing for the reviewer: what is not on it no template can print.

    With a file inside it is a PDF/A-3.

    Raises:
        BpoError: for a character that no font has, or a template that is wrong or wants what it may not have.
    """
    assert sheet.review is None, "the reviewer's part is no client's business"
    return _on_one_page(sheet, CLIENT, templates, embedded)


def reviewer_pdf(sheet: Sheet, templates: Path | None = None) -> bytes:
    """The PDF for the reviewer: the client's, with daily charts, the month before, findings and clauses' places."""
    return _on_one_page(sheet, REVIEWER, templates)


def _on_one_page(sheet: Sheet, template: str, templates: Path | None, embedded: Embedded | None = None) -> bytes:
    """A statement whose face is set closer where it then fits on one page; else as it comes, its totals beside the seals."""
    document = laid_out(sheet, template, templates)
    if _pages_of_face(document) > 1:
        closer = laid_out(replace(sheet, closer=True), template, templates)
        document = closer if _pages_of_face(closer) == 1 else document
    return document.written(embedded)


def _pages_of_face(document: LaidOut) -> int:
    return document.pages_before(AFTER_FACE) - document.pages_before(FACE, without=0)
