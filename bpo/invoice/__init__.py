"""What is sent: a statement becomes a PDF for the client, a PDF for the reviewer and a workbook.

Importing this package is cheap; Jinja2, WeasyPrint, Babel and XlsxWriter are loaded when a document is made.
"""

from __future__ import annotations

from pathlib import Path

from bpo.invoice.bill import Bill

__all__ = ["Bill", "write_bill"]


def write_bill(bill: Bill, folder: Path, templates: Path | None = None) -> list[Path]:
    """Write ``<contract>-<period>-<statement id>.pdf``, ``…-review.pdf`` and ``….xlsx`` into ``folder`` (see ``Bill.name``).

    All three are made before the first is written, so a mistake leaves no file behind; the same bill gives the same bytes.

    Args:
        bill: the statement with its parties and how it was counted.
        folder: where the files go; made if it is not there.
        templates: a workspace's own templates, each in place of the shipped one of its name.

    Returns:
        The three files, in that order.

    Raises:
        BpoError: for a character that no font has, a template that is wrong, or a folder that cannot be written.
    """
    from bpo.invoice.files import write_all
    from bpo.invoice.pdf import client_pdf, reviewer_pdf
    from bpo.invoice.sheet import sheet_of
    from bpo.invoice.workbook import workbook

    sheet = sheet_of(bill)
    client, review, sheets = client_pdf(sheet, templates), reviewer_pdf(sheet, templates), workbook(bill)
    return write_all({
        folder / f"{bill.name}.pdf": client,
        folder / f"{bill.name}-review.pdf": review,
        folder / f"{bill.name}.xlsx": sheets,
    })  # fmt: skip
