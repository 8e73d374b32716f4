"""Late interest worked by hand: each day that counts, each payment's day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import TypeAdapter

from bpo.contracts.header.late_interest import LateInterest, LateInterestRule
from bpo.core.money import Money
from bpo.receivables.interest import Interest, interest_of

RULES: TypeAdapter[LateInterest] = TypeAdapter(LateInterestRule)
DUE = date(2026, 3, 31)


def interest(rule: object, on: str, paid: dict[str, str] | None = None, total: str = "100000.00") -> Interest:
    days = [(date.fromisoformat(day), Decimal(amount)) for day, amount in (paid or {}).items()]
    return interest_of(RULES.validate_python(rule), Decimal(total), DUE, days, date.fromisoformat(on), Money("CNY"))


@pytest.mark.parametrize(
    ("rule", "on", "expected"),
    [
        ("0.05% a day", "2026-03-31", "0.00"),  # the due day itself is not late
        ("0.05% a day", "2026-04-01", "50.00"),  # 100,000 × 0.0005 × 1
        ("每日万分之五", "2026-04-30", "1500.00"),  # × 30
        ("8% a year", "2026-04-30", "657.53"),  # 100,000 × 0.08 / 365 × 30 = 657.534…
        ({"rate": "8% a year", "days": "actual/360"}, "2026-04-30", "666.67"),  # / 360 = 666.666…
        ("1.5% a month", "2026-04-30", "1479.45"),  # 0.18 / 365 × 30 = 1,479.452…
        ({"rate": "0.05% a day", "after": "5 days"}, "2026-04-05", "0.00"),  # five days of grace: 1 to 5 April
        ({"rate": "0.05% a day", "after": "5 days"}, "2026-04-06", "50.00"),
        ({"rate": "0.05% a day", "most": "1%"}, "2026-04-20", "1000.00"),  # 20 × 50 = 1,000 is the most
        ({"rate": "0.05% a day", "most": "1%"}, "2026-04-21", "1000.00"),
        ({"rate": "0% a day"}, "2026-04-21", "0.00"),
    ],
)
def test_interest_of_what_is_not_paid_at_all(rule: object, on: str, expected: str) -> None:
    assert str(interest(rule, on).amount) == expected


def test_each_payment_ends_a_stretch_on_its_day() -> None:
    """40,000 come on 10 April, 60,000 on 25 April: 100,000 × 10 days, then 60,000 × 15 days: 500 + 450 at 0.05%."""
    found = interest("0.05% a day", "2026-05-31", {"2026-04-10": "40000", "2026-04-25": "60000"})
    told = [(one.first.day, one.last.day, one.days, one.open, one.interest) for one in found.stretches]
    assert told == [(1, 10, 10, 100000, 500), (11, 25, 15, 60000, 450)]
    assert str(found.amount) == "950.00"


def test_what_came_in_time_bears_none() -> None:
    """30,000 on the due day: 70,000 × 10 × 0.05% = 350."""
    assert str(interest("0.05% a day", "2026-04-10", {"2026-03-31": "30000"}).amount) == "350.00"


def test_what_is_paid_within_the_days_of_grace_bears_none() -> None:
    rule = {"rate": "0.05% a day", "after": "5 days"}
    assert str(interest(rule, "2026-05-31", {"2026-04-05": "100000"}).amount) == "0.00"
    assert str(interest(rule, "2026-05-31", {"2026-04-06": "100000"}).amount) == "50.00"


def test_the_sum_is_rounded_once() -> None:
    """33.33 × 0.05% = 0.016665 a day; two stretches of a day and the rest of two days: 0.016665 + 0.008335 = 0.025 → 0.03."""
    found = interest("0.05% a day", "2026-04-02", {"2026-04-01": "16.66"}, total="33.33")
    assert [one.interest for one in found.stretches] == [Fraction("0.016665"), Fraction("0.008335")]
    assert str(found.amount) == "0.03"


def test_the_limit_says_that_it_cut() -> None:
    rule = {"rate": "0.05% a day", "most": "1%"}
    assert not interest(rule, "2026-04-20").cut
    assert interest(rule, "2026-04-21").cut


def test_without_a_rule_or_a_due_day_there_is_none() -> None:
    money, on = Money("CNY"), date(2026, 12, 31)
    assert interest_of(None, Decimal(1), DUE, [], on, money) == Interest()
    assert interest_of(RULES.validate_python("8% a year"), Decimal(1), None, [], on, money) == Interest()
