"""No float enters the ledger, none lies in it, and what is there is legible to anyone with sqlite3."""

from __future__ import annotations

import sqlite3
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Dialect, TypeDecorator
from sqlalchemy.dialects import sqlite

from bpo.contracts.statement import Charge, Statement, Step
from bpo.core.words import Text, Words
from bpo.ledger import Ledger
from bpo.ledger.database import VERSION_TABLE
from bpo.ledger.models import Base, DecimalText, FractionText, IsoDay, UtcMoment
from tests.ledger.made import bank, record

DIALECT: Dialect = sqlite.dialect()


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (DecimalText(), Decimal("1684500.00"), "1684500.00"),
        (DecimalText(), Decimal("-52.89"), "-52.89"),
        (DecimalText(), Decimal("11"), "11"),
        (DecimalText(), Decimal("1E+3"), "1000"),
        (FractionText(), Fraction(2, 3), "2/3"),
        (FractionText(), Fraction(-1, 8), "-0.125"),
        (FractionText(), Fraction(10**30), "1" + "0" * 30),
        (IsoDay(), date(1999, 2, 1), "1999-02-01"),
    ],
)
def test_a_value_is_exact_text_and_comes_back(kind: TypeDecorator[Any], value: Any, text: str) -> None:
    assert kind.process_bind_param(value, DIALECT) == text
    assert kind.process_result_value(text, DIALECT) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (DecimalText(), 0.1),
        (DecimalText(), 1),
        (DecimalText(), Fraction(1, 2)),
        (DecimalText(), Decimal("NaN")),
        (DecimalText(), Decimal("Infinity")),
        (FractionText(), 0.5),
        (FractionText(), True),
        (FractionText(), "1/2"),
        (IsoDay(), "1999-02-01"),
        (UtcMoment(), datetime(2026, 1, 1)),
    ],
)
def test_what_is_not_exact_is_refused(kind: TypeDecorator[Any], value: Any) -> None:
    with pytest.raises(TypeError):
        kind.process_bind_param(value, DIALECT)


def test_a_float_among_the_steps_stores_nothing(ledger: Ledger) -> None:
    rule = Words("r", en="r", zh="r")
    half: Any = 0.5  # a float that adds up, so that nothing before the ledger notices
    line = Charge("a", Text.of("a"), "term", (Step(rule, {}, half),), Decimal("0.5"), "vat")
    said = bank()
    statement = Statement(
        "bank", said.title, said.document, said.period, "CNY", False, (line,), {}, (), (Decimal(0),),
        Decimal("0.5"), Decimal(0), Decimal("0.5"), said.measures,
    )  # fmt: skip
    with pytest.raises(TypeError, match="never made from the float"):
        record(ledger, statement)
    assert ledger.list() == []


def test_no_column_is_real_and_no_stored_value_is(ledger: Ledger, path: Path) -> None:
    record(ledger, bank(history=("bank-1999-01-r1",)))
    shell = sqlite3.connect(path)
    try:
        tables = [name for (name,) in shell.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert set(tables) == {*Base.metadata.tables, VERSION_TABLE}
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
        lines = shell.execute("SELECT clause, label_zh, quantity, unit, rate, amount FROM lines ORDER BY position")
        assert lines.fetchall() == [
            ("inbound", "呼入", "1237", "call", "0.855", "1057.64"),
            ("coefficient", "KPI", None, "", None, "-52.89"),
        ]
        steps = "json_each(document, '$.statement.charges[' || ? || '].steps')"
        rules = shell.execute(
            "SELECT value ->> '$.rule.code', value ->> '$.rule.zh', value ->> '$.quantity', value ->> '$.rate', value -> '$.values'"
            f" FROM statements, {steps}",
            (0,),
        ).fetchall()
        assert rules[0][:4] == ("calls", "{band} 通话 {calls} 通", "1237", "0.855")
        (less, _) = shell.execute(f"SELECT value -> '$.values' FROM statements, {steps}", (1,)).fetchall()
        assert less == ('{"factor":{"percent":"0.95"},"day":{"date":"1999-02-01"}}',)
    finally:
        shell.close()
