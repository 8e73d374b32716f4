"""How an export's values are read: durations, formats, codes, midnight, time zones, encodings, workbooks, Parquet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from bpo.core.documents import parse_document
from bpo.facts.sources.load import read_source
from tests.facts.made import CALLS, divide, divide_file, source, with_map

HEAD = "id,began,result,wait,x\n"


def read(folder: Path, entry: str, value: str, column: str) -> Any:
    """What one value becomes in one column; ``'!'`` and the rule if the row is unusable."""
    given = with_map(f"{column}: {entry}")
    usable, bad, _ = divide(folder, HEAD + f"1,2026-01-05 23:59:00,A,7,{value}\n", given)
    return usable[column][0] if usable.height else "!" + bad["rules"][0]


@pytest.mark.parametrize(
    ("column", "entry", "value", "expected"),
    [
        ("talk_seconds", "x", " 12 ", 12),
        ("talk_seconds", "x", "12.0", 12),
        ("talk_seconds", "x", "", None),
        ("talk_seconds", "{from: x, duration: 'hh:mm:ss'}", "1:02:03", 3723),
        ("talk_seconds", "{from: x, duration: 'hh:mm:ss'}", "100:00:00", 360000),
        ("talk_seconds", "{from: x, duration: 'hh:mm:ss'}", "1:60:00", "!talk_seconds.readable"),
        ("talk_seconds", "{from: x, duration: 'mm:ss'}", "90:05", 5405),
        ("talk_seconds", "{from: x, duration: 'mm:ss'}", "1:02:03", 3_723),
        ("talk_seconds", "{from: x, duration: milliseconds}", "374999", 374),
        ("talk_seconds", "cast(x AS INT) - 2", "12", 10),
        ("talk_seconds", "{seconds_from: started_at, to: ended_at}\nended_at: x", "2026-01-06 00:00:30", 90),
        ("resolved", "x", "是", True),
        ("resolved", "x", "N", False),
        ("resolved", "x", "perhaps", "!resolved.readable"),
        ("resolved", "{from: x, codes: {R1: yes, R2: no}}", "R2", False),
        ("category", "{from: x, codes: {a: Alpha}, otherwise: rest}", "zzz", "rest"),
        ("category", "{from: x, codes: {a: Alpha}, otherwise: rest}", "a", "Alpha"),
        ("category", "{from: x, codes: {a: Alpha, b: ~}}", "b", None),
        ("category", "{from: x, codes: {a: Alpha}}", "", None),
        ("category", "{from: x, codes: {a: Alpha, '': none}}", "", "none"),
        ("category", "{from: x, codes: {a: Alpha}}", "c", "!category.code"),
        ("category", "\"'fixed'\"", "", "fixed"),
        ("category", "x", "  TT ", "TT"),
        ("answered_at", "x", "2026-07-01 12:00:00", datetime(2026, 7, 1, 10, tzinfo=UTC)),
        ("answered_at", "x", "2026-02-01T12:00:00.25", datetime(2026, 2, 1, 11, 0, 0, 250000, tzinfo=UTC)),
        ("answered_at", "x", "2026-02-01 12:00", datetime(2026, 2, 1, 11, tzinfo=UTC)),
        ("answered_at", "{from: x, format: '%d.%m.%y %H:%M'}", "1.2.26 7:05", datetime(2026, 2, 1, 6, 5, tzinfo=UTC)),
        ("answered_at", "{from: x, format: epoch}", "1767654000", datetime(2026, 1, 5, 23, tzinfo=UTC)),
        ("answered_at", "{from: x, format: epoch_ms}", "1767654000500", datetime(2026, 1, 5, 23, 0, 0, 500000, tzinfo=UTC)),
        ("answered_at", "{from: x, format: '%Y-%m-%dT%H:%M:%S%z'}", "2026-02-01T12:00:00-0500",
         datetime(2026, 2, 1, 17, tzinfo=UTC)),
        ("answered_at", "x", "9999-12-31 23:59:59", "!answered_at.plausible"),
        ("answered_at", "x", "2199-12-31 23:59:59", datetime(2199, 12, 31, 22, 59, 59, tzinfo=UTC)),
        ("answered_at", "{from: x, format: epoch}", "99999999999999999", "!answered_at.readable"),
        ("answered_at", "{from: x, format: epoch}", "253402300799", "!answered_at.plausible"),
        ("answered_at", "{from: x, format: '%d/%b/%Y %I:%M %p'}", "06/Jan/2026 03:04 PM",
         datetime(2026, 1, 6, 14, 4, tzinfo=UTC)),
        ("answered_at", "x", "2026-02-01T12:00:00Z", datetime(2026, 2, 1, 12, tzinfo=UTC)),
        ("answered_at", "x", "2026-02-01T12:00:00.5Z", datetime(2026, 2, 1, 12, 0, 0, 500000, tzinfo=UTC)),
        # The second pass of the repeated hour, by the export itself.
        ("answered_at", "x", "2026-10-25T01:30:00Z", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        # Of the hour that the clock shows twice, the first.
        ("answered_at", "x", "2026-10-25 02:30:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        # Midnight: the call began at 23:59:00 in Berlin, 22:59 UTC.
        ("answered_at", "{from: \"'2026-01-05 ' || x\", not_before: started_at}", "0:00:10",
         datetime(2026, 1, 5, 23, 0, 10, tzinfo=UTC)),
        ("answered_at", "{from: \"'2026-01-05 ' || x\", not_before: started_at}", "23:59:10",
         datetime(2026, 1, 5, 22, 59, 10, tzinfo=UTC)),
        # Ten seconds earlier is no midnight.
        ("answered_at", "{from: \"'2026-01-05 ' || x\", not_before: started_at}", "23:58:50", "!answered_at.order"),
        ("answered_at", "{from: \"'2026-01-05 ' || x\", not_before: started_at, if_earlier: empty}", "23:58:50", None),
        ("answered_at", "{from: \"'2026-01-05 ' || x\", not_before: started_at}", "", None),
    ],
)  # fmt: skip
def test_a_value(tmp_path: Path, column: str, entry: str, value: str, expected: object) -> None:
    assert read(tmp_path, entry, value, column) == expected


def test_midnight_leans_on_a_moment_that_itself_passed_midnight(tmp_path: Path) -> None:
    given = with_map("""\
