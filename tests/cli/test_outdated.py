"""A month that is billed again leaves later statements resting on what no longer stands: they are named, with what they would be."""

from __future__ import annotations

import pytest

from bpo.desk.outdated import Outdated, outdated
from bpo.ledger import open_ledger
from tests.cli.desk import Desk, Said

HEAD = """\
contract: c
title: Example
language: en
currency: USD
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Supplier}
client: {name: Client}
quantities: {miss: {given: event}}
terms:
  - {id: fee, model: fixed, amount: 10000}
adjustments:
"""
CAPPED = HEAD + "  - {id: pen, kind: penalty, per: miss, amount: 100, cap: {amount: 1000, within: contract_year}OWN}\n"
BY_MONTH = HEAD + "  - {id: pen, kind: penalty, per: miss, amount: 100}\n"


@pytest.fixture
def billed(desk: Desk, plain_files: None) -> Desk:
    """100 a miss, at most 1,000 in the year: January 5 misses, February 6, of which 5 are left; then January again, with 8."""
    return with_months(desk, CAPPED.replace("OWN", ""))


def with_months(desk: Desk, contract: str) -> Desk:
    desk.write("contracts/c.yaml", contract)
    for month, misses in (("2026-01", 5), ("2026-02", 6), ("2026-01", 8)):
        said = bill(desk, month, misses)
    assert said.code == 0, said.err
    return desk


def bill(desk: Desk, month: str, misses: int, *more: str) -> Said:
    desk.write("month.yaml", f"period: {month}\nquantities: {{miss: {misses}}}\n")
    return desk.run("bill", "contracts/c.yaml", "--period", month, "--measures", "month.yaml", *more)


def found(desk: Desk) -> list[Outdated]:
    with open_ledger(desk.root / "ledger.db") as ledger:
        return outdated(ledger, "c")


def test_a_later_statement_that_rests_on_the_old_one_is_named_with_what_it_would_be(billed: Desk) -> None:
    """February was 10,000 − 500; with 800 taken in January 200 are left: 9,800."""
    (february,) = found(billed)
    assert (february.id, [(one.id, one.latest) for one in february.rests_on]) == (
        "c-2026-02-r1",
        [("c-2026-01-r1", "c-2026-01-r2")],
    )
    assert (str(february.payable), str(february.payable_now), str(february.difference)) == (
        "9500.00",
        "9800.00",
        "300.00",
    )
    assert [(one.clause, str(one.amount), str(one.amount_now)) for one in february.lines] == [
        ("pen", "-500.00", "-200.00")
    ]


def test_what_rests_on_an_outdated_one_is_outdated_too(billed: Desk) -> None:
    """March reads January's 800 and February's 500, so nothing is left of 1,000; of 800 and 200 nothing either."""
    said = bill(billed, "2026-03", 4)
    english = (
        "note: c-2026-02-r1 rests on c-2026-01-r1, which c-2026-01-r2 has replaced: it came to 9,500.00 USD, and would now come to "
        "9,800.00 USD (+300.00 USD); bill 2026-02 again"
    )
    also = (
        "note: c-2026-03-r1 rests on c-2026-02-r1, which is outdated itself; it would come to the same, 10,000.00 USD"
    )
    assert said.err.splitlines() == [english, also]
    assert billed.run("show").err.splitlines() == [english, also]
    assert billed.run("show", "c-2026-02-r1").err.splitlines() == [english]
    assert billed.run("show", "c-2026-01-r2").err == ""
    chinese = billed.run("show", "--lang", "zh").err.splitlines()
    assert chinese[0] == (
        "提示：c-2026-02-r1 依据的是 c-2026-01-r1（已由 c-2026-01-r2 取代）：原为 9,500.00 USD，现应为 9,800.00 USD（差额 +300.00 USD）；"
        "请重新出账 2026-02"
    )


def test_machines_get_the_same(billed: Desk) -> None:
    rows = {row["id"]: row.get("outdated") for row in billed.json("show")}
    february = rows.pop("c-2026-02-r1")
    assert set(rows.values()) == {None}
    assert february["rests_on"] == [{"id": "c-2026-01-r1", "latest": "c-2026-01-r2"}]
    assert (february["total"], february["total_now"], february["difference"]) == ("9500.00", "9800.00", "300.00")
    assert february["lines"] == [{"clause": "pen", "amount": "-500.00", "amount_now": "-200.00"}]
    assert billed.json("show", "c-2026-02-r1")["outdated"] == [february]
    assert "outdated" not in billed.json("show", "c-2026-01-r2")


def test_billed_again_nothing_is_outdated(billed: Desk) -> None:
    said = bill(billed, "2026-02", 6)
    assert "c-2026-02-r2" in said.out and "-200.00" in said.out and said.err == ""
    assert found(billed) == []


def test_damages_move_what_is_to_be_paid_and_not_the_total(desk: Desk, plain_files: None) -> None:
    (february,) = found(with_months(desk, CAPPED.replace("OWN", ", nature: damages")))
    assert (str(february.total), str(february.total_now)) == ("10000.00", "10000.00")
    assert (str(february.payable_now), str(february.difference)) == ("9800.00", "300.00")


def test_a_contract_that_reads_no_earlier_month_is_never_outdated(desk: Desk, plain_files: None) -> None:
    assert found(with_months(desk, BY_MONTH)) == []


def test_a_month_taken_over_that_is_billed_here_after_all(desk: Desk, plain_files: None) -> None:
    """January from a file took 500, then it is billed here with 8 misses."""
    desk.write("contracts/c.yaml", CAPPED.replace("OWN", ""))
    desk.write("january.yaml", "period: 2026-01\nquantities: {miss: 5}\n")
    assert bill(desk, "2026-02", 6, "--history", "january.yaml").code == 0
    assert bill(desk, "2026-01", 8).code == 0
    (february,) = found(desk)
    assert [(one.id, one.latest) for one in february.rests_on] == [("2026-01", "c-2026-01-r1")]
    assert str(february.difference) == "300.00"


def test_what_cannot_be_priced_again_is_named_with_the_reason(desk: Desk, plain_files: None) -> None:
    """January is from a file, and is not here when March is priced again."""
    desk.write("contracts/c.yaml", CAPPED.replace("OWN", ""))
    desk.write("january.yaml", "period: 2026-01\nquantities: {miss: 5}\n")
    assert bill(desk, "2026-02", 3, "--history", "january.yaml").code == 0
    assert bill(desk, "2026-03", 4, "--history", "january.yaml").code == 0
    said = bill(desk, "2026-02", 4, "--history", "january.yaml")
    (march,) = found(desk)
    assert (march.id, march.now, march.difference) == ("c-2026-03-r1", None, None)
    assert (
        "what it would now come to cannot be told: 'pen' reads the month 2026-01, which was not billed here" in said.err
    )
    row = next(row for row in desk.json("show") if row["id"] == "c-2026-03-r1")["outdated"]
    assert row["total_now"] is None and "2026-01" in row["problems"][0]


def test_a_statement_says_which_months_it_read_and_in_which_state(billed: Desk) -> None:
    assert billed.json("show", "c-2026-02-r1")["history"] == ["c-2026-01-r1"]
    assert "reads c-2026-01-r1 (superseded)" in billed.run("show", "c-2026-02-r1").out
    assert "引用 c-2026-01-r1（已被取代）" in billed.run("show", "c-2026-02-r1", "--lang", "zh").out
