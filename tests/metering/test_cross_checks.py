"""What contacts, hours and roster say against one another: each finding at its bound and one beyond, worked by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from bpo.contracts.load import read_contract
from bpo.contracts.model import Contract
from bpo.core.documents import parse_document
from bpo.metering.cross_checks import cross_checks
from bpo.metering.memory import MemoryLake

CONTRACT = """\
contract: desk
title: Support desk
currency: CNY
effective: {from: 2026-01-01, to: 2026-12-31}
supplier: {name: Supplier}
client: {name: Client}
account: acme
billing: {timezone: Asia/Shanghai}
terms:
  - {id: calls, model: workload, rate: 1, quantity: {count: interactions}}
"""
SHANGHAI = timezone(timedelta(hours=8))
Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def contract() -> Contract:
    return read_contract(parse_document(CONTRACT, "desk.yaml")).contract


def said(rows: Rows) -> list[str]:
    terms = contract()
    found = cross_checks(MemoryLake("acme", rows), terms, terms.cycle.period("2026-03"))
    return [problem.words.say("en", problem.values) for problem in found]


def call(
    day: int, at: str = "09:00:00", agent: str = "ada", talk: int = 600, month: int = 3, **more: Any
) -> dict[str, Any]:
    began = datetime.fromisoformat(f"2026-{month:02}-{day:02} {at}").replace(tzinfo=SHANGHAI)
    number = f"{month}-{day}-{at}-{agent}-{more.get('line', 0)}"
    return {
        "interaction_id": number, "started_at": began, "answered_at": began, "direction": "inbound", "outcome": "handled",
        "agent": agent, "talk_seconds": talk, "file": "calls.csv", "line": 1, **more,
    }  # fmt: skip


def on_roster(agent: str, first: int, last: int | None) -> dict[str, Any]:
    return {"agent": agent, "from_day": date(2026, 3, first), "to_day": None if last is None else date(2026, 3, last)}


def hours(agent: str, day: int, many: str, activity: str = "ready") -> dict[str, Any]:
    return {"agent": agent, "day": date(2026, 3, day), "hours": Decimal(many), "activity": activity}


def test_a_month_in_which_all_agrees_says_nothing() -> None:
    rows = {"interactions": [call(2)], "roster": [on_roster("ada", 1, None)], "timesheets": [hours("ada", 2, "8")]}
    assert said(rows) == []
    assert said({"interactions": [call(2)]}) == [], "a table that was never ingested is held against nothing"
    assert said({"interactions": [call(2)], "roster": [], "timesheets": []}) == []


def test_contacts_on_days_off_the_roster_are_told_by_agent() -> None:
    # 23:30 UTC of 4 March is 5 March in Shanghai
    late = datetime.fromisoformat("2026-03-04 23:30:00+00:00")
    rows = {
        "interactions": [call(2), call(4), {**call(5), "started_at": late, "answered_at": late}, call(3, agent="bob", talk=0), call(3, agent="bob", at="10:00:00")],
        "roster": [on_roster("ada", 2, 4), on_roster("bob", 4, None)],
    }  # fmt: skip
    assert said(rows) == ["2 agents handled 3 contacts on days on which they are not on the roster: 'bob' 2, 'ada' 1"]


def test_an_agent_of_the_roster_who_does_nothing_is_told() -> None:
    roster = [on_roster("ada", 1, None), on_roster("bob", 1, None), on_roster("cat", 1, 2)]
    rows = {
        "interactions": [call(2)],
        "roster": roster,
        "timesheets": [hours("ada", 2, "8"), hours("cat", 1, "8", "leave")],
    }
    assert said(rows) == ["1 agents are on the roster and have neither a contact nor an hour in the period: bob"]


@pytest.mark.parametrize(
    ("talk", "wrap", "told"),
    [
        (3000, 600, []),
        (
            3000,
            601,
            [
                "1 days of agents have more handling time by voice than hours ready or handling (occupancy above 100%): 'ada' on 2026-03-02: 1 of 1 h"
            ],
        ),
    ],
)
def test_handling_time_is_held_against_hours(talk: int, wrap: int, told: list[str]) -> None:
    # one hour, of which training is no part: 3,000 + 600 s is the whole of it, 3,601 s is more (1.00 h as shown)
    sheet = [hours("ada", 2, "0.4"), hours("ada", 2, "0.6", "handling"), hours("ada", 2, "7", "training")]
    rows = {"interactions": [call(2, talk=talk, wrap_up_seconds=wrap)], "timesheets": sheet}
    assert said(rows) == told


def test_chats_may_be_held_at_once_and_take_no_hours_alone() -> None:
    chats = [call(2, channel="chat", talk=3600, line=line) for line in (1, 2, 3)]
    assert said({"interactions": chats, "timesheets": [hours("ada", 2, "1")]}) == []


def test_a_day_with_contacts_and_without_hours_is_told() -> None:
    rows = {"interactions": [call(2), call(3)], "timesheets": [hours("ada", 2, "8"), hours("bob", 3, "8")]}
    assert said(rows) == ["1 days of agents have contacts and no hours on the timesheets: 'ada' on 2026-03-03"]


def test_two_contacts_of_an_agent_at_once_are_told_beyond_a_minute() -> None:
    # the first lasts until 09:10:00; one that begins at 09:09:00 is within a minute, one at 09:08:59 is not
    first = call(2, line=1)
    assert said({"interactions": [first, call(2, "09:09:00", line=2)]}) == []
    assert said({"interactions": [first, call(2, "09:08:59", line=2)]}) == [
        "1 contacts by voice began more than 60 seconds before their agent's contact before them had ended: calls.csv:2"
    ]
    assert said({"interactions": [first, call(2, "09:08:59", agent="bob", line=2)]}) == []
    long = call(2, "08:00:00", talk=7200, line=3)  # a long one reaches over all that begin in it
    assert said({"interactions": [first, long, call(2, "09:30:00", line=4)]}) == [
        "2 contacts by voice began more than 60 seconds before their agent's contact before them had ended: calls.csv:1, calls.csv:4"
    ]


@pytest.mark.parametrize(
    ("now", "told"), [(3, []), (1, []), (4, ["4 contacts a day, where the period before had 2: a change of 100%"])]
)
def test_a_month_that_has_much_more_than_the_one_before_is_told(now: int, told: list[str]) -> None:
    # 2 a day before; 3 and 1 are half more and half less, which is not beyond a half
    before = [call(10, f"{9 + n:02}:00:00", month=2) for n in range(2)]
    here = [call(2, f"{9 + n:02}:00:00") for n in range(now)]
    assert said({"interactions": [*before, *here]}) == told
