"""What goes on at the same time, against counting every minute by itself; midnight, the month's end, ends that are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.errors import BpoError
from bpo.metering.at_once import NO_END
from tests.laws import examples
from tests.metering.lake import call, local, measured

FIRST = datetime.fromisoformat("2026-02-27T00:00")
MINUTES = 2 * 1440
"""From the 27th on: the last two days of February."""


def chat(number: int, agent: str, start: int, minutes: int) -> dict[str, Any]:
    began = FIRST + timedelta(minutes=start)
    moments = {
        "answered_at": local(began.isoformat()),
        "ended_at": local((began + timedelta(minutes=minutes)).isoformat()),
    }
    return call(number, began.isoformat(), agent=agent, **moments)


def login(number: int, agent: str, start: int, minutes: int) -> dict[str, Any]:
    began = FIRST + timedelta(minutes=start)
    moments = {
        "started_at": local(began.isoformat()),
        "ended_at": local((began + timedelta(minutes=minutes)).isoformat()),
    }
    return {"agent": agent, "day": began.date(), "activity": f"a{number}", **moments}


def of(quantity: str, table: str, rows: Sequence[Mapping[str, Any]], zone: str = "Asia/Shanghai") -> Fraction:
    body = f"\nterms:\n  - {{id: it, model: workload, quantity: {quantity}, rate: 1}}\n"
    return measured({table: rows}, body, "2026-02", zone=zone).quantities["it"].total


SPANS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, MINUTES - 1), st.integers(0, 2000)), min_size=1, max_size=8
)


@given(SPANS)
@examples(50)
def test_every_minute_by_itself(spans: list[tuple[str, int, int]]) -> None:
    """Chats of the month count to their end, entries of the timesheets to the month's."""
    chats = [chat(n, *span) for n, span in enumerate(spans)]
    logins = [login(n, *span) for n, span in enumerate(spans)]
    held = [{agent for agent, start, lasted in spans if start <= m < start + lasted} for m in range(2 * MINUTES)]
    rows = [sum(start <= m < start + lasted for _, start, lasted in spans) for m in range(MINUTES)]
    assert of("{covered: interactions, of: agent, unit: minute}", "interactions", chats) * 60 == 60 * sum(
        map(len, held)
    )
    assert of("{at_once: interactions, of: agent}", "interactions", chats) == max(map(len, held[:MINUTES]))
    assert of("{at_once: interactions}", "interactions", chats) == max(rows)
    if any(lasted for _, _, lasted in spans):
        assert of("{at_once: timesheets, of: agent}", "timesheets", logins) == max(map(len, held[:MINUTES]))
        assert of("{covered: timesheets, of: agent, unit: minute}", "timesheets", logins) == sum(
            map(len, held[:MINUTES])
        )


def test_what_goes_on_at_midnight_is_there_on_both_days() -> None:
    """On the 27th two, on the 28th one of them with another: of 28 days the 27th in rising order has two."""
    spans = [chat(1, "a", 1430, 20), chat(2, "b", 1430, 10), chat(3, "c", 1440, 5)]
    for share, most in (("100%", 2), ("96%", 2), ("92%", 0)):
        assert of(f"{{at_once: interactions, each: day, take: {share}}}", "interactions", spans) == most


def test_an_hour_that_the_clock_skips_is_none() -> None:
    """In New York the clock goes from 02:00 to 03:00 on 8 March 2026: 01:30 to 03:30 are one hour."""
    zone = "America/New_York"
    row = call(
        1,
        "2026-03-08T01:30",
        zone,
        agent="a",
        answered_at=local("2026-03-08T01:30", zone),
        ended_at=local("2026-03-08T03:30", zone),
    )
    body = (
        "\nterms:\n  - {id: it, model: workload, quantity: {covered: interactions, of: agent, unit: hour}, rate: 1}\n"
    )
    assert measured({"interactions": [row]}, body, "2026-03", zone=zone).quantities["it"].total == 1


@pytest.mark.parametrize("missing", ["ended_at", "agent"])
def test_a_contact_without_an_end_or_an_agent_is_told(missing: str) -> None:
    row = {**chat(1, "a", 0, 5), missing: None}
    with pytest.raises(BpoError) as told:
        of("{covered: interactions, of: agent}", "interactions", [row, chat(2, "a", 3, 5)])
    assert [one.words for one in told.value.problems] == [NO_END]
    assert told.value.problems[0].values["rows"] == 1


def test_an_entry_of_the_timesheets_without_moments_is_told() -> None:
    with pytest.raises(BpoError) as told:
        of(
            "{at_once: timesheets, of: agent}",
            "timesheets",
            [{**login(1, "a", 0, 5), "started_at": None, "ended_at": None}],
        )
    assert [one.words for one in told.value.problems] == [NO_END]


def test_a_contact_that_nobody_answered_goes_on_with_no_agent() -> None:
    rows = [chat(1, "a", 0, 5), {**chat(2, "a", 3, 5), "answered_at": None, "outcome": "abandoned"}]
    assert of("{at_once: interactions}", "interactions", rows) == 1


def test_shifts_that_belong_to_their_start_are_there_to_their_end() -> None:
    """Both began in February; 28 February has one at a time, and what is over is March's day."""
    rows = [login(1, "a", MINUTES - 60, 120), login(2, "b", MINUTES - 30, 10)]
    assert (
        of("{covered: timesheets, of: agent, unit: minute}", "timesheets", rows, "Asia/Shanghai, shifts: by_start")
        == 130
    )
    assert of("{at_once: timesheets, of: agent}", "timesheets", rows, "Asia/Shanghai, shifts: by_start") == 2
