"""The header: days, due dates, cycles, currencies and zones as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from bpo.contracts.header import Header
from bpo.documents import parse_document
from bpo.errors import BpoError
from bpo.fields import read_model
from tests.contracts.making import codes

PLAIN = "contract: c\ntitle: T\ncurrency: CNY\nsupplier: {name: S}\nclient: {name: C}\n"


def header(more: str) -> Header:
    return read_model(parse_document(PLAIN + more, "c.yaml"), Header)


@pytest.mark.parametrize(
    ("rule", "event", "days", "pay_day"),
    [
        ("30 days after statement", "statement", 30, None),
        ("1 day after period end", "period_end", 1, None),
        ("60 days after the tax invoice, next 25th", "tax_invoice", 60, 25),
        ("30 Days After Confirmation", "confirmation", 30, None),
        ("确认后 30 天", "confirmation", 30, None),
        ("收到发票后60日内，次25日", "tax_invoice", 60, 25),
        ("{days: 10, after: statement, pay_day: 1}", "statement", 10, 1),
    ],
)
def test_due_rules(rule: str, event: str, days: int, pay_day: int | None) -> None:
    rule = rule if rule.startswith("{") else f'"{rule}"'
    due = header(f"effective: {{from: 2026-01-01}}\nbilling: {{due: {rule}}}\n").billing.due
    assert due is not None
    assert (due.after, due.days, due.pay_day) == (event, days, pay_day)


@pytest.mark.parametrize(
    ("event_on", "due_on"),
    [
        (date(2026, 1, 26), date(2026, 2, 25)),
        (date(2026, 1, 27), date(2026, 3, 25)),
        (date(2026, 1, 1), date(2026, 2, 25)),
    ],
)
def test_payment_falls_on_the_next_pay_day(event_on: date, due_on: date) -> None:
    due = header("effective: {from: 2026-01-01}\nbilling: {due: '30 days after statement, next 25th'}\n").billing.due
    assert due is not None
    assert due.on(event_on) == due_on


@pytest.mark.parametrize(
    ("cycle", "day"),
    [("monthly", 1), ("monthly from day 22", 22), ("Monthly from the 22nd", 22), ("每月", 1), ("每月自22日", 22)],
)
def test_cycles(cycle: str, day: int) -> None:
    assert header(f"effective: {{from: 2026-01-01}}\nbilling: {{cycle: {cycle}}}\n").billing.cycle == day


@pytest.mark.parametrize("day", ["2026-01-31", "2026/1/31", "2026年1月31日", "２０２６-０１-３１"])
def test_days_as_people_write_them(day: str) -> None:
    assert header(f"effective: {{from: {day}}}\n").effective.start == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("effective: {from: 2026-02-30}", "not-a-day"),
        ("effective: {from: 31.1.2026}", "not-a-day"),
        ("effective: {from: 2026-02-01, to: 2026-01-31}", "effective-order"),
        ("effective: {from: 2026-01-01}\nbilling: {cycle: monthly from day 29}", "billing-cycle"),
        ("effective: {from: 2026-01-01}\nbilling: {cycle: weekly}", "billing-cycle"),
        ("effective: {from: 2026-01-01}\nbilling: {due: soon}", "due-rule"),
        ("effective: {from: 2026-01-01}\nbilling: {due: '30 days after statement, next 31st'}", "due-rule"),
        ("effective: {from: 2026-01-01}\nbilling: {due: {days: 3, after: statement, pay_day: 31}}", "pay-day"),
        ("effective: {from: 2026-01-01}\nbilling: {timezone: Asia/Shanghia}", "choice-unknown"),
        ("effective: {from: 2026-01-01}\nlanguage: fr", "choice-unknown"),
        ("effective: {from: 2026-01-01}\nprices: {rate: 6}", "percent-meant"),
        ("effective: {from: 2026-01-01}\nprices: {rate: 6%, rates: {a: {rate: 6%}}}", "tax-rate-or-rates"),
        ("effective: {from: 2026-01-01}\nprices: {rounding: bankers}", "choice-unknown"),
    ],
)
def test_mistakes_in_the_header(more: str, code: str) -> None:
    with pytest.raises(BpoError) as error:
        header(more + "\n")
    assert codes(error.value) == [code]


@pytest.mark.parametrize("currency", ["RMB", "cny", "Dollar", ""])
def test_a_currency_is_a_code_of_iso_4217(currency: str) -> None:
    with pytest.raises(BpoError) as error:
        read_model(
            parse_document(PLAIN.replace("CNY", f"'{currency}'") + "effective: {from: 2026-01-01}\n", "c.yaml"), Header
        )
    assert codes(error.value) == ["currency-unknown"]
