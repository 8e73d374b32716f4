"""Files of every kind that are wrong in every way: no good row is lost, each bad one is told with its file, its line and the reason."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bpo.core.errors import BpoError
from bpo.core.tables import INTERACTIONS
from bpo.facts.ingest import IngestReport
from bpo.facts.lake.lake import Lake
from tests.facts.kinds_of_file import (
    COLUMNS,
    KINDS,
    Call,
    call,
    delimited,
    json_array,
    json_lines,
    parquet,
    workbook,
    xml,
)

LONG = 10_000_000
CELL_LETTERS_MAX = 32_767
"""A workbook's cell holds no more."""


def at(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[misc, arg-type]


ENTER: dict[str, tuple[dict[str, str], datetime, datetime]] = {
    "1900": ({"began": "1900-06-01 09:00:00", "ended": "1900-06-01 09:03:00"}, at(1900, 6, 1, 8), at(1900, 6, 1, 8, 3)),
    "2099": ({"began": "2099-06-01 09:00:00", "ended": "2099-06-01 09:03:00"}, at(2099, 6, 1, 7), at(2099, 6, 1, 7, 3)),
    "the first pass of an hour": (
        {"began": "2026-10-25 02:10:00", "ended": "2026-10-25 02:13:00"}, at(2026, 10, 25, 0, 10), at(2026, 10, 25, 0, 13)
    ),
    "from its first pass into its second": (
        {"began": "2026-10-25 02:50:00", "ended": "2026-10-25 02:10:00"}, at(2026, 10, 25, 0, 50), at(2026, 10, 25, 1, 10)
    ),
    "over midnight": (
        {"began": "2026-01-05 23:50:00", "ended": "2026-01-05 00:10:00"}, at(2026, 1, 5, 22, 50), at(2026, 1, 5, 23, 10)
    ),
    "letters beyond ASCII": ({"note": "客户 ü"}, at(2026, 1, 5, 8), at(2026, 1, 5, 8, 3)),
    "a field of ten megabytes": ({"note": "x" * LONG}, at(2026, 1, 5, 8), at(2026, 1, 5, 8, 3)),
}  # fmt: skip
"""What a row says, and when it began and ended: Berlin is an hour ahead of UTC in winter, two in summer."""
SET_ASIDE: dict[str, tuple[dict[str, str], str]] = {
    "9999": ({"ended": "9999-12-31 00:00:00"}, "ended_at.plausible"),
    "1899": ({"began": "1899-06-01 09:00:00"}, "started_at.plausible"),
    "an hour that was skipped": ({"began": "2026-03-29 02:30:00", "ended": "2026-03-29 03:30:00"}, "started_at.exists"),
    "an end before the beginning": ({"ended": "2026-01-05 08:59:00"}, "ended_at.order"),
    "a negative duration": ({"wait": "-5"}, "wait_seconds.at_least"),
    "no number": ({"wait": "7 s"}, "wait_seconds.readable"),
    "no such day": ({"began": "2026-02-30 09:00:00", "ended": ""}, "started_at.readable"),
    "nothing": ({"began": "", "ended": ""}, "started_at.required"),
    "the header again": (
        {name: name for name in COLUMNS},
        "started_at.readable,ended_at.readable,outcome.code,wait_seconds.readable",
    ),
}


def ids(lake: Lake) -> list[str]:
    return lake.scan(INTERACTIONS).sort("line").collect()["interaction_id"].to_list()


def told(report: IngestReport) -> list[tuple[int, str]]:
    for row in report.bad_rows:
        assert Path(row.file.split(", ")[0]).name.startswith("calls"), row.file
        assert row.reason.en and row.reason.zh and row.raw is not None
    return [(row.line, ",".join(row.rules)) for row in report.bad_rows]


def adds_up(report: IngestReport, entered: int, quarantined: int) -> None:
    parts = (
        report.entered
        + report.merged
        + report.newer
        + report.older
        + report.quarantined
        + report.known
        + report.skipped
    )
    assert (report.rows_read, report.entered, report.quarantined) == (parts, entered, quarantined)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("trouble", ENTER)
def test_a_row_that_is_odd_and_right_enters(tmp_path: Path, kind: str, trouble: str) -> None:
    said, began, ended = ENTER[trouble]
    if kind == "workbook":
        said = {name: value[:CELL_LETTERS_MAX] for name, value in said.items()}
    report, lake = KINDS[kind].enter(tmp_path, [call(1), call(5, **said), call(9)])
    adds_up(report, 3, 0)
    facts = lake.scan(INTERACTIONS).sort("line").collect()
    assert facts["interaction_id"].to_list() == ["1", "5", "9"]
    assert facts.row(1, named=True)["started_at"] == began
    assert facts.row(1, named=True)["ended_at"] == ended
    assert facts.row(1, named=True)["campaign"] == (said.get("note") or None)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("trouble", SET_ASIDE)
def test_a_row_that_is_wrong_is_set_aside_alone(tmp_path: Path, kind: str, trouble: str) -> None:
    said, rules = SET_ASIDE[trouble]
    calls = [call(1), {**call(5), **said}, call(9)]
    report, lake = KINDS[kind].enter(tmp_path, calls)
    adds_up(report, 2, 1)
    assert ids(lake) == ["1", "9"]
    assert told(report) == [(KINDS[kind].first + 1, rules)]
    again, _ = KINDS[kind].enter(tmp_path, calls)
    assert (again.rows_read, again.entered, again.known, again.quarantined) == (3, 0, 2, 1)


BODY: list[Call] = [call(1), call(5, note="客户"), call(9)]


def mixed(text: bytes) -> bytes:
    """UTF-8, of which one row is GBK."""
    return text.replace("客户".encode(), "客户".encode("gbk"))


def cut_off(text: bytes) -> bytes:
    """Without the end of the last record, as a file that is copied while it is written."""
    return text[: text.rindex(b"7")]


WRONG_FILES: list[tuple[str, str, bytes, str, list[str], list[tuple[int, str]]]] = [
    ("delimited", "cut off", cut_off(delimited(BODY)), "", ["1", "5"], [(4, "row.fields")]),
    ("delimited", "mixed encodings", mixed(delimited(BODY)), "", ["1", "9"], [(3, "row.encoding")]),
    ("delimited", "GBK", delimited(BODY).decode().encode("gbk"), "{kind: delimited, encoding: gbk}", ["1", "5", "9"], []),
    ("delimited", "UTF-8 read as GBK", delimited([call(1), call(5, note="\u00ffx"), call(9)]).replace("\u00ff".encode(), b"\xff"),
     "{kind: delimited, encoding: gbk}", ["1", "9"], [(3, "row.encoding")]),
    ("delimited", "UTF-8 with a mark", b"\xef\xbb\xbf" + delimited(BODY), "", ["1", "5", "9"], []),
    ("delimited", "trailing columns", delimited(BODY).replace("客户".encode(), b",,"), "", ["1", "9"], [(3, "row.fields")]),
    ("delimited", "a line of ten megabytes", delimited(BODY).replace(b"\n9", b"\n" + b"x" * LONG + b"\n9"), "", ["1", "5", "9"],
     [(4, "row.fields")]),
    ("delimited", "a quote that is not closed", delimited(BODY).replace("客户".encode(), b'"x'), "", ["1", "9"], [(3, "row.quote")]),
    ("delimited", "two files in one", delimited(BODY) + delimited([call(10)]), "", ["1", "5", "9", "10"],
     [(5, SET_ASIDE["the header again"][1])]),
    ("workbook", "trailing columns", workbook(BODY), "", ["1", "5", "9"], []),
    ("json", "cut off", cut_off(json_array(BODY)), "", ["1", "5"], [(4, "json.open")]),
    ("json", "cut off between records", json_array(BODY)[:-4], "", ["1", "5", "9"], [(5, "json.open")]),
    ("json", "mixed encodings", mixed(json_array(BODY)), "", ["1", "9"], [(3, "row.encoding")]),
    ("json", "GBK", json_array(BODY).decode().encode("gbk"), "{kind: json, rows: calls, encoding: gbk}", ["1", "5", "9"], []),
    ("json", "UTF-8 with a mark", b"\xef\xbb\xbf" + json_array(BODY), "", ["1", "5", "9"], []),
    ("json", "a comma too many", json_array(BODY).replace(b'"wait": "7", "note": "\xe5', b'"wait": "7",, "note": "\xe5'), "",
     ["1", "9"], [(3, "json.syntax")]),
    ("json", "further keys", json_array(BODY).replace(b'"id": "5"', b'"id": "5", "more": [1]'), "", ["1", "5", "9"], []),
    ("json lines", "cut off", cut_off(json_lines(BODY)), "", ["1", "5"], [(3, "json.open")]),
    ("json lines", "mixed encodings", mixed(json_lines(BODY)), "", ["1", "9"], [(2, "row.encoding")]),
    ("json lines", "GBK", json_lines(BODY).decode().encode("gbk"), "{kind: json, encoding: gbk}", ["1", "5", "9"], []),
    ("json lines", "UTF-8 with a mark", b"\xef\xbb\xbf" + json_lines(BODY), "", ["1", "5", "9"], []),
    ("json lines", "a line that is no record", json_lines(BODY).replace(b'{"id": "5"', b'id,began\n{"id": "5"'), "",
     ["1", "5", "9"], [(2, "json.syntax")]),
    ("xml", "cut off", cut_off(xml(BODY)), "", ["1", "5"], [(4, "row.xml")]),
    ("xml", "mixed encodings", mixed(xml(BODY)), "", ["1", "9"], [(3, "row.encoding")]),
    ("xml", "GBK", xml(BODY).decode().encode("gbk"), KINDS["xml"].format.replace("xml,", "xml, encoding: gbk,"), ["1", "5", "9"], []),
    ("xml", "UTF-8 with a mark", b"\xef\xbb\xbf" + xml(BODY), "", ["1", "5", "9"], []),
    ("xml", "a tag that is not closed", xml(BODY).replace(b"<id>5</id>", b"<id>5"), "", ["1", "9"], [(3, "row.xml")]),
    ("xml", "further elements", xml(BODY).replace(b"<id>5</id>", b"<id>5</id><more><id>6</id></more>"), "", ["1", "5", "9"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "file", "fmt", "good", "bad"),
    [(kind, *rest) for kind, _, *rest in WRONG_FILES],
    ids=[f"{one[0]}: {one[1]}" for one in WRONG_FILES],
)
def test_a_file_with_something_wrong_in_it(
    tmp_path: Path, kind: str, file: bytes, fmt: str, good: list[str], bad: list[tuple[int, str]]
) -> None:
    report, lake = KINDS[kind].enter(tmp_path, file, fmt)
    assert ids(lake) == good
    assert told(report) == bad
    adds_up(report, len(good), len(bad))


REFUSED: list[tuple[str, str, bytes, str]] = [
    *((kind, "empty", b"", "export-empty") for kind in KINDS if kind != "database"),
    ("delimited", "of one empty line", b"\n", "export-empty"),
    ("delimited", "wrong separator", delimited(BODY).replace(b",", b";"), "export-separator"),
    ("delimited", "a workbook", workbook(BODY), "export-workbook"),
    ("workbook", "cut off", workbook(BODY)[:-100], "export-wrong-kind"),
    ("workbook", "text", delimited(BODY), "export-wrong-kind"),
    ("parquet", "cut off", parquet(BODY)[:-20], "export-wrong-kind"),
    ("parquet", "text", delimited(BODY), "export-wrong-kind"),
    ("json", "text", delimited(BODY), "export-not-json"),
    ("json lines", "text", delimited(BODY), "export-not-json"),
    ("xml", "text", delimited(BODY), "xml-no-record"),
]


@pytest.mark.parametrize(
    ("kind", "file", "code"),
    [(kind, *rest) for kind, _, *rest in REFUSED],
    ids=[f"{one[0]}: {one[1]}" for one in REFUSED],
)
def test_what_is_no_file_of_its_kind_is_refused_as_a_whole(tmp_path: Path, kind: str, file: bytes, code: str) -> None:
    with pytest.raises(BpoError) as raised:
        KINDS[kind].enter(tmp_path, file)
    assert [problem.code for problem in raised.value.problems] == [code]
    assert f"calls.{KINDS[kind].ending}" in str(raised.value.problems[0].where)
    assert Lake(tmp_path / "lake").version(INTERACTIONS) is None
