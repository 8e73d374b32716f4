"""Laws of every bid: whatever contract it is about, the figures it expects are billed as they stand, and all that it shows adds up."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from bpo.bid.calculation import calculation_report
from bpo.bid.quote import quote_report
from bpo.bid.result import result_of
from bpo.bid.unit_prices import unit_prices
from bpo.contracts.load import read_contract
from bpo.contracts.statement_json import statement_json
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.figure_names import FigureName
from bpo.core.measures import Measures
from bpo.core.measures_file import parse_measures
from bpo.core.validation import read_model
from bpo.economics.costs.cost_line import Level, costs_by
from bpo.economics.costs.costs import costs_of
from bpo.economics.margin.contribution import contributions
from bpo.economics.margin.targets import Target, cost_targets
from bpo.economics.scenario.bid_checks import bid_advice
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.figure_sources import FigureOf
from bpo.economics.scenario.projection import Projection, project
from bpo.economics.scenario.scenario import Bid, Expected, Months, Scenario
from bpo.pricing.price import price
from bpo.report.screen import report_text
from tests.contracts.choices import Choices, Drawn
from tests.contracts.making import codes
from tests.contracts.random_contracts import contracts
from tests.contracts.random_measures import REFUSED, figures_of
from tests.economics.making import typed
from tests.laws import examples

SCENARIO = """
scenario: random
contract: contract.yaml
costs: costs.yaml
streams:
  - {id: letters, volume: 1200, handle_seconds: 900, workload: {productive: 75%}}
people: {hours_a_month: 160, attrition_a_month: 4%}
quote: {number: Q1, date: 2025-11-16, valid_days: 90 days, margin_floor: [{below: 10%, approved_by: Board}]}
"""
COSTS = """
costs: random
currency: %s
from: 2026-01
term_months: 12
wages: {agent: {a_month: 5000, growth_a_year: 5%%, levies: city}}
levies: {city: [{from: 2025-01-01, pension: {share: 16%%, floor: 4000, cap: 20000}, union: 2%%}]}
items:
  - {id: agents, wage: agent, per: head}
  - {id: leaders, amount: 7000, per: head, begun: 2, category: supervision, position: leader}
  - {id: lines, amount: 0.07, with_tax: 9%%, per: minute, category: telecom, cost_centre: C1}
  - {id: rent, amount: 900, with_tax: 9%%, unrecoverable: 50%%, category: premises, site: north}
  - {id: set_up, once: 12000, with_tax: 6%%, category: set_up}
  - {id: surcharges, percent: 12%%, of: vat_payable, category: tax}
  - {id: management, percent: 5%%, of: revenue, category: overhead, allocated: yes}
  - {id: income_tax, percent: 25%%, of: profit, category: tax}
working_capital: {rate_a_year: 6%%, receipt_days: 60}
"""


BY_MONTHS = {"cycle": ("monthly", "monthly from day 22", "monthly from day 31"), "changed": ("",)}
"""A scenario is of months, and says so to a contract that is billed otherwise; its figures are of whole months."""


def bid_on(text: str, choices: Choices) -> tuple[Bid, Measures]:
    """A bid on any contract, whose figures of its first month are typed in; and those figures."""
    loaded = read_contract(parse_document(text, "contract.yaml"))
    contract = loaded.contract
    first = contract.cycle.containing(contract.effective.start).name
    figures = figures_of(choices, contract, first)
    document = parse_document(SCENARIO, "scenario.yaml")
    expected = Expected(
        quantities={name: typed(one) for name, one in figures.quantities.items()},
        kpis={name: FigureOf(value=value) for name, value in typed_kpis(figures).items()},
    )
    months = Months.model_validate({"from": first, "to": first})
    scenario = read_model(document, Scenario).model_copy(update={"months": months, "measures": expected})
    return Bid(scenario, document, loaded, costs_of(parse_document(COSTS % contract.currency, "costs.yaml"))), figures


def typed_kpis(figures: Measures) -> dict[str, Fraction]:
    """The values of a month; of a KPI of days that of one of them, which a bid takes every day to be like; of sites that of all too."""
    found: dict[str, Fraction] = {}
    for name, one in figures.kpis.items():
        of_days = [value for value in one.parts.values() if value is not None]
        for value in of_days[:1] if one.value is None else [one.value]:
            found[name] = value
            found.setdefault(FigureName.of(name).owner, value)
    return found


# -- the laws -------------------------------------------------------------------------------------------------------------


@examples(80)
@given(st.data(), contracts(header=BY_MONTHS))
def test_a_bid_on_any_contract_is_billed_as_its_figures_stand(data: Any, text: str) -> None:
    hold_for(*bid_on(text, Drawn(data.draw)))


def hold_for(bid: Bid, figures: Measures) -> None:
    try:
        found = project(bid)
    except BpoError as error:
        assert set(codes(error)) <= set(REFUSED), error
        return
    (month,) = found.months
    expected = month.statement.measures
    assert all(expected.quantities[name].total == one.total for name, one in figures.quantities.items())
    read_back = parse_measures(json.dumps(expected.as_json()), "measures.json")
    # A file does not hold that nobody measured a KPI, of which there is then no count of days.
    kpis = {name: replace(one, assumed=expected.kpis[name].assumed) for name, one in read_back.kpis.items()}
    billed = price(bid.contract, replace(read_back, kpis=kpis))
    assert statement_json(billed, "en") == statement_json(month.statement, "en")
    try:
        check_documents(found)
        check_costs(bid, found)
    except BpoError as error:  # at other KPIs a month may come to more than a purchase order has left
        assert set(codes(error)) <= set(REFUSED), error


def check_documents(found: Projection) -> None:
    """The quote holds what the client pays, the calculation sheet what is left of it."""
    offer = found.bid.scenario.quote
    assert offer is not None
    statements = [month.statement for month in found.months]
    assert report_text(quote_report(offer, found.contract, statements), "en")
    assert report_text(calculation_report(found, offer, "base", unit_prices(found, offer, "base")), "en")
    result = result_of(found, offer)
    assert result.price == sum((Fraction(one.total) for one in statements), Fraction(0))
    assert result.margin == found.revenue - found.cost
    for problem in bid_advice(found.bid, found):
        assert problem.say("en") and problem.say("zh")


def check_costs(bid: Bid, found: Projection) -> None:
    """Costs add up at every level, targets too, and contributions less fixed costs are the margin."""
    (month,) = found.months
    for level in get_args(Level):
        assert sum(costs_by(month.costs, level).values(), Fraction(0)) == month.cost
    case = case_of_bid(bid)
    revenue, cost = case.sums()
    rows, fixed, allocated = contributions(case, found)
    assert sum((row.amount for row in rows), Fraction(0)) - fixed - allocated == revenue - cost
    whole = cost_targets(case).whole
    assert (whole.plan, whole.target) == (cost, found.revenue)  # as billed: the lines before are not rounded
    check_parts(whole)


def check_parts(whole: Target) -> None:
    if whole.parts:
        assert sum((part.plan for part in whole.parts), Fraction(0)) == whole.plan
        assert sum((part.target for part in whole.parts), Fraction(0)) == whole.target
    for part in whole.parts:
        check_parts(part)
