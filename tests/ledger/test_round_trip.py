"""What is recorded is read back equal, in value and in wording."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given

from bpo.contracts.statement import Statement, statement_json
from bpo.ledger import Ledger, open_ledger
from tests.laws import examples
from tests.ledger.made import CONTRACT_TEXT, NOW, bank, record, statements

ENGINES = itertools.count()


@pytest.fixture(scope="module")
def memory() -> Iterator[Ledger]:
    with open_ledger("sqlite://") as opened:
        yield opened


def test_a_rich_statement_comes_back_equal(ledger: Ledger) -> None:
    said = bank(history=("bank-1998-12-r1", "bank-1999-01-r3"))
    stored = record(ledger, said)
    assert stored.statement_id == "bank-1999-02-r1"
    assert (stored.revision, stored.new) == (1, True)
    assert ledger.statement("bank-1999-02-r1") == said


def test_it_reads_the_same_in_both_languages_and_in_the_same_order(ledger: Ledger) -> None:
    record(ledger, bank())
    again = ledger.statement("bank-1999-02-r1")
    assert statement_json(again, "zh") == statement_json(bank(), "zh")
    assert statement_json(again, "en") == statement_json(bank(), "en")
    assert list(again.verdicts) == ["sl20", "csat"]
    assert again.charges[0].steps[0].rule.say("zh", again.charges[0].steps[0].values) == "首档通话 1,237 通"
    assert again.verdicts["csat"].result.why_not is not None


def test_amounts_keep_their_places_and_ratios_their_thirds(ledger: Ledger) -> None:
    # 1,237 × 0.855 = 1,057.635 → 1,057.64; × 0.95 = 1,004.75325 → 1,004.75, so the second line is −52.89.
    record(ledger, bank())
    again = ledger.statement("bank-1999-02-r1")
    assert [str(charge.amount) for charge in again.charges] == ["1057.64", "-52.89"]
    assert again.charges[0].steps[0].values["price"].as_tuple() == Decimal("0.8550").as_tuple()
    assert again.verdicts["sl20"].result.value == Fraction(2, 3)


def test_what_it_was_made_from_comes_back(ledger: Ledger) -> None:
    record(ledger, bank())
    stored = ledger.stored("bank-1999-02-r1")
    assert (stored.id, stored.revision, stored.state, stored.engine) == ("bank-1999-02-r1", 1, "draft", "0.1.0")
    assert (stored.contract_path, stored.lake_versions) == ("contracts/bank.yaml", {"interactions": 7, "surveys": 2})
    assert stored.created_at == NOW
    assert ledger.contract_text(stored.contract_sha256) == CONTRACT_TEXT
    assert ledger.contract_text("0" * 64) is None


def test_a_moment_is_kept_in_utc(ledger: Ledger) -> None:
    shanghai = timezone(timedelta(hours=8))
    record(ledger, bank(), now=datetime(2026, 1, 1, 7, 30, tzinfo=shanghai))
    assert ledger.stored("bank-1999-02-r1").created_at == datetime(2025, 12, 31, 23, 30, tzinfo=UTC)


def test_the_file_alone_carries_it(path: Path) -> None:
    with open_ledger(path) as first:
        record(first, bank())
    with open_ledger(path) as second:
        assert second.statement("bank-1999-02-r1") == bank()


@examples(60)
@given(said=statements())
def test_any_statement_comes_back_equal(memory: Ledger, said: Statement) -> None:
    stored = record(memory, said, engine=str(next(ENGINES)))  # so that no example is the same bill as an earlier one
    again = memory.statement(stored.statement_id)
    assert stored.new
    assert again == said
    assert list(again.verdicts) == list(said.verdicts)
    assert [str(c.amount) for c in again.charges] == [str(c.amount) for c in said.charges]


def test_a_statement_without_anything(ledger: Ledger) -> None:
    empty = replace(
        bank(), charges=(), line_taxes=(), taxes=(), verdicts={}, net=Decimal("0.00"), tax=Decimal("0.00"), total=Decimal("0.00")
    )  # fmt: skip
    record(ledger, empty, lake_versions={})
    assert ledger.statement("bank-1999-02-r1") == empty
