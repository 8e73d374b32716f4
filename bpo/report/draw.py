"""A report in its media: PDF, page, workbook; text for the terminal and JSON are in ``screen`` and ``as_json``."""

import re
from collections.abc import Mapping
from pathlib import Path

from bpo.report.model import Report

TEMPLATE = "report.html.j2"


def papers(report: Report, stem: Path, template: str = TEMPLATE, templates: Path | None = None) -> Mapping[Path, bytes]:
    """The report as ``<stem>.pdf`` and ``<stem>.xlsx``; nothing is written. The same figures give the same bytes.

    Raises:
        BpoError: if a template is wrong.
    """
    return {
        stem.with_name(f"{stem.name}.pdf"): report_pdf(report, template, templates),
        stem.with_name(f"{stem.name}.xlsx"): report_book(report),
    }


def report_pdf(report: Report, template: str = TEMPLATE, templates: Path | None = None) -> bytes:
    """The report on paper.

    Raises:
        BpoError: for a character that no font has, or a template that is wrong or wants what it may not have.
    """
    from bpo.report.page import page_of
    from bpo.report.pdf import document_pdf

    return document_pdf(page_of(report), template, templates)


def report_book(report: Report) -> bytes:
    """The report as a workbook, its relations live."""
    from bpo.report.workbook import report_workbook

    return report_workbook(report)


def report_html(report: Report, template: str = TEMPLATE, templates: Path | None = None) -> str:
    """The report as a page that stands alone: the same template, its style sheets within.

    Raises:
        BpoError: for a template that is wrong.
    """
    from bpo.report.page import page_of
    from bpo.report.templating import page_html, template_folders

    folders = template_folders(templates)

    def style(link: re.Match[str]) -> str:
        found = next(file for folder in folders if (file := folder / link[1]).is_file())
        return f"<style>\n{found.read_text('utf-8')}</style>"

    page = page_html(page_of(report), template, folders)
    return re.sub(r'<link rel="stylesheet" href="([\w.-]+)">', style, page)
