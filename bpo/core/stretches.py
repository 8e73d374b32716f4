"""What is counted in each stretch of time by itself: the most of any, a percentile, or all of them added up (峰值、百分位、人日)."""

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from bpo.core.fields import Mistake, read_share
from bpo.core.words import Condition, Pct, Text, Words

Stretch = Literal["day", "15 min", "30 min", "60 min"]
STRETCHES: Mapping[Stretch, Text] = {
    "day": Text(zh="每日", en="day"),
    "15 min": Text(zh="每 15 分钟", en="15 minutes"),
    "30 min": Text(zh="每 30 分钟", en="30 minutes"),
    "60 min": Text(zh="每小时", en="hour"),
}
NOT_TAKEN = Words(
    "quantity-take",
    en="'{given}' is neither 'most' nor a percentile such as 95%",
    zh="'{given}' 既不是 most，也不是百分位（如 95%）",
)
MOST = Words("take-most", en="{what}, the most of any {stretch}", zh="{what}，取{stretch}最高值")
PERCENTILE = Words(
    "take-percentile",
    en="{what}, the {share} percentile over every {stretch}",
    zh="{what}，取{stretch}数值的第 {share} 百分位",
)
ADDED = Words("take-all", en="{what}, of every {stretch} added up", zh="{what}，{stretch}分别统计后相加")
MOST_IN_LIST = Words("offer-take-most", en="by the most of any {stretch} of a month", zh="按当月{stretch}最高值")
PERCENTILE_IN_LIST = Words(
    "offer-take-percentile",
    en="by the {share} percentile of a month, over every {stretch}",
    zh="按当月{stretch}数值的第 {share} 百分位",
)


def _taken(given: Any) -> Fraction:
    if isinstance(given, Fraction):
        return given
    if str(given).strip() == "most":
        return Fraction(1)
    try:
        share = read_share(given)
    except Mistake:
        raise Mistake(NOT_TAKEN, given=given) from None
    if not 0 < share <= 1:
        raise Mistake(NOT_TAKEN, given=given)
    return share


Take = Annotated[
    Fraction, BeforeValidator(_taken), WithJsonSchema({"type": "string", "pattern": "^ *(most|[0-9.]+ *[%％]) *$"})
]
"""``most``, or a percentile: the share of the stretches that have no more."""


def taken(take: Fraction | None, counts: Iterable[Fraction], stretches: int) -> Fraction:
    """The nearest rank: the least count that so many of all stretches do not exceed; without a share all are added up.

    A stretch of which nothing was counted has 0.

    >>> taken(Fraction(95, 100), map(Fraction, range(1, 21)), 20), taken(Fraction(1), [Fraction(3), Fraction(2)], 28)
    (Fraction(19, 1), Fraction(3, 1))
    >>> taken(Fraction(1, 2), [Fraction(3)], 3), taken(None, [Fraction(3), Fraction(2)], 28)
    (Fraction(0, 1), Fraction(5, 1))
    """
    found = list(counts)
    if take is None:
        return sum(found, Fraction(0))
    found = sorted([*found, *[Fraction(0)] * (stretches - len(found))])
    return found[math.ceil(take * stretches) - 1]


def said(stretch: Stretch, take: Fraction | None) -> tuple[Words, dict[str, Any]]:
    """How it is counted, and its values."""
    words = ADDED if take is None else MOST if take == 1 else PERCENTILE
    return words, {"stretch": STRETCHES[stretch], "share": Pct(take or Fraction(0))}


def condition(stretch: Stretch, take: Fraction) -> Condition:
    """How it reads in a price list."""
    words = MOST_IN_LIST if take == 1 else PERCENTILE_IN_LIST
    return words, {"stretch": STRETCHES[stretch], "share": Pct(take)}
