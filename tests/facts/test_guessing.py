"""What a draft says of small exports: its format, its table, its entries, and what it leaves open."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpo.core.errors import BpoError
from bpo.facts.guessing.guess import Guess, Known, guess
from bpo.facts.guessing.spelled import expression_of
from bpo.facts.ingest import ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.sources.excel import Excel
from bpo.facts.sources.json_format import Json
from bpo.facts.sources.source import Delimited, Source
from bpo.facts.sources.xml_format import Xml

ROWS = "1,2026-01-05 09:00:00,answered,7\n2,2026-01-05 09:01:00,abandoned,30\n"
HEADER = "call id,start time,status,wait\n"
TOLD = Known("acme", "Europe/Berlin")


def draft(folder: Path, text: str | bytes, name: str = "inbound-calls.csv", known: Known = TOLD) -> Guess:
    """Without ready-made sources: what the file itself tells."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return guess(path, "en", known, ())


def entry(source: Source, column: str) -> dict[str, Any]:
    return source.map[column].model_dump(by_alias=True, exclude_unset=True)


# what the file is, its bytes, what its format says
FORMATS: Sequence[tuple[str, bytes, Mapping[str, Any]]] = [
    ("commas", (HEADER + ROWS).encode(), {"separator": ",", "encoding": "utf-8-sig", "skip": 0, "header": True}),
    (
        "semicolons with decimal commas",
        b"call id;start time;status;wait\n1;2026-01-05 09:00:00;answered;7,5\n",
        {"separator": ";"},
    ),
    ("tabs", (HEADER + ROWS).replace(",", "\t").encode(), {"separator": "\t"}),
    ("pipes", (HEADER + ROWS).replace(",", "|").encode(), {"separator": "|"}),
    ("a byte order mark", b"\xef\xbb\xbf" + (HEADER + ROWS).encode(), {"encoding": "utf-8-sig"}),
    ("UTF-16", (HEADER + ROWS).encode("utf-16"), {"encoding": "utf-16"}),
    (
        "GBK",
        "话单编号,开始时间,结果\n1,2026-01-05 09:00:00,人工接听\n2,2026-01-05 09:01:00,放弃\n".encode("gbk"),
        {"encoding": "gb18030"},
    ),
    (
        "Western Europe",
        "call id;start time;status;agent\n1;2026-01-05 09:00:00;answered;Jürgen Müller\n".encode("cp1252"),
        {"encoding": "cp1252"},
    ),
    ("lines before the header", f"Report of calls\n\nfrom,to\n{HEADER}{ROWS}".encode(), {"skip": 3}),
    ("quotes that are letters", b'call id,start time,status,wait\n1,2026-01-05 09:00:00,19" screen,7\n', {"quote": ""}),
    (
        "quoted separators",
        b'call id,start time,status,wait\n"1,2","2026-01-05 09:00:00",answered,7\n',
        {"quote": '"', "separator": ","},
    ),
    (
        "single quotes",
        b"call id,start time,status\n'1','2026-01-05 09:00:00','a, b'\n'2','2026-01-05 09:00:00','c'\n",
        {"quote": "'"},
    ),
    (
        "no header, though some values are words of the trade",
        b"1,2026/01/05 09:00:00,queue,Ann,queue,agent,7\n",
        {"header": False},
    ),
    (
        "no header",
        b"1,2026-01-05 09:00:00,ANSWERED,7\n2,2026-01-05 09:01:00,ANSWERED,9\n",
        {"header": False, "columns": ("field_1", "field_2", "field_3", "field_4")},
    ),
]


@pytest.mark.parametrize(("raw", "expected"), [one[1:] for one in FORMATS], ids=[one[0] for one in FORMATS])
def test_how_text_is_laid_out(raw: bytes, expected: Mapping[str, Any], tmp_path: Path) -> None:
    form = draft(tmp_path, raw).source.format
    assert isinstance(form, Delimited)
    assert {name: getattr(form, name) for name in expected} == expected


