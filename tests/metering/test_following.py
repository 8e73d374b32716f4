"""Repeats: metering against a count in plain Python, at every edge of the period, and what is said while facts are to come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.metering.findings import findings
from bpo.metering.memory import MemoryLake
from tests.laws import examples
from tests.metering.lake import ACCOUNT, call, contract, measured

BODY = """
terms:
  - {id: fee, model: fixed, amount: 1}
kpis:
  - {id: again, kpi: repeat_contact_rate, hours: 48, same: [queue]}
  - {id: quiet, kpi: first_contact_resolution, resolution: no_repeat, repeat_days: 2, same: [queue]}
"""
SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST, AFTER = (datetime(2026, month, 1, tzinfo=SHANGHAI) for month in (2, 3))
Row = dict[str, Any]


def row(
    number: int, hours: int, second: int, customer: str | None, queue: str | None, outcome: str, direction: str
) -> Row:
    """A contact so many hours after the first of February in Shanghai."""
    moment = (FIRST + timedelta(hours=hours, seconds=second)).astimezone(UTC)
    more = {"customer": customer, "queue": queue, "outcome": outcome, "direction": direction}
    return {**call(number), "started_at": moment, **more}


HOURS = (-49, -48, -1, 0, 1, 24, 47, 48, 49, 600, 624, 625, 671, 672, 673, 696, 719, 720, 721)
"""The month has 672 hours."""
contacts = st.lists(
    st.tuples(
        st.sampled_from(HOURS), st.sampled_from((-1, 0, 1)), st.sampled_from(("a", "b", None)),
        st.sampled_from(("x", "y", None)), st.sampled_from(("handled", "handled", "abandoned", "void")),
        st.sampled_from(("inbound", "inbound", "outbound")),
    ),
    max_size=25,
)  # fmt: skip


@examples(80)
@given(contacts)
def test_repeats_are_those_that_plain_python_finds(given_rows: list[Any]) -> None:
    rows = [row(n, *values) for n, values in enumerate([*given_rows, (10, 0, "z", "z", "handled", "inbound")])]
    known = [
        r
        for r in rows
        if r["customer"] and r["queue"] and FIRST <= r["started_at"] < AFTER and r["outcome"] == "handled"
    ]

    def repeated(one: Row) -> bool:
        return any(
            timedelta(0) < other["started_at"] - one["started_at"] <= timedelta(hours=48)
            and (other["customer"], other["queue"]) == (one["customer"], one["queue"])
            and other["direction"] == "inbound"
            and other["outcome"] != "void"
            for other in rows
        )

    answered = [one for one in known if one["direction"] == "inbound"]
    again = measured({"interactions": rows}, BODY).kpis["again"]
    assert (again.numerator, again.denominator) == (sum(map(repeated, answered)), len(answered))
    quiet = measured({"interactions": rows}, BODY).kpis["quiet"]
    assert (quiet.numerator, quiet.denominator) == (sum(not repeated(one) for one in known), len(known))


def test_contacts_of_another_account_repeat_nothing() -> None:
    rows = [
        row(1, 0, 0, "a", "x", "handled", "inbound"),
        {**row(2, 1, 0, "a", "x", "handled", "inbound"), "account": "other"},
    ]
    assert measured({"interactions": rows}, BODY).kpis["again"].value == 0


def test_a_daily_series_counts_a_repeat_on_the_day_of_the_contact_before_it() -> None:
    rows = [row(1, 10, 0, "a", "x", "handled", "inbound"), row(2, 40, 0, "a", "x", "handled", "inbound")]
    assert measured({"interactions": rows}, BODY).series["again"] == {
        "2026-02-01": Fraction(1),
        "2026-02-02": Fraction(0),
    }


class WithoutQuarantine(MemoryLake):
    def quarantine(self) -> pl.LazyFrame:
        return pl.LazyFrame(schema={"account": pl.String, "table": pl.String, "rules": pl.String})


@pytest.mark.parametrize(
    ("latest", "told"),
    [
        (671, ["again", "quiet"]),
        (695, ["again", "quiet"]),
        (696, []),
        (2000, []),
    ],  # 2 March begins 696 hours after 1 February
)
def test_days_after_the_period_that_are_to_come_are_told(latest: int, told: list[str]) -> None:
    rows = [row(1, 10, 0, "a", "x", "handled", "inbound"), row(2, latest, 0, "b", "x", "handled", "inbound")]
    one = contract(BODY)
    found = findings(WithoutQuarantine(ACCOUNT, {"interactions": rows}), one, one.cycle.period("2026-02"))
    assert [p.values["kpi"] for p in found if p.code == "finding-repeats-to-come"] == told
