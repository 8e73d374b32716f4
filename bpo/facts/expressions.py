"""A checked expression as a Polars expression, with SQL's meaning: null is 'unknown', and a filter keeps what is true.

Hours, weekdays and days are those of the time zone given. Decimals are compared and added exactly, never as floats.
"""

import operator
from collections.abc import Callable
from datetime import date
from functools import partial

import polars as pl

from bpo.core.calendars import Calendar
from bpo.core.expr import CALENDAR_FUNCTIONS, Expr
from bpo.facts.clock import local_day, wall_clock
from bpo.facts.types import DTYPES, WIDE, decimal_of, like_pattern, literal, whole_of

Compile = Callable[[Expr], pl.Expr]


def compile_expression(expr: Expr, timezone: str, calendar: Calendar | None = None) -> pl.Expr:
    """An expression over columns named as in ``expr``, of the types in :data:`bpo.facts.types.DTYPES`.

    Args:
        expr: As ``sql.py`` has checked it.
        timezone: Name of the zone in which moments are written and hours are counted.
        calendar: Says which days are holidays and which are worked; its caller sees to it that it knows the days of the rows.

    Returns:
        A Polars expression of the type ``DTYPES[expr.type]``; decimals may be wider (38 digits, 4 places).
    """
    if expr.op == "column":
        return pl.col(str(expr.value))
    if expr.op == "literal":
        return literal(expr.value, expr.type, timezone)
    compile_ = partial(compile_expression, timezone=timezone, calendar=calendar)
    if expr.op in _OPERATORS:
        return _OPERATORS[expr.op](*_alike(expr.args[0], expr.args[1], compile_))
    if expr.op in ("hour", "minute", "weekday", "day_of_month"):
        return _clock(expr, compile_(expr.args[0]), timezone)
    if expr.op == "days_between":
        start, end = (_local_day(arg, compile_(arg), timezone) for arg in expr.args)
        return (end - start).dt.total_days()
    if expr.op in CALENDAR_FUNCTIONS:
        assert calendar is not None, f"{expr.op} is asked of a contract with a calendar only"
        says = calendar.is_holiday if expr.op == "holiday" else calendar.is_working_day
        return _of_days(local_day_of(expr.args[0], timezone, calendar), says)
    if expr.op in _LOGIC:
        return _LOGIC[expr.op](expr, compile_)
    if expr.op == "cast":
        return _cast(expr, compile_(expr.args[0]), timezone)
    return _text(expr.op, [_typed(arg, compile_) for arg in expr.args], expr)


_OPERATORS: dict[str, Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    name: getattr(operator, name) for name in ("eq", "ne", "lt", "le", "gt", "ge", "add", "sub", "mul")
}


def _alike(left: Expr, right: Expr, compile_: Compile) -> tuple[pl.Expr, pl.Expr]:
    """Both sides in one type: a whole number beside a decimal becomes a decimal, never both a float."""
    if "decimal" in (left.type, right.type):
        return compile_(left).cast(WIDE), compile_(right).cast(WIDE)
    return compile_(left), compile_(right)


def _typed(expr: Expr, compile_: Compile, kind: str = "") -> pl.Expr:
    """An argument; a bare NULL takes the type that its place wants, for Polars has no untyped text functions."""
    if expr.type != "null":
        return compile_(expr).cast(WIDE) if expr.type == "decimal" else compile_(expr)
    return pl.lit(None, dtype=DTYPES[kind or "text"])


def _and(expr: Expr, compile_: Compile) -> pl.Expr:
    return pl.all_horizontal(_typed(arg, compile_, "yes_no") for arg in expr.args)


def _or(expr: Expr, compile_: Compile) -> pl.Expr:
    return pl.any_horizontal(_typed(arg, compile_, "yes_no") for arg in expr.args)


def _in(expr: Expr, compile_: Compile) -> pl.Expr:
    """``x IN (a, b)`` is ``x = a OR x = b``; a long list of constants of one type is looked up instead."""
    value, members = expr.args[0], expr.args[1:]
    plain = all(member.op == "literal" and member.type == value.type for member in members)
    if plain and value.type in ("text", "whole"):
        return compile_(value).is_in([member.value for member in members])
    return pl.any_horizontal(left == right for left, right in (_alike(value, member, compile_) for member in members))


def _coalesce(expr: Expr, compile_: Compile) -> pl.Expr:
    return pl.coalesce(_typed(arg, compile_, expr.type) for arg in expr.args)


def _nullif(expr: Expr, compile_: Compile) -> pl.Expr:
    left, right = _alike(expr.args[0], expr.args[1], compile_)
    return pl.when((left == right).fill_null(False)).then(None).otherwise(left)


