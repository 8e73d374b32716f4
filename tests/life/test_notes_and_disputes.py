"""Corrections that meet disputes, restated months and each other: each was found by the law of random months, and is worked by hand here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bpo.desk.billing import bill_all
from bpo.desk.life.acting import act, by
from bpo.desk.life.crediting import Credited, Wanted, credit
from bpo.desk.life.issuing import issue_all
from bpo.desk.life.letters import Wish
from bpo.desk.life.sending import send_all
from bpo.desk.receivables.ageing_report import standings
from bpo.desk.receivables.books import books_of
from bpo.desk.restating import restate
from bpo.desk.told import Journal
from bpo.desk.workspace import Workspace
from bpo.ledger import open_ledger
from bpo.life.event import Event
from bpo.life.events import Approved, Disputed, Settled, Voided
from tests.life.random_desk import Figures, agree, make_desk
from tests.life.random_laws import ALL_DAYS
from tests.life.random_months import DRAWERS, one_line

NOW, DAY = datetime(2026, 3, 2, 8, tzinfo=UTC), date(2026, 3, 2)
JANUARY = "calls-2026-01-r1"


def d(text: str) -> Decimal:
    return Decimal(text)


class Desk:
    """100 calls of January at 3.80 with 6% of tax in them are 380.00, of which 21.51 is tax; sent."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.bill(100)
        self.tell(JANUARY, Approved())
        assert self.issue(JANUARY) == []
        (sent,) = send_all(workspace, [JANUARY], Wish(), self.by())
        assert not sent.problems

    def by(self) -> object:
        return by(self.workspace, "wang", "tried", NOW)

    def bill(self, calls: int) -> str:
        agree(self.workspace, "calls", "2026-01", Figures(calls))
        (billed,) = bill_all(self.workspace, [self.workspace.contracts / "calls.yaml"], "2026-01", now=NOW, who="li")
        assert billed.recorded is not None, billed.problems
        return billed.recorded.statement_id

    def tell(self, statement: str, *events: Event) -> None:
        for event in events:
            (done,) = act(self.workspace, [statement], lambda _, event=event: event, self.by())  # type: ignore[misc,arg-type]
            assert not done.problems, done.problems[0].say("en")

    def issue(self, statement: str) -> list[str]:
        (issued,) = issue_all(self.workspace, [statement], DAY, self.by())  # type: ignore[arg-type]
        return [one.code for one in issued.problems]

    def credit(
        self, statement: str = JANUARY, *, debit: bool = False, disputes: tuple[str, ...] = (), **lines: str
    ) -> Credited:
        """A note on lines by their amounts, on a dispute, or on all of it."""
        of = {line: d(amount) for line, amount in lines.items()}
        whole = not of and not disputes
        return credit(self.workspace, statement, Wanted(of, disputes, whole, debit), DAY, self.by())  # type: ignore[arg-type]

    def restate(self, calls: int) -> str:
        given = self.workspace.root / "given.yaml"
        given.write_text(Figures(calls).text("calls", "2026-01"), encoding="utf-8")
        path = self.workspace.contracts / "calls.yaml"
        li = by(self.workspace, "li", "counted again", NOW)
        return restate(self.workspace, path, "2026-01", form="correction", given=given, doer=li).goes_into

    def merge(self, revision: str) -> Credited:
        self.tell(revision, Approved())
        return credit(self.workspace, revision, Wanted({}), DAY, self.by())  # type: ignore[arg-type]

    def owed(self) -> tuple[Decimal, str]:
        with open_ledger(self.workspace.database) as ledger:
            life = ledger.life(JANUARY)
        return life.owed, life.state


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    for module, name in DRAWERS:
        monkeypatch.setattr(module, name, one_line)
    yield Desk(make_desk(tmp_path, "ledger.db"))


CONCEDED = (Disputed("d1", DAY, {"calls": d("100.00")}), Settled("d1", DAY, d("40.00")))


def test_all_of_it_given_back_carries_out_what_was_conceded(desk: Desk) -> None:
    """Of 380.00, 40.00 were conceded; the note on all gives back 380.00, and nothing is owed, rather than 40.00 back."""
    desk.tell(JANUARY, *CONCEDED)
    assert desk.owed() == (d("340.00"), "part_confirmed")
    assert desk.credit().amount == d("-380.00")
    assert desk.owed() == (d("0.00"), "credited")


