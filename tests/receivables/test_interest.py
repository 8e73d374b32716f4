"""Late interest worked by hand: each day that counts, each payment's day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import TypeAdapter

from bpo.contracts.header.late_interest import LateInterest, LateInterestRule
from bpo.core.money import Money
from bpo.receivables.interest import Billed, Interest, NewInterest, interest_of, new_interest

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


def new(
    on: str,
    billed: tuple[str, str, str] | None = None,
    paid: dict[str, str] | None = None,
    rule: object = "0.05% a day",
) -> NewInterest:
    """Of 100,000, after notes up to a day, of so much, of which something was given back."""
    days = [(date.fromisoformat(day), Decimal(amount)) for day, amount in (paid or {}).items()]
    known = Billed(date.fromisoformat(billed[0]), Decimal(billed[1]), Decimal(billed[2])) if billed else Billed()
    read = RULES.validate_python(rule)
    return new_interest(read, Decimal(100_000), DUE, days, date.fromisoformat(on), Money("CNY"), known)


@pytest.mark.parametrize(
    ("on", "billed", "paid", "stretches", "settled", "amount"),
    [
        ("2026-04-15", None, {}, [(1, 15, "750.00")], 0, "750.00"),  # 15 days of 50
        ("2026-04-30", ("2026-04-15", "750", "0"), {}, [(16, 30, "750.00")], 0, "750.00"),
        ("2026-04-15", ("2026-04-15", "750", "0"), {}, [], 0, "0"),  # nothing twice
        ("2026-04-10", ("2026-04-15", "750", "0"), {}, [], 0, "0"),  # days that are billed
        # 40,000 of 10 April are entered after the note: 10 days of 50 and 5 of 30 are 650, 100 less than was billed; then 15 days of 30
        ("2026-04-30", ("2026-04-15", "750", "0"), {"2026-04-10": "40000"}, [(16, 30, "450.00")], -100, "350.00"),
        ("2026-04-15", ("2026-04-15", "750", "0"), {"2026-04-10": "40000"}, [], -100, "-100.00"),
        # of the note 200 were given back by favour, which the 100 are part of; of 60 given back 40 are left to settle
        ("2026-04-15", ("2026-04-15", "750", "-200"), {}, [], 0, "0"),
        ("2026-04-15", ("2026-04-15", "750", "-200"), {"2026-04-10": "40000"}, [], 0, "0"),
        ("2026-04-15", ("2026-04-15", "750", "-60"), {"2026-04-10": "40000"}, [], -40, "-40.00"),
        # a payment was taken back since: 100 more than was billed
        ("2026-04-15", ("2026-04-15", "650", "0"), {}, [], 100, "100.00"),
        # paid on the 20th: five days of 50 after the note
        ("2026-04-30", ("2026-04-15", "750", "0"), {"2026-04-20": "100000"}, [(16, 20, "250.00")], 0, "250.00"),
    ],
)
def test_days_that_are_billed_are_not_billed_again(
    on: str, billed: tuple[str, str, str] | None, paid: dict[str, str], stretches: list[tuple[int, int, str]], settled: int, amount: str,
) -> None:  # fmt: skip
    found = new(on, billed, paid)
    assert [(one.first.day, one.last.day, str(part)) for one, part in found.stretches] == stretches
    assert (found.settled, found.amount) == (settled, Decimal(amount))


def test_notes_together_are_cut_at_the_limit() -> None:
    """1% of 100,000 are 1,000: 750 to the 15th, then 250 of another 750, then nothing."""
    rule = {"rate": "0.05% a day", "most": "1%"}
    second = new("2026-04-30", ("2026-04-15", "750", "0"), rule=rule)
    assert (second.limited, second.amount) == (-500, 250)
    third = new("2026-05-31", ("2026-04-30", "1000", "0"), rule=rule)
    assert (third.limited, third.amount) == (-1550, 0)


def test_cents_of_notes_add_up_to_those_of_all_days() -> None:
    """33.33 × 0.05% = 0.016665 a day: 0.02 on the first day, 0.03 after two, 0.05 after three."""
    rule, amounts, billed = RULES.validate_python("0.05% a day"), [], Billed()
    for day in (1, 2, 3):
        on = date(2026, 4, day)
        found = new_interest(rule, Decimal("33.33"), DUE, [], on, Money("CNY"), billed).amount
        amounts.append(str(found))
        billed = Billed(on, billed.amount + found)
    assert amounts == ["0.02", "0.01", "0.02"]


def test_without_a_due_day_nothing_moves() -> None:
    """A tax invoice that was taken back: when payment is due is not known until the next one."""
    rule, billed = RULES.validate_python("8% a year"), Billed(DUE, Decimal(10))
    assert new_interest(rule, Decimal(1), None, [], DUE, Money("CNY"), billed) == NewInterest()
