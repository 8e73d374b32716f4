"""What steps and formulas say: labels for ids, no price where there is none, no dash for a source that nobody named."""

from __future__ import annotations

from fractions import Fraction

from bpo.contracts.statement import Step
from tests.contracts.making import bill, contract, line

SCORED = """
quantities:
  praise: {count: events, where: "kind = 'praise'", label: {zh: 表扬, en: Letters of praise}}
  slips: {count: events, where: "kind = 'slip'"}
  leaks: {count: events, where: "kind = 'leak'", label: {zh: 数据泄露, en: Data leaks}}
terms:
  - {id: fee, model: fixed, amount: 100}
kpis:
  - {id: csat, kpi: entered, target: 90%}
adjustments:
  - id: score
    kind: multiplier
    on: [fee]
    scorecard: [{kpi: csat, marks: 100, full: 90%, zero: 0%, between: linear}]
    additions: [{per: praise, marks: 1, at_most: 3}]
    deductions: [{per: slips, marks: 2}]
    veto: [{per: leaks}]
    linear: {from: {value: 0, factor: 0}, to: {value: 100, factor: 1}}
"""


def said(steps: tuple[Step, ...], lang: str = "en") -> list[str]:
    return [step.rule.say("zh" if lang == "zh" else "en", step.values) for step in steps]


def test_additions_deductions_and_veto_name_what_they_count_by_its_label() -> None:
    steps = line(bill(SCORED, {"praise": 2, "slips": 0, "leaks": 1}, {"csat": Fraction(9, 10)}), "score").steps
    english, chinese = said(steps), said(steps, "zh")
    assert "Letters of praise: 2, + 1 marks for each" in english
    assert "Veto, the score is zero: Data leaks: 1" in english
    assert any("slips: 0" in one for one in english)  # one without a label is called by its name
    assert any(one.startswith("表扬 2 次") for one in chinese)


POOL = """
terms:
  - {id: fee, model: fixed, amount: 1000}
kpis:
  - {id: csat, kpi: entered, target: 90%}
adjustments:
  - {id: pool, kind: at_risk_pool, of: [fee], at_risk: 10%, kpis: [{kpi: csat, share: 20%}]}
"""


def test_what_is_taken_of_a_pool_is_no_price_of_the_charges() -> None:
    pool = line(bill(POOL, kpis={"csat": Fraction(89, 100)}), "pool")
    # 10% of 1,000 is at risk, and a fifth of it is taken: -20
    assert (pool.amount, [step.rate for step in pool.steps]) == (-20, [None] * len(pool.steps))
    assert any(one.endswith("takes 20% of the pool") for one in said(pool.steps))


def test_an_entered_kpi_without_a_source_says_nothing_of_one() -> None:
    kpis = {kpi.id: kpi for kpi in contract(POOL).kpis}
    formula = kpis["csat"].formula()
    assert (formula.say("zh"), formula.say("en")) == ("由外部提供", "entered from outside")
    named = contract(POOL.replace("entered,", "entered, by: the client,")).kpis[0].formula()
    assert named.say("en") == "entered from outside (the client)"
