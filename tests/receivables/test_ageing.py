"""What is open stands in one bucket, by client, currency and stage."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bpo.receivables.ageing import Stage, Standing, aged, bucket_names, bucket_of

ON = date(2026, 6, 30)


def standing(
    days: int | None, amount: str, stage: Stage = "unpaid", debtor: str = "bank", currency: str = "CNY"
) -> Standing:
    since = None if days is None else ON - timedelta(days=days)
    return Standing(stage, f"s{days}", f"INV{days}", "hotline", debtor, currency, since, Decimal(amount))


@pytest.mark.parametrize(
    ("days", "bucket"), [(-1, 0), (0, 0), (1, 1), (30, 1), (31, 2), (60, 2), (61, 3), (90, 3), (91, 4), (4000, 4)]
)
def test_each_bound_and_the_day_after(days: int, bucket: int) -> None:
    assert bucket_of(standing(days, "1").days(ON)) == bucket


def test_the_sums_of_a_client() -> None:
    """Of the bank 10 are not due, 1 + 2 are up to 30 days late, 4 over 90; 7 more are not confirmed."""
    found = aged(
        [
            standing(0, "10"),
            standing(1, "1"),
            standing(30, "2"),
            standing(91, "4"),
            standing(45, "7", "unconfirmed"),
            standing(None, "5", debtor="shop"),
            standing(70, "3", debtor="shop", currency="USD"),
        ],
        ON,
    )
    assert [(one.debtor, one.currency, one.stage, [int(sum) for sum in one.buckets]) for one in found] == [
        ("bank", "CNY", "unconfirmed", [0, 0, 7, 0, 0]),
        ("bank", "CNY", "unpaid", [10, 3, 0, 0, 4]),
        ("shop", "CNY", "unpaid", [5, 0, 0, 0, 0]),
        ("shop", "USD", "unpaid", [0, 0, 0, 3, 0]),
    ]
    assert [int(one.total) for one in found] == [7, 17, 5, 3]


def test_buckets_of_ones_own() -> None:
    assert [one.zh for one in bucket_names((10, 180))] == ["未到期", "1–10 天", "11–180 天", "180 天以上"]
    assert [bucket_of(days, (10, 180)) for days in (0, 10, 11, 180, 181)] == [0, 1, 2, 2, 3]
