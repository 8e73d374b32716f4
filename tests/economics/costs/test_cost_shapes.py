"""Every shape of an item of cost, worked by hand, at the bound and one beyond."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.economics.making import amounts, lines


@pytest.mark.parametrize(
    ("per", "drivers", "expected"),
    [
        ("", {}, 380),
        ("per: month", {}, 380),
        ("per: seat", {"seats": 25}, 9_500),
        ("per: head", {"heads": "33.5"}, 12_730),
        ("per: paid_hour", {"paid_hours": 10}, 3_800),
        ("per: productive_hour", {"productive_hours": 10}, 3_800),
        ("per: contact", {"contacts": 3}, 1_140),
        ("per: minute", {"minutes": "0.5"}, 190),
        ("per: hire", {"hires": 2}, 760),
        ("per: leaver", {"leavers": 0}, 0),
        ("per: position", {"positions": 4}, 1_520),
        ("per: seats", {"seats": 25}, 9_500),
        ("per: calls.handled", {"calls__handled": 100}, 38_000),
        ("per: head, times: 30%", {"heads": 20}, 2_280),  # 6 of 20 heads
        ("times: 2", {}, 760),
    ],
)
def test_an_amount_per_driver(per: str, drivers: dict[str, str | int], expected: int) -> None:
    item = f"items: [{{id: it, amount: 380{', ' if per else ''}{per}}}]"
    assert amounts(item, **drivers) == {"it": expected}


@pytest.mark.parametrize(
    ("heads", "leaders"), [("0", 0), ("1", 1), ("14", 1), ("15", 1), ("15.1", 2), ("16", 2), ("30", 2), ("31", 3)]
)
def test_one_for_each_begun_15(heads: str, leaders: int) -> None:
    line = lines("items: [{id: leads, amount: 6500, per: head, begun: 15}]", heads=heads)["leads"]
    assert (line.quantity, line.rate, line.amount) == (leaders, 6_500, leaders * 6_500)


def test_a_percent_of_revenue_of_labour_and_of_items() -> None:
    """Labour is 10 × 4,200 and the 2,000 that say so; 5% of 100,000, 2% of 44,000, 10% of 3,000 + 8,000."""
    found = amounts(
        """\
        wages: {agent: {a_month: 4200}}
        items:
          - {id: management, percent: 5%, of: revenue}
          - {id: union, percent: 2%, of: labour}
          - {id: agents, wage: agent, per: head}
          - {id: bonus, amount: 2000, category: labour}
          - {id: rent, amount: 3000, category: premises}
          - {id: upkeep, percent: 10%, of: [premises, power]}
          - {id: power, amount: 8000, category: energy}
        """,
        heads=10,
        revenue=100_000,
    )
    assert found == {
        "management": 5_000, "union": 880, "agents": 42_000, "bonus": 2_000, "rent": 3_000, "upkeep": 1_100, "power": 8_000,
    }  # fmt: skip


def test_a_night_differential_is_a_percent_of_a_part_of_the_wages() -> None:
    """10% of 42,000 for the 30% of it that is worked at night: 1,260."""
    text = """\
    wages: {agent: {a_month: 4200}}
    items: [{id: agents, wage: agent, per: head}, {id: night, percent: 10%, of: agents, times: 30%}]
    """
    assert amounts(text, heads=10)["night"] == 1_260


@pytest.mark.parametrize(("number", "expected"), [(1, 1_000), (36, 1_000)])
def test_a_one_off_is_spread_over_the_term(number: int, expected: int) -> None:
    assert amounts("term_months: 36\nitems: [{id: set_up, once: 36000}]", number=number) == {"set_up": expected}


def test_a_one_off_ends_with_its_months_and_begins_with_its_own() -> None:
    text = "items: [{id: set_up, once: 1000, over_months: 3, from: 2027-03}]"
    found = {
        month: amounts(text, month, number)
        for number, month in enumerate(["2027-02", "2027-03", "2027-05", "2027-06"], 2)
    }
    third = {"set_up": Fraction(1000, 3)}
    assert found == {"2027-02": {}, "2027-03": third, "2027-05": third, "2027-06": {}}


def test_a_one_off_is_paid_once_and_what_is_left_of_it_is_told() -> None:
    text = "items: [{id: set_up, once: 1200, over_months: 12}]"
    first, last = lines(text, number=1)["set_up"], lines(text, number=12)["set_up"]
    assert (first.paid, first.unrecovered) == (1_200, 1_200)
    assert (last.paid, last.unrecovered) == (0, 100)


@pytest.mark.parametrize(
    ("month", "expected"),
    [("2026-12", "4200"), ("2027-01", "4200"), ("2027-12", "4200"), ("2028-01", "4410"), ("2029-12", "4630.5")],
)
def test_wages_grow_on_the_anniversaries_of_their_month(month: str, expected: str) -> None:
    """4,200 × 1.05 = 4,410 and × 1.05 again = 4,630.50."""
    text = """\
    wages: {agent: {a_month: 4200, growth_a_year: 5%, from: 2027-01}}
    items: [{id: agents, wage: agent, per: head}]
    """
    assert amounts(text, month, heads=1) == {"agents": Fraction(expected)}


def test_growth_starts_with_the_month_of_the_file_if_the_item_has_none() -> None:
    text = "from: 2027-07\nitems: [{id: rent, amount: 100, growth_a_year: 10%}]"
    assert [amounts(text, month)["rent"] for month in ("2028-06", "2028-07")] == [100, 110]


@pytest.mark.parametrize(("month", "there"), [("2027-02", 0), ("2027-03", 1), ("2027-05", 1), ("2027-06", 0)])
def test_an_item_of_some_months(month: str, there: int) -> None:
    found = amounts("items: [{id: launch, amount: 9, from: 2027-03, to: 2027-05}]", month)
    assert found == ({"launch": 9} if there else {})


def test_tax_is_stripped_and_what_is_not_recovered_is_a_line_of_its_own() -> None:
    """106 hold 6 of tax, of which 30% is lost: 100 + 1.80, and 4.20 are recovered."""
    found = lines("items: [{id: lines, amount: 106, with_tax: 6%, unrecoverable: 30%, per: seat}]", seats=10)
    assert {id: line.amount for id, line in found.items()} == {"lines": 1_000, "lines.tax": 18}
    assert found["lines"].input_tax == 42


def test_a_percent_of_a_wage_is_with_its_levies_or_of_the_wage_alone() -> None:
    """20 × 5,000 = 100,000 with levies of 20 × 300: 10% of 106,000, and of 100,000; of both names the item counts once. The wage
    alone is as dear again at twice the wage, and its levy stays."""
    of = {"agents": 10_600, "agents.wage": 10_000, "[agents, agents.wage]": 10_600, "[agents.wage, rent]": 10_700}
    for names, night in of.items():
        found = lines(
            f"""\
            wages: {{agent: {{a_month: 5000, levies: city}}}}
            levies: {{city: [{{from: 2026-01-01, hmo: {{amount: 300}}}}]}}
            items:
              - {{id: agents, label: {{zh: 座席工资, en: Agents}}, wage: agent, per: head}}
              - {{id: night, percent: 10%, of: {names}}}
              - {{id: rent, amount: 7000}}
            """,
            heads=20,
        )
        assert found["night"].amount == night
    assert "座席工资（不含缴费）" in found["night"].say("zh")
    assert "Agents, without levies" in found["night"].say("en")


def test_surcharges_are_a_percent_of_the_vat_that_is_payable() -> None:
    """Output VAT 6,000 less 600 recovered: 5,400 × 12% = 648; never below zero."""
    text = """\
    items:
      - {id: surcharges, percent: 12%, of: vat_payable, category: tax}
      - {id: telecom, amount: 10600, with_tax: 6%}
    """
    assert amounts(text, vat=6_000)["surcharges"] == 648
    assert amounts(text, vat=599)["surcharges"] == 0


def test_costs_in_another_currency_than_the_price() -> None:
    """18,000 PHP at 0.0175 are 315 USD; 50 USD stay 50."""
    text = """\
    priced_in: USD
    exchange: {PHP: 0.0175}
    wages: {agent: {a_month: 18000}}
    items: [{id: agents, wage: agent, per: head}, {id: licence, amount: 50, currency: USD, per: seat}]
    """
    assert amounts(text, head="costs: manila\ncurrency: PHP\n", heads=2, seats=1) == {"agents": 630, "licence": 50}


def test_working_capital_is_interest_until_the_client_pays() -> None:
    """73,000 × 6% × 50 / 365 = 600; and of the 12,000 spread over 12 months, 6% / 12 of the 11,000 left in the second: 55."""
    text = """\
    working_capital: {rate_a_year: 6%, receipt_days: 50}
    items: [{id: rent, amount: 72000}, {id: set_up, once: 12000, over_months: 12}]
    """
    found = amounts(text, number=2)
    assert (found["working_capital"], found["working_capital.once"]) == (600, 55)


def test_what_is_fixed() -> None:
    text = """\
    term_months: 12
    wages: {agent: {a_month: 10}}
    items:
      - {id: rent, amount: 1}
      - {id: set_up, once: 12}
      - {id: manager, wage: agent}
      - {id: agents, wage: agent, per: head}
      - {id: core, wage: agent, per: head, fixed: yes}
      - {id: of_rent, percent: 1%, of: rent}
      - {id: of_both, percent: 1%, of: [rent, agents]}
      - {id: share, percent: 1%, of: revenue}
    """
    found = lines(text, heads=1, revenue=1)
    assert [id for id, line in found.items() if line.fixed] == ["rent", "set_up", "manager", "core", "of_rent"]


SAID = """\
priced_in: USD
exchange: {CNY: 0.14}
from: 2026-01
wages: {agent: {a_month: 4000, growth_a_year: 5%, levies: somewhere, label: {zh: 座席, en: Agent}}}
levies:
  somewhere: [{from: 2026-07-01, pension: {share: 10%, floor: 5000}, housing_fund: {share: 5%, cap: 3000}, union: 2%, hmo: {amount: 150}}]