# heading, values, column of interactions, the entry, words of its comment
ENTRIES: Sequence[tuple[str, Sequence[str], str, Mapping[str, Any], str]] = [
    ("start time", ("2026-01-05 09:00:00", "2026-01-05T09:00:00"), "started_at", {"from": '"start time"'}, ""),
    ("start time", ("2026-01-05T09:00:00Z",), "started_at", {"from": '"start time"'}, ""),
    (
        "start time",
        ("2026-01-05T09:00:00+0100",),
        "started_at",
        {"from": '"start time"', "format": "%Y-%m-%dT%H:%M:%S%z"},
        "",
    ),
    ("start time", ("13.01.2026 09:00",), "started_at", {"from": '"start time"', "format": "%d.%m.%Y %H:%M"}, ""),
    (
        "start time",
        ("01/13/2026 09:00", "01/02/2026 09:00"),
        "started_at",
        {"from": '"start time"', "format": "%m/%d/%Y %H:%M"},
        "",
    ),
    (
        "start time",
        ("13/01/2026 09:00", "01/02/2026 09:00"),
        "started_at",
        {"from": '"start time"', "format": "%d/%m/%Y %H:%M"},
        "",
    ),
    # No value above 12: nobody can tell, and the draft says so.
    (
        "start time",
        ("03/04/2026 09:00", "12/12/2026 09:00"),
        "started_at",
        {"from": '"start time"', "format": "%d/%m/%Y %H:%M"},
        "the other order is %m/%d/%Y",
    ),
    ("start time", ("02-Mar-26 01:05 PM",), "started_at", {"from": '"start time"', "format": "%d-%b-%y %I:%M %p"}, ""),
    ("start time", ("2026年3月2日 13:05",), "started_at", {"from": '"start time"', "format": "%Y年%m月%d日 %H:%M"}, ""),
    ("start time", ("20260302130500",), "started_at", {"from": '"start time"', "format": "%Y%m%d%H%M%S"}, ""),
    ("start epoch", ("1764579600", "1764579700"), "started_at", {"from": '"start epoch"', "format": "epoch"}, ""),
    ("start epoch", ("1764579600123",), "started_at", {"from": '"start epoch"', "format": "epoch_ms"}, ""),
    ("来电时间", ("2026/3/2 13:05:00",), "started_at", {"from": "来电时间", "format": "%Y/%m/%d %H:%M:%S"}, ""),
    ("坐席工号", ("8038",), "agent", {"from": "坐席工号"}, ""),
    ("技能组", ("投诉",), "queue", {"from": "技能组"}, ""),
    ("通话时长", ("61", "0"), "talk_seconds", {"from": "通话时长"}, ""),
    ("通话时长", ("0:01:01", "26:00:00"), "talk_seconds", {"from": "通话时长", "duration": "hh:mm:ss"}, ""),
    ("talk time", ("41:10", "1:41"), "talk_seconds", {"from": '"talk time"', "duration": "mm:ss"}, ""),
    (
        "talk time",
        ("1:10", "1:41"),
        "talk_seconds",
        {"from": '"talk time"', "duration": "mm:ss"},
        "minutes and seconds, or hours and minutes",
    ),
    ("talk ms", ("61000",), "talk_seconds", {"from": '"talk ms"', "duration": "milliseconds"}, ""),
    ("talk (min)", ("2", "3"), "talk_seconds", {"from": 'cast("talk (min)" AS INT) * 60'}, ""),
    ("talk time", ("1,204", "7"), "talk_seconds", {"from": "replace(\"talk time\", ',', '')"}, ""),
    ("转接", ("是", "否"), "transferred", {"from": "转接"}, ""),
    ("transferred", ("ja", "nein"), "transferred", {"from": "transferred", "codes": {"ja": "yes", "nein": "no"}}, ""),
    ("direction", ("In", "OUT"), "direction", {"from": "direction", "codes": {"In": "inbound", "OUT": "outbound"}}, ""),
    ("direction", ("inbound", "outbound"), "direction", {"from": "direction"}, ""),
    (
        "media type",
        ("Phone", "fax"),
        "channel",
        {"from": '"media type"', "codes": {"Phone": "voice", "fax": "fax"}},
        "",
    ),
    (
        "call result",
        ("人工接听", "放弃", "X9"),
        "outcome",
        {"from": '"call result"', "codes": {"人工接听": "handled", "放弃": "abandoned"}},
        "# X9:    # 1",
    ),
    ("call result", ("foo", "bar"), "outcome", {"from": "FILL_IN"}, "say nothing that is known: foo (1), bar (1)"),
    (
        "agent login name",
        ("Ann",),
        "agent",
        {"from": '"agent login name"'},
        "unsure: the heading is 'agent login name'",
    ),
]


