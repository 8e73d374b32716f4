"""Documents rendered once for all tests: WeasyPrint takes about a second for each."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

import pytest

from bpo.invoice.bill import Bill
from bpo.invoice.pdf import client_pdf, reviewer_pdf
from bpo.invoice.sheet import sheet_of
from tests.invoice import bills

MADE = {
    "both": bills.hotline,
    "zh": lambda: bills.hotline(language="zh"),
    "en": lambda: bills.hotline(language="en"),
    "many": bills.many_lines,
    "credit": lambda: bills.credit(language="zh"),
}


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, without the space between letters and lines."""
    from pypdf import PdfReader

    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


@pytest.fixture(scope="session")
def client() -> Callable[[str], bytes]:
    """The client's PDF of one of the bills above."""
    return cache(lambda name: client_pdf(sheet_of(_bill(name))))


@pytest.fixture(scope="session")
def review() -> Callable[[str], bytes]:
    """The reviewer's PDF of one of the bills above."""
    return cache(lambda name: reviewer_pdf(sheet_of(_bill(name), internal=True)))


def _bill(name: str) -> Bill:
    return MADE[name]()
