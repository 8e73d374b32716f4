"""Mistakes in source files: every one at once, each at its line, with the nearest spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo.core.errors import BpoError
from bpo.facts.sources.load import load_source
from tests.facts.made import CALLS, GOOD, HEADER, divide, divide_file, source

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "contracts" / "examples" / "sources").glob("*.yaml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_every_example_is_right(path: Path) -> None:
    assert load_source(path).source == path.stem


MISTAKES = [
    ("table: interactions", "table: interaction", 2, "table-unknown", "interactions"),
    ("timezone: Europe/Berlin", "timezone: Europe/Belin", 4, "timezone-unknown", "Europe/Berlin"),
    ("kind: delimited", "kind: delimitd", 5, "choice-unknown", "delimited"),
    ("kind: delimited", "kind: delimited, separator: ab", 5, "one-character", None),
    ("kind: delimited", "kind: delimited, encoding: utf-88", 5, "encoding-unknown", None),
    ("kind: delimited", "kind: delimited, header: no", 5, "columns-missing", None),
    ("kind: delimited", "kind: delimited, sheet: a", 5, "field-unknown", None),
    ("  wait_seconds: wait", "  wait_second: wait", 11, "map-column-unknown", "wait_seconds"),
    ("  started_at: began\n", "", 6, "map-column-missing", None),
    ("wait_seconds: wait", "wait_seconds: wait +", 11, "sql-not-understood", None),
    ("wait_seconds: wait", "wait_seconds: count(wait)", 11, "sql-not-allowed", None),
    ("wait_seconds: wait", "wait_seconds: (SELECT 1)", 11, "sql-not-allowed", None),
    ("wait_seconds: wait", "wait_seconds: wait + 1", 11, "sql-wrong-type", None),
    ("wait_seconds: wait", "wait_seconds: {from: wait, fromat: x}", 11, "field-unknown", "format"),
    ("wait_seconds: wait", "wait_seconds: {from: wait, format: '%Y'}", 11, "map-option-out-of-place", None),
    ("wait_seconds: wait", "wait_seconds: {from: wait, duration: days}", 11, "choice-unknown", None),
    ("wait_seconds: wait", "wait_seconds: {seconds_from: started_at}", 11, "map-from-or-seconds", None),
    ("wait_seconds: wait", "wait_seconds: {seconds_from: started_at, to: ended_at}", 11, "map-not-a-moment", None),
    ("started_at: began", "started_at: {from: began, format: '%Y-%m-%d %H'}", 9, "format-not-understood", None),
    ("started_at: began", "started_at: {from: began, format: '%d %H:%M'}", 9, "format-not-understood", None),
    ("started_at: began", "started_at: {from: began, format: '%Y %Q'}", 9, "format-not-understood", None),
    ("started_at: began", "started_at: {from: began, format: epochs}", 9, "format-not-understood", None),
    ("started_at: began", "started_at: {from: began, not_before: started_at}", 9, "map-circle", None),
    ("started_at: began", "started_at: {from: began, not_before: started}", 9, "map-not-a-moment", "started_at"),
    ("H: abandoned", "H: abandonned", 10, "column-value-unknown", "abandoned"),
    ("H: abandoned}", "H: abandoned}, otherwise: x", 10, "column-value-unknown", None),
]


@pytest.mark.parametrize(("right", "wrong", "line", "code", "nearest"), MISTAKES)
def test_a_mistake(right: str, wrong: str, line: int, code: str, nearest: str | None) -> None:
    assert right in CALLS
    with pytest.raises(BpoError) as raised:
        source(CALLS.replace(right, wrong))
    problem = next(one for one in raised.value.problems if one.code == code)
    assert problem.where is not None
    assert (problem.where.path, problem.where.line) == ("calls.yaml", line)
    assert problem.values.get("nearest") == nearest
    assert problem.say("zh") != problem.say("en")


def test_all_mistakes_come_at_once_in_the_order_of_the_file() -> None:
    text = (
        CALLS.replace("Europe/Berlin", "Berlin")
        .replace("began", "began +")
        .replace("  wait_seconds: wait", "  wat: wait")
    )
    with pytest.raises(BpoError) as raised:
        source(text)
    found = [(one.where.line if one.where else 0, one.code) for one in raised.value.problems]
    assert found == [(4, "timezone-unknown"), (9, "sql-not-understood"), (11, "map-column-unknown")]


def test_columns_that_the_export_lacks_are_all_named_with_the_line_of_the_source_file(tmp_path: Path) -> None:
    with pytest.raises(BpoError) as raised:
        divide(tmp_path, "id,begann,result,waiting\n1,2,3,4\n")
    said = [one.say("en") for one in raised.value.problems]
    assert [line.splitlines()[0] for line in said] == [
        "calls.yaml:9: calls.csv has no column 'began'",
        "calls.yaml:11: calls.csv has no column 'wait'",
    ]
    assert "Did you mean 'begann'?" in said[0]
    assert ["Known: " in line for line in said] == [True, False]  # the header of a wrong file is told once


def test_a_column_that_the_header_has_twice(tmp_path: Path) -> None:
    with pytest.raises(BpoError) as raised:
        divide(tmp_path, "id,began,result,wait,wait\n")
    assert [(one.code, one.where and one.where.line) for one in raised.value.problems] == [
        ("export-column-repeated", 11)
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "file-not-found"),
        (b"", "export-empty"),
        (b"\n\n", "export-empty"),
        (b"PK\x03\x04\x14\x00\x00\x00\x08\x00", "export-packed"),
        (b"i\x00d\x00", "file-not-text"),
        (b"\xef\xbb\xbf", "export-empty"),
    ],
)
def test_a_file_that_is_no_export(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "calls.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BpoError) as raised:
        divide_file(path, source())
    assert [one.code for one in raised.value.problems] == [code]
    assert str(raised.value.problems[0].where).startswith(str(path))


@pytest.mark.parametrize("kind", ["excel", "parquet"])
def test_text_is_no_workbook_and_no_parquet(tmp_path: Path, kind: str) -> None:
    with pytest.raises(BpoError) as raised:
        divide(tmp_path, HEADER + GOOD, source(CALLS.replace("kind: delimited", f"kind: {kind}")))
    assert [one.code for one in raised.value.problems] == ["export-wrong-kind"]


def test_a_header_without_rows_is_an_export_without_rows(tmp_path: Path) -> None:
    usable, bad, checker = divide(tmp_path, HEADER)
    assert (usable.height, bad.height, checker.read) == (0, 0, 0)
