"""``bpo staffing``: what it shows comes from the staffing, in both languages and as JSON; volumes may come from the desk's lake."""

from __future__ import annotations

from contextlib import chdir
from fractions import Fraction
from pathlib import Path

import pytest

from bpo.cli.bids import bid_of
from bpo.economics.scenario.projection import project
from tests.cli.desk import Desk

SCENARIO = """
scenario: office
contract: contracts/desk.yaml
costs: none.yaml
months: {from: 2026-06, to: 2026-07}
streams:
  - id: calls
    label: {zh: 呼入, en: Calls}
    volume: %s
    handle_seconds: 180
    pattern:
      days: {mon: 20%%, tue: 20%%, wed: 20%%, thu: 20%%, fri: 20%%}
      half_hours: {"09:00-14:00": 100%%}
    goal: {answered: 80%%, within_seconds: 20}
  - {id: letters, volume: 100, handle_seconds: 60, workload: {}}
people: {hours_a_month: 160, shrinkage: 30%%}
"""


@pytest.fixture
def office(desk: Desk) -> Desk:
    desk.write("office.yaml", SCENARIO % "{2026-06: 22000, 2026-07: 100}")
    return desk


def test_positions_of_the_busiest_month(office: Desk) -> None:
    """June's half hours have 100 calls each: 14 positions, one more for letters; 20 are rostered for 14."""
    shown = office.run("staffing", "office.yaml").out
    assert "2026-06            22,100         15" in shown
    assert "Calls, 2026-06: positions by half hour, 80% answered in 20 s" in shown
    assert "09:00                   100         14        20          88.8%      7.8         0%      71.4%" in shown
    assert "letters, 2026-06: productive hours 1.7, positions 1" in shown
    other = office.run("staffing", "office.yaml", "--month", "2026-07", "--stream", "calls").out
    assert "Calls, 2026-07" in other and "letters, " not in other


def test_in_chinese(office: Desk) -> None:
    shown = office.run("--lang", "zh", "staffing", "office.yaml").out
    assert "呼入，2026-06：各半小时岗位数，20 秒内接通 80%" in shown
    assert "呼入    周一      09:00" in shown and "最多 14" in shown


def test_as_json_every_figure_has_twelve_decimals(office: Desk) -> None:
    found = office.json("staffing", "office.yaml")
    june = found["months"][0]["drivers"]
    assert (june["calls.occupancy"], june["calls.productive_hours"], found["month"]) == (
        "0.714285714286",
        "1540",
        "2026-06",
    )
    first = found["half_hours"]["calls"][0]
    assert (first["weekday"], first["start"], first["days"], first["positions"], first["rostered"]) == (
        "mon",
        "09:00",
        5,
        14,
        20,
    )
    assert Fraction(first["service_level"]) == Fraction("0.8883500192")
    assert found["half_hours"]["letters"] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--stream", "call"], "office.yaml:2: the scenario has no stream 'call'"),
        (["--month", "2026-08"], "office.yaml: the scenario goes from 2026-06 to 2026-07; 2026-08 is not in it"),
    ],
)
def test_what_is_not_there(office: Desk, arguments: list[str], told: str) -> None:
    result = office.run("staffing", "office.yaml", *arguments)
    assert result.code == 1
    assert result.err.startswith(told)


def test_a_contract_that_is_not_there(office: Desk) -> None:
    (office.root / "contracts/desk.yaml").unlink()
    result = office.run("staffing", "office.yaml")
    told = "office.yaml:3: there is no file 'contracts/desk.yaml' beside this one; mend its name"
    assert (result.code, result.err.strip().splitlines()[0]) == (1, told)


def test_volumes_out_of_the_lake(desk: Desk) -> None:
    """The lake has 45 calls in January and 70 in February; 200% of them are staffed, and March was never ingested."""
    facts = SCENARIO % "{facts: \"direction = 'inbound'\", year: 2026, times: 200%}"
    desk.write("office.yaml", facts.replace("from: 2026-06, to: 2026-07", "from: 2026-01, to: 2026-02"))
    months = desk.json("staffing", "office.yaml")["months"]
    assert [month["drivers"]["calls.offered"] for month in months] == ["90", "140"]
    desk.change("office.yaml", "to: 2026-02", "to: 2026-03")
    said = desk.run("staffing", "office.yaml")
    assert said.code == 1
    assert said.err.startswith(
        "office.yaml:9: 'calls' counts interactions, but account 'desk' has none from 2026-03-01"
    )


def test_a_bid_is_priced_with_the_volumes_of_the_lake(desk: Desk) -> None:
    """45 calls of January × 200%: the first 50 at 4.00, 40 more at 3.00, nothing lost since 95% are answered in time."""
    facts = SCENARIO % "{facts: \"direction = 'inbound'\", year: 2026, times: 200%}"
    measured = "measures: {quantities: {calls: calls.handled}, kpis: {sl20: 95%, survey: 90%}}\n"
    quoted = "quote: {number: Q1, date: 2026-05-01, valid_days: 30 days}\n"
    desk.write(
        "office.yaml", facts.replace("from: 2026-06, to: 2026-07", "from: 2026-01, to: 2026-01") + measured + quoted
    )
    desk.write(
        "none.yaml", "costs: none\ncurrency: CNY\nitems:\n  - {id: rent, category: premises, amount: 1, per: month}\n"
    )
    with chdir(desk.root):
        (month,) = project(bid_of(Path("office.yaml"))).months
    assert (month.drivers["calls.offered"], month.revenue) == (90, 320)
    assert desk.json("quote", "office.yaml")["revenue"] == "320"
