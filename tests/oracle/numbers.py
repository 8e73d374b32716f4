"""Numbers, roundings and days as a person with a calculator takes them from a contract."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

PLACES = {"CNY": 2, "USD": 2, "JPY": 0, "KWD": 3}


def number(written: Any) -> Fraction:
    """``80%`` is 4/5, ``67,380 / 7`` a seventh of 67,380."""
    text = str(written).replace(",", "").strip()
    if "/" in text:
        above, below = text.split("/")
        return number(above) / number(below)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def rounded(value: Fraction, to: Fraction, how: str = "half_up") -> Fraction:
    """To a multiple of ``to``; credits as charges of the same size."""
    steps, sign = abs(value) / to, -1 if value < 0 else 1
    whole = floor(steps)
    rest = steps - whole
    if how == "up":
        whole += rest > 0
    elif how == "half_up":
        whole += rest >= Fraction(1, 2)
    elif how == "half_even":
        whole += rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2)
    return sign * whole * to


def begun(value: Fraction) -> int:
    """The whole number that it has reached or begun."""
    return -floor(-value)


def days_of_month(name: str, first_day: int = 1) -> list[date]:
    """All days of the billing period that ends in a month: from ``first_day`` on, of the month before where it is not the 1st."""
    year, month = map(int, name.split("-"))
    after = date(year + month // 12, month % 12 + 1, 1)
    if first_day == 1:
        start, end = date(year, month, 1), after
    else:
        before = date(year, month, 1) - timedelta(days=1)
        start, end = before.replace(day=first_day), date(year, month, first_day)
    return [start + timedelta(days=n) for n in range((end - start).days)]


def thirty_day_months(first: date, after: date) -> int:
    """Days by 30E/360 from one day to the day before another."""
    from_day, to_day = min(first.day, 30), min(after.day, 30)
    return 360 * (after.year - first.year) + 30 * (after.month - first.month) + to_day - from_day


def share_of_period(period: Sequence[date], held: Sequence[date], way: str) -> Fraction:
    """How much of a period the days are, on which the contract holds."""
    if way == "no":
        return Fraction(1)
    if way == "thirty_days":
        return Fraction(thirty_day_months(held[0], held[-1] + timedelta(days=1)), 30)
    return Fraction(len(held), len(period))
