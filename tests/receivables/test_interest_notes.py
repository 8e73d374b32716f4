"""Late interest is billed: 112,000 at 0.05% are 56 a day. Every amount is worked by hand."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from pypdf import PdfReader

from bpo.core.errors import BpoError
from bpo.core.periods import Period
from bpo.desk.life.crediting import Wanted
from bpo.desk.life.verifying import verify_ledger
from bpo.desk.receivables.ageing_report import standings
from bpo.desk.receivables.books import Books, books_of, received
from bpo.desk.receivables.interest import interest_on
from bpo.desk.receivables.interest_credit import credit_drawn_again, credit_interest
from bpo.desk.receivables.interest_note import bill_interest, drawn_again
from bpo.desk.told import Journal
from bpo.desk.workspace import Workspace, find_workspace
from bpo.ledger import By, open_ledger
from bpo.life.events import Paid
from bpo.life.interest_notes import InterestBilled
from bpo.life.people import House, Person
from bpo.receivables.account import account_of
from bpo.receivables.items import BankLine
from bpo.receivables.matching import match_all
from tests.cli.desk import Desk
from tests.receivables.books import CLERK, SHOP, bill, contract_text, new_desk, send

RULES = "{due: 30 days after statement, late_interest: 0.05% a day}"
HOTLINE = contract_text("hotline", "112000.00", billing=RULES)
LATER = By("wang", datetime(2026, 6, 1, 8, tzinfo=UTC), "agreed by phone")
MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)
JAN, FEB = "hotline-2026-01-r1", "hotline-2026-02-r1"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """January is due on 5 March, February on 2 April; the shop's contract has no late interest."""
    workspace = new_desk(tmp_path_factory.mktemp("made") / "desk", "database: ledger.db\n")
    send(workspace, bill(workspace, HOTLINE, "2026-01", date(2026, 2, 2)), date(2026, 2, 3))
    send(workspace, bill(workspace, HOTLINE, "2026-02", date(2026, 3, 2)), date(2026, 3, 3))
    shop = contract_text("shop", "980.00", SHOP, "en", "USD", "{due: 30 days after statement}")
    send(workspace, bill(workspace, shop, "2026-01", date(2026, 2, 2)), date(2026, 2, 3))
    return workspace.root


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Workspace:
    return find_workspace(shutil.copytree(made, tmp_path / "desk"))


def books(desk: Workspace) -> Books:
    with open_ledger(desk.database) as ledger:
        return books_of(ledger)


def paid(desk: Workspace, statement: str, amount: str, on: date) -> None:
    with open_ledger(desk.database) as ledger:
        ledger.append(statement, Paid(f"p{amount}", Decimal(amount), on), CLERK)


def lines(desk: Workspace, until: date, on: date, *given: str, check: bool = False) -> list[dict[str, str]]:
    found = bill_interest(desk, given, until, on, CLERK, check=check)
    return [{name: str(amount) for name, amount in one.note.lines.items()} for one in found]


def test_the_months_of_interest_of_a_client(desk: Workspace) -> None:
    """To 31 March: 26 days of January. To 30 April: 30 more, and 28 of February, of which half was paid on the 20th: 18 × 56 + 10 × 28."""
    assert lines(desk, MARCH, date(2026, 4, 2), check=True) == [{JAN: "1456.00"}]
    (first,) = bill_interest(desk, (), MARCH, date(2026, 4, 2), CLERK)
    assert (first.note.number, first.amount, first.note.due) == ("INT-2026-0001", 1456, date(2026, 5, 2))
    assert lines(desk, MARCH, date(2026, 4, 2)) == lines(desk, MARCH, date(2026, 4, 2), check=True) == []
    paid(desk, FEB, "56000.00", date(2026, 4, 20))
    assert lines(desk, APRIL, date(2026, 5, 2)) == [{JAN: "1680.00", FEB: "1288.00"}]
    known = books(desk)
    stretches = [
        (part.statement, part.first, part.last, part.open, part.amount)
        for one in known.owed.values()
        if one.number == "INT-2026-0002" and one.note is not None
        for part in one.note.stretches
    ]
    assert stretches == [
        (JAN, date(2026, 4, 1), APRIL, 112000, 1680),
        (FEB, date(2026, 4, 3), date(2026, 4, 20), 112000, 1008),
        (FEB, date(2026, 4, 21), APRIL, 56000, 280),
    ]
    assert verify_ledger(desk).findings == ()


