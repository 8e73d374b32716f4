"""Calls at the edges of days and months, in zones of which the tables of Polars and of machines are older than tzdata."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest

from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.measures import Clock
from bpo.core.measures_file import measures_of
from bpo.core.zones import RULES
from bpo.metering import measure
from bpo.metering.clock import ZONE_NOT_SAID
from bpo.metering.findings import DAYS_WITHOUT, findings
from bpo.metering.memory import MemoryLake
from tests.metering.lake import ACCOUNT, contract, counted, measured


def at(moment: str, number: int = 1) -> dict[str, object]:
    """A handled call at a moment that says its distance from UTC."""
    started = datetime.fromisoformat(moment).astimezone(UTC)
    return {"interaction_id": str(number), "started_at": started, "direction": "inbound", "outcome": "handled"}


@pytest.mark.parametrize(
    ("zone", "moment", "month"),
    [
        # Half an hour after midnight of 1 December, and the second before midnight, by the clocks that were not set back in 2026.
        ("America/Winnipeg", "2026-12-01T00:30:00-05:00", "2026-12"),
        ("America/Winnipeg", "2026-11-30T23:59:59-05:00", "2026-11"),
        ("America/Winnipeg", "2026-12-01T00:00:00-05:00", "2026-12"),
        ("America/Edmonton", "2026-12-01T00:30:00-06:00", "2026-12"),
        ("America/Vancouver", "2026-12-01T00:30:00-07:00", "2026-12"),
        ("America/Vancouver", "2026-11-30T23:59:59-07:00", "2026-11"),
        ("Africa/Casablanca", "2026-12-01T00:30:00+00:00", "2026-12"),
        ("America/Havana", "2026-12-01T00:30:00-04:00", "2026-12"),
        ("Asia/Shanghai", "2026-12-01T00:00:00+08:00", "2026-12"),
    ],
)
def test_a_call_counts_in_the_month_of_the_clock(zone: str, moment: str, month: str) -> None:
    """Both the bounds of the month and the day of the call: each is counted in its month, and on one of its days."""
    rows = {"interactions": [at(moment)]}
    body = "terms:\n  - {id: n, model: workload, quantity: {count: interactions}, rate: 1}\n"
    figures = measured(rows, body, month, zone=zone)
    assert figures.quantities["n"].total == 1
    assert {day: total for day, total in figures.series["n"].items() if total} == {moment[:10]: 1}
    assert figures.clock == Clock(zone, RULES)


@pytest.mark.parametrize(
    ("moment", "many"),
    [("2026-12-15T08:30:00-07:00", 1), ("2026-12-15T08:00:00-07:00", 1), ("2026-12-15T07:59:59-07:00", 0)],
)
def test_the_hour_of_a_condition_is_that_of_the_clock(moment: str, many: int) -> None:
    rows = {"interactions": [at(moment)]}
    quantity = '{count: interactions, where: "hour(started_at) >= 8"}'
    assert counted(rows, quantity, "2026-12", zone="America/Vancouver") == many


class WithQuarantine(MemoryLake):
    """Nothing was set aside."""

    def quarantine(self) -> pl.LazyFrame:
        return pl.LazyFrame(schema={"account": pl.String, "table": pl.String, "rules": pl.String})


def test_a_day_with_a_call_is_not_told_as_one_without() -> None:
    body = "terms:\n  - {id: n, model: workload, quantity: {count: interactions}, rate: 1}\n"
    one = contract(body, zone="America/Winnipeg")
    lake = WithQuarantine(ACCOUNT, {"interactions": [at("2026-12-01T00:30:00-05:00")]})
    (told,) = (found for found in findings(lake, one, one.cycle.period("2026-12")) if found.words is DAYS_WITHOUT)
    assert (told.values["days"], str(told.values["listed"][0])) == (30, "2026-12-02")


IN_DOLLARS = """\
contract: desk
title: Desk
currency: {currency}
effective: {{from: 2026-01-01}}
supplier: {{name: Supplier}}
client: {{name: Client}}
{billing}
terms:
  - {{id: n, model: workload, quantity: {quantity}, rate: 1}}
"""
CALLS = "{count: interactions}"


@pytest.mark.parametrize(
    ("currency", "billing", "quantity", "line"),
    [
        ("USD", "", CALLS, 1),
        ("USD", "billing: {cycle: monthly}", CALLS, 7),
        ("USD", "billing: {timezone: America/New_York}", CALLS, None),
        ("USD", "billing: {timezone: Asia/Shanghai}", CALLS, None),
        ("CNY", "", CALLS, None),
        # Timesheets and rosters have days, not moments: nobody's clock is asked.
        ("USD", "", "{sum: timesheets, of: hours, unit: hour}", None),
    ],
)
def test_a_contract_in_another_currency_says_where_its_days_begin(
    currency: str, billing: str, quantity: str, line: int | None
) -> None:
    text = IN_DOLLARS.format(currency=currency, billing=billing, quantity=quantity)
    one = read_contract(parse_document(text, "desk.yaml")).contract
    day = {"agent": "a", "day": date(2026, 2, 3), "activity": "handling", "hours": Decimal(1)}
    lake = MemoryLake(ACCOUNT, {"interactions": [at("2026-02-03T12:00:00+00:00")], "timesheets": [day]})
    period = one.cycle.period("2026-02")
    if line is None:
        assert measure(lake, one, period).quantities["n"].total == 1
    else:
        with pytest.raises(BpoError) as error:
            measure(lake, one, period)
        (problem,) = error.value.problems
        assert (problem.words, problem.where and problem.where.line) == (ZONE_NOT_SAID, line)
    given = measures_of(parse_document("period: 2026-02\nquantities: {n: 7}\n", "given.yaml"))
    assert measure(lake, one, period, given).quantities["n"].total == 7, "what was agreed needs no clock"
