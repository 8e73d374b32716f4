"""Prices solved for: each pricing model, margin and markup, jumps, limits, and goals that no price reaches; worked by hand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction as F
from pathlib import Path
from typing import Any, get_args

import pytest

from bpo.contracts.altered import repriced
from bpo.contracts.load import read_contract
from bpo.contracts.terms import AnyTerm
from bpo.core.documents import Document, parse_document
from bpo.core.errors import BpoError
from bpo.core.measures import Quantity
from bpo.core.money import Money
from bpo.core.words import Pct
from bpo.economics.costs.costs import costs_of
from bpo.economics.margin.solve import FACTOR_STEP, Goal, Word, solve_price, under
from bpo.economics.margin.written_prices import needed_prices, rewritten
from bpo.economics.scenario.case import Case, case_of_bid, case_of_month
from bpo.economics.scenario.quoted import OneCost, quoted_per
from bpo.economics.scenario.scenario import read_bid
from tests.contracts.making import HEADER, measures

LETTERS = Path(__file__).parents[1] / "bids" / "letters.yaml"
MARGIN, MARKUP = Goal(F(1, 5)), Goal(F(1, 5), "markup")
COST = F("194887.34")


def case(
    terms: str, figures: Mapping[str, Any], cost: str = "194887.34", more: str = "", **header: str
) -> tuple[Case, Document]:
    head = HEADER.format(
        **{"currency": "USD", "prices": "{}", "effective": "{from: 2026-01-01, to: 2026-12-31}", **header}
    )
    loaded = read_contract(parse_document(f"{head}terms:\n{terms}{more}", "contract.yaml"))
    items = cost if "\n" in cost else f"  - {{id: all, amount: {cost}, per: month}}\n"
    costs = costs_of(parse_document(f"costs: test\ncurrency: USD\nitems:\n{items}", "costs.yaml"))
    return case_of_month(loaded.contract, costs, measures(figures)), loaded.document


def split(total: str, **parts: str) -> Quantity:
    return Quantity(F(total), parts={name.replace("__", "|"): F(value) for name, value in parts.items()})


# Each pricing model at 20% markup: 194,887.34 × 1.2 = 233,864.808, and what of it a price bears is worked out beside it.
NEEDED = COST * F(6, 5)
MODELS: list[tuple[str, str, dict[str, Any], dict[tuple[Any, ...], F]]] = [
    ("workload per call", "model: workload, quantity: {given: contact}, rate: 1", {"t": 50_000}, {("rate",): F("4.67729616")}),
    ("workload per minute", "model: workload, quantity: {given: minute}, rate: 2", {"t": 60_000}, {("rate",): F("3.8977468")}),
    # 40,000 × 4 + 10,000 × 3 = 190,000
    ("tiers", "model: workload, quantity: {given: contact}, tiers: [{up_to: 40000, rate: 4}, {rate: 3}]", {"t": 50_000},
     {("tiers", 0, "rate"): 4 * NEEDED / 190_000, ("tiers", 1, "rate"): 3 * NEEDED / 190_000}),
    # the whole 50,000 at 3
    ("whole volume", "model: workload, quantity: {given: contact}, tier_mode: whole_volume, tiers: [{up_to: 40000, rate: 4}, {rate: 3}]",
     {"t": 50_000}, {("tiers", 0, "rate"): 4 * NEEDED / 150_000, ("tiers", 1, "rate"): 3 * NEEDED / 150_000}),
    # 100,000 and 10,000 × 2 beyond
    ("bundle", "model: workload, quantity: {given: contact}, tiers: [{up_to: 40000, fee: 100000}, {rate: 2}]", {"t": 50_000},
     {("tiers", 0, "fee"): 100_000 * NEEDED / 120_000, ("tiers", 1, "rate"): 2 * NEEDED / 120_000}),
    # 50,001 make 51 packages
    ("packages", "model: workload, quantity: {given: contact}, package: 1000, rate: 3000", {"t": 50_001}, {("rate",): NEEDED / 51}),
    # 30,000 × 1 + 20,000 × 2 = 70,000
    ("rates", "model: workload, quantity: {count: interactions}, rates: {by: channel, voice: 1, otherwise: 2}",
     {"t": split("50000", voice="30000", email="20000")}, {("rates", "each", "voice"): NEEDED / 70_000, ("rates", "otherwise"): 2 * NEEDED / 70_000}),
    # the least fee moves with the rate: 1 × 1,000 is raised to 5,000
    ("minimum", "model: workload, quantity: {given: contact}, rate: 1, minimum: 5000", {"t": 1_000},
     {("rate",): NEEDED / 5_000, ("minimum", "amount"): NEEDED}),
    ("piece rate", "model: piece_rate, quantity: {count: cases}, rate: 10", {"t": split("5000", A1="3000", A2="2000")}, {("rate",): NEEDED / 5_000}),
    ("seats", "model: seats, seats: contracted, contracted: 125, rate: 1500", {}, {("rate",): NEEDED / 125}),  # 1,870.92
    ("hours", "model: hours, activities: [ready], rate: 10", {"t": "20365.49"}, {("rate",): NEEDED / F("20365.49")}),  # 11.48
    ("staff lease by head", "model: staff_lease, price: 1000", {"t": 150}, {("price",): NEEDED / 150}),  # 1,559.10
    # Labour of 180,000 is passed on; the fee bears 53,864.808 of it: 29.92…%, and 129.92…% by its other name.
    ("staff lease by fee", "model: staff_lease, labour_cost: 1200, fee: 10%", {"t": 150}, {("fee",): NEEDED / 180_000 - 1}),
    ("staff lease by rate", "model: staff_lease, labour_cost: 1200, rate: 110%", {"t": 150}, {("rate",): NEEDED / 180_000}),
    ("consulting by day", "model: consulting, day_rate: 800, quantity: {given: person_day}", {"t": 200}, {("day_rate",): NEEDED / 200}),
    ("milestones", "model: consulting, milestones: [{label: A, amount: 9000, accepted_on: 2026-01-10}, {label: B, amount: 1000}]", {},
     {("milestones", 0, "amount"): NEEDED, ("milestones", 1, "amount"): NEEDED / 9}),
    ("fixed", "model: fixed, amount: 1000", {}, {("amount",): NEEDED}),
    # 100,000 + 3 × (5,500 − 5,000)
    ("baseline", "model: baseline, quantity: {given: contact}, baseline: 5000, fee: 100000, arc: 3, rrc: 1", {"t": 5_500},
     {("fee",): 100_000 * NEEDED / 101_500, ("arc",): 3 * NEEDED / 101_500, ("rrc",): NEEDED / 101_500}),
    # 200,000 passed through; the markup bears 33,864.808
    ("pass-through, markup", "model: pass_through, markup: 5%", {"t": Quantity(F(200_000), "money")}, {("markup",): NEEDED / 200_000 - 1}),
    # cost / (1 − m) = 233,864.808
    ("pass-through, margin", "model: pass_through, margin: 5%", {"t": Quantity(F(200_000), "money")}, {("margin",): 1 - 200_000 / NEEDED}),
    # 2,000,000 sold, none charged back
    ("commission", "model: commission, percent: 10%, charge_back_days: 0",
     {"t": Quantity(F(2_000_000), "money"), "t.cancelled": Quantity(F(0), "money"), "t.charged_back": Quantity(F(0), "money")},
     {("percent",): NEEDED / 2_000_000}),
    # cases of 900,000 and 100 at 20%; the second is raised to 50
    ("contingency", "model: contingency, bands: [{percent: 20%, floor: 50}]",
     {"t": split("900100", A__1000="900000", B__500="100")},
     {("bands", 0, "percent"): F(1, 5) * NEEDED / 180_050, ("bands", 0, "floor"): 50 * NEEDED / 180_050}),
    ("leads", "model: leads, prices: [{region: north, price: 40}, {price: 30}]", {"t": split("3000", north__X="1000", south__X="2000")},
     {("prices", 0, "price"): 40 * NEEDED / 100_000, ("prices", 1, "price"): 30 * NEEDED / 100_000}),
    # 180,000 + profit + 50% × (200,000 − 180,000) = 190,000 + profit
    ("gainshare", "model: gainshare, target: 200000, profit: 10000, share: 50%, ceiling: 300000", {"t": Quantity(F(180_000), "money")},
     {("profit",): NEEDED - 190_000}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "term", "figures", "prices"), MODELS, ids=[row[0] for row in MODELS])
def test_one_cost_in_each_pricing_model(
    name: str, term: str, figures: dict[str, Any], prices: dict[tuple[Any, ...], F]
) -> None:
    one, _ = case(f"  - {{id: t, {term}}}\n", figures)
    found = solve_price(one, MARKUP, ["t"])
    assert found.exact and found.rates == {"t": prices}
    # Put in the contract and priced again, it is the goal to the last digit.
    assert one.sums(contract=repriced(one.contract, {"t": found.factor})) == (NEEDED, COST)
    by_margin = solve_price(one, MARGIN, ["t"])
    assert by_margin.revenue == COST / F(4, 5) and round(by_margin.revenue, 2) == F("243609.18")


def test_every_pricing_model_is_in_the_table() -> None:
    models = {get_args(one.model_fields["model"].annotation)[0] for one in get_args(get_args(AnyTerm)[0])}
    assert models == {row[1].partition("model: ")[2].partition(",")[0] for row in MODELS}


@pytest.mark.parametrize(("name", "term", "figures", "prices"), MODELS, ids=[row[0] for row in MODELS])
def test_rounded_prices_reach_the_goal_as_billed(
    name: str, term: str, figures: dict[str, Any], prices: dict[tuple[Any, ...], F]
) -> None:
    """Each price is written in its decimals, never in the client's favour by more than one of them; the file is a contract again."""
    one, document = case(f"  - {{id: t, {term}}}\n", figures)
    found = needed_prices(one, document, MARGIN)
    assert MARGIN.beyond(found.sums) >= 0
    read = read_contract(parse_document(rewritten(document, found.changes()), "contract.yaml")).contract
    assert [term.every_price() for term in read.terms] == [term.every_price() for term in found.contract.terms]
    for price in found.prices:
        credit = price.now.place == ("rrc",)
        assert price.needed == price.exact or (price.needed < price.exact) == credit
        assert abs(price.needed - price.exact) < 2 * price.now.step


