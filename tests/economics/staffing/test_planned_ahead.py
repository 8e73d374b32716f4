"""Half hours that are planned at once for all months of a bid have the very plans that each month finds by itself."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path

import numpy as np
import pytest

from bpo.core.cycles import Months
from bpo.economics.scenario.changes import changed
from bpo.economics.scenario.projection import periods_of
from bpo.economics.scenario.scenario import Bid, read_bid
from bpo.economics.staffing.many_plans import exact_plans
from bpo.economics.staffing.planned_ahead import planned_ahead
from bpo.economics.staffing.queueing import Queue, plans
from bpo.economics.staffing.staffed import StaffedMonth
from bpo.economics.staffing.staffing import staff_months
from tests.economics.working import OFFICE, work

JUNE = Months().period("2026-06")

BIDS = Path(__file__).parents[3] / "contracts" / "examples" / "bids"
QUEUES = (
    Queue(245, 20, 0.85, 120, 0.85),
    Queue(300, 10, 0.9, 60),
    Queue(180, 30, 0.8),
    Queue(420, 60, 0.95, None, 0.8),
)


@pytest.mark.parametrize("queue", QUEUES, ids=str)
def test_what_is_told_is_the_very_plan_and_nearly_all_is_told(queue: Queue) -> None:
    chance = np.random.default_rng(11)
    load, handle = chance.uniform(0.05, 90, 400), chance.uniform(0.5, 2, 400) * queue.handle_seconds
    found = exact_plans(queue, handle, load)
    assert sum(one is None for one in found) <= 20
    for n, one in enumerate(found):
        if one is not None:
            assert plans(replace(queue, handle_seconds=float(handle[n])), (float(load[n]),)) == (one,)


def both(bid: Bid, changes: dict[str, F]) -> list[tuple[StaffedMonth, ...]]:
    now = changed(bid, changes)
    periods = periods_of(bid.scenario, now.contract)
    calendar = now.contract.billing.calendar
    return [now.staffed(periods, calendar, bid.counted, {}, None, ahead) for ahead in (False, True)]


@pytest.mark.parametrize("name", ["hotline", "manila-seats"])
def test_bids_are_staffed_alike(name: str) -> None:
    bid = read_bid(BIDS / name / "scenario.yaml")
    for factor in (F(1, 2), F(1), F(13, 11), F(3, 2)):
        stream = bid.scenario.streams[0].id
        alone, ahead = both(bid, {"volume": factor, f"{stream}.handle_seconds": 1 / factor})
        assert alone == ahead


def test_who_must_be_there_is_there_also_where_nobody_calls() -> None:
    """Two must be there from 9 to 12, all calls come from 14 to 15: six half hours of five weekdays without a call."""
    hours = '"14:00-15:00": 100%}\n      at_least: {"09:00-12:00": 2}'
    read = work(OFFICE.replace('"09:00-14:00": 100%}', hours))
    streams, team = read.streams, read.people
    months = [(JUNE, {"calls": F(volume)}) for volume in (0, 1, 22000)]
    alone = staff_months(streams, team, months)
    assert staff_months(streams, team, months, plan=planned_ahead(streams, months)) == alone
    assert [one.plan.positions for one in alone[0].streams[0].intervals] == [2] * 30
    assert alone[2].streams[0].intervals[0].plan.positions == 2
