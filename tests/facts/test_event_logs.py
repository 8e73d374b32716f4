"""Events become contacts: what is whole enters, what lacks its beginning or end is set aside, and contacts go on from file to file."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from pathlib import Path

import polars as pl
import pytest

from bpo.core.errors import BpoError
from bpo.core.tables import INTERACTIONS
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.reading.logs import with_neighbours
from bpo.facts.sources.load import load_source
from bpo.facts.sources.source import Source
from tests.facts.made import source
from tests.real_data import real_data

SOURCES = Path(__file__).resolve().parents[2] / "contracts" / "examples" / "sources"
TEXT = (
    (SOURCES / "asterisk-queue-log.yaml")
    .read_text(encoding="utf-8")
    .replace("  customer: caller\n", "  customer: {from: caller, personal: keep}\n")
)
CALLS = source(TEXT)
KEPT = source(
    TEXT.replace("{kind: queue_log}\n", "{kind: queue_log, unended: keep}\n").replace(
        "key_pressed: abandoned}", "key_pressed: abandoned, talking: handled, waiting: void}"
    )
)
VISITS = source(TEXT.replace("interaction_id: call_id", "interaction_id: visit").replace("same_key: legs\n", ""))


class Log:
    """A lake, and files of a log that are given one after another or together."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.lake = folder, Lake(folder / "lake")

    def file(self, name: str, lines: str) -> Path:
        path = self.folder / name
        path.write_text(lines, encoding="utf-8")
        return path

    def give(self, *files: Path, by: Source = CALLS) -> dict[str, IngestReport]:
        return {file.name: ingest(file, by, self.lake, near=near) for file, near in with_neighbours(files, by)}

    def rows(self, *columns: str) -> list[tuple[object, ...]]:
        return self.lake.scan(INTERACTIONS).sort("started_at", "line").collect().select(columns).rows()


@pytest.fixture
def log(tmp_path: Path) -> Log:
    return Log(tmp_path)


def shape(report: IngestReport) -> tuple[int, ...]:
    return report.rows_read, report.entered, report.merged, report.known, report.quarantined


def bad(report: IngestReport) -> list[tuple[int, str]]:
    return [(one.line, ",".join(one.rules)) for one in report.bad_rows]


def entered(at: int, call: str, queue: str = "q", caller: str = "0555") -> str:
    return f"{at}|{call}|{queue}|NONE|ENTERQUEUE||{caller}|1\n"


def connected(at: int, call: str, wait: int, queue: str = "q", agent: str = "ann") -> str:
    return f"{at}|{call}|{queue}|{agent}|CONNECT|{wait}|x|1\n"


def completed(at: int, call: str, wait: int, talk: int, queue: str = "q", agent: str = "ann") -> str:
    return f"{at}|{call}|{queue}|{agent}|COMPLETEAGENT|{wait}|{talk}|1\n"


def test_the_real_log(log: Log) -> None:
    """21 entered the queue, 8 were connected, 7 of these completed and 12 abandoned: 19 are whole, and the cut is told."""
    (report,) = log.give(real_data("asterisk", "queue_log")).values()
    assert shape(report) == (21, 19, 0, 0, 2)
    assert bad(report) == [(267, "contact.no_end"), (271, "contact.no_end")]
    assert "CONNECT (270)" in report.bad_rows[0].reason.en
    assert "ENTERQUEUE (271)" in report.bad_rows[1].reason.zh
    rows = log.lake.scan(INTERACTIONS).collect()
    assert dict(rows.group_by("outcome").len().rows()) == {"handled": 7, "abandoned": 12}
    assert rows.filter(pl.col("talk_seconds") == 0).height == 1


