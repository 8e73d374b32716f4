"""Over-forecast relief counted over facts: half-hours with a forecast from the measures, each count of the KPI without them."""

from __future__ import annotations

import json
from fractions import Fraction as F

import pytest

from bpo.core.measures import Measures, Quantity
from bpo.core.measures_file import parse_measures
from bpo.pricing.price import price
from tests.metering.lake import call, contract, measured

# 09:00 has 3 of 2 forecast contacts, one in time; 09:30 has 2 of 2, both in time; 10:00 has 1 of none.
CALLS = {
    "interactions": [
        call(1, "2026-02-03T09:00", wait_seconds=5),
        call(2, "2026-02-03T09:10", wait_seconds=60),
        call(3, "2026-02-03T09:29:59", wait_seconds=60),
        call(4, "2026-02-03T09:30", wait_seconds=5),
        call(5, "2026-02-03T09:59:59", wait_seconds=20),
        call(6, "2026-02-03T10:00", wait_seconds=60),
    ]
}
FORECAST = Quantity(F(4), "contact", {"2026-02-03 09:00": F(2), "2026-02-03 09:30": F(2), "2026-02-03 10:00": F(0)})
SL = "kpi: service_level, threshold_seconds: 20, abandons: negative, target: 80%"
RELIEF = "relief: {forecast: client_forecast, above: 110%, excuses: half_hours}"
BODY = f"""
quantities:
  client_forecast: {{given: contact}}
terms:
  - {{id: calls, model: workload, quantity: {{count: interactions}}, rate: 1}}
kpis:
  - {{id: sl, {SL}, {RELIEF}}}
  - {{id: halves, kpi: interval_compliance, minutes: 30, of: {{{SL}}}, target: 90%, {RELIEF}}}
  - {{id: asa, kpi: average_speed_of_answer, {RELIEF}}}
"""


def test_half_hours_above_their_forecast_leave_every_count() -> None:
    measures = measured(CALLS, BODY, given=Measures("2026-02", {"client_forecast": FORECAST}))
    assert (measures.kpis["sl"].numerator, measures.kpis["sl"].denominator) == (2, 2)
    assert (measures.kpis["halves"].numerator, measures.kpis["halves"].denominator) == (1, 1)
    assert measures.kpis["asa"].value == F(25, 2)
    assert measures.quantities["calls"].total == 6
    assert measures.evidence["sl"].note == "2026-02-03 09:00: 3 > 110% × 2; 2026-02-03 10:00: 1 > 110% × 0"


def test_what_was_measured_is_priced_alike_from_its_file() -> None:
    measures = measured(CALLS, BODY, given=Measures("2026-02", {"client_forecast": FORECAST}))
    agreed = contract(BODY)
    again = parse_measures(json.dumps(measures.as_json()))
    assert price(agreed, again).verdicts["sl"].judged == price(agreed, measures).verdicts["sl"].judged == 1


@pytest.mark.parametrize("missing", ["2026-02-03 09:00", "2026-02-03 10:00"])
def test_a_half_hour_with_contacts_and_no_forecast_is_not_measured(missing: str) -> None:
    parts = {key: value for key, value in FORECAST.parts.items() if key != missing}
    given = Measures("2026-02", {"client_forecast": Quantity(sum(parts.values(), F(0)), "contact", parts)})
    result = measured(CALLS, BODY, given=given).kpis["sl"]
    assert result.value is None and result.why_not is not None and result.why_not.code == "kpi-no-forecast"
