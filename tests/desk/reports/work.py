"""A few days of a small desk, written out so that every figure of its reports can be worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from bpo.desk.reports import Maker
from bpo.desk.reports.agents import agents
from bpo.facts.types import QUARANTINE_SCHEMA
from bpo.metering.memory import MemoryLake
from bpo.report.model import Report
from tests.metering.lake import ACCOUNT, Rows, call, contract, local


class WholeLake(MemoryLake):
    """With a quarantine, in which nothing is."""

    def quarantine(self) -> pl.LazyFrame:
        return pl.LazyFrame(schema=QUARANTINE_SCHEMA)


def handled(number: int, at: str, agent: str | None, *times: int | None, **more: Any) -> dict[str, Any]:
    talk, hold, wrap_up = times
    return call(number, at, agent=agent, talk_seconds=talk, hold_seconds=hold, wrap_up_seconds=wrap_up, **more)


def evaluated(number: int, at: str, score: str, **more: Any) -> dict[str, Any]:
    return {"evaluation_id": str(number), "evaluated_at": local(at), "score": Decimal(score), **more}


NORTH = {"team": "North"}
CONTACTS = [
    handled(1, "2026-02-10T09:00", "Ann", 100, 20, 30, queue="bills", **NORTH),
    handled(2, "2026-02-10T23:59", "Ann", 200, None, 40, queue="bills", transferred=True, **NORTH),
    handled(3, "2026-02-11T00:01", "Bob", 60, 0, 0, queue="cards", **NORTH),
    handled(4, "2026-02-11T10:00", "Cai", 300, 30, 90, queue="cards"),
    handled(5, "2026-02-11T11:00", "Cai", None, None, None),
    handled(6, "2026-02-10T12:00", None, 10, None, None, direction="outbound"),
    # none of these counts: no contact, nobody's, before the contract holds, after the month, another account's
    handled(7, "2026-02-10T10:00", "Ann", 999, 9, 9, outcome="void", **NORTH),
    handled(8, "2026-02-10T11:00", None, None, None, None, outcome="abandoned", queue="bills"),
    handled(9, "2026-02-09T23:59", "Ann", 999, 9, 9, queue="bills", **NORTH),
    handled(10, "2026-03-01T00:00", "Bob", 999, 9, 9, **NORTH),
    handled(11, "2026-02-10T12:00", "Dee", 999, 9, 9, account="another"),
]
EVALUATIONS = [
    evaluated(1, "2026-02-10T15:00", "90", agent="Ann", interaction_id="1", **NORTH),
    evaluated(2, "2026-02-11T15:00", "85.5", agent="Ann", interaction_id="2", **NORTH),
    evaluated(3, "2026-02-11T15:00", "70", agent="Cai", interaction_id="9"),  # of a contact before the contract holds
    evaluated(4, "2026-02-11T15:00", "60", **NORTH),
    evaluated(5, "2026-02-09T15:00", "0", agent="Ann", interaction_id="1", **NORTH),
]


FEE = "terms: [{id: fee, model: fixed, amount: 1}]"


def report(by: str = "agent", make: Maker = agents, clauses: str = FEE, **tables: Any) -> Report:
    """The report on February, of which the contract holds from the 10th."""
    rows: Rows = {"interactions": CONTACTS, "evaluations": EVALUATIONS, **tables}
    one = contract(clauses, effective="{from: 2026-02-10}")
    window = one.effective_part(one.cycle.period("2026-02"))
    assert window is not None
    return make(WholeLake(ACCOUNT, rows), one, window, by)