def test_the_figures_of_the_real_log(log: Log) -> None:
    """With those that do not end: ASA 143 s / 8, abandons 215 s / 12, six of 21 answered within 20 s."""
    (report,) = log.give(real_data("asterisk", "queue_log"), by=KEPT).values()
    assert shape(report) == (21, 21, 0, 0, 0)
    rows = log.lake.scan(INTERACTIONS).collect()
    wait = {outcome: rows.filter(pl.col("outcome") == outcome)["wait_seconds"] for outcome in ("handled", "abandoned")}
    assert Fraction(int(wait["handled"].sum()), wait["handled"].len()) == Fraction("17.875")
    assert (int(wait["abandoned"].sum()), wait["abandoned"].len()) == (215, 12)
    assert round(215 / 12, 2) == 17.92
    assert (int((wait["handled"] <= 20).sum()), rows.height) == (6, 21)
    assert rows.filter(pl.col("outcome") == "handled")["talk_seconds"].null_count() == 1
    assert rows["disposition"].is_in(["waiting", "talking"]).sum() == 2


def test_a_contact_that_goes_on_in_the_next_file(log: Log) -> None:
    """Given one by one, both parts are set aside; given together they are one contact, in whatever order, and leave the quarantine."""
    first = log.file("monday", entered(100, "a") + connected(107, "a", 7) + entered(110, "b"))
    second = log.file("tuesday", completed(167, "a", 7, 60) + "190|b|q|NONE|ABANDON|1|1|80\n" + entered(200, "c"))
    third = log.file("wednesday", "205|c|q|NONE|ABANDON|1|1|5\n")
    alone = [log.give(file)[file.name] for file in (first, second, third)]
    assert [shape(one) for one in alone] == [(2, 0, 0, 0, 2), (3, 0, 0, 0, 3), (1, 0, 0, 0, 1)]
    assert bad(alone[0]) == [(1, "contact.no_end"), (3, "contact.no_end")]
    assert bad(alone[1]) == [(1, "contact.no_beginning"), (2, "contact.no_beginning"), (3, "contact.no_end")]
    assert log.lake.quarantine().collect().height == 6
    for files in permutations((first, second, third)):
        together = log.give(*files)
        assert list(together) == ["monday", "tuesday", "wednesday"]
        assert [one.quarantined for one in together.values()] == [0, 0, 0]
    assert log.lake.quarantine().collect().is_empty()
    columns = ("interaction_id", "outcome", "wait_seconds", "talk_seconds", "file", "line")
    assert log.rows(*columns) == [
        ("a", "handled", 7, 60, "monday", 1),
        ("b", "abandoned", 80, None, "monday", 3),
        ("c", "abandoned", 5, None, "tuesday", 3),
    ]


def test_a_contact_that_was_kept_is_completed_by_the_next_file(log: Log) -> None:
    first = log.file("monday", entered(100, "a") + connected(107, "a", 7))
    second = log.file("tuesday", completed(167, "a", 7, 60))
    assert shape(log.give(first, by=KEPT)["monday"]) == (1, 1, 0, 0, 0)
    assert log.rows("outcome", "wait_seconds", "talk_seconds") == [("handled", 7, None)]
    again = log.give(first, second, by=KEPT)["monday"]
    assert (shape(again), again.replaced) == ((1, 1, 0, 0, 0), 1), (
        "the file says more now, which takes the place of what it said"
    )
    assert log.rows("outcome", "wait_seconds", "talk_seconds") == [("handled", 7, 60)]


TRANSFERRED = (Path(__file__).resolve().parents[1] / "cases" / "queue_log_calls" / "data.log").read_text(
    encoding="utf-8"
)
TRANSFERRED = TRANSFERRED.partition("1773133600")[0]


def test_a_transfer_by_attendance_is_one_contact(log: Log) -> None:
    """The agent asked the other queue under a call of its own: 110 s with the first agent, 183 with the second, 12 s of waiting."""
    report = log.give(log.file("log", TRANSFERRED))["log"]
    assert shape(report) == (2, 1, 1, 0, 0)
    columns = ("interaction_id", "outcome", "wait_seconds", "talk_seconds", "agent", "customer", "transferred")
    assert log.rows(*columns) == [("c-1", "handled", 12, 293, "PJSIP/21", "4930000001", True)]


