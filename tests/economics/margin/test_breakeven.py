"""Break-even, targets, prices solved for, and what the result depends on: over stated months and over a bid, worked by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from pathlib import Path

import pytest

from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.economics.costs.costs import costs_of
from bpo.economics.margin.breakeven import break_even, break_even_price, payback, safety
from bpo.economics.margin.sensitivity import clause_worth, side, tornado, within
from bpo.economics.margin.targets import cost_targets
from bpo.economics.margin.vary import sweep, varied
from bpo.economics.scenario.case import Case, case_of_bid, case_of_month
from bpo.economics.scenario.scenario import read_bid
from tests.contracts.making import contract, measures
from tests.economics.margin.closed_form import break_even_coefficient, break_even_quantity
from tests.economics.margin.closed_form import break_even_price as price_star

LETTERS = Path(__file__).parents[1] / "bids" / "letters.yaml"
HOURS = "terms:\n  - {id: hours, model: workload, quantity: {given: hour}, rate: 120}\n"
COEFFICIENT = """\
terms:
  - {id: calls, model: workload, quantity: {given: contact}, tiers: [{up_to: 5000, rate: 4}, {rate: 3}]}
kpis:
  - {id: qa, kpi: qa_pass_rate, pass_mark: 85, target: 95%}
adjustments:
  - {id: coefficient, kind: multiplier, on: [calls], kpi: qa, bands: [{at_least: 95%, factor: 1}, {at_least: 90%, factor: 0.8}, {factor: 0.5}]}
  - {id: fine, kind: penalty, kpi: qa, bands: [{at_least: 90%, amount: 0}, {amount: 1000}]}
