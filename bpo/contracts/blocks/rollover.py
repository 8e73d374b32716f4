"""Rollover: the units of a bundle that were not used may be used in the months after, up to a share, until they expire."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bpo.contracts.blocks.tiers import TierMode, Tiers
from bpo.contracts.clause import Clause
from bpo.contracts.statement import Step
from bpo.core.fields import NOT_POSITIVE, FileModel, Mistake, Share, WholeNumber
from bpo.core.sums import exact_sum
from bpo.core.words import Condition, Pct, Words

NEEDS_A_BUNDLE = Words(
    "rollover-needs-a-bundle",
    en="'rollover' carries the unused units of a bundle: the first of the 'tiers' needs 'up_to' and a 'fee', no 'rate', and the mode graduated",
    zh="rollover 结转套餐内未用的数量：tiers 第一档须有 up_to 与 fee，不写 rate，且为 graduated",
)
NOT_WITH = Words(
    "rollover-with",
    en="'rollover' goes by what was counted in each month; it does not go with '{given}'",
    zh="rollover 按各月统计的数量结转，不能与 '{given}' 同用",
)
IN_LIST = Words(
    "offer-rollover",
    en="up to {share} of what was not used may be used within {months} months",
    zh="未用量的 {share} 可结转使用 {months} 个月",
)
CARRIED = Words(
    "rollover-carried",
    en="{left} unused ones carried from {month}: {used} of them used",
    zh="{month} 结转未用数量 {left}，本期使用 {used}",
)
EXPIRED = Words(
    "rollover-expired",
    en="{units} carried from {month} were not used and expire",
    zh="{month} 结转的 {units} 未使用，到期作废",
)
ON = Words(
    "rollover-on",
    en="{unused} of the {included} included were not used; {carried} of them may be used until {last}",
    zh="套餐内 {included} 中有 {unused} 未使用，其中 {carried} 可结转使用至 {last}",
)


LOST = Words(
    "check-lost-units",
    en="'{clause}': units that are not used from {first} on expire with the contract, after {last}, and not when it was agreed",
    zh="条款 '{clause}'：自 {first} 起未用的数量于 {last} 随合同到期作废，达不到约定的结转期限",
)


@dataclass(frozen=True, slots=True)
class Left:
    """Units of a month that may still be used; ``number`` counts the months that were looked at, the oldest is 0."""

    number: int
    month: str
    units: Fraction


class Rollover(FileModel):
    """``{share: 40%, months: 1}``: of a month's unused units at most this share of those included may be used in so many months
    after it. A month's own units are used first, then those carried, the oldest of them first."""

    share: Share = Fraction(1)
    months: WholeNumber

    def check_fields(self) -> None:
        if self.months == 0:
            raise Mistake(NOT_POSITIVE, ("months",), given=0)

    def condition(self) -> Condition:
        """How it reads in a price list."""
        return IN_LIST, {"share": Pct(self.share), "months": self.months}

    def left(self, volumes: Sequence[tuple[str, Fraction]], included: Fraction) -> list[Left]:
        """What may still be used after months of these volumes, oldest first."""
        found: list[Left] = []
        for number, (month, volume) in enumerate(volumes):
            found = [one for one in found if one.number >= number - self.months]
            found = _drawn(found, max(Fraction(0), volume - included))
            found.append(Left(number, month, self.carried(volume, included)))
        return [one for one in found if one.number >= len(volumes) - self.months and one.units]

    def carried(self, volume: Fraction, included: Fraction) -> Fraction:
        """What a month of this volume leaves to those after it."""
        return min(max(Fraction(0), included - volume), self.share * included)

    def steps(
        self, before: Sequence[Left], months_before: int, volume: Fraction, included: Fraction, last: str | None, clause: Clause
    ) -> tuple[Fraction, list[Step]]:  # fmt: skip
        """What is used of the units carried, and how that is said; ``last`` is the month in which this one's expire."""
        after = _drawn(before, max(Fraction(0), volume - included))
        steps: list[Step] = []
        for one, kept in zip(before, after, strict=True):
            said = {"month": one.month, "left": one.units, "used": one.units - kept.units}
            steps.append(clause.step(CARRIED, said))
            if kept.units and one.number + self.months == months_before:
                steps.append(clause.step(EXPIRED, {"month": one.month, "units": kept.units}))
        if volume < included and last is not None:
            unused = {"unused": included - volume, "included": included, "last": last}
            steps.append(clause.step(ON, {**unused, "carried": self.carried(volume, included)}))
        return exact_sum(one.units for one in before) - exact_sum(one.units for one in after), steps


def _drawn(found: Sequence[Left], units: Fraction) -> list[Left]:
    """The same with so many units used, the oldest first."""
    after = []
    for one in found:
        used = min(one.units, units)
        units -= used
        after.append(Left(one.number, one.month, one.units - used))
    return after


def included_in(tiers: Tiers | None, mode: TierMode) -> Fraction:
    """The units that a bundle's fee includes: those of the first tier in which there are any.

    Raises:
        Mistake: if the tiers are no bundle.
    """
    first = next((tier for tier in tiers or () if tier.up_to != 0), None)
    if first is None or first.up_to is None or first.fee is None or first.rate or mode != "graduated":
        raise Mistake(NEEDS_A_BUNDLE, ("rollover",))
    return first.up_to


def refuse_with_rollover(term: FileModel, *names: str) -> None:
    """Raises Mistake at the first of these fields that is written beside a rollover: they bill another volume than was counted."""
    for name in names:
        if getattr(term, name) is not None:
            raise Mistake(NOT_WITH, ("rollover",), given=name)
