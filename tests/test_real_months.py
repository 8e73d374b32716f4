"""Real months by the verbs alone: ingest and measure give the figures that were counted independently of this project.

The figures are those of the data's own README. Nothing here knows how the exports are written: their source files do.
"""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.cli.desk import Desk
from tests.real_data import real_data

MONTHS = {"1999-01": "january", "1999-02": "february", "1999-03": "march", "1999-04": "april"}

# In April one call of 182 s has 30,278 s of talk: it is set aside, and 1 less of each count, without a wait, is billed.
# rows, AGENT, queue HANG, AGENT <= 20 s, AGENT <= 30 s, Σ q_time of AGENT, Σ ser_time of AGENT, PHANTOM
FIGURES = {
    "1999-01": (31_599, 27_060, 3_101, 16_402, 17_987, 947_857, 4_964_204, 240),
    "1999-02": (33_344, 27_162, 3_963, 16_209, 17_729, 1_107_512, 4_790_100, 278),
    "1999-03": (38_801, 27_847, 8_604, 11_387, 12_726, 2_587_056, 5_173_551, 407),
    "1999-04": (32_035, 23_582, 5_694, 10_605, 11_747, 1_821_578, 4_991_212, 305),
}
QUANTITIES = (
    "calls_all", "calls", "calls_abandoned", "answered_within_20", "answered_within_30", "wait_of_answered",
    "service_time", "calls_phantom",
)  # fmt: skip

RESTAURANTS = """\
contract: restaurants
title: Bookings by telephone
account: restaurant-bookings
currency: GBP
effective: {from: 2023-11-01, to: 2023-11-14}
supplier: {name: Table Talk Ltd}
client: {name: Dinner Group}
billing: {timezone: Europe/London}
prices: {tax: excluded, rate: 20%}
quantities:
  answered: {count: interactions, where: "outcome = 'handled'"}
  unanswered: {count: interactions, where: "outcome = 'abandoned'"}
terms:
  - id: bookings
    model: workload
    quantity: {count: interactions, where: "disposition = 'Booking completed'"}
    rate: 0.50
  - id: covers
    model: workload
    quantity: {sum: interactions, of: units, unit: cover}
    rate: 0.10
kpis:
  - {id: asa, kpi: average_speed_of_answer, target: 30}
"""


@pytest.fixture(scope="session")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A new workspace with the four months of the bank."""
    files = [real_data("anonymous-bank", f"{month}.txt") for month in MONTHS.values()]
    desk = _workspace(tmp_path_factory.mktemp("bank"))
    reports = desk.json("ingest", *files, "--source", "sources/anonymous-bank.yaml")
    assert [report["entered"] for report in reports] == [figures[0] for figures in FIGURES.values()]
    assert [report["quarantined"] for report in reports] == [0, 0, 0, 1]
    return desk


def _workspace(folder: Path) -> Desk:
    assert Desk(folder).run("init", "desk").code == 0
    return Desk(folder / "desk")


def exact(text: Any) -> Fraction:
    return Fraction(str(text))


@pytest.mark.parametrize("month", FIGURES)
def test_a_month_of_the_bank(bank: Desk, month: str) -> None:
    found = bank.json("measure", "contracts/anonymous-bank.yaml", "--period", month)
    counted = {name: exact(found["quantities"][name]["total"]) for name in QUANTITIES}
    assert counted == dict(zip(QUANTITIES, FIGURES[month], strict=True))
    _, answered, abandoned, in_20, _, waited, served, _ = FIGURES[month]
    assert exact(found["quantities"]["minutes"]["total"]) == Fraction(served, 60)
    ratios = {name: (exact(kpi["numerator"]), exact(kpi["denominator"])) for name, kpi in found["kpis"].items()}
    assert ratios == {
        "sl20": (in_20, answered + abandoned),
        "asa": (waited, answered),
        "aht": (served, answered),
        "abandonment": (abandoned, answered + abandoned),
    }
    values = {name: exact(kpi["value"]) for name, kpi in found["kpis"].items()}
    assert values == {name: Fraction(top, bottom) for name, (top, bottom) in ratios.items()}


def test_february_is_billed_from_its_calls_as_from_its_published_figures(bank: Desk) -> None:
    contract = "contracts/anonymous-bank.yaml"
    measured = bank.run("measure", contract, "--period", "1999-02", "--format", "json").out
    priced = bank.json("price", contract, "--measures", bank.write("february.json", measured))
    published = bank.json("price", contract, "--measures", "measures/anonymous-bank.yaml")
    assert priced["total"] == published["total"] == "25567.62"


def test_the_restaurants_bookings(tmp_path: Path) -> None:
    calls = real_data("restaurant-bookings", "calls.csv")
    desk = _workspace(tmp_path)
    desk.write("contracts/restaurants.yaml", RESTAURANTS)
    (report,) = desk.json("ingest", calls, "--source", "sources/restaurant-bookings.yaml")
    assert (report["rows_read"], report["entered"]) == (25_100, 25_100)
    found = desk.json("measure", "contracts/restaurants.yaml", "--period", "2023-11")
    totals = {name: exact(quantity["total"]) for name, quantity in found["quantities"].items()}
    assert totals == {"answered": 24_731, "unanswered": 369, "bookings": 23_115, "covers": 97_403}
    asa = found["kpis"]["asa"]
    assert exact(asa["denominator"]) == 24_731
    assert round(exact(asa["value"]), 2) == Fraction("22.98")
    statement = desk.json("price", "contracts/restaurants.yaml", "--measures", desk.write("m.json", json.dumps(found)))
    amounts = [charge["amount"] for charge in statement["charges"]]
    assert amounts == ["11557.50", "9740.30"]  # 23,115 × 0.50 and 97,403 × 0.10
