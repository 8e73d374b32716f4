"""A minimum over several lines together (合计保底): max(calculated, minimum), such as the minimum of an invoice."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.carried_commitment import CameOver, Carries, Carrying
from bpo.contracts.adjustments.effects import Teller, said
from bpo.contracts.adjustments.limits import Limit
from bpo.contracts.adjustments.span import ZERO, Held, LinesSoFar, Span
from bpo.contracts.adjustments.values import joined
from bpo.contracts.blocks.windows import IN, Window, ends, whole_of, window
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge
from bpo.core.fields import YesNo
from bpo.core.proration import Prorated, counted_days
from bpo.core.sums import exact_sum
from bpo.core.words import Text, Words

RAISED = Words(
    "minimum-raised",
    en="Raised to the minimum {minimum}: {lines} come to {total}",
    zh="补足至最低 {minimum}：{lines}合计 {total}",
)
REACHED = Words(
    "minimum-reached",
    en="{lines} come to {total}: the minimum {minimum} is reached",
    zh="{lines}合计 {total}，已达最低 {minimum}",
)
NO_USE = Words(
    "minimum-without-use",
    en="Nothing was used ({lines}), so the minimum {minimum} does not apply",
    zh="本期无用量（{lines}），不适用最低 {minimum}",
)
AT_LEAST = Words("regime-minimum", en="{lines}: at least {size}", zh="{lines}合计不低于 {size}")
AN_AMOUNT = Text(zh="amount", en="amount")


SO_FAR = Words(
    "minimum-so-far",
    en="From {first} on {lines} come to {total}; of the minimum {minimum}, {open} is still open",
    zh="自 {first} 起{lines}合计 {total}；最低 {minimum}，尚余 {open}",
)
RAISED_WITHIN = Words(
    "minimum-raised-within",
    en="Raised to the minimum {minimum} from {first} to {last}: {lines} come to {total}",
    zh="{first} 至 {last} 补足至最低 {minimum}：{lines}合计 {total}",
)
AT_LEAST_WITHIN = Words(
    "regime-minimum-within", en="{lines}: at least {size} {within}", zh="{within}{lines}合计不低于 {size}"
)
CARRIED = Words(
    "regime-minimum-carried",
    en="what is missing is carried to the next period up to {amount}",
    zh="差额在 {amount} 以内转入下一期间",
)
EXCESS_CARRIED = Words(
    "regime-minimum-excess-carried",
    en="what exceeds it counts in the next period up to {amount}",
    zh="超出部分在 {amount} 以内计入下一期间",
)
ONE_MONTH = Text(zh="within: month", en="within: month")
A_WINDOW = Text(zh="within: month 等固定长度的期间", en="a 'within' that has a length, such as contract_year")


class Minimum(Adjustment, Limit):
    """Raises the lines in ``on`` together to the minimum. ``only_with_use``: not in months in which all of them are nothing.

    ``within`` a quarter, a year or the contract's term: what is missing is a line of its last month, unless it ``carries`` to the next.
    """

    kind_name: ClassVar[Text] = Text(zh="合计保底", en="Minimum")

    is_limit: ClassVar[bool] = True

    kind: Literal["minimum"]
    on: Annotated[list[str], Field(min_length=1)]
    only_with_use: YesNo = False
    prorated: Prorated = "no"
    within: Window = "month"
    carries: Carries | None = None

    def check_fields(self) -> None:
        if self.amount is None:
            self.only_with(AN_AMOUNT, "prorated")
        if self.within == "contract":
            self.only_with(A_WINDOW, "prorated", "carries")
        if self.looks_back():
            self.only_with(ONE_MONTH, "only_with_use", *(["grace_months"] if self.grace_months else []))

    def looks_back(self) -> bool:
        return self.within != "month" or self.carries is not None

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        said_of = {"lines": tell.lines(self.on), "size": tell.size(self)}
        if self.looks_back():
            yield said(AT_LEAST_WITHIN, within=IN[self.within], **said_of)
        else:
            yield said(AT_LEAST, **said_of)
        if self.carries is not None and self.carries.shortfall is not None:
            yield said(CARRIED, amount=tell.money(self.carries.shortfall))
        if self.carries is not None and self.carries.excess is not None:
            yield said(EXCESS_CARRIED, amount=tell.money(self.carries.excess))

    def held(self, lines: LinesSoFar, in_parts: bool) -> Held:
        most, least = lines.limit(self).high, lines.over(self.on).low
        if self.looks_back():  # the lines of earlier months only leave less of it to raise
            most = self.amount if least is not None and least >= 0 else None
            if most is not None and self.carries is not None:
                most += self.carries.shortfall or ZERO
        if in_parts:  # every part has a minimum of its own, and nobody says how many there are
            most = None
        return Held(Span(ZERO, None if most is None or least is None else max(ZERO, most - least)))

    def apply(self, month: Month) -> Charge:
        return self._of_window(month) if self.looks_back() else self._of_month(month)

    def _of_window(self, month: Month) -> Charge:
        """What earlier months were billed with counts to the cent, so that the months together show the minimum."""
        months, carrying = window(month, self.within, self), self._carrying()
        total = sum((Fraction(one.shown_of(self.on)) for one in months[:-1]), month.exact_of(self.on))
        came = carrying.into(month) if carrying is not None else CameOver()
        own = max(ZERO, self._minimum(months) - came.excess)
        minimum, settled = own + came.shortfall, ends(month, self.within)
        values = {"minimum": minimum, "lines": joined([line.label for line in month.lines(self.on)]), "total": total}
        steps = came.steps(self)
        if total >= minimum:
            steps.append(self.step(REACHED, values))
            if carrying is not None and settled:
                steps += carrying.left(month, total - self._minimum(months) - came.shortfall)
            return self.line(month, steps)
        span = {"first": months[0].period.name, "last": month.period.name}
        if not settled:
            open_ = {"first": span["first"], "open": minimum - total}
            return self.line(month, [*steps, self.step(SO_FAR, {**values, **open_})])
        steps.append(self.step(RAISED_WITHIN, {**values, **span}, minimum - total))
        if carrying is not None:
            steps += carrying.settled(month, minimum - total, max(ZERO, own - total))
        return self.line(month, steps, with_lines=self.on)

    def _minimum(self, months: Sequence[Month]) -> Fraction:
        return self.limit(months, self._share(months))

    def _carrying(self) -> Carrying | None:
        if self.carries is None:
            return None
        return Carrying(self.carries, self.within, self, self._minimum, self._used)

    def _used(self, months: Sequence[Month]) -> Fraction:
        """What the lines of these months were billed with."""
        return exact_sum(Fraction(one.shown_of(self.on)) for one in months)

    def _share(self, months: Sequence[Month]) -> Fraction:
        """The share of the window's days on which the contract holds, where it is prorated; all of those that are to come count."""
        how, last = self.prorated, months[-1]
        if how == "no":
            return Fraction(1)
        periods = whole_of(last, self.within)
        held = [part for one in periods if (part := one.within(*last.contract_days)) is not None]
        days = [sum(counted_days(part, how, last.calendar, self.where) for part in some) for some in (held, periods)]
        return Fraction(*days)

    def _of_month(self, month: Month) -> Charge:
        lines = month.lines(self.on)
        total = month.exact_of(self.on)
        minimum = self.limit([month], month.share(self.prorated, self.where))
        values = {"minimum": minimum, "lines": joined([line.label for line in lines]), "total": total}
        if self.only_with_use and not any(line.exact for line in lines):
            del values["total"]
            return self.line(month, [self.step(NO_USE, values)])
        if total >= minimum:
            return self.line(month, [self.step(REACHED, values)])
        # Rounded with the lines it raises, so that together they show the minimum to the cent.
        step = self.step(RAISED, values, minimum - total, kind="limit")
        return self.line(month, [step], with_lines=self.on)
