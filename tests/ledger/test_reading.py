"""Finding what was billed: the latest, the earlier months, lists; and rows that somebody changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event

from bpo.core.cycles import Months
from bpo.core.errors import BpoError
from bpo.ledger import Ledger
from tests.ledger.made import bank, record
from tests.ledger.tampering import change, thaw

MONTHS = ("1998-12", "1999-01", "1999-02", "1999-03")


def bill_all(ledger: Ledger) -> None:
    for month in reversed(MONTHS):
        record(ledger, bank(month))
        record(ledger, bank(month, contract="other"))
    record(ledger, bank("1999-01", calls=99))


def test_the_latest_revision(ledger: Ledger) -> None:
    bill_all(ledger)
    latest = ledger.latest("bank", "1999-01")
    assert latest is not None
    assert (latest.id, latest.statement) == ("bank-1999-01-r2", bank("1999-01", calls=99))
    assert ledger.latest("bank", "1997-01") is None
    assert ledger.latest("nobody", "1999-01") is None


@pytest.mark.parametrize(
    ("before", "ids"),
    [
        ("1998-12", []),
        ("1999-01", ["bank-1998-12-r1"]),
        ("1999-03", ["bank-1998-12-r1", "bank-1999-01-r2", "bank-1999-02-r1"]),
        ("2026-01", ["bank-1998-12-r1", "bank-1999-01-r2", "bank-1999-02-r1", "bank-1999-03-r1"]),
    ],
)
@pytest.mark.parametrize("cycle", [Months(), Months(22)])
def test_history_is_the_latest_of_each_earlier_month_oldest_first(
    ledger: Ledger, before: str, ids: list[str], cycle: Months
) -> None:
    bill_all(ledger)
    earlier = ledger.earlier("bank", cycle.period(before))
    assert [stored.id for stored in earlier] == ids
    assert ledger.history("bank", cycle.period(before)) == tuple(ledger.statement(one) for one in ids)


def test_lists(ledger: Ledger) -> None:
    bill_all(ledger)
    assert len(ledger.list()) == 9
    assert [row.id for row in ledger.list("bank")] == [
        "bank-1998-12-r1", "bank-1999-01-r1", "bank-1999-01-r2", "bank-1999-02-r1", "bank-1999-03-r1",
    ]  # fmt: skip
    assert [row.id for row in ledger.list(period="1999-02")] == ["bank-1999-02-r1", "other-1999-02-r1"]
    (row,) = ledger.list("other", "1999-02")
    assert (row.title.zh, row.currency, row.state, str(row.total)) == ("银行热线", "CNY", "draft", str(bank().total))
    assert ledger.list("nobody") == []


@pytest.mark.parametrize("months", [1, 4])
def test_a_statement_is_a_handful_of_queries_however_many_are_read(ledger: Ledger, months: int) -> None:
    bill_all(ledger)
    asked: list[str] = []
    event.listen(ledger._database.engine, "before_cursor_execute", lambda c, cursor, sql, *rest: asked.append(sql))
    before = Months().period("2026-01" if months == 4 else "1999-01")
    assert len(ledger.earlier("bank", before)) == months
    assert len([sql for sql in asked if sql.startswith("SELECT")]) == 3


@pytest.mark.parametrize(
    "query",
    [
        "SELECT id FROM statements WHERE contract = 'a' AND period_name = '1999-02' ORDER BY revision DESC LIMIT 1",
        "SELECT id FROM statements WHERE contract = 'a' AND period_name < '1999-02'",
        "SELECT id FROM statements WHERE period_name = '1999-02'",
        "SELECT text FROM contract_versions WHERE sha256 = 'a'",
        "SELECT * FROM lines WHERE statement_id IN ('a', 'b') ORDER BY statement_id, position",
    ],
)
def test_no_question_reads_a_whole_table(ledger: Ledger, path: Path, query: str) -> None:
    shell = sqlite3.connect(path)
    try:
        plan = [row[3] for row in shell.execute(f"EXPLAIN QUERY PLAN {query}")]
    finally:
        shell.close()
    assert any("SEARCH" in line for line in plan) and not any(line.startswith("SCAN") for line in plan), plan


@pytest.mark.parametrize(
    ("given", "nearest"),
    [("bank-1999-02-r9", "bank-1999-02-r1"), ("bnak-1999-02-r1", "bank-1999-02-r1"), ("", None), ("zzz", None)],
)
def test_a_statement_that_is_not_there(ledger: Ledger, path: Path, given: str, nearest: str | None) -> None:
    record(ledger, bank())
    with pytest.raises(BpoError) as raised:
        ledger.statement(given)
    (problem,) = raised.value.problems
    assert problem.code == "statement-not-stored"
    assert str(problem.where) == str(path)
    assert problem.values["nearest"] == nearest
    assert ("Did you mean" in problem.say("en")) == (nearest is not None)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE lines SET amount = '1057.65' WHERE position = 1",
        "UPDATE lines SET amount = 'abc'",
        "UPDATE lines SET label_zh = '呼出' WHERE position = 1",
        "DELETE FROM lines WHERE position = 2",
        "INSERT INTO lines SELECT statement_id, 3, clause, label_zh, label_en, kind, quantity, unit, rate, amount, tax_code, tax,"
        " deducted, source, file_line FROM lines WHERE position = 1",
        "UPDATE statements SET document = replace(document, '1057.64', '1057.65')",
        "UPDATE statements SET document = replace(document, '\"1057.64\"', '1057.64')",
        "UPDATE statements SET document = replace(document, '\"1237\"', '\"1/0\"')",
        "UPDATE statements SET document = replace(document, '{\"number\":\"1237\"}', '1237.0')",
        "UPDATE statements SET document = replace(document, '{\"number\":\"1237\"}', '{}')",
        "UPDATE statements SET document = replace(document, '\"net\"', '\"gross\"')",
        "UPDATE statements SET document = replace(document, '\"format\":1', '\"format\":2')",
        "UPDATE statements SET document = '{'",
        "UPDATE statements SET document = '{}'",
        "UPDATE statements SET total = '0.00'",
        "UPDATE statements SET currency = 'JPY'",
        "UPDATE statements SET currency = 'XXQ', document = replace(document, '\"CNY\"', '\"XXQ\"')",
        "UPDATE statements SET period_start = 'soon'",
        "UPDATE statements SET lake_versions = '{'",
    ],
)
def test_rows_changed_by_hand_are_a_problem_not_a_traceback(ledger: Ledger, path: Path, tampering: str) -> None:
    record(ledger, bank())
    thaw(path)
    assert change(path, tampering)
    with pytest.raises(BpoError) as raised:
        ledger.statement("bank-1999-02-r1")
    (problem,) = raised.value.problems
    assert problem.code == "statement-damaged"
    assert "bank-1999-02-r1" in problem.say("en") and "备份" in problem.say("zh")
