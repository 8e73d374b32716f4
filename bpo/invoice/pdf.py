"""The PDFs of a statement: the client's, and the reviewer's, which has more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bpo.invoice.sheet import Sheet
from bpo.report.pdf import document_pdf

CLIENT, REVIEWER = "client.html.j2", "reviewer.html.j2"


def client_pdf(sheet: Sheet, templates: Path | None = None) -> bytes:
    """The PDF for the client: what is for the reviewer is taken off the sheet before a template sees it.

    Raises:
        BpoError: for a character that no font has, or a template that is wrong or wants what it may not have.
    """
    return document_pdf(replace(sheet, review=None), CLIENT, templates)


def reviewer_pdf(sheet: Sheet, templates: Path | None = None) -> bytes:
    """The PDF for the reviewer: the client's, with daily charts, the month before, findings and clauses' places."""
    return document_pdf(sheet, REVIEWER, templates)
