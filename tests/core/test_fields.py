"""Numbers, shares, days and yes or no, as people write them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from bpo.core.fields import Mistake, read_day, read_number, read_share, read_yes_or_no


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1684500", "1684500"),
        ("1,684,500.00", "1684500"),
        ("3.80", "3.8"),
        (".5", "0.5"),
        ("010", "10"),
        ("-5", "-5"),
        ("−5", "-5"),  # the sign of typesetters
        ("－５", "-5"),
        ("80%", "0.8"),
        ("80 %", "0.8"),
        ("８０％", "0.8"),
        ("0.5%", "0.005"),
        ("5‰", "0.005"),
        ("5‱", "0.0005"),
        ("１，０００", "1000"),
        ("  7 ", "7"),
        ("110%", "1.1"),
        ("1/3", "1/3"),
        ("67,380 / 7", "67380/7"),
    ],
)
def test_numbers(text: str, number: str) -> None:
    assert read_number(text) == Fraction(number)


@pytest.mark.parametrize(
    "text",
    ["", " ", "%", "-", "1.", "1,00", "1,0000", "12,34,567", "1 000", "1e3", "0x10", "1_000", "10:30", "no", "~", "NaN",
     "inf", "1/0", "1/", "/3", "1/2/3", "1/x", "¥5", "5元", "80%%", "--5", "五", "1.2.3", "9" * 41],
)  # fmt: skip
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(Mistake):
        read_number(text)


@pytest.mark.parametrize("value", [0.5, None, True, [], {}])
def test_a_float_is_no_number(value: Any) -> None:
    with pytest.raises(Mistake):
        read_number(value)


@pytest.mark.parametrize(
    ("text", "share"), [("6%", "0.06"), ("0.06", "0.06"), ("150%", "1.5"), ("0", "0"), ("0.99", "0.99")]
)
def test_shares(text: str, share: str) -> None:
    assert read_share(text) == Fraction(share)


@pytest.mark.parametrize("text", ["1", "6", "100", "1.5", "-5%"])
def test_a_share_without_its_sign_is_refused(text: str) -> None:
    with pytest.raises(Mistake):
        read_share(text)


@pytest.mark.parametrize("text", ["2026-01-31", "2026/1/31", "2026年1月31日", "2026年01月31"])
def test_days(text: str) -> None:
    assert read_day(text).isoformat() == "2026-01-31"


@pytest.mark.parametrize("text", ["", "2026-02-29", "31/01/2026", "2026-1", "20260131", "tomorrow", None, 20260131])
def test_what_is_no_day(text: Any) -> None:
    with pytest.raises(Mistake):
        read_day(text)


@pytest.mark.parametrize(
    ("text", "meant"), [("yes", True), ("No", False), ("是", True), ("否", False), ("TRUE", True), ("off", False)]
)
def test_yes_and_no(text: str, meant: bool) -> None:
    assert read_yes_or_no(text) is meant


@pytest.mark.parametrize("text", ["maybe", "", "1", None, 1])
def test_neither_yes_nor_no(text: Any) -> None:
    with pytest.raises(Mistake):
        read_yes_or_no(text)
