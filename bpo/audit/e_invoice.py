"""A supplier's e-invoice: UBL or CII by EN 16931, also inside a PDF (Factur-X, ZUGFeRD), read by the library ``factur-x``."""

import logging
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

from bpo.audit.received import Received, ReceivedLine
from bpo.core.documents import NOT_FOUND, NOT_READABLE
from bpo.core.errors import Where, fail
from bpo.core.money import exact
from bpo.core.words import Words

CREDIT_NOTES = ("81", "83", "381", "396", "532")
"""Types of document that give money back (UNCL 1001): their amounts are turned."""
HAS_DTD = Words(
    "audit-dtd",
    en="the file declares a document type, which no e-invoice does; ask the supplier for the file as it is sent",
    zh="该文件含有文档类型声明（DTD），电子发票不会有；请向供应商索取原始文件",
)
BROKEN = Words(
    "audit-xml-broken", en="the file is no whole XML document: {reason}", zh="该文件不是完整的 XML：{reason}"
)
NO_INVOICE = Words(
    "audit-no-e-invoice",
    en="the file is no e-invoice in UBL or CII by EN 16931: {reason}",
    zh="该文件不是符合 EN 16931 的 UBL 或 CII 电子发票：{reason}",
)
NO_XML_INSIDE = Words(
    "audit-no-xml-inside",
    en="no e-invoice is inside this PDF; ask the supplier for the invoice as a workbook, or type its lines into a CSV file",
    zh="该 PDF 内没有电子发票；请向供应商索取工作簿，或将各行录入 CSV 文件",
)
NO_AMOUNT = Words(
    "audit-e-amount", en="{term} of line {line} is no number: '{given}'", zh="第 {line} 行的 {term} 不是数字：'{given}'"
)
REASON_LENGTH_MAX = 160


def is_e_invoice(path: Path) -> bool:
    """Whether a file is XML or a PDF, by how it begins.

    Raises:
        BpoError: if it cannot be read.
    """
    start = _start(path).lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith((b"<?xml", b"<", b"%PDF"))


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(64)
    except FileNotFoundError:
        raise fail(NOT_FOUND, Where(str(path))) from None
    except OSError as error:
        raise fail(NOT_READABLE, Where(str(path)), reason=error.strerror or str(error)) from None


def read_e_invoice(path: Path) -> Received:
    """The invoice with its net lines; allowances are lines below zero.

    Raises:
        BpoError: if it is no e-invoice.
    """
    terms = _terms(path)
    sign = -1 if str(terms.get("BT-3", "")) in CREDIT_NOTES else 1

    def sum_in(term: str) -> Decimal | None:
        return sign * _amount(path, terms[term], term, "") if terms.get(term) else None

    lines = [_line(path, number, one, sign) for number, one in enumerate(terms.get("BG-25", ()), 1)]
    for group, way in (("BG-20", -1), ("BG-21", 1)):
        for one in terms.get(group, ()):
            amount = sign * way * _amount(path, one.get("amount"), group, str(len(lines) + 1))
            lines.append(ReceivedLine(len(lines) + 1, str(one.get("reason") or group), amount))
    total, payable = sum_in("BT-112"), sum_in("BT-115")
    return Received(
        str(path),
        tuple(lines),
        number=str(terms.get("BT-1", "")),
        currency=str(terms.get("BT-5", "")),
        with_tax=False,
        net=sum_in("BT-109"),
        tax=sum_in("BT-110"),
        total=total,
        payable=payable,
        deducted=payable - total if payable is not None and total is not None else Decimal(0),
    )


def _terms(path: Path) -> Mapping[str, Any]:
    """The business terms (BT-…, BG-…) of the file."""
    from facturx import get_xml_from_pdf
    from facturx.parse_xml import parse_ubl_cii_xml
    from lxml import etree

    logging.getLogger("factur-x").setLevel(logging.CRITICAL)  # it tells each file as news
    content = path.read_bytes()
    if content.lstrip().startswith(b"%PDF"):
        try:
            _, found = get_xml_from_pdf(content, check_xsd=False, check_schematron=False)
        except Exception:  # of libraries that were given a PDF without one, or a damaged one
            found = None
        if not found:
            raise fail(NO_XML_INSIDE, Where(str(path)))
        content = found
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise fail(BROKEN, Where(str(path), error.lineno or 0), reason=str(error.msg)[:REASON_LENGTH_MAX]) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise fail(HAS_DTD, Where(str(path)))
    try:
        terms: Mapping[str, Any] = parse_ubl_cii_xml(root, check_xsd=False, check_schematron=False)
    except Exception as error:  # the library tells every mistake by one class
        raise fail(NO_INVOICE, Where(str(path)), reason=" ".join(str(error).split())[:REASON_LENGTH_MAX]) from None
    return terms


def _line(path: Path, number: int, terms: Mapping[str, Any], sign: int) -> ReceivedLine:
    place = str(terms.get("BT-126") or number)
    amount = sign * _amount(path, terms.get("BT-131"), "BT-131", place)
    quantity = exact(_amount(path, terms.get("BT-129") or "1", "BT-129", place))
    price = exact(_amount(path, terms.get("BT-146") or "0", "BT-146", place))
    per = exact(_amount(path, terms.get("BT-149") or "1", "BT-149", place)) or Fraction(1)
    label = str(terms.get("BT-153") or terms.get("BT-154") or "")
    return ReceivedLine(number, label, amount, str(terms.get("BT-155") or ""), quantity, price / per)


def _amount(path: Path, given: object, term: str, line: str) -> Decimal:
    try:
        return Decimal(str(given))
    except InvalidOperation:
        raise fail(NO_AMOUNT, Where(str(path)), term=term, line=line, given=str(given)[:40]) from None
