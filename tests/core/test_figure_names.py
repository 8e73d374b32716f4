"""The names of figures are written as files have them, and taken apart in one way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.figure_names import FigureName, is_given, is_part_of, keys_of, part_name, side_name

NAMES = [
    ("inbound", FigureName("inbound")),
    ("inbound@成都", FigureName("inbound", parts=("成都",))),
    ("inbound@2026-03-16", FigureName("inbound", parts=("2026-03-16",))),
    ("inbound@2026-03-16@成都", FigureName("inbound", parts=("2026-03-16", "成都"))),
    ("sl20.numerator", FigureName("sl20", "numerator")),
    ("sl20.numerator@成都", FigureName("sl20", "numerator", ("成都",))),
    ("sl20@2026-03-16.numerator", FigureName("sl20", "numerator", days="2026-03-16")),
    ("sl20@2026-03-16.numerator@成都", FigureName("sl20", "numerator", ("成都",), "2026-03-16")),
    ("calls.entities", FigureName("calls", "entities")),
    ("leads.agents@2026-03-16", FigureName("leads", "agents", ("2026-03-16",))),
    ("sl20@St. Ives", FigureName("sl20", parts=("St. Ives",))),
]


@pytest.mark.parametrize("text, name", NAMES)
def test_a_name_is_read_and_written(text: str, name: FigureName) -> None:
    assert FigureName.of(text) == name
    assert str(name) == text


@given(st.text(st.sampled_from("ab.@-2026 成"), max_size=16))
def test_whatever_a_person_wrote_is_written_back(text: str) -> None:
    assert str(FigureName.of(text)) == text


def test_what_a_figure_belongs_to() -> None:
    name = FigureName.of("sl20@2026-03-16.numerator@成都")
    assert (name.owner, name.whole, name.part) == ("sl20@2026-03-16", "sl20@2026-03-16.numerator", "成都")
    assert name.without_side == "sl20@2026-03-16@成都"
    of_a_quantity = FigureName.of("leads.agents@2026-03-16@成都")
    assert (of_a_quantity.owner, of_a_quantity.whole, of_a_quantity.part) == (
        "leads",
        "leads.agents",
        "2026-03-16@成都",
    )


def test_a_part_is_looked_at_from_inside_and_from_outside() -> None:
    assert FigureName.of("inbound@2026-03-16@成都").inside() == "inbound@成都"
    assert FigureName.of("sl20@成都").within("2026-03-16") == "sl20@2026-03-16@成都"
    assert part_name(side_name("sl20", "volume"), "成都") == "sl20.volume@成都"


def test_the_parts_of_a_figure() -> None:
    figures = ["inbound@成都", "inbound@", "inbound_other@成都", "outbound"]
    assert list(keys_of("inbound", figures)) == ["成都", ""]
    assert is_part_of("inbound@成都", "inbound") and not is_part_of("inbound_other@成都", "inbound")
    assert is_given("inbound", figures) and is_given("outbound", figures) and not is_given("in", figures)
