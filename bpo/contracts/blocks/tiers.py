"""Tiers: what a volume costs, by the part of it in each tier (graduated) or by the tier it reaches (whole volume).

A tier has a ``rate`` per unit, a ``fee``, or both. From these two fields and the two modes follow all that contracts agree on:
graduated prices, the whole volume at one price, the reached tier's fee, the sum of the reached tiers' fees, and a bundle (a fee
with units included, a rate beyond). A volume exactly on a bound belongs to the tier below it.
``docs/building-blocks/tiers.md`` has the worked examples.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated, Any, Literal, Protocol, Self, TypeVar

from pydantic import AfterValidator, Field

from bpo.contracts.blocks.prices import Price, PriceRow, Rows
from bpo.contracts.clause import Clause
from bpo.contracts.statement import Step
from bpo.core.fields import NOT_POSITIVE, Amount, FileModel, Mistake
from bpo.core.sums import ONE, ZERO
from bpo.core.words import Words

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
TIER_PRICE = Words(
    "tier-without-a-price",
    en="a tier has a 'rate' per unit, a 'fee', or both; what is free has the rate 0",
    zh="每档写 rate（单价）、fee（固定费用）或两者；免费请写 rate: 0",
)
FIRST_BAND = Words("workload-tier-first", en="First tier, up to {upper}", zh="不超过 {upper} 的部分")
BAND = Words("workload-tier", en="Tier above {lower} up to {upper}", zh="超过 {lower} 至 {upper} 的部分")
LAST_BAND = Words("workload-tier-last", en="Tier above {lower}", zh="超过 {lower} 的部分")
ONLY_BAND = Words("workload-tier-only", en="Whole volume at one price", zh="全部数量按单价计费")
WHOLE = Words(
    "workload-whole-volume",
    en="Whole volume at the price of its tier (up to {upper})",
    zh="全部数量按所达档位（至 {upper}）单价计费",
)
WHOLE_LAST = Words(
    "workload-whole-volume-last",
    en="Whole volume at the price of the last tier (above {lower})",
    zh="全部数量按最高档位（超过 {lower}）单价计费",
)
FIRST_FEE = Words(
    "tier-fee-first",
    en="Fee of the first tier, up to {upper}, at a volume of {volume}",
    zh="数量 {volume}，不超过 {upper} 的首档固定费用",
)
ONLY_FEE = Words("tier-fee-only", en="Fee, at a volume of {volume}", zh="数量 {volume}，固定费用")
FEE = Words(
    "tier-fee",
    en="Fee of the tier above {lower} up to {upper}, at a volume of {volume}",
    zh="数量 {volume}，超过 {lower} 至 {upper} 档的固定费用",
)
LAST_FEE = Words(
    "tier-fee-last",
    en="Fee of the tier above {lower}, at a volume of {volume}",
    zh="数量 {volume}，超过 {lower} 档的固定费用",
)
FIRST_FEE_OF_DAYS = Words(
    "tier-fee-first-of-days",
    en="Fee of the first tier, up to {upper}, at a volume of {volume} in the month, for {days} of {all} days",
    zh="当月数量 {volume}，不超过 {upper} 的首档固定费用，按 {all} 天中的 {days} 天计",
)
ONLY_FEE_OF_DAYS = Words(
    "tier-fee-only-of-days",
    en="Fee, at a volume of {volume} in the month, for {days} of {all} days",
    zh="当月数量 {volume}，固定费用，按 {all} 天中的 {days} 天计",
)
FEE_OF_DAYS = Words(
    "tier-fee-of-days",
    en="Fee of the tier above {lower} up to {upper}, at a volume of {volume} in the month, for {days} of {all} days",
    zh="当月数量 {volume}，超过 {lower} 至 {upper} 档的固定费用，按 {all} 天中的 {days} 天计",
)
LAST_FEE_OF_DAYS = Words(
    "tier-fee-last-of-days",
    en="Fee of the tier above {lower}, at a volume of {volume} in the month, for {days} of {all} days",
    zh="当月数量 {volume}，超过 {lower} 档的固定费用，按 {all} 天中的 {days} 天计",
)


FourWords = tuple[Words, Words, Words, Words]
"""How the first of several tiers reads, one after it, the last, which is open, and the only one."""
RATES: Mapping[TierMode, FourWords] = {
    "graduated": (FIRST_BAND, BAND, LAST_BAND, ONLY_BAND),
    "whole_volume": (WHOLE, WHOLE, WHOLE_LAST, ONLY_BAND),
}
FEES = (FIRST_FEE, FEE, LAST_FEE, ONLY_FEE)
FEES_OF_DAYS = (FIRST_FEE_OF_DAYS, FEE_OF_DAYS, LAST_FEE_OF_DAYS, ONLY_FEE_OF_DAYS)
IN_LIST = {
    "graduated": (
        Words("offer-tier-first", en="Up to {upper}", zh="不超过 {upper} 的部分"),
        Words("offer-tier", en="Above {lower} up to {upper}", zh="超过 {lower} 至 {upper} 的部分"),
        Words("offer-tier-last", en="Above {lower}", zh="超过 {lower} 的部分"),
    ),
    "whole_volume": (
        Words("offer-whole-first", en="All, if up to {upper}", zh="总量不超过 {upper} 时，全部数量"),
        Words("offer-whole", en="All, if above {lower} up to {upper}", zh="总量超过 {lower} 至 {upper} 时，全部数量"),
        Words("offer-whole-last", en="All, if above {lower}", zh="总量超过 {lower} 时，全部数量"),
    ),
}
"""How a tier's rate reads in a price list: that of the first tier, of those after it, and of the last, which is open."""
FEE_IN_LIST = (
    Words("offer-fee-first", en="Fee, includes up to {upper}", zh="固定费用，含 {upper} 以内"),
    Words("offer-fee-tier", en="Fee, from above {lower} up to {upper}", zh="固定费用，超过 {lower} 至 {upper}"),
    Words("offer-fee-last", en="Fee, from above {lower}", zh="固定费用，超过 {lower}"),
)


