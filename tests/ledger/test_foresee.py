"""A statement's id is known before it is recorded, since its documents carry it."""

from __future__ import annotations

from bpo.ledger import Ledger
from tests.ledger.made import CONTRACT_TEXT, bank, record

ENGINE = "0.1.0"


def test_what_is_foreseen_is_recorded_and_nothing_is_stored_before(ledger: Ledger) -> None:
    for calls, revision in ((1237, 1), (1238, 2), (1237, 3)):
        statement = bank(calls=calls)
        foreseen = ledger.foresee(statement, contract_text=CONTRACT_TEXT, engine=ENGINE)
        assert (foreseen.revision, foreseen.new, len(ledger.list())) == (revision, True, revision - 1)
        assert record(ledger, statement, engine=ENGINE) == foreseen


def test_the_same_bill_is_foreseen_as_the_one_that_is_there(ledger: Ledger) -> None:
    recorded = record(ledger, bank(), engine=ENGINE)
    foreseen = ledger.foresee(bank(), contract_text=CONTRACT_TEXT, engine=ENGINE)
    assert (foreseen.statement_id, foreseen.new) == (recorded.statement_id, False)
