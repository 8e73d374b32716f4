"""Records that change: corrections and withdrawals by those who deliver, and files that a mended source reads again."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from bpo.core.errors import BpoError
from bpo.core.tables import known_table
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from tests.facts.made import source

CASES = """\
source: desk
table: cases
account: acme
timezone: UTC
format: {kind: delimited}
map:
  case_id: id
  opened_at: opened
  closed_at: closed
"""
HEADER = "id,opened,closed,state\n"
OPEN = "c1,2026-01-05 09:00:00,,open\n"
CLOSED = "c1,2026-01-05 09:00:00,2026-02-01 10:00:00,closed\n"
DELETED = "c1,2026-01-05 09:00:00,2026-02-01 10:00:00,deleted\n"
OTHER = "c2,2026-01-07 09:00:00,,open\n"
REPLACE = CASES + "same_key: replace\n"
WITH_DELETED = CASES + "same_key: {replace: yes, withdrawn_when: state = 'deleted'}\n"


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder, self.lake = folder, Lake(folder / "lake")

    def deliver(self, name: str, rows: str, yaml: str, header: str = HEADER) -> IngestReport:
        file = self.folder / name
        file.write_text(header + rows)
        return ingest(file, source(yaml, "desk.yaml"), self.lake)

    def closed(self, version: int | None = None) -> dict[str, str]:
        rows = self.lake.scan(known_table("cases"), version).sort("case_id").collect()
        shown = rows.select("case_id", pl.col("closed_at").dt.strftime("%m-%d").fill_null("")).rows()
        return dict(shown)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def counts(one: IngestReport) -> dict[str, int]:
    named = ("rows_read", "entered", "newer", "known", "quarantined", "replaced")
    return {name: getattr(one, name) for name in named if getattr(one, name)}


def test_without_a_word_a_changed_record_is_refused(desk: Desk) -> None:
    desk.deliver("january.csv", OPEN + OTHER, CASES)
    assert counts(desk.deliver("february.csv", CLOSED + OTHER, CASES)) == {"rows_read": 2, "known": 1, "quarantined": 1}
    assert desk.closed() == {"c1": "", "c2": ""}


def test_what_is_delivered_later_counts_and_the_version_before_stays(desk: Desk) -> None:
    desk.deliver("january.csv", OPEN + OTHER, REPLACE)
    assert counts(desk.deliver("february.csv", CLOSED + OTHER, REPLACE)) == {"rows_read": 2, "newer": 1, "known": 1}
    assert desk.closed() == {"c1": "02-01", "c2": ""}
    assert desk.closed(version=0) == {"c1": "", "c2": ""}


def test_a_file_that_comes_a_second_time_is_no_later_delivery(desk: Desk) -> None:
    desk.deliver("january.csv", OPEN, REPLACE)
    desk.deliver("february.csv", CLOSED, REPLACE)
    assert counts(desk.deliver("january.csv", OPEN, REPLACE)) == {"rows_read": 1, "known": 1}
    assert desk.closed() == {"c1": "02-01"}
    assert counts(desk.deliver("march.csv", OPEN, REPLACE)) == {"rows_read": 1, "known": 1}, (
        "the same bytes are the same file"
    )
    assert counts(desk.deliver("april.csv", OTHER + OPEN, REPLACE)) == {"rows_read": 2, "entered": 1, "newer": 1}
    assert desk.closed() == {"c1": "", "c2": ""}, "reopened"


def test_of_several_rows_in_one_file_the_last_counts(desk: Desk) -> None:
    assert counts(desk.deliver("all.csv", OPEN + CLOSED + CLOSED, REPLACE)) == {
        "rows_read": 3,
        "entered": 1,
        "newer": 1,
        "known": 1,
    }
    assert desk.closed() == {"c1": "02-01"}


def test_a_record_that_is_marked_as_deleted_is_withdrawn_and_may_come_back(desk: Desk) -> None:
    desk.deliver("january.csv", OPEN + OTHER, WITH_DELETED)
    assert counts(desk.deliver("february.csv", DELETED, WITH_DELETED)) == {"rows_read": 1, "newer": 1}
    assert desk.closed() == {"c2": ""}
    assert desk.closed(version=0) == {"c1": "", "c2": ""}
    desk.deliver("march.csv", CLOSED, WITH_DELETED)
    assert desk.closed() == {"c1": "02-01", "c2": ""}


def test_a_record_that_comes_deleted_never_stands(desk: Desk) -> None:
    assert counts(desk.deliver("january.csv", DELETED, WITH_DELETED)) == {"rows_read": 1, "entered": 1}
    assert desk.closed() == {}


def test_the_newest_copy_may_take_its_record_back(desk: Desk) -> None:
    newest = CASES + "same_key: {newest: updated, withdrawn_when: state = 'deleted'}\n"
    header = HEADER.replace("\n", ",updated\n")
    later, earlier = DELETED.strip() + ",2026-02-02 10:00:00\n", OPEN.strip() + ",2026-01-05 09:00:00\n"
    desk.deliver("february.csv", later, newest, header)
    assert counts(desk.deliver("january.csv", earlier + OTHER.strip() + ",2026-01-07 09:00:00\n", newest, header)) == {
        "rows_read": 2,
        "entered": 1,
    }
    assert desk.closed() == {"c2": ""}


def test_a_file_read_by_a_mended_source_replaces_what_it_gave_before(desk: Desk) -> None:
    """The mapping of the day a case was closed was forgotten: 2 rows were read, and both are read anew."""
    forgotten = CASES.replace("  closed_at: closed\n", "")
    desk.deliver("january.csv", CLOSED + OTHER, forgotten)
    assert desk.closed() == {"c1": "", "c2": ""}
    assert counts(desk.deliver("january.csv", CLOSED + OTHER, CASES)) == {"rows_read": 2, "entered": 2, "replaced": 2}
    assert desk.closed() == {"c1": "02-01", "c2": ""}
    assert desk.lake.versions() == {"cases": 1}, "one commit"
    assert desk.closed(version=0) == {"c1": "", "c2": ""}
    assert counts(desk.deliver("january.csv", CLOSED + OTHER, CASES)) == {"rows_read": 2, "known": 2}
    assert desk.lake.versions() == {"cases": 1}


@pytest.mark.parametrize("same", ["", "same_key: replace\n"])
def test_a_mended_source_that_reads_fewer_rows_takes_the_others_out(desk: Desk, same: str) -> None:
    desk.deliver("january.csv", CLOSED + OTHER, CASES + same)
    report = desk.deliver("january.csv", CLOSED + OTHER, CASES + same + "only: state = 'closed'\n")
    assert (report.entered, report.skipped, report.replaced) == (1, 1, 2)
    assert desk.closed() == {"c1": "02-01"}


def test_a_mended_source_leaves_rows_of_other_files_as_they_are(desk: Desk) -> None:
    forgotten = CASES.replace("  closed_at: closed\n", "")
    desk.deliver("january.csv", OTHER, forgotten)
    desk.deliver("february.csv", CLOSED, forgotten)
    desk.deliver("february.csv", CLOSED, CASES)
    assert desk.closed() == {"c1": "02-01", "c2": ""}


def test_a_source_that_is_mended_to_replace_reads_its_files_anew(desk: Desk) -> None:
    desk.deliver("january.csv", OPEN, CASES)
    desk.deliver("february.csv", CLOSED, CASES)
    assert desk.closed() == {"c1": ""}
    assert counts(desk.deliver("january.csv", OPEN, REPLACE)) == {"rows_read": 1, "entered": 1, "replaced": 1}
    assert counts(desk.deliver("february.csv", CLOSED, REPLACE)) == {"rows_read": 1, "newer": 1}
    assert desk.closed() == {"c1": "02-01"}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("same_key: {replace: yes, newest: updated}", "same-key-one-way"),
        ("same_key: {replace: no}", "same-key-one-way"),
        ("same_key: {legs: {}, withdrawn_when: state = 'deleted'}", "same-key-legs-withdrawn"),
        ("same_key: {replace: yes, withdrawn_when: state ==}", "sql-not-understood"),
    ],
)
def test_what_cannot_be_meant_is_refused(said: str, code: str) -> None:
    with pytest.raises(BpoError) as refused:
        source(CASES + said + "\n", "desk.yaml")
    assert code in [problem.code for problem in refused.value.problems]


def test_what_takes_a_record_back_is_a_condition_on_columns_of_the_export(desk: Desk) -> None:
    with pytest.raises(BpoError) as refused:
        desk.deliver("january.csv", OPEN, CASES + "same_key: {replace: yes, withdrawn_when: status = 'deleted'}\n")
    assert [problem.code for problem in refused.value.problems] == ["export-column-missing"]
