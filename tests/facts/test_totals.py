"""Totals of days: wide rows become several, rows are left out on purpose, means and shares become totals by their counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bpo.core.errors import BpoError
from bpo.core.tables import TRAFFIC
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.lake.withdraw import withdraw
from bpo.facts.sources.source import Source
from tests.facts.made import source

DAYS = """\
source: days
table: traffic
account: acme
timezone: Asia/Shanghai
format: {kind: delimited}
map:
  day: day
  direction: "'inbound'"
"""
WIDE = (
    DAYS
    + """\
unpivot:
  - {queue: "'cards'", offered: cards_in, answered: cards_ok}
  - {queue: "'loans'", offered: loans_in, answered: loans_ok}
"""
)
WIDE_HEADER = "day,cards_in,cards_ok,loans_in,loans_ok\n"
ONE = DAYS + "  offered: in_\n  answered: ok\n  wait_seconds: {from: asa, times: answered}\n"
ONE += "  answered_in_time: {from: sl, times: offered}\n"
HEADER = "day,in_,ok,asa,sl\n"


def read(folder: Path, text: str, yaml: str) -> tuple[IngestReport, list[dict[str, Any]]]:
    """What became of a file, and the rows of the lake with the columns that are filled."""
    file = folder / "days.csv"
    file.write_text(text, encoding="utf-8")
    lake = Lake(folder / "lake")
    report = ingest(file, source(yaml, "days.yaml"), lake)
    rows = lake.scan(TRAFFIC).select(TRAFFIC.names).sort("day", "queue").collect().rows(named=True)
    return report, [{name: value for name, value in row.items() if value is not None} for row in rows]


def shape(report: IngestReport) -> tuple[int, int, int, int, int]:
    return report.rows_read, report.entered, report.quarantined, report.known, report.skipped


def problems_of(yaml: str) -> list[tuple[str, int, Any]]:
    with pytest.raises(BpoError) as raised:
        source(yaml, "days.yaml")
    assert all(one.say("zh") != one.say("en") for one in raised.value.problems)
    return [(one.code, one.where.line if one.where else 0, one.values.get("given")) for one in raised.value.problems]


def test_a_wide_row_becomes_one_row_a_queue(tmp_path: Path) -> None:
    report, rows = read(tmp_path, WIDE_HEADER + "2026-02-01,100,90,50,45\n2026-02-02,80,80,,\n", WIDE)
    assert [(str(row["day"]), row["queue"], row["offered"], row["answered"]) for row in rows] == [
        ("2026-02-01", "cards", 100, 90),
        ("2026-02-01", "loans", 50, 45),
        ("2026-02-02", "cards", 80, 80),  # loans have no value at all: no row
    ]
    assert shape(report) == (4, 3, 0, 0, 1)
    again, _ = read(tmp_path, WIDE_HEADER + "2026-02-01,100,90,50,45\n2026-02-02,80,80,,\n", WIDE)
    assert shape(again) == (4, 0, 0, 3, 1)


def test_a_wide_row_is_unusable_in_parts(tmp_path: Path) -> None:
    report, rows = read(tmp_path, WIDE_HEADER + "2026-02-01,100,90,50,x\n2026-02-01,1,1,50,45\n", WIDE)
    assert [(row["queue"], row["offered"]) for row in rows] == [("cards", 100), ("loans", 50)]
    assert [(bad.line, bad.rules) for bad in report.bad_rows] == [(2, ("answered.readable",)), (3, ("key.unique",))]
    assert shape(report) == (4, 2, 2, 0, 0)


def test_one_line_cannot_have_a_key_twice(tmp_path: Path) -> None:
    """Both parts of a row are the same queue: the second is in conflict with the first, of the same line."""
    report, rows = read(tmp_path, WIDE_HEADER + "2026-02-01,100,90,50,45\n", WIDE.replace("loans'", "cards'"))
    assert [row["offered"] for row in rows] == [100]
    assert [(bad.line, bad.rules) for bad in report.bad_rows] == [(2, ("key.unique",))]


@pytest.mark.parametrize(
    ("given", "count", "total"),
    [
        ("12.4", "310", 3844),
        ("10", "0", 0),
        ("0.333333333333", "3", 1),  # 0.333333 × 3 = 0.999999
        ("0.5", "1", 1),  # half up
        ("0.499999", "1", 0),
        ("86400", "1000000", 86_400_000_000),
        ("", "7", None),
    ],
)
def test_a_mean_is_multiplied_by_its_count(tmp_path: Path, given: str, count: str, total: int | None) -> None:
    _, (row,) = read(tmp_path, HEADER + f"2026-02-01,,{count},{given},\n", ONE)
    assert row.get("wait_seconds") == total


@pytest.mark.parametrize(
    ("given", "total"),
    [("83.2%", 258), ("83.2 %", 258), ("0.832258064516129", 258), ("100%", 310), ("1", 310), ("0%", 0)],
)
def test_a_share_is_multiplied_by_its_count(tmp_path: Path, given: str, total: int) -> None:
    _, (row,) = read(tmp_path, HEADER + f"2026-02-01,310,310,,{given}\n", ONE)
    assert row["answered_in_time"] == total


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("310,310,,83.2", "answered_in_time.share"),
        ("310,310,,100.1%", "answered_in_time.share"),
        ("310,310,,-1%", "answered_in_time.readable"),
        ("310,310,,good", "answered_in_time.readable"),
        (",310,,80%", "answered_in_time.count"),
        ("310,,12,", "wait_seconds.count"),
    ],
)
def test_a_mean_or_share_that_is_none(tmp_path: Path, row: str, rule: str) -> None:
    report, rows = read(tmp_path, HEADER + f"2026-02-01,{row}\n", ONE)
    assert rows == []
    assert [bad.rules for bad in report.bad_rows] == [(rule,)]


def test_a_mean_written_as_a_duration(tmp_path: Path) -> None:
    yaml = ONE.replace("{from: asa, times", "{from: asa, duration: mm:ss, times")
    _, (row,) = read(tmp_path, HEADER + "2026-02-01,,30,02:05,\n", yaml)
    assert row["wait_seconds"] == 125 * 30


@pytest.mark.parametrize(("in_time", "entered"), [(90, 1), (91, 0)])
def test_more_in_time_than_answered_is_unusable(tmp_path: Path, in_time: int, entered: int) -> None:
    yaml = DAYS + "  offered: in_\n  answered: ok\n  answered_in_time: sl\n"
    report, _ = read(tmp_path, f"day,in_,ok,sl\n2026-02-01,100,90,{in_time}\n", yaml)
    assert report.entered == entered
    assert [bad.rules for bad in report.bad_rows] == [("answered_in_time.part",)] * (1 - entered)


def test_a_share_that_was_rounded_may_lie_above_what_was_answered(tmp_path: Path) -> None:
    """4,164 of 5,000 are 83.28%, written 83.3%: 4,165."""
    report, _ = read(tmp_path, HEADER + "2026-02-01,5000,4164,,83.3%\n", ONE)
    assert shape(report) == (1, 1, 0, 0, 0)


def test_a_day_delivered_twice_with_other_figures(tmp_path: Path) -> None:
    text = HEADER + "2026-02-01,100,90,,\n2026-02-01,100,90,,\n2026-02-01,100,91,,\n"
    report, rows = read(tmp_path, text, ONE)
    assert [row["answered"] for row in rows] == [90]
    assert shape(report) == (3, 1, 1, 1, 0)
    assert report.bad_rows[0].reason.en == "same key as days.csv:2, other content in: answered"


SKIPPING = ONE.replace("map:", "only: client = 'us'\nskip:\n  - day LIKE 'Total%'\n  - {begins: '#'}\nmap:")
CLIENTS = "day,client,in_,ok,asa,sl\n"


def test_rows_are_left_out_on_purpose(tmp_path: Path) -> None:
    text = CLIENTS + (
        "2026-02-01,us,100,90,,\n"
        "2026-02-01,them,7,7,,\n"
        "2026-02-01,,7,7,,\n"  # nobody's: 'only' is not true of it
        "Total 2026,us,100,90,,\n"
        "# a comment with no fields\n"
        '"# a comment, in quotes",us,,,,\n'
    )
    report, rows = read(tmp_path, text, SKIPPING)
    assert [row["offered"] for row in rows] == [100]
    assert shape(report) == (6, 1, 0, 0, 5)
    assert {place.line: rows for place, rows in report.skipped_by.items()} == {6: 2, 8: 1, 9: 2}


def test_a_condition_that_is_not_known_leaves_nothing_out(tmp_path: Path) -> None:
    """The day is empty: not known to be a total, and so a row that cannot be used."""
    report, _ = read(tmp_path, CLIENTS + ",us,100,90,,\n", SKIPPING)
    assert shape(report) == (1, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("only: client = 'us'", "only: client = ", [("sql-not-understood", 6)]),
        ("only: client = 'us'", "only: client", []),
        ("{begins: '#'}", "{begin: '#'}", [("field-unknown", 9)]),
        ("{begins: '#'}", "{begins: ''}", [("skip-when-or-begins", 9)]),
        ("{begins: '#'}", "{begins: '#', when: day = 'x'}", [("skip-when-or-begins", 9)]),
        ("times: answered", "times: answer", [("map-not-a-count", 15)]),
        ("times: answered", "times: answered_in_time", [("map-not-a-count", 15)]),
        ("offered: in_", "offered: {from: in_, times: answered, codes: {a: b}}", None),
    ],
)
def test_mistakes_of_a_source(right: str, wrong: str, told: list[tuple[str, int]] | None) -> None:
    assert right in SKIPPING
    yaml = SKIPPING.replace(right, wrong)
    if told == []:
        source(yaml, "days.yaml")
        return
    found = [(code, line) for code, line, _ in problems_of(yaml)]
    assert found and (told is None or found[0] == told[0]), found


def test_a_record_that_is_withdrawn_takes_no_other_of_its_line_with_it(tmp_path: Path) -> None:
    """A line of two queues: the cards of one day go, its loans and the other day stay, and the version before has all four."""
    text = WIDE_HEADER + "2026-01-05,10,9,4,3\n2026-01-06,20,18,8,6\n"
    report, before = read(tmp_path, text, WIDE)
    lake = Lake(tmp_path / "lake")
    (gone,) = withdraw(lake, "days.csv", "a test", [record_of(before[0])])
    assert (gone.rows, gone.before) == (1, report.version)
    left = lake.scan(TRAFFIC).select("day", "queue", "offered", "line").collect().sort("day", "queue").rows()
    assert left == [
        (date(2026, 1, 5), "loans", 4, 2),
        (date(2026, 1, 6), "cards", 20, 3),
        (date(2026, 1, 6), "loans", 8, 3),
    ]
    assert lake.scan(TRAFFIC, report.version).collect().height == 4
    again, _ = read(tmp_path, text, WIDE)
    assert shape(again) == (4, 1, 0, 3, 0), "only what was withdrawn enters again"
    (both,) = withdraw(lake, "days.csv", "a test", [record_of(one) for one in before[:2]])
    assert (both.rows, sorted(lake.scan(TRAFFIC).collect()["line"])) == (2, [3, 3])


def record_of(row: dict[str, Any]) -> str:
    return ",".join(str(row.get(name, "")) for name in TRAFFIC.key)


def test_mistakes_of_unpivot() -> None:
    assert problems_of(WIDE.replace("answered: loans_ok", "answred: loans_ok")) == [
        ("map-column-unknown", 11, "answred")
    ]
    assert problems_of(WIDE.replace("queue: \"'loans'\"", 'day: "x"')) == [("map-twice", 11, "day")]
    assert problems_of(DAYS.replace("  day: day\n", "") + "unpivot:\n  - {day: a}\n  - {queue: b}\n") == [
        ("map-column-missing", 10, "day")
    ]


def told_by(source: Source, folder: Path, text: str) -> list[tuple[str, int, Any]]:
    file = folder / "days.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BpoError) as raised:
        ingest(file, source, Lake(folder / "lake"))
    return [(one.code, one.where.line if one.where else 0, one.values.get("given")) for one in raised.value.problems]


def test_columns_that_the_export_does_not_have(tmp_path: Path) -> None:
    """What all rows of an unpivot share is told once, what each has at its own line."""
    text = "date,cards_in,cards_ok,loans_in\n2026-02-01,1,1,1\n"
    assert told_by(source(WIDE, "days.yaml"), tmp_path, text) == [
        ("export-column-missing", 7, "day"),
        ("export-column-missing", 11, "loans_ok"),
    ]


def test_a_condition_with_a_slip(tmp_path: Path) -> None:
    misspelt = SKIPPING.replace("day LIKE", "dya LIKE").replace("client = 'us'", "client")
    found = told_by(source(misspelt, "days.yaml"), tmp_path, CLIENTS + "2026-02-01,us,1,1,,\n")
    assert sorted(found) == [("export-column-missing", 8, "dya"), ("sql-wrong-type", 6, "client")]
