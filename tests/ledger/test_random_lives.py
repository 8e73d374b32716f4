"""A stateful law: whatever is tried in whatever order, nothing comes by a way that is not in the table, the column is the fold, numbers
have no hole, and the ledger is whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bpo.core.errors import BpoError
from bpo.ledger import open_ledger
from bpo.life.events import (
    Approved,
    Confirmed,
    Corrected,
    Deemed,
    Disputed,
    Event,
    Invoiced,
    Paid,
    Returned,
    Reviewed,
    Sent,
    Settled,
    Voided,
)
from bpo.life.life import Life
from bpo.life.numbers import Numbers
from bpo.life.states import WAY_OF
from tests.laws import examples
from tests.ledger.made import bank, record
from tests.ledger.test_journal import DAY, SERIES, WANG

LINES = st.sampled_from(["inbound", "coefficient"])
AMOUNTS = st.integers(-1200, 1200).map(lambda units: Decimal(units).quantize(Decimal("0.01")))
NAMES = st.sampled_from(["d1", "d2"])
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from([Reviewed(), Approved(), Approved(), Returned(), Voided(), Sent(DAY, (), DAY), Sent(DAY)]),
    st.builds(Confirmed, st.just(DAY), st.lists(LINES, max_size=1).map(tuple)),
    st.just(Deemed(DAY + timedelta(days=1))),
    st.builds(Disputed, NAMES, st.just(DAY), st.dictionaries(LINES, AMOUNTS, min_size=1, max_size=2)),
    st.builds(Settled, NAMES, st.just(DAY), AMOUNTS),
    st.builds(Invoiced, st.just("F"), AMOUNTS, st.just(DAY)),
    st.builds(Paid, st.uuids().map(str), AMOUNTS, st.just(DAY), AMOUNTS.map(lambda one: abs(one) / 10).map(lambda one: one.quantize(Decimal("0.01")))),
    st.builds(Corrected, st.just("C"), AMOUNTS, st.just(DAY), st.lists(NAMES, max_size=1).map(tuple)),
)  # fmt: skip
CONTRACTS = st.sampled_from(["a", "b"])


class Lives(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.ledger = open_ledger(Path(self.folder.name) / "ledger.db")
        self.by = replace(WANG, reason="tried")

    def teardown(self) -> None:
        self.ledger.close()
        self.folder.cleanup()

    def known(self) -> list[str]:
        return list(self.ledger.ids())

    @rule(contract=CONTRACTS, calls=st.integers(1, 3))
    def bill(self, contract: str, calls: int) -> None:
        record(self.ledger, bank(contract=contract, calls=calls * 100))

    @rule(data=st.data(), event=EVENTS)
    def tell(self, data: Any, event: Event) -> None:
        if not (known := self.known()):
            return
        name = data.draw(st.sampled_from(known))
        before = self.ledger.life(name)
        entries = len(self.ledger.entries())
        try:
            life = self.ledger.append(name, event, self.by)
        except BpoError:
            assert (self.ledger.life(name), len(self.ledger.entries())) == (before, entries)
            return
        way = WAY_OF[event.verb]
        assert life is not None and before.state in way.after and life.state in way.to
        assert len(self.ledger.entries()) == entries + 1

    @rule(data=st.data())
    def issue(self, data: Any) -> None:
        """All the way to the client, from wherever it stands."""
        if not (known := self.known()):
            return
        name = data.draw(st.sampled_from(known))
        for step in (
            lambda: self.ledger.append(name, Approved(), self.by),
            lambda: self.ledger.number(name, SERIES, Numbers(), DAY, self.by),
            lambda: self.ledger.issue(name, {"a.pdf": "0" * 64}, {"bpo": "1"}, self.by),
            lambda: self.ledger.append(name, Sent(DAY, (), DAY), self.by),
        ):
            try:
                step()
            except BpoError:
                continue

    @invariant()
    def nothing_is_out_of_place(self) -> None:
        assert self.ledger.verify().findings == ()
        documents = self.ledger.documents()
        assert [one.number for one in documents] == [f"S-1999-{n:04d}" for n in range(1, len(documents) + 1)]
        lives = self.ledger.lives()
        assert {row.id: row.state for row in self.ledger.list()} == {name: life.state for name, life in lives.items()}
        for life in lives.values():
            assert all(law for _, law in laws(life)), (life, list(laws(life)))


def laws(life: Life) -> Iterator[tuple[str, bool]]:
    """What holds of amounts whatever happened."""
    corrections = sum((one.amount for one in life.corrections), Decimal(0))
    yield "owed", life.owed == life.payable - life.conceded + corrections
    yield "open", life.open == life.owed - life.paid
    if not life.corrections:
        yield (
            "confirmed",
            life.confirmed + life.conceded + life.disputed <= life.payable or life.payable < 0 or bool(life.disputes),
        )
        yield "all", life.state != "confirmed" or life.confirmed == life.owed
        # what is conceded after it was invoiced leaves more invoiced than owed, until a red invoice
        yield "invoices", not life.invoices or life.disputes != () or 0 <= life.invoiced <= life.to_invoice
    yield "paid", life.state != "paid" or life.open <= 0 or life.owed < 0


TestLives = Lives.TestCase
TestLives.settings = settings(examples(15), stateful_step_count=20, deadline=None)