def test_what_is_owed_has_the_notes_and_no_interest_on_them(desk: Workspace) -> None:
    """On 10 May: 224,000 and 1,456 + 1,680 + 1,568 of notes. From May on the two statements cost 112 a day, the notes nothing."""
    bill_interest(desk, (), MARCH, date(2026, 4, 2), CLERK)
    bill_interest(desk, (), APRIL, date(2026, 5, 2), CLERK)
    known, on = books(desk), date(2026, 5, 10)
    assert [
        (one.number, str(one.open), one.stage, one.since) for one in standings(known, on) if one.currency == "CNY"
    ] == [
        ("S-2026-0001", "112000.00", "unconfirmed", date(2026, 2, 3)),
        ("S-2026-0002", "112000.00", "unconfirmed", date(2026, 3, 3)),
        ("INT-2026-0001", "1456.00", "unpaid", date(2026, 5, 2)),
        ("INT-2026-0002", "3248.00", "unpaid", date(2026, 6, 1)),
    ]
    assert sum(interest_on(known, one, one.item(), on).amount for one in known.at_client) == 1120
    assert (
        sum(interest_on(known, one, one.item(), date(2026, 5, 1)).amount for one in known.at_client) == 3360
    )  # before the second note's date
    account = account_of(known.items(), known.payments, (), Period(date(2026, 1, 1), on, "x"), "CNY")
    assert [(one.what, one.number) for one in account.movements][2:] == [
        ("interest", "INT-2026-0001"),
        ("interest", "INT-2026-0002"),
    ]
    assert account.closing == 228704


def test_a_note_is_paid_by_its_number_and_told_to_the_accounts(desk: Workspace) -> None:
    bill_interest(desk, (JAN,), MARCH, date(2026, 4, 2), CLERK)
    line = BankLine("B-1", "0200", date(2026, 4, 28), "CNY", Decimal("1456.00"), text="利息 INT20260001")
    known = books(desk)
    (match,) = match_all([line], known.items(), known.debtors.values())
    assert [(one.number, one.amount) for one in match.uses] == [("INT-2026-0001", 1456)]
    with open_ledger(desk.database) as ledger:
        ledger.append("B-1", received(line, "f.csv", match.kind, known.debtors["91310000"].name), CLERK)
        ledger.append(match.uses[0].statement, Paid("B-1", Decimal(1456), line.day), CLERK)
        told = Journal(ledger, ledger.entries(), "en").told(Period(date(2026, 4, 1), APRIL, "2026-04"))
    assert [(one.number, one.client, sorted(one.what.entries())) for one in told if one.day.month == 4] == [
        ("INT-2026-0001", "Some Bank", [("interest", "", -1456), ("receivable", "", 1456)]),
        (
            "B-1",
            "Some Bank",
            [
                ("bank", "", 1456),
                *((role, "", 0) for role in ("on_account",)),
                ("receivable", "", -1456),
                ("withheld", "", 0),
                ("written_off", "", 0),
            ],
        ),
    ]
    assert [one.open for one in books(desk).items() if one.kind == "interest"] == [0]


