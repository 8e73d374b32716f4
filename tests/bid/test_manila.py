"""The example bid from Manila, held against a calculation made apart from bpo, and what its documents say of money.

That calculation staffs by numerical integration of the virtual wait of Erlang A (Mandelbaum and Zeltyn), half hour by half hour, and
then adds up wages, levies and the rest in plain arithmetic: 365 seat-months in the first year and 408 in the second.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from bpo.bid.calculation import calculation_of
from bpo.bid.regime import regime_of
from bpo.bid.unit_prices import unit_prices
from bpo.contracts.price import price
from bpo.economics.projection import project
from bpo.economics.scenario import Bid, read_bid
from bpo.invoice.speech import Speech
from tests.contracts.making import contract, measures

MANILA = Path(__file__).resolve().parents[2] / "contracts/examples/bids/manila-seats/scenario.yaml"


@pytest.fixture(scope="module")
def manila() -> Bid:
    return read_bid(MANILA)


def test_revenue_and_cost_are_those_of_the_calculation_apart(manila: Bid) -> None:
    found = project(manila)
    assert found.revenue == 365 * 3_000 + 408 * 3_090 + 60_000 == 2_415_720
    assert round(found.cost, 2) == Fraction("1882997.84")
    assert round(project(manila, manila.variant("strong_peso")).cost, 2) == Fraction("2012105.21")


@pytest.mark.parametrize(("variant", "rate"), [("base", "1 PHP = 0.0172 USD"), ("strong_peso", "1 PHP = 0.018576 USD")])
def test_the_calculation_sheet_says_what_a_peso_is(manila: Bid, variant: str, rate: str) -> None:
    found = project(manila, manila.variant(variant))
    offer = manila.scenario.quote
    assert offer is not None
    sheet = calculation_of(found, offer, variant, unit_prices(found, offer, variant))
    assert rate in [str(row.value) for row in sheet.meta]


def test_a_quote_says_how_prices_rise_and_what_the_least_is() -> None:
    """(136 − 129.9) / 129.9 is 4.7% as the contract rounds it."""
    one = contract(
        """
        terms: [{id: fee, model: fixed, label: {zh: 服务费, en: Fee}, amount: 1000}]
        adjustments:
          - id: rise
            kind: indexation
            on: [fee]
            round_to: 0.1%
            changes: [{from: 2026-07-01, percent: 3%}, {from: 2027-01-01, old: 129.9, new: 136}]
          - {id: least, kind: minimum, on: [fee, rise], amount: 900}
        """,
        effective="{from: 2026-01-01, to: 2027-12-31}",
    )
    first = price(one, measures())
    effects = {
        lang: [
            str(effect)
            for row in regime_of(one, first, Speech(lang, one.currency)).consequences
            for effect in row.effects
        ]
        for lang in ("en", "zh")
    }
    assert effects["en"][:2] == [
        "Fee: +3% from 1 July 2026 on",
        "Fee: +4.7% from 1 January 2027 on, by the index of 129.9 → 136",
    ]
    assert effects["en"][2].startswith("Fee, Indexation: at least 900.00")
    assert effects["zh"][0] == "服务费：自 2026年7月1日起 +3%"
    assert effects["zh"][2].startswith("服务费、指数调价合计不低于 900.00")
