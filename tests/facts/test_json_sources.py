"""The ready-made sources of JSON: real conversations where they are, and samples after the published formats, counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from bpo.core.tables import INTERACTIONS
from bpo.facts.gate.mapping import bind
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.reading.export import open_export
from bpo.facts.sources.load import load_source
from tests.facts.made import hashed
from tests.real_data import real_data

SOURCES = Path(__file__).resolve().parents[2] / "contracts" / "examples" / "sources"
SAMPLES = Path(__file__).resolve().parent / "samples"


def enter(lake: Lake, path: Path, source: str) -> IngestReport:
    return ingest(path, load_source(SOURCES / f"{source}.yaml"), lake)


def facts(lake: Lake, *columns: str) -> list[tuple[object, ...]]:
    return lake.scan(INTERACTIONS).sort("interaction_id").select(columns).collect().rows()


def test_the_conversation_of_genesys_that_ended_enters_and_the_other_is_set_aside(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    good = enter(lake, real_data("genesys", "conversation1.json"), "genesys-cloud")
    bad = enter(lake, real_data("genesys", "conversation2.json"), "genesys-cloud")
    assert (good.entered, bad.entered, bad.quarantined) == (1, 0, 1)
    (row,) = bad.bad_rows
    assert (row.line, row.rules) == (1, ("reject.1", "reject.2"))
    assert row.reason.en == "the conversation has not ended; an agent talked and there is no tHandle"
    assert row.reason.zh == "会话尚未结束；有通话但没有 tHandle"
    told = ("outcome", "channel", "wait_seconds", "talk_seconds", "hold_seconds", "wrap_up_seconds")
    assert facts(lake, *told) == [("handled", "chat", 11, 374, 544, None)]


def test_the_handle_time_of_the_real_conversation_is_what_the_data_s_page_says() -> None:
    path, source = real_data("genesys", "conversation1.json"), load_source(SOURCES / "genesys-cloud.yaml")
    export = open_export(path, source)
    assert {"talk_ms", "handle_ms"} <= bind(source, export).reads
    (batch,) = export.batches(source, {"talk_ms", "held_ms", "handle_ms"})
    assert batch.rows.select("talk_ms", "held_ms", "handle_ms").rows() == [("374561", "544176", "918737")]


def test_conversations_of_genesys(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    report = enter(lake, SAMPLES / "genesys-conversations.json", "genesys-cloud")
    assert (report.rows_read, report.entered, report.quarantined) == (6, 5, 1)
    lines = (SAMPLES / "genesys-conversations.json").read_text(encoding="utf-8").splitlines()
    begins = {lines[index + 1].split('"')[3]: index + 1 for index, line in enumerate(lines) if line == "    {"}
    assert report.bad_rows[0].line == begins["c-4"], "the line that the record begins in"
    assert facts(lake, "interaction_id", "line") == [
        (name, begins[name]) for name in ("c-1", "c-2", "c-3", "c-5", "c-6")
    ]
    # 100.4 + 60.5 s of two agents are 160.9, cut to 160; the first of them handled it, the last one coded it
    told = (
        "interaction_id",
        "outcome",
        "channel",
        "agent",
        "disposition",
        "wait_seconds",
        "talk_seconds",
        "hold_seconds",
        "wrap_up_seconds",
        "transferred",
    )
    assert facts(lake, *told) == [
        ("c-1", "handled", "voice", "u-ann", "w-last", 20, 160, 10, 30, True),
        ("c-2", "abandoned", "voice", None, None, 45, None, None, None, False),
        ("c-3", "ivr", "voice", None, None, None, None, None, None, False),
        ("c-5", "unanswered", "voice", None, None, None, None, None, None, False),
        ("c-6", "handled", "voice", "u-ben", None, 0, 120, None, None, False),
    ]


def test_of_contact_records_of_amazon_connect_the_one_updated_last_counts(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    report = enter(lake, SAMPLES / "amazon-connect.json", "amazon-connect")
    # a-1, a-2, a-3, a-4 are new; the second a-1 is newer, the second a-2 older, the second a-3 known; a-5 has not ended
    assert (report.rows_read, report.entered, report.newer, report.older, report.known, report.quarantined) == (
        8,
        4,
        1,
        1,
        1,
        1,
    )
    assert report.bad_rows[0].line == 7, "the file has no line ends: it is the seventh record"
    told = (
        "interaction_id",
        "outcome",
        "agent",
        "team",
        "wait_seconds",
        "talk_seconds",
        "hold_seconds",
        "wrap_up_seconds",
    )
    assert facts(lake, *told) == [
        ("a-1", "handled", "ann", "cards", 10, 120, 30, 45),
        ("a-2", "abandoned", None, None, 59, None, None, None),
        ("a-3", "ivr", None, None, None, None, None, None),
        ("a-4", "unanswered", None, None, None, None, None, None),
    ]
    again = enter(lake, SAMPLES / "amazon-connect.json", "amazon-connect")
    assert (again.entered, again.newer, again.older, again.known) == (0, 0, 0, 7)


def test_calls_of_twilio_come_in_pages(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    report = enter(lake, SAMPLES / "twilio-calls.json", "twilio-calls")
    assert (report.rows_read, report.entered) == (4, 4)
    told = ("interaction_id", "direction", "outcome", "customer", "talk_seconds", "wait_seconds")
    assert facts(lake, *told) == [
        ("CA1", "inbound", "handled", hashed("+15550201"), 120, 0),
        ("CA2", "outbound", "unanswered", hashed("+15550202"), 0, 1),
        ("CA3", "outbound", "handled", hashed("+15550203"), 42, 0),
        ("CA4", "outbound", "unanswered", hashed("+15550204"), 0, 0),
    ]
    began = lake.scan(INTERACTIONS).filter(pl.col("interaction_id") == "CA2").collect()["started_at"][0]
    assert began == datetime(2026, 1, 5, 9, 3, tzinfo=UTC)


def test_events_of_taskrouter_are_tasks(tmp_path: Path) -> None:
    """Seven events: one is left out, one came twice. A task waits until it is accepted, whatever comes first, or until it is given up."""
    lake = Lake(tmp_path)
    report = enter(lake, SAMPLES / "twilio-taskrouter.json", "twilio-taskrouter")
    assert (report.rows_read, report.entered, report.merged, report.known, report.skipped) == (7, 3, 2, 1, 1)
    told = ("interaction_id", "channel", "outcome", "queue", "agent", "disposition", "wait_seconds")
    assert facts(lake, *told) == [
        ("WT1", "voice", "handled", "billing", "ann", None, 12),
        ("WT2", "voice", "abandoned", "billing", None, "hangup", 41),
        ("WT3", "chat", "handled", "orders", "ben", None, 30),
    ]
    moments = [datetime(2026, 1, 5, *clock, tzinfo=UTC) for clock in ((9, 0, 0), (9, 0, 12), (9, 5, 12))]
    assert facts(lake, "started_at", "answered_at", "ended_at")[0] == tuple(moments)
