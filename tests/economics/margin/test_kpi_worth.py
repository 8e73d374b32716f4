"""What KPIs are worth: by what each month is planned at, and by the bands that its clauses have; worked by hand."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from bpo.bid.break_even_targets import kpis as kpi_table
from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.validation import read_model
from bpo.economics.costs.costs import costs_of
from bpo.economics.margin.kpi_worth import BandWorth, KpiWorth, kpi_worth
from bpo.economics.margin.sensitivity import tornado, within
from bpo.economics.margin.targets import cost_targets
from bpo.economics.margin.vary import varied
from bpo.economics.scenario.case import Case, case_of_bid
from bpo.economics.scenario.scenario import Bid, Scenario
from bpo.report.speech import Speech

CONTRACT = """\
contract: k
title: K
currency: EUR
effective: {from: 2027-01-01, to: 2027-12-31}
supplier: {name: A}
client: {name: B}
billing: {timezone: Europe/Berlin}
terms: [{id: letters, model: workload, quantity: {count: cases}, rate: 10}]
"""
QA = "kpis: [{id: qa, kpi: qa_pass_rate, pass_mark: 90, target: 90%}]\n"
COEFFICIENT = "adjustments: [{id: k, kind: multiplier, on: [letters], kpi: qa, bands: [{at_least: 90%, factor: 1}, {factor: 0.9}]}]\n"
SCENARIO = """\
scenario: k
contract: draft.yaml
costs: costs.yaml
streams: [{id: letters, volume: 1000, handle_seconds: 600, workload: {productive: 80%%}}]
people: {hours_a_month: 160}
measures: {quantities: {letters: letters.handled}, kpis: {%s}}
"""


def case(values: str, clauses: str = QA + COEFFICIENT) -> Case:
    document = parse_document(SCENARIO % values, "scenario.yaml")
    loaded = read_contract(parse_document(CONTRACT + clauses, "draft.yaml"))
    costs = costs_of(parse_document("costs: k\ncurrency: EUR\nitems: [{id: rent, amount: 5000}]\n", "costs.yaml"))
    return case_of_bid(Bid(read_model(document, Scenario), document, loaded, costs))


def by_month(otherwise: str, **months: str) -> str:
    """The twelve months of the year, each with its value: ``m02="80%"`` is February's."""
    return "{" + ", ".join(f"2027-{n:02}: {months.get(f'm{n:02}', otherwise)}" for n in range(1, 13)) + "}"


def worth(one: Case) -> KpiWorth:
    (kpi,) = one.contract.kpis
    found = kpi_worth(one, kpi)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("months", "more", "less"),
    [
        # January stays below 90% either way, at 0.9 × 10,000, the others at 10,000.
        ({"m01": "80%"}, 0, 0),
        ({"m02": "80%"}, 0, 0),
        # At the bound and a point below it: with a point more January is at 1, with a point less February is not.
        ({"m01": "89%", "m02": "90%"}, 1_000, -1_000),
        ({"m01": "88.99%", "m02": "91%"}, 0, 0),
        ({"m01": "89%", "m02": "89%", "m03": "90.5%"}, 2_000, -1_000),
        # A month at 99.5% can do no better than 100%, the rest a whole point.
        ({"m01": "99.5%", "m02": "89%"}, 1_000, 0),
    ],
)
def test_a_point_is_moved_in_each_month_from_where_it_is_planned(months: dict[str, str], more: int, less: int) -> None:
    found = worth(case("qa: " + by_month("95%", **months)))
    assert (found.more, found.less) == (more, less)


def test_where_no_month_can_move_a_whole_point_there_is_no_worth() -> None:
    found = worth(case("qa: 99.5%"))
    assert (found.more, found.less, found.planned) == (None, 0, F("0.995"))


def test_bands_are_worth_what_every_month_in_them_is() -> None:
    """Eleven months at 10,000 and one at 9,000 are 119,000: all at 0.9 are 108,000, all at 1 are 120,000."""
    found = worth(case("qa: " + by_month("95%", m01="80%")))
    assert found.bands == (
        BandWorth(F(0), F("0.8999"), F(-11_000), F(-11_000)),
        BandWorth(F("0.9"), F(1), F(1_000), F(1_000)),
    )
    assert worth(case("qa: " + by_month("95%", m01="89%"))).bands == ()  # a point more says it


def test_a_score_has_its_bands_where_it_passes_theirs() -> None:
    """QA and contacts of one score, 60 and 40 marks, QA in a line from 80% to 90%: 95 marks are 55 / 60 of the way, 89.17%."""
    kpis = "kpis: [{id: qa, kpi: qa_pass_rate, pass_mark: 90, target: 90%}, {id: done, kpi: csat, measure: satisfied, satisfied_from: 4, target: 80%}]\n"
    score = (
        "adjustments:\n  - {id: k, kind: multiplier, on: [letters], round_to: 0.01, scorecard: ["
        "{kpi: qa, marks: 60, full: 90%, zero: 80%, between: linear}, {kpi: done, marks: 40, full: 80%, zero: 60%, between: linear}],"
        " bands: [{at_least: 95, factor: 1}, {factor: 0.9}]}\n"
    )
    one = case("qa: 96%, done: 90%", kpis + score)
    found = kpi_worth(one, one.contract.kpis[0])
    assert found is not None and (found.more, found.less) == (0, 0)
    assert found.bands == (
        BandWorth(F(0), F("0.8916"), F(-12_000), F(-12_000)),
        BandWorth(F("0.8917"), F(1), F(0), F(0)),
    )


def test_a_kpi_that_changes_nothing_has_no_bands() -> None:
    assert worth(case("qa: 95%", QA)).bands == ()


SPEED = "kpis: [{id: aht, kpi: average_handle_time, target: 900}]\n"
FINE = "adjustments: [{id: k, kind: penalty, kpi: aht, bands: [{at_most: 900, amount: 0}, {amount: 500}]}]\n"


def test_what_months_are_planned_at_is_a_range_where_they_differ() -> None:
    """900 s in January and February, 720 s after: the bound of 900 is passed by two months with a second more, by none with one less."""
    one = case("aht: " + by_month("720", m01="900", m02="900"), SPEED + FINE)
    found = worth(one)
    assert (found.lowest, found.highest, found.planned, found.point) == (720, 900, None, 1)
    assert (found.more, found.less) == (-1_000, 0)
    assert varied(one, "kpi.aht").now is None
    for lang, said in (("en", "720 seconds – 900 seconds"), ("zh", "720 秒 – 900 秒")):
        table = kpi_table(one.contract, cost_targets(one), Speech(lang, "EUR"))
        assert said in str(getattr(table.rows[0].cells["planned"], "said", ""))
    assert varied(case("aht: 720", SPEED + FINE), "kpi.aht").now == 720


def test_the_tornado_moves_each_month_from_where_it_is_planned() -> None:
    """A tenth below 720 and 900 no month is fined; a tenth above them, 792 and 990, two months are: 1,000."""
    one = case("aht: " + by_month("720", m01="900", m02="900"), SPEED + FINE)
    (bar,) = tornado(one, ["kpi.aht"])
    assert (bar.low, bar.high) == (648, 990)
    assert (bar.at_low, bar.at_high) == (one.margin(), one.margin() - 1_000)
    (dear,) = tornado(within(one, {"cost.rent": F(2)}), ["kpi.aht"])
    assert dear.at_high == one.margin() - 1_000 - 60_000