def test_visits_of_a_transfer_by_attendance(log: Log) -> None:
    log.give(log.file("log", TRANSFERRED), by=VISITS)
    assert log.rows("queue", "wait_seconds", "talk_seconds", "agent", "customer", "disposition") == [
        ("first", 12, 110, "PJSIP/21", "4930000001", "transferred"),
        ("second", 7, 183, "PJSIP/35", "4930000001", "completed_by_agent"),
    ]


def test_who_transferred_is_not_guessed(log: Log) -> None:
    """Two callers with one agent in one queue: whose transfer it was is not told, so all three are set aside."""
    lines = entered(1, "a") + entered(1, "b") + connected(3, "a", 2) + connected(4, "b", 3)
    report = log.give(log.file("log", lines + "9|c|q|ann|ATTENDEDTRANSFER|APP|Queue|2|6|1\n"))["log"]
    assert bad(report) == [(1, "contact.no_end"), (2, "contact.no_end"), (5, "contact.no_beginning")]


# What the event says, else the time between its moments.
ENDS = [
    ("50|a|q|NONE|ABANDON|1|1|40", "abandoned", 40),
    ("50|a|q|NONE|EXITWITHTIMEOUT|1", "timed_out", 41),
    ("50|a|q|NONE|EXITWITHTIMEOUT|1|1|40", "timed_out", 40),
    ("50|a|q|NONE|EXITEMPTY|1|1|40", "queue_empty", 40),
    ("50|a|q|NONE|EXITWITHKEY|5|1", "key_pressed", 41),
    ("50|a|q|NONE|EXITWITHKEY|5|1|1|40", "key_pressed", 40),
]


@pytest.mark.parametrize(("line", "ending", "wait"), ENDS)
def test_an_end_without_an_agent(log: Log, line: str, ending: str, wait: int) -> None:
    log.give(log.file("log", entered(9, "a") + line + "\n"))
    assert log.rows("outcome", "disposition", "wait_seconds", "talk_seconds", "agent") == [
        ("abandoned", ending, wait, None, None)
    ]


@pytest.mark.parametrize("line", ["70|a|q|ann|TRANSFER|200|default", "70|a|q|ann|BLINDTRANSFER|200|default|5|56|1"])
def test_a_transfer_to_an_extension(log: Log, line: str) -> None:
    log.give(log.file("log", entered(9, "a") + connected(14, "a", 5) + line + "\n"))
    assert log.rows("outcome", "wait_seconds", "talk_seconds", "transferred") == [("handled", 5, 56, True)]


def test_who_enters_again_without_an_end(log: Log) -> None:
    lines = entered(1, "a") + entered(50, "a") + "60|a|q|NONE|ABANDON|1|1|10\n"
    report = log.give(log.file("log", lines))["log"]
    assert (shape(report), bad(report)) == ((2, 1, 0, 0, 1), [(1, "contact.no_end")])


def test_lines_that_are_damaged_are_told_and_the_others_enter(log: Log) -> None:
    """Too few fields, a time that is none, bytes of another encoding, and a last line that was still being written."""
    whole = entered(1, "a") + "9|a|q|NONE|ABANDON|1|1|8\n"
    path = log.folder / "log"
    damaged = b"5|b|q\nnoon|c|q|NONE|ENTERQUEUE||1|1\n" + "6|d|客服|NONE|ENTERQUEUE||1|1\n".encode("gb18030")
    path.write_bytes(whole.encode() + b"\n \n" + damaged + whole.replace("|a|", "|e|").encode() + b"99|f|q|NONE|ENTERQ")
    report = log.give(path)["log"]
    assert bad(report) == [(5, "row.fields"), (6, "row.event"), (7, "row.encoding"), (10, "row.event")]
    assert report.bad_rows[0].reason.en == "the row has 3 fields instead of 5–14"
    assert [row[0] for row in log.rows("interaction_id")] == ["a", "e"]


