"""Shares of a whole: 100% at most."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator

from bpo.fields import Mistake, Share
from bpo.words import Pct, Words

ABOVE_ALL = Words("share-above-all", en="{given} is more than 100%", zh="{given} 超过 100%")


def not_above_all(share: Fraction) -> Fraction:
    """The share itself.

    Raises:
        Mistake: if it is more than the whole.
    """
    if share > 1:
        raise Mistake(ABOVE_ALL, given=Pct(share))
    return share


ShareOfWhole = Annotated[Share, AfterValidator(not_above_all)]
"""From 0% to 100%."""
