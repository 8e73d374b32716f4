"""What the journal tells the accounts, by random lives of four statements: all vouchers balance, the receivable of a client is what is
open of it, the bank has what came in, and nothing stays accrued."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.accounts.booking import vouchers_of
from bpo.accounts.chart import PLAIN_TEXT, Accounts
from bpo.accounts.happened import Happened
from bpo.accounts.vouchers import Role
from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.measures_file import parse_measures
from bpo.core.words import Text
from bpo.desk.life import crediting
from bpo.desk.life.crediting import Wanted, credit
from bpo.desk.life.issuing import series_of
from bpo.desk.receivables import interest_credit, interest_note
from bpo.desk.receivables.books import books_of, received
from bpo.desk.receivables.by_hand import certificate, take_back, use_line, write_off
from bpo.desk.receivables.interest_check import interest_findings
from bpo.desk.receivables.interest_credit import credit_interest
from bpo.desk.receivables.interest_note import bill_interest
from bpo.desk.vouchers import told_of
from bpo.desk.workspace import Workspace
from bpo.invoice import Bill
from bpo.ledger import By, open_ledger
from bpo.life.event import Event
from bpo.life.events import Approved, Disputed, Issued, Paid, Settled, Voided
from bpo.life.numbers import Numbers
from bpo.life.states import AT_THE_CLIENT
from bpo.pricing.price import price
from bpo.receivables.items import BankLine
from bpo.report.model import Report
from tests.laws import examples
from tests.receivables.books import CLERK, new_desk, send

HOTLINE = """\
contract: hotline
title: Hotline
currency: CNY
effective: {from: 2026-01-01, to: 2026-02-28}
supplier: {name: Some Supplier}
client: {name: Bank}
billing: {due: 3 days after statement, late_interest: 0.05% a day}
prices: {rate: 6%, withholding: [{rate: 2%}]}
quantities: {leaks: {given: event}}
terms:
  - {id: fee, model: fixed, amount: 1000}
  - {id: seats, model: fixed, amount: 500}
adjustments:
  - {id: leak, kind: penalty, per: leaks, amount: 30, nature: damages}
"""
SHOP = """\
contract: shop
title: Shop
currency: USD
effective: {from: 2026-01-01, to: 2026-02-28}
supplier: {name: Some Supplier}
client: {name: Shop Ltd}
billing: {due: 3 days after statement, late_interest: {rate: 24% a year, most: 1%}}
prices: {tax: included, rate: 7%}
quantities: {leaks: {given: event}}
terms:
  - {id: fee, model: fixed, amount: 333.33}
  - {id: seats, model: fixed, amount: 99.99}
