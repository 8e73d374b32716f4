"""A file of any length: rows go to the lake as several runs in one commit, and it makes no difference where a run ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from deltalake import DeltaTable

from bpo.core.tables import INTERACTIONS
from bpo.facts.gate import known
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake import runs
from bpo.facts.lake.adding import remove_left_behind
from bpo.facts.lake.lake import Lake
from bpo.facts.lake.staging import MOVING, staging
from bpo.facts.reading import delimited
from bpo.facts.types import PROVENANCE
from scripts.kill_ingests import INGEST, SOURCE, content, try_kills
from tests.facts.made import CALLS, HEADER, source

ROWS = [f"{n},2026-01-{1 + n * 7 % 28:02} 09:00:00,A,{n}\n" for n in range(60)]
FILE = HEADER + "".join(
    [
        *ROWS[:25],
        ROWS[3],
        "4,2026-01-29 09:00:00,H,1\n",
        "x,never,A,1\n",
        *ROWS[25:50],
        "5,2026-01-05 09:00:00\n",
        *ROWS[45:],
    ]
)
"""Line 27 is line 5 again, line 28 has the key of line 6 with other content, line 29 no time, line 55 too few fields; lines 56 to 60 are
the five above the latter again."""


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Everything is cut into many pieces."""
    monkeypatch.setattr(delimited, "CHARACTERS_A_BATCH", 100)
    monkeypatch.setattr(runs, "ROWS_A_RUN", 7)
    monkeypatch.setattr(known, "HASHES_AT_ONCE", 9)
    monkeypatch.setattr(known, "KEYS_COMPARED_AT_ONCE", 3)
    yield


def enter(folder: Path, name: str, text: str = FILE, yaml: str = CALLS) -> tuple[IngestReport, Lake]:
    lake = Lake(folder / name)
    file = folder / "calls.csv"
    file.write_text(text)
    return ingest(file, source(yaml), lake), lake


def counts(report: IngestReport) -> tuple[int, int, int, int]:
    return report.rows_read, report.entered, report.quarantined, report.known


def said(lake: Lake) -> list[tuple[int, str, str, str]]:
    return lake.quarantine().sort("line").select("line", "rules", "reason_en", "raw").collect().rows()


def facts(lake: Lake) -> pl.DataFrame:
    return lake.scan(INTERACTIONS).sort("interaction_id").collect()


def test_many_runs_are_one_commit_with_the_rows_of_one(tmp_path: Path, small: None) -> None:
    report, lake = enter(tmp_path, "many")
    # 60 rows of 60 keys, and above them: 1 + 5 the same again, 1 conflict, 2 that cannot be read
    assert counts(report) == (69, 60, 3, 6)
    assert facts(lake)["wait_seconds"].to_list() == [n for _, n in sorted((str(n), n) for n in range(60))]
    assert said(lake) == [
        (28, "key.unique", "same key as calls.csv:6, other content in: started_at, outcome, wait_seconds", "4,2026-01-29 09:00:00,H,1"),
        (29, "started_at.readable", "'never' in 'started_at' is no date and time", "x,never,A,1"),
        (55, "row.fields", "the row has 2 fields instead of 4", "5,2026-01-05 09:00:00"),
    ]  # fmt: skip
    table = DeltaTable(lake.place.path / "interactions")
    assert table.version() == 0 and len(table.file_uris()) == 9, "66 usable rows, seven or a few more a run"
    assert not list((lake.place.path / ".staging").iterdir())


def test_again_everything_is_known_and_nothing_is_written(tmp_path: Path, small: None) -> None:
    first, lake = enter(tmp_path, "lake")
    before = said(lake)
    again = ingest(tmp_path / "calls.csv", source(), lake)
    assert counts(again) == (69, 0, 3, 66)
    assert (again.version, again.first, again.last) == (0, first.first, first.last)
    assert said(lake) == before and len(DeltaTable(lake.place.path / "quarantine").history()) == 1


def test_what_was_withdrawn_enters_again_and_no_other_row(tmp_path: Path, small: None) -> None:
    report, lake = enter(tmp_path, "lake")
    lake.remove(INTERACTIONS, "calls", report.batch, {}, [10, 11, 40])
    assert facts(lake).height == 57
    again = ingest(tmp_path / "calls.csv", source(), lake)
    assert counts(again) == (69, 3, 3, 63)
    assert facts(lake).height == 60


def test_another_mapping_of_the_same_file_is_compared(tmp_path: Path, small: None) -> None:
    """Each row has other content now: none is as it was, and what is read now takes the place of what stood there."""
    _, lake = enter(tmp_path, "lake")
    again = ingest(tmp_path / "calls.csv", source(CALLS.replace("A: handled", "A: ivr")), lake)
    assert (*counts(again), again.replaced) == (69, 60, 3, 6, 60)
    assert set(facts(lake)["outcome"]) == {"ivr"}


