"""Missing is never zero: no facts are refused, no events are not."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bpo.core.errors import BpoError
from bpo.core.measures import KpiResult, Measures, Quantity
from tests.contracts.making import codes
from tests.metering.lake import call, counted, local, measured, money

EVENT = {"event_id": "1", "kind": "complaint", "occurred_at": local("2026-01-05T10:00")}


def refused(rows: dict[str, list[dict[str, object]]], quantity: str) -> list[str]:
    with pytest.raises(BpoError) as error:
        counted(rows, quantity)
    return codes(error.value)


def test_facts_that_were_never_ingested() -> None:
    assert refused({}, "{count: interactions}") == ["facts-never-ingested"]
    assert refused({"interactions": [call(1, account="other")]}, "{count: interactions}") == ["facts-never-ingested"]
    assert refused({}, "{count: events}") == ["facts-never-ingested"]


def test_a_month_without_any_contact_is_a_missing_export() -> None:
    assert refused({"interactions": [call(1, "2026-01-05T10:00")]}, "{count: interactions}") == ["facts-none-in-period"]
    row = {"agent": "a", "from_day": date(2026, 1, 1), "to_day": date(2026, 1, 31)}
    assert refused({"roster": [row]}, "{count: roster}") == ["facts-none-in-period"]


def test_a_month_without_complaints_is_good_news() -> None:
    assert counted({"events": [EVENT]}, "{count: events}") == 0
    assert counted({"events": [EVENT]}, "{sum: events, of: amount}") == 0


def test_a_condition_that_no_row_meets_is_zero() -> None:
    assert counted({"interactions": [call(1)]}, "{count: interactions, where: \"queue = 'cards'\"}") == 0


def test_everything_that_is_missing_is_named_at_once_with_its_clause() -> None:
    body = """
    terms:
      - {id: calls, model: workload, quantity: {count: interactions}, rate: 1}
      - {id: heads, model: seats, seats: rostered, rate: 1}
    kpis:
      - {id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative}
    """
    with pytest.raises(BpoError) as error:
        measured({}, body)
    found = [(str(problem.where), problem.values["need"], problem.values["table"]) for problem in error.value.problems]
    assert sorted(found) == [
        ("desk.yaml:10", "calls", "interactions"),
        ("desk.yaml:11", "heads", "roster"),
        ("desk.yaml:13", "sl", "interactions"),
    ]


def test_an_agent_without_a_labour_cost_is_not_free() -> None:
    rows = {
        "roster": [
            {"agent": "a", "from_day": date(2026, 1, 1), "labour_cost": money("5000")},
            {"agent": "b", "from_day": date(2026, 1, 1)},
        ]
    }
    with pytest.raises(BpoError) as error:
        measured(rows, "terms:\n  - {id: it, model: staff_lease, labour_cost: roster, fee: 10%}\n")
    (problem,) = error.value.problems
    assert (problem.code, problem.values["agent"], str(problem.where)) == ("roster-value-missing", "b", "desk.yaml:9")


def test_agreed_figures_stand_in_place_of_what_would_be_counted() -> None:
    body = """
    terms:
      - {id: calls, model: workload, quantity: {count: interactions}, rate: 1}
    kpis:
      - {id: sl, kpi: service_level, threshold_seconds: 20, abandons: negative}
      - {id: survey, kpi: entered}
    """
    agreed = Measures(
        "2026-02",
        {"calls": Quantity(Fraction(99))},
        {"survey": KpiResult("survey", Fraction(9, 10)), "sl": KpiResult("sl", Fraction(1))},
    )
    found = measured({}, body, given=agreed)  # nothing is left to count, so nothing is missing
    assert found.quantities["calls"].total == 99
    assert {name: kpi.value for name, kpi in found.kpis.items()} == {"sl": 1, "survey": Fraction(9, 10)}
    half = Measures("2026-02", {}, {"survey": KpiResult("survey", Fraction(9, 10))})
    counted_too = measured({"interactions": [call(1, wait_seconds=3)]}, body, given=half)
    assert (counted_too.quantities["calls"].total, counted_too.kpis["sl"].value) == (1, 1)
    assert counted_too.kpis["survey"].value == Fraction(9, 10)
