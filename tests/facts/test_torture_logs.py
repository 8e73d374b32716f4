"""Logs of events that are wrong in every way: contacts that are whole enter, what is not is told with its file, its line and the reason."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bpo.core.errors import BpoError
from bpo.core.tables import INTERACTIONS
from bpo.facts.ingest import ingest
from bpo.facts.lake.lake import Lake
from tests.facts.made import source
from tests.facts.test_torture import LONG, adds_up, ids, told

SOURCE = """\
source: log
table: interactions
account: acme
timezone: UTC
format: FORMAT
map:
  interaction_id: call_id
  direction: "'inbound'"
  started_at: entered
  ended_at: ended
  outcome: {from: ending, codes: {completed: handled, completed_by_agent: handled, abandoned: abandoned}}
  wait_seconds: wait_seconds
  talk_seconds: talk_seconds
  agent: agent
"""
AT = 1_767_600_000
"""2026-01-05 08:00:00 in UTC."""
FORMATS = {"queue_log": "{kind: queue_log}", "mod_callcenter": "{kind: mod_callcenter}"}


def queue_log(call: str, at: int, agent: str = "ann", end: int = 67) -> list[bytes]:
    """A contact that waited 7 s and talked 60."""
    lines = [
        f"{at}|{call}|q|NONE|ENTERQUEUE||555|1",
        f"{at + 7}|{call}|q|{agent}|CONNECT|7|x|1",
        f"{at + end}|{call}|q|{agent}|COMPLETEAGENT|7|60|1",
    ]
    return [line.encode() for line in lines]


def mod_callcenter(call: str, at: int, agent: str = "ann", end: int = 67) -> list[bytes]:
    of_all = {
        "CC-Queue": "q",
        "CC-Member-UUID": f"m{call}",
        "CC-Member-Session-UUID": call,
        "CC-Member-Joined-Time": str(at),
    }
    events = [
        {"CC-Action": "member-queue-start"},
        {"CC-Action": "bridge-agent-start", "CC-Agent": agent, "CC-Agent-Answered-Time": str(at + 7)},
        {"CC-Action": "member-queue-end", "CC-Cause": "Terminated", "CC-Member-Leaving-Time": str(at + end)},
    ]
    return [json.dumps({**of_all, **event}, ensure_ascii=False).encode() for event in events]


DIALECTS = {"queue_log": queue_log, "mod_callcenter": mod_callcenter}
TROUBLES = (
    "nothing", "1900", "2099", "over midnight", "an end before its beginning", "a line of ten megabytes", "cut off", "mixed encodings",
    "GBK", "UTF-8 with a mark", "a header in between", "no beginning", "no end", "an empty line",
)  # fmt: skip


def log(dialect: str, trouble: str) -> tuple[bytes, str, list[str], list[tuple[int, str]]]:
    """A file of three contacts of three lines each, how it is encoded, which contacts are whole, and what is told."""
    write, told_as, encoding = DIALECTS[dialect], "row.event", ""
    first, second, third = write("a", AT), write("b", AT + 100), write("c", AT + 200)
    good, bad = ["a", "b", "c"], []
    if trouble == "1900":
        second, good, bad = write("b", -2_208_988_800), ["a", "c"], [(4, told_as), (5, told_as), (6, told_as)]
    elif trouble == "2099":
        second = write("b", 4_070_908_800)
    elif trouble == "over midnight":
        second = write("b", AT + 57_590)
    elif trouble == "an end before its beginning":
        rules = {
            "queue_log": "ended_at.order,talk_seconds.longer",
            "mod_callcenter": "talk_seconds.at_least,ended_at.order",
        }
        second, good, bad = write("b", AT + 100, end=-5), ["a", "c"], [(4, rules[dialect])]
    elif trouble == "a line of ten megabytes":
        second, bad = [second[0], b"x" * LONG, *second[1:]], [(5, "row.fields" if dialect == "queue_log" else told_as)]
    elif trouble == "mixed encodings":
        second = [second[0], *write("b", AT + 100, agent="客户")[1:]]
        second[1] = second[1].decode().encode("gbk")
        bad = [(5, "row.encoding")]
    elif trouble == "GBK":
        second, encoding = [line.decode().encode("gbk") for line in write("b", AT + 100, agent="客户")], "gbk"
    elif trouble == "UTF-8 with a mark":
        first[0] = b"\xef\xbb\xbf" + first[0]
    elif trouble == "a header in between":
        second, bad = [b"time|callid|queuename|agent|event|data1|data2|data3", *second], []
        bad = (
            [] if dialect == "queue_log" else [(4, told_as)]
        )  # a line of the log that is no event of a contact is no row
    elif trouble == "no beginning":
        second, good, bad = second[1:], ["a", "c"], [(4, "contact.no_beginning")]
    elif trouble == "no end":
        second, good, bad = second[:-1], ["a", "c"], [(4, "contact.no_end")]
    elif trouble == "an empty line":
        second = [b"", *second]
    whole = b"\n".join([*first, *second, *third]) + b"\n"
    if trouble == "cut off":
        whole, good = whole[: whole.rindex(b"M" if dialect == "queue_log" else b"member-queue-end")], ["a", "b"]
        bad = [(7, "contact.no_end"), (9, told_as)]
    return whole, encoding, good, bad


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_log_with_something_wrong_in_it(tmp_path: Path, dialect: str, trouble: str) -> None:
    text, encoding, good, bad = log(dialect, trouble)
    path, lake = tmp_path / "calls.log", Lake(tmp_path / "lake")
    path.write_bytes(text)
    fmt = FORMATS[dialect].replace("}", f", encoding: {encoding}}}" if encoding else "}")
    report = ingest(path, source(SOURCE.replace("FORMAT", fmt)), lake)
    assert ids(lake) == good
    assert sorted(told(report)) == bad
    adds_up(report, len(good), len(bad))
    facts = lake.scan(INTERACTIONS).collect()
    # Who was served and of whose connection nothing can be read waited and talked for an unknown time.
    unknown = {None} if (dialect, trouble) == ("mod_callcenter", "mixed encodings") else set()
    assert (set(facts["wait_seconds"]), set(facts["talk_seconds"])) == ({7} | unknown, {60} | unknown)
    if trouble == "2099":
        assert facts["started_at"].max() == datetime(2099, 1, 1, tzinfo=UTC)
    again = ingest(path, source(SOURCE.replace("FORMAT", fmt)), lake)
    assert (again.entered, again.known, again.quarantined) == (0, len(good), len(bad))


@pytest.mark.parametrize(("dialect", "text", "code"), [
    ("queue_log", b"", "export-empty"),
    ("mod_callcenter", b"", "export-empty"),
    ("queue_log", b"\x1f\x8b\x08\x00", "export-packed"),
    ("mod_callcenter", b"PK\x03\x04", "export-packed"),
])  # fmt: skip
def test_what_is_no_log_is_refused_as_a_whole(tmp_path: Path, dialect: str, text: bytes, code: str) -> None:
    path = tmp_path / "calls.log"
    path.write_bytes(text)
    with pytest.raises(BpoError) as raised:
        ingest(path, source(SOURCE.replace("FORMAT", FORMATS[dialect])), Lake(tmp_path / "lake"))
    assert [problem.code for problem in raised.value.problems] == [code]


def test_a_log_under_another_separator_tells_every_line(tmp_path: Path) -> None:
    path, lake = tmp_path / "calls.log", Lake(tmp_path / "lake")
    path.write_bytes(b"\n".join(queue_log("a", AT)).replace(b"|", b";") + b"\n")
    report = ingest(path, source(SOURCE.replace("FORMAT", "{kind: queue_log}")), lake)
    assert told(report) == [(1, "row.fields"), (2, "row.fields"), (3, "row.fields")]
    adds_up(report, 0, 3)