def test_rings_that_were_not_answered_are_a_column(log: Log) -> None:
    counted = source(
        TEXT.replace(
            "  customer: {from: caller, personal: keep}\n",
            "  customer: {from: caller, personal: keep}\n  units: ring_no_answers\n",
        )
    )
    rings = "2|a|q|bob|RINGNOANSWER|1000\n2|b|q|bob|RINGNOANSWER|1000\n3|a|q|cat|RINGNOANSWER|2000\n"
    log.give(log.file("log", entered(1, "a") + rings + connected(8, "a", 7) + completed(9, "a", 7, 1)), by=counted)
    assert log.rows("units", "wait_seconds") == [(2, 7)]


def test_a_table_with_its_data_in_one_column(log: Log) -> None:
    """As earlier releases keep it; a time that is a number is that of the file."""
    text = (SOURCES / "asterisk-queue-log-table.yaml").read_text(encoding="utf-8")
    table = source(text.replace("  customer: caller\n", "  customer: {from: caller, personal: keep}\n"))
    lines = "time,callid,queue,agent,event,data\n100,a,q,NONE,ENTERQUEUE,|0555|1\n107,a,q,ann,CONNECT,7|x\n"
    log.give(log.file("log.csv", lines + "127,a,q,ann,COMPLETECALLER,7|20|1\n"), by=table)
    assert log.rows("interaction_id", "wait_seconds", "talk_seconds", "customer") == [("a/100", 7, 20, "0555")]


def test_a_table_of_something_else(log: Log) -> None:
    table = load_source(SOURCES / "asterisk-queue-log-table.yaml")
    with pytest.raises(BpoError) as raised:
        log.give(log.file("log.csv", "time,callid,duration\n1,2,3\n"), by=table)
    (problem,) = raised.value.problems
    assert problem.say("en").startswith(
        f"{log.folder}/log.csv:1: the header is not that of a queue log: it lacks queuename"
    )


def test_a_column_that_no_contact_has_is_told_before_a_file_is_opened() -> None:
    with pytest.raises(BpoError) as raised:
        source(TEXT.replace("wait_seconds: wait_seconds", "wait_seconds: wait_second"))
    (problem,) = raised.value.problems
    assert problem.values["nearest"] == "wait_seconds"


