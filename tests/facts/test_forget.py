"""A person leaves the lake: nothing names them any more, and every count stays what it was."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from deltalake import DeltaTable

from bpo.core.errors import BpoError
from bpo.core.tables import INTERACTIONS, SALES
from bpo.facts.ingest import ingest
from bpo.facts.lake.forget import erase_history, forget, rehash
from bpo.facts.lake.lake import Lake, reading_lake
from bpo.facts.quarantine import dismiss, release, rows_of, to_mend
from tests.facts.made import source
from tests.facts.test_personal import CALLS, KEY, NUMBER, WITH_CUSTOMER, Desk, row

CLEAR = CALLS + "  customer: {from: caller, personal: keep}\n"
THREE = row(1, NUMBER) + row(2, NUMBER) + row(3, "13900139000")
SALE = """\
source: sales
table: sales
account: acme
timezone: UTC
format: {kind: delimited}
map: {sale_id: id, sold_at: at, customer: buyer}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(Lake(tmp_path / "lake"), tmp_path)


def logs(desk: Desk) -> dict[Path, str]:
    return {file: file.read_text() for file in desk.lake.place.path.rglob("*.json")}


@pytest.mark.parametrize("yaml", [WITH_CUSTOMER, CLEAR])
def test_rows_and_counts_stay_and_the_person_goes(desk: Desk, yaml: str) -> None:
    desk.ingest(THREE, yaml)
    before = desk.customers()
    done = forget(desk.lake, NUMBER, KEY)
    after = desk.customers()
    assert (done.rows, [(one.table, one.version) for one in done.changed]) == (2, [("interactions", 1)])
    assert after[0] == after[1] != before[0] and after[2] == before[2]
    assert before[0] not in after and NUMBER not in str(after)
    assert forget(desk.lake, NUMBER, KEY).rows == 0


@pytest.mark.parametrize("said", ["138 0013 8000", " 13800138000", KEY.hashed(pl.Series([NUMBER]))[0]])
def test_a_person_is_found_however_the_number_is_written(desk: Desk, said: str) -> None:
    desk.ingest(THREE)
    assert forget(desk.lake, said, KEY).rows == 2


def test_one_person_is_one_token_in_every_table(desk: Desk) -> None:
    desk.ingest(THREE)
    file = desk.folder / "sales.csv"
    file.write_text(f"id,at,buyer\ns1,2026-01-05 10:00:00,{NUMBER}\n")
    ingest(file, source(SALE, "sales.yaml"), desk.lake, key=KEY)
    assert [one.table for one in forget(desk.lake, NUMBER, KEY).changed] == ["interactions", "sales"]
    assert desk.lake.scan(SALES).collect()["customer"][0] == desk.customers()[0]


def test_two_ways_of_writing_that_counted_as_two_go_on_to(desk: Desk) -> None:
    desk.ingest(row(1, "+8613800138000") + row(2, "008613800138000") + row(3, "+8613800138000"), CLEAR)
    assert forget(desk.lake, "+86 138 0013 8000", None).rows == 3
    first, second, third = desk.customers()
    assert first == third != second, "what was billed as two customers stays two"


def test_the_commit_does_not_name_them(desk: Desk) -> None:
    desk.ingest(THREE, CLEAR)
    before = logs(desk)
    forget(desk.lake, NUMBER, KEY)
    newest = DeltaTable(desk.lake.place.path / "interactions").history(1)[0]
    assert newest["bpo.forgotten"] == "1" and NUMBER not in str(newest)
    assert NUMBER not in str(before), "no value of a row stands in the log of an ingest"
    new = {file: text for file, text in logs(desk).items() if file not in before}
    assert len(new) == 1 and NUMBER not in str(new)


def test_older_versions_hold_them_until_history_is_erased(desk: Desk) -> None:
    desk.ingest(THREE, CLEAR)
    desk.ingest(row(4, "13700137000"), CLEAR, name="b.csv")
    forget(desk.lake, NUMBER, KEY)
    assert desk.holds(NUMBER), "an older version still has it"
    facts = desk.lake.scan(INTERACTIONS).sort("interaction_id").collect()
    left = erase_history(desk.lake)
    assert desk.holds(NUMBER) == []
    lake = Lake(desk.lake.place.path)
    assert lake.version(INTERACTIONS) == left["interactions"]
    assert lake.scan(INTERACTIONS).sort("interaction_id").collect().equals(facts)
    with pytest.raises(BpoError), reading_lake(lake.place.path):
        lake.scan(INTERACTIONS, 0).collect()
    assert desk.ingest(row(5, "1"), CLEAR, name="c.csv").entered == 1, "the lake goes on"
    assert desk.lake.scan(INTERACTIONS).collect().height == 5