class Tier(FileModel):
    """``rate`` per unit up to and including ``up_to``, or a ``fee`` once it is reached; the last tier has no end."""

    up_to: Amount | None = None
    rate: Price | None = None
    fee: Price | None = None

    def check_fields(self) -> None:
        if self.rate is None and self.fee is None:
            raise Mistake(TIER_PRICE)
        if self.up_to == 0 and self.fee is None:  # no unit lies in it; a fee for a month without use may
            raise Mistake(NOT_POSITIVE, ("up_to",), given=self.up_to)


class Stepped(Protocol):
    """What is priced by tiers: a rate, a fee, or both, up to a bound."""

    @property
    def up_to(self) -> Fraction | None: ...

    @property
    def rate(self) -> Fraction | None: ...

    @property
    def fee(self) -> Fraction | None: ...


S = TypeVar("S", bound=Stepped)


def checked_tiers(tiers: list[S]) -> list[S]:
    """Tiers in order, of which only the last is open.

    Raises:
        Mistake: at the first that is not.
    """
    before: Fraction | None = None
    for i, tier in enumerate(tiers):
        last = i == len(tiers) - 1
        if tier.up_to is None and not last:
            raise Mistake(TIERS_OPEN_EARLY, (i,))
        if tier.up_to is not None and last:
            raise Mistake(TIERS_OPEN, (i,), bound=tier.up_to)
        if tier.up_to is not None:
            if before is not None and tier.up_to <= before:
                raise Mistake(TIERS_ORDER, (i, "up_to"), bound=tier.up_to, before=before)
            before = tier.up_to
    return tiers


Tiers = Annotated[list[Tier], Field(min_length=1), AfterValidator(checked_tiers)]


def tier_rows(tiers: Sequence[Tier], unit: str, mode: TierMode) -> Rows:
    """The fee and the rate of each tier, as a price list says them."""
    lower = ZERO
    for tier in tiers:
        bounds = {"lower": lower, "upper": tier.up_to}
        which = 2 if tier.up_to is None else int(lower > 0)
        if tier.fee is not None:
            yield PriceRow(FEE_IN_LIST[which], bounds, "month", tier.fee)
        if tier.rate is not None:
            yield PriceRow(IN_LIST[mode][which], bounds, unit, tier.rate)
        lower = tier.up_to if tier.up_to is not None else lower