# -- margin and markup, up and down ---------------------------------------------------------------------------------


FEE = "  - {id: t, model: fixed, amount: 100}\n"
GOALS: list[tuple[Goal, str, F]] = [
    (Goal(F(1, 5)), "80", F(100)),  # 80 / (1 − 20%) = 100: today's margin, so today's price
    (Goal(F(1, 5), "markup"), "80", F(96)),  # 80 × 1.2
    (Goal(F(1, 4), "markup"), "80", F(100)),  # a markup of 25% is a margin of 20%
    (Goal(F(1, 10)), "45", F(50)),  # 55% today: the price goes down
    (Goal(F(0)), "45", F(45)),
    (Goal(F(-1, 4)), "100", F(80)),  # a loss of a quarter of the price: 80 − 100 = −20
    (Goal(F(-1, 4), "markup"), "100", F(75)),  # a loss of a quarter of the cost
    (Goal(F(99, 100)), "80", F(8_000)),
]


@pytest.mark.parametrize(("goal", "cost", "price"), GOALS)
def test_margin_and_markup(goal: Goal, cost: str, price: F) -> None:
    one, _ = case(FEE, {}, cost)
    found = solve_price(one, goal)
    assert found.rates["t"] == {("amount",): price} and found.exact and found.terms == ()
    assert goal.of((found.revenue, found.cost)) == goal.share


