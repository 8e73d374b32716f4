"""Durations as exports write them, in seconds and in hours, and decimals with more places than facts keep."""

from datetime import date

import polars as pl

from bpo.facts.reading.sheet_xml import DAY_ZERO
from bpo.facts.sources.source import Duration
from bpo.facts.types import DTYPES, whole_of

PLACES = 4
_HOURS_MINUTES_SECONDS = r"^([0-9]{1,6}):([0-5][0-9]):([0-5][0-9])(?:\.[0-9]+)?$"
_PATTERNS = {
    "hh:mm:ss": _HOURS_MINUTES_SECONDS,
    "mm:ss": r"^()([0-9]{1,6}):([0-5][0-9])$",
    "h:mm": r"^([0-9]{1,6}):([0-5][0-9])()$",
}
_LEAP_DAY_THAT_WAS_NOT = date(1900, 2, 28)


def seconds_of(text: pl.Expr, duration: Duration, day_zero: date | None = None) -> pl.Expr:
    """Whole seconds; parts of one are cut off, as a stopwatch that shows seconds does.

    Args:
        day_zero: of a workbook, the day that it counts from: a cell that is a time comes as ``00:02:05``, from a day upwards
            as a moment. Under ``mm:ss`` such a cell is unreadable, for whoever typed 2:05 has made it two hours.
    """
    if duration == "seconds":
        return whole_of(text)
    if duration == "milliseconds":
        return whole_of(text) // 1000
    written = _by_clock(text, _PATTERNS[duration])
    if day_zero is None or duration == "mm:ss":
        return written
    return pl.coalesce(written, _by_clock(text, _HOURS_MINUTES_SECONDS), _beyond_a_day(text, day_zero))


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