def test_a_line_leaves_what_is_in_dispute_or_conceded_to_its_own_note(desk: Desk) -> None:
    """Of 380.00, 100.00 are in dispute: 280.00 can be given back; with 40.00 conceded of them it is 340.00."""
    desk.tell(JANUARY, CONCEDED[0])
    assert [one.code for one in desk.credit(calls="280.01").problems] == ["credit-too-much"]
    desk.tell(JANUARY, CONCEDED[1])
    assert [one.code for one in desk.credit(calls="340.01").problems] == ["credit-too-much"]
    assert desk.credit(calls="340.00").amount == d("-340.00")
    assert desk.credit(disputes=("d1",)).amount == d("-40.00")
    assert desk.owed() == (d("0.00"), "credited")


def test_a_note_before_the_month_was_restated_counts_afterwards(desk: Desk) -> None:
    """380.00 less 80.00; restated to 110 calls, 418.00, which is 38.00 more: 338.00 are left, and all of it is no more than that."""
    desk.credit(calls="80.00")
    assert desk.merge(desk.restate(110)).amount == d("38.00")
    assert desk.owed()[0] == d("338.00")
    assert desk.credit().amount == d("-338.00")
    assert desk.owed() == (d("0.00"), "credited")


def test_a_month_restated_twice_is_held_against_what_the_client_has(desk: Desk) -> None:
    """The client has 100 calls; a revision of 110 was never sent, and one of 120 is 20 × 3.80 = 76.00 more."""
    desk.restate(110)
    assert desk.merge(desk.restate(120)).amount == d("76.00")
    assert desk.merge(desk.restate(130)).amount == d("38.00"), "from the revision that was merged"


def test_a_draft_that_was_billed_by_mistake_can_still_be_the_restated_month(desk: Desk) -> None:
    revision = desk.bill(110)
    assert desk.restate(110) == revision
    assert desk.merge(revision).amount == d("38.00")


def test_a_draft_beside_what_the_client_has_is_unbilled_by_its_difference(desk: Desk) -> None:
    """380.00 are unconfirmed; of the draft of 418.00 only 38.00 are still to be billed."""
    desk.bill(110)
    with open_ledger(desk.workspace.database) as ledger:
        found = standings(books_of(ledger), date(2026, 4, 1))
    assert [(one.stage, one.open) for one in found] == [("unbilled", d("38.00")), ("unconfirmed", d("380.00"))]


def test_what_is_merged_or_void_is_not_issued_again(desk: Desk) -> None:
    revision = desk.restate(110)
    desk.merge(revision)
    assert desk.issue(revision) == ["life-ended"]
    agree(desk.workspace, "calls", "2026-02", Figures(1))
    list(bill_all(desk.workspace, [desk.workspace.contracts / "calls.yaml"], "2026-02", now=NOW))
    february = "calls-2026-02-r1"
    desk.tell(february, Approved())
    assert desk.issue(february) == []
    desk.tell(february, Voided())
    assert desk.issue(february) == ["life-ended"]


@pytest.mark.parametrize(("amount", "code"), [("0", "credit-nothing"), ("-1", "credit-too-much")])
def test_a_debit_note_charges_something(desk: Desk, amount: str, code: str) -> None:
    """Nothing uses up no number, and below zero it would be a credit that no line holds."""
    assert [one.code for one in desk.credit(debit=True, calls=amount).problems] == [code]
    assert desk.credit(debit=True, calls="1.00").number == "DN-2026-0001"


def test_the_last_note_on_a_line_has_the_tax_that_the_others_left(desk: Desk) -> None:
    """10.09 × 6/106 = 0.5711 → 0.57, six times 60.54 with 3.42: the last 319.46 have the 21.51 − 3.42 = 18.09 that are left.

    By its part it would be 319.46 × 6/106 = 18.0826 → 18.08, and a cent of tax would stay for ever.
    """
    for _ in range(6):
        desk.credit(calls="10.09")
    assert desk.credit().amount == d("-319.46")
    with open_ledger(desk.workspace.database) as ledger:
        told = Journal(ledger, ledger.entries(), "en").told(ALL_DAYS)
    tax = [amount for one in told for role, _, amount in one.what.entries() if role == "output_tax"]
    assert (tax[0], tax[1], tax[-1]) == (d("-21.51"), d("0.57"), d("18.09"))
    assert sum(tax) == 0
