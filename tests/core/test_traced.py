"""A traced number does what its fraction does, and says truly how far."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction as F

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpo.core.money import Money, round_to, to_places
from bpo.core.traced import Stretch, Traced, not_above, not_below
from bpo.core.traced_amount import TracedAmount, fraction_of

STEP = F(1, 4)
LAST = F(10)


def stretch(place: F, loose: bool = False) -> Stretch:
    return Stretch(place, STEP, F(0), LAST, loose=loose)


def places() -> list[F]:
    return [n * STEP for n in range(41)]


def tiers(x: F) -> F:
    return min(x, F(3)) * 4 + max(F(0), x - 3) * 2


def whole_volume(x: F) -> F:
    return x * (4 if x <= 5 else 3) - (7 if x == F(2) else 0)


def begun(x: F) -> F:
    return F(9) if not x else x * 5 - 6 * math.ceil(x / 3)


def rounded(x: F) -> F:
    contacts = to_places(x * F(7, 3), 0)
    return contacts * 2 - (contacts > 11) * 5 + not_below(x * 3 - 8, F(0)) - not_above(x, F(6)) * 2


def banded(x: F) -> F:
    score = round_to(100 - abs(x - 4) * 7, F(1, 10))
    return F(90) * (F(1) if score >= 95 else F("0.98") if score > 80 else F("0.9"))


def bent(x: F) -> F:
    return x * x - x + 1 if x * x < 30 else x


WAYS = [tiers, whole_volume, begun, rounded, banded, bent]


@pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])
@pytest.mark.parametrize("loose", [False, True], ids=["strict", "loose"])
def test_what_a_look_tells_holds_on_its_stretch(way: Callable[[F], F], loose: bool) -> None:
    """Beside what the function itself gives at every place: on a line with no error there, within the errors elsewhere."""
    told = 0
    for place in places():
        seen = stretch(place, loose)
        found = way(seen.input())
        assert (found.value if isinstance(found, Traced) else found) == way(place)
        for other in (one for one in places() if seen.holds(one)):
            if isinstance(found, Traced):
                if found.slope is None:
                    continue
                middle = found.mid + found.slope * (other - place)
                assert middle + found.less <= way(other) <= middle + found.more, (place, other)
            else:
                assert found == way(other), (place, other)
            told += other != place
    assert told or way is bent


NUMBERS = st.fractions(min_value=-5, max_value=5, max_denominator=6)


@given(NUMBERS, NUMBERS, NUMBERS.filter(bool))
def test_it_computes_as_a_fraction(a: F, b: F, c: F) -> None:
    def work(x: F) -> list[F]:
        y = x + b
        return [
            y * c,
            y / c,
            b - y,
            -y,
            abs(y),
            y + x,
            y - c * x,
            y * x,
            F(math.floor(y)),
            F(math.ceil(y)),
            F(int(y)),
            y % c,
            y // c,
        ]

    for found, plain in zip(work(stretch(a).input()), work(a), strict=True):
        assert (found.value if isinstance(found, Traced) else found) == plain


def test_whatever_asks_for_its_digits_keeps_it_to_its_place() -> None:
    for ask in (
        hash,
        str,
        float,
        lambda x: x.numerator,
        lambda x: Decimal(x.denominator),
        lambda x: F(x),
        lambda x: round(x, 1),
        repr,
    ):
        seen = stretch(F(1, 3))
        ask(seen.input())
        assert seen.is_place


def test_no_part_of_a_fraction_is_left_that_reads_its_digits_unseen() -> None:
    """What is not its own of a fraction's: makers of new ones, and what asks through what is its own."""
    through_others = {"__complex__", "__rpow__", "conjugate", "imag", "real", "from_decimal", "from_float"}
    names = {name for name in dir(F) if callable(getattr(F, name)) or isinstance(getattr(F, name), property)}
    plain = set(dir(object)) - {
        "__hash__",
        "__eq__",
        "__lt__",
        "__le__",
        "__gt__",
        "__ge__",
        "__str__",
        "__repr__",
        "__format__",
        "__reduce__",
    }
    inherited = {name for name in names - plain if not name.startswith("_") or name.startswith("__")} - set(
        vars(Traced)
    )
    private = {
        name
        for name in inherited
        if name in {"__abstractmethods__", "__class_getitem__", "__slots__", "__module__", "__doc__"}
    }
    assert inherited - through_others - private == set()


def test_amounts_add_up_traced_and_are_kept_to_their_place_by_all_else() -> None:
    seen = stretch(F(2))
    amount = Money("USD").round(seen.input() / 3)
    assert isinstance(amount, TracedAmount) and str(Decimal.__str__(amount)) == "0.67"
    total = sum([amount, Decimal("1.00"), -amount + amount], Decimal(0))
    assert not seen.is_place
    assert fraction_of(total).stretch is seen  # type: ignore[attr-defined]
    assert total == Decimal("1.67") and seen.is_place
