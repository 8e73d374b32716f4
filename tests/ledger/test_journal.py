"""The journal: appended under one lock, chained, and checked against the life; what belongs together is stored together."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from bpo.core.errors import BpoError
from bpo.ledger import By, Ledger
from bpo.life.entry import FIRST
from bpo.life.events import Approved, Confirmed, Paid, Returned, Reviewed, Sent, Voided
from bpo.life.numbers import Numbers, Series
from bpo.life.people import House, Person
from tests.ledger.made import NOW, bank, record
from tests.ledger.tampering import change

DAY = date(1999, 3, 5)
SERIES = Series("91310000", "statement", 1999)
LI, WANG = By("li", NOW), By("wang", NOW)


def issued(ledger: Ledger, statement: str) -> str:
    """Approved, numbered and frozen with one file; its number."""
    ledger.append(statement, Approved(), WANG)
    number = ledger.number(statement, SERIES, Numbers(), DAY, WANG)
    ledger.issue(statement, {f"{number}.pdf": "0" * 64}, {"bpo": "0.1.0"}, WANG)
    return number


def codes(raised: pytest.ExceptionInfo[BpoError]) -> list[str]:
    for problem in raised.value.problems:
        assert problem.say("en") and problem.say("zh")
    return [problem.code for problem in raised.value.problems]


def test_a_statement_is_told_when_it_is_recorded(ledger: Ledger) -> None:
    """1,057.64 + 63.46 tax, −52.89 − 3.17 tax: together the total of the statement, 1,065.04."""
    name = record(ledger, bank()).statement_id
    (entry,) = ledger.entries()
    assert (entry.number, entry.verb, entry.subject, entry.who, entry.at) == (1, "recorded", name, "li", NOW)
    life = ledger.life(name)
    assert {line: str(amount) for line, amount in life.lines.items()} == {"inbound": "1121.10", "coefficient": "-56.06"}
    assert life.total == bank().total == Decimal("1065.04")
    assert not record(ledger, bank()).new and len(ledger.entries()) == 1


def test_the_chain_is_what_anyone_computes(ledger: Ledger) -> None:
    name = record(ledger, bank()).statement_id
    ledger.append(name, Reviewed(), WANG)
    ledger.append(name, Returned(), replace(WANG, reason='“单价”有误 "4.7"\n\t\\'))
    previous = FIRST
    for entry in ledger.entries():
        at = entry.at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
        row = [entry.number, at, entry.who, entry.verb, entry.subject, entry.reason, entry.event, previous]
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        assert (entry.previous, entry.hash) == (previous, hashlib.sha256(text.encode()).hexdigest())
        previous = entry.hash
    assert [entry.number for entry in ledger.entries()] == [1, 2, 3]
    assert ledger.entries()[2].reason == '“单价”有误 "4.7"\n\t\\'


def test_the_state_is_a_copy_of_what_the_journal_says(ledger: Ledger) -> None:
    name = record(ledger, bank()).statement_id
    assert (ledger.life(name).state, ledger.stored(name).state) == ("draft", "draft")
    issued(ledger, name)
    ledger.append(name, Sent(DAY, ("ap@client.example",)), WANG)
    ledger.append(name, Confirmed(DAY), WANG)
    assert (ledger.life(name).state, ledger.stored(name).state) == ("confirmed", "confirmed")
    assert ledger.lives() == {name: ledger.life(name)}


def test_a_later_revision_supersedes_a_draft(ledger: Ledger) -> None:
    first = record(ledger, bank()).statement_id
    ledger.append(first, Approved(), WANG)
    second = record(ledger, bank(calls=1)).statement_id
    assert [(row.id, row.state) for row in ledger.list()] == [(first, "superseded"), (second, "draft")]
    assert ledger.life(first).superseded_by == second
    with pytest.raises(BpoError) as raised:
        ledger.append(first, Approved(), WANG)
    assert codes(raised) == ["life-ended"]


def test_what_has_a_number_is_not_superseded_and_stands_alone_before_the_client(ledger: Ledger) -> None:
    first = record(ledger, bank()).statement_id
    issued(ledger, first)
    second = record(ledger, bank(calls=1)).statement_id
    assert [row.state for row in ledger.list()] == ["issued", "draft"]
    ledger.append(second, Approved(), WANG)
    with pytest.raises(BpoError) as raised:
        ledger.number(second, SERIES, Numbers(), DAY, WANG)
    assert codes(raised) == ["other-revision-issued"]
    ledger.append(first, Voided(), replace(WANG, reason="价格有误"))
    assert ledger.number(second, SERIES, Numbers(), DAY, WANG) == "S-1999-0002"  # the number of what is void is used up


def test_what_is_void_is_billed_anew_though_nothing_changed(ledger: Ledger) -> None:
    first = record(ledger, bank()).statement_id
    ledger.append(first, Voided(), replace(WANG, reason="付错单位"))
    again = record(ledger, bank())
    assert (again.revision, again.new) == (2, True)
    assert not record(ledger, bank()).new
    assert [(row.id, row.state) for row in ledger.list()] == [(first, "voided"), (again.statement_id, "draft")]
    assert not ledger.verify().findings


def test_what_is_refused_stores_nothing(ledger: Ledger) -> None:
    """A payment of two statements in one book: the second is still a draft, so neither is paid."""
    one, two = (record(ledger, bank(contract=name)).statement_id for name in ("a", "b"))
    issued(ledger, one)
    ledger.append(one, Sent(DAY), WANG)
    before = ledger.entries()
    with pytest.raises(BpoError) as raised, ledger.book(WANG) as book:
        book.append(one, Paid("bank-77", Decimal("10.00"), DAY))
        book.append(two, Paid("bank-77", Decimal("20.00"), DAY))
    assert codes(raised) == ["life-not-now"]
    assert ledger.entries() == before and ledger.stored(one).state == "sent"


def test_numbers_count_in_their_series_without_a_hole(ledger: Ledger) -> None:
    numbers = Numbers(format="{supplier}/{kind}{year}{n:03}", suppliers={"91310000": "HX"}, kinds={"statement": "JS"})
    for n, contract in enumerate(("a", "b", "c"), 1):
        name = record(ledger, bank(contract=contract)).statement_id
        ledger.append(name, Approved(), WANG)
        supplier = "other" if contract == "b" else "91310000"
        with pytest.raises(BpoError):
            ledger.number(name, SERIES, Numbers(), DAY, replace(WANG, house=House({"li": Person(roles=["prepare"])})))
        given = ledger.number(name, Series(supplier, "statement", 1999), numbers, DAY, WANG)
        assert given == {1: "HX/JS1999001", 2: "other/JS1999001", 3: "HX/JS1999002"}[n]
        assert ledger.number(name, SERIES, numbers, DAY, WANG) == given  # what has its number keeps it
    assert [(one.number, one.position) for one in ledger.documents()] == [
        ("HX/JS1999001", 1),
        ("HX/JS1999002", 2),
        ("other/JS1999001", 1),
    ]


def test_suppliers_that_the_format_does_not_name_have_a_letter_but_the_first(ledger: Ledger) -> None:
    given = []
    for contract, supplier in (("a", "x"), ("b", "y"), ("c", "z"), ("d", "y"), ("e", "x")):
        name = record(ledger, bank(contract=contract)).statement_id
        ledger.append(name, Approved(), WANG)
        given.append(ledger.number(name, Series(supplier, "statement", 1999), Numbers(), DAY, WANG))
    assert given == ["S-1999-0001", "SB-1999-0001", "SC-1999-0001", "SB-1999-0002", "S-1999-0002"]


def test_a_number_that_two_series_would_give_is_refused(ledger: Ledger) -> None:
    numbers = Numbers(format="{year}-{n:04}{supplier}", suppliers={"x": "H", "y": "H"})
    for contract, supplier in (("a", "x"), ("b", "y")):
        name = record(ledger, bank(contract=contract)).statement_id
        ledger.append(name, Approved(), WANG)
        if contract == "a":
            ledger.number(name, Series(supplier, "statement", 1999), numbers, DAY, WANG)
            continue
        with pytest.raises(BpoError) as raised:
            ledger.number(name, Series(supplier, "statement", 1999), numbers, DAY, WANG)
        assert codes(raised) == ["number-taken"]
        assert ledger.life(name).state == "approved"


def test_a_draft_is_told_to_be_one_before_its_number_is_told_to_be_taken(ledger: Ledger) -> None:
    first, draft = (record(ledger, bank(contract=contract)).statement_id for contract in ("a", "b"))
    ledger.append(first, Approved(), WANG)
    ledger.number(first, Series("x", "statement", 1999), Numbers(), DAY, WANG)
    with pytest.raises(BpoError) as raised:
        ledger.number(draft, Series("y", "statement", 1999), Numbers(), DAY, WANG)
    assert "number-taken" not in codes(raised) and ledger.life(draft).state == "draft"


def test_what_was_issued_is_kept_with_its_files(ledger: Ledger) -> None:
    name = record(ledger, bank()).statement_id
    number = issued(ledger, name)
    (document,) = ledger.documents(name)
    assert (document.number, document.series, document.subject) == (number, SERIES, name)
    assert document.files == {f"{number}.pdf": "0" * 64} and document.drawn_by == {"bpo": "0.1.0"}


WRITTEN_ONCE = {
    "journal": "UPDATE journal SET who = 'x'",
    "journal ": "DELETE FROM journal",
    "statements": "UPDATE statements SET total = '1.00'",
    "statements ": "DELETE FROM statements",
    "statements  ": "UPDATE statements SET state = 'draft', document = '{}'",
    "lines": "UPDATE lines SET amount = '1.00'",
    "lines ": "DELETE FROM lines",
    "contract_versions": "UPDATE contract_versions SET text = ''",
    "documents": "UPDATE documents SET number = 'x'",
    "documents ": "DELETE FROM documents",
    "document_files": "UPDATE document_files SET sha256 = 'x'",
    "document_files ": "DELETE FROM document_files",
}


@pytest.mark.parametrize("table", WRITTEN_ONCE)
def test_the_database_itself_refuses_to_change_what_is_written_once(ledger: Ledger, place: str, table: str) -> None:
    issued(ledger, record(ledger, bank()).statement_id)
    before = ledger.entries(), ledger.documents(), ledger.list()
    with pytest.raises((BpoError, IntegrityError), match=f"rows of {table.strip()} are written once"):
        change(place, WRITTEN_ONCE[table])
    assert (ledger.entries(), ledger.documents(), ledger.list()) == before


def test_nothing_is_told_before_what_was_told_last(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A quarter of an hour is let pass: machines that write to one ledger need not agree to the second."""
    monkeypatch.delenv("BPO_CLOCK_IS_RIGHT")
    name = record(ledger, bank()).statement_id
    near = replace(LI, at=NOW - timedelta(minutes=15))
    ledger.append(name, Approved(), near)
    back = replace(LI, at=NOW - timedelta(minutes=31), reason="typed wrong")
    with pytest.raises(BpoError) as told:
        ledger.append(name, Returned(), back)
    assert told.value.problems[0].code == "journal-clock-back"
    assert "clock says 1999-03-01T07:59 UTC" in str(
        told.value
    ) and "row of the journal, 2, is of 1999-03-01T08:15" in str(told.value)
    assert len(ledger.entries()) == 2
    monkeypatch.setenv("BPO_CLOCK_IS_RIGHT", "yes")
    ledger.append(name, Returned(), back)
    assert ledger.life(name).state == "draft"
