"""Charge-backs of a commission come months after the sale: the scenario says how many, and following its message succeeds."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from bpo.core.errors import BpoError
from bpo.economics.scenario.projection import Projection, project
from bpo.economics.scenario.scenario import read_bid

CONTRACT = """\
contract: sales
title: Sales
language: en
currency: USD
effective: {from: 2027-01-01, to: 2027-04-30}
prices: {tax: excluded, rate: 0%}
supplier: {name: Supplier}
client: {name: Client}
billing: {cycle: monthly, timezone: UTC}
terms:
  - {id: sold, model: commission, amount: 100, charge_back_days: 60}
"""
SCENARIO = """\
scenario: sales
contract: contract.yaml
costs: costs.yaml
streams: [{id: calls, volume: {2027-01: 1000, 2027-02: 1000, 2027-03: 2000, 2027-04: 1000}, handle_seconds: 600, workload: {productive: 80%}}]
people: {hours_a_month: 160}
measures:
  quantities:
    sold: {of: calls.handled, times: 10%}
    sold.cancelled: 0
    sold.charged_back: BACK
"""
ADVICE = "{of: …, times: …, after_months: {1: 60%, 2: 40%}}"


def planned(folder: Path, back: str) -> Projection:
    (folder / "contract.yaml").write_text(CONTRACT)
    (folder / "costs.yaml").write_text("costs: none\ncurrency: USD\nitems: [{id: a, amount: 0}]\n")
    (folder / "scenario.yaml").write_text(SCENARIO.replace("BACK", back))
    return project(read_bid(folder / "scenario.yaml"))


def test_the_advice_is_followed(tmp_path: Path) -> None:
    """100, 100, 200, 100 sold at 100 each. 1% of the calls, so 10, 10, 20, 10 of them, are cancelled later: six tenths a month
    after the sale, four tenths two months after. January takes back nothing, February 6 of January, March 6 of February and 4 of January, April
    12 of March and 4 of February."""
    with pytest.raises(BpoError) as refused:
        planned(tmp_path, "{of: calls.handled, times: 1%}")
    (problem,) = refused.value.problems
    assert problem.where is not None and problem.where.line == 10
    for lang in ("en", "zh"):
        assert ADVICE in problem.words.say(lang, problem.values)
    plan = planned(tmp_path, ADVICE.replace("of: …", "of: calls.handled").replace("times: …", "times: 1%"))
    assert [month.revenue for month in plan.months] == [10_000, 10_000 - 600, 20_000 - 1_000, 10_000 - 1_600]
    march = plan.months[2].statement.measures.quantities["sold.charged_back"]
    assert march.parts == {"2027-01": 4, "2027-02": 6} and march.total == 10


def test_months_that_are_not_covered_bring_nothing(tmp_path: Path) -> None:
    plan = planned(tmp_path, "{of: calls.handled, times: 1%, after_months: {4: 100%}}")
    assert plan.revenue == Fraction(50_000)
    plan = planned(tmp_path, "{of: calls.handled, times: 1%, after_months: {3: 100%}}")
    assert plan.revenue == Fraction(50_000 - 1_000)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{0: 100%}", "'0' is no number of months"),
        ("{2027-01: 100%}", "'2027-01' is no number of months"),
        ("{1: 60%, 2: 30%}", "the parts make 90%, not 100%"),
    ],
)
def test_wrong_lags(tmp_path: Path, written: str, told: str) -> None:
    with pytest.raises(BpoError) as refused:
        planned(tmp_path, f"{{of: calls.handled, times: 1%, after_months: {written}}}")
    (problem,) = refused.value.problems
    assert told in problem.words.say("en", problem.values)


def test_a_lag_needs_a_driver(tmp_path: Path) -> None:
    with pytest.raises(BpoError) as refused:
        planned(tmp_path, "{value: 5, after_months: {1: 100%}}")
    (problem,) = refused.value.problems
    assert "'after_months'" in problem.words.say("en", problem.values)
