"""Of every example contract: the statement of a quote is the bill of the same measures, to the cent."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bpo.contracts.load import read_contract
from bpo.contracts.statement_json import statement_json
from bpo.core.documents import parse_document, read_document
from bpo.core.measures import Measures
from bpo.core.measures_file import parse_measures
from bpo.core.validation import read_model
from bpo.economics.costs.costs import costs_of
from bpo.economics.scenario.figure_sources import FigureOf
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import Bid, Expected, Months, Scenario
from bpo.facts.lake.lake import Lake
from bpo.pricing.price import price
from tests.economics.making import typed
from tests.examples.examples import CLIENTS, EXAMPLES, GIVEN, MONTHS, NAMES, given, measured

SCENARIO = """\
scenario: example
contract: contract.yaml
costs: costs.yaml
streams:
  - {id: work, volume: 1200, handle_seconds: 900, workload: {productive: 75%}}
people: {hours_a_month: 160}
"""
QUOTED = [*((name, None) for name in GIVEN), *((name, month) for name in CLIENTS for month in MONTHS)]


def quoted(name: str, figures: Measures) -> Bid:
    """A bid on the contract that expects these figures, each typed in."""
    loaded = read_contract(read_document(EXAMPLES / f"{name}.yaml"))
    document = parse_document(SCENARIO, "scenario.yaml")
    known = price(loaded.contract, figures).measures.kpis  # those that are counted have their values by now
    expected = Expected(
        quantities={id: typed(one) for id, one in figures.quantities.items()},
        kpis={id: FigureOf(value=one.value) for id, one in known.items() if one.value is not None},
    )
    months = Months.model_validate({"from": figures.period, "to": figures.period})
    scenario = read_model(document, Scenario).model_copy(update={"months": months, "measures": expected})
    rent = f"costs: example\ncurrency: {loaded.contract.currency}\nitems: [{{id: rent, amount: 900}}]\n"
    return Bid(scenario, document, loaded, costs_of(parse_document(rent, "costs.yaml")))


def to_be_expected(figures: Measures) -> Measures:
    """The same without parts below zero: what was paid back of an earlier month is billed, but nobody forecasts it."""
    found = {}
    for id, one in figures.quantities.items():
        taken = {key: part for key, part in one.parts.items() if part < 0}
        parts = {key: part for key, part in one.parts.items() if key not in taken}
        found[id] = replace(one, total=one.total - sum(taken.values()), parts=parts) if taken else one
    return replace(figures, quantities=found)


def test_every_example_is_quoted() -> None:
    assert {name for name, _ in QUOTED} == set(NAMES)


@pytest.mark.parametrize(("name", "month"), QUOTED, ids=[f"{n}-{m or 'given'}" for n, m in QUOTED])
def test_the_statement_of_a_quote_is_the_bill_of_the_same_measures(lake: Lake, name: str, month: str | None) -> None:
    figures = to_be_expected(given(name) if month is None else measured(lake, name, month))
    bid = quoted(name, figures)
    (found,) = project(bid).months
    again = parse_measures(json.dumps(found.statement.measures.as_json()), "measures.json")
    assert statement_json(price(bid.contract, again), "en") == statement_json(found.statement, "en")
    agreed = price(bid.contract, figures)
    assert [(c.clause, c.amount) for c in found.statement.charges] == [(c.clause, c.amount) for c in agreed.charges]
    assert (found.statement.net, found.statement.tax, found.statement.total) == (agreed.net, agreed.tax, agreed.total)
