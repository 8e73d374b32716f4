"""The demo: every contract of its workspace, whatever happens to one of them; quick the second time."""

from __future__ import annotations

from pathlib import Path

import pytest

import bpo.desk.billing
from tests.cli.desk import CONTRACT, TOTALS, Desk

AGREED = "371.00"  # March: (50 × 4.00 + 50 × 3.00) × 1.06


@pytest.fixture
def demo(desk: Desk) -> Desk:
    """A demo's workspace after its first ingest, with contracts of its own."""
    desk.write("exports/ingested.txt", "The files of this folder are in the lake.\n")
    desk.write("contracts/facts.yaml", CONTRACT.replace("contract: desk", "contract: facts\naccount: desk"))
    return desk


def test_by_measures_where_there_are_some_else_by_the_samples_months(demo: Desk, plain_files: None) -> None:
    said = demo.run("demo", ".")
    assert said.code == 0, said.out
    lines = [line.split() for line in said.out.splitlines() if line.endswith(".pdf")]
    assert [(line[0], line[1], line[2]) for line in lines] == [
        ("another-2026-01-r1", "1,000.00", "CNY"),
        ("another-2026-02-r1", "1,000.00", "CNY"),
        ("desk-2026-03-r1", AGREED, "CNY"),
        ("facts-2026-01-r1", TOTALS["2026-01"], "CNY"),
        ("facts-2026-02-r1", TOTALS["2026-02"], "CNY"),
    ]
    assert all((demo.root / "statements" / line[3]).is_file() for line in lines)
    assert "The PDFs are in" in said.out
    assert "PDF 位于" in demo.run("demo", ".", "--lang", "zh").out


def test_the_second_time_draws_nothing(demo: Desk, plain_files: None, monkeypatch: pytest.MonkeyPatch) -> None:
    first = demo.run("demo", ".").out
    with monkeypatch.context() as patched:
        patched.setattr(bpo.desk.billing, "draw_bill", None)  # would fail, were it called
        assert demo.run("demo", ".").out == first
    (demo.root / "statements/2026-03/desk-2026-03-r1.pdf").unlink()
    demo.change("contracts/another.yaml", "amount: 1000", "amount: 2000")
    again = demo.run("demo", ".").out
    assert "another-2026-02-r2" in again and "desk-2026-03-r1 " in again
    assert (demo.root / "statements/2026-03/desk-2026-03-r1.pdf").is_file()


def test_one_bad_contract_stops_no_other(demo: Desk, plain_files: None) -> None:
    demo.write("contracts/bad.yaml", "contract: bad\n")
    demo.write("measures/another.yaml", "period: [\n")
    said = demo.run("demo", ".")
    assert said.code == 1
    assert said.out.count("contracts/bad.yaml:1: 'terms' is missing") == 1 and "measures/another.yaml:" in said.out
    assert "desk-2026-03-r1" in said.out and "facts-2026-02-r1" in said.out


def test_the_bids_of_the_workspace_are_quoted_once(demo: Desk, plain_files: None) -> None:
    (demo.root / "bids/hotline").mkdir(parents=True)
    for file in (Path(__file__).resolve().parents[2] / "contracts/examples/bids/hotline").glob("*.yaml"):
        demo.write(f"bids/hotline/{file.name}", file.read_text("utf-8"))
    demo.change("bids/hotline/scenario.yaml", "to: 2029-12}", "to: 2027-02}")
    said = demo.run("demo", ".")
    assert said.code == 0 and "quotes/LJ-2027-01.pdf" in said.out, said.out
    made = sorted(path.name for path in (demo.root / "quotes").iterdir())
    assert made == [
        f"LJ-2027-01{what}"
        for what in (
            "-board.pdf",
            "-board.xlsx",
            "-break-even.pdf",
            "-break-even.xlsx",
            "-calculation.pdf",
            "-calculation.xlsx",
            "-risk.pdf",
            "-risk.xlsx",
            ".pdf",
        )
    ]
    assert "quotes/LJ-2027-01-break-even.pdf" in said.out
    drawn = {path: path.stat().st_mtime_ns for path in (demo.root / "quotes").iterdir()}
    assert demo.run("demo", ".").code == 0
    assert {path: path.stat().st_mtime_ns for path in (demo.root / "quotes").iterdir()} == drawn
    demo.change("bids/hotline/scenario.yaml", "discount: 5%", "discount: 6%")
    again = demo.run("demo", ".")
    assert again.code == 1 and "the ceiling 11 less 6% is 10.34" in again.out and "desk-2026-03-r1" in again.out
