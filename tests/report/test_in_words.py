"""Amounts in words, written by hand."""

from decimal import Decimal

import pytest

from bpo.report.in_words import in_words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", "人民币零元整"),
        ("0.05", "人民币伍分"),
        ("0.50", "人民币伍角"),
        ("1.00", "人民币壹元整"),
        ("1.05", "人民币壹元零伍分"),
        ("1.50", "人民币壹元伍角"),
        ("10.00", "人民币壹拾元整"),
        ("325.04", "人民币叁佰贰拾伍元零肆分"),
        ("1004.75", "人民币壹仟零肆元柒角伍分"),
        ("100000.05", "人民币壹拾万元零伍分"),
        ("1684500.00", "人民币壹佰陆拾捌万肆仟伍佰元整"),
        ("10010010.00", "人民币壹仟零壹万零壹拾元整"),
        ("100000000.00", "人民币壹亿元整"),
        ("1000000001.00", "人民币壹拾亿零壹元整"),
        ("-52.89", "人民币负伍拾贰元捌角玖分"),
    ],
)
def test_chinese_yuan(amount: str, words: str) -> None:
    assert in_words(Decimal(amount), "CNY", "zh") == words


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("0.00", "USD", "Zero US dollars only"),
        ("1.00", "USD", "One US dollar only"),
        ("1.01", "USD", "One US dollar and 01/100"),
        ("1004.75", "CNY", "One thousand and four Chinese yuan and 75/100"),
        ("-52.89", "USD", "Minus fifty-two US dollars and 89/100"),
        ("1500", "JPY", "One thousand, five hundred Japanese yen only"),
        ("21.005", "KWD", "Twenty-one Kuwaiti dinars and 005/1000"),
        ("5.50", "PHP", "Five Philippine pesos and 50/100"),
    ],
)
def test_english(amount: str, currency: str, words: str) -> None:
    assert in_words(Decimal(amount), currency, "en") == words


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [("1500", "JPY", "壹仟伍佰日元整"), ("12.30", "USD", "壹拾贰点叁零美元"), ("-7.00", "EUR", "负柒欧元整")],
)
def test_other_currencies_in_chinese(amount: str, currency: str, words: str) -> None:
    assert in_words(Decimal(amount), currency, "zh") == words


def test_what_nobody_would_read_is_not_spelled() -> None:
    assert in_words(Decimal("10000000000000000.00"), "CNY", "zh") == ""
    assert in_words(Decimal("9999999999999999.99"), "CNY", "zh").endswith("玖元玖角玖分")
