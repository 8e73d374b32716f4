"""What each line contributes: by hand, and the same however a cost is spelled in the cost file."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as F
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.contracts.load import read_contract
from bpo.core.documents import parse_document
from bpo.core.validation import read_model
from bpo.economics.costs.costs import costs_of
from bpo.economics.margin.contribution import contributions
from bpo.economics.scenario.bid_checks import bid_advice
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.projection import project
from bpo.economics.scenario.scenario import Bid, Scenario
from tests.laws import examples

Draw = Callable[[st.SearchStrategy[Any]], Any]
CONTRACT = """\
contract: desk
title: Desk
currency: EUR
effective: {from: 2027-01-01, to: 2027-02-28}
supplier: {name: Supplier}
client: {name: Client}
billing: {timezone: Europe/Berlin}
terms:
"""
BY_WORK = """\
  - {id: letters, model: workload, quantity: {given: case}, rate: 30}
  - {id: mails, model: workload, quantity: {given: contact}, rate: 15}
"""
BY_SEAT = "  - {id: desk, model: seats, seats: %s, rate: 6000%s}\n"
SCENARIO = """\
scenario: desk
contract: contract.yaml
costs: costs.yaml
streams:
  - {id: letters, volume: 1200, handle_seconds: 900, workload: {productive: 75%%}}
  - {id: mails, volume: 600, handle_seconds: 600, workload: {productive: 50%%}}
people: {hours_a_month: 160}
measures: {quantities: {%s}}
"""
WORKED = "letters: letters.handled, mails: mails.handled"


def bid(costs: str, terms: str = BY_WORK, quantities: str = WORKED) -> Bid:
    document = parse_document(SCENARIO % quantities, "scenario.yaml")
    loaded = read_contract(parse_document(CONTRACT + terms, "contract.yaml"))
    read = costs_of(parse_document("costs: desk\ncurrency: EUR\n" + costs, "costs.yaml"))
    return Bid(read_model(document, Scenario), document, loaded, read)


def found(one: Bid) -> tuple[dict[str, F], F, F, F]:
    """What each row contributes, the fixed costs, the allocated ones, and the whole cost."""
    plan = project(one)
    rows, fixed, allocated = contributions(case_of_bid(one), plan)
    assert sum(row.amount for row in rows) - fixed - allocated == plan.margin
    return {row.clause: row.amount for row in rows}, fixed, allocated, plan.cost


def test_a_percent_of_labour_is_borne_by_whom_labour_is() -> None:
    """Letters 1,200 × 15 min / 75% = 400 h a month, mails 600 × 10 min / 50% = 200 h: 3.75 heads at 4,000 are 15,000, and 20% on
    them 3,000: letters bear 12,000, mails 6,000 of 9,000 earned. Rent, and 10% on it, move with nothing. Two months."""
    items = "items:\n  - {id: agents, amount: 4000, per: head, category: labour}\n  - {id: social, percent: 20%, of: labour}\n"
    rows, fixed, _, _ = found(
        bid(items + "  - {id: rent, amount: 1000}\n  - {id: insurance, percent: 10%, of: rent}\n")
    )
    assert rows == {"letters": 2 * (36_000 - 12_000), "mails": 2 * (9_000 - 6_000)}
    assert fixed == 2 * 1_100


def test_a_percent_of_what_is_fixed_and_what_is_not_is_both() -> None:
    """10% of 15,000 for agents and 1,000 of rent: 1,000 are the letters', 500 the mails', 100 are fixed."""
    items = "items:\n  - {id: agents, amount: 4000, per: head}\n  - {id: rent, amount: 1000}\n"
    rows, fixed, _, _ = found(bid(items + "  - {id: admin, percent: 10%, of: [agents, rent]}\n"))
    assert rows == {"letters": 2 * (36_000 - 11_000), "mails": 2 * (9_000 - 5_500)}
    assert fixed == 2 * 1_100


@pytest.mark.parametrize(
    ("how", "letters", "mails", "shared", "fixed"),
    [
        ("", 1_000, 500, 0, 100),
        (", fixed: yes", 0, 0, 0, 1_600),
        (", fixed: no", 1_000, 500, 100, 0),
        (", cost_centre: mails", 0, 1_500, 0, 100),
        (", allocated: yes", 0, 0, 0, 0),
    ],
)
def test_a_percent_that_says_itself_whose_it_is(how: str, letters: int, mails: int, shared: int, fixed: int) -> None:
    """The 1,600 of the test before, as the item says: fixed or not at all, one line's, or overhead that is allocated."""
    items = "items:\n  - {id: agents, amount: 4000, per: head}\n  - {id: rent, amount: 1000}\n"
    rows, borne, allocated, _ = found(bid(items + f"  - {{id: admin, percent: 10%, of: [agents, rent]{how}}}\n"))
    assert rows["letters"] == 2 * (36_000 - 10_000 - letters) and rows["mails"] == 2 * (9_000 - 5_000 - mails)
    assert (rows.get("", 0), borne) == (-2 * shared, 2 * (1_000 + fixed))
    assert allocated == (3_200 if "allocated" in how else 0)


def test_a_percent_of_revenue_is_borne_by_what_each_line_earns() -> None:
    rows, _, _, _ = found(bid("items:\n  - {id: fee, percent: 5%, of: revenue}\n"))
    assert rows == {"letters": 2 * 36_000 * F("0.95"), "mails": 2 * 9_000 * F("0.95")}


