"""What a quote says follows for the price: shares, points, rises, the least, and when a credit comes back; in both languages."""

from __future__ import annotations

import pytest

from bpo.bid.regime import regime_tables
from bpo.core.words import Lang, Text
from bpo.pricing.price import price
from bpo.report.model import Table
from bpo.report.speech import Speech
from tests.contracts.making import contract, measures

SHARED = """
terms: [{id: fee, model: fixed, label: {zh: 服务费, en: Fee}, amount: 1000}]
kpis:
  - {id: sl, kpi: entered, label: {zh: 接通率, en: Answered}, target: 80%}
  - {id: qa, kpi: entered, label: {zh: 质检, en: Quality}, target: 95%}
adjustments:
"""
FOLLOWS = [
    (
        "{id: credit, kind: at_risk_pool, of: [fee], at_risk: 10%, grace_months: 2, kpis: [{kpi: sl, share: 70%}, {kpi: qa, bands: "
        "[{at_least: 95%, share: 0%}, {share: 30%}]}]}",
        ["10% of Fee at risk (the pool)", "Answered missed: 70% of the pool; Quality: ≥ 95%: 0%; otherwise: 30% of the pool", "from month 3 on"],
        ["服务费的 10% 为风险金", "接通率未达标，扣风险金的 70%；质检：扣风险金的（≥ 95%：0%；其余：30%）", "自第 3 个月起"],
    ),
    (
        "{id: credit, kind: at_risk_pool, of: [fee], at_risk: 10%, categories: [{name: {zh: 接通, en: Access}, share: 60%, kpis: [{kpi: sl, "
        "share: 100%}]}, {name: {zh: 质量, en: Quality}, share: 40%, kpis: [{kpi: qa, share: 50%}]}]}",
        ["10% of Fee at risk (the pool)", "Access, 60% of the pool: Answered missed: 100% of it", "Quality, 40% of the pool: Quality missed: 50% of it"],
        ["服务费的 10% 为风险金", "接通（占风险金 60%）：接通率未达标，扣该部分的 100%", "质量（占风险金 40%）：质检未达标，扣该部分的 50%"],
    ),
    (
        "{id: credit, kind: service_points, of: [fee], kpis: [{kpi: sl, points: 5}, {kpi: qa, points: 3}], percent: 0.5%, applies: next, "
        "repeat_factors: [1, 2, 3]}",
        ["Answered missed: 5 points; Quality missed: 3 points",
         "points of a KPI that scores in consecutive months × 1, 2, 3, month by month",
         "0.5% of Fee for each point; credited in the month after"],
        ["接通率未达标，计 5 分；质检未达标，计 3 分", "同一指标连续计分时，各月分数依次 × 1、2、3", "每分扣服务费的 0.5%；于次月扣减"],
    ),
    (
        "{id: credit, kind: service_points, of: [fee], kpis: [{kpi: sl, bands: [{at_least: 80%, points: 0}, {points: 4}]}], bands: "
        "[{at_least: 4, percent: 2%}, {percent: 0%}]}",
        ["Answered: ≥ 80%: 0 points; otherwise: 4 points", "by the points of the month: ≥ 4: 2%; otherwise: 0% of Fee"],
        ["接通率：≥ 80%：0 分；其余：4 分", "按当月总分扣服务费的（≥ 4：2%；其余：0%）"],
    ),
    (
        "{id: penal, kind: penalty, label: {zh: 扣款, en: Credit}, kpi: sl, amount: 50}\n  - {id: back, kind: earn_back, of: [penal], "
        "kpis: [sl, qa], months: 3}",
        ["what Credit took is returned if every target is met in each of the 3 months after: Answered, Quality"],
        ["扣款所扣金额，其后 3 个月每月接通率、质检均达标的，予以返还"],
    ),
    (
        "{id: penal, kind: penalty, label: {zh: 服务扣减, en: Credit}, kpi: sl, amount: 50}\n  - {id: back, kind: earn_back, of: [penal], "
        "kpis: [sl], months: 2, judged: on_average}",
        ["what Credit took is returned if every target is met on average over the 2 months after: Answered"],
        ["服务扣减所扣金额，其后 2 个月接通率平均达标的，予以返还"],
    ),
]  # fmt: skip


def said_of(follows: Table) -> list[Text]:
    """What follows of each adjustment, a sentence a line."""
    found = [row.cells["effects"] for row in follows.rows]
    return [text for text in found if isinstance(text, Text)]


@pytest.mark.parametrize(("clause", "en", "zh"), FOLLOWS)
def test_a_quote_says_what_each_kpi_weighs_and_when_a_credit_comes_back(
    clause: str, en: list[str], zh: list[str]
) -> None:
    one = contract(SHARED + f"  - {clause}\n")
    first = price(one, measures(kpis={"sl": "0.9", "qa": "0.97"}))
    for lang, said in (("en", en), ("zh", zh)):
        *_, follows = regime_tables(one, first, Speech(lang, one.currency))  # type: ignore[arg-type]
        assert said_of(follows)[-1].say(lang).split("\n") == said  # type: ignore[arg-type]


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
    langs: tuple[Lang, ...] = ("en", "zh")
    effects = {
        lang: [
            line
            for table in regime_tables(one, first, Speech(lang, one.currency))
            for text in said_of(table)
            for line in text.say(lang).split("\n")
        ]
        for lang in langs
    }
    assert effects["en"][:2] == [
        "Fee: +3% from 1 July 2026 on",
        "Fee: +4.7% from 1 January 2027 on, by the index of 129.9 → 136",
    ]
    assert effects["en"][2].startswith("Fee, Indexation: at least 900.00")
    assert effects["zh"][0] == "服务费：自 2026年7月1日起 +3%"
    assert effects["zh"][2].startswith("服务费、指数调价合计不低于 900.00")
