"""What a window leaves to the next one of a minimum: what was missing and is made up there, what was used above it and counts there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from bpo.contracts.blocks.windows import Window, months_before, window
from bpo.contracts.clause import Clause
from bpo.contracts.month import Month
from bpo.contracts.statement import Step
from bpo.core.fields import FileModel, Mistake, Positive
from bpo.core.words import Words

ZERO = Fraction(0)

NOTHING_CARRIED = Words(
    "minimum-carries-nothing",
    en="write how much of a 'shortfall', of an 'excess', or of both is carried at most",
    zh="请写明最多结转多少差额 shortfall、超额 excess，或两者",
)
FROM_BEFORE = Words(
    "minimum-shortfall-came-over",
    en="{amount} of the minimum is carried over from {first} to {last}, and made up here",
    zh="{first} 至 {last} 未达最低的 {amount} 转入本期补足",
)
CREDIT = Words(
    "minimum-excess-came-over",
    en="{amount} above the minimum from {first} to {last} counts here",
    zh="{first} 至 {last} 超出最低的 {amount} 抵本期最低",
)
GOES_ON = Words(
    "minimum-shortfall-goes-on",
    en="{amount} of what is missing is carried to the next period",
    zh="差额中的 {amount} 转入下一期间",
)
LAPSES = Words(
    "minimum-shortfall-lapses",
    en="{amount} that was carried over and not made up lapses",
    zh="转入而未补足的 {amount} 作废，不再计收",
)
CREDIT_ON = Words(
    "minimum-excess-goes-on",
    en="{amount} above the minimum counts in the next period",
    zh="超出最低的 {amount} 计入下一期间",
)


class Carries(FileModel):
    """At most this much of a window's ``shortfall`` is made up in the next one, where what is not is paid or lapses; at most this much
    of its ``excess`` counts there."""

    shortfall: Positive | None = None
    excess: Positive | None = None
    not_made_up: Literal["paid", "lapses"] = "paid"

    def check_fields(self) -> None:
        if self.shortfall is None and self.excess is None:
            raise Mistake(NOTHING_CARRIED)
        if self.shortfall is None:
            self.only_with("shortfall", "not_made_up")


@dataclass(frozen=True, slots=True)
class CameOver:
    """What the window before left to this one, and that window's months: nothing in the contract's first."""

    months: Sequence[Month] = ()
    shortfall: Fraction = ZERO
    excess: Fraction = ZERO

    def steps(self, clause: Clause) -> list[Step]:
        if not self.months:
            return []
        said = {"first": self.months[0].period.name, "last": self.months[-1].period.name}
        both = ((FROM_BEFORE, self.shortfall), (CREDIT, self.excess))
        return [clause.step(words, {**said, "amount": amount}) for words, amount in both if amount]


@dataclass(frozen=True)
class Carrying:
    """A minimum that carries, asked window by window; ``minimum`` and ``used`` say what one has to come to, and what it came to."""

    carries: Carries
    within: Window
    clause: Clause
    minimum: Callable[[Sequence[Month]], Fraction]
    used: Callable[[Sequence[Month]], Fraction]

    def into(self, month: Month) -> CameOver:
        """What comes over into the window of this month; months further back are read only where they matter.

        Raises:
            BpoError: if a month that it needs was not billed here.
        """
        last = month.back(months_before(month, self.within) + 1, self.clause)
        if last is None:
            return CameOver()
        months = window(last, self.within, self.clause)
        beyond = self.used(months) - self.minimum(months)
        if beyond < 0 and self.carries.shortfall is not None:
            before = self.into(last).excess if self.carries.excess is not None else ZERO
            return CameOver(months, shortfall=min(max(ZERO, -beyond - before), self.carries.shortfall))
        if beyond > 0 and self.carries.excess is not None:
            before = self.into(last).shortfall if self.carries.shortfall is not None else ZERO
            return CameOver(months, excess=min(max(ZERO, beyond - before), self.carries.excess))
        return CameOver(months)

    def settled(self, month: Month, missing: Fraction, own: Fraction) -> list[Step]:
        """What is not paid of what is ``missing`` at the end of a window, of which ``own`` is of its own minimum."""
        found: list[Step] = []
        if self.carries.shortfall is not None and own and not month.is_last:
            on = min(own, self.carries.shortfall)
            found.append(self.clause.step(GOES_ON, {"amount": on}, -on))
        if self.carries.not_made_up == "lapses" and missing > own:
            found.append(self.clause.step(LAPSES, {"amount": missing - own}, own - missing))
        return found

    def left(self, month: Month, beyond: Fraction) -> list[Step]:
        """The step that says what counts in the next window, of what was used beyond the minimum."""
        on = min(max(ZERO, beyond), self.carries.excess or ZERO)
        return [self.clause.step(CREDIT_ON, {"amount": on})] if on and not month.is_last else []
