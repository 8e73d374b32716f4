"""Seat shortfall (缺席扣款): seats present against seats contracted, day by day; beyond a tolerance each seat-day costs a sum."""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from bpo.contracts.adjustments.adjustment import Adjustment
from bpo.contracts.adjustments.effects import Teller
from bpo.contracts.adjustments.span import NOTHING, ZERO, Own, Span
from bpo.contracts.clause import Loc
from bpo.contracts.month import Month
from bpo.contracts.statement import Charge
from bpo.core.errors import choices
from bpo.core.expr import Expr, both
from bpo.core.fields import UNKNOWN_CHOICE, Amount, Day, Mistake, Positive, Share
from bpo.core.filters import read_filter
from bpo.core.measures import Need
from bpo.core.periods import Period
from bpo.core.quantity import filter_at
from bpo.core.sums import exact_sum
from bpo.core.tables import TIMESHEETS
from bpo.core.words import Pct, Text, Words

TOLERATES_ALL = Words(
    "seat-shortfall-tolerates-all",
    en="a tolerance of {given}% leaves no seat that must be present",
    zh="容差 {given}% 意味着无须任何座席在岗",
)
SHORT = Words(
    "seat-shortfall-short",
    en="Seat-days short of {least} seats a day ({contracted} contracted less {tolerance}), on {days} of {of} days",
    zh="{of} 天中有 {days} 天在岗不足 {least} 席（合同 {contracted} 席，容差 {tolerance}）的席日",
)
SHORT_OF_ALL = Words(
    "seat-shortfall-short-of-all",
    en="Seat-days short of {contracted} contracted, on the {days} of {of} days with fewer than {least} (tolerance {tolerance})",
    zh="{of} 天中有 {days} 天在岗少于 {least} 席（容差 {tolerance}），按与合同 {contracted} 席的差额计席日",
)

WEEKDAY = Text(zh="星期几（1 为周一）", en="weekday (1 is Monday)")


def _weekday(given: Any) -> int:
    days = [str(number) for number in range(1, 8)]
    if str(given) not in days:
        raise Mistake(UNKNOWN_CHOICE, what=WEEKDAY, **choices(str(given), days))
    return int(given)


Weekday = Annotated[int, BeforeValidator(_weekday), WithJsonSchema({"type": ["integer", "string"]})]


class SeatShortfall(Adjustment):
    """``− amount × Σ over days of the seats short``: below ``contracted × (1 − tolerance)``.

    ``counts: excess`` counts what is beyond the tolerance; ``whole`` all that is missing, on days beyond it. A seat is present
    on a day on which an agent has hours other than leave. ``weekdays`` (1 is Monday) are the days on which seats are owed,
    ``closed`` days on which none are.
    """

    kind_name: ClassVar[Text] = Text(zh="缺席扣款", en="Seat shortfall")

    kind: Literal["seat_shortfall"]
    contracted: Positive
    tolerance: Share = Fraction(0)
    counts: Literal["excess", "whole"] = "excess"
    amount: Amount
    weekdays: Annotated[list[Weekday], Field(min_length=1)] = list(range(1, 8))
    closed: list[Day] = []
    where_: str | None = Field(None, alias="where")
    nature: Literal["price_reduction", "damages"] = "price_reduction"

    def check_fields(self) -> None:
        if self.tolerance >= 1:
            raise Mistake(TOLERATES_ALL, ("tolerance",), given=self.tolerance * 100)

    def days(self) -> list[tuple[date, Loc]]:
        return [(day, ("closed", i)) for i, day in enumerate(self.closed)]

    def needs(self) -> list[Need]:
        present = read_filter("activity <> 'leave' AND hours > 0", TIMESHEETS)
        where = both(present, filter_at(self.where_, TIMESHEETS))
        agent = Expr("column", "text", value="agent")
        return [
            Need(self.id, "timesheets", "distinct", of=agent, where=where, by=("day",), stretch="day", unit="seat_day")
        ]

    @property
    def is_damages(self) -> bool:
        return self.nature == "damages"

    @property
    def is_of_performance(self) -> bool:
        return True  # people who are absent

    def own_effects(self, tell: Teller) -> Iterator[Text]:
        yield from ()  # the contract says it; in short it is its name

    def own_span(self, days: Period, in_parts: bool) -> Own | None:
        return None if in_parts else Own(Span(-self.most(days), ZERO), NOTHING)

    def apply(self, month: Month) -> Charge:
        parts = month.parts(self.id, "day", self)
        owed = [day for day in month.effective.each_day() if self._owed(day)]
        least = self.contracted * (1 - self.tolerance)
        present = [parts.get(day.isoformat(), Fraction(0)) for day in owed]
        start = least if self.counts == "excess" else self.contracted
        short = [start - seats for seats in present if seats < least]
        seat_days = exact_sum(short)
        values = {
            "contracted": self.contracted, "tolerance": Pct(self.tolerance), "least": least, "days": len(short), "of": len(owed)
        }  # fmt: skip
        words = SHORT if self.counts == "excess" else SHORT_OF_ALL
        rate = -self.amount
        return self.line(month, [self.step(words, values, seat_days * rate, seat_days, "seat_day", rate)])

    def most(self, days: Period) -> Fraction:
        """What it takes if nobody is present on any of these days."""
        start = self.contracted * (1 - self.tolerance) if self.counts == "excess" else self.contracted
        return self.amount * start * sum(1 for day in days.each_day() if self._owed(day))

    def _owed(self, day: date) -> bool:
        return day.isoweekday() in self.weekdays and day not in self.closed
