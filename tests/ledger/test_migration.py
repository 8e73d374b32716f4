"""A ledger of the fourteen tables of before: ``old/ledger_0004.sql`` was dumped, and ``old/ledger_0004.json`` printed, by the bpo
that wrote it. Every statement in it comes through the migration to documents as it was."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bpo.contracts.statement_json import statement_json
from bpo.core.errors import BpoError
from bpo.ledger import Ledger, open_ledger
from bpo.ledger.keys import run_key
from tests.ledger.made import record

OLD = Path(__file__).parent / "old"
PRINTED: dict[str, Any] = json.loads((OLD / "ledger_0004.json").read_text(encoding="utf-8"))

LINES = "statement_id, position, clause, label_zh, label_en, kind, quantity, unit, rate, amount, tax_code, tax, deducted, source, file_line"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = tmp_path_factory.mktemp("old") / "ledger.sqlite"
    shell = sqlite3.connect(made)
    shell.executescript((OLD / "ledger_0004.sql").read_text(encoding="utf-8"))
    shell.close()
    return made


@pytest.fixture(scope="module")
def migrated(file: Path) -> Iterator[Ledger]:
    with open_ledger(file) as opened:
        yield opened


def said(printed: Any) -> str:
    """As JSON, in whose sentences amounts had no zeros at their ends once, 1,113.3 for 1,113.30, and that did not name the months it read."""
    printed = {name: value for name, value in printed.items() if name != "history"}
    text = re.compile(r'(?<="(?:text|note)": )"(?:[^"\\]|\\.)*"')
    zeros = re.compile(r"(\d)(?:\.0+|(\.\d*?[1-9])0+)(?!\d)")
    return text.sub(lambda found: zeros.sub(r"\1\2", found[0]), json.dumps(printed))


def test_every_statement_says_what_the_old_code_printed(migrated: Ledger) -> None:
    assert [row.id for row in migrated.list()] == list(PRINTED)
    for name, printed in PRINTED.items():
        stored = migrated.stored(name)
        for lang in ("en", "zh"):
            assert said(statement_json(stored.statement, lang)) == said(printed[lang]), name
        assert json.dumps(stored.statement.measures.as_json()) == json.dumps(printed["measures"]), name
        assert (stored.lake_versions, stored.contract_path) == (printed["lake_versions"], printed["contract_path"])


# Worked by hand in the scenario folders of the same names: lines, what is deducted, tax.
@pytest.mark.parametrize(
    ("name", "total", "payable"),
    [
        (
            "group-2026-01-r1",
            "1470.00",
            "1370.00",
        ),  # three companies: 550 + 1,000 + 20 − 100; the leak of 100 is damages
        (
            "tax-withholding-2026-01-r1",
            "112000.00",
            "110000.00",
        ),  # 100,000 at 12% tax, of which 2% of 100,000 are withheld
        ("disputed-line-2026-01-r1", "11660.00", "10600.00"),  # 11,000 at 6%; 1,000 with its tax is disputed
        ("known_later-2026-01-r2", "1889.04", "1889.04"),  # (1,057.64 − 52.89 + 1,000 − 200 …) with tax
        ("known_later_entities-2026-02-r1", "408.10", "408.10"),  # (400 − 15) with 6% tax
        ("damages-2026-01-r1", "10494.00", "10494.00"),  # 10,600 − 1%
        ("amended-2026-03-r3", "9860.00", "9860.00"),  # 4,700 + 4,700 + 300 + 160
    ],
)
def test_totals_are_those_worked_by_hand(migrated: Ledger, name: str, total: str, payable: str) -> None:
    statement = migrated.statement(name)
    assert (str(statement.total), str(statement.payable)) == (total, payable)
    (row,) = [row for row in migrated.list() if row.id == name]
    assert str(row.total) == total


def test_entities_orders_scores_and_reasons_are_there(migrated: Ledger) -> None:
    group = migrated.statement("group-2026-01-r1")
    assert {portion.entity: str(portion.payable) for portion in group.portions} == {
        "north": "675.00",
        "south": "440.00",
        "west": "255.00",
    }
    orders = migrated.statement("purchase_orders-2026-02-r1")
    assert orders.history == ("purchase_orders-2026-01-r1",)
    assert [str(drawn.remaining) for drawn in orders.drawn] == ["0.00", "0.00"]
    (coefficient,) = migrated.statement("scorecard-weighted-2026-01-r1").charges[1:]
    assert len(coefficient.scores) > 1
    provisional = migrated.statement("known_later-2026-01-r1").verdicts
    assert any(verdict.result.why_not for verdict in provisional.values())
    assert any(verdict.provisional for verdict in provisional.values())


def test_what_a_step_is_was_told_by_its_sentence(migrated: Ledger) -> None:
    """4,700 + 4,700 + 300 + 160: the first line has two wordings in March; a coefficient closes with what rounds it."""
    amended = migrated.statement("amended-2026-03-r3")
    assert {step.kind for line in amended.charges for step in line.steps} >= {"days"}
    assert any(len(line.parts) == 2 for line in amended.charges)
    (coefficient,) = migrated.statement("scorecard-weighted-2026-01-r1").charges[1:]
    assert [step.kind for step in coefficient.steps if step.kind in ("score", "scaled")] != []
    rounding = [step for name in PRINTED for line in migrated.statement(name).charges for step in line.steps
                if step.rule.code.startswith("rounding")]  # fmt: skip
    assert rounding and all(step.kind == "rounding" for step in rounding)


def test_a_bill_of_before_is_the_same_bill(migrated: Ledger, file: Path) -> None:
    """The run key is made another way since; the migration makes the new one of what is stored."""
    shell = sqlite3.connect(file)
    keys = dict(shell.execute("SELECT id, input_hash FROM statements").fetchall())
    shell.close()
    for name in PRINTED:
        one = migrated.stored(name)
        key = run_key(one.contract_sha256, one.statement.measures, one.statement.history, one.engine)
        assert keys[name] == key, name
    text = migrated.contract_text(migrated.stored("amended-2026-03-r3").contract_sha256)
    statement = migrated.statement("amended-2026-03-r3")
    again = record(migrated, statement, contract_text=text, engine=migrated.stored("amended-2026-03-r3").engine)
    assert (again.statement_id, again.new) == ("amended-2026-03-r3", False)


def test_rows_are_as_they_are_written_today(migrated: Ledger, file: Path, ledger: Ledger, path: Path) -> None:
    """A statement of before, recorded again elsewhere, has the same columns, lines and payable amount as the migration made."""
    for name in PRINTED:
        record(ledger, migrated.statement(name), engine=name)
    told = []
    for database in (file, path):
        shell = sqlite3.connect(database)
        lines = shell.execute(f"SELECT {LINES} FROM lines ORDER BY statement_id, position").fetchall()
        told.append(
            [lines, shell.execute("SELECT id, payable, total, title_zh FROM statements ORDER BY id").fetchall()]
        )
        documents = shell.execute("SELECT document FROM statements").fetchall()
        assert all(text.startswith('{"format":1,"statement":{') for (text,) in documents)
        shell.close()
    assert told[0] == told[1] and len(told[0][0]) > 40


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE measures SET json = '{'",
        "UPDATE steps SET rule_values = 'abc'",
        "UPDATE steps SET amount = '1/0'",
        "DELETE FROM measures",
        "UPDATE statements SET total = 'much'",
    ],
)
def test_a_damaged_ledger_of_before_stays_as_it_is(path: Path, tampering: str) -> None:
    shell = sqlite3.connect(path)
    shell.executescript((OLD / "ledger_0004.sql").read_text(encoding="utf-8"))
    shell.execute(tampering)
    shell.commit()
    before = list(shell.iterdump())
    with pytest.raises(BpoError) as raised:
        open_ledger(path)
    (problem,) = raised.value.problems
    assert problem.code == "statement-damaged" and problem.say("en") and problem.say("zh")
    assert list(shell.iterdump()) == before
    shell.close()
