"""Files of which bits are not what they were: rows or a message that names the file, and the process lives on."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpo.core.errors import BpoError
from bpo.facts.reading import apart
from bpo.facts.reading.batch import Batch
from bpo.facts.reading.export import open_export
from bpo.facts.reading.packed import delivered
from bpo.facts.sources.load import load_source
from bpo.facts.sources.source import Source

ROWS = 200
SOURCE = """\
source: calls
table: interactions
account: acme
timezone: UTC
format: {kind: KIND}
map:
  interaction_id: id
  direction: "'inbound'"
  started_at: began
  outcome: {from: result, codes: {A: handled}}
  wait_seconds: wait
"""


@cache
def source(kind: str) -> Source:
    with TemporaryDirectory() as folder:
        path = Path(folder, "calls.yaml")
        path.write_text(SOURCE.replace("KIND", kind))
        return load_source(path)


@cache
def calls() -> pl.DataFrame:
    numbers = range(ROWS)
    return pl.DataFrame(
        {
            "id": [f"c{n}" for n in numbers],
            "began": [datetime(2026, 1, 1 + n % 28, 10, n % 60) for n in numbers],
            "result": ["A"] * ROWS,
            "wait": [n % 60 for n in numbers],
            "share": [n / 7 for n in numbers],
        }
    )


@cache
def whole(name: str) -> bytes:
    """The calls as a file of a kind."""
    out, text = io.BytesIO(), calls().write_csv(datetime_format="%Y-%m-%d %H:%M:%S").encode()
    if name == "calls.parquet":
        calls().write_parquet(out)
    elif name == "calls.xlsx":
        calls().write_excel(out)
    elif name == "calls.csv.gz":
        out.write(gzip.compress(text, mtime=0))
    else:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("calls.csv", text)
    return out.getvalue()


def damaged(content: bytes, bits: list[float], kept: float) -> bytes:
    """With the bits at these parts of it turned, and cut off after a part of it."""
    changed = bytearray(content)
    for part in bits:
        at = int(part * len(changed) * 8)
        changed[at // 8] ^= 1 << at % 8
    return bytes(changed[: max(1, int(kept * len(changed)))])


def rows_of(path: Path, kind: str) -> int:
    """How many rows are read of it, packed or not."""
    count = 0
    for one in delivered(path):
        with one.opened() as file:
            export = open_export(file, source(kind))
            wanted = {"id", "began", "result", "wait"} & set(export.columns)
            count += sum(batch.height for batch in export.batches(source(kind), wanted))
    return count


KINDS = {"calls.parquet": "parquet", "calls.xlsx": "excel", "calls.csv.gz": "delimited", "calls.zip": "delimited"}
PART = st.floats(0, 1, exclude_max=True)


@pytest.mark.parametrize("name", KINDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bits=st.lists(PART, min_size=1, max_size=4), kept=st.sampled_from([1, 1, 1, 0.9, 0.5, 0.01]))
def test_a_damaged_file_gives_rows_or_a_message(tmp_path: Path, name: str, bits: list[float], kept: float) -> None:
    path = tmp_path / name
    path.write_bytes(damaged(whole(name), bits, kept))
    try:
        assert rows_of(path, KINDS[name]) >= 0
    except BpoError as error:
        for problem in error.problems:
            assert problem.where is not None and problem.say("en") and problem.say("zh")


@pytest.mark.parametrize("name", KINDS)
def test_a_whole_file_is_read_whole(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(whole(name))
    assert rows_of(tmp_path / name, KINDS[name]) == ROWS


def reader_that(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the process that reads, one that does this when it is asked."""

    def started(reader: apart._Reader) -> subprocess.Popen[str]:
        reader.close()
        reader._process = subprocess.Popen(
            [sys.executable, "-c", f"import os, sys, time; sys.stdin.readline(); {code}"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        return reader._process

    monkeypatch.setattr(apart._Reader, "_started", started)


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("os.kill(os.getpid(), 11)", "ended the reader (SIGSEGV)"),
        ("os.kill(os.getpid(), 6)", "ended the reader (SIGABRT)"),
        ("sys.exit(3)", "ended the reader (exit 3)"),
        ("time.sleep(60)", "took longer than 1 seconds"),
    ],
)
@pytest.mark.parametrize("name", ["calls.parquet", "calls.xlsx"])
def test_what_ends_the_reader_is_told_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: str, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(whole(name))
    with monkeypatch.context() as patch:
        patch.setattr(apart, "SECONDS", 1)
        reader_that(code, patch)
        with pytest.raises(BpoError) as raised:
            rows_of(path, KINDS[name])
    (problem,) = raised.value.problems
    assert problem.code == "export-damaged" and str(path) in problem.say("en") and message in problem.say("en")
    assert rows_of(path, KINDS[name]) == ROWS  # by another process


def test_the_reader_has_no_more_memory_than_it_may() -> None:
    code = (
        "from bpo.facts.reading import reader\n"
        "reader.MEMORY_LEAST, reader.PART_OF_MEMORY = 3 * 2**30, 0\n"
        "reader._limit_memory()\n"
        "bytearray(4 * 2**30)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 1 and "MemoryError" in run.stderr


def test_two_files_are_read_by_turns(tmp_path: Path) -> None:
    path, other = tmp_path / "calls.parquet", tmp_path / "other.parquet"
    path.write_bytes(whole("calls.parquet"))
    calls().head(3).write_parquet(other)

    def of(file: Path) -> Iterator[Batch]:
        return open_export(file, source("parquet")).batches(source("parquet"), {"id"})

    heights = [tuple(batch.height for batch in both) for both in zip(of(path), of(other), strict=True)]
    assert heights == [(ROWS, 3)]
