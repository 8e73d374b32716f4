"""Every ready-made source of a telephone system reads a sample made after the published format; the figures were worked out by hand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from bpo.core.tables import INTERACTIONS, TIMESHEETS
from bpo.facts.ingest import IngestReport, ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.sources.load import load_source
from tests.facts.made import hashed

SOURCES = Path(__file__).resolve().parents[2] / "contracts" / "examples" / "sources"
EXPORTS = Path(__file__).resolve().parent / "exports"
TOLD = ("outcome", "wait_seconds", "talk_seconds", "queue", "agent", "customer")
Told = tuple[Any, ...]


def enter(folder: Path, file: str, name: str = "") -> tuple[Lake, IngestReport]:
    lake = Lake(folder)
    return lake, ingest(EXPORTS / file, load_source(SOURCES / f"{name or file.split('.')[0]}.yaml"), lake)


def counts(report: IngestReport) -> tuple[int, ...]:
    return report.rows_read, report.entered, report.merged, report.known, report.quarantined, report.skipped


def contacts(lake: Lake) -> dict[str, Told]:
    rows = lake.scan(INTERACTIONS).sort("interaction_id").collect()
    return {row[0]: row[1:] for row in rows.select("interaction_id", *TOLD).iter_rows()}


def with_hashes(expected: Mapping[str, Told]) -> dict[str, Told]:
    """The contacts with their customers as the lake keeps them."""
    return {id_: (*told[:-1], hashed(told[-1])) for id_, told in expected.items()}


def reasons(report: IngestReport) -> list[tuple[int, tuple[str, ...]]]:
    return [(bad.line, bad.rules) for bad in report.bad_rows]


Case = tuple[str, str, tuple[int, ...], list[tuple[int, tuple[str, ...]]], Mapping[str, Told]]
SUPPORT, QUEUE_800 = "support@default", "Support (800)"

# file, source if it has another name, (read, entered, merged, known, quarantined, skipped), bad lines, contacts
CASES: list[Case] = [
    (
        "asterisk-queue-log",
        "",
        (10, 6, 1, 0, 3, 0),
        [(21, ("contact.no_beginning",)), (22, ("contact.no_end",)), (25, ("contact.no_end",))],
        {
            "1764579605.1": ("handled", 12, 60, "support", "PJSIP/7009", "4930000001"),
            "1764579628.3": ("abandoned", 20, None, "support", None, "4930000002"),
            # A minute in the first queue, five seconds in the second: one caller, who waited 65 seconds.
            "1764579695.5": ("handled", 65, 100, "support", "PJSIP/7051", "4930000003"),
            "1764579890.7": ("handled", 3, 40, "support", "PJSIP/7009", "4930000004"),
            "1764579999.9": ("abandoned", 11, None, "support", None, "4930000005"),
            "1764580015.1": ("abandoned", 0, None, "closed", None, "4930000006"),
        },
    ),
    (
        "asterisk-queue-log-table.csv",
        "",
        (3, 2, 0, 0, 1, 0),
        [(7, ("row.event",))],
        {
            # 09:00:10 in Berlin is 08:00:10 in UTC: 1,764,576,010 seconds since 1970.
            "1764579605.1/1764576010": ("handled", 12, 60, "support", "Anna", "4930000001"),
            "1764579695.5/1764576120": ("abandoned", 30, None, "support", None, "4930000003"),
        },
    ),
    (
        "freeswitch-callcenter.jsonl",
        "",
        (5, 3, 0, 0, 2, 0),
        [(8, ("row.event",)), (11, ("contact.no_end",))],
        {
            "s-1": ("handled", 15, 60, SUPPORT, "1001@default", "+4930000001"),
            "s-2": ("abandoned", 18, None, SUPPORT, None, "+4930000002"),
            "s-3": ("abandoned", 60, None, SUPPORT, None, "+4930000003"),
        },
    ),
    (
        "freeswitch-callcenter.txt",
        "",
        (1, 1, 0, 0, 0, 0),
        [],
        {"s-9": ("handled", 7, 30, SUPPORT, "1001@default", "+4930000009")},
    ),
    (
        "freeswitch-xml-cdr.xml",
        "",
        (7, 4, 0, 0, 2, 1),
        [(31, ("row.xml",)), (34, ("row.xml",))],
        {
            "u-1": ("handled", 15, 60, SUPPORT, "1001@default", "+4930000001"),
            "u-3": ("abandoned", 40, None, SUPPORT, None, "+4930000003"),
            "u-5": ("unanswered", None, 0, None, None, "4930000005"),
            "u-7": ("handled", None, 30, None, None, "4930000007"),
        },
    ),
    (
        "freepbx-cdr.csv",
        "",
        (8, 4, 3, 1, 0, 0),
        [],
        {
            "1764579600.1": ("handled", 15, 65, "400", "202", "4930000001"),
            "1764579900.6": ("abandoned", 30, None, "400", None, "4930000002"),
            "1764580200.9": ("ivr", None, None, None, None, "4930000003"),
            "1764580800.1": ("handled", None, 40, None, "202", "4930000004"),
        },
    ),
    (
        "asterisk-cdr.csv",
        "",
        (4, 4, 0, 0, 0, 0),
        [],
        {
            "1690325492.2/2": ("handled", 18, 13, "default", "6789", "client1"),
            "1690325531.5/4": ("unanswered", None, 0, "default", "1234", "client2"),
            "1690325700.7/6": ("unanswered", None, 0, "default", "1234", "client2"),
            "1690325700.7/7": ("handled", 5, 20, "from-trunk", "1234", "+4930000001"),
        },
    ),
    (
        "asterisk-cdr-csv.csv",
        "",
        (4, 2, 0, 0, 2, 0),
        [(3, ("reject.1", "interaction_id.required")), (4, ("key.unique",))],
        {
            "1690325492.2": ("handled", 18, 13, "default", "6789", "client1"),
            "1690325531.5": ("unanswered", None, 0, "default", "1234", "client2"),
        },
    ),
    (
        # One id three times: two rows alike, and one with another cause.
        "freeswitch-cdr.csv",
        "",
        (5, 3, 0, 1, 1, 0),
        [(5, ("key.unique",))],
        {
            "f-1": ("handled", 2, 9, None, "1002", "4000"),
            "f-2": ("unanswered", None, 0, None, None, "0"),
            "f-3": ("handled", 11, 20, None, "1004", "4000"),
        },
    ),
    (
        "vicidial-closer-log.csv",
        "",
        (6, 4, 1, 0, 0, 1),
        [],
        {
            "1764579600.11": ("handled", 25, 75, "SUPPORT", "1001", "2125550001"),
            "1764579900.12": ("abandoned", 40, None, "SUPPORT", None, "2125550002"),
            # 50 seconds with the first agent, and 120 with the one that the call was passed to.
            "1764580200.13": ("handled", 10, 170, "SUPPORT", "1002", "2125550003"),
            "1764580500.14": ("ivr", 0, None, "SUPPORT", None, "2125550004"),
        },
    ),
    (
        "vicidial-log.csv",
        "",
        (5, 5, 0, 0, 0, 0),
        [],
        {
            "1764579600.21": ("handled", None, 120, None, "1001", "2125550011"),
            "1764579610.22": ("unanswered", None, None, None, None, "2125550012"),
            "1764579620.23": ("abandoned", None, None, None, None, "2125550013"),
            "1764579630.24": ("unanswered", None, 25, None, "1002", "2125550014"),
            "1764579640.25": ("handled", None, 60, None, "1002", "2125550015"),
        },
    ),
    (
        "3cx-cdr.csv",
        "",
        (5, 4, 1, 0, 0, 0),
        [],
        {
            "Call 101": ("handled", None, 60, "800", "201", "+4930000001"),
            "Call 103": ("abandoned", None, None, "800", None, "+4930000002"),
            "Call 104": ("handled", None, 40, None, "201", "+4930000003"),
            "Call 105": ("unanswered", None, None, None, "202", "+4930000004"),
        },
    ),
    (
        "3cx-call-log.csv",
        "",
        (6, 4, 1, 0, 0, 1),
        [],
        {
            "101": ("handled", 20, 60, QUEUE_800, "Bob (201)", "Ada (+4930000001)"),
            "103": ("abandoned", 32, None, QUEUE_800, None, "+4930000002"),
            "104": ("handled", 10, 40, None, "Bob (201)", "+4930000003"),
            "105": ("unanswered", 20, None, None, None, "+4930000004"),
        },
    ),
]


def test_every_source_of_a_telephone_system_has_a_sample() -> None:
    systems = ("3cx", "asterisk", "freepbx", "freeswitch", "vicidial")
    shipped = {path.stem for path in SOURCES.glob("*.yaml") if path.stem.startswith(systems)}
    assert shipped == {case[1] or case[0].split(".")[0] for case in CASES} | {"vicidial-agent-log"}


@pytest.mark.parametrize(("file", "name", "read", "bad", "expected"), CASES, ids=[case[0] for case in CASES])
def test_a_sample(
    tmp_path: Path,
    file: str,
    name: str,
    read: tuple[int, ...],
    bad: list[tuple[int, tuple[str, ...]]],
    expected: Mapping[str, Told],
) -> None:
    expected = with_hashes(expected)
    lake, report = enter(tmp_path, file, name)
    assert counts(report) == read
    assert reasons(report) == bad
    assert contacts(lake) == expected
    lake, again = enter(tmp_path, file, name)
    assert (again.entered, again.merged, again.quarantined) == (0, 0, read[4])
    assert again.known == read[1] + read[2] + read[3]
    assert contacts(lake) == expected


def test_the_states_of_agents(tmp_path: Path) -> None:
    """360 s of lunch are 0.1 h, 180 + 54 s of waiting 0.065 h, 720 + 126 s of talk 0.235 h, 36 s of writing 0.01 h."""
    lake, report = enter(tmp_path, "vicidial-agent-log.csv")
    assert counts(report) == (8, 8, 0, 0, 0, 0)
    hours = lake.scan(TIMESHEETS).group_by("activity", "kind").agg(pl.col("hours").sum()).collect()
    assert {row[:2]: row[2] for row in hours.iter_rows()} == {
        ("break", "LUNCH"): Decimal("0.1"),
        ("break", None): Decimal(0),
        ("ready", None): Decimal("0.065"),
        ("handling", "talk"): Decimal("0.235"),
        ("handling", "after-call"): Decimal("0.01"),
    }


def test_a_hundred_calls_of_freepbx_in_250_rows(tmp_path: Path) -> None:
    """25 calls of four rows (IVR, a ring in vain, the one that was taken, its other side), 50 of two that were taken, 25 of two that were
    not: 250 rows, 75 calls handled and 25 lost, where 75 rows say that nobody answered.
    """
    head, *rows = (EXPORTS / "freepbx-cdr.csv").read_text(encoding="utf-8").splitlines()
    lines = [head]
    for number in range(100):
        legs = rows[:4] if number < 25 else rows[2:4] if number < 75 else rows[4:6]
        lost = number >= 75
        named = [leg.replace("1764579900.6" if lost else "1764579600.1", f"1764600000.{number}") for leg in legs]
        lines += [leg.rpartition(",")[0] + f",{len(lines) + at}" for at, leg in enumerate(named)]
    assert len(lines) == 251
    file = tmp_path / "cdr.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    lake = Lake(tmp_path / "lake")
    report = ingest(file, load_source(SOURCES / "freepbx-cdr.yaml"), lake)
    assert (report.rows_read, report.entered, report.quarantined) == (250, 100, 0)
    found = lake.scan(INTERACTIONS).group_by("outcome").agg(pl.len(), pl.col("talk_seconds").sum()).collect()
    assert sorted(found.iter_rows()) == [("abandoned", 25, 0), ("handled", 75, 75 * 65)]
    assert set(lake.scan(INTERACTIONS).collect()["direction"]) == {"inbound"}
