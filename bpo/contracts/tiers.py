"""Tiers: a price that depends on the volume, graduated (each band at its own rate) or by the whole volume.

A volume exactly on a bound belongs to the band below it. ``docs/building-blocks/tiers.md`` has the worked examples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bpo.fields import Amount, Mistake, Part, Positive
from bpo.words import Words

TierMode = Literal["graduated", "whole_volume"]

TIERS_ORDER = Words(
    "tiers-order",
    en="this tier ends at {bound}, not above the one before it ({before})",
    zh="本档上限 {bound} 不高于上一档 {before}",
)
TIERS_OPEN = Words(
    "tiers-open",
    en="end the tiers with one without 'up_to': what is above {bound} would have no price",
    zh="最后一档不写 up_to：否则超过 {bound} 的部分没有价格",
)
TIERS_OPEN_EARLY = Words(
    "tiers-open-early",
    en="only the last tier may be without 'up_to': those below this one would never be reached",
    zh="只有最后一档可以不写 up_to：否则其后各档永远不会命中",
)


class Tier(Part):
    """``rate`` per unit up to and including ``up_to``; the last tier has no end."""

    up_to: Positive | None = None
    rate: Amount


def _checked(tiers: list[Tier]) -> list[Tier]:
    before = Fraction(0)
    for i, tier in enumerate(tiers):
        last = i == len(tiers) - 1
        if tier.up_to is None and not last:
            raise Mistake(TIERS_OPEN_EARLY, (i,))
        if tier.up_to is not None and last:
            raise Mistake(TIERS_OPEN, (i,), bound=tier.up_to)
        if tier.up_to is not None:
            if tier.up_to <= before:
                raise Mistake(TIERS_ORDER, (i, "up_to"), bound=tier.up_to, before=before)
            before = tier.up_to
    return tiers


Tiers = Annotated[list[Tier], Field(min_length=1), AfterValidator(_checked)]


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a volume that lies in a tier, from above ``lower`` to ``upper`` (None: no end)."""

    lower: Fraction
    upper: Fraction | None
    quantity: Fraction
    rate: Fraction

    @property
    def amount(self) -> Fraction:
        return self.quantity * self.rate


def slices(tiers: Sequence[Tier], volume: Fraction, mode: TierMode) -> list[Slice]:
    """The volume cut along the tiers; with ``whole_volume`` one slice at the reached tier's rate. Tiers not reached are left out."""
    found: list[Slice] = []
    lower = Fraction(0)
    for tier in tiers:
        upper = tier.up_to
        if mode == "whole_volume":
            if upper is None or volume <= upper:
                return [Slice(lower, upper, volume, tier.rate)]
        elif volume > lower or not found:
            inside = volume - lower if upper is None else min(volume, upper) - lower
            found.append(Slice(lower, upper, inside, tier.rate))
        lower = upper if upper is not None else lower
    return found
