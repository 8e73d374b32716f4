"""Laws of reading delimited text: what a csv writer writes is read back, wherever blocks end, and no line is lost."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.facts.reading import delimited
from bpo.facts.reading.batch import RAW
from bpo.facts.reading.lines import Lines, lines_of
from bpo.facts.sources.source import Delimited
from tests.laws import examples

FIELD = st.text(st.sampled_from(list("ab1, \"'\n;业")), max_size=6)
ROWS = st.lists(st.tuples(FIELD, FIELD, FIELD), max_size=12)
KIND = Delimited(kind="delimited")
NAMES = ["x", "y", "z"]


def read(text: str, block: int) -> tuple[list[tuple[str | None, ...]], list[int], int]:
    """The rows read, their lines, and how many rows were faulty."""
    before, delimited.CHARACTERS_A_BATCH = delimited.CHARACTERS_A_BATCH, block
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "x.csv"
            path.write_text(text, encoding="utf-8", newline="")
            batches = list(delimited.batches(path, KIND, NAMES))
    finally:
        delimited.CHARACTERS_A_BATCH = before
    rows = [row for batch in batches for row in batch.rows.select(NAMES).rows()]
    lines = [line for batch in batches for line in batch.rows[delimited.LINE].to_list()]
    return rows, lines, sum(batch.faults.height for batch in batches)


@examples(150)
@given(rows=ROWS, end=st.sampled_from(["\n", "\r\n"]), block=st.sampled_from([3, 17, 10_000]))
def test_what_a_writer_quotes_is_read_back(rows: list[tuple[str, str, str]], end: str, block: int) -> None:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(NAMES)
    writer.writerows(rows)
    found, lines, faulty = read(out.getvalue(), block)
    # A field that holds exactly one complete row of this file on a line of its own is taken for one: see _over_lines.
    alike = any(line.count(",") == 2 for row in rows for field in row for line in field.split("\n")[1:-1])
    if not alike:
        assert found == [tuple(field.strip() or None for field in row) for row in rows]
        starts = [2 + sum(1 + "".join(row).count("\n") for row in rows[:n]) for n in range(len(rows))]
        assert (lines, faulty) == (starts, 0)


@examples(150)
@given(text=st.text(st.sampled_from(list('ab,"\n\r ')), max_size=60), block=st.sampled_from([1, 5, 10_000]))
def test_any_text_is_read_alike_wherever_blocks_end(text: str, block: int) -> None:
    assert read("x,y,z\n" + text, block) == read("x,y,z\n" + text, 1_000_000)


PIECES = [
    "a",
    "b1",
    ",",
    ",",
    '"',
    "\n",
    "\r\n",
    " ",
    '"x"',
    '",',
    ',"',
    '""',
    "\r",
    "\udcff",
    "业",
    "\u00a0",
    "\u3000",
    "\x00",
    "\x0b",
]
WHOLE = ["a,b,c\n", '"a","b","c"\n', '"q,q",b,""\n', '1,"two\n', "1,2\n", "1,2,3,4\n", " \n", "业,\u3000x,\u2003\n"]
KINDS = [
    Delimited(kind="delimited"),
    Delimited(kind="delimited", encoding="gbk"),
    Delimited(kind="delimited", encoding="utf-8", header=False, columns=("x", "y", "z?")),
    Delimited(kind="delimited", separator="\t"),
]


def all_of(path: Path, kind: Delimited, block: int) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """The rows with their lines and texts, and the faults."""
    before, delimited.CHARACTERS_A_BATCH = delimited.CHARACTERS_A_BATCH, block
    try:
        batches = list(delimited.batches(path, kind, ["x", "z"]))
    finally:
        delimited.CHARACTERS_A_BATCH = before
    rows = [row for one in batches for row in one.with_raw(one.rows).select("x", "z", delimited.LINE, RAW).rows()]
    return rows, [row for one in batches for row in one.faults.rows()]


def none_plain(text: bytes, separator: str, quote: str | None, fields: int, least: int | None = None) -> Lines:
    """Every line is left to the csv reader."""
    found = lines_of(text, separator, quote, fields, least)
    return Lines(text, found.starts, found.ends, np.zeros(len(found), np.bool_), quoted=False, tidy=False)


@examples(300)
@given(
    text=st.lists(st.sampled_from([*PIECES, *WHOLE]), max_size=30).map("".join),
    kind=st.sampled_from(KINDS),
    blocks=st.tuples(*[st.sampled_from([3, 20, 10_000])] * 2),
)
def test_lines_cut_all_at_once_are_as_those_cut_one_by_one(text: str, kind: Delimited, blocks: tuple[int, int]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        path = Path(folder) / "x.csv"
        header = kind.separator.join(NAMES) + "\n" if kind.header else ""
        text = (header + text).replace(",", kind.separator)
        path.write_bytes(text.encode("utf-8" if kind.encoding != "gbk" else "gb18030", "surrogateescape"))
        found = all_of(path, kind, blocks[0])
        patched.setattr(delimited, "lines_of", none_plain)
        assert found == all_of(path, kind, blocks[1])
