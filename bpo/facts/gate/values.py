"""What an export's value means in a canonical column: a number, a duration, a day, a moment, a code."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal

import polars as pl

from bpo.core.expr import TYPE_NAMES
from bpo.core.fields import Mistake
from bpo.core.sql import WRONG_TYPE
from bpo.core.tables import Column
from bpo.core.words import Words
from bpo.facts.clock import WALL, distance_from_utc, local_day, wall_clock
from bpo.facts.gate.durations import hours_of, rounded_of, seconds_of, seconds_of_number
from bpo.facts.gate.means import mean_rules, millionths
from bpo.facts.gate.rules import GIVEN, OUT
from bpo.facts.sources.source import Entry
from bpo.facts.types import DTYPES, decimal_of, first_that_reads, whole_of, with_point, yes_no_of

LOCAL = "\x1f@"
"""Before the name of a moment that is still the wall clock's."""
IN_ZULU = "\x1fZ"
"""Before the name of a moment whose text said itself that it is UTC, by a Z at its end."""

NOT_WHOLE = Words(
    "value-not-whole", en="'{given}' in '{column}' is no whole number", zh="“{column}”中的 '{given}' 不是整数"
)
NOT_SECONDS = Words(
    "value-not-seconds",
    en="'{given}' in '{column}' is no whole number of seconds; if it is written otherwise, say so by 'duration', such as hh:mm:ss",
    zh="“{column}”中的 '{given}' 不是整秒数；若为其他写法，请用 duration 说明，例如 hh:mm:ss",
)
NOT_DECIMAL = Words(
    "value-not-decimal",
    en="'{given}' in '{column}' is no number of at most four decimals",
    zh="“{column}”中的 '{given}' 不是数字（最多四位小数）",
)
NOT_DURATION = Words(
    "value-not-duration", en="'{given}' in '{column}' is no duration", zh="“{column}”中的 '{given}' 不是时长"
)
NOT_MOMENT = Words(
    "value-not-moment", en="'{given}' in '{column}' is no date and time", zh="“{column}”中的 '{given}' 不是日期时间"
)
NOT_DAY = Words("value-not-day", en="'{given}' in '{column}' is no date", zh="“{column}”中的 '{given}' 不是日期")
NOT_YES_NO = Words(
    "value-not-yes-no", en="'{given}' in '{column}' is neither yes nor no", zh="“{column}”中的 '{given}' 既非是也非否"
)
NO_CODE = Words(
    "value-no-code",
    en="the code '{given}' of '{column}' is not in the source file",
    zh="源文件没有列出“{column}”的代码 '{given}'",
)
NO_SUCH_TIME = Words(
    "value-no-such-time",
    en="'{given}' in '{column}' was skipped by the clock (summer time began)",
    zh="“{column}”中的 '{given}' 不存在（夏令时拨快的一小时）",
)

EPOCH_MOST = 253_402_300_799
"""Seconds until the end of the year 9999; larger numbers would wrap round to some other time."""
WALL_FORMATS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S%.f")
ZULU_FORMAT = "%Y-%m-%dT%H:%M:%S%.fZ"
"""The first is a case of the second, and read in a fifth of its time."""
MOMENT_FORMATS = (*WALL_FORMATS, ZULU_FORMAT)
DATE_AND_TIME_CELLS = "%Y-%m-%d 00:00:00 %H:%M:%S"
"""A cell that is a date, a space and a cell that is a time of day, as an expression joins them."""
DAY_FORMATS = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True)
class Value:
    """``made`` is the value from the column :data:`GIVEN`; ``rules``: (id, words, condition that is true where broken).

    ``local``: a moment of the wall clock, which still has to wait for midnight and the time zone. ``zulu``: what it is in UTC, of
    the rows whose text says so.
    """

    made: pl.Expr
    rules: tuple[tuple[str, Words, pl.Expr], ...] = ()
    local: bool = False
    zulu: pl.Expr | None = None


def read_value(
    column: Column, entry: Entry, kind: str, timezone: str, day_zero: date | None = None, decimal_comma: bool = False
) -> Value:
    """How the values of an expression of type ``kind`` are read into ``column``.

    Args:
        day_zero: of a workbook, the day that it counts from: a cell that is a time or a date was written by no format.
        decimal_comma: whether numbers that are text have a comma before their decimals.

    Raises:
        Mistake: if that type can never become the column's.
    """
    given, out = pl.col(GIVEN + column.name), pl.col(OUT + column.name)
    unread = out.is_null()
    if decimal_comma and kind == "text" and column.type in ("whole", "decimal"):
        given = with_point(given)
    if kind == "null":
        return Value(pl.lit(None, dtype=DTYPES[column.type]))
    if entry.times is not None and kind in ("text", "whole", "decimal"):
        return Value(millionths(given, kind, entry, day_zero), mean_rules(column, entry))
    if entry.codes is not None:
        if kind != "text":
            raise Mistake(WRONG_TYPE, given=entry.source, got=TYPE_NAMES[kind], expected=TYPE_NAMES["text"])
        return _coded(column, entry)
    if column.type == "text":
        return Value(_with_zone(given, timezone) if kind == "instant" else given.cast(pl.String))
    if column.type == kind and kind != "instant" and entry.duration == "seconds":
        return Value(given.cast(DTYPES[kind], strict=False), (("readable", NOT_DECIMAL, unread),))
    if column.type == "instant":
        return _moment(column, entry, kind, timezone, day_zero)
    if kind == "text":
        readers = {
            "whole": lambda: (
                seconds_of(given, entry, day_zero),
                _not_whole(column) if entry.duration == "seconds" else NOT_DURATION,
            ),
            "decimal": lambda: _decimal(given, entry, day_zero),
            "yes_no": lambda: (yes_no_of(given), NOT_YES_NO),
            "day": lambda: (_by_formats(given, entry, DAY_FORMATS, day_zero).dt.date(), NOT_DAY),
        }
        made, words = readers[column.type]()
        return Value(made, (("readable", words, unread),))
    if column.type == "day" and kind == "instant":
        return Value(local_day(given, timezone))
    numbers = kind == "whole" or (kind == "decimal" and entry.duration in ("hours", "minutes"))
    if entry.gives_duration and column.type in ("whole", "decimal") and numbers:
        seconds = seconds_of_number(given, entry)
        if seconds is not None:
            made = seconds if column.type == "whole" else hours_of(seconds)
            return Value(made, (("readable", NOT_DURATION, unread),))
    if column.type == "decimal" and kind == "whole":
        return Value(given.cast(DTYPES["decimal"], strict=False), (("readable", NOT_DECIMAL, unread),))
    raise Mistake(WRONG_TYPE, given=entry.source, got=TYPE_NAMES[kind], expected=TYPE_NAMES[column.type])


