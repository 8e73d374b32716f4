"""What was let in wrongly is taken out, and what was billed before can be computed again."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo.contracts.load import load_contract
from bpo.core.tables import INTERACTIONS
from bpo.facts.lake.lake import Lake
from bpo.ledger import open_ledger
from bpo.metering import Pinned, measure
from tests.cli.desk import MONTHS, TOTALS, Desk, copy_of, new_desk

ROWS = {month: sum(counts) for month, counts in MONTHS.items()}


@pytest.fixture(scope="module")
def billed(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Both months ingested, and billed."""
    made = new_desk(tmp_path_factory.mktemp("desk") / "work")
    for month in MONTHS:
        assert made.run("ingest", f"exports/{month}.csv", "--source", "sources/desk-calls.yaml").code == 0
        assert made.run("bill", "contracts/desk.yaml", "--period", month).code == 0
    return made


@pytest.fixture
def desk(billed: Desk, tmp_path: Path) -> Desk:
    return copy_of(billed, tmp_path / "desk")


def calls_in(desk: Desk, version: int | None = None) -> list[str]:
    return sorted(Lake(desk.root / "lake").scan(INTERACTIONS, version).collect()["interaction_id"])


def test_a_file_is_taken_out_by_its_name_and_its_bill_named(desk: Desk) -> None:
    before = desk.json("ingest", "exports/2026-01.csv", "--source", "sources/desk-calls.yaml")[0]
    said = desk.run("withdraw", "2026-01.csv", "--reason", "the times are in UTC")
    assert said.code == 0
    assert said.out.splitlines()[-1].split() == ["2026-01.csv", before["batch"][:12], "interactions", "45", "2"]
    assert said.err == "billed with it: desk-2026-01-r1; bill these months again\n"
    assert len(calls_in(desk)) == ROWS["2026-02"]
    assert len(calls_in(desk, before["version"])) == ROWS["2026-01"] + ROWS["2026-02"]
    assert Lake(desk.root / "lake").quarantine().collect()["file"].unique().to_list() == ["2026-02.csv"]


def test_what_was_billed_can_be_computed_again(desk: Desk) -> None:
    desk.run("withdraw", "2026-01.csv", "--reason", "the wrong client's")
    with open_ledger(desk.root / "ledger.db") as ledger:
        stored = ledger.stored("desk-2026-01-r1")
    assert str(stored.statement.total) == TOTALS["2026-01"]
    contract = load_contract(desk.root / "contracts/desk.yaml")
    lake = Pinned(Lake(desk.root / "lake"), stored.lake_versions)
    again = measure(lake, contract, stored.statement.period)
    assert again.quantities == stored.statement.measures.quantities
    assert again.kpis["sl20"] == stored.statement.measures.kpis["sl20"]


def test_it_enters_again_as_if_it_were_new(desk: Desk) -> None:
    """In UTC the calls of 10:00 are those of 18:00 in Shanghai: the same days, so the bill is the same."""
    desk.run("withdraw", "2026-01.csv", "--reason", "the times are in UTC")
    desk.change("sources/desk-calls.yaml", "timezone: Asia/Shanghai", "timezone: UTC")
    report = desk.json("ingest", "exports/2026-01.csv", "--source", "sources/desk-calls.yaml")[0]
    assert (report["entered"], report["known"], report["quarantined"]) == (45, 1, 2)
    assert desk.json("bill", "contracts/desk.yaml", "--period", "2026-01")["total"] == TOTALS["2026-01"]


def test_the_reason_is_kept_with_the_version(desk: Desk) -> None:
    from deltalake import DeltaTable

    told = desk.json("withdraw", "2026-02.csv", "--reason", "wrong account")
    entry = DeltaTable(desk.root / "lake/interactions").history(1)[0]
    assert (entry["version"], entry["bpo.reason"]) == (told["withdrawn"][0]["version"], "wrong account")
    assert entry["bpo.withdrawn"] == told["withdrawn"][0]["batch"]
    assert told["statements"] == ["desk-2026-02-r1"]
    first = told["withdrawn"][0]
    assert (first["rows"], first["quarantined"], first["accounts"], first["before"] + 1) == (
        70,
        2,
        ["desk"],
        first["version"],
    )


def test_only_some_records(desk: Desk) -> None:
    keys = desk.write("wrong.txt", "2026-01-0\n\n  2026-01-44 \n")
    told = desk.json("withdraw", "2026-01.csv", "--reason", "test calls", "--records", keys)
    assert [(one["rows"], one["quarantined"]) for one in told["withdrawn"]] == [(2, 0)]
    left = calls_in(desk)
    assert len(left) == ROWS["2026-01"] + ROWS["2026-02"] - 2 and not {"2026-01-0", "2026-01-44"} & set(left)
    assert Lake(desk.root / "lake").quarantine().collect().height == 4


@pytest.mark.parametrize(
    ("batch", "records", "told"),
    [
        ("2026-03.csv", None, "no file or batch '2026-03.csv' is in the lake"),
        ("202", None, "no file or batch '202' is in the lake"),
        ("2026-01.csv", "2026-01-0\n2026-02-0\n", "no record '2026-02-0' in '2026-01.csv'; nothing was withdrawn"),
        ("2026-01.csv", "\n", "the list of records is empty; nothing was withdrawn"),
    ],
)
def test_what_is_refused_withdraws_nothing(desk: Desk, batch: str, records: str | None, told: str) -> None:
    more: list[str | Path] = [] if records is None else ["--records", desk.write("keys.txt", records)]
    said = desk.run("withdraw", batch, "--reason", "x", *more)
    assert said.code == 1 and told in said.err
    assert len(calls_in(desk)) == ROWS["2026-01"] + ROWS["2026-02"]


def test_a_name_that_stands_for_two_files(desk: Desk) -> None:
    desk.change("exports/2026-01.csv", "2026-01-44,", "2026-01-77,")
    assert desk.run("ingest", "exports/2026-01.csv", "--source", "sources/desk-calls.yaml").code == 0
    said = desk.run("withdraw", "2026-01.csv", "--reason", "x")
    assert said.code == 1 and "stands for several files that were ingested: 2026-01.csv " in said.err
    batch = said.err.partition("2026-01.csv ")[2][:12]
    assert desk.run("withdraw", batch, "--reason", "x").code == 0


def test_a_reason_is_asked_for(desk: Desk) -> None:
    assert desk.run("withdraw", "2026-01.csv").code == 2
    assert desk.run("withdraw", "2026-01.csv", "--reason", " ").code == 1


def test_a_file_of_which_no_row_entered(desk: Desk) -> None:
    desk.write("exports/bad.csv", "id,began,result,waited,talked\n1,never,A,1,1\n")
    desk.run("ingest", "exports/bad.csv", "--source", "sources/desk-calls.yaml")
    told = desk.json("withdraw", "bad.csv", "--reason", "not ours")
    assert [(one["rows"], one["quarantined"]) for one in told["withdrawn"]] == [(0, 1)]
    assert told["statements"] == []
    assert "bad.csv" not in Lake(desk.root / "lake").quarantine().collect()["file"].to_list()
