"""Every kind of need against counts made by hand."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from tests.metering.lake import call, calls, counted, local, measured, money

CALLS = {
    "interactions": [
        call(1, wait_seconds=20, talk_seconds=62, hold_seconds=10, agent="a", queue="cards"),
        call(2, wait_seconds=21, talk_seconds=85, agent="a", queue="cards"),
        call(3, wait_seconds=0, talk_seconds=0, hold_seconds=5, agent="b", queue="loans"),
        call(4, talk_seconds=30, agent="b", queue=None),
        call(5, "2026-02-11T09:00", outcome="abandoned", wait_seconds=3),
        call(6, "2026-02-11T09:00", direction="outbound", talk_seconds=31, agent="a", queue="cards"),
    ]
}


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        ("{count: interactions}", 6),
        ("{count: interactions, where: \"outcome = 'handled'\"}", 5),
        ("{count: interactions, where: \"outcome = 'handled' AND direction = 'inbound'\"}", 4),
        # unknown is not true: the waits of calls 4 and 6 are not known
        ("{count: interactions, where: wait_seconds <= 20}", 3),
        ("{count: interactions, where: NOT wait_seconds <= 20}", 1),
        ("{count: interactions, where: wait_seconds IS NULL}", 2),
        ("{count: interactions, where: \"queue = 'cards'\"}", 3),
        ("{count: interactions, where: \"queue <> 'cards'\"}", 1),
        ("{count: interactions, where: \"queue IN ('cards', 'loans')\"}", 4),
        ("{sum: interactions, of: talk_seconds}", 208),
        ("{sum: interactions, of: talk_seconds, unit: minute}", Fraction(208, 60)),
        ("{sum: interactions, of: talk_seconds, unit: hour}", Fraction(208, 3600)),
        # a sum with an unknown part is unknown: only calls 1 and 3 have both
        ("{sum: interactions, of: talk_seconds + hold_seconds}", 77),
        ("{sum: interactions, of: 'coalesce(talk_seconds, 0) + coalesce(hold_seconds, 0)'}", 223),
        ("{distinct: interactions, of: agent}", 2),
        ("{distinct: interactions, of: agent, at_least: 3}", 1),
        ("{distinct: interactions, of: agent, at_least: 4}", 0),
        ("{distinct: interactions, of: queue}", 2),
        # increments: 60 → 120 + 120 + 0 + 60 + 60; 30/6 → 66 + 90 + 0 + 30 + 36; an unknown length is none
        ("{sum: interactions, of: talk_seconds, increments: 60/60}", 360),
        ("{sum: interactions, of: talk_seconds, increments: 30/6}", 222),
        ("{sum: interactions, of: talk_seconds, increments: 30/6, unit: minute}", Fraction(222, 60)),
        ("{sum: interactions, of: talk_seconds, increments: 1/1}", 208),
    ],
)
def test_contacts(quantity: str, expected: int | Fraction) -> None:
    assert counted(CALLS, quantity) == expected


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        # calls 1 to 4 are of the 10th, 5 and 6 of the 11th, of 28 days
        ("{count: interactions, each: day, take: most}", 4),
        ("{count: interactions, each: day, take: 100%}", 4),
        ("{count: interactions, each: day, take: 96.4%}", 2),  # 26.992 days: the 27th
        ("{count: interactions, each: day, take: 96.5%}", 4),  # 27.02 days: the 28th
        ("{count: interactions, each: day, take: 92%}", 0),  # 25.76 days: the 26th has none
        ("{count: interactions, each: 15 min, take: most}", 4),
        ("{sum: interactions, of: talk_seconds, each: day, take: most}", 177),
        ("{sum: interactions, of: talk_seconds, unit: minute, each: day, take: most}", Fraction(177, 60)),
        ("{distinct: interactions, of: agent, each: day}", 3),  # a and b, then a; call 5 has none
        ("{distinct: interactions, of: agent, each: day, take: most}", 2),
        ("{distinct: interactions, of: agent, each: day, at_least: 2}", 2),
        ("{distinct: interactions, of: agent, each: day, at_least: 2, take: most}", 2),
        ("{distinct: interactions, of: agent, each: 60 min, take: most}", 2),
        ("{distinct: interactions, of: agent, each: 60 min}", 3),
        ("{distinct: interactions, of: customer, each: day, take: most}", 0),
    ],
)
def test_each_stretch_by_itself(quantity: str, expected: int | Fraction) -> None:
    assert counted(CALLS, quantity) == expected


def test_a_peak_has_its_days() -> None:
    body = """
    terms:
      - {id: it, model: workload, rate: 1, quantity: {distinct: interactions, of: agent, each: day, take: most}}
    """
    found = measured(CALLS, body)
    assert {day: count for day, count in found.series["it"].items() if count} == {"2026-02-10": 2, "2026-02-11": 1}
    assert (found.quantities["it"].parts, found.evidence["it"].rows) == ({}, 6)


def test_every_part_has_its_own_peak() -> None:
    rows = {"interactions": [{**row, "site": "ab"[i % 2]} for i, row in enumerate(CALLS["interactions"])]}
    body = """
    terms:
      - {id: it, model: workload, rate: 1, for_each: site, quantity: {count: interactions, each: day, take: most}}
    """
    found = measured(rows, body).quantities
    assert {name: figure.total for name, figure in found.items()} == {"it": 4, "it@a": 2, "it@b": 2}


@pytest.mark.parametrize(
    ("repeats", "where", "expected"),
    [
        # a at 0 h, 24 h and 49 h, b at 0 h
        ("{within_hours: 24, same: [customer], billed: first}", "TRUE", 3),
        ("{within_hours: 23, same: [customer], billed: first}", "TRUE", 4),
        ("{within_hours: 25, same: [customer], billed: first}", "TRUE", 2),
        ("{within_hours: 24, same: [customer], billed: last}", "TRUE", 3),
        ("{within_hours: 25, same: [customer], billed: last}", "TRUE", 2),
        ("{within_hours: 25, same: [customer, queue], billed: first}", "TRUE", 3),
        ("{within_hours: 25, same: [agent], billed: first}", "TRUE", 4),  # nobody knows any agent
        # what does not count repeats nothing: a at 0 h and 49 h, b
        ("{within_hours: 25, same: [customer], billed: first}", "interaction_id <> '3'", 3),
        ("{within_hours: 49, same: [customer], billed: first}", "interaction_id <> '3'", 2),
    ],
)
def test_repeats_are_left_out(repeats: str, where: str, expected: int) -> None:
    rows = {
        "interactions": [
            call(1, "2026-02-10T12:00", customer="a", queue="x"),
            call(2, "2026-02-10T12:00", customer="b", queue="x"),
            call(3, "2026-02-11T12:00", customer="a", queue="y"),
            call(4, "2026-02-12T13:00", customer="a", queue="y"),
        ]
    }
    assert counted(rows, f'{{count: interactions, where: "{where}", repeats: {repeats}}}') == expected


# by whole seconds 2506, 900, 901, 450, 449, and 20 minutes twice; an empty entry is none
ENTRIES = {
    "timesheets": [
        {"agent": "ann", "day": date(2026, 2, 3), "activity": "consulting", "kind": str(n), "hours": money(hours)}
        for n, hours in enumerate(("0.6961", "0.25", "0.2503", "0.125", "0.1247", "0.3333", "0.3334", "0"))
    ]
}


@pytest.mark.parametrize(
    ("increments", "quarters"),
    [
        ("900/900", 3 + 1 + 2 + 1 + 1 + 2 + 2),
        ("{then: 900, rounded: up}", 3 + 1 + 2 + 1 + 1 + 2 + 2),
        ("{then: 900, rounded: down}", 2 + 1 + 1 + 0 + 0 + 1 + 1),
        ("{then: 900, rounded: half_up}", 3 + 1 + 1 + 1 + 0 + 1 + 1),
        ("{then: 900, rounded: half_even}", 3 + 1 + 1 + 0 + 0 + 1 + 1),
        ("{first: 1800, then: 900, rounded: half_up}", 3 + 2 + 2 + 2 + 2 + 2 + 2),
        ("1200/1200", Fraction(4, 3) * (3 + 1 + 1 + 1 + 1 + 1 + 1)),
    ],
)
def test_entries_of_hours_by_increments(increments: str, quarters: Fraction) -> None:
    for unit, in_an_hour in (("hour", 1), ("minute", 60)):
        quantity = f"{{sum: timesheets, of: hours, increments: {increments}, unit: {unit}}}"
        assert counted(ENTRIES, quantity) == quarters / Fraction(4) * in_an_hour


def test_records_by_their_billed_value() -> None:
    body = """
    terms:
      - {id: t, model: workload, rate: 0.049, round_each: up,
         quantity: {sum: interactions, of: talk_seconds, increments: 30/6, unit: minute}}
    """
    found = measured(CALLS, body).quantities["t"]
    assert found.total == Fraction(222, 60)
    # calls 5 (no length) and 3 (length 0) bill nothing
    assert dict(found.parts) == {"0": 2, "0.5": 1, "0.6": 1, "1.1": 1, "1.5": 1}


def test_daily_figures_have_every_day_of_the_month_and_add_up() -> None:
    body = """
    quantities:
      handled: {count: interactions, where: "outcome = 'handled'"}
    terms:
      - {id: fee, model: fixed, amount: 1}
    """
    days = measured(CALLS, body).series["handled"]
    assert len(days) == 28
    assert {day: count for day, count in days.items() if count} == {"2026-02-10": 4, "2026-02-11": 1}


def test_how_a_number_was_counted_is_kept() -> None:
    body = """
    quantities:
      handled: {count: interactions, where: "outcome = 'handled'"}
    terms:
      - {id: fee, model: fixed, amount: 1}
    """
    evidence = measured(CALLS, body).evidence["handled"]
    assert (evidence.rows, evidence.table, evidence.version) == (5, "interactions", 0)


# -- the roster ---------------------------------------------------------------------------------------------------------


def roster(*rows: tuple[str, str, str | None, str, str]) -> dict[str, list[dict[str, Any]]]:
    return {
        "roster": [
            {"agent": agent, "from_day": date.fromisoformat(start), "to_day": date.fromisoformat(end) if end else None,
             "grade": grade, "labour_cost": money(cost)}
            for agent, start, end, grade, cost in rows
        ]
    }  # fmt: skip


TEAM = roster(
    ("whole", "2025-06-01", None, "junior", "5000"),
    ("joined", "2026-02-15", None, "junior", "5600"),  # 14 of 28 days
    ("left", "2026-01-01", "2026-02-07", "senior", "8000"),  # 7 days
    ("one day", "2026-02-28", "2026-02-28", "senior", "2800"),  # 1 day
    ("before", "2026-01-01", "2026-01-31", "senior", "9000"),
    ("after", "2026-03-01", None, "senior", "9000"),
)


def of_term(term: str, rows: dict[str, list[dict[str, Any]]] = TEAM, **header: str) -> Any:
    return measured(rows, f"terms:\n  - {{id: it, {term}}}\n", **header).quantities["it"]


def test_heads_are_prorated_by_days() -> None:
    assert of_term("model: seats, seats: rostered, rate: 1").total == Fraction(28 + 14 + 7 + 1, 28)


def test_without_proration_everybody_who_was_there_counts_once() -> None:
    assert of_term("model: seats, seats: rostered, prorated: no, rate: 1").total == 4


def test_heads_by_grade() -> None:
    parts = of_term("model: staff_lease, prices: {junior: 1, senior: 2}").parts
    assert dict(parts) == {"junior": Fraction(42, 28), "senior": Fraction(8, 28)}


def test_labour_cost_is_each_agents_own_for_its_days() -> None:
    cost = of_term("model: staff_lease, labour_cost: roster, fee: 10%").total
    assert cost == 5000 + Fraction(5600, 2) + Fraction(8000, 4) + 100


def test_a_contract_that_holds_for_part_of_the_month_counts_those_days() -> None:
    heads = of_term("model: seats, seats: rostered, rate: 1", effective="{from: 2026-02-22}")
    assert heads.total == Fraction(7 + 7 + 1, 28)


def test_quantities_of_the_roster_count_everybody_who_was_there() -> None:
    assert counted(TEAM, "{distinct: roster, of: agent}") == 4
    assert counted(TEAM, "{count: roster, where: \"grade = 'senior'\"}") == 2
    assert counted(TEAM, "{sum: roster, of: labour_cost, where: \"grade = 'senior'\"}") == 10800


def test_at_says_by_which_day_a_row_of_the_roster_belongs_to_the_month() -> None:
    assert counted(TEAM, "{distinct: roster, of: agent, at: from_day}") == 2  # who joined
    assert counted(TEAM, "{count: roster, at: to_day}") == 2  # whose span ended


@pytest.mark.parametrize(
    ("of", "heads"),
    [("opening_heads", 2), ("average_heads", Fraction(5, 2)), ("daily_average_heads", Fraction(50, 28))],
)
def test_heads_at_the_start_and_at_the_end(of: str, heads: Fraction) -> None:
    """2 at the start (whole, left), 3 at the end (whole, joined, one day); 50 head-days in 28 days; one left for good."""
    rows = {"roster": [dict(row) for row in TEAM["roster"]]}
    rows["roster"][2]["left_on"] = date(2026, 2, 7)
    body = f"""
    terms:
      - {{id: fee, model: fixed, amount: 1}}
    kpis:
      - {{id: attrition, kpi: attrition_rate, of: {of}}}
    """
    attrition = measured(rows, body).kpis["attrition"]
    assert (attrition.numerator, attrition.denominator) == (1, heads)


# -- timesheets, sales, events ------------------------------------------------------------------------------------------

HOURS = {
    "timesheets": [
        {"agent": "a", "day": date(2026, 2, 1), "activity": "ready", "hours": money("7.5")},
        {"agent": "a", "day": date(2026, 2, 2), "activity": "ready", "hours": money("7.25")},
        {"agent": "a", "day": date(2026, 2, 2), "activity": "training", "hours": money("1.0001")},
        {"agent": "b", "day": date(2026, 2, 28), "activity": "break", "hours": money("0.5")},
        {"agent": "b", "day": date(2026, 3, 1), "activity": "ready", "hours": money("8")},
    ]
}


def test_hours_by_activity() -> None:
    found = of_term("model: hours, rates: {ready: 20, training: 10}", HOURS)
    assert found.total == Fraction("15.7501")
    assert dict(found.parts) == {"ready": Fraction("14.75"), "training": Fraction("1.0001")}


def test_active_seats_and_their_days() -> None:
    assert of_term("model: seats, seats: active, rate: 1", HOURS).total == 2
    assert of_term("model: seats, seats: active, prorated: days, rate: 1", HOURS).total == Fraction(2 + 1, 28)
    busy = {"interactions": [*calls(3, agent="a"), *calls(2, agent="b")]}
    assert of_term("model: seats, seats: active, minimum_contacts: 3, rate: 1", busy).total == 1


def test_handling_time_takes_an_unknown_part_as_none() -> None:
    """(62 + 10) + 85 + (0 + 5) + 30 + 31 seconds of handled contacts."""
    assert of_term("model: hours, handling: [talk, hold], rate: 1", CALLS).total == Fraction(223, 3600)


def test_consulting_hours_become_days() -> None:
    rows = {"timesheets": [{"agent": "c", "day": date(2026, 2, 3), "activity": "consulting", "hours": money("12")}]}
    assert of_term("model: consulting, day_rate: 1000", rows).total == Fraction(3, 2)


def test_at_replaces_the_tables_own_time() -> None:
    """A sale of January that was cancelled in February counts among February's cancellations."""
    sale = {"sale_id": "1", "sold_at": local("2026-01-20T10:00"), "amount": money("99.9999")}
    rows = {"sales": [{**sale, "cancelled_at": local("2026-02-03T10:00")}, {**sale, "sale_id": "2"}]}
    assert counted(rows, "{count: sales, at: cancelled_at}") == 1
    assert counted(rows, "{sum: sales, of: amount}", "2026-01") == Fraction("199.9998")


