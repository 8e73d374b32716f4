"""Figures of a bid by month: one that may change with the months, and how many contacts a stream brings in each.

A volume is typed in for every month or for each, grown and seasoned, or comes out of a year's facts.
"""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from bpo.core.documents import Located
from bpo.core.errors import Problem, fail
from bpo.core.fields import (
    BY_MONTH_SCHEMA,
    EMPTY_LIST,
    NOT_POSITIVE,
    NUMBER_SCHEMA,
    Day,
    FileModel,
    Mistake,
    OrWritten,
    WholeNumber,
)
from bpo.core.figure import NOT_A_MONTH
from bpo.core.periods import is_month, months_between
from bpo.core.quantity import QuantitySpec
from bpo.core.words import Pct, Text, Words
from bpo.economics.staffing.shares import Growth, Multiple, PlainAmount, PositiveMultiple

BEFORE_FIRST = Words(
    "by-month-before-first",
    en="each figure here holds from its month on, and the first is of {first}; the scenario begins with {month}: add {month}",
    zh="此处各数值自所列月份起适用，最早为 {first}，而方案自 {month} 起；请补上 {month}",
)
ONE_FORM = Words(
    "volume-one-form",
    en="write the volume as a number a month, as months (2027-01: 52000), with a_month, with facts and year, or with forecast",
    zh="业务量须写成每月数值、按月列出（2027-01: 52000）、a_month、facts 与 year，或 forecast",
)
NO_TABLE = Words(
    "volume-no-table",
    en="this counts rows: write a condition on interactions, or count: with another table",
    zh="此处用于统计数据行：请写 interactions 的条件，或用 count: 指定其他表",
)
NOT_A_SEASON = Words(
    "volume-not-a-season",
    en="'{given}' is not a month; write 2027-02, or 02 for every February",
    zh="'{given}' 不是月份；请写 2027-02，或写 02 表示每年二月",
)
NOTHING = Words(
    "volume-nothing",
    en="without volume there is nothing to staff; leave the stream out, or write its volume",
    zh="没有业务量就无需排班；请删去该业务流或写明业务量",
)
SHRINKS_AWAY = Words(
    "volume-shrinks-away", en="growth of {given} a year leaves nothing", zh="每年增长 {given}，业务量将归零"
)
MONTH_MISSING = Words(
    "volume-month-missing",
    en="'{stream}' has no volume for {month}; add it here",
    zh="“{stream}”缺少 {month} 的业务量；请在此补充",
)
NOT_COUNTED = Words(
    "volume-not-counted",
    en="the volume of '{stream}' comes from facts, which were not counted for {month}; ingest that month, or type the volume in",
    zh="“{stream}”的业务量取自事实数据，但 {month} 没有统计值；请导入该月数据，或直接填写业务量",
)
IN_ORDER = Words(
    "volume-forecast-order",
    en="from {start} until {until} there is no day",
    zh="自 {start} 起至 {until} 止没有任何一天",
)
NOT_FORECAST = Words(
    "volume-not-forecast",
    en="the volume of '{stream}' is forecast from facts, which was not done for {month}; keep the scenario in the workspace of these facts, or "
    "type the volume in",
    zh="“{stream}”的业务量由事实数据预测，但 {month} 没有预测值；请将方案置于该数据所在的工作区，或直接填写业务量",
)
WITHOUT_FORECAST = Text(zh="a_month 或 facts", en="a_month or facts")
FACTS = Text(zh="facts 或 forecast", en="facts or forecast")
A_FORECAST = Text(zh="forecast", en="forecast")
_ANY_YEAR = re.compile(r"0[1-9]|1[0-2]")


MethodName = Literal["mean", "weekdays", "level", "yearly", "last_week", "last_year"]
"""Ways to forecast that a volume may name."""
ALWAYS = ""
"""The month of a figure that no month is written for: before any other."""


class ByMonth(FileModel):
    """``245``, or ``{2027-01: 300, 2027-02: 270, 2027-03: 245}``: each holds from its month on, until the next."""

    page: ClassVar[str] = "docs/economics/staffing.md"

    months: Mapping[str, Fraction]

    @model_validator(mode="after")
    def _of_months(self) -> Self:
        if not self.months:
            raise Mistake(EMPTY_LIST)
        for name in self.months:
            if name != ALWAYS and not is_month(name):
                raise Mistake(NOT_A_MONTH, (name,), given=name)
        return self

    @property
    def most(self) -> Fraction:
        return max(self.months.values())

    @property
    def varies(self) -> bool:
        return ALWAYS not in self.months

    @property
    def always(self) -> Fraction:
        """The figure, if it is the same in all months."""
        assert not self.varies, "ask for a month first"
        return self.months[ALWAYS]

    def missing(self, month: str) -> Problem | None:
        """What is wrong, if the month lies before the first that is written."""
        first = min(self.months)
        return Problem(BEFORE_FIRST, self.where, {"first": first, "month": month}) if month < first else None

    def of(self, month: str) -> Fraction:
        """The figure of a month: that of the last month named up to it.

        Raises:
            BpoError: for a month before the first that is named.
        """
        if month < min(self.months):
            raise fail(BEFORE_FIRST, self.where, first=min(self.months), month=month)
        return self.months[max(name for name in self.months if name <= month)]

    def only(self, month: str) -> Self:
        """The figure of one month as if it were that of all."""
        return self.altered(months={ALWAYS: self.of(month)})

    def times(self, factor: Fraction) -> Self:
        """A multiple in every month."""
        return self.altered(months={name: one * factor for name, one in self.months.items()})

    def steps(self, months: Iterable[str]) -> list[tuple[str, Fraction]]:
        """The first of these months, and each in which the figure changes, with it."""
        found: list[tuple[str, Fraction]] = []
        for month in months:
            if not found or found[-1][1] != self.of(month):
                found.append((month, self.of(month)))
        return found


