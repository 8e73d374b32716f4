"""The methods that may forecast: means, a smoothed level, a smoothed year, and two that anybody could do without thinking."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from statistics import fmean

from bpo.core.cycle import Cycle
from bpo.core.words import Words
from bpo.economics.forecast import smoothing
from bpo.economics.forecast.days import KindOf, Values, factor_of, factors, in_mean_days

MEAN = Words("forecast-mean", en="mean of the days", zh="日均值")
WEEKDAYS = Words("forecast-weekdays", en="means of the weekdays", zh="星期均值")
LEVEL = Words("forecast-level", en="weekdays × smoothed level", zh="星期系数 × 平滑水平")
YEARLY = Words("forecast-yearly", en="weekdays × smoothed season", zh="星期系数 × 季节平滑")
LAST_WEEK = Words("forecast-last-week", en="same weekday last week", zh="上周同日")
LAST_YEAR = Words("forecast-last-year", en="same period last year", zh="上年同期")
TWO_WEEKS, EIGHT_WEEKS = 14, 56
WEEKS_OF_A_LEVEL = 4


@dataclass(frozen=True)
class Past:
    """Days as they are known at ``last``: those out of line are left out. ``trend`` is that of the season, found once for all tests."""

    values: Values
    last: date
    kind: KindOf
    cycle: Cycle
    trend: smoothing.Trend | None = None

    def until(self, last: date) -> "Past":
        """What was known on an earlier day."""
        values = {day: value for day, value in self.values.items() if day <= last}
        return Past(values, last, self.kind, self.cycle, self.trend)

    @property
    def days(self) -> int:
        return (self.last - min(self.values)).days + 1 if self.values else 0

    @cached_property
    def factors(self) -> Mapping[int, float]:
        return factors(self.values, self.kind)

    @cached_property
    def levels(self) -> Values:
        return in_mean_days(self.values, self.kind, self.factors)

    def factor(self, day: date) -> float:
        return factor_of(self.factors, self.kind(day), day.weekday())

    @cached_property
    def periods(self) -> dict[int, float]:
        """The mean day of each whole billing period, by its number: what came / the sum of its days' factors."""
        found: dict[int, float] = {}
        number = self.cycle.number_on(min(self.values))
        while (first := self.cycle.first_of(number)) <= self.last:
            end = self.cycle.first_of(number + 1) - timedelta(days=1)
            known = [day for n in range((end - first).days + 1) if (day := first + timedelta(days=n)) in self.values]
            weight = sum(self.factor(day) for day in known)
            if min(self.values) <= first and end <= self.last and 2 * len(known) >= (end - first).days + 1 and weight:
                found[number] = sum(self.values[day] for day in known) / weight
            number += 1
        return found

    @property
    def has_a_season(self) -> bool:
        """Whether whole periods without a gap go back far enough to tell the season of a year."""
        season, known = self.cycle.a_year, self.periods
        if season is None or season < smoothing.SHORTEST_SEASON or not known:
            return False
        return max(known) - min(known) + 1 == len(known) >= smoothing.least_values(season)


Predict = Callable[[date], float]
"""What a method forecasts of a day."""


@dataclass(frozen=True, slots=True)
class Method:
    """A way to forecast; ``least_days`` is the history that it wants, and ``make`` gives nothing where it cannot."""

    name: Words
    least_days: int
    make: Callable[[Past], Predict | None]
    naive: bool = False


def _mean(past: Past) -> Predict | None:
    every = fmean(past.values.values())
    return lambda day: every


def _weekdays(past: Past) -> Predict | None:
    if not past.levels:
        return None
    every = fmean(past.levels.values())
    return lambda day: every * past.factor(day)


def _level(past: Past) -> Predict | None:
    """Means of whole weeks back from the last day, smoothed: what came lately counts more. A trend is not told from a season by less than two years."""
    weeks: list[float] = []
    for n in range(past.days // 7):
        days = [past.last - timedelta(days=7 * n + i) for i in range(7)]
        if known := [past.levels[day] for day in days if day in past.levels]:
            weeks.insert(0, fmean(known))
    if len(weeks) < WEEKS_OF_A_LEVEL:
        return None
    stands = max(0.0, smoothing.level(weeks))
    return lambda day: stands * past.factor(day)


def _yearly(past: Past) -> Predict | None:
    """The mean days of whole periods with their season of a year, smoothed; days share what is forecast by their kinds."""
    season = past.cycle.a_year
    if season is None or not past.has_a_season:
        return None
    first, last = min(past.periods), max(past.periods)
    series = [past.periods[number] for number in range(first, last + 1)]
    trend = past.trend or smoothing.trend_of(series, season)
    ahead: list[float] = []

    def day_of(day: date) -> float:
        wanted = past.cycle.number_on(day) - last
        if wanted > len(ahead):
            ahead[:] = smoothing.seasonal(series, season, trend, max(wanted, 2 * season))
        return max(0.0, ahead[wanted - 1]) * past.factor(day)

    return day_of


def _last_week(past: Past) -> Predict | None:
    latest = {day.weekday(): value for day, value in sorted(past.values.items())}
    return (lambda day: latest[day.weekday()]) if len(latest) == 7 else None


def _last_year(past: Past) -> Predict | None:
    season, periods = past.cycle.a_year, past.periods
    if season is None or len(periods) < season:
        return None

    def day_of(day: date) -> float:
        number = past.cycle.number_on(day)
        while number > max(periods):
            number -= season
        found = periods.get(number, periods[max(periods)])
        return found * past.factor(day)

    return day_of


METHODS = (
    Method(MEAN, 1, _mean),
    Method(WEEKDAYS, TWO_WEEKS, _weekdays),
    Method(LEVEL, EIGHT_WEEKS, _level),
    Method(YEARLY, 730, _yearly),
    Method(LAST_WEEK, TWO_WEEKS, _last_week, naive=True),
    Method(LAST_YEAR, 365, _last_year, naive=True),
)
"""From simple to less simple, then those that anybody could do."""
NAMES = ("mean", "weekdays", "level", "yearly", "last_week", "last_year")
"""What a scenario calls them, in this order."""
