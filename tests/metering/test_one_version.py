"""A month is counted over one version of each table, and a month without rows that may rightly have none is told."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from bpo.core.tables import EVENTS, Table
from bpo.facts.lake.lake import Lake
from bpo.facts.types import schema_of
from bpo.metering import measure
from bpo.metering.findings import findings
from tests.metering.lake import contract, local

BODY = """
quantities:
  complaints: {count: events}
terms:
  - {id: fee, model: fixed, amount: 1}
"""


def add_event(lake: Lake, number: int) -> None:
    schema = schema_of(EVENTS)
    row = {
        "event_id": str(number),
        "occurred_at": local(f"2026-02-{number:02d} 12:00"),
        "kind": "complaint",
        "account": "desk",
    }
    lake.append(EVENTS, pl.LazyFrame([{**dict.fromkeys(schema), **row}], schema=schema, orient="row"), {})


class IngestedMeanwhile(Lake):
    """A lake that gets another event between the look at its versions and the count."""

    def scan(self, table: Table, version: int | None = None) -> pl.LazyFrame:
        if table is EVENTS and self.versions()["events"] == 0:
            add_event(Lake(self.place), 2)
        return super().scan(table, version)


def test_what_enters_meanwhile_is_neither_counted_nor_remembered(tmp_path: Path) -> None:
    add_event(Lake(tmp_path), 1)
    one = contract(BODY)
    found = measure(IngestedMeanwhile(tmp_path), one, one.cycle.period("2026-02"))
    assert (found.quantities["complaints"].total, found.evidence["complaints"].version) == (1, 0)
    assert Lake(tmp_path).versions() == {"events": 1}


def test_a_month_without_events_is_told(tmp_path: Path) -> None:
    add_event(Lake(tmp_path), 1)
    one = contract(BODY)
    codes = {
        month: [problem.code for problem in findings(Lake(tmp_path), one, one.cycle.period(month))]
        for month in ("2026-02", "2026-03")
    }
    assert codes == {"2026-02": [], "2026-03": ["finding-none-in-period"]}
