"""A price for a volume, shared by the models that have one: a rate, a multiple of another line's, or tiers; in packages or not."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, ClassVar

from pydantic import Discriminator, Tag

from bpo.contracts.blocks.prices import UNIT_PRICE, Price, PriceRow, Quoted, Rows
from bpo.contracts.blocks.rate_multipliers import NOT_FLAT, RateMultiplier, class_steps
from bpo.contracts.blocks.rollover import LOST, Rollover, included_in
from bpo.contracts.blocks.rounding import ROUNDED, RoundVolume
from bpo.contracts.blocks.tiers import TierMode, Tiers, slices, tier_rows, tier_steps
from bpo.contracts.blocks.windows import SAID, Longer, window
from bpo.contracts.clause import Later, Reference
from bpo.contracts.month import QUANTITY_MISSING, Month
from bpo.contracts.statement import Step
from bpo.contracts.terms.term import Term
from bpo.core.errors import fail
from bpo.core.fields import Amount, FileModel, Mistake, Positive, WholeNumber
from bpo.core.sums import exact_sum
from bpo.core.words import Condition, Text, Words

FLAT = Words("workload-flat", en="Volume at one price", zh="按单价计费")
TIMES = Words(
    "priced-times",
    en="Volume at {times} times the price of {line} ({rate})",
    zh="按 {line} 单价（{rate}）的 {times} 倍计费",
)
PACKED = Words(
    "priced-packages",
    en="{volume} make {packages} packages of {size}; a begun one counts whole",
    zh="{volume} 折合 {packages} 包（每包 {size}，不足一包按一包计）",
)
TIER_CLASS = Words(
    "tier-class", en="The tier is that of the volume of {period}: {volume}", zh="档位由 {period} 的数量 {volume} 决定"
)
MONTH_BY_DAYS = Words(
    "tiers-of-the-month-by-days",
    en="A fee that includes units is that of a month: the month's {volume} at these prices, for these days' share",
    zh="含量固定费用按整月计：以本段价格计算当月全部数量 {volume}，按本段天数占比计",
)
CLASS_AT_FIRST = Words(
    "tier-class-at-first",
    en="The tier is that of the agreed volume {volume} in the first {months} months",
    zh="合同前 {months} 个月档位按约定数量 {volume} 确定",
)
CLASS_IS_WHOLE = Words(
    "tier-class-whole-volume",
    en="a tier chosen by an earlier month prices the whole volume: write tier_mode: whole_volume",
    zh="由以前月份决定的档位适用于全部数量：请写 tier_mode: whole_volume",
)
NO_ONE_RATE = Words(
    "rate-of-a-line-without-one",
    en="'{given}' has no flat 'rate' that another rate could be a multiple of",
    zh="'{given}' 没有单一的 rate，无法按其倍数定价",
)
CLASS_NOW = Words(
    "tier-class-now",
    en="write 1 for the month before, 2 for the one before that, …",
    zh="上月写 1，上上月写 2，依此类推",
)


PACKAGES = Words(
    "offer-package", en="in packages of {size}; a begun one counts whole", zh="每包 {size}，不足一包按一包计"
)


class RateOf(FileModel):
    """``{times: 3, of: minutes}``: so many times the rate of a line above."""

    times: Positive
    of: str


Rate = Annotated[
    Annotated[Price, Tag("number")] | Annotated[RateOf, Tag("multiple")],
    Discriminator(lambda given: "multiple" if isinstance(given, (Mapping, RateOf)) else "number"),
]


WITHIN = Words(
    "tiers-within",
    en="The tiers count from {first} on: {before} before this period, {volume} in it",
    zh="阶梯自 {first} 起累计：此前 {before}，本期 {volume}",
)
LESS_BEFORE = Words(
    "tiers-within-less", en="Less what {volume} before this period come to", zh="减：此前 {volume} 应计金额"
)
IN_LIST_WITHIN = Words("offer-tiers-within", en="tiers count the volume {within}", zh="阶梯按{within}累计数量")
EACH_MONTH = Text(zh="每月阶梯（不写 tiers_within）", en="tiers of each month, without tiers_within")


class TierBy(FileModel):
    """The tier is that of the volume ``months_ago``; while the contract had no such month, that of ``at_first``."""

    months_ago: WholeNumber
    at_first: Amount

    def check_fields(self) -> None:
        if self.months_ago == 0:
            raise Mistake(CLASS_NOW, ("months_ago",))


class Priced(Term):
    """``volume × rate``, or what ``tiers`` make of it; with ``package`` both are per begun package of so many units. ``round_volume``
    rounds the volume of the month before all that.

    ``tiers_within`` a quarter or a year: a month is what the tiers make of the volume so far, less what they make of it without the month.
    """

    whole_month: ClassVar[tuple[str, ...]] = ("rollover", "tiers_within")

    rate: Rate | None = None
    tiers: Tiers | None = None
    tier_mode: TierMode = "graduated"
    tier_by: TierBy | None = None
    round_volume: RoundVolume | None = None
    tiers_within: Longer | None = None
    package: Positive | None = None
    rollover: Rollover | None = None

    def check_fields(self) -> None:
        super().check_fields()
        if self.tiers is None:
            self.only_with("tiers", "tier_mode", "tier_by", "tiers_within")
        if self.tiers_within is not None:
            self.only_with(EACH_MONTH, "tier_by", "round_volume", "package", "rollover")
        if self.tier_by is not None and self.tier_mode != "whole_volume":
            raise Mistake(CLASS_IS_WHOLE, ("tier_by",))
        if self.rollover is not None:
            included_in(self.tiers, self.tier_mode)

    def refuse_with_multipliers(self, *names: str) -> None:
        """Raises Mistake at the first of these fields that is written beside multipliers."""
        for name in names:
            if getattr(self, name) is not None:
                raise Mistake(NOT_FLAT, ("multipliers",), given=name)

    def looks_back(self) -> bool:
        return self.tier_by is not None or self.rollover is not None or self.tiers_within is not None

    @property
    def multiple_of(self) -> str | None:
        return self.rate.of if isinstance(self.rate, RateOf) else None

    @property
    def is_free(self) -> bool:
        if self.minimum is not None and self.minimum.amount:
            return False
        if self.rate is not None:
            return self.rate == 0
        return self.tiers is not None and all(not tier.rate and not tier.fee for tier in self.tiers)

    def falls_due_later(self) -> Later | None:
        return Later(LOST, ("rollover", "months"), self.rollover.months) if self.rollover is not None else None

    @abstractmethod
    def unit_in_list(self, contract: Quoted) -> str:
        """What its prices are of, packages apart."""

    def rows_by_value(self, unit: str) -> Rows:
        """Its prices by values of a column, where the model has such."""
        yield from ()

    def price_rows(self, contract: Quoted) -> Rows:
        unit = "package" if self.package is not None else self.unit_in_list(contract)
        if isinstance(self.rate, RateOf):
            yield PriceRow(UNIT_PRICE, {}, unit, contract.flat_rate_of(self.rate.of) * self.rate.times)
        elif self.rate is not None:
            yield PriceRow(UNIT_PRICE, {}, unit, self.rate)
        yield from self.rows_by_value(unit)
        yield from tier_rows(self.tiers or (), unit, self.tier_mode)

    def own_conditions(self) -> list[Condition]:
        found: list[Condition] = [self.round_volume.condition()] if self.round_volume is not None else []
        found += [(PACKAGES, {"size": self.package})] if self.package is not None else []
        if self.tiers_within is not None:
            found.append((IN_LIST_WITHIN, {"within": SAID[self.tiers_within]}))
        return found if self.rollover is None else [*found, self.rollover.condition()]

    def references(self) -> list[Reference]:
        of = [Reference("line", self.multiple_of, ("rate", "of"))] if self.multiple_of is not None else []
        return [*super().references(), *of]

    def price_steps(self, month: Month, volume: Fraction, unit: str, counted_as: str) -> Iterator[Step]:
        """The steps that price a volume; ``counted_as`` is the name under which earlier months counted it.

        Raises:
            BpoError: if an earlier month is needed and missing.
        """
        before, whole = month.counted_before(counted_as), month.counted_in_all(counted_as, volume)
        if self.round_volume is not None:
            counted, volume = volume, self._rounded(before + volume) - self._rounded(before)
            before, whole = self._rounded(before), self._rounded(whole)
            yield self.step(ROUNDED, self.round_volume.said(counted, volume))
        if self.package is not None:
            size, units, volume = self.package, volume, self._packed(before + volume) - self._packed(before)
            before, whole = self._packed(before), self._packed(whole)
            yield self.step(PACKED, {"volume": units, "packages": volume, "size": size})
            unit = "package"
        if self.rollover is not None:
            carried, steps = self._carried(month, self.rollover, volume, counted_as)
            yield from steps
            volume, whole = volume - carried, whole - carried
        if self.tiers is not None and self.tiers_within is not None:
            yield from self._so_far(self.tiers, self.tiers_within, month, volume, unit, counted_as)
        elif self.tiers is not None:
            chosen_by = whole
            if self.tier_by is not None:
                words, values, chosen_by = self._class(month, self.tier_by, counted_as)
                yield self.step(words, values)
            share, from_before = month.share_of_days, before if month.goes_on else None
            if month.tiers_of_month:
                yield self.step(MONTH_BY_DAYS, {"volume": whole})
                found = [one.for_share(share) for one in slices(self.tiers, whole, self.tier_mode, chosen_by)]
            else:
                found = slices(self.tiers, volume, self.tier_mode, chosen_by, from_before, share)
            yield from tier_steps(found, self.tier_mode, unit, self, chosen_by, month.days_shared)
        elif self.rate is not None:
            words, said, rate = self._rate(month, self.rate)
            yield self.step(words, said, volume * rate, volume, unit, rate)

    def _so_far(
        self, tiers: Tiers, within: Longer, month: Month, volume: Fraction, unit: str, counted_as: str
    ) -> Iterator[Step]:
        """The steps that price a month's volume by the tiers of its window, which go on from the months before it."""
        earlier = [one for one in window(month, within, self)[:-1] if self._was_counted(one, counted_as)]
        before = exact_sum(self._volume_of(one, counted_as) for one in earlier) if earlier else None
        so_far = volume + (before or 0)
        if earlier:
            yield self.step(WITHIN, {"first": earlier[0].period.name, "before": before, "volume": volume})
        if self.tier_mode == "graduated":
            found = slices(tiers, volume, "graduated", so_far, before)
            if before is not None:  # the fee of a tier that was reached before was charged then
                found = [replace(one, fee=None) if one.lower == 0 or before > one.lower else one for one in found]
            yield from tier_steps(found, "graduated", unit, self, so_far)
            return
        yield from tier_steps(slices(tiers, so_far, "whole_volume"), "whole_volume", unit, self, so_far)
        if before is not None:
            priced = exact_sum(one.amount for one in slices(tiers, before, "whole_volume"))
            yield self.step(LESS_BEFORE, {"volume": before}, -priced)

    def class_steps(self, month: Month, multipliers: Sequence[RateMultiplier], unit: str) -> Iterator[Step]:
        """The steps that price a quantity split by its multipliers, at the flat rate.

        Raises:
            BpoError: if the quantity was not split, or has a part that is none of its multipliers.
        """
        assert self.rate is not None, "checked when it was read"
        words, said, rate = self._rate(month, self.rate)
        if words is TIMES:
            yield self.step(words, said)
        parts = month.parts(self.id, "multipliers", self)
        yield from class_steps(multipliers, parts, rate, unit, self)

    def _rate(self, month: Month, given: Fraction | RateOf) -> tuple[Words, dict[str, Any], Fraction]:
        """The flat rate, and how it is said."""
        if isinstance(given, Fraction):
            return FLAT, {}, given
        # A line that could not be priced is not there; its problem refuses the month, whatever this one comes to.
        line = next(iter(month.lines([given.of])), None)
        base = next((step.rate for step in line.steps if step.rate is not None), Fraction(0)) if line else Fraction(0)
        said = {"times": given.times, "line": line.label if line else given.of, "rate": base}
        return TIMES, said, base * given.times

    def _rounded(self, volume: Fraction) -> Fraction:
        return volume if self.round_volume is None else self.round_volume.apply(volume)

    def _packed(self, volume: Fraction) -> Fraction:
        return volume if self.package is None else Fraction(-(-volume // self.package))

    def _class(self, month: Month, by: TierBy, counted_as: str) -> tuple[Words, dict[str, Any], Fraction]:
        """The volume that chooses the tier, and how that is said."""
        earlier = month.back(by.months_ago, self)
        if earlier is None:
            return CLASS_AT_FIRST, {"volume": by.at_first, "months": by.months_ago}, by.at_first
        volume = self._volume_of(earlier, counted_as)
        return TIER_CLASS, {"period": earlier.period.name, "volume": volume}, volume

    def _was_counted(self, earlier: Month, counted_as: str) -> bool:
        """Whether an earlier month has a volume of this term: it was there, and did not bill another quantity by an earlier wording."""
        billed = any(charge.clause == self.id for charge in earlier.charges)
        return earlier.has_line(self.id) and (not billed or counted_as in earlier.measures.quantities)

    def _volume_of(self, earlier: Month, counted_as: str) -> Fraction:
        """What an earlier month counted."""
        found = earlier.measures.quantities.get(counted_as)
        if found is None:
            name = earlier.period.name
            raise fail(QUANTITY_MISSING, self.where, clause=self.id, given=counted_as, period=name)
        return self._packed(self._rounded(found.total))

    def _carried(
        self, month: Month, rollover: Rollover, volume: Fraction, counted_as: str
    ) -> tuple[Fraction, list[Step]]:
        """What is used of the units that earlier months left, and how that is said."""
        included = included_in(self.tiers, self.tier_mode)
        before = self._months_before(month, rollover.months, included, counted_as)
        last = None if month.is_last else month.cycle.after(month.period.name, rollover.months)
        left = rollover.left(before, included)
        return rollover.steps(left, len(before), volume, included, last, self)

    def _months_before(
        self, month: Month, months: int, included: Fraction, counted_as: str
    ) -> list[tuple[str, Fraction]]:
        """Earlier months with their volumes, oldest first, as far back as they tell what is left: what a month leaves that used no
        more than its own hangs on no earlier one, and what is left of several is known once so many of them in a row did so."""
        found: list[tuple[str, Fraction]] = []
        in_a_row = 0
        while in_a_row < months and (len(found) < 1 or months > 1):
            earlier = month.back(len(found) + 1, self)
            if earlier is None:
                break
            found.insert(0, (earlier.period.name, self._volume_of(earlier, counted_as)))
            in_a_row = in_a_row + 1 if found[0][1] <= included else 0
        return found