REFUSED_GOALS: list[tuple[F, Word, str]] = [
    (F(1), "margin", "solve-margin-too-high"),
    (F(-1), "markup", "solve-markup-too-low"),
]


@pytest.mark.parametrize(("share", "word", "code"), REFUSED_GOALS)
def test_goals_that_are_none(share: F, word: Word, code: str) -> None:
    with pytest.raises(BpoError) as caught:
        Goal(share, word)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert Goal(share + (F(-1, 100) if word == "margin" else F(1, 100)), word).share


# -- kinks, jumps, and what no price reaches ----------------------------------------------------------------------


CAPPED = "  - {id: t, model: workload, quantity: {given: contact}, rate: 1, minimum: 500, maximum: 2000}\n"
GAINSHARE = "  - {id: t, model: gainshare, target: 200000, profit: 10000, share: 50%, ceiling: 230000}\n"
FINED = """\
  - {id: t, model: workload, quantity: {given: contact}, rate: 5}
quantities: {missed: {given: event}}
adjustments:
  - {id: fine, kind: penalty, per: missed, amount: 100, cap: {percent: 10%, of: [t]}}
"""
CALLS = {"t": 1_000}
OVERRUN = {"t": Quantity(F(210_000), "money")}
BENDS: list[tuple[str, dict[str, Any], str, F]] = [
    (CAPPED, CALLS, "1500", F(3, 2)),
    (CAPPED, CALLS, "2000", F(2)),  # where the maximum begins to hold
    # 210,000 + profit − 50% × 10,000 = 205,000 + profit
    (GAINSHARE, OVERRUN, "228000", F("2.3")),
    (GAINSHARE, OVERRUN, "230000", F("2.5")),  # the ceiling
    # 10 fines of 100, at most 10% of the line: 5,000 f − 500 f up to f = 2, then 5,000 f − 1,000.
    (FINED, {**CALLS, "missed": 10}, "8100", F("1.8")),
    (FINED, {**CALLS, "missed": 10}, "9500", F("2.1")),
]


