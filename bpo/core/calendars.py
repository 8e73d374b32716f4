"""Which days are worked and which are public holidays: the calendar of a country or region, with what the parties agreed.

Days come from the library ``holidays``; it is loaded when a calendar is first named. A year is *known* if its public holidays
and its moved working days are: China's weekends that are worked in exchange (调休) are those of the State Council's yearly notice,
and before the notice nobody can say. What is not known is never taken for an ordinary day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, WithJsonSchema, model_validator

from bpo.core.errors import Where, choices, fail
from bpo.core.fields import Day, FileModel, Mistake, WholeNumber, normal
from bpo.core.periods import Period
from bpo.core.words import Words

UNKNOWN_CALENDAR = Words(
    "calendar-unknown",
    en="there is no calendar '{given}'; write a country such as CN, US, IN, PH, or one with its region, such as US-CA, GB-ENG",
    zh="没有日历 '{given}'；请写国家代码，如 CN、US、IN、PH，或加地区，如 US-CA、GB-ENG",
)
DAY_TWICE = Words(
    "calendar-day-twice",
    en="{day} stands both under 'working' and under 'days_off'",
    zh="{day} 同时列于 working 与 days_off",
)
YEAR_NOT_KNOWN = Words(
    "calendar-year-not-known",
    en="the holidays of {year} are not known yet in the calendar {calendar}; once they are announced, bring bpo up to date, or list "
    "them under 'billing: calendar' with 'years: [{year}]'",
    zh="日历 {calendar} 尚无 {year} 年的放假安排；公布后请更新 bpo，或在 billing: calendar 中逐日列出并写 years: [{year}]",
)

_MOVED_BY_YEARLY_NOTICE = ("BY", "CN", "HU", "KZ", "RU", "UZ", "VN")
"""Countries whose government moves working days by a notice for each year; later years than the last one told are not known."""
_MOVED_REST_IS_NO_HOLIDAY = ("CN",)
"""Where a day off in place of a holiday on a weekend is an ordinary day of rest. China's statutory holidays, for which the Labour
Law (art. 44) asks three times the wage, are the days of the festivals themselves (全国年节及纪念日放假办法, art. 2)."""
_REST_BY_DECREE = frozenset(date(2020, month, day) for month, day in ((1, 31), (2, 1), (2, 2)))
"""China's Spring Festival of 2020 was extended (国办发明电〔2020〕1号) by days of rest, which the library counts as the festival's."""
_YEARS_OF_NOTICES = range(2000, 2060)


@dataclass(frozen=True, slots=True)
class _Year:
    holidays: frozenset[date]
    off: frozenset[date]
    worked_weekends: frozenset[date]
    known: bool


class Calendar(FileModel):
    """``CN``, or with what the parties agreed: ``{country: CN, days_off: […], working: […]}``.

    ``holidays`` are public holidays besides the country's; like ``days_off`` they are not worked; ``working`` days are, whatever
    else they are. ``years`` lists years of which every holiday and every moved day stands here.
    """

    page: ClassVar[str] = "docs/building-blocks/calendar.md"

    country: str
    holidays: frozenset[Day] = frozenset()
    days_off: frozenset[Day] = frozenset()
    working: frozenset[Day] = frozenset()
    years: frozenset[WholeNumber] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def _a_known_country(cls, given: Any) -> Any:
        if isinstance(given, Mapping) and isinstance(given.get("country"), str):
            code = normal(given["country"]).upper()
            _refuse_unknown(code, given["country"])
            return {**given, "country": code}
        return given

    @model_validator(mode="after")
    def _either(self) -> Self:
        both = sorted(self.working & self.days_off)
        if both:
            raise Mistake(DAY_TWICE, ("working",), day=both[0])
        return self

    def knows(self, day: date) -> bool:
        """Whether it can be said of a day if it is worked and if it is a holiday."""
        return day.year in self.years or _year(self.country, day.year).known

    def is_holiday(self, day: date) -> bool:
        """Whether a day is a public holiday; moved days of rest are where the country's law says so."""
        own = day.year not in self.years and day in _year(self.country, day.year).holidays
        return own or day in self.holidays

    def is_working_day(self, day: date) -> bool:
        """Whether a day is worked: no weekend, holiday or day off, or a weekend worked in exchange."""
        if day in self.working or day in self.days_off or day in self.holidays:
            return day in self.working
        weekend = self.is_weekend(day)
        if day.year in self.years:
            return not weekend
        year = _year(self.country, day.year)
        return day in year.worked_weekends or not (weekend or day in year.off)

    def is_weekend(self, day: date) -> bool:
        """Whether its day of the week is one of rest in that country."""
        return day.weekday() in _weekend(self.country, day.year)

    def require(self, first: date, last: date, where: Where | None) -> None:
        """Refuse days that the calendar cannot tell about.

        Raises:
            BpoError: naming the first year that is not known.
        """
        for year in range(first.year, last.year + 1):
            if not self.knows(date(year, 1, 1)):
                raise fail(YEAR_NOT_KNOWN, where, year=str(year), calendar=self.country)

    def working_days(self, days: Period, where: Where | None) -> int:
        """How many days of a period are worked; raises BpoError for a year that is not known."""
        self.require(days.start, days.end, where)
        return sum(self.is_working_day(day) for day in days.each_day())

    def next_working(self, day: date, where: Where | None) -> date:
        """The day itself if it is worked, else the next one that is; raises BpoError for a year that is not known."""
        self.require(day, day, where)
        while not self.is_working_day(day):
            day += timedelta(days=1)
            self.require(day, day, where)
        return day

    def after(self, day: date, working_days: int, where: Where | None) -> date:
        """The n-th working day after a day, which itself is not counted; raises BpoError for a year that is not known."""
        for _ in range(working_days):
            day = self.next_working(day + timedelta(days=1), where)
        return day