queued_at: {from: "'2026-01-05 ' || q", not_before: started_at}
answered_at: {from: "'2026-01-05 ' || a", not_before: queued_at}""")
    text = "id,began,result,wait,q,a\n1,2026-01-05 23:59:00,A,7,00:00:05,00:00:20\n"
    usable, _, _ = divide(tmp_path, text, given)
    assert usable["answered_at"][0] == datetime(2026, 1, 5, 23, 0, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("encoding", "separator"), [("gb18030", "|"), ("utf-16", "tab"), ("shift_jis", ";"), ("utf-8", ",")]
)
def test_encodings_and_separators(tmp_path: Path, encoding: str, separator: str) -> None:
    sign = "\t" if separator == "tab" else separator
    given = with_map("category: 種類", f"{{kind: delimited, encoding: {encoding}, separator: '{separator}', skip: 1}}")
    text = "a title line\n" + "id,began,result,wait,種類\n1,2026-01-05 09:00:00,A,7,苦情\n".replace(",", sign)
    usable, bad, _ = divide(tmp_path, text.encode(encoding), given)
    assert usable.select("category", "line").rows() == [("苦情", 3)]
    assert bad.height == 0


def test_trailing_columns_that_may_be_missing(tmp_path: Path) -> None:
    given = with_map("category: note", '{kind: delimited, header: no, columns: [id, began, result, wait, "note?"]}')
    rows = "1,2026-01-05 09:00:00,A,7\n2,2026-01-05 09:00:00,A,7,x\n3,2026-01-05 09:00:00,A\n"
    usable, bad, _ = divide(tmp_path, rows, given)
    assert usable.select("interaction_id", "category", "line").rows() == [("1", None, 1), ("2", "x", 2)]
    assert bad["reason_en"].to_list() == ["the row has 3 fields instead of 4–5"]


def test_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "calls.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("notes")
        sheet = book.add_worksheet("calls")
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.write_row(0, 0, ["id", "began", "result", "wait"])
        sheet.write_row(1, 0, [1, None, "A", 7])
        sheet.write_datetime(1, 1, datetime(2026, 1, 5, 9), moment)
        sheet.write_row(3, 0, [2, "soon", "A", 7.5])
    usable, bad, checker = divide_file(path, source(CALLS.replace("{kind: delimited}", "{kind: excel, sheet: calls}")))
    assert usable.select("interaction_id", "started_at", "wait_seconds", "line").rows() == [
        ("1", datetime(2026, 1, 5, 8, tzinfo=UTC), 7, 2)
    ]
    assert bad.select("line", "rules").rows() == [(4, "started_at.readable,wait_seconds.readable")]
    assert checker.read == 2


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    path = tmp_path / "calls.parquet"
    began = [datetime(2026, 1, 5, 9), datetime(2026, 3, 29, 2, 30)]
    pl.DataFrame({"id": [1, 2], "began": began, "result": ["A", "H"], "wait": [7, -1]}).write_parquet(path)
    usable, bad, _ = divide_file(path, source(CALLS.replace("{kind: delimited}", "{kind: parquet}")))
    assert usable.select("interaction_id", "started_at", "wait_seconds").rows() == [
        ("1", datetime(2026, 1, 5, 8, tzinfo=UTC), 7)
    ]
    assert bad.select("line", "rules").rows() == [(2, "started_at.required,wait_seconds.at_least")]


def test_days_and_decimals(tmp_path: Path) -> None:
    text = """\