def worded(words: FourWords, lower: Fraction, upper: Fraction | None) -> Words:
    """Those of the words that say a tier of these bounds: nothing lies below the first."""
    if lower == 0:
        return words[3] if upper is None else words[0]
    return words[2] if upper is None else words[1]


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a volume that lies in a tier, from above ``lower`` to ``upper`` (None: no end)."""

    lower: Fraction
    upper: Fraction | None
    quantity: Fraction
    rate: Fraction | None
    fee: Fraction | None = None

    @property
    def amount(self) -> Fraction:
        return self.quantity * (self.rate or 0) + (self.fee or 0)

    def worded(self, words: FourWords) -> Words:
        return worded(words, self.lower, self.upper)

    def for_share(self, share: Fraction) -> Self:
        """What a part of a month bears of it."""
        return replace(self, quantity=self.quantity * share, fee=None if self.fee is None else self.fee * share)


def slices(
    tiers: Sequence[Stepped], volume: Fraction, mode: TierMode, reached_by: Fraction | None = None,
    before: Fraction | None = None, fee_share: Fraction = ONE,
) -> list[Slice]:  # fmt: skip
    """The volume cut along the tiers; with ``whole_volume`` one slice in the reached tier. Tiers not reached are left out.

    A tier is reached by a volume above its lower bound, the first one by any, also by none. ``reached_by`` is the volume that
    reaches it where it is not this one: that of an earlier month, or of all of this one. Of a part of a month, ``fee_share`` is
    what it bears of the fee of every tier that the month reaches; of a later part, ``before`` is the volume of the parts before
    it, from which the tiers go on.
    """
    reached_by = volume if reached_by is None else reached_by
    found: list[Slice] = []
    lower, start = ZERO, before or ZERO
    for i, tier in enumerate(tiers):
        upper = tier.up_to
        fee = None if tier.fee is None else tier.fee * fee_share
        if mode == "whole_volume":
            if upper is None or reached_by <= upper:
                return [Slice(lower, upper, volume, tier.rate, fee)]
        elif reached_by > lower or i == 0:
            inside = (start + volume if upper is None else min(start + volume, upper)) - max(start, lower)
            is_first = i == 0 and before is None
            if inside > 0 or is_first:
                found.append(Slice(lower, upper, max(inside, ZERO), tier.rate, fee))
            elif fee is not None:
                found.append(Slice(lower, upper, ZERO, None, fee))
        lower = upper if upper is not None else lower
    return found


def tier_steps(
    found: Sequence[Slice], mode: TierMode, unit: str, clause: Clause, volume: Fraction,
    days: tuple[int, int] | None = None,
) -> Iterator[Step]:  # fmt: skip
    """The steps of each slice: its fee, then its part of the volume at its rate.

    Args:
        volume: by which the tiers are reached.
        days: of a part of a month, its days and those of the whole, by which its fees are shared.
    """
    of_days = {} if days is None else {"days": days[0], "all": days[1]}
    for one in found:
        bounds: dict[str, Any] = {"lower": one.lower, **({"upper": one.upper} if one.upper is not None else {})}
        if one.fee is not None:
            words = one.worded(FEES if days is None else FEES_OF_DAYS)
            yield clause.step(words, {**bounds, "volume": volume, **of_days}, one.fee)
        if one.rate is not None:
            words = one.worded(RATES[mode])
            yield clause.step(words, bounds, one.quantity * one.rate, one.quantity, unit, one.rate)


def are_of_a_month(wordings: Sequence[Sequence[Tier]]) -> bool:
    """Whether several wordings of tiers are priced for the whole month, each for its share of the days: where a fee alone pays
    for one tier and units are paid in another, so that units which a fee includes on some days are not free on all others."""
    tiers = [tier for wording in wordings for tier in wording]
    return any(tier.fee is not None and not tier.rate for tier in tiers) and any(tier.rate for tier in tiers)
