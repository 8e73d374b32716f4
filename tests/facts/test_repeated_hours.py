"""Calls and shifts in the hour that the clock shows twice, in delimited text and in workbooks. All moments by hand.

Berlin, 2026-10-25: at 01:00 UTC the clock goes from 03:00 back to 02:00. New York, 2026-11-01: at 06:00 UTC from 02:00 to 01:00.
Lord Howe, 2026-04-05: at 15:00 UTC of the day before from 02:00 to 01:30, half an hour.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from bpo.facts.gate.mapping import bind
from bpo.facts.gate.repeated_hours import UNDECIDED
from bpo.facts.ingest import ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.reading.export import open_export
from tests.facts.made import CALLS, divide, divide_file, source

BERLIN, NEW_YORK, LORD_HOWE = ("Europe/Berlin", 25, 10), ("America/New_York", 1, 11), ("Australia/Lord_Howe", 5, 4)
Zone = tuple[str, int, int]
CASES = [
    # zone, begins, ends, seconds of talking, and both in UTC
    (BERLIN, "02:50", "02:10", "1200", "00:50", "01:10"),
    (BERLIN, "02:50", "02:10", "", "00:50", "01:10"),  # only so does it end after it began
    (BERLIN, "02:50", "03:10", "1200", "01:50", "02:10"),
    (BERLIN, "02:50", "03:10", "4800", "00:50", "02:10"),
    (BERLIN, "02:50", "03:10", "", "00:50", "02:10"),
    (BERLIN, "01:50", "02:10", "1200", "23:50", "00:10"),
    (BERLIN, "01:50", "02:10", "4800", "23:50", "01:10"),
    (BERLIN, "02:10", "02:50", "2400", "00:10", "00:50"),
    (BERLIN, "02:10", "02:50", "6000", "00:10", "01:50"),
    (
        BERLIN,
        "02:50",
        "03:10",
        "2700",
        "00:50",
        "02:10",
    ),  # 45 minutes of talking do not fit into 20, though 20 is nearer than 80
    (BERLIN, "12:00", "12:10", "4000", "11:00", "11:10"),  # no such hour: what disagrees stays so
    (NEW_YORK, "01:50", "01:10", "1200", "05:50", "06:10"),
    (NEW_YORK, "01:50", "02:10", "1200", "06:50", "07:10"),
    (NEW_YORK, "01:50", "02:10", "4800", "05:50", "07:10"),
    (LORD_HOWE, "01:50", "01:35", "900", "14:50", "15:05"),
    (LORD_HOWE, "01:50", "02:05", "900", "15:20", "15:35"),
    (LORD_HOWE, "01:50", "02:05", "2700", "14:50", "15:35"),
]


def calls(zone: Zone, kind: str) -> str:
    text = CALLS.replace("Europe/Berlin", zone[0]).replace("delimited", kind)
    return text + "  ended_at: ended\n  talk_seconds: talk\n"


def clocks(values: list[datetime]) -> list[str]:
    return [f"{one.astimezone(UTC):%H:%M}" for one in values]


@pytest.mark.parametrize("kind", ["delimited", "excel"])
@pytest.mark.parametrize(("zone", "begins", "ends", "talk", "start", "end"), CASES)
def test_the_pass_of_a_call(
    tmp_path: Path, kind: str, zone: Zone, begins: str, ends: str, talk: str, start: str, end: str
) -> None:
    _, day, month = zone
    moments = [datetime(2026, month, day, *map(int, clock.split(":"))) for clock in (begins, ends)]
    if kind == "delimited":
        text = f"id,began,result,wait,ended,talk\n1,{moments[0]},A,0,{moments[1]},{talk}\n"
        usable, bad, _ = divide(tmp_path, text, source(calls(zone, kind)))
    else:
        path = tmp_path / "calls.xlsx"
        with xlsxwriter.Workbook(path) as made:
            sheet, format_ = made.add_worksheet(), made.add_format({"num_format": "hh:mm"})
            sheet.write_row(0, 0, ["id", "began", "result", "wait", "ended", "talk"])
            sheet.write_row(1, 0, [1, None, "A", 0, None, int(talk) if talk else None])
            sheet.write_datetime(1, 1, moments[0], format_)
            sheet.write_datetime(1, 4, moments[1], format_)
        usable, bad, _ = divide_file(path, source(calls(zone, kind)))
    rows = usable if start != "11:00" else bad
    assert rows.height == 1, (usable, bad)
    if rows is usable:
        assert clocks(usable.select("started_at", "ended_at").row(0)) == [start, end]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ends", "talk", "undecided"),
    [("03:10", "1200", 0), ("03:10", "", 1), ("", "", 1), ("02:55", "300", 1), ("02:10", "", 0), ("02:10", "1200", 0)],
)
def test_what_nothing_decides_is_told(tmp_path: Path, ends: str, talk: str, undecided: int) -> None:
    """From 02:50: to 02:55 it took five minutes in either pass; to 02:10 it began in the first and ended in the second."""
    ended = ends and f"2026-10-25 {ends}:00"
    path = tmp_path / "calls.csv"
    path.write_text(f"id,began,result,wait,ended,talk\n1,2026-10-25 02:50:00,A,,{ended},{talk}\n")
    report = ingest(path, source(calls(BERLIN, "delimited")), Lake(tmp_path / "lake"))
    assert report.entered == 1
    assert [note.values["count"] for note in report.notes] == [1] * undecided
    assert all("rows that begin in the hour that the clock showed twice" in note.say("en") for note in report.notes)


MINUTES = st.integers(-180, 240)


@given(st.lists(st.tuples(MINUTES, MINUTES, st.one_of(st.none(), st.integers(0, 9_000))), min_size=1, max_size=6))
def test_rows_without_such_an_hour_need_no_look_at_it(rows: list[tuple[int, int, int | None]]) -> None:
    """Calls around 02:00 in Berlin on that day, by the wall clock: the pass is looked for where any row has the hour, else nothing changes."""
    at = datetime(2026, 10, 25, 2)
    told = [(*(at + timedelta(minutes=one) for one in pair), talk) for *pair, talk in rows]
    lines = [f"{i},{b},A,0,{e},{'' if talk is None else talk}\n" for i, (b, e, talk) in enumerate(told)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "calls.csv"
        path.write_text("".join(["id,began,result,wait,ended,talk\n", *lines]))
        calls_source = source(calls(BERLIN, "delimited"))
        export = open_export(path, calls_source)
        (part,) = bind(calls_source, export).parts
        (batch,) = export.batches(calls_source, {"id", "began", "result", "wait", "ended", "talk"})
    always = replace(part, if_repeated=(pl.lit(True), part.if_repeated[1])).apply(batch.rows).collect()
    made = part.apply(batch.rows).collect()
    assert made.equals(always.select(made.columns))
    in_the_hour = any(at <= one < at + timedelta(hours=1) for begins, ends, _ in told for one in (begins, ends))
    assert (UNDECIDED in made.columns) == in_the_hour


def test_a_moment_in_utc_is_not_turned(tmp_path: Path) -> None:
    text = "id,began,result,wait,ended,talk\n1,2026-10-25T00:50:00Z,A,0,2026-10-25 03:10:00,1200\n"
    usable, _, checker = divide(tmp_path, text, source(calls(BERLIN, "delimited")))
    assert clocks(usable["started_at"].to_list()) == ["00:50"]
    assert checker.undecided == 0


@pytest.mark.parametrize(("hours", "start"), [("0.3333", "01:50"), ("1.3333", "00:50"), ("", "00:50")])
def test_a_shift_has_its_hours(tmp_path: Path, hours: str, start: str) -> None:
    text = """\
