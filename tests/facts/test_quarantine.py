"""The quarantine worked through: what waits, what is mended and released, what is dismissed, and what makes a row wait again."""

from __future__ import annotations

from pathlib import Path

import pytest

from bpo.core.errors import BpoError
from bpo.core.tables import INTERACTIONS
from bpo.facts.ingest import ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.lake.withdraw import withdraw
from bpo.facts.quarantine import dismiss, release, rows_of, to_mend, waiting
from bpo.facts.sources.source import Source
from tests.facts.made import GOOD, HEADER, source

BAD = "2,2026-01-05 09:01:00,?,5\n", "3,,A,6\n", "4,2026-01-05 09:03:00,A\n"
NO_HEADER = """\
source: calls
table: interactions
account: acme
timezone: Europe/Berlin
format: {kind: delimited, separator: ";", encoding: gb18030, header: no, skip: 1, columns: [id, began, result, "wait?"]}
map:
  interaction_id: id
  direction: "'inbound'"
  started_at: began
  outcome: {from: result, codes: {接听: handled, H: abandoned}}
"""


class Desk:
    def __init__(self, folder: Path, given: Source | None = None) -> None:
        self.lake, self.source, self.file = Lake(folder / "lake"), given or source(), folder / "calls.csv"
        self.mended = folder / "mended.csv"

    def enter(self, text: bytes) -> None:
        self.file.write_bytes(text)
        ingest(self.file, self.source, self.lake)

    def lines(self) -> list[int]:
        return sorted(self.lake.quarantine().collect()["line"])

    def ids(self) -> list[str]:
        return sorted(self.lake.scan(INTERACTIONS).collect()["interaction_id"])

    def release(self, text: str, encoding: str = "utf-8") -> tuple[tuple[int, ...], tuple[int, ...]]:
        self.mended.write_bytes(text.encode(encoding))
        done = release(self.lake, self.mended, self.file, self.source)
        return done.released, done.still


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.enter((HEADER + GOOD + "".join(BAD)).encode())
    return made


def test_what_waits_is_told_by_file_and_rule(desk: Desk) -> None:
    found = [(one.file, one.rules, one.rows, one.first_line, one.account) for one in waiting(desk.lake)]
    assert sorted(found) == [
        ("calls.csv", ("outcome.code",), 1, 3, "acme"),
        ("calls.csv", ("row.fields",), 1, 5, "acme"),
        ("calls.csv", ("started_at.required",), 1, 4, "acme"),
    ]


def test_rows_are_written_out_under_their_header_with_their_lines(desk: Desk) -> None:
    text, rows = to_mend(desk.lake, desk.file, desk.source)
    assert rows == 3
    assert text == "id,began,result,wait,bpo_line\n2,2026-01-05 09:01:00,?,5,3\n3,,A,6,4\n4,2026-01-05 09:03:00,A,5\n"


def test_a_mended_row_enters_and_waits_no_longer_and_the_others_do(desk: Desk) -> None:
    text, _ = to_mend(desk.lake, desk.file, desk.source)
    assert desk.release(text.replace(",?,", ",H,").replace("A,5\n", "A,,5\n")) == ((3, 5), (4,))
    assert (desk.ids(), desk.lines()) == (["1", "2", "4"], [4])
    assert {row.file for row in waiting(desk.lake)} == {"calls.csv"}, "the mended file leaves nothing behind"
    # the old file again changes nothing: its rows are as unusable as before, and settled
    ingest(desk.file, desk.source, desk.lake)
    assert (desk.ids(), desk.lines()) == (["1", "2", "4"], [4])


def test_a_mended_file_may_leave_rows_out_and_be_released_twice(desk: Desk) -> None:
    first = "id,began,result,wait,bpo_line\n3,2026-01-05 09:02:00,A,6,4\n"
    assert desk.release(first) == ((4,), (3, 5))
    text, rows = to_mend(desk.lake, desk.file, desk.source)
    assert rows == 2
    assert desk.release(text.replace(",?,", ",A,")) == ((3,), (5,))


