"""Contracts that are invoiced electronically, of every tax case, drawn by a number and priced by ``price``."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from bpo.contracts.header.due import DueDates
from bpo.contracts.load import read_contract
from bpo.contracts.portions import Portion
from bpo.core.documents import parse_document
from bpo.core.measures_file import parse_measures
from bpo.invoice.bill import Bill
from bpo.invoice.electronic.standard import Issue
from bpo.pricing.price import price

FORMATS = ("peppol", "xrechnung", "factur-x")
TAXES = {
    "standard": "rate: 19%",
    "zero": "rates: {standard: {rate: 0%}}",
    "exempt": "rates: {standard: {rate: 0%, note: exempt under article 135}}",
    "reverse": "rates: {standard: {rate: 19%, reverse_charge: yes}}",
    "several": "rates: {standard: {rate: 19%}, reduced: {rate: 7%}, free: {rate: 0%, note: insurance is exempt}}",
}
CLIENTS = (("FR", "FR40303265045"), ("DE", "DE136695976"), ("NL", "NL820646660B01"), ("AT", "ATU12345675"))
CURRENCIES = ("EUR", "EUR", "SEK", "GBP", "USD")
SETTLED = ("none", "advance", "damages", "withheld", "retention", "all")


@dataclass(frozen=True)
class Case:
    """One e-invoice to be made: of a bill, or of one entity's part of it."""

    bill: Bill
    issue: Issue
    own: Portion | None
    taxes: str

    @property
    def form(self) -> str:
        chosen = self.bill.header.billing.e_invoice
        assert chosen is not None
        return chosen.format


def party(name: str, country: str, vat: str, more: str = "") -> str:
    return (
        f"{{name: {name}, address: Hauptstr. 1, postcode: '10115', city: Town, country: {country}, tax_no: {vat}, "
        f"endpoint: '0088:4012345000009', contact: Pat Doe, phone: +49 30 1234567, email: pat@{name.lower()}.example, "
        f"bank: {{name: Bank, account: '1234567890', iban: DE75512108001245126199, swift: COBADEFF}}{more}}}"
    )


def contract_text(draw: random.Random, form: str, taxes: str) -> tuple[str, str]:
    """A contract, and the figures of its month."""
    several, settled = draw.random() < 0.25, draw.choice(SETTLED)
    reduced = "reduced" if taxes == "several" else "standard"
    prices = [TAXES[taxes], f"tax_rounding: {draw.choice(['line', 'total'])}"]
    if taxes != "reverse" and draw.random() < 0.5:
        prices.append("tax: included")
    if settled in ("withheld", "all"):
        prices.append("withholding: [{rate: 2%}]")
    if draw.random() < 0.3:
        prices.append("payable_round_to: 0.05")
    free = "  - {id: cover, model: fixed, amount: 33.33, tax: free}\n" if taxes == "several" else ""
    adjustments = ["  - {id: complaints, kind: penalty, per: upheld, amount: 12.35}"]
    if settled in ("advance", "all"):
        adjustments.append("  - {id: advance, kind: advance, amount: 1000, months: 3}")
    if settled in ("damages", "all"):
        adjustments.append("  - {id: late, kind: penalty, per: upheld, amount: 7.77, nature: damages}")
    if settled in ("retention", "all"):
        adjustments.append("  - {id: held, kind: retention, of: [fee], percent: 5%, released: 2026-12-31}")
    entities = ""
    if several:
        parties = [f"  - {{id: {n}, {party('Entity' + n, 'FR', 'FR40303265045', ', po: P-1')[1:]}" for n in ("a", "b")]
        entities = "entities:\n" + "\n".join(parties) + "\nallocation: {by: {a: 1/3, b: 2/3}}\n"
    text = f"""\
contract: made
title: Contact centre
language: {draw.choice(["en", "zh", "both"])}
reference: HT-2026-0117
currency: {draw.choice(CURRENCIES)}
effective: {{from: 2026-01-01, to: 2026-12-31}}
supplier: {party("Supplier", "DE", "DE123456789")}
client: {party("Client", *draw.choice(CLIENTS), ", po: P-1, cost_centre: CC12")}
{entities}billing: {{timezone: Europe/Berlin, due: {draw.choice(["30 days after statement", "20 days after confirmation"])},
  e_invoice: {{format: {form}, buyer_reference: 04011000-12345-34}}}}
prices: {{{", ".join(prices)}}}
quantities: {{upheld: {{given: event}}}}
terms:
  - {{id: fee, model: fixed, label: Monthly fee, amount: {draw.randint(1, 90000)}.{draw.randint(0, 99):02}}}
  - {{id: calls, model: workload, label: {{zh: 呼入, en: Calls & "more" <answered>}}, quantity: {{given: call}}, tax: {reduced}, tiers: [{{up_to: 500, rate: 2.8}}, {{rate: 2.345}}]}}
  - {{id: minutes, model: workload, label: Minutes, quantity: {{given: minute}}, rate: 0.855}}
{free}adjustments:
{chr(10).join(adjustments)}
"""
    figures = (
        f"calls: {draw.randint(0, 900)}, minutes: {draw.randint(0, 9000)}/7, upheld: {draw.choice([0, 3, 7, 9999])}"
    )
    return text, f"period: 2026-01\nquantities: {{{figures}}}\n"


def cases(count: int) -> list[Case]:
    """So many e-invoices: each format and tax case in turn, the rest drawn; of several entities each has its own."""
    found: list[Case] = []
    seed = 0
    while len(found) < count:
        draw = random.Random(seed)
        form, taxes = FORMATS[seed % 3], list(TAXES)[seed // 3 % len(TAXES)]
        text, figures = contract_text(draw, form, taxes)
        contract = read_contract(parse_document(text, f"made-{seed}.yaml")).contract
        statement = price(contract, parse_measures(figures))
        day = date(2026, 2, 3)
        due = day + timedelta(days=30) if contract.billing.due and contract.billing.due.after == "statement" else None
        bill = Bill(statement, contract, "S-1", day, DueDates(due), contract.needs(), labels=contract.labels())
        for own in statement.portions or (None,):
            credited = (own or statement).total < 0 or draw.random() < 0.15
            number = f"INV-2026-{len(found) + 1:04}"
            issue = Issue(number, day, "credit_note", "INV-2025-0999") if credited else Issue(number, day)
            found.append(Case(bill, issue, own, taxes))
        seed += 1
    return found[:count]
