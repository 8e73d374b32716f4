"""Durations as people and systems write them; each way is said by the source, none is guessed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from bpo.core.errors import BpoError
from tests.facts.made import HEADER, divide, divide_file, source, with_map

HOUR_41 = 6_060
"""1 h 41 min in seconds."""


def read(folder: Path, entry: str, given: str) -> int | None:
    text = f'{HEADER.strip()},talk\n1,2026-01-05 09:00:00,A,7,"{given}"\n'
    usable, bad, _ = divide(folder, text, with_map(f"talk_seconds: {entry}"))
    assert usable.height + bad.height == 1
    if bad.height:
        assert bad["rules"].to_list() == ["talk_seconds.readable"]
        return None
    return int(usable["talk_seconds"][0])


@pytest.mark.parametrize(
    ("duration", "given", "seconds"),
    [
        ("mm:ss", "1:41", 101),
        ("'h:mm'", "1:41", HOUR_41),
        ("hh:mm:ss", "0:01:41", 101),
        ("hh:mm:ss", "1:41:00", HOUR_41),
        ("seconds", "101", 101),
        ("minutes", "101", HOUR_41),
        ("mm:ss", "59:59", 3_599),
        ("mm:ss", "1:00:05", 3_605),
        ("minutes", "1.6833", 101),
        ("minutes", "0.0083", 0),  # 0.498 s
        ("minutes", "0.0084", 1),  # 0.504 s
        ("hours", "1.6833", HOUR_41),  # 6,059.88 s
        ("hours", "1.68333333333333333333333", HOUR_41),
        ("hours", "1.68", 6_048),
        ("hours", "7.", 25_200),
        ("hours", ".5", 1_800),
        ("hours", "0", 0),
        ("units", "1h 41m", HOUR_41),
        ("units", "1 h 41 min 20 s", 6_080),
        ("units", "1小时41分", HOUR_41),
        ("units", "1小时41分20秒", 6_080),
        ("units", "41分钟", 2_460),
        ("units", "20s", 20),
        ("units", "20.9 sec", 20),
        ("units", "1.6833 h", HOUR_41),
        ("units", "1,5 Std.", 5_400),
        ("units", "2 hours, 5 minutes", 7_500),
        ("units", "1d 2h", 93_600),
        ("iso8601", "PT1H41M", HOUR_41),
        ("iso8601", "PT6060S", HOUR_41),
        ("iso8601", "PT1M41.9S", 101),
        ("iso8601", "P1DT2H", 93_600),
        ("iso8601", "PT0S", 0),
    ],
)
def test_one_way_of_writing_a_duration(tmp_path: Path, duration: str, given: str, seconds: int) -> None:
    assert read(tmp_path, f"{{from: talk, duration: {duration}}}", given) == seconds


@pytest.mark.parametrize(
    ("duration", "given"),
    [
        ("seconds", "1:41"),
        ("mm:ss", "1:61"),
        ("mm:ss", "1:41:60"),
        ("'h:mm'", "1:41:00"),
        ("minutes", "1:41"),
        ("minutes", "-1"),
        ("hours", "1:41"),
        ("hours", "1,68"),
        ("units", "101"),
        ("units", "41m 1h"),
        ("units", "1h 41"),
        ("units", "h"),
        ("units", "about 1h"),
        ("iso8601", "P"),
        ("iso8601", "PT"),
        ("iso8601", "P1M"),  # a month has no one length
        ("iso8601", "1H41M"),
    ],
)
def test_what_is_written_another_way_is_set_aside(tmp_path: Path, duration: str, given: str) -> None:
    assert read(tmp_path, f"{{from: talk, duration: {duration}}}", given) is None


@pytest.mark.parametrize(
    ("given", "seconds"),
    [("1.68", HOUR_41), ("1.6833", HOUR_41), ("1.69", HOUR_41), ("1.675", HOUR_41), ("1.6749", 6_000), ("0.01", 60)],
)
def test_hours_of_whole_minutes(tmp_path: Path, given: str, seconds: int) -> None:
    """1.68 h are 100.8 min, 1.69 h 101.4, 1.675 h 100.5, 1.6749 h 100.494, 0.01 h 0.6."""
    assert read(tmp_path, "{from: talk, duration: hours, hours_as: minutes}", given) == seconds


HOURS = """\
source: punches
table: timesheets
account: acme
timezone: UTC
format: {kind: delimited}
map:
  agent: agent
  day: day
  activity: "'ready'"