def test_a_payment_of_billed_days_that_is_entered_later_is_settled_by_the_next_note(desk: Workspace) -> None:
    """1,456 to 31 March, and then January turns out to be paid on 25 March: 20 days, 1,120. Alone there is nothing to be billed; with
    February's 28 days of April, 1,568 − 336 = 1,232."""
    bill_interest(desk, (), MARCH, date(2026, 4, 2), CLERK)
    paid(desk, JAN, "112000.00", date(2026, 3, 25))
    (held,) = bill_interest(desk, ("S-2026-0001",), APRIL, date(2026, 5, 2), CLERK)
    assert (held.amount, held.note.number, held.files) == (-336, "", ())
    (next_one,) = bill_interest(desk, (), APRIL, date(2026, 5, 2), CLERK)
    assert (next_one.amount, next_one.note.number) == (1232, "INT-2026-0002")
    assert next_one.note.settled == {JAN: Decimal("-336.00")}
    paper = "".join(page.extract_text() for page in PdfReader(next_one.files[0]).pages).replace("\n", "")
    assert "已计收天数按最新情况重算之差额" in paper and "-336.00" in paper and "1,232.00" in paper
    assert lines(desk, APRIL, date(2026, 5, 2)) == []
    assert verify_ledger(desk).findings == ()


def test_interest_is_given_back_by_a_credit_note_and_not_billed_again(desk: Workspace) -> None:
    """Of 1,456 half is given back by favour; then the rest. The interest of April is as it would be."""
    bill_interest(desk, (JAN,), MARCH, date(2026, 4, 2), CLERK)
    half = Wanted({"S-2026-0001": Decimal("728.00")})
    found = credit_interest(desk, "INT-2026-0001", half, date(2026, 4, 20), LATER)
    assert found is not None and (found.number, found.amount, found.problems) == ("CN-2026-0001", -728, ())
    paper = "".join(page.extract_text() for page in PdfReader(found.files[0]).pages)
    assert "INT-2026-0001" in paper and "agreed by phone" in paper and "-728.00" in paper
    assert credit_drawn_again(desk, "CN-2026-0001") == found.files
    assert credit_drawn_again(desk, "INT-2026-0001") is None
    too_much = credit_interest(desk, "INT-2026-0001", Wanted({JAN: Decimal(729)}), date(2026, 4, 20), LATER)
    assert too_much is not None and [one.code for one in too_much.problems] == ["credit-too-much"]
    rest = credit_interest(desk, "INT-2026-0001", Wanted({}, whole=True), date(2026, 4, 21), LATER)
    assert rest is not None and rest.life is not None and (rest.amount, rest.life.state) == (-728, "credited")
    more = credit_interest(desk, "INT-2026-0001", Wanted({JAN: Decimal(1)}, debit=True), date(2026, 4, 21), LATER)
    assert more is not None and [one.code for one in more.problems] == ["interest-not-by-hand"]
    assert credit_interest(desk, JAN, Wanted({}, whole=True), date(2026, 4, 21), LATER) is None
    assert lines(desk, APRIL, date(2026, 5, 2), JAN) == [{JAN: "1680.00"}]
    assert verify_ledger(desk).findings == ()
    with open_ledger(desk.database) as ledger:
        told = Journal(ledger, ledger.entries(), "en").told(Period(date(2026, 4, 1), APRIL, "2026-04"))
    assert sum(amount for one in told for role, _, amount in one.what.entries() if role == "interest") == 0


def test_what_cannot_be_billed_is_refused_and_nothing_is_told(desk: Workspace) -> None:
    clerk = replace(CLERK, house=House({"wang": Person(roles=["account"])}))
    for given, until, doer, code in (
        ((), date(2026, 4, 3), CLERK, "interest-not-passed"),
        (("S-2026-0009",), MARCH, CLERK, "pay-no-item"),
        ((), MARCH, clerk, "life-role"),
    ):
        with pytest.raises(BpoError) as raised:
            bill_interest(desk, given, until, date(2026, 4, 2), doer)
        assert [one.code for one in raised.value.problems] == [code]
    with open_ledger(desk.database) as ledger:
        assert not [one for one in ledger.entries() if one.verb in ("interest_billed", "document_numbered")]
        assert not ledger.documents()[3:]