"""


def case(
    body: str, items: str, quantities: dict[str, int | str], kpis: dict[str, str] | None = None, **header: str
) -> Case:
    costs = costs_of(parse_document(f"costs: test\ncurrency: USD\nitems:\n{items}", "costs.yaml"))
    return case_of_month(contract(body, **header), costs, measures(dict(quantities), dict(kpis or {})))


def item(text: str) -> str:
    return f"  - {{{text}}}\n"


FIXED_AND_UNIT = [
    (120, 48_000, 40, 600),  # 48,000 / (120 − 40)
    (30, 30_000, 15, 2_000),  # 30,000 / (30 − 15)
    (35, 30_000, 15, 1_500),  # of revenue 52,500
]


@pytest.mark.parametrize(("rate", "fixed", "unit_cost", "hours"), FIXED_AND_UNIT)
def test_hours_that_cover_fixed_cost(rate: int, fixed: int, unit_cost: int, hours: int) -> None:
    items = item(f"id: rent, amount: {fixed}, per: month") + item(
        f"id: agents, amount: {unit_cost}, per: productive_hour"
    )
    one = case(HOURS.replace("120", str(rate)), items, {"hours": 1_000})
    (turn,) = sweep(one, varied(one, "hours", F(0), F(10_000))).curve.turns
    assert turn.place == hours == break_even_quantity(F(fixed), F(rate), F(unit_cost))
    assert one.sums({"hours": turn.place})[0] == hours * rate


def test_a_price_below_unit_cost_never_pays() -> None:
    one = case(HOURS, item("id: agents, amount: 130, per: productive_hour"), {"hours": 1_000})
    assert sweep(one, varied(one, "volume")).curve.turns == ()
    factor = break_even_price(one)
    assert factor is not None and factor.place * 120 == 130


# Q 4,000 × p 4 = 16,000; cost 6,000 + 4,000 × 1.5 = 12,000.
ITEMS = item("id: rent, amount: 6000, per: month") + item("id: agents, amount: 1.5, per: contact, position: agent")


def test_the_coefficient_and_the_price_may_fall_as_far_as_the_closed_form_says() -> None:
    one = case(COEFFICIENT, ITEMS, {"calls": 4_000}, {"qa": "0.96"})
    found = break_even(one)
    assert (found.revenue, found.cost, found.margin) == (16_000, 12_000, 4_000)
    coefficient = found.coefficients["coefficient"]
    assert coefficient is not None and found.price is not None
    assert coefficient.place == break_even_coefficient(F(12_000), F(4_000), F(4)) == F(3, 4)
    assert found.price.place * 4 == price_star(F(12_000), F(4_000)) == 3
    # At 94% the coefficient is 0.8, and p* = 12,000 / (4,000 × 0.8) = 3.75.
    below = break_even(case(COEFFICIENT, ITEMS, {"calls": 4_000}, {"qa": "0.94"}))
    assert below.price is not None and below.price.place * 4 == price_star(F(12_000), F(4_000), F(4, 5)) == F(15, 4)


def test_quantities_beside_the_coefficient_and_a_fine() -> None:
    """At 0.5: Q* = (6,000 + 1,000) / (4 × 0.5 − 1.5) = 14,000 at 4, but above 5,000 a call earns 3 × 0.5 = 1.5, its cost: none."""
    one = case(COEFFICIENT, ITEMS, {"calls": 4_000}, {"qa": "0.80"})
    assert sweep(one, varied(one, "calls", F(0), F(20_000))).curve.turns == ()
    # At 1: 6,000 / 2.5 = 2,400.
    good = case(COEFFICIENT, ITEMS, {"calls": 4_000}, {"qa": "0.96"})
    swept = sweep(good, varied(good, "calls", F(0), F(20_000)))
    assert [turn.place for turn in swept.curve.turns] == [2_400]
    assert safety(swept) == F(1_600, 4_000)
    assert swept.curve.complete


def test_volume_is_a_factor_on_every_quantity() -> None:
    one = case(COEFFICIENT, ITEMS, {"calls": 4_000}, {"qa": "0.96"})
    (turn,) = sweep(one, varied(one, "volume")).curve.turns
    assert turn.place == F(2_400, 4_000)


def test_a_kpi_turns_the_margin_where_its_band_begins() -> None:
    """16,000 × 0.8 − 12,000 = 800 at 90%; × 0.5 − 1,000 fine: −5,000 below."""
    one = case(COEFFICIENT, ITEMS, {"calls": 4_000}, {"qa": "0.96"})
    (turn,) = sweep(one, varied(one, "kpi.qa")).curve.turns
    assert (turn.kind, turn.place, turn.end) == ("jump", F(8999, 10_000), F(9, 10))
    assert (turn.before, turn.after, turn.rising) == (-5_000, 800, True)
    (worth,) = cost_targets(one).kpis
    assert (worth.more, worth.less, worth.point) == (0, 0, F(1, 100))
    (edge,) = cost_targets(case(COEFFICIENT, ITEMS, {"calls": 4_000}, {"qa": "0.95"})).kpis
    assert edge.less == -3_200  # 94%: 20% of 16,000


def test_what_lines_contribute() -> None:
    """Calls bill what the agents' cost goes with, by its cost centre; the rest is fixed. 16,000 − 6,000 − 6,000 = 4,000."""
    items = item("id: rent, amount: 6000, per: month") + item(
        "id: agents, amount: 1.5, per: contact, cost_centre: calls"
    )
    found = break_even(case(COEFFICIENT, items, {"calls": 4_000}, {"qa": "0.96"}))
    rows = {row.clause: row.amount for row in found.contributions}
    assert (rows["calls"], found.fixed) == (10_000, 6_000)
    assert sum(rows.values()) - found.fixed == found.margin == found.contribution


def test_allocated_overhead_is_borne_by_the_margin_and_not_by_the_contribution() -> None:
    """16,000 − 6,000 of agents − 4,000 of rent are 6,000; the 2,000 that the company allocates, fixed or not, leave 4,000."""
    items = item("id: rent, amount: 4000, per: month") + item(
        "id: agents, amount: 1.5, per: contact, cost_centre: calls"
    )
    items += item("id: head_office, amount: 1200, per: month, allocated: yes")
    items += item("id: brand, percent: 5%, of: revenue, allocated: yes")
    found = break_even(case(COEFFICIENT, items, {"calls": 4_000}, {"qa": "0.96"}))
    rows = {row.clause: row.amount for row in found.contributions}
    assert (rows["calls"], found.fixed, found.allocated) == (10_000, 4_000, 2_000)
    assert (found.contribution, found.margin) == (6_000, 4_000) and "" not in rows


