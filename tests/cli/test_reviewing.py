"""``bpo review``: what deserves a look of a month's drafts, and why they moved."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from tests.cli.desk import ANOTHER, CONTRACT, Desk, new_desk, parsed
from tests.invoice.conftest import pages_of

REVIEW = ("review", "--period", "2026-02")


@pytest.fixture
def desk(tmp_path: Path, plain_files: None) -> Desk:
    """January 161.12 and February 231.61, by 40 and 60 calls; another has 1,000.00 in both."""
    made = new_desk(tmp_path / "desk")
    for month in ("2026-01", "2026-02"):
        assert made.run("ingest", f"exports/{month}.csv", "--source", "sources/desk-calls.yaml").code == 0
        assert made.run("bill", "--all", "--period", month).code == 0
    return made


def test_drafts_are_told_against_the_month_before(desk: Desk) -> None:
    """Calls 160.00 and 230.00, less 5%: −8.00 and −11.50; tax 9.12 and 13.11. All of it is volume: both months miss the KPI."""
    first, second = desk.json(*REVIEW)
    assert [first["statement"], second["statement"]] == ["desk-2026-02-r1", "another-2026-02-r1"], "findings come first"
    moved = first["moved"]
    assert (moved["before"], moved["now"], moved["difference"]) == ("161.12", "231.61", "70.49")
    assert moved["parts"] == {"volume": "70.49"}
    lines = {line["clause"]: (line["difference"], line["parts"]) for line in moved["lines"]}
    assert lines == {
        "calls": ("70.00", {"volume": "70.00"}),
        "coefficient": ("-3.50", {"volume": "-3.50"}),
        "tax": ("3.99", {"volume": "3.99"}),
    }
    assert first["looks"] and all("quarantine" in look or "data: " in look for look in first["looks"])
    assert second["moved"]["parts"] == {} and second["share"] == "0" and second["looks"] == []


def test_what_is_parked_stands_first_with_why(desk: Desk) -> None:
    desk.write("contracts/bad.yaml", CONTRACT.replace("contract: desk", "contract: bad").replace("workload", "worklod"))
    said = desk.run(*REVIEW)
    assert said.code == 0, said.err
    assert "contracts/bad.yaml:13: unknown pricing model 'worklod'" in said.err
    assert said.out.splitlines()[2].split() == ["bad", "parked"]
    assert "contracts: 3; parked: 1; with something to look at: 1; without: 1" in said.out


def test_a_draft_whose_inputs_changed_is_told(desk: Desk) -> None:
    """With the higher rate of 5 in place of 3 above 50: 50 × 4 + 10 × 5 = 250, less 12.50, and 14.25 of tax."""
    desk.change("contracts/desk.yaml", "{rate: 3}", "{rate: 5}")
    said = desk.run(*REVIEW).out
    assert "since desk-2026-02-r1 was billed: it would come to 251.75 CNY now; bill it again" in said


def test_a_rate_is_told_apart_from_volume_line_by_line(desk: Desk) -> None:
    """January's 40 calls at 5: 200.00, 40 more; February's 60 are 50 × 5 + 10 × 3 = 280, 80 more."""
    desk.change("contracts/desk.yaml", "rate: 4", "rate: 5")
    desk.run("bill", "--all", "--period", "2026-02")
    said = desk.run(*REVIEW, "--lines").out
    line = next(line.split() for line in said.splitlines() if line.startswith("calls "))
    assert line == ["calls", "160.00", "280.00", "+120.00", "+40.00", "+80.00"]
    assert "单价与条款" in desk.run(*REVIEW, "--lang", "zh").out


def test_limits_and_ends_that_are_near_are_told(desk: Desk) -> None:
    """2,000 of 2,500 are billed by February: another 1,000 does not fit. The contract ends on 31 March, 31 days after February."""
    desk.change(
        "contracts/another.yaml",
        "from: 2026-01-01}",
        "from: 2026-01-01, to: 2026-03-31}\nceiling: {amount: 2500, tax: excluded}",
    )
    desk.run("bill", "--all", "--period", "2026-02")
    looks = next(one["looks"] for one in desk.json(*REVIEW) if one["contract"] == "another")
    assert looks[0].startswith("another month like this does not fit: Contract ceiling: limit 2,500")
    assert looks[1] == "the contract ends on 2026-03-31"


def test_a_contract_that_was_not_billed_is_told_with_what_it_would_be(desk: Desk) -> None:
    found = {one["contract"]: one for one in desk.json("review", "--period", "2026-03")}
    assert found["another"]["statement"] is None and found["another"]["payable"] == "1000.00"
    assert found["another"]["looks"] == ["not billed yet"]
    assert (found["desk"]["payable"], found["desk"]["parked"]) == ("371.00", False), "by measures/desk.yaml"
    assert desk.json("review", "--period", "2025-12") == []


def test_the_json_has_the_shape_of_its_schema(desk: Desk) -> None:
    schema = parsed(desk.run("schema", "review").out)
    jsonschema.Draft202012Validator(schema).validate(desk.json("review"))


def test_without_a_period_it_is_the_one_billed_last(desk: Desk, tmp_path: Path) -> None:
    assert {one["period"] for one in desk.json("review")} == {"2026-02"}
    empty = Desk(tmp_path / "empty")
    empty.write("bpo.yaml", "lake: lake\n")
    said = empty.run("review")
    assert said.code == 1 and "write --period" in said.err


def test_the_list_is_written_as_workbook_and_pdf(tmp_path: Path) -> None:
    """1,000.00 that were never billed before are new beside last month's nothing."""
    small = Desk(tmp_path / "small")
    small.write("bpo.yaml", "database: ledger.db\n")
    small.write("contracts/another.yaml", ANOTHER)
    said = small.run(*REVIEW, "--folder", "papers")
    assert said.code == 0, said.err
    assert "not billed" in said.out and "papers/review-2026-02.pdf" in said.out
    first, *_ = pages_of((small.root / "papers" / "review-2026-02.pdf").read_bytes())
    assert "CNY10.000.001,000.001,000.00" in first and "Internal" in first
    assert (small.root / "papers" / "review-2026-02.xlsx").is_file()
