"""What a format of electronic invoices asks a contract to say, and what the European standard cannot express.

Source: EN 16931-1 (business rules BR-…); Peppol BIS Billing 3.0; XRechnung 3.0.
"""

from collections.abc import Iterator

from bpo.contracts.header.e_invoice import EInvoice
from bpo.contracts.header.header import Header
from bpo.contracts.header.parties import Party
from bpo.core.documents import Document
from bpo.core.errors import Problem
from bpo.core.money import minor_unit_places
from bpo.core.words import Words

NETWORKED = ("peppol", "xrechnung")
"""Formats that are delivered to an electronic address."""

LACKS = Words(
    "e-invoice-lacks",
    en="an e-invoice of the format {format} has to say more than the contract does: write {fields}",
    zh="{format} 格式的电子发票须载明合同尚未写明的内容：请写 {fields}",
)
NO_VAT_NUMBER = Words(
    "e-invoice-vat-number",
    en="where the client owes the tax an e-invoice has to name its VAT number with the country before it, such as DE123456789: "
    "write {field}",
    zh="反向征收的电子发票须载明购买方带国家前缀的增值税号，例如 DE123456789：请写 {field}",
)
SEVERAL_TAXES = Words(
    "e-invoice-several-taxes",
    en="EN 16931 has one VAT rate for a line: an e-invoice cannot hold several taxes on the same lines (tax code '{code}')",
    zh="EN 16931 每行只有一个增值税率：电子发票不能在同一行载明多种税（税码 '{code}'）",
)
ON_DIFFERENCE = Words(
    "e-invoice-tax-on-difference",
    en="EN 16931 computes tax from the whole amount: an e-invoice cannot hold tax on a difference (tax code '{code}')",
    zh="EN 16931 按全额计税：电子发票不能载明差额征税（税码 '{code}'）",
)
NO_TAX_SAID = Words(
    "e-invoice-no-tax",
    en="an e-invoice has to say at which rate each line is taxed, or why it is not: write 'prices.rate' or 'prices.rates'; "
    "a rate of 0% with a 'note' is exempt",
    zh="电子发票须载明各行税率或免税原因：请写 prices.rate 或 prices.rates；税率 0% 并附 note 即为免税",
)
TOO_FINE = Words(
    "e-invoice-currency",
    en="EN 16931 has amounts of two decimals, and {currency} has {places}",
    zh="EN 16931 的金额为两位小数，而 {currency} 有 {places} 位",
)


def e_invoice_problems(header: Header, document: Document) -> Iterator[Problem]:
    """What the format asks for and the contract does not say, and what the standard cannot express."""
    chosen = header.billing.e_invoice
    if chosen is None:
        return
    place = document.place("billing", "e_invoice", "format")
    lacking = list(_lacking(header, chosen))
    if lacking:
        yield Problem(LACKS, place, {"format": chosen.format, "fields": lacking})
    yield from _of_taxes(header, document)
    places = minor_unit_places(header.currency)
    if places > 2:
        yield Problem(TOO_FINE, place, {"currency": header.currency, "places": places})


def _buyers(header: Header) -> list[tuple[str, Party]]:
    """Whoever is invoiced, with its place in the contract: the entities of a client that has some."""
    entities: list[tuple[str, Party]] = [(f"entities.{one.id}", one) for one in header.entities]
    return entities or [("client", header.client)]


def _lacking(header: Header, chosen: EInvoice) -> Iterator[str]:
    """The fields that are missing."""
    buyers, german, networked = _buyers(header), chosen.format == "xrechnung", chosen.format in NETWORKED
    of_party = ("country", *(("city", "postcode") if german else ()), *(("endpoint",) if networked else ()))
    of_supplier = ("tax_no", *(("contact", "phone", "email", "bank") if german else ()))
    for name, party in [("supplier", header.supplier), *buyers]:
        yield from (f"{name}.{field}" for field in of_party if not getattr(party, field))
    yield from (f"supplier.{field}" for field in of_supplier if not getattr(header.supplier, field))
    if header.billing.due is None:
        yield "billing.due"
    if networked and not chosen.buyer_reference:
        ordered = header.purchase_orders or all(party.po for _, party in buyers)
        if german or not ordered:
            yield "billing.e_invoice.buyer_reference"


def _of_taxes(header: Header, document: Document) -> Iterator[Problem]:
    place = document.place("billing", "e_invoice", "format")
    if header.prices.rate is None and not header.prices.rates:
        yield Problem(NO_TAX_SAID, place)
    for code, kind in header.prices.codes.items():
        if kind.taxes is not None:
            yield Problem(SEVERAL_TAXES, document.place("prices", "rates", code), {"code": code})
        if kind.deducts:
            yield Problem(ON_DIFFERENCE, document.place("prices", "rates", code, "deducts"), {"code": code})
    if any(kind.reverse_charge for kind in header.prices.codes.values()):
        for name, party in _buyers(header):
            if not party.vat_number:
                yield Problem(NO_VAT_NUMBER, place, {"field": f"{name}.tax_no"})