"""
IDS = ("hotline-2026-01-r1", "hotline-2026-02-r1", "shop-2026-01-r1", "shop-2026-02-r1")
MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 8))


def new_books(folder: Path) -> Workspace:
    """Two clients with two months each, recorded as drafts in the first days of the next month."""
    workspace = new_desk(folder, "database: ledger.db\nreceivables: {write_off: {CNY: 50, USD: 50}}\n")
    workspace.contracts.mkdir()
    with open_ledger(workspace.database) as ledger:
        for text in (HOTLINE, SHOP):
            contract = read_contract(parse_document(text, "c.yaml")).contract
            (workspace.contracts / f"{contract.contract}.yaml").write_text(text, "utf-8")
            for month in ("2026-01", "2026-02"):
                statement = price(contract, parse_measures(f"period: {month}\nquantities: {{leaks: 1}}\n"))
                ledger.record(
                    statement, contract_text=text, contract_path="c.yaml", lake_versions={}, engine="test", now=CLERK.at, who="li"
                )  # fmt: skip
    return workspace


@contextmanager
def plain_notes() -> Iterator[None]:
    """Notes are drawn as a line of text."""

    def draw(bill: Bill, folder: Path, templates: Path | None = None) -> dict[Path, bytes]:
        return {folder / f"{bill.number}.pdf": f"{bill.number} {bill.statement.total}".encode()}

    def letter(report: Report, stem: Path, *_: object) -> dict[Path, bytes]:
        return {stem.with_name(f"{stem.name}.pdf"): report.masthead.number.encode()}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crediting, "draw_issued", draw)
        patch.setattr(interest_note, "papers", letter)
        patch.setattr(interest_credit, "papers", letter)
        yield


def issue(workspace: Workspace, name: str, on: date) -> None:
    """Numbered and drawn, and still in the house."""
    with open_ledger(workspace.database) as ledger:
        ledger.append(name, Approved(), CLERK)
        number = ledger.number(name, series_of(ledger, ledger.stored(name), on), Numbers(), on, CLERK)
        ledger.append(name, Issued(number, {}, {}), CLERK)


def pay(
    workspace: Workspace, line: str, day: date, currency: str, amount: Decimal, by: By, *uses: tuple[str, str]
) -> None:  # fmt: skip
    """A bank line, entered with what it is used for."""
    came = BankLine(line, "ours", day, currency, amount, "somebody")
    with open_ledger(workspace.database) as ledger, ledger.book(by) as book:
        book.append(line, received(came, "bank.csv", "matched", Text.of("")))
        for statement, used in uses:
            book.append(statement, Paid(line, Decimal(used), day))


def balances(workspace: Workspace, months: Sequence[str] = MONTHS) -> dict[tuple[str, str, str], Decimal]:
    """By client, account and currency, over all vouchers of some months; each voucher balances and has a number of its own."""
    found: dict[tuple[str, str, str], Decimal] = defaultdict(Decimal)
    numbers: list[str] = []
    for month in months:
        vouchers = vouchers_of(told_of(workspace, month, "en")[1], Accounts(), {role: role for role in PLAIN_TEXT})
        numbers += [one.number for one in vouchers]
        for voucher in vouchers:
            assert sum(one.amount for one in voucher.postings) == 0
            for one in voucher.postings:
                found[voucher.client, one.account, voucher.currency] += one.amount
    assert len(set(numbers)) == len(numbers)
    return {key: amount for key, amount in found.items() if amount}


def of_account(found: dict[tuple[str, str, str], Decimal], role: str) -> dict[tuple[str, str], Decimal]:
    return {(client, currency): amount for (client, account, currency), amount in found.items() if account == role}


# -- random lives --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    verb: str
    which: int
    cents: int
    days: int


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(
            [
                "send",
                "send",
                "send",
                "void",
                "pay",
                "pay",
                "later",
                "back",
                "certificate",
                "write",
                "dispute",
                "credit",
                "debit",
                "whole",
                "interest",
                "interest",
                "give",
            ]
        ),
        st.integers(0, 3),
        st.integers(1, 60000),
        st.integers(0, 60),
    ),
    max_size=14,
)


def tell(workspace: Workspace, name: str, event: Event, by: By) -> None:
    with open_ledger(workspace.database) as ledger:
        ledger.append(name, event, by)


def take(workspace: Workspace, step: Step, number: int) -> None:
    """One step of a life; one that may not be taken now changes nothing."""
    name, day = IDS[step.which], date(2026, 2, 1) + timedelta(days=step.days)
    amount, line = Decimal(step.cents).scaleb(-2), f"L{number}"
    by = replace(CLERK, at=CLERK.at + timedelta(hours=number), reason="tried")
    currency = "CNY" if step.which < 2 else "USD"
    with open_ledger(workspace.database) as ledger:
        books = books_of(ledger)
        kept = next((one.line.id for one in books.on_account() if one.line.currency == currency), "L0")
        used = next((one.line for one in books.payments if one.statement == name and one.kind == "bank"), "L0")
        left = ledger.life(name).open
    if step.verb == "send":
        send(workspace, name, day)
    elif step.verb == "issue":
        issue(workspace, name, day)
    elif step.verb == "void":
        tell(workspace, name, Voided(), by)
    elif step.verb in ("pay", "came"):
        use = min(amount, left) if step.verb == "pay" else 0
        pay(workspace, line, day, currency, amount, by, *([(name, str(use))] if use > 0 else []))
    elif step.verb == "later":
        use_line(workspace, kept, name, None, by)
    elif step.verb == "back":
        take_back(workspace, used, name, by)
    elif step.verb == "certificate":
        certificate(workspace, f"C{number}", name, Fraction(amount), day, by)
    elif step.verb == "write":
        write_off(workspace, name, Fraction(min(amount, Decimal(9))), day, by)
    elif step.verb == "dispute":
        tell(workspace, name, Disputed(f"d{number}", day, {"fee": min(amount, Decimal(50))}), by)
        tell(workspace, name, Settled(f"d{number}", day, min(amount, Decimal(20))), by)
    elif step.verb == "interest":
        bill_interest(workspace, (), day, day, by)
    elif step.verb == "give":
        credit_interest(workspace, "INT-2026-0001", Wanted({}, whole=True), day, by)
    else:
        wanted = {"credit": Wanted({"fee": amount}), "debit": Wanted({"seats": amount}, debit=True)}
        credit(workspace, name, wanted.get(step.verb, Wanted({}, whole=True)), day, by)


@examples(12)
@given(STEPS)
def test_the_accounts_have_what_the_books_have(steps: list[Step]) -> None:
    with TemporaryDirectory() as folder, plain_notes():
        workspace = new_books(Path(folder) / "desk")
        send(workspace, IDS[0], date(2026, 2, 5))
        send(workspace, IDS[2], date(2026, 2, 27))
        for number, step in enumerate(steps, start=1):
            try:
                take(workspace, step, number)
            except BpoError:
                continue
        found = balances(workspace)
        with open_ledger(workspace.database) as ledger:
            books = books_of(ledger)
            assert list(interest_findings(books, ledger.entries())) == []
        owed: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        kept: dict[str, Decimal] = defaultdict(Decimal)
        came: dict[str, Decimal] = defaultdict(Decimal)
        for one in books.owed.values():
            if one.life.state in ("issued", *AT_THE_CLIENT):
                # what is conceded is owed until a note says so
                owed[one.contract.client.name.en, one.row.currency] += one.life.open + one.life.conceded
        for rest in books.on_account():
            kept[rest.line.currency] += rest.amount
        for line in books.lines.values():
            came[line.currency] += line.amount
    assert of_account(found, "receivable") == {key: amount for key, amount in owed.items() if amount}
    assert of_account(found, "unbilled") == {}
    for role, sums, sign in (("bank", came, 1), ("on_account", kept, -1)):
        for currency in ("CNY", "USD"):
            own = [amount for (_, of), amount in of_account(found, role).items() if of == currency]
            assert sum(own, Decimal(0)) == sign * sums[currency], (role, currency)


# -- by hand -------------------------------------------------------------------------------------------------------


def test_a_year_of_the_hotline_by_hand() -> None:
    """January: 1,500 and 6% are 1,590; damages of 30 and 2% of 1,500 withheld: 1,530 are to be paid. Accrued at 1,470 on 31 January,
    issued on 5 February. A quarter of the fee is credited on 10 February: 265 with 15 of tax, the withholding stands.
    1,300 come on 20 February, of which 1,200 are used; the rest pays on 1 May (the day on which that is told) what is left but 65 − 100.
    """
    with TemporaryDirectory() as folder, plain_notes():
        workspace = new_books(Path(folder) / "desk")
        january = IDS[0]
        assert of_account(balances(workspace, ["2026-01"]), "unbilled") == {}
        send(workspace, january, date(2026, 2, 5))
        noted = credit(
            workspace, january, Wanted({"fee": Decimal(265)}), date(2026, 2, 10), replace(CLERK, reason="late")
        )
        assert noted.problems == ()
        pay(workspace, "L1", date(2026, 2, 20), "CNY", Decimal(1300), CLERK, (january, "1200.00"))
        use_line(workspace, "L1", january, None, replace(CLERK, at=CLERK.at + timedelta(hours=1)))
        told = {
            month: [
                (
                    one.number,
                    one.day.isoformat(),
                    one.about,
                    {role: str(amount) for role, _, amount in _summed(one.what)},
                )
                for one in sorted(told_of(workspace, month, "en")[1], key=lambda one: one.day)
                if one.client == "Bank"
            ]
            for month in MONTHS
        }
    accrued = {"unbilled": "1470.00", "revenue": "-1500.00", "damages": "30.00"}
    back = {"unbilled": "-1470.00", "revenue": "1500.00", "damages": "-30.00"}
    assert told["2026-01"] == [
        ("hotline-2026-01-A2026-01", "2026-01-31", january, accrued),
        ("hotline-2026-01-A2026-01-R", "2026-02-01", january, back),
    ]
    invoice = {
        "receivable": "1530.00",
        "revenue": "-1500.00",
        "output_tax": "-90.00",
        "damages": "30.00",
        "withheld": "30.00",
    }
    credited = {"receivable": "-265.00", "revenue": "250.00", "output_tax": "15.00"}
    assert told["2026-02"] == [
        ("S-2026-0001", "2026-02-05", "S-2026-0001", invoice),
        ("CN-2026-0001", "2026-02-10", "CN-2026-0001", credited),
        ("L1", "2026-02-20", "S-2026-0001", {"bank": "1300.00", "on_account": "-100.00", "receivable": "-1200.00"}),
        ("hotline-2026-02-A2026-02", "2026-02-28", "hotline-2026-02-r1", accrued),
        ("hotline-2026-02-A2026-02-R", "2026-03-01", "hotline-2026-02-r1", back),
    ]
    assert told["2026-05"][0] == (
        "S-2026-0001-L1/2",
        "2026-05-01",
        "S-2026-0001",
        {"on_account": "65.00", "receivable": "-65.00"},
    )
    assert [number for number, *_ in told["2026-05"][1:]] == ["hotline-2026-02-A2026-05", "hotline-2026-02-A2026-05-R"]


def test_what_is_void_is_taken_back_on_the_day_on_which_that_is_told() -> None:
    """Issued on 5 February, void on 1 May: owed in between."""
    with TemporaryDirectory() as folder:
        workspace = new_books(Path(folder) / "desk")
        issue(workspace, IDS[0], date(2026, 2, 5))
        tell(workspace, IDS[0], Voided(), replace(CLERK, reason="wrong client"))
        owed = [of_account(balances(workspace, MONTHS[:n]), "receivable") for n in (1, 2, 4, 5)]
        numbers = [one.number for one in told_of(workspace, "2026-05", "en")[1] if one.client == "Bank"]
    assert owed == [{}, {("Bank", "CNY"): Decimal("1530.00")}, {("Bank", "CNY"): Decimal("1530.00")}, {}]
    assert numbers[0] == "S-2026-0001-V"


def _summed(what: Happened) -> list[tuple[Role, str, Decimal]]:
    """By role, what is nothing left out."""
    found: dict[Role, Decimal] = {}
    for role, _, amount in what.entries():
        found[role] = found.get(role, Decimal(0)) + amount
    return [(role, "", amount) for role, amount in found.items() if amount]
