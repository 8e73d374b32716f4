"""When the same bill is the same, and when it is a new revision."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from bpo.contracts.statement import Statement
from bpo.core.measures import Evidence, Quantity
from bpo.ledger import Ledger
from tests.ledger.made import CONTRACT_TEXT, NOW, bank, record, with_measures

NOT_ANOTHER_BILL: dict[str, tuple[Statement, dict[str, Any]]] = {
    "nothing changed": (bank(), {}),
    "an hour later": (bank(), {"now": NOW + timedelta(hours=1)}),
    "another month was ingested": (bank(), {"lake_versions": {"interactions": 8, "surveys": 2}}),
    "the evidence names a later table version": (with_measures(bank(), evidence={"x": Evidence(1, "events", 9)}), {}),
    "a chart changed": (with_measures(bank(), series={}), {}),
    "the contract's file was moved": (bank(), {"contract_path": "contracts/2026/bank.yaml"}),
    "parts were counted in another order": (
        with_measures(
            bank(), quantities={"inbound": Quantity(Fraction(1237), "call", {"c": Fraction(1), "a|b": Fraction(1236)})}
        ),
        {},
    ),
}

ANOTHER_BILL: dict[str, tuple[Statement, dict[str, Any]]] = {
    "the contract's text": (bank(), {"contract_text": CONTRACT_TEXT + "# a comment\n"}),
    "a quantity": (bank(calls=1238), {}),
    "a part of a quantity": (
        with_measures(
            bank(), quantities={"inbound": Quantity(Fraction(1237), "call", {"c": Fraction(2), "a|b": Fraction(1235)})}
        ),
        {},
    ),
    "a KPI": (with_measures(bank(), kpis={}), {}),
    "an earlier month": (bank(history=("bank-1999-01-r2",)), {}),
    "the engine": (bank(), {"engine": "0.2.0"}),
}


@pytest.mark.parametrize("case", NOT_ANOTHER_BILL)
def test_the_same_inputs_change_nothing(ledger: Ledger, case: str) -> None:
    first = record(ledger, bank())
    statement, inputs = NOT_ANOTHER_BILL[case]
    again = record(ledger, statement, **inputs)
    assert (again.statement_id, again.revision, again.new) == (first.statement_id, 1, False)
    assert len(ledger.list()) == 1
    assert ledger.stored(first.statement_id).created_at == NOW


@pytest.mark.parametrize("case", ANOTHER_BILL)
def test_changed_inputs_make_a_revision(ledger: Ledger, case: str) -> None:
    record(ledger, bank())
    statement, inputs = ANOTHER_BILL[case]
    again = record(ledger, statement, **inputs)
    assert (again.statement_id, again.revision, again.new) == ("bank-1999-02-r2", 2, True)
    assert ledger.statement("bank-1999-02-r2") == statement
    assert ledger.statement("bank-1999-02-r1") == bank()


def test_changed_and_changed_back_is_a_third_revision(ledger: Ledger) -> None:
    # Otherwise the latest revision would be the one with the change that was taken back.
    record(ledger, bank())
    record(ledger, bank(calls=1238))
    assert record(ledger, bank()).statement_id == "bank-1999-02-r3"
    latest = ledger.latest("bank", "1999-02")
    assert latest is not None and latest.statement == bank()


def test_months_and_contracts_count_their_revisions_alone(ledger: Ledger) -> None:
    ids = [
        record(ledger, statement).statement_id
        for statement in (bank(), bank("1999-03"), bank(contract="bank-2"), bank(calls=1), bank("1999-03", calls=2))
    ]
    assert ids == ["bank-1999-02-r1", "bank-1999-03-r1", "bank-2-1999-02-r1", "bank-1999-02-r2", "bank-1999-03-r2"]


def test_each_revision_names_the_text_it_was_made_from(ledger: Ledger) -> None:
    record(ledger, bank())
    record(ledger, bank(), contract_text="contract: bank\n# second\n")
    texts = [ledger.contract_text(ledger.stored(f"bank-1999-02-r{n}").contract_sha256) for n in (1, 2)]
    assert texts == [CONTRACT_TEXT, "contract: bank\n# second\n"]


def test_a_contract_whose_name_ends_like_a_month_keeps_its_own_ids(ledger: Ledger) -> None:
    record(ledger, bank("2026-01", contract="x"))
    record(ledger, bank("2026-01", contract="x-2026-01"))
    assert [row.id for row in ledger.list()] == ["x-2026-01-r1", "x-2026-01-2026-01-r1"]


def test_a_line_without_its_tax_is_refused(ledger: Ledger) -> None:
    said = bank()
    with pytest.raises(ValueError, match="zip"):
        record(ledger, replace(said, line_taxes=(said.tax,)))
    assert ledger.list() == []
