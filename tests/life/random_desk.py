"""A desk of three contracts whose months are billed from figures that a law draws, and what each is worth by plain arithmetic.

``calls`` and ``seats`` are of one client, in CNY: prices with 6% of tax in them, and prices to which 6% are added, of which 5% are held back
and paid out with February. ``hours`` is of another client and another supplier, in USD, without tax; 2% are withheld with a certificate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from bpo.desk.workspace import Workspace, find_workspace

CENT = Decimal("0.01")
MONTHS = ("2026-01", "2026-02")
CURRENCY = {"calls": "CNY", "seats": "CNY", "hours": "USD"}
CLIENT = {"calls": "某银行", "seats": "某银行", "hours": "Shop Ltd"}
SUPPLIER = {"calls": "S-1", "seats": "S-1", "hours": "S-2"}

HEAD = """\
contract: {name}
title: {name}
currency: {currency}
effective: {{from: 2026-01-01, to: 2026-02-28}}
supplier: {{name: Supplier of {name}, tax_no: {supplier}}}
client: {client}
"""
BANK = "{name: 某银行, tax_no: '91310000', email: ap@bank.example, bank: {name: X, account: '0123'}}"
SHOP = "{name: Shop Ltd, email: ap@shop.example}"
BODY = {
    "calls": """\
billing: {due: 30 days after tax invoice, accepted_after: 3 days}
prices: {tax: included, rate: 6%}
quantities: {mistakes: {given: event}}
terms:
  - {id: calls, model: workload, quantity: {given: call}, rate: 3.80}
adjustments:
  - {id: errors, kind: penalty, per: mistakes, amount: 500}
""",
    "seats": """\
billing: {due: 30 days after confirmation}
prices: {tax: excluded, rate: 6%, tax_rounding: line}
terms:
  - {id: fee, model: fixed, amount: 1000.10}
  - {id: seats, model: workload, quantity: {given: seat}, rate: 70}
adjustments:
  - {id: retention, kind: retention, of: [seats], percent: 5%, released: 2026-02-28}
""",
    "hours": """\
billing: {due: 30 days after statement, accepted_after: 5 days, timezone: UTC}
prices: {withholding: [{rate: 2%, name: Withholding}]}
terms:
  - {id: hours, model: workload, quantity: {given: hour}, rate: 25.50}
""",
}
SETTINGS = """\
database: {database}
mail: {{from: billing@supplier.example}}
receivables: {{write_off: {{CNY: 1, USD: 1}}}}
"""
EXPORT = """\
bank: {currency}
account: "0200 {currency}"
currency: {currency}
format: {{kind: delimited}}
map: {{day: day, credit: credit, payer: payer, text: text, reference: reference}}
files: "{currency}-*.csv"
"""


def make_desk(folder: Path, database: str) -> Workspace:
    for name in ("contracts", "banks", "measures"):
        (folder / name).mkdir()
    (folder / "bpo.yaml").write_text(SETTINGS.format(database=database), encoding="utf-8")
    for name, body in BODY.items():
        client = BANK if CLIENT[name] == "某银行" else SHOP
        head = HEAD.format(name=name, currency=CURRENCY[name], supplier=SUPPLIER[name], client=client)
        (folder / "contracts" / f"{name}.yaml").write_text(head + body, encoding="utf-8")
    for currency in ("CNY", "USD"):
        (folder / "banks" / f"{currency}.yaml").write_text(EXPORT.format(currency=currency), encoding="utf-8")
    return find_workspace(folder)


@dataclass(frozen=True)
class Figures:
    """What is agreed of a month: calls, seats or hours, and errors, which count with calls alone."""

    count: int
    errors: int = 0

    def text(self, contract: str, month: str) -> str:
        quantities = f"{contract}: {self.count}" + (f", mistakes: {self.errors}" if contract == "calls" else "")
        return f"period: {month}\nquantities: {{{quantities}}}\n"


def agree(workspace: Workspace, contract: str, month: str, figures: Figures) -> None:
    """Put the figures where a bill finds them."""
    folder = workspace.measures / contract
    folder.mkdir(exist_ok=True)
    (folder / f"{month}.yaml").write_text(figures.text(contract, month), encoding="utf-8")


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


Amounts = Mapping[str, Decimal]


def worth(contract: str, month: str, figures: Figures, held: Decimal) -> tuple[Amounts, Amounts]:
    """The lines with their tax, and what is taken from the payment. ``held`` is what the month before holds back."""
    count = Decimal(figures.count)
    if contract == "calls":
        return {"calls": rounded(count * Decimal("3.80")), "errors": Decimal(-500 * figures.errors).quantize(CENT)}, {}
    if contract == "hours":
        fee = rounded(count * Decimal("25.50"))
        return {"hours": fee}, {"withholding-1": -rounded(fee * Decimal("0.02"))}
    seats = rounded(count * 70)
    kept = held if month == MONTHS[-1] else -rounded(seats * Decimal("0.05"))
    return {"fee": Decimal("1060.11"), "seats": seats + rounded(seats * Decimal("0.06"))}, {"retention": kept}
