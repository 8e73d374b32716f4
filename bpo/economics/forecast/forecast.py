"""The forecast: the method whose measured error is least, what it says of each period to come, and how wide of it one may be."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from statistics import NormalDist

from bpo.core.calendars import Calendar
from bpo.core.cycle import Cycle
from bpo.core.errors import Where, fail
from bpo.core.periods import Period
from bpo.core.words import Text, Words
from bpo.economics.forecast import smoothing
from bpo.economics.forecast.days import KindOf, closed_and_missing, kinds, out_of_line, shares_of_week
from bpo.economics.forecast.methods import MEAN, METHODS, NAMES, TWO_WEEKS, WEEKDAYS, Method, Past, Predict
from bpo.economics.forecast.testing import (
    LEAST_TESTS,
    MOST_ORIGINS,
    Errors,
    Tested,
    Unit,
    errors_of,
    errors_of_tests,
    folds,
    in_hundredths,
    known_before,
    trials,
)

ALL_ZERO = Words(
    "forecast-all-zero",
    en="'{name}' is 0 on all {days} days from {first} to {last}: of that nothing can be forecast; look at its condition",
    zh="'{name}' 在 {first} 至 {last} 的全部 {days} 天均为 0，无从预测；请检查其条件",
)
NOT_AFTER = Words(
    "forecast-not-after",
    en="{period} begins on {start}, and the facts go on to {last}: a forecast is of what is to come. Ask for later periods, or leave "
    "out what came since: '--until {before}', in a scenario 'until: {before}'",
    zh="{period} 自 {start} 开始，而事实数据已至 {last}：预测针对尚未发生的时段。请改为更晚的账期，或写 --until {before}（方案中为 until: {before}）以排除其后的数据",
)
NOT_ABLE = Words(
    "forecast-not-able",
    en="'{method}' cannot forecast '{name}' from the {days} days that are known: it wants {least} or more, without gaps; leave 'method' out, or "
    "name a simpler one",
    zh="现有 {days} 天数据不足以用“{method}”预测 '{name}'：至少需 {least} 天且无间断；请删去 method，或改用较简单的方法",
)
BAND = Fraction(8, 10)
"""Of what came in the past, so much lay within such a band, if errors are distributed normally."""
WIDTH = NormalDist().inv_cdf(0.5 + float(BAND) / 2)
DAYS_OF_A_WEEK = 7
WORST = Fraction(10**9)


@dataclass(frozen=True)
class History:
    """What came on every day that is known; ``unusual`` days, each with what would have been usual, are not learned from."""

    values: Mapping[date, Fraction]
    closed: tuple[date, ...]
    missing: tuple[date, ...]
    unusual: Mapping[date, Fraction]

    @property
    def first(self) -> date:
        return min(self.values)

    @property
    def last(self) -> date:
        return max(self.values)


@dataclass(frozen=True, slots=True)
class Expected:
    """A period to come: the sum of its days, and the band in which 80% of what comes should lie; None where no error was measured."""

    period: Period
    days: Mapping[date, Fraction]
    ahead: int
    spread: Fraction | None

    @property
    def total(self) -> Fraction:
        return sum(self.days.values(), Fraction(0))

    @property
    def low(self) -> Fraction | None:
        return None if self.spread is None else max(Fraction(0), self.total * (1 - self.width))

    @property
    def high(self) -> Fraction | None:
        return None if self.spread is None else self.total * (1 + self.width)

    @property
    def width(self) -> Fraction:
        return (self.spread or Fraction(0)) * Fraction(round(WIDTH * 10_000), 10_000)


@dataclass(frozen=True)
class Forecast:
    """``errors`` of every method that could be tested are of the same periods; ``by_ahead`` and ``by_day`` are those of the chosen one."""

    history: History
    method: Method
    unit: Unit | None
    errors: Mapping[str, tuple[Method, Errors]]
    by_ahead: Mapping[int, Errors]
    by_day: Errors
    expected: tuple[Expected, ...]
    week: Sequence[float]
    unknown_years: tuple[int, ...]

    @property
    def spread(self) -> Fraction | None:
        """The root mean square of the periods' spreads: that of one draw which holds for all of them."""
        found = [float(one.spread) ** 2 for one in self.expected if one.spread is not None]
        return Fraction(round(math.sqrt(sum(found) / len(found)) * 1000), 1000) if found else None