source: staff
table: roster
account: acme
timezone: Asia/Shanghai
format: {kind: delimited}
map:
  agent: who
  from_day: {from: since, format: "%Y/%m/%d"}
  to_day: until
  labour_cost: cost
"""
    rows = "who,since,until,cost\nli,2026/1/5,2026-01-31,8123.4567\nwu,2026/1/5,,1e3\nxu,2026/1/5,2026-01-04,1\n"
    usable, bad, _ = divide(tmp_path, rows, read_source(parse_document(text)))
    assert usable.select("from_day", "to_day", "labour_cost").rows() == [
        (date(2026, 1, 5), date(2026, 1, 31), Decimal("8123.4567"))
    ]
    assert bad["rules"].to_list() == ["labour_cost.readable", "to_day.order"]


@pytest.mark.parametrize(
    ("began", "answered", "expected"),
    [
        # Berlin, 2026-10-25: from 02:00 to 03:00 twice, first at 00:00 UTC, again at 01:00 UTC.
        ("2026-10-25 02:50:00", "2026-10-25 02:10:00", datetime(2026, 10, 25, 1, 10, tzinfo=UTC)),  # 20 minutes later
        ("2026-10-25 02:50:00", "2026-10-25 02:50:00", datetime(2026, 10, 25, 0, 50, tzinfo=UTC)),  # the bound: at once
        ("2026-10-25 02:50:00", "2026-10-25 02:49:59", datetime(2026, 10, 25, 1, 49, 59, tzinfo=UTC)),
        ("2026-10-25 01:59:00", "2026-10-25 02:10:00", datetime(2026, 10, 25, 0, 10, tzinfo=UTC)),  # both can be: the first
        ("2026-10-25 03:00:00", "2026-10-25 02:59:59", "!answered_at.order"),  # by both passes before it began
        ("2026-10-25T01:50:00Z", "2026-10-25 02:55:00", datetime(2026, 10, 25, 1, 55, tzinfo=UTC)),  # against a moment in UTC
        ("2026-10-25 02:50:00", "2026-10-25T00:10:00Z", "!answered_at.order"),  # what says that it is UTC is not turned
        ("2026-10-24 02:50:00", "2026-10-24 02:10:00", "!answered_at.order"),  # no repeated hour, as ever
    ],
)  # fmt: skip
def test_an_end_in_a_repeated_hour_is_not_before_its_beginning(
    tmp_path: Path, began: str, answered: str, expected: object
) -> None:
    given = with_map("answered_at: a")
    usable, bad, _ = divide(tmp_path, f"id,began,result,wait,a\n1,{began},A,7,{answered}\n", given)
    found = usable["answered_at"][0] if usable.height else "!" + bad["rules"][0]
    assert found == expected


def test_a_repeated_hour_in_a_typed_file(tmp_path: Path) -> None:
    """A Parquet file's moments without a zone are on the wall clock too."""
    columns = {"id": ["1"], "began": [datetime(2026, 10, 25, 2, 50)], "result": ["A"], "wait": [7]}
    file = tmp_path / "calls.parquet"
    pl.DataFrame({**columns, "a": [datetime(2026, 10, 25, 2, 10)]}).write_parquet(file)
    usable, _, _ = divide_file(file, with_map("answered_at: a", "{kind: parquet}"))
    assert usable["answered_at"][0] - usable["started_at"][0] == timedelta(minutes=20)
    aware = pl.DataFrame({**columns, "a": [datetime(2026, 10, 25, 0, 10, tzinfo=UTC)]})
    aware.write_parquet(file)
    _, bad, _ = divide_file(file, with_map("answered_at: a", "{kind: parquet}"))
    assert bad["rules"].to_list() == ["answered_at.order"]
