"""Empty values in what is added up count as 0, and the reviewer is told how many there are, of which column, for what."""

from __future__ import annotations

from typing import Any

import pytest

from bpo.core.errors import Problem
from bpo.metering.findings import findings
from tests.contracts.making import measures
from tests.metering.lake import ACCOUNT, call, contract, local, measured
from tests.metering.test_excused import WithoutQuarantine

MINUTES = "terms:\n  - {id: minutes, model: workload, quantity: {sum: interactions, of: %s, unit: minute}, rate: 1}\n"
MORE = "  - {id: again, model: hours, handling: [talk, hold, wrap_up], where: agent IS NULL, rate: 36}\n"
AHT = "kpis:\n  - {id: aht, kpi: average_handle_time}\n"  # it leaves out contacts whose time is not known, and says so


def told(body: str, rows: list[dict[str, Any]], table: str = "interactions", given: Any = None) -> list[Problem]:
    one = contract(body)
    lake = WithoutQuarantine(ACCOUNT, {table: rows})
    found = findings(lake, one, one.cycle.period("2026-02"), given)
    return [problem for problem in found if problem.code == "finding-empty-values"]


def figures(problem: Problem) -> tuple[Any, ...]:
    return tuple(problem.values[name] for name in ("needs", "columns", "rows", "all"))


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ("talk_seconds", (["'minutes'"], ["talk_seconds"], 2, 4)),
        ("talk_seconds + hold_seconds", (["'minutes'"], ["hold_seconds", "talk_seconds"], 3, 4)),
        # what the contract itself takes as none is told only where nothing at all is known
        ("'coalesce(talk_seconds, 0)'", (["'minutes'"], ["talk_seconds"], 2, 4)),
        ("'coalesce(talk_seconds, 0) + coalesce(hold_seconds, 0)'", (["'minutes'"], ["hold_seconds", "talk_seconds"], 1, 4)),
    ],
)  # fmt: skip
def test_rows_without_a_value_are_told(of: str, expected: tuple[Any, ...]) -> None:
    rows = [
        call(1, talk_seconds=60, hold_seconds=0),
        call(2, talk_seconds=60),
        call(3, hold_seconds=5),
        call(4),
        call(5, "2026-03-01T00:00"),  # not of the month
    ]
    (problem,) = told(MINUTES % of, rows)
    assert figures(problem) == expected
    assert problem.where is not None


def test_only_rows_that_are_counted_are_told() -> None:
    body = MINUTES.replace("unit: minute", "where: \"queue = 'cards'\", unit: minute") % "talk_seconds"
    assert told(body, [call(1, queue="loans"), call(2, queue="cards", talk_seconds=0)]) == []


def test_needs_that_lack_the_same_values_are_told_together_in_both_languages() -> None:
    body = "terms:\n  - {id: desk, model: hours, handling: [talk, hold, wrap_up], rate: 36}\n" + MORE + AHT
    (problem,) = told(body, [call(1, talk_seconds=1), call(2)])
    columns = "hold_seconds, talk_seconds, wrap_up_seconds"
    assert f"'desk', 'again' add up {columns}, of which 1 of 2 rows of interactions have none" in problem.say("en")
    assert (
        "汇总 hold_seconds、talk_seconds、wrap_up_seconds，但 interactions 的 2 条中有 1 条没有该值，按 0 计"
        in problem.say("zh")
    )


def test_what_is_given_was_not_added_up() -> None:
    rows = [call(1)]
    assert len(told(MINUTES % "talk_seconds", rows)) == 1
    assert told(MINUTES % "talk_seconds", rows, given=measures({"minutes": 5}, period="2026-02")) == []


def test_another_table() -> None:
    body = "terms:\n  - {id: sold, model: commission, percent: 2%, charge_back_days: 15}\n"
    (problem,) = told(body, [{"sale_id": "1", "sold_at": local("2026-02-03T10:00")}], "sales")
    assert figures(problem)[1:] == (["amount"], 1, 1)


def test_a_table_that_is_missing_hides_no_other() -> None:
    body = MINUTES % "talk_seconds" + "  - {id: sold, model: commission, percent: 2%, charge_back_days: 15}\n"
    (problem,) = told(body, [{"sale_id": "1", "sold_at": local("2026-02-03T10:00")}], "sales")
    assert problem.values["table"] == "sales"


def test_a_value_that_is_missing_is_billed_as_0_of_its_own() -> None:
    """Rounded record by record, a call of a minute and one of an unknown time are two: 1 and 0 minutes."""
    body = MINUTES.replace("rate: 1", "rate: 1, round_each: up") % "talk_seconds"
    found = measured({"interactions": [call(1, talk_seconds=60), call(2)]}, body).quantities["minutes"]
    assert (found.total, found.parts) == (1, {"0": 1, "1": 1})


def test_what_a_kpi_adds_up_is_told_unless_the_kpi_is_given() -> None:
    body = "terms:\n  - {id: fee, model: fixed, amount: 1}\nkpis:\n" + (
        "  - {id: hold, kpi: custom, of: {sum: interactions, of: hold_seconds}, over: {count: interactions}, unit: second, better: low}\n"
    )
    (problem,) = told(body, [call(1), call(2, hold_seconds=1)])
    assert figures(problem) == (["'hold'"], ["hold_seconds"], 1, 2)
    assert told(body, [call(1)], given=measures({}, {"hold": 5}, period="2026-02")) == []
