"""The page about the ledger says what is there."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from bpo.core.words import Words
from bpo.ledger import Ledger, faults
from bpo.ledger.database import VERSION_TABLE
from bpo.ledger.models import Base
from tests.ledger.made import bank, record

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "ledger.md").read_text(encoding="utf-8")


def test_every_table_is_described() -> None:
    described = PAGE.split("## Tables")[1].split("##")[0]
    assert set(re.findall(r"^\| `(\w+)`", described, re.MULTILINE)) == {*Base.metadata.tables, VERSION_TABLE}


def test_every_message_is_described() -> None:
    described = PAGE.split("## When it cannot be opened")[1].split("##")[0]
    codes = {value.code for value in vars(faults).values() if isinstance(value, Words)}
    assert set(re.findall(r"^\| `([\w-]+)`", described, re.MULTILINE)) == codes


def test_every_query_answers(ledger: Ledger, path: Path) -> None:
    record(ledger, bank(contract="anonymous-bank"))
    (block,) = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    queries = [query for query in block.split(";") if query.strip()]
    assert len(queries) == 6
    shell = sqlite3.connect(path)
    try:
        for query in queries:
            assert shell.execute(query).fetchall(), query
    finally:
        shell.close()
