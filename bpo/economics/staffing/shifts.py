"""The shifts that people may work, as a scenario declares them: lengths, starts, meals, days off, and the rules of working time."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from bpo.core.fields import EMPTY_LIST, FileModel, Identifier, Label, Mistake, OrWritten, WholeNumber, YesNo, normal
from bpo.core.words import Pct, Text, Words
from bpo.economics.costs.cost_item import MonthName
from bpo.economics.staffing.cover import BRANCHES, OF_A_DAY, Shape
from bpo.economics.staffing.shares import PlainAmount, PlainPositive
from bpo.economics.staffing.streams import PartShare
from bpo.economics.staffing.working_time import WorkingTimeField

NOT_HALF_HOURS = Words(
    "shifts-not-half-hours",
    en="{given} hours are not whole half hours; write such as 8, 8.5 or 0.5",
    zh="{given} 小时不是半小时的整数倍；请写 8、8.5 或 0.5 这样的数值",
)
LONGER_THAN_A_DAY = Words(
    "shifts-longer-than-a-day", en="a shift of {given} hours is longer than a day", zh="班次 {given} 小时，超过一天"
)
NOT_A_START = Words(
    "shifts-not-a-start",
    en='\'{given}\' is not when shifts start; write "08:00", or from the first to the last as "07:00-14:00"; several with commas',
    zh='\'{given}\' 不是上班时间；请写 "08:00"，或以 "07:00-14:00" 表示首末班；多个以逗号分隔',
)
NOT_A_STRETCH = Words(
    "shifts-not-a-stretch",
    en="'{given}' has no beginning and end; write such as \"22:00-06:00\"",
    zh="'{given}' 没有起止时间；请写 \"22:00-06:00\" 这样的时段",
)
MEAL_OUTSIDE = Words(
    "shifts-meal-outside",
    en="a meal of {meal} hours that begins {last} hours after the start does not end within a shift of {hours} hours",
    zh="用餐 {meal} 小时，最迟在上班 {last} 小时后开始，超出 {hours} 小时的班次",
)
MEAL_ORDER = Words(
    "shifts-meal-order",
    en="the meal would begin at the latest ({last} hours) before the earliest ({first} hours)",
    zh="用餐最迟开始时间（{last} 小时）早于最早开始时间（{first} 小时）",
)
DAYS_OF_WEEK = Words(
    "shifts-days-of-week", en="{given} days a week cannot be; write 1 to 7", zh="每周 {given} 天不成立；请写 1 至 7"
)
KIND_TWICE = Words("shifts-kind-twice", en="two shifts are named '{given}'", zh="有两个班次同名：“{given}”")
OVER_A_DAY = Words(
    "shifts-over-a-day",
    en="'{kind}' has {hours} hours a day, and {most} are the most ({rule}); shorten it, or write another limit under working_time",
    zh="班次“{kind}”每日 {hours} 小时，上限为 {most} 小时（{rule}）；请缩短，或在 working_time 中另写限制",
)
OVER_A_WEEK = Words(
    "shifts-over-a-week",
    en="'{kind}' has {hours} hours a week, and {most} are the most ({rule}); fewer or shorter days, or another limit under working_time",
    zh="班次“{kind}”每周 {hours} 小时，上限为 {most} 小时（{rule}）；请减少天数或工时，或在 working_time 中另写限制",
)
NO_REST_DAY = Words(
    "shifts-no-rest-day",
    en="'{kind}' is worked on {days} days a week, which leaves {left}, and {least} of rest are the least ({rule})",
    zh="班次“{kind}”每周工作 {days} 天，仅余 {left} 天，至少应休息 {least} 天（{rule}）",
)
NO_REST = Words(
    "shifts-no-rest",
    en="'{kind}' leaves {hours} hours until it starts again, and {least} of rest are the least ({rule})",
    zh="班次“{kind}”两班之间仅 {hours} 小时，至少应休息 {least} 小时（{rule}）",
)
ALL_LIMITED = Words(
    "shifts-all-limited",
    en="every shift has a limit of its share, and together they are {total}; leave 'at_most' out of one of them",
    zh="所有班次都限制了人数占比，合计仅 {total}；请至少去掉一个班次的 at_most",
)
OWN_LIMITS = Text(zh="working_time 所写", en="as working_time has it")
_TIME = re.compile(r"(\d{1,2}):([03]0)(?:\s*[-–~]\s*(\d{1,2}):([03]0))?")


def _half_hours(hours: Fraction) -> Fraction:
    if (hours * 2).denominator != 1:
        raise Mistake(NOT_HALF_HOURS, given=hours)
    return hours


def _of_a_day(hours: Fraction) -> Fraction:
    if _half_hours(hours) > 24:
        raise Mistake(LONGER_THAN_A_DAY, given=hours)
    return hours


def times_of(given: str) -> tuple[tuple[int, int], ...]:
    """Times and stretches of a day in half hours from midnight, first and last: a time alone is both.

    >>> times_of("07:00-08:00, 22:00")
    ((14, 16), (44, 44))

    Raises:
        Mistake: for what is none.
    """
    found = []
    for part in normal(given).split(","):
        match = _TIME.fullmatch(part.strip())
        ends = [] if match is None else [(match[1], match[2]), (match[3] or match[1], match[4] or match[2])]
        slots = [int(hour) * 2 + int(minute) // 30 for hour, minute in ends]
        if not slots or max(slots) > OF_A_DAY:
            raise Mistake(NOT_A_START, given=part.strip())
        found.append((slots[0], slots[1]))
    return tuple(found)


def _starts(given: Any) -> Any:
    if isinstance(given, str):
        times_of(given)
    return given


class Meal(FileModel):
    """``{hours: 1, first: 3, last: 5}``: begins 3 to 5 hours after the start, and is not paid unless ``paid`` says so."""

    page: ClassVar[str] = "docs/economics/shifts.md"

    hours: Annotated[PlainPositive, AfterValidator(_half_hours)]
    first: Annotated[PlainAmount, AfterValidator(_half_hours)]
    last: Annotated[PlainAmount, AfterValidator(_half_hours)]
    paid: YesNo = False

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.last < self.first:
            raise Mistake(MEAL_ORDER, ("last",), first=self.first, last=self.last)
        return self


class ShiftKind(FileModel):
    """``{id: full, hours: 9, meal: {…}, starts: "07:00-14:00", every_hours: 1, days_a_week: 5, days_off: together, at_most: 30%}``."""

    page: ClassVar[str] = "docs/economics/shifts.md"

    id: Identifier
    label: Label | None = None
    hours: Annotated[PlainPositive, AfterValidator(_of_a_day)]
    starts: Annotated[str, BeforeValidator(_starts)]
    every_hours: Annotated[PlainPositive, AfterValidator(_half_hours)] = Fraction(1, 2)
    meal: Meal | None = None
    days_a_week: WholeNumber = 5
    days_off_together: YesNo = True
    at_most: PartShare | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not 1 <= self.days_a_week <= 7:
            raise Mistake(DAYS_OF_WEEK, ("days_a_week",), given=self.days_a_week)
        if self.meal is not None and self.meal.last + self.meal.hours > self.hours:
            meal = self.meal
            raise Mistake(MEAL_OUTSIDE, ("meal",), meal=meal.hours, last=meal.last, hours=self.hours)
        return self

    @property
    def name(self) -> Text:
        return self.label or Text.of(self.id)

    @property
    def unpaid(self) -> bool:
        return self.meal is not None and not self.meal.paid

    @property
    def paid_hours(self) -> Fraction:
        """Of a day: from start to end without an unpaid meal."""
        return self.hours - (self.meal.hours if self.meal is not None and self.unpaid else 0)

    @property
    def paid_hours_a_week(self) -> Fraction:
        return self.paid_hours * self.days_a_week

    @property
    def shape(self) -> Shape:
        """As a schedule is found by: in half hours, at the cost of its paid half hours."""
        step = int(self.every_hours * 2)
        starts = {
            slot % OF_A_DAY
            for first, last in times_of(self.starts)
            for slot in range(first, (last if last >= first else last + OF_A_DAY) + 1, step)
        }
        cost, most = int(self.paid_hours_a_week * 2), self.at_most
        meal, places = 0, range(0)
        if self.meal is not None:
            meal, places = int(self.meal.hours * 2), range(int(self.meal.first * 2), int(self.meal.last * 2) + 1)
        length, together = int(self.hours * 2), self.days_off_together
        return Shape(length, tuple(sorted(starts)), self.days_a_week, together, cost, meal, tuple(places), most)


class Shifts(FileModel):
    """``{working_time: CN, kinds: [{id: full, hours: 9, …}], week_of: 2027-03, branches: 200, seconds: 600}``."""

    page: ClassVar[str] = "docs/economics/shifts.md"

    working_time: WorkingTimeField
    kinds: tuple[ShiftKind, ...]
    week_of: MonthName | None = None
    branches: WholeNumber = BRANCHES
    seconds: PlainPositive = Fraction(60)

    @model_validator(mode="after")
    def _allowed(self) -> Self:
        if not self.kinds:
            raise Mistake(EMPTY_LIST, ("kinds",))
        for at, kind in enumerate(self.kinds):
            if kind.id in {one.id for one in self.kinds[:at]}:
                raise Mistake(KIND_TWICE, ("kinds", at, "id"), given=kind.id)
            for words, values, field in self._broken(kind):
                raise Mistake(words, ("kinds", at, field), kind=kind.name, rule=self.rule, **values)
        shares = [kind.at_most for kind in self.kinds if kind.at_most is not None]
        if len(shares) == len(self.kinds) and sum(shares) < 1:
            raise Mistake(ALL_LIMITED, ("kinds",), total=Pct(sum(shares, Fraction(0))))
        return self

    @property
    def rule(self) -> Text:
        """Where the limits come from."""
        return self.working_time.limits.source if self.working_time.country is not None else OWN_LIMITS

    def _broken(self, kind: ShiftKind) -> Iterator[tuple[Words, dict[str, Any], str]]:
        """The rules that a shift breaks, with the field to mend."""
        limits, day, week = self.working_time.limits, kind.paid_hours, kind.paid_hours_a_week
        left, rest = 7 - kind.days_a_week, 24 - kind.hours
        if day > limits.hours_a_day:
            yield OVER_A_DAY, {"hours": day, "most": limits.hours_a_day}, "hours"
        if week > limits.hours_a_week:
            yield OVER_A_WEEK, {"hours": week, "most": limits.hours_a_week}, "id"
        if left < limits.rest_days_a_week:
            values = {"days": kind.days_a_week, "left": left, "least": limits.rest_days_a_week}
            yield NO_REST_DAY, values, "id"
        if rest < limits.rest_hours and kind.days_a_week > 1:
            yield NO_REST, {"hours": rest, "least": limits.rest_hours}, "hours"


def _of_clock(given: Any) -> Any:
    if isinstance(given, str) and any(first == last for first, last in times_of(given)):
        raise Mistake(NOT_A_STRETCH, given=given)
    return given


Clock = Annotated[str, BeforeValidator(_of_clock), OrWritten({"type": "string"})]
"""``22:00-06:00``; several with commas."""


def hours_within(clock: str) -> frozenset[int]:
    """The half hours of a day within stretches, without their ends.

    >>> sorted(hours_within("23:00-01:00"))
    [0, 1, 46, 47]
    """
    return frozenset(
        slot % OF_A_DAY
        for first, last in times_of(clock)
        for slot in range(first, last if last > first else last + OF_A_DAY)
    )
