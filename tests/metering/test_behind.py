"""The rows behind a count: as many as were counted, and what they add comes to what was counted; worked out by hand at the edges."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from bpo.contracts.model import Contract
from bpo.core.measures import Need
from bpo.metering.behind import SUMMED, column_of, rows_behind, rows_read
from bpo.metering.count import Counted, count_all
from bpo.pricing.in_force import in_force
from tests.metering import test_laws as laws
from tests.metering.lake import call, contract, lake_of, local, money

SHIFTS = contract("""
    terms:
      - {id: hours, model: hours, rates: {ready: 30}}
      - {id: nights, model: workload, quantity: {sum: timesheets, of: hours, where: "hour(started_at) >= 22 OR hour(started_at) < 6"}, rate: 6}
      - {id: staffed, model: workload, quantity: {sum: timesheets, of: hours, where: "activity = 'ready'"}, rate: 1}
      - {id: present, model: workload, quantity: {distinct: timesheets, of: agent}, rate: 1}
      - {id: sites, model: workload, quantity: {count: interactions}, rate: 1, for_each: site}
      - {id: again, model: workload, quantity: {count: interactions, repeats: {within_hours: 24, same: [customer], billed: first}}, rate: 1}
      - {id: sold, model: workload, quantity: {count: sales, where: "cancelled_at IS NULL"}, rate: 1}
      - {id: gone, model: workload, quantity: {count: sales, at: cancelled_at}, rate: 1}
    """)


def shift(agent: str, start: str, end: str, hours: str, day: str) -> dict[str, Any]:
    moments = {"started_at": local(start), "ended_at": local(end)}
    return {"agent": agent, "day": local(f"{day}T12:00").date(), "activity": "ready", "hours": money(hours), **moments}


def shifts() -> dict[str, list[dict[str, Any]]]:
    """Two night shifts, the second over the end of the month; three calls of one customer; a sale of January that falls in February."""
    return {
        "timesheets": [
            shift("a", "2026-02-03T21:00", "2026-02-04T05:20", "8.3333", "2026-02-03"),
            shift("b", "2026-02-28T22:00", "2026-03-01T06:00", "8.0000", "2026-02-28"),
        ],
        "interactions": [
            call(1, "2026-01-31T23:30", customer="k", site="north"),
            call(2, "2026-02-01T10:00", customer="k", site="north"),
            call(3, "2026-02-03T10:00", customer="k", site="south"),
            call(4, "2026-02-03T10:00", customer=None, site="south"),
        ],
        "sales": [
            {"sale_id": "1", "sold_at": local("2026-01-20T10:00"), "cancelled_at": local("2026-02-02T10:00")},
            {"sale_id": "2", "sold_at": local("2026-02-05T10:00")},
            {"sale_id": "3", "sold_at": local("2026-02-06T10:00"), "cancelled_at": local("2026-02-07T10:00")},
        ],
    }


def looked_at(rows: Mapping[str, Any], one: Contract) -> tuple[list[Need], dict[str, Counted], dict[str, pl.DataFrame]]:
    period = one.cycle.period("2026-02")
    one = in_force(one, period)
    window, lake = one.effective_part(period), lake_of(rows)
    assert window is not None
    needs = one.needs()
    by_table: dict[str, list[Need]] = {}
    for need in needs:
        by_table.setdefault(need.table, []).append(need)
    frames = {
        name: pl.concat(list(rows_read(lake, one, window, of_table)), how="vertical_relaxed")
        for name, of_table in by_table.items()
    }
    return needs, count_all(lake, one, window, needs), frames


@pytest.mark.parametrize(
    ("rows", "one"), [(laws.month(), laws.CONTRACT), (shifts(), SHIFTS)], ids=["a month", "shifts"]
)
def test_the_rows_of_every_need_are_those_counted_and_add_up_to_it(rows: Mapping[str, Any], one: Contract) -> None:
    needs, counted, frames = looked_at(rows, one)
    for need in needs:
        values = frames[need.table][column_of(need)].drop_nulls().to_list()
        assert len(values) == counted[need.id].rows, need.id
        if need.op in SUMMED and need.stretch is None:  # counted row by row, so its column adds up
            assert sum((Fraction(value) for value in values), Fraction(0)) == counted[need.id].total, need.id
        elif need.op == "distinct" and need.stretch is None:
            members = frames[need.table].filter(pl.col(column_of(need)) == 1)
            assert need.of is not None
            several = members.group_by(str(need.of.value)).len().filter(pl.col("len") >= need.at_least)
            assert several.height == counted[need.id].total, need.id


def test_what_shifts_add_to_each_need() -> None:
    """a from 21:00 to 05:20 is 8 h 20 min, of which 7 h 20 min are night; of b only the 2 h before midnight lie in the month."""
    *_, frames = looked_at(shifts(), SHIFTS)
    rows = {row["agent"]: row for row in frames["timesheets"].iter_rows(named=True)}
    assert [Fraction(rows[agent]["counted:nights"]) for agent in "ab"] == [Fraction(22, 3), 2]
    assert Fraction(rows["a"]["counted:staffed"]) == Fraction(25, 3)
    assert rows["a"]["started_at"] == local("2026-02-03T21:00"), "a row stands as it is in the lake, not cut"


def test_rows_around_the_month_are_looked_at_but_not_counted() -> None:
    """Of k's calls the second follows that of 31 January within 24 hours; the third does not."""
    *_, frames = looked_at(shifts(), SHIFTS)
    rows = {row["interaction_id"]: row for row in frames["interactions"].iter_rows(named=True)}
    assert {number: row["counted:again"] for number, row in rows.items()} == {"1": None, "2": None, "3": 1, "4": 1}
    assert {number: row["counted:sites"] for number, row in rows.items()} == {"1": None, "2": 1, "3": 1, "4": 1}


def test_a_row_that_counts_by_two_of_its_times_is_there_once() -> None:
    *_, frames = looked_at(shifts(), SHIFTS)
    found = frames["sales"].select("sale_id", "counted:sold", "counted:gone").sort("sale_id").rows()
    assert found == [("1", None, 1), ("2", 1, None), ("3", None, 1)]


def test_only_rows_that_count_are_behind_a_need() -> None:
    period = laws.CONTRACT.cycle.period("2026-02")
    window = laws.CONTRACT.effective_part(period)
    assert window is not None
    lake = lake_of({"interactions": [call(1), call(2, outcome="abandoned"), call(3, "2026-03-01T00:00")]})
    need = next(one for one in laws.CONTRACT.needs() if one.id == "calls")
    found = pl.concat(list(rows_behind(lake, laws.CONTRACT, window, [need])))
    assert found["interaction_id"].to_list() == ["1"]