def test_money_is_added_exactly() -> None:
    rows = {
        "sales": [{"sale_id": str(n), "sold_at": local("2026-02-03T10:00"), "amount": money("0.1")} for n in range(10)]
    }
    assert counted(rows, "{sum: sales, of: amount}") == 1


def test_rows_of_another_account_are_not_counted() -> None:
    rows = {"interactions": [call(1), call(2, account="other")]}
    assert counted(rows, "{count: interactions}") == 1


def test_a_month_of_head_days_is_long() -> None:
    """100,000 agents for a month: sums stay exact beyond any float."""
    rows = {"roster": [{"agent": str(n), "from_day": date(2026, 1, 1) + timedelta(days=n % 5), "labour_cost": money("0.0001")} for n in range(1000)]}  # fmt: skip
    found = of_term("model: staff_lease, labour_cost: roster, fee: 10%", rows)
    assert found.total == Fraction(1000, 10_000)


def test_seats_by_grade_and_without_any() -> None:
    """Of 28 days all of a, half of b; one agent has no grade. Without grades there are no parts."""
    rows = {
        "roster": [
            {"agent": "1", "from_day": date(2026, 1, 1), "grade": "a"},
            {"agent": "2", "from_day": date(2026, 2, 15), "grade": "b"},
            {"agent": "3", "from_day": date(2026, 1, 1)},
        ]
    }
    body = """
    terms:
      - {id: graded, model: seats, seats: rostered, rates: {by: grade, a: 1, otherwise: 2}}
      - {id: all, model: seats, seats: rostered, rate: 1}
    """
    found = measured(rows, body).quantities
    assert (found["graded"].total, found["graded"].parts) == (Fraction(5, 2), {"": 1, "a": 1, "b": Fraction(1, 2)})
    assert list(found["graded"].parts) == ["", "a", "b"]
    assert (found["all"].total, found["all"].parts) == (Fraction(5, 2), {})