@pytest.mark.parametrize(("billed", "mails"), [(True, -33_600 + F("0.95") * 3 * 15_000), (False, 0)])
def test_people_of_several_streams_are_borne_by_their_hours(tmp_path: Path, billed: bool, mails: F) -> None:
    """Letters 1,200 × 15 min / 75% = 400 h, mails 600 × 10 min / 50% = 200 h a month: of 3.75 heads × 8,000 = 30,000 a third is the
    mails'; 2 for each contact are 1,200. Three months of both are 33,600, which nobody bears where mails are not billed. Of what
    a line earns 5% go."""
    for file in LETTERS.parent.glob("letters*.yaml"):
        (tmp_path / file.name).write_text(file.read_text())
    scenario, agreed, costs = (tmp_path / f"letters{name}.yaml" for name in ("", "-contract", "-costs"))
    mail = "  - {id: mails, volume: 600, handle_seconds: 600, workload: {productive: 50%}}\npeople:"
    scenario.write_text(scenario.read_text().replace("people:", mail, 1))
    costs.write_text(costs.read_text() + "  - {id: postage, amount: 2, per: contact}\n")
    if billed:
        scenario.write_text(
            scenario.read_text().replace("letters: letters.handled", "letters: letters.handled, mails: mails.handled")
        )
        mail = "  - {id: mails, model: workload, quantity: {count: cases}, rate: 25}\nkpis:"
        agreed.write_text(agreed.read_text().replace("kpis:", mail, 1))
    found = break_even(case_of_bid(read_bid(scenario)))
    rows = {row.clause: row.amount for row in found.contributions}
    assert rows["letters"] == 3 * (36_000 * F("0.95") - 20_000 - 2_400)
    assert rows.get("mails", 0) == mails
    assert rows.get("", 0) == -(0 if billed else 33_600)
    assert sum(rows.values()) - found.fixed == found.margin


def test_tax_is_stripped_before_anything_is_compared() -> None:
    """106 with 6% inside is 100: it covers a cost of 100 exactly."""
    body = "terms:\n  - {id: fee, model: fixed, amount: 106}\n"
    found = break_even(case(body, item("id: rent, amount: 100, per: month"), {}, prices="{tax: included, rate: 6%}"))
    assert (found.revenue, found.margin) == (100, 0)
    assert found.price is not None and found.price.place == 1


@pytest.mark.parametrize("prices", ["{tax: included, rate: 6%}", "{tax: excluded, rate: 6%}", "{tax: excluded}"])
def test_tax_before_rounding_is_that_of_the_statement_to_the_cent(prices: str) -> None:
    body = "terms:\n  - {id: fee, model: fixed, amount: 100.01}\n  - {id: t, model: workload, quantity: {given: hour}, rate: 3.333}\n"
    one = case(body, item("id: rent, amount: 100, per: month"), {"t": "33.1"}, prices=prices)
    (month,) = one.at().months
    exact = F("100.01") + F("3.333") * F("33.1")
    rate = F("0.06") if "6%" in prices else F(0)
    tax = exact * rate / (1 + rate) if "included" in prices else exact * rate
    assert month.drivers["vat"] == tax and abs(tax - F(month.statement.tax)) < F(1, 100)
    assert month.drivers["revenue"] == (exact - tax if "included" in prices else exact)


# Three months of letters earn 36,900 each. At 30,000 a month 6,900 are left of each, 20,700 of all; what comes later than that is paid first.
PAYBACK = [
    ("in the month itself", 0, "", 1),
    ("a one-off at the start", 0, "once: 10000", 2),  # 36,900 − 40,000 = −3,100; + 6,900 = 3,800
    ("all of what is left", 0, "once: 20700", 3),
    ("one more than is left", 0, "once: 20701", None),
    ("a month later", 30, "", 4),  # −30,000; −23,100; −16,200; + 36,900
    ("a month later, all of what is left", 30, "once: 20700", 4),
    ("a begun month counts", 45, "", 5),  # −30,000; −60,000; −53,100; −16,200; + 36,900
    ("after the last month", 75, "", 6),  # −90,000; −53,100; −16,200; + 36,900
    ("below again, then for good", 0, "amount: 20000, from: 2027-02, to: 2027-02", 3),  # 6,900; −6,200; 700
    ("below again for good", 0, "amount: 40000, from: 2027-03", None),
    ("30 days by the contract", None, "", 4),
]


@pytest.mark.parametrize(("days", "more", "month"), [row[1:] for row in PAYBACK], ids=[row[0] for row in PAYBACK])
def test_the_month_in_which_the_cash_is_back(days: int | None, more: str, month: int | None) -> None:
    items = "items:\n  - {id: all, amount: 30000, per: month}\n" + (f"  - {{id: more, {more}}}\n" if more else "")
    capital = f"working_capital: {{rate_a_year: 0%, receipt_days: {days}}}\n" if days is not None else ""
    text = f"costs: letters\ncurrency: CNY\nterm_months: 3\n{capital}{items}"
    bid = replace(read_bid(LETTERS), costs=costs_of(parse_document(text, "costs.yaml")))
    assert payback(case_of_bid(bid).at()) == month


