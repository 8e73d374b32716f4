"""What is sent: a statement becomes a PDF for the client, a PDF for the reviewer, a workbook, and the client's own workbook filled.

Importing this package is cheap; Jinja2, WeasyPrint, Babel and XlsxWriter and openpyxl are loaded when a document is made.
"""

from dataclasses import replace
from pathlib import Path

from bpo.invoice.bill import Bill, Replaced

__all__ = ["Bill", "Replaced", "draw_bill", "draw_issued", "files_of", "review_file", "write_bill"]


def files_of(bill: Bill, folder: Path) -> tuple[Path, ...]:
    """``<bill name>.pdf``, ``…-review.pdf`` if the reviewer's copy is drawn, and ``….xlsx`` in the folder (see ``Bill.name``);
    ``…-client.xlsx`` is the client's own workbook, if the contract has one."""
    review = [review_file(bill, folder)] if bill.with_review else []
    books = [".xlsx", *(["-client.xlsx"] if bill.header.billing.workbook else [])]
    return (folder / f"{bill.name}.pdf", *review, *(folder / f"{bill.name}{ending}" for ending in books))


def review_file(bill: Bill, folder: Path) -> Path:
    """The reviewer's copy, drawn or not."""
    return folder / f"{bill.name}-review.pdf"


def draw_bill(bill: Bill, folder: Path, templates: Path | None = None) -> dict[Path, bytes]:
    """The content of each of :func:`files_of`, in that order; nothing is written. The same bill gives the same bytes.

    Args:
        bill: the statement with its parties and how it was counted.
        folder: where the files are to go.
        templates: a workspace's own templates, each in place of the shipped one of its name.

    Raises:
        BpoError: for a character that no font has, or a template that is wrong, the client's workbook among them.
    """
    from bpo.invoice.client_workbook import client_workbook
    from bpo.invoice.pdf import client_pdf, reviewer_pdf
    from bpo.invoice.sheet import sheet_of
    from bpo.invoice.workbook import workbook

    contents = [client_pdf(sheet_of(bill), templates)]
    contents += [reviewer_pdf(sheet_of(bill, internal=True), templates)] if bill.with_review else []
    contents.append(workbook(bill))
    filled = client_workbook(bill)
    contents += [] if filled is None else [filled]
    return dict(zip(files_of(bill, folder), contents, strict=True))


def draw_issued(bill: Bill, folder: Path, templates: Path | None = None) -> dict[Path, bytes]:
    """What is issued of a bill with its number: the client's PDF and the workbooks, as :func:`draw_bill` draws them, and the e-invoice
    that its contract asks for."""
    from bpo.invoice.client_workbook import client_workbook
    from bpo.invoice.electronic.files import issued_files
    from bpo.invoice.pdf import client_pdf
    from bpo.invoice.sheet import sheet_of
    from bpo.invoice.workbook import workbook

    pdf, *books = files_of(replace(bill, with_review=False), folder)
    filled, electronic = client_workbook(bill), issued_files(bill, folder, templates)
    paper = electronic.pop(pdf, None) or client_pdf(sheet_of(bill), templates)
    contents = [paper, workbook(bill), *([] if filled is None else [filled])]
    return {**dict(zip((pdf, *books), contents, strict=True)), **electronic}


def write_bill(bill: Bill, folder: Path, templates: Path | None = None) -> list[Path]:
    """Draw a bill and write its files, all or none; the folder is made if it is not there.

    Raises:
        BpoError: as :func:`draw_bill`, or for a folder that cannot be written.
    """
    from bpo.report.files import write_all

    return write_all(draw_bill(bill, folder, templates))
