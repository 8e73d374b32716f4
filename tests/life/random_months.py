"""Random months of a desk: every verb as its user calls it, in any order, beside an account that is kept with paper and pencil.

Of every verb the account says beforehand whether it may be done; one that may not changes nothing, neither in the database nor in a file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import inspect, text

import bpo.desk.billing
import bpo.desk.life.crediting
import bpo.desk.life.issuing
import bpo.desk.restating
import bpo.ledger.database
from bpo.core.errors import BpoError
from bpo.desk.billing import bill_all
from bpo.desk.closing import close, reopen
from bpo.desk.life.acting import act, by, deem, sent_by_hand
from bpo.desk.life.crediting import Wanted, credit
from bpo.desk.life.invoicing import GivenInvoice, GivenRed, enter_all, reissue
from bpo.desk.life.invoicing import take_back as take_back_invoice
from bpo.desk.life.issuing import issue_all
from bpo.desk.life.letters import Wish
from bpo.desk.life.sending import send_all
from bpo.desk.receivables.by_hand import certificate, take_back, use_line, write_off
from bpo.desk.receivables.paying import again, enter
from bpo.desk.restating import restate
from bpo.ledger import open_ledger
from bpo.ledger.journal import lives_of
from bpo.life.entry import Entry
from bpo.life.event import Event
from bpo.life.events import Approved, Confirmed, Disputed, Returned, Reviewed, Settled, Voided
from bpo.receivables.matching import Match
from scripts.kill_months import one_line
from tests.life.random_desk import CENT, CURRENCY, MONTHS, Figures, agree, make_desk, worth
from tests.life.random_laws import hold_at_the_end, hold_now
from tests.life.random_model import CLIENT, ENDED, WAYS, ZERO, Dispute, Fapiao, Line, Sheet, summed, within

PREPARES, APPROVES = "prepares", "approves"
COUNTS = st.sampled_from([0, 1, 3, 10, 250])
FIGURES = st.builds(Figures, COUNTS, st.integers(0, 2))
DRAWERS = (
    (bpo.desk.billing, "draw_bill"), (bpo.desk.restating, "draw_bill"), (bpo.desk.life.issuing, "draw_issued"),
    (bpo.desk.life.crediting, "draw_issued"),
)  # fmt: skip


class Months(RuleBasedStateMachine):
    """``database`` gives the database of a new desk, as bpo.yaml names it."""

    database: Callable[[], str] = staticmethod(lambda: "ledger.db")
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.folder, self.patch = TemporaryDirectory(), pytest.MonkeyPatch()
        for module, name in DRAWERS:
            self.patch.setattr(module, name, one_line)
        self.patch.setattr("bpo.desk.billing.system_user", lambda: PREPARES)
        self.patch.setattr(
            "bpo.ledger.database._engine", cache(bpo.ledger.database._engine)
        )  # which compiles a query once
        self.workspace = make_desk(Path(self.folder.name), self.database())
        with open_ledger(self.workspace.database) as ledger:
            self.engine = ledger._database.engine
            self.tables = sorted(inspect(self.engine).get_table_names())
        self.now = datetime(2026, 3, 2, 8, tzinfo=UTC)
        self.sheets: dict[str, Sheet] = {}
        self.restates: dict[str, str] = {}
        self.merged_into: dict[str, str] = {}
        self.fapiao: dict[str, Fapiao] = {}
        self.lines: dict[str, Line] = {}
        self.files: list[Path] = []
        self.closed: set[tuple[str, str]] = set()
        self.states: dict[str, str] = {}
        self.entries = self.count = 0
        self.before = self.everything()
        self.checked: object = None
        type(self).done["sequences"] += 1

    def teardown(self) -> None:
        try:
            if self.checked == self.before:  # else a step has failed already, and says why
                hold_at_the_end(self)
        finally:
            self.engine.dispose()
            self.patch.undo()
            self.folder.cleanup()

    # -- what every verb goes through ------------------------------------------------------------------------------

    @property
    def today(self) -> date:
        return self.now.date()

    def by(self, who: str = "wang", reason: str = "tried") -> Any:
        return by(self.workspace, who, reason, self.now)

    def everything(self) -> tuple[object, ...]:
        """Every row of the database, and every file but the database's own."""
        with self.engine.connect() as connection:
            rows = [sorted(map(repr, connection.execute(text(f"SELECT * FROM {name}")))) for name in self.tables]
        files = {
            path.relative_to(self.workspace.root): path.read_bytes()
            for folder in (self.workspace.statements, self.workspace.outbox)
            for path in folder.rglob("*")
            if path.is_file()
        }
        return rows, files

    def tried(self, verb: str, may: bool, call: Callable[[], Any]) -> Any:
        """What a verb gives, or None where it is refused; ``may`` is what the account says of it."""
        self.now += timedelta(minutes=1)
        problems: Sequence[Any] = ()
        found = None
        try:
            found = call()
            problems = found.problems if hasattr(found, "problems") else ()
        except BpoError as error:
            problems = error.problems
        said = [one.say("en") for one in problems]
        after = self.everything()
        assert bool(said) != may, (verb, may, said)
        if said:
            assert after == self.before, f"{verb} was refused and changed something: {said}"
            self.refused[verb] += 1
            return None
        self.done[verb] += 1
        self.before = after
        return found

    def pick(self, data: Any, fits: Callable[[Sheet], bool]) -> Sheet | None:
        """A statement for which a verb is meant, now and then any other."""
        sheets = list(self.sheets.values())
        meant = [one for one in sheets if fits(one)]
        if not sheets or (not meant and data.draw(st.integers(0, 3), "any at all")):
            return None
        wild = data.draw(st.integers(0, 7), "of eight, one that is not meant") == 7
        return data.draw(st.sampled_from(sheets if wild or not meant else meant), "statement")

    @contextmanager
    def _moved(self, *sheets: Sheet) -> Iterator[None]:
        yield
        for one in sheets:
            one.stand()

    def part(self, data: Any, whole: Decimal) -> Decimal:
        """All of an amount, a part, or what is beyond it."""
        half = (whole / 2).quantize(CENT)
        return data.draw(st.sampled_from([whole, half, half, CENT, whole + CENT, ZERO, -whole]), "amount")

    def later(self, data: Any) -> None:
        self.now += timedelta(days=data.draw(st.sampled_from([0, 0, 1, 6, 40]), "days later"))

    # -- in the house ----------------------------------------------------------------------------------------------

    @initialize(
        figures=st.lists(FIGURES, min_size=6, max_size=6),
        far=st.lists(st.sampled_from([0, 2, 3, 3, 3, 4]), min_size=6, max_size=6),
    )
    def begin(self, figures: list[Figures], far: list[int]) -> None:
        """Both months of all three, each so far as it is drawn."""
        for n, (month, contract) in enumerate((month, contract) for month in MONTHS for contract in sorted(CURRENCY)):
            sheet = self._billed(contract, month, figures[n])
            assert sheet is not None
            for step in (self._approve, self._issue, self._send, self._confirm_all)[: far[n]]:
                step(sheet)

    @rule(data=st.data(), contract=st.sampled_from(sorted(CURRENCY)), month=st.sampled_from(MONTHS), figures=FIGURES)
    def bill(self, data: Any, contract: str, month: str, figures: Figures) -> None:
        self.later(data)
        self._billed(contract, month, figures)

    def _billed(self, contract: str, month: str, figures: Figures) -> Sheet | None:
        agree(self.workspace, contract, month, figures)
        path = self.workspace.contracts / f"{contract}.yaml"
        (billed,) = self.tried("bill", True, lambda: list(bill_all(self.workspace, [path], month, now=self.now)))
        assert not billed.problems
        return self._recorded(contract, month, figures, billed.recorded.statement_id, billed.recorded.new)

    def of_month(self, contract: str, month: str) -> list[Sheet]:
        return [one for one in self.sheets.values() if (one.contract, one.month) == (contract, month)]

    def _recorded(self, contract: str, month: str, figures: Figures, name: str, new: bool) -> Sheet:
        earlier = self.of_month(contract, month)
        if not new:
            assert name == earlier[-1].name
            assert earlier[-1].figures == figures or (
                contract != "calls" and earlier[-1].figures.count == figures.count
            )
            return earlier[-1]
        assert name == f"{contract}-{month}-r{len(earlier) + 1}"
        for one in earlier:
            if one.may("superseded"):
                one.state = "superseded"
        before = self.of_month(contract, MONTHS[0])
        held = -before[-1].kept["retention"] if contract == "seats" and month != MONTHS[0] and before else ZERO
        lines, kept = worth(contract, month, figures, held)
        self.sheets[name] = Sheet(name, contract, month, figures, lines, kept, prepared_by=PREPARES)
        return self.sheets[name]

    def _told(self, sheet: Sheet, event: Event, may: bool, to: str = "", who: str = "wang") -> bool:
        done = self.tried(
            event.verb, may, lambda: next(act(self.workspace, [sheet.name], lambda _: event, self.by(who)))
        )
        if done is not None and to:
            sheet.state = to
        return done is not None

    @rule(data=st.data())
    def review(self, data: Any) -> None:
        if sheet := self.pick(data, lambda one: one.may("reviewed")):
            self._told(sheet, Reviewed(), sheet.may("reviewed"), "reviewed")

    @rule(data=st.data(), who=st.sampled_from([APPROVES, APPROVES, PREPARES]))
    def approve(self, data: Any, who: str) -> None:
        if sheet := self.pick(data, lambda one: one.may("approved")):
            self._approve(sheet, who)

    def _approve(self, sheet: Sheet, who: str = APPROVES) -> None:
        self._told(sheet, Approved(), sheet.may("approved") and who != sheet.prepared_by, "approved", who)

    @rule(data=st.data())
    def return_it(self, data: Any) -> None:
        if sheet := self.pick(data, lambda one: one.may("returned")):
            self._told(sheet, Returned(), sheet.may("returned"), "draft")

    @rule(data=st.data())
    def void(self, data: Any) -> None:
        if sheet := self.pick(data, lambda one: one.may("voided")):
            self._told(sheet, Voided(), sheet.may("voided"), "voided")

    @rule(data=st.data(), ahead=st.sampled_from([0, 0, 0, 2]))
    def issue(self, data: Any, ahead: int) -> None:
        if sheet := self.pick(data, lambda one: one.state in ("approved", "numbered")):
            self._issue(sheet, ahead)

    def may_issue(self, sheet: Sheet) -> bool:
        others = [one for one in self.of_month(sheet.contract, sheet.month) if one is not sheet]
        alone = not any(one.state in CLIENT - {"credited"} | {"numbered", "issued"} for one in others)
        return (sheet.state == "approved" and alone) or sheet.state in CLIENT | {"numbered", "issued"}

    def _issue(self, sheet: Sheet, ahead: int = 0) -> None:
        on = self.today + timedelta(days=ahead)
        found = self.tried(
            "issue", self.may_issue(sheet), lambda: next(issue_all(self.workspace, [sheet.name], on, self.by()))
        )
        if found is not None and sheet.state in ("approved", "numbered"):
            sheet.issued_on = sheet.issued_on or on
            sheet.state, sheet.number, sheet.drawn = "issued", found.life.number, True

    @rule(data=st.data())
    def issue_and_draw_nothing(self, data: Any) -> None:
        """The drawing fails after the number was given, which belongs to the statement from then on."""
        sheet = self.pick(data, lambda one: one.state == "approved")
        if sheet is None or sheet.state != "approved" or not self.may_issue(sheet):
            return

        def fails(*_: object) -> None:
            raise OSError(28, "No space left on device")

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("bpo.desk.life.issuing.draw_issued", fails)
            (found,) = issue_all(self.workspace, [sheet.name], self.today, self.by())
        assert found.problems
        sheet.state, sheet.issued_on = "numbered", self.today
        with open_ledger(self.workspace.database) as ledger:
            sheet.number = ledger.life(sheet.name).number
        self.before = self.everything()
        self.done["issue without a drawing"] += 1

    # -- at the client ---------------------------------------------------------------------------------------------

    @rule(data=st.data(), again=st.booleans())
    def send(self, data: Any, again: bool) -> None:
        self.later(data)
        if sheet := self.pick(data, lambda one: one.state in ("issued", "sent")):
            self._send(sheet, again)

    def _send(self, sheet: Sheet, again: bool = False) -> None:
        before = sheet.state in CLIENT
        due = sheet.may("sent") and sheet.issued_on is not None and sheet.issued_on <= self.today
        may = due if again or not before else True
        found = self.tried(
            "send", may, lambda: next(send_all(self.workspace, [sheet.name], Wish(again=again), self.by()))
        )
        if found is not None and not before:
            self._left(sheet, self.today)

    def _left(self, sheet: Sheet, on: date) -> None:
        days = {"calls": 3, "hours": 5}.get(sheet.contract)
        if sheet.state == "issued":
            sheet.state, sheet.answer_by = "sent", None if days is None else on + timedelta(days=days)

    @rule(data=st.data(), ago=st.sampled_from([0, 0, 1, 30]))
    def sent(self, data: Any, ago: int) -> None:
        if sheet := self.pick(data, lambda one: one.may("sent")):
            on = self.today - timedelta(days=ago)
            may = sheet.may("sent") and sheet.issued_on is not None and sheet.issued_on <= on
            doing = lambda: next(sent_by_hand(self.workspace, [sheet.name], on, (), self.by()))  # noqa: E731
            if self.tried("sent by hand", may, doing) is not None:
                self._left(sheet, on)

    def _confirm_all(self, sheet: Sheet) -> None:
        may = sheet.may("confirmed") and not sheet.confirmed >= sheet.amounts.keys()
        if self._told(sheet, Confirmed(self.today), may):
            sheet.confirmed |= sheet.amounts.keys()
            sheet.stand()

    @rule(data=st.data())
    def confirm(self, data: Any) -> None:
        sheet = self.pick(data, lambda one: one.may("confirmed") and not one.confirmed >= one.amounts.keys())
        if sheet is None:
            return
        line = data.draw(st.sampled_from(["", *sheet.amounts]), "line")
        if not line:
            self._confirm_all(sheet)
        elif self._told(sheet, Confirmed(self.today, (line,)), sheet.may("confirmed") and line not in sheet.confirmed):
            sheet.confirmed.add(line)
            sheet.stand()

    @rule(data=st.data())
    def deem(self, data: Any) -> None:
        self.later(data)
        silent = {
            one.name for one in self.sheets.values()
            if one.may("deemed") and one.answer_by is not None and one.answer_by < self.today
            and not one.confirmed >= one.amounts.keys()
        }  # fmt: skip
        found = self.tried("deem", True, lambda: list(deem(self.workspace, self.today, self.by())))
        assert {one.statement for one in found} == silent and not any(one.problems for one in found)
        for name in silent:
            self.sheets[name].confirmed |= self.sheets[name].amounts.keys()
            self.sheets[name].stand()

    @rule(data=st.data(), name=st.sampled_from(["d1", "d2", "d3"]))
    def dispute(self, data: Any, name: str) -> None:
        sheet = self.pick(data, lambda one: one.may("disputed") and not one.confirmed >= one.amounts.keys())
        if sheet is None:
            return
        chosen = data.draw(st.lists(st.sampled_from(sorted(sheet.amounts)), min_size=1, max_size=2, unique=True))
        lines = {line: self.part(data, sheet.undisputed(line)) for line in chosen}
        may = sheet.may("disputed") and name not in sheet.disputes
        may &= all(amount and within(amount, sheet.undisputed(line)) for line, amount in lines.items())
        may &= not sheet.confirmed & lines.keys()
        if self._told(sheet, Disputed(name, self.today, lines), may):
            sheet.disputes[name] = Dispute(lines)
            sheet.stand()
            if data.draw(st.booleans(), "settled at once"):
                self._settle(data, sheet, name)

    @rule(data=st.data())
    def settle(self, data: Any) -> None:
        sheet = self.pick(data, lambda one: one.may("settled") and bool(one.disputes))
        if sheet is None:
            return
        self._settle(data, sheet, data.draw(st.sampled_from([*sheet.disputes, "d9"]), "dispute"))

    def _settle(self, data: Any, sheet: Sheet, name: str) -> None:
        found = sheet.disputes.get(name)
        conceded = self.part(data, found.amount if found else CENT)
        may = sheet.may("settled") and found is not None and found.conceded is None and within(conceded, found.amount)
        if self._told(sheet, Settled(name, self.today, conceded), may) and found is not None:
            found.conceded = conceded
            sheet.stand()

    # -- corrections -----------------------------------------------------------------------------------------------

    @rule(data=st.data(), how=st.sampled_from(["whole", "line", "line", "debit", "dispute"]))
    def credit(self, data: Any, how: str) -> None:
        sheet = self.pick(data, lambda one: one.state in CLIENT and (how != "dispute" or any(not d.credited and d.conceded for d in one.disputes.values())))  # fmt: skip
        if sheet is None:
            return
        lines: dict[str, Decimal | None] = {}
        disputes: tuple[str, ...] = ()
        if how == "dispute":
            disputes = (data.draw(st.sampled_from([*sheet.disputes, "d9"]), "dispute"),)
        elif how != "whole":
            line = data.draw(st.sampled_from(sorted(sheet.left) or ["none"]), "line")
            lines[line] = data.draw(st.sampled_from([None, self.part(data, sheet.left.get(line, ZERO))]), "amount")
        wanted = Wanted(lines, disputes, how == "whole", how == "debit")
        moves = self._moves(sheet, wanted)
        may = sheet.state in CLIENT and moves is not None
        found = self.tried("credit", may, lambda: credit(self.workspace, sheet.name, wanted, self.today, self.by()))
        if found is None:
            return
        assert moves is not None
        own, kept = moves
        assert found.amount == summed(own.values()) + summed(kept.values())
        if not disputes:
            assert found.amount == summed(own.values()) + summed(kept.values())
        for line, amount in own.items():
            sheet.left[line] += amount
        for line, amount in kept.items():
            sheet.left_kept[line] += amount
        sheet.notes.append(found.amount)
        sheet.numbers.add(found.number)
        sheet.noted_kept += summed(kept.values())
        for name in disputes:
            sheet.disputes[name].credited = True
        if how == "whole":
            for one in sheet.disputes.values():
                one.credited |= one.conceded is not None
            assert not any(sheet.left.values()) and not any(sheet.left_kept.values())
        sheet.stand()

    def _moves(self, sheet: Sheet, wanted: Wanted) -> tuple[dict[str, Decimal], dict[str, Decimal]] | None:
        """What a note gives back or charges of each line, and of what is taken from the payment; None if it may not."""
        if wanted.whole:
            own = {line: -amount for line, amount in sheet.left.items() if amount}
            kept = {line: -amount for line, amount in sheet.left_kept.items() if amount}
            return (own, kept) if own or kept else None
        if wanted.disputes:
            return self._conceded(sheet, wanted.disputes[0])
        ((line, given),) = wanted.lines.items()
        if line not in sheet.left:
            return None
        free = sheet.left[line] - (ZERO if wanted.debit else self._reserved(sheet, line))
        amount = free if given is None else given
        if wanted.debit:
            return ({line: amount}, {}) if amount > 0 else None
        return ({line: -amount}, {}) if amount and within(amount, free) else None

    def _reserved(self, sheet: Sheet, line: str, but: str = "") -> Decimal:
        """What of a line is in dispute, or was conceded and stands on no note: it waits for the note of its own."""
        found = ZERO
        for name, one in sheet.disputes.items():
            if name != but and one.conceded is None:
                found += one.lines.get(line, ZERO)
            elif name != but and not one.credited:
                found += (self._shares(sheet, one) or {}).get(line, ZERO)
        return found

    def _shares(self, sheet: Sheet, found: Dispute) -> dict[str, Decimal] | None:
        """What was conceded of each line of the price, in proportion."""
        assert found.conceded is not None
        own = {line: amount for line, amount in found.lines.items() if line in sheet.left}
        total = summed(own.values())
        if not total or abs(found.conceded) > abs(total):
            return None
        shares = {line: (amount * found.conceded / total).quantize(CENT) for line, amount in own.items()}
        shares[next(iter(shares))] += found.conceded - summed(shares.values())
        return shares

    def _conceded(self, sheet: Sheet, name: str) -> tuple[dict[str, Decimal], dict[str, Decimal]] | None:
        found = sheet.disputes.get(name)
        if found is None or not found.conceded or found.credited:
            return None
        shares = self._shares(sheet, found)
        if shares is None or not all(
            within(amount, sheet.left[line] - self._reserved(sheet, line, name)) for line, amount in shares.items()
        ):
            return None
        return {line: -amount for line, amount in shares.items() if amount}, {}

    @rule(data=st.data(), contract=st.sampled_from(sorted(CURRENCY)), month=st.sampled_from(MONTHS), figures=FIGURES)
    def restate(self, data: Any, contract: str, month: str, figures: Figures) -> None:
        """Figures that are given in place of those of the bill make a revision."""
        self.later(data)
        path, given = self.workspace.contracts / f"{contract}.yaml", self.workspace.root / "restated.yaml"
        given.write_text(figures.text(contract, month), encoding="utf-8")
        found = self.tried(
            "restate",
            True,
            lambda: restate(
                self.workspace, path, month, form="correction", given=given, doer=self.by(PREPARES, "counted again")
            ),
        )
        was = self._with_client(contract, month)
        latest = self.of_month(contract, month)[-1]
        assert found.changed or found.goes_into == was.name or self.restates[found.goes_into] == was.name
        if found.changed:
            sheet = self._recorded(contract, month, figures, found.goes_into, found.goes_into != latest.name)
            self.restates.setdefault(sheet.name, was.name)
            if data.draw(st.integers(0, 3), "merged at once"):
                self._approve(sheet)
                self._merge(sheet)

    def _with_client(self, contract: str, month: str) -> Sheet:
        """The statement whose lines the client has: the one that was issued, or what was merged into it last; else the latest revision."""
        sheets = self.of_month(contract, month)
        issued = [one for one in sheets if one.state in CLIENT - {"credited"} | {"numbered", "issued"}]
        if not issued:
            return sheets[-1]
        merged = [name for name, into in self.merged_into.items() if into == issued[-1].name]
        return self.sheets[merged[-1]] if merged else issued[-1]

    @rule(data=st.data())
    def merge(self, data: Any) -> None:
        """The difference of a restated month becomes a note of the statement that the client has."""
        sheet = self.pick(data, lambda one: one.name in self.restates and one.state == "approved")
        if sheet is not None and sheet.name in self.restates:
            self._merge(sheet)

    def _merge(self, sheet: Sheet) -> None:
        was = self.sheets[self.restates[sheet.name]]
        original = self.sheets[self.merged_into[was.name]] if was.state == "merged" else was
        wanted = Wanted({})
        difference = sheet.payable - was.payable
        moves = difference or summed(sheet.lines.values()) != summed(was.lines.values())
        may = sheet.state == "approved" and original.state in CLIENT and bool(moves)
        found = self.tried("merge", may, lambda: credit(self.workspace, sheet.name, wanted, self.today, self.by()))
        if found is None:
            return
        assert (found.amount, found.statement) == (difference, original.name)
        sheet.state, sheet.number = "merged", found.number
        self.merged_into[sheet.name] = original.name
        original.notes.append(difference)
        original.numbers.add(found.number)
        original.noted_kept += summed(sheet.kept.values()) - summed(was.kept.values())
        for left, now, then in ((original.left, sheet.lines, was.lines), (original.left_kept, sheet.kept, was.kept)):
            for line in {*now, *then}:
                left[line] = left.get(line, ZERO) + now.get(line, ZERO) - then.get(line, ZERO)
        original.stand()

    # -- tax invoices ----------------------------------------------------------------------------------------------

    def number(self) -> str:
        self.count += 1
        return f"{self.count:020}"

    @rule(data=st.data(), several=st.booleans())
    def fapiao(self, data: Any, several: bool) -> None:
        chosen = [
            self.pick(data, lambda one: one.state in CLIENT and one.to_invoice > one.invoiced)
            for _ in range(1 + several)
        ]
        of: dict[str, Decimal | None] = {}
        for sheet in chosen:
            if sheet is not None:
                left = sheet.to_invoice - sheet.invoiced
                of[sheet.name] = data.draw(st.sampled_from([None, self.part(data, left)]), "amount")
        if not of:
            return
        known = data.draw(st.integers(0, 9), "a number that is taken") == 9 and self.fapiao_numbers
        number = data.draw(st.sampled_from(self.fapiao_numbers)) if known else self.number()
        given = GivenInvoice(number, self.today, of)
        shares = {name: self.sheets[name].to_invoice - self.sheets[name].invoiced if amount is None else amount for name, amount in of.items()}  # fmt: skip
        may = not known and len({self.sheets[name].currency for name in of}) == 1
        may &= all(self._may_invoice(self.sheets[name], amount) and amount > 0 for name, amount in shares.items())
        if self.tried("fapiao", may, lambda: next(enter_all(self.workspace, [given], self.by()))) is not None:
            self._invoiced(number, shares)

    @property
    def fapiao_numbers(self) -> list[str]:
        return list(self.fapiao)

    def _may_invoice(self, sheet: Sheet, amount: Decimal) -> bool:
        moved = sheet.invoiced + amount
        return sheet.state in CLIENT and (within(moved, sheet.to_invoice) or within(moved, sheet.invoiced))

    def _invoiced(self, number: str, shares: dict[str, Decimal], original: str = "") -> None:
        self.fapiao[number] = Fapiao(dict(shares), original)
        for name, amount in shares.items():
            sheet = self.sheets[name]
            sheet.invoiced += amount
            sheet.stand()
            if original:
                self.fapiao[original].left[name] += amount

    @rule(data=st.data(), again=st.booleans())
    def red(self, data: Any, again: bool) -> None:
        """A red invoice, or one that is reissued: taken back and made out anew."""
        if not self.fapiao:
            return
        name = data.draw(st.sampled_from(self.fapiao_numbers), "original")
        original = self.fapiao[name]
        left = {statement: amount for statement, amount in original.left.items() if amount}
        of: dict[str, Decimal] = {}
        if left and not again and data.draw(st.booleans(), "a part"):
            statement = data.draw(st.sampled_from(sorted(left)))
            of = {statement: self.part(data, left[statement])}
        taken = of or left
        may = not original.original and bool(left)
        may &= all(ZERO < amount <= left[statement] for statement, amount in taken.items())
        number, new = self.number(), self.number()
        red = GivenRed(number, name, self.today, "form", of)
        if not again:
            doing: Callable[[], Any] = lambda: take_back_invoice(self.workspace, red, self.by())  # noqa: E731
        else:
            given = GivenInvoice(new, self.today, {})
            doing = lambda: reissue(self.workspace, red, given, self.by())[0]  # noqa: E731
            may &= all(within(self.sheets[one].invoiced, self.sheets[one].to_invoice) for one in left)
        if self.tried("reissue" if again else "red", may, doing) is not None:
            self._invoiced(number, {statement: -amount for statement, amount in taken.items()}, name)
            if again:
                self._invoiced(new, left)

    # -- money -----------------------------------------------------------------------------------------------------

    @rule(data=st.data(), currency=st.sampled_from(["CNY", "CNY", "USD"]), rows=st.integers(1, 3))
    def pay(self, data: Any, currency: str, rows: int) -> None:
        """A bank's file: of each row an amount, and a text that names a statement, or nothing."""
        self.later(data)
        owed = [one for one in self.sheets.values() if one.currency == currency and one.state in CLIENT]
        told = ["day,credit,payer,text,reference"]
        amounts = []
        for row in range(rows):
            meant = data.draw(st.sampled_from(owed), "statement") if owed else None
            amount = self.part(data, meant.open if meant else Decimal(70))
            if amount <= 0:
                continue
            amounts.append(amount)
            names = data.draw(st.sampled_from([meant.number, meant.name, ""])) if meant else ""
            payer = data.draw(st.sampled_from(["某银行", "Shop Ltd", "somebody"]))
            day = self.today - timedelta(days=data.draw(st.sampled_from([0, 1, 9])))
            told.append(f"{day},{amount},{payer},{names},R{len(self.files)}-{row}")
        path = self.workspace.root / f"{currency}-{len(self.files)}.csv"
        path.write_text("\n".join(told) + "\n", encoding="utf-8")
        found = self.tried("pay", True, lambda: enter(self.workspace, path, None, self.by()))
        assert not found.aside and not found.known and [one.line.amount for one in found.matches] == amounts
        for match in found.matches:
            self.lines[match.line.id] = Line(currency, match.line.amount)
            self._used(match)
        self.files.append(path)

    def _used(self, match: Match) -> None:
        for use in match.uses:
            assert 0 < use.amount <= self.sheets[use.statement].open
            self._pay(self.sheets[use.statement], match.line.id, use.amount)

    def _pay(self, sheet: Sheet, line: str, amount: Decimal) -> None:
        assert self.lines[line].currency == sheet.currency and sheet.state in CLIENT
        self.lines[line].left -= amount
        sheet.paid += amount
        sheet.used[line] = sheet.used.get(line, ZERO) + amount
        sheet.payments.add(line)
        sheet.stand()

    @rule(data=st.data(), twice=st.booleans())
    def pay_again(self, data: Any, twice: bool) -> None:
        """What is on account is looked at once more; or a file comes twice."""
        if not twice:
            self._look_again()
        elif self.files:
            path, before = data.draw(st.sampled_from(self.files)), self.before
            found = self.tried("pay twice", True, lambda: enter(self.workspace, path, None, self.by()))
            assert not found.matches and self.before == before

    def _look_again(self) -> None:
        for match in self.tried("pay again", True, lambda: again(self.workspace, self.by())):
            self._used(match)

    @rule(data=st.data())
    def use(self, data: Any) -> None:
        sheet = self.pick(data, lambda one: one.state in CLIENT and one.open > 0)
        if sheet is None or not self.lines:
            return
        name = data.draw(st.sampled_from([*self.lines]), "line")
        line = self.lines[name]
        most = min(line.left, sheet.open)
        amount = data.draw(st.sampled_from([None, self.part(data, most)]), "amount")
        used = most if amount is None else amount
        may = sheet.state in CLIENT and line.currency == sheet.currency and 0 < used <= most
        given = None if amount is None else Fraction(amount)
        if self.tried("use", may, lambda: use_line(self.workspace, name, sheet.name, given, self.by())) is not None:
            self._pay(sheet, name, used)

    @rule(data=st.data())
    def take_back(self, data: Any) -> None:
        sheet = self.pick(data, lambda one: any(one.used.values()))
        if sheet is None or not self.lines:
            return
        name = data.draw(
            st.sampled_from([*self.lines]) if not any(sheet.used.values()) else st.sampled_from([*sheet.used])
        )
        used = sheet.used.get(name, ZERO)
        may = sheet.state in CLIENT and bool(used)
        if self.tried("take back", may, lambda: take_back(self.workspace, name, sheet.name, self.by())) is not None:
            self._pay(sheet, name, -used)

    @rule(data=st.data(), name=st.sampled_from(["W-1", "2026/15"]))
    def withhold(self, data: Any, name: str) -> None:
        if sheet := self.pick(data, lambda one: one.state in CLIENT and one.open > 0):
            amount = self.part(data, sheet.open)
            may = sheet.state in CLIENT and 0 < amount <= sheet.open and name not in sheet.payments
            doing = lambda: certificate(self.workspace, name, sheet.name, Fraction(amount), self.today, self.by())  # noqa: E731
            if self.tried("certificate", may, doing) is not None:
                sheet.paid += amount
                sheet.payments.add(name)
                sheet.stand()

    @rule(data=st.data(), amount=st.sampled_from([CENT, Decimal("0.99"), Decimal("1.00"), Decimal("1.01")]))
    def write_off(self, data: Any, amount: Decimal) -> None:
        if sheet := self.pick(data, lambda one: one.state in CLIENT and one.open > 0):
            may = sheet.state in CLIENT and amount <= sheet.open and sheet.written_off + amount <= 1
            doing = lambda: write_off(self.workspace, sheet.name, Fraction(amount), self.today, self.by())  # noqa: E731
            if self.tried("write off", may, doing) is not None:
                sheet.paid += amount
                sheet.written_off += amount
                sheet.payments.add(f"write-off-{sheet.written_off}")
                sheet.stand()

    # -- months ----------------------------------------------------------------------------------------------------

    @rule(contract=st.sampled_from(sorted(CURRENCY)), month=st.sampled_from(MONTHS), opens=st.booleans())
    def close_or_open(self, contract: str, month: str, opens: bool) -> None:
        path, key = self.workspace.contracts / f"{contract}.yaml", (contract, month)
        verb = reopen if opens else close
        may = (key in self.closed) == opens
        doing = lambda: verb(self.workspace, [path], month, "tried", self.now)  # noqa: E731
        if self.tried("open" if opens else "close", may, doing) is not None:
            self.closed ^= {key}

    # -- laws ------------------------------------------------------------------------------------------------------

    @invariant()
    def all_is_in_order(self) -> None:
        if self.before == self.checked:
            return
        self.checked = self.before
        with open_ledger(self.workspace.database) as ledger:
            entries = ledger.entries()
            self._by_ways(entries)
            hold_now(self, ledger)

    def _by_ways(self, entries: tuple[Entry, ...]) -> None:
        """Every new entry leads from a state to another as it is drawn."""
        for at in range(self.entries, len(entries)):
            subject = entries[at].subject
            if entries[at].verb in WAYS:
                own = [one for one in entries[: at + 1] if one.subject == subject]
                after, (sources, ends) = lives_of(own)[subject].state, WAYS[entries[at].verb]
                assert self.states.get(subject, "-") in sources and after in ends, (entries[at], after)
                self.states[subject] = after
        self.entries = len(entries)


def ended(sheet: Sheet) -> bool:
    return sheet.state in ENDED
