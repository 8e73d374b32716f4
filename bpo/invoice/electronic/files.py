"""The file of an e-invoice as it is sent: XML, or for Factur-X the client's PDF with the XML inside."""

from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from bpo.contracts.portions import Portion
from bpo.core.words import Text
from bpo.invoice.bill import Bill
from bpo.invoice.electronic.standard import Issue
from bpo.invoice.electronic.terms import terms_of
from bpo.invoice.electronic.written import written
from bpo.invoice.pdf import client_pdf
from bpo.invoice.sheet import sheet_of, speech_of
from bpo.report.pdf_a import Embedded

FILE_INSIDE = "factur-x.xml"
NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
KINDS = {"invoice": Text(zh="发票", en="Invoice"), "credit_note": Text(zh="贷项通知单", en="Credit note")}
PROPERTIES = {
    "DocumentFileName": "The name of the embedded XML document",
    "DocumentType": "The type of the hybrid document in capital letters, e.g. INVOICE or ORDER",
    "Version": "The actual version of the standard applying to the embedded XML document",
    "ConformanceLevel": "The conformance level of the embedded XML document",
}
VALUES = {"DocumentFileName": FILE_INSIDE, "DocumentType": "INVOICE", "Version": "1.0", "ConformanceLevel": "EN 16931"}


def e_invoice_file(
    bill: Bill, issue: Issue, own: Portion | None = None, templates: Path | None = None
) -> tuple[str, bytes]:
    """The ending of the file, and its bytes; the same invoice gives the same bytes.

    Raises:
        BpoError: as :func:`terms_of`, or for a PDF that cannot be drawn.
    """
    chosen = bill.header.billing.e_invoice
    assert chosen is not None, "the contract asks for an e-invoice"
    xml = written(terms_of(bill, issue, own), chosen.format)
    if chosen.format != "factur-x":
        return ".xml", xml
    inside = Embedded(
        FILE_INSIDE, xml, "Factur-X", datetime.combine(issue.day, time(), tzinfo=UTC), descriptions().encode()
    )
    speech, sheet = speech_of(bill), sheet_of(bill)
    # It is no draft any more: where that stands, it says what it is, with its number in place of the statement's.
    said = speech.text(KINDS[issue.kind])
    issued = replace(sheet, statement_id=issue.number, revision="", h={**sheet.h, "draft": said})
    return ".pdf", client_pdf(replace(issued, drawn_on=issue.day.isoformat()), templates, inside)


def descriptions() -> str:
    """What Factur-X adds to the metadata: its four properties, and the schema by which PDF/A lets them stand there."""
    schema = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>"
        f"<pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>{said}</pdfaProperty:description>"
        "</rdf:li>"
        for name, said in PROPERTIES.items()
    )
    values = "".join(f"<fx:{name}>{value}</fx:{name}>" for name, value in VALUES.items())
    return (
        '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
        'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
        '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
        "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{NAMESPACE}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{schema}</rdf:Seq></pdfaSchema:property>"
        "</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
        f'<rdf:Description rdf:about="" xmlns:fx="{NAMESPACE}">{values}</rdf:Description>'
    )