def test_withdrawing_the_mended_file_makes_its_rows_wait_again(desk: Desk) -> None:
    text, _ = to_mend(desk.lake, desk.file, desk.source)
    desk.release(text.replace(",?,", ",H,"))
    withdraw(desk.lake, "mended.csv", "the wrong code")
    assert (desk.ids(), desk.lines()) == (["1"], [3, 4, 5])


def test_a_dismissed_row_waits_no_longer_and_its_reason_is_kept(desk: Desk) -> None:
    assert dismiss(desk.lake, rows_of(desk.lake, "calls.csv", rule="outcome.code"), "a test call") == 1
    assert desk.lines() == [4, 5]
    assert desk.lake.settled().select("line", "how", "reason").collect().rows() == [(3, "dismissed", "a test call")]
    assert dismiss(desk.lake, rows_of(desk.lake, "calls.csv", lines={4, 99}), "no start") == 1
    assert desk.lines() == [5]


def test_a_mended_source_file_takes_the_row_out_for_good(desk: Desk) -> None:
    dismiss(desk.lake, rows_of(desk.lake, "calls.csv", lines={3}), "unknown code")
    mended = desk.source.map["outcome"].model_copy(update={"codes": {"A": "handled", "H": "abandoned", "?": "void"}})
    ingest(desk.file, desk.source.model_copy(update={"map": {**desk.source.map, "outcome": mended}}), desk.lake)
    assert (desk.ids(), desk.lines()) == (["1", "2"], [4, 5])


def test_a_file_without_a_header_in_another_encoding_is_mended_too(tmp_path: Path) -> None:
    desk = Desk(tmp_path, source(NO_HEADER))
    desk.enter("报表\n1;2026-01-05 09:00:00;接听;7\n2;2026-01-05 09:00:00;未知;7\n3;;接听\n".encode("gb18030"))
    text, rows = to_mend(desk.lake, desk.file, desk.source)
    assert (text, rows) == ("报表\n2;2026-01-05 09:00:00;未知;7;3\n3;;接听;4\n", 2)
    mended = "报表\n2;2026-01-05 09:00:00;接听;7;3\n3;2026-01-05 10:00:00;接听;;4\n"
    assert desk.release(mended, "gb18030") == ((3, 4), ())
    assert desk.ids() == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEADER + GOOD, "the last column, 'bpo_line', is not the line of a row of 'calls.csv' that waits: ''"),
        ("id,began,result,wait,bpo_line\n2,2026-01-05 09:01:00,H,5,2\n", "mended.csv:2: the last column, 'bpo_line', is not the line"),
        ("id,began,result,wait,bpo_line\n2,2026-01-05 09:01:00,H,5,x\n", "that waits: 'x'"),
    ],
)  # fmt: skip
def test_a_mended_file_whose_rows_have_no_line_is_refused(desk: Desk, text: str, said: str) -> None:
    with pytest.raises(BpoError) as refused:
        desk.release(text)
    assert said in refused.value.problems[0].say("en")
    assert desk.ids() == ["1"]


def test_a_file_that_changed_since_it_was_ingested_is_refused(desk: Desk) -> None:
    desk.file.write_text(HEADER + GOOD)
    with pytest.raises(BpoError) as refused:
        to_mend(desk.lake, desk.file, desk.source)
    assert "no row of this file, as its content is now, waits" in refused.value.problems[0].say("en")


def test_a_name_that_is_not_there_or_stands_for_two_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(BpoError) as refused:
        rows_of(desk.lake, "call.csv")
    assert "Did you mean 'calls.csv'" in refused.value.problems[0].say("en")
    (tmp_path / "calls.csv").write_text(HEADER + BAD[0])
    ingest(tmp_path / "calls.csv", desk.source, desk.lake)
    with pytest.raises(BpoError) as refused:
        rows_of(desk.lake, "calls.csv")
    assert "stands for several files" in refused.value.problems[0].say("en")