def _case(expr: Expr, compile_: Compile) -> pl.Expr:
    result = _typed(expr.args[-1], compile_, expr.type)
    for condition, value in reversed(list(zip(expr.args[0:-1:2], expr.args[1:-1:2], strict=True))):
        result = (
            pl.when(_typed(condition, compile_, "yes_no")).then(_typed(value, compile_, expr.type)).otherwise(result)
        )
    return result


_LOGIC: dict[str, Callable[[Expr, Compile], pl.Expr]] = {
    "and": _and,
    "or": _or,
    "not": lambda expr, compile_: ~_typed(expr.args[0], compile_, "yes_no"),
    "is_null": lambda expr, compile_: compile_(expr.args[0]).is_null(),
    "in": _in,
    "coalesce": _coalesce,
    "nullif": _nullif,
    "case": _case,
}


def _local_day(expr: Expr, moment: pl.Expr, timezone: str) -> pl.Expr:
    return (local_day(moment, timezone) if expr.type == "instant" else moment).cast(pl.Date)


def local_day_of(expr: Expr, timezone: str, calendar: Calendar) -> pl.Expr:
    """The day of an expression that is a moment or a day."""
    return _local_day(expr, compile_expression(expr, timezone, calendar), timezone)


def _of_days(day: pl.Expr, says: Callable[[date], bool]) -> pl.Expr:
    """What is said of each day; each different one is asked about once."""

    def ask(days: pl.Series) -> pl.Series:
        different = days.drop_nulls().unique().to_list()
        return days.replace_strict(different, [says(day) for day in different], default=None, return_dtype=pl.Boolean)

    return day.map_batches(ask, return_dtype=pl.Boolean, is_elementwise=True)


def _clock(expr: Expr, moment: pl.Expr, timezone: str) -> pl.Expr:
    local = wall_clock(moment, timezone) if expr.args[0].type == "instant" else moment.cast(pl.Date)
    part: pl.Expr = getattr(local.dt, "day" if expr.op == "day_of_month" else expr.op)()
    return part.cast(pl.Int64)


def _cast(expr: Expr, value: pl.Expr, timezone: str) -> pl.Expr:
    """Text that is no number becomes null; a decimal is rounded half away from zero, as SQL does."""
    given, wanted = expr.args[0].type, expr.type
    if wanted == "text":
        if given == "instant":
            return wall_clock(value, timezone).dt.strftime("%Y-%m-%d %H:%M:%S")
        return value.cast(pl.String)
    if given == "text":
        return whole_of(value) if wanted == "whole" else decimal_of(value, WIDE)
    if given == "decimal" and wanted == "whole":
        return value.round(0, mode="half_away_from_zero").cast(pl.Int64)
    return value.cast(WIDE if wanted == "decimal" else DTYPES[wanted], strict=False)


def _text(op: str, args: list[pl.Expr], expr: Expr) -> pl.Expr:
    text = args[0]
    if op == "like":
        pattern = expr.args[1]
        if pattern.op == "literal" and isinstance(pattern.value, str):
            return text.str.contains(like_pattern(pattern.value))
        regex = (
            args[1].str.escape_regex().str.replace_all("%", ".*", literal=True).str.replace_all("_", ".", literal=True)
        )
        return text.str.contains(pl.format("^(?s:{})$", regex))
    if op == "replace":
        # Polars replaces no pattern that differs by row; cutting at the pattern and joining again does.
        return pl.when(args[1] == "").then(text).otherwise(text.str.split(args[1]).list.join(args[2]))
    if op == "split_part":
        part = text.str.split(args[1]).list.get(args[2] - (args[2] > 0).cast(pl.Int64), null_on_oob=True)
        known = text.is_not_null() & args[1].is_not_null() & args[2].is_not_null()
        return pl.when(known).then(part.fill_null(""))
    if op == "substr":
        return _substr(args)
    simple: dict[str, Callable[[], pl.Expr]] = {
        "concat": lambda: pl.concat_str(args),
        "lower": text.str.to_lowercase,
        "upper": text.str.to_uppercase,
        "trim": lambda: text.str.strip_chars(" "),
        "length": lambda: text.str.len_chars().cast(pl.Int64),
        "left": lambda: text.str.head(args[1]),
        "right": lambda: text.str.tail(args[1]),
    }
    return simple[op]()


def _substr(args: list[pl.Expr]) -> pl.Expr:
    """Letters count from 1; a start below 0 counts from the end; place 0 is the one before the first letter."""
    text, start = args[0], args[1]
    offset = pl.when(start > 0).then(start - 1).otherwise(start)
    if len(args) == 2:
        return text.str.slice(offset)
    length = pl.max_horizontal(pl.when(start == 0).then(args[2] - 1).otherwise(args[2]), 0)
    return pl.when(start.is_not_null() & args[2].is_not_null()).then(text.str.slice(offset, length))
