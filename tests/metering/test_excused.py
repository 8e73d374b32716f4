"""Excused events are told to whoever reviews the month they lie in."""

from __future__ import annotations

import polars as pl
import pytest

from bpo.metering.findings import findings
from bpo.metering.memory import MemoryLake
from tests.metering.lake import ACCOUNT, call, contract

BODY = """
    terms:
      - {id: fee, model: fixed, amount: 1}
    kpis:
      - {id: sl, kpi: answer_rate, excused: [{from: FROM, to: TO, reason: outage, evidence: INC-1}]}
      - {id: hours, kpi: interval_compliance, minutes: 30, of: {kpi: answer_rate, target: 90%, excused: [{from: FROM, to: TO, reason: outage, evidence: INC-1}]}}
    """


class WithoutQuarantine(MemoryLake):
    def quarantine(self) -> pl.LazyFrame:
        return pl.LazyFrame(schema={"account": pl.String, "table": pl.String, "rules": pl.String})


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2026-01-30", "2026-01-31", []),
        ("2026-01-31", "2026-02-01", ["sl", "hours"]),
        ("2026-01-31 22:00", "2026-02-01 00:00", []),  # a moment at which it ends is not left out any more
        ("2026-01-31 22:00", "2026-02-01 00:01", ["sl", "hours"]),
        ("2026-02-28", "2026-03-03", ["sl", "hours"]),
        ("2026-03-01", "2026-03-03", []),
    ],
)
def test_an_event_is_told_in_the_months_that_it_touches(start: str, end: str, told: list[str]) -> None:
    one = contract(BODY.replace("FROM", start).replace("TO", end))
    found = findings(WithoutQuarantine(ACCOUNT, {"interactions": [call(1)]}), one, one.cycle.period("2026-02"))
    events = [problem for problem in found if problem.code == "finding-excused"]
    assert [problem.values["kpi"] for problem in events] == told
    assert all("INC-1" in problem.say("en") and problem.where is not None for problem in events)
