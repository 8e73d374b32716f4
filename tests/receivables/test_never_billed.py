"""Months that ended, of contracts in force, and have no statement."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bpo.contracts.load import read_contract
from bpo.contracts.model import Contract
from bpo.core.documents import parse_document
from bpo.desk.receivables.ageing_report import ageing_report
from bpo.desk.receivables.books import books_of
from bpo.desk.receivables.never_billed import NotBilled, never_billed, not_billed
from bpo.ledger import By, open_ledger
from bpo.life.events import Voided
from bpo.report.screen import report_text
from tests.receivables.books import bill, contract_text, new_desk, send

HOTLINE = contract_text("hotline", "112000.00")


def contract(effective: str = "{from: 2026-01-01}", billing: str = "") -> Contract:
    text = contract_text("hotline", "1.00", billing=billing).replace("{from: 2026-01-01}", effective)
    return read_contract(parse_document(text, "c.yaml")).contract


@pytest.mark.parametrize(
    ("effective", "billing", "on", "expected"),
    [
        ("{from: 2026-01-01}", "", "2026-01-30", []),  # January has not ended
        ("{from: 2026-01-01}", "", "2026-01-31", ["2026-01"]),
        ("{from: 2026-01-15}", "", "2026-03-30", ["2026-01", "2026-02"]),  # the first one in part
        ("{from: 2026-01-01, to: 2026-02-10}", "", "2026-06-30", ["2026-01", "2026-02"]),
        ("{from: 2026-01-01, to: 2026-02-28}", "", "2026-06-30", ["2026-01", "2026-02"]),
        ("{from: 2026-01-01}", "{cycle: quarterly}", "2026-06-29", ["2026-Q1"]),
        ("{from: 2026-02-01}", "", "2026-01-31", []),
    ],
)
def test_every_period_that_ended_while_the_contract_is_in_force(
    effective: str, billing: str, on: str, expected: list[str]
) -> None:
    found = list(never_billed(contract(effective, billing), [], date.fromisoformat(on)))
    assert [period.name for one in found for period in one.periods] == expected
    assert len(found) == bool(expected)


def test_what_a_statement_is_of_is_billed_from_the_day_on_which_it_was_made(tmp_path: Path) -> None:
    """February has a draft of 3 March, March a statement that was sent, May one that is void."""
    desk = new_desk(tmp_path / "desk", "database: ledger.db\n")
    bill(desk, HOTLINE, "2026-02", date(2026, 3, 3))
    send(desk, bill(desk, HOTLINE, "2026-03", date(2026, 4, 2)), date(2026, 4, 3))
    gone = bill(desk, HOTLINE, "2026-05", date(2026, 6, 2))
    with open_ledger(desk.database) as ledger:
        ledger.append(gone, Voided(), By("wang", datetime(2026, 6, 3, tzinfo=UTC), "wrong"))
        books = books_of(ledger)

    def told(on: date) -> list[tuple[list[str], str]]:
        found = never_billed(contract(), list(books.owed.values()), on)
        return [([period.name for period in one.periods], f"{one.since}") for one in found]

    assert told(date(2026, 3, 2)) == [(["2026-01", "2026-02"], "2026-01-31")]
    assert told(date(2026, 3, 3)) == [(["2026-01"], "2026-01-31")]
    assert told(date(2026, 6, 30)) == [(["2026-01"], "2026-01-31"), (["2026-04", "2026-05", "2026-06"], "2026-04-30")]


def test_the_ageing_lists_them_apart_without_a_sum(tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "desk", "database: ledger.db\n")
    desk.contracts.mkdir()
    (desk.contracts / "hotline.yaml").write_text(HOTLINE, encoding="utf-8")
    (desk.contracts / "broken.yaml").write_text("contract: broken\n", encoding="utf-8")
    bill(desk, HOTLINE, "2026-02", date(2026, 3, 3))
    with open_ledger(desk.database) as ledger:
        books = books_of(ledger)
    on = date(2026, 4, 1)
    never = not_billed(desk, books, on)
    said = report_text(ageing_report(books, on, (30, 60), never), "en")
    rows = [" ".join(line.split()) for line in said.splitlines()]
    assert "Some Bank hotline 2026-01 2026-01 1 2026-01-31 60 not billed" in rows
    assert "Some Bank hotline 2026-03 2026-03 1 2026-03-31 1 not billed" in rows
    assert "Sum 0.00 0.00 112,000.00 0.00 112,000.00" in rows
    assert "What is not billed of contracts that cannot be read is not known: broken.yaml." in rows
    none = report_text(ageing_report(books, on, (30, 60), NotBilled()), "en")
    assert "Never billed" in said and "Never billed" not in none