@pytest.mark.parametrize(
    ("increments", "talked", "billed"),
    [
        ("60/60", 0, 0), ("60/60", 1, 60), ("60/60", 60, 60), ("60/60", 61, 120),
        ("30/6", 1, 30), ("30/6", 5, 30), ("30/6", 30, 30), ("30/6", 31, 36), ("30/6", 36, 36), ("30/6", 37, 42),
        ("6/60", 1, 6), ("6/60", 7, 66),
    ],
)  # fmt: skip
def test_begun_increments(increments: str, talked: int, billed: int) -> None:
    """The first increment once begun, then as many more as are begun; a call of no time is none."""
    quantity = f"{{sum: interactions, of: talk_seconds, increments: {increments}, unit: second}}"
    assert counted({"interactions": [call(1, talk_seconds=talked)]}, quantity) == billed


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "Pacific/Kiritimati"])
def test_a_day_is_a_day_whatever_the_clock(zone: str) -> None:
    """A timesheet has the day on it, no moment that a zone could put on another."""
    rows = {"timesheets": [{"timesheet_id": "1", "agent": "a", "day": date(2026, 2, 1), "hours": money("8")}]}
    body = "quantities:\n  it: {count: timesheets}\nterms:\n  - {id: fee, model: workload, quantity: it, rate: 1}\n"
    days = measured(rows, body, zone=zone).series["it"]
    assert [day for day, number in days.items() if number] == ["2026-02-01"]


def test_the_daily_series_is_in_the_unit_of_the_whole() -> None:
    """90 seconds are a minute and a half, on their day as in the month."""
    body = """
    terms:
      - {id: talk, model: workload, quantity: {sum: interactions, of: talk_seconds, unit: minute}, rate: 1}
    """
    found = measured({"interactions": [call(1, "2026-02-03T12:00", talk_seconds=90)]}, body)
    assert found.quantities["talk"].total == Fraction(3, 2)
    assert {day: value for day, value in found.series["talk"].items() if value} == {"2026-02-03": Fraction(3, 2)}