def test_the_quarantine_of_an_older_lake_is_cleaned_too(desk: Desk) -> None:
    desk.ingest(THREE + row(4, NUMBER, wait="never") + row(5, "13900139000", wait="never"), CLEAR)
    done = forget(desk.lake, NUMBER, KEY)
    assert done.quarantined == 1
    raw = desk.lake.quarantine().sort("line").collect()["raw"].to_list()
    assert raw == ["4,2026-01-05 09:00:00,A,never,***,Li Lei", "5,2026-01-05 09:00:00,A,never,13900139000,Li Lei"]


def test_what_else_has_the_number_in_it_is_told(desk: Desk) -> None:
    yaml = CALLS.replace("interaction_id: id", "interaction_id: id || '-' || caller") + "  customer: caller\n"
    desk.ingest(THREE, yaml)
    assert forget(desk.lake, NUMBER, KEY).elsewhere == {"interactions.interaction_id": 2}


def test_what_is_masked_may_be_theirs(desk: Desk) -> None:
    desk.ingest(THREE, CALLS + "  customer: {from: caller, personal: last_4}\n")
    done = forget(desk.lake, NUMBER, KEY)
    assert (done.rows, done.masked) == (0, 2)


def test_customers_in_the_clear_are_hashed_afterwards(desk: Desk) -> None:
    desk.ingest(THREE + row(4, "") + row(5, NUMBER, wait="never"), CLEAR)
    assert [(one.table, one.rows) for one in rehash(desk.lake, KEY)] == [("interactions", 3)]
    hashed = KEY.hashed(pl.Series([NUMBER, NUMBER, "13900139000", None])).to_list()
    assert desk.customers() == hashed
    assert desk.lake.quarantine().collect()["raw"].to_list() == ["5,2026-01-05 09:00:00,A,never,***,Li Lei"]
    assert rehash(desk.lake, KEY) == ()
    again = desk.ingest(THREE + row(4, ""), WITH_CUSTOMER)
    assert (again.known, again.quarantined) == (4, 0), "the same file, hashed from now on, is known"


def test_only_the_accounts_that_are_named_are_hashed(desk: Desk) -> None:
    desk.ingest(THREE, CLEAR)
    assert rehash(desk.lake, KEY, ["other"]) == ()
    assert [one.rows for one in rehash(desk.lake, KEY, ["acme"])] == [3]


def test_rows_that_are_settled_stay_settled(desk: Desk) -> None:
    desk.ingest(row(4, NUMBER, wait="never") + row(5, NUMBER, wait="no") + row(6, "139", wait="no"), CLEAR)
    dismiss(desk.lake, rows_of(desk.lake, "a.csv", lines=[2]), "a test call")
    assert forget(desk.lake, NUMBER, KEY).quarantined == 2
    assert desk.lake.quarantine().collect()["line"].sort().to_list() == [3, 4]
    assert desk.lake.unusable().collect().height == 3
    assert NUMBER not in str(desk.lake.settled().collect().rows())


def test_rows_are_mended_in_the_text_of_the_file_itself(desk: Desk) -> None:
    desk.ingest(row(4, NUMBER, wait="never") + "5,cut\n")
    file = desk.folder / "a.csv"
    text, many = to_mend(desk.lake, file, source(WITH_CUSTOMER))
    assert many == 2 and text.splitlines()[1:] == [row(4, NUMBER, wait="never").strip() + ",2", "5,cut,3"]
    mended = desk.folder / "mended.csv"
    mended.write_text(text.replace("never", "9").replace("5,cut,3\n", ""))
    assert release(desk.lake, mended, file, source(WITH_CUSTOMER), KEY).released == (2,)
    assert desk.customers() == KEY.hashed(pl.Series([NUMBER])).to_list()
    assert desk.holds(NUMBER) == []