def _not_whole(column: Column) -> Words:
    return NOT_SECONDS if column.unit == "second" else NOT_WHOLE


def _coded(column: Column, entry: Entry) -> Value:
    """A code not listed is unusable, unless ``otherwise`` says what it stands for. Nothing given stays nothing."""
    given = pl.col(GIVEN + column.name)
    codes = {code.strip(): value for code, value in (entry.codes or {}).items()}
    made = given.replace_strict(list(codes), list(codes.values()), default=entry.otherwise, return_dtype=pl.String)
    made = pl.when(given.is_not_null()).then(made).otherwise(pl.lit(codes.get(""), dtype=pl.String))
    unknown = pl.lit(False) if entry.otherwise is not None else ~given.is_in(list(codes))
    rules = [("code", NO_CODE, unknown)]
    if column.type == "yes_no":
        rules.append(("readable", NOT_YES_NO, pl.col(OUT + column.name).is_null() & made.is_not_null()))
        made = yes_no_of(made)
    return Value(made, tuple(rules))


def _decimal(given: pl.Expr, entry: Entry, day_zero: date | None) -> tuple[pl.Expr, Words]:
    """A number, or a duration in hours."""
    if entry.gives_duration:
        return hours_of(seconds_of(given, entry, day_zero)), NOT_DURATION
    return (rounded_of(given) if entry.rounded else decimal_of(given)), NOT_DECIMAL


def _moment(column: Column, entry: Entry, kind: str, timezone: str, day_zero: date | None) -> Value:
    given, local, out = (pl.col(prefix + column.name) for prefix in (GIVEN, LOCAL, OUT))
    if kind == "instant":
        return Value(given)
    if entry.format in ("epoch", "epoch_ms") and kind in ("text", "whole"):
        count = whole_of(given) if kind == "text" else given
        unit: Literal["s", "ms"] = "s" if entry.format == "epoch" else "ms"
        most = EPOCH_MOST * (1 if unit == "s" else 1000)
        made = pl.from_epoch(pl.when(count.is_between(0, most)).then(count), time_unit=unit)
        return Value(made.cast(DTYPES["instant"]), (("readable", NOT_MOMENT, out.is_null()),))
    if kind != "text":
        raise Mistake(WRONG_TYPE, given=entry.source, got=TYPE_NAMES[kind], expected=TYPE_NAMES["instant"])
    if entry.format and "%z" in entry.format:
        made = given.str.to_datetime(entry.format, time_unit="us", time_zone="UTC", strict=False)
        return Value(made, (("readable", NOT_MOMENT, out.is_null()),))
    skipped = local.is_not_null() & out.is_null()
    left = pl.when(local.is_null()).then(given)  # emptied since, or never read
    unread = local.is_null() & _by_formats(left, entry, MOMENT_FORMATS, day_zero).is_null()
    rules = (("readable", NOT_MOMENT, unread), ("exists", NO_SUCH_TIME, skipped))
    if entry.format:
        return Value(_by_formats(given, entry, MOMENT_FORMATS, day_zero), rules, local=True)
    with_z = pl.when(given.str.ends_with("Z")).then(given)
    zulu = with_z.str.to_datetime(ZULU_FORMAT, time_unit="us", time_zone="UTC", strict=False)
    wall = pl.coalesce(_by_formats(given, entry, WALL_FORMATS, day_zero), wall_clock(zulu, timezone))
    return Value(wall, rules, local=True, zulu=zulu)


def _with_zone(moment: pl.Expr, timezone: str) -> pl.Expr:
    """Text such as ``2026-01-05 09:00:00.000000+08:00``."""
    ahead = distance_from_utc(moment, timezone).str.replace("(..)$", ":${1}")
    return pl.concat_str(wall_clock(moment, timezone).cast(pl.String), ahead)


def _by_formats(text: pl.Expr, entry: Entry, usual: tuple[str, ...], day_zero: date | None) -> pl.Expr:
    """A date and time by the format of the entry, else by the first of the usual ones that fits.

    In a workbook the format is that of the cells which are text; those which are dates come as ISO writes them.
    """
    cells = (*usual, DATE_AND_TIME_CELLS) if day_zero is not None else usual
    formats = cells if entry.format is None else (entry.format,) if day_zero is None else (entry.format, *cells)
    return first_that_reads(text, [partial(_by_format, fmt) for fmt in formats], WALL)


def _by_format(fmt: str, text: pl.Series) -> pl.Series:
    if any(clock in fmt for clock in ("%H", "%I", "%T", "%R", "%k", "%X", "%c", "%s")):
        return text.str.to_datetime(fmt, time_unit="us", strict=False)
    return text.str.to_date(fmt, strict=False).cast(pl.Datetime("us"))
