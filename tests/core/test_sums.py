"""A sum of exact numbers is what adding them up one by one comes to."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from bpo.core.sums import exact_sum
from bpo.core.traced import Stretch, Traced

NUMBERS = st.lists(st.fractions(-(10**9), 10**9, max_denominator=10**6) | st.just(Fraction(0)), max_size=12)


@given(NUMBERS)
def test_it_is_the_sum(numbers: list[Fraction]) -> None:
    found = exact_sum(iter(numbers))
    assert (type(found), found) == (Fraction, sum(numbers, Fraction(0)))


def test_it_is_in_lowest_terms() -> None:
    found = exact_sum([Fraction(1, 6), Fraction(1, 3), Fraction(-1, 2), Fraction(1, 10), Fraction(1, 10)])
    assert (found.numerator, found.denominator) == (1, 5)


@given(NUMBERS, NUMBERS)
def test_a_traced_number_goes_on_being_traced(before: list[Fraction], after: list[Fraction]) -> None:
    stretch = Stretch(Fraction(1), Fraction(1, 10), Fraction(0), Fraction(2))
    found = exact_sum([*before, stretch.input(), *after])
    assert isinstance(found, Traced)
    assert (found.value, found.slope) == (sum([*before, *after], Fraction(1)), 1)
    assert (stretch.low, stretch.high) == (0, 2)