def _refuse_unknown(code: str, given: str) -> None:
    import holidays
    from holidays.registry import COUNTRIES

    country, _, region = code.partition("-")
    known = [names[1] for names in COUNTRIES.values()]  # the library's own list imports every country that there is
    if country not in known:
        meant = _meant(given) or choices(code, known).get("nearest", "")
        raise Mistake(UNKNOWN_CALENDAR, ("country",), given=given, nearest=meant)
    regions = getattr(holidays, country).subdivisions if region else ()
    if region and region not in regions:
        near = choices(code, (f"{country}-{name}" for name in regions))
        raise Mistake(UNKNOWN_CALENDAR, ("country",), **{**near, "given": given})


def _meant(name: str) -> str | None:
    """The code of a country that was named another way: China, CHN, United Kingdom, UK, 中国."""
    from holidays.registry import COUNTRIES

    wanted = normal(name).lower().replace(" ", "_")
    named = {key: names[1] for key, names in COUNTRIES.items()}
    named |= {other.lower(): names[1] for names in COUNTRIES.values() for other in names}
    return named.get(wanted) or _IN_CHINESE.get(wanted)


_IN_CHINESE = {
    "中国": "CN",
    "美国": "US",
    "英国": "GB",
    "印度": "IN",
    "菲律宾": "PH",
    "日本": "JP",
    "马来西亚": "MY",
    "新加坡": "SG",
}


def _of_library(code: str, year: int, observed: bool = True) -> Any:
    from holidays import country_holidays

    country, _, region = code.partition("-")
    return country_holidays(country, subdiv=region or None, years=year, observed=observed)


@lru_cache(maxsize=1024)
def _weekend(code: str, year: int) -> frozenset[int]:
    return frozenset(_of_library(code, year).weekend)


@lru_cache(maxsize=1024)
def _year(code: str, year: int) -> _Year:
    found = _of_library(code, year)
    country = code.partition("-")[0]
    statutory = _of_library(code, year, observed=False) if country in _MOVED_REST_IS_NO_HOLIDAY else found
    holidays = frozenset(
        day
        for day in statutory
        if not (country == "CN" and day in _REST_BY_DECREE)
        and any(not _is_moved(found, name) for name in statutory.get_list(day))
    )
    worked = frozenset(day for day in found.weekend_workdays if day.year == year)
    return _Year(holidays, frozenset(found), worked, _is_known(found, country, year))


def _is_known(found: Any, country: str, year: int) -> bool:
    """Told by the library, with no date that is an estimate (of the moon), and not before that year's notice."""
    if not max(found.start_year, 1) <= year <= found.end_year:
        return False
    if country in _MOVED_BY_YEARLY_NOTICE and year > _last_notice(country):
        return False
    labels = [
        label for kind in ("estimated_label", "observed_estimated_label") if (label := getattr(found, kind, None))
    ]
    return not any(_fits(found.tr(label), name) for day in found for name in found.get_list(day) for label in labels)


@lru_cache(maxsize=16)
def _last_notice(country: str) -> int:
    """The last year for which the library has moved days."""
    years = {}
    for year in _YEARS_OF_NOTICES:
        found = _of_library(country, year)
        years[year] = any(_is_moved(found, name) for day in found for name in found.get_list(day))
    return max(year for year, moved in years.items() if moved)


def _is_moved(found: Any, name: str) -> bool:
    """Whether it is a day off in exchange for a weekend that is worked."""
    label = getattr(found, "substituted_label", None)
    return label is not None and _fits(found.tr(label), name)


def _fits(label: str, name: str) -> bool:
    before, _, after = label.partition("%s")
    return name.startswith(before) and name.endswith(after)


def _calendar(given: Any) -> Any:
    return {"country": given} if isinstance(given, str) else given


_SCHEMA = {"anyOf": [{"type": "string"}, {"type": "object", "required": ["country"]}]}
CalendarField = Annotated[Calendar, BeforeValidator(_calendar), WithJsonSchema(_SCHEMA)]
