"""Bands: which order of bounds is refused, and where."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bpo.contracts.blocks.bands import (
    BAND_DIRECTION,
    BAND_NOT_LAST,
    BAND_ORDER,
    BANDS_NOT_OPEN,
    Band,
    checked_bands,
    pick,
)
from bpo.core.fields import Mistake
from bpo.core.words import Words


def bands(*bounds: tuple[str, int] | None) -> list[Band]:
    return [Band.model_validate({} if one is None else {one[0]: str(one[1])}) for one in bounds]


@pytest.mark.parametrize(
    ("bounds", "picked"),
    [
        ([("above", 90), ("at_least", 90), None], {91: 0, 90: 1, 89: 2}),
        ([("below", 15), ("at_most", 15), None], {14: 0, 15: 1, 16: 2}),
        ([("at_least", 90), ("above", 80), None], {90: 0, 81: 1, 80: 2}),
        ([("at_most", 5), ("below", 9), None], {5: 0, 8: 1, 9: 2}),
    ],
)
def test_bounds_in_order(bounds: list[tuple[str, int] | None], picked: dict[int, int]) -> None:
    found = checked_bands(bands(*bounds))
    assert {value: found.index(pick(found, Fraction(value))) for value in picked} == picked


@pytest.mark.parametrize(
    ("bounds", "words", "at"),
    [
        ([("at_least", 90), ("above", 90), None], BAND_ORDER, (1, "above")),
        ([("at_least", 90), ("at_least", 90), None], BAND_ORDER, (1, "at_least")),
        ([("above", 90), ("at_least", 91), None], BAND_ORDER, (1, "at_least")),
        ([("at_most", 15), ("below", 15), None], BAND_ORDER, (1, "below")),
        ([("below", 15), ("below", 15), None], BAND_ORDER, (1, "below")),
        ([("below", 15), ("at_most", 14), None], BAND_ORDER, (1, "at_most")),
        ([("at_least", 90), ("at_most", 80), None], BAND_DIRECTION, (1, "at_most")),
        ([("at_least", 90), None, None], BAND_NOT_LAST, (1,)),
        ([("at_least", 90), ("at_least", 80)], BANDS_NOT_OPEN, (1,)),
    ],
)
def test_bounds_that_cannot_be(bounds: list[tuple[str, int] | None], words: Words, at: tuple[int | str, ...]) -> None:
    with pytest.raises(Mistake) as mistake:
        checked_bands(bands(*bounds))
    assert (mistake.value.words, mistake.value.at) == (words, at)