def test_what_is_withdrawn_meanwhile_is_not_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report, lake = enter(tmp_path, "lake")
    original = Lake.locked

    def slow(self: Lake) -> object:
        monkeypatch.setattr(Lake, "locked", original)
        self.remove(INTERACTIONS, "calls", report.batch, {}, [2])
        return original(self)

    monkeypatch.setattr(Lake, "locked", slow)
    assert counts(ingest(tmp_path / "calls.csv", source(), lake)) == (69, 1, 3, 65)
    assert facts(lake).height == 60


def test_rows_whose_hashes_are_alike_are_compared_by_what_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, one = enter(tmp_path, "usual")
    monkeypatch.setattr(
        runs, "key_hash", lambda table: pl.col("interaction_id").str.len_bytes().cast(pl.UInt64).alias(runs.KEY_HASH)
    )
    monkeypatch.setattr(known, "key_hash", runs.key_hash)
    report, other = enter(tmp_path, "alike")
    assert counts(report) == counts(usual)
    assert facts(other).equals(facts(one)) and said(other) == said(one)


def test_an_account_of_the_row(tmp_path: Path, small: None) -> None:
    """Runs are sorted by account, then by time."""
    rows = [row.rstrip() + f",{'ab'[n % 2]}\n" for n, row in enumerate(ROWS)]
    _, lake = enter(tmp_path, "lake", HEADER.rstrip() + ",of\n" + "".join(rows), CALLS.replace("acme", "{from: of}"))
    for uri in DeltaTable(lake.place.path / "interactions").file_uris():
        frame = pl.read_parquet(uri.removeprefix("file://"))
        order = frame.select("account", "started_at", "interaction_id")
        assert order.equals(order.sort("account", "started_at", "interaction_id"))
    assert facts(lake).group_by("account").len().sort("account").rows() == [("a", 30), ("b", 30)]
    assert set(PROVENANCE) <= set(facts(lake).columns)


def test_a_column_that_the_table_lacks_is_added_with_the_rows(tmp_path: Path, small: None) -> None:
    """Of a table that was made before there was such a column: in one commit."""
    _, whole = enter(tmp_path, "whole", HEADER + ROWS[0])
    old = whole.scan(INTERACTIONS).drop("wait_seconds").collect()
    old.write_delta(tmp_path / "lake" / "interactions")
    report, lake = enter(tmp_path, "lake", HEADER + "".join(ROWS[1:20]))
    assert (report.entered, report.version) == (19, 1)
    assert facts(lake)["wait_seconds"].to_list() == [None, *(n for _, n in sorted((str(n), n) for n in range(1, 20)))]


def test_what_a_dead_owner_left_is_removed_and_a_living_ones_stays(tmp_path: Path) -> None:
    _, lake = enter(tmp_path, "lake")
    dead = lake.place.path / ".staging" / "dead"
    dead.mkdir()
    dead.with_name("dead.lock").touch()
    kept = Path(DeltaTable(lake.place.path / "interactions").file_uris()[0]).name
    (lake.place.path / "interactions" / "moved.parquet").touch()
    (dead / MOVING).write_text(f"interactions/moved.parquet\ninteractions/{kept}\ninteractions/never.parquet")
    with staging(lake.place.path) as alive:
        remove_left_behind(lake.place)
        assert {one.name for one in (lake.place.path / ".staging").iterdir()} == {alive.name, f"{alive.name}.lock"}
    assert [one.name for one in (lake.place.path / "interactions").glob("*.parquet")] == [kept]
    assert facts(lake).height == 60


def test_killed_ingests_lose_and_double_nothing(tmp_path: Path) -> None:
    """Of real processes; ``scripts/kill_ingests.py`` kills more of them."""
    found = try_kills(tmp_path, kills=3, rows=2_000, seed=12)
    assert (found.killed, found.wrong) == (3, ())


def test_eight_ingests_at_once(tmp_path: Path) -> None:
    """Four of one file, four of others."""
    (tmp_path / "calls.yaml").write_text(SOURCE)
    for name in range(5):
        lines = [f"{name}-{n},2026-01-05 09:00:{n % 60:02},A,7\n" for n in range(300)]
        (tmp_path / f"{name}.csv").write_text(HEADER + "".join(lines) + f"bad {name},never,A,1\n")
    files = [tmp_path / f"{max(0, number - 3)}.csv" for number in range(8)]
    command = [sys.executable, "-c", INGEST]
    lake = tmp_path / "lake"
    started = [
        subprocess.Popen([*command, file, tmp_path / "calls.yaml", lake], stdout=subprocess.DEVNULL) for file in files
    ]
    assert [one.wait() for one in started] == [0] * 8
    calls, bad = content(lake)
    assert calls.height == calls["interaction_id"].n_unique() == 1500
    assert bad["raw"].sort().to_list() == [f"bad {name},never,A,1" for name in range(5)]
