"""Factors, which multiply what is there: ``110%`` or ``1.1`` for a tenth more."""

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator

from bpo.core.fields import Amount, Mistake, Positive, normal, read_number, read_share
from bpo.core.words import Pct, Words

BELOW = 10
"""A bare number from here on was meant in percent: nobody multiplies by 103."""

SIGNED = Words(
    "factor-signed",
    en="'{given}' is a change, where a factor stands, which multiplies; write {plain}",
    zh="'{given}' 是增减幅度，而此处应为倍数；请写 {plain}",
)


def read_factor(given: Any) -> Fraction:
    """A factor; a change such as ``+10%``, which would divide by ten, is refused.

    Raises:
        Mistake: for a sign before a percentage, and for a bare number that was meant in percent.
    """
    text = normal(given) if isinstance(given, str) else ""
    if text[:1] in ("+", "-", "−") and text[-1:] in "%‰‱":
        raise Mistake(SIGNED, given=text[:40], plain=Pct(1 + read_number(text)))
    return read_share(given, BELOW)


Factor = Annotated[Amount, BeforeValidator(read_factor)]
"""Of what is billed: ``103%``, ``0.95``; nothing is left at 0."""


def _unsigned(given: Any) -> Any:
    if isinstance(given, str) and normal(given)[:1] in ("+", "-", "−"):
        read_factor(given)
    return given


Changed = Annotated[Positive, BeforeValidator(_unsigned)]
"""A factor of what is planned, or the value that is put in its place."""
