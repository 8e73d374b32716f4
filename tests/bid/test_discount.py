"""The highest discount on a tender's ceilings that reaches a goal, worked by hand over three months of letters.

A month is 1,200 letters at a price p, 1,000 for the portal and a fine of 100; it costs 20,500 and 5% of the revenue. A margin of 18%
leaves (1 − 18% − 5%) × R = 20,500, so R = 26,623.38.
"""

from __future__ import annotations

import shutil
from fractions import Fraction as F
from pathlib import Path

import pytest

from bpo.bid.discount import HighestDiscount, highest_discount, places_of_rows
from bpo.core.errors import BpoError
from bpo.economics.margin.solve import Goal
from bpo.economics.margin.written_prices import Needed, needed_prices
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.scenario import read_bid
from tests.contracts.making import contract

BIDS = Path(__file__).resolve().parents[1] / "economics" / "bids"
MARGIN = Goal(F("0.18"))


def highest(folder: Path, tender: str, goal: Goal = MARGIN) -> HighestDiscount:
    for file in BIDS.glob("letters*.yaml"):
        shutil.copy(file, folder)
    scenario = folder / "letters.yaml"
    quote = f"quote:\n  number: L-1\n  date: 2026-12-01\n  valid_days: 30 days\n  tender: {{{tender}}}\n"
    scenario.write_text(scenario.read_text("utf-8") + quote, "utf-8")
    bid = read_bid(scenario)
    case, document = case_of_bid(bid), bid.loaded.document
    assert bid.scenario.quote is not None and bid.scenario.quote.tender is not None
    needed: Needed | None = None
    try:
        needed = needed_prices(case, document, goal)
    except BpoError:
        assert goal is not MARGIN
    return highest_discount(case, document, goal, bid.scenario.quote.tender, needed)


# p = 40 × (1 − d): 48,000 × (1 − d) + 900 = 26,623.38 at 46.4096%. At 46.40% R = 26,628, at 46.41% 26,623.20, which lacks 14 fen.
CEILINGS = "ceilings: {letters: [40, 25]}, discount: 5%"


def test_the_last_hundredth_of_a_percent_that_reaches_the_goal(tmp_path: Path) -> None:
    found = highest(tmp_path, CEILINGS)
    assert found.at is not None and found.at.discount == F("0.4640")
    assert found.at.plan.revenue == 3 * 26_628
    assert [(price.term, price.place, value) for price, value in found.at.prices] == [
        ("letters", ("tiers", 0, "rate"), F("21.44")),
        ("letters", ("tiers", 1, "rate"), F("13.4")),
    ]
    assert (found.ceiling, found.keeps_ceiling, found.kept_from) == (None, None, None)


# With 6% of tax a month at the agreed KPIs, without the fine of 100, is 26,728 × 1.06 = 28,331.68, three of them 84,995.04; a discount
# more 84,979.77.
@pytest.mark.parametrize(("ceiling", "keeps"), [("84995.04", True), ("84995.03", False), ("84979.77", False)])
def test_whether_the_ceiling_of_the_term_is_kept(tmp_path: Path, ceiling: str, keeps: bool) -> None:
    found = highest(tmp_path, f"{CEILINGS}, ceiling: {ceiling}")
    assert found.at is not None and (found.at.total, found.keeps_ceiling) == (F("84995.04"), keeps)
    if keeps:
        assert found.kept_from is None
    else:
        assert found.kept_from is not None and found.kept_from.discount == F("0.4641")
        assert found.kept_from.total == F("84979.77")


def test_prices_that_are_rounded(tmp_path: Path) -> None:
    """In whole units 21 is too little (26,100) and 22 enough: 40 × (1 − 46.25%) = 21.5 is the last to become 22."""
    found = highest(tmp_path, f"{CEILINGS}, round_to: 1")
    assert found.at is not None and found.at.discount == F("0.4625")
    assert found.at.prices[0][1] == 22


def test_ceilings_within_which_the_goal_is_out_of_reach(tmp_path: Path) -> None:
    """36,900 a month at the ceilings: 36,900 × 95% − 20,500 = 14,555, which is 39.44…%."""
    found = highest(tmp_path, "ceilings: {letters: [30, 20]}, discount: 5%", Goal(F(1, 2)))
    assert found.at is None and found.lowest.discount == 0
    assert found.lowest.plan.margin == 3 * 14_555


# All prices × 0.722253…: 21.67, 14.45 and 723, of which a month without the fine is 26,727 and with tax 28,330.62: 84,991.86 in all.
@pytest.mark.parametrize(("ceiling", "discount"), [("100000", "0.15"), ("84991.86", "0"), ("84991.85", None)])
def test_a_ceiling_of_the_whole_term_alone(tmp_path: Path, ceiling: str, discount: str | None) -> None:
    found = highest(tmp_path, f"ceiling: {ceiling}")
    assert (found.at or found.lowest).total == F("84991.86")
    assert (None if found.at is None else found.at.discount) == (None if discount is None else F(discount))
    assert found.keeps_ceiling == (discount is not None)


def test_each_price_knows_its_row_of_the_price_table() -> None:
    body = """\
    terms:
      - {id: calls, model: workload, quantity: {given: contact}, tiers: [{up_to: 10, fee: 9, rate: 3}, {rate: 2}], minimum: 5}
      - {id: job, model: gainshare, target: 100, profit: 10, share: 50%, ceiling: 150}
    """
    one = contract(body)
    for term in one.terms:
        rows, places = list(term.price_rows(one)), places_of_rows(term, one)
        assert list(places) == [place for place in term.every_price() if place[0] != "minimum"]
        for place, row in places.items():
            assert rows[row].price == term.every_price()[place] + (100 if place == ("profit",) else 0)
