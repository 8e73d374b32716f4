"""Durations as exports write them, in seconds and in hours, and decimals with more places than facts keep."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from bpo.facts.reading.sheet_xml import DAY_ZERO
from bpo.facts.sources.source import Entry
from bpo.facts.types import DTYPES, whole_of

PLACES = 4
MINUTE, HOUR, DAY = 60, 3600, 86_400
_HOURS_MINUTES_SECONDS = r"^([0-9]{1,6}):([0-5][0-9]):([0-5][0-9])(?:\.[0-9]+)?$"
_PATTERNS = {
    "hh:mm:ss": _HOURS_MINUTES_SECONDS,
    "mm:ss": r"^()([0-9]{1,6}):([0-5][0-9])$",
    "h:mm": r"^([0-9]{1,6}):([0-5][0-9])()$",
}
_NUMBER = r"[0-9]{1,9}(?:[.,][0-9]{1,9})?"
_DECIMAL = r"^([0-9]{1,9}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})[0-9]*$"
_UNITS = (
    (DAY, r"d|days?|tage?|天"),
    (HOUR, r"h|hrs?|hours?|std\.?|stunden?|小时|小時|时|時"),
    (MINUTE, r"m|mins?\.?|minutes?|minuten|分钟|分鐘|分"),
    (1, r"s|secs?\.?|seconds?|sek\.?|sekunden?|秒钟|秒鐘|秒"),
)
_WITH_UNITS = "(?i)^" + "".join(rf"(?:({_NUMBER})\s*(?:{names}),?\s*)?" for _, names in _UNITS) + "$"
_ISO = rf"^P(?:({_NUMBER})W)?(?:({_NUMBER})D)?(?:T(?:({_NUMBER})H)?(?:({_NUMBER})M)?(?:({_NUMBER})S)?)?$"
_LEAP_DAY_THAT_WAS_NOT = date(1900, 2, 28)


def seconds_of(text: pl.Expr, entry: Entry, day_zero: date | None = None) -> pl.Expr:
    """Whole seconds. Parts of a second are cut off, as a stopwatch that shows seconds does; hours and minutes with decimals are
    rounded half up to the second, for they were rounded by whoever wrote them: 1.6833 hours are 6,060 s.

    Args:
        entry: Says how they are written.
        day_zero: of a workbook, the day that it counts from: a cell that is a time comes as ``00:02:05``, from a day upwards
            as a moment. Under ``mm:ss`` and ``minutes`` such a cell is unreadable, for whoever typed 2:05 has made it two hours.
    """
    duration = entry.duration
    if duration == "seconds":
        return whole_of(text)
    if duration == "milliseconds":
        return whole_of(text) // 1000
    written = _written(text, entry)
    if duration == "mm:ss" and day_zero is None:
        return pl.coalesce(written, _by_clock(text, _HOURS_MINUTES_SECONDS))  # so 59:59 is followed by 1:00:00
    if day_zero is None or duration in ("mm:ss", "minutes"):
        return written
    return pl.coalesce(written, _by_clock(text, _HOURS_MINUTES_SECONDS), _beyond_a_day(text, day_zero))


def seconds_of_number(number: pl.Expr, entry: Entry) -> pl.Expr | None:
    """The same of a column of numbers; None if it is written in a way that no number is."""
    if entry.duration == "seconds":
        return number.cast(pl.Int64)
    if entry.duration == "milliseconds":
        return number.cast(pl.Int64) // 1000
    if entry.duration in ("hours", "minutes"):
        return _of_decimals(number.cast(pl.Decimal(38, 18)), entry)
    return None


def _written(text: pl.Expr, entry: Entry) -> pl.Expr:
    bare = text.str.strip_chars()
    if entry.duration in ("hours", "minutes"):
        number = bare.str.extract(_DECIMAL).str.strip_suffix(".")
        return _of_decimals(number.cast(pl.Decimal(38, 18), strict=False), entry)
    if entry.duration == "units":
        return _sum(bare, _WITH_UNITS, [seconds for seconds, _ in _UNITS])
    if entry.duration == "iso8601":
        return _sum(bare, _ISO, [7 * DAY, DAY, HOUR, MINUTE, 1])
    return _by_clock(text, _PATTERNS[entry.duration])


def _of_decimals(number: pl.Expr, entry: Entry) -> pl.Expr:
    """Hours or minutes as seconds, rounded half up; of hours that stand for whole minutes, to the minute: 1.68 are 101."""
    if entry.hours_as == "minutes":
        return _rounded(number, 60, 18) * MINUTE
    return _rounded(number, HOUR if entry.duration == "hours" else MINUTE, 18)


def _rounded(number: pl.Expr, times: int, places: int) -> pl.Expr:
    """A product of a decimal of so many places, rounded half up."""
    one = 10**places
    rounded: pl.Expr = (number.to_physical() * times + one // 2) // one
    return rounded.cast(pl.Int64)


def _sum(text: pl.Expr, pattern: str, seconds: Sequence[int]) -> pl.Expr:
    """Numbers of several units added up; the last is of seconds. Null where there is none at all, or anything else."""
    parts = [
        text.str.extract(pattern, group).str.replace(",", ".", literal=True) for group in range(1, len(seconds) + 1)
    ]
    numbers = [part.cast(pl.Decimal(38, 9), strict=False).fill_null(0) for part in parts]
    larger = [number.to_physical() * times for number, times in zip(numbers[:-1], seconds[:-1], strict=True)]
    one = 10**9
    made = (pl.sum_horizontal(larger) + one // 2) // one + numbers[-1].to_physical() // one
    return pl.when(pl.any_horizontal(part.is_not_null() for part in parts)).then(made.cast(pl.Int64))


def _by_clock(text: pl.Expr, pattern: str) -> pl.Expr:
    hours, minutes, seconds = (text.str.extract(pattern, group).replace("", "0").cast(pl.Int64) for group in (1, 2, 3))
    return hours * 3600 + minutes * 60 + seconds


def _beyond_a_day(text: pl.Expr, day_zero: date) -> pl.Expr:
    """The time since the day from which the workbook counts.

    Workbooks from 1900 count a 29 February that was none: what is later lies a day closer, and the day before it, which
    the reader also gives for the one that was not, is unreadable.
    """
    moment = text.str.to_datetime("%Y-%m-%d %H:%M:%S%.f", time_unit="us", strict=False)
    since = (moment - pl.lit(day_zero).cast(pl.Datetime("us"))).dt.total_seconds()
    if day_zero != DAY_ZERO:
        return since
    since = since + pl.when(moment.dt.date() > _LEAP_DAY_THAT_WAS_NOT).then(86_400).otherwise(0)
    return pl.when(moment.dt.date() != _LEAP_DAY_THAT_WAS_NOT).then(since)


def hours_of(seconds: pl.Expr) -> pl.Expr:
    """Seconds as hours of four places, rounded half up: a minute is 0.0167."""
    ten_thousandths: pl.Expr = (seconds * (10**PLACES * 2) + 3600) // 7200  # floor(x + 1/2), in whole numbers
    return (ten_thousandths.cast(pl.Decimal(38, 0)) / pl.lit(10**PLACES).cast(pl.Decimal(38, 4))).cast(
        DTYPES["decimal"]
    )


def rounded_of(text: pl.Expr) -> pl.Expr:
    """A number of any many decimals, rounded half away from zero to those that facts keep."""
    number = text.str.strip_chars().str.extract(r"^([+-]?(?:[0-9]{1,14}(?:\.[0-9]{0,20})?|\.[0-9]{1,20}))[0-9]*$")
    wide = number.str.strip_suffix(".").cast(pl.Decimal(38, 20), strict=False)
    rounded: pl.Expr = wide.round(PLACES, mode="half_away_from_zero")
    return rounded.cast(DTYPES["decimal"], strict=False)
