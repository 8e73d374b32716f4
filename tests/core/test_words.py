"""How values are said, and that what is stored comes back exactly."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.words import Pct, Sentence, Text, Words, decode, encode, exact_text, show


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (1684500, "1,684,500", "1,684,500"),
        (Decimal("1684500.00"), "1,684,500.00", "1,684,500.00"),
        (Fraction(-5289, 100), "-52.89", "-52.89"),
        (Fraction(1, 3), "≈0.333333", "≈0.333333"),
        (Fraction(1, 10**9), "≈0", "≈0"),
        (Fraction(-27, 10**7), "≈-0.000003", "≈-0.000003"),
        (Pct(Fraction(4, 5)), "80%", "80%"),
        (Pct(Fraction(860, 1060)), "≈81.1321%", "≈81.1321%"),
        (True, "yes", "是"),
        (date(1999, 2, 1), "1999-02-01", "1999-02-01"),
        (datetime(1999, 2, 1, 8, 30), "1999-02-01 08:30:00", "1999-02-01 08:30:00"),
        (Text(zh="呼入", en="Inbound"), "Inbound", "呼入"),
        ([Text(zh="一", en="one"), 2], "one, 2", "一、2"),
    ],
)
def test_values_as_people_write_them(value: Any, en: str, zh: str) -> None:
    assert (show(value, "en"), show(value, "zh")) == (en, zh)


def test_a_name_in_both_languages_is_written_once_where_they_are_the_same() -> None:
    assert Text.of("呼入 Inbound").both() == "呼入 Inbound"
    assert Text(zh="呼入", en="Inbound").both() == "呼入 Inbound"


def test_braces_in_a_value_are_only_text() -> None:
    assert Words("x", en="<{a}>", zh="<{a}>").say("en", {"a": "{b} {0} {{"}) == "<{b} {0} {{>"


@given(st.fractions())
def test_exact_text_is_exact(value: Fraction) -> None:
    assert Fraction(exact_text(value)) == value


@given(
    st.dictionaries(
        st.text(max_size=5),
        st.one_of(
            st.fractions(),
            st.fractions().map(Pct),
            st.text(),
            st.dates(),
            st.decimals(allow_nan=False, allow_infinity=False),
            st.builds(Text, st.text(), st.text()),
        ),
    )
)
def test_the_values_of_a_step_come_back_exactly(values: dict[str, Any]) -> None:
    assert decode(json.loads(json.dumps(encode(values)))) == values


def test_a_sentence_stands_inside_another_and_is_stored_with_it() -> None:
    late = Sentence(Words("late", en="{days} days late", zh="迟 {days} 天"), {"days": 3})
    outer = Words("so", en="{why}: {share} of {sum}", zh="{why}：{sum} 的 {share}")
    values = {"why": late, "share": Pct(Fraction(1, 20)), "sum": Fraction(1000)}
    assert outer.say("en", values) == "3 days late: 5% of 1,000"
    assert outer.say("zh", values) == "迟 3 天：1,000 的 5%"
    assert decode(encode(values)) == values