@pytest.mark.parametrize(
    ("heading", "values", "column", "expected", "told"), ENTRIES, ids=[f"{one[0]} {one[1][0]}" for one in ENTRIES]
)
def test_what_a_column_is_read_from(
    heading: str, values: Sequence[str], column: str, expected: Mapping[str, Any], told: str, tmp_path: Path
) -> None:
    rows = [f'{number};"{value}"' for number, value in enumerate(values)]
    made = draft(tmp_path, "\n".join([f'call id;"{heading}"', *rows]) + "\n")
    assert made.source.table_name == "interactions"
    assert entry(made.source, column) == expected
    assert told in made.text


# the name of the file, its header, a row, the table
TABLES: Sequence[tuple[str, str, str, str]] = [
    ("x.csv", "工单编号,受理时间,办理时限,办结时间,工单类别", "1,2026-01-05 09:00,2026-01-09 09:00,,噪音", "cases"),
    ("x.csv", "evaluation id,call id,evaluated at,agent,score", "1,2,2026-01-05,Ann,97.5", "evaluations"),
    ("x.csv", "质检单号,话单编号,质检时间,坐席工号,得分,致命错误", "1,2,2026-01-05,8038,97.5,否", "evaluations"),
    ("x.csv", "survey id,call id,answered at,stars", "1,2,2026-01-05 09:00,5", "surveys"),
    ("x.csv", "工号,入职日期,离职日期,班组,月薪", "8038,2025-01-05,,一组,8000", "roster"),
    ("x.csv", "employee id,work date,activity,hours,paid", "8038,2026-01-05,training,7.5,Y", "timesheets"),
    ("x.csv", "complaint id,complaint date,type,upheld", "1,2026-01-05,complaint,Y", "events"),
    ("x.csv", "policy no,sale date,premium,product,agent", "1,2026-01-05,100.50,life,Ann", "sales"),
    ("x.csv", "lead id,sent at,accepted at,dealer,region", "1,2026-01-05,,Miller,North", "leads"),
    ("x.csv", "日期,技能组,呼入量,接通量,放弃量,方向", "2026-01-05,投诉,100,90,10,呼入", "traffic"),
    ("x.csv", "call id,start time,status,direction", "1,2026-01-05 09:00,answered,in", "interactions"),
]


@pytest.mark.parametrize(("name", "header", "row", "table"), TABLES, ids=[f"{one[3]} {one[1][:8]}" for one in TABLES])
def test_which_table_it_is(name: str, header: str, row: str, table: str, tmp_path: Path) -> None:
    made = draft(tmp_path, f"{header}\n{row}\n", name)
    assert made.source.table_name == table
    assert made.open_ends == ()
    assert made.trial is not None
    assert made.trial.usable == 1


def test_a_date_apart_from_its_times_is_joined_and_midnight_is_known(tmp_path: Path) -> None:
    text = "来电日期,来电时间,应答时间,话单编号,结果\n2026/1/5,23:59:50,0:00:04,1,人工接听\n2026/1/5,9:00:00,,2,放弃\n"
    made = draft(tmp_path, text, "x.csv")
    assert entry(made.source, "started_at") == {"from": "来电日期 || ' ' || 来电时间", "format": "%Y/%m/%d %H:%M:%S"}
    assert entry(made.source, "answered_at")["not_before"] == "started_at"
    assert entry(made.source, "direction") == {"from": "'inbound'"}
    assert "来电" in made.text
    lake = Lake(tmp_path / "lake")
    assert ingest(tmp_path / "x.csv", made.source, lake).entered == 2
    # Fourteen seconds lie between the two clocks.
    assert lake.scan(made.source.table).sort("interaction_id").collect()["wait_seconds"].to_list() == [14, None]


