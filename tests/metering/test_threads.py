"""Contacts of one customer that are one until a silence, and outcomes that stand if the customer does not come again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.errors import BpoError
from bpo.metering.findings import STILL_TO_COME, findings
from tests.metering.lake import ACCOUNT, call, contract, counted, local
from tests.metering.test_following import WithoutQuarantine

THREAD = "{count: interactions, where: \"channel = 'message'\", thread: {silence_hours: 24}}"
STANDS = "{count: interactions, where: resolved, no_return: {days: 7}}"


def message(number: int, at: str, customer: str | None = "x", **columns: Any) -> dict[str, Any]:
    return call(number, at, channel="message", customer=customer, **columns)


@pytest.mark.parametrize(
    ("second", "threads"),
    [("2026-02-11T12:00:00", 1), ("2026-02-11T12:00:01", 2), ("2026-02-10T12:00:00", 1), ("2026-02-10T12:00:01", 1)],
)
def test_a_thread_ends_after_its_silence(second: str, threads: int) -> None:
    """A day after the first, to the second, is still the same."""
    assert counted({"interactions": [message(1, "2026-02-10T12:00:00"), message(2, second)]}, THREAD) == threads


def test_silence_begins_when_a_contact_ends() -> None:
    first = message(1, "2026-02-10T12:00", ended_at=local("2026-02-10T13:00"))
    assert counted({"interactions": [first, message(2, "2026-02-11T13:00")]}, THREAD) == 1
    assert counted({"interactions": [first, message(2, "2026-02-11T13:01")]}, THREAD) == 2
    within = message(3, "2026-02-10T12:30", ended_at=local("2026-02-10T12:31"))
    assert counted({"interactions": [first, within, message(2, "2026-02-11T13:00")]}, THREAD) == 1


def test_a_thread_goes_on_from_message_to_message() -> None:
    days = [message(n, f"2026-02-{n:02}T12:00") for n in range(1, 29)]
    assert counted({"interactions": days}, THREAD) == 1
    assert counted({"interactions": [one for n, one in enumerate(days) if n != 14]}, THREAD) == 2


def test_a_thread_counts_in_the_month_in_which_it_begins() -> None:
    rows = {"interactions": [message(1, "2026-01-31T23:00"), message(2, "2026-02-01T22:59")]}
    assert (counted(rows, THREAD, "2026-01"), counted(rows, THREAD)) == (1, 0)


def test_threads_are_of_one_customer_and_of_what_is_counted() -> None:
    rows = {
        "interactions": [
            message(1, "2026-02-10T12:00"),
            message(2, "2026-02-10T12:05", "y"),
            message(3, "2026-02-10T12:10", None),
            message(4, "2026-02-10T12:15", None),
            call(5, "2026-02-12T11:00", channel="voice", customer="x"),
            message(6, "2026-02-12T12:00"),
            message(7, "2026-02-12T12:30", queue="cards"),
        ]
    }
    assert counted(rows, THREAD) == 5  # x twice (a call breaks no silence), y, and two whom nobody knows
    assert counted(rows, THREAD.replace("24}", "24, same: [queue]}")) == 6


@pytest.mark.parametrize(("again", "stands"), [("2026-02-17T12:00:00", 0), ("2026-02-17T12:00:01", 1)])
@pytest.mark.parametrize("span", ["days: 7", "hours: 168"])
def test_an_outcome_stands_if_the_customer_does_not_come_again(again: str, stands: int, span: str) -> None:
    first = call(1, "2026-02-10T12:00:00", customer="x", resolved=True)
    rows = {"interactions": [first, call(2, again, customer="x", outcome="bot", resolved=False)]}
    assert counted(rows, STANDS.replace("days: 7", span)) == stands


def test_what_is_no_return() -> None:
    first = call(1, "2026-02-10T12:00", customer="x", resolved=True, queue="cards")
    for other in ({"customer": "y"}, {"customer": "x", "outcome": "void"}, {"customer": "x", "direction": "outbound"}):
        rows = {"interactions": [first, call(2, "2026-02-11T12:00", **other)]}
        assert counted(rows, STANDS) == 1
    elsewhere = {"interactions": [first, call(2, "2026-02-11T12:00", customer="x", queue="loans")]}
    assert (counted(elsewhere, STANDS), counted(elsewhere, STANDS.replace("7}", "7, same: [queue]}"))) == (0, 1)
    assert counted({"interactions": [call(1, resolved=True)]}, STANDS) == 0  # nobody can tell


def test_a_return_in_the_next_month_is_waited_for() -> None:
    first = call(1, "2026-02-27T12:00", customer="x", resolved=True)
    rows = {"interactions": [first, call(2, "2026-03-02T12:00", customer="x")]}
    assert counted(rows, STANDS) == 0
    one = contract(f"terms:\n  - {{id: it, model: workload, quantity: {STANDS}, rate: 1}}\n")
    found = findings(WithoutQuarantine(ACCOUNT, rows), one, one.cycle.period("2026-02"))
    assert STILL_TO_COME in [problem.words for problem in found]


def test_a_price_list_says_what_is_one_contact() -> None:
    body = f"terms:\n  - {{id: a, model: workload, quantity: {THREAD}, rate: 1}}\n  - {{id: b, model: workload, quantity: {STANDS}, rate: 1}}\n"
    told = [words.say("en", values) for term in contract(body).terms for words, values in term.own_conditions()]
    assert told == [
        "contacts of one customer are one until 24 hours have passed without any",
        "only contacts after which the same customer does not come again within 168 hours",
    ]


@pytest.mark.parametrize(
    ("quantity", "code"),
    [
        ("{count: interactions, thread: {silence_hours: 0}}", "number-not-positive"),
        ("{count: interactions, no_return: {days: 7, hours: 2}}", "return-hours-or-days"),
        ("{count: interactions, no_return: {same: [queue]}}", "return-hours-or-days"),
        ("{count: interactions, no_return: {days: 7}, thread: {silence_hours: 1}}", "quantity-thread-or-return"),
        ("{count: interactions, thread: {silence_hours: 1, same: [agent]}}", "choice-unknown"),
        ("{count: sales, no_return: {days: 7}}", "field-unused"),
        ("{distinct: interactions, of: agent, thread: {silence_hours: 1}}", "field-unused"),
        ("{given: contact, thread: {silence_hours: 1}}", "field-unused"),
    ],
)
def test_what_cannot_be_meant(quantity: str, code: str) -> None:
    with pytest.raises(BpoError) as refused:
        counted({"interactions": []}, quantity)
    assert [problem.code for problem in refused.value.problems] == [code]


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 3), st.sampled_from("xy")), max_size=12), st.integers(1, 5)
)
def test_threads_are_those_of_a_walk_from_message_to_message(rows: list[tuple[int, int, str]], hours: int) -> None:
    begin = datetime(2026, 1, 30)
    messages, first = [], 0
    for n, (at, length, customer) in enumerate(rows):
        start = (begin + timedelta(hours=at / 2)).isoformat()
        ended = local((begin + timedelta(hours=at / 2 + length)).isoformat())
        messages.append(message(n, start, customer, ended_at=ended))
    silent: dict[str, Any] = {}
    for one in sorted(messages, key=lambda row: (row["started_at"], row["interaction_id"])):
        last = silent.get(one["customer"])
        begins = last is None or one["started_at"] - last > timedelta(hours=hours)
        first += begins and local("2026-02-01T00:00") <= one["started_at"]
        silent[one["customer"]] = max(one["ended_at"], last or one["ended_at"])
    where = THREAD.replace("24", str(hours))
    assert counted({"interactions": [*messages, message(99, "2026-02-27T00:00", "z")]}, where) == first + 1
