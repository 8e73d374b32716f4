"""Electronic invoices (电子发票): in which format a contract is invoiced."""

from typing import Literal

from bpo.core.fields import FileModel

EInvoiceFormat = Literal["peppol", "xrechnung", "factur-x"]


class EInvoice(FileModel):
    """How the contract is invoiced electronically.

    ``format``: ``peppol`` is UBL after Peppol BIS Billing 3.0, ``xrechnung`` UBL after Germany's XRechnung 3.0, ``factur-x``
    a PDF/A-3 that holds the invoice as CII (ZUGFeRD). ``buyer_reference`` is what the client asks to be named, such as a
    Leitweg-ID (BT-10).
    """

    format: EInvoiceFormat
    buyer_reference: str = ""