def test_what_cannot_be_known_is_left_open_and_said_by_ingest(tmp_path: Path) -> None:
    made = draft(tmp_path, "start time,wait\n2026-01-05 09:00:00,7\n", "x.csv", Known(output="x.yaml"))
    assert made.open_ends == ("account", "timezone", "interaction_id", "direction", "outcome")
    assert "# to fill in: account, timezone, interaction_id, direction, outcome" in made.text
    assert made.text.rstrip().endswith("x.csv --source x.yaml")
    with pytest.raises(BpoError) as refused:
        ingest(tmp_path / "x.csv", made.source, Lake(tmp_path / "lake"))
    lines = made.text.splitlines()
    assert [problem.code for problem in refused.value.problems] == [
        "fill-in-account",
        "fill-in-timezone",
        *["fill-in-column"] * 3,
    ]
    named = [lines[problem.where.line - 1].split(":")[0].strip() for problem in refused.value.problems if problem.where]
    assert named == list(made.open_ends)
    assert not (tmp_path / "lake").exists()


@pytest.mark.parametrize(
    ("value", "zone"), [("1764579600", "UTC"), ("2026-01-05T09:00:00Z", "UTC"), ("2026-01-05 09:00:00", "FILL_IN")]
)
def test_the_clock_is_asked_where_times_do_not_tell_it(value: str, zone: str, tmp_path: Path) -> None:
    made = draft(tmp_path, f"call id,start time,status\n1,{value},answered\n", known=Known("acme"))
    assert made.source.timezone == zone
    assert ("timezone" in made.open_ends) == (zone == "FILL_IN")


def test_rows_of_totals_are_left_out(tmp_path: Path) -> None:
    made = draft(tmp_path, HEADER + ROWS + "Total,,,37\n")
    assert [one.begins for one in made.source.skip] == ["Total"]
    assert made.trial is not None
    assert (made.trial.rows, made.trial.usable, made.trial.skipped) == (3, 2, 1)


def test_names_that_stand_twice_or_cannot_be_written_are_told(tmp_path: Path) -> None:
    made = draft(tmp_path, "call id,start time,status,note,note\n1,2026-01-05 09:00,answered,a,b\n")
    assert "twice, so they cannot be mapped: note" in made.text
    assert expression_of("a\tb") is None
    assert expression_of('the "end"') == '"the ""end"""'