@pytest.mark.parametrize(("terms", "figures", "cost", "factor"), BENDS)
def test_where_the_contract_bends(terms: str, figures: dict[str, Any], cost: str, factor: F) -> None:
    one, _ = case(terms, figures, cost)
    found = solve_price(one, Goal(F(0)))
    assert (found.factor, found.exact) == (factor, True)


def test_behind_a_jump_with_what_lacks_before_it() -> None:
    """1,000 records of one unit, each rounded to the cent: 1.0049 bills 1,000, 1.0050 bills 1,010; 1,005 lies between."""
    term = (
        "  - {id: t, model: workload, quantity: {sum: interactions, of: talk_seconds}, rate: 1, round_each: half_up}\n"
    )
    one, document = case(term, {"t": split("1000", **{"1": "1000"})}, "1005")
    found = solve_price(one, Goal(F(0)))
    assert (found.factor, found.exact, found.before, found.revenue) == (F("1.005"), False, 5, 1_010)
    assert one.sums({"price": found.factor - FACTOR_STEP})[0] == 1_000
    (price,) = needed_prices(one, document, Goal(F(0))).prices  # in the decimals of a price below 100
    assert price.needed == F("1.01")


def test_what_other_terms_pay_for_costs_nothing() -> None:
    one, _ = case(FEE + "  - {id: more, model: fixed, amount: 50}\n", {}, "80")
    found = solve_price(one, Goal(F(1, 10)), ["more"])
    assert (found.factor, found.rates, found.exact) == (0, {"more": {("amount",): 0}}, False)


def test_some_terms_move_together() -> None:
    """100 stays; 50 and 25 are to bear 150 of 250: twice."""
    one, _ = case(FEE + "  - {id: a, model: fixed, amount: 50}\n  - {id: b, model: fixed, amount: 25}\n", {}, "250")
    found = solve_price(one, Goal(F(0)), ["a", "b"])
    assert found.rates == {"a": {("amount",): 100}, "b": {("amount",): 50}}


