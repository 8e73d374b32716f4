"""The header: days, due dates, cycles, currencies and zones as people write them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from bpo.contracts.header.due import DueDates, due_dates
from bpo.contracts.header.header import Header
from bpo.core.calendars import Calendar
from bpo.core.cycles import Months
from bpo.core.documents import parse_document
from bpo.core.errors import BpoError
from bpo.core.validation import read_model
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
    ("rule", "expected"),
    [
        ("10 working days after statement", (10, True, "statement", None, False)),
        ("10 business days after the confirmation", (10, True, "confirmation", None, False)),
        ("30 days after statement, next working day", (30, False, "statement", None, True)),
        ("30 days after tax invoice, next 25th, or the next business day", (30, False, "tax_invoice", 25, True)),
        ("确认后 10 个工作日", (10, True, "confirmation", None, False)),
        ("双方确认后10个工作日内", (10, True, "confirmation", None, False)),
        ("收到发票后 30 日内，遇非工作日顺延", (30, False, "tax_invoice", None, True)),
        ("出账后60天，次25日，遇节假日顺延至下一个工作日", (60, False, "statement", 25, True)),
        ("{days: 3, working_days: yes, after: period_end, next_working_day: yes}", (3, True, "period_end", None, True)),
    ],
)
def test_due_rules_of_working_days(rule: str, expected: tuple[object, ...]) -> None:
    rule = rule if rule.startswith("{") else f'"{rule}"'
    due = header(f"effective: {{from: 2026-01-01}}\nbilling: {{calendar: CN, due: {rule}}}\n").billing.due
    assert due is not None
    assert (due.days, due.working_days, due.after, due.pay_day, due.next_working_day) == expected


CN = Calendar(country="CN")


@pytest.mark.parametrize(
    ("rule", "event_on", "due_on"),
    [
        ("3 working days after statement", date(2026, 2, 12), date(2026, 2, 24)),  # 13, Saturday 14, then the 24th
        ("2 working days after statement", date(2026, 2, 12), date(2026, 2, 14)),
        ("0 working days after statement", date(2026, 2, 15), date(2026, 2, 15)),
        ("3 days after statement, next working day", date(2026, 2, 11), date(2026, 2, 14)),
        ("3 days after statement, next working day", date(2026, 2, 12), date(2026, 2, 24)),
        ("3 days after statement", date(2026, 2, 12), date(2026, 2, 15)),
        ("10 days after statement, next 20th, next working day", date(2026, 2, 1), date(2026, 2, 24)),
    ],
)
def test_payment_by_working_days(rule: str, event_on: date, due_on: date) -> None:
    """The Spring Festival of 2026 is from Sunday the 15th to Monday the 23rd; Saturday the 14th is worked."""
    due = header(f"effective: {{from: 2026-01-01}}\nbilling: {{due: '{rule}', calendar: CN}}\n").billing.due
    assert due is not None
    assert due.on(event_on, CN, None) == due_on


@pytest.mark.parametrize(
    ("rule", "dated"),
    [
        ("period end", date(2026, 1, 31)),
        ("the last day of the period", date(2026, 1, 31)),
        ("period end, next working day", date(2026, 2, 2)),
        ("period end, next 5th", date(2026, 2, 5)),
        ("1 day after period end", date(2026, 2, 1)),
        ("1st day after the period end", date(2026, 2, 1)),
        ("8 days after period end, next 8th", date(2026, 2, 8)),
        ("9 days after period end, next 8th", date(2026, 3, 8)),
        ("the 3rd working day after the end of the period", date(2026, 2, 4)),
        ("9 days after period end, next 15th, or the next business day", date(2026, 2, 24)),
        ("账期最后一日", date(2026, 1, 31)),
        ("账期末", date(2026, 1, 31)),
        ("账期截止日，次5日", date(2026, 2, 5)),
        ("账期结束后 3 个工作日", date(2026, 2, 4)),
        ("账期结束后第３个工作日", date(2026, 2, 4)),
        ("账期结束后 15 天，遇非工作日顺延", date(2026, 2, 24)),
        ("{days: 1}", date(2026, 2, 1)),
        ("{month_day: 15, next_working_day: yes}", date(2026, 2, 24)),
        ("{days: 10, working_days: yes}", date(2026, 2, 13)),
        ("{days: 11, working_days: yes}", date(2026, 2, 14)),
        ("{days: 12, working_days: yes}", date(2026, 2, 24)),
    ],
)
def test_the_date_of_a_statement(rule: str, dated: date) -> None:
    """January 2026 ends on a Saturday; the Spring Festival is from the 15th to the 23rd, and Saturday the 14th is worked."""
    rule = rule if rule.startswith("{") else f'"{rule}"'
    billing = header(f"effective: {{from: 2026-01-01}}\nbilling: {{calendar: CN, statement_date: {rule}}}\n").billing
    assert billing.dated(Months().period("2026-01")) == dated


def test_the_date_of_a_statement_without_a_rule_and_in_a_year_that_is_not_known() -> None:
    assert header("effective: {from: 2026-01-01}\n").billing.dated(Months().period("2026-01")) == date(2026, 2, 1)
    body = "effective: {from: 2026-01-01}\nbilling: {calendar: CN, statement_date: 3 working days after period end}\n"
    with pytest.raises(BpoError) as refused:
        header(body).billing.dated(Months().period("2058-12"))
    assert codes(refused.value) == ["calendar-year-not-known"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("5 working days", (5, True)), ("1 business day", (1, True)), ("10 days", (10, False)), ("5 个工作日", (5, True)),
        ("5个工作日内", (5, True)), ("7 天", (7, False)), ("{days: 5, working_days: yes}", (5, True)),
    ],
)  # fmt: skip
def test_deemed_acceptance(given: str, expected: tuple[int, bool]) -> None:
    body = f"effective: {{from: 2026-01-01}}\nbilling: {{calendar: CN, accepted_after: {given}}}\n"
    rule = header(body).billing.accepted_after
    assert rule is not None
    assert (rule.days, rule.working_days) == expected


@pytest.mark.parametrize(
    ("given", "a_day", "said"),
    [
        ("0.05% a day", "0.0005", "0.05% a day"),
        ("每日万分之五", "0.0005", "0.05% a day"),
        ("按日千分之1", "0.001", "0.1% a day"),
        ("5‱ per day", "0.0005", "0.05% a day"),
        ("0.05%/日", "0.0005", "0.05% a day"),
        ("8% a year", "8/36500", "8% a year"),
        ("年利率 8%", "8/36500", "8% a year"),
        ("1.5% per month", "18/36500", "1.5% a month"),
        ("{rate: 每月 2%, days: actual/360, after: 5 天}", "24/36000", "2% a month, from day 6 after the due day on"),
        (
            "{rate: 0.05% a day, after: 3, most: 20%}",
            "0.0005",
            "0.05% a day, from day 4 after the due day on, at most 20% of the amount payable",
        ),
    ],
)
def test_late_interest(given: str, a_day: str, said: str) -> None:
    rule = header(f"effective: {{from: 2026-01-01}}\nbilling: {{late_interest: {given}}}\n").billing.late_interest
    assert rule is not None
    assert rule.rate_a_day == Fraction(a_day)
    assert rule.said().say("en") == said


def test_a_rate_of_a_day_doubles_the_debt_in_a_year_at_most() -> None:
    """1/365 a day is 100% a year; a little more is a slip."""
    assert header("effective: {from: 2026-01-01}\nbilling: {late_interest: 0.2739% a day}\n").billing.late_interest
    with pytest.raises(BpoError):
        header("effective: {from: 2026-01-01}\nbilling: {late_interest: 0.274% a day}\n")


def dates(billing: str, drawn_on: date) -> DueDates:
    given = header(f"effective: {{from: 2026-01-01}}\nbilling: {{calendar: CN, {billing}}}\n").billing
    return due_dates(given.due, given.accepted_after, given.calendar, date(2026, 1, 31), drawn_on, None)


def test_what_nobody_contested_is_the_latest_day_of_confirmation() -> None:
    """Drawn on Tuesday 3 February: the 5th working day after it is Tuesday the 10th, and 30 days later is 12 March."""
    known = dates("accepted_after: 5 working days, due: 30 days after confirmation", date(2026, 2, 3))
    assert known == DueDates(None, date(2026, 3, 12), date(2026, 2, 10))
    known = dates("accepted_after: 5 working days, due: 10 working days after tax invoice", date(2026, 2, 3))
    assert known == DueDates(None, None, date(2026, 2, 10))
    known = dates("accepted_after: 5 days, due: 3 working days after period end", date(2026, 2, 3))
    assert known == DueDates(date(2026, 2, 4), None, date(2026, 2, 8))
    assert dates("due: 30 days after confirmation", date(2026, 2, 3)) == DueDates()


def test_a_due_date_in_a_year_that_is_not_known_is_not_guessed() -> None:
    with pytest.raises(BpoError):
        dates("due: 10 working days after statement", date(2026, 12, 28))


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
    assert header(f"effective: {{from: 2026-01-01}}\nbilling: {{cycle: {cycle}}}\n").billing.cycle == Months(day)


@pytest.mark.parametrize("day", ["2026-01-31", "2026/1/31", "2026年1月31日", "２０２６-０１-３１"])
def test_days_as_people_write_them(day: str) -> None:
    assert header(f"effective: {{from: {day}}}\n").effective.start == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("effective: {from: 2026-02-30}", "not-a-day"),
        ("effective: {from: 31.1.2026}", "not-a-day"),
        ("effective: {from: 2026-02-01, to: 2026-01-31}", "effective-order"),
        ("effective: {from: 2026-01-01}\nbilling: {cycle: monthly from day 32}", "billing-cycle"),
        ("effective: {from: 2026-01-01}\nbilling: {cycle: weekly}", "billing-cycle"),
        ("effective: {from: 2026-01-01}\nbilling: {due: soon}", "due-rule"),
        ("effective: {from: 2026-01-01}\nbilling: {accepted_after: soon}", "accepted-after-rule"),
        ("effective: {from: 2026-01-01}\nbilling: {late_interest: 5%}", "late-interest-rate"),
        ("effective: {from: 2026-01-01}\nbilling: {late_interest: 0.05 a day}", "late-interest-rate"),
        ("effective: {from: 2026-01-01}\nbilling: {late_interest: 5% a day}", "late-interest-too-high"),
        (
            "effective: {from: 2026-01-01}\nbilling: {late_interest: {rate: 0.05% a day, after: soon}}",
            "late-interest-after",
        ),
        ("effective: {from: 2026-01-01}\nbilling: {late_interest: {rate: 1‰ a day, days: actual/360}}", "field-unused"),
        ("effective: {from: 2026-01-01}\nbilling: {late_interest: {rate: 8% a year, days: 30/360}}", "choice-unknown"),
        ("effective: {from: 2026-01-01}\nbilling: {late_interest: {rate: 8% a year, most: 10}}", "percent-meant"),
        ("effective: {from: 2026-01-01}\nbilling: {due: '30 days after statement, next 31st'}", "due-rule"),
        ("effective: {from: 2026-01-01}\nbilling: {due: {days: 3, after: statement, pay_day: 31}}", "pay-day"),
        ("effective: {from: 2026-01-01}\nbilling: {statement_date: at month end}", "statement-date-rule"),
        (
            "effective: {from: 2026-01-01}\nbilling: {statement_date: '3 days after confirmation'}",
            "statement-date-rule",
        ),
        ("effective: {from: 2026-01-01}\nbilling: {statement_date: 'period end, next 29th'}", "statement-date-rule"),
        ("effective: {from: 2026-01-01}\nbilling: {statement_date: {month_day: 29}}", "statement-date-month-day"),
        ("effective: {from: 2026-01-01}\nbilling: {timezone: Asia/Shanghia}", "timezone-unknown"),
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


@pytest.mark.parametrize(
    ("currency", "start", "told"),
    [
        ("BGN", "2025-12-01", []),
        ("BGN", "2026-01-31", []),  # its last day
        ("BGN", "2026-02-01", ["currency-ended"]),
        ("HRK", "2023-01-14", []),
        ("HRK", "2023-01-15", ["currency-ended"]),
    ],
)
def test_a_currency_that_ended_is_one_of_contracts_of_its_time(currency: str, start: str, told: list[str]) -> None:
    text = PLAIN.replace("CNY", currency) + f"effective: {{from: {start}}}\n"
    try:
        found = [] if read_model(parse_document(text, "c.yaml"), Header).currency == currency else ["another"]
    except BpoError as error:
        found = [problem.code for problem in error.problems]
    assert found == told