def test_a_workbook_with_titles_and_several_sheets(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        notes, sheet = book.add_worksheet("Notes"), book.add_worksheet("Calls in March")
        notes.write_row(0, 0, ["made by", "Ann"])
        sheet.write(0, 0, "Calls")
        sheet.write_row(2, 0, ["Call ID", "Start time", "Direction", "Status"])
        sheet.write_row(3, 0, ["1", "2026-03-02 13:05:00", "inbound", "answered"])
        sheet.write_row(4, 0, ["2", "2026-03-02 13:06:00", "inbound", "abandoned"])
    made = guess(path, "en", TOLD, ())
    form = made.source.format
    assert isinstance(form, Excel)
    assert (form.sheet, form.skip) == ("Calls in March", 2)
    assert "other sheets: Notes" in made.text
    assert ingest(path, made.source, Lake(tmp_path / "lake")).entered == 2


def test_sheets_with_the_same_header_are_read_together(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for number, name in enumerate(("Ann", "Ben", "Notes")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Call ID", "Start time", "Direction", "Status"] if name != "Notes" else ["by Ann"])
            sheet.write_row(
                1, 0, [str(number), "2026-03-02 13:05:00", "inbound", "answered"] if name != "Notes" else []
            )
    made = guess(path, "en", TOLD, ())
    assert isinstance(made.source.format, Excel)
    assert (made.source.format.sheets, made.source.format.sheet_as) == (("Ann", "Ben"), "sheet name")
    assert ingest(path, made.source, Lake(tmp_path / "lake")).entered == 2


def test_a_packed_file_is_looked_into(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "march.zip", "w") as archive:
        archive.writestr("inbound-2026-03.csv", HEADER + ROWS)
    (tmp_path / "inbound-2026-03.csv.gz").write_bytes(gzip.compress((HEADER + ROWS).encode()))
    for name in ("march.zip", "inbound-2026-03.csv.gz"):
        made = guess(tmp_path / name, "en", TOLD, ())
        assert (made.source.source, made.open_ends) == ("inbound", ())
        assert made.text.rstrip().endswith(f"{name} --source SOURCE.yaml")


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    path = tmp_path / "inbound.parquet"
    began = pl.Series(["2026-03-02 13:05:00"]).str.to_datetime().dt.replace_time_zone("UTC")
    pl.DataFrame({"call_id": [7], "start_time": began, "status": ["answered"], "talk_time": [61]}).write_parquet(path)
    made = guess(path, "en", TOLD, ())
    assert ingest(path, made.source, Lake(tmp_path / "lake")).entered == 1


def test_records_of_xml_and_json(tmp_path: Path) -> None:
    text = "<calls>" + "".join(
        f'<call id="{n}"><time><start>2026-03-02 13:05:0{n}</start></time><status>answered</status></call>'
        for n in (1, 2)
    )
    made = draft(tmp_path, text + "</calls>", "inbound.xml")
    assert isinstance(made.source.format, Xml)
    assert (made.source.format.record, made.source.format.columns["start"]) == ("call", "time/start")
    made = draft(
        tmp_path,
        '{"calls": [{"call_id": "1", "time": {"start": "2026-03-02T13:05:00Z"}, "status": "answered"}]}',
        "inbound.json",
    )
    assert isinstance(made.source.format, Json)
    assert (made.source.format.rows, made.source.format.columns) == ("calls", {"time_start": "time.start"})


# what the file is, its name, its bytes, the code of the message
REFUSED: Sequence[tuple[str, bytes, str]] = [
    ("empty", b"", "export-empty"),
    ("blank", b" \n\n", "export-empty"),
    ("damaged gzip", b"\x1f\x8b\x08\x00", "packed-damaged"),
    ("a damaged zip", b"PK\x03\x04....", "packed-damaged"),
    ("PDF", b"%PDF-1.7", "guess-other-file"),
    ("a database", b"SQLite format 3\x00", "guess-other-file"),
    ("zero bytes", b"a\x00b\x00,", "guess-binary"),
    ("a web page", b"<html><table><tr><td>Call</td></tr></table></html>", "guess-web-page"),
    ("damaged Parquet", b"PAR1....", "export-wrong-kind"),
    ("damaged workbook", b"\xd0\xcf\x11\xe0....", "export-wrong-kind"),
]


@pytest.mark.parametrize(("raw", "code"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED])
def test_what_is_no_export_is_refused_by_name(raw: bytes, code: str, tmp_path: Path) -> None:
    with pytest.raises(BpoError) as refused:
        draft(tmp_path, raw)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_a_file_that_is_missing_or_a_log_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(BpoError) as refused:
        guess(tmp_path / "none.csv", "en", TOLD, ())
    assert [problem.code for problem in refused.value.problems] == ["file-not-found"]
    with pytest.raises(BpoError) as refused:
        draft(tmp_path, "1764579600|NONE|NONE|NONE|QUEUESTART|\n")
    assert [problem.code for problem in refused.value.problems] == ["guess-no-such-log"]


def test_of_a_large_file_only_the_beginning_is_read(tmp_path: Path) -> None:
    rows = [f"{number},2026-01-05 09:00:00,answered,7" for number in range(100_000)]
    made = draft(tmp_path, HEADER + "\n".join(rows) + "\n")
    assert made.trial is not None
    assert 5_000 < made.trial.rows < 100_000
    assert made.trial.usable == made.trial.rows


def test_comments_are_in_the_language_of_the_session(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    made = guess(path, "zh", Known(), ())
    assert "# 待填写：account, timezone, direction" in made.text
    assert "Drafted" not in made.text


cells = st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r\n\0"), max_size=12)
known_headings = st.sampled_from(
    ["call id", "start time", "status", "wait", "direction", "坐席工号", "结果", "日期", "time", "end", "score"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    header=st.lists(st.one_of(cells, known_headings), min_size=1, max_size=6),
    rows=st.lists(
        st.lists(st.one_of(cells, st.sampled_from(["2026-01-05 09:00", "1:30", "yes", "7"])), min_size=1, max_size=6),
        max_size=5,
    ),
    separator=st.sampled_from([",", ";", "\t", "|"]),
)
def test_whatever_stands_in_a_file_its_draft_can_be_loaded(
    header: list[str], rows: list[list[str]], separator: str, tmp_path: Path
) -> None:
    text = "\n".join(separator.join(row) for row in [header, *rows]) + "\n"
    try:
        made = draft(tmp_path, text)
    except BpoError as refused:  # nothing in it, or the beginning of another kind of file
        assert all(problem.code.startswith(("export-", "guess-")) for problem in refused.problems)
        return
    assert made.source.map