REFUSED: list[tuple[str, str, F, Word, str]] = [
    ("solve-not-reached", "t", F(1, 2), "margin", "1500"),  # 2,000 is the most; 1,500 / 50% = 3,000
    ("solve-not-reached", "t", F(0), "margin", "2011"),  # 10 of the others and 2,000
    ("solve-not-reached", "day", F(0), "margin", "99999999999"),  # a million times the price earns 10,000,000
    ("solve-no-term", "tt", F(1, 2), "margin", "1500"),
    ("solve-term-without-effect", "free", F(1, 10), "markup", "1500"),
    ("solve-term-is-a-multiple", "night", F(1, 10), "margin", "1500"),
]


@pytest.mark.parametrize(("code", "term", "goal", "word", "cost"), REFUSED)
def test_goals_that_no_price_reaches(code: str, term: str, goal: F, word: Word, cost: str) -> None:
    terms = (
        CAPPED
        + """\
  - {id: free, model: fixed, amount: 0}
  - {id: day, model: workload, quantity: {given: contact}, rate: 1}
  - {id: night, model: workload, quantity: {given: contact}, rate: {times: 2, of: day}}
"""
    )
    one, _ = case(terms, {**CALLS, "day": 2, "night": 4}, cost)
    with pytest.raises(BpoError) as caught:
        solve_price(one, Goal(goal, word), [term])
    assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.parametrize(
    ("goal", "word", "limit"), [("0.95", "margin", "0.95"), ("0.97", "margin", "0.95"), ("20", "markup", "19")]
)
def test_what_costs_take_of_the_revenue_is_what_limits_a_goal(goal: str, word: Word, limit: str) -> None:
    """R − 5% R − 100 = 97% R has no R above zero; R = 21 × (100 + 5% R) neither: 5% × 21 is more than the whole."""
    cost = "  - {id: all, amount: 100, per: month}\n  - {id: share, percent: 5%, of: revenue}\n"
    one, _ = case(FEE, {}, cost)
    with pytest.raises(BpoError) as caught:
        solve_price(one, Goal(F(goal), word))
    (problem,) = caught.value.problems
    assert problem.code == "solve-taken-by-costs"
    assert (problem.values["share"], problem.values["limit"]) == (Pct(F("0.05")), Pct(F(limit)))
    assert solve_price(one, Goal(F(limit) * F("0.9"), word)).factor > 1


def test_within_a_ceiling_of_the_whole_contract() -> None:
    """1,000 f, at most 1,500, and 1,000 f: 4,000 at 2.5. Beyond 5,000 the contract refuses to be billed, and says so if that is needed."""
    terms = """\
  - {id: t, model: workload, quantity: {given: contact}, rate: 1, maximum: 1500}
  - {id: u, model: workload, quantity: {given: contact}, rate: 1}
ceiling: {amount: 5000, used: 0}
"""
    figures = {"t": 1_000, "u": 1_000}
    assert solve_price(case(terms, figures, "4000")[0], Goal(F(0))).factor == F(5, 2)
    with pytest.raises(BpoError) as caught:
        solve_price(case(terms, figures, "5001")[0], Goal(F(0)))
    assert [problem.code for problem in caught.value.problems] == ["limit-reached"]


def test_a_minimum_never_passes_the_maximum() -> None:
    """At ten times the price the least fee of 500 would be 5,000: it is the 2,000 that are the most."""
    one, _ = case(CAPPED, CALLS)
    (term,) = repriced(one.contract, {"t": F(10)}).terms
    assert term.every_price() == {("rate",): 10, ("minimum", "amount"): 2_000}
    assert one.sums({"price": F(10)})[0] == 2_000


# -- bids ---------------------------------------------------------------------------------------------------------


