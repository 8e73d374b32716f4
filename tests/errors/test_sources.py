"""What the user is told about exports and source files that do not fit, in both languages."""

from __future__ import annotations

import gzip
import io
import zipfile
from contextlib import chdir
from pathlib import Path

import pytest

from bpo.core.errors import BpoError
from bpo.core.words import LANGS
from tests.cli.desk import Desk
from tests.facts.made import CALLS, GOOD, HEADER, divide, source


def packed(name: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr(name, HEADER + GOOD)
    return made.getvalue()


TOLD: list[tuple[str | bytes, str, str, str, str]] = [
    # the export, what the source says otherwise, what is said
    (
        (HEADER + GOOD).replace(",", ";"), "", "",
        "calls.csv:1: under the separator 'comma' the header is a single field, 'id;began;result;wait'; write separator: semicolon in "
        "the source file",
        "calls.csv:1: 按分隔符 'comma' 表头只有一个字段 'id;began;result;wait'；请在数据源文件中写 separator: semicolon",
    ),
    (
        HEADER + GOOD, "{kind: delimited}", "{kind: delimited, encoding: ansi}",
        "calls.yaml:5: unknown encoding 'ansi'; write one such as utf-8, gb18030 (also for GBK, GB2312), utf-16, or windows-1252, which "
        "Windows calls ANSI in Western Europe",
        "calls.yaml:5: 未知编码 'ansi'；请写例如 utf-8、gb18030（兼容 GBK、GB2312）、utf-16；中文 Windows 所称 ANSI 即 gb18030",
    ),
    (
        HEADER + GOOD, "\"'inbound'\"", "'\"inbound\"'",
        "calls.yaml:8: calls.csv has no column 'inbound': what stands in double quotes is a column; text stands in single quotes, as in "
        "\"'inbound'\"",
        "calls.yaml:8: calls.csv 中没有列 'inbound'：双引号内是列名；文字用单引号，例如 \"'inbound'\"",
    ),
    (
        gzip.compress((HEADER + GOOD).encode()), "", "",
        "calls.csv: this is a packed file (gzip); unpack it and ingest the file inside",
        "calls.csv: 该文件是压缩文件（gzip）；请解压后导入其中的文件",
    ),
    (
        packed("calls.csv"), "", "",
        "calls.csv: this is a packed file (zip); unpack it and ingest the file inside",
        "calls.csv: 该文件是压缩文件（zip）；请解压后导入其中的文件",
    ),
    (
        packed("xl/workbook.xml"), "", "",
        "calls.csv: this is a workbook; write format: {kind: excel} in the source file, or export it again as CSV",
        "calls.csv: 该文件是工作簿；请在数据源文件中写 format: {kind: excel}，或重新导出为 CSV",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("export", "old", "new", "english", "chinese"),
    TOLD,
    ids=["separator", "encoding", "double quotes", "gzip", "zip", "workbook"],
)
def test_what_is_told(tmp_path: Path, export: str | bytes, old: str, new: str, english: str, chinese: str) -> None:
    with pytest.raises(BpoError) as error, chdir(tmp_path):
        assert old in CALLS
        divide(Path(), export, source(CALLS.replace(old, new) if old else CALLS))
    for lang, said in zip(LANGS, (english, chinese), strict=True):
        assert [problem.say(lang).splitlines()[0] for problem in error.value.problems] == [said]


def test_a_header_of_one_column_may_hold_another_separator(tmp_path: Path) -> None:
    only = CALLS.split("map:")[0].replace("interactions", "sales") + 'map:\n  sale_id: "\\"a;b\\""\n'
    with pytest.raises(BpoError) as error:
        divide(tmp_path, "a;b\nx\n", source(only + "  sold_at: when_\n"))
    assert error.value.problems[0].code == "export-separator"


def test_not_one_row_is_usable(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write("bpo.yaml", "lake: lake\n")
    desk.write("calls.yaml", CALLS)
    desk.write("calls.csv", HEADER + GOOD.replace("2026-01-05", "05.01.2026"))
    desk.write("good.csv", HEADER + GOOD)
    said = desk.run("ingest", "calls.csv", "good.csv", "--source", "calls.yaml")
    assert said.code == 1
    assert said.err == (
        "not one of the 1 rows of calls.csv can be used: is it the right source file? The first reasons stand above\n"
    )
    assert "good.csv" in said.out
    assert desk.run("ingest", "good.csv", "--source", "calls.yaml").code == 0


def test_a_lake_that_is_a_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write("bpo.yaml", "database: ledger.db\nlake: facts.db\n")
    desk.write("facts.db", "")
    desk.write("calls.yaml", CALLS)
    said = desk.run("ingest", "calls.csv", "--source", "calls.yaml")
    assert said.code == 1
    assert said.err.splitlines()[0].endswith(
        "bpo.yaml:2: the lake is a folder, and 'facts.db' is a file; name another folder, or move the file away"
    )