def test_a_note_is_the_same_when_it_is_drawn_again(desk: Workspace) -> None:
    (noted,) = bill_interest(desk, (), MARCH, date(2026, 4, 2), CLERK)
    was = [file.read_bytes() for file in noted.files]
    paid(desk, JAN, "112000.00", date(2026, 3, 25))
    for file in noted.files:
        file.unlink()
    assert drawn_again(desk, "INT-2026-0001") == noted.files
    assert [file.read_bytes() for file in noted.files] == was
    with pytest.raises(BpoError, match="no interest note"):
        drawn_again(desk, "S-2026-0001")


def test_a_note_that_is_not_what_its_statements_come_to_is_found(desk: Workspace) -> None:
    """One that somebody told besides the verb: 1,457 in place of 1,456; and one of other days."""
    (held,) = bill_interest(desk, (), MARCH, date(2026, 4, 2), CLERK, check=True)
    good = replace(held.note, number="INT-2026-0001")
    wrong = replace(good, lines={JAN: Decimal("1457.00")})
    moved = replace(good, stretches=tuple(replace(one, last=APRIL) for one in good.stretches))
    for event, code in ((wrong, "verify-interest-otherwise"), (moved, "verify-interest-stretches")):
        folder = find_workspace(shutil.copytree(desk.root, desk.root.parent / code))
        with open_ledger(folder.database) as ledger:
            ledger.append("note", event, CLERK)
        assert [one.code for one in verify_ledger(folder).findings] == [code]


def test_a_second_note_of_one_day_has_a_name_of_its_own(desk: Workspace) -> None:
    """A payment that was entered is taken back after the note: 26 days of half of January more."""
    paid(desk, JAN, "56000.00", date(2026, 3, 5))
    assert lines(desk, MARCH, date(2026, 4, 2)) == [{JAN: "728.00"}]
    paid(desk, JAN, "-56000.00", date(2026, 3, 5))
    assert lines(desk, MARCH, date(2026, 4, 3)) == [{JAN: "728.00"}]
    with open_ledger(desk.database) as ledger:
        names = [one.subject for one in ledger.entries() if one.verb == InterestBilled.verb]
    assert names == ["hotline-interest-2026-03-31", "hotline-interest-2026-03-31-2"]
    assert verify_ledger(desk).findings == ()


def test_the_verb_prints_what_its_schema_says_and_puts_files_in_place_again(desk: Workspace) -> None:
    here = Desk(desk.root)
    looked = here.json("interest", "--all", "--on", "2026-03-31", "--date", "2026-04-02", "--check")
    told = here.json("interest", "hotline-2026-01-r1", "--on", "2026-03-31", "--date", "2026-04-02", "--as", "wang")
    assert told == [looked[0] | {"number": "INT-2026-0001", "files": told[0]["files"]}]
    assert (told[0]["amount"], told[0]["due"], told[0]["stretches"][0]["rate"]) == ("1456.00", "2026-05-02", "0.0005")
    assert told[0]["files"] == [f"statements/interest/INT-2026-0001.{kind}" for kind in ("pdf", "xlsx")]
    jsonschema.validate(told, json.loads(here.run("schema", "interest").out))
    (desk.root / told[0]["files"][0]).unlink()
    again = here.run("interest", "INT-2026-0001", "--again")
    assert (again.code, (desk.root / told[0]["files"][0]).exists()) == (0, True)
    assert "没有应计收的逾期利息" in here.run("--lang", "zh", "interest", "--all", "--on", "2026-03-31").out
    for wrong in ((), ("--all", "S-2026-0001"), ("--all", "--again")):
        assert here.run("interest", *wrong).code == 1


def test_two_who_bill_interest_at_once_bill_it_once(desk: Workspace) -> None:
    with ThreadPoolExecutor(2) as both:
        found = list(both.map(lambda _: bill_interest(desk, (), MARCH, date(2026, 4, 2), CLERK), range(2)))
    assert sorted(len(one) for one in found) == [0, 1]
    assert [one.number for one in books(desk).items() if one.kind == "interest"] == ["INT-2026-0001"]
