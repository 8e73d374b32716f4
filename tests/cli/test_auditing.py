"""An invoice held against what was counted over the lake: of the right month, of another, of a workspace's mapping."""

from __future__ import annotations

from tests.cli.desk import Desk

MAPPING = """\
invoice: voices
format: {kind: delimited}
map: {clause: Ref, label: What, amount: Amount}
sums: {tax: Tax, total: Total}
files: "voices-*.csv"
"""


def invoice(calls: str, coefficient: str, tax: str, total: str) -> str:
    return f"Ref,What,Amount\n4.1,Calls,{calls}\n,KPI coefficient,{coefficient}\n,Tax,{tax}\n,Total,{total}\n"


def test_an_invoice_of_the_month_and_one_of_the_month_before(desk: Desk) -> None:
    """January and February as they are worked out beside the desk's months."""
    desk.write("invoices/voices.yaml", MAPPING)
    desk.write("voices-02.csv", invoice("230.00", "-11.50", "13.11", "231.61"))
    right = desk.run("audit", "voices-02.csv", "--contract", "contracts/desk.yaml", "--period", "2026-02")
    assert right.code == 0 and "every line agrees" in right.out, right.out
    desk.write("voices-01.csv", invoice("160.00", "-8.00", "9.12", "161.12"))
    wrong = desk.run(
        "audit", "voices-01.csv", "--contract", "contracts/desk.yaml", "--period", "2026-02", "--folder", "out"
    )
    assert wrong.code == 1 and wrong.out.count("it is the amount of 2026-01, at its figures") == 2, wrong.out
    assert "¥70.49" in wrong.out or "CNY 70.49" in wrong.out, "231.61 − 161.12"
    assert sorted(path.name for path in (desk.root / "out").iterdir()) == [
        "desk-2026-02-audit.pdf",
        "desk-2026-02-audit.xlsx",
    ]


def test_an_invoice_that_nothing_maps_and_one_that_is_not_there(desk: Desk) -> None:
    desk.write("other.csv", invoice("1.00", "0.00", "0.06", "1.06"))
    said = desk.run("audit", "other.csv", "--contract", "contracts/desk.yaml", "--period", "2026-02")
    assert said.code == 1 and "nothing says what the columns of this invoice are" in said.err
    said = desk.run("audit", "missing.csv", "--contract", "contracts/desk.yaml", "--period", "2026-02")
    assert said.code == 1 and "missing.csv" in said.err
