"""The XML of an e-invoice, written by the library ``factur-x``: UBL for Peppol and XRechnung, CII for Factur-X.

This file is its door. It checks what it writes against the published schema.
"""

import logging

from bpo.contracts.header.e_invoice import EInvoiceFormat
from bpo.invoice.electronic.terms import Terms

PEPPOL_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
SPECIFICATIONS: dict[EInvoiceFormat, str] = {
    "peppol": "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    "xrechnung": "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
}
"""What an invoice in UBL says that it follows (BT-24); one in CII is of the profile EN 16931 of Factur-X."""
COMMON = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"


def written(terms: Terms, form: EInvoiceFormat) -> bytes:
    """The invoice as XML in UTF-8; the same terms give the same bytes."""
    from facturx.generate_xml import generate_cii_xml, generate_ubl_xml
    from lxml import etree

    logging.getLogger("factur-x").setLevel(logging.CRITICAL)  # it tells each file as news
    given = {**terms}
    if form == "factur-x":
        return bytes(generate_cii_xml(given, level="en16931", check_schematron=False))
    given["BT-23"] = PEPPOL_PROCESS
    root = etree.fromstring(generate_ubl_xml(given, level="en16931", check_schematron=False))
    root.find(f"{COMMON}CustomizationID").text = SPECIFICATIONS[form]  # the library knows the standard's own alone
    root.remove(root.find(f"{COMMON}UBLVersionID"))  # no term of the standard
    for rounding in root.iter(f"{COMMON}PayableRoundingAmount"):
        rounding.set("currencyID", given["BT-5"])  # the library says EUR of every currency
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))