def forecast(
    name: str, seen: Mapping[date, Fraction], cycle: Cycle, calendar: Calendar | None, periods: Sequence[Period],
    where: Where | None = None, named: str | None = None,
) -> Forecast:  # fmt: skip
    """What is to be expected of these periods.

    Args:
        name: of what is forecast, for messages.
        seen: its count of each day that has facts.
        cycle: the billing cycle.
        calendar: which days are holidays, if that is known.
        periods: to be forecast, in order; all begin after the last day that is known.
        where: what a message points at.
        named: the method that is to be taken (:data:`~bpo.economics.forecast.methods.NAMES`); None is the one of least error.

    Raises:
        BpoError: if nothing ever came, a period is not to come, or the method that is named wants more history.
    """
    kind = kinds(calendar)
    history = _history(seen, kind)
    if not any(history.values.values()):
        raise fail(ALL_ZERO, where, name=name, days=len(history.values), first=history.first, last=history.last)
    if periods[0].start <= history.last:
        before = date.fromordinal(periods[0].start.toordinal() - 1)
        raise fail(NOT_AFTER, where, period=periods[0].name, start=periods[0].start, last=history.last, before=before)
    learned = {day: float(value) for day, value in history.values.items() if day not in history.unusual}
    past = Past(learned, history.last, kind, cycle)
    past = replace(past, trend=_trend(past))
    unit, stretches = folds(history.values, past)
    ahead = {one.name: _ahead(history.last, one, cycle, unit) for one in periods}
    most = min(MOST_ORIGINS, max(ahead.values()))
    able = [one for one in METHODS if past.days >= one.least_days and one.make(past) is not None]
    if named is not None:
        wanted = METHODS[NAMES.index(named)]
        if wanted not in able:
            values = {
                "method": Text(zh=wanted.name.zh, en=wanted.name.en),
                "days": past.days,
                "least": wanted.least_days,
            }
            raise fail(NOT_ABLE, where, name=name, **values)
        able = [wanted]
    method, tests, errors = _chosen(able, past, history, unit, stretches, most)
    by_ahead = _by_ahead(tests)
    predict = method.make(past)
    assert predict is not None, "a method is chosen among those that can forecast"
    expected = tuple(
        Expected(one, _days(predict, one), ahead[one.name], _spread(by_ahead, ahead[one.name])) for one in periods
    )
    years = sorted({day.year for one in periods for day in (one.start, one.end)})
    unknown = [year for year in years if calendar is not None and not calendar.knows(date(year, 1, 1))]
    by_day = errors_of([pair for one in tests if one.ahead == 1 for pair in one.days])
    week = shares_of_week(past.factors)
    return Forecast(history, method, unit, errors, by_ahead, by_day, expected, week, tuple(unknown))


def _history(seen: Mapping[date, Fraction], kind: KindOf) -> History:
    values, closed, missing = closed_and_missing(seen, kind)
    unusual = out_of_line({day: float(value) for day, value in values.items()}, kind)
    return History(values, closed, missing, {day: in_hundredths(one) for day, one in unusual.items()})


def _trend(past: Past) -> smoothing.Trend | None:
    """Whether there is a trend beside the season: asked once of all that is known, not again in every test."""
    season = past.cycle.a_year
    return smoothing.trend_of(list(past.periods.values()), season) if season is not None and past.has_a_season else None


def _ahead(last: date, period: Period, cycle: Cycle, unit: Unit | None) -> int:
    if unit == "week":
        return -(-(period.end - last).days // DAYS_OF_A_WEEK)
    return max(1, cycle.number_on(period.start) - cycle.number_on(last))


def _chosen(
    able: Sequence[Method],
    past: Past,
    history: History,
    unit: Unit | None,
    stretches: Sequence[Period],
    most_ahead: int,
) -> tuple[Method, list[Tested], dict[str, tuple[Method, Errors]]]:
    """The method of least error over the periods in which all can be tested, the simpler of equals; without tests the means."""
    known = known_before(past, stretches)
    tested = {one.name.code: (one, trials(one, known, history.values, stretches, most_ahead)) for one in able}
    tested = {code: (one, found) for code, (one, found) in tested.items() if _origins(found) >= LEAST_TESTS}
    if not tested:
        simple = WEEKDAYS if past.days >= TWO_WEEKS else MEAN
        return next((one for one in able if one.name == simple), able[0]), [], {}
    common = set.intersection(*({(one.first, one.ahead) for one in found} for _, found in tested.values()))
    errors, kept = {}, {}
    for code, (method, found) in tested.items():
        kept[code] = [one for one in found if (one.first, one.ahead) in common]
        errors[code] = (method, errors_of_tests(kept[code]))
    best = min(errors, key=lambda code: criterion(errors[code][1], unit))
    return errors[best][0], kept[best], errors


def criterion(errors: Errors, unit: Unit | None) -> Fraction:
    """The error by which methods are compared: that of whole periods; of weeks, which hide what their days are worth, that of the days."""
    found = errors.by_day if unit == "week" else errors.wape
    return WORST if found is None else found


def _origins(found: Sequence[Tested]) -> int:
    return len({one.first for one in found})


def _by_ahead(tests: Sequence[Tested]) -> dict[int, Errors]:
    found: dict[int, list[Tested]] = {}
    for one in tests:
        found.setdefault(one.ahead, []).append(one)
    return {ahead: errors_of_tests(of) for ahead, of in sorted(found.items())}


def _spread(by_ahead: Mapping[int, Errors], ahead: int) -> Fraction | None:
    """The measured one of so many periods ahead, never below that of fewer; beyond what was tested it grows with the root of the distance."""
    known = {n: one.spread for n, one in by_ahead.items() if one.tests >= LEAST_TESTS and one.spread is not None}
    if not known:
        return None
    within = [spread for n, spread in known.items() if n <= ahead]
    widest = max(within or known.values())
    beyond = max(1.0, ahead / max(known))
    return Fraction(round(float(widest) * math.sqrt(beyond) * 10_000), 10_000)


def _days(predict: Predict, period: Period) -> dict[date, Fraction]:
    return {day: in_hundredths(predict(day)) for day in period.each_day()}
