"""Numbers of a bid that are easily written in the wrong unit: shares of a whole, multiples of what is planned, and plain numbers."""

from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from bpo.core.fields import Amount, Mistake, Number, Positive, Share, normal, read_share
from bpo.core.words import Pct, Words

ABOVE_ALL = Words("share-above-all", en="{given} is more than 100%", zh="{given} 超过 100%")
AS_PERCENT = Words(
    "number-as-percent",
    en="'{given}' is a percentage; write the number itself, without its sign",
    zh="'{given}' 是百分比；此处请直接写数字，不带百分号",
)
MULTIPLE_BELOW = 10
"""A bare multiple from here on was meant as a percent: a season of 82 is 82%, not 8,200%."""


def not_above_all(share: Fraction) -> Fraction:
    """The share itself.

    Raises:
        Mistake: if it is more than the whole.
    """
    if share > 1:
        raise Mistake(ABOVE_ALL, given=Pct(share))
    return share


def is_percent(given: Any) -> bool:
    """Whether a text is written with a percent sign.

    >>> is_percent("８０％"), is_percent("0.8")
    (True, False)
    """
    return isinstance(given, str) and normal(given).endswith(("%", "‰", "‱"))


def _plain(given: Any) -> Any:
    if is_percent(given):
        raise Mistake(AS_PERCENT, given=given[:40])
    return given


def _multiple(given: Any) -> Any:
    return read_share(given, MULTIPLE_BELOW)


def _growth(given: Any) -> Any:
    """As a share, but below zero as well."""
    if isinstance(given, str) and (text := normal(given)).startswith(("-", "−")):
        return -read_share(text[1:])
    return read_share(given)


ShareOfWhole = Annotated[Share, AfterValidator(not_above_all)]
"""From 0% to 100%."""
PlainAmount = Annotated[Amount, BeforeValidator(_plain)]
"""Money, seconds, contacts: not below zero, and no percentage."""
PlainPositive = Annotated[Positive, BeforeValidator(_plain)]
Multiple = Annotated[Amount, BeforeValidator(_multiple)]
"""So many times what is planned, ``110%`` or ``1.1``."""
PositiveMultiple = Annotated[Positive, BeforeValidator(_multiple)]
Growth = Annotated[Number, BeforeValidator(_growth)]
"""``3%``, ``-10%``."""
