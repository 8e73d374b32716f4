"""The documents' own words are pairs, and their codes are names."""

from typing import get_args

from bpo.core.counting import COUNTED
from bpo.core.measures import Op
from bpo.core.words import Words
from bpo.invoice import headings
from bpo.report.fonts import missing_characters


def _all_words() -> list[Words]:
    found = [value for value in vars(headings).values() if isinstance(value, Words)]
    for mapping in (headings.HEADINGS, headings.DUE_RULES, COUNTED):
        found += mapping.values()
    return found


def test_every_way_of_counting_is_said() -> None:
    assert set(COUNTED) == {*get_args(Op), "distinct_days", "at_once_of"}


def test_codes_are_unique() -> None:
    codes = [words.code for words in _all_words()]
    assert len(codes) == len(set(codes))


def test_both_languages_have_the_same_places() -> None:
    for words in _all_words():
        english, chinese = words.places()
        assert english == chinese, words.code


def test_every_heading_can_be_printed() -> None:
    assert missing_characters(text for words in _all_words() for text in (words.en, words.zh)) == set()
