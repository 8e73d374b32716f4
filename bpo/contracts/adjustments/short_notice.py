"""Pay in lieu of notice (代通知金): the days by which a notice of termination was too short, at what a day has come to of late."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from bpo.contracts.adjustments.effects import Teller, said
from bpo.contracts.adjustments.leaving import Leaving
from bpo.contracts.adjustments.limits import base_of, said_below_zero
from bpo.contracts.adjustments.values import joined
from bpo.contracts.header.termination import Terminated
from bpo.contracts.month import Month
from bpo.contracts.statement import Step
from bpo.core.fields import NOT_POSITIVE, Mistake, Share, WholeNumber, normal
from bpo.core.periods import months_earlier
from bpo.core.words import Pct, Text, Words

BAD_NOTICE = Words(
    "short-notice-period",
    en="'{given}' is not a period of notice; write '90 days' or '3 months'",
    zh="'{given}' 不是通知期；请写 90 days、3 months 或 90 天、3 个月",
)
KEPT = Words(
    "short-notice-kept",
    en="Notice on {notice}, {period} before {end}: kept",
    zh="{notice} 通知，距终止日 {end} 已满 {period}",
)
MISSING = Words(
    "short-notice-missing",
    en="Notice on {notice}, of {period}, runs until {until}; days missing after the end on {end}: {days}",
    zh="{notice} 通知，通知期 {period} 至 {until} 届满；合同于 {end} 终止，不足 {days} 天",
)
A_DAY = Words(
    "short-notice-day",
    en="{percent} of {lines} from {first} to {last}, {total} in {days} days, for each day that is missing",
    zh="每不足一天，按{first} 至 {last} {lines}合计 {total}（{days} 天）的日均额的 {percent}",
)
IN_SHORT = Words(
    "regime-short-notice",
    en="if {side} terminates with less than {period} of notice: for each day that is missing {percent} of a day's average of {lines} "
    "over {months} months",
    zh="{side}终止而通知不足 {period}：每不足一天，按{lines}前 {months} 个月日均额的 {percent}",
)
NAMED = {"days": Text(zh="天", en="days"), "months": Text(zh="个月", en="months")}


@dataclass(frozen=True, slots=True)
class Notice:
    """So many days or months."""

    number: int
    unit: Literal["days", "months"]

    @property
    def said(self) -> Text:
        named = NAMED[self.unit]
        return Text(zh=f"{self.number} {named.zh}", en=f"{self.number} {named.en}")

    def until(self, notice_on: date) -> date:
        """The last day of a contract of which notice was given on this day; of a shorter month its last day."""
        if self.unit == "days":
            return notice_on + timedelta(days=self.number)
        return months_earlier(notice_on, -self.number)


def _notice(given: Any) -> Notice:
    """'90 days', '90 天', '3 months', '3 个月'."""
    if isinstance(given, Notice):
        return given
    match = re.fullmatch(r"(\d{1,4})\s*(?:(days?|天|日)|(months?|个月|月))", normal(str(given)).lower())
    if match is None or not int(match[1]):
        raise Mistake(BAD_NOTICE, given=given)
    return Notice(int(match[1]), "days" if match[2] else "months")


class ShortNotice(Leaving):
    """``percent × lines of the last months / their days × days of notice that are missing``."""

    kind_name: ClassVar[Text] = Text(zh="代通知金", en="Pay in lieu of notice")

    kind: Literal["short_notice"]
    notice: Annotated[Notice, BeforeValidator(_notice), WithJsonSchema({"type": "string"})]
    of: Annotated[list[str], Field(min_length=1)]
    months: WholeNumber
    percent: Share = Fraction(1)

    def check_fields(self) -> None:
        if self.months == 0:
            raise Mistake(NOT_POSITIVE, ("months",), given=0)

    def looks_back(self) -> bool:
        return True

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        lines, percent = tell.lines(self.of), Pct(self.percent)
        yield said(IN_SHORT, side=self.side, period=self.notice.said, percent=percent, lines=lines, months=self.months)

    def owed(self, month: Month, left: Terminated) -> Sequence[Step]:
        end, until = month.effective.end, self.notice.until(left.notice_on)
        days = (until - end).days
        values = {"notice": left.notice_on, "period": self.notice.said, "end": end}
        if days <= 0:
            return [self.step(KEPT, values)]
        missing = self.step(MISSING, {**values, "until": until, "days": days})
        months = self.months_before(month, self.months)
        total, held = base_of(months, self.of), sum(one.effective.days for one in months)
        said_of = {
            "percent": Pct(self.percent),
            "lines": joined([line.label for line in month.lines(self.of)]),
            "first": months[0].period.name,
            "last": months[-1].period.name,
            "total": total,
            "days": held,
        }
        rate = self.direction * self.percent * total / held
        below = said_below_zero(months, self.of, self)
        return [missing, *below, self.step(A_DAY, said_of, rate * days, Fraction(days), "day", rate)]
