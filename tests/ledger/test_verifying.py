"""Whatever is changed past the triggers is found: any value of any row, any row taken out, put in or put elsewhere."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, inspect, text

from bpo.ledger import Closing, Ledger, Restatement, open_ledger
from bpo.life.events import Confirmed, Disputed, Sent
from tests.laws import examples
from tests.ledger.made import NOW, bank, record
from tests.ledger.tampering import change, connected, thaw
from tests.ledger.test_journal import DAY, LI, WANG, issued
from tests.life.made import money

TABLES = (
    "journal",
    "journal_head",
    "statements",
    "lines",
    "contract_versions",
    "documents",
    "document_files",
    "restatements",
    "closings",
)


def live(ledger: Ledger) -> None:
    """Three statements: one replaced, one before the client with a dispute, one issued; two numbers; a month restated, closed, opened."""
    record(ledger, bank(calls=1))
    first, second = record(ledger, bank()).statement_id, record(ledger, bank("1999-03")).statement_id
    for name in (first, second):
        issued(ledger, name)
    ledger.append(first, Sent(DAY, ("ap@client.example",)), LI)
    ledger.append(first, Confirmed(DAY, ("coefficient",)), WANG)
    ledger.append(first, Disputed("d1", DAY, {"inbound": money("100")}), replace(WANG, reason="记录重复"))
    ledger.restate(Restatement("bank", "1999-02", first, "next", "1999-03", "{}", NOW), LI)
    for closed in (True, False):
        ledger.close_period(
            Closing("bank", "1999-02", closed, {"interactions": 7} if closed else {}, "li", "done", NOW)
        )


def codes(ledger: Ledger) -> set[str]:
    found = ledger.verify().findings
    assert all(problem.say("en") and problem.say("zh") for problem in found)
    return {problem.code for problem in found}


def test_what_nobody_touched_is_whole(ledger: Ledger) -> None:
    live(ledger)
    found = ledger.verify()
    assert (found.findings, found.entries, found.statements, found.documents) == ((), 16, 3, 2)
    assert found.last == ledger.entries()[-1].hash


TOUCHED = {
    "UPDATE journal SET who = 'nobody' WHERE number = 3": {"journal-changed"},
    "UPDATE journal SET at = '1999-03-01T08:30:00.000001+00:00' WHERE number = 3": {"journal-changed"},
    "DELETE FROM journal WHERE number = 9": {
        "journal-gone", "journal-impossible", "verify-state", "verify-document",
    },
    "DELETE FROM journal WHERE number = 16": {"journal-head", "verify-month-changed"},
    "UPDATE journal_head SET number = 15": {"journal-head"},
    "DELETE FROM journal_head": {"journal-head"},
    "UPDATE statements SET state = 'paid' WHERE revision = 2": {"verify-state"},
    "UPDATE statements SET engine = '9' WHERE revision = 2": {"verify-statement-changed"},
    "UPDATE statements SET lake_versions = '{}' WHERE revision = 2": {"verify-statement-changed"},
    "UPDATE lines SET rate = '0.856' WHERE statement_id = 'bank-1999-02-r2' AND position = 1": {"verify-statement-changed"},
    "DELETE FROM lines WHERE statement_id = 'bank-1999-02-r2' AND position = 2": {"verify-statement-changed"},
    "UPDATE contract_versions SET text = text || ' '": {"verify-statement-changed"},
    "UPDATE documents SET issued_on = '1999-03-06' WHERE position = 1": {"verify-document"},
    "UPDATE documents SET position = 3 WHERE position = 2": {"verify-numbers", "verify-document"},
    "DELETE FROM document_files": {"verify-files"},
    "UPDATE document_files SET drawn_by = '{}'": {"verify-files"},
    "UPDATE restatements SET document = '[]'": {"verify-month-changed", "verify-month-gone"},
    "DELETE FROM restatements": {"verify-month-gone"},
    "UPDATE closings SET lake_versions = '{\"interactions\": 8}' WHERE id = 1": {"verify-month-changed", "verify-month-gone"},
    "INSERT INTO closings (id, contract, period_name, closed, lake_versions, who, reason, created_at) "
    "VALUES (3, 'bank', '1999-02', true, '{}', 'li', '', '1999-03-01T08:30:00.000000+00:00')": {"verify-month-changed"},
}  # fmt: skip


@pytest.mark.parametrize("tampering", TOUCHED)
def test_what_was_touched_is_named(ledger: Ledger, place: str, tampering: str) -> None:
    live(ledger)
    thaw(place)
    assert change(place, tampering)
    assert codes(ledger) == TOUCHED[tampering]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger without its triggers."""
    path: Path = tmp_path_factory.mktemp("lived") / "ledger.sqlite"
    with open_ledger(path) as opened:
        live(opened)
        assert not opened.verify().findings
    thaw(path)
    return path


def rows(connection: Connection, table: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(text(f"SELECT rowid AS at_row, * FROM {table}")).mappings()]


def another(draw: Callable[..., Any], value: Any) -> Any:
    """Another value of the same kind, near or far."""
    if isinstance(value, int):
        return value + draw(st.sampled_from([1, -1, 1000]))
    if value is None:
        return draw(st.sampled_from(["", "0", "x"]))
    cut = draw(st.integers(0, max(0, len(value) - 1)))
    letter = draw(st.sampled_from("019axé,"))
    changed = value[:cut] + letter + value[cut + draw(st.integers(0, 1)) :]
    return changed if changed != value else value + letter


@settings(examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_change_of_any_value_is_found(lived: Path, tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "touched.sqlite"
    shutil.copyfile(lived, path)
    table = data.draw(st.sampled_from(TABLES))
    with connected(path) as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        row = data.draw(st.sampled_from(rows(connection, table)))
        names = [column["name"] for column in inspect(connection).get_columns(table)]
        name = data.draw(st.sampled_from([one for one in names if (table, one) != ("contract_versions", "id")]))
        value = another(data.draw, row[name])
        if (table, name) in (("lines", "deducted"),):
            value = int(not row[name])
    try:
        with Raw(path) as raw:
            raw.execute(f"UPDATE {table} SET {name} = ? WHERE rowid = ?", (value, row["at_row"]))
    except sqlite3.IntegrityError:  # a key that another row has
        reject()
    with open_ledger(path) as touched:
        assert touched.verify().findings, f"{table}.{name}: {row[name]!r} became {value!r}"


@settings(examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_row_that_is_taken_out_is_missed(lived: Path, tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "touched.sqlite"
    shutil.copyfile(lived, path)
    table = data.draw(st.sampled_from(TABLES))
    with connected(path) as connection:
        row = data.draw(st.sampled_from(rows(connection, table)))
    with Raw(path) as raw:
        raw.execute(f"DELETE FROM {table} WHERE rowid = ?", (row["at_row"],))
    with open_ledger(path) as touched:
        assert touched.verify().findings, f"{table}: {row}"


class Raw:
    """sqlite3 itself, which asks for no foreign keys."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path)

    def __enter__(self) -> Any:
        return self.connection

    def __exit__(self, *error: object) -> None:
        self.connection.commit()
        self.connection.close()
