"""A desk with fixed fees of three months to two clients, taken through the life of statements by the ledger itself."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.measures import Measures
from bpo.desk.life.issuing import series_of
from bpo.desk.workspace import Workspace, find_workspace
from bpo.ledger import By, open_ledger
from bpo.life.events import Approved, Confirmed, Invoiced, Issued, Sent
from bpo.life.numbers import Numbers
from bpo.pricing.in_force import in_force
from bpo.pricing.price import price

CONTRACT = """\
bpo: 1
contract: {contract}
title: {title}
language: {language}
currency: {currency}
effective: {{from: 2026-01-01}}
supplier:
  name: {{zh: 某服务公司, en: Some Supplier}}
  bank: {{name: Bank of Somewhere, account: "0200 0012"}}
client: {client}
billing: {billing}
terms:
  - id: fee
    model: fixed
    amount: {fee}
"""
BANK = "{name: {zh: 某银行, en: Some Bank}, tax_no: '91310000', bank: {name: X, account: '0123'}}"
SHOP = "{name: Shop Ltd}"
CLERK = By("wang", datetime(2026, 5, 1, 8, tzinfo=UTC))


def contract_text(
    contract: str, fee: str, client: str = BANK, language: str = "zh", currency: str = "CNY", billing: str = ""
) -> str:
    billing = billing or "{due: 30 days after tax invoice, late_interest: 0.05% a day}"
    return CONTRACT.format(
        contract=contract, title=contract, fee=fee, client=client, language=language, currency=currency, billing=billing
    )


def new_desk(folder: Path, settings: str) -> Workspace:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bpo.yaml").write_text(settings, encoding="utf-8")
    return find_workspace(folder)


def bill(workspace: Workspace, text: str, period: str, made_on: date) -> str:
    """A statement that is a draft; returns its id."""
    whole = read_contract(parse_document(text, "c.yaml")).contract
    month = whole.cycle.period(period)
    statement = price(in_force(whole, month), Measures(period), ())
    with open_ledger(workspace.database) as ledger:
        now = datetime(made_on.year, made_on.month, made_on.day, 9, tzinfo=UTC)
        return ledger.record(
            statement, contract_text=text, contract_path="c.yaml", lake_versions={}, engine="test", now=now, who="li"
        ).statement_id


def send(workspace: Workspace, statement: str, on: date) -> str:
    """Numbered and sent on a day; returns its number."""
    with open_ledger(workspace.database) as ledger:
        ledger.append(statement, Approved(), CLERK)
        number = ledger.number(statement, series_of(ledger, ledger.stored(statement), on), Numbers(), on, CLERK)
        ledger.append(statement, Issued(number, {}, {}), CLERK)
        ledger.append(statement, Sent(on), CLERK)
    return number


def confirm(workspace: Workspace, statement: str, on: date, invoice: str = "", invoiced_on: date | None = None) -> None:
    """Confirmed as a whole, and invoiced as a whole if a number is given."""
    with open_ledger(workspace.database) as ledger:
        ledger.append(statement, Confirmed(on), CLERK)
        if invoice:
            ledger.append(statement, Invoiced(invoice, ledger.life(statement).to_invoice, invoiced_on or on), CLERK)
