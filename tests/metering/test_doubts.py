"""Rows that cannot be meant: which are told, and what the table is without them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from bpo.core.measures import Measures
from bpo.core.words import LANGS
from bpo.metering import measure
from bpo.metering.doubts import Doubt, Mended, doubts
from tests.metering.lake import Rows, call, contract, lake_of, local

BODY = """
quantities:
  calls: {count: interactions}
  hours: {sum: timesheets, of: hours, unit: hour}
terms:
  - {id: heads, model: seats, seats: rostered, rate: 2800}
"""


def found(rows: Rows, zone: str = "Asia/Shanghai", period: str = "2026-02") -> tuple[list[Doubt], Measures | None]:
    """The doubts, and what is counted without the first."""
    one = contract(BODY, zone=zone)
    month, lake = one.cycle.period(period), lake_of({**FILLED, **rows})
    told = doubts(lake, one, month)
    return told, measure(Mended(lake, told[0]), one, month) if told else None


def call_of(number: int, **columns: Any) -> dict[str, Any]:
    ended = local("2026-02-10T12:03")
    same = {"agent": "ann", "customer": "c1", "ended_at": ended, "file": "calls.csv", "line": number + 1}
    return {**call(number), **same, **columns}


def hours(agent: str, day: date, given: str, activity: str = "ready", line: int = 2) -> dict[str, Any]:
    return {
        "agent": agent,
        "day": day,
        "hours": Decimal(given),
        "activity": activity,
        "file": "punches.csv",
        "line": line,
    }


def on_roster(start: date, end: date | None, line: int = 2, **more: Any) -> dict[str, Any]:
    return {"agent": "ann", "from_day": start, "to_day": end, "file": "staff.csv", "line": line, **more}


DAY = date(2026, 2, 3)
FILLED = {
    "interactions": [call(99)],
    "timesheets": [hours("zoe", DAY, "8")],
    "roster": [{"agent": "zoe", "from_day": date(2026, 1, 1)}],
}


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({}, 1),
        ({"customer": "c2"}, 0),
        ({"agent": "bob"}, 0),
        ({"agent": None}, 0),
        ({"ended_at": local("2026-02-10T12:04")}, 0),
        ({"account": "other"}, 0),
    ],
)
def test_one_call_under_two_ids(other: dict[str, Any], told: int) -> None:
    first = {name: None for name in other if other[name] is None}  # nothing is alike to nothing
    doubted, without = found({"interactions": [call_of(1, **first), call_of(2, **other)]})
    assert len(doubted) == told
    if without is not None:
        assert doubted[0].problem.values["listed"] == ["calls.csv:3"]
        assert without.quantities["calls"].total == 1


def test_three_legs_are_one_call() -> None:
    doubted, without = found({"interactions": [call_of(n) for n in (1, 2, 3)] + [call_of(4, customer="c9")]})
    assert doubted[0].problem.values["rows"] == 2
    assert without is not None and without.quantities["calls"].total == 2


@pytest.mark.parametrize(("given", "told"), [(("12", "12"), 0), (("12", "12.0001"), 1), (("32",), 1), (("24",), 0)])
def test_more_hours_than_a_day_has(given: tuple[str, ...], told: int) -> None:
    rows = [
        hours("ann", DAY, text, activity, line)
        for text, activity, line in zip(given, ("ready", "meeting"), (2, 3), strict=False)
    ]
    doubted, without = found({"timesheets": [*rows, *FILLED["timesheets"]]})
    assert len(doubted) == told
    if without is not None:
        assert without.quantities["hours"].total == 8
        assert (
            doubted[0]
            .problem.say("en")
            .startswith(
                f"1 days of agents have more hours than a day has: 'ann' {sum(map(Decimal, given), Decimal(0)).normalize()} h"
            )
        )


def test_a_week_of_170_hours_has_a_day_of_more_than_24() -> None:
    rows = [hours("ann", DAY + timedelta(days=n), "24.2857", line=n) for n in range(7)]
    assert found({"timesheets": [*rows, *FILLED["timesheets"]]})[0][0].problem.values["days"] == 7


def test_the_day_on_which_the_clock_is_put_back_has_25_hours() -> None:
    """25 October 2026 in Berlin."""
    for given, told in (("25", 0), ("25.0001", 1)):
        rows = [hours("ann", date(2026, 10, 25), given), hours("zoe", date(2026, 10, 5), "8")]
        calls = [call(1, "2026-10-25T12:00", "Europe/Berlin")]
        assert len(found({"timesheets": rows, "interactions": calls}, "Europe/Berlin", "2026-10")[0]) == told


@pytest.mark.parametrize(
    ("rows", "days", "heads"),
    [
        # 1 to 14 and 14 to 28 February are 29 days of 28
        ([on_roster(date(2026, 2, 1), date(2026, 2, 14)), on_roster(date(2026, 2, 14), date(2026, 2, 28), 3)], 1, 28),
        ([on_roster(date(2026, 2, 1), date(2026, 2, 13)), on_roster(date(2026, 2, 14), None, 3)], 0, 28),
        # one row inside another, and a third that begins inside the first
        ([on_roster(date(2026, 1, 1), date(2026, 2, 20)), on_roster(date(2026, 2, 3), date(2026, 2, 4), 3),
          on_roster(date(2026, 2, 20), date(2026, 2, 21), 4)], 3, 21),
        # promoted, and the old row left open
        ([on_roster(date(2026, 1, 1), None), on_roster(date(2026, 2, 15), None, 3)], 14, 28),
        # the same before and after the month only
        ([on_roster(date(2026, 1, 1), date(2026, 1, 31)), on_roster(date(2026, 1, 31), None, 3)], 0, 28),
        # an open row ends on the day the agent left
        ([on_roster(date(2026, 1, 1), None, left_on=date(2026, 2, 14)), on_roster(date(2026, 2, 15), None, 3)], 0, 28),
    ],
)  # fmt: skip
def test_an_agent_twice_on_the_roster(rows: list[dict[str, Any]], days: int, heads: int) -> None:
    doubted, without = found({"roster": rows})
    assert [doubt.problem.values["days"] for doubt in doubted] == ([days] if days else [])
    if without is not None:
        assert without.quantities["heads"].total == Fraction(heads, 28)


def test_what_is_said() -> None:
    rows = {"roster": [on_roster(date(2026, 2, 1), date(2026, 2, 14)), on_roster(date(2026, 2, 14), None, 3)]}
    problem = found(rows)[0][0].problem
    assert [problem.words.say(lang, problem.values) for lang in LANGS] == [
        "agents are twice on the roster on 1 days, and count for both rows: 'ann' from 2026-02-14 to 2026-02-14 (staff.csv:3)",
        "有 1 个人日在花名册中重复，两行均计入：ann 2026-02-14 至 2026-02-14（staff.csv:3）",
    ]


def test_a_row_of_the_roster_ends_on_the_day_the_agent_left() -> None:
    """1 + 14/28 seats; an end before the leaving stands."""
    rows = [
        on_roster(date(2026, 1, 1), None, agent="bob"),
        on_roster(date(2026, 1, 1), None, left_on=date(2026, 2, 14)),
    ]
    one = contract(BODY)
    lake = lake_of({**FILLED, "roster": rows})
    assert measure(lake, one, one.cycle.period("2026-02")).quantities["heads"].total == Fraction(42, 28)
    rows[1] |= {"to_day": date(2026, 2, 7)}
    lake = lake_of({**FILLED, "roster": rows})
    assert measure(lake, one, one.cycle.period("2026-02")).quantities["heads"].total == Fraction(35, 28)
