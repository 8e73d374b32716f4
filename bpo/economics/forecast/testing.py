"""A method's past error: it forecasts periods that are over, from what was known before them, and is held against what came."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal

from bpo.core.periods import Period
from bpo.economics.forecast.methods import Method, Past
from bpo.kpi.forecast_error import deviation, mape, wape

Unit = Literal["period", "week"]
LEAST_TESTS = 3
"""From so few tests nothing is concluded."""
MOST_ORIGINS = 12
LEAST_KNOWN_DAYS = {"period": 28, "week": 14}
"""What must be known before the first period that is tested."""
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Tested:
    """A period forecast from what was known before the ``first`` one: ``ahead`` is 1 for that one itself; by day what came, and the forecast."""

    first: date
    period: Period
    ahead: int
    days: tuple[tuple[Fraction, Fraction], ...]

    @property
    def total(self) -> tuple[Fraction, Fraction]:
        return sum((came for came, _ in self.days), Fraction(0)), sum((said for _, said in self.days), Fraction(0))


@dataclass(frozen=True, slots=True)
class Errors:
    """By the measures of the KPI ``forecast_accuracy``; None where they are not defined. ``spread`` is the root mean square of
    ``(came − forecast) / forecast``, ``by_day`` the WAPE of the days."""

    tests: int
    wape: Fraction | None = None
    mape: Fraction | None = None
    bias: Fraction | None = None
    spread: Fraction | None = None
    by_day: Fraction | None = None


def errors_of(pairs: Sequence[tuple[Fraction, Fraction]]) -> Errors:
    """The errors of what came and was forecast; of a forecast of nothing there is no share."""
    if not any(said for _, said in pairs):
        return Errors(len(pairs))
    (wrong, said), (way, _) = wape(pairs), deviation(pairs)
    if not all(said for _, said in pairs):
        return Errors(len(pairs), wrong / said, bias=way / said)
    sizes, count = mape(pairs)
    squares = [float((came - said) / said) ** 2 for came, said in pairs]
    spread = Fraction(round(math.sqrt(sum(squares) / len(squares)) * 10_000), 10_000)
    return Errors(len(pairs), wrong / said, sizes / count, way / said, spread)


def errors_of_tests(tests: Sequence[Tested]) -> Errors:
    """The errors of what whole periods came to, and that of their days."""
    by_day = errors_of([pair for one in tests for pair in one.days])
    return replace(errors_of([one.total for one in tests]), by_day=by_day.wape)


def folds(values: Mapping[date, Fraction], past: Past) -> tuple[Unit | None, list[Period]]:
    """The stretches that can be tested: whole billing periods if there are enough, else weeks back from the last day, else none."""
    first = min(values)
    periods = [past.cycle.containing(first)]
    while periods[-1].end < past.last:
        periods.append(past.cycle.containing(periods[-1].end + timedelta(days=1)))
    weeks = [
        Period(past.last - timedelta(days=7 * n + 6), past.last - timedelta(days=7 * n), "")
        for n in reversed(range(past.days // 7))
    ]
    tried: tuple[tuple[Unit, list[Period]], ...] = (("period", periods), ("week", weeks))
    for unit, stretches in tried:
        whole = [one for one in stretches if one.end <= past.last and _half_known(one, values)]
        known = timedelta(days=LEAST_KNOWN_DAYS[unit])
        if sum(one.start - known >= first for one in whole) >= LEAST_TESTS:
            return unit, [one for one in whole if one.start - known >= first]
    return None, []


def _half_known(period: Period, values: Mapping[date, Fraction]) -> bool:
    return 2 * sum(day in values for day in period.each_day()) >= period.days


def known_before(past: Past, stretches: Sequence[Period]) -> list[tuple[int, Past]]:
    """The last twelve stretches, by their places, each with what was known before it; read once for all methods."""
    places = list(enumerate(stretches))[-MOST_ORIGINS:]
    known = ((n, past.until(one.start - timedelta(days=1))) for n, one in places)
    return [(n, one) for n, one in known if one.values]


def trials(
    method: Method, known: Sequence[tuple[int, Past]], values: Mapping[date, Fraction], stretches: Sequence[Period], most_ahead: int
) -> list[Tested]:  # fmt: skip
    """What a method would have forecast, from the beginnings of stretches, of each and of those that follow.

    Args:
        method: which.
        known: from which stretches on, and what was known before each.
        values: what came, days out of line included: a method is held against what was, not against what was usual.
        stretches: what is tested, in order.
        most_ahead: how many stretches ahead matter.
    """
    found = []
    for n, past in known:
        predict = method.make(past)
        if predict is None:
            continue
        for ahead, period in enumerate(stretches[n : n + most_ahead], start=1):
            days = [(values[day], in_hundredths(predict(day))) for day in period.each_day() if day in values]
            found.append(Tested(stretches[n].start, period, ahead, tuple(days)))
    return found


def in_hundredths(value: float) -> Fraction:
    """A forecast of a day, so that the last digits of floating point are nowhere."""
    return Fraction(round(value * HUNDREDTHS), HUNDREDTHS)
