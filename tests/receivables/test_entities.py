"""A client that is several entities: each owes its share, pays it under its own name, and all together are the statement."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.errors import BpoError
from bpo.core.money import Money
from bpo.core.words import Text
from bpo.desk.life.crediting import Wanted, credit
from bpo.desk.life.verifying import verify_ledger
from bpo.desk.receivables.account_report import account_report, client_meant
from bpo.desk.receivables.ageing_report import standings
from bpo.desk.receivables.books import Books, books_of, received
from bpo.desk.receivables.by_hand import certificate, take_back, use_line
from bpo.desk.receivables.interest_note import bill_interest
from bpo.desk.receivables.letters import due_letters, letter_report
from bpo.desk.receivables.paying import enter
from bpo.desk.workspace import Workspace, find_workspace
from bpo.ledger import By, open_ledger
from bpo.life.event import Event
from bpo.life.events import Confirmed, Disputed, Invoiced, Paid, Registered, Settled
from bpo.receivables.items import BankLine, Payment
from bpo.receivables.matching import match_all
from bpo.receivables.shares import apportioned, attributed
from bpo.report.screen import report_text
from tests.receivables.books import bill, contract_text, new_desk, send

GROUP = (
    contract_text(
        "group",
        "100000.00",
        "{name: Group}",
        "en",
        billing="{due: 30 days after statement, late_interest: 0.05% a day}",
    )
    + """\
entities:
  - {id: north, name: {zh: 北方公司, en: North Ltd}, tax_no: "911100000000000001", bank: {name: X, account: "0777"}}
  - {id: south, name: {zh: 南方公司, en: South Ltd}, tax_no: "911100000000000002"}
allocation: {by: {north: 60%, south: 40%}}
"""
)
JAN, NORTH, SOUTH = "group-2026-01-r1", "911100000000000001", "911100000000000002"
BY = By("wang", datetime(2026, 5, 1, 8, tzinfo=UTC), "agreed")
MAPPING = """\
bank: icbc
account: "0200 0012"
currency: CNY
format: {kind: delimited}
map: {day: day, credit: credit, payer: payer, text: text, reference: ref}
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """January, S-2026-0001, is due on 5 March: 60,000 of the north, 40,000 of the south. February is a draft."""
    workspace = new_desk(tmp_path_factory.mktemp("made") / "desk", "database: ledger.db\n")
    send(workspace, bill(workspace, GROUP, "2026-01", date(2026, 2, 2)), date(2026, 2, 3))
    bill(workspace, GROUP, "2026-02", date(2026, 3, 2))
    return workspace.root


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Workspace:
    return find_workspace(shutil.copytree(made, tmp_path / "desk"))


def books(desk: Workspace) -> Books:
    with open_ledger(desk.database) as ledger:
        return books_of(ledger)


def tell(desk: Workspace, *events: Event) -> None:
    with open_ledger(desk.database) as ledger:
        for event in events:
            ledger.append(JAN, event, BY)


def line(amount: str, payer: str = "", text: str = "", name: str = "B-1") -> BankLine:
    return BankLine(name, "0200", date(2026, 3, 1), "CNY", Decimal(amount), payer, text=text)


def opened(desk: Workspace, on: date | None = None) -> dict[str, str]:
    return {one.number: str(one.open) for one in books(desk).items(on)}


N, S = "S-2026-0001-north", "S-2026-0001-south"
BOTH = {N: "60000.00", S: "40000.00"}


@pytest.mark.parametrize(
    ("amount", "payer", "text", "kind", "uses"),
    [
        ("60000", "北方公司", "", "matched", {N: "60000"}),  # its own share, by the amount
        ("60000", "North Ltd", "S-2026-0001", "matched", {N: "60000"}),  # the whole's number, its own share
        ("20000", "北方公司", "S20260001", "part", {N: "20000"}),
        ("70000", "北方公司", "S-2026-0001", "over", {N: "60000.00"}),
        ("100000", "北方公司", "S-2026-0001", "matched", BOTH),  # one pays for all
        ("100000", "Group", "", "matched", BOTH),
        ("100000", "Group", "S-2026-0001", "matched", BOTH),
        ("50000", "Group", "S-2026-0001", "ambiguous", {}),  # nobody says for whom
        ("10000", "somebody", "S-2026-0001 South", "part", {S: "10000"}),
        ("40000", "Group", "", "unknown", {}),  # the group owes no item of this amount
        ("100000", "南方公司", "", "unknown", {}),
        ("40000", "南方公司", "fapiao 26312000000000000002", "matched", {S: "40000"}),
        ("60000", "somebody", "fapiao 26312000000000000001", "matched", {N: "60000"}),
    ],
)
def test_a_line_is_used_for_the_share_of_who_pays(
    desk: Workspace, amount: str, payer: str, text: str, kind: str, uses: dict[str, str]
) -> None:
    with open_ledger(desk.database) as ledger, ledger.book(BY) as book:
        for n, (title, share) in enumerate((("北方公司", "60000.00"), ("南方公司", "40000.00")), start=1):
            net = {JAN: Decimal(share)}
            invoice = Registered(
                f"2631200000000000000{n}", date(2026, 2, 5), "CNY", Decimal(share), Decimal(0), net, title
            )
            book.append(invoice.number, invoice)
    tell_invoices(desk)
    known = books(desk)
    (match,) = match_all([line(amount, payer, text)], known.items(), known.debtors.values())
    assert match.kind == kind
    assert {one.number: one.amount for one in match.uses} == {name: Decimal(part) for name, part in uses.items()}
    assert {one.statement for one in match.uses} <= {JAN}