def test_many_contacts_at_once_are_read_in_batches(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bpo.facts.reading.contacts.CONTACTS_A_BATCH", 7)
    lines = [entered(n, f"c{n}") + f"{n + 3}|c{n}|q|NONE|ABANDON|1|1|3\n" for n in range(1, 51)]
    report = log.give(log.file("log", "".join(lines)))["log"]
    assert shape(report) == (50, 50, 0, 0, 0)


def test_where_callers_stood_and_where_they_went(log: Log) -> None:
    more = (
        "  customer: {from: caller, personal: keep}\n  priority: position\n  campaign: transferred_to\n  skill: key\n"
    )
    told = source(TEXT.replace("  customer: {from: caller, personal: keep}\n", more))
    lines = "1|a|q|NONE|ENTERQUEUE||0555|3\n2|b|q|NONE|ENTERQUEUE||0556\n" + connected(4, "a", 3)
    lines += "9|a|q|ann|BLINDTRANSFER|200|default|3|5|3\n9|b|q|NONE|EXITWITHKEY|5|1|4|7\n"
    log.give(log.file("log", lines), by=told)
    assert log.rows("priority", "campaign", "skill") == [("3", "200", None), ("4", None, "5")]


def test_the_hour_that_a_clock_shows_twice(log: Log) -> None:
    """Berlin, 25 October 2026: entered at 02:50, taken at 02:10 after twenty minutes, ended at 02:20; 00:50, 01:10 and 01:20 in UTC."""
    table = load_source(SOURCES / "asterisk-queue-log-table.yaml")
    lines = [
        "2026-10-25 02:50:00.9,a,q,NONE,ENTERQUEUE,,0555,1",
        "2026-10-25 02:50:00.5,b,q,NONE,ENTERQUEUE,,0556,1",
        "2026-10-25 02:10:00.9,a,q,ann,CONNECT,1200,x,1",
        "2026-10-25 02:20:00.9,a,q,ann,COMPLETEAGENT,1200,600,1",
        "2026-10-25 02:20:00.5,b,q,NONE,ABANDON,1,1,1800",
        "2026-10-25 03:00:00.0,c,q,NONE,ENTERQUEUE,,0557,1",
        "2026-10-25 03:00:05.0,c,q,NONE,ABANDON,1,1,5",
    ]
    header = "time,callid,queuename,agent,event,data1,data2,data3\n"
    (report,) = log.give(log.file("log.csv", header + "\n".join(lines) + "\n"), by=table).values()
    assert shape(report) == (3, 3, 0, 0, 0)
    moments = log.lake.scan(INTERACTIONS).sort("answered_at", "started_at", nulls_last=True).collect()
    clocks = [pl.col(name).dt.strftime("%H:%M:%S") for name in ("started_at", "answered_at", "ended_at")]
    assert moments.select(clocks).rows() == [
        ("00:50:00", "01:10:00", "01:20:00"),
        ("00:50:00", None, "01:20:00"),
        ("02:00:00", None, "02:00:05"),
    ]


def test_a_time_beyond_all_years_is_none(log: Log) -> None:
    lines = entered(10**17, "a") + entered(1, "b") + "9|b|q|NONE|ABANDON|1|1|8\n"
    report = log.give(log.file("log", lines))["log"]
    assert (shape(report), bad(report)) == ((2, 1, 0, 0, 1), [(1, "row.event")])


def test_a_log_under_the_wrong_separator(log: Log) -> None:
    table = load_source(SOURCES / "asterisk-queue-log.yaml")
    report = log.give(log.file("log", (entered(1, "a") + entered(2, "b")).replace("|", ";")), by=table)["log"]
    assert bad(report) == [(1, "row.fields"), (2, "row.fields")]


def test_a_line_of_ten_megabytes(log: Log) -> None:
    lines = entered(1, "a") + "x" * 10_000_000 + "\n" + "9|a|q|NONE|ABANDON|1|1|8\n"
    report = log.give(log.file("log", "\ufeff" + lines))["log"]
    assert (shape(report), bad(report)) == ((2, 1, 0, 0, 1), [(2, "row.fields")])


def test_events_in_another_encoding(log: Log) -> None:
    path = log.folder / "log"
    path.write_bytes((entered(1, "a", "客服") + "9|a|客服|NONE|ABANDON|1|1|8\n").encode("gb18030"))
    told = source(TEXT.replace("{kind: queue_log}\n", "{kind: queue_log, encoding: gb18030}\n"))
    log.give(path, by=told)
    assert log.rows("queue") == [("客服",)]


def test_a_file_that_is_missing_stops_no_other(log: Log) -> None:
    """It stands last, and is told when it is ingested."""
    there = log.file("log", entered(1, "a") + "9|a|q|NONE|ABANDON|1|1|8\n")
    order = with_neighbours([log.folder / "gone", there], CALLS)
    assert [file.name for file, _ in order] == ["log", "gone"]


@pytest.mark.parametrize(
    ("time", "seconds"),
    [
        ("1764576010", 1764576010),
        ("2025-12-01 09:00:10", 1764576010),
        ("2025-12-01T09:00:10.25", 1764576010),
        ("2025-12-01 08:00:10.25+00", 1764576010),
        ("2025-12-01 13:30:10+05:30", 1764576010),
        ("2025-12-01 13:30:10.999999+0530", 1764576010),
    ],
)
def test_the_times_of_a_table(log: Log, time: str, seconds: int) -> None:
    """08:00:10 in UTC, as a number, by the clock of Berlin, and with the offset of another place."""
    table = load_source(SOURCES / "asterisk-queue-log-table.yaml")
    header = "time,callid,queuename,agent,event,data1,data2,data3\n"
    lines = f"{time},a,q,NONE,ENTERQUEUE,,0555,1\n{time},a,q,NONE,EXITEMPTY,1,1,0\n"
    log.give(log.file("log.csv", header + lines), by=table)
    assert log.rows("interaction_id", "wait_seconds") == [(f"a/{seconds}", 0)]
