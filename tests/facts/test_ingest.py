"""A file enters the lake once, whole, and every row read is accounted for."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from deltalake import DeltaTable

from bpo.core.tables import INTERACTIONS, TABLES
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.quality import write_quality_report
from bpo.facts.types import QUARANTINE_SCHEMA, schema_of
from tests.facts.made import CALLS, GOOD, HEADER, source

FILE = (
    HEADER
    + GOOD  # line 2: new
    + "2,2026-01-05 10:00:00,H,20\n"  # line 3: new
    + "2,2026-01-05 10:00:00, H,20\n"  # line 4: the same again
    + "2,2026-01-05 10:00:00,A,20\n"  # line 5: the same key, another outcome
    + "3,2026-01-04 10:00:00,X,20\n"  # line 6: unknown code
    + "4,2026-01-04 10:00:00,A,20\n"  # line 7: new, the earliest
)


@dataclass
class Desk:
    """A lake and one export."""

    lake: Lake
    file: Path

    def ingest(self, text: str | None = None, yaml: str = CALLS) -> IngestReport:
        if text is not None:
            self.file.write_text(text)
        return ingest(self.file, source(yaml), self.lake)

    def ids(self) -> list[str]:
        return self.lake.scan(INTERACTIONS).collect()["interaction_id"].to_list()

    def set_aside(self) -> list[tuple[int, str]]:
        return self.lake.quarantine().sort("line").select("line", "rules").collect().rows()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(Lake(tmp_path / "lake"), tmp_path / "calls.csv")


def shape(report: IngestReport) -> tuple[int, int, int, int]:
    return report.rows_read, report.entered, report.quarantined, report.known


def test_an_empty_lake_has_every_table(tmp_path: Path) -> None:
    lake = Lake(tmp_path / "nowhere")
    for table in TABLES:
        assert lake.scan(table).collect().schema == pl.Schema(schema_of(table))
    assert lake.quarantine().collect().schema == pl.Schema(QUARANTINE_SCHEMA)
    assert lake.versions() == {}
    assert not (tmp_path / "nowhere").exists()


def test_a_file_enters(desk: Desk) -> None:
    report = desk.ingest(FILE)
    assert shape(report) == (6, 3, 2, 1)
    assert {count.rule: count.breaches for count in report.by_rule if count.breaches} == {
        "outcome.code": 1,
        "key.unique": 1,
    }
    assert not report.passed
    assert (report.first, report.last) == (datetime(2026, 1, 4, 9, tzinfo=UTC), datetime(2026, 1, 5, 9, tzinfo=UTC))
    assert desk.ids() == ["4", "1", "2"], "sorted by time"
    facts = desk.lake.scan(INTERACTIONS).collect()
    assert facts.schema == pl.Schema(schema_of(INTERACTIONS))
    assert facts.select("account", "source", "file", "line", "batch").rows() == [
        ("acme", "calls", "calls.csv", line, report.batch) for line in (7, 2, 3)
    ]
    assert [(row.line, row.rules) for row in report.bad_rows] == [(5, ("key.unique",)), (6, ("outcome.code",))]
    assert report.bad_rows[0].reason.en == "same key as calls.csv:3, other content in: outcome"
    assert report.bad_rows[0].reason.zh == "与 calls.csv:3 键相同，但以下内容不同：outcome"
    assert report.bad_rows[1].raw == "3,2026-01-04 10:00:00,X,20"
    commit = DeltaTable(desk.lake.place.path / "interactions").history(1)[0]
    assert (commit["bpo.file"], commit["bpo.entered"], commit["bpo.rows_read"]) == ("calls.csv", "3", "6")


def test_the_same_file_twice_adds_nothing(desk: Desk) -> None:
    first = desk.ingest(FILE)
    before = (desk.ids(), desk.set_aside(), desk.lake.versions())
    again = desk.ingest()
    assert shape(again) == (6, 0, 2, 4)
    assert (desk.ids(), desk.set_aside(), desk.lake.versions()) == before
    assert again.version == first.version == 0
    assert DeltaTable(desk.lake.place.path / "quarantine").version() == 0


def test_the_same_rows_under_another_name_are_known(desk: Desk) -> None:
    desk.ingest(HEADER + GOOD)
    report = desk.ingest(HEADER + "5,2026-01-06 09:00:00,A,1\n" + GOOD)
    assert shape(report) == (2, 1, 0, 1)
    assert sorted(desk.ids()) == ["1", "5"]
    assert desk.lake.versions() == {"interactions": 1}
    assert desk.lake.scan(INTERACTIONS, version=0).collect()["interaction_id"].to_list() == ["1"]


def test_the_same_key_with_other_content_never_changes_a_fact(desk: Desk) -> None:
    desk.ingest(HEADER + GOOD)
    report = desk.ingest(HEADER + "\n" + GOOD.replace(",7", ",8"))
    assert shape(report) == (1, 0, 1, 0)
    assert report.bad_rows[0].reason.en == "same key as calls.csv:2, other content in: wait_seconds"
    assert desk.lake.scan(INTERACTIONS).collect()["wait_seconds"].to_list() == [7]


def test_another_account_may_have_the_same_key(desk: Desk) -> None:
    desk.ingest(HEADER + GOOD)
    report = desk.ingest(yaml=CALLS.replace("account: acme", "account: other"))
    assert shape(report) == (1, 1, 0, 0)


def test_a_crash_before_the_facts_loses_and_doubles_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Lake, "add", crash)
        with pytest.raises(KeyboardInterrupt):
            desk.ingest(FILE)
    assert desk.ids() == []
    assert desk.set_aside() == [(5, "key.unique"), (6, "outcome.code")]
    assert shape(desk.ingest()) == (6, 3, 2, 1)
    assert desk.ids() == ["4", "1", "2"]
    assert desk.set_aside() == [(5, "key.unique"), (6, "outcome.code")]


def test_a_mended_source_file_empties_the_quarantine_of_what_now_enters(desk: Desk) -> None:
    desk.ingest(FILE)
    report = desk.ingest(yaml=CALLS.replace("H: abandoned", "H: abandoned, X: void"))
    assert shape(report) == (6, 1, 1, 4)
    assert desk.set_aside() == [(5, "key.unique")]
    assert desk.ids().count("3") == 1


def test_a_file_of_bad_rows_only(desk: Desk) -> None:
    report = desk.ingest(HEADER + "1,never,A,7\n")
    assert shape(report) == (1, 0, 1, 0)
    assert (report.version, report.first) == (None, None)
    assert desk.lake.versions() == {}


def test_a_column_younger_than_the_facts_is_empty_in_them(desk: Desk, tmp_path: Path) -> None:
    desk.ingest(HEADER + GOOD)
    old = tmp_path / "old"
    names = [name for name in schema_of(INTERACTIONS) if name != "units"]
    desk.lake.scan(INTERACTIONS).select(names).collect().write_delta(old / "interactions")
    lake = Lake(old)
    assert lake.scan(INTERACTIONS).collect()["units"].to_list() == [None]
    report = ingest(desk.file, source(), lake)
    assert shape(report) == (1, 0, 0, 1)
    desk.file.write_text(HEADER + "9,2026-01-07 09:00:00,A,1\n")
    assert shape(ingest(desk.file, source(), lake)) == (1, 1, 0, 0)
    assert lake.scan(INTERACTIONS).collect().height == 2


def test_ingests_at_once_wait_for_one_another(desk: Desk, tmp_path: Path) -> None:
    """The same file, twice at the same time: one enters it, the other knows it."""
    desk.file.write_text(HEADER + "".join(f"{n},2026-01-05 09:00:00,A,7\n" for n in range(500)))
    reports: list[IngestReport] = []
    desk.lake.place.path.mkdir()
    with desk.lake.locked():
        threads = [threading.Thread(target=lambda: reports.append(desk.ingest())) for _ in range(2)]
        for thread in threads:
            thread.start()
        threads[0].join(0.3)
        assert reports == [], "nobody enters while the lake is locked"
    for thread in threads:
        thread.join()
    assert sorted(shape(report) for report in reports) == [(500, 0, 0, 500), (500, 500, 0, 0)]
    assert len(desk.ids()) == 500


def test_data_docs_are_pages_in_the_folder_given(desk: Desk, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    desk.file.write_text(FILE)
    reports = [ingest(desk.file, source(), desk.lake)]
    desk.file.write_text(HEADER + GOOD)
    reports.append(ingest(desk.file, source(), desk.lake))
    assert [report.passed for report in reports] == [False, True]
    index = write_quality_report(reports, tmp_path / "docs")
    assert index == tmp_path / "docs" / "index.html"
    assert all(f"calls.csv%20{report.batch[:12]}" in index.read_text("utf-8") for report in reports), (
        "both files are listed"
    )
    pages = {
        page.parents[1].name: page.read_text("utf-8") for page in (tmp_path / "docs" / "validations").rglob("*.html")
    }
    found = [pages[f"calls.csv {report.batch[:12]}"] for report in reports]
    assert len(pages) == 2
    assert "outcome.code" in found[0] and "源文件没有列出" in found[0]
    judged = [re.search(r"Status:</span> <i [^>]*></i> (\w+)", page) for page in found]
    assert [one and one[1] for one in judged] == ["Failed", "Succeeded"], "it judges by itself"
    assert capfd.readouterr() == ("", ""), "nothing is printed"


def test_row_order_decides_only_which_of_two_rivals_is_first(desk: Desk, tmp_path: Path) -> None:
    desk.ingest(FILE)
    turned = Desk(Lake(tmp_path / "turned"), tmp_path / "turned.csv")
    lines = FILE.splitlines(keepends=True)
    report = turned.ingest("".join([lines[0], *reversed(lines[1:])]))
    assert report.rows_read == 6
    assert sorted(turned.ids()) == sorted(desk.ids())


HOURS = """\
source: hours
table: timesheets
account: desk
timezone: Asia/Shanghai
format: {kind: delimited}
map: {agent: agent, day: day, activity: activity, kind: kind, hours: hours}
"""


def test_a_part_of_a_key_may_be_empty(desk: Desk) -> None:
    rows = "agent,day,activity,kind,hours\na,2026-01-05,ready,,8\na,2026-01-05,ready,overtime,2\n"
    assert shape(desk.ingest(rows, HOURS)) == (2, 2, 0, 0)
    # in another file: both are known, whether their kind is empty or not; other hours of the same kind are set aside
    assert shape(desk.ingest(rows + "a,2026-01-05,ready,,7\n", HOURS)) == (3, 0, 1, 2)