def tell_invoices(desk: Workspace) -> None:
    day = date(2026, 2, 5)
    numbers = [(f"2631200000000000000{n}", amount) for n, amount in ((1, "60000.00"), (2, "40000.00"))]
    tell(desk, Confirmed(day), *(Invoiced(name, Decimal(amount), day) for name, amount in numbers))


def test_the_months_of_two_entities(desk: Workspace) -> None:
    """The north pays its 60,000 under its own name, the south 15,000; 5,000 of the north's are on account."""
    (desk.root / "icbc.yaml").write_text(MAPPING, encoding="utf-8")
    rows = [
        "day,credit,payer,text,ref",
        "2026-03-01,65000.00,North Ltd,S-2026-0001,R1",
        "2026-03-20,15000.00,南方公司,S-2026-0001,R2",
    ]
    (desk.root / "icbc.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    entered = enter(desk, desk.root / "icbc.csv", desk.root / "icbc.yaml", BY)
    assert [(one.kind, str(one.on_account)) for one in entered.matches] == [("over", "5000.00"), ("part", "0.00")]
    assert opened(desk) == {N: "0.00", S: "25000.00"}
    known, on = books(desk), date(2026, 4, 1)
    assert [(one.number, one.stage, one.debtor, str(one.open)) for one in standings(known, on)] == [
        ("group-2026-02-r1-north", "unbilled", NORTH, "60000.00"),
        ("group-2026-02-r1-south", "unbilled", SOUTH, "40000.00"),
        (S, "unpaid", SOUTH, "25000.00"),
    ]
    assert [(one.line.payer, one.debtor, str(one.amount)) for one in known.on_account()] == [
        ("North Ltd", NORTH, "5000.00")
    ]
    for who, balance in (
        ("North Ltd", "-5,000.00"),
        (SOUTH, "25,000.00"),
        ("Group", "20,000.00"),
        ("group", "20,000.00"),
    ):
        said = report_text(account_report(known, client_meant(known, who), None, on), "en")
        assert next(row.split()[-1] for row in said.splitlines() if "Closing balance" in row) == balance
    assert verify_ledger(desk).findings == ()


def test_a_reminder_goes_to_the_entity_that_is_late(desk: Workspace) -> None:
    tell(desk, Paid("P-1", Decimal("60000.00"), date(2026, 3, 1), entity="north"))
    known, on = books(desk), date(2026, 3, 20)
    ((number, letter),) = due_letters(known, on, (3, 15, 30), None)
    assert (number, letter.debtor, [item.number for item, _ in letter.items]) == (f"{S}-R1-20260320", SOUTH, [S])
    report = letter_report(known, number, letter, on)
    assert report.masthead.title.en == "South Ltd"  # type: ignore[union-attr]  # a party's name
    assert "300.00" in report_text(report, "en")  # 40,000 × 15 × 0.05%


def test_late_interest_is_that_of_each_entity(desk: Workspace) -> None:
    """To 31 March: the north paid on the 15th, 60,000 × 10 × 0.05% = 300; the south owes 40,000 for 26 days, 520."""
    tell(desk, Paid("P-1", Decimal("60000.00"), date(2026, 3, 15), entity="north"))
    found = bill_interest(desk, (), date(2026, 3, 31), date(2026, 4, 2), BY)
    assert [(one.note.client, one.note.lines) for one in found] == [
        (NORTH, {f"{JAN}/north": Decimal("300.00")}),
        (SOUTH, {f"{JAN}/south": Decimal("520.00")}),
    ]
    assert opened(desk) == {N: "0.00", S: "40000.00", "INT-2026-0001": "300.00", "INT-2026-0002": "520.00"}
    assert bill_interest(desk, ("S-2026-0001",), date(2026, 3, 31), date(2026, 4, 2), BY) == []
    said = report_text(found[1].report, "en") if found[1].report is not None else ""
    assert S in said
    known = books(desk)
    assert {one.number: one.debtor for one in known.items() if one.kind == "interest"} == {
        "INT-2026-0001": NORTH,
        "INT-2026-0002": SOUTH,
    }
    whole = report_text(account_report(known, client_meant(known, "Group"), None, date(2026, 4, 2)), "en")
    assert next(row.split()[-1] for row in whole.splitlines() if "Closing balance" in row) == "40,820.00"
    assert verify_ledger(desk).findings == ()


def test_what_is_credited_and_conceded_is_shared_as_the_lines_are(desk: Workspace) -> None:
    """5,000 in dispute, of which 1,000.01 are conceded: 600.01 and 400.00; then a credit note of 10,000, on which stand 6,000 and 4,000."""
    tell(desk, Disputed("d", date(2026, 2, 9), {"fee": Decimal(5000)}))
    items = {one.number: (str(one.open), str(one.disputed)) for one in books(desk).items()}
    assert items == {N: ("60000.00", "3000.00"), S: ("40000.00", "2000.00")}
    tell(desk, Settled("d", date(2026, 2, 10), Decimal("1000.01")))
    assert opened(desk) == {N: "59399.99", S: "39600.00"}
    found = credit(desk, JAN, Wanted({"fee": Decimal(10_000)}), date(2026, 2, 12), BY)
    assert found.problems == ()
    assert opened(desk) == {N: "53399.99", S: "35600.00"}
    assert opened(desk, date(2026, 2, 11)) == {N: "59399.99", S: "39600.00"}


def test_by_hand_the_entity_is_the_payer_or_is_said(desk: Workspace) -> None:
    with open_ledger(desk.database) as ledger:
        for name, payer in (("B-1", "North Ltd"), ("B-2", "somebody")):
            ledger.append(name, received(line("9000.00", payer), "f", "unknown", Text.of("")), BY)
    assert use_line(desk, "B-1", "S-2026-0001", None, BY).number == N
    for doing in (
        lambda: use_line(desk, "B-2", "S-2026-0001", None, BY),
        lambda: certificate(desk, "C-1", JAN, Fraction(100), date(2026, 3, 1), BY),
    ):
        with pytest.raises(BpoError) as raised:
            doing()
        assert [one.code for one in raised.value.problems] == ["pay-which-entity"]
    assert use_line(desk, "B-2", S, None, BY).open == 31000
    assert certificate(desk, "C-1", f"{JAN}-south", Fraction(1000), date(2026, 3, 1), BY).open == 30000
    assert opened(desk) == {N: "51000.00", S: "30000.00"}
    assert take_back(desk, "B-2", S, BY).open == 39000
    assert opened(desk) == {N: "51000.00", S: "39000.00"}


def test_payments_that_name_no_entity_fill_the_shares_in_their_order(desk: Workspace) -> None:
    """As they were entered before entities had items: 70,000, of which 60,000 are the north's; taken back, it is gone of both."""
    tell(desk, Paid("B-1", Decimal("70000.00"), date(2026, 3, 1)))
    assert opened(desk) == {N: "0.00", S: "30000.00"}
    assert opened(desk, date(2026, 2, 28)) == BOTH
    tell(desk, Paid("B-1/2", Decimal("-70000.00"), date(2026, 3, 1)))
    assert opened(desk) == BOTH


CENTS = st.integers(-5000, 5000).map(lambda cents: Decimal(cents) / 100)
ENTITIES = ("", "", "a", "b", "c")


@given(
    st.lists(st.tuples(CENTS, st.sampled_from(ENTITIES), st.sampled_from("LM")), max_size=8),
    st.tuples(CENTS, CENTS, CENTS),
)
def test_no_cent_of_a_payment_is_lost_between_entities(
    told: list[tuple[Decimal, str, str]], totals: tuple[Decimal, Decimal, Decimal]
) -> None:
    payments = [
        replace(Payment("s", "bank", date(2026, 1, n + 1), "CNY", amount, name), entity=entity)
        for n, (amount, entity, name) in enumerate(told)
    ]
    found = attributed(payments, dict(zip("abc", totals, strict=True)))
    assert all(one.entity for one in found)
    for one in payments:
        parts = [part.amount for part in found if (part.day, part.line) == (one.day, one.line)]
        assert sum(parts) == one.amount
        assert not one.entity or parts == [one.amount]


@given(CENTS, st.lists(st.fractions(-1, 1, max_denominator=9), min_size=1, max_size=4))
def test_parts_are_the_amount(amount: Decimal, weights: list[Fraction]) -> None:
    assert sum(apportioned(amount, weights, Money("CNY"))) == amount


def test_what_has_no_weight_is_the_first_ones() -> None:
    assert apportioned(Decimal(5), [Fraction(0), Fraction(0)], Money("CNY")) == [5, 0]
