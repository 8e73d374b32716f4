"""The business terms of EN 16931 (BT-…, BG-…) of an invoice, as the library that writes them takes them: a dictionary by term."""

import re
from decimal import Decimal
from typing import Any

from bpo.contracts.header.header import Header
from bpo.contracts.header.parties import Bank, Party
from bpo.contracts.portions import Portion
from bpo.core.words import Lang, Words
from bpo.invoice.bill import Bill
from bpo.invoice.electronic.net_lines import standard_invoice
from bpo.invoice.electronic.standard import Allowance, Category, Issue, NetLine, StandardInvoice, VatGroup
from bpo.invoice.face import due_text, orders_of
from bpo.report.speech import Speech

Terms = dict[str, Any]
NOTE_OF_SETTLED = Words("e-invoice-settled", en="Deducted from the payment: {parts}", zh="自付款中扣除：{parts}")
CREDIT = Words("e-invoice-credit", en="To be set off or paid back.", zh="抵扣或退还。")
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TYPE_CODES = {"invoice": "380", "credit_note": "381"}
SEPA_TRANSFER, TRANSFER, NOT_DEFINED = "58", "30", "1"


def language_of(header: Header) -> Lang:
    """An e-invoice is read by machines in one language: English, unless the contract's documents are Chinese alone."""
    return "zh" if header.language == "zh" else "en"


def terms_of(bill: Bill, issue: Issue, own: Portion | None = None) -> Terms:
    """Every term of the invoice of a bill, or of what one entity has of it.

    Raises:
        BpoError: as :func:`standard_invoice`.
    """
    header, lang = bill.header, language_of(bill.header)
    chosen = header.billing.e_invoice
    assert chosen is not None, "the contract asks for an e-invoice"
    found, _ = standard_invoice(bill.statement, header, lang, own)
    part = header.effective_part(bill.statement.period) or bill.statement.period
    buyer = next((one for one in header.entities if own is not None and one.id == own.entity), header.client)
    terms: Terms = {
        "BT-1": issue.number,
        "BT-2": issue.day,
        "BT-3": TYPE_CODES[issue.kind],
        "BT-5": header.currency,
        "BT-10": chosen.buyer_reference,
        "BT-12": header.reference or header.contract,
        "BT-13": buyer.po or "、".join(orders_of(bill)),
        "BT-19": buyer.cost_centre,
        "BT-72": part.end,
        "BT-73": part.start,
        "BT-74": part.end,
        "BG-4": _party(header.supplier, lang, contact=True),
        "BG-7": _party(buyer, lang, contact=True),
        "BG-3": [{"BT-25": issue.original}] if issue.original else [],
        "BG-1": _notes(found, header, lang),
        "BG-25": [_line(number, line) for number, line in enumerate(found.lines, start=1)],
        "BG-20": [_allowance(one) for one in found.allowances],
        "BG-23": [_group(group) for group in found.groups],
    }
    terms |= _paid_how(bill, issue, buyer, lang)
    terms |= _sums(found)
    return {name: _writable(value) for name, value in terms.items() if value not in ("", [], None)}


def _writable(value: Any) -> Any:
    """Texts without the control characters that no XML may hold."""
    if isinstance(value, dict):
        return {name: _writable(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_writable(one) for one in value]
    return NOT_IN_XML.sub(" ", value) if isinstance(value, str) else value


def _sums(found: StandardInvoice) -> Terms:
    sums = {
        "BT-106": found.line_total,
        "BT-107": found.allowance_total,
        "BT-109": found.net,
        "BT-110": found.tax,
        "BT-112": found.total,
        "BT-113": found.paid,
        "BT-114": found.rounding,
        "BT-115": found.payable,
    }
    told = {"BT-107": bool(found.allowances), "BT-113": bool(found.settled), "BT-114": found.rounding != 0}
    return {name: _number(amount) for name, amount in sums.items() if told.get(name, True)}


def _number(value: Decimal) -> str:
    return f"{value:f}"


def _percent(category: Category) -> str:
    percent = category.rate * 100
    return _number((Decimal(percent.numerator) / Decimal(percent.denominator)).normalize())


def _line(number: int, line: NetLine) -> Terms:
    return {
        "BT-126": str(number),
        "BT-129": _number(line.quantity),
        "BT-130": line.unit,
        "BT-131": _number(line.amount),
        "BT-146": _number(line.price),
        **({"BT-149": _number(line.per)} if line.per != 1 else {}),
        "BT-151": line.category.code,
        "BT-152": _percent(line.category),
        "BT-153": line.name,
        "BT-155": line.clause,
    }


def _allowance(one: Allowance) -> Terms:
    return {
        "amount": _number(one.amount),
        "reason": one.reason,
        "vat_category_code": one.category.code,
        "vat_rate": _percent(one.category),
    }


def _group(group: VatGroup) -> Terms:
    category = group.category
    found = {
        "BT-116": _number(group.base),
        "BT-117": _number(group.tax),
        "BT-118": category.code,
        "BT-119": _percent(category),
        "BT-120": category.reason,
    }
    return {name: value for name, value in found.items() if value}


def _party(party: Party, lang: Lang, contact: bool = False) -> Terms:
    scheme, _, address = (party.endpoint or "").partition(":")
    register, colon, number = party.registration.partition(":")
    vat = party.vat_number
    found = {
        "name": party.name.say(lang),
        "country_code": party.country,
        "city": party.city.say(lang) if party.city else "",
        "postcode": party.postcode,
        "addr_l1": " ".join(party.address.say(lang).split()) if party.address else "",
        "vat_identifier": vat,
        "tax_identifier": "" if vat else party.tax_no,
        "legal_identifier": number if colon else register,
        "legal_identifier_schemeid": register if colon else "",
        "einvoicing_addr": address,
        "einvoicing_addr_schemeid": scheme,
    }
    person = {"name": party.contact.say(lang) if party.contact else "", "phone": party.phone, "email": party.email}
    if contact and any(person.values()):
        found["contacts"] = [{name: text for name, text in person.items() if text}]  # type: ignore[assignment]
    return {name: text for name, text in found.items() if text}


def _notes(found: StandardInvoice, header: Header, lang: Lang) -> list[Terms]:
    """One note alone, as Peppol allows (PEPPOL-EN16931-R002): what is deducted from the payment, by name."""
    if not found.settled:
        return []
    parts = "; ".join(f"{one.name} {_number(one.amount)} {header.currency}" for one in found.settled)
    return [{"BT-22": NOTE_OF_SETTLED.say(lang, {"parts": parts})}]


def _paid_how(bill: Bill, issue: Issue, buyer: Party, lang: Lang) -> Terms:
    """When and where it is paid: an invoice to the supplier, a credit to the client."""
    header = bill.header
    speech = Speech(lang, header.currency)
    credit = issue.kind == "credit_note"
    terms: Terms = {"BT-20": CREDIT.say(lang) if credit else due_text(bill, speech).main}
    if not credit:
        terms["BT-9"] = bill.dates.due_on
    bank = (buyer if credit else header.supplier).bank
    return {**terms, **(_account(bank, header, issue, lang) if bank is not None else {"BT-81": NOT_DEFINED})}


def _account(bank: Bank, header: Header, issue: Issue, lang: Lang) -> Terms:
    iban = bank.iban.replace(" ", "")
    return {
        "BT-81": SEPA_TRANSFER if iban and header.currency == "EUR" else TRANSFER,
        "BT-83": issue.number,
        "BT-84": iban or bank.account.replace(" ", ""),
        "BT-85": bank.holder.say(lang) if bank.holder else "",
        "BT-86": bank.swift,
    }
