"""What months leave behind for later ones: input tax that output VAT has not met yet."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpo.economics.case import case_of_bid
from bpo.economics.cost_carried import NOTHING_CARRIED
from bpo.economics.costs import CostLine, month_costs
from bpo.economics.pieces import piece_of
from bpo.economics.projection import ProjectedMonth, project
from bpo.economics.scenario import Bid, read_bid
from bpo.economics.vary import sweep, varied
from bpo.errors import BpoError
from bpo.periods import Cycle, month_after
from tests.economics.making import costs

LETTERS = Path(__file__).parent / "bids" / "letters.yaml"
HOTLINE = Path(__file__).parents[2] / "contracts" / "examples" / "bids" / "hotline" / "scenario.yaml"
SURCHARGES = "  - {id: surcharges, percent: 10%, of: vat_payable}\n"


def letters(items: str) -> Bid:
    """Three months of 36,900 without tax each, with output VAT of 2,214."""
    return replace(read_bid(LETTERS), costs=costs(f"items:\n{items}", "costs: bid\ncurrency: CNY\nterm_months: 3\n"))


def of_item(month: ProjectedMonth, name: str) -> CostLine:
    return next(line for line in month.costs if line.item == name)


# Input tax: 3,000 of the one-off in its first month and 60 of the lines in every one. 2,214 − 3,060 leaves 846; 2,214 − 60 − 846 =
# 1,308; 2,214 − 60 = 2,154. A tenth of each.
TAXED = "  - {id: set_up, once: 53000, with_tax: 6%}\n  - {id: lines, amount: 1060, with_tax: 6%}\n"


def test_input_tax_that_is_left_over_lowers_the_vat_of_later_months() -> None:
    months = project(letters(TAXED + SURCHARGES)).months
    assert [of_item(month, "surcharges").amount for month in months] == [0, F("130.8"), F("215.4")]
    assert [month.spent.left.input_tax for month in months] == [846, 0, 0]
    said = [of_item(month, "surcharges").say("en") for month in months]
    assert said == [
        "10% of VAT payable (0); 846 of input tax is left over for later months",
        "10% of VAT payable (1,308); less 846 of input tax left over from earlier months",
        "10% of VAT payable (2,154)",
    ]
    assert "已减上期留抵税额 846" in of_item(months[1], "surcharges").say("zh")


def test_what_is_left_over_waits_for_the_months_in_which_a_percent_is_due_on_it() -> None:
    """The first month leaves 846 although nothing is due on it yet."""
    months = project(letters(TAXED + SURCHARGES.replace("10%", "10%, from: 2027-02"))).months
    assert of_item(months[1], "surcharges").amount == F("130.8")


def test_what_is_carried_needs_the_vat_of_every_month() -> None:
    text = "items:\n" + SURCHARGES.replace("10%", "10%, from: 2027-02")
    with pytest.raises(BpoError) as caught:
        month_costs(costs(text), {}, 1, Cycle().period("2027-01"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.where and problem.where.line) == ("cost-driver-unknown", 4)


def test_a_month_on_its_own_has_nothing_carried() -> None:
    found = month_costs(
        costs("items:\n" + TAXED, "costs: bid\ncurrency: CNY\nterm_months: 3\n"), {}, 1, Cycle().period("2027-01")
    )
    assert found.left == NOTHING_CARRIED, "nothing is a percent of it"


def test_the_surcharges_of_the_example_bid() -> None:
    """12% of what its months owe, set against prices of costs.yaml: 132,257.58, and 133,951.95 if each month stood alone."""
    left = owed = alone = F(0)
    plan = project(read_bid(HOTLINE))
    for n, month in enumerate(plan.months):
        has, rent = month.drivers, 42_000 * F("1.03") ** (n // 12)
        at_6 = 350 * has["hires"] + 280 * has["seats"] + 9_000 + F(150, 2) * has["seats"] + 318_000 * (n == 0)
        at_9 = F("0.06") * has["minutes"] + 6_500 + rent
        input_tax = at_6 * F(6, 106) + at_9 * F(9, 109) + 226_000 * F(13, 113) * (n == 0)
        due = F(6, 100) * has["revenue"] - input_tax
        owed, left, alone = owed + max(F(0), due - left), max(F(0), left - due), alone + max(F(0), due)
    paid = sum(of_item(month, "surcharges").amount for month in plan.months)
    assert paid == F(12, 100) * owed
    assert (round(float(paid), 2), round(float(alone) * 0.12, 2)) == (132_257.58, 133_951.95)


MONTHS = st.lists(st.tuples(*2 * [st.integers(0, 9_999)]), min_size=1, max_size=8)


@settings(deadline=None)
@given(MONTHS)
def test_what_months_owe_together_is_the_most_that_they_ever_owed(months: list[tuple[int, int]]) -> None:
    """Over output less input so far: the highest such sum, or nothing. 0.06 of input tax a minute."""
    file = costs("items:\n  - {id: lines, amount: 1.06, with_tax: 6%, per: minute}\n" + SURCHARGES)
    carried, paid = NOTHING_CARRIED, F(0)
    for n, (vat, minutes) in enumerate(months, start=1):
        drivers = {"vat": F(vat), "minutes": F(minutes)}
        spent = month_costs(file, drivers, n, Cycle().period(month_after("2027-01", n - 1)), carried=carried)
        carried, paid = spent.left, paid + spent.lines[-1].amount
    so_far = list(accumulate(vat - F(6, 100) * minutes for vat, minutes in months))
    assert paid * 10 == max(0, *so_far, so_far[0])
    assert carried.input_tax == paid * 10 - so_far[-1]


def test_a_curve_bends_where_the_last_of_the_input_tax_is_met() -> None:
    """7,380 of input tax are met where three months of 6% on 35,900 + 1,000 × the portal's price are as much: at 5.1 times."""
    case = case_of_bid(letters(TAXED.replace("53000", "127200") + SURCHARGES))
    one = varied(case, "price.portal", F(0), F(10))
    curve = sweep(case, one).curve
    assert curve.complete and F("5.1") in [spot.place for spot in curve.spots]
    others = 120_000 + 3_000
    for spot in curve.spots:
        vat = F(6, 100) * 3 * (35_900 + 1_000 * spot.place)
        assert spot.cost == others + max(F(0), vat - 7_380) / 10
    low, high = (piece_of(case.at({one.name: place})) for place in (F(5), F(6)))
    assert low.rules != high.rules
