"""Volumes out of facts: counted month by month in the contract's time zone; a month without facts is told, never zero."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bpo.core.errors import BpoError
from bpo.core.periods import month_after
from bpo.economics.scenario.facts_volumes import facts_volumes
from bpo.economics.staffing.streams import volumes_of
from tests.economics.working import OFFICE, work
from tests.metering.lake import call, contract, lake_of

STREAMS = work(
    OFFICE.replace("volume: 22000", "volume: {facts: \"direction = 'inbound'\", year: 2025, times: 150%}").replace(
        "people:", "  - {id: letters, volume: 5, handle_seconds: 60, workload: {}}\npeople:"
    )
).streams
TERMS = "terms:\n  - {id: fee, model: fixed, amount: 1}\n"
ROWS = [
    call(1, "2025-01-01T00:00"),
    call(2, "2025-01-31T23:59"),
    call(3, "2025-02-01T00:00"),
    call(4, "2025-02-10T12:00"),
    call(5, "2025-02-28T23:59"),
    call(6, "2025-02-10T12:00", direction="outbound"),
    call(7, "2025-03-01T00:00"),
]
"""By the clock of Shanghai: two inbound calls in January, three in February, one in March."""


def test_months_of_the_year_that_is_named() -> None:
    """The scenario's 14 months need January twice, which is counted once; 150% of three calls are 4.5."""
    lake = lake_of({"interactions": ROWS})
    months = ["2027-01", "2027-02", "2028-01"]
    counted = facts_volumes(STREAMS, lake, contract(TERMS), months)
    assert counted == {"calls": {"2025-01": Fraction(2), "2025-02": Fraction(3)}}
    assert volumes_of(STREAMS, "2027-02", "2027-01", counted) == {"calls": Fraction(9, 2), "letters": 5}
    assert volumes_of(STREAMS, "2028-01", "2027-01", counted)["calls"] == 3


def test_every_month_without_facts_is_told_at_the_volume() -> None:
    lake = lake_of({"interactions": ROWS})
    with pytest.raises(BpoError) as told:
        facts_volumes(STREAMS, lake, contract(TERMS), [month_after("2027-01", n) for n in range(5)])
    assert [(problem.code, str(problem.where)) for problem in told.value.problems] == [
        ("facts-none-in-period", "work.yaml:5")
    ] * 2
    assert "from 2025-04-01 to 2025-04-30" in told.value.problems[0].say("en")