def _months(given: Any) -> Any:
    if isinstance(given, ByMonth) or (isinstance(given, Mapping) and given.keys() == {"months"}):
        return given
    if not isinstance(given, Mapping):
        return {"months": {ALWAYS: given}}
    return Located.like(given, {"months": dict(given)})


MONTHLY = (BeforeValidator(_months), WithJsonSchema({"anyOf": [NUMBER_SCHEMA, BY_MONTH_SCHEMA]}))
"""What makes a field of a class of :class:`ByMonth` one that takes a number too."""


def _facts(given: Any) -> Any:
    """A condition alone counts interactions."""
    return {"count": "interactions", "where": given} if isinstance(given, str) else given


class Volume(FileModel):
    """``52000``, ``{2027-01: 52000, …}``, ``{a_month: 52000, growth_a_year: 3%, season: {02: 80%}}`` or
    ``{facts: "direction = 'inbound'", year: 2026, times: 105%}``; growth begins anew every twelve months of the scenario.

    ``{forecast: "direction = 'inbound'", until: 2026-12-31}``: what the facts up to that day let expect, by the ``method`` of least error or
    one that is named.
    """

    page: ClassVar[str] = "docs/economics/staffing.md"

    a_month: PlainAmount | None = None
    months: Mapping[str, PlainAmount] | None = None
    facts: Annotated[QuantitySpec, BeforeValidator(_facts), OrWritten({"type": "string"})] | None = None
    year: WholeNumber | None = None
    forecast: Annotated[QuantitySpec, BeforeValidator(_facts), OrWritten({"type": "string"})] | None = None
    method: MethodName | None = None
    start: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None
    times: PositiveMultiple = Fraction(1)
    growth_a_year: Growth = Fraction(0)
    season: Mapping[str, Multiple] = {}

    @model_validator(mode="after")
    def _checked(self) -> Self:
        if sum(form is not None for form in (self.a_month, self.months, self.facts, self.forecast)) != 1:
            raise Mistake(ONE_FORM)
        if (self.facts is None) != (self.year is None):
            raise Mistake(ONE_FORM)
        for name, counted in (("facts", self.facts), ("forecast", self.forecast)):
            if counted is not None and counted.facts is None:
                raise Mistake(NO_TABLE, (name,))
        if not self.is_counted:
            self.only_with(FACTS, "times")
        self._check_forecast()
        if self.a_month == 0 or (self.months is not None and not any(self.months.values())):
            raise Mistake(NOTHING, ("a_month",))
        if self.growth_a_year <= -1:
            raise Mistake(SHRINKS_AWAY, ("growth_a_year",), given=Pct(self.growth_a_year))
        for name in self.season:
            if not is_month(name) and not _ANY_YEAR.fullmatch(name):
                raise Mistake(NOT_A_SEASON, ("season", name), given=name)
        return self

    def _check_forecast(self) -> None:
        if self.forecast is None:
            self.only_with(A_FORECAST, "method", "start", "until")
            return
        self.only_with(WITHOUT_FORECAST, "growth_a_year", "season")
        if self.start is not None and self.until is not None and self.until < self.start:
            raise Mistake(IN_ORDER, ("until",), start=self.start, until=self.until)

    @property
    def is_counted(self) -> bool:
        """Whether it comes out of the facts of a workspace."""
        return self.facts is not None or self.forecast is not None

    def of(self, month: str, first: str, counted: Mapping[str, Fraction] | None = None) -> Fraction | None:
        """The contacts of a month; None where there is no figure: missing is never zero.

        Args:
            month: the billing period, ``2027-03``.
            first: the scenario's first, from which years of growth count.
            counted: what the facts hold, by month of ``year``, or let expect.
        """
        if self.months is not None:
            return self.months.get(month)
        base = (counted or {}).get(self.fact_month(month)) if self.is_counted else self.a_month
        if base is None:
            return None
        grown: Fraction = (1 + self.growth_a_year) ** max(0, months_between(first, month) // 12)
        return base * self.times * grown * self.season.get(month, self.season.get(month[5:], Fraction(1)))

    def fact_month(self, month: str) -> str:
        """The month of the facts' year that stands for a month of the scenario; a forecast is of that month itself."""
        if self.forecast is not None:
            return month
        return f"{self.year}-{month[5:]}"

    def missing(self, stream: Text, month: str) -> Problem:
        if self.forecast is not None:
            return Problem(NOT_FORECAST, self.where, {"stream": stream, "month": month})
        if self.facts is None:
            return Problem(MONTH_MISSING, self.where, {"stream": stream, "month": month})
        return Problem(NOT_COUNTED, self.where, {"stream": stream, "month": self.fact_month(month)})


_FIELDS = frozenset(field.alias or name for name, field in Volume.model_fields.items()) - {"months"}


def _volume(given: Any) -> Any:
    """A bare number, and months without a name around them, as the fields they mean; the place in the file stays."""
    if isinstance(given, Volume):
        return given
    if not isinstance(given, Mapping):
        if isinstance(given, str) and not given.strip():
            raise Mistake(NOT_POSITIVE, given=given)
        return {"a_month": given}
    if any(name in _FIELDS for name in given):
        return given
    for name in given:
        if not is_month(str(name)):
            raise Mistake(NOT_A_MONTH, (str(name),), given=name)
    return Located.like(given, {"months": dict(given)})


VolumeField = Annotated[Volume, BeforeValidator(_volume), OrWritten(NUMBER_SCHEMA), OrWritten(BY_MONTH_SCHEMA)]