"""


@pytest.mark.parametrize(
    ("more", "given", "hours"),
    [("", "7.683333333", "7.6833"), ("", "1.68", "1.68"), (", hours_as: minutes", "1.68", "1.6833")],
)
def test_hours_stay_hours_in_a_column_of_hours(tmp_path: Path, more: str, given: str, hours: str) -> None:
    text = HOURS + f"  hours: {{from: login, duration: hours{more}}}\n"
    usable, bad, _ = divide(tmp_path, f"agent,day,login\nann,2026-03-02,{given}\n", source(text))
    assert bad.is_empty()
    assert usable["hours"].to_list() == [Decimal(hours)]


def test_numbers_of_a_typed_column(tmp_path: Path) -> None:
    """1.5 hours, 90 minutes, and a mean of 1.5 minutes of two answered contacts."""
    path = tmp_path / "calls.parquet"
    began = pl.Series(["2026-01-05 09:00:00"]).str.to_datetime()
    pl.DataFrame({"id": ["1"], "began": began, "result": ["A"], "wait": [1.5], "talk": [90]}).write_parquet(path)
    text = "talk_seconds: {from: talk, duration: minutes}"
    given = source(with_typed(text).replace("wait_seconds: wait", "wait_seconds: {from: wait, duration: hours}"))
    usable, bad, _ = divide_file(path, given)
    assert bad.is_empty()
    assert usable.select("wait_seconds", "talk_seconds").rows() == [(5_400, 5_400)]


def with_typed(more: str) -> str:
    from tests.facts.made import CALLS

    return CALLS.replace("delimited", "parquet") + f"  {more}\n"


def test_times_of_a_workbook_are_hours_too(tmp_path: Path) -> None:
    """7:45 and 26:02:05 as cells beside 7.75 as a number; in minutes a time cell may be what was typed for minutes."""
    path = tmp_path / "calls.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet, clock = made.add_worksheet(), made.add_format({"num_format": "[h]:mm:ss"})
        sheet.write_row(0, 0, ["id", "began", "result", "wait", "talk"])
        for row, talk in enumerate((7.75 / 24, 93_725 / 86_400, 7.75), start=1):
            sheet.write_row(row, 0, [row, "2026-01-05 09:00:00", "A", 7])
            sheet.write_number(row, 4, talk, clock if row < 3 else None)
    usable, bad, _ = divide_file(path, with_map("talk_seconds: {from: talk, duration: hours}", "{kind: excel}"))
    assert bad.is_empty()
    assert usable["talk_seconds"].to_list() == [27_900, 93_725, 27_900]
    usable, bad, _ = divide_file(path, with_map("talk_seconds: {from: talk, duration: minutes}", "{kind: excel}"))
    assert (usable["talk_seconds"].to_list(), bad.height) == ([465], 2)
    reason = divide_file(path, with_map("talk_seconds: talk", "{kind: excel}"))[1]["reason_en"][0]
    assert reason.startswith(
        "'07:45:00' in 'talk_seconds' is no whole number of seconds; if it is written otherwise, say so"
    )


def test_only_decimal_hours_were_made_of_minutes() -> None:
    with pytest.raises(BpoError, match="'hours_as' says what decimal hours were made from"):
        with_map("talk_seconds: {from: talk, duration: 'h:mm', hours_as: minutes}")
