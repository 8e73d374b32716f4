"""No float enters the ledger, none lies in it, and what is there is legible to anyone with sqlite3."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Dialect, TypeDecorator
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import StatementError

from bpo.contracts.statement import Charge, Statement, Step
from bpo.core.words import Text, Words
from bpo.ledger import Ledger
from bpo.ledger.types import ExactDecimal, ExactFraction, JsonText, UtcMoment
from tests.ledger.made import bank, record

DIALECT: Dialect = sqlite.dialect()


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (ExactDecimal(), Decimal("1684500.00"), "1684500.00"),
        (ExactDecimal(), Decimal("-52.89"), "-52.89"),
        (ExactDecimal(), Decimal("11"), "11"),
        (ExactDecimal(), Decimal("1E+3"), "1000"),
        (ExactFraction(), Fraction(2, 3), "2/3"),
        (ExactFraction(), Fraction(-1, 8), "-0.125"),
        (ExactFraction(), Fraction(10**30), "1" + "0" * 30),
        (JsonText(), {"b": "中", "a": [{"n": "2/3"}]}, '{"b":"中","a":[{"n":"2/3"}]}'),
    ],
)
def test_a_value_is_exact_text_and_comes_back(kind: TypeDecorator[Any], value: Any, text: str) -> None:
    assert kind.process_bind_param(value, DIALECT) == text
    assert kind.process_result_value(text, DIALECT) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ExactDecimal(), 0.1),
        (ExactDecimal(), 1),
        (ExactDecimal(), Fraction(1, 2)),
        (ExactDecimal(), Decimal("NaN")),
        (ExactDecimal(), Decimal("Infinity")),
        (ExactFraction(), 0.5),
        (ExactFraction(), True),
        (ExactFraction(), "1/2"),
        (JsonText(), {"a": [{"b": 0.5}]}),
        (UtcMoment(), datetime(2026, 1, 1)),
    ],
)
def test_what_is_not_exact_is_refused(kind: TypeDecorator[Any], value: Any) -> None:
    with pytest.raises(TypeError):
        kind.process_bind_param(value, DIALECT)


@pytest.mark.parametrize("text", ['{"a":0.5}', '{"a":NaN}', "[1]", "1.5", "{"])
def test_json_with_a_float_is_not_read(text: str) -> None:
    with pytest.raises(ValueError):
        JsonText().process_result_value(text, DIALECT)


def test_a_float_among_the_steps_stores_nothing(ledger: Ledger) -> None:
    rule = Words("r", en="r", zh="r")
    half: Any = 0.5  # a float that adds up, so that nothing before the ledger notices
    line = Charge("a", Text.of("a"), "term", (Step(rule, {}, half),), Decimal("0.5"), "vat")
    said = bank()
    statement = Statement(
        "bank", said.title, said.document, said.period, "CNY", False, (line,), {}, (), (Decimal(0),),
        Decimal("0.5"), Decimal(0), Decimal("0.5"), said.measures,
    )  # fmt: skip
    with pytest.raises(StatementError, match="never made from the float"):
        record(ledger, statement)
    assert ledger.list() == []


def test_no_column_is_real_and_no_stored_value_is(ledger: Ledger, path: Path) -> None:
    record(ledger, bank(history=("bank-1999-01-r1",)))
    shell = sqlite3.connect(path)
    try:
        tables = [name for (name,) in shell.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert {"statements", "charges", "steps", "verdicts", "taxes", "measures", "contract_versions"} <= set(tables)
        for table in tables:
            for _, column, declared, *_ in shell.execute(f'PRAGMA table_info("{table}")').fetchall():
                # SQLite's affinity rules: INT, CHAR and TEXT keep what they are given; all else may become REAL.
                assert any(word in declared for word in ("INT", "CHAR", "TEXT", "BOOLEAN")), (
                    f"{table}.{column}: {declared}"
                )
                kinds = {kind for (kind,) in shell.execute(f'SELECT DISTINCT typeof("{column}") FROM "{table}"')}
                assert kinds <= {"text", "integer", "null"}, f"{table}.{column} holds {kinds}"
    finally:
        shell.close()


def test_the_rows_can_be_read_with_sqlite3(ledger: Ledger, path: Path) -> None:
    record(ledger, bank())
    shell = sqlite3.connect(path)
    try:
        lines = shell.execute("SELECT clause, label_zh, amount FROM charges ORDER BY position").fetchall()
        assert lines == [("inbound", "呼入", "1057.64"), ("coefficient", "KPI", "-52.89")]
        rules = shell.execute("SELECT rule, rule_zh, quantity, rate FROM steps WHERE charge = 1").fetchall()
        assert rules[0] == ("calls", "{band} 通话 {calls} 通", "1237", "0.855")
        assert shell.execute("SELECT rule_values FROM steps WHERE charge = 2").fetchone() == (
            '{"factor":{"percent":"0.95"},"day":{"date":"1999-02-01"}}',
        )
    finally:
        shell.close()
