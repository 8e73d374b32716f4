"""Advance payment (预付款): a sum that is paid before the work, and taken back from later payments: in equal parts, or a percent of each month.

The price, its tax and what is earned stay as they are: only what is paid, and when, changes.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.effects import Teller, said
from bpo.contracts.adjustments.limits import base_of, months_here, said_below_zero
from bpo.contracts.adjustments.span import NOTHING, ZERO, Own, Span
from bpo.contracts.adjustments.values import joined
from bpo.contracts.clause import Loc
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge, Step
from bpo.core.fields import NOT_POSITIVE, Amount, Day, Mistake, Positive, Share, WholeNumber
from bpo.core.periods import Period
from bpo.core.words import Pct, Text, Words

ONE_WAY = Words(
    "advance-one-way",
    en="an advance is taken back either in so many 'months' or by a 'percent' of lines ('of')",
    zh="预付款的扣回方式：months（分若干期等额）与 percent 加 of（按各行比例）须且只能写一种",
)
PAID = Words("advance-paid", en="Paid in advance on {day}", zh="{day} 预付")
NOT_YET = Words(
    "advance-not-yet",
    en="Nothing is taken back in the first {months} months; this is month {number}",
    zh="合同前 {months} 个月不扣回；本期为第 {number} 个月",
)
PART = Words(
    "advance-part",
    en="Part {number} of {months} of the advance of {amount}",
    zh="预付款 {amount}，第 {number}/{months} 期扣回",
)
BY_PERCENT = Words(
    "advance-percent",
    en="Of the advance of {amount}: {percent} of {base} ({lines})",
    zh="扣回预付款 {amount}：{base}（{lines}）的 {percent}",
)
NO_MORE = Words("advance-no-more", en="No more than what is left of the advance: {left}", zh="以预付款余额 {left} 为限")
REST = Words(
    "advance-rest", en="The rest of the advance with the contract's last statement", zh="合同最后一期扣回预付款余额"
)
ALL_BACK = Words("advance-all-back", en="The advance of {amount} has been taken back", zh="预付款 {amount} 已全部扣回")
IN_SHORT_MONTHS = Words(
    "regime-advance-months",
    en="an advance of {amount} is taken back in {months} monthly parts",
    zh="预付款 {amount} 分 {months} 期等额扣回",
)
IN_SHORT_PERCENT = Words(
    "regime-advance-percent",
    en="an advance of {amount} is taken back by {percent} of {lines}, its rest with the last statement",
    zh="预付款 {amount} 按{lines}的 {percent} 扣回，余额于最后一期扣回",
)


class Advance(Adjustment):
    """``+ amount`` in the period of ``paid``, if it is paid with a statement; after ``grace_months`` ``− amount / months``, or
    ``− percent × lines`` until nothing is left, and the rest in the contract's last period.

    ``taken_back_before`` is what was taken back before the first statement here.
    """

    kind_name: ClassVar[Text] = Text(zh="预付款", en="Advance payment")

    kind: Literal["advance"]
    amount: Positive
    paid: Day | None = None
    months: WholeNumber | None = None
    percent: Share | None = None
    of: Annotated[list[str] | None, Field(min_length=1)] = None
    taken_back_before: Amount | None = None

    def check_fields(self) -> None:
        if (self.months is None) == (self.percent is None) or (self.percent is None) != (self.of is None):
            raise Mistake(ONE_WAY)
        if self.percent is None:
            self.only_with("percent", "taken_back_before")
        if self.months == 0:
            raise Mistake(NOT_POSITIVE, ("months",), given=0)

    @property
    def is_payment(self) -> bool:
        return True

    def looks_back(self) -> bool:
        return self.percent is not None

    def days(self) -> list[tuple[date, Loc]]:
        return [(self.paid, ("paid",))] if self.paid is not None else []

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        amount = tell.money(self.amount)
        if self.months is not None:
            yield said(IN_SHORT_MONTHS, amount=amount, months=self.months)
        else:
            percent, lines = Pct(self.percent or ZERO), tell.lines(self.of or ())
            yield said(IN_SHORT_PERCENT, amount=amount, percent=percent, lines=lines)

    def own_span(self, days: Period, in_parts: bool) -> Own:
        return Own(Span(-self.amount, self._paid_in(days)), NOTHING)

    def charge(self, month: Month) -> Charge:
        return self.apply(month)

    def apply(self, month: Month) -> Charge:
        paid = self._paid_in(month.effective)
        steps = [self.step(PAID, {"day": self.paid}, paid)] if paid else []
        if self._number(month) <= 0:
            steps.append(self.step(NOT_YET, {"months": self.grace_months, "number": month.number}))
        else:
            steps += self._parts(month, self.months) if self.months is not None else self._by_percent(month)
        return self.line(month, steps)

    def _parts(self, month: Month, months: int) -> list[Step]:
        """The month's equal part; the parts are rounded so that they make the advance."""
        number = self._number(month)
        if number > months:
            return [self.step(ALL_BACK, {"amount": self.amount})]
        back = [month.money.round(self.amount * n / months) for n in (number - 1, number)]
        values = {"number": number, "months": months, "amount": self.amount}
        steps = [self.step(PART, values, -Fraction(back[1] - back[0]))]
        rest = self.amount - Fraction(back[1])
        if month.is_last and rest:
            steps.append(self.step(REST, {}, -rest))
        return steps

    def _number(self, month: Month) -> int:
        """How many billing periods have taken back with this one."""
        return month.number - self.grace_months

    def _paid_in(self, days: Period) -> Fraction:
        return self.amount if self.paid is not None and self.paid in days else ZERO

    def _by_percent(self, month: Month) -> list[Step]:
        percent, lines = self.percent or ZERO, self.of or []
        base, left = base_of([month], lines), self.amount - self._taken_back(month)
        if not left:
            return [self.step(ALL_BACK, {"amount": self.amount})]
        labels = joined([one.label for one in month.lines(lines)])
        values = {"amount": self.amount, "percent": Pct(percent), "base": base, "lines": labels}
        steps = [*said_below_zero([month], lines, self)]
        steps.append(self.step(BY_PERCENT, values, -base * percent, base, "money", -percent))
        if base * percent > left:
            steps.append(self.step(NO_MORE, {"left": left}, base * percent - left))
        elif month.is_last:
            steps.append(self.step(REST, {}, base * percent - left))
        return steps

    def _taken_back(self, month: Month) -> Fraction:
        """What earlier statements took back, and what was before the first one here."""
        taken = self.taken_back_before or ZERO
        for earlier in months_here(month, self._number(month) - 1, self, self.taken_back_before is not None):
            taken += self._paid_in(earlier.effective) - Fraction(earlier.shown_of([self.id]))
        return taken