items:
  - {id: agents, label: {zh: 座席工资, en: Agents}, wage: agent, per: head, begun: 15}
  - {id: night, percent: 10%, of: [agents, revenue], times: 30%}
  - {id: rent, amount: 100, currency: USD, with_tax: 25%, unrecoverable: 50%}
  - {id: bonus, amount: 2, currency: USD, per: head, times: 50%}
  - {id: set_up, once: 3600, over_months: 36, currency: USD}
working_capital: {rate_a_year: 6%, receipt_days: 73}
"""


@pytest.mark.parametrize(
    ("item", "en", "zh"),
    [
        (
            "agents",
            "3 × 588; one for each begun 15 of heads 31; the monthly wage of 'Agent'; with yearly growth 4,000 × (1 + 5%)^1; "
            "4,200 CNY at 0.14",
            "3 × 588；人数 31，每 15 配一，不足亦配一；'座席' 月工资；按年增长 4,000 × (1 + 5%)^1；4,200 CNY，汇率 0.14",
        ),
        (
            "agents.pension",
            "3 × 70; one for each begun 15 of heads 31; 10% of 5,000; the base is at least 5,000, the wage is 4,200; 500 CNY at 0.14",
            "3 × 70；人数 31，每 15 配一，不足亦配一；5,000 的 10%；工资 4,200 低于缴费基数下限，按 5,000 计；500 CNY，汇率 0.14",
        ),
        (
            "agents.housing_fund",
            "3 × 21; one for each begun 15 of heads 31; 5% of 3,000; the base is at most 3,000, the wage is 4,200; 150 CNY at 0.14",
            "3 × 21；人数 31，每 15 配一，不足亦配一；3,000 的 5%；工资 4,200 高于缴费基数上限，按 3,000 计；150 CNY，汇率 0.14",
        ),
        (
            "agents.hmo",
            "3 × 21; one for each begun 15 of heads 31; 150 a head; 150 CNY at 0.14",
            "3 × 21；人数 31，每 15 配一，不足亦配一；每人 150；150 CNY，汇率 0.14",
        ),
        (
            "night",  # 3 × (588 + 70 + 21 + 11.76 + 21) = 2,135.28
            "10% of Agents, revenue without tax (2,635.28); of 30% of that",
            "座席工资、不含税收入（2,635.28）的 10%；仅就其中 30% 计",
        ),
        ("rent", "80 a month; 100 with 25% of tax in it", "每月 80；含 25% 税价 100"),
        (
            "rent.tax",
            "10 a month; 50% of the input tax is not recovered; 100 with 25% of tax in it",
            "每月 10；进项税的 50% 不能抵扣；含 25% 税价 100",
        ),
        ("bonus", "15.5 × 2; 0.5 for each of heads 31", "15.5 × 2；人数 31，每一计 0.5"),
        ("set_up", "3,600 once, spread over 36 months: month 2", "一次性 3,600，按 36 个月摊销：第 2 个月"),
        (
            "working_capital",  # 2,135.28 + 3% of 2,635.28 + 80 + 10 + 31 + 100
            "6% a year on 2,435.3384 for 73 days until the client pays",
            "2,435.3384 按年利率 6% 计 73 天，至委托方付款",
        ),
        (
            "working_capital.once",
            "6% a year on the 3,500 of one-offs that no earlier month has borne, for a month",
            "尚未摊销的一次性费用 3,500 按年利率 6% 计一个月",
        ),
    ],
)
def test_what_a_line_says(item: str, en: str, zh: str) -> None:
    line = lines(SAID, "2027-01", 2, heads=31, revenue=500)[item]
    assert (line.say("en"), line.say("zh")) == (en, zh)


def test_labels_name_the_levy_and_the_tax() -> None:
    found = lines(SAID, heads=31, revenue=500)
    assert found["agents.pension"].label.both() == "座席工资：养老保险 Agents: Pension insurance"
    assert found["rent.tax"].label.say("en") == "rent: input tax not recovered"
    assert found["agents.pension"].position == "agent"
    assert found["agents"].source == "costs.yaml:10"
