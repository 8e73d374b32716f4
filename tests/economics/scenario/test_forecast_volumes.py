"""Volumes that are forecast: what is drawn of them is as wide as such forecasts were wrong."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction as F

from bpo.core.cycles import Months
from bpo.economics.forecast.forecast import forecast
from bpo.economics.scenario.forecast_volumes import forecast_volumes
from bpo.economics.staffing.streams import volumes_of
from tests.economics.working import OFFICE, work
from tests.metering.lake import call, contract, lake_of

TERMS = "terms:\n  - {id: fee, model: fixed, amount: 1}\n"
STREAMS = work(
    OFFICE.replace("volume: 22000", "volume: {forecast: \"direction = 'inbound'\", times: 200%}").replace(
        "people:", "  - {id: letters, volume: 5, handle_seconds: 60, workload: {}}\npeople:"
    )
).streams
MONTHS = [Months().period(name) for name in ("2025-03", "2025-04")]


def test_an_uneven_history() -> None:
    """Ten weeks from Monday 23 December 2024 to Sunday 2 March 2025 would overlap March; eight and a half end on Wednesday 19 February. Even weeks
    have three calls a day, odd ones two: volumes and spread are those of the forecast of these very days, twice in the bid."""
    start, end = date(2024, 12, 23), date(2025, 2, 19)
    days = [start + timedelta(days=n) for n in range((end - start).days + 1)]
    came = {day: 2 + (day - start).days // 7 % 2 for day in days}
    rows = [call(10 * n + i, f"{day}T12:00") for n, day in enumerate(days) for i in range(came[day])]
    rows += [call(5000 + n, f"{day}T12:00", direction="outbound") for n, day in enumerate(days)]
    volumes, uncertain = forecast_volumes(STREAMS, lake_of({"interactions": rows}), contract(TERMS), MONTHS)
    expected = forecast("calls", {day: F(n) for day, n in came.items()}, Months(), None, MONTHS)
    assert volumes == {"calls": {one.period.name: one.total for one in expected.expected}}
    assert set(Counter(came.values())) == {2, 3} and 31 * 2 < volumes["calls"]["2025-03"] < 31 * 3
    spread = uncertain["calls.volume"].normal
    assert list(uncertain) == ["calls.volume"] and spread is not None
    assert expected.spread is not None and spread.sd == expected.spread > F(1, 20) and spread.mean == 1
    assert volumes_of(STREAMS, "2025-03", "2025-03", volumes) == {
        "calls": 2 * volumes["calls"]["2025-03"],
        "letters": 5,
    }


def test_a_history_too_short_to_be_tested_says_nothing_of_its_error() -> None:
    rows = [call(n, f"2025-02-{n:02d}T12:00") for n in range(1, 15)]
    volumes, uncertain = forecast_volumes(STREAMS, lake_of({"interactions": rows}), contract(TERMS), MONTHS)
    assert volumes["calls"] == {"2025-03": 31, "2025-04": 30} and not uncertain
