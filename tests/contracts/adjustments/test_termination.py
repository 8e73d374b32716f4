"""A termination: who owes what with the last statement, and how a later amendment takes it back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bpo.advice.exposure import exposure
from bpo.bid.regime import regime_tables
from bpo.contracts.adjustments.short_notice import Notice
from bpo.contracts.model import Contract
from bpo.contracts.statement import Statement
from bpo.core.words import Lang
from bpo.pricing.price import price
from bpo.report.speech import Speech
from tests.contracts.making import contract, measures

TERMS = "terms: [{id: fee, model: fixed, label: {zh: 服务费, en: Fee}, amount: 3000}]\nadjustments:\n"
FEE = "  - {id: exit, kind: termination_fee, minimum_term: 2026-06-30, amount: 100}\n"
AVERAGE = "  - {id: exit, kind: termination_fee, minimum_term: 2026-06-30, percent: 50%, of: [fee], months: 2}\n"
LEFT = "amendments:\n  - {from: 2026-01-10, to: 2026-03-31, terminated: {by: client, notice_on: 2026-01-10}}\n"
YEAR = "{from: 2026-01-01, to: 2026-12-31}"


def of_months(one: Contract, *names: str) -> list[Statement]:
    found: list[Statement] = []
    for name in names:
        found.append(price(one, measures({}, period=name), found))
    return found


def owed(statement: Statement) -> Decimal:
    return next(line.amount for line in statement.charges if line.clause == "exit")


def test_the_fee_is_owed_with_the_last_statement_alone() -> None:
    found = of_months(contract(TERMS + FEE + LEFT, effective=YEAR), "2026-01", "2026-02", "2026-03")
    assert [owed(one) for one in found] == [0, 0, 300]


def test_another_last_day_that_is_agreed_takes_the_termination_back() -> None:
    longer = LEFT + "  - {from: 2026-03-20, to: 2026-05-31}\n"
    one = contract(TERMS + FEE + longer, effective=YEAR)
    assert [owed(s) for s in of_months(one, "2026-03", "2026-04", "2026-05")] == [0, 0, 0]


def test_a_contract_that_ends_in_its_first_period_has_that_for_its_average() -> None:
    header = {"effective": "{from: 2026-01-01, to: 2026-01-31}\nterminated: {by: client, notice_on: 2026-01-10}"}
    (only,) = of_months(contract(TERMS + AVERAGE, **header), "2026-01")
    assert owed(only) == 5 * 1500


def test_the_average_of_fewer_months_than_are_written_is_that_of_those() -> None:
    header = {"effective": "{from: 2026-01-01, to: 2026-02-28}\nterminated: {by: client, notice_on: 2026-01-10}"}
    found = of_months(contract(TERMS + AVERAGE, **header), "2026-01", "2026-02")
    assert owed(found[-1]) == 4 * 1500


def test_the_exposure_of_a_month_before_the_last_has_no_fee_to_gain_while_nobody_left() -> None:
    for clause in (FEE, AVERAGE):
        found = exposure(contract(TERMS + clause, effective=YEAR), measures({}, period="2026-03"))
        assert (found.whole.low, found.whole.high) == (3000, 3000)


@pytest.mark.parametrize(
    ("notice", "on", "until"),
    [
        (Notice(30, "days"), date(2026, 1, 5), date(2026, 2, 4)),
        (Notice(1, "months"), date(2026, 1, 31), date(2026, 2, 28)),
        (Notice(3, "months"), date(2026, 11, 30), date(2027, 2, 28)),
        (Notice(3, "months"), date(2026, 7, 31), date(2026, 10, 31)),
    ],
)
def test_when_a_notice_has_run(notice: Notice, on: date, until: date) -> None:
    assert notice.until(on) == until


SAID: dict[Lang, list[str]] = {
    "en": [
        "if the client terminates before 30 June 2026: 100.00 USD for each month left",
        "if the client terminates before 30 June 2026: for each month left 50% of the average of Fee over 2 months",
        "if the client terminates before 30 June 2026: by months left ≥ 6: 500.00 USD; otherwise: 0.00 USD",
        "if the supplier terminates before 30 June 2026: what is left of 900.00 USD spread over 6 months",
        "if the client terminates with less than 3 months of notice: for each day that is missing 100% of a day's average of Fee "
        "over 2 months",
    ],
    "zh": [
        "委托方于 2026年6月30日前提前终止：每剩余一个月 100.00 USD",
        "委托方于 2026年6月30日前提前终止：每剩余一个月，按服务费前 2 个月均值的 50%",
        "委托方于 2026年6月30日前提前终止：按剩余月数 ≥ 6：500.00 USD；其余：0.00 USD",
        "供应方于 2026年6月30日前提前终止：900.00 USD 按 6 个月摊销的余额",
        "委托方终止而通知不足 3 个月：每不足一天，按服务费前 2 个月日均额的 100%",
    ],
}


@pytest.mark.parametrize(("lang", "expected"), SAID.items())
def test_how_a_regime_says_it(lang: Lang, expected: list[str]) -> None:
    table = "  - {id: exit, kind: termination_fee, minimum_term: 2026-06-30, bands: [{at_least: 6, amount: 500}, {amount: 0}]}\n"
    set_up = "  - {id: rest, kind: termination_fee, by: supplier, minimum_term: 2026-06-30, unamortised: {amount: 900, months: 6}}\n"
    early = "  - {id: early, kind: short_notice, notice: 3 months, of: [fee], months: 2}\n"
    one = contract(TERMS + FEE.replace("exit", "each") + AVERAGE.replace("exit", "mean") + table + set_up + early)
    *_, follows = regime_tables(one, price(one, measures({})), Speech(lang, one.currency))
    assert [row.cells["effects"].say(lang) for row in follows.rows] == expected  # type: ignore[attr-defined]
