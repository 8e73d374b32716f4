"""Bands: what follows from a value, read from the top; the first band that holds the value counts, the last one is open.

Gaps and overlaps cannot be written: bounds all point the same way, in order, and the last band takes the rest.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from bpo.core.fields import FileModel, Mistake, Number
from bpo.core.words import Words

BAND_ONE_BOUND = Words(
    "band-one-bound",
    en="a band has one bound: at_least, above, at_most or below",
    zh="每档只写一个界限：at_least、above、at_most 或 below",
)
BAND_NOT_LAST = Words(
    "band-open-not-last",
    en="only the last band may be without a bound: this one takes every value, and those below it none",
    zh="只有最后一档可以不写界限：本档会包含所有值，其后各档永远不会命中",
)
BANDS_NOT_OPEN = Words(
    "bands-not-open",
    en="the bands leave values out; end them with a band without a bound, which takes the rest",
    zh="各档未覆盖所有取值；请在最后加一档不写界限，包含其余所有值",
)
BAND_DIRECTION = Words(
    "band-direction",
    en="the bands begin with at_least/above and go on with at_most/below; write all bounds one way",
    zh="各档界限方向不一致：at_least/above 与 at_most/below 不能混用",
)
BAND_ORDER = Words(
    "band-order",
    en="{bound} is out of order after {before}: this band would never be reached",
    zh="{bound} 排在 {before} 之后，本档永远不会命中",
)

_DOWNWARD = ("at_least", "above")
_HOLDS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "at_least": operator.ge,
    "above": operator.gt,
    "at_most": operator.le,
    "below": operator.lt,
}
_BOUNDS = tuple(_HOLDS)


class Band(FileModel):
    """A bound; subclasses add what follows from it."""

    at_least: Number | None = None
    above: Number | None = None
    at_most: Number | None = None
    below: Number | None = None

    def check_fields(self) -> None:
        if sum(getattr(self, name) is not None for name in _BOUNDS) > 1:
            raise Mistake(BAND_ONE_BOUND)

    def bound(self) -> tuple[str, Fraction] | None:
        return next(((name, value) for name in _BOUNDS if (value := getattr(self, name)) is not None), None)

    def holds(self, value: Fraction) -> bool:
        bound = self.bound()
        if bound is None:
            return True
        return _HOLDS[bound[0]](value, bound[1])


B = TypeVar("B", bound=Band)

SIGNS = {"at_least": "≥", "above": ">", "at_most": "≤", "below": "<"}


def checked_bands(bands: list[B]) -> list[B]:
    """Refuse bands that could never be reached, and a list without an open end. For use as an ``AfterValidator``.

    Raises:
        Mistake: at the band that is wrong.
    """
    before: tuple[str, Fraction] | None = None
    for i, band in enumerate(bands):
        bound = band.bound()
        last = i == len(bands) - 1
        if bound is None and not last:
            raise Mistake(BAND_NOT_LAST, (i,))
        if bound is not None and last:
            raise Mistake(BANDS_NOT_OPEN, (i,))
        if bound and before:
            downward = before[0] in _DOWNWARD
            if (bound[0] in _DOWNWARD) != downward:
                raise Mistake(BAND_DIRECTION, (i, bound[0]))
            further = bound[1] < before[1] if downward else bound[1] > before[1]
            # '> 90%' then '≥ 90%' adds exactly 90%, and '< 15' then '≤ 15' exactly 15.
            touching = bound[1] == before[1] and (before[0], bound[0]) in (("above", "at_least"), ("below", "at_most"))
            if not further and not touching:
                raise Mistake(BAND_ORDER, (i, bound[0]), bound=bound[1], before=before[1])
        before = bound or before
    return bands


def pick(bands: Sequence[B], value: Fraction) -> B:
    """The band that holds the value: exactly one does."""
    return next(band for band in bands if band.holds(value))


def bounds_of(bands: Sequence[Band], at: tuple[int | str, ...]) -> tuple[tuple[Fraction, tuple[int | str, ...]], ...]:
    """Every bound with its place, for the check that it is written in the unit of its KPI."""
    return tuple((bound[1], (*at, i, bound[0])) for i, band in enumerate(bands) if (bound := band.bound()))
