"""Retention, advances and set-off: what is paid moves, the price and what is earned do not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from bpo.advice.exposure import exposure
from bpo.bid.regime import regime_tables
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.economics.margin.exact import exact_lines, exact_sums
from bpo.pricing.price import price
from bpo.report.speech import Speech
from tests.contracts.making import contract, measures

HEAD = {"effective": "{from: 2026-01-01, to: 2026-03-31}", "prices": "{rate: 6%}"}
SCORE = "quantities: {score: {given: point}}\n"
FEE = "terms: [{id: fee, model: fixed, label: {zh: 服务费, en: Fee}, amount: 1000}]\nadjustments:\n"
RETAINED = (
    "  - {id: r, kind: retention, of: [fee], percent: 10%, released: 2026-03-31, score: score, "
    "bands: [{at_least: 90, share: 100%}, {share: 75%}]}\n"
)


def months(one: Contract, **score: int) -> list[Statement]:
    """Its three months."""
    found: list[Statement] = []
    for name in ("2026-01", "2026-02", "2026-03"):
        figures = {"score": Fraction(score["score"])} if score and name == "2026-03" else {}
        found.append(price(one, measures(figures, period=name), found))
    return found


def test_what_is_held_back_is_neither_off_the_price_nor_off_what_is_earned() -> None:
    """300 are held, 225 of them released: the 75 that are lost are earned less in March."""
    one = contract(SCORE + FEE + RETAINED, **HEAD)
    found = months(one, score=80)
    assert [(s.net, s.tax, s.total) for s in found] == [(1000, 60, 1060)] * 3
    assert [s.deductions[0].amount for s in found] == [-100, -100, Decimal("125.00")]
    assert [s.payable for s in found] == [960, 960, 1185]
    assert [exact_sums(one, s)[0] for s in found] == [1000, 1000, 925]
    assert [exact_lines(one, s).get("r") for s in found] == [None, None, -75]


def test_all_of_it_comes_back_at_the_score() -> None:
    found = months(contract(SCORE + FEE + RETAINED, **HEAD), score=90)
    assert sum(s.payable for s in found) == sum(s.total for s in found)


def test_each_entity_has_its_part_of_what_is_held_and_paid() -> None:
    entities = "entities: [{id: a, name: A}, {id: b, name: B}]\nallocation: {by: {a: 30%, b: 70%}}\n"
    found = months(contract(entities + SCORE + FEE + RETAINED, **HEAD), score=90)
    assert [[own.deductions[0].amount for own in s.portions] for s in found] == [[-30, -70], [-30, -70], [60, 140]]
    for own in range(2):
        assert sum(s.portions[own].payable for s in found) == sum(s.portions[own].total for s in found)


def test_a_month_below_zero_holds_nothing_back() -> None:
    body = "terms: [{id: fee, model: pass_through, quantity: {given: money}}]\nadjustments:\n"
    body += "  - {id: r, kind: retention, of: [fee], percent: 10%, released: 2026-03-31}\n"
    statement = price(contract(body, **HEAD), measures({"fee": -500}))
    assert (statement.deductions[0].amount, statement.payable) == (0, -530)


def test_an_advance_moves_payments_alone() -> None:
    body = FEE + "  - {id: a, kind: advance, amount: 500, paid: 2026-01-02, months: 2}\n"
    one = contract(body, **HEAD)
    found = months(one)
    assert [s.payable - s.total for s in found] == [250, -250, 0]
    assert [exact_sums(one, s)[0] for s in found] == [1000] * 3


def test_what_is_left_of_an_advance_in_parts_goes_with_the_last_statement() -> None:
    found = months(contract(FEE + "  - {id: a, kind: advance, amount: 500, months: 5}\n", **HEAD))
    assert [s.deductions[0].amount for s in found] == [-100, -100, -300]


def test_what_was_taken_back_elsewhere_needs_no_statement() -> None:
    clause = "  - {id: a, kind: advance, amount: 500, percent: 10%, of: [fee], taken_back_before: 450}\n"
    found = price(contract(FEE + clause, **HEAD), measures(period="2026-02"))
    assert found.deductions[0].amount == -50


@pytest.mark.parametrize(
    ("clause", "en", "zh"),
    [
        (
            "{id: r, kind: retention, of: [fee], percent: 5%, up_to: 100, released: 2026-03-31, score: score, bands: [{at_least: 90, share: 100%}, {share: 0%}]}",
            ["5% of Fee is held back", "no more than 100.00 USD is held", "what is held is paid with the statement of 31 March 2026",
             "of that by the score: ≥ 90: 100%; otherwise: 0%"],
            ["服务费的 5% 予以扣留", "扣留总额不超过 100.00 USD", "扣留金额随 2026年3月31日所在账期支付", "按score返还的比例：≥ 90：100%；其余：0%"],
        ),
        (
            "{id: r, kind: advance, amount: 500, percent: 10%, of: [fee], grace_months: 1}",
            ["an advance of 500.00 USD is taken back by 10% of Fee, its rest with the last statement", "from month 2 on"],
            ["预付款 500.00 USD 按服务费的 10% 扣回，余额于最后一期扣回", "自第 2 个月起"],
        ),
        (
            "{id: r, kind: advance, amount: 500, months: 3}",
            ["an advance of 500.00 USD is taken back in 3 monthly parts"], ["预付款 500.00 USD 分 3 期等额扣回"],
        ),
        (
            "{id: r, kind: set_off, quantity: {given: money}}",
            ["what was paid too much before is set off"], ["此前多付的款项予以抵扣"],
        ),
    ],
)  # fmt: skip
def test_a_quote_says_it(clause: str, en: list[str], zh: list[str]) -> None:
    one = contract(SCORE + FEE + "  - " + clause, **HEAD)
    figures = measures({"r": 0} if "set_off" in clause else {})
    for lang, expected in (("en", en), ("zh", zh)):
        *_, follows = regime_tables(one, price(one, figures), Speech(lang, one.currency))  # type: ignore[arg-type]
        assert follows.rows[-1].cells["effects"].say(lang).split("\n") == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("clause", "low", "high"),
    [
        ("{id: r, kind: retention, of: [fee], percent: 5%, released: 2026-03-31}", -50, 0),
        ("{id: r, kind: retention, of: [fee], percent: 5%, up_to: 100, released: 2026-03-31}", -50, 0),
        ("{id: r, kind: retention, of: [fee], percent: 5%, released: 2026-01-31}", -50, None),
        ("{id: r, kind: advance, amount: 500, paid: 2026-01-02, months: 2}", 250, 250),
        ("{id: r, kind: advance, amount: 500, paid: 2026-01-02, percent: 20%, of: [fee]}", -500, 500),
        ("{id: r, kind: set_off, quantity: {given: money}}", -7, -7),
    ],
)
def test_how_far_it_can_go(clause: str, low: int, high: int | None) -> None:
    found = exposure(contract(FEE + "  - " + clause, **HEAD), measures({"r": 7} if "set_off" in clause else {}))
    (span,) = [line.span for line in found.lines if line.clause == "r"]
    assert (span.low, span.high) == (low, high)
