"""Totals that cannot be meant, and what a KPI leaves out of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bpo.core.measures import Measures
from bpo.core.words import LANGS
from bpo.metering import measure
from bpo.metering.doubts import Doubt, Mended, doubts
from bpo.metering.totals import findings_on_totals
from tests.metering.lake import contract, lake_of, local

BODY = """
quantities:
  offered: {sum: traffic, of: offered}
terms:
  - {id: fee, model: workload, quantity: offered, rate: 1}
kpis:
  - {id: sl, kpi: service_level, table: traffic, threshold_seconds: 20, abandons: negative}
"""


def day(number: int, queue: str | None = "cards", offered: int | None = 100, **more: Any) -> dict[str, Any]:
    row = {"day": date(2026, 2, number), "direction": "inbound", "queue": queue, "offered": offered}
    return {**row, "file": "days.csv", "line": number + 1, **more}


def found(rows: list[dict[str, Any]]) -> tuple[list[Doubt], Measures | None]:
    """The doubts, and what is counted without the first."""
    one = contract(BODY)
    month, lake = one.cycle.period("2026-02"), lake_of({"traffic": rows})
    told = doubts(lake, one, month)
    assert all(doubt.problem.say(lang) for doubt in told for lang in LANGS)
    return told, measure(Mended(lake, told[0]), one, month) if told else None


@pytest.mark.parametrize(
    ("rows", "columns", "left"),
    [
        # all queues beside each, of the same day alone
        ([day(1), day(1, "loans", 50), day(1, None, 150, line=9), day(2, None, 70)], ["queue"], 220),
        # a whole day beside its half-hours
        ([day(1, started_at=local("2026-02-01T09:00")), day(1, offered=100, line=9)], ["started_at"], 100),
        # the site of one row only: the other may hold it
        ([day(1, site="成都"), day(1, offered=130, line=9)], ["site"], 100),
        # a total of totals: site and queue, queue, neither
        ([day(1, site="a", offered=60), day(1, offered=60, line=9), day(1, None, 60, line=10)], ["queue", "site"], 60),
    ],
)
def test_totals_beside_what_they_hold(rows: list[dict[str, Any]], columns: list[str], left: int) -> None:
    (first, *_), without = found(rows)
    assert (first.problem.code, first.problem.values["columns"]) == ("finding-totals-beside-parts", columns)
    assert without is not None and without.quantities["offered"].total == left


@pytest.mark.parametrize(
    "rows",
    [
        [day(1), day(1, "loans", 50), day(2, None, 150)],  # other days
        [day(1), day(1, None, None, handle_seconds=900)],  # other figures
        [day(1), day(1, None, direction="outbound")],
        [day(1, channel="voice"), day(1, None, site="成都")],  # neither holds the other
        [day(1), day(1, account="other", queue=None)],
    ],
)
def test_rows_that_hold_no_others(rows: list[dict[str, Any]]) -> None:
    assert found(rows) == ([], None)


def test_a_queue_that_has_what_all_others_have() -> None:
    rows = [
        day(n, queue, offered) for n in (1, 2) for queue, offered in (("a", 10 * n), ("b", 20), ("All", 20 + 10 * n))
    ]
    (first,), without = found(rows)
    assert first.problem.values == {"queue": "All", "days": 2}
    assert without is not None and without.quantities["offered"].total == 10 + 20 + 20 + 20


@pytest.mark.parametrize("off", [0, 5])
def test_a_queue_is_no_total_by_chance(off: int) -> None:
    """On one day only, or of two queues, or on all days but one."""
    one_day = [day(1, "a", 10), day(1, "b", 20), day(1, "c", 30)]
    assert found(one_day)[0] == []
    assert found([day(n, queue, 10) for n in (1, 2, 3) for queue in "ab"])[0] == []
    assert len(found([*one_day, day(2, "a", 10), day(2, "b", 20), day(2, "c", 30 + off)])[0]) == (0 if off else 1)


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"answered": 90, "abandoned": 10}, 0),
        ({"answered": 90, "abandoned": 11}, 1),
        ({"answered": 101}, 1),
        ({"abandoned": 100}, 0),
        ({"offered": None, "answered": 101}, 0),
    ],
)
def test_more_than_was_offered(figures: dict[str, Any], told: int) -> None:
    doubted, without = found([day(1, **figures), day(2, "loans", 7)])
    assert len(doubted) == told
    if without is not None:
        assert without.quantities["offered"].total == 7


def test_a_contact_may_wait_into_the_next_half_hour() -> None:
    first = day(1, offered=10, answered=9, abandoned=0, started_at=local("2026-02-01T09:00"))
    second = day(1, offered=10, answered=11, abandoned=0, started_at=local("2026-02-01T09:30"), line=9)
    assert found([first, second])[0] == []
    assert len(found([second, day(2)])[0]) == 1


def test_days_without_and_rows_left_out() -> None:
    one = contract(BODY)
    rows = [day(n, answered_in_time=80) for n in range(1, 27)]
    rows += [day(27), day(27, "loans", answered_in_time=60, threshold_seconds=30)]
    told = findings_on_totals(lake_of({"traffic": rows}), one, one.cycle.period("2026-02"))
    assert [(problem.code, problem.where.line if problem.where else 0) for problem in told] == [
        ("finding-days-without-traffic", 0),
        ("finding-totals-lacking", 14),
        ("finding-other-threshold", 14),
    ]
    assert told[0].values == {"days": 1, "all": 28, "listed": [date(2026, 2, 28)]}
    assert told[1].values == {"kpi": "sl", "rows": 1, "all": 28, "columns": ["answered_in_time"]}
    assert told[2].values == {"kpi": "sl", "rows": 1, "threshold": 20, "told": [30]}
    assert all(problem.say("en") != problem.say("zh") for problem in told)
    result = measure(lake_of({"traffic": rows}), one, one.cycle.period("2026-02")).kpis["sl"]
    assert (result.numerator, result.denominator) == (
        26 * 80,
        26 * 100,
    )  # neither the 27th nor what another threshold tells


def test_no_totals_at_all_are_told_where_they_are_counted() -> None:
    one = contract(BODY)
    assert findings_on_totals(lake_of({"traffic": []}), one, one.cycle.period("2026-02")) == []
