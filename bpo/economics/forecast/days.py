"""Kinds of days and what each is worth: days of the week, days off, weekends that are worked; and days that are out of line."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from statistics import fmean, median

from bpo.core.calendars import Calendar

OFF, WORKED = 7, 8
"""The kinds of day besides those of the week, of which 0 is Monday."""
Values = Mapping[date, float]
KindOf = Callable[[date], int]
NEAR = 14
"""So many days before and after a day are those that it is held against."""
OUT_OF_LINE, LEAST_OUT_OF_LINE = 5, 0.3
"""A day is out of line if it is off by more than five times the usual distance (1.4826 × the median one), and by 30% at least."""
USUAL = 1.4826


def kinds(calendar: Calendar | None) -> KindOf:
    """The kind of each day; what a calendar does not know is an ordinary day of the week."""

    @cache  # a day is asked for in every test of every method
    def kind(day: date) -> int:
        if calendar is None or not calendar.knows(day):
            return day.weekday()
        if calendar.is_holiday(day) or not (calendar.is_working_day(day) or calendar.is_weekend(day)):
            return OFF
        return WORKED if calendar.is_weekend(day) and calendar.is_working_day(day) else day.weekday()

    return kind


def closed_and_missing(
    seen: Mapping[date, Fraction], kind: KindOf
) -> tuple[dict[date, Fraction], tuple[date, ...], tuple[date, ...]]:
    """Every day from the first to the last that has facts; the days that were closed, and those whose facts are missing.

    A day without any row was closed if it is a day off, or most of its days of the week have none; otherwise it is missing, and no zero.
    """
    first, last = min(seen), max(seen)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    ordinary = [day for day in days if kind(day) < OFF]
    open_share = {
        weekday: fmean(day in seen for day in ordinary if day.weekday() == weekday)
        for weekday in {day.weekday() for day in ordinary}
    }
    empty = [day for day in days if day not in seen]
    closed = [day for day in empty if kind(day) == OFF or open_share.get(day.weekday(), 1.0) < 0.5]
    values = dict(seen) | dict.fromkeys(closed, Fraction(0))
    return dict(sorted(values.items())), tuple(closed), tuple(day for day in empty if day not in values)


def factors(values: Values, kind: KindOf) -> dict[int, float]:
    """What a day of each kind has, of the mean day of a week; kinds without any day are not in it.

    Of a day of the week it is the median of its share of the seven days around it, where all seven are known and ordinary; of a day off or
    a weekend that was worked, that of its share of the ordinary days near it.
    """
    shares: dict[int, list[float]] = {}
    for day, value in values.items():
        week = [day + timedelta(days=n) for n in range(-3, 4)]
        if all(one in values and kind(one) < OFF for one in week) and (mean := fmean(values[one] for one in week)):
            shares.setdefault(kind(day), []).append(value / mean)
    if len(shares) < 7:
        return _by_means(values, kind)
    middle = {weekday: median(of) for weekday, of in shares.items()}
    every = fmean(middle.values())
    found = {weekday: share / every for weekday, share in sorted(middle.items())}
    levels = in_mean_days(values, kind, found)
    for special in (OFF, WORKED):
        of_kind = []
        for day, value in values.items():
            if kind(day) == special and (near := _near(day, levels)):
                of_kind.append(value / fmean(near))
        if of_kind:
            found[special] = median(of_kind)
    return found


def _by_means(values: Values, kind: KindOf) -> dict[int, float]:
    """Of less than two weeks or so: means of the days of the week, if every one is there; else all days are alike."""
    by_day = {weekday: [value for day, value in values.items() if kind(day) == weekday] for weekday in range(7)}
    if not all(by_day.values()) or not any(values.values()):
        return dict.fromkeys(range(7), 1.0)
    means = {weekday: fmean(of) for weekday, of in by_day.items()}
    every = fmean(means.values()) or 1.0
    return {weekday: mean / every for weekday, mean in means.items()}


def factor_of(found: Mapping[int, float], kind: int, weekday: int) -> float:
    """That of a kind of which there was any day; a weekend that is worked is else like the mean of Monday to Friday, a day off like its weekday."""
    if kind in found:
        return found[kind]
    return fmean(found[one] for one in range(5)) if kind == WORKED else found[weekday]


def in_mean_days(values: Values, kind: KindOf, found: Mapping[int, float]) -> dict[date, float]:
    """Ordinary days as what a mean day of a week would have had; days of the week on which hardly anything comes are left out."""
    return {
        day: value / found[kind(day)]
        for day, value in values.items()
        if kind(day) < OFF and found.get(kind(day), 0) > 0.05
    }


def _near(day: date, levels: Values) -> list[float]:
    around = (day + timedelta(days=n) for n in range(-NEAR, NEAR + 1) if n)
    return [levels[one] for one in around if one in levels]


def out_of_line(values: Values, kind: KindOf) -> dict[date, float]:
    """Days that differ from what is usual by far more than days do, each with what would have been usual."""
    found = factors(values, kind)
    levels = in_mean_days(values, kind, found)
    usual = {day: median(near) for day in levels if len(near := _near(day, levels)) >= 5}
    away = {day: round(abs(levels[day] / one - 1), 9) for day, one in usual.items() if one}
    bound = max(LEAST_OUT_OF_LINE, OUT_OF_LINE * USUAL * median(away.values())) if away else 0.0
    return {day: usual[day] * found[kind(day)] for day, distance in away.items() if distance > bound}


def shares_of_week(found: Mapping[int, float]) -> Sequence[float]:
    """Of what comes in an ordinary week, what each day has."""
    every = sum(found[weekday] for weekday in range(7))
    return [found[weekday] / every for weekday in range(7)]
