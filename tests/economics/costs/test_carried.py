"""What months leave behind for later ones: input tax that output VAT has not met yet, and profit that is taxed."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.cycles import Months
from bpo.core.errors import BpoError
from bpo.core.periods import month_after
from bpo.economics.costs.costs import NOTHING_CARRIED, CostLine, month_costs
from bpo.economics.margin.breakeven import break_even
from bpo.economics.margin.segments import segment_of
from bpo.economics.margin.targets import cost_targets
from bpo.economics.margin.vary import sweep, varied
from bpo.economics.scenario.case import case_of_bid
from bpo.economics.scenario.projection import ProjectedMonth, project
from bpo.economics.scenario.scenario import Bid, read_bid
from tests.economics.making import amounts, costs

LETTERS = Path(__file__).parents[1] / "bids" / "letters.yaml"
HOTLINE = Path(__file__).parents[3] / "contracts" / "examples" / "bids" / "hotline" / "scenario.yaml"
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
        month_costs(costs(text), {}, 1, Months().period("2027-01"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.where and problem.where.line) == ("cost-driver-unknown", 4)


def test_a_month_on_its_own_has_nothing_carried() -> None:
    found = month_costs(
        costs("items:\n" + TAXED, "costs: bid\ncurrency: CNY\nterm_months: 3\n"), {}, 1, Months().period("2027-01")
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


@given(MONTHS)
def test_what_months_owe_together_is_the_most_that_they_ever_owed(months: list[tuple[int, int]]) -> None:
    """Over output less input so far: the highest such sum, or nothing. 0.06 of input tax a minute."""
    file = costs("items:\n  - {id: lines, amount: 1.06, with_tax: 6%, per: minute}\n" + SURCHARGES)
    carried, paid = NOTHING_CARRIED, F(0)
    for n, (vat, minutes) in enumerate(months, start=1):
        drivers = {"vat": F(vat), "minutes": F(minutes)}
        spent = month_costs(file, drivers, n, Months().period(month_after("2027-01", n - 1)), carried=carried)
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
    low, high = (segment_of(case.at({one.name: place})) for place in (F(5), F(6)))
    assert low.rules != high.rules


# -- a tax on profit ------------------------------------------------------------------------------------------------------

ONCE = "  - {id: rent, amount: 30900}\n  - {id: launch, amount: 10000, to: 2027-01}\n  - {id: move, amount: 20000, from: 2027-03}\n"
TAX = "  - {id: income_tax, percent: 25%, of: profit, category: tax}\n"


def test_losses_are_set_off_and_a_later_loss_takes_back() -> None:
    """6,000 a month less 10,000 in the first and 20,000 in the third: −4,000, 2,000, −12,000 so far; a quarter of what is above zero."""
    months = project(letters(ONCE + TAX)).months
    assert [month.spent.left.profit for month in months] == [-4_000, 2_000, -12_000]
    assert [of_item(month, "income_tax").amount for month in months] == [0, 500, -500]
    assert [month.cost for month in months] == [40_900, 31_400, 50_400]
    assert of_item(months[1], "income_tax").say("en") == (
        "25% of profit before income tax (2,000); profit since the first month is 2,000, up to the month before -4,000; a loss bears no tax"
    )
    assert not of_item(months[1], "income_tax").fixed


def test_profit_is_what_is_left_after_interest_and_every_other_percent() -> None:
    """100,000 − 70,000 − 5,000 − 3% × 73 / 365 of 75,000 = 450: 24,550, of which 20% of 50% are 2,455; no interest on those."""
    text = """\
    working_capital: {rate_a_year: 3%, receipt_days: 73}
    items:
      - {id: reduced, percent: 20%, times: 50%, of: profit}
      - {id: management, percent: 5%, of: revenue}
      - {id: rent, amount: 70000}
    """
    found = amounts(text, revenue=100_000)
    assert found == {"reduced": 2_455, "management": 5_000, "rent": 70_000, "working_capital": 450}


WRONG = [
    ("percent: 25%, of: profit, from: 2027-02", "cost-profit-months"),
    ("percent: 25%, of: profit, to: 2027-02", "cost-profit-months"),
    ("percent: 25%, of: [profit, labour]", "cost-profit-alone"),
    ("percent: 101%, of: profit", "share-above-all"),
    ("percent: 25%, of: profit}\n  - {id: bonus, percent: 1%, of: income_tax", "cost-circle"),
    ("percent: 25%, of: profit, category: tax}\n  - {id: bonus, percent: 1%, of: tax", "cost-circle"),
]


@pytest.mark.parametrize(("item", "code"), WRONG, ids=[f"{code}-{i}" for i, (_, code) in enumerate(WRONG)])
def test_a_tax_on_profit_is_refused_where_it_means_nothing(item: str, code: str) -> None:
    with pytest.raises(BpoError) as caught:
        costs(f"items:\n  - {{id: income_tax, {item}}}\n")
    (problem,) = caught.value.problems
    assert problem.code == code and problem.where is not None and problem.where.line in (4, 5)
    assert problem.say("zh") and problem.say("en")


BENT = (
    "  - {id: agents, amount: 5000, per: head}\n  - {id: leaders, amount: 2000, per: head, begun: 2}\n"
    + TAXED
    + SURCHARGES
)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("price", 0, 3), ("letters.volume", 0, 4), ("letters.handle_seconds", 0, 3), ("kpi.qa", 0, 1)],
)
def test_a_tax_on_profit_moves_no_break_even_point(name: str, first: int, last: int) -> None:
    """Every turn stays where it is, and what pays before the tax is less by a quarter of it after."""
    free, taxed = (case_of_bid(letters(items)) for items in (BENT, BENT + TAX))
    one = varied(free, name, F(first) or F(1, 10), F(last))
    curves = [sweep(case, one).curve for case in (free, taxed)]
    assert [(turn.kind, turn.place, turn.end, turn.exact) for turn in curves[0].turns] == [
        (turn.kind, turn.place, turn.end, turn.exact) for turn in curves[1].turns
    ]
    assert curves[0].turns or name == "kpi.qa"
    for spot in curves[1].spots:
        revenue, cost = free.sums({name: spot.place})
        assert spot.margin == revenue - cost - max(F(0), revenue - cost) / 4
        assert (spot.revenue, spot.cost) == taxed.sums({name: spot.place})
    for turn in curves[1].turns:
        assert turn.kind == "jump" or not turn.exact or turn.place in [spot.place for spot in curves[1].spots]
    (before, after) = (break_even(case) for case in (free, taxed))
    assert before.price and after.price and before.price.place == after.price.place
    assert [turn and turn.place for turn in before.coefficients.values()] == [
        turn and turn.place for turn in after.coefficients.values()
    ]
    assert sum(row.amount for row in after.contributions) - after.fixed == after.margin


def test_a_tax_on_profit_is_no_input_and_has_no_part_in_the_target() -> None:
    """36,900 × 3 of revenue for the rent alone; the tax of 25% on 18,000 is planned, and nothing of it is left where it breaks even."""
    case = case_of_bid(letters("  - {id: rent, amount: 30900, cost_centre: C1}\n" + TAX))
    assert "cost.income_tax" not in case.inputs and "cost.rent" in case.inputs
    whole, by = (found := cost_targets(case)).whole, found.by
    assert (whole.plan, whole.target) == (92_700 + 4_500, 110_700)
    assert {part.name: (part.plan, part.target) for part in whole.parts} == {
        "other": (92_700, 110_700),
        "tax": (4_500, 0),
    }
    assert {part.name: part.target for part in by["cost_centre"]} == {"C1": 110_700, "": 0}