source: punches
table: timesheets
account: acme
timezone: Europe/Berlin
format: {kind: delimited}
map: {agent: agent, day: day, activity: "'ready'", started_at: in, ended_at: out, hours: hours}
"""
    row = f"agent,day,in,out,hours\nann,2026-10-25,2026-10-25 02:50,2026-10-25 03:10,{hours}\n"
    usable, bad, _ = divide(tmp_path, row, source(text.replace("started_at: in", """started_at: '"in"'""")))
    assert bad.is_empty()
    assert clocks(usable["started_at"].to_list()) == [start]


@pytest.mark.parametrize(
    ("zone", "skipped"),
    [
        ("Europe/Berlin", "2026-03-29 02:30:00"),
        ("America/New_York", "2026-03-08 02:30:00"),
        ("Australia/Lord_Howe", "2026-10-04 02:15:00"),
    ],
)
def test_a_time_that_the_clock_skipped_is_set_aside(tmp_path: Path, zone: str, skipped: str) -> None:
    text = f"id,began,result,wait,ended,talk\n1,{skipped},A,0,,\n"
    _, bad, _ = divide(tmp_path, text, source(calls((zone, 0, 0), "delimited")))
    assert bad["rules"].to_list() == ["started_at.exists"]
    assert bad["reason_en"].to_list() == [f"'{skipped}' in 'started_at' was skipped by the clock (summer time began)"]