def test_without_a_due_rule_a_month_is_received_in_itself() -> None:
    assert break_even(case(COEFFICIENT, ITEMS, {"calls": 4_000}, {"qa": "0.96"})).payback == 1


# -- what it depends on -------------------------------------------------------------------------------------------


def test_the_widest_swing_comes_first() -> None:
    one = case_of_bid(read_bid(LETTERS))
    bars = tornado(one)
    assert [bar.swing for bar in bars] == sorted((bar.swing for bar in bars), reverse=True)
    # A tenth of all prices: 0.95 × 11,100 either way.
    assert (bars[0].name, bars[0].swing) == ("price", 2 * F(95, 100) * 11_100)
    volume = next(bar for bar in bars if bar.name == "volume")
    assert volume.high == F(11, 10)  # its variant, by chance a tenth too


def test_a_rate_of_exchange_is_an_input(tmp_path: Path) -> None:
    """100,000 PHP a month at 0.14 CNY are 14,000, over three months 42,000: a tenth more costs 4,200 more, and what is in CNY stays.
    The margin of 43,665 without it turns where a peso is 43,665 / 42,000 of what is planned."""
    for file in LETTERS.parent.glob("letters*.yaml"):
        (tmp_path / file.name).write_text(file.read_text())
    costs = tmp_path / "letters-costs.yaml"
    desk = "exchange: {PHP: 0.14}\nitems:\n  - {id: desk, amount: 100000, currency: PHP}\n"
    costs.write_text(costs.read_text().replace("items:\n", desk))
    one = case_of_bid(read_bid(tmp_path / "letters.yaml"))
    assert one.sums() == (110_700, 67_035 + 42_000)
    assert one.sums({"exchange.PHP": F(11, 10)}) == (110_700, 67_035 + 46_200)
    (bar,) = [bar for bar in tornado(one) if bar.name == "exchange.PHP"]
    assert (bar.at_low, bar.at_high) == (1_665 + 4_200, 1_665 - 4_200)
    (turn,) = sweep(one, varied(one, "exchange.PHP")).curve.turns
    assert turn.place == F(43_665, 42_000)


def test_a_variant_stands_beside_the_plan() -> None:
    bid = read_bid(LETTERS)
    one = case_of_bid(bid)
    plan, high = side(one, "base"), side(within(one, bid.variant("high")), "high", with_limits=True)
    assert (plan.revenue, high.revenue) == (3 * 36_900, 3 * 39_250)
    assert dict(high.drivers)["contacts"] == 3 * 1_320
    assert plan.limits is None and high.limits is not None and high.limits.price is not None
    at = within(one, {**bid.variant("high"), "price": high.limits.price.place})
    assert sum(at.sums()) != 0 and at.sums()[0] == at.sums()[1]
    assert within(one, {"volume": F(11, 10)}).sums({"volume": F(2)}) == one.sums({"volume": F(22, 10)})
    assert within(one, {"kpi.qa": F(9, 10)}).sums({"kpi.qa": F(96, 100)}) == one.sums()


def test_the_value_of_a_clause() -> None:
    one = case_of_bid(read_bid(LETTERS))
    assert clause_worth(one, "portal").worth == 3 * 1_000 * F(95, 100)
    assert clause_worth(one, "complained").worth == -3 * 100 * F(95, 100)
    for clause, code in (("letters", "clause-needed"), ("lettres", "clause-unknown")):
        with pytest.raises(BpoError) as caught:
            clause_worth(one, clause)
        assert [problem.code for problem in caught.value.problems] == [code]


def test_mistakes_in_what_is_varied() -> None:
    one = case(HOURS, item("id: agents, amount: 100, per: productive_hour"), {"hours": 10})
    for name, ends, code in (("hour", (None, None), "input-unknown"), ("hours", (F(5), F(5)), "breakeven-range")):
        with pytest.raises(BpoError) as caught:
            varied(one, name, *ends)
        assert [problem.code for problem in caught.value.problems] == [code]
    with pytest.raises(BpoError) as caught:
        varied(case_of_bid(read_bid(LETTERS)), "occupancy")
    assert [problem.code for problem in caught.value.problems] == ["breakeven-no-occupancy"]
    with pytest.raises(BpoError) as caught:
        case(HOURS, item("id: agents, amount: 100, per: productive_hour"), {"hours": 0})
    assert [problem.code for problem in caught.value.problems] == ["case-without-volume"]
