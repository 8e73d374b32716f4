"""The year that ``docs/a-year.md`` tells, done from an empty folder on both databases; the tables of the page are worked by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import chdir
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.pages import PAGES, File, alike, printed, steps
from tests.cli.test_fapiao import draw_plainly
from tests.ledger.conftest import database_on, on_server
from tests.postgres import server

PAGE = (PAGES / "a-year.md").read_text("utf-8")
NOTES = ("Credit note", "Debit note")


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    with server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """What bpo.yaml says of the database."""
    if request.param == "sqlite":
        return "database: ledger.db"
    url = request.getfixturevalue("postgres")
    on_server(url, "CREATE DATABASE a_year")
    return f"database: {database_on(url, 'a_year')}"


def written(first: str) -> tuple[list[str], dict[str, list[Decimal]]]:
    """The headings of the page's table that begins with these, and the figures of each client."""
    found = re.search(rf"^\| client \| ({re.escape(first)}.*?) \|\n\|[-|]+\|\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert found is not None
    rows = [[cell.strip().replace(",", "") for cell in row.strip("|").split("|")] for row in found[2].splitlines()]
    return found[1].split(" | "), {row[0]: [Decimal(cell) for cell in row[1:]] for row in rows}


def told(*words: str) -> Any:
    code, output = printed(" ".join((*words, "--format json")))
    assert code == 0, output
    return json.loads(output)


def movements(client: str, on: str) -> list[dict[str, Any]]:
    """The rows of a client's account, with the opening and the closing balance."""
    (table,) = (one for one in told("bpo account", client, "--on", on)["tables"] if "movements" in one["table"])
    return [row["cells"] for row in table["rows"]]


def moved(rows: list[dict[str, Any]], column: str, *whats: str) -> Decimal:
    return sum((Decimal(row[column]) for row in rows if row["what"]["en"] in whats), Decimal(0))


def do_the_page(database: str) -> None:
    """Everything on the page, in its order, with what it prints."""
    for step in steps(PAGE):
        if isinstance(step, File):
            Path(step.name).write_text(step.text.replace("database: ledger.db", database), "utf-8")
            continue
        code, output = printed(step.line)
        assert code == 0, f"$ {step.line}\n{output}"
        assert not step.shown or alike(step.output, output), f"$ {step.line}\n{output}"


def test_a_year_of_five_clients(
    tmp_path: Path, plain_files: None, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    """Balances at five days and the sums of the year are those of the page's tables; all that is in yuan is invoiced."""
    draw_plainly(monkeypatch)
    monkeypatch.setenv("COLUMNS", "100")
    days, balances = written("2025-03-31")
    _, sums = written("statements")
    with chdir(tmp_path):
        do_the_page(database)
        for client, figures in balances.items():
            for day, figure in zip(days, figures, strict=True):
                assert Decimal(movements(client, day)[-1]["balance"]) == figure, (client, day)
        for client, (statements, notes, paid, withheld, balance) in sums.items():
            rows = movements(client, "2026-01-31")
            assert moved(rows, "adds", "Statement") == statements, client
            assert moved(rows, "adds", *NOTES) == notes, client
            assert moved(rows, "takes", "Payment") == paid, client
            assert moved(rows, "takes", "Certificate of tax withheld") == withheld, client
            assert statements + notes - paid - withheld == balance == Decimal(rows[-1]["balance"]), client
        register = told("bpo fapiao list")
    assert {one["currency"] for one in register["uninvoiced"]} <= {"USD"}
    # 48 statements in yuan, of which two stand on one; two red ones; one made anew
    assert len(register["invoices"]) == 48 - 1 + 2 + 1


def test_the_tables_of_the_page_agree() -> None:
    """Each client stands in both, with the same last balance."""
    (_, balances), (_, sums) = written("2025-03-31"), written("statements")
    assert {client: figures[-1] for client, figures in balances.items()} == {
        client: figures[-1] for client, figures in sums.items()
    }
    assert len(balances) == 5
