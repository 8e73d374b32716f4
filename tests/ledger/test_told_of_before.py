"""A ledger of before the journal: its statements are told in the order in which they were recorded; and the way back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import inspect

from bpo.ledger import By, Closing, Ledger, open_ledger
from bpo.ledger.content import content_of
from bpo.ledger.migrations import config
from bpo.life.events import Approved, Recorded
from bpo.life.folding import life_of
from tests.ledger.made import NOW, bank, record
from tests.ledger.tampering import connected
from tests.ledger.test_migration import OLD


def downgrade(place: str, to: str = "0006") -> None:
    with connected(place) as connection:
        command.downgrade(config(connection), to)


def chained(ledger: Ledger) -> bool:
    entries = ledger.entries()
    links = zip(entries[1:], entries, strict=False)
    whole = all(one.hash == one.computed for one in entries) and all(a.previous == b.hash for a, b in links)
    return whole and [one.number for one in entries] == list(range(1, len(entries) + 1))


def test_down_and_up_again_tells_the_same(ledger: Ledger, place: str) -> None:
    for statement in (bank(), bank("1999-03"), bank(calls=1), bank(contract="b")):
        record(ledger, statement)
    ledger.close()
    with connected(place) as connection:
        before = [content_of(connection, row.id) for row in ledger.list()]
    downgrade(place)
    with connected(place) as connection:
        assert not inspect(connection).has_table("journal")
        assert {state for (state,) in connection.exec_driver_sql("SELECT state FROM statements")} == {"draft"}
    with open_ledger(place) as again:
        told = {one.subject: one.told for one in again.entries() if one.verb == "recorded"}
        assert [told[row.id].content for row in again.list() if isinstance(told[row.id], Recorded)] == before
        assert [(row.id, row.state) for row in again.list("bank")] == [
            ("bank-1999-02-r1", "superseded"),
            ("bank-1999-02-r2", "draft"),
            ("bank-1999-03-r1", "draft"),
        ]
        assert all(again.life(row.id).state == row.state for row in again.list())
        assert chained(again)
        assert record(again, bank(calls=2)).statement_id == "bank-1999-02-r3" and chained(again)
        assert {one.reason for one in again.entries()} == {"recorded before the journal was kept", ""}


def test_what_a_journal_tells_of_lives_is_not_thrown_away(ledger: Ledger, place: str) -> None:
    name = record(ledger, bank()).statement_id
    ledger.append(name, Approved(), By("wang", NOW))
    ledger.close()
    with pytest.raises(NotImplementedError, match="backup"):
        downgrade(place)
    with open_ledger(place) as again:
        assert again.life(name).state == "approved"


def test_a_ledger_of_the_first_tables_has_its_journal(path: Path) -> None:
    """What is to be paid for each line, by the journal of the migration, adds up to what each statement says."""
    shell = sqlite3.connect(path)
    shell.executescript((OLD / "ledger_0004.sql").read_text(encoding="utf-8"))
    shell.close()
    with open_ledger(path) as ledger:
        rows = ledger.list()
        assert len(rows) == 17 and chained(ledger)
        with connected(path) as connection:
            for row in rows:
                life, statement = life_of(ledger.entries(row.id)), ledger.statement(row.id)
                assert life is not None and life.state == row.state
                assert (life.total, life.payable) == (statement.total, statement.payable), row.id
                told = ledger.entries(row.id)[0].told
                assert isinstance(told, Recorded) and told.content == content_of(connection, row.id)


def test_months_that_were_closed_before_are_told_and_the_way_back(ledger: Ledger, place: str) -> None:
    """Two rows of before are two entries at the end of the journal; they go again on the way back, unless more is told since."""
    record(ledger, bank())
    ledger.close()
    downgrade(place, "0007")
    row = "INSERT INTO closings (contract, period_name, closed, lake_versions, who, reason, created_at) VALUES "
    at = "1999-03-01T08:30:00.000000+00:00"
    with connected(place) as connection:
        connection.exec_driver_sql(row + f"('bank', '1999-01', true, '{{}}', 'li', 'done', '{at}')")
        connection.exec_driver_sql(row + f"('bank', '1999-01', false, '{{}}', 'wang', 'late calls', '{at}')")
    with open_ledger(place) as again:
        assert [(one.verb, one.subject, one.who) for one in again.entries()][1:] == [
            ("closed", "bank", "li"),
            ("opened", "bank", "wang"),
        ]
        assert chained(again) and not again.verify().findings
    downgrade(place, "0007")
    with connected(place) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM journal").scalar() == 1
        assert connection.exec_driver_sql("SELECT count(*) FROM closings").scalar() == 2
    with open_ledger(place) as again:
        again.close_period(Closing("bank", "1999-02", True, {}, "li", "done", NOW))
        assert not again.verify().findings
    with pytest.raises(NotImplementedError, match="tells of months"):
        downgrade(place, "0007")