def test_margin_of_a_bid_whose_costs_go_with_its_price() -> None:
    """Three months of letters: 111,000 f − 300 before 61,500 + 5% of it. Margin 18%: (1 − 18% − 5%) × revenue = 61,500."""
    found = solve_price(case_of_bid(read_bid(LETTERS)), Goal(F("0.18")))
    assert found.revenue == F(61_500) / F("0.77")
    assert found.factor == (F(61_500) / F("0.77") + 300) / 111_000


def test_under_a_variant() -> None:
    """At half of today's prices the factor is twice as high, and the prices that are needed are the same."""
    plain = case_of_bid(read_bid(LETTERS))
    half = under(plain, {"price": F(1, 2), "letters.volume": F(9, 10)})
    few = under(plain, {"letters.volume": F(9, 10)})
    goal = Goal(F("0.18"))
    assert few.sums() == plain.sums({"letters.volume": F(9, 10)}) and half.sums() == plain.sums(
        {"price": F(1, 2), "letters.volume": F(9, 10)}
    )
    assert solve_price(half, goal).rates == solve_price(few, goal).rates != solve_price(plain, goal).rates
    assert under(plain, {}) is plain


# -- one cost, several quotes -------------------------------------------------------------------------------------


HEADS = """\
  - {id: heads, model: workload, quantity: {given: person_month}, rate: 1}
  - {id: seats, model: workload, quantity: {given: seat_month}, rate: 1}
  - {id: hours, model: workload, quantity: {given: hour}, rate: 1}
"""
# 150 FTE, 125 seats, 176 h × (1 − 10.3%) × (1 − 14%) = 135.77 productive hours each, 20,365.49 of all.
FIGURES = {"heads": 150, "seats": 125, "hours": "20365.49"}


def per(found: OneCost, with_tax: bool = False) -> dict[str, str]:
    return {
        one.per: f"{Money('USD').round((one.with_tax if with_tax else one.price) or F(0)):,}" for one in found.quotes
    }


def test_the_same_cost_per_head_seat_and_hour() -> None:
    one, _ = case(HEADS, FIGURES)
    found = quoted_per(one, MARKUP)
    assert (found.cost, found.revenue) == (COST, NEEDED)
    assert per(found) == {"month": "233,864.81", "heads": "1,559.10", "seats": "1,870.92", "productive_hours": "11.48"}
    assert {one.with_tax for one in found.quotes} == {None}
    assert per(quoted_per(one, MARGIN))["month"] == "243,609.18"


def test_a_price_with_tax_beside_the_one_without() -> None:
    one, _ = case(HEADS, FIGURES, prices="{tax: included, rate: 6%}")
    found = quoted_per(one, MARKUP)
    assert per(found)["heads"] == "1,559.10"  # the goal is reached without tax
    assert per(found, with_tax=True) == {
        "month": "247,896.70", "heads": "1,652.64", "seats": "1,983.17", "productive_hours": "12.17",
    }  # fmt: skip


def test_what_goes_with_the_revenue_is_in_the_cost() -> None:
    """Three months of letters cost 61,500 and 5% of the revenue; 18% of 61,500 / 77% are left of what 3,600 letters bring."""
    found = quoted_per(case_of_bid(read_bid(LETTERS)), Goal(F("0.18")))
    assert found.revenue == F(61_500) / F("0.77") and found.cost == F("0.82") * found.revenue
    assert {one.per: one.price for one in found.quotes}["contacts"] == found.revenue / 3_600


def test_a_cost_is_quoted_where_no_price_of_the_contract_reaches_the_goal() -> None:
    """2,000 are the most that the contract pays; 1,500 / 50% = 3,000 for 1,000 calls is 3 each."""
    one, _ = case(CAPPED, CALLS, "1500")
    assert {q.per: q.price for q in quoted_per(one, Goal(F(1, 2))).quotes} == {"month": 3_000, "contacts": 3}
