"""How long people may work by law: hours a day and a week, rest between two shifts and days of rest, by country.

A scenario names the country, and may write limits of its own over it: those of a labour contract, a collective agreement or a
permit (in China 综合计算工时制). Overtime is not planned: limits are those of normal hours, where a law has them.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, NamedTuple, Self

from pydantic import BeforeValidator, model_validator

from bpo.core.errors import choices
from bpo.core.fields import UNKNOWN_CHOICE, FileModel, Mistake, OrWritten, WholeNumber, normal
from bpo.core.words import Text, Words
from bpo.economics.staffing.shares import PlainAmount, PlainPositive

A_COUNTRY = Text(zh="国家", en="country")
NO_LIMITS = Words(
    "working-time-no-limits",
    en="without 'country' all limits are written: '{given}' is missing here",
    zh="不写 country 时须写明全部限制：此处缺少 '{given}'",
)
NO_DAY_WORKED = Words(
    "working-time-no-day",
    en="{given} days of rest leave no day of the week to work; write 0 to 6",
    zh="每周休息 {given} 天则无工作日；请写 0 至 6",
)


class Limits(NamedTuple):
    """Of one person: hours a day and a week, hours of rest between two shifts, days of rest a week; ``source`` is the rule."""

    hours_a_day: Fraction
    hours_a_week: Fraction
    rest_hours: Fraction
    rest_days_a_week: int
    source: Text


def _limits(day: str, week: str, rest: str, days: int, source: Text | str) -> Limits:
    return Limits(
        Fraction(day), Fraction(week), Fraction(rest), days, Text.of(source) if isinstance(source, str) else source
    )


LIMITS: Mapping[str, Limits] = {
    "CN": _limits(
        "8",
        "40",
        "0",
        1,
        Text(
            zh="国务院关于职工工作时间的规定（1995）第三条，劳动法第三十八条",
            en="State Council on working hours of employees (1995), art. 3; Labour Law, art. 38",
        ),
    ),
    "DE": _limits("8", "48", "11", 1, "Arbeitszeitgesetz §§ 3, 5, 9, 11"),
    "GB": _limits("13", "48", "11", 1, "Working Time Regulations 1998, regs. 4, 10, 11"),
    "JP": _limits("8", "40", "0", 1, "労働基準法 第三十二条、第三十五条"),
    "KR": _limits("8", "40", "0", 1, "근로기준법 제50조, 제55조"),
    "MY": _limits("8", "45", "0", 1, "Employment Act 1955, ss. 59, 60A (as amended 2022)"),
    "PH": _limits("8", "48", "0", 1, "Labor Code, arts. 83, 91"),
    "VN": _limits("8", "48", "12", 1, "Bộ luật Lao động 2019, arts. 105, 110, 111"),
    "ZA": _limits("9", "45", "12", 1, "Basic Conditions of Employment Act 1997, ss. 9, 15"),
}
"""Normal hours of adults by day. The 13 h in Britain are what 11 h of rest leave of a day, and its 48 h a week may be an average, as
Germany's 8 h a day may: each week and day is held to them here. South Africa's 9 h are of a week of five days; of six days 8, which 45 h a
week never reach. Vietnam's 12 h of rest are those of shift work. The Philippines' 48 h a week are six days of 8. What was found in public
sources of each stands in docs/economics/shifts.md."""


def _known(given: Any) -> Any:
    if isinstance(given, str) and (code := normal(given).upper()) not in LIMITS:
        raise Mistake(UNKNOWN_CHOICE, what=A_COUNTRY, **choices(code, LIMITS))
    return normal(given).upper() if isinstance(given, str) else given


class WorkingTime(FileModel):
    """``CN``, or ``{country: CN, hours_a_week: 44}``: what is written stands over the country's."""

    page: ClassVar[str] = "docs/economics/shifts.md"

    country: Annotated[str | None, BeforeValidator(_known)] = None
    hours_a_day: PlainPositive | None = None
    hours_a_week: PlainPositive | None = None
    rest_hours: PlainAmount | None = None
    rest_days_a_week: WholeNumber | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.country is None:
            for name in ("hours_a_day", "hours_a_week"):
                if getattr(self, name) is None:
                    raise Mistake(NO_LIMITS, given=name)
        if self.rest_days_a_week is not None and self.rest_days_a_week > 6:
            raise Mistake(NO_DAY_WORKED, ("rest_days_a_week",), given=self.rest_days_a_week)
        return self

    @property
    def limits(self) -> Limits:
        """The country's, with what is written in their place; without a country, no rest is asked for but what is written."""
        found = LIMITS[self.country] if self.country is not None else _limits("24", "168", "0", 0, "")
        written = {name: value for name in Limits._fields[:-1] if (value := getattr(self, name)) is not None}
        return found._replace(**written)


WorkingTimeField = Annotated[
    WorkingTime,
    BeforeValidator(lambda given: {"country": given} if isinstance(given, str) else given),
    OrWritten({"type": "string"}),
]
