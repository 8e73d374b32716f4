"""Laws of reading delimited text: what a csv writer writes is read back, wherever blocks end, and no line is lost."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bpo.facts.reading import delimited
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
