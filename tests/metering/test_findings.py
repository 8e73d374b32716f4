"""What a reviewer is told of the month's rows: days without contacts, fields left empty, rows set aside, facts that are missing."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from bpo.core.errors import BpoError, Problem
from bpo.metering.findings import data_findings, findings, told_once
from bpo.metering.memory import MemoryLake
from tests.metering.lake import ACCOUNT, Rows, call, contract, measured

CALLS = """
    terms:
      - {id: calls, model: workload, quantity: {count: interactions}, rate: 1}
"""
WITH_EVENTS = CALLS + "      - {id: events, model: workload, quantity: {count: events}, rate: 1}\n"


class Lake(MemoryLake):
    """Facts, and rows that were set aside: account, table, rule."""

    aside: list[tuple[str, str, str]] = []

    def quarantine(self) -> pl.LazyFrame:
        schema = {"account": pl.String, "table": pl.String, "rules": pl.String}
        return pl.LazyFrame(self.aside, schema=schema, orient="row")


def told(rows: Rows, body: str = CALLS, aside: list[tuple[str, str, str]] | None = None, **header: str) -> list[str]:
    """What is said of February 2026."""
    lake, one = Lake(ACCOUNT, rows), contract(body, **header)
    lake.aside = aside or []
    return [found.say("en") for found in findings(lake, one, one.cycle.period("2026-02"))]


def days(*numbers: int, **columns: Any) -> list[dict[str, Any]]:
    return [call(n, f"2026-02-{n:02}T12:00", agent="a", wait_seconds=5, **columns) for n in numbers]


@pytest.mark.parametrize(
    ("last", "effective", "said"),
    [
        (28, "{from: 2026-01-01}", []),
        (27, "{from: 2026-01-01}", ["no contact at all on 1 of 28 days: 2026-02-28"]),
        (27, "{from: 2026-01-01, to: 2026-02-27}", []),
        (18, "{from: 2026-01-01}", ["no contact at all on 10 of 28 days: " + ", ".join(f"2026-02-{n}" for n in range(19, 29))]),
        (17, "{from: 2026-02-16}", ["no contact at all on 11 of 13 days: " + ", ".join(f"2026-02-{n}" for n in range(18, 28)) + ", …"]),
    ],
)  # fmt: skip
def test_days_without_contacts(last: int, effective: str, said: list[str]) -> None:
    assert told({"interactions": days(*range(1, last + 1))}, effective=effective) == said


def test_other_accounts_and_other_months_fill_no_day() -> None:
    others = [call(50, "2026-02-28T12:00", account="other"), call(51, "2026-03-01T00:00"), call(52, "2026-01-31T23:59")]
    assert told({"interactions": [*days(*range(1, 28)), *others]}) == ["no contact at all on 1 of 28 days: 2026-02-28"]


def test_waits_and_agents_that_are_missing() -> None:
    """A wait is asked of inbound contacts handled or abandoned, an agent of every one handled."""
    every_day = days(*range(1, 29))
    odd = [
        call(30, outcome="abandoned"),
        call(31, wait_seconds=3),
        call(32, direction="outbound", agent="a"),
        call(33, direction="outbound", outcome="unanswered"),
        call(34, outcome="diverted", agent="a"),
    ]
    assert told({"interactions": [*every_day, *odd]}) == [
        "1 of 30 inbound contacts handled or abandoned have no waiting time: they meet no service level",
        "1 of 30 handled contacts name no agent",
    ]


def test_rows_set_aside_are_told_by_table_with_the_commonest_reasons() -> None:
    rules = [f"r{n}" for n in range(6) for _ in range(6 - n)]  # six of r0, … one of r5
    aside = [(ACCOUNT, "interactions", rule) for rule in rules]
    aside += [("other", "interactions", "r0"), (ACCOUNT, "surveys", "r0")]
    rows = {"interactions": days(*range(1, 29))}
    said = "21 rows of interactions from all files ingested so far are in quarantine and count nowhere: r0 6, r1 5, r2 4, r3 3, r4 2"
    assert told(rows, aside=aside) == [said]
    assert told(rows, aside=aside[21:]) == []


def test_a_table_that_may_hold_nothing_and_does() -> None:
    """An event of January is none of February's; contacts that are missing are refused elsewhere."""
    rows: Rows = {"interactions": days(*range(1, 29)), "events": [{"event_id": "1", "occurred_at": call(1, "2026-01-31T12:00")["started_at"]}]}  # fmt: skip
    assert told(rows, WITH_EVENTS) == [
        "events has no row from 2026-02-01 to 2026-02-28: counted as 0; is the month's export missing?"
    ]


def test_of_a_month_before_the_contract_nothing_is_told() -> None:
    assert told({"interactions": days(1)}, effective="{from: 2026-03-01}") == []


def test_whatever_the_contract_counts_contacts_and_evaluations_are_looked_at() -> None:
    lake, one = Lake(ACCOUNT, {"interactions": [call(1)]}), contract(WITH_EVENTS)
    lake.aside = [(ACCOUNT, "evaluations", "score"), (ACCOUNT, "events", "when")]
    found = data_findings(lake, one, one.cycle.period("2026-02"))
    assert [problem.code for problem in found] == ["finding-days-without-contacts", "finding-quarantined"]
    assert (found[0].values["days"], found[1].values["table"], found[1].values["rows"]) == (27, "evaluations", 1)


def missing(rows: Rows, body: str) -> list[Problem]:
    with pytest.raises(BpoError) as error:
        measured(rows, body)
    return told_once(error.value.problems, MemoryLake(ACCOUNT, rows))


TWICE = """
    terms:
      - {id: calls, model: workload, quantity: {count: interactions}, rate: 1}
      - {id: talk, model: workload, quantity: {sum: interactions, of: talk_seconds}, rate: 1}
      - {id: heads, model: seats, seats: rostered, rate: 1}
    """


def test_facts_that_are_missing_are_told_once_a_table() -> None:
    """Contacts of another account alone were ever ingested, its name is near; the roster has none of February."""
    rows: Rows = {
        "interactions": [call(1, account="desks")],
        "roster": [{"agent": "a", "from_day": date(2026, 1, 1), "to_day": date(2026, 1, 31)}],
    }
    contacts, roster = sorted(missing(rows, TWICE), key=lambda problem: str(problem.values["table"]))
    assert (contacts.code, str(contacts.where)) == ("facts-none-ever", "desk.yaml:10")
    assert (
        "account 'desk' has no interactions in the lake, which 'calls', 'talk' count; ingest the export"
        in contacts.say("en")
    )
    assert contacts.values["nearest"] == "desks"
    assert (roster.code, str(roster.where)) == ("facts-none", "desk.yaml:12")
    assert "account 'desk' has no roster from 2026-02-01 to 2026-02-28, which 'heads' count; ingest" in roster.say("en")
    assert "nearest" not in roster.values


def test_no_account_is_named_that_is_not_near_and_other_problems_stay() -> None:
    (contacts,) = missing({"interactions": [call(1, account="elsewhere")]}, CALLS)
    assert "nearest" not in contacts.values
    rows: Rows = {"roster": [{"agent": "b", "from_day": date(2026, 2, 1)}]}
    other, contacts = missing(rows, CALLS + "      - {id: it, model: staff_lease, labour_cost: roster, fee: 10%}\n")
    assert (other.code, contacts.code) == ("roster-value-missing", "facts-none-ever")