SEATS = [("contracted", ", contracted: 4", ""), ("rostered", "", "desk: seats"), ("rostered", "", "desk: 4")]


@pytest.mark.parametrize(("seats", "number", "quantities"), SEATS)
def test_seats_bear_the_people_of_every_stream(seats: str, number: str, quantities: str) -> None:
    """600 h at 160 a head and position are 3 + 2 seats at most: what is billed by the seat bears the 15,000 of agents and the
    1,800 of postage of both streams, and nothing is left over for all lines."""
    items = "items:\n  - {id: agents, amount: 4000, per: head}\n  - {id: postage, amount: 1, per: contact}\n"
    one = bid(items, BY_SEAT % (seats, number), quantities)
    rows, _, _, cost = found(one)
    assert set(rows) == {"desk"} and cost >= 2 * (15_000 + 1_800)


# -- the law: however it is spelled -----------------------------------------------------------------------------------------

AGENTS = [
    "{id: agents, amount: 4000, per: head}",
    "{id: agents, wage: agent, per: head}",
    "{id: agents, amount: 25, per: paid_hour}",
    "{id: agents, amount: 8000, per: head, times: 50%}",
    "{id: agents, amount: 2000, per: head, times: 2}",
]
"""4,000 for each head, who is paid 160 hours."""
SOCIAL = [
    ["{id: social, percent: 20%, of: agents}"],
    ["{id: social, percent: 20%, of: labour}"],
    ["{id: social, percent: 40%, of: agents, times: 50%}"],
    ["{id: social, amount: 800, per: head}"],
    ["{id: social, amount: 5, per: paid_hour}"],
    ["{id: pension, percent: 15%, of: agents}", "{id: union, percent: 5%, of: agents}"],
    ["{id: pension, percent: 10%, of: agents}", "{id: union, percent: 100%, of: pension}"],
]
"""A fifth of it."""
POSTAGE = [
    ["{id: postage, amount: 2, per: contact}"],
    ["{id: post_a, amount: 2, per: letters.handled}", "{id: post_b, amount: 2, per: mails.handled}"],
]
MINUTES = [
    ["{id: lines, amount: 0.1, per: minute}"],
    [
        "{id: lines_a, amount: 0.1, per: letters.handle_minutes}",
        "{id: lines_b, amount: 0.1, per: mails.handle_minutes}",
    ],
    ["{id: lines, amount: 0.05, per: minute}", "{id: more, percent: 100%, of: lines}"],
]
ADMIN = [
    ["{id: admin, percent: 10%, of: [agents, rent]}"],
    ["{id: admin_a, percent: 10%, of: agents}", "{id: admin_b, percent: 10%, of: rent}"],
    ["{id: admin_a, amount: 400, per: head}", "{id: admin_b, amount: 100}"],
    ["{id: admin, percent: 5%, of: [agents, rent]}", "{id: double, percent: 100%, of: admin}"],
]
RENT = [["{id: rent, amount: 1000}"], ["{id: rent, amount: 500, times: 2}"]]
FEE = [
    ["{id: fee, percent: 4%, of: revenue}"],
    ["{id: fee, percent: 1%, of: revenue}", "{id: rest, percent: 300%, of: fee}"],
]


@st.composite
def spelled(draw: Draw) -> str:
    """The same costs in some spelling, in any order; a wage may bring its fifth along as a levy."""
    pick = lambda ways: draw(st.sampled_from(ways))  # noqa: E731 - the same word eight times
    agents = pick(AGENTS)
    levied = "wage" in agents and draw(st.booleans())
    items = [agents, *([] if levied else pick(SOCIAL)), *pick(POSTAGE), *pick(MINUTES), *pick(RENT), *pick(FEE)]
    items += ADMIN[2] if levied else pick(ADMIN)  # 10% of the wage alone: its levies would be in a percent of agents
    if "category" not in agents and "wage" not in agents:
        items[0] = agents.replace("{id: agents", "{id: agents, category: labour")
    wages = "wages: {agent: {a_month: 4000%s}}\n" % (", levies: de" if levied else "")
    levies = "levies: {de: [{from: 2026-01-01, social: 20%}]}\n"
    head = (wages if "wage" in agents else "") + (levies if levied else "")
    return head + "items:\n" + "".join(f"  - {one}\n" for one in draw(st.permutations(items)))


PLAIN = found(
    bid(
        "items:\n"
        + "".join(
            f"  - {one}\n" for one in (AGENTS[0], *SOCIAL[3], *POSTAGE[1], *MINUTES[1], *ADMIN[2], *RENT[0], *FEE[0])
        )
    )
)


@examples(100)
@given(spelled())
def test_a_contribution_does_not_depend_on_how_a_cost_is_spelled(costs: str) -> None:
    assert found(bid(costs)) == PLAIN


@pytest.mark.parametrize("social", range(len(SOCIAL)))
def test_a_line_that_loses_is_told_in_every_spelling(social: int) -> None:
    """Mails earn 9,000; a third of 3.75 heads at 6,500 is 8,125, and a fifth more 9,750."""
    items = "items:\n  - {id: agents, amount: 6500, per: head, category: labour}\n"
    items += (
        "".join(f"  - {one}\n" for one in SOCIAL[social])
        .replace("800", "1300")
        .replace("5, per: paid", "8.125, per: paid")
    )
    one = bid(items)
    said = [problem.say("en") for problem in bid_advice(one, project(one))]
    assert any("'mails' earns 18,000, less than the 19,500 of costs that move with it" in text for text in said), said
