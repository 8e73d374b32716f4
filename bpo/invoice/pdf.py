"""The PDFs of a statement: the client's, and the reviewer's, which has more."""

from dataclasses import replace
from pathlib import Path

from bpo.invoice.sheet import Sheet
from bpo.report.pdf import laid_out
from bpo.report.pdf_a import Embedded

CLIENT, REVIEWER = "client.html.j2", "reviewer.html.j2"
AFTER_FACE = "after-face"
"""The id of what stands behind the face of a statement."""


def client_pdf(sheet: Sheet, templates: Path | None = None, embedded: Embedded | None = None) -> bytes:
    """The PDF for the client: what is for the reviewer is taken off the sheet before a template sees it.

    With a file inside it is a PDF/A-3.

    Raises:
        BpoError: for a character that no font has, or a template that is wrong or wants what it may not have.
    """
    return _on_one_page(replace(sheet, review=None), CLIENT, templates, embedded)


def reviewer_pdf(sheet: Sheet, templates: Path | None = None) -> bytes:
    """The PDF for the reviewer: the client's, with daily charts, the month before, findings and clauses' places."""
    return _on_one_page(sheet, REVIEWER, templates)


def _on_one_page(sheet: Sheet, template: str, templates: Path | None, embedded: Embedded | None = None) -> bytes:
    """A statement whose face is set closer where it then fits on one page; else as it comes, its totals beside the seals."""
    document = laid_out(sheet, template, templates)
    if document.pages_before(AFTER_FACE) > 1:
        closer = laid_out(replace(sheet, closer=True), template, templates)
        document = closer if closer.pages_before(AFTER_FACE) == 1 else document
    return document.written(embedded)
