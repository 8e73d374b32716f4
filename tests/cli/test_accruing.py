"""``bpo accrue``: what is earned and not issued, and what is taken back."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import jsonschema
import pytest

from tests.cli.desk import Desk, new_desk, parsed

SUPPORT = """\
contract: support
title: Support
currency: EUR
effective: {from: 2026-01-01}
supplier: {name: Little Voices Ltd}
client: {name: Kettle Works}
prices: {tax: excluded, rate: 19%}
terms:
  - {id: base, model: fixed, label: Base, amount: 500}
quantities:
  leaks: {given: the client}
adjustments:
  - {id: leak, kind: penalty, label: Leaks, per: leaks, amount: 25, nature: damages}
"""


@pytest.fixture
def desk(tmp_path: Path, plain_files: None) -> Desk:
    """January is billed, of desk and another: 152.00 and 1,000.00 without tax."""
    made = new_desk(tmp_path / "desk")
    for month in ("2026-01", "2026-02"):
        assert made.run("ingest", f"exports/{month}.csv", "--source", "sources/desk-calls.yaml").code == 0
    assert made.run("bill", "--all", "--period", "2026-01").code == 0
    return made


def issue(desk: Desk, name: str) -> None:
    """As issuing does to the state."""
    with sqlite3.connect(desk.root / "ledger.db") as database:
        for trigger in [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
            database.execute(f'DROP TRIGGER "{trigger}"')
        assert database.execute("UPDATE statements SET state = 'sent' WHERE id = ?", (name,)).rowcount == 1
    database.close()


def test_drafts_and_months_not_billed_yet_are_accrued_without_tax(desk: Desk) -> None:
    """February is not billed: 230.00 less 11.50 by its calls, and 1,000.00."""
    found = desk.json("accrue", "--period", "2026-02")
    assert [
        (one["contract"], one["period"], one["amount"], one["basis"], one["statement"]) for one in found["accruals"]
    ] == [
        ("another", "2026-01", "1000.00", "draft", "another-2026-01-r1"),
        ("another", "2026-02", "1000.00", "estimate", None),
        ("desk", "2026-01", "152.00", "draft", "desk-2026-01-r1"),
        ("desk", "2026-02", "218.50", "estimate", None),
    ]
    assert found["sums"] == [{"currency": "CNY", "months": 4, "amount": "2370.50"}]
    jsonschema.Draft202012Validator(parsed(desk.run("schema", "accrue").out)).validate(found)
    assert [one["period"] for one in desk.json("accrue", "--period", "2026-01")["accruals"]] == ["2026-01", "2026-01"]


def test_damages_reduce_revenue_though_not_the_invoice(desk: Desk) -> None:
    """500.00 are invoiced in full, and 25.00 for each of two leaks are netted from the payment: 450.00 are earned."""
    desk.write("contracts/support.yaml", SUPPORT)
    desk.write("measures/support.yaml", "period: 2026-02\nquantities: {leaks: 2}\n")
    found = desk.json("accrue", "--period", "2026-02")
    assert [one["amount"] for one in found["accruals"] if one["contract"] == "support"] == ["450.00"]
    assert {one["currency"]: one["amount"] for one in found["sums"]} == {"CNY": "2370.50", "EUR": "450.00"}


def test_what_is_issued_since_is_taken_back_with_what_it_came_to(desk: Desk) -> None:
    """January was accrued at 152.00 and issued at 47 calls: 188.00, and 37 of 52 in time: less 9.40, 178.60."""
    desk.write("january.json", json.dumps(desk.json("accrue", "--period", "2026-01")))
    more = "\n".join(f"more{n},2026-01-20 09:00:{n:02d},A,1,60" for n in range(7))
    desk.write("exports/more.csv", f"id,began,result,waited,talked\n{more}\n")
    assert desk.run("ingest", "exports/more.csv", "--source", "sources/desk-calls.yaml").code == 0
    assert desk.run("bill", "contracts/desk.yaml", "--period", "2026-01").code == 0
    issue(desk, "desk-2026-01-r2")
    found = desk.json("accrue", "--period", "2026-02", "--before", "january.json")
    assert found["reversals"] == [
        {
            "contract": "desk", "period": "2026-01", "currency": "CNY", "amount": "-152.00",
            "statement": "desk-2026-01-r2", "revenue": "178.60", "difference": "26.60",
        }
    ]  # fmt: skip
    assert ("desk", "2026-01") not in {(one["contract"], one["period"]) for one in found["accruals"]}
    said = desk.run("accrue", "--period", "2026-02", "--before", "january.json", "--lang", "zh").out
    assert "已出具，冲回暂估" in said and "CNY：3 个账期，暂估 2,218.50" in said


def test_what_cannot_be_priced_is_parked(desk: Desk) -> None:
    desk.write("contracts/support.yaml", SUPPORT)
    said = desk.run("accrue", "--period", "2026-02", "--format", "json")
    assert said.code == 1
    printed = parsed(said.out)
    assert [one["file"] for one in printed["parked"]] == ["contracts/support.yaml"]
    assert len(printed["accruals"]) == 4


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"period": "2026-02", "accruals": []}', "which is not before 2026-02"),
        ('{"period": "2026-01"}', "accruals"),
        ("[1]", ""),
    ],
)
def test_a_file_that_is_no_earlier_close_is_refused(desk: Desk, text: str, told: str) -> None:
    desk.write("earlier.json", text)
    said = desk.run("accrue", "--period", "2026-02", "--before", "earlier.json")
    assert said.code == 1 and "earlier.json" in said.err and told in said.err
