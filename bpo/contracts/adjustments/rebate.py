"""Rebate (返利): the more the lines come to in a month, a quarter or a contract year, the larger the share of them that is given back."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.effects import Saying, Teller, in_one
from bpo.contracts.adjustments.limits import base_of, said_below_zero
from bpo.contracts.adjustments.said import DUE_AT
from bpo.contracts.adjustments.span import NOTHING, Own, Span
from bpo.contracts.adjustments.values import joined
from bpo.contracts.blocks.tiers import Slice, TierMode, checked_tiers, slices, worded
from bpo.contracts.blocks.windows import IN, ends, window
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.core.fields import Amount, FileModel, Mistake, Share
from bpo.core.periods import Period
from bpo.core.words import Pct, Text, Value, Words

ONE_EMPTY_TIER = Words(
    "rebate-empty-tier", en="a tier ends above 0: no amount lies in this one", zh="档位上限须大于 0：本档不含任何金额"
)
OF_FIRST = Words(
    "rebate-tier-first",
    en="{percent} of what {lines} come to up to {upper}",
    zh="{lines}合计不超过 {upper} 的部分返 {percent}",
)
OF_ALL = Words("rebate-tier-only", en="{percent} of all that {lines} come to", zh="{lines}合计返 {percent}")
OF_TIER = Words(
    "rebate-tier",
    en="{percent} of what {lines} come to above {lower} up to {upper}",
    zh="{lines}合计超过 {lower} 至 {upper} 的部分返 {percent}",
)
OF_LAST = Words(
    "rebate-tier-last",
    en="{percent} of what {lines} come to above {lower}",
    zh="{lines}合计超过 {lower} 的部分返 {percent}",
)
OF_WHOLE_FIRST = Words(
    "rebate-whole-first",
    en="{percent} of all that {lines} come to, up to {upper}",
    zh="{lines}合计不超过 {upper}，全部返 {percent}",
)
OF_WHOLE = Words(
    "rebate-whole",
    en="{percent} of all that {lines} come to, above {lower} up to {upper}",
    zh="{lines}合计超过 {lower} 至 {upper}，全部返 {percent}",
)
OF_WHOLE_LAST = Words(
    "rebate-whole-last",
    en="{percent} of all that {lines} come to, above {lower}",
    zh="{lines}合计超过 {lower}，全部返 {percent}",
)
WORDS = {
    "graduated": (OF_FIRST, OF_TIER, OF_LAST, OF_ALL),
    "whole_volume": (OF_WHOLE_FIRST, OF_WHOLE, OF_WHOLE_LAST, OF_ALL),
}
GIVEN_BACK = Words("regime-rebate", en="rebate by what {lines} come to {within}", zh="按{lines}{within}合计返利")
EACH = {
    "graduated": (
        Words("regime-rebate-first", en="up to {upper} {percent}", zh="不超过 {upper} 的部分 {percent}"),
        Words("regime-rebate-tier", en="above {lower} up to {upper} {percent}", zh="超过 {lower} 至 {upper} 的部分 {percent}"),
        Words("regime-rebate-last", en="above {lower} {percent}", zh="超过 {lower} 的部分 {percent}"),
        Words("regime-rebate-only", en="{percent}", zh="{percent}"),
    ),
    "whole_volume": (
        Words("regime-rebate-whole-first", en="up to {upper} {percent} of all", zh="不超过 {upper} 时全部 {percent}"),
        Words(
            "regime-rebate-whole", en="above {lower} up to {upper} {percent} of all", zh="超过 {lower} 至 {upper} 时全部 {percent}"
        ),
        Words("regime-rebate-whole-last", en="above {lower} {percent} of all", zh="超过 {lower} 时全部 {percent}"),
        Words("regime-rebate-whole-only", en="{percent} of all", zh="全部 {percent}"),
    ),
}  # fmt: skip


class RebateTier(FileModel):
    """The share given back up to and including ``up_to``; the last tier has no end."""

    up_to: Amount | None = None
    percent: Share

    def check_fields(self) -> None:
        if self.up_to == 0:
            raise Mistake(ONE_EMPTY_TIER, ("up_to",))

    @property
    def rate(self) -> Fraction:
        return self.percent

    @property
    def fee(self) -> None:
        return None


class Rebate(Adjustment):
    """``− Σ percent × the part of the lines in the tier``; with ``tier_mode: whole_volume`` the percent of the reached tier × all.

    ``every``: of what the lines come to in a month, or in a quarter or year, of the contract or the calendar, whose rebate is due at its end; a contract
    that ends inside it ends it. Lines that are below zero together give nothing back.
    """

    kind_name: ClassVar[Text] = Text(zh="返利", en="Rebate")

    never_turns: ClassVar[bool] = True
    is_sum: ClassVar[bool] = True

    kind: Literal["rebate"]
    of: Annotated[list[str], Field(min_length=1)]
    tiers: Annotated[list[RebateTier], Field(min_length=1), AfterValidator(checked_tiers)]
    tier_mode: TierMode = "graduated"
    every: Literal["month", "quarter", "calendar_quarter", "contract_year", "calendar_year"] = "month"

    def looks_back(self) -> bool:
        return self.every != "month"

    @property
    def moves_nothing(self) -> bool:
        return not any(tier.percent for tier in self.tiers)

    def own_span(self, days: Period, in_parts: bool) -> Own | None:
        """A share between the least and the most that a tier gives back."""
        if in_parts or self.looks_back():
            return None
        return Own(NOTHING, Span.of(-tier.percent for tier in self.tiers))

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        said: list[Saying] = [(GIVEN_BACK, {"lines": tell.lines(self.of), "within": IN[self.every]})]
        lower = Fraction(0)
        for tier in self.tiers:
            values: dict[str, Value] = {"lower": tell.money(lower), "percent": Pct(tier.percent)}
            values |= {} if tier.up_to is None else {"upper": tell.money(tier.up_to)}
            said.append((worded(EACH[self.tier_mode], lower, tier.up_to), values))
            lower = tier.up_to if tier.up_to is not None else lower
        yield in_one(said)

    def apply(self, month: Month) -> Charge:
        if not ends(month, self.every):
            return self.line(month, [self.step(DUE_AT[self.every])])
        months = [one for one in window(month, self.every, self) if one.number > self.grace_months]
        lines = joined([line.label for line in month.lines(self.of)])
        found = slices(self.tiers, base_of(months, self.of), self.tier_mode)
        steps = [self._given_back(one, lines) for one in found]
        return self.line(month, [*said_below_zero(months, self.of, self), *steps])

    def _given_back(self, one: Slice, lines: Text) -> Step:
        percent = one.rate or Fraction(0)
        values: dict[str, Any] = {"percent": Pct(percent), "lines": lines, "lower": one.lower}
        values |= {} if one.upper is None else {"upper": one.upper}
        return self.step(
            one.worded(WORDS[self.tier_mode]), values, -percent * one.quantity, one.quantity, "money", -percent
        )
