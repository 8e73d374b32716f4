"""Timesheets from punches: the hours that nobody tells are those between the two moments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.facts.ingest import ingest
from bpo.facts.lake.lake import Lake
from bpo.facts.sources.load import read_source
from bpo.facts.sources.source import Source
from bpo.metering import measure
from tests.facts.made import divide
from tests.metering.lake import contract

PUNCHES = """\
source: punches
table: timesheets
account: desk
timezone: UTC
format: {kind: delimited}
map:
  agent: agent
  activity: "'ready'"
  day: {from: came}
  started_at: came
  ended_at: went
"""
HEADER = "agent,came,went,h\n"


def punches(more: str = "") -> Source:
    return read_source(parse_document(PUNCHES + more, "punches.yaml"))


@pytest.mark.parametrize(
    ("more", "row", "expected"),
    [
        ("", "a,2026-03-31 20:00:00,2026-04-01 04:00:00,", "8.0000"),
        ("", "a,2026-03-31 20:00:00,2026-03-31 20:20:00,", "0.3333"),
        ("", "a,2026-03-31 20:00:00,2026-03-31 20:00:00,", "0.0000"),
        ("", "a,2026-03-31 20:00:00,2026-03-31 19:59:59,", "hours.at_least,ended_at.order"),
        ("", "a,2026-03-31 20:00:00,,", "hours.required"),
        ("  hours: h\n", "a,2026-03-31 20:00:00,2026-04-01 04:00:00,7.5", "7.5000"),
        ("  hours: h\n", "a,2026-03-31 20:00:00,2026-04-01 04:00:00,", "8.0000"),
        ("  hours: h\n", "a,2026-03-31 20:00:00,,7.5", "7.5000"),
        ("  hours: h\n", "a,2026-03-31 20:00:00,,", "hours.required"),
        ("  hours: h\n", "a,2026-03-31 20:00:00,2026-04-01 04:00:00,eight", "hours.readable"),
    ],
)
def test_hours_that_are_not_told(tmp_path: Path, more: str, row: str, expected: str) -> None:
    usable, bad, _ = divide(tmp_path, HEADER + row + "\n", punches(more))
    assert [*usable["hours"].cast(str), *bad["rules"]] == [expected]


def test_one_moment_does_not_tell_the_hours() -> None:
    with pytest.raises(BpoError, match="'hours' of table timesheets is required"):
        read_source(parse_document(PUNCHES.replace("  ended_at: went\n", ""), "punches.yaml"))


def test_a_shift_across_the_months_end_from_its_export(tmp_path: Path) -> None:
    """20:00 on 31 March to 04:00, and 10:00 to 18:00 on the 30th: 4 + 8 hours in March, 4 in April."""
    export = tmp_path / "punches.csv"
    export.write_text(
        HEADER + "ann,2026-03-31 20:00:00,2026-04-01 04:00:00,\nbob,2026-03-30 10:00:00,2026-03-30 18:00:00,\n"
    )
    lake, source = Lake(tmp_path / "lake"), punches()
    assert ingest(export, source, lake).entered == 2
    assert ingest(export, source, lake).known == 2

    def hours(month: str, zone: str) -> Any:
        one = contract("terms:\n  - {id: h, model: hours, activities: [ready], rate: 10}\n", zone=zone)
        return measure(lake, one, one.cycle.period(month)).quantities["h"].total

    assert (hours("2026-03", "UTC"), hours("2026-04", "UTC")) == (12, 4)
    assert (hours("2026-03", "UTC, shifts: by_start"), hours("2026-03", "Asia/Shanghai")) == (16, 8)
    assert hours("2026-04", "Asia/Shanghai") == 8
