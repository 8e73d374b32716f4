"""Contacts found in columns are those that one event after another makes: a law over random logs, with transfers and in parts."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.facts.reading import delimited, whole_contacts
from bpo.facts.reading.batch import LINE, RAW
from bpo.facts.reading.contacts import Neighbours
from bpo.facts.reading.logs import contact_batches
from bpo.facts.sources.event_formats import CONTACT
from tests.facts.made import source
from tests.facts.test_event_logs import TEXT
from tests.laws import examples

EVENTS = st.tuples(
    st.sampled_from(
        ["enter"] * 4
        + ["connect"] * 4
        + ["ring", "complete", "complete", "abandon", "attended", "attended", "blind", "cut", "odd", "pause"]
    ),
    st.sampled_from("abc"),
    st.sampled_from("pq"),
    st.sampled_from(["ann", "ben", "NONE"]),
    st.integers(0, 3),
)
WHOLE = st.tuples(st.sampled_from("abc"), st.sampled_from("pq"), st.sampled_from(["ann", "ben"]), st.booleans()).map(
    lambda one: [
        ("enter", one[0], one[1], "NONE", 1),
        ("connect", one[0], one[1], one[2], 1),
        ("complete" if one[3] else "attended", one[0], one[1], one[2], 1),
    ]
)
"""A contact from its beginning to its end: chance alone makes few."""
DATA = {
    "enter": "ENTERQUEUE||555|1",
    "connect": "CONNECT|{n}|x|1",
    "ring": "RINGNOANSWER|5000",
    "complete": "COMPLETECALLER|{n}|6{n}|1",
    "abandon": "ABANDON|1|1|{n}",
    "attended": "ATTENDEDTRANSFER|BRIDGE|x|{n}|5|1",
    "blind": "BLINDTRANSFER|200|default|{n}||1",
    "cut": "COMPLETECAL",
    "odd": "COMPLETECALLER",
    "pause": "PAUSE|",
}


def read(paths: list[Path], block: int) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """The contacts and faults of the second of three files of a log."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(delimited, "CHARACTERS_A_BATCH", block)
        found = list(contact_batches(paths[1], source(TEXT), {*CONTACT}, Neighbours(paths[0], paths[2])))
    rows = [one.with_raw(one.rows).select(*sorted(CONTACT), LINE, RAW) for one in found if one.rows.height]
    told = (row for frame in rows for row in frame.rows())
    return sorted(told, key=str), sorted(row for one in found for row in one.faults.rows())


def nothing(events: pl.DataFrame, held: object) -> pl.DataFrame:
    return WHOLE_OF(events, held).clear()  # type: ignore[arg-type]


WHOLE_OF = whole_contacts._whole


@examples(60)
@given(
    files=st.lists(st.lists(st.one_of(EVENTS.map(lambda one: [one]), WHOLE), max_size=12), min_size=3, max_size=3),
    block=st.sampled_from([1, 60, 200, 10_000]),
)
def test_contacts_in_columns_are_those_of_one_event_after_another(
    files: list[list[list[tuple[str, str, str, str, int]]]], block: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        paths, at = [], 1_767_600_000
        for number, groups in enumerate(files):
            lines = []
            for event, call, queue, agent, seconds in (one for group in groups for one in group):
                at += seconds
                lines.append(f"{at}|{call}|{queue}|{agent}|{DATA[event].format(n=seconds)}\n")
            paths.append(Path(folder) / f"queue_log.{number}")
            paths[-1].write_text("".join(lines))
        found = read(paths, block)
        patched.setattr(whole_contacts, "_whole", nothing)
        assert found == read(paths, 10_000)


def test_most_contacts_are_found_in_columns(tmp_path: Path) -> None:
    """Else the law above would compare a thing with itself."""
    lines = [
        f"{at}|c{n}|p|ann|{DATA[event].format(n=1)}\n"
        for n in range(50)
        for at, event in ((1, "enter"), (2, "connect"), (9, "complete"))
    ]
    (tmp_path / "log").write_text("".join(lines))
    batches = list(contact_batches(tmp_path / "log", source(TEXT), {"call_id"}, Neighbours()))
    assert [(one.rows.height, one.raw_of is not None) for one in batches] == [(50, True)]
    assert batches[0].with_raw(batches[0].rows)[RAW][1] == "".join(lines[3:6]).rstrip("\n")
