"""Personal values are hashed as they enter, and said nowhere: neither in the lake, nor in the quarantine, nor in a message."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.errors import BpoError
from bpo.core.tables import INTERACTIONS
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.personal import Key, normal
from tests.facts.made import CALLS, source

KEY, OTHER = Key("k" * 32), Key("o" * 32)
NUMBER = "13800138000"
WITH_CUSTOMER = CALLS + "  customer: caller\n"
HEADER = "id,began,result,wait,caller,name\n"
LISTED = WITH_CUSTOMER + "personal: [name]\n"


@dataclass
class Desk:
    lake: Lake
    folder: Path

    def ingest(self, rows: str, yaml: str = WITH_CUSTOMER, key: Key | None = KEY, name: str = "a.csv") -> IngestReport:
        file = self.folder / name
        file.write_text(HEADER + rows, encoding="utf-8")
        return ingest(file, source(yaml), self.lake, key=key)

    def customers(self) -> list[str | None]:
        return self.lake.scan(INTERACTIONS).sort("line").collect()["customer"].to_list()

    def holds(self, text: str) -> list[str]:
        """Every file of the lake that holds a text, in the clear or as Parquet keeps it."""
        found = []
        for file in self.lake.place.path.rglob("*"):
            if file.suffix == ".parquet":
                frame = pl.read_parquet(file)
                found += [file.name] if text in str(frame.rows()) else []
            elif file.is_file() and text.encode() in file.read_bytes():
                found.append(file.name)
        return found


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.delenv("BPO_KEY")
    return Desk(Lake(tmp_path / "lake"), tmp_path)


def row(id_: int, caller: str, wait: str = "7", name: str = "Li Lei") -> str:
    return f"{id_},2026-01-05 09:00:00,A,{wait},{caller},{name}\n"


ONE = ["+86 138-0013-8000", "+8613800138000", "0086 138 0013 8000", "0086-13800138000", "＋86 (138) 0013.8000"]
APART = ["13800138000", "8613800138000", "+8613800138001", "12-345", "1-2345", "a b", "ab", "A b", "#1"]


def test_ways_of_writing_one_number_are_one_customer() -> None:
    assert {normal(text) for text in ONE} == {"+8613800138000"}
    assert normal("138 0013 8000") == normal("１３８００１３８０００") == normal(" 13800138000 ") == "13800138000"
    assert len({normal(text) for text in APART}) == len(APART), "what may be two stays two"


PIECES = [
    "+",
    "00",
    "86",
    "138 0013",
    "8000",
    "-",
    "(",
    ")",
    ".",
    "/",
    " ",
    "\t",
    "\n",
    "１３",
    "客户",
    "#",
    "a@b",
    "0",
    "",
]


@given(st.lists(st.one_of(st.none(), st.lists(st.sampled_from(PIECES), max_size=5).map("".join), st.text(max_size=6))))
def test_a_column_is_hashed_as_its_values_are(values: list[str | None]) -> None:
    """By the definition, one by one: 16 bytes of HMAC-SHA-256 (RFC 2104) under the key; however often a value stands there."""
    expected = [
        None if one is None else "#" + hmac.digest(b"k" * 32, normal(one).encode(), "sha256").hex()[:32]
        for one in values
    ]
    for times in (1, 5):
        column = pl.Series("customer", values * times, dtype=pl.String)
        once = KEY.hashed(column)
        assert once.to_list() == expected * times
        assert KEY.hashed(once).to_list() == expected * times, "a hash stays what it is"
    assert (column.to_list(), column.name) == (values * 5, once.name)


def test_a_customer_is_kept_as_its_hash(desk: Desk) -> None:
    desk.ingest(row(1, NUMBER) + row(2, "138 0013 8000") + row(3, "13900139000") + row(4, ""))
    first, same, other, nobody = desk.customers()
    assert first == same != other and nobody is None
    assert first is not None and first.startswith("#") and len(first) == 33
    assert desk.holds(NUMBER) == desk.holds("13900139000") == []


def test_another_key_makes_other_hashes_and_is_refused(desk: Desk) -> None:
    assert KEY.hashed(pl.Series([NUMBER]))[0] != OTHER.hashed(pl.Series([NUMBER]))[0]
    desk.ingest(row(1, NUMBER))
    with pytest.raises(BpoError) as error:
        desk.ingest(row(2, NUMBER), key=OTHER)
    assert error.value.problems[0].code == "lake-other-key"
    assert desk.lake.versions() == {"interactions": 0}


def test_the_lake_keeps_no_key_and_no_part_of_it(desk: Desk) -> None:
    desk.ingest(row(1, NUMBER))
    assert desk.holds("k" * 8) == []
    assert "k" not in repr(KEY).removeprefix("Key")


def test_without_a_key_a_source_that_hashes_is_refused_at_its_line(desk: Desk) -> None:
    with pytest.raises(BpoError) as error:
        desk.ingest(row(1, NUMBER), key=None)
    said = error.value.problems[0].say("en")
    assert said.startswith("calls.yaml:12: 'customer' is kept as a hash, and there is no key")
    assert desk.lake.versions() == {}


@pytest.mark.parametrize(
    ("how", "kept"),
    [("keep", NUMBER), ("last_4", "*8000"), ("drop", None), ("hash", KEY.hashed(pl.Series([NUMBER]))[0])],
)
def test_a_source_may_say_otherwise(desk: Desk, how: str, kept: str | None) -> None:
    yaml = CALLS + f"  customer: {{from: caller, personal: {how}}}\n"
    desk.ingest(row(1, NUMBER), yaml)
    assert desk.customers() == [kept]


def test_what_is_kept_needs_no_key(desk: Desk) -> None:
    assert desk.ingest(row(1, NUMBER), CALLS + "  customer: {from: caller, personal: keep}\n", key=None).entered == 1


def test_a_column_that_the_source_lists_is_hashed_too(desk: Desk) -> None:
    desk.ingest(row(1, NUMBER), LISTED.replace("  wait", "  agent: name\n  wait"))
    assert desk.lake.scan(INTERACTIONS).collect()["agent"][0] == KEY.hashed(pl.Series(["Li Lei"]))[0]


@pytest.mark.parametrize("how", ["hash", "last_4", "drop"])
def test_the_quarantine_does_not_say_a_number(desk: Desk, how: str) -> None:
    yaml = CALLS + f"  customer: {{from: caller, personal: {how}}}\n"
    report = desk.ingest(row(1, NUMBER, wait="never") + row(2, NUMBER), yaml)
    assert report.bad_rows[0].raw == "1,2026-01-05 09:00:00,A,never,***,Li Lei"
    assert desk.holds(NUMBER) == []


def test_columns_that_are_listed_are_not_said_either(desk: Desk) -> None:
    report = desk.ingest(row(1, NUMBER, wait="never"), LISTED)
    assert report.bad_rows[0].raw == "1,2026-01-05 09:00:00,A,never,***,***"


def test_a_row_that_cannot_be_cut_says_no_number(desk: Desk) -> None:
    cut = f"1,2026-01-05 09:00:00,A,{NUMBER}\n"
    assert desk.ingest(cut).bad_rows[0].raw == "1,2026-01-05 09:00:00,A,***"
    assert desk.ingest(cut.replace("1,", "2,", 1), LISTED).bad_rows[0].raw == "***", "it might hold a name"
    assert desk.holds(NUMBER) == []


def test_a_number_in_a_column_of_another_kind_is_not_shown(desk: Desk) -> None:
    report = desk.ingest(f"1,{NUMBER},A,7,x,y\n" + row(2, NUMBER, wait=NUMBER + "x"))
    assert [bad.reason.en for bad in report.bad_rows] == [
        "'***' in 'started_at' is no date and time",
        "'***x' in 'wait_seconds' is no whole number of seconds; if it is written otherwise, say so by 'duration', such as hh:mm:ss",
    ]
    assert NUMBER not in str(report)


def test_a_rival_of_a_known_key_says_no_number(desk: Desk) -> None:
    report = desk.ingest(row(1, NUMBER) + row(1, NUMBER, wait="8"))
    assert (report.entered, report.quarantined) == (1, 1)
    assert report.bad_rows[0].raw == "1,2026-01-05 09:00:00,A,8,***,Li Lei"
    assert desk.holds(NUMBER) == []


def test_a_file_that_is_ingested_again_is_known(desk: Desk) -> None:
    desk.ingest(row(1, NUMBER))
    assert desk.ingest(row(1, NUMBER)).known == 1


def test_one_account_keeps_its_customers_in_one_way(desk: Desk) -> None:
    clear = CALLS + "  customer: {from: caller, personal: keep}\n"
    desk.ingest(row(1, NUMBER), clear)
    with pytest.raises(BpoError) as error:
        desk.ingest(row(2, NUMBER), name="b.csv")
    assert (
        error.value.problems[0]
        .say("en")
        .startswith(
            "calls.yaml:12: customers of account 'acme' in interactions would be hashed here, and are in the clear in the lake"
        )
    )
    assert desk.ingest(row(2, NUMBER), WITH_CUSTOMER.replace("acme", "other"), name="b.csv").entered == 1


def test_a_column_without_customers_hides_nothing(desk: Desk) -> None:
    report = desk.ingest(row(1, NUMBER, wait="never"), CALLS, key=None)
    assert report.bad_rows[0].raw == f"1,2026-01-05 09:00:00,A,never,{NUMBER},Li Lei"


BAD = [
    ("  outcome: {from: result, personal: drop}\n", "map-not-hidden"),
    ("  interaction_id: {from: id, personal: last_4}\n", "map-not-hidden"),
    ("  wait_seconds: {from: wait, personal: hash}\n", "map-option-out-of-place"),
    ("  customer: {from: caller, personal: hide}\n", "choice-unknown"),
]


@pytest.mark.parametrize(("line", "code"), BAD)
def test_what_cannot_be_hidden_is_refused(line: str, code: str) -> None:
    name = line.split(":")[0]
    kept = "".join(one for one in CALLS.splitlines(keepends=True) if not one.startswith(name + ":"))
    with pytest.raises(BpoError) as error:
        source(kept + line)
    assert [problem.code for problem in error.value.problems] == [code]


def test_a_listed_column_that_the_export_lacks_is_told(desk: Desk) -> None:
    with pytest.raises(BpoError) as error:
        desk.ingest(row(1, NUMBER), WITH_CUSTOMER + "personal: [nmae]\n")
    assert error.value.problems[0].say("en").startswith("calls.yaml:13: a.csv has no column 'nmae'")
