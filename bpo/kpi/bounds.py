"""Whether a target, a band's bound or a rounding can be meant in the unit of its KPI: 80 is not 80%, and 90% is not 90 points."""

from collections.abc import Mapping
from fractions import Fraction

from bpo.core.fields import NEGATIVE, Mistake
from bpo.core.units import UNITS
from bpo.core.words import Text, Words

Loc = tuple[int | str, ...]

PERCENT_EXPECTED = Words(
    "percent-expected",
    en="{given} means {percent}%; a {unit} is written with a percent sign, such as 80% or 0.1%",
    zh="{given} 即 {percent}%；{unit}应写百分号，例如 80% 或 0.1%",
)
RATIO_TOO_HIGH = Words(
    "ratio-too-high",
    en="{percent}% ({given}) is far above what a {unit} can be, about 100% at most: see whether a digit or the point slipped",
    zh="{percent}%（{given}）超出合理范围：{unit}一般不超过 100%，请核对是否多写一位或漏了小数点",
)
PERCENT_UNEXPECTED = Words(
    "percent-unexpected",
    en="{given} is too small to be meant (the unit: {unit}); write the number itself, such as 90, without % or ‱",
    zh="{given} 明显过小（单位：{unit}）；请直接写数字（如 90），不写 % 或 ‱",
)

RATIO_AT_MOST = Fraction(2)
NO_PERCENT_FROM = Fraction(10)
"""From 1,000% on nobody wrote the percent sign."""
ROUND_RATIO_AT_MOST = Fraction(5, 100)
"""Nobody rounds a ratio to more than 5 points: ``round_to: 0.1`` was meant to be 0.1%."""
LEAST: Mapping[str, Fraction] = {"second": Fraction(1), "score": Fraction(1), "per_10000": Fraction(1, 10)}
"""Below this, but not 0, a percentage was meant: nobody agrees on half a second, half a point, one in 100,000."""


def check_bound(value: Fraction, unit: str, may_be_negative: bool, at: Loc) -> None:
    """A value that a KPI in ``unit`` is compared with.

    Raises:
        Mistake: for a ratio above 2; for seconds, points or a rate per 10,000 that is a percentage; for a negative value
            of a KPI that is never negative.
    """
    if value < 0 and not may_be_negative:
        raise Mistake(NEGATIVE, at, given=value)
    if unit == "ratio" and abs(value) > RATIO_AT_MOST:
        raise percent_expected(value, at)
    if unit in LEAST and 0 < abs(value) < LEAST[unit]:
        raise percent_unexpected(value, unit, at)


def check_rounding(step: Fraction, unit: str, at: Loc) -> None:
    """A step that a KPI in ``unit`` is rounded to.

    Raises:
        Mistake: for a ratio that would be rounded to more than 5 points.
    """
    if unit == "ratio" and step > ROUND_RATIO_AT_MOST:
        raise percent_expected(step, at)


def percent_expected(value: Fraction, at: Loc) -> Mistake:
    """The mistake of 80 where 80% is meant, or of 784% where 78.4% is."""
    words = RATIO_TOO_HIGH if RATIO_AT_MOST < abs(value) < NO_PERCENT_FROM else PERCENT_EXPECTED
    return Mistake(words, at, given=value, percent=value * 100, unit=Text(zh="比率", en="ratio"))


def percent_unexpected(value: Fraction, unit: str, at: Loc = ()) -> Mistake:
    """The mistake of 90% where 90 of ``unit`` are meant."""
    return Mistake(PERCENT_UNEXPECTED, at, given=value, unit=UNITS[unit])
